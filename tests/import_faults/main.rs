//! What spreadsheets of stations do to an import: each trap alone and with another, and what is said and kept of it. Every row of
//! a file ends somewhere, always.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod above;
mod command;
mod doubts;
mod kept;
mod left;
mod names;
mod namesakes;
mod rows;
mod search;
#[path = "../seat/mod.rs"]
mod seat;
mod seen;
mod traps;
mod whose;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use seat::Town;
use serde_json::Value;
use tempfile::TempDir;
use zhiban::domain::code::{Level, UnitKind};
use zhiban::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use zhiban::import::{
    DeputyRow, Dictionary, End, ImportError, Parsed, ProblemKind, Sheet, Step, UnitRow, deputies, plan_deputies,
    plan_units, read_table, units,
};

fn sheets(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_table(&path).unwrap()
}

fn read(sheets: &[Sheet]) -> Parsed<DeputyRow> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let parsed = deputies(sheets, &Dictionary::shipped().unwrap(), day).unwrap();
    assert_eq!(
        parsed.ends.all(),
        sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>()
    );
    parsed
}

fn people(csv: &str) -> Parsed<DeputyRow> {
    read(&sheets("名册.csv", csv.as_bytes()))
}

fn offices(csv: &str) -> Parsed<UnitRow> {
    let sheets = sheets("单位.csv", csv.as_bytes());
    units(&sheets, &Dictionary::shipped().unwrap()).unwrap()
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<Sheet> {
    let mut book = Workbook::new();
    fill(&mut book);
    sheets("名册.xlsx", &book.save_to_buffer().unwrap())
}

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells.iter().copied()).unwrap();
    }
}

fn names(parsed: &Parsed<DeputyRow>) -> Vec<&str> {
    parsed.rows.iter().map(|row| row.profile.name.as_str()).collect()
}

fn kinds<T>(parsed: &Parsed<T>) -> Vec<(u32, ProblemKind)> {
    parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect()
}

fn said<T>(parsed: &Parsed<T>, kind: &ProblemKind) -> Vec<u32> {
    let of = parsed.problems.iter().filter(|p| p.kind == *kind);
    of.map(|p| p.at.row).collect()
}
