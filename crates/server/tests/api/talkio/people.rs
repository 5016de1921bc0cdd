use super::*;

#[tokio::test]
async fn users_are_created_read_changed_and_deleted() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let whole = json!({
        "id": "user-1", "userName": "User 1", "userType": "member", "email": "User-1@Example.com",
        "phoneNumber": "+14155550123", "accountExpiresAt": "2037-02-22T19:35:25.000Z",
        "productId": "school-plan",
    });
    let shown = json!({
        "id": "user-1", "userName": "User 1", "userType": "member", "email": "User-1@Example.com",
        "phoneNumber": "+14155550123", "accountExpiresAt": "2037-02-22T19:35:25.000Z",
        "productId": "school-plan", "createdAt": "*", "updatedAt": "*",
    });
    let wrong = |message: &str| json!({ "message": message });
    let cases = [
        ("POST /users", whole.clone(), 201, shown.clone()),
        ("POST /users", whole, 409, json!({ "message": "*" })),
        (
            "POST /users",
            json!({ "id": "user-2", "userName": "B", "userType": "facilitator", "email": "user-1@example.COM" }),
            409,
            wrong("This email is taken. Please choose another."),
        ),
        (
            "POST /users",
            json!({ "id": 42, "userName": "B", "userType": "Facilitator" }),
            201,
            json!({ "id": "42", "userType": "facilitator", "email": null, "accountExpiresAt": null }),
        ),
        (
            "POST /users",
            json!({}),
            400,
            json!({ "message": "*", "errors": [
            { "field": "id" }, { "field": "userName" }, { "field": "userType" } ] }),
        ),
        (
            "POST /users",
            json!({ "id": "x", "userName": "X", "userType": "admin" }),
            400,
            wrong("userType: Input should be member or facilitator"),
        ),
        (
            "POST /users",
            json!({ "id": "x", "userName": "X", "userType": "member", "email": "no" }),
            400,
            json!({ "errors": [{ "field": "email", "message": "*" }] }),
        ),
        (
            "POST /users",
            json!({ "id": "x", "userName": "X", "userType": "member", "accountExpiresAt": "2001-01-01" }),
            400,
            wrong("accountExpiresAt: accountExpiresAt must be in the future"),
        ),
        (
            "POST /users",
            json!({ "id": "invite", "userName": "X", "userType": "member" }),
            400,
            json!({ "message": "*" }),
        ),
        ("POST /users", json!([1]), 400, json!({ "message": "*" })),
        ("GET /users/user-1", Value::Null, 200, shown.clone()),
        ("GET /users/USER-1%40example.com", Value::Null, 200, shown),
        (
            "GET /users/nobody",
            Value::Null,
            404,
            json!({ "message": "*" }),
        ),
        (
            "PUT /users/user-1",
            json!({ "userName": "One", "phoneNumber": null, "other": 1 }),
            200,
            json!({ "userName": "One", "phoneNumber": null, "email": "User-1@Example.com", "productId": "school-plan" }),
        ),
        (
            "PUT /users/user-1",
            json!({ "userName": "" }),
            400,
            json!({ "message": "*" }),
        ),
        (
            "PUT /users/42",
            json!({ "email": "user-1@example.com" }),
            409,
            json!({ "message": "*" }),
        ),
        (
            "PUT /users/nobody",
            json!({ "userName": "X" }),
            404,
            json!({ "message": "*" }),
        ),
        (
            "GET /expired-users/user-1",
            Value::Null,
            404,
            json!({ "message": "*" }),
        ),
        (
            "GET /users/user-1/token",
            Value::Null,
            200,
            json!({ "token": "*", "expiresAt": "*", "link": "*" }),
        ),
        (
            "GET /users/user-1/organization-preference",
            Value::Null,
            200,
            json!({ "organizationSlug": null }),
        ),
        (
            "PUT /users/user-1/organization-preference",
            json!({ "organizationSlug": "north" }),
            200,
            json!({ "organizationSlug": "north" }),
        ),
        (
            "GET /users/user-1/organization-preference",
            Value::Null,
            200,
            json!({ "organizationSlug": "north" }),
        ),
        (
            "DELETE /users/user-1",
            Value::Null,
            200,
            json!({ "message": "*" }),
        ),
        (
            "DELETE /users/user-1",
            Value::Null,
            404,
            json!({ "message": "*" }),
        ),
        (
            "GET /users/user-1",
            Value::Null,
            404,
            json!({ "message": "*" }),
        ),
        ("PATCH /users/42", json!({}), 405, json!({ "message": "*" })),
        ("GET /nothing", Value::Null, 404, json!({ "message": "*" })),
    ];
    for (line, body, status, expected) in cases {
        let answer = school.ask(line, body).await;
        check(line, &answer, status, &expected);
    }
}

