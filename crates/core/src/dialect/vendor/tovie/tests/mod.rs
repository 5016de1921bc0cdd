mod events;
mod hostile;
mod replies;
mod returning;
mod sending;
mod statuses;

use expect_test::Expect;

use super::Tovie;
use crate::dialect::vendor::script::play;

/// A visitor who was here before: `#1` was the history, `#2` the state, which this vendor keeps;
/// `#3` the count of unread messages, `#4` the newest message's status, `#5` is the long poll.
const RETURNED: &str = r#"
with kept {"client":"visitor-1","cid":"c1","seen":1664366400000}
#1 200 [{"questionId":"q0","query":"/start","timestamp":"2022-09-28T12:00:00.000","data":{"replies":[{"type":"text","text":"Hi"}],"answer":"Hi"},"blockForm":false}]
#2 200 {"cid":"c1","seen":1664366400000,"draft":""}
#3 200 {"count":0}
#4 200 {"status":"READ"}
"#;

/// A story from the first line.
fn check(story: &str, expected: Expect) {
    expected.assert_eq(&play::<Tovie>(story));
}

/// A story that begins with a visitor who is back and has seen everything.
fn check_returned(story: &str, expected: Expect) {
    let before = play::<Tovie>(RETURNED);
    let whole = play::<Tovie>(&[RETURNED, story].concat());
    expected.assert_eq(whole.strip_prefix(&before).unwrap());
}

/// What comes of one answer to a synchronous send.
fn check_answer(answer: &str, expected: Expect) {
    let asked = format!("{RETURNED}\nsend e1 hello\n#6 404 {{}}");
    let before = play::<Tovie>(&asked);
    let whole = play::<Tovie>(&format!("{asked}\n#7 200 {}", answer.replace('\n', " ")));
    expected.assert_eq(whole.strip_prefix(&before).unwrap());
}

/// `{"replies": …}` as a whole answer.
fn check_replies(replies: &str, expected: Expect) {
    let answer = format!(
        r#"{{"clientId":"visitor-1","questionId":"q1","query":"hello","cid":"c1","timestamp":"2022-09-28T12:32:13.262","blockForm":false,"data":{{"replies":{replies},"answer":"","nlpClass":"/Start","confidence":1.0,"newSessionStarted":false,"endSession":false,"debugData":[]}}}}"#
    );
    check_answer(&answer, expected);
}
