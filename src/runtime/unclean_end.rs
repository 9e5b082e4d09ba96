//! After a session that did not end in order: somebody looks at the file, beside the work, and says what was found.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::clock::Clock;
use super::threads::Threads;
use super::{reopen, words};
use crate::app::{Input, Mood};
use crate::domain::lease::Missed;
use crate::i18n::{Lang, fill};
use crate::store::half_restored::{CutShort, cut_short};
use crate::store::unclean_end::{Verdict, tend};
use crate::store::weekly::check_if_due;
use crate::store::{Desk, StoreError};

/// The first screen comes first, and what it asks for.
const FIRST: Duration = Duration::from_millis(300);
/// The look every few days has time.
const LATER: Duration = Duration::from_secs(2);
/// A desk that stays open is looked at again.
const AGAIN: Duration = Duration::from_hours(24);
/// Nobody waits for it, but a disk that is read for minutes is felt.
pub const PATIENCE: Duration = Duration::from_secs(20);

impl Threads {
    /// Looks at the file, if this is the first session after one that was torn off.
    fn check_unclean_end(&self, lang: Lang, before: Option<String>) {
        let Some(end) = self.unclean_end.clone() else {
            if let Some(text) = before {
                let _ = self.jobs.0.send(Input::Noted(Mood::Warn, text));
                self.waker.wake();
            }
            return;
        };
        let (database, say, waker) = (self.database.clone(), self.jobs.0.clone(), self.waker.clone());
        let work = move || {
            std::thread::sleep(FIRST);
            let looked = reopen::guarded(lang, || tend(&database, PATIENCE));
            let input = match looked {
                Ok(found) => {
                    if found.is_ok() {
                        end.settle();
                    }
                    let (mood, text) = beside(lang, before, of(lang, &found));
                    match found {
                        Ok(Verdict::Faults(_)) | Err(StoreError::Corrupt { .. }) => Input::Damaged(text),
                        _ => Input::Noted(mood, text),
                    }
                }
                Err(fault) => Input::Noted(Mood::Bad, fault),
            };
            let _ = say.send(input);
            waker.wake();
        };
        // Without a thread the sign stays, and the next session looks.
        drop(std::thread::Builder::new().name("unclean end".to_owned()).spawn(work));
    }
}

impl Threads {
    /// Says what is to be told of the file, see [`cut_off`], and looks after it: at once after an unclean end, and every few days at all of it, see [`look_now_and_then`].
    pub(super) fn check(&self, lang: Lang, cut_off: Option<String>) {
        self.check_unclean_end(lang, cut_off);
        let (say, waker) = (self.jobs.0.clone(), self.waker.clone());
        look_now_and_then(&self.database, &self.clock, self.is_check_due, lang, move |text| {
            let is_heard = say.send(Input::Damaged(text)).is_ok();
            waker.wake();
            is_heard
        });
    }
}

/// Looks at the whole file when the days of its rules are over, once what the first screen asks for is there, behind whatever
/// else goes on, and again as long as the program stays open. It ends with the program; whoever leaves does not wait for it.
/// What is wrong is told, until nobody hears it.
pub fn look_now_and_then(
    database: &Path,
    clock: &Clock,
    is_due: bool,
    lang: Lang,
    tell: impl Fn(String) -> bool + Send + 'static,
) {
    let (database, clock) = (database.to_owned(), clock.clone());
    let work = move || {
        std::thread::sleep(if is_due { LATER } else { AGAIN });
        // Of this thread alone.
        let _ = rustix::process::nice(10);
        loop {
            let looked = reopen::guarded(lang, || check_if_due(&database, clock.now().0));
            let faults = match looked {
                Ok(Ok(Some(Verdict::Faults(n)))) => n,
                Ok(Err(StoreError::Corrupt { .. })) => 1,
                // What else stands in the way is met, and said, by whoever works.
                _ => 0,
            };
            let text = || fill(lang.texts().trouble.weekly_faults, &[("n", &faults.to_string())]);
            if faults > 0 && !tell(text()) {
                return;
            }
            std::thread::sleep(AGAIN);
        }
    };
    // Without a thread the next session looks.
    drop(std::thread::Builder::new().name("weekly check".to_owned()).spawn(work));
}

/// What was said of a file with what is said of it besides.
fn beside(lang: Lang, before: Option<String>, (mood, text): (Mood, String)) -> (Mood, String) {
    let between = if lang.is_zh() { "；" } else { "; " };
    match before {
        Some(before) if mood == Mood::Bad => (mood, [&text, between, &before].concat()),
        Some(before) => (Mood::Warn, [&before, between, &text].concat()),
        None => (mood, text),
    }
}

/// What is to be told of a file that was just opened for writing: a restore that was cut short. Drafts that were saved and are
/// not there are put down, see [`Desk::miss_drafts`].
pub fn cut_off(lang: Lang, desk: &mut Desk, database: &Path) -> Option<String> {
    let cut = desk.read(|conn, _| cut_short(conn, database)).ok().flatten();
    // Drafts that were lost stay known until whoever wrote them is told; where that cannot be put down, the note goes on saying it.
    let _ = desk.miss_drafts();
    cut.map(|cut| half_restored(lang, &cut))
}

/// What is said of a restore that was cut short, until somebody who may restore knows it.
pub fn half_restored(lang: Lang, cut: &CutShort) -> String {
    let t = &lang.texts().trouble;
    let said = match cut {
        CutShort::Before => t.restore_cut_before.to_owned(),
        CutShort::After { aside, drafts } => {
            let path = aside.as_ref();
            let path = path.map_or_else(|| t.restore_cut_aside.to_owned(), |aside| aside.display().to_string());
            let drafts = of_whom(lang, drafts).map(|whose| fill(t.restore_cut_drafts, &[("whose", &whose)]));
            let said = fill(t.restore_cut_after, &[("path", &path)]);
            [said, drafts.unwrap_or_default()].concat()
        }
    };
    [&said, t.restore_cut_known].concat()
}

/// Whose drafts, and how many of each; none where there are none.
fn of_whom(lang: Lang, drafts: &[Missed]) -> Option<String> {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in drafts {
        *by_name.entry(&draft.author.name).or_default() += 1;
    }
    let of = lang.texts().trouble.drafts_of;
    let whose = by_name
        .iter()
        .map(|(name, n)| fill(of, &[("name", name), ("n", &n.to_string())]));
    let whose: Vec<String> = whose.collect();
    (!whose.is_empty()).then(|| whose.join(lang.texts().file.and))
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
