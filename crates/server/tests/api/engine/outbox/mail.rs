use vivavoce_protocol::Secret;

use super::smtp::{Mail, MailServer};
use super::*;
use vivavoce_engine::settings::MailSettings;

async fn mailing() -> (MailServer, Settings) {
    let server = MailServer::new().await;
    let mut settings = settings();
    settings.engine.public_url = Some("https://voice.example".to_owned());
    settings.engine.mail = Some(MailSettings {
        url: Secret::new(format!("smtp://{}", server.address)),
        from: "Viva Voce <voice@example.com>".parse().unwrap(),
    });
    (server, settings)
}

/// A session of a scenario with this `session_analysis`; `name` is the visitor's.
async fn talked(site: &Site, name: &str, session_analysis: Value) -> String {
    let scenario = site
        .scenario(json!({
            "name": "Calls & <b>more</b>",
            "rubrik": "- Greets",
            "session_analysis": session_analysis,
        }))
        .await;
    let held = site.open(scenario["id"].as_str().unwrap(), name).await;
    held.settle().await;
    held.say(
        "turn-number-1",
        "Hi <script>alert(1)</script>, I am fine.\n.\nBye.",
    )
    .await;
    held.stop("visitor").await;
    held.id
}

async fn arrived(server: &MailServer, count: usize) {
    eventually("the mail", async || {
        (server.got().len() >= count).then_some(())
    })
    .await;
    // And nothing after it.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.got().len(), count);
}

#[tokio::test]
async fn a_report_is_mailed_to_the_scenarios_owner_once() {
    let (server, settings) = mailing().await;
    let site = Site::with(settings).await;
    site.server.start();
    let auto = json!({ "admin_email": "admin@example.com", "is_auto_analysis": true });
    let id = talked(&site, "Eve\r\nBcc: all@example.com <i>", auto).await;
    arrived(&server, 1).await;
    assert_eq!(*server.greeted.lock().unwrap(), "voice.example");
    let mail = server.got()[0].clone();
    assert!(mail.from.contains("<voice@example.com>"), "{}", mail.from);
    assert_eq!(mail.to.len(), 1);
    assert!(mail.to[0].contains("<admin@example.com>"), "{:?}", mail.to);
    let (head, _) = mail.data.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains("From: \"Viva Voce\" <voice@example.com>"),
        "{head}"
    );
    assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
    assert!(
        head.contains(&format!("Message-ID: <report-{id}@example.com>")),
        "{head}"
    );
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    let text = mail.part("text/plain");
    for part in [
        "Calls & <b>more</b>",
        "Ada@Example.com",
        "Report card",
        "Greets",
        "measured",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("AI: "), "no transcript unless it is wanted");
    let html = mail.part("text/html");
    assert!(
        html.contains("Calls &amp; &lt;b&gt;more&lt;/b&gt;"),
        "{html}"
    );
    assert!(
        html.contains("&lt;i&gt;") && !html.contains("<i>"),
        "{html}"
    );
    // Asked for again, it is not mailed again.
    for force in [false, true] {
        let body = json!({ "session_id": id, "force": force });
        let answer = site.api("POST /sessions/analyze", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    arrived(&server, 1).await;
}

#[tokio::test]
async fn the_scenario_says_what_is_mailed_and_when() {
    // session_analysis beside admin_email; mails by itself; mails once asked for; transcript; report
    let cases = [
        (json!({}), 0, 1, false, true),
        (json!({ "is_auto_analysis": true }), 1, 1, false, true),
        (
            json!({ "is_auto_analysis": true, "email_transcript": true }),
            1,
            1,
            true,
            true,
        ),
        (
            json!({ "is_auto_analysis": true, "email_transcript": true, "email_analysis": false }),
            1,
            1,
            true,
            false,
        ),
        (
            json!({ "is_auto_analysis": true, "email_analysis": false }),
            0,
            0,
            false,
            false,
        ),
        (
            json!({ "is_auto_analysis": true, "admin_email": "" }),
            0,
            0,
            false,
            false,
        ),
    ];
    for (more, alone, asked, transcript, report) in cases {
        let (server, settings) = mailing().await;
        let site = Site::with(settings).await;
        site.server.start();
        let mut analysis = json!({ "admin_email": "admin@example.com" });
        analysis
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let id = talked(&site, "Ada", analysis).await;
        eventually("results", async || {
            site.app.store.analysis(&id).await.unwrap()
        })
        .await;
        arrived(&server, alone).await;
        site.api("POST /sessions/analyze", &json!({ "session_id": id }))
            .await;
        arrived(&server, asked).await;
        let Some(mail) = server.got().pop() else {
            continue;
        };
        let (text, html) = (mail.part("text/plain"), mail.part("text/html"));
        assert_eq!(text.contains("Transcript"), transcript, "{more}: {text}");
        let said = "] User: Hi <script>alert(1)</script>, I am fine.";
        assert_eq!(text.contains(said), transcript, "{text}");
        assert!(
            html.contains("&lt;script&gt;") && !html.contains("<script"),
            "{html}"
        );
        assert_eq!(text.contains("Report card"), report, "{more}: {text}");
    }
}

#[tokio::test]
async fn a_mail_server_that_is_busy_is_tried_again_and_one_that_refuses_is_not() {
    for (verdict, then, waits) in [
        ("451 busy with admin@example.com", "250 ok", true),
        ("550 no admin@example.com here", "250 ok", false),
    ] {
        let (server, settings) = mailing().await;
        server.answers(verdict);
        let site = Site::with(settings).await;
        site.server.start();
        let auto = json!({ "admin_email": "admin@example.com", "is_auto_analysis": true });
        talked(&site, "Ada", auto).await;
        let parcel = eventually("a try", async || {
            let parcels = site.app.store.parcels("mail", 1).await.unwrap();
            parcels.into_iter().find(|parcel| parcel.attempts == 1)
        })
        .await;
        assert_eq!(parcel.done_at.is_none(), waits, "{parcel:?}");
        let detail = format!("the mail server answered {}", &verdict[..3]);
        assert_eq!(parcel.detail, Some(detail));
        assert!(server.got().is_empty());
        server.answers(then);
        site.app.clock.advance(3_600_000);
        if waits {
            arrived(&server, 1).await;
        } else {
            tokio::time::sleep(Duration::from_millis(150)).await;
            assert!(server.got().is_empty());
        }
    }
}

#[tokio::test]
async fn a_mail_waits_for_its_server_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (server, settings) = mailing().await;
    let first = Site::at(&file(&folder), settings.clone()).await;
    let auto = json!({ "admin_email": "admin@example.com", "is_auto_analysis": true });
    let id = talked(&first, "Ada", auto).await;
    eventually("results", async || {
        first.app.store.analysis(&id).await.unwrap()
    })
    .await;
    first.app.shutdown().await;
    assert!(server.got().is_empty());
    let second = Site::at(&file(&folder), settings).await;
    second.server.start();
    arrived(&server, 1).await;
}

