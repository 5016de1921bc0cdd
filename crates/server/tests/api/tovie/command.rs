//! Channels by command line.

use vivavoce_server::cli::CommandError;
use vivavoce_server::cli::channels::{ChannelCommand, channels};
use vivavoce_test_server::Site;

#[tokio::test]
async fn channels_are_made_listed_changed_and_removed() {
    let site = Site::new().await;
    let scenario = site.scenario(serde_json::json!({})).await;
    let scenario = scenario["id"].as_str().unwrap().to_owned();
    let store = &site.app.store;
    let make = async |token: Option<&str>, scenario: &str, webhook: Option<&str>| {
        let command = ChannelCommand::Create {
            scenario: scenario.to_owned(),
            name: "App".to_owned(),
            token: token.map(str::to_owned),
            block_form: true,
            webhook: webhook.map(str::to_owned),
            account: None,
        };
        match channels(store, command, 1_700_000_000_000).await {
            Ok(said) => said.out + &said.note,
            Err(CommandError::Refused(said)) => said,
            Err(error) => format!("{:#}", anyhow::Error::from(error)),
        }
    };
    let made = make(None, &scenario, Some("https://hooks.example.com/x")).await;
    let token = made.lines().next().unwrap();
    assert_eq!((token.len(), token.find(':')), (49, Some(8)), "{made}");
    assert!(made.contains("whsec_"), "{made}");
    for (given, scenario, webhook, part) in [
        (Some("short"), scenario.as_str(), None, "16 to 128"),
        (None, "nope", None, "no scenario \"nope\""),
        (None, &scenario, Some("ftp://x"), "Input should be"),
        (Some(token), &scenario, None, "taken"),
    ] {
        let said = make(given, scenario, webhook).await;
        assert!(said.contains(part), "{said}");
    }
    let listed = channels(store, ChannelCommand::List { account: None }, 1);
    let listed = listed.await.unwrap().out;
    assert!(listed.contains("hooks.example.com") && !listed.contains(token));
    let id = listed.lines().nth(1).unwrap().split(' ').next().unwrap();
    let change = ChannelCommand::Change {
        id: id.to_owned(),
        name: Some("Quiet".to_owned()),
        scenario: None,
        block_form: Some(false),
        webhook: Some(String::new()),
    };
    channels(store, change, 1).await.unwrap();
    let channel = vivavoce_tovie::store::channel(store, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (channel.name.as_str(), channel.block_form),
        ("Quiet", false)
    );
    assert!(channel.webhook_url.is_none() && channel.token.is_none());
    let remove = ChannelCommand::Remove { id: id.to_owned() };
    channels(store, remove, 2).await.unwrap();
    assert!(
        vivavoce_tovie::store::channel(store, id)
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.credential(token, 3).await.unwrap().is_none());
}
