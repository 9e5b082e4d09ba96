//! What is missing of the file, as sentences for people.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::{login, service};
use crate::domain::code::NumberFamily;
use crate::domain::moment::Moment;
use crate::domain::text::one_line;
use crate::i18n::{Lang, file, fill, full_day};
use crate::store::anchor::{LostNumbers, LostTail, OPINIONS, TICKETS, Unfit, name};
use crate::store::error::{BEHIND, CHANGED, FOUND, HEADER, PAGE, Trouble, trouble};
use crate::store::integrity::{COLUMNS, Fault, FaultKind, Place, place};
use crate::store::rescue::{is_ours, newest};

/// What is missing, as far as can be told, and where it still is.
pub fn lost_tail(lang: Lang, lost: &LostTail) -> String {
    let t = &lang.texts().file;
    let path = lost.path.display().to_string();
    let (seq, head, first) = (lost.note.seq, lost.head, lost.head + 1);
    let values = [("seq", seq), ("head", head), ("first", first)].map(|(name, n)| (name, n.to_string()));
    let mut with: Vec<(&str, &str)> = values.iter().map(|(name, n)| (*name, n.as_str())).collect();
    with.push(("path", &path));
    let station = one_line(&lost.station);
    with.push(("station", &station));
    let anchor = name(&lost.path).display().to_string();
    with.push(("anchor", &anchor));
    let (when, last) = goes_to(lang, lost);
    with.extend([("when", when.as_str()), ("last", last.as_str())]);
    let rescue = lost.rescue.as_ref().map(|found| {
        let text = if found.has_all && lost.unfit.is_none() {
            t.rescue
        } else {
            t.rescue_some
        };
        let (path, seq) = (found.path.display().to_string(), found.seq.to_string());
        fill(text, &[("path", &path), ("seq", &seq)])
    });
    if let Some(unfit) = lost.unfit {
        let what = match unfit {
            _ if is_gone(lost) => t.lost_file_unread,
            Unfit::Broken => t.note_broken,
            Unfit::OfAnother => t.note_of_another,
            Unfit::Gone => t.note_gone,
            Unfit::Copy => t.note_not_here,
            Unfit::CopiedWhole => t.copied_whole,
        };
        return joined(lang, &[&fill(what, &with), &rescue.unwrap_or_default()])
            .trim_end()
            .to_owned();
    }
    let what = match (lost.is_other, head) {
        _ if is_gone(lost) => t.lost_file,
        (true, _) => t.lost_other,
        (false, 0) => t.lost_all,
        (false, _) => t.lost_tail,
    };
    let numbers: Vec<String> = lost.numbers.iter().map(|n| numbers(lang, n)).collect();
    let given = if numbers.is_empty() {
        t.lost_no_numbers.to_owned()
    } else {
        fill(t.lost_numbers, &[("numbers", &numbers.join(t.and))])
    };
    let rescue = rescue.unwrap_or_else(|| t.no_rescue.to_owned());
    joined(lang, &[&fill(what, &with), &given, &rescue])
}

/// Whoever is asked whether anything was filed since a copy was made is shown since when.
pub fn ask_copied(lang: Lang, lost: &LostTail) -> String {
    let (when, last) = goes_to(lang, lost);
    fill(lang.texts().file.ask_copied, &[("when", &when), ("last", &last)])
}

/// When the last entry of a file was filed, and the last number of a matter in it; nothing where none was given.
fn goes_to(lang: Lang, lost: &LostTail) -> (String, String) {
    let at = Moment(lost.at_ms);
    let when = format!("{} {}", full_day(lang, at.day()), at.clock());
    let of_matters = lost.note.given.iter().filter(|given| given.kind == OPINIONS);
    let last = of_matters.max().map(|given| {
        let number = LostNumbers {
            kind: given.kind.clone(),
            scope: given.scope.clone(),
            first: given.last,
            last: given.last,
        };
        fill(lang.texts().file.copied_last, &[("numbers", &numbers(lang, &number))])
    });
    (when, last.unwrap_or_default())
}

