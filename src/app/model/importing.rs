//! Bringing in a table, as the screen and the command line both see it: what it would do, and what came of it.

use super::Ticket;
use crate::domain::command::Command;
use crate::domain::deed::Deed;
use crate::i18n::{Texts, fill};

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Deputies,
    Units,
}

/// A file that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    pub path: String,
    pub note: String,
}

/// Counts of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub add: usize,
    /// Known ones with changes.
    pub update: usize,
    /// Known ones, nothing to do.
    pub same: usize,
    /// Left to the person.
    pub unsure: usize,
    pub skipped: usize,
}

impl Counts {
    /// The counts in a sentence that has a place for each.
    pub fn sentence(self, template: &str) -> String {
        let values = [
            ("add", self.add.to_string()),
            ("update", self.update.to_string()),
            ("same", self.same.to_string()),
            ("unsure", self.unsure.to_string()),
            ("skipped", self.skipped.to_string()),
        ];
        fill(template, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    }
}

/// Something to say of a row: where and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The heading of the column, or empty.
    pub column: String,
    pub seen: String,
    /// Why it cannot be taken as it is.
    pub reason: String,
    /// The row stays out.
    pub left_out: bool,
}

impl Remark {
    /// `名册 第7行 联系电话`.
    pub fn place(&self, texts: &Texts) -> String {
        let row = self.row.to_string();
        let values = [("sheet", &*self.sheet), ("row", &row), ("column", &self.column)];
        fill(texts.importing.place, &values).trim_end().to_owned()
    }

    /// The reason, and what was seen.
    pub fn why(&self) -> String {
        if self.seen.is_empty() {
            self.reason.clone()
        } else {
            format!("{} [{}]", self.reason, self.seen)
        }
    }
}

/// A row that goes in.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    pub name: String,
    /// What tells them apart, or what changes.
    pub detail: String,
    pub command: Command,
}

impl Entry {
    /// A new one, not a change of a known one.
    pub fn is_new(&self) -> bool {
        is_new(&self.command)
    }

    /// That the rules did not take it after all.
    pub fn refused(&self, texts: &Texts, why: &str) -> Remark {
        Remark {
            sheet: self.sheet.clone(),
            row: self.row,
            column: String::new(),
            seen: self.name.clone(),
            reason: fill(texts.importing.refused, &[("why", why)]),
            left_out: true,
        }
    }
}

/// A new one, not a change of a known one.
pub fn is_new(command: &Command) -> bool {
    [Deed::AddDeputy, Deed::AddUnit].contains(&command.deed())
}

/// What a table would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub counts: Counts,
    /// The rows that go in, in the order of the file.
    pub entries: Vec<Entry>,
    /// What is to be said of others, in the order of the file.
    pub remarks: Vec<Remark>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub add: usize,
    pub update: usize,
    /// Rows the rules refused when their turn came: which, and why.
    pub refused: Vec<(usize, String)>,
    pub left: usize,
    /// What stopped it, when it was not the person.
    pub trouble: Option<String>,
}

/// What a job says.
#[derive(Clone, Debug)]
pub enum News {
    /// Files that may be tables.
    Files(Vec<TableFile>),
    /// What the table would do.
    Planned(Box<Plan>),
    /// This many rows are in.
    Going(usize),
    Written(Box<Written>),
    /// It could not be read: a sentence.
    Failed(String),
}

/// How far it is.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Files are being looked for.
    Looking,
    /// One is to be chosen.
    Choosing(Vec<TableFile>),
    /// It is being read.
    Reading,
    /// What it would do is to be agreed to.
    Preview(Box<Plan>),
    /// Rows go in: how many so far, and whether it shall stop.
    Writing(Box<Plan>, usize, bool),
    Over(Box<Plan>, Box<Written>),
    /// It could not be read.
    Failed(String),
}

/// Bringing in a table, from choosing the file to what was written.
#[derive(Clone, Debug)]
pub struct Importing {
    /// What is brought in.
    pub table: Table,
    /// The job it waits for.
    pub ticket: Ticket,
    pub file: String,
    /// How far it is.
    pub stage: Stage,
    /// The choice with the marker.
    pub at: usize,
    /// First row of the page in view.
    pub top: usize,
}

impl Importing {
    /// Rows are going in: it stays on the screen until it is over.
    pub const fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Writing(..))
    }
}
