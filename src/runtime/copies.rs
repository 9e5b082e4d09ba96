//! Copies of the file: one taken beside the desk, on a thread and a connection of its own, and what became of one in words.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::threads::Threads;
use super::{reopen, service, words};
use crate::app::model::copying::{News, Stage};
use crate::app::{Input, Mood};
use crate::domain::id::AccountId;
use crate::i18n::{Lang, backup, fill};
use crate::store::StoreError;
use crate::store::backup::{Control, Progress, Step};
use crate::store::copies::{Second, Taken, Wish, take};
use crate::store::open::{self, Access};

/// How far it is is said so often; every saying is a frame.
const REST: Duration = Duration::from_millis(500);

/// A copy that is being taken.
pub(super) struct Copying {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Copying {
    /// Stops it, and waits until half of it is taken away.
    pub(super) fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.join();
    }
}

impl Threads {
    /// Takes a copy of the file for an account. What is heard of it finds the screen by itself.
    pub(super) fn back_up(&mut self, account: Option<AccountId>, lang: Lang) {
        let stop = Arc::new(AtomicBool::new(false));
        let (send, waker) = (self.jobs.0.clone(), self.waker.clone());
        let say = move |news| {
            let _ = send.send(Input::Copying(news));
            waker.wake();
        };
        let control = Control {
            cancel: Arc::clone(&stop),
            progress: Arc::new(told(say.clone())),
        };
        let (database, at) = (self.database.clone(), self.clock.now());
        let work = move || {
            // Of this thread alone.
            let _ = rustix::process::nice(10);
            let taken = reopen::guarded(lang, || {
                let conn = open::open(&database, Access::Job)?;
                let wish = Wish {
                    database: &database,
                    dest: None,
                    is_served: service::inside().is_some(),
                    by: account,
                    at,
                };
                take(conn, &wish, &control)
            });
            let failed = |fault| News::Over(Mood::Bad, fault, Vec::new());
            say(taken.map_or_else(failed, |taken| over(lang, &taken)));
        };
        match Builder::new().name("backup".to_owned()).spawn(work) {
            Ok(thread) => self.copying = Some(Copying { stop, thread }),
            Err(e) => {
                let _ = self.jobs.0.send(Input::Copying(over(lang, &Err(e.into()))));
                self.waker.wake();
            }
        }
    }

    /// Stops it.
    pub(super) fn stop_copy(&self) {
        if let Some(copying) = &self.copying {
            copying.stop.store(true, Ordering::Relaxed);
        }
    }
}

/// Says how far it is, every now and then, and whenever something else begins.
fn told(say: impl Fn(News) + Send + Sync) -> impl Fn(Progress) + Send + Sync {
    let last: Mutex<Option<(Stage, Instant)>> = Mutex::new(None);
    move |progress| {
        let stage = match progress.step {
            Step::Copying => Stage::Copying,
            Step::Checking | Step::Placing | Step::Rebuilding => Stage::Checking,
            Step::Walking => Stage::Walking,
            Step::Second => Stage::Second,
        };
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|(before, at)| before == stage && at.elapsed() < REST) {
            return;
        }
        *last = Some((stage, Instant::now()));
        say(News::Going(stage, progress.done, progress.total));
    }
}

/// What became of it: in one sentence, and what there is to say besides.
fn over(lang: Lang, taken: &Result<Taken, StoreError>) -> News {
    let t = &lang.texts().backup;
    let alone = |mood, said| News::Over(mood, said, Vec::new());
    let taken = match taken {
        Ok(taken) => taken,
        Err(StoreError::Cancelled) => return alone(Mood::Warn, t.stopped.to_owned()),
        Err(why @ StoreError::BeingCopied) => return alone(Mood::Warn, words::of_store(lang, why)),
        Err(why) => return alone(Mood::Bad, fill(t.not_made, &[("why", &words::of_store(lang, why))])),
    };
    let report = &taken.report;
    let is_owed = !matches!(taken.second, Second::Unasked | Second::There(_));
    let name = report.path.file_name().unwrap_or_default();
    let values = [
        ("name", name.to_string_lossy().into_owned()),
        (
            "size",
            backup::size(lang, i64::try_from(report.bytes).unwrap_or(i64::MAX)),
        ),
        ("n", report.head.seq.to_string()),
    ];
    let text = if is_owed { t.made_owing } else { t.made };
    let said = fill(text, &values.each_ref().map(|(k, v)| (*k, v.as_str())));
    let besides = beside(lang, taken).into_iter().chain(unnoted(lang, taken)).collect();
    let is_good = !is_owed && taken.unnoted.is_none();
    News::Over(if is_good { Mood::Good } else { Mood::Warn }, said, besides)
}

/// What there is to say beside the copy itself: of the second one, and of those that were thrown away.
pub fn beside(lang: Lang, taken: &Taken) -> Vec<String> {
    let t = &lang.texts().backup;
    let at = |text: &str, path: &Path| fill(text, &[("path", &path.display().to_string())]);
    let second = match &taken.second {
        Second::Unasked => None,
        Second::There(path) => Some(at(t.second_there, path)),
        Second::NoFolder(path) => Some(at(t.second_no_folder, path)),
        Second::SameDisk(path) => Some(at(t.second_same_disk, path)),
        Second::Failed(path, why) => {
            let values = [
                ("path", path.display().to_string()),
                ("why", words::of_store(lang, why)),
            ];
            Some(fill(t.second_failed, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
        }
    };
    let n = taken.dropped.len();
    let dropped = (n > 0).then(|| fill(t.dropped, &[("n", &n.to_string())]));
    second.into_iter().chain(dropped).collect()
}

/// Why it stands on no list, where it does not.
pub fn unnoted(lang: Lang, taken: &Taken) -> Option<String> {
    let why = match taken.unnoted.as_ref()? {
        // Of a file that lost its end more is said beside; one of an older program was meant to be copied as it is.
        StoreError::LostTail(_) | StoreError::Older { .. } => return None,
        why => words::of_store(lang, why),
    };
    Some(fill(lang.texts().backup.unnoted, &[("why", &why)]))
}
