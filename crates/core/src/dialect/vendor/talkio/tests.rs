//! The login link, and what stands beside the page.

use expect_test::{Expect, expect};

use super::{Talkio, day};
use crate::dialect::vendor::script;

fn check(story: &str, expected: Expect) {
    script::check::<Talkio>(story, expected);
}

#[test]
fn the_school_is_framed_with_what_the_api_tells_beside_it() {
    check(
        r#"
        open books-literature
        #1 200 {"token":"T","expiresAt":"2027-02-22T19:35:25.000Z","link":"https://app.example.com/authentication/partner/?token=T"}
        #2 200 {"practiceLanguage":"en-GB","readAloudSpeed":3,"showLiveFeedback":true,"other":1}
        #3 200 {"date":"2027-01-05","conversations":{"user":{"words":210,"wordsPerMinute":62.41}},"videoConversations":{"user":{"wordsPerMinute":0}}}
        #4 403
        #5 200 {"data":[{"id":"c1","title":"Books","createdAt":"2027-01-05T00:00:00Z"}],"total":1}
        #6 404
        pick c1
        #7 200 {"id":"c1","title":"Books","messages":[{"id":"m1","role":"assistant","content":"Hello!"},{"role":"user","content":"Hi"},{"role":"user"}]}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            = Notice opening Opening the page…
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            = framed https://app.example.com/authentication/partner/?token=T&path=app%2Fchat%3Ft%3Dbooks-literature&hide-chat-sidebar=true
            > #2 GET /relay/shop/users/me/settings [Bearer t1]
            > #3 GET /relay/shop/users/me/usage/stats?date=1970-01-01 [Bearer t1]
            > #4 GET /relay/shop/users/me/usage/monthly-stats?month=1970-01 [Bearer t1]
            > #5 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
            = panel settings "Settings"; practiceLanguage "Practice language"="en-GB" edit; readAloudSpeed "Reading speed"="3" number; showLiveFeedback "Live feedback"="true" flag
            > #6 GET /relay/shop/users/me/weekly-assessment/1970-01-01?practiceLanguage=en-GB [Bearer t1]
            = panel today "Today"; conversations.user.words "Conversations, user, words"="210"; conversations.user.wordsPerMinute "Conversations, user, words per minute"="62.4"; videoConversations.user.wordsPerMinute "Video conversations, user, words per minute"="0"
            = conversations c1 "Books" 1799107200000
            > #7 GET /relay/shop/users/me/conversations/c1 [Bearer t1]
            = panel conversation "Books"; 0 "Tutor"="Hello!"; 1 "You"="Hi"
        "#]],
    );
}

#[test]
fn a_week_is_told_in_the_vendors_words_with_its_summary_first() {
    check(
        r#"
        with zone America/New_York -300
        open dashboard
        #1 200 {"link":"https://app.example.com/login"}
        #2 200 {"practiceLanguage":"zh-Hans","defaultTutor":"Emma"}
        #6 200 {"weekStart":"2027-01-04","conversations":{"user":{"words":210.04}},"strengths":["Clear questions"," ",7],"grades":[{"topic":"Grammar","score":6.25}],"score":null,"judged":true,"summary":"A good week.","userId":"u","createdAt":"2027-01-05"}
        panels
        #7 200 {}
        panels
        #8 200 {"data":{"summary":"Better still."}}
        panels
        #9 200 []
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            = Notice opening Opening the page…
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            = framed https://app.example.com/login?hide-chat-sidebar=true
            > #2 GET /relay/shop/users/me/settings [Bearer t1]
            > #3 GET /relay/shop/users/me/usage/stats?date=1969-12-31&timezone=America%2FNew_York [Bearer t1]
            > #4 GET /relay/shop/users/me/usage/monthly-stats?month=1969-12&timezone=America%2FNew_York [Bearer t1]
            > #5 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
            = panel settings "Settings"; practiceLanguage "Practice language"="zh-Hans" edit; defaultTutor "Tutor"="Emma" edit
            > #6 GET /relay/shop/users/me/weekly-assessment/1969-12-31?practiceLanguage=zh-Hans [Bearer t1]
            = panel week "This week"; summary "Summary"="A good week."; strengths.0 "Strengths"="Clear questions"; strengths.2 "Strengths"="7"; weekStart "Week start"="2027-01-04"; conversations.user.words "Conversations, user, words"="210"; grades.0.topic "Grades, topic"="Grammar"; grades.0.score "Grades, score"="6.3"
            > #7 GET /relay/shop/users/me/weekly-assessment/1969-12-31?practiceLanguage=zh-Hans [Bearer t1]
            > #8 GET /relay/shop/users/me/weekly-assessment/1969-12-31?practiceLanguage=zh-Hans [Bearer t1]
            = panel week "This week"; summary "Summary"="Better still."
            > #9 GET /relay/shop/users/me/weekly-assessment/1969-12-31?practiceLanguage=zh-Hans [Bearer t1]
        "#]],
    );
}

