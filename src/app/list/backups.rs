//! 备份: copies of the file that were taken, by whom, and what became of each.

use serde_json::json;

use super::column::{List, Width, cell, fits, flex};
use super::told::{Column, Listed, Told, column, iso, shown, worded};
use crate::app::model::screen::{Frame, NO_FILTER};
use crate::domain::backups::Backup;
use crate::domain::code::{Found, SecondCopy};
use crate::domain::shape::Class::{Kept, Open};
use crate::domain::view::Query;
use crate::i18n::{self, Lang, backup, code};

pub(super) static LIST: List<Backup> = List {
    cells: &[
        cell(
            Open,
            |t| t.backup.list_at,
            fits(22),
            |b, state| {
                let at = b.touch.at;
                format!("{} {}", i18n::day(state.lang, at.day(), state.today()), at.clock())
            },
        ),
        cell(Open, |t| t.field.by, fits(8), |b, _| b.touch.by.clone()),
        cell(
            Open,
            |t| t.desk.state,
            fits(8),
            |b, state| state_word(state.lang, b.state()).to_owned(),
        ),
        cell(
            Open,
            |t| t.backup.list_upto,
            fits(8),
            |b, _| if b.ok { b.upto.to_string() } else { String::new() },
        ),
        cell(
            Open,
            |t| t.backup.list_size,
            Width::Extra(8),
            |b, state| {
                if b.ok {
                    backup::size(state.lang, b.bytes)
                } else {
                    String::new()
                }
            },
        ),
        cell(
            Open,
            |t| t.backup.list_second,
            fits(8),
            |b, state| second_word(state.lang, b.second_state()).to_owned(),
        ),
        cell(
            Kept,
            |t| t.field.file,
            flex(16),
            |b, state| match &b.folder {
                Some(folder) => format!("{} {folder}/{}", state.texts().backup.elsewhere, b.name),
                None => b.name.clone(),
            },
        ),
    ],
    told: Told::By(BACKUP),
    frame: Frame {
        title: 6,
        empty: |t| t.empty.no_backups,
        filter: NO_FILTER,
        ask: |w| Query::Backups { limit: w.limit },
        add: None,
        finds: None,
        long: false,
        of_records: false,
        marked: None,
    },
    page: Some(|state, backup| LIST.by_column(state, backup)),
    open: |_, _| Vec::new(),
};

pub(super) static LISTED: Listed = Listed::of("backups", |t| t.action.screen_backups, &LIST);

const BACKUP: &[Column<Backup>] = &[
    shown("taken_at", Open, |b| iso(Some(b.touch.at))),
    shown("by", Open, |b| json!(b.touch.by)),
    column("ok", Open, |b| json!(b.ok)),
    shown("upto", Open, |b| json!(b.upto)),
    shown("bytes", Open, |b| json!(b.bytes)),
    column("second", Open, |b| json!(b.second.code())),
    shown("file", Kept, |b| json!(b.name)),
    shown("folder", Kept, |b| json!(b.folder)),
    column("gone", Open, |b| json!(b.gone)),
    column("entry", Open, |b| json!(b.n)),
    worded(
        "found",
        Open,
        |b| json!(b.state().map_or(FAILED, Found::code)),
        |lang, value| state_word(lang, value.as_str().and_then(Found::from_code)).into(),
    ),
    worded(
        "second_found",
        Open,
        |b| json!(b.second_state().map_or_else(SecondCopy::code, Found::code)),
        |lang, value| second_word(lang, second_of(value.as_str().unwrap_or_default())).into(),
    ),
];

/// What programs are told of an attempt that failed.
const FAILED: &str = "failed";

/// What lies in the place of a copy; none was made where there is nothing to say of it.
fn state_word(lang: Lang, found: Option<Found>) -> &'static str {
    found.map_or(lang.texts().backup.failed, |found| code::found(lang, found))
}

/// The same of a second copy, or why there is none.
fn second_word(lang: Lang, found: Result<Found, SecondCopy>) -> &'static str {
    match found {
        // In the words of before, which stand beside whether it is owed.
        Ok(Found::There) => code::second_copy(lang, SecondCopy::There),
        Ok(found) => code::found(lang, found),
        Err(second) => code::second_copy(lang, second),
    }
}

/// What was told of a second copy.
fn second_of(code: &str) -> Result<Found, SecondCopy> {
    Found::from_code(code).ok_or_else(|| SecondCopy::from_code(code).unwrap_or(SecondCopy::Unasked))
}
