//! A rubric's free text as criteria.
//!
//! Owners write rubrics as bullet lists, numbered lists, tables, "Topic: what it means" lines,
//! `30%` here and there, or one sentence ("Score the rep on empathy, clarity and next steps").

use std::collections::HashSet;

use super::words;

/// One thing the owner looks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// A few words, as a report card names it.
    pub topic: String,
    /// What the rubric says about it beside the topic; often empty.
    pub detail: String,
    /// As written: `30%` and `30 points` are both 30.
    pub weight: Option<f64>,
}

/// More would be no report card.
const MOST: usize = 24;

/// The criteria of `rubric`, in its order. Empty where the text names none.
pub fn rows(rubric: &str) -> Vec<Row> {
    let lines = rubric.split(['\n', '\r', '\u{2028}', '\u{2029}']);
    let mut lines: Vec<Line<'_>> = lines.filter_map(Line::read).collect();
    if !lines.iter().any(|line| line.marked) {
        read_numbers(&mut lines);
    }
    let listed = lines.iter().any(|line| line.marked);
    let mut rows: Vec<Row> = Vec::new();
    let at_margin = lines.iter().filter(|line| line.depth == 0).count();
    let mut goes_on = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        // In a text with a list, what stands outside of it is the list's introduction or the
        // explanation of an item.
        if line.is_beside() || (listed && !line.marked) {
            continue;
        }
        if listed && line.depth > 0 && !rows.is_empty() {
            // A nested item says more about the one above.
            if let Some(row) = rows.last_mut() {
                let (text, _) = without_weight(line.text);
                if !row.detail.is_empty() && !text.is_empty() {
                    row.detail.push(' ');
                }
                row.detail.push_str(text.trim());
            }
            continue;
        }
        if let Some(row) = rows.last_mut()
            && let Some(above) = at.checked_sub(1).and_then(|above| lines.get(above))
            && line.goes_on_from(above, row, at_margin)
        {
            row.detail = format!("{} {}", row.detail, line.text).trim().to_owned();
            goes_on[at] = true;
            continue;
        }
        rows.extend(row(line.text));
    }
    let own = lines.iter().filter(|line| !line.is_beside()).count();
    let is_prose =
        |(at, line): (usize, &Line<'_>)| introduces(line.head()) || at > 0 && line.ends_prose();
    let of_their_own = own > 1 && !lines.iter().enumerate().any(is_prose);
    if !listed && rows.len() <= 2 && !of_their_own && !goes_on.contains(&true) {
        // Prose: the things enumerated after "on" or "for".
        let prose: Vec<Row> = words::sentences(rubric)
            .into_iter()
            .filter(|sentence| !grades(sentence) && !sentence.trim_end().ends_with([':', '：']))
            .flat_map(enumerated)
            .collect();
        if prose.len() > rows.len() {
            rows = prose;
        }
    }
    let mut seen = HashSet::new();
    rows.retain(|row| {
        let key = row.topic.to_lowercase();
        !key.is_empty() && seen.insert(key)
    });
    rows.truncate(MOST);
    rows
}

/// A line with something on it.
struct Line<'a> {
    text: &'a str,
    /// It carried a list mark, a number or a table's bar.
    marked: bool,
    /// 0 for an item at the margin, 1 for an indented one.
    depth: usize,
}

impl<'a> Line<'a> {
    /// It introduces criteria, or says how they are scored.
    fn is_beside(&self) -> bool {
        self.text.ends_with([':', '：']) || is_scale(self.text)
    }