#[test]
fn a_setting_shows_what_was_entered_until_the_school_says_what_counts() {
    check(
        r#"
        open dashboard
        #1 200 {"link":"https://app.example.com/login"}
        #2 200 {"readAloudSpeed":3,"defaultTutor":"Emma"}
        set settings readAloudSpeed 5
        #7 200 {}
        set settings defaultTutor Jo
        #9 400 {"message":"No such tutor."}
        #10 503
        set settings readAloudSpeed 9
        set settings hideIntroFlow true
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            = Notice opening Opening the page…
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            = framed https://app.example.com/login?hide-chat-sidebar=true
            > #2 GET /relay/shop/users/me/settings [Bearer t1]
            > #3 GET /relay/shop/users/me/usage/stats?date=1970-01-01 [Bearer t1]
            > #4 GET /relay/shop/users/me/usage/monthly-stats?month=1970-01 [Bearer t1]
            > #5 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
            = panel settings "Settings"; defaultTutor "Tutor"="Emma" edit; readAloudSpeed "Reading speed"="3" number
            > #6 GET /relay/shop/users/me/weekly-assessment/1970-01-01 [Bearer t1]
            = panel settings "Settings"; defaultTutor "Tutor"="Emma" edit; readAloudSpeed "Reading speed"="5" number
            > #7 PUT /relay/shop/users/me/settings [Bearer t1] {"readAloudSpeed":5}
            > #8 GET /relay/shop/users/me/settings [Bearer t1]
            = panel settings "Settings"; defaultTutor "Tutor"="Jo" edit; readAloudSpeed "Reading speed"="5" number
            > #9 PUT /relay/shop/users/me/settings [Bearer t1] {"defaultTutor":"Jo"}
            = panel settings "Settings"; defaultTutor "Tutor"="Emma" edit; readAloudSpeed "Reading speed"="5" number
            x #8
            > #10 GET /relay/shop/users/me/settings [Bearer t1]
            = panel settings "Settings"; defaultTutor "Tutor"="Emma" edit; readAloudSpeed "Reading speed"="5" number
            = panel settings "Settings"; defaultTutor "Tutor"="Emma" edit; readAloudSpeed "Reading speed"="5" number
        "#]],
    );
}

#[test]
fn the_days_are_those_of_the_visitors_clock() {
    for (zone, day, query) in [
        (
            "Pacific/Kiritimati 840",
            "1970-01-01",
            "&timezone=Pacific%2FKiritimati",
        ),
        (
            "Pacific/Pago_Pago -660",
            "1969-12-31",
            "&timezone=Pacific%2FPago_Pago",
        ),
    ] {
        let told = script::play::<Talkio>(&format!(
            "with zone {zone}\nopen dashboard\n#1 200 {{\"link\":\"https://a.example/\"}}\n#2 200 {{}}\n"
        ));
        let month = &day[..7];
        for call in [
            format!("usage/stats?date={day}{query} "),
            format!("usage/monthly-stats?month={month}{query} "),
            format!("weekly-assessment/{day} "),
        ] {
            assert!(told.contains(&call), "{call}: {told}");
        }
    }
}

#[test]
fn whom_the_school_does_not_know_as_active_is_told_and_not_let_in() {
    for (status, failure) in [
        (404, "refused"),
        (410, "refused"),
        (403, "refused"),
        (422, "rejected"),
    ] {
        let told = script::play::<Talkio>(&format!("open dashboard\n#1 {status} {{}}\nretry\n"));
        let told = told.to_lowercase();
        assert!(told.contains(failure), "{status}: {told}");
        assert!(!told.contains("framed"), "{status}: {told}");
    }
}

