//! Due days that other rules would move: those the rules gave, and no day somebody set by their own word.

use super::code::OpinionState;
use super::deadline::Deadline;
use super::due::due;
use super::id::OpinionId;
use super::moment::Day;
use super::record::{Opinion, Round};
use super::rules::{Limit, Ruleset};

/// What one unit was given of a matter and has not answered, as far as its limit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limited {
    pub opinion: OpinionId,
    /// Its number for people.
    pub number: String,
    /// Who has it.
    pub unit: String,
    /// Which part of the handling, of the unit that leads or of one that helps.
    pub part: u16,
    pub lead: bool,
    /// The limit it was given; none where its day is somebody's own word.
    pub limit: Option<Limit>,
    /// The day its limit counts from.
    pub from: Day,
    pub due: Deadline,
}

impl Limited {
    /// Of a matter: a unit that leads or helps each; none while no unit has it, or where no day is set.
    pub fn of(o: &Opinion) -> Vec<Self> {
        let round = o.round().filter(|_| o.state == OpinionState::HandedOver);
        let parts = round.into_iter().flat_map(Round::parts);
        let open = parts.filter(|part| part.answered_at.is_none());
        let limited = open.filter_map(|part| {
            Some(Self {
                opinion: o.id,
                number: o.number.clone(),
                unit: part.unit_name.clone(),
                part: part.part,
                lead: part.lead,
                limit: part.counted_by,
                from: part.counted_from.unwrap_or_else(|| part.handed_at.day()),
                due: part.due?,
            })
        });
        limited.collect()
    }

    /// The day by the holidays of other rules, where these would move it or settle it. The limit is the one it was given,
    /// whatever limits are now.
    pub fn anew(&self, ours: &Ruleset, theirs: &Ruleset) -> Option<Deadline> {
        let limit = self.limit?;
        let by = |rules: &Ruleset| due(rules, self.from, limit).deadline();
        // A provisional day is nobody's word.
        let is_by_rule = self.due.provisional || self.due == by(ours);
        let new = by(theirs);
        (is_by_rule && self.due.time.is_none() && new != self.due).then_some(new)
    }
}
