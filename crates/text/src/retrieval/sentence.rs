//! Answers from the scenario's document: its best matching sentences, quoted.

use std::collections::{HashMap, HashSet};

use crate::words;

/// Longer documents are searched in their first part only, so that a turn stays quick.
const SEARCHED: usize = 400_000;
/// Characters of an answer.
const QUOTED: usize = 420;

/// The sentences of `document` that answer `question` best, or `None` where nothing really does.
pub fn answer(document: &str, question: &str) -> Option<String> {
    let wanted: HashSet<String> = words::wanted(question);
    if wanted.is_empty() {
        return None;
    }
    let mut end = document.len().min(SEARCHED);
    while !document.is_char_boundary(end) {
        end -= 1;
    }
    let sentences = words::sentences(document.get(..end)?);
    let terms: Vec<HashSet<String>> = sentences
        .iter()
        .map(|sentence| words::terms(sentence).into_iter().collect())
        .collect();
    let mut spread: HashMap<&str, usize> = HashMap::new();
    for term in terms.iter().flatten().filter(|term| wanted.contains(*term)) {
        *spread.entry(term).or_default() += 1;
    }
    // A rare word says more about what is meant than one on every line.
    let weight = |term: &str| {
        let found = spread.get(term).copied().unwrap_or(0);
        (1.0 + sentences.len() as f64 / (found as f64 + 0.5)).ln()
    };
    let whole: f64 = wanted.iter().map(|term| weight(term)).sum();
    let score = |terms: &HashSet<String>| {
        wanted
            .iter()
            .filter(|term| terms.contains(*term))
            .map(|term| weight(term))
            .sum::<f64>()
    };
    let (best, found) = terms
        .iter()
        .map(score)
        .enumerate()
        // The first of equals: documents say the main thing first.
        .fold(
            (0, 0.0),
            |best, next| if next.1 > best.1 { next } else { best },
        );
    if found < whole * 0.4 {
        return None;
    }
    let mut text = clean(sentences.get(best)?);
    // A heading or a short sentence needs the one after it.
    if words::count(&text) < 12
        && let Some(next) = sentences.get(best + 1)
    {
        text = format!("{text} {}", clean(next));
    }
    Some(words::excerpt(&text, QUOTED))
}

fn clean(sentence: &str) -> String {
    let text = sentence.trim_start_matches('#').trim();
    crate::rubric::without_mark(text)
        .0
        .replace(['*', '`', '|', '>', '<'], "")
}

#[cfg(test)]
mod tests {
    use super::answer;

    const HANDBOOK: &str = "# Benefits\nEveryone has 28 days of paid leave each year.\n\
        - Remote work is possible on three days a week.\nThe office is in Lisbon, near the river.\n\
        Salaries are paid on the 25th. Parental leave lasts six months.";

    fn check(question: &str, expected: Option<&str>) {
        let found = answer(HANDBOOK, question);
        match expected {
            Some(part) => assert!(
                found.as_deref().unwrap_or_default().contains(part),
                "{question}: {found:?}"
            ),
            None => assert_eq!(found, None, "{question}"),
        }
    }

    #[test]
    fn the_best_sentence_answers_and_nothing_else() {
        check("Can I work remotely?", Some("three days a week"));
        check("Where is the office?", Some("Lisbon"));
        check(
            "How many days of leave do I get each year?",
            Some("28 days"),
        );
        check("How long is parental leave?", Some("six months"));
        check("Do you have a dog?", None);
        check("Why?", None);
        check("", None);
        check("¿Qué?", None);
    }

    #[test]
    fn a_huge_or_strange_document_is_no_trouble() {
        let huge = "é word. ".repeat(120_000);
        assert_eq!(answer(&huge, "Where is the office?"), None);
        assert_eq!(answer("", "Where?"), None);
        assert!(answer("Das Büro ist in Köln.", "Wo ist das Büro?").is_some());
    }
}
