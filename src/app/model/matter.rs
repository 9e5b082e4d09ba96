//! What lies over the screen of a matter: its form, its read-back, numbered acts, its record.

use super::sheet::Filed;
use super::{Choice, MatterAct, Menu, Seen, Ticket};
use crate::domain::code::{Channel, Grade, Reached, Way};
use crate::domain::id::{CitizenId, CommandId, DraftId, OpinionId, VisitId};
use crate::domain::record::Citizen;
use crate::domain::view::{Draft, OpinionFile};
use crate::form::{FieldId, Value};

/// A layer of a matter.
#[derive(Clone, Debug)]
pub enum Matter {
    /// The read-back after filing.
    Receipt(Receipt),
    /// Numbered acts with what they are about.
    Acts(Acts),
    /// Something was asked for and comes in a moment.
    Awaiting(Ticket, Awaited),
}

/// What a form waits for before it can open.
#[derive(Clone, Debug)]
pub enum Awaited {
    /// A draft to go on with.
    Draft,
    /// The visits of a day, to move a matter to one of them.
    Visits(Seen, VisitId),
    /// What a form of the desk changes, to go on with its draft.
    Subject(Draft),
    /// Drafts that were deleted, to have one back.
    Deleted,
}

/// Numbered acts, with what they are about above them.
#[derive(Clone, Debug)]
pub struct Acts {
    pub menu: Menu,
    /// The question for the matter, under way.
    pub(in crate::app) ticket: Option<Ticket>,
    /// It is about telling this person: the choices say more once the matter is known.
    pub telling: Option<Seen>,
    /// Whom it is about telling, once that stands on the screen.
    pub(in crate::app) whom: Option<CitizenId>,
    /// The act it was opened with. As long as nobody knows what becomes of that, what is pressed for these waits.
    pub(in crate::app) ahead_of: Option<CommandId>,
    /// The place of a telling that was chosen before the matter was known: it waits for it, because only the matter says
    /// whom of a group is told next and whether another way is to be offered.
    pub(in crate::app) hasty: Option<usize>,
    /// The one key for nobody answered was pressed, before anybody stood on the screen.
    pub(in crate::app) by_key: bool,
    /// Why that key does not note it of whoever is told now.
    pub(in crate::app) unrung: Option<String>,
    /// What that choice is, now that the matter is known.
    pub(in crate::app) chosen: Option<Choice>,
}

/// What is read out after filing: number, where it goes, by when.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// What was filed in this visit, the newest last.
    pub filed: Vec<Filed>,
    /// Code by which an anonymous person asks.
    pub claim: Option<String>,
    pub ask: String,
    /// Nobody stands there to be read to: it came by letter or the like.
    pub unheard: bool,
    pub menu: Menu,
    /// First row in view.
    pub top: usize,
}

/// A record on the screen.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: OpinionId,
    /// It, once it has come; none when it is not there.
    pub file: Option<Box<OpinionFile>>,
    pub ticket: Option<Ticket>,
    /// First row in view.
    pub top: usize,
    /// The phone is shown.
    pub revealed: bool,
}

/// What the form is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somebody in the queue or at a table.
    Visit(VisitId),
    /// The same, apart from what somebody else began to write of it.
    Another(VisitId),
    /// No visit: a letter, a call, somebody at the door on a quiet day.
    Quiet,
    /// Something typed and not filed.
    Draft(DraftId),
    /// A filed matter, to read and act on.
    Filed(OpinionId),
}

/// What a numbered choice about a matter does.
#[derive(Clone, Debug)]
pub enum Do {
    /// One accusation is counted and everything typed is forgotten.
    Count(String),
    /// File without a name: anonymously with a claim code, or just so.
    FileNameless(bool),
    /// Open the form of an act, with some fields filled.
    Form(MatterAct, Seen, Vec<(FieldId, Value)>),
    /// One attempt to tell the person.
    Tell(Telling),
    /// The choices for telling the person.
    TellMenu(Seen),
    Record(OpinionId),
    /// Everything that can be done with the record below.
    Acts,
    /// Show or cover the phone in the record below; why it is shown is asked.
    Reveal,
    /// Show it, for this reason of the rules.
    Look(OpinionId, Option<String>),
    /// Delete a draft; of another with a reason.
    DeleteDraft(DraftId, Option<String>),
    /// Go on with another's, with a reason: they give no sign of life.
    TakeOver(DraftId, String),
    /// Have one back that was deleted.
    RestoreDraft(DraftId),
    /// Choose the visit a matter is moved to.
    PickVisit(Seen, VisitId, crate::domain::moment::Day),
    /// Move it to this visit.
    MoveTo(Seen, VisitId),
    /// One more matter of the same person, whose visit came so.
    Again(Box<Citizen>, Channel),
}

/// An attempt to tell, as a menu knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    pub seen: Seen,
    /// One of a group; none when there is only one.
    pub whom: Option<CitizenId>,
    /// What they are called, where they are one of a group.
    pub name: String,
    pub way: Way,
    /// What came of it.
    pub reached: Reached,
    /// What the person said.
    pub grade: Option<Grade>,
    /// It fails for the last time before another way is offered.
    pub another_way: bool,
    /// Struck off with it: nobody is left to tell, and nothing is to be followed up.
    pub ends: bool,
    /// Failing for the last time it leaves nobody who could still be reached.
    pub closes: bool,
    /// Why they are told through nobody else, where they are not.
    pub no_relay: Option<String>,
}
