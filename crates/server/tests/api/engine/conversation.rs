//! Conversations as the servers of other systems' APIs need them.

use std::time::Duration;

use serde_json::json;
use vivavoce_engine::conversation::{Beginning, Outcome, Reply, begin, reply, say};
use vivavoce_engine::store::Scenario;
use vivavoce_engine::{Refusal, runs};
use vivavoce_protocol::wire::StopReason;
use vivavoce_protocol::wire::TurnCreated;
use vivavoce_test_server::Site;

async fn scenario(site: &Site) -> Scenario {
    let made = site.scenario(json!({"is_public": true})).await;
    let id = made["id"].as_str().unwrap();
    site.app.store.open_scenario(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_conversation_is_begun_said_to_and_waited_for() {
    let site = Site::new().await;
    let scenario = scenario(&site).await;
    let beginning = Beginning {
        visitor: "client-1".to_owned(),
        ..Beginning::default()
    };
    let session = begin(&site.app, &scenario, beginning, None).await.unwrap();
    for turn in ["turn-0001", "turn-0002"] {
        let said = say(&site.app, &session.id, turn, "Hello", None)
            .await
            .unwrap();
        let patience = Duration::from_secs(20);
        let reply = reply(&site.app, &session.id, &said, patience)
            .await
            .unwrap();
        assert_eq!(reply.text(), "Hello there. How are you?");
        assert_eq!(reply.outcome, Outcome::Finished);
    }
    let stored = site.app.store.session(&session.id).await.unwrap().unwrap();
    assert_eq!(
        (
            stored.visitor.as_str(),
            stored.lasting,
            stored.source.as_str()
        ),
        ("client-1", true, "API")
    );
    assert!(
        runs::end(&site.app, &session.id, StopReason::Visitor)
            .await
            .unwrap()
    );
    let refused = say(&site.app, &session.id, "turn-0003", "Hello", None).await;
    assert!(matches!(refused, Err(Refusal::Conflict(_))));
}

#[tokio::test]
async fn a_reply_that_takes_too_long_comes_back_open() {
    let site = Site::new().await;
    let scenario = scenario(&site).await;
    let session = begin(&site.app, &scenario, Beginning::default(), None)
        .await
        .unwrap();
    let never = TurnCreated {
        turn_id: "turn-0009".to_owned(),
        seq: 1,
    };
    let patience = Duration::from_millis(50);
    let reply = reply(&site.app, &session.id, &never, patience)
        .await
        .unwrap();
    assert_eq!(reply, Reply::default());
}
