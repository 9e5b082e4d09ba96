//! What is wrong with a ruleset somebody wants to adopt, each at its place, so that it can be said by line.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use serde_json::Value;

use super::limit::{Limit, LimitUnit};
use super::ruleset::{DayRange, Ground, Label, Ruleset, YearCalendar};
use crate::domain::code::Section;
use crate::domain::moment::Day;
use crate::domain::text::unseen;

/// How many matters use each code that would not be there any more, or whose matters would be kept otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InUse(pub BTreeMap<(Section, String), u32>);

/// A step on the way to a place in the rules as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(&'static str),
    /// The item at this place of a list, from 0.
    Item(usize),
}

/// What is wrong with a rule, with what a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A number that cannot be 0.
    Zero,
    /// A limit beyond anything.
    TooLong,
    /// Nothing is written where a code or name has to be.
    Empty,
    /// A name in Chinese is missing.
    NoChinese,
    /// A control, or another character that cannot be seen or turns what stands around it.
    Unseen(char),
    /// So many characters, and the most there may be.
    TooWide(usize, usize),
    /// The day lies in another holiday of the year too.
    OffTwice(Day),
    /// The code, name or year stands there a second time.
    Twice(String),
    /// The group above is not there, or is itself under a group.
    NoParent(String),
    /// A list that needs something in it has nothing that can be chosen.
    NothingLeft,
    /// A code is used by so many matters and would be gone.
    InUse(String, u32),
    /// A code is used by so many matters, and whether anything of them is kept would change.
    KeepsOtherwise(String, u32),
    /// A folder that is not said from the root on: where it lies would depend on where the program was started.
    NoWholePath,
    /// Ends before it begins.
    EndsBeforeBegins,
    /// Lies neither in the year nor beside it.
    OutsideYear(Day),
    /// Worked and off at once.
    WorkedAndOff(Day),
    /// Worked to make up for a holiday, though it is worked anyway.
    WorkedAnyway(Day),
    /// Worked by the arrangement, though it is off by law in every year, and for what.
    WorkedByLaw(Day, Label),
    /// A year that is arranged without a holiday in it.
    NothingArranged(i32),
    /// So many days off, more than any arrangement gives.
    TooMuchRest(usize),
    /// No year that a calendar is made for.
    OddYear(i32),
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The section it is in.
    pub section: Section,
    /// The way from the section to it.
    pub at: Vec<Step>,
    pub what: Wrong,
}

/// The longest run of days off in one piece; the longest ever decreed had nine.
const LONGEST_REST: usize = 31;
/// All days off of a year that are listed; about forty are usual.
const MOST_REST: usize = 100;
/// Days beside the year that a notice may speak of: New Year's holiday begins before it, or ends after it.
const BESIDE: i64 = 15;

/// Characters of a code, a name, a label, a telephone number.
const LABEL: usize = 60;
/// Characters of a sentence: what to say to somebody, where to go, where something was published.
const SENTENCE: usize = 300;
/// Characters of a text for papers.
const PAPER: usize = 10_000;

/// The holiday a day is off for by law.
pub(in crate::domain) type ByLaw = fn(Day) -> Option<&'static Label>;

/// Everything that is wrong with the rules, section by section, in themselves and by the law.
pub(in crate::domain) fn problems(rules: &Ruleset, in_use: &InUse, by_law: ByLaw) -> Vec<Problem> {
    let mut found = Vec::new();
    for section in Section::ALL {
        let mut look = Checker {
            section: *section,
            by_law,
            found: &mut found,
        };
        match section {
            Section::Queue => look.queue(rules),
            Section::Limits => look.limits(rules),
            Section::Reason => look.reasons(rules),
            Section::Category => look.categories(rules),
            Section::Class => look.classes(rules),
            Section::Uphold => look.grounds(&rules.upholds),
            Section::Reveal => look.grounds(&rules.reveals),
            Section::Calendar => look.calendars(rules),
            Section::Template => look.templates(rules),
            Section::Rhythm => look.rhythms(rules),
        }
        for ((_, code), matters) in in_use.0.iter().filter(|((of, _), n)| of == section && **n > 0) {
            match codes(rules, *section).position(|there| there == code) {
                None => look.say(&[], Wrong::InUse(code.clone(), *matters)),
                Some(place) => look.say(
                    &[Step::Item(place), Step::Key("keeps_nothing")],
                    Wrong::KeepsOtherwise(code.clone(), *matters),
                ),
            }
        }
    }
    found
}

