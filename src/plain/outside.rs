//! What a conversation asks of the outside, and what comes of it.

use super::words::lines;
use crate::app::Failure;
use crate::domain::beside::Beside;
use crate::domain::command::Request;
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{Lease, Unsaved};
use crate::domain::moment::Moment;
use crate::domain::view::{Answer, Outcome, Query};
use crate::form::{self, FieldId, Value};

/// The world around a conversation: its clock, its mouth, its ears and its hands.
pub trait Outside {
    /// The clock that numbers and days are given by.
    fn now(&mut self) -> Moment;

    /// Says a whole line, clean of controls.
    fn say(&mut self, line: &str);

    /// What the person types next.
    fn listen(&mut self) -> Line;

    /// Carries out a wish.
    fn carry_out(&mut self, wish: &Wish) -> Reply;
}

/// What came of listening to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Ended by a line end, which is taken off.
    Whole(String),
    /// The input ended; what stood before the end without a line end.
    Cut(String),
    /// Bytes that are no text.
    Unreadable,
    /// Longer than anything that is meant.
    TooLong,
}

/// Something the outside shall do.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Read something: [`Reply::Answer`].
    Ask(Query),
    /// Take a draft to go on with, so that nobody else may save or file it: [`Reply::Answer`] with [`Answer::Taken`].
    Take(DraftId),
    /// Carry out something; the same a second time is known by its id: [`Reply::Outcome`].
    Do(Box<Request>),
    /// Keep what was typed, aside when its draft is held elsewhere: [`Reply::Stored`].
    Keep(Box<Unsaved>),
    /// Give a draft up: it is in the way of nobody any more: [`Reply::Changed`].
    GiveUp(DraftId),
    /// Delete a draft in reach of an undo, of another with a reason: [`Reply::Changed`].
    Delete(DraftId, Option<String>),
    /// Take a deletion back: [`Reply::Changed`].
    Restore(DraftId),
    /// Write something down beside the log, at this table: [`Reply::Changed`].
    Beside(Option<u8>, Beside),
    /// Look up what became of an act of which that was not known: [`Reply::LookedUp`].
    LookUp(CommandId),
}

/// What came of a wish; where that is nothing, a sentence for the person.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Reply {
    /// What was asked for.
    Answer(Result<Answer, String>),
    /// What was done, or why not.
    Outcome(Result<Outcome, Failure>),
    /// What became of something typed.
    Stored(Result<Stored, String>),
    /// Whether a draft was there to be changed.
    Changed(Result<bool, String>),
    /// Whether the act was carried out; none as long as nobody knows.
    LookedUp(Option<bool>),
}

/// What became of something typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The draft it belongs to from now on.
    pub lease: Lease,
    /// What there is to say of it: it was held elsewhere.
    pub said: Option<String>,
}

/// A draft one field of which is being typed.
#[derive(Clone, Debug)]
pub(super) struct Growing {
    /// The form as it stood before.
    pub(super) form: Unsaved,
    /// The field that grows.
    pub(super) field: FieldId,
    /// What stood in it before.
    pub(super) before: String,
}

impl Growing {
    /// The draft with the words so far.
    pub(super) fn with(&self, words: &str) -> Unsaved {
        let mut kept = self.form.clone();
        let words = lines(&self.before, words);
        if kept.draft.label.is_empty() {
            kept.draft.label = words.replace('\n', " ");
        }
        if let Ok(mut draft) = form::draft::Draft::parse(&kept.draft.body)
            && let Ok(value) = serde_json::to_value(Value::Text(words))
        {
            draft.fields.insert(self.field.to_owned(), value);
            kept.draft.body = draft.to_json().unwrap_or(kept.draft.body);
        }
        kept
    }
}
