//! Looks that leave a trace (谁看过): whose whole number was shown to whom, when and why. Nobody changes anything by looking, so
//! this stands beside the log: a look moves no record and stands in the way of no act, and what is shown is not written down a
//! second time.

use super::id::{AccountId, CitizenId, OpinionId, VisitId};
use super::moment::Moment;
use super::rules::{Code, Label};

pub use super::code::Shown;

/// What a number stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Opinion(OpinionId),
    /// A visit in which no matter was told yet.
    Visit(VisitId),
}

/// A number that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub on: On,
    /// Whose it is.
    pub citizen: Option<CitizenId>,
    pub shown: Shown,
    /// Why, by the code of the rules; none where what was being done is the reason.
    pub reason: Option<Code>,
}

/// The same as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// Its place among all, counted from 1.
    pub n: i64,
    pub at: Moment,
    /// Who looked, and what people call them now; none whom the file does not know.
    pub account: Option<AccountId>,
    pub by: String,
    /// For whom they looked, whose place they were in then (代班); said beside the matter alone.
    pub whom: Option<String>,
    pub table: Option<u8>,
    pub on: On,
    /// Whose number it was.
    pub citizen: Option<CitizenId>,
    /// The number of the matter; of a visit its day and ticket, as programs name it.
    pub number: String,
    pub shown: Shown,
    /// Why, as the rules of now call it; of a reason they do not know any more the code.
    pub reason: Option<(Code, Label)>,
    /// So many matters and visits whose numbers were shown to them within the hour before, where that is beyond what the rules say.
    pub beyond: Option<u32>,
}

/// Somebody was shown more numbers within an hour than the rules say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// What people call them.
    pub by: String,
    /// Of so many matters.
    pub matters: u32,
}
