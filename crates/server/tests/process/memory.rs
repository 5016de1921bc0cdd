//! What the server keeps of the memory that work took.

use futures_util::future::join_all;
use serde_json::json;

use super::server::Server;

const MIB: u64 = 1024 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessed_passcodes_leave_no_memory_behind() {
    let prove = std::env::var_os("VIVAVOCE_PROVE").is_some_and(|value| value == "1");
    let guesses = if prove { 400 } else { 80 };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "warn");
    let scenario = json!({
        "name": "Locked", "description": "", "ai_instructions": "Talk.",
        "is_public": false, "passcode": "open sesame",
    });
    let scenario = server.api("POST /scenarios", &scenario).await.with(201);
    let guess = json!({ "scenario_id": scenario["id"], "passcode": "open barley" }).to_string();
    let before = server.resident();
    // As many at once as a flood would be.
    for _ in 0..guesses / 40 {
        let all = (0..40).map(|_| server.ask("POST /api/embed/access", &[], guess.clone()));
        for answer in join_all(all).await {
            assert_eq!(answer.status, 403, "{}", answer.text);
        }
    }
    let more = server.resident().saturating_sub(before);
    println!("{guesses} guesses: {} MiB more", more / MIB);
    assert!(more < 64 * MIB, "{} MiB", more / MIB);
}
