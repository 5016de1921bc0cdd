use super::*;

#[tokio::test]
async fn a_page_runs_nothing_inline_and_shows_hostile_names_as_text() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let evil = "<img src=x onerror=alert(1)>\"'&";
    school.user("u", json!({ "userName": evil })).await;
    let settings =
        json!({ "defaultTutor": "\"><script>x</script>", "practiceLanguageProficiency": evil });
    assert_eq!(
        school.ask("PUT /users/u/settings", settings).await.status,
        200
    );
    let mut template = school.template("books").await;
    template.name = format!("Books {evil}");
    template.user_friendly_description = Some(evil.to_owned());
    site.app.store.put_scenario(template.clone()).await.unwrap();
    let ended = school.talk("u", &template, &[evil]).await;
    school.end(&ended).await;
    let browser = Browser::of(&school, "u").await;
    let welcome = browser.get("/app").await;
    assert_eq!(location(&welcome), "/app/introduction");
    let mut pages = vec![browser.get("/app/introduction").await];
    let begun = browser
        .post("/app/settings", "introduced=true&practiceLanguage=de-DE")
        .await;
    assert_eq!(location(&begun), "/app");
    for path in [
        "/app".to_owned(),
        "/app?page=2".to_owned(),
        "/app/settings?saved".to_owned(),
        "/app/chat?t=books".to_owned(),
        format!("/app/chat/{ended}"),
        format!("/app/chat/{ended}?hide-chat-sidebar=true"),
        "/authentication/login?organization=north".to_owned(),
        "/authentication/left".to_owned(),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        pages.push(page);
    }
    for page in pages {
        let text = &page.text;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self' http://v.example;",
            "form-action 'self' http://v.example;",
            "require-trusted-types-for 'script'",
        ] {
            assert!(policy.contains(part), "{part}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.headers["referrer-policy"], "same-origin");
        assert!(
            !text.contains("<img") && !text.contains("<script>"),
            "{text}"
        );
        assert!(
            !text.contains("style=") && !text.contains(" onclick"),
            "{text}"
        );
        assert!(!text.contains("CANARY"), "{text}");
        assert!(text.contains("<html lang=\"en\""), "{text}");
    }
}

#[tokio::test]
async fn what_is_around_a_page_is_the_hosts_in_a_frame() {
    let mut settings = Settings::default();
    settings.http.deployment.allowed_hosts = vec!["https://my-company.com".to_owned()];
    let site = Site::with(settings).await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    school.template("books").await;
    let browser = Browser::of(&school, "u").await;
    for (headers, framed) in [
        (vec![], false),
        (vec!["sec-fetch-dest: document"], false),
        (vec!["sec-fetch-dest: iframe"], true),
    ] {
        let headers: Vec<&str> = headers
            .into_iter()
            .chain([browser.cookie.as_str()])
            .collect();
        let page = site.ask("GET /app/settings", &headers, "").await;
        assert_eq!(page.text.contains(" data-framed"), framed, "{headers:?}");
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.ends_with("frame-ancestors 'self' https://my-company.com"),
            "{policy}"
        );
    }
    for (query, shown) in [
        ("", true),
        ("&hide-chat-sidebar=true", false),
        ("&hide-chat-sidebar", false),
        ("&hide-chat-sidebar=false", true),
    ] {
        let page = browser.get(&format!("/app/chat?t=books{query}")).await;
        assert_eq!(page.text.contains("class=\"sidebar\""), shown, "{query}");
    }
}

#[tokio::test]
async fn settings_are_saved_by_their_form_and_obeyed_by_the_pages() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let browser = Browser::of(&school, "u").await;
    let body = "practiceLanguage=fr-FR&practiceLanguageProficiency=beginner&userLanguage=de-DE&uiLanguage=de\
                &defaultTutor=Jo&readAloudSpeed=5&hideIntroFlow=true&shown=hideIntroFlow&userId=other&id=other";
    let saved = browser.post("/app/settings", body).await;
    assert_eq!(location(&saved), "/app/settings?saved");
    let settings = school
        .ask("GET /users/u/settings", Value::Null)
        .await
        .json();
    let expected = json!({
        "practiceLanguage": "fr-FR", "practiceLanguageProficiency": "beginner", "userLanguage": "de-DE",
        "uiLanguage": "de", "defaultTutor": "Jo", "readAloudSpeed": 5, "hideIntroFlow": true,
        "showChatTranslations": false, "showChatRomanization": false, "showLiveFeedback": false,
    });
    assert_eq!(settings, expected);
    // The introduction is hidden, and the pages are German.
    let home = browser.get("/app").await;
    assert_eq!(home.status, 200);
    assert!(
        home.text.contains("<html lang=\"de\"") && home.text.contains("Gespräche"),
        "{}",
        home.text
    );
    // A box that was shown and not ticked is off.
    browser.post("/app/settings", "shown=hideIntroFlow").await;
    let settings = school
        .ask("GET /users/u/settings", Value::Null)
        .await
        .json();
    assert_eq!(settings["hideIntroFlow"], false);
    assert_eq!(settings["defaultTutor"], "Jo");
    for (headers, status) in [
        (vec!["sec-fetch-site: cross-site"], 403),
        (vec![], 403),
        (vec!["origin: http://v.example"], 303),
    ] {
        let headers: Vec<&str> = headers
            .into_iter()
            .chain([browser.cookie.as_str(), FORM])
            .collect();
        let answer = site
            .ask("POST /app/settings", &headers, "readAloudSpeed=1")
            .await;
        assert_eq!(answer.status, status, "{headers:?}");
    }
    let wrong = browser.post("/app/settings", "readAloudSpeed=9").await;
    assert_eq!(wrong.status, 400);
    // Without a model nothing promises its help.
    let page = browser.get("/app/settings").await;
    assert!(!page.text.contains("showChatTranslations"), "{}", page.text);
}
