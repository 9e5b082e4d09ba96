//! Days that are moved, said twice of, or given to a holiday that is there already.

use chrono::Days;

use super::words::{self, Keyword};
use super::{DayRange, Item, LONGER, Reader, Wrong, is_weekend, runs};
use crate::domain::moment::Day;

impl Reader<'_> {
    /// 调休 by itself: a day of the week that is moved is off, and joins the days off before it; of days of a weekend nobody can
    /// tell, so they wait for a word behind the comma, where one may come.
    pub(super) fn settle_moved(&mut self, at_last: bool) {
        if !self.moved || self.ahead.is_some() {
            return;
        }
        let is_free = |item: &Item| item.from.iter_days().take_while(|day| *day <= item.to).all(is_weekend);
        if self.items.iter().any(is_free) {
            if at_last {
                let said = self.items.iter().map(|item| runs::said(item.from, item.to));
                let said: Vec<String> = said.collect();
                self.doubt(said.join(", ") + words::MOVED);
            }
            return;
        }
        let before = self.run.clone().filter(|_| self.partial == super::Partial::No);
        self.flush(Keyword::Off);
        // What lies at the end of the days off before it makes them longer, and is counted with them.
        let last = self.notice.off.last().cloned();
        if let (Some(before), Some(last)) = (before, last)
            && before.to.succ_opt() == Some(last.from)
        {
            let whole = DayRange {
                to: last.to,
                ..before.clone()
            };
            self.notice.off.retain(|run| *run != before && *run != last);
            self.notice.off.push(whole.clone());
            self.run = Some(whole);
        }
    }

    /// A word in the bracket behind a day is said of it, and of those before it where no other word is.
    pub(super) fn beside(&mut self, keyword: Keyword, sentence: &str) {
        let is_other = self.ahead.is_some_and(|ahead| ahead != keyword);
        if is_other && self.items.len() > 1 {
            return self.unsure(sentence);
        }
        self.flush(keyword);
    }

    /// Nobody can tell whether the days that were said are off or worked.
    pub(super) fn unsure(&mut self, sentence: &str) {
        self.doubt(sentence.to_owned());
    }

    fn doubt(&mut self, said: String) {
        self.items.clear();
        (self.moved, self.took) = (false, true);
        self.notice.wrong.push(Wrong::Unsure(said));
    }

    /// A holiday, of the notice or of before, ends later: on a day, or by so many days.
    pub(super) fn extend(&mut self, to: Option<Day>, words: &str) {
        let by = self.longer.take();
        self.extends = false;
        let is_named = |run: &&DayRange| self.names.iter().all(|name| run.label.zh.contains(&name.zh));
        let is_before = |run: &&DayRange| to.is_none_or(|to| (0..=LONGER).contains(&(to - run.to).num_days()));
        let is_meant = |run: &&DayRange| is_named(run) && is_before(run) && (to.is_some() || !self.names.is_empty());
        let own = self.notice.off.iter().rev().find(is_meant);
        let found = own.or_else(|| self.before.iter().rev().find(is_meant)).cloned();
        let end = |run: &DayRange| to.or_else(|| run.to.checked_add_days(Days::new(u64::try_from(by?).ok()?)));
        match found.and_then(|run| Some((end(&run)?, run))) {
            Some((to, run)) => {
                self.notice.off.retain(|other| *other != run);
                let run = DayRange { to, ..run };
                (self.run, self.took) = (Some(run.clone()), true);
                self.notice.off.push(run);
                self.names.clear();
            }
            None => self.notice.wrong.push(Wrong::Unsure(words.to_owned())),
        }
    }
}
