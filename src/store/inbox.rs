//! What waits for the reader: questions in the order they came, of those asked with every key only the newest.

use std::mem::{Discriminant, discriminant};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::domain::view::{Asker, Query};

/// Something the reader is asked.
pub(super) enum Question {
    Query(Asker, Query),
    Version,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Query(Discriminant<Query>),
    Version,
}

impl Question {
    /// Whether a newer one of its sort takes its place: where it is asked with every key, and of what there is one of. Others
    /// have askers of their own, a page and the form above it, and each waits for its answer.
    pub(super) fn gives_way(&self) -> bool {
        match self {
            Self::Version => true,
            Self::Query(_, query) => query.gives_way(),
        }
    }

    pub(super) fn sort(&self) -> Sort {
        match self {
            Self::Query(_, q) => Sort::Query(discriminant(q)),
            Self::Version => Sort::Version,
        }
    }
}

#[derive(Default)]
pub(super) struct Inbox {
    pub(super) waiting: Vec<(u64, Question)>,
    pub(super) running: Option<Sort>,
    pub(super) stop: bool,
}

#[derive(Default)]
pub(super) struct Shared {
    pub(super) inbox: Mutex<Inbox>,
    pub(super) bell: Condvar,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, Inbox> {
        // Nothing inside can be left half done by a panic.
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