/// The same for whoever wanted to write and may not yet.
pub fn lost_tail_stops(lang: Lang, lost: &LostTail) -> String {
    let t = &lang.texts().file;
    if is_gone(lost) {
        let anchor = name(&lost.path).display().to_string();
        return joined(
            lang,
            &[&lost_tail(lang, lost), &fill(t.start_anew, &[("path", &anchor)])],
        );
    }
    let stops = match lost.unfit {
        Some(Unfit::Copy) => t.copy_stops,
        Some(Unfit::CopiedWhole) => t.copied_stops,
        Some(Unfit::Broken | Unfit::OfAnother | Unfit::Gone) | None => {
            return joined(lang, &[&lost_tail(lang, lost), t.stopped, t.how_to_go_on]);
        }
    };
    joined(lang, &[&lost_tail(lang, lost), stops])
}

fn is_gone(lost: &LostTail) -> bool {
    lost.path.symlink_metadata().is_err()
}

/// A file or folder may not be used: whose it is, where it is somebody else's, and what to do.
pub fn denied(lang: Lang, path: &Path) -> String {
    let t = &lang.texts().trouble;
    let me = rustix::process::geteuid().as_raw();
    // Of what cannot be seen itself, the folder in the way is told.
    let seen = path.ancestors().find_map(|at| at.symlink_metadata().ok());
    let named = one_line(&path.display().to_string());
    let path = if path.is_dir() {
        fill(t.folder_named, &[("path", &named)])
    } else {
        named
    };
    let Some(owner) = seen.map(|facts| facts.uid()).filter(|owner| *owner != me) else {
        return fill(t.denied, &[("path", &path)]);
    };
    let [owner, me] = [owner, me].map(login::name_of_number);
    let is_of_server = service::of_machine().is_some_and(|server| server.account == owner);
    let what = if is_of_server { t.of_server } else { t.of_somebody };
    let what = fill(what, &[("owner", &owner)]);
    fill(
        t.denied_whose,
        &[("path", &path), ("owner", &owner), ("me", &me), ("what", &what)],
    )
}

/// Who else may get at the file: others may read or change it, or put another in its place. Nothing where none may, nor of
/// what is no station's file. To be asked before this process opens it.
pub fn exposed(lang: Lang, database: &Path) -> Option<String> {
    const READ: u32 = 0o004;
    const WRITE: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    if database.symlink_metadata().is_ok() && !is_ours(database) {
        return None;
    }
    let t = &lang.texts().file;
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mode = |path: &Path| path.metadata().map_or(0, |facts| facts.mode());
    let (file, folder) = (database, folder.unwrap_or(Path::new(".")));
    let by_others = (mode(file) & READ != 0, mode(file) & WRITE != 0);
    let (text, path) = if let (true, true) = by_others {
        (t.open_file, file)
    } else if by_others.0 {
        (t.seen_file, file)
    } else if by_others.1 {
        (t.changed_file, file)
    } else if mode(folder) & WRITE != 0 && mode(folder) & STICKY == 0 {
        (t.open_folder, folder)
    } else {
        return None;
    };
    let mode = format!("{:04o}", mode(path) & 0o7777);
    Some(fill(
        text,
        &[("path", &one_line(&path.display().to_string())), ("mode", &mode)],
    ))
}