#[test]
fn a_hostile_answer_beside_the_frame_leaves_the_frame_alone() {
    let deep = ["[".repeat(2_000), "]".repeat(2_000)].concat();
    let wide = format!(r#"{{"a":[{}1]}}"#, r#"{"b":"c"},"#.repeat(3_000));
    let long = format!(r#"{{"summary":"{}"}}"#, "long ".repeat(50_000));
    for body in [
        "",
        "{",
        "[]",
        "null",
        "7",
        "\"x\"",
        r#"{"data":7}"#,
        r#"{"messages":{"a":1}}"#,
        r#"{"messages":[7,null,{"role":7,"content":[]},{"role":"user","content":{}}]}"#,
        r#"{"data":[7,null,{"id":{}},{"id":"","title":7},{"id":"javascript:alert(1)"}]}"#,
        r#"{"practiceLanguage":{"a":[]},"readAloudSpeed":"fast","showLiveFeedback":null}"#,
        r#"{"conversations":{"user":{"words":1e999,"wordsPerMinute":null}}}"#,
        &deep,
        &wide,
        &long,
    ] {
        let mut story =
            String::from("open dashboard\n#1 200 {\"link\":\"https://app.example.com/login\"}\n");
        for call in 2..=6 {
            story += &format!("#{call} 200 {body}\n");
        }
        story += &format!("pick c1\n#7 200 {body}\nset settings readAloudSpeed 2\n");
        let told = script::play::<Talkio>(&story);
        assert!(
            told.contains("= framed https://app.example.com/login?"),
            "{told}"
        );
        assert!(!told.contains("failed"), "{told}");
        assert!(told.len() < 40_000, "{} bytes of {:.40}", told.len(), body);
    }
}

#[test]
fn a_link_that_is_none_is_not_framed() {
    for link in [
        r#"{"link":"javascript:alert(1)"}"#,
        r#"{"link":"mailto:a@b.c"}"#,
        r#"{"token":"T"}"#,
        "[]",
        "",
    ] {
        let told = script::play::<Talkio>(&format!("open dashboard\n#1 200 {link}\n"));
        assert!(!told.contains("= framed"), "{link}: {told}");
        assert!(told.contains("failed"), "{link}: {told}");
    }
}

#[test]
fn a_school_that_does_not_answer_is_asked_again() {
    check(
        r#"
        open dashboard
        conversations
        panels
        #1 503
        wait 1000
        #2 200 {"url":"https://app.example.com/login#x"}
        send e1 Hello
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            = Notice opening Opening the page…
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            = link lost (1)
            ~ 1000
            > #2 GET /relay/shop/users/me/token [Bearer t1]
            = link restored
            = framed https://app.example.com/login?hide-chat-sidebar=true
            > #3 GET /relay/shop/users/me/settings [Bearer t1]
            > #4 GET /relay/shop/users/me/usage/stats?date=1970-01-01 [Bearer t1]
            > #5 GET /relay/shop/users/me/usage/monthly-stats?month=1970-01 [Bearer t1]
            > #6 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
        "#]],
    );
}

#[test]
fn days_are_days() {
    let cases = [
        (0.0, "1970-01-01"),
        (951_782_400_000.0, "2000-02-29"),
        (1_798_761_599_999.0, "2026-12-31"),
        (1_798_761_600_000.0, "2027-01-01"),
    ];
    for (now, expected) in cases {
        assert_eq!(day(now), expected);
    }
}

#[test]
fn a_school_that_lets_nobody_in_can_be_tried_again() {
    check(
        r#"
        open dashboard
        #1 404
        retry
        #2 200 {"link":"javascript:alert(1)"}
        retry
        #3 200 {"link":"https://app.example.com/login"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            = Notice opening Opening the page…
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            = link lost (1)
            = failed: Refused
            > #2 GET /relay/shop/users/me/token [Bearer t1]
            = link lost (2)
            = failed: Unreachable
            > #3 GET /relay/shop/users/me/token [Bearer t1]
            = link restored
            = framed https://app.example.com/login?hide-chat-sidebar=true
            > #4 GET /relay/shop/users/me/settings [Bearer t1]
            > #5 GET /relay/shop/users/me/usage/stats?date=1970-01-01 [Bearer t1]
            > #6 GET /relay/shop/users/me/usage/monthly-stats?month=1970-01 [Bearer t1]
            > #7 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
        "#]],
    );
}