/// The codes of a section, as matters carry them.
fn codes(rules: &Ruleset, section: Section) -> Box<dyn Iterator<Item = &str> + '_> {
    match section {
        Section::Reason => Box::new(rules.reasons.iter().map(|r| r.code.as_str())),
        Section::Category => Box::new(rules.categories.iter().map(|c| c.code.as_str())),
        Section::Class => Box::new(rules.classes.iter().map(|c| c.code.as_str())),
        Section::Uphold => Box::new(rules.upholds.iter().map(|u| u.code.as_str())),
        Section::Reveal => Box::new(rules.reveals.iter().map(|r| r.code.as_str())),
        Section::Queue | Section::Limits | Section::Calendar | Section::Template | Section::Rhythm => {
            Box::new(std::iter::empty())
        }
    }
}

/// Codes that matters may carry and that are in ours and no longer in theirs.
pub fn removed(ours: &Ruleset, theirs: &Ruleset) -> Vec<(Section, String)> {
    let gone = |section: Section| {
        let kept: BTreeSet<&str> = codes(theirs, section).collect();
        let gone = codes(ours, section).filter(|code| !kept.contains(code));
        gone.map(|code| (section, code.to_owned())).collect::<Vec<_>>()
    };
    Section::ALL.iter().flat_map(|section| gone(*section)).collect()
}

/// Reasons of which theirs keep nothing and ours do, or the other way round. Of a matter that was counted without words there
/// is no key, and of another there is one: which of the two it is was settled when it was filed.
pub fn kept_otherwise(ours: &Ruleset, theirs: &Ruleset) -> Vec<(Section, String)> {
    let turned = ours.reasons.iter().filter(|r| {
        let same = theirs.reason(&r.code);
        same.is_some_and(|other| other.keeps_nothing != r.keeps_nothing)
    });
    turned.map(|r| (Section::Reason, r.code.clone())).collect()
}

