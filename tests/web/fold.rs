//! What can be done is in sight: no action is below the fold, and nothing lies over one, at any size
//! the embed promises, also with text twice as large.

use js_sys::{Array, Function};
use vivavoce::session::Page;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::Lock;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::network::{self, settle};
use crate::session::{go_live, newest, open_page};
use crate::view::{JSON, SESSION, STYLES, Shown, painted};

/// Puts a copy of the embed into a frame of that size; returns what is wrong with it.
const MEASURE: &str = r#"
const [main, styles, width, height, percent, fields] = arguments;
const frame = document.createElement('iframe');
frame.style.cssText = `position:fixed;inset:0 auto auto 0;border:0;inline-size:${width}px;block-size:${height}px`;
document.body.append(frame);
const page = frame.contentDocument;
page.documentElement.style.fontSize = `${percent}%`;
const style = page.createElement('style');
style.textContent = `${styles} * { animation: none !important; transition: none !important }`;
page.head.append(style);
page.body.append(page.importNode(main, true));
const log = page.querySelector('.talk [role=log]');
if (log) log.scrollTop = log.scrollHeight;
const wrong = [];
const kinds = 'button, [data-control]' + (fields ? ', input, textarea' : '');
for (const one of page.querySelectorAll(kinds)) {
  if (!fields && one.matches('input, textarea:not([data-control=message])')) continue;
  if (!one.checkVisibility() || one.closest('[role=log], .past')) continue;
  const name = one.dataset.control;
  const box = one.getBoundingClientRect();
  if (box.top < -0.5 || box.left < -0.5 || box.bottom > height + 0.5 || box.right > width + 0.5) {
    wrong.push(`${name} at ${Math.round(box.left)} ${Math.round(box.top)} to ${Math.round(box.right)} ${Math.round(box.bottom)}`);
    continue;
  }
  for (const y of [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2]) {
    const hit = page.elementFromPoint((box.left + box.right) / 2, y);
    if (!hit || !one.contains(hit)) wrong.push(`${name} lies under ${hit?.className || hit?.tagName}`);
  }
}
const question = log && [...log.querySelectorAll('.entry .text')].at(-1);
// A long draft may take its room, and so may what went wrong.
if (question && main.dataset.phase === 'live' && !page.querySelector('.grow').dataset.draft) {
  const seen = question.getBoundingClientRect().bottom - log.getBoundingClientRect().top;
  if (seen < 20) wrong.push(`${Math.round(seen)} px of what was said last are in sight`);
}
if (page.documentElement.scrollWidth > width) wrong.push('wider than its frame');
frame.remove();
return wrong.join('; ');
"#;

const SIZES: [(u32, u32); 3] = [(320, 300), (400, 600), (1200, 800)];

