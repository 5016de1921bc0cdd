//! Which heights a host is told that lets the frame grow with its content.

/// Two heights in turn, each within so many milliseconds of the other, are a chase.
const CHASE: f64 = 1_000.0;
/// Turns of a chase until it is broken off.
const TURNS: u8 = 4;
/// The tallest frame that is asked for, in CSS pixels.
const CAP: f64 = 50_000.0;

/// What was told, so that nothing is told twice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fit {
    told: u32,
    before: u32,
    turns: u8,
    at: f64,
}

impl Fit {
    /// The content needs `height` CSS pixels at `now` (milliseconds): what to tell the host.
    ///
    /// Where the host's page and ours make each other change (its scroll bar comes, our text wraps,
    /// our height shrinks, the bar goes …), the taller of two heights stands after some turns.
    pub fn measured(&mut self, height: f64, now: f64) -> Option<u32> {
        let height = height.ceil().clamp(0.0, CAP) as u32;
        if height == 0 || height == self.told {
            return None;
        }
        let chases = height == self.before && now - self.at < CHASE;
        self.turns = if chases {
            self.turns.saturating_add(1)
        } else {
            0
        };
        self.at = now;
        if self.turns >= TURNS && height < self.told {
            return None;
        }
        self.before = std::mem::replace(&mut self.told, height);
        Some(height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of `heights`, one each `pace` milliseconds.
    fn told(heights: &[f64], pace: f64) -> Vec<u32> {
        let mut fit = Fit::default();
        let mut now = 1e12;
        let mut told = Vec::new();
        for &height in heights {
            now += pace;
            told.extend(fit.measured(height, now));
        }
        told
    }

    #[test]
    fn every_height_is_told_once_and_rounded_up() {
        let heights = [0.0, 300.2, 300.9, 301.0, 420.0, 420.0, 310.0];
        assert_eq!(told(&heights, 16.0), [301, 420, 310]);
        assert_eq!(told(&[-5.0, f64::NAN, 1e9], 16.0), [50_000]);
    }

    #[test]
    fn a_chase_ends_with_the_taller_one() {
        let chase: Vec<f64> = (0..40)
            .map(|n| if n % 2 == 0 { 500.0 } else { 480.0 })
            .collect();
        let told_quickly = told(&chase, 30.0);
        assert!(told_quickly.len() < 9, "{told_quickly:?}");
        assert_eq!(told_quickly.last(), Some(&500));
        // Somebody who opens and closes a section is no chase.
        assert_eq!(told(&chase, 2_000.0).len(), 40);
    }

    #[test]
    fn after_a_chase_other_heights_are_told_again() {
        let mut heights: Vec<f64> = [500.0, 480.0].repeat(10);
        heights.extend([520.0, 470.0]);
        let told = told(&heights, 30.0);
        assert!(told.ends_with(&[520, 470]), "{told:?}");
    }
}
