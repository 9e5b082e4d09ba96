//! The queue: who waits, is called and talks, groups, and whom the next reception is promised to.

pub mod ended;
pub mod finish;
pub mod group;
pub mod leaving;
pub mod letgo;
pub mod number;
#[macro_use]
pub mod promise;
pub mod promise_form;
pub mod tables;
#[macro_use]
pub mod visits;
