//! What goes into the log: which words stand open in it, who it names, how two people's acts on one matter meet, and the
//! parts of a handling.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod about;
mod accounts;
#[path = "../store_desk_common/mod.rs"]
mod common;
mod confidential;
mod counted;
mod desk_pairs;
mod handovers;
mod life;
mod meant;
mod numbers;
mod pairs;
mod reasons;
mod taken_back;
mod words;
