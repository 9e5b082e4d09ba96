//! The first screen: four panes with reverse-video bars. With a reception open, duty and queue stand at the left, the
//! opinion at the right and the follow-up below; without one the follow-up has the room; on a narrow terminal only the
//! focused pane is open and the bars of the others still count.

use super::list::{self, Column, ListView, Row, Size, position, window_top};
use super::theme::{Role, Theme};
use super::{bar, lists, matter, owed, put, rows};
use crate::app;
use crate::app::action::{Act, keys_of};
use crate::app::may;
use crate::app::model::{Cursor, Pane, State};
use crate::app::opinion::presence;
use crate::app::queue::visits::full_name;
use crate::app::room::{Shape, share};
use crate::cells;
use crate::domain::code::{Owing, SessionState, VisitState};
use crate::domain::record::Visit;
use crate::domain::shape::Class;
use crate::form::wrap;
use crate::i18n::{self, code, fill};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the panes and returns the marker of the focused one.
pub fn draw(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let room = share(state);
    let mut caret = None;
    let mut pane = |pane: Pane, area: Rect| {
        let found = one(pane, area, state, theme, buf);
        if state.focus == pane {
            caret = found;
        }
    };
    match room.shape {
        Shape::Reception => {
            let left = (area.width * 2 / 5).clamp(28, 48);
            let duty = Rect {
                width: left,
                height: room.duty,
                ..area
            };
            let queue = Rect {
                y: duty.bottom(),
                width: left,
                height: room.queue,
                ..area
            };
            let opinion = Rect {
                x: area.x + left + 1,
                width: area.width - left - 1,
                height: room.opinion,
                ..area
            };
            let follow = Rect {
                y: queue.bottom(),
                height: room.follow,
                ..area
            };
            pane(Pane::Duty, duty);
            pane(Pane::Queue, queue);
            pane(Pane::Opinion, opinion);
            pane(Pane::Follow, follow);
        }
        Shape::Quiet | Shape::Narrow => {
            let mut y = area.y;
            for (p, height) in [
                (Pane::Duty, room.duty),
                (Pane::Queue, room.queue),
                (Pane::Opinion, room.opinion),
                (Pane::Follow, room.follow),
            ] {
                pane(p, Rect { y, height, ..area });
                y += height;
            }
            let below = Rect {
                y,
                height: room.matter,
                ..area
            };
            matter::draw(below, state, theme, buf);
        }
    }
    caret
}

fn one(pane: Pane, area: Rect, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let focused = state.focus == pane && state.layers.is_empty();
    let (left, right) = match pane {
        Pane::Duty => duty_bar(state, bar::room(area, buf)),
        Pane::Queue => queue_bar(state),
        Pane::Opinion => (opinion_bar(state), String::new()),
        Pane::Follow => {
            let all = owed::all(state, usize::from(area.height.saturating_sub(1)));
            let taken = all.as_deref().map_or(0, |all| cells::width(all) + 2);
            let room = bar::room(area, buf).saturating_sub(taken);
            (owed::bar(state, room), all.unwrap_or_default())
        }
    };
    let right = match of_all(pane, area, state) {
        Some(rows) if right.is_empty() => rows,
        // Where there is room for one of them, it is that there is more.
        Some(rows) => {
            let both = format!("{rows} {right}");
            let fits = cells::width(&left) + 2 + cells::width(&both) <= bar::room(area, buf);
            if fits { both } else { rows }
        }
        None => right,
    };
    // What a pane is called, and how many there are, is whole before anything else is said of it.
    let is_whole = cells::width(&left) + 2 + cells::width(&right) <= bar::room(area, buf);
    let right = if is_whole { right } else { String::new() };
    bar::title(area, buf, theme, &left, &right, focused);
    if focused {
        // The sign of the focus is a character: bold on a reversed bar is hardly legible in PuTTY.
        put::put(buf, area.x, area.y, ">", theme.style(Role::TitleFocus), 1);
    }
    let inner = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    if inner.is_empty() {
        return focused.then_some((area.x, area.y));
    }
    match pane {
        Pane::Duty => duty(inner, state, theme, buf, focused),
        Pane::Queue => queue(inner, state, theme, buf, focused),
        Pane::Opinion => opinion(inner, state, theme, buf, focused),
        Pane::Follow => follow(inner, state, theme, buf, focused),
    }
}

