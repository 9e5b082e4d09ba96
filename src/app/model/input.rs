//! What comes into the desk and what it asks of the outside.

use crate::app::model::importing::{News, Table};
use crate::app::model::{Mood, copying};
use crate::app::terminal::Facts;
use crate::domain::beside::Beside;
use crate::domain::column::{Choice, Column};
use crate::domain::command::Request;
use crate::domain::id::{AccountId, CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Unsaved};
use crate::domain::looks::{Looks, Seat};
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, Outcome, Query};
use crate::keys::Chord;

/// Names one question, so that an answer that comes too late is known as such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Something that happened outside: a key, a tick, an answer, somebody else's write.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // one at a time, and gone at the end of `update`
pub enum Input {
    /// A key. Handle all keys that are there before [`Input::ChangedElsewhere`]: they were pressed at the old screen.
    Key(Chord),
    /// Text committed by an input method, or a run of characters.
    Text(String),
    Paste(String),
    /// The time now. Sent before each batch of keys and at the moment [`crate::app::wake_at`] names.
    Tick(Moment),
    /// A command came back.
    Executed {
        id: CommandId,
        /// What it did, or why not.
        result: Result<Outcome, Failure>,
    },
    /// A question was answered.
    Answered {
        ticket: Ticket,
        answer: Answer,
    },
    /// A draft is safe, or is not.
    DraftSaved {
        id: DraftId,
        /// That it is on the disk, or a sentence that says why not.
        result: Result<(), String>,
    },
    /// Words came too late: their draft was lost.
    DraftRefused {
        /// As it was held.
        lease: Lease,
        /// How it was lost.
        why: Lost,
        /// What the words are kept as.
        aside: Option<DraftId>,
    },
    /// A draft was deleted, or was not there; or a sentence that says why not.
    DraftDeleted(Result<bool, String>),
    /// The same of one that was had back.
    DraftRestored(Result<bool, String>),
    /// The terminal has this many columns and rows.
    Resized(u16, u16),
    /// What is known about the terminal by now.
    Terminal(Box<Facts>),
    /// The bytes of what was just pressed, while [`crate::app::shows_keys`] holds.
    Echo {
        /// What it was; empty when nobody knows.
        name: String,
        /// The first of its bytes.
        bytes: Vec<u8>,
        /// How many there were.
        of: usize,
    },
    /// Another keyboard changed something.
    ChangedElsewhere,
    /// Long work has something to say.
    Job {
        ticket: Ticket,
        news: News,
    },
    /// Something is heard of a copy that is being taken.
    Copying(copying::News),
    /// Something to be said beside what else there is to say at the start.
    Noted(Mood, String),
    /// It is known now what became of an act of which that was not: what there is to say of it.
    LookedUp(CommandId, Mood, String),
    /// Why nothing can be written into the file; none when it can be again.
    CannotWrite(Option<String>),
    /// A look at the file found something wrong with it.
    Damaged(String),
    /// Something outside failed: a sentence for people.
    Failed(String),
    /// What was asked for could not be read: a sentence for people.
    Unread(Ticket, String),
    /// Something came from the keyboard and was not taken: a sentence for people.
    Garbled(String),
}

impl Input {
    /// Whether somebody at the keyboard did it.
    pub const fn is_typed(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Text(_) | Self::Paste(_))
    }
}

/// Why a command did nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The rules say no.
    Refused(Box<Refusal>),
    /// The outside failed; a sentence that says what was not saved.
    Trouble(String),
    /// The outside failed, and nobody knows whether it was carried out; a sentence that says so.
    Unknown(String),
}

/// Something the outside shall do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Carry out a command and answer with [`Input::Executed`].
    Execute(Box<Request>),
    /// Answer with [`Input::Answered`].
    Ask {
        ticket: Ticket,
        query: Query,
    },
    /// Keep what is being typed and answer with [`Input::DraftSaved`] or [`Input::DraftRefused`].
    SaveDraft(Box<Unsaved>),
    /// Take a draft to go on with and answer with [`Input::Answered`]: nobody else may save or file it any more.
    TakeDraft {
        /// The name of the question.
        ticket: Ticket,
        id: DraftId,
    },
    /// Forget a draft that was given up.
    DropDraft(DraftId),
    /// Delete a draft, in reach of an undo, and answer with [`Input::DraftDeleted`].
    DeleteDraft {
        id: DraftId,
        /// Why, where it is another's.
        reason: Option<String>,
    },
    /// Take a deletion back and answer with [`Input::DraftRestored`].
    RestoreDraft(DraftId),
    /// Keep how somebody wants the desk drawn.
    SaveLooks {
        seat: Seat,
        looks: Looks,
    },
    /// Write something down beside the log: who was shown a number, what is open here.
    Beside(Beside),
    /// Paint everything anew, whatever is on the terminal.
    Redraw,
    Quit,
    Job(Job),
}

/// Long work on a connection of its own. What it says comes back as [`Input::Job`] under its ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Look for files that may be tables.
    Tables { ticket: Ticket },
    /// Read a table and say what it would do.
    Read {
        ticket: Ticket,
        table: Table,
        /// Where it lies, as it was typed.
        path: String,
        /// What the person says of its columns; none where what is remembered shall count.
        said: Option<Vec<Choice>>,
    },
    /// Write the rows of a table.
    Write {
        ticket: Ticket,
        /// A request for each row.
        requests: Vec<Request>,
        /// The name of the file's shape, and its columns, to be remembered.
        shape: String,
        columns: Vec<Column>,
    },
    /// Take a copy of the file, for this account. What is heard of it comes back as [`Input::Copying`].
    BackUp { account: Option<AccountId> },
    /// Stop taking it.
    StopBackUp,
    /// Stop writing after the batch under way.
    Stop,
}