    /// What names its criterion, or the whole of it.
    fn head(&self) -> &'a str {
        topic_and_detail(self.text).map_or(self.text, |(topic, _)| topic)
    }

    /// The end of a sentence that began on a line before.
    fn ends_prose(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
            && self.text.ends_with(['.', '!', '?', '。', '！', '？'])
            && topic_and_detail(self.text).is_none()
    }

    /// Whether it says more about the criterion of the line above, and is none.
    fn goes_on_from(&self, above: &Line<'_>, row: &Row, at_margin: usize) -> bool {
        if above.is_beside() || topic_and_detail(self.text).is_some() {
            return false;
        }
        // Where only the first line stands at the margin, the text was trimmed, not indented.
        if self.depth > 0 && at_margin > 1 {
            return true;
        }
        let is_open = self.depth > 0 || above.text.ends_with([',', '，']) || {
            let last = above.text.rsplit(' ').next();
            matches!(last, Some("and" | "or"))
        };
        self.text.starts_with(char::is_lowercase) && !row.detail.is_empty() && is_open
    }

    fn read(raw: &'a str) -> Option<Line<'a>> {
        let indent = raw
            .chars()
            .take_while(|c| c.is_whitespace())
            .map(|c| if c == '\t' { 4 } else { 1 });
        let depth = usize::from(indent.sum::<usize>() >= 2);
        let text = raw.trim();
        if let Some(cells) = text.strip_prefix('|') {
            let cells = cells.trim_end_matches('|');
            let header = cells.to_lowercase();
            let rule = !cells.chars().any(char::is_alphanumeric);
            let names = ["criterion", "criteria", "topic", "category", "weight"];
            if rule
                || names
                    .iter()
                    .any(|name| header.trim_start().starts_with(name))
            {
                return None;
            }
            return Some(Line {
                text: cells.trim(),
                marked: true,
                depth: 0,
            });
        }
        let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        if text.starts_with('#') && !text.strip_prefix('#').is_some_and(is_number) {
            // A heading may be a criterion ("### Empathy (30%)") only where nothing is listed.
            let (text, _) = without_mark(text.trim_start_matches('#'));
            return (!text.is_empty()).then_some(Line {
                text,
                marked: false,
                depth: 0,
            });
        }
        let (text, marked) = without_mark(text);
        text.chars().any(char::is_alphanumeric).then_some(Line {
            text,
            marked,
            depth,
        })
    }
}

/// `text` without its bullet or number, and whether it had one.
pub fn without_mark(text: &str) -> (&str, bool) {
    let text = text.trim();
    for bullet in [
        "- [ ] ", "- [x] ", "- ", "* ", "+ ", "•", "– ", "— ", "·", "‣", "◦", "▪", "●", "○", "■",
        "□", "✓", "✔", "・", "✅", "☑", "☐", "➤", "➜", "➔", "►", "▶", "→", "★", "☆", "⭐", "✦",
        "❖", "🔹", "🔸", "👉",
    ] {
        if let Some(rest) = text.strip_prefix(bullet) {
            return (rest.trim_start_matches('\u{fe0f}').trim(), true);
        }
    }
    let digits = text
        .trim_start_matches('(')
        .chars()
        .take_while(char::is_ascii_digit)
        .count();
    let after = text.trim_start_matches('(');
    if (1..=2).contains(&digits)
        && let Some(rest) = after.get(digits..)
        && let Some(rest) = rest.strip_prefix(['.', ')'])
        && rest.starts_with(char::is_whitespace)
    {
        return (rest.trim(), true);
    }
    (text, false)
}

/// Marks lines that count themselves in another way than lists do: `a)`, `ii.`, `#1`, `1:`, `1 -`.
/// Only an order that begins with the first line shows that they are no part of a criterion.
fn read_numbers(lines: &mut [Line<'_>]) {
    for count in [digits, letter, roman] {
        let mut found: Vec<(usize, &str)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let nth = count(found.len() + 1);
            if let Some(rest) = nth.and_then(|nth| without_number(line.text, &nth)) {
                found.push((at, rest));
            }
        }
        let Some((first, _)) = found.first().filter(|_| found.len() > 1) else {
            continue;
        };
        let before = &lines[..*first];
        let are_introductions = before
            .iter()
            .all(|line| line.is_beside() || introduces(line.text));
        let last = found.len().to_string();
        let names_scale = before.iter().any(|line| {
            let words = words::words(line.text);
            let has = |wanted: &str| words.iter().any(|word| word == wanted);
            !has("each") && (has("scale") || has(&last))
        });
        let texts: Vec<&str> = found.iter().map(|(_, text)| *text).collect();
        if !are_introductions || names_scale || are_ratings(&texts) {
            continue;
        }
        for (at, text) in found {
            lines[at].text = text;
            lines[at].marked = true;
            lines[at].depth = 0;
        }
        return;
    }
}

fn digits(nth: usize) -> Option<String> {
    Some(nth.to_string())
}

fn letter(nth: usize) -> Option<String> {
    ('a'..='z').nth(nth - 1).map(String::from)
}

fn roman(nth: usize) -> Option<String> {
    let numbers = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    numbers.get(nth - 1).map(|number| (*number).to_owned())
}

