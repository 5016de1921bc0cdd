//! What was said in one session, and what was made of it.

use std::rc::Rc;

use leptos::prelude::*;
use vivavoce::browser::blocks::{Blocks, Drawing, Labels};
use vivavoce::browser::element::{El, el};
use vivavoce::browser::{address, files, task};
use vivavoce_client::types::{Evaluation, Figures, Role, SessionDetail};

use super::form::{button, text, trouble};
use super::link::link;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::state::encoded;
use crate::{api, browser};

pub fn page(site: Site, scenario: &str, id: &str) -> El {
    let loaded = RwSignal::new(Loaded::Loading);
    let round = RwSignal::new(0_u32);
    let path = format!("/api/public/sessions/{}", encoded(id));
    vivavoce::browser::element::react(move || {
        round.track();
        let (key, path) = (site.key_now(), path.clone());
        task::spawn(async move {
            let answer: Result<SessionDetail, String> =
                api::ask(key.as_ref(), "GET", &path, None).await;
            loaded.try_set(answer.into());
        });
    });
    el("div", "")
        .child(link(
            site,
            Route::Scenario(scenario.to_owned()),
            "crumb",
            "Back to the scenario",
        ))
        .part(
            move || loaded.get(),
            move |loaded| match loaded {
                Loaded::Loading => vec![text("p", "hint", "Loading …")],
                Loaded::Failed(sentence) => vec![text("h1", "", "Session"), trouble(sentence)],
                Loaded::Ready(session) => whole(session, round),
            },
        )
}

fn whole(session: &SessionDetail, round: RwSignal<u32>) -> Vec<El> {
    let who = [&session.user_name, &session.user_email];
    let who: Vec<&str> = who
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    let who = if who.is_empty() {
        "Somebody".to_owned()
    } else {
        who.join(", ")
    };
    let mut facts = vec![
        ("Visitor", who),
        ("Began", browser::date(&session.created_at)),
        ("State", session.status.as_str().to_owned()),
        ("Style", session.style.clone()),
    ];
    if let Some(seconds) = session.duration_seconds {
        facts.push(("Lasted", duration(seconds)));
    }
    if session.source == "PREVIEW" {
        facts.push(("Source", "Preview: counted nowhere".to_owned()));
    }
    if let Some(comment) = session.comment.as_deref().filter(|it| !it.is_empty()) {
        facts.push(("Comment", comment.to_owned()));
    }
    for (name, value) in &session.variables {
        facts.push((
            "Variable",
            format!("{name} = {}", value.as_str().unwrap_or_default()),
        ));
    }
    let facts = facts
        .iter()
        .flat_map(|(name, value)| [text("dt", "", name), text("dd", "", value)]);
    vec![
        el("div", "lead row")
            .child(text("h1", "", &session.scenario_name))
            .child(button("Refresh", "quiet", move || {
                round.update(|round| *round += 1)
            })),
        el("div", "halves").child(transcript(session)).child(
            el("div", "stack")
                .child(el("dl", "panel facts").children(facts))
                .child(results(session)),
        ),
    ]
}

