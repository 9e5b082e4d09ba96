//! The station: founded, changed, and who sits at the keyboard.

pub mod profile;
pub mod setup;
pub mod start;
