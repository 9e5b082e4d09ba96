//! The station: founded, changed, and who sits at the keyboard.

#[macro_use]
pub mod backup;
#[macro_use]
pub mod holidays;
#[macro_use]
pub mod profile;
pub mod setup;
pub mod standing;
pub mod start;
