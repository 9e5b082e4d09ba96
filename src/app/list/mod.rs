//! The list screens. Each asks for its rows when it is shown, filters as one
//! types, and turns pages at its edges.

mod accounts;
mod backups;
pub mod column;
mod deputies;
pub mod head;
pub mod opinions;
pub mod owed;
mod pages;
mod reception;
mod sessions;
pub mod stretch;
pub mod told;
mod traces;
mod units;
mod visits;

pub use accounts::TOLD as ACCOUNTS;

use crate::app::action::Act;
use crate::app::available::why_not;
use crate::app::layer::moved;
use crate::app::model::screen::Wanted;
use crate::app::model::{
    Asked, Browse, Choice, Cursor, Effect, Item, Layer, Marks, Menu, Pane, Rows, Screen, State, Ticket,
};
use crate::app::room;
use crate::app::session::figures;
use crate::domain::view::{Answer, Stretch};
use crate::form::Pick;
use crate::form::buffer::TextBuffer;
use crate::i18n::fill;
use crate::keys::Chord;
use column::AnyList;
use crossterm::event::KeyCode;
use told::Listed;

/// Rows of the short lists asked for at once.
const MOST: u32 = 200;

/// The list a screen shows.
pub fn of(screen: Screen) -> Option<&'static dyn AnyList> {
    match screen {
        Screen::Today | Screen::Figures => None,
        Screen::Opinions => Some(&opinions::LIST),
        Screen::Deputies => Some(&deputies::LIST),
        Screen::Sessions => Some(&sessions::LIST),
        Screen::Units => Some(&units::LIST),
        Screen::Accounts => Some(&accounts::LIST),
        Screen::Owed => Some(&owed::LIST),
        Screen::Backups => Some(&backups::LIST),
        Screen::Traces => Some(&traces::LIST),
    }
}

/// The lists programs can ask for, in the order of the help.
pub static LISTED: [&Listed; 9] = [
    &visits::TODAY,
    &visits::QUEUE,
    &sessions::LISTED,
    &opinions::LISTED,
    &owed::LISTED,
    &deputies::LISTED,
    &units::LISTED,
    &backups::LISTED,
    &traces::LISTED,
];

/// Rows a pane or a list shows at once on this screen.
pub fn rows_of(state: &State, pane: Pane) -> usize {
    let h = usize::from(state.size.1);
    if state.screen != Screen::Today {
        // Two lines at the top, the bar, the filter or the first line of the head, the header, the hints.
        let head = head::lines(state).len().saturating_sub(1);
        return h.saturating_sub(6 + head).max(1);
    }
    room::share(state).rows(pane)
}

/// Shows a screen and asks for its rows.
pub fn show(state: &mut State, screen: Screen) -> Vec<Effect> {
    if screen == Screen::Figures {
        return figures::ask(state);
    }
    uncover(state);
    state.screen = screen;
    refresh(state)
}

/// What is only read or asked goes where a list is shown: it would lie over the list and take the keys meant for it.
fn uncover(state: &mut State) {
    state.layers.retain(Layer::is_kept);
}

/// Asks again for the rows of the list on the screen, at the place where it is.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let page = rows_of(state, Pane::Queue);
    let mark = first_mark(state, state.screen);
    let b = state.browse.entry(state.screen).or_insert_with(|| Browse {
        cursor: mark,
        ..Browse::default()
    });
    let (stretch, limit) = stretch::again(b, page);
    let asked = if b.rows.is_empty() { Asked::Anew } else { Asked::Again };
    ask(state, asked, stretch, limit)
}

