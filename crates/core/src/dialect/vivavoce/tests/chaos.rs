//! Whatever goes wrong between visitor and server, nothing is lost, doubled or reordered, and
//! nobody waits for ever.

use super::sim::{Middle, Visitor, World, spoken};
use crate::dialect::Event;

/// Lets a visitor talk through `seed`'s faults and compares what they saw with what is stored.
fn check(mut world: World, seed: u64) {
    world.note(|| format!("seed {seed}"));
    world.run();
    let log = || world.log.join("\n");
    let count = |wanted: fn(&Event) -> bool| world.told.iter().filter(|it| wanted(it)).count();
    assert_eq!(
        count(|it| matches!(it, Event::Connected { .. })),
        1,
        "{}",
        log()
    );
    assert_eq!(
        count(|it| matches!(it, Event::Ended { .. })),
        1,
        "{}",
        log()
    );
    assert_eq!(count(|it| matches!(it, Event::Submitted)), 1, "{}", log());
    assert_eq!(count(|it| matches!(it, Event::Results(_))), 1, "{}", log());
    let end = world
        .told
        .iter()
        .position(|it| matches!(it, Event::Ended { .. }))
        .unwrap();
    let later = world.told.iter().skip(end + 1);
    let spoke =
        |it: &&Event| !matches!(it, Event::Submitted | Event::Results(_) | Event::Failed(_));
    assert_eq!(
        later.filter(spoke).count(),
        0,
        "said after the end\n{}",
        log()
    );

    let stored = world.stored();
    assert_eq!(spoken(&world.transcript), stored, "seed {seed}\n{}", log());
    let mut visitors: Vec<&str> = stored
        .iter()
        .filter(|line| line.starts_with("visitor"))
        .map(String::as_str)
        .collect();
    assert_eq!(
        visitors.len(),
        world.visitor.written.len(),
        "seed {seed}\n{}",
        log()
    );
    visitors.sort_unstable();
    visitors.dedup();
    assert_eq!(
        visitors.len(),
        world.visitor.written.len(),
        "doubled, seed {seed}\n{}",
        log()
    );
}

fn seeds() -> u64 {
    if std::env::var_os("VIVAVOCE_PROVE").is_some() {
        5_000
    } else {
        300
    }
}

#[test]
fn without_faults_the_screen_is_what_is_stored() {
    for seed in 0..20 {
        check(World::new(seed, Visitor::new(3, seed % 2 == 1)), seed);
    }
}

#[test]
fn where_streams_are_blocked_the_screen_is_what_is_stored() {
    for middle in [
        Middle::HoldsBodies,
        Middle::HoldsHeads,
        Middle::KillsStreams,
    ] {
        for seed in 0..10 {
            check(
                World::new(seed, Visitor::new(3, false)).with_middle(middle),
                seed,
            );
        }
    }
}

#[test]
fn a_reload_at_any_time_shows_the_same_again() {
    for seed in 0..seeds() / 3 {
        let world = World::new(seed, Visitor::new(3, seed % 2 == 1));
        let world = if seed % 3 == 0 {
            world.with_chaos()
        } else {
            world
        };
        check(world.with_reload(seed.wrapping_mul(997) % 30_000), seed);
    }
}

#[test]
fn through_any_faults_nothing_is_lost_doubled_or_reordered_and_nobody_waits_for_ever() {
    for seed in 0..seeds() {
        let visitor = Visitor::new(1 + seed as u32 % 4, seed % 3 == 0);
        check(
            World::new(seed.wrapping_mul(0x9E37_79B9), visitor).with_chaos(),
            seed,
        );
    }
}
