//! People at the counter (S8-S11, and an accusation): the built binary in a pseudo-terminal, two of them where two
//! people appear; what the screen shows and what `list --json` says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod nameless;
mod people;
#[path = "../seat/mod.rs"]
mod seat;
#[path = "../town/mod.rs"]
mod town;
