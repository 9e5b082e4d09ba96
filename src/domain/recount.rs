//! Due days that other rules would move: those the rules gave, and no day somebody set by their own word.

use super::code::{OpinionState, Urgency};
use super::deadline::Deadline;
use super::due::due;
use super::id::OpinionId;
use super::moment::Day;
use super::record::Opinion;
use super::rules::Ruleset;

/// A matter that is with a unit, as far as its limit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limited {
    pub opinion: OpinionId,
    /// Its number for people.
    pub number: String,
    /// Who has it.
    pub unit: String,
    pub urgency: Urgency,
    /// The day its limit counts from.
    pub from: Day,
    pub due: Deadline,
}

impl Limited {
    /// Of a matter; none while no unit has it, or no day is set.
    pub fn of(o: &Opinion) -> Option<Self> {
        let lead = &o.round().filter(|_| o.state == OpinionState::HandedOver)?.lead;
        Some(Self {
            opinion: o.id,
            number: o.number.clone(),
            unit: lead.unit_name.clone(),
            urgency: o.details.urgency.unwrap_or(Urgency::Normal),
            from: lead.counted_from.unwrap_or_else(|| lead.handed_at.day()),
            due: lead.due?,
        })
    }

    /// The day by other rules, where these would move it or settle it.
    pub fn anew(&self, ours: &Ruleset, theirs: &Ruleset) -> Option<Deadline> {
        let by = |rules: &Ruleset| due(rules, self.from, rules.answer_limit(self.urgency)).deadline();
        // A provisional day is nobody's word.
        let is_by_rule = self.due.provisional || self.due == by(ours);
        let new = by(theirs);
        (is_by_rule && self.due.time.is_none() && new != self.due).then_some(new)
    }
}
