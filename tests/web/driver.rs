//! The driver against a scripted dialect and a scripted network.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use vivavoce::browser::timer::sleep;
use vivavoce::driver::Driver;
use vivavoce_core::dialect::{
    Call, CallId, Dialect, Event, Input, Link, Network, Output, Reading, Timer, Verb, What,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::network::{self, settle};

/// What a scripted dialect says to an input it was told of.
type Answers = dyn Fn(&str) -> Vec<Output>;

/// Says what the script tells it to, and writes down what it heard.
struct Scripted {
    heard: Rc<RefCell<Vec<String>>>,
    answers: Rc<Answers>,
    outputs: VecDeque<Output>,
}

impl Dialect for Scripted {
    fn handle(&mut self, input: Input<'_>) {
        assert!(self.outputs.is_empty(), "handled before it was polled dry");
        assert!(input.now > 1.6e12, "no clock");
        assert!((0.0..1.0).contains(&input.chance));
        let line = match input.what {
            What::Do(Verb::Cancel) => "cancel".to_owned(),
            What::Do(Verb::RetryNow) => "retry".to_owned(),
            What::Do(_) => "do".to_owned(),
            What::Answer { call, head, body } => format!(
                "answer {} {} {} {:?} {}",
                call.0,
                head.status,
                head.content_type,
                head.retry_after,
                String::from_utf8_lossy(body)
            ),
            What::Opened { call, head } => format!("opened {} {}", call.0, head.status),
            What::Chunk { call, bytes } => {
                format!("chunk {} {}", call.0, String::from_utf8_lossy(bytes))
            }
            What::Closed { call } => format!("closed {}", call.0),
            What::Broken { call } => format!("broken {}", call.0),
            What::Wake { timer } => format!("wake {}", timer.0),
            What::Network(network) => format!("{network:?}"),
        };
        self.outputs.extend((self.answers)(&line));
        self.heard.borrow_mut().push(line);
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}

fn call(id: u32, reading: Reading) -> Output {
    Output::Call(Call {
        id: CallId(id),
        method: "POST",
        path: "/x".to_owned(),
        headers: vec![("authorization", "Bearer b".to_owned())],
        body: Some("{}".to_owned()),
        reading,
        timeout: 1000,
        keepalive: false,
    })
}

struct Bench {
    driver: Option<Driver>,
    heard: Rc<RefCell<Vec<String>>>,
    events: Rc<RefCell<Vec<Vec<Event>>>>,
}

impl Bench {
    fn new(answers: impl Fn(&str) -> Vec<Output> + 'static) -> Bench {
        network::install();
        let heard = Rc::<RefCell<Vec<String>>>::default();
        let events = Rc::<RefCell<Vec<Vec<Event>>>>::default();
        let seen = Rc::clone(&events);
        let dialect = Scripted {
            heard: Rc::clone(&heard),
            answers: Rc::new(answers),
            outputs: VecDeque::new(),
        };
        let driver = Driver::new(
            Box::new(dialect),
            "/base".to_owned(),
            Box::new(move |batch| seen.borrow_mut().push(batch)),
        );
        Bench {
            driver: Some(driver),
            heard,
            events,
        }
    }

    fn act(&self, verb: Verb) {
        self.driver.as_ref().unwrap().handle().act(verb);
    }

    fn heard(&self) -> String {
        self.heard.borrow().join("; ")
    }
}

#[wasm_bindgen_test]
async fn a_whole_answer_returns_as_one_input() {
    let bench = Bench::new(|heard| match heard {
        "cancel" => vec![call(1, Reading::Whole)],
        _ => vec![],
    });
    bench.act(Verb::Cancel);
    settle().await;
    assert_eq!(network::line(0), "POST /base/x authorization=Bearer b {}");
    network::answer(
        0,
        503,
        r#"{"content-type":"Application/JSON; charset=utf-8","retry-after":"3"}"#,
        "[]",
    );
    settle().await;
    assert_eq!(
        bench.heard(),
        "cancel; answer 1 503 application/json Some(3000) []"
    );
    network::restore();
}

#[wasm_bindgen_test]
async fn a_stream_comes_in_chunks_and_ends_as_it_ended() {
    for (cut, end) in [(false, "closed 1"), (true, "broken 1")] {
        let bench = Bench::new(|heard| match heard {
            "cancel" => vec![call(1, Reading::Stream)],
            _ => vec![],
        });
        bench.act(Verb::Cancel);
        settle().await;
        network::open(0, 200, "{}");
        settle().await;
        network::chunk(0, "a");
        network::chunk(0, "b");
        settle().await;
        if cut {
            network::cut(0);
        } else {
            network::close(0);
        }
        settle().await;
        assert_eq!(
            bench.heard(),
            format!("cancel; opened 1 200; chunk 1 a; chunk 1 b; {end}")
        );
    }
    network::restore();
}

#[wasm_bindgen_test]
async fn an_error_to_a_stream_is_closed_without_its_body() {
    let bench = Bench::new(|heard| match heard {
        "cancel" => vec![call(1, Reading::Stream)],
        _ => vec![],
    });
    bench.act(Verb::Cancel);
    settle().await;
    network::open(0, 401, "{}");
    settle().await;
    assert_eq!(bench.heard(), "cancel; opened 1 401; closed 1");
    assert!(network::aborted(0));
    network::restore();
}

#[wasm_bindgen_test]
async fn no_answer_and_one_that_is_no_error_are_broken_alike() {
    let bench = Bench::new(|heard| match heard {
        "cancel" => vec![call(1, Reading::Whole)],
        _ => vec![],
    });
    bench.act(Verb::Cancel);
    settle().await;
    network::refuse(0);
    settle().await;
    assert_eq!(bench.heard(), "cancel; broken 1");
    network::restore();
}

#[wasm_bindgen_test]
async fn a_call_whose_time_runs_out_is_broken_and_aborted() {
    let bench = Bench::new(|heard| match heard {
        "cancel" => {
            let Output::Call(mut call) = call(1, Reading::Whole) else {
                unreachable!()
            };
            call.timeout = 20;
            vec![Output::Call(call)]
        }
        _ => vec![],
    });
    bench.act(Verb::Cancel);
    sleep(60).await;
    assert_eq!(bench.heard(), "cancel; broken 1");
    assert!(network::aborted(0));
    network::restore();
}

#[wasm_bindgen_test]
async fn an_aborted_call_says_nothing_more() {
    let bench = Bench::new(|heard| match heard {
        "cancel" => vec![call(1, Reading::Stream)],
        "chunk 1 a" => vec![Output::Abort(CallId(1))],
        _ => vec![],
    });
    bench.act(Verb::Cancel);
    settle().await;
    network::open(0, 200, "{}");
    network::chunk(0, "a");
    network::chunk(0, "b");
    settle().await;
    assert_eq!(bench.heard(), "cancel; opened 1 200; chunk 1 a");
    assert!(network::aborted(0));
    network::restore();
}

#[wasm_bindgen_test]
async fn a_timer_set_again_is_replaced() {
    let bench = Bench::new(|heard| {
        let wake = |after| Output::WakeAfter {
            timer: Timer(7),
            after,
        };
        match heard {
            "cancel" => vec![wake(10), wake(30)],
            _ => vec![],
        }
    });
    bench.act(Verb::Cancel);
    sleep(20).await;
    assert_eq!(bench.heard(), "cancel");
    sleep(40).await;
    assert_eq!(bench.heard(), "cancel; wake 7");
    network::restore();
}

#[wasm_bindgen_test]
async fn dropping_it_aborts_and_stops_everything() {
    let mut bench = Bench::new(|heard| match heard {
        "cancel" => vec![
            call(1, Reading::Stream),
            call(2, Reading::Whole),
            Output::WakeAfter {
                timer: Timer(1),
                after: 1_000,
            },
        ],
        _ => vec![],
    });
    bench.act(Verb::Cancel);
    settle().await;
    network::open(0, 200, "{}");
    settle().await;
    bench.driver = None;
    sleep(1_100).await;
    assert_eq!(bench.heard(), "cancel; opened 1 200");
    assert!(network::aborted(0) && network::aborted(1));
    network::restore();
}

#[wasm_bindgen_test]
async fn a_verb_from_within_an_event_waits_its_turn() {
    let driver = Rc::<RefCell<Option<Driver>>>::default();
    let heard = Rc::<RefCell<Vec<String>>>::default();
    let dialect = Scripted {
        heard: Rc::clone(&heard),
        answers: Rc::new(|heard| match heard {
            "cancel" => vec![
                Output::Event(Event::Link(Link::Restored)),
                Output::Event(Event::Submitted),
            ],
            _ => vec![],
        }),
        outputs: VecDeque::new(),
    };
    let again = Rc::clone(&driver);
    let log = Rc::clone(&heard);
    *driver.borrow_mut() = Some(Driver::new(
        Box::new(dialect),
        String::new(),
        Box::new(move |events| {
            let handle = again.borrow().as_ref().unwrap().handle();
            handle.act(Verb::RetryNow);
            handle.network(Network::Online);
            log.borrow_mut().push(format!("{} events", events.len()));
        }),
    ));
    let handle = driver.borrow().as_ref().unwrap().handle();
    handle.act(Verb::Cancel);
    assert_eq!(heard.borrow().join("; "), "cancel; 2 events; retry; Online");
    // Dropping it from within an event ends the loop too.
    driver.borrow_mut().take();
}

#[wasm_bindgen_test]
async fn events_of_one_input_come_together() {
    let bench = Bench::new(|_| vec![Output::Event(Event::Submitted); 3]);
    bench.act(Verb::Cancel);
    bench.act(Verb::Cancel);
    let sizes: Vec<usize> = bench.events.borrow().iter().map(Vec::len).collect();
    assert_eq!(sizes, [3, 3]);
    network::restore();
}

#[wasm_bindgen_test]
fn retry_after_is_read_in_both_forms() {
    use vivavoce::browser::fetch::retry_after;
    let now = 1_445_412_480_000.0; // Wed, 21 Oct 2015 07:28:00 GMT
    for (text, expected) in [
        ("0", Some(0)),
        (" 120 ", Some(120_000)),
        ("Wed, 21 Oct 2015 07:28:10 GMT", Some(10_000)),
        ("Wed, 21 Oct 2015 07:27:00 GMT", Some(0)),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
    ] {
        assert_eq!(retry_after(text, now), expected, "{text:?}");
    }
}
