//! The phases, as stories and as a million random steps.

use proptest::prelude::*;
use vivavoce_core::address::Style;
use vivavoce_core::dialect::{Event, Link};
use vivavoce_core::failure::Failure;
use vivavoce_core::host::Occasion;
use vivavoce_core::phase::{Effect, HostRecord, Machine, Phase, Step};
use vivavoce_core::transcript::EntryId;
use vivavoce_core::wire::{SessionCreated, StopReason};

fn connected(id: &str, resumed: bool) -> Event {
    Event::Connected {
        session: SessionCreated {
            session_id: id.to_owned(),
            ..SessionCreated::default()
        },
        resumed,
    }
}

fn ended(reason: StopReason) -> Event {
    Event::Ended { reason, at: 0.0 }
}

const OPENED: Step<'static> = Step::Opened {
    credentials: false,
    auto_submit: false,
    resume: None,
};

/// Takes the step a word of a story stands for.
fn act(machine: &mut Machine, word: &str) -> (Vec<(Occasion, String)>, Option<Effect>) {
    let event;
    let step = match word {
        "opened" => OPENED,
        "opened-asks" => Step::Opened {
            credentials: true,
            auto_submit: false,
            resume: None,
        },
        "opened-auto" => Step::Opened {
            credentials: false,
            auto_submit: true,
            resume: None,
        },
        "locked" => Step::Locked,
        "asked" => Step::Asked,
        "admitted" => Step::Admitted,
        "start" => Step::Start,
        "stop" => Step::Stop,
        "unanswered" => Step::StopUnanswered,
        "submit" => Step::Submit,
        "retry" => Step::Retry,
        "again" => Step::Again,
        "missing" => Step::Failed(&Failure::Missing),
        "offline" => Step::Failed(&Failure::Offline),
        _ => {
            event = match word {
                "connected" => connected("s1", false),
                "connected-2" => connected("s2", false),
                "connected-3" => connected("s3", false),
                "resumed" => connected("s1", true),
                "restored" => Event::Link(Link::Restored),
                "run" => Event::RunStarted {
                    run: EntryId::from("r"),
                },
                "ended" => ended(StopReason::Visitor),
                "ended-agent" => ended(StopReason::Agent),
                "ended-time" => ended(StopReason::MaxDuration),
                "ended-lost" => ended(StopReason::Lost),
                "submitted" => Event::Submitted,
                "broken" => Event::Failed(Failure::Unreachable),
                "refused" => Event::Failed(Failure::Refused),
                _ => panic!("no step is called {word}"),
            };
            Step::Event(&event)
        }
    };
    let effects = machine.take(step, 1_705_312_800_000.0);
    let posts = (effects.posts.into_iter())
        .map(|post| {
            assert_eq!(post.timestamp, 1_705_312_800_000);
            (post.event, post.session_id)
        })
        .collect();
    (posts, effects.ask)
}

/// A story is lines of `step > phase`, and after it what is posted (`onStart s1`) and asked for
/// (`?Open`).
fn check(mut machine: Machine, story: &str) -> Machine {
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (word, _) = line.split_once(" > ").unwrap();
        let (posts, ask) = act(&mut machine, word);
        let mut told = format!("{word} > {}", machine.phase().as_str());
        for (event, id) in posts {
            let name = serde_json::to_value(event).unwrap();
            told += &format!(" {} {id}", name.as_str().unwrap());
        }
        if let Some(ask) = ask {
            told += &format!(" ?{ask:?}");
        }
        assert_eq!(told, line, "in\n{story}");
    }
    machine
}

fn full() -> Machine {
    Machine::new(Style::Full, false)
}

#[test]
fn a_whole_conversation_in_full() {
    check(
        full(),
        "
        opened-asks > credentials
        admitted > ready
        start > connecting ?Open
        connected > live onStart s1
        run > live
        stop > stopping ?Stop
        ended > review onStop s1
        submit > review ?Submit
        submit > review
        submitted > submitted onSubmit s1
        again > ready
        start > connecting ?Open
        connected-2 > live onStart s2
        ended-agent > review onStop s2
        ",
    );
}

