//! Takes a vendor's secret out of what the vendor says, wherever it repeats it.

use vivavoce_http::percent::encoded;

/// What stands in its place.
const INSTEAD: &[u8] = b"[secret]";
/// A shorter one would be found in every other word.
const SHORTEST: usize = 6;

/// Every form a secret may come back in.
#[derive(Clone, Default)]
pub struct Scrub {
    needles: Vec<Vec<u8>>,
}

impl Scrub {
    pub fn new<'a>(secrets: impl Iterator<Item = &'a str>) -> Self {
        let mut needles = Vec::new();
        for secret in secrets.filter(|secret| secret.len() >= SHORTEST) {
            let in_json = serde_json::Value::from(secret).to_string();
            let mut forms = vec![
                secret.to_owned(),
                in_json.trim_matches('"').to_owned(),
                // As some writers of JSON do it for pages.
                in_json.trim_matches('"').replace('/', "\\/"),
            ];
            let lower = |piece: &str| match piece.strip_prefix('%') {
                Some(_) => piece.to_ascii_lowercase(),
                None => piece.to_owned(),
            };
            forms.push(encoded(secret).collect());
            forms.push(encoded(secret).map(lower).collect());
            needles.extend(forms.into_iter().map(String::into_bytes));
        }
        // The longest first: one form may begin another.
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        needles.dedup();
        Self { needles }
    }

    /// Whether one stands in `bytes`.
    pub fn finds(&self, bytes: &[u8]) -> bool {
        (0..bytes.len()).any(|at| self.at(bytes.get(at..).unwrap_or_default()).is_some())
    }

    /// `bytes` without any.
    pub fn whole(&self, bytes: &[u8]) -> Vec<u8> {
        let mut gate = Gate::new(self);
        let mut clean = gate.take(bytes);
        clean.extend(gate.rest());
        clean
    }

    /// The length of the one `bytes` begins with.
    fn at(&self, bytes: &[u8]) -> Option<usize> {
        let mut needles = self.needles.iter();
        needles
            .find(|needle| bytes.starts_with(needle))
            .map(Vec::len)
    }

    /// `bytes` could be the beginning of one.
    fn may_begin(&self, bytes: &[u8]) -> bool {
        self.needles.iter().any(|needle| needle.starts_with(bytes))
    }
}

/// A stream being scrubbed: it lets through at once whatever cannot be part of a secret.
pub struct Gate<'a> {
    scrub: &'a Scrub,
    held: Vec<u8>,
}

impl<'a> Gate<'a> {
    pub fn new(scrub: &'a Scrub) -> Self {
        Self::resumed(scrub, Vec::new())
    }

    /// Goes on with what [`Gate::held`] gave.
    pub fn resumed(scrub: &'a Scrub, held: Vec<u8>) -> Self {
        Self { scrub, held }
    }

    pub fn take(&mut self, chunk: &[u8]) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.held);
        bytes.extend_from_slice(chunk);
        let mut clean = Vec::with_capacity(bytes.len());
        let mut rest = bytes.as_slice();
        while let Some((first, after)) = rest.split_first() {
            if let Some(length) = self.scrub.at(rest) {
                clean.extend_from_slice(INSTEAD);
                rest = rest.get(length..).unwrap_or_default();
            } else if self.scrub.may_begin(rest) {
                self.held = rest.to_vec();
                break;
            } else {
                clean.push(*first);
                rest = after;
            }
        }
        clean
    }

    /// What is kept back until more comes.
    pub fn held(self) -> Vec<u8> {
        self.held
    }

    /// The end: what was held back was no secret after all.
    pub fn rest(self) -> Vec<u8> {
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form_and_across_every_cut() {
        let scrub = Scrub::new(["ab:c/d\"e", "tb_pk_secret"].into_iter());
        let cases = [
            ("nothing of it", "nothing of it"),
            ("key tb_pk_secret!", "key [secret]!"),
            ("tb_pk_tb_pk_secrettb_pk_secre", "tb_pk_[secret]tb_pk_secre"),
            ("x ab:c/d\"e y", "x [secret] y"),
            (r#"{"e":"ab:c/d\"e"}"#, r#"{"e":"[secret]"}"#),
            (r#"{"e":"ab:c\/d\"e"}"#, r#"{"e":"[secret]"}"#),
            ("/chatapi/ab%3Ac%2Fd%22e/x", "/chatapi/[secret]/x"),
            ("/chatapi/ab%3ac%2fd%22e/x", "/chatapi/[secret]/x"),
            ("", ""),
        ];
        for (said, clean) in cases {
            for cut in 0..=said.len() {
                let (one, two) = said.as_bytes().split_at(cut);
                let mut gate = Gate::new(&scrub);
                let mut got = gate.take(one);
                let mut gate = Gate::resumed(&scrub, gate.held());
                got.extend(gate.take(two));
                got.extend(gate.rest());
                assert_eq!(
                    String::from_utf8_lossy(&got),
                    clean,
                    "{said:?} cut at {cut}"
                );
            }
            assert_eq!(scrub.finds(said.as_bytes()), clean.contains("[secret]"));
        }
    }

    #[test]
    fn what_cannot_be_a_secret_is_let_through_at_once() {
        let scrub = Scrub::new(["tb_pk_secret"].into_iter());
        let mut gate = Gate::new(&scrub);
        assert_eq!(gate.take(b"data: Hello\n\n"), b"data: Hello\n\n");
        assert_eq!(gate.take(b"data: at"), b"data: a");
        assert_eq!(gate.take(b"t"), b"t");
    }

    #[test]
    fn a_word_too_short_to_be_a_secret_changes_nothing() {
        let scrub = Scrub::new(["abc"].into_iter());
        assert_eq!(scrub.whole(b"abcdef"), b"abcdef");
    }
}
