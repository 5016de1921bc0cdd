use super::*;

#[tokio::test]
async fn lists_come_in_pages_of_ten_to_a_hundred() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    for number in 0..23 {
        let kind = if number % 4 == 0 {
            "facilitator"
        } else {
            "member"
        };
        school
            .user(&format!("u{number:02}"), json!({ "userType": kind }))
            .await;
    }
    for (query, count, total, first) in [
        ("", 10, 23, Some("u00")),
        ("?page=1&limit=10", 10, 23, Some("u00")),
        ("?page=3", 3, 23, Some("u20")),
        ("?page=4", 0, 23, None),
        ("?limit=100", 23, 23, Some("u00")),
        ("?userType=facilitator", 6, 6, Some("u00")),
        ("?userType=member&page=2", 7, 17, None),
    ] {
        let page = school
            .ask(&format!("GET /users{query}"), Value::Null)
            .await
            .json();
        assert_eq!(page["data"].as_array().unwrap().len(), count, "{query}");
        assert_eq!(page["total"], total, "{query}");
        if let Some(first) = first {
            assert_eq!(page["data"][0]["id"], first, "{query}");
        }
    }
    for path in ["/users", "/expired-users", "/users/u00/conversations"] {
        for query in [
            "limit=9",
            "limit=101",
            "limit=0",
            "limit=-1",
            "limit=ten",
            "page=0",
            "page=x",
        ] {
            let line = format!("GET {path}?{query}");
            let answer = school.ask(&line, Value::Null).await;
            check(
                &line,
                &answer,
                400,
                &json!({ "message": "*", "errors": [{ "field": "*" }] }),
            );
        }
    }
    let answer = school.ask("GET /users?userType=admin", Value::Null).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_report_says_what_is_wrong_with_its_dates() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    for (line, status) in [
        ("GET /users/u/usage/stats", 400),
        ("GET /users/u/usage/stats?date=2027-02-30", 400),
        ("GET /users/u/usage/stats?date=today", 400),
        (
            "GET /users/u/usage/stats?date=2027-02-01&timezone=Mars/Olympus",
            400,
        ),
        (
            "GET /users/u/usage/stats?date=2027-02-01&timezone=America/New_York",
            200,
        ),
        ("GET /users/u/usage/monthly-stats", 400),
        ("GET /users/u/usage/monthly-stats?month=2027-13", 400),
        (
            "GET /users/u/usage/monthly-stats?month=2027-02&language=1",
            400,
        ),
        (
            "GET /users/u/usage/monthly-stats?month=2027-02&language=en-US&timezone=Asia/Kolkata",
            200,
        ),
        ("GET /users/u/usage/duration", 400),
        ("GET /users/u/usage/duration?month=2027-02", 200),
        ("GET /users/u/weekly-assessment/soon", 400),
        (
            "GET /users/u/weekly-assessment/2027-02-03?practiceLanguage=en-GB",
            200,
        ),
        ("GET /users/u/2027-02", 200),
        ("GET /users/u/2027-02-05", 200),
        ("GET /users/u/2027-2", 404),
        ("GET /users/u/anything", 404),
        ("GET /users/nobody/2027-02", 404),
    ] {
        let answer = school.ask(line, Value::Null).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
        if status >= 400 {
            assert!(
                answer.json()["message"].is_string(),
                "{line}: {}",
                answer.text
            );
        }
    }
}
