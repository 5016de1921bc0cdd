//! What conversations in one language are read by.

/// Phrases, as `vivavoce_text::language::Phrases` takes them.
pub(super) type Ways = &'static [&'static str];

/// Where a denial stands beside what it denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    Before,
    After,
    Around,
}

/// One language beside English, which VADER and `intents` know. All members stand in each: the compiler asks for
/// them.
pub(super) struct Tongue {
    pub(super) good: Ways,
    pub(super) bad: Ways,
    /// What makes the opposite of a feeling.
    pub(super) not: Ways,
    pub(super) denial: Denial,
    /// What wishes are made in, in the order of `intents`: where an order is, returns and refunds, damaged or wrong,
    /// shipping, pricing, product search, purchase, payment, cancellation, account, booking, technical help, opening
    /// hours, a person to speak with.
    pub(super) wishes: [Ways; 14],
}
