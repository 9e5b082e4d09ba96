//! The yearly notice of holidays (国务院办公厅关于…部分节假日安排的通知) read from its own sentences, as it was published or as
//! somebody types it: 1月1日至3日放假调休，共3天，1月4日（周日）上班. What was not understood is named by its words.

mod words;

use chrono::{Datelike as _, Weekday};

use super::moment::Day;
use super::rules::{DayRange, Label, YearCalendar};
use super::statutory::statutory;
use super::text::fold;
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

/// Reads a notice about a year.
pub fn read(text: &str, year: i32) -> Notice {
    // Lines are broken wherever they were full.
    let text: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut notice = Notice {
        year: title_year(&text),
        source: source(&text),
        ..Notice::default()
    };
    let text = match &notice.source {
        Some(source) => text.replace(source, ""),
        None => text,
    };
    for sentence in text.split(['。', '；', ';']).filter(|s| !s.is_empty()) {
        Reader {
            year,
            notice: &mut notice,
            items: Vec::new(),
            names: Vec::new(),
            ahead: None,
            last: None,
            counted: None,
            run: None,
            took: false,
        }
        .sentence(sentence);
    }
    notice.off.sort_by_key(|run| run.from);
    notice.off.dedup();
    notice.work.sort_unstable();
    notice.work.dedup();
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

    /// Holidays of a year that the notice does not speak of: they are off by law all the same.
    pub fn unsaid(&self, year: i32) -> Vec<(Day, &'static Label)> {
        let is_said = |day: Day| self.off.iter().any(|run| run.from <= day && day <= run.to);
        statutory().of_year(year).filter(|(day, _)| !is_said(*day)).collect()
    }
}

/// `关于2027年部分节假日安排的通知`.
fn title_year(text: &str) -> Option<i32> {
    let (before, _) = ["年部分节假日", "年节假日", "年放假", "年法定节假日"]
        .iter()
        .find_map(|word| text.split_once(word))?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let digits: String = digits.chars().rev().collect();
    digits.parse().ok().filter(|year| (2000..=2100).contains(year))
}

/// `国办发明电〔2026〕5号`.
fn source(text: &str) -> Option<String> {
    let from = text.find("国办发")?;
    let number = text.get(from..)?;
    let (number, _) = number.split_once('号')?;
    (number.chars().count() < 20).then(|| format!("{number}号"))
}

/// What stands between two commas around words, so that they can be found again.
fn clause(sentence: &str, words: &str) -> String {
    let found = sentence.split(',').find(|part| part.contains(words));
    found.unwrap_or(words).to_owned()
}

/// Days in one piece, as they were said.
struct Item {
    from: Day,
    to: Day,
}

/// A sentence being read.
struct Reader<'n> {
    year: i32,
    notice: &'n mut Notice,
    /// Days nothing was said of yet.
    items: Vec<Item>,
    /// Holidays named since the last run.
    names: Vec<&'static Label>,
    /// A keyword that stands before its days.
    ahead: Option<Keyword>,
    /// The last one of these, for what follows it behind a comma.
    last: Option<Keyword>,
    /// Days a run is said to have, before the run.
    counted: Option<usize>,
    /// The last run.
    run: Option<DayRange>,
    /// Something was taken from the sentence.
    took: bool,
}

impl Reader<'_> {
    fn sentence(mut self, sentence: &str) {
        // What employers are asked to do is no arrangement.
        if sentence.contains("鼓励") {
            return self.notice.left.push(sentence.to_owned());
        }
        let (mut other, mut left) = (String::new(), Vec::new());
        let mut to = false;
        for token in tokens(sentence) {
            if !matches!(token, Token::Other(_)) && !other.is_empty() {
                left.push(std::mem::take(&mut other));
            }
            let after_to = std::mem::take(&mut to);
            match token {
                Token::Day(said) => self.day(&said, after_to),
                Token::To => to = true,
                Token::Keyword(keyword) => self.keyword(keyword),
                Token::Count(days) => self.count(days),
                Token::Name(name) => self.names.push(name),
                Token::Comma => self.comma(),
                Token::Weekday(weekday) => self.weekday(weekday),
                Token::Other(c) => other.push(c),
            }
        }
        left.push(other);
        if let Some(keyword) = self.ahead.or(self.last) {
            self.flush(keyword);
        }
        let unsaid = self.items.iter().map(|item| words::said(item.from, item.to));
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

    fn day(&mut self, said: &words::Said, ends: bool) {
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
        let Some(item) = self.items.last_mut().filter(|_| ends) else {
            self.items.push(Item { from: day, to: day });
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

    fn keyword(&mut self, keyword: Keyword) {
        match self.ahead.take() {
            None if !self.items.is_empty() => self.flush(keyword),
            ahead => {
                if let Some(ahead) = ahead {
                    self.flush(ahead);
                }
                (self.ahead, self.last) = (Some(keyword), Some(keyword));
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
    }

    fn count(&mut self, days: usize) {
        match &self.run {
            Some(run) if self.ahead.is_none() => {
                let is = words::days(run);
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
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return;
        }
        self.took = true;
        match keyword {
            Keyword::Work => {
                let days = items.iter().flat_map(|i| i.from.iter_days().take_while(|d| *d <= i.to));
                self.notice.work.extend(days);
            }
            Keyword::Off => {
                let names = std::mem::take(&mut self.names);
                for item in items {
                    let run = DayRange {
                        label: words::label(&names, item.from, item.to),
                        from: item.from,
                        to: item.to,
                    };
                    if let Some(said) = self.counted.take()
                        && said != words::days(&run)
                    {
                        let is = words::days(&run);
                        self.notice.wrong.push(Wrong::Count(run.clone(), said, is));
                    }
                    self.run = Some(run.clone());
                    self.notice.off.push(run);
                }
            }
        }
    }
}
