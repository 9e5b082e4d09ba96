//! The queue: who waits, is called and talks, groups, and whom the next reception is promised to.

pub mod group;
pub mod number;
pub mod promise;
pub mod promise_form;
pub mod visits;