/// Where the marker of a list stands when it is seen first: of receptions on the one that is on, or comes next.
fn first_mark(state: &State, screen: Screen) -> Cursor {
    let next = || state.snap.next_session.as_ref().map(|s| s.id);
    let session = (screen == Screen::Sessions)
        .then(|| state.open_id().or_else(next))
        .flatten();
    Cursor {
        id: session.map(|s| s.0),
        ..Cursor::default()
    }
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
    let effects = match of(screen) {
        Some(list) => {
            let frame = list.frame();
            b.frame = Some(frame);
            let (ticket, effect) = state.ask((frame.ask)(Wanted {
                matching: b.find.text().trim().to_owned(),
                lang: state.lang,
                only: b.only,
                today: state.now.day(),
                stretch,
                limit: if frame.long { limit as u32 } else { MOST },
            }));
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

/// `/`: filters the list on the screen, or looks through the opinions.
pub fn find(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    uncover(state);
    if of(state.screen).is_none_or(|list| list.frame().finds.is_none()) {
        effects = show(state, Screen::Opinions);
    }
    // What still lies over the list takes the keys.
    if let Some(b) = state.browse.get_mut(&state.screen).filter(|_| state.layers.is_empty()) {
        b.typing = true;
        b.replaces = !b.find.is_empty();
    }
    effects
}

/// Text typed into the filter.
pub fn text(state: &mut State, text: &str) -> Vec<Effect> {
    let screen = state.screen;
    let Some(b) = state.browse.get_mut(&screen) else {
        return Vec::new();
    };
    if std::mem::take(&mut b.replaces) {
        b.find.set("");
    }
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
            KeyCode::Backspace if std::mem::take(&mut b.replaces) => {
                b.find.set("");
                return Some(anew(state));
            }
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
            KeyCode::Left => return Some(moved_text(b, TextBuffer::left)),
            KeyCode::Right => return Some(moved_text(b, TextBuffer::right)),
            _ => {}
        }
    }
    if let Some(n) = head::chosen(chord).filter(|_| b.frame.is_some_and(|list| list.filter.counted.is_some())) {
        return Some(by_key(state, n));
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
        let marks = std::mem::take(&mut b.marks);
        return (marks != Marks::default()).then(Vec::new);
    }
    if let Some(to) = moved(b.cursor.at, act, b.rows.len(), page) {
        if b.frame.is_some_and(|list| list.long) {
            return stretch::walk(state, act, page);
        }
        let ids = b.rows.ids();
        b.cursor.put(to, &ids, false);
        return Some(Vec::new());
    }
    if act == Act::ListOpen {
        Some(if let Some(menu) = for_marked(state) {
            state.layers.push(menu.layer());
            Vec::new()
        } else {
            open_row(state)
        })
    } else if act == Act::ListMark {
        mark(state);
        key(state, chord, Some(Act::ListDown))
    } else if act == Act::ListFilter {
        Some(filter(state))
    } else {
        act.is_pane().then(Vec::new)
    }
}

/// Whoever moves in what was looked for goes on with it.
fn moved_text(b: &mut Browse, moves: impl Fn(&mut TextBuffer) -> bool) -> Vec<Effect> {
    b.replaces = false;
    moves(&mut b.find);
    Vec::new()
}

/// Rows came; asks for those that will be wanted next.
pub fn answer(state: &mut State, ticket: Ticket, answer: Answer) -> Vec<Effect> {
    let page = rows_of(state, Pane::Queue);
    let unsaved = state.unsaved();
    let Some((screen, b)) = state.browse.iter_mut().find(|(_, b)| b.ticket == Some(ticket)) else {
        return pages::answer(state, ticket, answer);
    };
    let (is_shown, is_typing) = (*screen == state.screen, b.typing);
    b.ticket = None;
    // What is asked from its top has no rows that were there before.
    let before = if b.asked == Asked::Again {
        b.rows.ids()
    } else {
        Vec::new()
    };
    let stretch = if let Answer::Opinions(_, more, _) | Answer::Owed(_, more) = &answer {
        Some(*more)
    } else {
        None
    };
    b.is_cut = if let Answer::Opinions(.., is_cut) = &answer {
        *is_cut
    } else {
        false
    };
    match (Rows::of(answer), stretch) {
        (Some(rows), Some(more)) => stretch::take(b, b.asked, rows, more, page),
        (Some(rows), None) => b.rows = rows,
        (None, _) => return Vec::new(),
    }
    b.put_unsaved(unsaved);
    let ids = b.rows.ids();
    b.cursor.follow(&before, &ids);
    b.cursor.gone = false;
    stretch::settle(b);
    let mut effects = if is_shown { pages::renew(state) } else { Vec::new() };
    // Between two letters nobody turns the page.
    if is_shown && !is_typing {
        effects.extend(stretch::next(state, page));
    }
    effects
}

/// The next filter in the ring: all, then each; of those that are counted each there is any of.
fn filter(state: &mut State) -> Vec<Effect> {
    let Some(filter) = state.frame().map(|list| &list.filter).filter(|filter| filter.count > 0) else {
        return Vec::new();
    };
    let only = state.browse.get(&state.screen).and_then(|b| b.only);
    let mut rest = only.map_or(0, |n| n + 1)..filter.count;
    let next = rest.find(|n| filter.counted.is_none_or(|of| of(state, *n) > 0));
    narrow(state, next)
}

/// Narrows the list on the screen to one of its filters, or to none.
fn narrow(state: &mut State, only: Option<usize>) -> Vec<Effect> {
    let b = state.browse.entry(state.screen).or_default();
    b.only = only;
    b.cursor = Cursor::default();
    anew(state)
}

/// A key of a numbered head: that kind, also where it is shown already, so that the same keys always show the same; all by 0.
fn by_key(state: &mut State, n: usize) -> Vec<Effect> {
    let Some(b) = state.browse.get(&state.screen) else {
        return Vec::new();
    };
    match n.checked_sub(1) {
        Some(kind) if b.frame.is_none_or(|list| kind >= list.filter.count) => Vec::new(),
        wanted => {
            // What was looked for is looked for in all of it.
            if let Some(b) = state.browse.get_mut(&state.screen) {
                b.find.set("");
            }
            narrow(state, wanted)
        }
    }
}

/// Marks the row under the marker, or takes its mark away.
fn mark(state: &mut State) -> Option<()> {
    let list = of(state.screen).filter(|list| list.frame().marked.is_some())?;
    let b = state.browse.get(&state.screen)?;
    let row = list.table(state, &b.rows, (b.cursor.at, 1)).rows.pop()?;
    let mark = Pick::of(b.cursor.id?.to_string(), row.get(list.frame().title)?);
    state.browse.get_mut(&state.screen)?.marks.turn(mark);
    Some(())
}

/// Takes all marks of the list on the screen away.
pub fn unmark(state: &mut State) -> Vec<Effect> {
    if let Some(b) = state.browse.get_mut(&state.screen) {
        b.marks = Marks::default();
    }
    Vec::new()
}

/// Enter while something is marked: what is done with all of it, before what Enter does otherwise.
fn for_marked(state: &State) -> Option<Menu> {
    let all = of(state.screen)?.frame().marked?;
    let n = state.browse.get(&state.screen)?.marks.0.len();
    let t = state.texts();
    let item = |act: Act, label: String| Item::new(label, Choice::Act(act)).unless(why_not(act, state));
    let label = |act: Act| act.label(state.lang).to_owned();
    let counted = fill(t.matter.batch_title, &[("act", &label(all)), ("n", &n.to_string())]);
    let rest = [Act::ListUnmark, Act::ListOpen].map(|act| item(act, label(act)));
    let items = std::iter::once(item(all, counted)).chain(rest);
    let title = fill(t.desk.marked, &[("n", &n.to_string())]);
    (n > 0).then(|| Menu::new(title.trim(), items.collect()))
}

/// Opens the row under the marker.
pub fn open_row(state: &mut State) -> Vec<Effect> {
    let marker = state
        .browse
        .get(&state.screen)
        .filter(|b| !matches!(b.rows, Rows::None));
    match (of(state.screen), marker.map(|b| b.cursor.at)) {
        (Some(list), Some(at)) => list.open(state, at),
        _ => Vec::new(),
    }
}
