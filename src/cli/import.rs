//! `import`: reads a table, says what each column is and what each row would do, and does it in batches of whole rows.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::args;
use super::here::Here;
use super::{Done, print, say, say_data};
use crate::app::model::importing::{Counts, Entry, Plan, Remark, Table, by_kind};
use crate::domain::column::{Choice, Column, How};
use crate::domain::text::one_line;
use crate::error::{DATA, Fail, IO, NO_PERMISSION, UNAVAILABLE};
use crate::i18n::fill;
use crate::i18n::importing::of_field;
use crate::import::{ImportError, bare, read_text};
use crate::runtime::importing::{self, Trouble, columns, words};

/// Brings in a table.
pub fn import(here: &Here, how: &args::Import) -> Done {
    let t = here.texts();
    let mut desk = here.desk()?;
    let account = here.account(&desk)?;
    let clock = here.clock_of(&desk)?;
    let what = match how.what {
        args::Table::Deputies => Table::Deputies,
        args::Table::Units => Table::Units,
    };
    let reading = here.reading()?;
    let today = clock.now().0.day();
    let planned = |said: Option<&[Choice]>| {
        importing::plan(here.lang, (what, &how.file), today, reading.file(), said).map_err(|e| match e {
            Trouble::File(e) => file_trouble(here, &e),
            Trouble::Store(e) => Fail::store(here.lang, &e, &here.db),
        })
    };
    let lines = how
        .map
        .as_ref()
        .map(|map| said(here, (what, map), &planned(None)?.fields))
        .transpose()?;
    let choices = |lines: &Vec<(usize, Choice)>| lines.iter().map(|(_, choice)| choice.clone()).collect::<Vec<_>>();
    let said = lines.as_ref().map(choices);
    let Plan {
        mut counts,
        entries,
        mut remarks,
        columns,
        shape,
        missing,
        ..
    } = planned(said.as_deref())?;
    if said.is_some() && columns.iter().all(|column| column.how != How::Chosen) {
        let path = how.map.as_deref().unwrap_or(&how.file).display();
        return Err(Fail::with(DATA, t.importing.map_unfit, "path", path));
    }
    let is_there = |choice: &Choice| {
        columns
            .iter()
            .any(|column| column.is_meant(choice, |a, b| bare(a) == bare(b)))
    };
    if let Some((line, choice)) = lines.iter().flatten().find(|(_, choice)| !is_there(choice)) {
        let path = how.map.as_deref().unwrap_or(&how.file).display().to_string();
        let (line, text) = (line.to_string(), columns::named(here.lang, choice));
        let values = [("path", &*path), ("line", &line), ("text", &text)];
        return Err(Fail::new(DATA, fill(t.importing.map_no_column, &values)));
    }
    let preview = how.dry_run || !how.yes;
    if let Some(missing) = missing {
        if preview && how.json {
            say_data(&as_json(counts, false, (&[], &[], &columns)))?;
        } else if preview {
            print(&columns::lines(here.lang, &columns))?;
        }
        return Err(Fail::with(DATA, t.importing.file, "what", missing));
    }
    let (mut trouble, mut left, mut refused) = (None, 0, Vec::new());
    if !preview {
        columns::remember(&mut desk, &shape, &columns).map_err(|e| Fail::store(here.lang, &e, &here.db))?;
        let requests: Vec<_> = entries
            .iter()
            .map(|e| here.request(Some(account.id), e.command.clone()))
            .collect();
        let written;
        (written, trouble) = importing::write(here.lang, &mut desk, &clock, &requests, &mut |_| true);
        (counts.add, counts.update, left) = (written.add, written.update, written.left);
        for (n, why) in written.refused {
            counts.refuse();
            refused.push(n);
            remarks.extend(entries.get(n).map(|e| e.refused(t, &why)));
        }
    }
    if how.json {
        let changed = !preview && counts.add + counts.update > 0;
        say_data(&as_json(counts, changed, (&remarks, &entries, &columns)))?;
    } else {
        if preview {
            print(&columns::lines(here.lang, &columns))?;
        }
        report(here, &remarks)?;
        // Of what is replaced it is said whose it was, before and afterwards.
        let dealt = entries.iter().enumerate().take(entries.len().saturating_sub(left));
        let changed = dealt.filter(|(n, _)| !refused.contains(n)).map(|(_, entry)| entry);
        print(&updates(here, changed))?;
        say(&counts.rows(t))?;
        say(&counts.sentence(if preview { t.importing.would } else { t.importing.did }))?;
    }
    if let Some(e) = trouble {
        let n = left.to_string();
        say(&fill(t.importing.not_written, &[("n", &n)]))?;
        return Err(Fail::store(here.lang, &e, &here.db));
    }
    if counts.add + counts.update + counts.same == 0 {
        return Err(Fail::new(DATA, t.cli.import_none));
    }
    if preview && !how.dry_run && !how.json {
        return say(t.cli.import_ask);
    }
    Ok(())
}