/// A finding of a check as a sentence.
pub fn fault(lang: Lang, fault: &Fault) -> String {
    use FaultKind as K;
    let t = &lang.texts().file;
    let is_event = fault.id.parse::<i64>().is_ok();
    let text = match (fault.kind, fault.table.as_str()) {
        (K::Missing, "key") if is_event => t.fault_lost_key,
        (K::Missing, "key") => t.fault_file_key,
        (K::Missing, "account") if is_event => t.fault_no_account,
        (K::Extra, "key") => t.fault_left_key,
        (K::Differs, "counter") if fault.id.contains('/') => t.fault_counter,
        (K::ForeignKey, _) if fault.id.is_empty() => t.fault_reference_some,
        (K::Page, _) => return of_page(t, fault),
        (kind, _) => of_kind(t, kind),
    };
    let detail = damage(lang, fault.detail.strip_prefix(COLUMNS).unwrap_or(&fault.detail));
    let table = table(t, &fault.table);
    // Of the file as a whole there is no row to name.
    let text = if fault.id.is_empty() {
        text.replace(" {id}", "")
    } else {
        text.to_owned()
    };
    fill(&text, &[("table", table), ("id", &fault.id), ("detail", &detail)])
}

/// What SQLite says of a page, by where it is.
fn of_page(t: &file::Texts, fault: &Fault) -> String {
    let table = table(t, &fault.table);
    let with = |text: &str, name: &str, value: &str| fill(text, &[("table", table), (name, value)]);
    match place(&fault.detail) {
        Place::Page(page) => with(t.fault_page, "page", page),
        Place::Index(index) => with(t.fault_page_index, "index", index),
        Place::Search => fill(t.fault_index, &[("table", table)]),
        Place::Value => fill(t.fault_page_value, &[("table", table)]),
        Place::Free => t.fault_page_free.to_owned(),
        Place::Elsewhere => fill(t.fault_pages, &[("table", table)]),
    }
}

/// What SQLite itself said, for whoever repairs the file; a line of its own.
pub fn detail(lang: Lang, fault: &Fault) -> Option<String> {
    let is_said = fault.kind == FaultKind::Page && damage(lang, &fault.detail) == fault.detail;
    let t = &lang.texts().file;
    is_said.then(|| fill(t.fault_detail, &[("detail", &one_line(&fault.detail))]))
}

/// What a table is of, in the language of the person; only one that is none of ours keeps its name.
fn table<'a>(t: &file::Texts, table: &'a str) -> &'a str {
    match table {
        "" => t.of_file,
        "account" => t.of_account,
        "account_name" => t.of_account_name,
        "attendance" => t.of_attendance,
        "backup" => t.of_backup,
        "business_day" => t.of_business_day,
        "calendar" => t.of_calendar,
        "chase" => t.of_chase,
        "citizen" => t.of_citizen,
        "citizen_number" => t.of_citizen_number,
        "code_list" => t.of_code_list,
        "counter" => t.of_counter,
        "deputy" => t.of_deputy,
        "draft" => t.of_draft,
        "draft_deleted" => t.of_draft_deleted,
        "draft_end" => t.of_draft_end,
        "draft_taken" => t.of_draft_taken,
        "evaluation" => t.of_evaluation,
        "event" => t.of_event,
        "forgetting" => t.of_forgetting,
        "handover" => t.of_handover,
        "import_memory" => t.of_import_memory,
        "key" => t.of_key,
        "look" => t.of_look,
        "meta" => t.of_meta,
        "migration" => t.of_migration,
        "number" => t.of_number,
        "opinion" => t.of_opinion,
        "opinion_deputy" => t.of_opinion_deputy,
        "opinion_party" => t.of_party,
        "presence" => t.of_presence,
        "promise" => t.of_promise,
        "rhythm" => t.of_rhythm,
        "rules" => t.of_rules,
        "session" => t.of_session,
        "stand_in" => t.of_stand_in,
        "station" => t.of_station,
        "telling" => t.of_telling,
        "template" => t.of_template,
        "unit" => t.of_unit,
        "visit" => t.of_visit,
        "visit_span" => t.of_visit_span,
        // A search index lies in several tables, whose names begin with its own.
        part if part.starts_with("opinion_index") => t.of_opinion_index,
        part if part.starts_with("name_index") => t.of_name_index,
        other => other,
    }
}

