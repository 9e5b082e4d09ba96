//! What is said of saving is true, and what is said of the file: whatever was lost, broken, in the way or somebody else's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout
)]

#[path = "../store_desk_common/mod.rs"]
mod common;
#[path = "../support/release.rs"]
mod release;
#[path = "../seat/mod.rs"]
mod seat;

mod at_once;
mod copied;
mod copying;
mod exchanged;
mod failures;
mod file;
mod laid;
mod lost;
mod noted;
mod rights;
mod told;
