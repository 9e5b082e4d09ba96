//! A fault of the program itself: where a thread panicked, and the report that is left of it.
//!
//! A report may be sent to whoever maintains the program, so it holds the place in the code and what the desk was doing
//! in words of the code. The message of the panic is left out: it may quote what somebody has typed.

use std::fmt::Write as _;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::clock::{Clock, Source};
use crate::app::{Input, State};
use crate::i18n::{Lang, fill};
use crate::term;

/// The folder of reports beside the data file.
const FOLDER: &str = "faults";
/// So many panics are remembered; the first ones tell most.
const KEPT: usize = 16;
/// So many reports may carry the same second.
const SAME_SECOND: u8 = 99;

/// Where a thread panicked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    thread: String,
    at: String,
}

static PLACES: Mutex<Vec<Place>> = Mutex::new(Vec::new());
static DATABASE: Mutex<Option<PathBuf>> = Mutex::new(None);

/// What the desk was doing, in words of the code.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    /// The screen at the bottom.
    pub screen: String,
    /// What lay over it.
    pub above: &'static str,
    pub act: &'static str,
    /// What came in last.
    pub input: String,
    pub size: (u16, u16),
}

impl Situation {
    /// Of a desk; `input` is what came in last.
    pub fn of(state: &State, input: &str) -> Self {
        Self {
            screen: format!("{:?}", state.screen),
            above: state.layers.last().map_or("nothing", |layer| layer.name()),
            act: state.last_act.map_or("none", |act| act.row().id),
            input: input.to_owned(),
            size: state.size,
        }
    }
}

/// Names an input without its text: a key that types, and words that were typed or come from the file, are only said to
/// be such.
pub fn name_of(input: &Input, into: &mut String) {
    into.clear();
    let word = match input {
        Input::Key(chord) if chord.is_text() => "character",
        Input::Key(chord) => {
            let ctrl = if chord.is_ctrl() { " ctrl" } else { "" };
            let _ = write!(into, "key {:?}{ctrl}", chord.code);
            return;
        }
        Input::Text(_) => "text",
        Input::Paste(_) => "paste",
        Input::Tick(_) => "tick",
        Input::Executed { .. } => "executed",
        Input::Answered { .. } => "answered",
        Input::DraftSaved { .. } => "draft saved",
        Input::DraftRefused { .. } => "draft refused",
        Input::DraftDeleted(_) => "draft deleted",
        Input::DraftRestored(_) => "draft restored",
        Input::Resized(..) => "resized",
        Input::Terminal(_) => "terminal",
        Input::Echo { .. } => "echo",
        Input::ChangedElsewhere => "changed elsewhere",
        Input::Job { .. } => "job",
        Input::Copying(_) => "copying",
        Input::Noted(..) => "noted",
        Input::LookedUp(..) => "looked up",
        Input::CannotWrite(_) => "cannot write",
        Input::Damaged(_) => "damaged",
        Input::Failed(_) => "failed",
        Input::Unread(..) => "unread",
        Input::Garbled(_) => "garbled",
    };
    into.push_str(word);
}

/// Notes the place of every panic from now on; nothing is printed any more.
pub fn watch() {
    term::note_panics(note);
}

/// Reports go beside this data file from now on.
pub fn settle(database: &Path) {
    *DATABASE.lock().unwrap_or_else(PoisonError::into_inner) = Some(database.to_owned());
}

/// Leaves a report of the panic of a thread. None when no place would take it.
pub fn report(lang: Lang, thread: &str, scene: Option<&Situation>) -> Option<PathBuf> {
    let now = Clock::new(Source::Real).now().0;
    let name = format!(
        "fault-{}-{}",
        now.day().format("%Y%m%d"),
        now.clock_seconds().replace(':', "")
    );
    let text = text_of(lang, &now.iso(), thread, scene);
    let database = DATABASE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let beside = database.map(|file| file.with_file_name(FOLDER));
    let places = [beside, state_folder()];
    places
        .into_iter()
        .flatten()
        .find_map(|f| left_in(&f, &name, &text).ok())
}

fn text_of(lang: Lang, time: &str, thread: &str, scene: Option<&Situation>) -> String {
    let place = taken(thread);
    let at = place.as_ref().map_or("unknown", |p| p.at.as_str());
    let version = env!("CARGO_PKG_VERSION");
    let mut text = format!("{}\n\n", lang.texts().trouble.report_head);
    let _ = write!(
        text,
        "version: {version}\ntime: {time}\nthread: {thread}\nplace: {at}\n"
    );
    if let Some(s) = scene {
        let _ = write!(
            text,
            "screen: {}\nabove: {}\nact: {}\ninput: {}\nsize: {}x{}\n",
            s.screen, s.above, s.act, s.input, s.size.0, s.size.1
        );
    }
    text
}

