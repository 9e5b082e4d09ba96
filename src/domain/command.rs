//! A command on its way to the writer. It says what a person wants and what they saw (`rev`); `decide` says what happens.

pub use super::deed::Command;
pub use super::entry::*;
use super::id::{AccountId, CommandId};
use super::lease::Source;
use super::moment::Moment;
pub use super::write::*;

/// A command on its way to the writer.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Made at the keyboard; a repeat returns the first outcome.
    pub id: CommandId,
    /// Who sits at the keyboard; none only before the first account exists.
    pub account: Option<AccountId>,
    /// The table the keyboard works for at the moment.
    pub table: Option<u8>,
    /// Entered later than it happened (补录).
    pub late: Option<Late>,
    /// The draft that this command files; it ends in the same transaction, and a lost one refuses the command.
    pub draft: Option<Source>,
    pub command: Command,
}

/// Real time and paper number of something entered late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// When it really happened.
    pub happened: Moment,
    /// Number of the paper it was written on.
    pub paper_no: Option<String>,
}