/// `fields`: those of the screen are in sight too, with text of the usual size.
#[track_caller]
fn check(shown: &Shown, screen: &str, fields: bool, sizes: &[(u32, u32)]) {
    let measure = Function::new_no_args(MEASURE);
    let mut wrong = Vec::new();
    for (width, height) in sizes.iter().copied() {
        for percent in [100, 200] {
            let given = Array::of5(
                shown.main.as_ref(),
                &STYLES.into(),
                &width.into(),
                &height.into(),
                &percent.into(),
            );
            given.push(&JsValue::from(fields && percent == 100));
            let found = measure.apply(&JsValue::NULL, &given).unwrap();
            let found = found.as_string().unwrap();
            if !found.is_empty() {
                wrong.push(format!(
                    "{screen}, {width} × {height}, {percent} %: {found}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn page(style: &str, query: &str) -> Page {
    let mut page = open_page(query);
    page.address.path = format!("/embed{style}/demo");
    if let Some(facts) = &mut page.config.scenario {
        facts.name = "Everything it can show".to_owned();
        facts.user_friendly_description = Some(
            "A short tour of what an answer can look like: tables, code, task lists, quotes, links \
             and buttons. Choose what you want to see; stay as long as you like."
                .to_owned(),
        );
        facts.max_duration_seconds = Some(1_800);
    }
    page
}

const STYLES_OF_EMBEDS: [&str; 3] = ["", "/basic", "/minimal"];
/// Minimal is one button and the pulse down to this.
const SMALLEST: [(u32, u32); 2] = [(300, 150), (300, 200)];

#[wasm_bindgen_test]
async fn no_action_is_below_the_fold_before_the_conversation() {
    for style in STYLES_OF_EMBEDS {
        let shown = Shown::new(page(style, "?promptUserInfo=false")).await;
        check(&shown, &format!("ready {style}"), true, &SIZES);
        if style == "/minimal" {
            check(&shown, "ready", true, &SMALLEST);
        }
        drop(shown);

        let shown = Shown::new(page(style, "")).await;
        if style == "/minimal" {
            assert_eq!(shown.stage.phase(), Phase::Ready, "its button comes first");
            shown.control("start").click();
            painted().await;
        }
        assert_eq!(shown.stage.phase(), Phase::Credentials);
        check(&shown, &format!("credentials {style}"), true, &SIZES);
        check(&shown, "credentials", false, &SMALLEST);
        shown.fill("email", "nowhere");
        shown.control("continue").click();
        painted().await;
        check(
            &shown,
            &format!("refused credentials {style}"),
            false,
            &SIZES,
        );
        drop(shown);

        for lock in [Lock::Token, Lock::Passcode] {
            let mut page = page(style, "");
            page.config.scenario = None;
            page.config.locked = Some(lock);
            let shown = Shown::new(page).await;
            check(&shown, &format!("{lock:?} {style}"), true, &SIZES);
        }

        let mut page = page(style, "");
        page.config.scenario = None;
        page.config.missing = true;
        let shown = Shown::new(page).await;
        check(&shown, &format!("failed {style}"), true, &SIZES);
    }
}

#[wasm_bindgen_test]
async fn no_action_is_below_the_fold_in_the_conversation() {
    for style in STYLES_OF_EMBEDS {
        let mut shown = Shown::new(page(style, "?promptUserInfo=false&maxDuration=240")).await;
        go_live(&shown.stage).await;
        settle().await;
        let key = shown.say("Hello").await;
        let stream = shown.taken(&key).await;
        shown.begin(stream, "a1");
        shown.delta(stream, "a1", "What would you like to see?");
        painted().await;
        check(&shown, &format!("a reply {style}"), true, &SIZES);
        shown.fill(
            "message",
            &"A longer message that waits for its turn. ".repeat(9),
        );
        shown.enter();
        painted().await;
        assert_eq!(shown.count("[data-control=take-back]"), 1);
        check(
            &shown,
            &format!("a message that waits {style}"),
            true,
            &SIZES,
        );
        shown.control("take-back").click();
        let choices: Vec<String> = (0..10)
            .map(|n| format!(r#"{{"id":"{n}","text":"Answer number {n}"}}"#))
            .collect();
        let offered = format!(
            r#""type":"CUSTOM","name":"choices","value":{{"messageId":"a1","choices":[{}]}}"#,
            choices.join(",")
        );
        shown.log(stream, &offered);
        shown.finish(stream, "a1", &key);
        painted().await;
        check(
            &shown,
            &format!("a long draft and ten choices {style}"),
            false,
            &SIZES,
        );
        shown.fill("message", "");
        painted().await;
        check(&shown, &format!("ten choices {style}"), true, &SIZES);
        shown.control("end").click();
        painted().await;
        assert_eq!(shown.count("[data-control=keep]"), 1);
        check(&shown, &format!("End asks {style}"), true, &SIZES);
        shown.control("keep").click();
        painted().await;
        shown.say("More").await;
        let turn = newest(&format!("POST {SESSION}/turns"));
        network::answer(turn, 404, JSON, r#"{"detail":"no such session"}"#);
        painted().await;
        assert_eq!(shown.stage.phase(), Phase::Failed);
        check(&shown, &format!("broken off {style}"), true, &SIZES);
    }
}

#[wasm_bindgen_test]
async fn no_action_is_below_the_fold_after_the_conversation() {
    for style in STYLES_OF_EMBEDS {
        let mut shown = Shown::new(page(style, "?promptUserInfo=false")).await;
        go_live(&shown.stage).await;
        settle().await;
        shown.time_is_up("Half a thought").await;
        if style.is_empty() {
            assert_eq!(shown.stage.phase(), Phase::Review);
            check(&shown, "review", false, &SIZES);
            continue;
        }
        check(&shown, &format!("thanks {style}"), true, &SIZES);
    }
}
