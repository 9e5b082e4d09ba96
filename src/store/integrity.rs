//! Is the file whole? Quick questions for every start, deep ones for the night and for `check`.

use std::fmt;

use rusqlite::Connection;

use super::error::{PAGE, StoreError};
use super::{again, chain, migrate};

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A page, an index or a constraint of SQLite's.
    Page,
    /// A reference to a row that is not there.
    ForeignKey,
    /// A number of the log is missing.
    Gap,
    /// The end of the log is missing: it was filed and acknowledged.
    Tail,
    /// The note beside the file, which says how far it went, is broken or another station's.
    Note,
    /// A row of the log is not as it was filed.
    Digest,
    /// An event stands in the wrong place.
    Order,
    /// A full-text index does not match its table.
    FullText,
    /// Tables, columns or migrations are not what this program made.
    Schema,
    /// A row differs from what the log says.
    Differs,
    /// A row that the log says should be there is not.
    Missing,
    /// A row is there that the log knows nothing of.
    Extra,
}

/// Before the names of columns that differ.
pub const COLUMNS: &str = "columns ";

/// One thing that is wrong. Never carries a stored value: a report may be printed and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// In which table; empty for the file as a whole.
    pub table: String,
    /// Which row: its number, or its primary key.
    pub id: String,
    /// For a person who repairs it, in English: what SQLite says of a page, which columns differ. What is to be done is said by
    /// the sentence of the kind.
    pub detail: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} {}: {}", self.kind, self.table, self.id, self.detail)
    }
}

/// A full-text index to check.
#[derive(Clone, Copy, Debug)]
pub struct FullText<'a> {
    pub table: &'a str,
    /// Compare with the content table too: only where that one holds the very text that was indexed.
    pub against_content: bool,
}

/// Stop reporting after so many: by then it is the file, not the rows.
const ENOUGH: usize = 1000;

/// For every start: SQLite's quick check and the last `tail` events of the chain.
#[cfg(any(test, feature = "rings"))]
pub fn quick(conn: &Connection, tail: i64) -> Result<Vec<Fault>, StoreError> {
    again::sure(conn, &mut || quick_once(conn, tail))
}

/// The same looked at once.
pub(super) fn quick_once(conn: &Connection, tail: i64) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pages(conn, "quick_check")?;
    let from = damaged(
        "event",
        &mut faults,
        super::log::head(conn).map(|head| head.seq - tail + 1),
    )?;
    if let Some(from) = from {
        let found = damaged("event", &mut faults, chain::verify(conn, from))?;
        faults.extend(found.unwrap_or_default());
    }
    Ok(faults)
}

