//! Values of one word: texts, numbers, days, codes, records.

use serde_json::Value;

use super::spelt::{Field, Misspelt, Names, Said, Sort, Spelt};
use crate::domain::born::born_form;
use crate::domain::code::Sex;
use crate::domain::code::{
    Agreement, Channel, Consent, Grade, Level, NumberFamily, Presence, Priority, Reach, Reached, Role, Scope,
    SessionKind, StationKind, Struck, UnitKind, Urgency, VisitState, Way,
};
use crate::domain::deadline::Deadline;
use crate::domain::id::{AccountId, CitizenId, DeputyId, OpinionId, PromiseId, SessionId, UnitId, VisitId};
use crate::domain::moment::{Day, Moment, TimeOfDay, year_of};
use crate::domain::phone::parse_phone;
use crate::domain::record::{Asker, Rev};
use crate::domain::refusal::Subject;
use crate::domain::rules::{Ruleset, YearCalendar};
use crate::domain::text::{LINE, is_a_number, squeeze, unseen};
use crate::domain::typed_date::parse_whole;

/// A value of one word.
pub(super) trait Word: Sized {
    /// What it takes under this name.
    fn sort(key: &str) -> Sort;

    /// Reads it; none when it is something else.
    fn word<N: Names>(key: &str, value: &Value, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error>;

    /// What it is where the line does not say; none when it has to.
    fn unsaid<N: Names>(_key: &str, _from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        Ok(None)
    }

    /// Whether it has to be said.
    fn is_needed(_key: &str) -> bool {
        true
    }
}

fn wrong<T: Word>(key: &str, said: &Value) -> Misspelt {
    Misspelt::Wrong {
        key: key.to_owned(),
        sort: T::sort(key),
        said: shown(said),
    }
}

/// The beginning of what was said, for the sentence that it is wrong.
pub(super) fn shown(said: &Value) -> String {
    const MOST: usize = 40;
    let whole = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
    match whole.char_indices().nth(MOST) {
        Some((end, _)) => whole.get(..end).unwrap_or_default().to_owned() + "..",
        None => whole,
    }
}

pub(super) fn one<T: Word, N: Names>(key: &str, value: &Value, from: &mut Said<'_, N>) -> Result<T, N::Error> {
    Ok(T::word(key, value, from)?.ok_or_else(|| wrong::<T>(key, value))?)
}

fn field<T: Word>(key: &'static str, many: bool, needed: bool) -> Field {
    Field {
        key,
        sort: T::sort(key),
        many,
        needed,
    }
}

impl<T: Word> Spelt for T {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(field::<T>(key, false, T::is_needed(key)));
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        if let Some(value) = from.take_kept(key) {
            return one(key, &value, from);
        }
        Ok(T::unsaid(key, from)?.ok_or_else(|| Misspelt::Missing(key.to_owned()))?)
    }
}

impl<T: Word> Spelt for Option<T> {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(field::<T>(key, false, false));
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        from.take(key).map(|value| one(key, &value, from)).transpose()
    }
}

impl<T: Word + PartialEq> Spelt for Vec<T> {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(field::<T>(key, true, false));
    }

    /// One that stands alone is a list of one, and whoever is named twice stands in it once.
    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        let values = match from.take(key) {
            None => Vec::new(),
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        };
        let mut all = Self::new();
        for value in values {
            let found = one(key, &value, from)?;
            if !all.contains(&found) {
                all.push(found);
            }
        }
        Ok(all)
    }
}

/// A text of one word: a name, a code, a number.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.replace("\r\n", "\n").replace('\t', " ")),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A text that may be kept: nothing in it drives a terminal, and it is no longer than a form takes.
fn fitting(key: &str, value: &Value, most: usize) -> Result<Option<String>, Misspelt> {
    let Some(text) = text(value) else { return Ok(None) };
    let is_prose = most > LINE;
    let is_seen = text
        .split('\n')
        .enumerate()
        .all(|(nth, line)| (is_prose || nth == 0) && unseen(line).is_none());
    if !is_seen || text.chars().count() > most {
        let key = key.to_owned();
        return Err(Misspelt::Unfit { key, most });
    }
    if matches!(key, "name" | "person" | "short") && is_a_number(&text) {
        return Err(Misspelt::NumberAsName(key.to_owned()));
    }
    Ok(Some(text))
}

impl Word for String {
    fn sort(key: &str) -> Sort {
        if key.ends_with("phone") {
            Sort::Phone
        } else if key == "sex" {
            Sort::Code(&["male", "female"])
        } else {
            Sort::Text
        }
    }