#[tokio::test]
async fn settings_are_read_and_changed_one_by_one() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let line = "PUT /users/u/settings";
    let wrong = |field: &str| json!({ "errors": [{ "field": field, "message": "*" }] });
    let cases = [
        (
            "GET /users/u/settings",
            Value::Null,
            200,
            json!({
            "practiceLanguage": "en-US", "userLanguage": "en-US", "uiLanguage": "en-US",
            "practiceLanguageProficiency": "intermediate", "readAloudSpeed": 3, "defaultTutor": "Emma",
            "showChatTranslations": false, "showChatRomanization": false, "showLiveFeedback": false,
            "hideIntroFlow": false }),
        ),
        (
            line,
            json!({ "practiceLanguage": "en_gb", "readAloudSpeed": "5", "showLiveFeedback": "true" }),
            200,
            json!({ "practiceLanguage": "en-GB", "readAloudSpeed": 5, "showLiveFeedback": true, "defaultTutor": "Emma" }),
        ),
        (
            line,
            json!({ "practiceLanguageProficiency": "elementary", "hideIntroFlow": true, "unknown": [] }),
            200,
            json!({ "practiceLanguage": "en-GB", "practiceLanguageProficiency": "elementary", "hideIntroFlow": true }),
        ),
        (
            line,
            json!({ "practiceLanguage": null, "defaultTutor": " Jo " }),
            200,
            json!({ "practiceLanguage": "en-US", "defaultTutor": "Jo", "readAloudSpeed": 5 }),
        ),
        (
            line,
            json!({ "readAloudSpeed": 6 }),
            400,
            wrong("readAloudSpeed"),
        ),
        (
            line,
            json!({ "readAloudSpeed": 2.5 }),
            400,
            wrong("readAloudSpeed"),
        ),
        (
            line,
            json!({ "uiLanguage": "<b>" }),
            400,
            wrong("uiLanguage"),
        ),
        (
            line,
            json!({ "hideIntroFlow": "perhaps" }),
            400,
            wrong("hideIntroFlow"),
        ),
        (
            line,
            json!({ "defaultTutor": 7 }),
            400,
            wrong("defaultTutor"),
        ),
        (
            "PUT /users/nobody/settings",
            json!({}),
            404,
            json!({ "message": "*" }),
        ),
        (
            "GET /users/u/settings",
            Value::Null,
            200,
            json!({ "readAloudSpeed": 5, "uiLanguage": "en-US" }),
        ),
    ];
    for (line, body, status, expected) in cases {
        let answer = school.ask(line, body).await;
        check(line, &answer, status, &expected);
    }
}

#[tokio::test]
async fn an_account_that_expires_is_suspended_until_it_is_renewed() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let soon = site.app.clock.now() + 60_000;
    school
        .user(
            "u",
            json!({ "accountExpiresAt": soon, "email": "u@example.com" }),
        )
        .await;
    school.user("stays", json!({})).await;
    site.app.clock.advance(60_000);
    let missing = json!({ "message": "*" });
    let expired =
        json!({ "id": "u", "expiredAt": "*", "memberType": "member", "userName": "User" });
    let cases = [
        ("GET /users/u", Value::Null, 404, missing.clone()),
        ("GET /users/u/token", Value::Null, 404, missing.clone()),
        ("GET /users/u/settings", Value::Null, 404, missing.clone()),
        ("PUT /users/u/settings", json!({}), 404, missing.clone()),
        (
            "GET /users/u/conversations",
            Value::Null,
            404,
            missing.clone(),
        ),
        (
            "GET /users/u/organization-preference",
            Value::Null,
            404,
            missing.clone(),
        ),
        (
            "PUT /users/u",
            json!({ "userName": "New" }),
            404,
            missing.clone(),
        ),
        (
            "GET /users",
            Value::Null,
            200,
            json!({ "data": [{ "id": "stays" }], "page": 1, "limit": 10, "total": 1 }),
        ),
        (
            "GET /expired-users",
            Value::Null,
            200,
            json!({ "data": [expired.clone()], "page": 1, "limit": 10, "total": 1 }),
        ),
        ("GET /expired-users/u", Value::Null, 200, expired.clone()),
        (
            "GET /expired-users/U%40example.com",
            Value::Null,
            200,
            expired,
        ),
        (
            "GET /expired-users/stays",
            Value::Null,
            404,
            missing.clone(),
        ),
        // What was said is not lost to reports.
        (
            "GET /users/u/usage/stats?date=2027-01-05",
            Value::Null,
            200,
            json!({ "date": "2027-01-05" }),
        ),
        (
            "GET /users/u/usage/monthly-stats?month=2027-01",
            Value::Null,
            200,
            json!({ "month": "2027-01" }),
        ),
        (
            "GET /users/u/weekly-assessment/2027-01-05",
            Value::Null,
            200,
            json!({ "weekStart": "2027-01-04" }),
        ),
        (
            "GET /users/u/2027-01",
            Value::Null,
            200,
            json!({ "month": "2027-01" }),
        ),
        // Its id is still taken.
        (
            "POST /users",
            json!({ "id": "u", "userName": "U", "userType": "member" }),
            409,
            missing.clone(),
        ),
        (
            "PUT /users/u",
            json!({ "accountExpiresAt": null }),
            200,
            json!({ "accountExpiresAt": null, "userName": "User" }),
        ),
        ("GET /users/u", Value::Null, 200, json!({ "id": "u" })),
        ("GET /expired-users/u", Value::Null, 404, missing.clone()),
        (
            "PUT /users/u",
            json!({ "accountExpiresAt": "2020-01-01T00:00:00Z" }),
            200,
            json!({ "id": "u" }),
        ),
        ("GET /users/u", Value::Null, 404, missing.clone()),
        (
            "DELETE /users/u",
            Value::Null,
            200,
            json!({ "message": "*" }),
        ),
        ("GET /expired-users/u", Value::Null, 404, missing),
    ];
    for (line, body, status, expected) in cases {
        let answer = school.ask(line, body).await;
        check(line, &answer, status, &expected);
    }
}

