//! What a ruleset says, with the defaults for what an older one does not have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::limit::{AnswerLimit, Limit, tell};
use crate::domain::code::{Section, Urgency};
use crate::domain::moment::{Day, Moment, TimeOfDay};

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands a reference
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A code of the ruleset: `T1`, `road`, `A`. Chosen by whoever writes the rules, never typed at the counter.
pub type Code = String;

/// A label in the screen's languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Label {
    pub zh: String,
    /// English; a station's own labels may have none.
    pub en: Option<String>,
}

/// How the queue works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
    /// Tables the station can set up: what a reception may be planned with, and what a day without one may use.
    pub tables: u8,
}

impl Default for QueueRules {
    fn default() -> Self {
        Self {
            last_number: 999,
            calls_before_missed: 1,
            pause_minutes: 0,
            return_behind: 2,
            take_back_minutes: 5,
            group_from: 5,
            representatives: 5,
            tables: 9,
        }
    }
}

/// Limits of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LimitRules {
    pub answer: Vec<AnswerLimit>,
    /// Telling the person after an answer.
    #[serde(deserialize_with = "tell")]
    pub tell: Limit,
    /// Days ahead at which a due date shows as 将到期.
    pub soon_days: u16,
    /// Unanswered attempts after which another way is offered, and the matter may be struck off.
    pub failed_tellings: u16,
    /// Days a draft that was deleted stays in reach of an undo.
    pub deleted_draft_days: u16,
    /// Days, with the one it ended on, on which whoever was let go can be brought back; 0 wipes them at the end of the act.
    pub ended_visit_days: u16,
    /// Days after which the whole file is looked at again beside the work; 0 for never.
    pub check_days: u16,
    /// So many days old the last good copy may be while something was filed since; 0 for any.
    pub backup_days: u16,
    /// The folder every copy is put into as well; none where nothing is written.
    pub backup_to: String,
    /// Of so many days, weeks and months the newest copy is kept.
    pub keep_daily: u16,
    pub keep_weekly: u16,
    pub keep_monthly: u16,
    /// On so many days at least.
    pub failed_days: u16,
    /// Another attempt within so many minutes of the last is not one more.
    pub tell_again_minutes: u16,
    /// Matters of which somebody may be shown the number within an hour before the head is told.
    pub looks_an_hour: u16,
    /// Seconds without a sign of life after which another may go on with somebody's draft, with a reason.
    pub silent_seconds: u16,
}

impl Default for LimitRules {
    fn default() -> Self {
        Self {
            answer: Urgency::ALL.iter().map(|u| AnswerLimit::usual(*u)).collect(),
            tell: Limit::TELL,
            soon_days: 3,
            failed_tellings: 3,
            deleted_draft_days: 7,
            ended_visit_days: 1,
            check_days: 7,
            backup_days: 1,
            backup_to: String::new(),
            keep_daily: 7,
            keep_weekly: 5,
            keep_monthly: 12,
            failed_days: 2,
            tell_again_minutes: 60,
            looks_an_hour: 30,
            silent_seconds: 75,
        }
    }
}

impl LimitRules {
    /// Since when somebody has to be gone to be brought back on a day: the whole of the day they went on, and as many as the
    /// rules say with it.
    pub fn ended_kept_since(&self, today: Day) -> Moment {
        let midnight = TimeOfDay::default().on(today);
        Moment(midnight.0 - (i64::from(self.ended_visit_days) - 1) * 86_400_000)
    }
}

/// Why a matter is guided elsewhere (research `domain.md` section 5, T1-T13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Code, such as `T1`.
    pub code: String,
    /// What it is called.
    #[serde(default)]
    pub label: Label,
    /// What to say to the person.
    #[serde(default)]
    pub say: Label,
    #[serde(default, rename = "where")]
    pub destination: Label,
    /// Phone of that place.
    #[serde(default)]
    pub phone: Option<String>,
    /// Nothing said may be kept anywhere (accusations, T4).
    #[serde(default)]
    pub keeps_nothing: bool,
    /// The person is promised news of it, and waits for that (T9).
    #[serde(default, skip_serializing_if = "is_false")]
    pub promises_news: bool,
    /// Kept for the matters that have it, offered no more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

/// A category of matters, two levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Code, such as `road`.
    pub code: String,
    /// What it is called.
    #[serde(default)]
    pub label: Label,
    /// Code of the group above; none for a group.
    #[serde(default)]
    pub parent: Option<String>,
    /// Kept for the matters that have it, offered no more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

/// A result class (办理结果).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Code, such as `A`.
    pub code: String,
    /// What it is called.
    #[serde(default)]
    pub label: Label,
    #[serde(default)]
    pub solved: bool,
    /// Needs the date that was promised.
    #[serde(default)]
    pub needs_date: bool,
    /// Stays in follow-up after the answer was told.
    #[serde(default)]
    pub follow_up: bool,
    /// Kept for the matters that have it, offered no more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

