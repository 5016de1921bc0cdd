//! A model's judgement beside the measured figures.
