//! What was said in one session, and what was made of it.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use vivavoce::browser::markdown::{Blocks, Drawing, Labels};
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::{address, files, task};
use vivavoce::components::effect;
use vivavoce_client::types::{Evaluation, Figures, Role, SessionDetail};

use super::form::{Button, asked_for};
use super::link::Link;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::state::encoded;
use crate::{api, browser};

#[component]
pub fn SessionPage(site: Site, scenario: String, id: String) -> Piece {
    let loaded = RwSignal::new(Loaded::Loading);
    let round = RwSignal::new(0_u32);
    let path = format!("/api/public/sessions/{}", encoded(&id));
    effect::now(move || {
        round.track();
        let (key, path) = (site.key_now(), path.clone());
        task::spawn(async move {
            let answer: Result<SessionDetail, String> =
                api::ask(key.as_ref(), "GET", &path, None).await;
            loaded.try_set(answer.into());
        });
    });
    let whole = move |session| view! { <Whole session round/> }.into_inner();
    view! {
        <div>
            <Link site to=Route::Scenario(scenario) class="crumb" label="Back to the scenario"/>
            {asked_for(loaded, Some("Session"), whole)}
        </div>
    }
    .piece()
}

#[component]
fn Whole(session: SessionDetail, round: RwSignal<u32>) -> Piece {
    view! {
        <div class="lead row">
            <h1>{session.scenario_name.clone()}</h1>
            <Button label="Refresh" press=move || round.update(|round| *round += 1)/>
        </div>
        <div class="halves">
            <Transcript session=session.clone()/>
            <div class="stack">
                <dl class="panel facts">{pairs(facts(&session))}</dl>
                <Results session/>
            </div>
        </div>
    }
    .piece()
}

fn facts(session: &SessionDetail) -> Vec<(&'static str, String)> {
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
    facts
}

