//! The whole screen from the state: the bar, the screen at the bottom of the stack, the layers, the hints. Returns the
//! cell of the hardware cursor: the caret in a field, the marker of the selected row elsewhere.

use super::page::Extent;
use super::theme::{Role, Theme};
use super::{bar, desk, formlayer, importing, lists, opinion, overlay, put, reading, record, selftest, words};
use crate::app::action::{Act, keys_of};
use crate::app::available::{enter_word, hints as acts, on_digit, press_word, why_not};
use crate::app::may;
use crate::app::model::state::is_typing;
use crate::app::model::{Layer, Mood, Screen, State};
use crate::app::room::LEAST;
use crate::app::terminal::Drawn;
use crate::cells;
use crate::domain::code::SessionState;
use crate::domain::level::Level;
use crate::form::wrap;
use crate::i18n::{self, fill};
use crate::keys::keymap::GLOBAL;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells a station's name keeps in the bar at the top before something else gives way.
const NAME_MIN: usize = 8;

/// Draws a frame: bar, panes or list, layers, hints. Returns where the terminal's cursor belongs.
pub fn draw(state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let area = buf.area;
    put::fill(buf, area, theme.style(Role::Text));
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return too_small(state, theme, buf);
    }
    let row = |y| Rect { y, height: 1, ..area };
    let (left, who) = ends(state, usize::from(area.width));
    bar::title(row(0), buf, theme, &left, &who, true);
    // A layer that takes the whole screen hides the screen and the layers below it: those are not drawn at all.
    let whole = state.layers.iter().rposition(is_whole);
    let mut caret = None;
    if whole.is_none() {
        tabs(row(1), state, theme, buf);
        caret = screen(state, theme, buf);
    }
    for layer in state.layers.iter().skip(whole.unwrap_or_default()) {
        caret = one(layer, state, theme, buf);
    }
    bottom(row(area.height - 1), state, theme, caret, buf);
    caret
}

/// What is at the bottom of the stack.
fn screen(state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let body = Rect {
        y: 2,
        height: buf.area.height - 3,
        ..buf.area
    };
    match state.screen {
        // What was never read is not shown as nothing.
        Screen::Today if !state.loaded && state.unread.is_some() => None,
        Screen::Today => desk::draw(body, state, theme, buf),
        _ => lists::draw(body, state, theme, buf),
    }
}

const fn is_whole(layer: &Layer) -> bool {
    matches!(
        layer,
        Layer::Form(_)
            | Layer::Page(_)
            | Layer::Help(_)
            | Layer::Record(_)
            | Layer::Closing(_)
            | Layer::Importing(_)
            | Layer::SelfTest(_)
    ) || matches!(layer, Layer::Matter(m) if opinion::is_whole(m))
}

/// Between the bar at the top and the hints.
const fn body(buf: &Buffer) -> Rect {
    Rect {
        y: 1,
        height: buf.area.height.saturating_sub(2),
        ..buf.area
    }
}

/// What is seen of a layer that is longer than its page may be.
fn extent(layer: &Layer, state: &State, body: Rect) -> Option<Extent> {
    match layer {
        Layer::Page(p) => Some(reading::page_extent(body, p, state)),
        Layer::Help(h) => Some(reading::help_extent(body, h)),
        Layer::Record(r) => record::extent(body, r, state),
        Layer::Importing(i) => Some(importing::extent(body, i, state)),
        Layer::Matter(_)
        | Layer::Menu(_)
        | Layer::Picker(_)
        | Layer::Palette(_)
        | Layer::Form(_)
        | Layer::Closing(_)
        | Layer::SelfTest(_) => None,
    }
}

