//! The yearly notice of holidays (国务院办公厅关于…部分节假日安排的通知) read from its own sentences, as it was published or as
//! somebody types it: 1月1日至3日放假调休，共3天，1月4日（周日）上班. What was not understood is named by its words.

mod lines;
mod moved;
mod runs;
mod title;
mod words;

use chrono::{Datelike as _, Weekday};

use super::moment::Day;
use super::rules::{DayRange, Label, YearCalendar};
use lines::Lines;
use words::{Keyword, Token, tokens};

/// What a notice says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// The year of its title.
    pub year: Option<i32>,
    /// What it was published as.
    pub source: Option<String>,
    /// Runs of days off, in their order.
    pub off: Vec<DayRange>,
    /// Weekend days that are worked, in their order.
    pub work: Vec<Day>,
    /// What cannot be so.
    pub wrong: Vec<Wrong>,
    /// What is given to some people only, or for half a day: by law no day of rest for all.
    pub partial: Vec<String>,
    /// Words nothing was taken from.
    pub left: Vec<String>,
}

/// What cannot be so in a notice: the year is another one, or it was copied wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The calendar has no such day.
    NoSuchDay(String),
    /// The day is of another day of the week than is said.
    Weekday(Day, Weekday),
    /// A holiday that is said to have so many days has so many.
    Count(DayRange, usize, usize),
    /// Ends before it begins.
    EndsBeforeBegins(Day, Day),
    /// Words that may turn what is said of days, and were not understood.
    Unsure(String),
}

/// Reads a notice about a year. What is off in it by earlier ones it may speak of: 延长春节假期至2月2日.
pub fn read(text: &str, year: i32, before: &[DayRange]) -> Notice {
    let Lines { text, unsure } = lines::joined(text, year);
    let mut notice = Notice {
        year: title::year(&text),
        source: title::source(&text),
        wrong: unsure.into_iter().map(Wrong::Unsure).collect(),
        ..Notice::default()
    };
    let text = match &notice.source {
        Some(source) => text.replace(source, ""),
        None => text,
    };
    let text = match title::title(&text) {
        Some(title) => text.replace(&title, ""),
        None => text,
    };
    let sentences = text.split(['。', '；', ';']).flat_map(words::unbracketed);
    for sentence in sentences.filter(|s| !s.is_empty()) {
        Reader {
            year,
            before,
            notice: &mut notice,
            items: Vec::new(),
            names: Vec::new(),
            ahead: None,
            is_title: false,
            last: None,
            counted: None,
            run: None,
            took: false,
            joined: false,
            partial: Partial::No,
            extends: false,
            longer: None,
            moved: false,
        }
        .sentence(&sentence);
    }
    notice.off.sort_by_key(|run| run.from);
    notice.off.dedup();
    notice.work.sort_unstable();
    notice.work.dedup();
    // The weekday behind a holiday on which everybody is back.
    let off = &notice.off;
    let is_back = |day: &Day| off.iter().any(|run| run.to.succ_opt() == Some(*day));
    notice.work.retain(|day| is_weekend(*day) || !is_back(day));
    notice
}

impl Notice {
    /// As rules hold it.
    pub fn calendar(&self, year: i32, source: &str) -> YearCalendar {
        YearCalendar {
            year,
            source: source.to_owned(),
            off: self.off.clone(),
            work: self.work.clone(),
        }
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Days by which a holiday was ever made longer, at most.
const LONGER: i64 = 31;

/// What stands between two commas around words, so that they can be found again.
fn clause(sentence: &str, words: &str) -> String {
    let found = sentence.split(',').find(|part| part.contains(words));
    found.unwrap_or(words).to_owned()
}

/// Days in one piece, as they were said.
struct Item {
    from: Day,
    to: Day,
    /// From that day on (起).
    since: bool,
    /// For some people only, or for half a day.
    partial: bool,
}

/// Whether what stands between two commas is given to everybody and for the whole day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Partial {
    No,
    /// It is not.
    Said,
    /// It is not, and days were given by it.
    Given,
}

/// A sentence being read.
struct Reader<'n> {
    year: i32,
    /// Days off before the notice.
    before: &'n [DayRange],
    notice: &'n mut Notice,
    /// Days nothing was said of yet.
    items: Vec<Item>,
    /// Holidays named since the last run.
    names: Vec<&'static Label>,
    /// A keyword that stands before its days.
    ahead: Option<Keyword>,
    /// Words stand between it and them: 放假通知.
    is_title: bool,
    /// The last one of these, for what follows it behind a comma.
    last: Option<Keyword>,
    /// Days a run is said to have, before the run.
    counted: Option<usize>,
    /// The last run.
    run: Option<DayRange>,
    /// Something was taken from the sentence.
    took: bool,
    /// A word joins what follows to the days before it.
    joined: bool,
    partial: Partial,
    /// A holiday is made longer, until the day that follows.
    extends: bool,
    /// Or by so many days.
    longer: Option<usize>,
    /// The days nothing was said of yet are moved (调休).
    moved: bool,
}

