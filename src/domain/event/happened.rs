//! An event around its kind: as `decide` makes it, and as it is read back.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kind::Kind;
use crate::domain::id::{AccountId, PointId};
use crate::domain::moment::Moment;
use crate::domain::shape::envelope;

envelope! {
    /// What may be said beside any kind, each under a name that no kind uses for a field.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(default)]
    About {
        /// Number of the paper it was first written on. People write there what they like, a name as well as a number.
        #[serde(skip_serializing_if = "Option::is_none")]
        Sealed paper: Option<String>,
        /// Whom the account acted for (代).
        #[serde(skip_serializing_if = "Option::is_none")]
        Open acting_for: Option<AccountId>,
        /// Where, when not at the station itself (接待点).
        #[serde(skip_serializing_if = "Option::is_none")]
        Open point: Option<PointId>,
        /// Entered later than it happened (补录).
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        Open late: bool,
    }
}

/// An event as `decide` makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// What it is about: one subject per event, and the owner of the sealing key.
    pub subject: Uuid,
    pub kind: Kind,
    /// When it happened, if not when it was entered (补录).
    pub happened: Option<Moment>,
    /// What else is said of it.
    pub about: About,
    /// Nothing said of its subject may be kept, so that no key may be made for it.
    pub keyless: bool,
}

impl NewEvent {
    /// An event happening now.
    pub fn new(subject: Uuid, kind: Kind) -> Self {
        Self {
            subject,
            kind,
            happened: None,
            about: About::default(),
            keyless: false,
        }
    }
}

/// An event as it is read back for `apply` and for histories.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// Place in the log.
    pub seq: i64,
    /// When it was entered.
    pub at: Moment,
    pub happened: Moment,
    /// What else is said of it.
    pub about: About,
    /// The clock had jumped.
    pub doubtful: bool,
    /// The account that entered it; none where nobody sat at a keyboard, and in rows that hold a name several bore.
    pub account: Option<AccountId>,
    /// What people call that account, where it is read for people; the name itself in a row that holds one.
    pub by: String,
    /// Table it was entered for.
    pub table: Option<u8>,
    /// What it is about.
    pub subject: Uuid,
    pub kind: Kind,
    /// The subject's key is gone: what was sealed under it is none.
    pub erased: bool,
}
