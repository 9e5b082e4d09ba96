//! The screens: the desk, and the lists of opinions, deputies, receptions, units. Each list asks for its rows when it
//! is shown, filters as one types, and turns pages at its edges.

use crossterm::event::KeyCode;

use super::action::Act;
use super::flow;
use super::input::{Effect, Ticket};
use super::layer::moved;
use super::state::{Cursor, Pane, State};
use super::stretch::{self, Place};
use crate::domain::code::{OpinionState, SessionState};
use crate::domain::record::{Deputy, Unit};
use crate::domain::view::{Answer, OpinionRow, Query, SessionRow, Stretch};
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::keys::Chord;

/// Rows of the short lists asked for at once.
const MOST: u32 = 200;

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
    /// Not asked yet.
    #[default]
    None,
    /// Opinions, newest first.
    Opinions(Vec<OpinionRow>),
    /// Deputies.
    Deputies(Vec<Deputy>),
    /// Receptions.
    Sessions(Vec<SessionRow>),
    /// Units.
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

/// A list screen.
#[derive(Clone, Debug)]
pub struct Browse {
    /// The rows.
    pub rows: Rows,
    /// More opinions follow.
    pub more: bool,
    /// More opinions come before.
    pub above: bool,
    /// Where the rows lie in the whole list.
    pub place: Place,
    /// Steps of the marker that wait for rows; negative ones go up.
    pub owed: isize,
    /// The marker.
    pub cursor: Cursor,
    /// What was typed to find.
    pub find: TextBuffer,
    /// Characters go into it.
    pub typing: bool,
    /// Opinions in this state only.
    pub opinion_state: Option<OpinionState>,
    /// Receptions in this state only.
    pub session_state: Option<SessionState>,
    /// The newest question.
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

/// Rows a pane or a list shows at once on this screen.
pub fn rows_of(state: &State, pane: Pane) -> usize {
    let h = usize::from(state.size.1);
    if state.screen != Screen::Today {
        // Two lines at the top, the bar, the filter, the header, the hints.
        return h.saturating_sub(6).max(1);
    }
    super::room::share(state).rows(pane)
}

/// Shows a screen and asks for its rows.
pub fn show(state: &mut State, screen: Screen) -> Vec<Effect> {
    if screen == Screen::Figures {
        return flow::figures::ask(state);
    }
    state.screen = screen;
    refresh(state)
}

/// Asks again for the rows of the list on the screen, at the place where it is.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let page = rows_of(state, Pane::Queue);
    let b = state.browse.entry(state.screen).or_default();
    let (stretch, limit) = stretch::again(b, page);
    let asked = if b.rows.is_empty() { Asked::Anew } else { Asked::Again };
    ask(state, asked, stretch, limit)
}

/// Asks for the list from its top, because something else is looked for.
pub fn anew(state: &mut State) -> Vec<Effect> {
    let page = rows_of(state, Pane::Queue);
    ask(state, Asked::Anew, Stretch::Newest, page)
}

/// Asks for rows of the list on the screen.
pub(super) fn ask(state: &mut State, asked: Asked, stretch: Stretch, limit: usize) -> Vec<Effect> {
    let screen = state.screen;
    let mut b = state.browse.remove(&screen).unwrap_or_default();
    let effects = match query(screen, &b, stretch, limit) {
        Some(q) => {
            let (ticket, effect) = state.ask(q);
            (b.ticket, b.asked) = (Some(ticket), asked);
            vec![effect]
        }
        None => vec![state.ask_snapshot()],
    };
    if screen != Screen::Today {
        state.browse.insert(screen, b);
    }
    effects
}

fn query(screen: Screen, b: &Browse, stretch: Stretch, limit: usize) -> Option<Query> {
    let matching = b.find.text().trim().to_owned();
    match screen {
        Screen::Opinions => Some(Query::Opinions {
            matching,
            state: b.opinion_state,
            stretch,
            limit: limit as u32,
        }),
        Screen::Deputies => Some(Query::Deputies { matching, limit: MOST }),
        Screen::Units => Some(Query::Units {
            matching,
            kind: None,
            limit: MOST,
        }),
        Screen::Sessions => Some(Query::Sessions {
            state: b.session_state,
            limit: MOST,
        }),
        Screen::Today | Screen::Figures => None,
    }
}