struct Checker<'a> {
    section: Section,
    by_law: ByLaw,
    found: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn say(&mut self, at: &[Step], what: Wrong) {
        self.found.push(Problem {
            section: self.section,
            at: at.to_vec(),
            what,
        });
    }

    fn queue(&mut self, rules: &Ruleset) {
        let q = &rules.queue;
        let needed = [
            ("last_number", u32::from(q.last_number)),
            ("group_from", q.group_from),
            ("representatives", q.representatives),
            ("tables", u32::from(q.tables)),
        ];
        for (key, _) in needed.iter().filter(|(_, n)| *n == 0) {
            self.say(&[Step::Key(key)], Wrong::Zero);
        }
    }

    fn limits(&mut self, rules: &Ruleset) {
        let l = &rules.limits;
        self.limit(&[Step::Key("tell")], l.tell);
        if l.failed_tellings == 0 {
            self.say(&[Step::Key("failed_tellings")], Wrong::Zero);
        }
        if l.failed_days == 0 {
            self.say(&[Step::Key("failed_days")], Wrong::Zero);
        }
        if !l.backup_to.is_empty() && !l.backup_to.starts_with('/') {
            self.say(&[Step::Key("backup_to")], Wrong::NoWholePath);
        }
        let mut before = Vec::new();
        for (i, answer) in l.answer.iter().enumerate() {
            let at = [Step::Key("answer"), Step::Item(i)];
            self.limit(&[at[0], at[1], Step::Key("limit")], answer.limit);
            if before.contains(&answer.urgency) {
                let what = Wrong::Twice(answer.urgency.code().to_owned());
                self.say(&[at[0], at[1], Step::Key("urgency")], what);
            }
            before.push(answer.urgency);
        }
    }

    fn limit(&mut self, at: &[Step], limit: Limit) {
        // Ten years, as `due` takes them.
        let most = match limit.unit {
            LimitUnit::WorkingDays => 2_500,
            LimitUnit::Days => 3_660,
            LimitUnit::Months => 120,
        };
        match limit.count {
            0 => self.say(at, Wrong::Zero),
            n if n > most => self.say(at, Wrong::TooLong),
            _ => {}
        }
    }

    fn reasons(&mut self, rules: &Ruleset) {
        self.names(rules.reasons.iter().map(|r| r.code.as_str()), "code");
        for (i, r) in rules.reasons.iter().enumerate() {
            let said = [
                ("label", &r.label, LABEL),
                ("say", &r.say, SENTENCE),
                ("where", &r.destination, SENTENCE),
            ];
            for (key, label, most) in said {
                self.label(&[Step::Item(i), Step::Key(key)], label, most);
            }
            let phone = r.phone.as_deref().unwrap_or_default();
            self.text(&[Step::Item(i), Step::Key("phone")], phone, LABEL);
        }
        if rules.offered_reasons().next().is_none() {
            self.say(&[], Wrong::NothingLeft);
        }
    }

    fn categories(&mut self, rules: &Ruleset) {
        self.names(rules.categories.iter().map(|c| c.code.as_str()), "code");
        for (i, c) in rules.categories.iter().enumerate() {
            self.label(&[Step::Item(i), Step::Key("label")], &c.label, LABEL);
            if let Some(parent) = &c.parent
                && rules.category(parent).is_none_or(|p| p.parent.is_some())
            {
                let what = Wrong::NoParent(parent.clone());
                self.say(&[Step::Item(i), Step::Key("parent")], what);
            }
        }
        if rules.offered_categories().next().is_none() {
            self.say(&[], Wrong::NothingLeft);
        }
    }

    fn classes(&mut self, rules: &Ruleset) {
        self.names(rules.classes.iter().map(|c| c.code.as_str()), "code");
        for (i, c) in rules.classes.iter().enumerate() {
            self.label(&[Step::Item(i), Step::Key("label")], &c.label, LABEL);
        }
        // What is answered at the desk needs a class without a date.
        if rules.offered_classes().all(|c| c.needs_date) {
            self.say(&[], Wrong::NothingLeft);
        }
    }

    fn grounds(&mut self, all: &[Ground]) {
        self.names(all.iter().map(|g| g.code.as_str()), "code");
        for (i, g) in all.iter().enumerate() {
            self.label(&[Step::Item(i), Step::Key("label")], &g.label, LABEL);
        }
    }

    fn calendars(&mut self, rules: &Ruleset) {
        let mut years = BTreeSet::new();
        for (i, c) in rules.calendars.iter().enumerate() {
            let year = [Step::Item(i), Step::Key("year")];
            if !years.insert(c.year) {
                self.say(&year, Wrong::Twice(c.year.to_string()));
            }
            if !(2000..=2100).contains(&c.year) {
                self.say(&year, Wrong::OddYear(c.year));
                continue;
            }
            self.year(i, c, rules);
        }
    }

    fn year(&mut self, i: usize, c: &YearCalendar, rules: &Ruleset) {
        let mut all = 0;
        self.text(&[Step::Item(i), Step::Key("source")], &c.source, SENTENCE);
        // It would count as known, and nothing is.
        if c.off.is_empty() {
            self.say(&[Step::Item(i), Step::Key("year")], Wrong::NothingArranged(c.year));
        }
        for (j, run) in c.off.iter().enumerate() {
            let at = |key| [Step::Item(i), Step::Key("off"), Step::Item(j), Step::Key(key)];
            self.label(&at("label"), &run.label, LABEL);
            if run.to < run.from {
                self.say(&at("to"), Wrong::EndsBeforeBegins);
                continue;
            }
            for (key, day) in [("from", run.from), ("to", run.to)] {
                if !is_beside(c.year, day) {
                    self.say(&at(key), Wrong::OutsideYear(day));
                }
            }
            // A holiday that begins on another day is another one, and would come beside the old one.
            let earlier = c.off.get(..j).unwrap_or_default();
            if let Some(day) = earlier.iter().find_map(|before| before.common(run)) {
                self.say(&at("from"), Wrong::OffTwice(day));
            }
            let days = usize::try_from((run.to - run.from).num_days() + 1).unwrap_or(usize::MAX);
            if days > LONGEST_REST {
                self.say(&at("to"), Wrong::TooMuchRest(days));
            }
            all += days.min(LONGEST_REST);
        }
        if all > MOST_REST {
            self.say(&[Step::Item(i), Step::Key("off")], Wrong::TooMuchRest(all));
        }
        // The notice of the next year may speak of this one's last days.
        let off = rules.calendars.iter().flat_map(|c| &c.off);
        let is_off = |day: Day| off.clone().any(|r: &DayRange| r.from <= day && day <= r.to);
        let mut worked = BTreeSet::new();
        for (j, day) in c.work.iter().enumerate() {
            let at = [Step::Item(i), Step::Key("work"), Step::Item(j)];
            if !is_beside(c.year, *day) {
                self.say(&at, Wrong::OutsideYear(*day));
            }
            if is_off(*day) {
                self.say(&at, Wrong::WorkedAndOff(*day));
            } else if let Some(holiday) = (self.by_law)(*day) {
                self.say(&at, Wrong::WorkedByLaw(*day, holiday.clone()));
            } else if day.weekday().num_days_from_monday() < 5 {
                self.say(&at, Wrong::WorkedAnyway(*day));
            }
            if !worked.insert(*day) {
                self.say(&at, Wrong::Twice(day.to_string()));
            }
        }
    }

    /// What items are known by is there, and once.
    fn names<'n>(&mut self, names: impl Iterator<Item = &'n str>, key: &'static str) {
        let mut before = BTreeSet::new();
        for (i, name) in names.enumerate() {
            let at = [Step::Item(i), Step::Key(key)];
            self.text(&at, name, LABEL);
            if name.trim().is_empty() {
                self.say(&at, Wrong::Empty);
            } else if !before.insert(name) {
                self.say(&at, Wrong::Twice(name.to_owned()));
            }
        }
    }

    fn label(&mut self, at: &[Step], label: &Label, most: usize) {
        if label.zh.trim().is_empty() {
            self.say(at, Wrong::NoChinese);
        }
        for (key, text) in [
            ("zh", label.zh.as_str()),
            ("en", label.en.as_deref().unwrap_or_default()),
        ] {
            self.text(&[at, &[Step::Key(key)]].concat(), text, most);
        }
    }

    /// What is shown on a line can be shown there.
    fn text(&mut self, at: &[Step], text: &str, most: usize) {
        if let Some(c) = unseen(text) {
            self.say(at, Wrong::Unseen(c));
        }
        let n = text.chars().count();
        if n > most {
            self.say(at, Wrong::TooWide(n, most));
        }
    }

    fn templates(&mut self, rules: &Ruleset) {
        self.names(rules.templates.iter().map(|t| t.name.as_str()), "name");
        for (i, t) in rules.templates.iter().enumerate() {
            self.paper(&[Step::Item(i), Step::Key("text")], &t.text);
        }
    }

    fn rhythms(&mut self, rules: &Ruleset) {
        self.names(rules.rhythms.iter().map(|r| r.name.as_str()), "name");
        for (i, r) in rules.rhythms.iter().enumerate() {
            let mut texts = Vec::new();
            for (key, value) in &r.body {
                texts.push(key.as_str());
                texts_in(value, &mut texts);
            }
            for text in texts {
                self.paper(&[Step::Item(i), Step::Key("body")], text);
            }
        }
    }

    /// A text of several lines.
    fn paper(&mut self, at: &[Step], text: &str) {
        let lines = text.replace(['\n', '\r', '\t'], " ");
        self.text(at, &lines, PAPER);
    }
}

/// Every text in a value, with the keys.
fn texts_in<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(list) => list.iter().for_each(|v| texts_in(v, found)),
        Value::Object(map) => {
            for (key, value) in map {
                found.push(key);
                texts_in(value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// In the year, or so near to it that the notice of the year speaks of it.
fn is_beside(year: i32, day: Day) -> bool {
    let nearest = if day.year() < year {
        Day::from_ymd_opt(year, 1, 1)
    } else {
        Day::from_ymd_opt(year, 12, 31)
    };
    day.year() == year || nearest.is_some_and(|edge| (day - edge).num_days().abs() <= BESIDE)
}
