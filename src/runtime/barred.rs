//! A file that cannot be written: noticed by whatever is written, said once, and tried again until it can be.

use super::threads::Threads;
use super::words;
use crate::app::{Input, Mood};
use crate::domain::text::one_line;
use crate::i18n::{Lang, fill};
use crate::store::error::StoreError;
use crate::store::execute::ExecuteError;
use crate::store::threads::Written;

/// A file that could not be written is tried again so often, in milliseconds.
const PROBE_MS: i64 = 2_000;

/// That the disk failed once and did what was asked of it the next time, where that was so.
pub(super) fn failed_once(lang: Lang) -> Option<Input> {
    words::failed_once(lang).map(|said| Input::Noted(Mood::Bad, said.to_owned()))
}

impl Threads {
    /// What a write says about whether anything can be written, where that is news.
    pub(super) fn bar(&mut self, written: &Written, lang: Lang) -> Vec<Input> {
        let failed = match written {
            Written::Executed(_, done) => match done.as_ref() {
                Ok(_) => None,
                Err(ExecuteError::Store(e)) => Some(e),
                // The rules say no before anything is written.
                Err(ExecuteError::Refused(_)) => return Vec::new(),
            },
            Written::DraftSaved(_, done) => done.as_ref().err(),
            Written::DraftTaken(_, done) => done.as_ref().err(),
            Written::DraftDropped(done) | Written::DraftDeleted(done) | Written::DraftRestored(done) => {
                done.as_ref().err()
            }
            Written::LooksSaved(done) | Written::Beside(done) | Written::Probed(done) => done.as_ref().err(),
            Written::LookedUp(..) => None,
        };
        match failed {
            Some(e) if e.bars_writing() => {
                if self.barred.replace(self.now()).is_some() {
                    return Vec::new();
                }
                let t = &lang.texts().trouble;
                let of_note = |text: &str, path: &std::path::Path| {
                    // It lies beside the file, and the line has no room for where.
                    let name = path.file_name().unwrap_or_default();
                    fill(text, &[("path", &one_line(&name.display().to_string()))])
                };
                let (why, said) = match (e, written) {
                    // Said by nobody else: what was filed is filed.
                    (StoreError::Unkept { path, .. }, Written::Probed(_)) => {
                        (of_note(t.until_kept, path), Some(of_note(t.kept_without, path)))
                    }
                    (StoreError::Unkept { path, .. }, _) => (of_note(t.until_kept, path), None),
                    // It went away while nobody wrote.
                    (StoreError::Replaced { .. }, Written::Probed(_)) => {
                        (words::of_store(lang, e), Some(words::of_store(lang, e)))
                    }
                    _ => (words::of_store(lang, e), None),
                };
                let why = fill(t.barred, &[("why", &why)]);
                let said = said.map(|text| Input::Noted(Mood::Bad, text));
                said.into_iter().chain([Input::CannotWrite(Some(why))]).collect()
            }
            // Somebody else is writing, which says nothing about it.
            Some(_) => Vec::new(),
            None => self.lift(written),
        }
    }

    /// What was written shows that everything can be again. Words go into the file alone, and say nothing of the note beside it,
    /// nor of what is not known of an act: after them that is asked.
    fn lift(&mut self, written: &Written) -> Vec<Input> {
        match written {
            Written::Executed(..) | Written::Probed(_) | Written::LookedUp(..) => {
                let lifted = self.barred.take().map(|_| Input::CannotWrite(None));
                lifted.into_iter().collect()
            }
            Written::DraftSaved(..)
            | Written::DraftTaken(..)
            | Written::DraftDropped(_)
            | Written::DraftDeleted(_)
            | Written::DraftRestored(_)
            | Written::LooksSaved(_)
            | Written::Beside(_) => {
                if self.barred.is_some() {
                    let _ = self.writer.probe();
                }
                Vec::new()
            }
        }
    }

    /// How long until it is to be seen whether the file can be written again; none while it can.
    pub(super) fn probe_in(&self) -> Option<i64> {
        self.barred
            .map(|at| (at.0 + PROBE_MS - self.now().0).clamp(1, PROBE_MS))
    }

    /// Sees whether it can, when it is time.
    pub(super) fn probe(&mut self) {
        let now = self.now();
        if let Some(at) = &mut self.barred
            && (now.0 - at.0).abs() >= PROBE_MS
        {
            *at = now;
            let _ = self.writer.probe();
        }
    }
}
