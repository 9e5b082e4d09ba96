//! zhiban (值班台): the reception desk of a deputies' liaison station.

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
