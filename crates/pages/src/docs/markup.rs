//! A page of `docs/` as HTML: our own markdown, whose every text is escaped.

use std::collections::HashSet;

use vivavoce_markdown::tree::{Align, Cell, Item, List, Table};
use vivavoce_markdown::{Block, Inline, Limits};

use crate::front::escaped;

/// The pages are ours; what a stranger's text may weigh is no limit here.
const LIMITS: Limits = Limits {
    nodes: 1_000_000,
    bytes: 10_000_000,
};

/// What became of a page's text.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Its first heading, as text.
    pub title: String,
    pub html: String,
    /// The headings of the second level: id and text.
    pub parts: Vec<(String, String)>,
    /// Ids of all its headings.
    pub ids: HashSet<String>,
    tables: usize,
    /// Where its links within the documents lead: `/docs/api#keys`, `#keys`.
    pub leads: Vec<String>,
}

/// Writes a page. Links between the pages lead to where they are served; links to other files of the
/// repository are text, because no server has those.
pub(super) fn written(markdown: &str) -> Written {
    let is_comment = |line: &&str| line.starts_with("<!--") && line.ends_with("-->");
    let lines: Vec<&str> = markdown.lines().filter(|it| !is_comment(it)).collect();
    let tree = vivavoce_markdown::parse(&lines.join("\n"), false, LIMITS);
    let mut page = Written::default();
    page.blocks(&tree.blocks);
    page
}

impl Written {
    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.wrapped("p", inlines),
                Block::Heading(level, inlines) => self.heading(*level, inlines),
                Block::Code(_, code) => {
                    self.put("<pre class=\"code\" tabindex=\"0\"><code>");
                    self.put(&escaped(code));
                    self.put("</code></pre>\n");
                }
                Block::List(list) => self.list(list),
                Block::Quote(blocks) => {
                    self.put("<blockquote>");
                    self.blocks(blocks);
                    self.put("</blockquote>\n");
                }
                Block::Table(table) => self.table(table),
                Block::Rule => self.put("<hr>\n"),
            }
        }
    }

    fn wrapped(&mut self, name: &str, inlines: &[Inline]) {
        self.put(&format!("<{name}>"));
        self.inlines(inlines);
        self.put(&format!("</{name}>\n"));
    }

    fn heading(&mut self, level: u8, inlines: &[Inline]) {
        let text = plain(inlines);
        let id = self.fresh_id(&text);
        if level == 1 && self.title.is_empty() {
            self.title.clone_from(&text);
        }
        if level == 2 {
            self.parts.push((id.clone(), text));
        }
        self.put(&format!("<h{level} id=\"{}\">", escaped(&id)));
        self.inlines(inlines);
        self.put(&format!("</h{level}>\n"));
    }

    /// As the repository's host makes one of a heading, so that links work there and here.
    fn fresh_id(&mut self, text: &str) -> String {
        let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let id: String = text.to_lowercase().chars().filter(is_kept).collect();
        let id = id.replace(' ', "-");
        let numbered = (1..).map(|number| format!("{id}-{number}"));
        let mut ids = std::iter::once(id.clone()).chain(numbered);
        let id = ids.find(|it| !self.ids.contains(it)).unwrap_or(id);
        self.ids.insert(id.clone());
        id
    }

    fn list(&mut self, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        match list.start {
            Some(start) if start != 1 => self.put(&format!("<ol start=\"{start}\">")),
            _ => self.put(&format!("<{name}>")),
        }
        for Item { blocks, .. } in &list.items {
            self.put("<li>");
            match blocks.as_slice() {
                [Block::Paragraph(inlines), rest @ ..] if list.tight => {
                    self.inlines(inlines);
                    self.blocks(rest);
                }
                blocks => self.blocks(blocks),
            }
            self.put("</li>\n");
        }
        self.put(&format!("</{name}>\n"));
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        self.put(&format!(
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table {}\"><table>\n<thead><tr>",
            self.tables
        ));
        self.cells("th", &table.head, &table.align);
        self.put("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.put("<tr>");
            self.cells("td", row, &table.align);
            self.put("</tr>\n");
        }
        self.put("</tbody></table></div>\n");
    }

    fn cells(&mut self, name: &str, cells: &[Cell], align: &[Align]) {
        for (index, cell) in cells.iter().enumerate() {
            // What heads nothing is no heading.
            let name = if cell.is_empty() { "td" } else { name };
            match align.get(index) {
                Some(Align::Right) => self.put(&format!("<{name} class=\"end\">")),
                _ => self.put(&format!("<{name}>")),
            }
            self.inlines(cell);
            self.put(&format!("</{name}>"));
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let within = |page: &mut Self, name: &str, inner: &[Inline]| {
            page.put(&format!("<{name}>"));
            page.inlines(inner);
            page.put(&format!("</{name}>"));
        };
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.put(&escaped(text)),
                Inline::Emphasis(inner) => within(self, "em", inner),
                Inline::Strong(inner) => within(self, "strong", inner),
                Inline::Strike(inner) => within(self, "s", inner),
                Inline::Code(code) => self.put(&format!("<code>{}</code>", escaped(code))),
                Inline::Link(address, inner) => self.link(address, inner),
                Inline::Image(_, instead) => self.put(&escaped(instead)),
                // In a conversation a line's end is meant; a document is wrapped where it is full.
                Inline::Soft | Inline::Hard => self.put("\n"),
            }
        }
    }

    fn link(&mut self, address: &str, inner: &[Inline]) {
        let Some(to) = leads_to(address) else {
            return self.inlines(inner);
        };
        if to.starts_with(['/', '#']) {
            self.leads.push(to.clone());
        }
        self.put(&format!("<a href=\"{}\">", escaped(&to)));
        self.inlines(inner);
        self.put("</a>");
    }
}

