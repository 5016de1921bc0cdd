//! A Tovie channel behind the relay.

use super::*;

/// What the agent says when it hands over, and the person who takes over.
const HANDED: &str = "I hand you over to a colleague.";
const BOB: &str = "Bob here. Which one is it?";

/// The shop's agent with buttons under its first question.
fn choosing() -> Value {
    let mut agent = shop();
    agent["script"]["steps"][0]["choices"] =
        json!([{ "id": "lamp", "text": "A lamp" }, { "id": "bulb", "text": "A bulb" }]);
    agent
}

impl Bridge {
    /// A channel of `played`; `wanted`: what else it shall have.
    async fn channel(played: &Value, wanted: Value) -> Result<Bridge> {
        let vendor = Server::start().await?;
        let made = vendor.post("/api/public/scenarios", played).await?;
        let mut channel = json!({ "scenario_id": made["id"], "name": "The site" });
        if let (Value::Object(channel), Value::Object(wanted)) = (&mut channel, wanted) {
            channel.extend(wanted);
        }
        let channel = vendor.post("/api/public/channels", &channel).await?;
        let token = channel["token"].as_str().context("a token")?.to_owned();
        let backend = "dialect = \"tovie\"\nurl = \"URL/chatapi\"";
        Bridge::to(vendor, String::new(), token, backend).await
    }

    /// The one dialog in this state, once there is one.
    async fn dialog(&self, state: &str) -> Result<Value> {
        let path = format!("/api/public/operator/dialogs?state={state}");
        wait::until(&format!("a dialog: {state}"), PATIENCE, || async {
            let found = self.vendor.get(&path).await?;
            Ok(found["dialogs"].get(0).cloned())
        })
        .await
    }

    /// Does something with a dialog, as an operator.
    async fn operate(&self, dialog: &Value, deed: &str, body: Value) -> Result<Value> {
        let id = dialog["id"].as_str().context("a dialog's id")?;
        let path = format!("/api/public/operator/dialogs/{id}/{deed}");
        self.vendor.post(&path, &body).await
    }

    /// Waits until the operator reads `words` as the visitor's last.
    async fn operator_reads(&self, dialog: &Value, words: &str) -> Result<()> {
        let id = dialog["id"].as_str().context("a dialog's id")?;
        let path = format!("/api/public/operator/dialogs/{id}");
        wait::until(
            &format!("{words:?} before the operator"),
            PATIENCE,
            || async {
                let dialog = self.vendor.get(&path).await?;
                let last = dialog["messages"].as_array().and_then(|all| all.last());
                Ok((last.context("messages")?["query"] == words).then_some(()))
            },
        )
        .await
    }
}

#[tokio::test]
async fn a_tovie_channel_greets_offers_buttons_and_goes_on() -> Result<()> {
    let bridge = Bridge::channel(&choosing(), json!({})).await?;
    let embed = bridge.begun("shop").await?;
    embed.says(FIRST).await?;
    embed.click("choice").await?;
    embed.says(HELD).await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    reloaded(&embed).await?;
    bridge.closed().await
}

#[tokio::test]
async fn a_person_takes_a_tovie_dialog_over_answers_and_hands_it_back() -> Result<()> {
    let handing = agent(&json!([
        { "ask": FIRST },
        { "tool": "switch_to_human", "input": { "destination": "Sales", "closeChatPhrases": ["/close"] } },
        { "ask": HANDED },
        { "ask": KEPT },
        { "label": "more", "ask": MORE },
        { "goto": "more" }
    ]));
    let bridge = Bridge::channel(&handing, json!({})).await?;
    // Whoever looks is there.
    bridge.vendor.get("/api/public/operator/dialogs").await?;
    let embed = bridge.begun("shop").await?;
    embed.says(FIRST).await?;
    embed.say("A person, please").await?;
    embed
        .says("You are being connected to a person. (Sales)")
        .await?;
    reads(&embed, ".bar .state", "A person answers now").await?;

    let dialog = bridge.dialog("waiting").await?;
    bridge
        .operate(&dialog, "take", json!({ "operator": "Bob" }))
        .await?;
    embed.fill("message", "Are you there?").await?;
    embed.click("send").await?;
    bridge.operator_reads(&dialog, "Are you there?").await?;
    reads(
        &embed,
        "[data-speaker=visitor]:last-of-type .ticks",
        "Delivered",
    )
    .await?;
    bridge
        .operate(&dialog, "messages", json!({ "text": BOB }))
        .await?;
    embed.says(BOB).await?;
    reads(&embed, "[data-speaker=agent] .author", "Bob").await?;
    gone(&embed, "[data-speaker=visitor] .ticks:not(.read)").await?;

    // In the middle of it.
    reload(&embed).await?;
    reads(&embed, ".bar .state", "A person answers now").await?;
    reads(&embed, "[data-speaker=agent] .author", "Bob").await?;
    embed.fill("message", "The red one").await?;
    embed.click("send").await?;
    bridge.operator_reads(&dialog, "The red one").await?;

    bridge
        .operate(&dialog, "return", json!({ "text": "It is yours." }))
        .await?;
    embed.says("It is yours.").await?;
    embed
        .says("The conversation with a person has ended.")
        .await?;
    let state = text(&embed, ".bar .state").await?;
    ensure!(!state.contains("person"), "{state:?}");
    // What the person was told answers nothing of the agent's.
    embed.say("A bulb, too").await?;
    embed.says(KEPT).await?;
    let whole = lines(&[
        ("agent", FIRST),
        ("visitor", "A person, please"),
        ("agent", HANDED),
        ("visitor", "Are you there?"),
        ("agent", BOB),
        ("visitor", "The red one"),
        ("agent", "It is yours."),
        ("visitor", "A bulb, too"),
        ("agent", KEPT),
    ]);
    holds(&embed, &whole).await?;
    reload(&embed).await?;
    holds(&embed, &whole).await?;
    bridge.closed().await
}