fn one(layer: &Layer, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let body = body(buf);
    match layer {
        Layer::Menu(m) => overlay::menu(body, m, state, theme, buf),
        Layer::Picker(p) => overlay::picker(body, p, state, theme, buf),
        Layer::Palette(p) => overlay::palette(body, p, state, theme, buf),
        Layer::Form(f) => formlayer::draw(body, f, state, theme, buf),
        Layer::Page(p) => reading::page(body, p, state, theme, buf),
        Layer::Help(h) => reading::help(body, h, state, theme, buf),
        Layer::Record(r) => record::draw(body, r, state, theme, buf),
        Layer::Matter(m) => opinion::draw(body, m, state, theme, buf),
        Layer::Importing(i) => importing::draw(body, i, state, theme, buf),
        Layer::Closing(c) => reading::closing(body, *c, state, theme, buf),
        Layer::SelfTest(s) => Some(selftest::draw(body, s, state, theme, buf)),
    }
}

fn too_small(state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let area = buf.area;
    let text = fill(
        state.texts().common.too_small,
        &[
            ("now", &format!("{}x{}", area.width, area.height)),
            ("least", &format!("{}x{}", LEAST.0, LEAST.1)),
        ],
    );
    let lines = wrap::lines(&text, usize::from(area.width.saturating_sub(1)));
    put::wrapped(buf, area, &lines, theme.style(Role::Text));
    (!area.is_empty()).then_some((0, 0))
}