/// Where a link of a page leads when the page is served; `None`: nowhere.
fn leads_to(address: &str) -> Option<String> {
    if address.starts_with('#') || address.starts_with("https://") {
        return Some(address.to_owned());
    }
    let (file, part) = match address.split_once('#') {
        Some((file, part)) => (file, format!("#{part}")),
        None => (address, String::new()),
    };
    let page = file.strip_suffix(".md")?;
    let is_page = page.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    is_page.then(|| format!("/docs/{page}{part}"))
}

/// The words alone.
fn plain(inlines: &[Inline]) -> String {
    let texts = inlines.iter().map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Image(_, text) => text.clone(),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Link(_, inner) => plain(inner),
        Inline::Soft | Inline::Hard => " ".to_owned(),
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_becomes_its_element_and_every_text_is_escaped() {
        let check = |markdown: &str, wanted: &str| {
            assert_eq!(written(markdown).html.trim(), wanted, "{markdown}");
        };
        check(
            "# A `<b>` & c",
            "<h1 id=\"a-b--c\">A <code>&lt;b&gt;</code> &amp; c</h1>",
        );
        check(
            "<script>x</script>",
            "<p>&lt;script&gt;x&lt;/script&gt;</p>",
        );
        check(
            "<!-- of the build -->\n*a* **b** ~~c~~",
            "<p><em>a</em> <strong>b</strong> <s>c</s></p>",
        );
        check("a\nb", "<p>a\nb</p>");
        check("* a\n* b", "<ul><li>a</li>\n<li>b</li>\n</ul>");
        check("3. a", "<ol start=\"3\"><li>a</li>\n</ol>");
        check(
            "```html\n<i>\n```",
            "<pre class=\"code\" tabindex=\"0\"><code>&lt;i&gt;\n</code></pre>",
        );
        check(
            "| | b |\n|---|--:|\n| 1 | 2 |",
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table>\n\
             <thead><tr><td></td><th class=\"end\">b</th></tr></thead>\n\
             <tbody>\n<tr><td>1</td><td class=\"end\">2</td></tr>\n</tbody></table></div>",
        );
    }

    #[test]
    fn links_lead_to_where_the_pages_are_served() {
        let check = |address: &str, wanted: Option<&str>| {
            assert_eq!(leads_to(address).as_deref(), wanted, "{address}");
        };
        check("api.md", Some("/docs/api"));
        check(
            "scenario-scripts.md#save",
            Some("/docs/scenario-scripts#save"),
        );
        check("#texts", Some("#texts"));
        check("https://example.com/", Some("https://example.com/"));
        check("../host/viva-voce.d.ts", None);
        check("../README.md", None);
        check("javascript:alert(1)", None);
        check("//evil.example", None);
    }

    #[test]
    fn headings_of_the_same_words_have_ids_of_their_own() {
        let page = written("# T\n\n## On a page\n\n### Über `x_y`\n\n## On a page");
        let ids: Vec<&str> = page.parts.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["on-a-page", "on-a-page-1"]);
        assert!(page.ids.contains("über-x_y"), "{:?}", page.ids);
        assert_eq!(page.title, "T");
    }
}
