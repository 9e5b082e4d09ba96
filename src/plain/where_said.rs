//! Where a matter was said, and what is asked about it.

use crate::domain::code::Channel;
use crate::domain::command::VisitRef;
use crate::domain::id::{SessionId, VisitId};
use crate::domain::record::Visit;
use crate::i18n::Lang;

/// Where it was said.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) visit: Option<VisitId>,
    session: Option<SessionId>,
    pub(super) table: Option<u8>,
    /// What the person was called by in the queue.
    pub(super) label: Option<String>,
    pub(super) channel: Channel,
}

impl Spot {
    pub(super) fn of(v: &Visit) -> Self {
        Self {
            visit: Some(v.id),
            session: v.session,
            table: v.table,
            label: v.label.clone(),
            channel: v.channel,
        }
    }

    pub(super) const fn unqueued(session: Option<SessionId>, channel: Channel) -> Self {
        Self {
            visit: None,
            session,
            table: None,
            label: None,
            channel,
        }
    }

    pub(super) fn reference(&self) -> VisitRef {
        match self.visit {
            Some(visit) => VisitRef::Known(visit),
            None => VisitRef::Unqueued {
                session: self.session,
                heads: 1,
            },
        }
    }

    /// As drafts write it.
    pub(super) fn target(&self) -> String {
        self.visit.map(|v| v.to_string()).unwrap_or_default()
    }
}

/// A question, in the order they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Words,
    Who,
    Name,
    Phone,
    Privacy,
    Village,
    Category,
    Place,
}

impl Field {
    pub(super) const ALL: [Self; 8] = [
        Self::Words,
        Self::Who,
        Self::Name,
        Self::Phone,
        Self::Privacy,
        Self::Village,
        Self::Category,
        Self::Place,
    ];

    pub(super) fn name(self, lang: Lang) -> &'static str {
        let t = &lang.texts().plain;
        match self {
            Self::Words => t.f_words,
            Self::Who => t.f_who,
            Self::Name => t.f_name,
            Self::Phone => t.f_phone,
            Self::Privacy => t.f_privacy,
            Self::Village => t.f_village,
            Self::Category => t.f_category,
            Self::Place => t.f_place,
        }
    }
}
