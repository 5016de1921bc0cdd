use super::*;

#[tokio::test]
async fn conversations_are_listed_and_read_with_what_was_said() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    school.user("other", json!({})).await;
    let settings = json!({ "practiceLanguage": "en-GB", "defaultTutor": "Jo" });
    school.ask("PUT /users/u/settings", settings).await;
    let books = school.template("books-literature").await;
    let trips = school.template("trips").await;
    let first = school
        .talk("u", &books, &["I like books.", "And films."])
        .await;
    site.app.clock.advance(2_000);
    let second = school.talk("u", &trips, &["I go to Rome."]).await;
    school.talk("other", &books, &["CANARY"]).await;
    school.end(&first).await;

    let all = school.ask("GET /users/u/conversations", Value::Null).await;
    let head = |id: &str, template: &str, status: &str| {
        json!({ "id": id, "promptTemplateId": template, "practiceLanguage": "en-GB", "tutor": "Jo",
            "title": format!("About {template}"), "status": status, "createdAt": "*", "updatedAt": "*" })
    };
    check(
        "all",
        &all,
        200,
        &json!({ "total": 2, "page": 1, "limit": 10, "data": [
        head(&second, "trips", "active"), head(&first, "books-literature", "completed") ] }),
    );
    for (query, count) in [
        ("promptTemplateId=books-literature", 1),
        ("promptTemplateId=nothing", 0),
        ("page=2", 0),
    ] {
        let line = format!("GET /users/u/conversations?{query}");
        let page = school.ask(&line, Value::Null).await.json();
        assert_eq!(page["data"].as_array().unwrap().len(), count, "{query}");
    }
    let line = format!("GET /users/u/conversations/{first}");
    let one = school.ask(&line, Value::Null).await;
    let says = |role: &str, content: &str| {
        json!({ "id": "*", "role": role, "content": content, "translation": null,
            "romanization": null, "feedback": null, "createdAt": "*" })
    };
    let parrot = "Hello there. How are you?";
    check(
        &line,
        &one,
        200,
        &json!({ "id": first, "promptTemplateId": "books-literature", "messages": [
        says("assistant", parrot), says("user", "I like books."), says("assistant", parrot),
        says("user", "And films."), says("assistant", parrot) ] }),
    );
    // Another user's is none of theirs.
    for path in [
        format!("/users/other/conversations/{first}"),
        "/users/u/conversations/no".to_owned(),
    ] {
        let answer = school.ask(&format!("GET {path}"), Value::Null).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text.contains("books"), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_report_looks_at_so_many_conversations_and_beside_the_threads_that_answer() {
    let site = Site::new().await;
    at_noon(&site);
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let books = school.template("books").await;
    let talk = school.talk("u", &books, &["one two three"]).await;
    let store = site.app.store.read();
    for sql in [
        "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 1200) \
         INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, user_name, \
         user_email, variables, source, visitor, transcribe, created_at, deadline_at, \
         last_contact_at, last_seq, changed_at) SELECT 'more-' || value, scenario_id, account_id, '', \
         'full', 'active', '', '', '{}', source, visitor, 1, created_at, deadline_at, \
         last_contact_at, last_seq, changed_at FROM n, sessions WHERE id = $1",
        "INSERT INTO events (session_id, seq, at, body) SELECT s.id, e.seq, e.at, e.body \
         FROM sessions s, events e WHERE s.id LIKE 'more-%' AND e.session_id = $1",
    ] {
        sqlx::query(sql).bind(&talk).execute(store).await.unwrap();
    }
    let time = jiff::Timestamp::from_millisecond(site.app.clock.now()).unwrap();
    let day = time.to_zoned(jiff::tz::TimeZone::UTC).date();
    let month = day.strftime("%Y-%m");
    for (line, place) in [
        (
            format!("usage/monthly-stats?month={month}"),
            "/conversations/count",
        ),
        (format!("usage/stats?date={day}"), "/conversations/count"),
        (format!("weekly-assessment/{day}"), "/conversations/count"),
        (month.to_string(), "/conversations"),
    ] {
        let line = format!("GET /users/u/{line}");
        let found = school.ask(&line, Value::Null).await.json();
        assert_eq!(found.pointer(place), Some(&json!(1_000)), "{line}: {found}");
    }
    // Where no such work is done, no report is made either, and others are answered.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
    let mut busy = Vec::new();
    let (begun, mut begin) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..cores {
        let (wait, begun) = (wait.clone(), begun.clone());
        busy.push(tokio::spawn(vivavoce_engine::heavy::run(move || {
            begun.send(()).ok();
            wait.lock().unwrap().recv().ok();
        })));
        begin.recv().await.unwrap();
    }
    let line = format!("GET /users/u/usage/monthly-stats?month={month}");
    let report = school.ask(&line, Value::Null);
    let others = async {
        for _ in 0..100 {
            let answer = school.ask("GET /users/u/settings", Value::Null).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
    };
    tokio::pin!(report);
    tokio::select! {
        biased;
        _ = &mut report => panic!("a report was made where there was no room for it"),
        () = others => {}
    }
    drop(go);
    assert_eq!(report.await.status, 200);
}

#[tokio::test]
async fn figures_are_those_of_the_users_day() {
    let site = Site::new().await;
    at_noon(&site);
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let books = school.template("books").await;
    school
        .talk("u", &books, &["one two three", "four five six seven"])
        .await;
    let spoken = site.app.clock.now();
    let date = |zone: &str| {
        let time = jiff::Timestamp::from_millisecond(spoken).unwrap();
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        time.to_zoned(zone).date()
    };
    // Some of these are a day apart at any time.
    for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let day = date(zone);
        let line = format!("GET /users/u/usage/stats?date={day}&timezone={zone}");
        let found = school.ask(&line, Value::Null).await;
        check(
            &line,
            &found,
            200,
            &json!({
                "date": day.to_string(), "timezone": zone,
                "conversations": {
                    "count": 1,
                    "user": { "messages": 2, "words": 7, "durationSeconds": 60, "wordsPerMinute": "*" },
                    "tutor": { "messages": 3, "words": 15 },
                },
                "videoConversations": {
                    "count": 0,
                    "user": { "messages": 0, "words": 0, "durationSeconds": 0, "wordsPerMinute": 0.0 },
                    "tutor": { "messages": 0, "words": 0 },
                },
            }),
        );
        let rate = found.json()["conversations"]["user"]["wordsPerMinute"]
            .as_f64()
            .unwrap();
        assert!((6.5..=7.0).contains(&rate), "{rate}");
        let before = day.yesterday().unwrap();
        let line = format!("GET /users/u/usage/stats?date={before}&timezone={zone}");
        let found = school.ask(&line, Value::Null).await.json();
        assert_eq!(found["conversations"]["user"]["messages"], 0, "{line}");
    }

    let month = date("UTC").strftime("%Y-%m").to_string();
    for (language, messages) in [
        ("", 2),
        ("&language=en-US", 2),
        ("&language=en", 2),
        ("&language=de", 0),
    ] {
        let line = format!("GET /users/u/usage/monthly-stats?month={month}{language}");
        let found = school.ask(&line, Value::Null).await.json();
        assert_eq!(
            found["conversations"]["user"]["messages"], messages,
            "{line}"
        );
        assert_eq!(found["activeDays"], u32::from(messages > 0), "{line}");
        assert_eq!(
            found["days"].as_array().unwrap().len(),
            usize::from(messages > 0)
        );
        assert_eq!(found["videoConversations"]["user"]["wordsPerMinute"], 0.0);
    }
    let line = format!("GET /users/u/{month}");
    let found = school.ask(&line, Value::Null).await;
    check(
        &line,
        &found,
        200,
        &json!({ "month": month, "userId": "u", "conversations": 1,
        "messages": 2, "words": 7, "durationSeconds": 60, "videoDurationSeconds": 0 }),
    );
    let line = format!("GET /users/u/usage/duration?month={month}");
    let found = school.ask(&line, Value::Null).await;
    check(
        &line,
        &found,
        200,
        &json!({ "chat": 60, "videoChat": 0, "total": 60 }),
    );
}

#[tokio::test]
async fn a_week_is_counted_and_told_from_the_one_before() {
    let site = Site::new().await;
    at_noon(&site);
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let books = school.template("books").await;
    school.talk("u", &books, &["old words only"]).await;
    site.app.clock.advance(7 * 86_400_000);
    let session = school.talk("u", &books, &["new words", "and more"]).await;
    let day = jiff::Timestamp::from_millisecond(site.app.clock.now()).unwrap();
    let day = day.to_zoned(jiff::tz::TimeZone::UTC).date();
    school.end(&session).await;
    let line = format!("GET /users/u/weekly-assessment/{day}");
    let found = school.ask(&line, Value::Null).await;
    check(
        &line,
        &found,
        200,
        &json!({
            "weekStart": "*", "weekEnd": "*", "practiceLanguage": null, "activeDays": 1,
            "conversations": { "count": 1, "user": { "messages": 2, "words": 4 } },
            "vocabulary": { "uniqueWords": 4, "newWords": 3 },
            "wordsPerMessage": 2.0,
            "comparedToPreviousWeek": { "messages": 1, "words": 1 },
            "summary": "4 words in 1 conversation on 1 day.",
        }),
    );
    let line = format!("GET /users/u/weekly-assessment/{day}?practiceLanguage=de");
    let found = school.ask(&line, Value::Null).await.json();
    assert_eq!(found["summary"], "Nothing was said this week.");
}
