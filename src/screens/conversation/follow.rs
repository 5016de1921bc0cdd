//! Staying at the end of a growing transcript, until the reader scrolls up.

use crate::browser::scroll::Metrics;

/// Pixels from the end that still count as being there.
const NEAR: f64 = 24.0;

/// Whether the reader wants to see what is newest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Follow {
    following: bool,
    last: Metrics,
}

impl Default for Follow {
    fn default() -> Self {
        Follow {
            following: true,
            last: Metrics::default(),
        }
    }
}

impl Follow {
    pub fn is_following(&self) -> bool {
        self.following
    }

    /// The reader asked for the end.
    pub fn resume(&mut self) {
        self.following = true;
    }

    /// The transcript was scrolled, by the reader or by us.
    pub fn scrolled(&mut self, now: Metrics) {
        // A shrinking text and a growing frame move the content too, without anyone's hand.
        let same_room = now.scroll_height >= self.last.scroll_height - 1.0
            && now.client_height <= self.last.client_height + 1.0;
        let up = now.top < self.last.top - 0.5;
        if now.below() <= 1.0 {
            self.following = true;
        } else if up && same_room {
            // However little: a wheel begins with a few pixels, and following on would undo them.
            self.following = false;
        } else if !up && now.below() <= NEAR {
            self.following = true;
        }
        self.last = now;
    }

    /// Text or frame changed size; whether to scroll to the end.
    pub fn resized(&mut self, now: Metrics) -> bool {
        self.last = now;
        self.following && now.below() > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(top: f64, scroll_height: f64) -> Metrics {
        Metrics {
            top,
            client_height: 100.0,
            scroll_height,
        }
    }

    /// Each step is a scroll (`true`) or a change of size to these metrics, and whether the end is
    /// followed after it.
    fn check(steps: &[(bool, Metrics, bool)]) {
        let mut follow = Follow::default();
        for (step, (scroll, now, following)) in steps.iter().enumerate() {
            if *scroll {
                follow.scrolled(*now);
            } else {
                follow.resized(*now);
            }
            assert_eq!(follow.is_following(), *following, "after step {step}");
        }
    }

    #[test]
    fn a_growing_text_is_followed() {
        check(&[
            (false, at(0.0, 300.0), true),
            (true, at(200.0, 300.0), true),
            (false, at(200.0, 320.0), true),
            (true, at(220.0, 320.0), true),
        ]);
    }

    #[test]
    fn the_smallest_step_up_lets_go_although_it_is_near_the_end() {
        check(&[
            (true, at(200.0, 300.0), true),
            (true, at(196.0, 300.0), false),
            (false, at(196.0, 340.0), false),
        ]);
    }

    #[test]
    fn coming_back_near_the_end_takes_hold_again() {
        check(&[
            (true, at(200.0, 300.0), true),
            (true, at(50.0, 300.0), false),
            (true, at(120.0, 300.0), false),
            (true, at(180.0, 300.0), true),
        ]);
    }

    #[test]
    fn a_text_that_shrinks_or_a_frame_that_grows_is_no_gesture() {
        check(&[
            (true, at(200.0, 300.0), true),
            (true, at(140.0, 240.0), true),
        ]);
        let mut follow = Follow::default();
        follow.scrolled(at(200.0, 300.0));
        follow.scrolled(Metrics {
            top: 100.0,
            client_height: 190.0,
            scroll_height: 300.0,
        });
        assert!(follow.is_following());
    }

    #[test]
    fn the_bounce_at_the_end_is_no_gesture() {
        check(&[
            (true, at(212.0, 300.0), true),
            (true, at(200.0, 300.0), true),
        ]);
    }
}