#[tokio::test]
async fn a_person_who_was_not_asked_for_may_take_a_tovie_dialog_over() -> Result<()> {
    let bridge = Bridge::channel(&shop(), json!({})).await?;
    let embed = bridge.begun("shop").await?;
    embed.says(FIRST).await?;
    let dialog = bridge.dialog("agent").await?;
    bridge
        .operate(&dialog, "take", json!({ "operator": "Bob" }))
        .await?;
    bridge
        .operate(&dialog, "messages", json!({ "text": BOB }))
        .await?;
    embed.says(BOB).await?;
    reads(&embed, ".bar .state", "A person answers now").await?;
    // Nothing is waited for, so there is nothing to stop, and more can be said.
    for words in ["The red one", "The big one"] {
        embed.fill("message", words).await?;
        embed.click("send").await?;
        bridge.operator_reads(&dialog, words).await?;
    }
    bridge.operate(&dialog, "return", json!({})).await?;
    embed
        .says("The conversation with a person has ended.")
        .await?;
    embed.say("A lamp").await?;
    embed.says(HELD).await?;
    bridge.closed().await
}

#[tokio::test]
async fn a_tovie_channel_that_blocks_its_form_opens_it_again_and_hears_what_was_read() -> Result<()>
{
    let bridge = Bridge::channel(&choosing(), json!({ "block_form": true })).await?;
    let embed = bridge.begun("shop").await?;
    embed.says(FIRST).await?;
    shows(&embed, "[data-control=message][readonly]").await?;
    ensure!(!embed.offers("message").await?, "one can write");
    embed.click("choice").await?;
    embed.says(HELD).await?;
    gone(&embed, "[data-control=message][readonly]").await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    // Two messages of the visitor's, both answered.
    wait::until("two read messages", PATIENCE, || async {
        let read = texts(&embed, "[data-speaker=visitor] .ticks.read").await?;
        Ok((read.len() == 2).then_some(()))
    })
    .await?;

    // What the visitor saw is read at the vendor.
    let dialog = bridge.dialog("agent").await?;
    let id = dialog["id"].as_str().context("a dialog's id")?;
    let path = format!("/api/public/operator/dialogs/{id}");
    wait::until("three read replies at the vendor", PATIENCE, || async {
        let messages = bridge.vendor.get(&path).await?["messages"].take();
        let replies = messages.as_array().context("messages")?.iter();
        let replies: Vec<&Value> = replies.filter(|it| it["type"] == "botResponse").collect();
        let read = replies.iter().all(|it| it["status"] == "READ");
        ensure!(replies.len() == 3 && read, "{replies:#?}");
        Ok(Some(()))
    })
    .await?;
    let client = dialog["client_id"].as_str().context("a client")?;
    let count = format!(
        "/chatapi/{}/client/{client}/message-not-read-count",
        bridge.key
    );
    ensure!(bridge.told(&count, &[]).await? == json!({ "count": 0 }));
    bridge.closed().await
}

#[tokio::test]
async fn two_tabs_of_a_tovie_visitor_stay_in_step() -> Result<()> {
    let bridge = Bridge::channel(&shop(), json!({})).await?;
    let embed = bridge.begun("shop").await?;
    embed.says(FIRST).await?;
    embed.say("A lamp").await?;
    embed.says(HELD).await?;
    let mut whole = said(&embed).await?;

    let tab = bridge.new_tab().await?;
    let embed = bridge.begun("shop").await?;
    holds(&embed, &whole).await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    whole.extend(lines(&[("visitor", "Yes, please"), ("agent", KEPT)]));
    holds(&embed, &whole).await?;

    let tab = bridge.to_tab(tab).await?;
    holds(&embed, &whole).await?;
    embed.say("A bulb, too").await?;
    embed.says(MORE).await?;
    whole.extend(lines(&[("visitor", "A bulb, too"), ("agent", MORE)]));
    holds(&embed, &whole).await?;
    bridge.to_tab(tab).await?;
    holds(&embed, &whole).await?;
    reload(&embed).await?;
    bridge.closed().await
}
