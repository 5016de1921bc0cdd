//! English.

use super::known::Known;

pub(super) const KNOWN: Known = Known {
    common: &[
        "the", "a", "an", "and", "or", "but", "is", "are", "was", "were", "be", "been", "it",
        "its", "it's", "of", "to", "at", "on", "for", "with", "from", "by", "that", "this",
        "these", "those", "i", "i'm", "i've", "i'd", "i'll", "you", "you're", "your", "he", "she",
        "we", "they", "my", "our", "their", "not", "no", "don't", "doesn't", "didn't", "can't",
        "won't", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could",
        "should", "what", "what's", "how", "why", "where", "where's", "who", "which", "when",
        "there", "here", "if", "all", "any", "please", "yes", "thank", "thanks", "just", "so",
        "very", "really", "much", "about", "get", "got", "want", "need", "like", "am", "into",
        "than", "then", "some", "hello", "good",
    ],
    openers: &["what", "how", "why", "where", "who", "which", "when"],
    then: &[
        "is", "are", "do", "does", "did", "will", "would", "can", "could", "should", "much",
        "many", "long",
    ],
    alone: &[],
    ends: &[],
};