/// What people are told: the sentence with the name of the report, or with the place when there is none.
pub fn said(lang: Lang, sentence: &str, report: Option<&Path>) -> String {
    let t = &lang.texts().trouble;
    let path = report.map_or_else(|| t.no_report.to_owned(), |p| p.display().to_string());
    fill(sentence, &[("report", &path)])
}

/// The same on the bottom line, where there is no room for folders.
pub fn said_short(lang: Lang, sentence: &str, report: Option<&Path>) -> String {
    said(lang, sentence, report.and_then(Path::file_name).map(Path::new))
}

fn note(what: &PanicHookInfo<'_>) {
    let thread = std::thread::current().name().unwrap_or("nameless").to_owned();
    let at = what
        .location()
        .map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
    if places.len() < KEPT {
        places.push(Place { thread, at });
    }
}

fn taken(thread: &str) -> Option<Place> {
    let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
    let at = places.iter().position(|p| p.thread == thread)?;
    Some(places.remove(at))
}

/// Where a person's programs keep such things, for a folder of data that takes nothing.
fn state_folder() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?;
    Some(state.join("zhiban").join(FOLDER))
}

fn left_in(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    // A folder of data that is not there is not made for the sake of a report.
    let is_ours = folder.starts_with(state_folder().unwrap_or_default());
    DirBuilder::new()
        .recursive(is_ours)
        .mode(0o700)
        .create(folder)
        .or_else(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => Ok(()),
            _ => Err(e),
        })?;
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for n in 1..=SAME_SECOND {
        let more = if n > 1 { format!("-{n}") } else { String::new() };
        let path = folder.join(format!("{name}{more}.txt"));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                file.sync_all()?;
                return Ok(path);
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => last = e,
            Err(e) => return Err(e),
        }
    }
    Err(last)
}

/// No input makes a part of the program fail, so what happens then could not be shown. In a build for tests a part
/// named by `ZHIBAN_FAULT` (`PART TIMES MESSAGE`) fails so many times after the first Ctrl+L; in a release none of this
/// is there.
#[cfg(debug_assertions)]
pub mod rehearsal {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    static ARMED: AtomicBool = AtomicBool::new(false);
    static FAILED: AtomicU32 = AtomicU32::new(0);

    /// From now on the part fails.
    pub fn arm() {
        ARMED.store(true, Ordering::Relaxed);
    }

    /// The same for a part that runs before any key is pressed.
    ///
    /// # Panics
    /// As [`play`] does.
    pub fn play_at_once(part: &str) {
        arm();
        play(part);
        ARMED.store(false, Ordering::Relaxed);
    }

    /// Fails, when it is this part's turn.
    ///
    /// # Panics
    /// That is what is rehearsed.
    pub fn play(part: &str) {
        if !ARMED.load(Ordering::Relaxed) || std::thread::panicking() {
            return;
        }
        let set = std::env::var("ZHIBAN_FAULT").unwrap_or_default();
        let mut words = set.splitn(3, ' ');
        let is_meant = words.next() == Some(part);
        let times = words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let is_turn = is_meant && FAILED.fetch_add(1, Ordering::Relaxed) < times;
        assert!(!is_turn, "{}", words.next().unwrap_or_default());
    }
}

/// A release knows no rehearsal.
#[cfg(not(debug_assertions))]
pub mod rehearsal {
    /// Has nothing to arm: only a build for tests rehearses faults.
    pub const fn arm() {}
    /// Plays no fault.
    pub const fn play(_part: &str) {}
    /// Plays no fault.
    pub const fn play_at_once(_part: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_private_and_two_of_a_second_stand_side_by_side() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join(FOLDER);
        let one = left_in(&place, "fault-20261123-094207", "a").unwrap();
        let two = left_in(&place, "fault-20261123-094207", "b").unwrap();
        assert_eq!(two.file_name().unwrap(), "fault-20261123-094207-2.txt");
        assert_eq!(std::fs::read_to_string(&one).unwrap(), "a");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&one), mode(&place)), (0o600, 0o700));
    }

    #[test]
    fn no_folder_of_data_is_made_for_a_report() {
        let folder = tempfile::tempdir().unwrap();
        assert!(left_in(&folder.path().join("no/such").join(FOLDER), "x", "a").is_err());
        assert!(!folder.path().join("no").exists());
    }
}