fn duration(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

/// What the agent said is markdown; what the visitor typed is not.
fn words(role: &Role, content: &str) -> El {
    if *role == Role::Visitor {
        return text("p", "words", content);
    }
    let words = el("div", "words prose").attr("dir", "auto");
    if let Some(container) = words.node() {
        let labels = Labels {
            copy: "Copy".to_owned(),
            copied: "Copied".to_owned(),
            table: "Table".to_owned(),
            rest: "Show the rest".to_owned(),
        };
        let drawing = Drawing {
            labels,
            origin: address::read().origin,
            ..Drawing::default()
        };
        let mut blocks = Blocks::new(container.clone(), Rc::new(drawing));
        blocks.update(content, false);
        // Drawn again where the parser comes later than the transcript.
        StoredValue::new_local(blocks);
    }
    words
}

fn transcript(session: &SessionDetail) -> El {
    let lines = session.transcript.iter().map(|line| {
        let (who, class) = match line.role {
            Role::Visitor => ("Visitor", "line visitor"),
            _ => ("Agent", "line"),
        };
        let seconds = line.timestamp.max(0.0) as u64;
        el("li", class)
            .child(
                el("p", "hint")
                    .child(text("strong", "", who))
                    .text(&format!(" {:02}:{:02}", seconds / 60, seconds % 60)),
            )
            .child(words(&line.role, &line.content))
    });
    let panel = el("section", "panel").attr("aria-labelledby", "transcript-title");
    let mut row =
        el("div", "row").child(text("h2", "", "Transcript").attr("id", "transcript-title"));
    if let Some(content) = session.transcript_content.clone() {
        let name = format!("transcript-{}.txt", session.id);
        row = row.child(button("Download", "quiet", move || {
            files::download(&name, "text/plain", &content);
        }));
    }
    if session.transcript.is_empty() {
        return panel
            .child(row)
            .child(text("p", "hint", "Nothing was said, or nothing was kept."));
    }
    panel.child(row).child(el("ol", "lines").children(lines))
}

fn results(session: &SessionDetail) -> El {
    let panel = el("section", "panel")
        .attr("aria-labelledby", "results-title")
        .child(text("h2", "", "Results").attr("id", "results-title"));
    let Some(evaluation) = &session.evaluation_results else {
        let why = if session.is_analyzing {
            "They are being made. Refresh in a moment."
        } else {
            "There are none yet: they come when the session has ended."
        };
        return panel.child(text("p", "hint", why));
    };
    let mut panel = panel.children(judged(evaluation));
    if let Some(improvement) = &session.improvement_results {
        panel = panel.children(bullets("Next steps", &improvement.action_items_list));
    }
    match &session.figures {
        Some(figures) => panel.child(counted(figures)),
        None => panel,
    }
}

fn judged(evaluation: &Evaluation) -> Vec<El> {
    let mut shown = Vec::new();
    if let Some(score) = &evaluation.overall_score {
        let source = evaluation
            .score_source
            .as_ref()
            .map_or("", |source| source.as_str());
        let source = if source == "model" {
            "judged by a model"
        } else {
            source
        };
        shown.push(text("p", "score", score).child(text("span", "tag", source)));
    }
    if !evaluation.feedback.is_empty() {
        shown.push(text("p", "", &evaluation.feedback));
    }
    if !evaluation.report_card.is_empty() {
        let rows = evaluation.report_card.iter().map(|row| {
            el("tr", "")
                .child(
                    text("th", "", &row.topic)
                        .attr("scope", "row")
                        .child(text("small", "hint", &row.note)),
                )
                .child(text("td", "ratio", &row.score_str))
        });
        shown.push(
            el("table", "contrasts")
                .child(text("caption", "", "Report card"))
                .child(el("tbody", "").children(rows)),
        );
    }
    shown.extend(bullets("Strengths", &evaluation.strengths_list));
    shown.extend(bullets("To work on", &evaluation.weaknesses_list));
    shown
}

fn bullets(title: &str, items: &[String]) -> Vec<El> {
    if items.is_empty() {
        return Vec::new();
    }
    let items = items.iter().map(|item| text("li", "", item));
    vec![text("h3", "", title), el("ul", "").children(items)]
}

fn counted(figures: &Figures) -> El {
    let facts = [
        ("Visitor’s turns", figures.visitor_turns.to_string()),
        ("Agent’s turns", figures.agent_turns.to_string()),
        ("Visitor’s words", figures.visitor_words.to_string()),
        (
            "Share of the talk",
            format!("{:.0} %", figures.talk_share * 100.0),
        ),
        ("Visitor’s questions", figures.visitor_questions.to_string()),
        ("Filler words", figures.fillers.to_string()),
    ];
    let facts = facts
        .iter()
        .flat_map(|(name, value)| [text("dt", "", name), text("dd", "", value)]);
    el("dl", "facts").children(facts)
}
