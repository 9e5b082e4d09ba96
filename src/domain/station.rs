//! The station itself and the people at its keyboards.

use super::code::{Role, StationKind};
use super::id::{AccountId, DeputyId, StationId};
use super::moment::Day;
use super::touch::{Rev, Touch};

/// The station this file belongs to (联络站).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Made at set-up, never changes.
    pub id: StationId,
    /// Short label in numbers, such as `03`.
    pub code: String,
    pub name: String,
    /// What kind of place.
    pub kind: StationKind,
    /// Opening hours in words.
    pub hours: String,
    /// Phone of the station head, shown when a large group comes.
    pub head_phone: Option<String>,
    /// One person does all of the work, and has the rights of the head (一人站).
    pub one_person: bool,
    /// Number of its last event.
    pub rev: Rev,
    pub touch: Touch,
}

/// Who stands in for whom to a last day (代班).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    pub account: AccountId,
    /// What they are called for whom it is.
    pub called: String,
    pub by: AccountId,
    /// What they are called who does it.
    pub by_called: String,
    pub from: Day,
    pub until: Day,
}

/// Who sits at the keyboard (账号).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// The operating system's login this account belongs to.
    pub os_name: String,
    /// The person's name, shown in histories.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The deputy they are, for deputies.
    pub deputy: Option<DeputyId>,
    pub active: bool,
    /// Number of its last event.
    pub rev: Rev,
}
