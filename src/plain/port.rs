//! What the line mode asks of the outside, and what passes through.

use crate::domain::command::{Command, Late};
use crate::domain::id::DraftId;
use crate::domain::lease::Lease;
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, Outcome, Query};

/// A command with what goes beside it; the caller adds id and account.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// What to do.
    pub command: Command,
    /// The table of the keyboard.
    pub table: Option<u8>,
    /// Entered later than it happened.
    pub late: Option<Late>,
    /// The draft it files.
    pub draft: Option<Lease>,
}

/// Why something was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// By the rules of the desk.
    Refused(Refusal),
    /// For another reason, said in a sentence.
    Failed(String),
}

/// Something typed, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The draft as it is held; none makes a new one.
    pub lease: Option<Lease>,
    /// The form it belongs to.
    pub form: String,
    /// What it is about: an id as text, or empty.
    pub target: String,
    /// Short form for lists.
    pub label: String,
    /// The form's JSON.
    pub body: String,
}

/// What became of something typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The draft that holds it from now on; none when nothing does.
    pub lease: Option<Lease>,
    /// What there is to say of it: it was held elsewhere.
    pub said: Option<String>,
}

/// The desk behind the conversation: the store, or a made-up one in tests.
pub trait Port {
    /// The clock.
    fn now(&mut self) -> Moment;

    /// Reads something.
    ///
    /// # Errors
    /// A sentence for the person.
    fn ask(&mut self, query: &Query) -> Result<Answer, String>;

    /// Carries out something under a fresh command id and the account of the keyboard.
    ///
    /// # Errors
    /// The refusal, or a sentence for the person.
    fn execute(&mut self, act: &Act) -> Result<Outcome, Failure>;

    /// Keeps what was typed, anew when it has no draft yet, and aside when that is held elsewhere.
    ///
    /// # Errors
    /// A sentence for the person.
    fn save_draft(&mut self, kept: &Kept) -> Result<Stored, String>;

    /// Takes a draft to go on with, so that nobody else may save or file it: [`Answer::Taken`].
    ///
    /// # Errors
    /// A sentence for the person.
    fn take_draft(&mut self, id: DraftId) -> Result<Answer, String>;
}
