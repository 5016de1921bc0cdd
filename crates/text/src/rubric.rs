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
    let lines: Vec<Line<'_>> = lines.filter_map(Line::read).collect();
    let listed = lines.iter().any(|line| line.marked);
    let mut rows: Vec<Row> = Vec::new();
    for line in &lines {
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
        rows.extend(row(line.text));
    }
    let own: Vec<&Line<'_>> = lines.iter().filter(|line| !line.is_beside()).collect();
    let of_their_own = own.len() > 1 && !own.iter().any(|line| is_prose(line.text));
    if !listed && rows.len() <= 2 && !of_their_own {
        // Prose: the things enumerated after "on" or "for".
        let prose: Vec<Row> = words::sentences(rubric)
            .into_iter()
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
        if text.starts_with('#') {
            // A heading may be a criterion ("### Empathy (30%)") only where nothing is listed.
            let text = text.trim_start_matches('#').trim();
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
        "□", "✓", "✔", "・",
    ] {
        if let Some(rest) = text.strip_prefix(bullet) {
            return (rest.trim(), true);
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

/// What stands before the first colon or dash, as a topic does, and what behind it.
fn topic_and_detail(text: &str) -> Option<(&str, &str)> {
    [": ", "：", " – ", " — ", " - "]
        .iter()
        .filter_map(|mark| text.split_once(mark))
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

/// Whether a line is a sentence, or part of one, and not a criterion's.
fn is_prose(text: &str) -> bool {
    match topic_and_detail(text) {
        Some((topic, _)) => introduces(topic),
        None => introduces(text) || text.ends_with(['.', '!', '?', '。', '！', '？']),
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

/// "0-3: poor", "10 = excellent", "Score from 1 to 10": how to score, not what.
fn is_scale(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins_with_number = lower.starts_with(|c: char| c.is_ascii_digit())
        && lower
            .trim_start_matches(|c: char| c.is_ascii_digit() || " -–—.to".contains(c))
            .starts_with([':', '=', '|', '/']);
    let asks_for_scores = ["score", "rate", "grade", "scale"]
        .iter()
        .any(|verb| lower.starts_with(verb))
        && (lower.contains(" to 10")
            || lower.contains("-10")
            || lower.contains("–10")
            || lower.contains("out of")
            || lower.contains(" to 5")
            || lower.contains("1-5"));
    begins_with_number || asks_for_scores
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
        ] {
            check(lines, both);
        }
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