#[test]
fn basic_and_minimal_submit_by_themselves_and_so_may_an_owner() {
    let story = |opened: &str| {
        format!(
            "
            {opened} > ready
            start > connecting ?Open
            connected > live onStart s1
            stop > stopping ?Stop
            ended > stopping onStop s1 ?Submit
            stop > stopping
            submitted > submitted onSubmit s1
            submitted > submitted
            "
        )
    };
    check(Machine::new(Style::Basic, false), &story("opened"));
    check(Machine::new(Style::Minimal, false), &story("opened"));
    check(full(), &story("opened-auto"));
}

#[test]
fn an_end_by_force_is_told_as_terminated_and_can_still_be_submitted() {
    for word in ["ended-time", "ended-lost"] {
        check(
            full(),
            &format!(
                "
                opened > ready
                start > connecting ?Open
                connected > live onStart s1
                {word} > review onTerminated s1
                ended > review
                submit > review ?Submit
                submitted > submitted onSubmit s1
                "
            ),
        );
    }
}

#[test]
fn minimal_begins_with_its_button_and_asks_behind_it() {
    let minimal = |auto_start| Machine::new(Style::Minimal, auto_start);
    check(
        minimal(false),
        "
        opened-asks > ready
        start > credentials
        start > credentials
        admitted > connecting ?Open
        connected > live onStart s1
        ended > stopping onStop s1 ?Submit
        submitted > submitted onSubmit s1
        again > ready
        start > connecting ?Open
        ",
    );
    // What begins by itself asks by itself.
    check(
        minimal(true),
        "
        opened-asks > credentials
        admitted > connecting ?Open
        ",
    );
    // Access that ran out in the dialog opens it anew.
    check(
        minimal(false),
        "
        opened-asks > ready
        start > credentials
        locked > locked
        opened-asks > ready
        start > credentials
        locked > locked
        opened > ready
        start > connecting ?Open
        ",
    );
}

#[test]
fn auto_start_starts_once() {
    check(
        Machine::new(Style::Full, true),
        "
        opened-asks > credentials
        admitted > connecting ?Open
        connected > live onStart s1
        ended-agent > review onStop s1
        again > ready
        ",
    );
    check(Machine::new(Style::Full, true), "opened > connecting ?Open");
    // Not where the visitor has to accept something.
    check(
        Machine::new(Style::Full, true),
        "
        asked > loading
        opened > ready
        start > connecting ?Open
        ",
    );
}

#[test]
fn a_locked_scenario_opens_with_access() {
    check(
        full(),
        "
        locked > locked
        start > locked
        offline > locked
        opened > ready
        locked > locked
        opened > ready
        start > connecting ?Open
        locked > locked
        opened > ready
        start > connecting ?Open
        connected > live onStart s1
        locked > live
        broken > failed
        locked > failed
        ",
    );
}

#[test]
fn what_fails_can_be_tried_again_where_it_failed() {
    check(
        full(),
        "
        offline > failed
        retry > loading ?Load
        missing > failed
        again > loading ?Load
        opened > ready
        start > connecting ?Open
        broken > failed
        retry > connecting ?Open
        connected > live onStart s1
        broken > failed
        retry > connecting ?Reconnect
        broken > failed
        restored > live
        broken > failed
        retry > connecting ?Reconnect
        run > live
        stop > stopping ?Stop
        broken > failed
        retry > stopping ?Stop
        ended > review onStop s1
        submit > review ?Submit
        broken > failed
        retry > review ?Submit
        refused > failed
        retry > review
        submit > review ?Submit
        submitted > submitted onSubmit s1
        broken > submitted
        ",
    );
    check(
        Machine::new(Style::Minimal, false),
        "
        opened > ready
        start > connecting ?Open
        connected > live onStart s1
        ended-agent > stopping onStop s1 ?Submit
        broken > failed
        retry > stopping ?Submit
        broken > failed
        submitted > submitted onSubmit s1
        ",
    );
}

#[test]
fn a_session_lost_for_good_is_terminated_once() {
    check(
        full(),
        "
        opened > ready
        start > connecting ?Open
        connected > live onStart s1
        refused > failed onTerminated s1
        retry > failed
        ended > review
        ",
    );
    check(
        full(),
        "
        opened > ready
        start > connecting ?Open
        connected > live onStart s1
        broken > failed
        again > ready onTerminated s1
        ",
    );
}

