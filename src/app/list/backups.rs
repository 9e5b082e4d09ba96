//! 备份: copies of the file that were taken, by whom, and what became of each.

use serde_json::{Value, json};

use super::column::{List, Width, cell, fits, flex};
use super::told::{Column, Listed, Told, column, iso, shown, worded};
use crate::app::model::screen::{Frame, NO_FILTER};
use crate::domain::backups::{Backup, Found};
use crate::domain::code::SecondCopy;
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
            |b, state| {
                let t = &state.texts().backup;
                let said = match b.found {
                    _ if !b.ok => t.failed,
                    Found::There => t.ok,
                    Found::NotKept => t.gone,
                    Found::Away | Found::Missing => t.missing,
                    Found::WrongSize => t.wrong_size,
                    Found::Changed => t.changed,
                    Found::Unread => t.unread,
                };
                said.to_owned()
            },
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
            fits(6),
            |b, state| {
                let t = &state.texts().backup;
                let said = match b.second_found {
                    _ if b.second == SecondCopy::Unasked => "",
                    Found::There | Found::NotKept => code::second_copy(state.lang, b.second),
                    Found::Away => t.second_away,
                    Found::Missing => t.second_missing,
                    Found::WrongSize | Found::Changed | Found::Unread => t.second_wrong,
                };
                said.to_owned()
            },
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
    shown("ok", Open, |b| json!(b.ok)),
    shown("upto", Open, |b| json!(b.upto)),
    shown("bytes", Open, |b| json!(b.bytes)),
    worded("second", Open, |b| json!(b.second.code()), second_word),
    shown("file", Kept, |b| json!(b.name)),
    shown("folder", Kept, |b| json!(b.folder)),
    shown("gone", Open, |b| json!(b.gone)),
    column("entry", Open, |b| json!(b.n)),
];

fn second_word(lang: Lang, value: &Value) -> Value {
    let second = value.as_str().and_then(SecondCopy::from_code);
    second.map(|second| code::second_copy(lang, second)).into()
}