/// `/`: filters the list on the screen, or looks through the opinions.
pub fn find(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    if matches!(state.screen, Screen::Today | Screen::Sessions) {
        state.layers.retain(super::layer::Layer::is_kept);
        effects = show(state, Screen::Opinions);
    }
    if let Some(b) = state.browse.get_mut(&state.screen) {
        b.typing = true;
    }
    effects
}

/// Text typed into the filter.
pub fn text(state: &mut State, text: &str) -> Vec<Effect> {
    let screen = state.screen;
    let Some(b) = state.browse.get_mut(&screen) else {
        return Vec::new();
    };
    if b.find.insert(text) != Ok(true) {
        return Vec::new();
    }
    b.cursor = Cursor::default();
    anew(state)
}

/// Keys of a list screen; `None` for those it leaves to the desk.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "keys of a terminal, of which a filter takes four"
)]
pub fn key(state: &mut State, chord: Chord, act: Option<Act>) -> Option<Vec<Effect>> {
    let screen = state.screen;
    let page = rows_of(state, Pane::Queue);
    let b = state.browse.get_mut(&screen)?;
    if b.typing {
        match chord.code {
            KeyCode::Backspace => {
                return Some(if b.find.backspace() {
                    anew(state)
                } else {
                    b.typing = false;
                    Vec::new()
                });
            }
            KeyCode::Enter => {
                b.typing = false;
                return Some(Vec::new());
            }
            KeyCode::Left => return Some(moved_text(b.find.left())),
            KeyCode::Right => return Some(moved_text(b.find.right())),
            _ => {}
        }
    }
    let act = act?;
    if act == Act::AppBack {
        if b.typing {
            b.typing = false;
            return Some(Vec::new());
        }
        if !b.find.is_empty() {
            b.find.set("");
            return Some(anew(state));
        }
        return None;
    }
    if let Some(to) = moved(b.cursor.at, act, b.rows.len(), page) {
        if stretch::is_long(screen) {
            return stretch::walk(state, act, page);
        }
        let ids = b.rows.ids();
        b.cursor.put(to, &ids, false);
        return Some(Vec::new());
    }
    if act == Act::ListOpen {
        Some(flow::browse::open(state))
    } else if act == Act::ListFilter {
        Some(flow::browse::filter(state))
    } else {
        act.is_pane().then(Vec::new)
    }
}

fn moved_text(_: bool) -> Vec<Effect> {
    Vec::new()
}

/// Rows came; asks for those that will be wanted next.
pub fn answer(state: &mut State, ticket: Ticket, answer: Answer) -> Vec<Effect> {
    let page = rows_of(state, Pane::Queue);
    let Some((screen, b)) = state.browse.iter_mut().find(|(_, b)| b.ticket == Some(ticket)) else {
        return Vec::new();
    };
    let (is_shown, is_typing) = (*screen == state.screen, b.typing);
    b.ticket = None;
    if let Answer::Opinions(rows, more) = answer {
        stretch::take(b, b.asked, rows, more, page);
    } else if let Answer::Deputies(rows) = answer {
        b.rows = Rows::Deputies(rows);
    } else if let Answer::Sessions(rows) = answer {
        b.rows = Rows::Sessions(rows);
    } else if let Answer::Units(rows) = answer {
        b.rows = Rows::Units(rows);
    } else {
        return Vec::new();
    }
    let ids = b.rows.ids();
    b.cursor.follow(&ids);
    b.cursor.gone = false;
    stretch::settle(b);
    // Between two letters nobody turns the page.
    if is_shown && !is_typing {
        stretch::next(state, page)
    } else {
        Vec::new()
    }
}
