// What of the page's text cannot be read, and which controls lie under something: a list of sentences.
const told = new Set();
const tell = (what, e, text) => {
  const where = e.closest('[class]')?.getAttribute('class') ?? e.localName;
  told.add(`${what}: ${where}: ${text.trim().slice(0, 40)}`);
};
// Not for the eye, or folded; and an owner's or an agent's own words, which may be of any length.
const UNSEEN = '.unseen, .blank, [aria-hidden=true], script, style, noscript, textarea';
const OWN = '.name, [data-phase=credentials] .sentence, [data-phase=ready] .sentence, .prose pre, .prose .table, .cards, .choices, .detail';
const isSeen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(UNSEEN);
const isPlacedAway = (e) => {
  for (let up = e; up; up = up.parentElement) if (getComputedStyle(up).clipPath !== 'none') return true;
  return false;
};
const cuts = (overflow) => /hidden|clip/.test(overflow);
const scrolls = (overflow) => /auto|scroll/.test(overflow);

/** Where `e` is seen: what its ancestors cut off, above and below as far as nothing scrolls. */
const view = (e) => {
  const seen = { left: 0, right: innerWidth, top: -Infinity, bottom: Infinity };
  let reached = false;
  for (let up = e; up !== document.documentElement; up = up.parentElement) {
    const { overflowX, overflowY, display } = getComputedStyle(up);
    if (display === 'contents' || display === 'inline') continue;
    const box = up.getBoundingClientRect();
    if (overflowX !== 'visible') {
      seen.left = Math.max(seen.left, box.left);
      seen.right = Math.min(seen.right, box.right);
    }
    reached ||= scrolls(overflowY);
    if (!reached && cuts(overflowY)) {
      seen.top = Math.max(seen.top, box.top);
      seen.bottom = Math.min(seen.bottom, box.bottom);
    }
  }
  if (!reached && cuts(getComputedStyle(document.documentElement).overflowY)) {
    seen.top = Math.max(seen.top, 0);
    seen.bottom = Math.min(seen.bottom, innerHeight);
  }
  return seen;
};

// Of scripts that part words by spaces, which are not broken anywhere.
const WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{M}]{2,}/gu;
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const { currentNode: node } = texts;
  const e = node.parentElement;
  if (!node.data.trim() || !isSeen(e) || e.closest(OWN) || isPlacedAway(e)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  if (!box.width) continue;
  const seen = view(e);
  if (box.left < seen.left - 1 || box.right > seen.right + 1) tell('cut at the side', e, node.data);
  if (box.top < seen.top - 2 || box.bottom > seen.bottom + 2) tell('cut above or below', e, node.data);
  let block = e;
  while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
  for (const { 0: word, index } of node.data.matchAll(WORD)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const parts = [...range.getClientRects()].filter((part) => part.width > 0);
    const lines = new Set(parts.map((part) => Math.round(part.bottom / 4)));
    const length = parts.reduce((sum, part) => sum + part.width, 0);
    if (lines.size > 1 && length < block.clientWidth - 2) tell('broken in two', e, word);
  }
}

if (document.documentElement.scrollWidth > innerWidth + 1) told.add('the page scrolls sideways');

// What lies below an open drawer is meant to.
const drawer = document.querySelector('.drawer');
for (const e of document.querySelectorAll('[data-control]')) {
  if (!isSeen(e) || (drawer && !drawer.contains(e))) continue;
  const box = e.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  let inSight = x > 0 && x < innerWidth && y > 0 && y < innerHeight;
  for (let up = e.parentElement; up; up = up.parentElement) {
    if (getComputedStyle(up).overflowY === 'visible') continue;
    const own = up.getBoundingClientRect();
    inSight &&= x > own.left + 2 && x < own.right - 2 && y > own.top + 2 && y < own.bottom - 2;
  }
  const top = inSight && document.elementFromPoint(x, y);
  // A label of its own may lie above it.
  if (top && !e.contains(top) && !top.contains(e)) tell('covered', e, e.dataset.control);
}
return [...told];