/// `text` without the number it begins with.
fn without_number<'a>(text: &'a str, number: &str) -> Option<&'a str> {
    const NAMES: [&str; 3] = ["criterion ", "#", "("];
    let strip = |text: &'a str, start: &str| {
        let head = text.get(..start.len())?;
        head.eq_ignore_ascii_case(start)
            .then(|| &text[start.len()..])
    };
    let name = NAMES.iter().find_map(|name| strip(text, name));
    let rest = strip(name.unwrap_or(text), number)?;
    let text = rest.trim_start_matches(['\u{fe0f}', '\u{20e3}', '.', ')', ':', '：']);
    let is_marked = text.len() < rest.len() || name.is_some() && text.starts_with(' ');
    let text = text.trim_start();
    let dashed = text.trim_start_matches(['-', '–', '—']);
    // "1-3: poor" is a range, "a - b" a topic and its detail.
    let is_dashed = rest.starts_with(' ')
        && dashed.len() < text.len()
        && dashed.starts_with(' ')
        && number.starts_with(|c: char| c.is_ascii_digit());
    let text = if is_dashed { dashed.trim_start() } else { text };
    ((is_marked || is_dashed) && text.starts_with(|c: char| !c.is_ascii_digit())).then_some(text)
}

/// Whether the texts behind 1, 2, 3… say how well, and not what.
fn are_ratings(texts: &[&str]) -> bool {
    const GRADES: &[&str] = &[
        "above",
        "acceptable",
        "adequate",
        "advanced",
        "all",
        "always",
        "amazing",
        "average",
        "awful",
        "bad",
        "basic",
        "beginner",
        "below",
        "developing",
        "emerging",
        "exceeds",
        "excellent",
        "exceptional",
        "expectation",
        "expectations",
        "expert",
        "fail",
        "failed",
        "fails",
        "fair",
        "fully",
        "good",
        "great",
        "high",
        "improvement",
        "inadequate",
        "insufficient",
        "intermediate",
        "low",
        "mastery",
        "medium",
        "meets",
        "met",
        "missing",
        "moderate",
        "need",
        "needs",
        "neutral",
        "never",
        "no",
        "none",
        "not",
        "novice",
        "often",
        "ok",
        "okay",
        "outstanding",
        "partial",
        "partially",
        "partly",
        "pass",
        "passed",
        "passes",
        "perfect",
        "poor",
        "proficient",
        "rarely",
        "satisfactory",
        "seldom",
        "sometimes",
        "strong",
        "superb",
        "terrible",
        "unacceptable",
        "unsatisfactory",
        "very",
        "weak",
        "well",
        "yes",
    ];
    const DENIALS: &[&str] = &["not", "doesn't", "never", "nothing", "none", "fails"];
    let is_grade = |text: &&&str| {
        let label = text.split([':', '–', '—', '-', '(', ',', '.', ';']).next();
        let words = words::words(label.unwrap_or_default());
        !words.is_empty() && words.iter().all(|word| GRADES.contains(&word.as_str()))
    };
    // What the lowest of a scale says: "1: does not greet".
    let denies = texts.first().is_some_and(|text| {
        let words = words::words(text);
        words
            .iter()
            .take(3)
            .any(|word| DENIALS.contains(&word.as_str()))
    });
    denies || texts.iter().filter(is_grade).count() > 1
}

/// What stands before the first colon or dash, as a topic does, and what behind it.
fn topic_and_detail(text: &str) -> Option<(&str, &str)> {
    // "Empathy:says sorry", but no "10:30" and no "https://".
    let close = text.match_indices(':').find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let is_mark = after.starts_with(|c: char| c.is_alphabetic() || c == '\t')
            && before.ends_with(char::is_alphabetic);
        is_mark.then_some((before, after))
    });
    [": ", "：", " – ", " — ", " - "]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .chain(close)
        // "At the end of the call he said: yes" is no topic.
        .filter(|(topic, _)| words::count(topic) <= 8)
        .min_by_key(|(topic, _)| topic.len())
}

/// "Score the rep", "Criteria": what introduces criteria and is none.
fn introduces(text: &str) -> bool {
    const ALONE: [&str; 9] = [
        "assess",
        "criteria",
        "evaluate",
        "evaluation",
        "grade",
        "judge",
        "rubric",
        "score",
        "scoring",
    ];
    // Alone, each may be a criterion.
    const WITH_MORE: [&str; 6] = ["check", "consider", "focus", "look", "measure", "rate"];
    let words = words::words(text);
    match words.first().map(String::as_str) {
        Some(first) => {
            ALONE.contains(&first)
                || words.len() > 1 && WITH_MORE.contains(&first)
                || words.iter().any(|word| word == "criteria")
        }
        None => false,
    }
}