/// For the night, after an unclean end, and for `check`: pages, indexes, references, the whole chain, the full-text
/// indexes and the schema's record. `step` hears each event's number and may call it off. Wants a connection that may
/// write when full-text tables are named, because FTS5 takes its check as an insert; nothing is changed.
pub fn deep(
    conn: &Connection,
    full_text: &[FullText<'_>],
    step: &mut dyn FnMut(i64) -> bool,
) -> Result<Vec<Fault>, StoreError> {
    again::sure(conn, &mut || deep_once(conn, full_text, step))
}

/// The same looked at once.
pub(super) fn deep_once(
    conn: &Connection,
    full_text: &[FullText<'_>],
    step: &mut dyn FnMut(i64) -> bool,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pages(conn, "integrity_check")?;
    let found = damaged("", &mut faults, references(conn))?;
    faults.extend(found.unwrap_or_default());
    let found = damaged("event", &mut faults, chain::walk(conn, 1, step))?;
    faults.extend(found.unwrap_or_default());
    for table in full_text {
        faults.extend(full_text_check(conn, *table)?);
    }
    for version in met("migration", &mut faults, migrate::altered(conn))?.unwrap_or_default() {
        let detail = "the step was made from another text than this program's";
        faults.push(fault(FaultKind::Schema, "migration", version.to_string(), detail));
    }
    Ok(faults)
}

/// SQLite's own check of its pages, by the name of the pragma. Where it gives up on the way, each table is asked by itself, by the
/// quick check too, so that what one of them is too damaged to tell hides nothing of the others.
pub(super) fn pages(conn: &Connection, pragma: &str) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    if said(conn, &format!("{pragma}({ENOUGH})"), &mut faults)? {
        return Ok(faults);
    }
    for table in damaged("", &mut faults, tables(conn))?.unwrap_or_default() {
        let name = quoted(&table);
        let is_whole = said(conn, &format!("{pragma}({name})"), &mut faults)?
            || (pragma != "quick_check" && said(conn, &format!("quick_check({name})"), &mut faults)?);
        if !is_whole && faults.iter().all(|found| found.table != table) {
            faults.push(fault(FaultKind::Page, &table, String::new(), PAGE));
        }
    }
    if faults.is_empty() {
        faults.push(fault(FaultKind::Page, "", String::new(), PAGE));
    }
    Ok(faults)
}

/// Adds what a check says and was not said yet; whether it came to its end.
fn said(conn: &Connection, check: &str, faults: &mut Vec<Fault>) -> Result<bool, StoreError> {
    let (mut lines, mut is_whole) = (Vec::<String>::new(), true);
    let mut ask = || -> Result<(), StoreError> {
        let mut statement = conn.prepare(&format!("PRAGMA {check}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            lines.push(row.get(0)?);
        }
        Ok(())
    };
    match ask() {
        Ok(()) => {}
        // What was said before it gave up stays said.
        Err(StoreError::Corrupt { .. }) => is_whole = false,
        Err(error) => return Err(error),
    }
    if lines.iter().any(|line| is_unread(line)) {
        return Err(StoreError::Io(rustix::io::Errno::IO.into()));
    }
    // What is said of the trees of one database comes in one row, under its name.
    for line in lines.iter().flat_map(|text| text.lines()) {
        if line == "ok" || line.starts_with("***") || faults.iter().any(|found| found.detail == line) {
            continue;
        }
        let table = table_of(conn, line).unwrap_or_default();
        faults.push(fault(FaultKind::Page, &table, String::new(), line));
    }
    Ok(is_whole)
}

/// The tables there are, by name.
fn tables(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut rows = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Where SQLite's check met what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// On a page, by its number.
    Page(&'a str),
    /// Between an index, by its name, and its table.
    Index(&'a str),
    /// In an index for search.
    Search,
    /// In a value that may not stand in its column.
    Value,
    /// Among the pages nothing stands on.
    Free,
    Elsewhere,
}

/// Where a line of SQLite's check says it is. Only sentences that are known are taken apart: in any other a word may be no name.
pub fn place(line: &str) -> Place<'_> {
    let is_about = |words: &[&str]| words.iter().any(|word| line.contains(word));
    if is_about(&["FTS5", "inverted index"]) {
        return Place::Search;
    }
    if is_about(&["never used", "Freelist", "free-page list", "freelist"]) {
        return Place::Free;
    }
    if let Some(name) = index_of(line) {
        return Place::Index(name);
    }
    if is_about(&[" value in ", "constraint failed in"]) {
        return Place::Value;
    }
    let of_tree = || Some(line.strip_prefix("Tree ")?.split_once(" page ")?.1);
    line.strip_prefix("Page ")
        .or_else(of_tree)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next())
        .filter(|number| !number.is_empty())
        .map_or(Place::Elsewhere, Place::Page)
}

/// The index a line of SQLite's check ends with, where that is what the line is about.
fn index_of(line: &str) -> Option<&str> {
    let (before, name) = line.rsplit_once(" index ")?;
    let is_known = ["wrong # of entries in", "non-unique entry in"].contains(&before)
        || before.strip_prefix("row ").is_some_and(|rest| {
            let known = ["missing from", "values differ from"];
            rest.split_once(' ').is_some_and(|(_, said)| known.contains(&said))
        })
        || before.starts_with("rowid not at end-of-record for row ");
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.is_empty();
    (is_known && is_name).then_some(name)
}

/// Whether a line of SQLite's check is about a page that the disk did not give: it says the number of what it met.
fn is_unread(line: &str) -> bool {
    let met = line
        .rsplit_once("error code=")
        .and_then(|(_, code)| code.trim().parse::<i32>().ok());
    met.is_some_and(|code| code & 0xff == rusqlite::ffi::SQLITE_IOERR)
}

/// Which table a line of SQLite's check is about: it names the root of a tree, or an index.
fn table_of(conn: &Connection, line: &str) -> Option<String> {
    let root = line.strip_prefix("Tree ").and_then(|rest| rest.split(' ').next());
    let index = index_of(line);
    let of = |mark: &str| {
        line.rsplit_once(mark)
            .and_then(|(_, rest)| rest.split(['.', ' ']).next())
    };
    let table = of(" value in ")
        .or_else(|| of(" failed in "))
        .or_else(|| of(" order for "));
    let sql = "SELECT tbl_name FROM sqlite_master WHERE rootpage = CAST(?1 AS INTEGER) \
               OR (type = 'index' AND name = ?2) OR (type = 'table' AND name = ?3)";
    conn.query_row(sql, [root, index, table], |row| row.get(0)).ok()
}

/// References to rows that are not there.
pub(super) fn references(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let mut rows = conn.prepare("PRAGMA foreign_key_check")?;
    let rows = rows.query_map([], |row| {
        let id = row
            .get::<_, Option<i64>>(1)?
            .map_or_else(String::new, |id| id.to_string());
        let table: String = row.get(0)?;
        let parent: String = row.get(2)?;
        Ok(fault(
            FaultKind::ForeignKey,
            &table,
            id,
            &format!("points to a row of {parent} that is not there"),
        ))
    })?;
    Ok(rows.take(ENOUGH).collect::<Result<_, _>>()?)
}

/// Asks a full-text index whether it is whole.
pub fn full_text_check(conn: &Connection, index: FullText<'_>) -> Result<Vec<Fault>, StoreError> {
    let name = quoted(index.table);
    let sql = format!("INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', ?1)");
    match conn
        .execute(&sql, [i64::from(index.against_content)])
        .map_err(StoreError::from)
    {
        Ok(_) => Ok(Vec::new()),
        Err(StoreError::Corrupt { .. }) => {
            let detail = "the index does not match what it indexes";
            Ok(vec![fault(FaultKind::FullText, index.table, String::new(), detail)])
        }
        Err(StoreError::Sql(_)) => {
            let detail = "the index cannot be read";
            Ok(vec![fault(FaultKind::FullText, index.table, String::new(), detail)])
        }
        Err(error) => Err(error),
    }
}

/// Whether a page that cannot be read was named already, of the table or, where none is known, of any.
pub(super) fn is_told(table: &str, what: &str, faults: &[Fault]) -> bool {
    let is_of = |found: &Fault| found.kind == FaultKind::Page && (table.is_empty() || found.table == table);
    what == PAGE && faults.iter().any(is_of)
}

/// Turns "the file is damaged", met on the way, into a finding, so that the rest of a check still runs.
fn damaged<T>(table: &str, faults: &mut Vec<Fault>, asked: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match asked {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Corrupt { what }) => {
            if !is_told(table, &what, faults) {
                faults.push(fault(FaultKind::Page, table, String::new(), &what));
            }
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// As [`damaged`], for whatever else cannot be asked of a file that is not whole: the rest of the check still runs.
pub(super) fn met<T>(
    table: &str,
    faults: &mut Vec<Fault>,
    asked: Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    if let Err(StoreError::Sql(error)) = asked {
        faults.push(fault(FaultKind::Page, table, String::new(), &error.to_string()));
        return Ok(None);
    }
    damaged(table, faults, asked)
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub(super) fn fault(kind: FaultKind, table: &str, id: String, detail: &str) -> Fault {
    Fault {
        kind,
        table: table.to_owned(),
        id,
        detail: detail.to_owned(),
    }
}
