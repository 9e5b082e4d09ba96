//! The ruleset: everything that differs between places, as data (design section 4, "Rules are data by event").
//!
//! The defaults ship in `config/rules.toml`; adopting a set is an event that carries the whole of it, so an old
//! matter can always be read with the rules of its day. Codes are never reused.

use serde::{Deserialize, Serialize};

use super::code::Urgency;
use super::moment::Day;

/// A code of the ruleset: `T1`, `road`, `A`. Chosen by whoever writes the rules, never typed at the counter.
pub type Code = String;

/// A label in the screen's languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English; a station's own labels may have none.
    #[serde(default)]
    pub en: Option<String>,
}

/// How the queue works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRules {
    /// Last number of a day; the first is 1.
    pub last_number: u16,
    /// Calls before a no-show may be marked.
    pub calls_before_missed: u16,
    /// Minutes that must pass between the first call and the no-show.
    pub pause_minutes: u16,
    /// A returning no-show waits behind this many.
    pub return_behind: u16,
    /// Minutes within which a call may be taken back.
    pub take_back_minutes: u16,
    /// From this many heads on it is a group (集体访) and the station head is told.
    pub group_from: u32,
    /// Representatives beyond this number draw a warning, never a refusal (petition rules art. 20).
    pub representatives: u32,
}

/// A way to count a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Working days of the calendar.
    WorkingDays,
    /// Calendar days.
    Days,
    /// Months.
    Months,
}

/// A limit in its own unit; never guessed, because "日" differs between instruments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: LimitUnit,
}

/// Limit of a unit's answer by urgency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLimit {
    /// For matters this urgent.
    pub urgency: Urgency,
    /// The limit.
    pub limit: Limit,
}

/// Limits of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitRules {
    /// A unit's answer.
    pub answer: Vec<AnswerLimit>,
    /// Telling the person after an answer.
    pub tell: Limit,
    /// Days ahead at which a due date shows as 将到期.
    pub soon_days: u16,
    /// Unanswered attempts, on two days, after which another way is offered.
    pub failed_tellings: u16,
}

/// Why a matter is guided elsewhere (research `domain.md` section 5, T1-T13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Code, such as `T1`.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// What to say to the person.
    pub say: Label,
    /// Where to go.
    #[serde(rename = "where")]
    pub destination: Label,
    /// Phone of that place.
    #[serde(default)]
    pub phone: Option<String>,
    /// Nothing said may be kept anywhere (accusations, T4).
    #[serde(default)]
    pub keeps_nothing: bool,
}

/// A category of matters, two levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Code, such as `road`.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// Code of the group above; none for a group.
    #[serde(default)]
    pub parent: Option<String>,
}

/// A result class (办理结果).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Code, such as `A`.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// Counts as solved.
    #[serde(default)]
    pub solved: bool,
    /// Needs the date that was promised.
    #[serde(default)]
    pub needs_date: bool,
    /// Stays in follow-up after the answer was told.
    #[serde(default)]
    pub follow_up: bool,
}

/// Off days and make-up working days of one year, as decreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearCalendar {
    /// The year.
    pub year: i32,
    /// Where it was published.
    pub source: String,
    /// Holidays that may fall on weekdays.
    pub off: Vec<DayRange>,
    /// Weekend days that are worked (调休).
    pub work: Vec<Day>,
}

/// A run of days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRange {
    /// What it is called.
    pub label: Label,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Everything a station may decide for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruleset {
    /// Queue.
    pub queue: QueueRules,
    /// Limits.
    pub limits: LimitRules,
    /// Reasons for guidance elsewhere.
    #[serde(rename = "reason")]
    pub reasons: Vec<Reason>,
    /// Categories.
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    /// Result classes.
    #[serde(rename = "class")]
    pub classes: Vec<Class>,
    /// Calendars by year.
    #[serde(rename = "calendar")]
    pub calendars: Vec<YearCalendar>,
}

impl Ruleset {
    /// The reason of a code.
    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.reasons.iter().find(|r| r.code == code)
    }

    /// The category of a code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.code == code)
    }

    /// The result class of a code.
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.iter().find(|c| c.code == code)
    }

    /// The limit of a unit's answer.
    pub fn answer_limit(&self, urgency: Urgency) -> Limit {
        let found = self.limits.answer.iter().find(|a| a.urgency == urgency);
        found.map_or(
            Limit {
                count: 15,
                unit: LimitUnit::WorkingDays,
            },
            |a| a.limit,
        )
    }
}