/// What a kind of finding comes to.
fn of_kind(t: &file::Texts, kind: FaultKind) -> &'static str {
    use FaultKind as K;
    match kind {
        K::Page => t.fault_pages,
        K::ForeignKey => t.fault_reference,
        K::Gap => t.fault_gap,
        K::Tail => t.fault_tail,
        K::Note => t.fault_note,
        K::Digest => t.fault_digest,
        K::Order => t.fault_order,
        K::FullText => t.fault_index,
        K::Schema => t.fault_schema,
        K::Differs => t.fault_differs,
        K::Missing => t.fault_missing,
        K::Extra => t.fault_extra,
    }
}

/// Which matters a damage touches, by number; no more of them than are read.
pub fn touched(lang: Lang, numbers: &BTreeSet<String>) -> Option<String> {
    const READ: usize = 30;
    if numbers.is_empty() {
        return None;
    }
    let t = &lang.texts().file;
    let some: Vec<&str> = numbers.iter().take(READ).map(String::as_str).collect();
    let values = [("numbers", some.join(t.and)), ("n", numbers.len().to_string())];
    Some(fill(t.touched, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

/// The way back from a damage: the newest backup there is.
pub fn way_back(lang: Lang, database: &Path) -> String {
    let t = &lang.texts().file;
    let Some(found) = newest(database) else {
        return t.no_backup.to_owned();
    };
    let values = [
        ("path", found.path.display().to_string()),
        ("seq", found.head.seq.to_string()),
        ("day", Moment(found.head.at_ms).day().to_string()),
    ];
    fill(t.newest_backup, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// What is damaged, in the language of the person where it is a thing people meet.
pub fn damage(lang: Lang, what: &str) -> String {
    let t = &lang.texts().file;
    match what {
        PAGE => t.page.to_owned(),
        HEADER => t.header.to_owned(),
        CHANGED => t.changed.to_owned(),
        FOUND => t.found.to_owned(),
        BEHIND => t.behind.to_owned(),
        other => other.to_owned(),
    }
}

/// Why the system did not read or write.
pub fn cause(lang: Lang, error: &std::io::Error) -> String {
    use rustix::io::Errno;
    let t = &lang.texts().file;
    let text = match Errno::from_io_error(error) {
        Some(Errno::IO) => t.io_disk,
        Some(Errno::MFILE | Errno::NFILE) => t.io_files,
        Some(Errno::NOSPC | Errno::DQUOT) => t.io_full,
        Some(Errno::ACCESS | Errno::PERM) => t.io_denied,
        Some(Errno::ROFS) => t.io_fixed,
        Some(Errno::NOLCK) => t.io_locks,
        Some(Errno::NOMEM) => t.io_memory,
        Some(_) => return error.to_string(),
        None => match trouble(error) {
            Some(Trouble::Unopened) => t.io_unopened,
            Some(Trouble::Failed | Trouble::Unmapped) => t.io_disk,
            None => return error.to_string(),
        },
    };
    text.to_owned()
}

fn joined(lang: Lang, sentences: &[&str]) -> String {
    sentences.join(if lang.is_zh() { "" } else { " " })
}

fn numbers(lang: Lang, lost: &LostNumbers) -> String {
    let t = &lang.texts().file;
    let width = if lost.kind == OPINIONS { 4 } else { 3 };
    let [first, last] = [lost.first, lost.last].map(|n| format!("{n:0width$}"));
    let span = if first == last {
        first
    } else {
        fill(t.span, &[("first", &first), ("last", &last)])
    };
    let kind = NumberFamily::from_code(&lost.kind).and_then(NumberFamily::mark);
    let text = match lost.kind.as_str() {
        OPINIONS => t.opinions,
        TICKETS => t.tickets,
        _ => t.papers,
    };
    let values = [
        ("kind", kind.unwrap_or(&lost.kind)),
        ("scope", &lost.scope),
        ("span", &span),
    ];
    fill(text, &values)
}