fn row(text: &str) -> Option<Row> {
    let (text, weight) = without_weight(text);
    let text = text.replace("**", "").replace("__", "").replace('|', " – ");
    let (topic, detail) = topic_and_detail(&text).unwrap_or((text.as_str(), ""));
    let topic = topic.trim_matches(|c: char| c.is_whitespace() || ".;,:–—-|".contains(c));
    if !topic.chars().any(char::is_alphabetic) {
        return None;
    }
    let detail = detail
        .trim_matches(|c: char| c.is_whitespace() || "–—-|".contains(c))
        .to_owned();
    // A whole sentence as a criterion: its beginning names it, the rest is still looked for.
    let (topic, detail) = match words::excerpt(topic, 60) {
        short if short.ends_with('…') => (short, format!("{topic} {detail}").trim().to_owned()),
        whole => (whole, detail),
    };
    Some(Row {
        topic: capitalised(&topic),
        detail,
        weight,
    })
}

/// Takes `30%`, `(30 points)`, `weight: 0.3` out of a line.
fn without_weight(text: &str) -> (String, Option<f64>) {
    let lower = text.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_digit = bytes[at].is_ascii_digit();
        let starts = is_digit
            && (at == 0
                || !(bytes[at - 1].is_ascii_alphanumeric() || b".,".contains(&bytes[at - 1])));
        if !starts {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'.')
            .count();
        let end = at + length;
        let number = lower[at..end].trim_end_matches('.').parse::<f64>().ok();
        let rest = &lower[end..];
        let unit = rest.trim_start();
        let unit_length = ["%", "percent", "points", "point", "pts"]
            .iter()
            .find(|unit_name| unit.starts_with(**unit_name))
            .map(|unit_name| rest.len() - unit.len() + unit_name.len());
        let before = lower[..at].trim_end_matches([' ', ':', '=', '(']);
        let labelled = before.ends_with("weight");
        if let Some(number) = number
            && (unit_length.is_some() || labelled)
        {
            let mut from = at;
            if labelled {
                from = before.len() - "weight".len();
            }
            let mut to = end + unit_length.unwrap_or(0);
            // The brackets around it go too.
            if text[..from].ends_with(['(', '[']) {
                from -= 1;
            }
            if text[to..].starts_with([')', ']']) {
                to += 1;
            }
            let left = text[..from].trim_end();
            let right = text[to..].trim_start();
            let kept = format!("{left} {right}").replace(" :", ":");
            return (kept.trim().to_owned(), Some(number).filter(|n| *n > 0.0));
        }
        at = end.max(at + 1);
    }
    (text.to_owned(), None)
}

/// "0-3: poor", "10 = excellent": what a score means.
fn grades(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .trim_start_matches(|c: char| c.is_ascii_digit() || " -–—.to".contains(c))
            .starts_with([':', '=', '|', '/'])
}

/// How to score, not what: also "Score from 1 to 10".
fn is_scale(text: &str) -> bool {
    let lower = text.to_lowercase();
    let asks_for_scores = ["score", "rate", "grade", "scale"]
        .iter()
        .any(|verb| lower.starts_with(verb))
        && (lower.contains(" to 10")
            || lower.contains("-10")
            || lower.contains("–10")
            || lower.contains("out of")
            || lower.contains(" to 5")
            || lower.contains("1-5"));
    grades(text) || asks_for_scores
}

