//! Whatever goes wrong between visitor and server, nothing is lost, doubled or reordered, and
//! nobody waits for ever.

use super::sim::{Middle, Visitor, World, spoken};
use crate::dialect::Event;

/// Lets a visitor talk through `seed`'s faults and compares what they saw with what is stored.
fn check(mut world: World, seed: u64) {
    play(&mut world, seed);
    let log = || world.log.join("\n");
    let stored = world.stored();
    assert_eq!(spoken(&world.transcript), stored, "seed {seed}\n{}", log());
    let mut visitors: Vec<&str> = stored
        .iter()
        .filter(|line| line.starts_with("visitor"))
        .map(String::as_str)
        .collect();
    let written = world.visitor.written.len();
    assert_eq!(visitors.len(), written, "lost, seed {seed}\n{}", log());
    visitors.sort_unstable();
    visitors.dedup();
    assert_eq!(visitors.len(), written, "doubled, seed {seed}\n{}", log());
}

/// The same for someone who leaves in the middle: what they saw is where the stored text begins.
fn check_leaving(mut world: World, seed: u64) {
    play(&mut world, seed);
    let log = || world.log.join("\n");
    let stored = world.stored();
    let mut rest = stored.iter();
    for seen in spoken(&world.transcript) {
        // The server may have got it, but nobody was promised so.
        if seen.ends_with("(not sent)") {
            continue;
        }
        let found = rest.any(|line| line.starts_with(&seen));
        assert!(
            found,
            "seed {seed}: not stored here: {seen}\n{stored:#?}\n{}",
            log()
        );
    }
}

/// Plays to the end, and checks that the life of the session was told in order.
fn play(world: &mut World, seed: u64) {
    world.note(|| format!("seed {seed}"));
    world.run();
    let log = || world.log.join("\n");
    let count = |wanted: fn(&Event) -> bool| world.told.iter().filter(|it| wanted(it)).count();
    let once = [
        count(|it| matches!(it, Event::Connected { .. })),
        count(|it| matches!(it, Event::Ended { .. })),
        count(|it| matches!(it, Event::Submitted)),
        count(|it| matches!(it, Event::Results(_))),
    ];
    assert_eq!(once, [1; 4], "once each, seed {seed}\n{}", log());
    let is_after =
        |it: &&Event| matches!(it, Event::Submitted | Event::Results(_) | Event::Failed(_));
    let mut events = world.told.iter();
    events.find(|it| matches!(it, Event::Ended { .. }));
    let late = events.find(|it| !is_after(it));
    assert_eq!(late, None, "after the end, seed {seed}\n{}", log());
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

#[test]
fn whoever_leaves_in_the_middle_has_seen_what_is_stored() {
    for seed in 0..seeds() {
        let looks = 1 + (seed.wrapping_mul(0x9E37_79B9) >> 7) as u32 % 20;
        let visitor = Visitor::new(4, seed % 2 == 0).leaving_after(looks);
        let world = World::new(seed ^ 0xFACE, visitor);
        let world = if seed % 4 == 0 {
            world
        } else {
            world.with_chaos()
        };
        check_leaving(world, seed);
    }
}
