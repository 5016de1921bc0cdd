//! What visitors ask, and which of it is the same question in other words.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use vivavoce_text::language;
use vivavoce_text::words;
use vivavoce_text::{Language, asks, is_question};

/// Characters of a question that are kept.
const LENGTH: usize = 300;
/// From where on two questions are the same one (the cosine of their weighted words).
const ALIKE: f64 = 0.5;
/// Questions grouped at once, the newest of them.
pub const MOST: usize = 4_000;
/// Examples a group shows.
const EXAMPLES: usize = 3;

/// A question as it was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub text: String,
    pub at: i64,
}

/// Questions that ask the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The one that says it most typically.
    pub question: String,
    pub count: usize,
    /// Other ways it was put.
    pub examples: Vec<String>,
    /// How alike they are: the mean likeness to the group's middle, 0.0 to 1.0.
    pub likeness: f64,
    pub last_asked_at: i64,
}

/// The questions of one message; in a language that is not read, those with a mark.
pub(super) fn read(text: &str, at: i64, language: Option<Language>) -> Vec<Asked> {
    let is_asked = |sentence: &str| match language {
        Some(language) => asks(language, sentence),
        None => is_question(sentence),
    };
    words::sentences(text)
        .into_iter()
        .filter(|sentence| is_asked(sentence) && !terms(sentence).is_empty())
        .map(|sentence| Asked {
            text: words::excerpt(sentence, LENGTH),
            at,
        })
        .collect()
}

/// Words that mean the same in a question to a shop, by the stem they count as.
const SAME: &[(&str, &[&str])] = &[
    ("pric", &["cost", "expens", "cheap", "charg", "fee", "much"]),
    (
        "deliver",
        &["ship", "shipp", "arriv", "postag", "parcel", "packag"],
    ),
    ("refund", &["reimburs", "money"]),
    ("return", &["exchang"]),
    ("buy", &["purchas"]),
    ("brok", &["damag", "defect", "fault", "broken", "crack"]),
    ("stock", &["availabl", "avail"]),
    ("discount", &["coupon", "promo", "voucher", "promot"]),
    ("size", &["big", "larg", "small", "dimens"]),
    ("colour", &["color", "shad"]),
    ("pay", &["payment", "payabl"]),
    ("open", &["hour", "clos"]),
    ("contact", &["phon", "reach", "call", "email"]),
    ("cancel", &["cancell"]),
];

/// The meaning of a question as stems, synonyms as one.
fn terms(text: &str) -> Vec<String> {
    let mut stems = match language::detect(text) {
        None | Some(Language::English) => words::terms(text),
        Some(language) => words::terms_in(language, text),
    };
    if words::words(text)
        .windows(2)
        .any(|pair| pair == ["how", "much"])
    {
        stems.push("pric".to_owned());
    }
    for stem in &mut stems {
        let same = SAME
            .iter()
            .find(|(_, others)| others.contains(&stem.as_str()));
        if let Some((one, _)) = same {
            (*one).clone_into(stem);
        }
    }
    stems.sort();
    stems.dedup();
    stems
}

/// A question's words with their weights, of length one.
type Vector = BTreeMap<String, f64>;

/// Puts questions that ask the same together, the most asked first. Two questions are alike by the
/// words they share, synonyms as one word, rare words counting for more. The same questions give the
/// same groups in whichever order they come.
pub fn group(mut asked: Vec<Asked>) -> Vec<Group> {
    asked.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.text.cmp(&b.text)));
    asked.truncate(MOST);
    let vectors = vectors(&asked);
    let mut clusters: Vec<Cluster> = Vec::new();
    for (at, vector) in vectors.iter().enumerate() {
        let near = clusters
            .iter_mut()
            .map(|cluster| (cluster.likeness(vector), cluster))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .fold(None, |best: Option<(f64, &mut Cluster)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            });
        match near {
            Some((_, cluster)) => cluster.add(at, vector),
            None => {
                let mut cluster = Cluster::default();
                cluster.add(at, vector);
                clusters.push(cluster);
            }
        }
    }
    let mut groups: Vec<Group> = clusters
        .iter()
        .filter_map(|cluster| cluster.shown(&asked, &vectors))
        .collect();
    groups.sort_by(|a, b| {
        let newer = b.last_asked_at.cmp(&a.last_asked_at);
        let by_text = || a.question.cmp(&b.question);
        b.count.cmp(&a.count).then(newer).then_with(by_text)
    });
    groups
}

fn vectors(asked: &[Asked]) -> Vec<Vector> {
    let terms: Vec<Vec<String>> = asked.iter().map(|it| terms(&it.text)).collect();
    let mut spread: HashMap<&str, f64> = HashMap::new();
    for term in terms.iter().flatten() {
        *spread.entry(term).or_default() += 1.0;
    }
    let count = asked.len() as f64;
    let weight = |term: &str| {
        let found = spread.get(term).copied().unwrap_or(1.0);
        1.0 + (count / found).ln()
    };
    terms
        .iter()
        .map(|terms| {
            let pairs = terms.iter().map(|term| (term.clone(), weight(term)));
            unit(pairs.collect())
        })
        .collect()
}

fn unit(vector: Vector) -> Vector {
    let length = vector.values().map(|it| it * it).sum::<f64>().sqrt();
    vector
        .into_iter()
        .map(|(term, weight)| (term, weight / length.max(f64::MIN_POSITIVE)))
        .collect()
}

/// Questions found alike so far.
#[derive(Default)]
struct Cluster {
    members: Vec<usize>,
    sum: Vector,
    /// Length of `sum`.
    length: f64,
}

impl Cluster {
    fn add(&mut self, at: usize, vector: &Vector) {
        self.members.push(at);
        for (term, weight) in vector {
            *self.sum.entry(term.clone()).or_default() += weight;
        }
        self.length = self.sum.values().map(|it| it * it).sum::<f64>().sqrt();
    }

    /// The cosine between a question and the group's middle.
    fn likeness(&self, vector: &Vector) -> f64 {
        let dot: f64 = vector
            .iter()
            .filter_map(|(term, weight)| Some(self.sum.get(term)? * weight))
            .sum();
        dot / self.length.max(f64::MIN_POSITIVE)
    }

    fn shown(&self, asked: &[Asked], vectors: &[Vector]) -> Option<Group> {
        let mut near: Vec<(f64, &Asked)> = self
            .members
            .iter()
            .filter_map(|at| Some((self.likeness(vectors.get(*at)?), asked.get(*at)?)))
            .collect();
        let likeness = near.iter().map(|(it, _)| it).sum::<f64>() / near.len().max(1) as f64;
        // Stable: of equals the newest.
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (_, typical) = near.first()?;
        let mut examples: Vec<String> = Vec::new();
        for (_, one) in &near {
            if one.text != typical.text && !examples.contains(&one.text) {
                examples.push(one.text.clone());
            }
        }
        examples.truncate(EXAMPLES);
        Some(Group {
            question: typical.text.clone(),
            count: near.len(),
            examples,
            likeness: likeness.min(1.0),
            last_asked_at: near.iter().map(|(_, one)| one.at).max()?,
        })
    }
}
