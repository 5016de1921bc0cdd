//! A Talkio school behind the relay.

use super::*;

const SCHOOL: &str = "/api/partner/v3/organizations/school";

#[tokio::test]
async fn a_talkio_school_is_framed_with_its_settings_beside_it() -> Result<()> {
    let backend = "dialect = \"talkio\"\nurl = \"URL\"\nprovider = \"partner\"\n\
                   organization = \"school\"";
    let wanted = json!({ "api": "talkio", "provider": "partner" });
    let bridge = Bridge::built(backend, Some(wanted)).await?;
    let made = json!({ "slug": "school", "name": "My School", "provider": "partner" });
    bridge
        .vendor
        .post("/api/public/organizations", &made)
        .await?;
    let headers = [
        ("x-api-key", bridge.key.as_str()),
        ("x-provider", "partner"),
    ];

    let embed = bridge.begun("demo-interview").await?;
    // The vendor's page in ours, its embed in that.
    let frames = vec!["#embed", "[data-control=frame]", "#embed"];
    let lesson = Embed::inside(&bridge.stage.chrome, frames);
    lesson.phase_is("live").await?;
    lesson.answered(1, PATIENCE).await?;
    lesson.say("I worked as an engineer for six years.").await?;
    lesson.say("I led a project.").await?;

    let script = "return document.querySelector('[data-control=frame]').src";
    let link = embed.script(script, vec![]).await?;
    let link = link.as_str().unwrap_or_default();
    ensure!(link.contains("&hide-chat-sidebar=true"), "{link}");
    // And so the school's page has none.
    let page = Embed::inside(&bridge.stage.chrome, vec!["#embed", "[data-control=frame]"]);
    shows(&page, "#embed").await?;
    gone(&page, ".sidebar").await?;

    embed.click("details").await?;
    shows(&embed, "[data-field=defaultTutor]").await?;
    let change = "const field = document.querySelector('[data-field=defaultTutor]');\
                  field.value = 'Jo';\
                  field.dispatchEvent(new Event('change', { bubbles: true }))";
    embed.script(change, vec![]).await?;
    wait::until("the setting at the vendor", PATIENCE, || async {
        let users = bridge.told(&format!("{SCHOOL}/users"), &headers).await?;
        let id = users["data"][0]["id"]
            .as_str()
            .context("a user")?
            .to_owned();
        let path = format!("{SCHOOL}/users/{id}/settings");
        let settings = bridge.told(&path, &headers).await?;
        Ok((settings["defaultTutor"] == "Jo").then_some(()))
    })
    .await?;

    // What was said counts, and can be read again, beside the frame.
    for panel in ["Settings", "Today", "This month"] {
        reads(&embed, ".panels", panel).await?;
    }
    reads(&embed, ".panels", "in 1 conversation on 1 day").await?;
    embed.click("conversations").await?;
    embed.click("conversation").await?;
    reads(&embed, ".panel", "I led a project.").await?;

    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    lesson.phase_is("live").await?;
    lesson.says("six years").await?;
    lesson.say("It went well.").await?;
    bridge.closed().await
}