impl Reader<'_> {
    fn sentence(mut self, sentence: &str) {
        // What employers are asked to do is no arrangement.
        if sentence.contains("鼓励") {
            return self.notice.left.push(sentence.to_owned());
        }
        let (mut other, mut left) = (String::new(), Vec::new());
        let mut to = false;
        let all = tokens(sentence);
        let mut clauses = words::clauses(sentence).into_iter();
        self.clause(&all);
        let mut since = left.len();
        for (i, token) in all.iter().enumerate() {
            if !matches!(token, Token::Other(_)) && !other.is_empty() {
                left.push(std::mem::take(&mut other));
            }
            let after_to = std::mem::take(&mut to);
            let joined = std::mem::take(&mut self.joined);
            match token {
                Token::Day(said) => self.day(said, after_to, joined),
                Token::To => to = true,
                Token::And => self.joined = true,
                Token::Since => self.items.last_mut().into_iter().for_each(|item| item.since = true),
                Token::Keyword(keyword) => {
                    self.keyword(*keyword, words::heads(all.get(i + 1..).unwrap_or_default()), sentence);
                }
                Token::Beside(keyword) => self.beside(*keyword, sentence),
                Token::Moved => self.moved |= !self.items.is_empty() && self.ahead.is_none(),
                Token::Count(days) => self.count(*days),
                Token::Name(name) => self.names.push(*name),
                Token::Comma => {
                    self.comma();
                    self.partly(clauses.next(), &mut left, since);
                    self.clause(all.get(i + 1..).unwrap_or_default());
                    (since, self.joined) = (left.len(), true);
                }
                Token::Weekday(weekday) => self.weekday(*weekday),
                Token::Partial => {}
                Token::Extend => self.extends = true,
                Token::Other(c) => {
                    // What a title names is not what the days behind it are for.
                    if self.items.is_empty() && c.is_alphanumeric() {
                        self.is_title = true;
                        self.names.clear();
                    }
                    other.push(*c);
                }
            }
        }
        left.push(other);
        self.settle_moved(true);
        // A holiday of so many days is off, whether or not that is said.
        let is_named = (self.counted.is_some() && !self.names.is_empty()).then_some(Keyword::Off);
        if let Some(keyword) = self.ahead.or(self.last).or(is_named) {
            self.flush(keyword);
        }
        self.partly(clauses.next(), &mut left, since);
        if self.extends {
            self.extend(None, sentence);
        }
        let unsaid = self.items.iter().map(|item| runs::said(item.from, item.to));
        let unsaid: Vec<String> = unsaid.collect();
        if self.took || !unsaid.is_empty() {
            let unsure = left.iter().filter(|words| words::may_turn(words));
            let unsure: Vec<Wrong> = unsure.map(|words| Wrong::Unsure(clause(sentence, words))).collect();
            self.notice.wrong.extend(unsure);
        }
        if self.took {
            let means = |words: &String| words.chars().any(char::is_alphanumeric);
            self.notice.left.extend(left.into_iter().filter(means).chain(unsaid));
        } else {
            self.notice.left.push(sentence.to_owned());
        }
    }

    /// Whether what stands before the next comma is for some people only, or for half a day.
    fn clause(&mut self, ahead: &[Token]) {
        let mut clause = ahead.iter().take_while(|token| **token != Token::Comma);
        let is_partial = clause.any(|token| *token == Token::Partial);
        self.partial = if is_partial { Partial::Said } else { Partial::No };
    }

    /// What was given in part is named whole, and none of its words a second time.
    fn partly(&mut self, clause: Option<&str>, left: &mut Vec<String>, since: usize) {
        if let (Partial::Given, Some(clause)) = (self.partial, clause) {
            self.notice.partial.push(clause.to_owned());
            left.truncate(since);
        }
    }

    fn day(&mut self, said: &words::Said, ends: bool, joined: bool) {
        if !ends {
            self.settle_moved(true);
        }
        // A table without its columns: behind a run of days, which are always days off, others begin.
        let is_run = |item: &Item| item.from < item.to;
        if !ends && !joined && self.ahead != Some(Keyword::Work) && self.items.last().is_some_and(is_run) {
            self.ahead = None;
            self.flush(Keyword::Off);
        }
        let before = self.items.last().map(|item| item.to);
        let month = said.month.or_else(|| before.map(|day| day.month()));
        let Some(month) = month else {
            return self.notice.wrong.push(Wrong::NoSuchDay(said.text.clone()));
        };
        let beside = before.filter(|_| ends || said.month.is_none());
        let year = said.year.or_else(|| beside.map(|day| day.year()));
        let year = year.unwrap_or_else(|| self.year_of(month));
        let Some(mut day) = Day::from_ymd_opt(year, month, said.day) else {
            return self.notice.wrong.push(Wrong::NoSuchDay(said.text.clone()));
        };
        if self.extends {
            return self.extend(Some(day), &said.text);
        }
        let Some(item) = self.items.last_mut().filter(|_| ends) else {
            let partial = self.partial != Partial::No;
            self.items.push(Item {
                from: day,
                to: day,
                since: false,
                partial,
            });
            return;
        };
        // A New Year that begins in the year before.
        if said.year.is_none() && item.from.month() == 12 && day.month() == 1 {
            if item.from.year() == self.year {
                let from = item.from.with_year(self.year - 1);
                item.from = from.unwrap_or(item.from);
            }
            day = day.with_year(item.from.year() + 1).unwrap_or(day);
        }
        item.to = day;
        if day < item.from {
            self.notice.wrong.push(Wrong::EndsBeforeBegins(item.from, day));
            self.items.pop();
        }
    }

    /// The year of a day that says none: that of the notice, or of a New Year that begins before it.
    fn year_of(&self, month: u32) -> i32 {
        let begins_before = |run: &DayRange| run.from.year() < self.year;
        match self.notice.off.last() {
            Some(run) if month == 12 && begins_before(run) => self.year - 1,
            _ => self.year,
        }
    }

    /// What is said of days, behind them or, where it `heads` some, before others.
    fn keyword(&mut self, keyword: Keyword, heads: bool, sentence: &str) {
        match self.ahead.take() {
            // 放假10月9日上班: nobody can tell which of the two is said of the day.
            Some(ahead) if !self.items.is_empty() && !self.is_title && ahead != keyword && !heads => {
                self.unsure(sentence);
            }
            None if !self.items.is_empty() => self.flush(keyword),
            // What follows its days says more than a title does.
            Some(ahead) if !self.items.is_empty() && (self.is_title || ahead == keyword) => {
                self.flush(keyword);
                self.last = Some(keyword);
            }
            ahead => {
                if let Some(ahead) = ahead {
                    self.flush(ahead);
                }
                (self.ahead, self.last, self.is_title) = (Some(keyword), Some(keyword), false);
            }
        }
    }

    /// What a keyword before its days said ends with the comma behind them.
    fn comma(&mut self) {
        if !self.items.is_empty()
            && let Some(keyword) = self.ahead.take()
        {
            self.flush(keyword);
        }
        self.settle_moved(false);
        // What stands before a comma and its days behind it is a title to them.
        self.is_title |= self.ahead.is_some();
    }

    fn count(&mut self, days: usize) {
        if self.extends {
            self.longer = Some(days);
            return;
        }
        match &self.run {
            Some(run) if self.ahead.is_none() => {
                let is = runs::days(run);
                if is != days {
                    self.notice.wrong.push(Wrong::Count(run.clone(), days, is));
                }
            }
            _ => self.counted = Some(days),
        }
    }

    fn weekday(&mut self, weekday: Weekday) {
        if let Some(item) = self.items.last()
            && item.to.weekday() != weekday
        {
            self.notice.wrong.push(Wrong::Weekday(item.to, weekday));
        }
    }

    /// The days that were said are off, or worked.
    fn flush(&mut self, keyword: Keyword) {
        self.moved = false;
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return;
        }
        self.took = true;
        let all = self.partial == Partial::No;
        let (items, some): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| all && !item.partial);
        if !some.is_empty() {
            (self.partial, self.counted) = (Partial::Given, None);
            self.names.clear();
        }
        match keyword {
            Keyword::Work => {
                // From a Monday on everybody works as ever.
                let made_up = |item: &&Item| !item.since || is_weekend(item.to);
                let items = items.iter().filter(made_up);
                let days = items.flat_map(|i| i.from.iter_days().take_while(|d| *d <= i.to));
                self.notice.work.extend(days);
            }
            Keyword::Off => {
                let names = std::mem::take(&mut self.names);
                for item in items {
                    if item.since {
                        // 自1月1日起: from then on something else is so.
                        self.notice.left.push(runs::said(item.from, item.to));
                        continue;
                    }
                    let run = DayRange {
                        label: runs::label(&names, item.from, item.to),
                        from: item.from,
                        to: item.to,
                    };
                    if let Some(said) = self.counted.take()
                        && said != runs::days(&run)
                    {
                        let is = runs::days(&run);
                        self.notice.wrong.push(Wrong::Count(run.clone(), said, is));
                    }
                    self.run = Some(run.clone());
                    self.notice.off.push(run);
                }
            }
        }
    }
}
