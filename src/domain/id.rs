//! Identities: random keys made at the desk, never shown to the public and never derived from a displayed number.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// The station a database file belongs to.
    StationId,
    /// Somebody who sits at the keyboard.
    AccountId,
    /// A deputy (代表), councillor (议事员) or adviser (顾问).
    DeputyId,
    /// A handling unit (承办单位); villages are units too.
    UnitId,
    /// One reception (接待).
    SessionId,
    /// One person or group that came, called or wrote (来访).
    VisitId,
    /// A promise to go first next time (下次优先), with a sealing key of its own.
    PromiseId,
    /// One person in one visit (反映人), with a sealing key of their own.
    CitizenId,
    /// One matter (意见), with a sealing key of its own.
    OpinionId,
    /// A reception point of the station away from it (接待点).
    PointId,
    /// Something typed and not filed (没写完).
    DraftId,
    /// One command; made at the keyboard so that a repeat is recognised.
    CommandId,
}
