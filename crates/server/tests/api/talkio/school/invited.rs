use std::time::Duration;

use vivavoce_protocol::Secret;

use super::*;
use crate::engine::outbox::smtp::MailServer;
use vivavoce_engine::store::passcode;
use vivavoce_engine::{settings::MailSettings, settings::Rate};

/// Waits for mail number `count` and takes the temporary password out of it.
async fn mailed(server: &MailServer, count: usize) -> (String, String) {
    for _ in 0..6_000 {
        if server.got().len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mail = server.got()[count - 1].clone();
    let text = mail.part("text/plain");
    let (_, rest) = text.split_once("Temporary password: ").unwrap();
    let password = rest.lines().next().unwrap().trim().to_owned();
    (mail.to.join(","), password)
}

#[tokio::test]
async fn an_invited_user_signs_in_with_a_mailed_password_and_chooses_one() {
    let server = MailServer::new().await;
    let mut settings = Settings::default();
    settings.engine.limits.sweep_every = Duration::from_millis(20);
    settings.engine.public_url = Some("https://voice.example".to_owned());
    settings.engine.mail = Some(MailSettings {
        url: Secret::new(format!("smtp://{}", server.address)),
        from: "Viva Voce <voice@example.com>".parse().unwrap(),
    });
    let site = Site::with(settings).await;
    site.server.start();
    let school = School::new(&site, "north", "partner").await;
    let ask = json!({ "email": "New@Example.com" });
    let invited = school.ask("POST /users/invite", ask.clone()).await;
    assert_eq!(invited.status, 201, "{}", invited.text);
    let user = invited.json();
    assert_eq!(
        (&user["email"], &user["userType"]),
        (&json!("New@Example.com"), &json!("member"))
    );
    let (to, first) = mailed(&server, 1).await;
    assert!(to.contains("<New@Example.com>"), "{to}");
    // Asked again before the first login, another mail ends the earlier password.
    assert_eq!(
        school.ask("POST /users/invite", ask.clone()).await.status,
        201
    );
    let (_, temporary) = mailed(&server, 2).await;
    assert_ne!(first, temporary);

    let page = site
        .ask("GET /authentication/login?organization=north", &[], "")
        .await;
    assert!(page.text.contains("Forgot your password?"), "{}", page.text);
    let login = async |email: &str, password: &str| {
        let body = format!("organization=north&email={email}&password={password}");
        site.ask("POST /authentication/login", &[OWN, FORM], body)
            .await
    };
    for (email, password) in [
        ("new%40example.com", first.as_str()),
        ("nobody%40example.com", temporary.as_str()),
        (user["id"].as_str().unwrap(), temporary.as_str()),
    ] {
        let refused = login(email, password).await;
        assert_eq!(refused.status, 401, "{email} {password}");
        assert!(refused.text.contains("is not right"), "{}", refused.text);
        assert!(cookies(&refused).is_empty());
    }
    let asked = login("new%40example.com", &temporary).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    assert!(
        cookies(&asked).is_empty(),
        "a temporary password opens nothing else"
    );
    let (_, rest) = asked.text.split_once("name=\"change\" value=\"").unwrap();
    let change = rest.split('"').next().unwrap().to_owned();
    let choose = async |password: &str, again: &str| {
        let body = format!("change={change}&password={password}&again={again}");
        site.ask("POST /authentication/password", &[OWN, FORM], body)
            .await
    };
    for (password, again, words) in [
        ("short", "short", "at least ten"),
        ("long+enough+one", "another+one+now", "not the same"),
        (temporary.as_str(), temporary.as_str(), "Choose another"),
    ] {
        let refused = choose(password, again).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
    }
    let entered = choose("my+own+secret+words", "my+own+secret+words").await;
    assert_eq!(location(&entered), "/app");
    let browser = Browser {
        site: &site,
        cookie: format!("cookie: {}", cookies(&entered)[0]),
    };
    assert_eq!(browser.get("/app/settings").await.status, 200);
    // Neither the form nor the temporary password works twice.
    assert_eq!(
        choose("my+own+secret+words", "my+own+secret+words")
            .await
            .status,
        401
    );
    assert_eq!(login("new%40example.com", &temporary).await.status, 401);
    assert_eq!(
        location(&login("NEW%40example.com", "my+own+secret+words").await),
        "/app"
    );
    assert_eq!(school.ask("POST /users/invite", ask).await.status, 409);

    // Who forgot it gets another temporary one; a stranger gets the same answer and no mail.
    let forgot = async |email: &str| {
        let body = format!("organization=north&email={email}");
        site.ask("POST /authentication/forgotten", &[OWN, FORM], body)
            .await
    };
    let stranger = forgot("nobody%40example.com").await;
    let known = forgot("new%40example.com").await;
    assert_eq!(
        (stranger.status, &stranger.text),
        (known.status, &known.text)
    );
    let (_, temporary) = mailed(&server, 3).await;
    assert_eq!(login("new%40example.com", &temporary).await.status, 200);
    assert_eq!(
        location(&login("new%40example.com", "my+own+secret+words").await),
        "/app"
    );
    // Whoever asks for another at once ends nothing: the mailed password is still good.
    let member = school.member(user["id"].as_str().unwrap()).await;
    let now = site.app.clock.now();
    vivavoce_talkio::remind(&site.app, &member, now)
        .await
        .unwrap();
    let parcels: Vec<String> = sqlx::query_scalar("SELECT body FROM outbox ORDER BY created_at")
        .fetch_all(site.app.store.read())
        .await
        .unwrap();
    assert_eq!(parcels.len(), 3, "{parcels:?}");
    // Every request came for v.example, which is whatever a caller says it is.
    assert!(!parcels.concat().contains("v.example"), "{parcels:?}");
    let address = "Address: https://voice.example/authentication/login?organization=north";
    for mail in server.got() {
        assert!(mail.part("text/plain").contains(address), "{mail:?}");
    }
}

#[tokio::test]
async fn a_mailed_password_ends_with_the_address_and_its_form_opens_once() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let store = &site.app.store;
    let login = async |email: &str| {
        let body = format!("organization=north&email={email}&password=the+mailed+one");
        site.ask("POST /authentication/login", &[OWN, FORM], body)
            .await
    };
    let form = |answer: &Answer| {
        let (_, rest) = answer.text.split_once("name=\"change\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let choose = async |change: &str| {
        let words = "my+own+secret+words";
        let body = format!("change={change}&password={words}&again={words}");
        let line = "POST /authentication/password";
        site.ask(line, &[OWN, FORM], body).await.status
    };
    let invited = json!({ "email": "stranger@example.com" });
    school.user("u", invited).await;
    let member = school.member("u").await;
    let hash = passcode::hash("the mailed one").await.unwrap();
    let set = vivavoce_talkio::store::set_temporary_password;
    set(store, &member.id, &hash, i64::MAX).await.unwrap();
    // The same address with other letters is the same.
    let same = json!({ "email": "Stranger@Example.com", "userName": "Ada" });
    school
        .ask("PUT /users/u", same)
        .await
        .with(axum::http::StatusCode::OK);
    let opened = form(&login("stranger%40example.com").await);
    let right = json!({ "email": "right@example.com" });
    school
        .ask("PUT /users/u", right)
        .await
        .with(axum::http::StatusCode::OK);
    for email in ["stranger%40example.com", "right%40example.com"] {
        assert_eq!(login(email).await.status, 401, "{email}");
    }
    assert_eq!(choose(&opened).await, 401);

    set(store, &member.id, &hash, i64::MAX).await.unwrap();
    let opened = form(&login("right%40example.com").await);
    let mut all: Vec<u16> = futures_util::future::join_all((0..4).map(|_| choose(&opened))).await;
    all.sort_unstable();
    assert_eq!(all, [303, 401, 401, 401]);
}

#[tokio::test]
async fn whoever_guesses_a_users_password_does_not_keep_the_user_out() {
    let mut settings = Settings {
        http: vivavoce_http::HttpSettings {
            trusted_proxies: vec!["0.0.0.0/32".parse().unwrap()],
            ..vivavoce_http::HttpSettings::default()
        },
        ..Settings::default()
    };
    settings.engine.limits.passcodes = Rate {
        burst: 8,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({ "email": "u@example.com" })).await;
    let store = &site.app.store;
    let north = vivavoce_talkio::store::organization_by_slug(store, "north")
        .await
        .unwrap()
        .unwrap();
    let user = vivavoce_talkio::store::member_by_email(store, &north.id, "u@example.com").await;
    let hash = passcode::hash("my own secret words").await.unwrap();
    let id = user.unwrap().unwrap().id;
    choose_password(store, &id, &hash).await;
    let login = async |address: &str, password: &str| {
        let from = format!("x-forwarded-for: {address}");
        let body = format!("organization=north&email=u%40example.com&password={password}");
        let headers = [OWN, FORM, from.as_str()];
        site.ask("POST /authentication/login", &headers, body)
            .await
            .status
    };
    // Eight tries of this user's in all, wherever they come from; then five an hour of each address.
    for (address, count) in [("203.0.113.1", 8), ("203.0.113.2", 5), ("203.0.113.3", 5)] {
        for _ in 0..count {
            assert_eq!(login(address, "guess").await, 401, "{address}");
        }
        assert_eq!(login(address, "guess").await, 429, "{address}");
    }
    for _ in 0..9 {
        assert_eq!(login("203.0.113.9", "my+own+secret+words").await, 303);
    }
}

#[tokio::test]
async fn guesses_at_all_users_of_a_school_are_counted_together() {
    let mut settings = Settings::default();
    settings.engine.limits.passcodes = Rate {
        burst: 1_000,
        per_minute: 1,
    };
    settings.engine.limits.passcodes_in_all = Rate {
        burst: 3,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    for school in ["north", "south"] {
        School::new(&site, school, "partner").await;
    }
    let guess = async |school: &str, user: usize| {
        let body = format!("organization={school}&email=u{user}%40example.com&password=guess");
        let answer = site.ask("POST /authentication/login", &[OWN, FORM], body);
        answer.await.status
    };
    // Three in all, and thirty an hour of an address.
    let mut answered = 0;
    while guess("north", answered).await == 401 {
        answered += 1;
    }
    assert_eq!(answered, 33);
    assert_eq!(guess("south", 0).await, 401);
}

#[tokio::test]
async fn passwords_cannot_be_tried_for_long_nor_from_elsewhere() {
    let mut settings = Settings::default();
    settings.engine.limits.passcodes = Rate {
        burst: 3,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({ "email": "u@example.com" })).await;
    let body = "organization=north&email=u%40example.com&password=guess";
    let foreign = ["sec-fetch-site: cross-site", FORM];
    assert_eq!(
        site.ask("POST /authentication/login", &foreign, body)
            .await
            .status,
        403
    );
    for status in [401, 401, 401, 429] {
        let answer = site
            .ask("POST /authentication/login", &[OWN, FORM], body)
            .await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let invited = school
        .ask("POST /users/invite", json!({ "email": "x@example.com" }))
        .await;
    assert_eq!(invited.status, 503);
    assert!(
        invited.json()["message"]
            .as_str()
            .unwrap()
            .contains("[mail]")
    );
}
