//! What a visitor wants: by the words such wishes are made in, or as a model told that judged the
//! conversation in whatever language.

use std::sync::LazyLock;

use super::tongues;
use vivavoce_text::language::{self, Phrases};
use vivavoce_text::words;
use vivavoce_text::{Language, Pattern};

/// A wish visitors have: its name, a title to show, and the phrases it is known by (`*` at the end
/// of a word stands for any ending).
#[derive(Clone, Copy, Debug)]
pub struct Intent {
    pub name: &'static str,
    pub title: &'static str,
    phrases: &'static [&'static str],
}

/// In the order equals are listed.
const INTENTS: [Intent; 14] = [
    Intent {
        name: "order_status",
        title: "Where an order is",
        phrases: &[
            "where is my order",
            "where's my order",
            "where is my package",
            "where is my parcel",
            "order status",
            "status of my order",
            "track*",
            "when will it arrive",
            "when will my order",
            "has it shipped",
            "not arrived",
            "hasn't arrived",
            "never arrived",
            "still waiting for my",
        ],
    },
    Intent {
        name: "returns_and_refunds",
        title: "Returns and refunds",
        phrases: &[
            "refund*",
            "money back",
            "return*",
            "send it back",
            "exchange it",
            "exchange the",
        ],
    },
    Intent {
        name: "damaged_or_wrong",
        title: "Something arrived broken, wrong or incomplete",
        phrases: &[
            "broken",
            "damaged",
            "defect*",
            "faulty",
            "cracked",
            "shattered",
            "in pieces",
            "wrong item",
            "wrong size",
            "wrong colour",
            "wrong color",
            "is missing",
            "are missing",
            "stopped working",
        ],
    },
    Intent {
        name: "shipping",
        title: "Shipping and delivery",
        phrases: &[
            "ship*",
            "deliver*",
            "postage",
            "how long does it take to arrive",
        ],
    },
    Intent {
        name: "pricing",
        title: "Prices and discounts",
        phrases: &[
            "price*",
            "pricing",
            "how much",
            "cost*",
            "discount*",
            "coupon*",
            "promo*",
            "voucher*",
            "cheaper",
            "on sale",
        ],
    },
    Intent {
        name: "product_search",
        title: "Looking for a product",
        phrases: &[
            "do you have",
            "do you sell",
            "looking for",
            "recommend*",
            "show me",
            "in stock",
            "available",
            "which one",
            "what size*",
            "what colour*",
            "what color*",
        ],
    },
    Intent {
        name: "purchase",
        title: "Wanting to buy",
        phrases: &[
            "want to buy",
            "like to buy",
            "want to order",
            "like to order",
            "place an order",
            "buy it",
            "buy this",
            "buy one",
            "checkout",
            "check out",
            "add to cart",
            "to my cart",
            "purchase",
        ],
    },
    Intent {
        name: "payment",
        title: "Payment and invoices",
        phrases: &[
            "payment*",
            "pay with",
            "pay by",
            "can i pay",
            "credit card",
            "invoice*",
            "paypal",
            "charged",
            "billing",
            "receipt*",
        ],
    },
    Intent {
        name: "cancellation",
        title: "Cancelling",
        phrases: &["cancel*", "unsubscribe*", "end my subscription"],
    },
    Intent {
        name: "account",
        title: "Account and login",
        phrases: &[
            "my account",
            "an account",
            "password*",
            "log in",
            "login",
            "sign in",
            "sign up",
            "register*",
            "my profile",
        ],
    },
    Intent {
        name: "booking",
        title: "Booking and appointments",
        phrases: &[
            "booking*",
            "book a",
            "book an",
            "appointment*",
            "reserv*",
            "reschedul*",
        ],
    },
    Intent {
        name: "technical_help",
        title: "Help with how something works",
        phrases: &[
            "error*",
            "bug*",
            "crash*",
            "not working",
            "doesn't work",
            "does not work",
            "how do i",
            "how can i",
            "how to",
            "install*",
            "set up",
            "setup",
            "configur*",
        ],
    },
    Intent {
        name: "opening_hours",
        title: "Hours and places",
        phrases: &[
            "opening hours",
            "are you open",
            "when do you open",
            "when do you close",
            "what time do you",
            "your address",
            "where are you located",
            "your location",
        ],
    },
    Intent {
        name: "contact_a_person",
        title: "Wanting to speak with a person",
        phrases: &[
            "real person",
            "a human",
            "speak to someone",
            "talk to someone",
            "speak with someone",
            "talk to a person",
            "representative*",
            "call me",
            "phone number",
            "contact you",
        ],
    },
];

static PATTERNS: LazyLock<Vec<(&'static str, Vec<Pattern>)>> = LazyLock::new(|| {
    INTENTS
        .iter()
        .map(|intent| {
            let patterns = intent.phrases.iter().filter_map(|it| Pattern::read(it));
            (intent.name, patterns.collect())
        })
        .collect()
});

/// The phrases of each wish, in the order above, of the languages beside English.
static WISHES: LazyLock<Vec<(Language, Vec<Phrases>)>> = LazyLock::new(|| {
    let all = Language::ALL.into_iter();
    all.filter_map(|it| Some((it, tongues::of(it)?)))
        .map(|(language, tongue)| {
            let wishes = tongue.wishes.iter().map(|all| Phrases::new(all));
            (language, wishes.collect())
        })
        .collect()
});

/// The intents of what a visitor said, most often touched first; several where several were. None is known where the
/// language is not.
pub(super) fn read(texts: &[&str], language: Option<Language>) -> Vec<String> {
    let Some(language) = language else {
        return Vec::new();
    };
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    if let Some((_, wishes)) = WISHES.iter().find(|(it, _)| *it == language) {
        let spoken = texts
            .iter()
            .map(|text| language::line(&language::words(text)));
        let spoken: Vec<String> = spoken.collect();
        for (phrases, intent) in wishes.iter().zip(&INTENTS) {
            let touched = spoken.iter().filter(|line| phrases.are_in(line));
            found.push((touched.count(), intent.name));
        }
    } else {
        let spoken: Vec<Vec<String>> = texts.iter().map(|text| words::words(text)).collect();
        for (name, patterns) in PATTERNS.iter() {
            let touched = spoken
                .iter()
                .filter(|words| patterns.iter().any(|pattern| pattern.is_in(words)));
            found.push((touched.count(), name));
        }
    }
    found.retain(|(times, _)| *times > 0);
    // Stable: of equals the one that stands first above.
    found.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
    found.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// Every wish by its name and title, for a model to choose from.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    INTENTS.iter().map(|intent| (intent.name, intent.title))
}

/// The title of an intent; its name where this version does not know it.
pub fn label(name: &str) -> &str {
    INTENTS
        .iter()
        .find(|intent| intent.name == name)
        .map_or(name, |intent| intent.title)
}
