//! Which screen is at the bottom of the stack, and the list screens with the rows that are at hand.

use super::{Cursor, Ticket};
use crate::app::action::Act;
use crate::domain::code::{OpinionState, SessionState};
use crate::domain::record::{Deputy, Unit};
use crate::domain::view::{OpinionRow, SessionRow};
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;

/// What is at the bottom of the stack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Screen {
    /// 今日.
    #[default]
    Today,
    /// 意见.
    Opinions,
    /// 代表.
    Deputies,
    /// 排班.
    Sessions,
    /// 单位.
    Units,
    /// 数字.
    Figures,
}

impl Screen {
    /// In the order of their digits.
    pub const ALL: [Self; 6] = [
        Self::Today,
        Self::Opinions,
        Self::Deputies,
        Self::Sessions,
        Self::Units,
        Self::Figures,
    ];

    /// The screen an action shows.
    pub fn of(act: Act) -> Option<Self> {
        Self::ALL.into_iter().find(|screen| screen.act() == act)
    }

    /// Its list can be narrowed to a state.
    pub fn has_filter(self) -> bool {
        self == Self::Opinions || self == Self::Sessions
    }

    /// The action that shows it.
    pub const fn act(self) -> Act {
        match self {
            Self::Today => Act::ScreenToday,
            Self::Opinions => Act::ScreenOpinions,
            Self::Deputies => Act::ScreenDeputies,
            Self::Sessions => Act::ScreenSessions,
            Self::Units => Act::ScreenUnits,
            Self::Figures => Act::ScreenFigures,
        }
    }
}

/// Rows of a list screen.
#[derive(Clone, Debug, Default)]
pub enum Rows {
    #[default]
    None,
    Opinions(Vec<OpinionRow>),
    Deputies(Vec<Deputy>),
    Sessions(Vec<SessionRow>),
    Units(Vec<Unit>),
}

impl Rows {
    /// Identities in order.
    pub fn ids(&self) -> Vec<uuid::Uuid> {
        match self {
            Self::None => Vec::new(),
            Self::Opinions(r) => r.iter().map(|o| o.id.0).collect(),
            Self::Deputies(r) => r.iter().map(|d| d.id.0).collect(),
            Self::Sessions(r) => r.iter().map(|s| s.session.id.0).collect(),
            Self::Units(r) => r.iter().map(|u| u.id.0).collect(),
        }
    }

    /// The opinions, where it is their list.
    pub fn opinions(&self) -> &[OpinionRow] {
        if let Self::Opinions(rows) = self { rows } else { &[] }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Opinions(r) => r.len(),
            Self::Deputies(r) => r.len(),
            Self::Sessions(r) => r.len(),
            Self::Units(r) => r.len(),
        }
    }

    /// None are there, or not yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What the newest question of a list was for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// The list from its top; the marker stays on its record if that is there.
    #[default]
    Anew,
    /// The same rows as they are now.
    Again,
    /// The rows that come next.
    Below,
    /// The rows that come before.
    Above,
    /// The top, for the marker to go there.
    First,
    /// The end, for the marker to go there.
    Last,
}

/// Where the rows at hand lie in the whole list. Counting the whole list would take longer than showing any page of it, so
/// a place is known from the end it was reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// So many rows come before the first one.
    FromTop(usize),
    /// So many rows come after the last one.
    FromEnd(usize),
}

impl Default for Place {
    fn default() -> Self {
        Self::FromTop(0)
    }
}

/// A list screen.
#[derive(Clone, Debug)]
pub struct Browse {
    pub rows: Rows,
    pub more: bool,
    /// More opinions come before.
    pub above: bool,
    /// Where the rows lie in the whole list.
    pub place: Place,
    /// Steps of the marker that wait for rows; negative ones go up.
    pub owed: isize,
    pub cursor: Cursor,
    /// What was typed to find.
    pub find: TextBuffer,
    /// Characters go into it.
    pub typing: bool,
    /// Opinions in this state only.
    pub opinion_state: Option<OpinionState>,
    /// Receptions in this state only.
    pub session_state: Option<SessionState>,
    pub ticket: Option<Ticket>,
    /// What it was for.
    pub asked: Asked,
}

impl Default for Browse {
    fn default() -> Self {
        Self {
            rows: Rows::None,
            more: false,
            above: false,
            place: Place::default(),
            owed: 0,
            cursor: Cursor::default(),
            find: TextBuffer::new(Lines::Single, Some(60)),
            typing: false,
            opinion_state: None,
            session_state: None,
            ticket: None,
            asked: Asked::default(),
        }
    }
}
