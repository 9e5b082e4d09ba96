//! The screens: the desk, and the lists of opinions, deputies, receptions, units. Each list asks for its rows when it
//! is shown, filters as one types, and turns pages at its edges.

use super::action::Act;
use super::flow;
use super::input::{Effect, Ticket};
use super::layer::moved;
use super::state::{Cursor, Pane, State};
use crate::domain::code::{OpinionState, SessionState};
use crate::domain::record::{Deputy, Unit};
use crate::domain::view::{Answer, OpinionRow, Query, SessionRow};
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::keys::{Chord, Code};

/// Rows of the short lists asked for at once.
const MOST: u32 = 200;

/// Pages of opinions asked for at once: the one on the screen and two ahead, so that turning pages never waits and a
/// keystroke in the search field never fetches what nobody looks at.
const AHEAD: usize = 3;

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
    pub const fn of(act: Act) -> Option<Self> {
        match act {
            Act::ScreenToday => Some(Self::Today),
            Act::ScreenOpinions => Some(Self::Opinions),
            Act::ScreenDeputies => Some(Self::Deputies),
            Act::ScreenSessions => Some(Self::Sessions),
            Act::ScreenUnits => Some(Self::Units),
            Act::ScreenFigures => Some(Self::Figures),
            _ => None,
        }
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
}

/// A list screen.
#[derive(Clone, Debug)]
pub struct Browse {
    /// The rows.
    pub rows: Rows,
    /// More opinions follow.
    pub more: bool,
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
    /// The answer goes after the rows that are there.
    pub appending: bool,
}

impl Default for Browse {
    fn default() -> Self {
        Self {
            rows: Rows::None,
            more: false,
            cursor: Cursor::default(),
            find: TextBuffer::new(Lines::Single, Some(60)),
            typing: false,
            opinion_state: None,
            session_state: None,
            ticket: None,
            appending: false,
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

/// Asks for the rows of the list on the screen.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let screen = state.screen;
    let mut b = state.browse.remove(&screen).unwrap_or_default();
    let effects = match query(screen, &b, None, rows_of(state, Pane::Queue)) {
        Some(q) => {
            let (ticket, effect) = state.ask(q);
            b.ticket = Some(ticket);
            b.appending = false;
            vec![effect]
        }
        None => vec![state.ask_snapshot()],
    };
    if screen != Screen::Today {
        state.browse.insert(screen, b);
    }
    effects
}

fn query(screen: Screen, b: &Browse, before: Option<i64>, page: usize) -> Option<Query> {
    let matching = b.find.text().trim().to_owned();
    match screen {
        Screen::Opinions => Some(Query::Opinions {
            matching,
            state: b.opinion_state,
            before,
            limit: (AHEAD * page) as u32,
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
    refresh(state)
}

/// Keys of a list screen; `None` for those it leaves to the desk.
pub fn key(state: &mut State, chord: Chord, act: Option<Act>) -> Option<Vec<Effect>> {
    let screen = state.screen;
    let page = rows_of(state, Pane::Queue);
    let b = state.browse.get_mut(&screen)?;
    if b.typing {
        match chord.code {
            Code::Backspace => {
                return Some(if b.find.backspace() {
                    refresh(state)
                } else {
                    b.typing = false;
                    Vec::new()
                });
            }
            Code::Enter => {
                b.typing = false;
                return Some(Vec::new());
            }
            Code::Left => return Some(moved_text(b.find.left())),
            Code::Right => return Some(moved_text(b.find.right())),
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
            return Some(refresh(state));
        }
        return None;
    }
    let ids = b.rows.ids();
    if let Some(to) = moved(b.cursor.at, act, ids.len(), page) {
        b.cursor.put(to, &ids, false);
        return Some(more(state, screen, page));
    }
    match act {
        Act::ListOpen => Some(flow::browse::open(state)),
        Act::ListFilter => Some(flow::browse::filter(state)),
        Act::PaneNext | Act::PanePrev => Some(Vec::new()),
        _ => None,
    }
}

fn moved_text(_: bool) -> Vec<Effect> {
    Vec::new()
}

/// Asks for the next opinions when the marker comes near the end of those that are there.
fn more(state: &mut State, screen: Screen, page: usize) -> Vec<Effect> {
    let Some(b) = state.browse.get(&screen) else {
        return Vec::new();
    };
    let Rows::Opinions(rows) = &b.rows else {
        return Vec::new();
    };
    if !b.more || b.appending || b.cursor.at + 2 * page < rows.len() {
        return Vec::new();
    }
    let Some(q) = query(screen, b, rows.last().map(|r| r.n), page) else {
        return Vec::new();
    };
    let (ticket, effect) = state.ask(q);
    if let Some(b) = state.browse.get_mut(&screen) {
        b.ticket = Some(ticket);
        b.appending = true;
    }
    vec![effect]
}

/// Rows came.
pub fn answer(state: &mut State, ticket: Ticket, answer: Answer) {
    let Some(b) = state.browse.values_mut().find(|b| b.ticket == Some(ticket)) else {
        return;
    };
    b.ticket = None;
    let appending = std::mem::take(&mut b.appending);
    match answer {
        Answer::Opinions(mut rows, more) => {
            b.more = more;
            match &mut b.rows {
                Rows::Opinions(old) if appending => old.append(&mut rows),
                other => *other = Rows::Opinions(rows),
            }
        }
        Answer::Deputies(rows) => b.rows = Rows::Deputies(rows),
        Answer::Sessions(rows) => b.rows = Rows::Sessions(rows),
        Answer::Units(rows) => b.rows = Rows::Units(rows),
        _ => return,
    }
    let ids = b.rows.ids();
    b.cursor.follow(&ids);
    b.cursor.gone = false;
}
