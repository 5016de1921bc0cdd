//! What a refusal is about, judged by its words: the content, one bad answer, too much of it, or what
//! was asked for.

use super::refusal::Refusal;

/// Fewer tokens are no limit of a context.
const FEWEST: u64 = 256;

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// What was asked, or would have been answered, is not allowed.
    Content,
    /// The answer the model was giving. Another one may go well.
    Generation,
    /// There is more than the model takes.
    Length,
    /// Something an endpoint does not take ([`super::quirk`]), or anything else.
    Other,
}

impl Refusal {
    pub(super) fn about(&self) -> About {
        if self.is_content() {
            About::Content
        } else if self.is_kind(GENERATION_KINDS) {
            About::Generation
        } else if self.is_length() {
            About::Length
        } else if self.is_generation() {
            About::Generation
        } else {
            About::Other
        }
    }

    fn is_content(&self) -> bool {
        self.is_kind(CONTENT_KINDS) || self.says(CONTENT)
    }

    fn is_generation(&self) -> bool {
        self.says(GENERATION)
            || self.sentences().any(|it| {
                it.contains("model output")
                    && !["limit", "length", "token"]
                        .iter()
                        .any(|of| it.contains(of))
            })
            || self.sentences().any(|it| {
                ["tool call", "function call"]
                    .iter()
                    .any(|of| it.contains(of))
                    && [
                        "malformed",
                        "invalid json",
                        "not valid json",
                        "failed to parse",
                        "could not be parsed",
                        "could not parse",
                    ]
                    .iter()
                    .any(|wrong| it.contains(wrong))
            })
    }

    fn is_length(&self) -> bool {
        // The rest of the minute's tokens comes back by waiting; a request that is larger than all of
        // them never fits.
        if self.status == Some(429) {
            return self.says(&["request too large", "tokens must be reduced"]);
        }
        if self.status == Some(413) || self.is_kind(LENGTH_KINDS) || self.says(LENGTH_KINDS) {
            return true;
        }
        // An id or a name that is too long is another matter.
        if self.says(&["string too long"]) {
            return self.says(&["content'", "content\"", "content`", "content:"]);
        }
        // What is too long is the answer that was asked for.
        if self.limits_the_answer() {
            return false;
        }
        self.says(LENGTH)
            || self.sentences().any(|it| {
                let has = |any: &[&str]| any.iter().any(|of| it.contains(of));
                // "Prompt has 9000 tokens, but max is 8192": so many, and so many fit.
                let counts = || it.contains("token") && !has(OTHERS) && numbers(it).len() >= 2;
                has(BEYOND) && (has(MEASURES) || counts())
            })
    }

    /// Whether it is about how long the answer may be, `max_tokens` in most spellings.
    pub(super) fn limits_the_answer(&self) -> bool {
        let named = ["max_tokens", "max_completion_tokens"]
            .iter()
            .any(|name| self.names(name));
        named
            || self.sentences().any(|it| {
                ANSWER_LIMITS.iter().any(|of| {
                    it.split_once(of).is_some_and(|(before, after)| {
                        // "Reduce the messages or max_tokens" is not about `max_tokens`.
                        !["reduce", "decrease", "input length and", "inputs` tokens"]
                            .iter()
                            .any(|other| before.contains(other))
                            && !after.is_empty()
                    })
                })
            })
    }

    /// Tokens the model takes and tokens it was given, as far as they are told.
    pub(super) fn tokens(&self) -> (Option<u64>, Option<u64>) {
        let text = self.texts.join("\n");
        let numbers = numbers(&text);
        // "199759 + 8192 > 200000": what was said, what may be answered, and what there is.
        for sum in numbers.windows(3) {
            let between = |a: usize, b: usize| text.get(a..b).unwrap_or_default().trim();
            if let [(_, a, said), (b, c, answer), (d, _, most)] = sum
                && (between(*a, *b), between(*c, *d)) == ("+", ">")
            {
                return (Some(*most), Some(said + answer));
            }
        }
        let most = self.most.or_else(|| {
            let mut from = 0;
            numbers.iter().find_map(|(at, end, number)| {
                let before = tail(text.get(from..*at).unwrap_or_default(), 60);
                from = *end;
                let after = text.get(*end..).unwrap_or_default();
                let after: String = after.chars().take(14).collect();
                let is_limit = LIMIT_BEFORE.iter().any(|of| before.contains(of))
                    || ["maximum", "limit", "max "]
                        .iter()
                        .any(|of| after.contains(of));
                is_limit.then_some(*number)
            })
        });
        let counted = self
            .counted
            .or_else(|| numbers.iter().map(|(_, _, number)| *number).max())
            .filter(|counted| most.is_none_or(|most| *counted > most));
        (most, counted.filter(|_| most.is_some()))
    }

    /// The largest number it names below this one.
    pub(super) fn number_below(&self, bound: u64) -> Option<u64> {
        let text = self.texts.join("\n");
        let numbers = numbers(&text).into_iter().map(|(_, _, number)| number);
        numbers.filter(|number| *number < bound).max()
    }
}

