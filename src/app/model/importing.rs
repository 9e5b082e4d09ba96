//! Bringing in a table, as the screen and the command line both see it: what it would do, and what came of it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Ticket;
use crate::domain::column::{Choice, Column};
use crate::domain::command::Command;
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

/// What becomes of the rows of a file, and of those they name. The first six make up all rows there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that go in, or have nothing to change.
    pub taken: usize,
    /// Rows taken together with one above.
    pub together: usize,
    /// Rows left to the person.
    pub unsure_rows: usize,
    /// Rows left out, and said why.
    pub skipped: usize,
    /// Rows that are titles, headings, sums or blank.
    pub no_data: usize,
    /// Rows of hidden sheets and of those without headings.
    pub sheets: usize,
    pub add: usize,
    /// Known ones with changes.
    pub update: usize,
    /// Known ones, nothing to do.
    pub same: usize,
    /// Left to the person.
    pub unsure: usize,
}

impl Counts {
    /// All rows of the file.
    pub const fn read(self) -> usize {
        self.taken + self.together + self.unsure_rows + self.skipped + self.no_data + self.sheets
    }

    /// A row that was to go in and was refused.
    pub const fn refuse(&mut self) {
        self.taken = self.taken.saturating_sub(1);
        self.skipped += 1;
    }

    /// All rows of the file, and what became of them: the parts make up the whole.
    pub fn rows(self, texts: &Texts) -> String {
        let t = &texts.importing;
        let with = |text: &str, n: usize| fill(text, &[("n", &n.to_string())]);
        let parts = [
            (t.rows_taken, self.taken),
            (t.rows_together, self.together),
            (t.rows_unsure, self.unsure_rows),
            (t.rows_left_out, self.skipped),
            (t.rows_no_data, self.no_data),
            (t.rows_sheets, self.sheets),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(text, n)| with(text, *n))
            .collect();
        with(t.rows_read, self.read()) + &parts.join(t.rows_and)
    }

    /// The counts in a sentence that has a place for each.
    pub fn sentence(self, template: &str) -> String {
        let values = [
            ("skipped", self.skipped),
            ("add", self.add),
            ("update", self.update),
            ("same", self.same),
            ("unsure", self.unsure),
        ];
        let values = values.map(|(name, n)| (name, n.to_string()));
        fill(template, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    }
}

/// Characters shown of what stands in a cell.
const SEEN: usize = 60;

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
            format!("{} [{}]", self.reason, self.short())
        }
    }

    /// What was seen, as far as it has to be shown to be found.
    fn short(&self) -> Cow<'_, str> {
        match self.seen.char_indices().nth(SEEN) {
            Some((at, _)) => Cow::Owned(format!("{}..", self.seen.get(..at).unwrap_or_default())),
            None => Cow::Borrowed(&self.seen),
        }
    }
}

/// Places of one kind of problem that are named.
const PLACES: usize = 5;

/// A line for each kind of problem in each column: one by itself as it is, several with how many and the first places.
pub fn by_kind(texts: &Texts, remarks: &[Remark]) -> Vec<String> {
    // The numbers in a reason differ from row to row and are no other kind.
    let kind = |r: &Remark| -> (String, String) {
        let digits = |c: char| c.is_ascii_digit();
        let parts: Vec<&str> = r.reason.split(digits).filter(|part| !part.is_empty()).collect();
        (r.column.clone(), parts.join(texts.importing.some))
    };
    let mut groups: Vec<((String, String), Vec<&Remark>)> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for r in remarks {
        let at = *known.entry(kind(r)).or_insert_with_key(|key| {
            groups.push((key.clone(), Vec::new()));
            groups.len() - 1
        });
        if let Some((_, all)) = groups.get_mut(at) {
            all.push(r);
        }
    }
    let line = |((column, reason), all): ((String, String), Vec<&Remark>)| {
        if let [only] = all.as_slice() {
            return format!("{}: {}", only.place(texts), only.why());
        }
        let same = all.iter().all(|r| Some(&r.reason) == all.first().map(|r| &r.reason));
        let reason = all.first().filter(|_| same).map_or(reason, |r| r.reason.clone());
        let many_sheets = all.iter().any(|r| Some(&r.sheet) != all.first().map(|r| &r.sheet));
        let mut places: Vec<String> = Vec::new();
        for r in all.iter().take(PLACES) {
            let row = fill(texts.importing.row, &[("row", &r.row.to_string())]);
            let place = if many_sheets { format!("{} {row}", r.sheet) } else { row };
            places.push(if r.seen.is_empty() {
                place
            } else {
                format!("{place} [{}]", r.short())
            });
        }
        let sheet = all
            .first()
            .filter(|_| !many_sheets)
            .map(|r| r.sheet.as_str())
            .unwrap_or_default();
        let place = [sheet, &column]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let more = if all.len() > PLACES {
            texts.importing.and_more
        } else {
            ""
        };
        let values = [
            ("place", place),
            ("why", reason),
            ("n", all.len().to_string()),
            ("first", places.join(texts.importing.between) + more),
        ];
        fill(texts.importing.many, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    groups.into_iter().map(line).collect()
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
    command.deed().row().id.split('.').next_back() == Some("add")
}

/// What a table would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub counts: Counts,
    /// The rows that go in, in the order of the file.
    pub entries: Vec<Entry>,
    /// What is to be said of others, in the order of the file.
    pub remarks: Vec<Remark>,
    /// What each column is taken for.
    pub columns: Vec<Column>,
    /// What a column may be taken for.
    pub fields: Vec<&'static str>,
    /// The name of the file's shape, under which its columns are remembered.
    pub shape: String,
    /// Why nothing can be read as long as no column is said to be the name.
    pub missing: Option<String>,
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
    /// Files that may be tables, and the folders in which was looked.
    Files(Vec<TableFile>, Vec<String>),
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
    /// One is to be chosen; where was looked.
    Choosing(Vec<TableFile>, Vec<String>),
    /// It is being read.
    Reading,
    /// What it would do is to be agreed to.
    Preview(Box<Plan>),
    /// What each column is taken for, to be seen and changed.
    Columns(Box<Plan>),
    /// Which field one of them is, by its place.
    Fields(Box<Plan>, usize),
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
    /// What the person says of the columns of this file.
    pub said: Option<Vec<Choice>>,
    /// What was typed to find a field.
    pub typed: String,
}

impl Importing {
    /// What a column is can be typed.
    pub const fn finds_a_field(&self) -> bool {
        matches!(self.stage, Stage::Fields(..))
    }

    /// Rows are going in: it stays on the screen until it is over.
    pub const fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Writing(..))
    }
}
