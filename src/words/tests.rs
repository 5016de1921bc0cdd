use super::*;

#[test]
fn every_failure_says_what_happened_and_what_to_do() {
    let words = spoken();
    let detail = String::from("A message may have 4000 characters.");
    for failure in [
        Failure::Offline,
        Failure::Unreachable,
        Failure::Refused,
        Failure::Missing,
        Failure::Busy { retry_after: None },
        Failure::Busy {
            retry_after: Some(12_000),
        },
        Failure::Rejected {
            detail: detail.clone(),
        },
        Failure::Rejected {
            detail: String::new(),
        },
        Failure::Agent {
            detail: String::new(),
        },
        Failure::Protocol,
    ] {
        let told = words.explain(&failure);
        assert!(told.what.ends_with('.'), "{failure:?}: {}", told.what);
        assert!(told.advice.ends_with('.'), "{failure:?}: {}", told.advice);
    }
    // What the server says to do is not said again in other words.
    for detail in [
        "The agent took too long. Please try again.",
        "Please try again in a moment.",
        "Try again later.",
    ] {
        let detail = detail.to_owned();
        let agent = Failure::Agent {
            detail: detail.clone(),
        };
        assert_eq!(words.explain(&agent).whole(), detail);
        let rejected = Failure::Rejected {
            detail: detail.clone(),
        };
        assert_eq!(words.explain(&rejected).whole(), detail);
    }
    let told = words.explain(&Failure::Rejected {
        detail: detail.clone(),
    });
    assert_eq!(told.what, detail);
}

#[test]
fn a_number_decides_the_form() {
    for (number, said) in [(1, "1 character left"), (2, "2 characters left")] {
        assert_eq!(spoken().characters_left.count(number), said);
    }
}
