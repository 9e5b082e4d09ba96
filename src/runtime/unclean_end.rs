//! After a session that did not end in order: somebody looks at the file, beside the work, and says what was found.

use std::time::Duration;

use super::threads::Threads;
use super::{reopen, words};
use crate::app::{Input, Mood};
use crate::i18n::{Lang, fill};
use crate::store::StoreError;
use crate::store::unclean_end::{Verdict, tend};
use crate::store::weekly::check_if_due;

/// The first screen comes first, and what it asks for.
const FIRST: Duration = Duration::from_millis(300);
/// The look every few days has time.
const LATER: Duration = Duration::from_secs(2);
/// Nobody waits for it, but a disk that is read for minutes is felt.
pub const PATIENCE: Duration = Duration::from_secs(20);

impl Threads {
    /// Looks at the file, if this is the first session after one that was torn off.
    pub(super) fn check_unclean_end(&self, lang: Lang) {
        let Some(end) = self.unclean_end.clone() else { return };
        let (database, say, waker) = (self.database.clone(), self.jobs.0.clone(), self.waker.clone());
        let work = move || {
            std::thread::sleep(FIRST);
            let looked = reopen::guarded(lang, || tend(&database, PATIENCE));
            let (mood, text) = match looked {
                Ok(found) => {
                    if found.is_ok() {
                        end.settle();
                    }
                    of(lang, &found)
                }
                Err(fault) => (Mood::Bad, fault),
            };
            let _ = say.send(Input::Noted(mood, text));
            waker.wake();
        };
        // Without a thread the sign stays, and the next session looks.
        drop(std::thread::Builder::new().name("unclean end".to_owned()).spawn(work));
    }
}

impl Threads {
    /// Looks at the whole file every few days, once what the first screen asks for is there, behind whatever else goes on. It ends
    /// with the program; whoever leaves does not wait for it. A made-up station is not worth it.
    pub(super) fn check_now_and_then(&self, lang: Lang, is_demo: bool) {
        if is_demo || self.unclean_end.is_some() {
            return;
        }
        let (database, now) = (self.database.clone(), self.now());
        let (say, waker) = (self.jobs.0.clone(), self.waker.clone());
        let work = move || {
            std::thread::sleep(LATER);
            // Of this thread alone.
            let _ = rustix::process::nice(10);
            let looked = reopen::guarded(lang, || check_if_due(&database, now));
            let faults = match looked {
                Ok(Ok(Some(Verdict::Faults(n)))) => n,
                Ok(Err(StoreError::Corrupt { .. })) => 1,
                // What else stands in the way is met, and said, by whoever works.
                _ => return,
            };
            let text = fill(lang.texts().trouble.weekly_faults, &[("n", &faults.to_string())]);
            let _ = say.send(Input::Noted(Mood::Bad, text));
            waker.wake();
        };
        // Without a thread the next session looks.
        drop(std::thread::Builder::new().name("weekly check".to_owned()).spawn(work));
    }
}

/// What is said of it.
pub fn of(lang: Lang, found: &Result<Verdict, StoreError>) -> (Mood, String) {
    let t = &lang.texts().trouble;
    match found {
        Ok(Verdict::Whole) => (Mood::Good, t.torn_whole.to_owned()),
        Ok(Verdict::Unfinished) => (Mood::Warn, t.torn_unfinished.to_owned()),
        Ok(Verdict::Faults(n)) => (Mood::Bad, fill(t.torn_faults, &[("n", &n.to_string())])),
        Err(e) => (Mood::Bad, words::of_store(lang, e)),
    }
}