#[tokio::test]
async fn a_partner_reaches_nothing_of_another() {
    let site = Site::new().await;
    let north = School::new(&site, "north", "partner").await;
    let account = &north.organization.account_id;
    // The same account under another name, the same name of another account, and a second school.
    let sister = School::of(&site, account, "sister", "other-name").await;
    let other = School::new(&site, "south", "partner").await;
    let branch = School::of(&site, account, "branch", "partner").await;
    for school in [&north, &sister, &other, &branch] {
        school.user("u", json!({ "userName": school.slug })).await;
    }
    let headers = |key: &str, provider: &str| {
        [
            format!("x-api-key: {key}"),
            format!("x-provider: {provider}"),
        ]
    };
    let cases = [
        (&north, &north.key, "partner", 200),
        // A key opens all organizations of its partner.
        (&branch, &north.key, "partner", 200),
        (&sister, &north.key, "partner", 404),
        (&sister, &north.key, "other-name", 401),
        (&other, &north.key, "partner", 404),
        (&north, &other.key, "partner", 404),
        (&north, &other.key, "other-name", 401),
        (&north, &site.key, "partner", 401),
        (&north, &"tk_nonsense".to_owned(), "partner", 401),
    ];
    for (school, key, provider, status) in cases {
        for line in [
            "GET /users/u",
            "GET /users",
            "GET /users/u/token",
            "GET /users/u/settings",
            "PUT /users/u/settings",
            "PUT /users/u",
            "GET /users/u/conversations",
            "GET /users/u/usage/stats?date=2027-01-01",
            "GET /expired-users",
        ] {
            let both = headers(key, provider);
            let both: Vec<&str> = both.iter().map(String::as_str).collect();
            let answer = school.ask_as(line, json!({}), &both).await;
            assert_eq!(
                answer.status, status,
                "{line} of {} as {provider}",
                school.slug
            );
        }
    }
    for headers in [
        vec![],
        vec!["x-provider: partner"],
        vec!["x-api-key: tk_x"],
        vec!["authorization: Bearer x"],
    ] {
        let answer = north.ask_as("GET /users", Value::Null, &headers).await;
        check("GET /users", &answer, 401, &json!({ "message": "*" }));
    }
    // A preference stays within the partner, and needs the user there.
    let line = "PUT /users/u/organization-preference";
    for (slug, status) in [
        ("branch", 200),
        ("sister", 404),
        ("south", 404),
        ("none", 404),
    ] {
        let answer = north.ask(line, json!({ "organizationSlug": slug })).await;
        assert_eq!(answer.status, status, "{slug}: {}", answer.text);
    }
    north.user("lonely", json!({})).await;
    let line = "PUT /users/lonely/organization-preference";
    let answer = north
        .ask(line, json!({ "organizationSlug": "branch" }))
        .await;
    assert_eq!(answer.status, 400, "{}", answer.text);
    // It is one for all organizations of the partner.
    let line = "GET /users/u/organization-preference";
    let seen = branch.ask(line, Value::Null).await.json();
    assert_eq!(seen["organizationSlug"], "branch");
}