/// A session of a tenant's scenario whose results go to `to` by themselves.
async fn tenant_talked(site: &Site, to: &str) {
    let body = json!({
        "name": "Calls",
        "description": "",
        "ai_instructions": "Talk.",
        "is_public": true,
        "session_analysis": { "admin_email": to, "is_auto_analysis": true },
    });
    let made = site.api_as(&site.other_key, "POST /scenarios", &body).await;
    let id = site.talk(made.json()["id"].as_str().unwrap()).await;
    eventually("results", async || {
        site.app.store.analysis(&id).await.unwrap()
    })
    .await;
}

/// Where the link of a mail that asks leads.
fn link(mail: &Mail) -> String {
    let text = mail.part("text/plain");
    let (_, rest) = text.split_once("https://voice.example").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// The holder of an address answers by the form that the link in a mail shows.
async fn answers(site: &Site, token: &str, answer: &str) {
    let form = format!("token={token}&answer={answer}");
    let kind = ["content-type: application/x-www-form-urlencoded"];
    let page = site.ask("POST /mail", &kind, form).await;
    assert_eq!(page.status, 200, "{}", page.text);
}

#[tokio::test]
async fn who_says_no_while_a_mail_waits_does_not_get_it() {
    let (server, settings) = mailing().await;
    let site = Site::with(settings).await;
    site.server.start();
    tenant_talked(&site, "admin@example.com").await;
    arrived(&server, 1).await;
    let address = link(&server.got()[0]);
    let (_, token) = address.split_once("token=").unwrap();
    answers(&site, token, "yes").await;
    server.answers("451 busy");
    tenant_talked(&site, "admin@example.com").await;
    let report = async |is_over: bool| {
        eventually("the report", async || {
            let parcels = site.app.store.parcels("mail", 9).await.unwrap();
            let mut reports = parcels
                .into_iter()
                .filter(|it| it.id.starts_with("report-"));
            reports.find(|it| it.attempts >= 1 && it.done_at.is_some() == is_over)
        })
        .await
    };
    report(false).await;
    answers(&site, token, "no").await;
    server.answers("250 ok");
    site.app.clock.advance(3_600_000);
    let report = report(true).await;
    assert_eq!(
        report.detail.as_deref(),
        Some("whoever it was for has said no")
    );
    assert_eq!(server.got().len(), 1);
}

#[tokio::test]
async fn nobody_is_mailed_for_a_tenant_who_has_not_said_that_they_want_it() {
    // What the holder of the address answers, and how many mails have come after the question and a day's
    // sessions.
    for (answer, mails) in [(None, 1), (Some("no"), 1), (Some("yes"), 2)] {
        let (server, settings) = mailing().await;
        let site = Site::with(settings).await;
        site.server.start();
        tenant_talked(&site, "Victim@example.com").await;
        tenant_talked(&site, "victim@example.com ").await;
        arrived(&server, 1).await;
        let asked = server.got()[0].clone();
        assert!(
            asked.data.contains("Do you want mail from other?"),
            "{}",
            asked.data
        );
        let address = link(&asked);
        let (_, token) = address.split_once("token=").unwrap();
        let kept = vivavoce_test_server::found(site.app.store.read(), token).await;
        assert!(kept.is_empty(), "the link stands in {kept:?}");
        // To follow the link answers nothing.
        for _ in 0..2 {
            let page = site.ask(&format!("GET {address}"), &[], "").await;
            assert_eq!(page.status, 200, "{}", page.text);
            assert!(
                page.text.contains("Nothing is sent before"),
                "{}",
                page.text
            );
        }
        if let Some(answer) = answer {
            answers(&site, token, answer).await;
        }
        tenant_talked(&site, "victim@example.com").await;
        arrived(&server, mails).await;
        // Who has not answered is asked again, a day later.
        site.app.clock.advance(86_400_000);
        tenant_talked(&site, "victim@example.com").await;
        let again = usize::from(answer != Some("no"));
        arrived(&server, mails + again).await;
        let unknown = site.ask("GET /mail?token=guess", &[], "").await;
        assert_eq!(unknown.status, 404, "{}", unknown.text);
    }
}

#[tokio::test]
async fn an_account_sends_so_many_mails_a_day() {
    let (server, mut settings) = mailing().await;
    settings.engine.limits.mails_per_account = 2;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    site.server.start();
    let auto = json!({ "admin_email": "admin@example.com", "is_auto_analysis": true });
    for _ in 0..4 {
        let id = talked(&site, "Ada", auto.clone()).await;
        eventually("results", async || {
            site.app.store.analysis(&id).await.unwrap()
        })
        .await;
    }
    arrived(&server, 2).await;
    site.app.clock.advance(86_400_000);
    talked(&site, "Ada", auto).await;
    arrived(&server, 3).await;
}

#[tokio::test]
async fn an_answer_to_the_question_is_yes_or_no_and_nothing_else() {
    let (server, settings) = mailing().await;
    let site = Site::with(settings).await;
    site.server.start();
    tenant_talked(&site, "admin@example.com").await;
    arrived(&server, 1).await;
    let address = link(&server.got()[0]);
    let (_, token) = address.split_once("token=").unwrap();
    let kind = ["content-type: application/x-www-form-urlencoded"];
    let form = |rest: &str| format!("token={token}{rest}").into_bytes();
    let long = form(&format!("&answer={}", "y".repeat(5_000)));
    // What is sent, the status, and what the page says that was answered.
    for (body, status, so_far) in [
        (form(""), 422, "Nothing is sent before you say yes."),
        (form("&answer="), 422, "Nothing is sent before you say yes."),
        (
            form("&answer=maybe"),
            422,
            "Nothing is sent before you say yes.",
        ),
        (
            b"token=\xff".to_vec(),
            400,
            "Nothing is sent before you say yes.",
        ),
        (long, 413, "Nothing is sent before you say yes."),
        (form("&answer=YES"), 200, "You have said yes."),
        (form("&answer=No"), 200, "You have said no."),
    ] {
        let said = String::from_utf8_lossy(&body).into_owned();
        let page = site.ask("POST /mail", &kind, body).await;
        assert_eq!(page.status, status, "{said}: {}", page.text);
        assert!(page.text.contains("<h1>"), "{said}: {}", page.text);
        let page = site.ask(&format!("GET {address}"), &[], "").await;
        assert!(page.text.contains(so_far), "{said}: {}", page.text);
    }
}