/// "Evaluate the caller on empathy, clarity and next steps." → three rows.
fn enumerated(sentence: &str) -> Vec<Row> {
    let each: Vec<&str> = sentence.split([';', '；']).collect();
    let is_criterion =
        |part: &&str| topic_and_detail(part).is_some_and(|(topic, _)| !introduces(topic));
    if each.iter().all(is_criterion) {
        return each
            .into_iter()
            .filter_map(|part| row(part.trim()))
            .collect();
    }
    let body = [
        " on how well ",
        " based on ",
        " on the following ",
        " on ",
        " for ",
        ": ",
    ]
    .iter()
    .find_map(|mark| sentence.split_once(mark).map(|(_, rest)| rest))
    .unwrap_or(sentence);
    let body = body.trim_end_matches(['.', '!', ';']);
    let parts: Vec<&str> = body
        .split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().trim_start_matches("and ").trim())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 || parts.iter().any(|part| words::count(part) > 6) {
        return row(sentence).into_iter().collect();
    }
    parts.into_iter().filter_map(row).collect()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rubric: &str, expected: &[(&str, Option<f64>)]) {
        let rows = rows(rubric);
        let found: Vec<(&str, Option<f64>)> = rows
            .iter()
            .map(|row| (row.topic.as_str(), row.weight))
            .collect();
        assert_eq!(found, expected, "{rubric:?}");
    }

    #[test]
    fn every_way_to_write_a_rubric_gives_its_criteria() {
        check("", &[]);
        check("  \n\n", &[]);
        check(
            "Score each from 1 to 10:\n- Empathy (30%): says sorry\n- Clear next steps – 20 %\n* **Tone**: calm",
            &[
                ("Empathy", Some(30.0)),
                ("Clear next steps", Some(20.0)),
                ("Tone", None),
            ],
        );
        check(
            "1. Opening\n2) Discovery [40 points]\n10. Close",
            &[
                ("Opening", None),
                ("Discovery", Some(40.0)),
                ("Close", None),
            ],
        );
        check(
            "Evaluate the rep on empathy, clarity and next steps.",
            &[("Empathy", None), ("Clarity", None), ("Next steps", None)],
        );
        check(
            "Communication: 30%\nProblem solving: 70%",
            &[
                ("Communication", Some(30.0)),
                ("Problem solving", Some(70.0)),
            ],
        );
        check(
            "| Criterion | Weight |\n|---|---|\n| Empathy | 60% |\n| Speed | 40% |",
            &[("Empathy", Some(60.0)), ("Speed", Some(40.0))],
        );
        check("0-3: poor\n4-7: fair\n8-10: good", &[]);
        check(
            "- Empathy\n  - names the feeling\n  - apologises\n- Pace",
            &[("Empathy", None), ("Pace", None)],
        );
        check(
            "Empathy, weight: 0.3\nTone weight 0.7",
            &[("Empathy", Some(0.3)), ("Tone", Some(0.7))],
        );
        check(
            "- Вежливость (50%)\n- 共感",
            &[("Вежливость", Some(50.0)), ("共感", None)],
        );
    }

    #[test]
    fn each_line_is_a_criterion_and_prose_is_read_as_prose() {
        let both: &[(&str, Option<f64>)] = &[("Empathy", None), ("Next steps", None)];
        for lines in [
            "Empathy: says sorry and understands\nNext steps: tells what happens next",
            "Empathy: says sorry and understands\r\nNext steps: tells what happens next\r\n",
            "Empathy: says sorry and understands\rNext steps: tells what happens next",
            "Empathy: says sorry, understands and helps.\n\nNext steps: tells what, when and how.",
            "Empathy: Says sorry. Understands.\nNext steps: Tells what happens next.",
            "Empathy - says sorry and understands\nNext steps - tells what happens next",
            "Empathy – says sorry and understands\nNext steps — tells what happens next",
            "Empathy：says sorry and understands\nNext steps：tells what happens next",
            "- Empathy: says sorry and understands\n- Next steps: tells what happens next",
            "•Empathy: says sorry and understands\n•Next steps: tells what happens next",
            "1. Empathy: says sorry and understands\n2. Next steps: tells what happens next",
            "1) Empathy: says sorry and understands\n2) Next steps: tells what happens next",
            "**Empathy**: says sorry and understands\n**Next steps**: tells what happens next",
            "Empathy: says sorry and understands\nNext steps",
            "Empathy\nNext steps",
            "Empathy: says sorry and understands; Next steps: tells what happens next",
            "Empathy: says sorry and understands. Next steps: tells what happens next.",
            "Empathy:says sorry and understands\nNext steps:tells what happens next",
            "Empathy:\tsays sorry and understands\nNext steps:\ttells what happens next",
            "Empathy: says sorry and\n  understands the caller\nNext steps: tells what happens next",
            "Empathy: says sorry and\nunderstands the caller.\nNext steps: tells what happens next",
            "Empathy: says sorry\n    Next steps: tells what happens next",
            "Empathy\n    Next steps",
            "Empathy\n  Says sorry.\nNext steps\n  Tells them.",
            "Empathy.\nNext steps.",
            "1: Empathy\n2: Next steps",
            "1:Empathy\n2:Next steps",
            "1.Empathy\n2.Next steps",
            "Score each from 1 to 10:\n1: Empathy\n2: Next steps",
            "Score each from 1 to 2:\n1: Empathy\n2: Next steps",
            "1 - Empathy\n2 - Next steps",
            "1 – Empathy: says sorry\n2 – Next steps: tells what happens next",
            "a) Empathy\nb) Next steps",
            "A. Empathy\nB. Next steps",
            "(a) Empathy\n(b) Next steps",
            "i. Empathy\nii. Next steps",
            "I) Empathy: says sorry\nII) Next steps",
            "#1 Empathy\n#2 Next steps",
            "#1: Empathy\n#2: Next steps",
            "## 1. Empathy\n## 2. Next steps",
            "Criterion 1: Empathy\nCriterion 2: Next steps",
            "1\u{fe0f}\u{20e3} Empathy\n2\u{fe0f}\u{20e3} Next steps",
            "✅ Empathy\n✅ Next steps",
            "✔️ Empathy\n✔️ Next steps",
            "⭐Empathy\n⭐Next steps",
        ] {
            check(lines, both);
        }
        for lines in [
            "Says sorry and understands.\nTells what happens next.",
            "Says sorry and understands.\nTells what happens next",
            "Says sorry and understands.\r\n\r\nTells what happens next.\r\n",
            "1: Says sorry and understands.\n2: Tells what happens next.",
        ] {
            check(
                lines,
                &[
                    ("Says sorry and understands", None),
                    ("Tells what happens next", None),
                ],
            );
        }
        for scale in [
            "1: poor\n2: fair\n3: good",
            "1 - Poor: never\n2 - Good: always",
            "1: Poor – says nothing\n2: Good – says sorry",
            "1: does not greet\n2: greets\n3: greets warmly",
            "1 = greets late\n2 = greets",
            "On a scale:\n1: greets late\n2: greets",
            "Score from 1 to 2:\n1: greets late\n2: greets",
            "0: greets late\n1: greets",
            "1-3: low\n4-6: high",
        ] {
            check(scale, &[]);
            check(
                &format!("- Empathy\n- Pace\n{scale}"),
                &[("Empathy", None), ("Pace", None)],
            );
        }
        check(
            "At 10:30 she calls\nReads https://example.com aloud",
            &[
                ("At 10:30 she calls", None),
                ("Reads https://example.com aloud", None),
            ],
        );
        check(
            "Empathy: says sorry and\n  understands the caller.",
            &[("Empathy", None)],
        );
        check("Empathy: says sorry and understands", &[("Empathy", None)]);
        check(
            "Empathy (60%): sorry, understands\nPace: 40%",
            &[("Empathy", Some(60.0)), ("Pace", Some(40.0))],
        );
        check(
            "Empathy, says sorry and understands\nPace",
            &[
                ("Empathy, says sorry and understands", None),
                ("Pace", None),
            ],
        );
        check(
            "共感：謝る、理解する\n次：何が起こるか",
            &[("共感", None), ("次", None)],
        );
        let three: &[(&str, Option<f64>)] =
            &[("Empathy", None), ("Clarity", None), ("Next steps", None)];
        for prose in [
            "Score the rep on empathy, clarity and next steps",
            "Score the rep: empathy, clarity and next steps.",
            "Criteria: empathy, clarity, next steps",
            "Look for: empathy; clarity; next steps",
            "Evaluate the rep based on empathy, clarity and next steps.",
        ] {
            check(prose, three);
        }
        for gap in [" ", "\n", "\r\n"] {
            check(
                &format!(
                    "Evaluate the rep on empathy, clarity and next steps.{gap}Be strict about it."
                ),
                &[
                    ("Empathy", None),
                    ("Clarity", None),
                    ("Next steps", None),
                    ("Be strict about it", None),
                ],
            );
        }
    }

    #[test]
    fn a_nested_item_says_more_about_its_criterion() {
        let rows = rows("- Empathy: warm\n  - names the feeling\n- Pace");
        assert_eq!(rows[0].detail, "warm names the feeling");
    }

    #[test]
    fn a_sentence_as_a_criterion_is_named_by_its_beginning() {
        let rows = rows(
            "- The candidate explains how they would roll out a change without downtime and measure it",
        );
        assert!(rows[0].topic.chars().count() <= 61, "{:?}", rows[0].topic);
        assert!(rows[0].detail.contains("downtime"));
    }

    #[test]
    fn no_rubric_is_too_long_or_too_strange() {
        for rubric in [
            "- ".repeat(5_000),
            "1.\n".repeat(2_000),
            "9".repeat(400),
            "%(%%30%%)%".to_owned(),
            "| | |\n|".to_owned(),
            "é30%é".to_owned(),
        ] {
            assert!(rows(&rubric).len() <= MOST);
        }
        let long: String = (0..100).map(|n| format!("- Topic number {n}\n")).collect();
        assert_eq!(rows(&long).len(), MOST);
    }
}
