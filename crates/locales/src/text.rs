//! Texts in which something is filled in.

/// Between the forms of a counted text; the last is that of `other`.
pub(crate) const FORMS: char = '\u{1e}';
/// Between the category of a form and its text.
pub(crate) const CATEGORY: char = '\u{1f}';

/// A text with `N` places. The first is where U+0001 stands, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled<const N: usize>(pub &'static str);

/// A piece of a text with places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Text(&'static str),
    /// The place of this number, beginning with 0.
    Place(usize),
}

impl<const N: usize> Filled<N> {
    pub fn with(self, values: [&str; N]) -> String {
        filled(self.0, &values)
    }

    /// What stands between the places, and the places, in their order: where elements go into them.
    pub fn parts(self) -> impl Iterator<Item = Part> {
        let is_place = |it: char| place(it) < N;
        self.0.split_inclusive(is_place).flat_map(move |piece| {
            let text = piece.trim_end_matches(is_place);
            let end = piece.chars().next_back().map_or(N, place);
            let place = (end < N).then_some(Part::Place(end));
            (!text.is_empty())
                .then_some(Part::Text(text))
                .into_iter()
                .chain(place)
        })
    }
}

/// A text with a number, in the forms that its language has for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted(pub &'static str);

impl Counted {
    /// In the form of a plural category (CLDR: `one`, `few`…), with the number as it is written.
    pub fn with(self, category: &str, number: &str) -> String {
        filled(self.form(category), &[number])
    }

    /// The same with more places behind the number's.
    pub fn with_more(self, category: &str, values: &[&str]) -> String {
        filled(self.form(category), values)
    }

    fn form(self, category: &str) -> &'static str {
        let mut last = "";
        for form in self.0.split(FORMS) {
            match form.split_once(CATEGORY) {
                Some((of, form)) if of == category => return form,
                _ => last = form,
            }
        }
        last
    }
}

fn place(it: char) -> usize {
    (it as usize).wrapping_sub(1)
}

fn filled(text: &str, values: &[&str]) -> String {
    let mut whole = String::with_capacity(text.len());
    for it in text.chars() {
        match values.get(place(it)) {
            Some(value) => whole.push_str(value),
            None => whole.push(it),
        }
    }
    whole
}
