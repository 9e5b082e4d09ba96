//! The desk over its file: commands through the log into the tables, and questions to them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod care;
#[path = "../store_desk_common/mod.rs"]
mod common;
mod figures;
mod lists;
mod matter;
mod reception;