/// Names and values of a list of facts.
fn pairs(facts: Vec<(&'static str, String)>) -> Vec<Piece> {
    facts
        .into_iter()
        .map(|(name, value)| {
            view! {
                <dt>{name}</dt>
                <dd>{value}</dd>
            }
            .piece()
        })
        .collect()
}

fn duration(seconds: f64) -> String {
    match seconds.round() as u64 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// What the agent said is markdown; what the visitor typed is not.
#[component]
fn Words(role: Role, content: String) -> Piece {
    if role == Role::Visitor {
        return view! { <p class="words">{content}</p> }.piece();
    }
    let words = NodeRef::<html::Div>::new();
    effect::when_built(move || {
        let Some(container) = words.get_untracked() else {
            return;
        };
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
        let mut blocks = Blocks::new((**container).clone(), Rc::new(drawing));
        blocks.update(&content, false);
        // Drawn again where the parser comes later than the transcript.
        StoredValue::new_local(blocks);
    });
    view! { <div class="words prose" dir="auto" node_ref=words></div> }.piece()
}

#[component]
fn Transcript(session: SessionDetail) -> Piece {
    let download = session.transcript_content.map(|content| {
        let name = format!("transcript-{}.txt", session.id);
        let save = move || {
            files::download(&name, "text/plain", &content);
        };
        view! { <Button label="Download" press=save/> }
    });
    let lines: Vec<Piece> = session
        .transcript
        .into_iter()
        .map(|line| {
            let (who, class) = match line.role {
                Role::Visitor => ("Visitor", "line visitor"),
                _ => ("Agent", "line"),
            };
            let seconds = line.timestamp.max(0.0) as u64;
            let at = format!(" {:02}:{:02}", seconds / 60, seconds % 60);
            view! {
                <li class=class>
                    <p class="hint"><strong>{who}</strong>{at}</p>
                    <Words role=line.role content=line.content/>
                </li>
            }
            .piece()
        })
        .collect();
    let lines = if lines.is_empty() {
        view! { <p class="hint">{"Nothing was said, or nothing was kept."}</p> }.piece()
    } else {
        view! { <ol class="lines">{lines}</ol> }.piece()
    };
    view! {
        <section class="panel" aria-labelledby="transcript-title">
            <div class="row">
                <h2 id="transcript-title">{"Transcript"}</h2>
                {download}
            </div>
            {lines}
        </section>
    }
    .piece()
}

#[component]
fn Results(session: SessionDetail) -> Piece {
    let next = session
        .improvement_results
        .map(|it| it.action_items_list)
        .unwrap_or_default();
    let shown = match session.evaluation_results {
        Some(evaluation) => {
            let counted = session.figures.map(|figures| counted(&figures));
            vec![
                judged(evaluation),
                bullets("Next steps for the visitor", next),
                counted,
            ]
        }
        None => {
            let why = if session.is_analyzing {
                "They are being made. Refresh in a moment."
            } else {
                "There are none yet: they come when the session has ended."
            };
            vec![Some(view! { <p class="hint">{why}</p> }.piece())]
        }
    };
    let shown: Vec<Piece> = shown.into_iter().flatten().collect();
    view! {
        <section class="panel" aria-labelledby="results-title">
            <h2 id="results-title">{"Results"}</h2>
            {shown}
        </section>
    }
    .piece()
}

/// `None` where nothing was.
fn judged(evaluation: Evaluation) -> Option<Piece> {
    let score = evaluation.overall_score.map(|score| {
        let source = evaluation
            .score_source
            .as_ref()
            .map_or("", |source| source.as_str());
        let source = if source == "model" {
            "judged by a model"
        } else {
            source
        }
        .to_owned();
        view! { <p class="score">{score} <span class="tag">{source}</span></p> }.piece()
    });
    // A model speaks to the visitor, whom these pages speak about.
    let by_model = evaluation
        .score_source
        .as_ref()
        .is_some_and(|source| source.as_str() == "model");
    let feedback = (!evaluation.feedback.is_empty()).then(|| {
        let whom = by_model.then(|| view! { <strong>{"To the visitor: "}</strong> });
        view! { <p>{whom} {evaluation.feedback}</p> }.piece()
    });
    let card = (!evaluation.report_card.is_empty()).then(|| {
        let rows: Vec<Piece> = evaluation
            .report_card
            .into_iter()
            .map(|row| {
                view! {
                    <tr>
                        <th scope="row">{row.topic} <small class="hint">{row.note}</small></th>
                        <td class="ratio">{row.score_str}</td>
                    </tr>
                }
                .piece()
            })
            .collect();
        view! {
            <table class="contrasts">
                <caption>{"Report card"}</caption>
                <tbody>{rows}</tbody>
            </table>
        }
        .piece()
    });
    let strengths = bullets("Strengths", evaluation.strengths_list);
    let weaknesses = bullets("For the visitor to work on", evaluation.weaknesses_list);
    let all = [score, feedback, card, strengths, weaknesses];
    let all: Vec<Piece> = all.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.piece())
}

fn bullets(title: &'static str, items: Vec<String>) -> Option<Piece> {
    if items.is_empty() {
        return None;
    }
    let items: Vec<Piece> = items
        .into_iter()
        .map(|item| view! { <li>{item}</li> }.piece())
        .collect();
    Some(
        view! {
            <h3>{title}</h3>
            <ul>{items}</ul>
        }
        .piece(),
    )
}

/// A little is not nothing.
fn share(share: f64) -> String {
    if share > 0.0 && share < 0.005 {
        return "less than 1 %".to_owned();
    }
    format!("{:.0} %", share * 100.0)
}

fn counted(figures: &Figures) -> Piece {
    let facts = vec![
        ("Visitor’s turns", figures.visitor_turns.to_string()),
        ("Agent’s turns", figures.agent_turns.to_string()),
        ("Visitor’s words", figures.visitor_words.to_string()),
        ("Visitor’s share of the talk", share(figures.talk_share)),
        ("Visitor’s questions", figures.visitor_questions.to_string()),
        (
            "Filler words",
            figures
                .fillers
                .map_or("unknown".to_owned(), |it| it.to_string()),
        ),
    ];
    view! { <dl class="facts">{pairs(facts)}</dl> }.piece()
}