/// Which rows of the duty or the queue are seen, where not all of them are.
fn of_all(pane: Pane, area: Rect, state: &State) -> Option<String> {
    let (cursor, all) = match pane {
        Pane::Duty => (state.duty, state.snap.attendance.len()),
        Pane::Queue => (state.queue, state.visits().count()),
        Pane::Opinion | Pane::Follow => return None,
    };
    let height = usize::from(area.height.saturating_sub(1));
    (height > 0 && all > height).then(|| position(window_top(cursor.at, all, height), height, all))
}

/// `值班代表 2/3` and the tables; on a quiet day the next reception.
fn duty_bar(state: &State, room: usize) -> (String, String) {
    let t = state.texts();
    let all = &state.snap.attendance;
    if state.open().is_some() {
        let here = all.iter().filter(|a| a.is_present()).count();
        let table = |n: String| fill(t.ask.table_n, &[("n", &n)]).replace(' ', "");
        let tables: Vec<String> = (1..=state.tables()).map(|n| table(n.to_string())).collect();
        let presence = state.open().map_or("", |s| match s.presence {
            crate::domain::code::Presence::Deputies => "",
            p => code::presence(state.lang, p),
        });
        let left = format!("{} {here}/{}", t.desk.duty, all.len());
        let right = if presence.is_empty() {
            let each = tables.join(" ");
            let has_room = cells::width(&left) + 2 + cells::width(&each) <= room;
            if has_room {
                each
            } else {
                table(format!("1-{}", tables.len()))
            }
        } else {
            presence.to_owned()
        };
        return (left, right);
    }
    match &state.snap.next_session {
        Some(s) => {
            let agreed = all
                .iter()
                .filter(|a| a.agreed == crate::domain::code::Agreement::Yes)
                .count();
            let notice = if s.state == SessionState::Noticed {
                t.desk.noticed
            } else {
                t.desk.not_noticed
            };
            let here = all.iter().filter(|a| a.is_present()).count();
            let text = fill(
                if here > 0 { t.desk.next_here } else { t.desk.next },
                &[
                    ("day", &i18n::day(state.lang, s.plan.day, state.today())),
                    ("time", &s.plan.starts.to_string()),
                    ("all", &all.len().to_string()),
                    ("yes", &agreed.to_string()),
                    ("here", &here.to_string()),
                    ("notice", notice),
                ],
            );
            let today = s.plan.day == state.today();
            (
                text,
                if today {
                    state.keyed(t.desk.enter_opens)
                } else {
                    String::new()
                },
            )
        }
        None => (state.keyed(t.desk.no_next), String::new()),
    }
}

fn queue_bar(state: &State) -> (String, String) {
    let t = state.texts();
    let mut left = format!("{} {}", t.desk.queue, state.waiting());
    let kept = state.snap.owed.of(Owing::Promised);
    if kept > 0 {
        left = format!("{left}  {}", fill(t.queue.kept, &[("n", &kept.to_string())]));
    }
    // Nobody has waited through the night.
    let today = |v: &&Visit| v.state == VisitState::Waiting && v.arrived_at.day() == state.today();
    let waits = state.snap.queue.iter().filter(today);
    let longest = waits.map(|v| state.now.minutes_since(v.arrived_at)).max();
    let right = longest.map(|m| fill(t.queue.longest, &[("wait", &i18n::minutes(state.lang, m))]));
    // While nobody waits there is room for the key that takes in whom the last reception did not get to.
    let key = || keys_of(Act::QueuePromised, &state.keymap, state.lang);
    (
        left,
        right.unwrap_or_else(|| if kept > 0 { key() } else { String::new() }),
    )
}

fn opinion_bar(state: &State) -> String {
    let t = state.texts();
    match state.at_own_table() {
        Some(v) => {
            let state_of = if state.snap.broken_off.contains(&v.id) {
                t.plain.broken_off
            } else {
                code::visit_state(state.lang, v.state)
            };
            format!("{}  {} {state_of}", t.desk.opinion, full_name(state, v))
        }
        None => t.desk.opinion.to_owned(),
    }
}

/// A list of the desk in its pane.
struct Pick<'a> {
    columns: &'a [Column<'a>],
    title: usize,
    rows: Vec<Row<'a>>,
    cursor: Cursor,
    empty: &'a str,
}

