//! As what all that is shown was read.

use crate::domain::permit::Somebody;

/// As what the person at the keyboard was read for, and up to which event that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub(in crate::app) who: Somebody,
    pub(in crate::app) upto: i64,
    /// The account acts here no longer: nothing is shown but that.
    pub(in crate::app) shut: bool,
}