/// A ground somebody gives for what they do: to strike off what somebody is not content with (解释后维持), to be shown a number
/// though nobody is being called (露出电话).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Code, such as `explained`.
    pub code: String,
    /// What it is called.
    #[serde(default)]
    pub label: Label,
    /// Kept for what was done by it, offered no more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

/// Off days and make-up working days of one year, as decreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearCalendar {
    pub year: i32,
    /// Where it was published.
    #[serde(default)]
    pub source: String,
    /// Holidays that may fall on weekdays.
    #[serde(default)]
    pub off: Vec<DayRange>,
    /// Weekend days that are worked (调休).
    #[serde(default)]
    pub work: Vec<Day>,
}

/// A run of days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "DayRangeRead")]
pub struct DayRange {
    /// What it is called.
    pub label: Label,
    pub from: Day,
    /// Last day; the first, where only one is written.
    pub to: Day,
}

#[derive(Deserialize)]
struct DayRangeRead {
    #[serde(default)]
    label: Label,
    from: Day,
    to: Option<Day>,
}

impl DayRange {
    /// The first day that lies in another too.
    pub(super) fn common(&self, other: &Self) -> Option<Day> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        (from <= to).then_some(from)
    }
}

impl From<DayRangeRead> for DayRange {
    fn from(read: DayRangeRead) -> Self {
        Self {
            label: read.label,
            from: read.from,
            to: read.to.unwrap_or(read.from),
        }
    }
}

/// A text the station words for itself, for papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub name: String,
    #[serde(default)]
    pub text: String,
}

/// When the station receives; whoever lays plans knows what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    pub name: String,
    #[serde(default)]
    pub body: BTreeMap<String, Value>,
}

/// Everything a station may decide for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ruleset {
    pub queue: QueueRules,
    pub limits: LimitRules,
    /// Reasons for guidance elsewhere.
    #[serde(rename = "reason")]
    pub reasons: Vec<Reason>,
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    #[serde(rename = "class")]
    pub classes: Vec<Class>,
    /// Reasons to strike off what somebody is not content with; where there are none, it is said in words.
    #[serde(rename = "uphold", skip_serializing_if = "Vec::is_empty")]
    pub upholds: Vec<Ground>,
    /// Reasons to be shown somebody's number; where there are none, the look is written down without one.
    #[serde(rename = "reveal", skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Ground>,
    #[serde(rename = "calendar")]
    pub calendars: Vec<YearCalendar>,
    #[serde(rename = "template", skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
    #[serde(rename = "rhythm", skip_serializing_if = "Vec::is_empty")]
    pub rhythms: Vec<Rhythm>,
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
        found.map_or_else(|| Limit::of_answer(urgency), |a| a.limit)
    }

    /// The same with the arrangement of a year in the place of the one there was.
    #[must_use]
    pub fn with_year(&self, calendar: &YearCalendar) -> Self {
        let mut rules = self.clone();
        rules.calendars.retain(|c| c.year != calendar.year);
        rules.calendars.push(calendar.clone());
        rules.calendars.sort_by_key(|c| c.year);
        rules
    }

    /// Takes a section of another ruleset.
    fn take(&mut self, theirs: &Self, section: Section) {
        match section {
            Section::Queue => self.queue.clone_from(&theirs.queue),
            Section::Limits => self.limits.clone_from(&theirs.limits),
            Section::Reason => self.reasons.clone_from(&theirs.reasons),
            Section::Category => self.categories.clone_from(&theirs.categories),
            Section::Class => self.classes.clone_from(&theirs.classes),
            Section::Uphold => self.upholds.clone_from(&theirs.upholds),
            Section::Reveal => self.reveals.clone_from(&theirs.reveals),
            Section::Calendar => self.calendars.clone_from(&theirs.calendars),
            Section::Template => self.templates.clone_from(&theirs.templates),
            Section::Rhythm => self.rhythms.clone_from(&theirs.rhythms),
        }
    }
}

impl Section {
    /// The first number of what tables hold (`APPLY` of the store) by which programs know it: in files of before its rows are
    /// not there.
    pub const fn since(self) -> u32 {
        match self {
            Self::Queue | Self::Limits | Self::Reason | Self::Category | Self::Class | Self::Calendar => 0,
            Self::Template | Self::Rhythm => 4,
            Self::Uphold => 12,
            Self::Reveal => 13,
        }
    }
}

/// Ours, with these sections of theirs.
pub fn merge(ours: &Ruleset, theirs: &Ruleset, sections: &[Section]) -> Ruleset {
    let mut merged = ours.clone();
    for section in sections {
        merged.take(theirs, *section);
    }
    merged
}

/// Sections in which the two are not the same.
pub fn changed(ours: &Ruleset, theirs: &Ruleset) -> Vec<Section> {
    let differs = |s: &&Section| merge(ours, theirs, &[**s]) != *ours;
    Section::ALL.iter().filter(differs).copied().collect()
}
