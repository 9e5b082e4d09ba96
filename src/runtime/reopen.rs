//! A thread beside the screen has panicked: it is said, a report is left, and another thread takes its place. What it had
//! in hand is given back to the screen as not done, so that nothing waits for ever.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::clock::Clock;
use super::threads::{InHand, News, Threads, VERSION};
use super::{fault, words};
use crate::app::{Failure, Input};
use crate::i18n::Lang;
use crate::store::desk::{Desk, OsSupply};
use crate::store::error::StoreError;
use crate::store::threads::{Place, READER, Reader, WRITER, Wake, Writer, Written};
use crate::term::Waker;

/// A thread that fails again and again is not replaced for ever.
const PATIENCE: u8 = 3;

/// How often each was replaced, and whether the end was said.
#[derive(Debug, Default)]
pub(super) struct Restarts {
    writer: Restart,
    reader: Restart,
}

#[derive(Debug, Default)]
struct Restart {
    times: u8,
    is_over: bool,
}

impl Restart {
    /// Whether to try once more. False for ever after the last time.
    fn again(&mut self) -> bool {
        self.times = self.times.saturating_add(1);
        self.times <= PATIENCE
    }
}

/// Lets a writer begin over an open desk.
pub(super) fn begin_writer(
    writer: &mut Writer,
    place: Place,
    desk: Desk,
    clock: &Clock,
    waker: &Waker,
) -> Result<(), StoreError> {
    let begun = clock.now();
    let time = clock.clone();
    let now = move || {
        fault::rehearsal::play(WRITER);
        time.now()
    };
    let waker = waker.clone();
    let wake = Box::new(move || waker.wake());
    writer.begin(place, (desk, begun), Box::new(now), Box::new(OsSupply), wake)
}

/// What the reader calls after each answer.
pub(super) fn reader_wake(waker: &Waker) -> Wake {
    let waker = waker.clone();
    Box::new(move || {
        fault::rehearsal::play(READER);
        waker.wake();
    })
}

/// Long work whose panic becomes a sentence instead of silence.
pub(super) fn guarded<T>(lang: Lang, work: impl FnOnce() -> T) -> Result<T, String> {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or_default();
    let played = AssertUnwindSafe(|| {
        fault::rehearsal::play(name);
        work()
    });
    catch_unwind(played).map_err(|_| {
        let report = fault::report(lang, name, None);
        fault::said_short(lang, lang.texts().trouble.job_fault, report.as_deref())
    })
}

impl Threads {
    /// Something the writer had in hand is back.
    pub(super) fn came_back(&mut self, written: &Written) {
        let back = match written {
            Written::Executed(id, _) => InHand::Command(*id),
            Written::DraftSaved(lease, _) => InHand::Draft(lease.draft),
            Written::DraftTaken(..)
            | Written::DraftDropped(..)
            | Written::DraftDeleted(_)
            | Written::DraftRestored(_)
            | Written::LooksSaved(_)
            | Written::Beside(_)
            | Written::Probed(_)
            | Written::LookedUp(..) => {
                return;
            }
        };
        if let Some(at) = self.in_hand.iter().position(|g| *g == back) {
            self.in_hand.remove(at);
        }
    }

    /// The writer has ended, which it never does by itself.
    pub(super) fn mend_writer(&mut self, lang: Lang, news: &mut News) {
        let t = &lang.texts().trouble;
        let said = if self.restarts.writer.is_over {
            (!self.in_hand.is_empty()).then(|| t.worker_gone.to_owned())
        } else {
            let report = fault::report(lang, WRITER, None);
            let mended = self.restarts.writer.again().then(|| self.another_writer());
            self.restarts.writer.is_over = !matches!(mended, Some(Ok(())));
            Some(sentence(lang, mended, t.writer_fault, report.as_deref()))
        };
        // What is not known to be saved comes first, so that the last word is what happened.
        self.give_back(lang, news);
        news.inputs.extend(said.map(Input::Failed));
    }

    fn another_writer(&mut self) -> Result<(), StoreError> {
        let desk = Desk::open(&self.database, None)?;
        let (mut writer, place) = Writer::waiting();
        begin_writer(&mut writer, place, desk, &self.clock, &self.waker)?;
        self.writer = writer;
        Ok(())
    }

    /// Whatever the writer took with it: a command may have been carried out or not, a draft is tried again.
    fn give_back(&mut self, lang: Lang, news: &mut News) {
        let unknown = lang.texts().trouble.unsure;
        let back = self.in_hand.drain(..).map(|given| match given {
            InHand::Command(id) => Input::Executed {
                id,
                result: Err(Failure::Trouble(unknown.to_owned())),
            },
            InHand::Draft(id) => Input::DraftSaved {
                id,
                result: Err(unknown.to_owned()),
            },
        });
        news.inputs.extend(back);
    }

    /// The reader has ended, which it never does by itself. What the screen had asked is asked anew.
    pub(super) fn mend_reader(&mut self, lang: Lang, news: &mut News) {
        if self.restarts.reader.is_over {
            return;
        }
        self.asked.clear();
        let report = fault::report(lang, READER, None);
        let mended = self.restarts.reader.again().then(|| self.another_reader());
        self.restarts.reader.is_over = !matches!(mended, Some(Ok(())));
        news.elsewhere |= !self.restarts.reader.is_over;
        let said = sentence(lang, mended, lang.texts().trouble.reader_fault, report.as_deref());
        news.inputs.push(Input::Failed(said));
    }

    fn another_reader(&mut self) -> Result<(), StoreError> {
        self.reader = Reader::start(&self.database, None, reader_wake(&self.waker))?;
        (self.version, self.anew) = (None, None);
        self.reader.ask_version(VERSION);
        Ok(())
    }
}

/// What is said of a thread: replaced, not to be replaced, or given up.
fn sentence(lang: Lang, mended: Option<Result<(), StoreError>>, well: &str, report: Option<&Path>) -> String {
    match mended {
        Some(Ok(())) => fault::said_short(lang, well, report),
        Some(Err(e)) => words::of_store(lang, &e),
        None => lang.texts().trouble.worker_gone.to_owned(),
    }
}