    fn word<N: Names>(key: &str, value: &Value, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        let Some(text) = fitting(key, value, from.most)? else {
            return Ok(None);
        };
        // What is one of a few things, or has one form, is refused where it is none.
        match key {
            "sex" => Ok(Sex::said(&text).map(|sex| sex.code().to_owned())),
            "born" => Ok(born_form(&text)),
            "person" => Ok(Some(squeeze(&text))),
            _ if Self::sort(key) == Sort::Phone => Ok(parse_phone(&text).ok().map(|phone| phone.canonical())),
            _ => Ok(Some(text)),
        }
    }

    /// Some are made from others where they are left out: a short name from the whole one.
    fn unsaid<N: Names>(key: &str, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        Ok((!Self::is_needed(key)).then(Self::new))
    }

    fn is_needed(key: &str) -> bool {
        !matches!(key, "short" | "hours")
    }
}

impl Word for bool {
    fn sort(_: &str) -> Sort {
        Sort::Flag
    }

    fn word<N: Names>(_: &str, value: &Value, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        Ok(value.as_bool())
    }

    fn unsaid<N: Names>(_: &str, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        Ok(Some(false))
    }

    fn is_needed(_: &str) -> bool {
        false
    }
}

/// The number of a record's last event, as whoever writes the line saw it; what it is now where that is not said.
impl Word for Rev {
    fn sort(_: &str) -> Sort {
        Sort::Number
    }

    fn word<N: Names>(key: &str, value: &Value, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        Self::unsaid(key, from)?;
        let read = value.as_str().map_or(value.as_i64(), |digits| digits.parse().ok());
        Ok(read.filter(|rev| *rev >= 0))
    }

    fn unsaid<N: Names>(_: &str, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        if from.rev.is_none() {
            // Only the station is never named.
            from.find(Subject::Station, "")?;
        }
        Ok(from.rev)
    }

    fn is_needed(_: &str) -> bool {
        false
    }
}

macro_rules! numbers {
    ($($ty:ty)+) => {$(
        impl Word for $ty {
            fn sort(_: &str) -> Sort {
                Sort::Number
            }

            fn word<N: Names>(_: &str, value: &Value, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                Ok(match value {
                    Value::String(digits) => digits.parse().ok(),
                    other => other.as_u64().and_then(|n| n.try_into().ok()),
                })
            }

            /// Heads that nobody counted are one person; the table is the keyboard's.
            fn unsaid<N: Names>(key: &str, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                Ok(match key {
                    "heads" | "tables" => Some(1),
                    "table" => from.names.table().try_into().ok(),
                    _ => None,
                })
            }

            fn is_needed(key: &str) -> bool {
                !matches!(key, "heads" | "tables" | "table")
            }
        }
    )+};
}
numbers!(u8 u16 u32);

/// Values that are one text in a form of their own.
macro_rules! read {
    ($($ty:ty: $sort:expr, $read:expr;)+) => {$(
        impl Word for $ty {
            fn sort(_: &str) -> Sort {
                $sort
            }

            fn word<N: Names>(_: &str, value: &Value, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                let read: fn(&str) -> Option<$ty> = $read;
                Ok(value.as_str().and_then(read))
            }
        }
    )+};
}
read! {
    Day: Sort::Day, day;
    TimeOfDay: Sort::Time, |said| said.parse().ok();
    Moment: Sort::Moment, moment;
    Deadline: Sort::Due, Deadline::said;
}

/// A day on which something of a station may lie: a slip of the year is none.
fn day(said: &str) -> Option<Day> {
    const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;
    let (day, time) = parse_whole(said)?;
    (time.is_none() && YEARS.contains(&year_of(day))).then_some(day)
}

/// See [`super::moment`].
pub(super) fn moment(said: &str) -> Option<Moment> {
    let local = said.strip_suffix("+08:00").unwrap_or(said);
    let (on, time) = local.split_once(['T', ' '])?;
    let (hours, rest) = time.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
    let is_second = seconds.len() == 2 && seconds.parse().is_ok_and(|n: u8| n < 60);
    let time: TimeOfDay = [hours, ":", minutes].concat().parse().ok().filter(|_| is_second)?;
    Some(time.on(day(on)?))
}

