//! A plain model of the desk, a generator of what people do at it, and the comparison of both with the real store.
//!
//! The model is written from the plan and the research and never asks `domain::decide`: ordinary records in ordinary lists,
//! changed in place. It shares the nouns, the closed lists, the ruleset and the counting of due dates with the program,
//! and nothing else; where both agree over some ten thousand commands, two people read the plan the same way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::wildcard_imports,
    clippy::pedantic,
    clippy::unreachable,
    missing_docs
)]

#[path = "../support/blank.rs"]
pub mod blank;
pub mod census;
pub mod correct;
pub mod desk;
pub mod generate;
pub mod make;
pub mod make_matter;
pub mod make_more;
pub mod matter;
pub mod observe;
pub mod papers;
pub mod people;
pub mod promise;
pub mod queue;
pub mod reception;
pub mod run;
pub mod say;
mod standing;
pub mod taken_back;
pub mod trail;
pub mod units;
