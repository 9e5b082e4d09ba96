//! The duty roster, a day entered late after a power cut, and what is put right afterwards (S14, S15): the built binary
//! in a pseudo-terminal, two of them where two people appear; what the screen shows and what `list --json` says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod afterwards;
mod paper;
mod roster;
#[path = "../seat/mod.rs"]
mod seat;
#[path = "../town/mod.rs"]
mod town;