macro_rules! codes {
    ($($ty:ident $(= $unsaid:ident $(($key:literal $other:ident))?)?)+) => {$(
        impl Word for $ty {
            fn sort(_: &str) -> Sort {
                const CODES: &[&str] = &{
                    let mut codes = [""; $ty::ALL.len()];
                    let mut at = 0;
                    while at < codes.len() {
                        #[allow(clippy::indexing_slicing)] // worked out while it is built
                        {
                            codes[at] = $ty::ALL[at].code();
                        }
                        at += 1;
                    }
                    codes
                };
                Sort::Code(CODES)
            }

            fn word<N: Names>(_: &str, value: &Value, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                Ok(value.as_str().and_then(Self::from_code))
            }

            $(
                fn unsaid<N: Names>(_: &str, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                    const UNLESS: &[(&str, $ty)] = &[$(($key, $ty::$other))?];
                    let found = UNLESS.iter().find(|(key, _)| from.says_words(key));
                    Ok(Some(found.map_or(Self::$unsaid, |(_, other)| *other)))
                }

                fn is_needed(_: &str) -> bool {
                    false
                }
            )?
        }
    )+};
}
codes! {
    Agreement Channel Consent Grade Level NumberFamily Reach Reached Role Scope Sex StationKind Struck Urgency VisitState Way
    Presence = Deputies
    Priority = Normal ("priority_reason" First)
    SessionKind = Regular
    UnitKind = Other
}

macro_rules! objects {
    ($($ty:ident $name:literal;)+) => {$(
        impl Word for Box<$ty> {
            fn sort(_: &str) -> Sort {
                Sort::Object($name)
            }

            fn word<N: Names>(_: &str, value: &Value, _: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                Ok(serde_json::from_value(value.clone()).ok())
            }
        }
    )+};
}
// Whole, as rules are written.
objects! { Ruleset "rules"; YearCalendar "calendar"; }

macro_rules! records {
    ($($ty:ident $subject:ident;)+) => {$(
        impl Word for $ty {
            fn sort(_: &str) -> Sort {
                Sort::Record(Subject::$subject)
            }

            fn word<N: Names>(_: &str, value: &Value, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
                let Some(said) = text(value) else { return Ok(None) };
                from.find(Subject::$subject, said.trim()).map(|id| Some(Self(id)))
            }
        }
    )+};
}
records! {
    AccountId Account;
    CitizenId Citizen;
    DeputyId Deputy;
    OpinionId Opinion;
    PromiseId Promise;
    UnitId Unit;
    VisitId Visit;
}

fn reception<N: Names>(key: &str, from: &mut Said<'_, N>) -> Result<Option<SessionId>, N::Error> {
    let Some(value) = from.take(key) else { return Ok(None) };
    let said = text(&value).ok_or_else(|| Misspelt::Wrong {
        key: key.to_owned(),
        sort: Sort::Record(Subject::Session),
        said: shown(&value),
    })?;
    from.find(Subject::Session, said.trim()).map(|id| Some(SessionId(id)))
}

fn of_reception(key: &'static str) -> Field {
    Field {
        key,
        sort: Sort::Record(Subject::Session),
        many: false,
        needed: false,
    }
}

/// The reception that is meant; where none is named the open one, or the next one planned.
impl Spelt for SessionId {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(of_reception(key));
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        if let Some(named) = reception(key, from)? {
            return Ok(named);
        }
        let meant = from.names.reception(true)?;
        let meant = meant.ok_or_else(|| Misspelt::Missing(key.to_owned()))?;
        from.find(Subject::Session, &meant.to_string()).map(Self)
    }
}

/// The reception it belongs to; where none is named the one of the day, and none where `null` is said.
impl Spelt for Option<SessionId> {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(of_reception(key));
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        if from.says(key) {
            return reception(key, from);
        }
        from.names.reception(false)
    }
}

/// Who asked: a deputy or a unit by name, with the word before it.
impl Word for Asker {
    fn sort(_: &str) -> Sort {
        Sort::Object("deputy|unit|account")
    }

    fn word<N: Names>(_: &str, value: &Value, from: &mut Said<'_, N>) -> Result<Option<Self>, N::Error> {
        let Some(object) = value.as_object().filter(|object| object.len() == 1) else {
            return Ok(None);
        };
        let Some((who, name)) = object.iter().next() else {
            return Ok(None);
        };
        let Some(name) = text(name) else { return Ok(None) };
        Ok(Some(match who.as_str() {
            "deputy" => Self::Deputy(DeputyId(from.find(Subject::Deputy, &name)?)),
            "unit" => Self::Unit(UnitId(from.find(Subject::Unit, &name)?)),
            "account" => Self::Account(AccountId(from.find(Subject::Account, &name)?)),
            _ => return Ok(None),
        }))
    }
}
