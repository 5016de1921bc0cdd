//! What an interview needs of a language: everything it says, and all it has an ear for.

use vivavoce_text::Language;

use super::kind::Kind;

/// Ways to say one thing, of which one is chosen.
pub(super) type Ways = &'static [&'static str];
/// A topic and the question about it.
pub(super) type Question = (&'static str, &'static str);

/// One language. All members stand in every pack: the compiler asks for them.
pub(super) struct Pack {
    pub(super) language: Language,
    /// What stands between two sentences.
    pub(super) gap: &'static str,
    /// What ends one that was written without an end, and the gap behind it.
    pub(super) stop: &'static str,
    pub(super) says: Says,
    pub(super) asks: Asks,
    pub(super) hears: Hears,
    pub(super) reads: Reads,
}

/// What the interview says.
pub(super) struct Says {
    pub(super) hello: &'static str,
    /// `{scenario}`.
    pub(super) hello_scenario: &'static str,
    /// `{name}`.
    pub(super) hello_name: &'static str,
    /// `{name}`, `{scenario}`.
    pub(super) hello_both: &'static str,
    pub(super) how_story: &'static str,
    /// `{count}` is one of `questions`.
    pub(super) how: &'static str,
    /// From one question to twelve, counted.
    pub(super) questions: [&'static str; 12],
    pub(super) hello_again: Ways,
    pub(super) repeating: Ways,
    pub(super) not_caught: Ways,
    pub(super) declined: Ways,
    pub(super) declined_story: Ways,
    /// To what was hard.
    pub(super) thanks_hard: Ways,
    /// To a long answer.
    pub(super) thanks_full: Ways,
    /// To one with a figure.
    pub(super) thanks_figure: Ways,
    /// To one with a reason.
    pub(super) thanks_reason: Ways,
    pub(super) thanks_some: Ways,
    pub(super) thanks_little: Ways,
    /// The other side of a story: to care and an offer, to care, to an offer, to neither.
    pub(super) story_both: Ways,
    pub(super) story_care: Ways,
    pub(super) story_offer: Ways,
    pub(super) story_neither: Ways,
    pub(super) story_appreciates: Ways,
    pub(super) further_yes_no: Ways,
    pub(super) further: Ways,
    pub(super) touched: &'static str,
    pub(super) last: &'static str,
    pub(super) two_left: &'static str,
    pub(super) back: Ways,
    pub(super) found: Ways,
    pub(super) no_answer: Ways,
    pub(super) no_answer_help: Ways,
    pub(super) no_answer_customer: Ways,
    pub(super) no_answer_buyer: Ways,
    /// `{what}`: `this` or `named`.
    pub(super) about_me: &'static str,
    pub(super) this: &'static str,
    /// `{scenario}`, in quotes.
    pub(super) named: &'static str,
    pub(super) about_orders: &'static str,
    pub(super) about_this: &'static str,
    pub(super) one_left: &'static str,
    /// `{count}` is one of `questions`.
    pub(super) left: &'static str,
    pub(super) stopping: Ways,
    pub(super) summary: &'static str,
    pub(super) all_asked: &'static str,
    pub(super) all_asked_story: &'static str,
    pub(super) offer: &'static str,
    pub(super) choice_end: &'static str,
    pub(super) choice_add: &'static str,
    pub(super) go_ahead: &'static str,
    pub(super) added: Ways,
    /// `{called}`.
    pub(super) farewell: Ways,
    /// `{name}`, within the farewell.
    pub(super) called: &'static str,
    pub(super) after_the_end: &'static str,
}

/// Questions of our own.
pub(super) struct Asks {
    /// About `{t}`, by kind.
    pub(super) about_interview: Ways,
    pub(super) about_coach: Ways,
    pub(super) about_story: Ways,
    pub(super) about_host: Ways,
    /// Where instructions give none.
    pub(super) interview: &'static [Question],
    pub(super) customer: &'static [Question],
    pub(super) buyer: &'static [Question],
    pub(super) coach: &'static [Question],
    pub(super) host: &'static [Question],
}

impl Asks {
    pub(super) fn about(&self, kind: Kind) -> Ways {
        match kind {
            Kind::Interview => self.about_interview,
            Kind::Coach => self.about_coach,
            Kind::Customer | Kind::Buyer => self.about_story,
            Kind::Host => self.about_host,
        }
    }

    /// Questions that hold for any scenario of a kind.
    pub(super) fn general(&self, kind: Kind) -> &'static [Question] {
        match kind {
            Kind::Interview => self.interview,
            Kind::Customer => self.customer,
            Kind::Buyer => self.buyer,
            Kind::Coach => self.coach,
            Kind::Host => self.host,
        }
    }
}

/// Phrases of a visitor, as `vivavoce_text::language::Phrases` takes them.
pub(super) struct Hears {
    pub(super) orders: Ways,
    /// With `orders`: somebody is after them.
    pub(super) orders_with: Ways,
    pub(super) stop: Ways,
    /// All that was said.
    pub(super) stop_alone: Ways,
    pub(super) repeat: Ways,
    pub(super) about_me: Ways,
    pub(super) about_this: Ways,
    pub(super) decline: Ways,
    pub(super) decline_alone: Ways,
    /// A greeting is made of these and no more.
    pub(super) greeting: Ways,
    /// Once all was asked: there is no more to say.
    pub(super) leaves: Ways,
    pub(super) hard: Ways,
    pub(super) reason: Ways,
    pub(super) cares: Ways,
    pub(super) offers: Ways,
    pub(super) helps: Ways,
    /// What a question begins with that yes or no answers.
    pub(super) yes_no: Ways,
}

/// What stands in an owner's instructions, in lower case; parts of words unless said otherwise.
pub(super) struct Reads {
    /// "If they … ask …": quotes the visitor.
    pub(super) conditional: Ways,
    pub(super) conditional_says: Ways,
    /// A line that begins so asks the visitor.
    pub(super) asks: Ways,
    /// Whole words for the visitor.
    pub(super) you: Ways,
    /// A list's line that begins so, and names whom to tell, asks without a mark.
    pub(super) tells: Ways,
    pub(super) to_me: Ways,
    /// What topics stand behind.
    pub(super) leads: Ways,
    /// Between the last topics of a list.
    pub(super) and: Ways,
    /// Whole words a topic does not begin with.
    pub(super) orders: Ways,
    /// Whole words no topic has.
    pub(super) no_topic: Ways,
    /// Stems of what introduces topics.
    pub(super) invites: Ways,
    /// Rules for the agent.
    pub(super) rules: Ways,
    /// Marks of the owner's own business.
    pub(super) internal: Ways,
    /// What comes before whom the agent plays.
    pub(super) cast: Ways,
    /// Whole words for whom it plays.
    pub(super) buyer: Ways,
    pub(super) customer: Ways,
    /// With these it serves customers and is none.
    pub(super) serves: Ways,
    pub(super) interview: Ways,
    pub(super) coach: Ways,
    /// Names of variables that mean the visitor, and what the visitor is called instead.
    pub(super) visitor: &'static str,
    /// `{name}` of any other variable nobody filled in.
    pub(super) unfilled: &'static str,
}
