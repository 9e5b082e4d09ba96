//! What an event carries whole of a deputy, a unit, a planned reception. They read for ever: whatever key an older one does
//! not have gets the default that stands here. Only the day of a plan has none.

use serde::{Deserialize, Serialize};

use super::code::{Level, SessionKind, UnitKind};
use super::moment::{Day, TimeOfDay};

/// What the roster says of a deputy; the whole profile travels in the event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeputyProfile {
    /// Name; may repeat among deputies.
    pub name: String,
    /// Search key in pinyin (`domain::pinyin`).
    pub pinyin: String,
    /// Every congress the person belongs to.
    pub levels: Vec<Level>,
    /// 男 or 女 as written.
    pub sex: Option<String>,
    /// Nationality as written.
    pub nation: Option<String>,
    /// `1982` or `1982-11`.
    pub born: Option<String>,
    /// Party as written.
    pub party: Option<String>,
    /// Work unit and post.
    pub post: Option<String>,
    /// Constituency.
    pub constituency: Option<String>,
    /// Deputies' group.
    pub team: Option<String>,
    /// Professional group; routes matters.
    pub speciality: Option<String>,
    /// Digits only.
    pub phone: Option<String>,
    /// Note of the roster.
    pub note: Option<String>,
}

/// What the list of units says of one; the whole profile travels in the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitProfile {
    /// Full name.
    pub name: String,
    /// Short name, what people say.
    pub short: String,
    /// Search key in pinyin of both names.
    pub pinyin: String,
    /// What kind.
    pub kind: UnitKind,
    /// Contact person.
    pub contact: Option<String>,
    /// Digits only.
    pub phone: Option<String>,
    /// What it handles, as keywords.
    pub scope: Option<String>,
    /// Reached by way of another unit (经由), by name.
    pub via: Option<String>,
}

impl Default for UnitProfile {
    fn default() -> Self {
        Self {
            name: String::new(),
            short: String::new(),
            pinyin: String::new(),
            kind: UnitKind::Other,
            contact: None,
            phone: None,
            scope: None,
            via: None,
        }
    }
}

/// The plan of a reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPlan {
    /// The day.
    pub day: Day,
    /// From.
    pub starts: TimeOfDay,
    /// To.
    pub ends: TimeOfDay,
    /// Where.
    pub place: String,
    /// What kind.
    pub kind: SessionKind,
    /// Number of reception tables, 1 or more.
    pub tables: u8,
    /// Theme, if any.
    pub theme: Option<String>,
}

impl SessionPlan {
    /// What of it is no words.
    pub const fn frame(&self) -> SessionFrame {
        SessionFrame {
            day: self.day,
            starts: self.starts,
            ends: self.ends,
            kind: self.kind,
            tables: self.tables,
        }
    }
}

/// What of a plan an event says openly; place and theme are words and stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FrameRead")]
pub struct SessionFrame {
    /// The day.
    pub day: Day,
    /// From.
    pub starts: TimeOfDay,
    /// To.
    pub ends: TimeOfDay,
    /// What kind.
    pub kind: SessionKind,
    /// Number of reception tables, 1 or more.
    pub tables: u8,
}

/// A frame as it is written: all but the day has a default.
#[derive(Deserialize)]
struct FrameRead {
    day: Day,
    starts: Option<TimeOfDay>,
    ends: Option<TimeOfDay>,
    kind: Option<SessionKind>,
    tables: Option<u8>,
}

impl From<FrameRead> for SessionFrame {
    fn from(read: FrameRead) -> Self {
        Self {
            day: read.day,
            starts: read.starts.unwrap_or(TimeOfDay(9 * 60)),
            ends: read.ends.unwrap_or(TimeOfDay(11 * 60)),
            kind: read.kind.unwrap_or(SessionKind::Regular),
            tables: read.tables.unwrap_or(1),
        }
    }
}