/// Of a file of columns nobody needs more.
const MAP: u64 = 1 << 20;

/// What a file, as a dry run prints it, says of the columns.
fn said(here: &Here, (table, map): (Table, &Path), fields: &[&'static str]) -> Result<Vec<(usize, Choice)>, Fail> {
    let t = &here.texts().importing;
    let path = map.display().to_string();
    let text = read_text(map, MAP).map_err(|e| {
        let what = format!("{path}：{}", words::of_file(here.lang, &e));
        Fail::with(DATA, t.file, "what", what)
    })?;
    let said = columns::read(table, &text, fields).map_err(|unread| {
        let (line, word) = match unread {
            columns::Unread::Word(line, word) => (line, word),
            columns::Unread::Line(line, text) => {
                let (line, text) = (line.to_string(), one_line(&text));
                let values = [("path", &*path), ("line", &line), ("text", &text)];
                return Fail::new(DATA, fill(t.map_unread, &values));
            }
            columns::Unread::Twice(line, before) => {
                let values = [
                    ("path", path.clone()),
                    ("line", line.to_string()),
                    ("before", before.to_string()),
                ];
                let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
                return Fail::new(DATA, fill(t.map_twice, &values));
            }
        };
        let all: Vec<&str> = fields.iter().map(|key| of_field(here.lang, Some(key))).collect();
        let all = all.into_iter().chain([t.of_no_use]).collect::<Vec<_>>().join(t.between);
        let line = line.to_string();
        let values = [("path", &*path), ("line", &line), ("word", &word), ("fields", &all)];
        Fail::new(DATA, fill(t.map_line, &values))
    })?;
    if said.is_empty() {
        return Err(Fail::with(DATA, t.map_empty, "path", path));
    }
    Ok(said)
}

fn file_trouble(here: &Here, error: &ImportError) -> Fail {
    let code = match error {
        ImportError::NotFound => UNAVAILABLE,
        ImportError::NoPermission => NO_PERMISSION,
        ImportError::Io { .. } => IO,
        _ => DATA,
    };
    let what = words::of_file(here.lang, error);
    Fail::with(code, here.texts().importing.file, "what", what)
}

/// What each row would change of whom, a line each.
fn updates<'e>(here: &Here, entries: impl Iterator<Item = &'e Entry>) -> String {
    let t = here.texts();
    let mut out = String::new();
    for entry in entries.filter(|entry| !entry.is_new()) {
        let row = fill(t.importing.row, &[("row", &entry.row.to_string())]);
        let place = [&entry.sheet, " ", &row].concat();
        let values = [("place", &*place), ("name", &entry.name), ("what", &entry.detail)];
        let _ = writeln!(out, "{}", fill(t.importing.changes, &values));
    }
    out
}

fn report(here: &Here, remarks: &[Remark]) -> Done {
    let mut out = String::new();
    for line in by_kind(here.texts(), remarks) {
        let _ = writeln!(out, "{line}");
    }
    print(&out)
}

fn as_json(counts: Counts, written: bool, (remarks, entries, columns): (&[Remark], &[Entry], &[Column])) -> String {
    let remarks: Vec<Value> = remarks
        .iter()
        .map(|r| {
            json!({
                "sheet": r.sheet, "row": r.row, "column": r.column, "reason": r.reason, "seen": r.seen,
                "left_out": r.left_out,
            })
        })
        .collect();
    let changes: Vec<Value> = entries
        .iter()
        .filter(|entry| !entry.is_new())
        .map(|e| json!({ "sheet": e.sheet, "row": e.row, "name": e.name, "what": e.detail }))
        .collect();
    let column = |c: &Column| {
        json!({
            "sheet": c.sheet, "column": c.letters(), "heading": c.heading, "samples": c.samples, "field": c.field,
        })
    };
    json!({
        "written": written,
        "add": counts.add,
        "update": counts.update,
        "same": counts.same,
        "unsure": counts.unsure,
        "skipped": counts.skipped,
        "rows": {
            "read": counts.read(), "taken": counts.taken, "together": counts.together, "unsure": counts.unsure_rows,
            "left_out": counts.skipped, "no_data": counts.no_data, "sheets_left_out": counts.sheets,
        },
        "columns": columns.iter().map(column).collect::<Vec<_>>(),
        "problems": remarks,
        "changes": changes,
    })
    .to_string()
}