#[test]
fn stopping_does_not_wait_for_ever_and_late_answers_are_ignored() {
    check(
        full(),
        "
        opened > ready
        start > connecting ?Open
        connected > live onStart s1
        stop > stopping ?Stop
        unanswered > review onStop s1
        ended-time > review
        unanswered > review
        ",
    );
    check(
        full(),
        "
        opened > ready
        start > connecting ?Open
        stop > stopping ?Stop
        connected > stopping
        ended > ready
        connected > ready
        run > ready
        start > connecting ?Open
        stop > stopping ?Stop
        broken > ready
        ",
    );
}

#[test]
fn a_resumed_session_starts_and_ends_no_second_time() {
    let resume = |told: HostRecord, story: &str| {
        let mut machine = full();
        let opened = Step::Opened {
            credentials: true,
            auto_submit: false,
            resume: Some(&told),
        };
        assert_eq!(machine.take(opened, 0.0).ask, Some(Effect::Open));
        assert_eq!(machine.phase(), Phase::Connecting);
        check(machine, story)
    };
    let told = |started, ended, submitted| HostRecord {
        session_id: "s1".to_owned(),
        started,
        ended,
        submitted,
    };
    let machine = resume(
        told(true, false, false),
        "
        resumed > live
        ended-time > review onTerminated s1
        ",
    );
    assert_eq!(machine.told(), Some(&told(true, true, false)));
    resume(
        told(true, true, false),
        "resumed > live\nended > review\nsubmitted > submitted onSubmit s1",
    );
    resume(
        told(true, true, true),
        "resumed > live\nended > submitted\nsubmitted > submitted",
    );
    // Reloaded in the moment between the server's answer and the message: it was never sent.
    resume(told(false, false, false), "resumed > live onStart s1");
    // The old session is gone, and a new one stands in for it.
    resume(
        told(true, false, false),
        "connected-2 > live onStart s2\nstop > stopping ?Stop\nended > review onStop s2",
    );
    // `restoreSession`: another page told its host about the start.
    check(
        full(),
        "opened > ready\nstart > connecting ?Open\nresumed > live\nended-agent > review onStop s1",
    );
}

const WORDS: [&str; 26] = [
    "asked",
    "opened",
    "opened-asks",
    "opened-auto",
    "locked",
    "admitted",
    "start",
    "stop",
    "unanswered",
    "submit",
    "retry",
    "again",
    "missing",
    "offline",
    "connected",
    "connected-2",
    "resumed",
    "restored",
    "run",
    "ended",
    "ended-agent",
    "ended-time",
    "ended-lost",
    "submitted",
    "broken",
    "refused",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(17_000))]

    /// Whatever happens in whatever order, the host hears a word of `start? (stop|terminated)?
    /// submit?` about each session, and the visitor is never stuck.
    #[test]
    fn random_steps_never_break_a_promise(
        style in prop_oneof![Just(Style::Full), Just(Style::Basic), Just(Style::Minimal)],
        auto_start: bool,
        words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..120),
    ) {
        let mut machine = Machine::new(style, auto_start);
        let mut heard: Vec<(Occasion, String)> = Vec::new();
        for word in &words {
            let (posts, _) = act(&mut machine, word);
            for (event, id) in posts {
                let earlier = |wanted: &[Occasion]| {
                    heard.iter().any(|(event, about)| *about == id && wanted.contains(event))
                };
                let repeats = match event {
                    Occasion::Start => earlier(&[
                        Occasion::Start, Occasion::Stop, Occasion::Terminated, Occasion::Submit,
                    ]),
                    Occasion::Stop | Occasion::Terminated => {
                        earlier(&[Occasion::Stop, Occasion::Terminated, Occasion::Submit])
                    }
                    Occasion::Submit => {
                        earlier(&[Occasion::Submit])
                            || !earlier(&[Occasion::Stop, Occasion::Terminated])
                    }
                };
                prop_assert!(!repeats, "{event:?} {id} after {heard:?} in {words:?}");
                heard.push((event, id));
            }
        }
        // Whatever the phase, these lead to a new conversation.
        let way_out = [
            "admitted", "unanswered", "broken", "again", "opened", "admitted", "start",
            "admitted", "connected-3",
        ];
        for word in way_out {
            act(&mut machine, word);
        }
        prop_assert_eq!(machine.phase(), Phase::Live, "stuck after {:?}", words);
    }
}
