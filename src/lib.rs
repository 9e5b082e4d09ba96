//! zhiban (值班台): the reception desk of a deputies' liaison station.

// What unit tests share with those in `tests` names the crate as they do.
#[cfg(test)]
extern crate self as zhiban;

pub mod app;
pub mod cells;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod error;
pub mod form;
pub mod i18n;
pub mod import;
pub mod keys;
pub mod plain;
pub mod runtime;
pub mod store;
pub mod term;
pub mod ui;
