//! Stories about one vendor's protocol, in the lines of [`crate::dialect::script`].
//!
//! Our own session stands behind the scene: its calls are answered at once and not told, nor its
//! timers, so that `#1` is the protocol's first call. [`check`] begins with a session that stands:
//! `with` lines first, then `open s`, are what comes before the first line of a story that has no
//! `open` or `resume` itself.
//!
//! ```text
//! check::<Totebot>(
//!     r#"
//!     with kept {"conversation":"c1"}
//!     open agent
//!     send e1 Hello
//!     #1 open
//!     #1 bytes data: {"type":"chunk","content":"Hi"}\n\n
//!     #1 closed
//!     "#,
//!     expect![[""]],   // UPDATE_EXPECT=1 cargo test fills it in: read what it wrote
//! );
//! ```
//!
//! | line | feeds |
//! |---|---|
//! | `with kept text` | `Open::kept` |
//! | `with user name <email>`, `with variable name value`, `with language en`, `with zone Europe/Oslo 60`, `with backend name` | what the session begins with |
//! | `with address https://…`, `with generation 1`, `with state /path`, `with show state steps` | what the deployment says of the backend |
//! | `open scenario [bearer]`, `resume s1 t1` | our session begins (id `s1`, token `t1`), or is carried on with |
//! | `rate e1 positive`, `seen e1`, `draft text`, `conversations`, `panels`, `pick id`, `new`, `delete id`, `set panel field value` | a vendor's commands |
//! | `ended reason` | from now on our server says that the session is over; it is asked every 15 s |
//!
//! Calls come out with the relay's base, `> #1 POST /relay/shop/v1/chat [Bearer t1] [stream] body`;
//! vendors' events as `= attached e1 image https://… "caption"` and the like, see
//! [`crate::dialect::script`]'s `vendor`.

use expect_test::Expect;

use super::{Protocol, VendorDialect};
use crate::dialect::script::play_beside;

/// What the story gives, without what opening our session gives.
pub(crate) fn check<P: Protocol + Default + 'static>(story: &str, expected: Expect) {
    expected.assert_eq(&play::<P>(story));
}

pub(crate) fn play<P: Protocol + Default + 'static>(story: &str) -> String {
    let lines = || story.lines().map(str::trim);
    let opens = lines().any(|line| line.starts_with("open ") || line.starts_with("resume "));
    let mut script = String::from("with backend shop\n");
    if opens {
        script += story;
    } else {
        let (with, rest): (Vec<&str>, Vec<&str>) = lines().partition(|it| it.starts_with("with "));
        script += &format!("{}\nopen agent\n{}", with.join("\n"), rest.join("\n"));
    }
    let created = r#"{"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}"#;
    let page = r#"{"events":[{"seq":1,"timestamp":1000000,"type":"CUSTOM","name":"session.started","value":{"started_at":1000000}}],"last_seq":1}"#;
    play_beside(
        &mut VendorDialect::speaking::<P>(),
        &script,
        vec![
            ("/api/embed/sessions/s1/events", page.to_owned()),
            ("/api/embed/sessions/s1/", "{}".to_owned()),
            ("/api/embed/sessions", created.to_owned()),
        ],
    )
}
