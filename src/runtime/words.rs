//! Errors of the outer rings as sentences for people.

use std::path::Path;

use super::file_words;
use crate::app::{Failure, Mood};
use crate::domain::text::one_line;
use crate::domain::view::Outcome;
use crate::i18n::{Lang, fill};
use crate::store::again::{Stumble, stumbled};
use crate::store::error::{NotBackup, Odd, StoreError};
use crate::store::look::unread;
use crate::term::TermError;

/// Room is told in these.
const MIB: u64 = 1 << 20;

/// What the disk failed at once and did the next time, where nobody has said so yet.
pub fn failed_once(lang: Lang) -> Option<&'static str> {
    let t = &lang.texts().trouble;
    stumbled().map(|failed| match failed {
        Stumble::Read => t.io_once,
        Stumble::Write => t.io_once_written,
    })
}

/// What happened to the file, what was kept, what to do next.
pub fn of_store(lang: Lang, error: &StoreError) -> String {
    let t = &lang.texts().trouble;
    let with = |text: &str, name: &str, value: String| fill(text, &[(name, &value)]);
    let at = |text: &str, path: &std::path::Path| with(text, "path", one_line(&path.display().to_string()));
    match error {
        StoreError::Busy => t.busy.to_owned(),
        StoreError::InUse => t.in_use.to_owned(),
        // Whoever is in has opened the file when it was theirs; at the door `error` has another sentence.
        StoreError::Newer { .. } => t.moved_on.to_owned(),
        StoreError::NewerEvent { .. } => t.newer_event.to_owned(),
        StoreError::Older { .. } => t.older.to_owned(),
        StoreError::NotOurs { path } => at(t.not_ours, path),
        StoreError::Missing { path } => at(t.missing, path),
        StoreError::Exists { path } => at(t.exists, path),
        StoreError::NotPlain { path, is } => {
            let text = match is {
                Odd::Link => t.symlink,
                Odd::SeveralNames => t.several_names,
                Odd::Folder => t.folder,
                Odd::Device => t.device,
            };
            at(text, path)
        }
        StoreError::NotBackup { path, is } => {
            let text = match is {
                NotBackup::LiveFile => t.live_file,
                NotBackup::HasLog => t.has_log,
            };
            at(text, path)
        }
        StoreError::InTheWay { path } => at(t.in_the_way, path),
        StoreError::Denied { path } => file_words::denied(lang, path),
        StoreError::Unkept { cause, .. } if matches!(**cause, StoreError::DiskFull) => t.disk_full.to_owned(),
        StoreError::Unkept { path, .. } => at(t.unkept, path),
        StoreError::Replaced { is_gone: true, .. } => t.removed.to_owned(),
        StoreError::Replaced { .. } => t.replaced.to_owned(),
        StoreError::NetworkDisk { kind } => with(t.network_disk, "kind", (*kind).to_string()),
        StoreError::Corrupt { what } => with(t.corrupt, "what", file_words::damage(lang, what)),
        StoreError::BadBackup { path, what } => {
            let what = file_words::damage(lang, what);
            fill(t.bad_backup, &[("path", &path.display().to_string()), ("what", &what)])
        }
        StoreError::LaidOver { path, head } => {
            let path = one_line(&path.display().to_string());
            fill(t.laid_over, &[("path", &path), ("head", &head.to_string())])
        }
        StoreError::LostTail(lost) => file_words::lost_tail_stops(lang, lost),
        StoreError::NoRoom { folder, needed, free } => {
            // Rounded so that what is cleared by these figures is enough.
            let folder = folder.display().to_string();
            let (needed, free) = (needed.div_ceil(MIB).to_string(), (free / MIB).to_string());
            fill(t.no_room, &[("path", &folder), ("needed", &needed), ("free", &free)])
        }
        StoreError::Rebuild { what } => with(t.rebuild, "what", what.clone()),
        // Nobody without an account is let in: whoever sits here had one.
        StoreError::Stranger => lang.texts().refusal.withdrawn.to_owned(),
        StoreError::DiskFull => t.disk_full.to_owned(),
        StoreError::ReadOnly => t.read_only.to_owned(),
        StoreError::Unknown { .. } => t.unknown.to_owned(),
        StoreError::FileKey { .. } => t.file_key.to_owned(),
        StoreError::StationKey => t.station_key.to_owned(),
        StoreError::BeingCopied => lang.texts().backup.being_copied.to_owned(),
        StoreError::Cancelled => t.cancelled.to_owned(),
        StoreError::Io(e) => with(t.io, "what", file_words::cause(lang, e)),
        other => with(t.other, "what", other.to_string()),
    }
}

/// As [`of_store`], of what was only to be read.
pub fn of_reading(lang: Lang, database: &Path, error: &StoreError) -> String {
    let unread = unread(database, error);
    let error = unread.as_ref().unwrap_or(error);
    let StoreError::Io(e) = error else {
        return of_store(lang, error);
    };
    let (what, path) = (file_words::cause(lang, e), one_line(&database.display().to_string()));
    fill(lang.texts().trouble.unread, &[("what", &what), ("path", &path)])
}

/// Why an act was not carried out, or that nobody knows whether it was.
pub fn failure(lang: Lang, error: &StoreError) -> Failure {
    let said = of_store(lang, error);
    if let StoreError::Unknown { .. } = error {
        Failure::Unknown(said)
    } else {
        Failure::Trouble(said)
    }
}

/// Why a draft is not saved yet. It is tried again by itself, and that it is kept is said beside.
pub fn of_trace(lang: Lang, error: &StoreError) -> String {
    fill(lang.texts().trouble.untraced, &[("why", &of_store(lang, error))])
}

/// As [`of_store`], of a draft.
pub fn of_draft(lang: Lang, error: &StoreError) -> String {
    let t = &lang.texts().trouble;
    match error {
        StoreError::DiskFull => t.draft_full.to_owned(),
        StoreError::Busy => t.draft_busy.to_owned(),
        StoreError::ReadOnly => t.draft_read_only.to_owned(),
        StoreError::Io(e) => fill(t.draft_io, &[("what", &file_words::cause(lang, e))]),
        StoreError::Unknown { cause } => of_draft(lang, cause),
        other => of_store(lang, other),
    }
}

/// What became of a command of which that was not known.
pub fn looked_up(lang: Lang, found: Option<&Outcome>) -> (Mood, String) {
    let t = &lang.texts().trouble;
    let Some(outcome) = found else {
        return (Mood::Bad, t.looked_up_not.to_owned());
    };
    let ticket = outcome.ticket.map(|no| format!("{no:03}"));
    let what = outcome.number.clone().or(ticket).unwrap_or_default();
    (
        Mood::Good,
        fill(t.looked_up, &[("what", &what)])
            .replace("（）", "")
            .replace(" ()", ""),
    )
}

/// Why there is no screen.
pub fn of_terminal(lang: Lang, error: &TermError) -> String {
    let t = &lang.texts().trouble;
    match error {
        TermError::NoTty(_) => t.no_tty.to_owned(),
        other => fill(t.terminal, &[("what", &other.to_string())]),
    }
}
