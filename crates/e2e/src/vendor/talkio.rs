//! Talkio: accounts, a login link, and what stands beside the framed page.

use serde_json::json;

use super::{Answer, Asked, Mood, Shared};

pub fn answer(shared: &Shared, asked: &Asked) -> Option<Answer> {
    let mood = shared.mood();
    if mood == Mood::Error {
        return Some(Answer::Json(200, json!({ "error": "Out of order." })));
    }
    let own = format!(
        "http://127.0.0.1:{}/authentication/partner/?token=t",
        shared.port
    );
    let path = asked.path.as_str();
    let answer = match asked.method.as_str() {
        "POST" => asked.body.clone(),
        _ if path.ends_with("/token") => {
            let link = match mood {
                Mood::Links => "javascript:window.__executed='login'".to_owned(),
                Mood::Astray => format!("http://evil.localhost:{}/lure/login", shared.port),
                _ => own,
            };
            json!({ "token": "t", "expiresAt": "2036-01-01T00:00:00.000Z", "link": link })
        }
        _ if path.ends_with("/settings") => json!({
            "defaultTutor": shared.named("Emma"), "practiceLanguage": shared.named("en-GB"),
            "readAloudSpeed": 3, "showLiveFeedback": true,
        }),
        _ if path.contains("stats") => json!({
            "conversations": { "user": { shared.named("words"): 7 } },
        }),
        _ => json!({ "data": [{ "id": "c1", "title": shared.named("Books") }], "total": 1 }),
    };
    Some(Answer::Json(200, answer))
}