const CONTENT_KINDS: &[&str] = &[
    "content_filter",
    "content_filtered",
    "contentfilter",
    "content_policy",
    "responsible_ai_policy",
    "data_inspection_failed",
    "moderation",
    "moderated",
    "prohibited_content",
    "guardrail",
    "safety",
];
const CONTENT: &[&str] = &[
    "content management policy",
    "content filter",
    "content_filter",
    "content policy",
    "content exists risk",
    "inappropriate content",
    "was flagged",
    "flagged for",
    "flagged as",
    "safety system",
    "safety filter",
    "usage policies",
];
const GENERATION_KINDS: &[&str] = &[
    "tool_use_failed",
    "failed_generation",
    "output_parse_failed",
    "json_validate_failed",
    "malformed_function_call",
    "malformed_tool_call",
    "invalid_tool_call",
];
const GENERATION: &[&str] = &[
    "failed to call a function",
    "failed to call a tool",
    "failed_generation",
    "tool_use_failed",
    "failed to generate",
    "tool call validation failed",
    "invalid tool call",
    "invalid function call",
    "malformed_function_call",
    "tool call arguments",
    "function call arguments",
    "model generated",
    "model produced",
    "generated output",
    "output parsing",
    "output could not be parsed",
    "failed to parse input at pos",
    "tokens remaining in message header",
];
const LENGTH_KINDS: &[&str] = &[
    "context_length_exceeded",
    "context_window_exceeded",
    "exceed_context_size",
    "exceeded_context_size",
    "request_too_large",
    "tokens_limit_reached",
    "prompt_too_long",
    "input_too_long",
    "max_context_length",
    "context_overflow",
    "contextlengthexceeded",
    "contextwindowexceeded",
];
const LENGTH: &[&str] = &[
    "request too large",
    "request body too large",
    "request entity too large",
    "payload too large",
    "prompt is too long",
    "prompt too long",
    "input is too long",
    "input too long",
    "conversation is too long",
    "messages are too long",
    "too many tokens",
    "too many input tokens",
    "reduce the length",
    "reduce your message size",
    "reduce your prompt",
    "shorten your prompt",
    "shorten the prompt",
    "than the context",
    "prompt exceeds",
    "input exceeds",
    "inputs` must have",
    "messages': array too long",
    "messages\": array too long",
    "messages: array too long",
    "prompt 超长",
    "超出最大长度",
];
/// What is measured, and how one says that it is more than fits.
const MEASURES: &[&str] = &[
    "context length",
    "context window",
    "context size",
    "context limit",
    "contextlength",
    "prompt length",
    "input length",
    "input token",
    "inputs` tokens",
    "token length",
    "token count",
    "token limit",
    "tokens to keep",
    "number of tokens",
    "max_model_len",
    "model length",
    "prompt token",
    "requested token",
];
/// What else tokens are counted of.
const OTHERS: &[&str] = &[
    " per ",
    "/min",
    "rate",
    "quota",
    "credit",
    "completion",
    "output",
    "generat",
    "answer",
];
const BEYOND: &[&str] = &[
    "exceed",
    "maximum",
    "too long",
    "too large",
    "longer than",
    "greater than",
    "larger than",
    "more than",
    "overflow",
    "reduce",
    "reached",
    "less than",
    "no smaller than",
    "supports up to",
    "max is",
    "limit is",
    "only supports",
    "must be <=",
    "should be [",
];
const ANSWER_LIMITS: &[&str] = &[
    "max_tokens",
    "max_completion_tokens",
    "max_new_tokens",
    "max_output_tokens",
    "maxoutputtokens",
    "max tokens",
];
const LIMIT_BEFORE: &[&str] = &[
    "maximum",
    "limit",
    "at most",
    "context length",
    "context size",
    "context window",
    "<=",
    "up to",
    "max size",
    "max_model_len",
    "range of",
    "less than",
    "max is",
    "> ",
];

/// Numbers that may count tokens, with where they stand: not those of a name such as `gpt-4-32768`.
fn numbers(text: &str) -> Vec<(usize, usize, u64)> {
    let bytes = text.as_bytes();
    let at = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut found = Vec::new();
    let mut from = 0;
    while from < bytes.len() {
        if !at(from).is_ascii_digit() {
            from += 1;
            continue;
        }
        let mut end = from;
        let mut digits = String::new();
        loop {
            if at(end).is_ascii_digit() {
                digits.push(char::from(at(end)));
            } else {
                // `8,192`, but not `[1,8192]`.
                let is_group = matches!(at(end), b',' | b'_')
                    && (1..=3).all(|more| at(end + more).is_ascii_digit())
                    && !at(end + 4).is_ascii_digit();
                if !is_group {
                    break;
                }
            }
            end += 1;
        }
        let before = from.checked_sub(1).map_or(b' ', at);
        let in_a_name = before.is_ascii_alphabetic()
            || matches!(before, b'-' | b'_' | b'.')
            || at(end).is_ascii_alphabetic()
            || (matches!(at(end), b'-' | b'.') && at(end + 1).is_ascii_alphanumeric());
        if !in_a_name
            && let Ok(number) = digits.parse::<u64>()
            && number >= FEWEST
        {
            found.push((from, end, number));
        }
        from = end;
    }
    found
}

/// The last `most` characters.
fn tail(text: &str, most: usize) -> &str {
    let from = text.char_indices().rev().nth(most).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default()
}