fn show(area: Rect, theme: &Theme, buf: &mut Buffer, focused: bool, pick: &Pick<'_>) -> Option<(u16, u16)> {
    let height = usize::from(area.height);
    let top = window_top(pick.cursor.at, pick.rows.len(), height);
    let page: Vec<Row<'_>> = pick.rows.iter().skip(top).take(height).cloned().collect();
    let view = ListView {
        columns: pick.columns,
        title: pick.title,
        rows: &page,
        top,
        selected: pick.cursor.at,
        gap: 1,
        header: false,
        focused,
        needle: "",
        empty: pick.empty,
    };
    list::draw(area, buf, theme, &view)
}

const fn column(size: Size) -> Column<'static> {
    Column {
        name: "",
        size,
        right: false,
    }
}

fn duty(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer, focused: bool) -> Option<(u16, u16)> {
    let columns = [column(Size::Fixed(8)), column(Size::Fixed(6)), column(Size::Flex(6))];
    let rows = state.snap.attendance.iter().map(|a| rows::duty(state, a)).collect();
    let pick = Pick {
        columns: &columns,
        title: 0,
        rows,
        cursor: state.duty,
        empty: state.texts().desk.no_duty,
    };
    show(area, theme, buf, focused, &pick)
}

fn queue(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer, focused: bool) -> Option<(u16, u16)> {
    let wait = Column {
        right: true,
        ..column(Size::Fixed(if state.lang.is_zh() { 8 } else { 10 }))
    };
    let columns = [column(Size::Fixed(3)), column(Size::Flex(8)), wait];
    let rows = state.visits().map(|v| rows::queue(state, v)).collect();
    let empty = if state.snap.closed_today.is_some() {
        state.texts().queue.after_close
    } else if state.snap.received > 0 {
        state.texts().queue.nobody
    } else {
        state.texts().queue.empty
    };
    let empty = may::why_no_records(state).unwrap_or_else(|| fill(empty, &[("key", "F3")]));
    let pick = Pick {
        columns: &columns,
        title: 1,
        rows,
        cursor: state.queue,
        empty: &empty,
    };
    show(area, theme, buf, focused, &pick)
}

fn follow(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer, focused: bool) -> Option<(u16, u16)> {
    let table = app::list::owed::lines(state, &state.snap.follow_up);
    let columns = lists::columns(&table);
    let beyond = (state.owed_beyond() > 0).then(|| rows::owed_beyond(state));
    let rows = lists::as_rows(table.rows, table.pressing)
        .into_iter()
        .chain(beyond)
        .collect();
    let why = may::why_no_records(state);
    let pick = Pick {
        columns: &columns,
        title: table.title,
        rows,
        cursor: state.follow,
        empty: why.as_deref().unwrap_or(state.texts().follow.empty),
    };
    show(area, theme, buf, focused, &pick)
}

/// Who is at this keyboard's table, and which key writes down what they say.
fn opinion(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer, focused: bool) -> Option<(u16, u16)> {
    let t = state.texts();
    let mut lines: Vec<(Role, String)> = Vec::new();
    if let Some(v) = state.at_own_table() {
        let there = presence::open_elsewhere(state, v.id.0);
        lines.extend(there.map(|there| (Role::Warn, there)));
        let said = v.first_words.as_deref().filter(|_| !state.masked);
        lines.extend(said.map(|w| (Role::Text, format!("{}  {w}", t.ask.first_words))));
        let note = v.note.clone().map(|note| state.pass(Class::Sealed, note));
        lines.extend(note.map(|n| (Role::Warn, format!("{}  {n}", t.ask.note))));
        let filed = fill(t.desk.filed_here, &[("n", &v.opinions.to_string())]);
        lines.push((Role::Muted, filed));
        lines.push((Role::Muted, state.keyed(t.desk.how_to_write)));
    } else {
        let here = if state.open().is_some() && state.own_table().is_none() {
            t.desk.choose_table
        } else {
            t.desk.nobody_at_table
        };
        lines.push((Role::Muted, state.keyed(here)));
        lines.push((Role::Muted, state.keyed(t.desk.how_to_write_quiet)));
    }
    let inner = put::usable(buf, area);
    let mut y = inner.y;
    for (role, text) in &lines {
        for l in wrap::lines(text, usize::from(inner.width.saturating_sub(3))) {
            if y >= inner.bottom() {
                break;
            }
            put::put(
                buf,
                inner.x + 2,
                y,
                l,
                theme.style(*role),
                inner.width.saturating_sub(2),
            );
            y += 1;
        }
    }
    focused.then_some((inner.x, inner.y))
}
