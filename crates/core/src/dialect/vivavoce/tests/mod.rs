use expect_test::Expect;

use super::Vivavoce;
use crate::dialect::script;

mod chaos;
mod cuts;
mod ending;
mod opening;
mod sim;
mod stream;
mod turns;

fn check(script: &str, expected: Expect) {
    script::check(&mut Vivavoce::default(), script, expected);
}

/// A session that has greeted: connected, its stream open, one finished run, five events.
const GREETED: &str = r#"
    open demo
    #1 201 {"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}
    #2 open
    #2 log started 1000000
    #2 log run g
    #2 log agent m
    #2 log say m Welcome
    #2 log end m
    #2 log done g
"#;

/// The same as [`check`], from [`GREETED`] on: what the beginning gave is left out.
fn check_greeted(script: &str, expected: Expect) {
    let beginning = script::play(&mut Vivavoce::default(), GREETED);
    let whole = script::play(&mut Vivavoce::default(), &format!("{GREETED}{script}"));
    let rest = whole.strip_prefix(&beginning).unwrap();
    expected.assert_eq(rest);
}
