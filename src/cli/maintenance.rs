//! Care for the data: check, back up.

use std::path::Path;

use serde_json::json;

use super::args;
use super::here::Here;
use super::may::{Care, copies_as, is_told_details, may};
use super::{Done, called_off_by, fill, lost, note, say, say_data};
use crate::domain::backups::Found;
use crate::error::{CANNOT_CREATE, DATA, Fail, UNAVAILABLE};
use crate::i18n::code;
use crate::i18n::lease::all_missed;
use crate::runtime::{copies, file_words, level, service, unclean_end};
use crate::store::anchor::{self, Anchored, Unfit};
use crate::store::check::TAIL;
use crate::store::copies::{Wish, take};
use crate::store::integrity::{Fault, FaultKind};
use crate::store::look::{Copies, in_the_way, left, open_to_look, unread};
use crate::store::open::COPIES;
use crate::store::{Look, StoreError, log};
use crate::term::stopping::StopSignals;

/// `check`: says what is wrong with the file and exits with 65 where anything is.
pub fn check(here: &Here, how: &args::Check) -> Done {
    if how.go_on {
        return lost::accept(here);
    }
    if how.moved {
        return lost::move_in(here);
    }
    let t = &here.texts().cli;
    let bad = here.store(&here.db);
    // There is no other look to send anybody to.
    let bad = |e| match e {
        StoreError::Corrupt { what } if unread(&here.db, &StoreError::corrupt("")).is_none() => {
            let broken = fill(t.check_broken, &[("what", &file_words::damage(here.lang, &what))]);
            Fail::new(DATA, [broken, file_words::way_back(here.lang, &here.db)].join("\n"))
        }
        e => bad(e),
    };
    // Before the file is held: where the disk is full nobody else has it then.
    let is_told = is_told_details(here);
    let look = here.try_up_to_date(|| Look::open(&here.db)).map_err(bad)?;
    if let Some(cut) = look.half_restored(&here.db) {
        note(&unclean_end::half_restored(here.lang, &cut));
    }
    let lost = look.lost_tail();
    if let Some(lost) = lost {
        note(&file_words::lost_tail(here.lang, lost));
    } else if matches!(look.has_station(), Ok(false)) {
        return Err(Fail::with(UNAVAILABLE, t.no_station, "path", here.db.display()));
    }
    let faults = if how.deep {
        look.deep(&mut |_| true)
    } else {
        look.quick()
    };
    let faults = faults.map_err(bad)?;
    let is_told = is_told?;
    let n = sentences(here, &faults).len().to_string();
    let mut said = faults.clone();
    if !is_told {
        // How much is wrong and in what tables is anybody's, and not which matter or person it is.
        for fault in &mut said {
            fault.id.clear();
        }
    }
    // One of an earlier program has no list of them, or another one.
    let copies = if how.deep {
        look.copies().unwrap_or_default()
    } else {
        Copies::default()
    };
    let worse = copies.bad.iter().map(|(path, found)| of_copy(here, path, *found));
    let none_left = copies.none_left.then(|| here.texts().file.check_no_copy.to_owned());
    let copies: Vec<String> = worse.chain(none_left).collect();
    let in_way = in_the_way(&here.db);
    let in_way: Vec<_> = in_way.iter().map(|path| path.display().to_string()).collect();
    // Of a file that cannot be read, or of an earlier program, the faults are what there is to say.
    let missed = look.missed_drafts(&here.db).unwrap_or_default();
    let missed = all_missed(here.lang, &missed, here.clock(false)?.now().0.day());
    let of_way = |path: &String| fill(t.check_in_way, &[("path", path)]);
    if how.json {
        let mut all: Vec<_> = said
            .iter()
            .map(|f| {
                let say = file_words::fault(here.lang, f);
                json!({"kind": format!("{:?}", f.kind), "table": f.table, "id": f.id, "detail": f.detail, "say": say})
            })
            .collect();
        let way = |path| json!({"kind": "InTheWay", "table": "", "id": "", "detail": path, "say": of_way(path)});
        all.extend(in_way.iter().map(way));
        let lost = |say| json!({"kind": "Drafts", "table": "draft", "id": "", "detail": "", "say": say});
        all.extend(missed.iter().map(lost));
        let of = |said| json!({"kind": "Copy", "table": "backup", "id": "", "detail": "", "say": said});
        all.extend(copies.iter().map(of));
        say_data(&json!(all).to_string())?;
    } else {
        let besides = in_way.iter().map(of_way).chain(missed.clone());
        for sentence in sentences(here, &said).into_iter().chain(besides) {
            say(&sentence)?;
            let details = said
                .iter()
                .filter(|fault| file_words::fault(here.lang, fault) == sentence);
            for detail in details
                .filter_map(|fault| file_words::detail(here.lang, fault))
                .take(DETAILS)
            {
                say(&detail)?;
            }
        }
        copies.iter().try_for_each(|said| say(said))?;
        let (left, t) = (left(&here.db), &here.texts().file);
        for (text, paths) in [
            (t.left_aside, left.aside),
            (t.left_unplaced, left.unplaced),
            (t.left_half, left.halves),
        ] {
            for path in paths {
                say(&fill(text, &[("path", &path.display().to_string())]))?;
            }
        }
    }
    if !how.json
        && let Some(found) = level::of(&here.db)
    {
        say(&level::said(here.lang, &here.db, found))?;
    }
    if faults.is_empty() && !in_way.is_empty() {
        return Err(Fail::new(DATA, t.check_stopped));
    }
    if faults.is_empty() && missed.is_some() {
        return Err(Fail::new(DATA, t.check_drafts));
    }
    if faults.is_empty() && !copies.is_empty() {
        return Err(Fail::with(DATA, here.texts().file.check_copies, "n", copies.len()));
    }
    if faults.is_empty() {
        if how.json {
            return Ok(());
        }
        let last = look.last_event().map_err(bad)?;
        let values = [("n", last.to_string()), ("m", last.min(TAIL).to_string())];
        let text = if how.deep { t.check_good } else { t.check_quick };
        return say(&fill(text, &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    let mut touched = if is_told {
        file_words::touched(here.lang, &look.touched(&faults))
    } else {
        Some(here.texts().file.check_untold.to_owned())
    };
    if touched.is_none() && how.deep && faults.iter().any(|f| f.kind == FaultKind::Page) && look.reads_all() {
        touched = Some(here.texts().file.touched_none.to_owned());
    }
    drop(look);
    let is_end = |f: &Fault| matches!(f.kind, FaultKind::Tail | FaultKind::Note);
    let said = if faults.iter().all(is_end) {
        // Which backup has it, if any, was said with what is missing.
        let t = &here.texts().file;
        [
            Some(fill(t.check_end, &[("n", &n)])),
            touched,
            Some(t.how_to_go_on.to_owned()),
        ]
    } else {
        let back = file_words::way_back(here.lang, &here.db);
        [Some(fill(t.check_bad, &[("n", &n)])), touched, Some(back)]
    };
    Err(Fail::new(
        DATA,
        said.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    ))
}

/// What is said of a copy that is not as it was made.
fn of_copy(here: &Here, path: &Path, found: Found) -> String {
    let what = code::found(here.lang, found).to_owned();
    let values = [("path", path.display().to_string()), ("what", what)];
    fill(
        here.texts().file.check_copy,
        &values.each_ref().map(|(k, v)| (*k, v.as_str())),
    )
}

/// So much of what SQLite itself says is printed of a place.
const DETAILS: usize = 3;

/// What faults come to in words. Two looks may find one thing; it is said once.
fn sentences(here: &Here, faults: &[Fault]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for sentence in faults.iter().map(|fault| file_words::fault(here.lang, fault)) {
        if !all.contains(&sentence) {
            all.push(sentence);
        }
    }
    all
}

/// `backup`: a verified copy at the destination, or none.
pub fn backup(here: &Here, dest: Option<&Path>) -> Done {
    let chosen = dest.map(|dest| here.named(COPIES, dest)).transpose()?;
    may(here, Care::Copy)?;
    // A file of an older program is copied as it is: who is careful does so before it is brought up to date. A finished copy
    // stays what it is.
    // Before the file is held: where the disk is full nobody else has it then.
    let by = copies_as(here)?;
    let conn = open_to_look(&here.db).map_err(here.store(&here.db))?;
    let heed = StopSignals::begin();
    let lost = match anchor::compare(&conn, &here.db).map_err(here.store(&here.db))? {
        // Nothing is missing of a copy.
        Anchored::Behind(lost) => Some(lost).filter(|lost| !lost.unfit.is_some_and(Unfit::is_copy)),
        Anchored::Good | Anchored::Unknown => None,
    };
    let is_demo = log::meta(&conn, log::PRACTICE).is_ok_and(|mark| mark.is_some());
    let wish = Wish {
        database: &here.db,
        dest: chosen.as_deref(),
        is_served: service::inside().is_some(),
        by,
        at: here.clock(is_demo)?.now(),
    };
    let dest = chosen.clone().unwrap_or_else(|| here.db.with_file_name(COPIES));
    let taken = take(conn, &wish, &called_off_by(&heed)).map_err(|e| match e {
        // What is not there is where the copy should have gone.
        StoreError::Missing { .. } | StoreError::InTheWay { .. } => {
            here.cannot_create(CANNOT_CREATE, &dest, here.texts().file.no_folder)
        }
        e => here.store(&dest)(e),
    })?;
    drop(heed);
    let report = &taken.report;
    let values = [
        ("path", report.path.display().to_string()),
        ("n", report.head.seq.to_string()),
        ("bytes", report.bytes.to_string()),
        ("sum", report.sum.clone()),
    ];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    say(&fill(here.texts().cli.backed_up, &values))?;
    copies::beside(here.lang, &taken)
        .iter()
        .try_for_each(|line| say(line))?;
    if let Some(why) = copies::unnoted(here.lang, &taken) {
        note(&why);
    }
    let Some(lost) = lost else { return Ok(()) };
    // It is made, because what is there should be kept too; whoever makes one every night has to hear of it all the same.
    let mut said = file_words::lost_tail(here.lang, &lost);
    said.push('\n');
    said.push_str(&fill(
        here.texts().file.backup_of_lost,
        &[("head", &lost.head.to_string())],
    ));
    Err(Fail::new(DATA, said))
}
