//! `GET /v1/customers` and `GET /v1/emails`: who the agent spoke with, as far as they are known.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;

use super::caller::{Agent, Query};
use super::refusal::Refusal;
use super::shapes::{Customer, Customers, Email, Emails};
use vivavoce_engine::store::{Conversation, ConversationFilter, Scenario};
use vivavoce_http::App;
use vivavoce_http::fields::Fields;
use vivavoce_http::times::written_with_zone as written;

const ORDERS: [&str; 4] = ["a-z", "z-a", "oldest", "newest"];

/// `GET /v1/customers?sortBy=`.
#[utoipa::path(
    get, path = "/customers", operation_id = "listCustomers", tag = "Customers",
    summary = "List the customers",
    description = "Everybody who gave an address or a name, or whom an `identity` named. Who gave nothing is not \
        known, and not listed.",
    params(("sortBy" = Option<String>, Query, description = "`a-z`, `z-a` (by name, or address), `oldest` or `newest` (by the first conversation; unless said otherwise).", nullable = false)),
    responses((status = 200, description = "All of them.", body = Customers)),
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
    // Newest first, so that what was said last of a person stands.
    for talk in talks(&app, &scenario).await? {
        let Some(id) = talk.customer_id.clone() else {
            continue;
        };
        match place.get(&id).and_then(|at| known.get_mut(*at)) {
            Some(one) => one.also(&talk),
            None => {
                place.insert(id.clone(), known.len());
                known.push(Known::new(id, &talk));
            }
        }
    }
    known.sort_by(|a, b| {
        let by_name = || a.key().cmp(&b.key()).then_with(|| a.id.cmp(&b.id));
        let by_age = || a.first.cmp(&b.first).then_with(|| a.id.cmp(&b.id));
        match order.as_str() {
            "a-z" => by_name(),
            "z-a" => by_name().reverse(),
            "oldest" => by_age(),
            _ => by_age().reverse(),
        }
    });
    let data: Vec<Customer> = known.into_iter().map(Known::shown).collect();
    let total = data.len() as u64;
    Ok(Json(Customers { data, total }))
}

/// A customer while conversations are gone through.
struct Known {
    id: String,
    name: String,
    email: String,
    phone: String,
    metadata: serde_json::Value,
    conversations: u64,
    messages: u64,
    first: i64,
    last: i64,
}

impl Known {
    fn new(id: String, talk: &Conversation) -> Self {
        Known {
            id,
            name: talk.session.user.name.clone(),
            email: talk.session.user.email.clone(),
            phone: talk.phone.clone(),
            metadata: talk.metadata.clone(),
            conversations: 1,
            messages: talk.messages,
            first: talk.session.created_at,
            last: talk.last_message_at.unwrap_or(talk.session.created_at),
        }
    }

    /// An earlier conversation fills what later ones left open.
    fn also(&mut self, talk: &Conversation) {
        for (mine, earlier) in [
            (&mut self.name, &talk.session.user.name),
            (&mut self.email, &talk.session.user.email),
            (&mut self.phone, &talk.phone),
        ] {
            if mine.is_empty() {
                mine.clone_from(earlier);
            }
        }
        if let (Some(mine), Some(earlier)) =
            (self.metadata.as_object_mut(), talk.metadata.as_object())
        {
            for (name, value) in earlier {
                mine.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        self.conversations += 1;
        self.messages += talk.messages;
        self.first = self.first.min(talk.session.created_at);
        self.last = self.last.max(talk.last_message_at.unwrap_or(self.last));
    }

    /// What they are sorted by.
    fn key(&self) -> String {
        let shown = [&self.name, &self.email, &self.id];
        let shown = shown.into_iter().find(|text| !text.is_empty());
        shown.map(|text| text.to_lowercase()).unwrap_or_default()
    }

    fn shown(self) -> Customer {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Customer {
            id: self.id,
            name: given(self.name),
            email: given(self.email),
            phone: given(self.phone),
            metadata: self.metadata,
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
        the newest first.",
    responses((status = 200, description = "All of them.", body = Emails)),
)]
pub async fn emails(
    State(app): State<App>,
    Agent(scenario): Agent,
) -> Result<Json<Emails>, Refusal> {
    let mut data: Vec<Email> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    // Oldest first: an address belongs to the conversation it was first given in.
    for talk in talks(&app, &scenario).await?.iter().rev() {
        let own = talk.session.user.email.to_lowercase();
        let mut given: Vec<&String> = [&own].into_iter().filter(|it| !it.is_empty()).collect();
        given.extend(talk.emails.iter().filter(|it| **it != own));
        for email in given {
            let name = Some(&talk.session.user.name)
                .filter(|name| *email == own && !name.is_empty())
                .cloned();
            match place.get(email).and_then(|at| data.get_mut(*at)) {
                Some(one) => {
                    one.conversations += 1;
                    one.name = one.name.take().or(name);
                }
                None => {
                    place.insert(email.clone(), data.len());
                    data.push(Email {
                        email: email.clone(),
                        name,
                        conversation_id: talk.session.id.clone(),
                        conversations: 1,
                        created_at: written(talk.session.created_at),
                    });
                }
            }
        }
    }
    data.reverse();
    let total = data.len() as u64;
    Ok(Json(Emails { data, total }))
}

/// Every conversation that counts, newest first.
async fn talks(app: &App, scenario: &Scenario) -> Result<Vec<Conversation>, Refusal> {
    vivavoce_engine::insights::refresh(app, &scenario.id).await?;
    let filter = ConversationFilter {
        scenario_id: scenario.id.clone(),
        ..ConversationFilter::default()
    };
    Ok(app.store.conversations(&filter, u32::MAX, 0).await?.0)
}
