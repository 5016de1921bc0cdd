//! `GET /v1/customers` and `GET /v1/emails`: who the agent spoke with, as far as they are known.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::caller::{Agent, Query};
use super::refusal::Refusal;
use super::shapes::{Customer, Customers, Email, Emails};
use vivavoce_engine::store::{Conversation, ConversationFilter, Former, Scenario};
use vivavoce_http::App;
use vivavoce_http::fields::Fields;
use vivavoce_http::times::written_with_zone as written;

/// People or addresses one answer lists; how many there are in all, it says.
const MOST: usize = 2_000;
/// Bytes of what is told of them beside.
const BYTES: usize = 8 * 1024 * 1024;
/// Conversations that are read at once.
const PIECE: u32 = 1_000;

const ORDERS: [&str; 4] = ["a-z", "z-a", "oldest", "newest"];

/// `GET /v1/customers?sortBy=`.
#[utoipa::path(
    get, path = "/customers", operation_id = "listCustomers", tag = "Customers",
    summary = "List the customers",
    description = "Everybody who gave an address or a name, or whom an `identity` named. Who gave nothing is not \
        known, and not listed. The newest 2,000, sorted; `total` counts all.",
    params(("sortBy" = Option<String>, Query, description = "`a-z`, `z-a` (by name, or address), `oldest` or `newest` (by the first conversation; unless said otherwise).", nullable = false)),
    responses((status = 200, description = "One page of the customers.", body = Customers)),
)]
pub async fn list(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<Customers>, Refusal> {
    let mut fields = Fields::new(&query, &["query"]);
    let order = fields.text("sortBy", 20).here();
    let order = order.map_or("newest".to_owned(), |it| it.to_ascii_lowercase());
    if !ORDERS.contains(&order.as_str()) {
        let msg = format!("Input should be one of {}", ORDERS.join(", "));
        fields.wrong("sortBy", msg, "enum");
    }
    fields.done()?;
    let mut known: Vec<Known> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut bytes = 0;
    // Newest first, so that what was said last of a person stands.
    each_talk(&app, &scenario, |talk| {
        for person in people(&talk) {
            match place.get(&person.id) {
                Some(at) => {
                    if let Some(one) = known.get_mut(*at) {
                        one.also(&talk, person);
                    }
                }
                None => {
                    place.insert(person.id.clone(), known.len());
                    bytes += person.metadata.to_string().len();
                    if known.len() < MOST && bytes <= BYTES {
                        known.push(Known::new(&talk, person));
                    } else {
                        // Counted and not listed, and neither is anybody after them.
                        bytes = BYTES + 1;
                    }
                }
            }
        }
    })
    .await?;
    let total = place.len() as u64;
    known.sort_by(|a, b| {
        let by_name = || a.key().cmp(&b.key()).then_with(|| a.who.id.cmp(&b.who.id));
        let by_age = || a.first.cmp(&b.first).then_with(|| a.who.id.cmp(&b.who.id));
        match order.as_str() {
            "a-z" => by_name(),
            "z-a" => by_name().reverse(),
            "oldest" => by_age(),
            _ => by_age().reverse(),
        }
    });
    let data: Vec<Customer> = known.into_iter().map(Known::shown).collect();
    Ok(Json(Customers { data, total }))
}

/// With whom a conversation is held, and was before.
fn people(talk: &Conversation) -> Vec<Former> {
    let user = &talk.session.user;
    let now = talk.customer_id.clone().map(|id| Former {
        id,
        name: user.name.clone(),
        email: user.email.clone(),
        phone: talk.phone.clone(),
        metadata: talk.metadata.clone(),
    });
    now.into_iter().chain(talk.former.iter().cloned()).collect()
}

/// A customer while conversations are gone through.
struct Known {
    who: Former,
    conversations: u64,
    messages: u64,
    first: i64,
    last: i64,
}

impl Known {
    fn new(talk: &Conversation, who: Former) -> Self {
        Known {
            who,
            conversations: 1,
            messages: talk.messages,
            first: talk.session.created_at,
            last: talk.last_message_at.unwrap_or(talk.session.created_at),
        }
    }

    /// An earlier conversation fills what later ones left open.
    fn also(&mut self, talk: &Conversation, earlier: Former) {
        let mine = &mut self.who;
        for (mine, earlier) in [
            (&mut mine.name, earlier.name),
            (&mut mine.email, earlier.email),
            (&mut mine.phone, earlier.phone),
        ] {
            if mine.is_empty() {
                *mine = earlier;
            }
        }
        if let (Some(mine), Value::Object(earlier)) =
            (mine.metadata.as_object_mut(), earlier.metadata)
        {
            for (name, value) in earlier {
                mine.entry(name).or_insert(value);
            }
        }
        self.conversations += 1;
        self.messages += talk.messages;
        self.first = self.first.min(talk.session.created_at);
        self.last = self.last.max(talk.last_message_at.unwrap_or(self.last));
    }

    /// What they are sorted by.
    fn key(&self) -> String {
        let shown = [&self.who.name, &self.who.email, &self.who.id];
        let shown = shown.into_iter().find(|text| !text.is_empty());
        shown.map(|text| text.to_lowercase()).unwrap_or_default()
    }

    fn shown(self) -> Customer {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Customer {
            id: self.who.id,
            name: given(self.who.name),
            email: given(self.who.email),
            phone: given(self.who.phone),
            metadata: self.who.metadata,
            conversations: self.conversations,
            messages: self.messages,
            first_seen_at: written(self.first),
            last_seen_at: written(self.last),
        }
    }
}

/// `GET /v1/emails`.
#[utoipa::path(
    get, path = "/emails", operation_id = "listEmails", tag = "Customers",
    summary = "List the addresses visitors gave",
    description = "In the dialog before a conversation, by an `identity`, or written into a message. Each once, \
        the newest first, up to 2,000; `total` counts all.",
    responses((status = 200, description = "The addresses.", body = Emails)),
)]
pub async fn emails(
    State(app): State<App>,
    Agent(scenario): Agent,
) -> Result<Json<Emails>, Refusal> {
    let mut data: Vec<Email> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    // Newest first, so that the newest are listed where there are too many.
    each_talk(&app, &scenario, |talk| {
        let own = people(&talk).into_iter().filter(|it| !it.email.is_empty());
        let mut given: Vec<(String, Option<String>)> = own
            .map(|it| {
                (
                    it.email.to_lowercase(),
                    Some(it.name).filter(|name| !name.is_empty()),
                )
            })
            .collect();
        for email in &talk.emails {
            if !given.iter().any(|(own, _)| own == email) {
                given.push((email.clone(), None));
            }
        }
        for (email, name) in given {
            let at = *place.entry(email.clone()).or_insert(data.len());
            if at == data.len() && at < MOST {
                data.push(Email {
                    email: email.clone(),
                    name: None,
                    conversation_id: String::new(),
                    conversations: 0,
                    created_at: String::new(),
                });
            }
            if let Some(one) = data.get_mut(at) {
                one.conversations += 1;
                // An address belongs to the conversation it was first given in.
                one.name = name.or(one.name.take());
                one.conversation_id.clone_from(&talk.session.id);
                one.created_at = written(talk.session.created_at);
            }
        }
    })
    .await?;
    // By when they were first given (times of one form are in order as texts), and of one conversation
    // the last first.
    data.reverse();
    data.sort_by(|a, b| {
        let when = |it: &Email| (it.created_at.clone(), it.conversation_id.clone());
        when(b).cmp(&when(a))
    });
    let total = place.len() as u64;
    Ok(Json(Emails { data, total }))
}

/// Every conversation that counts, newest first, some at a time.
async fn each_talk(
    app: &App,
    scenario: &Scenario,
    mut take: impl FnMut(Conversation),
) -> Result<(), Refusal> {
    vivavoce_engine::insights::refresh(app, &scenario.id).await?;
    let filter = ConversationFilter {
        scenario_id: scenario.id.clone(),
        ..ConversationFilter::default()
    };
    let mut offset = 0;
    loop {
        let (talks, _) = app.store.conversations(&filter, PIECE, offset).await?;
        let found = talks.len() as u64;
        talks.into_iter().for_each(&mut take);
        offset += found;
        if found < u64::from(PIECE) {
            return Ok(());
        }
    }
}
