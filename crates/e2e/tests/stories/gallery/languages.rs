//! Every screen in every language, at every size and with text of 200 %: no word is cut or broken.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::proving;
use vivavoce_e2e::story::Stage;
use vivavoce_protocol::language::INTERFACE;

use super::{SIZES, Shown, walk};

/// Stands in the name of each picture of this module's.
pub const IN: &str = "-in-";

/// Pixels of an ordinary letter, as a visitor sets it in the browser: the usual, and 200 %.
const LETTERS: [u32; 2] = [16, 32];
/// Of so many walks one is taken, where not all are: by it every size has its turn, and every language in time.
const TENTH: usize = 10;
/// The first of them.
const SEED: usize = 4;

#[tokio::test]
async fn no_screen_cuts_a_word_in_any_language_at_any_size() -> Result<()> {
    let mut stage = Stage::set().await?;
    let shown = Shown::on(&stage).await?;
    for letter in LETTERS {
        let preferences = json!({ "webkit.webprefs.default_font_size": letter });
        stage.chrome = Chrome::start_with(preferences).await?;
        let walks = INTERFACE
            .iter()
            .flat_map(|language| SIZES.map(|size| (language, size)));
        for (number, (language, (width, height))) in walks.enumerate() {
            let number = number + usize::from(letter > 16) * 5;
            // With large text all of them are only proved.
            if !proving() && (letter > 16 || number % TENTH != SEED) {
                continue;
            }
            stage.chrome.viewport(width, height).await?;
            let suffix = format!("{width}x{height}{IN}{language}-{letter}");
            let query = format!("lang={language}");
            let all = async {
                let lesser = ["basic", "minimal"];
                let lesser = match proving() {
                    true => &lesser[..],
                    false => &lesser[number / TENTH % 2..][..1],
                };
                for style in ["full"].iter().chain(lesser) {
                    walk(&stage, &shown.open, style, &suffix, &query).await?;
                }
                shown.closed(&stage, &suffix, &query).await?;
                let written = "return document.documentElement.lang";
                let written = Embed::plain(&stage.chrome).script(written, vec![]).await?;
                ensure!(written == json!(language), "it is in {written}");
                Ok(())
            };
            all.await.context(suffix.clone())?;
        }
    }
    stage.chrome.close().await
}
