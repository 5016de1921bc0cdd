//! The login link, and what stands beside the page.

use expect_test::{Expect, expect};

use super::{Talkio, day};
use crate::dialect::guest::script;

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
        pick c1
        #6 200 {"id":"c1","title":"Books","messages":[{"id":"m1","role":"assistant","content":"Hello!"},{"role":"user","content":"Hi"},{"role":"user"}]}
        set settings readAloudSpeed 5
        #7 200 {}
        #8 200 {"readAloudSpeed":5}
        set settings readAloudSpeed 9
        set settings hideIntroFlow true
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            > #2 GET /relay/shop/users/me/settings [Bearer t1]
            > #3 GET /relay/shop/users/me/usage/stats?date=1970-01-01 [Bearer t1]
            > #4 GET /relay/shop/users/me/usage/monthly-stats?month=1970-01 [Bearer t1]
            > #5 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
            = framed https://app.example.com/authentication/partner/?token=T&path=app%2Fchat%3Ft%3Dbooks-literature&hide-chat-sidebar=true
            = panel settings "Settings"; practiceLanguage "Practice language"="en-GB" edit; readAloudSpeed "Reading speed"="3" number; showLiveFeedback "Live feedback"="true" flag
            = panel today "Today"; conversations.user.words "Conversations, user, words"="210"; conversations.user.wordsPerMinute "Conversations, user, words per minute"="62.4"; videoConversations.user.wordsPerMinute "Video conversations, user, words per minute"="0"
            = conversations c1 "Books" 1799107200000
            > #6 GET /relay/shop/users/me/conversations/c1 [Bearer t1]
            = panel conversation "Books"; 0 "Tutor"="Hello!"; 1 "You"="Hi"
            > #7 PUT /relay/shop/users/me/settings [Bearer t1] {"readAloudSpeed":5}
            > #8 GET /relay/shop/users/me/settings [Bearer t1]
            = panel settings "Settings"; readAloudSpeed "Reading speed"="5" number
            = panel settings "Settings"; readAloudSpeed "Reading speed"="5" number
            = panel settings "Settings"; readAloudSpeed "Reading speed"="5" number
        "#]],
    );
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
        #1 503
        wait 4000
        #6 200 {"url":"https://app.example.com/login#x"}
        send e1 Hello
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = composer closed
            > #1 GET /relay/shop/users/me/token [Bearer t1]
            > #2 GET /relay/shop/users/me/settings [Bearer t1]
            > #3 GET /relay/shop/users/me/usage/stats?date=1970-01-01 [Bearer t1]
            > #4 GET /relay/shop/users/me/usage/monthly-stats?month=1970-01 [Bearer t1]
            > #5 GET /relay/shop/users/me/conversations?page=1&limit=50 [Bearer t1]
            = link lost (1)
            ~ 4000
            > #6 GET /relay/shop/users/me/token [Bearer t1]
            = link restored
            = framed https://app.example.com/login?hide-chat-sidebar=true
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
