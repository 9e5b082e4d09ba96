//! A copy of the file that is being taken beside the desk: how far it is, and what is heard of it.

use crate::app::model::Mood;

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Bytes are copied.
    #[default]
    Copying,
    /// The copy is opened and its pages are looked at.
    Checking,
    /// Its entries are gone through, one by one.
    Walking,
    /// It goes into the second folder as well.
    Second,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copying {
    pub stage: Stage,
    /// Bytes or entries done; of so many, 0 where nobody knows.
    pub done: u64,
    pub total: u64,
    /// It was called off, and ends.
    pub stopping: bool,
}

/// What is heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Going(Stage, u64, u64),
    /// It is over: how it went in one sentence, and what there is to say besides.
    Over(Mood, String, Vec<String>),
    /// Nothing goes on beside a dialogue of lines.
    NotHere,
}
