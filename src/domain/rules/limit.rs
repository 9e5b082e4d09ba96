//! Limits as they are counted, and what they are where a ruleset says nothing.

use serde::{Deserialize, Serialize};

use crate::domain::code::Urgency;

/// A way to count a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Working days of the calendar.
    WorkingDays,
    Days,
    Months,
}

/// A limit in its own unit; never guessed, because "日" differs between instruments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "LimitRead")]
pub struct Limit {
    pub count: u16,
    pub unit: LimitUnit,
}

impl Limit {
    pub(super) const fn working_days(count: u16) -> Self {
        Self {
            count,
            unit: LimitUnit::WorkingDays,
        }
    }

    /// A unit's answer, where the rules say nothing of this urgency.
    pub(super) const fn of_answer(urgency: Urgency) -> Self {
        Self::working_days(match urgency {
            Urgency::Normal => 15,
            Urgency::Urgent => 3,
            Urgency::Critical => 1,
        })
    }

    /// Telling the person, where the rules say nothing.
    pub(super) const TELL: Self = Self::working_days(3);
}

/// A limit as it is written: what is left out is that of the limit it stands for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LimitRead {
    count: Option<u16>,
    unit: Option<LimitUnit>,
}

impl LimitRead {
    fn or(self, usual: Limit) -> Limit {
        Limit {
            count: self.count.unwrap_or(usual.count),
            unit: self.unit.unwrap_or(usual.unit),
        }
    }
}

impl From<LimitRead> for Limit {
    fn from(read: LimitRead) -> Self {
        read.or(Self::of_answer(Urgency::Normal))
    }
}

/// Limit of a unit's answer by urgency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AnswerLimitRead")]
pub struct AnswerLimit {
    /// For matters this urgent.
    pub urgency: Urgency,
    pub limit: Limit,
}

impl AnswerLimit {
    pub(super) const fn usual(urgency: Urgency) -> Self {
        Self {
            urgency,
            limit: Limit::of_answer(urgency),
        }
    }
}

#[derive(Deserialize)]
struct AnswerLimitRead {
    urgency: Urgency,
    #[serde(default)]
    limit: LimitRead,
}

impl From<AnswerLimitRead> for AnswerLimit {
    fn from(read: AnswerLimitRead) -> Self {
        Self {
            urgency: read.urgency,
            limit: read.limit.or(Limit::of_answer(read.urgency)),
        }
    }
}

pub(super) fn tell<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Limit, D::Error> {
    LimitRead::deserialize(from).map(|read| read.or(Limit::TELL))
}