/// `值班台 柳河镇联络站 11月23日周一 09:42 今年第12次接待 已接5批 等候4`. The counts are what one looks up for, so they
/// are never cut: a long name of a station gives way first, then the ordinal of the reception.
fn title(state: &State, room: usize) -> String {
    let t = state.texts();
    let mut first = vec![t.common.app.to_owned()];
    if state.demo {
        first.push(t.common.practice.to_owned());
    }
    if state.masked {
        first.push(t.record.covered.to_owned());
    }
    if state.cannot_write.is_some() {
        first.push(t.common.barred.to_owned());
    }
    if state.damaged {
        first.push(t.common.damaged.to_owned());
    }
    first.extend(state.copying_in_short().or_else(|| state.copy_is_old()));
    let clock = state.now.clock();
    let when = format!("{} {clock}", i18n::day(state.lang, state.today(), state.today()));
    let (mut ordinal, mut counts) = (Vec::new(), Vec::new());
    if let Some(s) = state.open() {
        if s.plan.day == state.today() {
            let nth = s
                .ordinal
                .map(|n| fill(t.desk.session_of_year, &[("n", &n.to_string())]));
            ordinal.extend(nth);
        } else {
            // Whose reception it is counts more than anything else about it.
            let day = i18n::day(state.lang, s.plan.day, state.today());
            counts.push(fill(t.desk.session_of_day, &[("day", &day)]));
        }
        if s.state == SessionState::Closing {
            counts.push(t.desk.closing.to_owned());
        }
        counts.push(fill(t.desk.received, &[("n", &state.snap.received.to_string())]));
    }
    if state.loaded && state.snap.station.is_some() {
        counts.push(format!(
            "{}{}",
            t.desk.queue,
            words::gap(state, &state.waiting().to_string())
        ));
    }
    counts.extend(beyond(state));
    let name = state.snap.station.as_ref().map_or("", |s| s.name.as_str());
    let line = |name: &str, ordinal: &[String]| {
        let parts = first.iter().map(String::as_str).chain([name, when.as_str()]);
        let parts = parts.chain(ordinal.iter().chain(&counts).map(String::as_str));
        parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let short = || {
        let over = cells::width(&line(name, &[])).saturating_sub(room);
        let left = cells::width(name).saturating_sub(over);
        (left >= NAME_MIN || over == 0).then(|| line(cells::fit(name, left).as_ref(), &[]))
    };
    // What a station is called counts more than how many receptions it has had.
    let counted = line(name, &ordinal);
    if cells::width(&counted) <= room {
        return counted;
    }
    if let Some(line) = short() {
        return line;
    }
    // Where there is room for nothing else, the day and what the program is called go before a count is cut.
    let [bare, timed, counted] = [(0, when.as_str()), (0, clock.as_str()), (1, "")].map(|(from, when)| {
        let parts = first.iter().skip(from).map(String::as_str).chain([when]);
        let parts = parts.chain(counts.iter().map(String::as_str));
        parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    });
    let fits = |line: &String| cells::width(line) <= room;
    [bare, timed].into_iter().find(fits).unwrap_or(counted)
}

/// Who was shown more numbers within an hour than the rules say, for whoever answers for it.
fn beyond(state: &State) -> Option<String> {
    let beyond = state.snap.beyond.first().filter(|_| may::sees_all_looks(state))?;
    let values = [("by", beyond.by.as_str()), ("n", &beyond.matters.to_string())];
    Some(fill(state.texts().desk.beyond, &values))
}

/// The two ends of the bar at the top. What keeps people to their roles stands beside who sits here, where nothing gives way
/// for it.
fn ends(state: &State, width: usize) -> (String, String) {
    let who = who(state);
    let room = |who: &str| width.saturating_sub(4 + cells::width(who));
    let left = title(state, room(&who));
    let t = &state.texts().server;
    let level = state.level.map(|level| match level {
        Level::Alone => t.alone,
        Level::Shared => t.shared,
        Level::Service => t.service,
    });
    match level.map(|level| format!("{level} {who}")) {
        Some(both) if !who.is_empty() && title(state, room(&both)) == left => (left, both),
        _ => (left, who),
    }
}

/// Who sits here, and at which table when there are several.
fn who(state: &State) -> String {
    let mut name = state.account.as_ref().map(|a| a.name.clone()).unwrap_or_default();
    let whom: Vec<&str> = state.standing_for().map(|s| s.called.as_str()).collect();
    if !whom.is_empty() {
        let whom = whom.join(if state.lang.is_zh() { "、" } else { ", " });
        name = fill(state.texts().rights.by_whom, &[("by", &name), ("whom", &whom)]);
    }
    if state.terminal.facts.drawn == Drawn::Substitute {
        // What is on the screen is not what is in the record: that has to be seen.
        name = format!("{} {name}", state.texts().selftest.substituting);
    }
    match state.own_table() {
        Some(n) if state.tables() > 1 => {
            let table = fill(state.texts().ask.table_n, &[("n", &n.to_string())]);
            format!("{table} {name}")
        }
        _ => name,
    }
}

/// The screens with their digits.
fn tabs(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer) {
    // Where the digits are the list's own, none is promised here.
    let is_taken = state.frame().is_some_and(|list| list.filter.counted.is_some());
    let words: Vec<(String, bool, bool)> = (1..=9)
        .filter_map(|n| Some((n, on_digit(n, state)?)))
        .map(|(n, act)| {
            let digit = if is_taken { String::new() } else { n.to_string() };
            let text = digit + act.label(state.lang);
            (text, act == Act::Screen(state.screen), !act.is_screen())
        })
        .collect();
    // Two blanks between them while there is room, one when there is not; what does not fit whole is left out.
    let all: usize = words.iter().map(|(t, ..)| cells::width(t) + 2).sum();
    let gap = u16::from(all < usize::from(area.width));
    let saved = words::saved(state);
    let taken = saved.as_deref().map_or(0, |s| cells::width(s) as u16 + 2);
    // The last leads to everything that has no room here: it always has some.
    let end = area.right().saturating_sub(taken);
    let last = words.last().map_or(0, |(t, ..)| cells::width(t) as u16 + 1);
    let (mut x, of_last) = (area.x + 1, words.len().saturating_sub(1));
    let mut is_full = false;
    for (at, (text, here, is_act)) in words.into_iter().enumerate() {
        let width = cells::width(&text) as u16;
        let kept = if at == of_last { 0 } else { last };
        is_full |= at != of_last && x.saturating_add(1 + width + kept) >= end;
        if is_full && at != of_last || x.saturating_add(1 + width) >= end {
            continue;
        }
        let role = if here || is_act { Role::Text } else { Role::Muted };
        let mark = if here { ">" } else { " " };
        x = put::put(buf, x, area.y, mark, theme.style(Role::Mark), 1);
        x = put::put(buf, x, area.y, &text, theme.style(role), width);
        x = x.saturating_add(gap);
    }
    if let Some(saved) = saved {
        put::put_right(buf, area.right() - 1, area.y, &saved, theme.style(Role::Muted), 16);
    }
}

/// A sentence over as many lines as it takes. Where it would take more than there are its middle is left out: what to do
/// next stands at the end of it.
fn told(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut room = width * most;
    loop {
        let whole = cells::fit_ends(text, room);
        let lines = wrap::lines(&whole, width);
        if lines.len() <= most || room == 0 {
            return lines.into_iter().take(most).map(str::to_owned).collect();
        }
        room = room.saturating_sub(2);
    }
}

/// What the program has to say until the next key, else the hints.
fn bottom(row: Rect, state: &State, theme: &Theme, caret: Option<(u16, u16)>, buf: &mut Buffer) {
    let toast = state.toast.as_ref().map(|toast| (toast.mood, &toast.text));
    // What cannot be read is said for as long as that is so.
    if let Some((mood, text)) = toast.or_else(|| state.unread.as_ref().map(|why| (Mood::Bad, why))) {
        let role = match mood {
            Mood::Good => Role::Ok,
            Mood::Warn => Role::Warn,
            Mood::Bad => Role::Error,
        };
        let free = caret.map_or(row.y, |(_, y)| row.y.saturating_sub(y)).max(1);
        let lines = told(&state.said(text), usize::from(row.width.saturating_sub(2)), free.into());
        for (line, y) in lines.iter().rev().zip((0..=row.y).rev()) {
            bar::status(Rect { y, ..row }, buf, theme, (line, role), "");
        }
        return;
    }
    if let Some(Layer::SelfTest(s)) = state.layers.last() {
        let t = &state.texts().selftest;
        // After another charset was tried where nobody knows which is right, what leads back is in ASCII.
        let terminal = &state.terminal;
        let tried = terminal.gb18030().filter(|_| terminal.facts.utf8.is_none());
        let text = match tried {
            Some(true) => t.ascii_back_utf8,
            Some(false) => t.ascii_back_gb,
            None if s.escaped => t.once_more,
            None => t.rule,
        };
        bar::status(row, buf, theme, (text, Role::Hint), "");
        return;
    }
    let zh = state.lang.is_zh();
    let scopes: Vec<&str> = match state.layers.last() {
        Some(layer) => layer.scopes().to_vec(),
        None => vec![state.focus.scope(), "list", GLOBAL],
    };
    let label = |act: Act| {
        let chords = state.keymap.chords_of(act.row().id, &scopes);
        let key = chords.first().map_or_else(String::new, |c| c.label(zh));
        let here = enter_word(state).filter(|_| act == Act::ListOpen);
        let form = state
            .layers
            .last()
            .and_then(Layer::form)
            .filter(|_| act == Act::FormFile);
        let press = form.map(|form| press_word(form, state.lang));
        let text = here.or(press).unwrap_or_else(|| act.label(state.lang));
        let text = if zh { text.to_owned() } else { format!(" {text} ") };
        (key, text, why_not(act, state).is_none())
    };
    let has_next = state.layers.last().and_then(|layer| extent(layer, state, body(buf)));
    let has_next = has_next.is_some_and(Extent::has_next);
    let acts = acts(state)
        .into_iter()
        .filter(|act| has_next || *act != Act::ListPageDown);
    let texts: Vec<(String, String, bool)> = acts.map(label).collect();
    let hints: Vec<bar::Hint<'_>> = texts
        .iter()
        .filter(|(key, ..)| !key.is_empty())
        .map(|(key, text, enabled)| bar::Hint {
            key,
            text,
            enabled: *enabled,
        })
        .collect();
    let (mut key, text, _) = label(Act::AppHelp);
    if is_typing(state) {
        // In a field the first key of help is a character like any other.
        let keys = keys_of(Act::AppHelp, &state.keymap, state.lang);
        let other = keys.split(' ').find(|key| key.chars().count() > 1);
        other.unwrap_or_default().clone_into(&mut key);
    }
    let tail = bar::Hint {
        key: &key,
        text: &text,
        enabled: true,
    };
    bar::hints(row, buf, theme, &hints, tail);
}
