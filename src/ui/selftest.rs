//! 终端自检: pages of samples, findings and advice, the digits that choose, and the keys as they arrive.
//!
//! The sample rows are data: they hold exactly the glyphs terminals disagree on. Everything around them is chrome.

use super::put::{put, usable};
use super::theme::{Role, Theme};
use super::{bar, page};
use crate::app::looks::THEMES;
use crate::app::model::{SelfTest, State};
use crate::app::terminal::{Client, Drawn};
use crate::cells;
use crate::i18n::selftest::{FULL, HAN, MARKS, NAMES, RULER, SIGNS, Texts};
use crate::i18n::{Lang, fill};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the labels before samples.
const LABEL: u16 = 11;

/// Cells of a sample; the mark stands after them.
const SAMPLE: u16 = 41;

/// Cells of the name of a key.
const NAME: u16 = 24;

/// What one section says.
enum Block {
    /// A row that ends with the mark.
    Sample(&'static str, Vec<(String, Role)>),
    /// A paragraph.
    Text(String, String, Role),
}

struct Section {
    title: &'static str,
    blocks: Vec<Block>,
}

/// One row, wrapped already.
enum Row {
    Sample(&'static str, Vec<(String, Role)>),
    Text(String, u16, String, Role),
}

impl Row {
    fn is_heading(&self) -> bool {
        matches!(self, Self::Text(.., Role::Key))
    }
}

/// Draws the screen and returns the cell where an input method draws.
pub fn draw(area: Rect, s: &SelfTest, state: &State, theme: &Theme, buf: &mut Buffer) -> (u16, u16) {
    let t = &state.texts().selftest;
    let area = usable(buf, area);
    let choices = choices(state, usize::from(area.width.saturating_sub(2)));
    let keys = keys_shown(area.height);
    let below = choices.len() as u16 + 1 + keys;
    let room = area.height.saturating_sub(1 + below).max(1);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(3),
        height: room,
    };
    let pages = pages(state, inner);
    let at = s.page % pages.len().max(1);
    let (section, rows) = pages
        .get(at)
        .map_or(("", [].as_slice()), |(t, rows)| (t, rows.as_slice()));
    let title = format!("{}  {section} {}/{}", t.title, at + 1, pages.len());
    let size = format!("{}x{}", state.size.0, state.size.1);
    let whole = Rect {
        width: buf.area.width,
        height: 1,
        ..area
    };
    bar::title(whole, buf, theme, &title, &size, true);
    for (row, y) in rows.iter().zip(inner.top()..inner.bottom()) {
        self::row(row, Rect { y, height: 1, ..inner }, buf, theme);
    }
    let mut y = inner.bottom();
    for line in &choices {
        put(buf, area.x + 1, y, line, theme.style(Role::Key), area.width);
        y += 1;
    }
    let keys = Rect {
        y,
        height: keys + 1,
        ..area
    };
    pressed(keys, s, t, theme, buf)
}

/// Rows for the keys that came: enough to compare two presses at least.
const fn keys_shown(height: u16) -> u16 {
    match height {
        0..=15 => 3,
        16..=29 => 4,
        _ => 8,
    }
}

/// The line keys come to, and those that came below it.
fn pressed(area: Rect, s: &SelfTest, t: &Texts, theme: &Theme, buf: &mut Buffer) -> (u16, u16) {
    let x = put(buf, area.x + 1, area.y, t.press, theme.style(Role::Muted), area.width);
    let caret = put(buf, x + 1, area.y, "> ", theme.style(Role::Mark), area.width);
    for (press, y) in s.presses.iter().zip(area.top() + 1..area.bottom()) {
        let name = cells::fit(&press.name, usize::from(NAME));
        put(buf, area.x + 3, y, &name, theme.style(Role::Text), NAME);
        let x = area.x + 3 + NAME + 2;
        let room = area.right().saturating_sub(x);
        let bytes = cells::fit(&press.bytes, usize::from(room));
        put(buf, x, y, &bytes, theme.style(Role::Muted), room);
    }
    (caret, area.y)
}

fn row(row: &Row, area: Rect, buf: &mut Buffer, theme: &Theme) {
    match row {
        Row::Sample(label, parts) => {
            put(buf, area.x, area.y, label, theme.style(Role::Muted), LABEL);
            let start = area.x + LABEL;
            let end = (start + SAMPLE).min(area.right().saturating_sub(1));
            let mut x = start;
            for (text, role) in parts {
                let room = end.saturating_sub(x + 1);
                let text = whole(text, usize::from(room));
                x = put(buf, x, area.y, text, theme.style(*role), room);
            }
            put(buf, end, area.y, "|", theme.style(Role::Mark), 1);
        }
        Row::Text(label, indent, text, role) => {
            put(
                buf,
                area.x,
                area.y,
                label,
                theme.style(Role::Muted),
                indent.saturating_sub(1),
            );
            put(buf, area.x + indent, area.y, text, theme.style(*role), area.width);
        }
    }
}

/// As much of a sample as has room: a bracket that is cut would look like a glyph that is missing.
fn whole(text: &str, room: usize) -> &str {
    if !text.starts_with('[') {
        return text;
    }
    let (mut used, mut end) = (0, 0);
    for (at, glyph) in text.char_indices() {
        used += cells::of(glyph.encode_utf8(&mut [0; 4]));
        if used > room {
            return text.get(..end).unwrap_or_default();
        }
        if glyph == ']' {
            end = at + 1;
        }
    }
    text
}

/// The sections put on pages of this size: a short one still goes below another, a long one begins a page of its own.
fn pages(state: &State, inner: Rect) -> Vec<(&'static str, Vec<Row>)> {
    let height = usize::from(inner.height);
    let mut out: Vec<(&'static str, Vec<Row>)> = Vec::new();
    for section in sections(state) {
        let mut rows: Vec<Row> = rows_of(section.blocks, inner.width);
        if let Some((_, page)) = out.last_mut()
            && page.len() + 2 + rows.len() <= height
        {
            page.push(Row::Text(String::new(), 0, String::new(), Role::Text));
            page.push(Row::Text(String::new(), 0, section.title.to_owned(), Role::Key));
            page.append(&mut rows);
        }
        while !rows.is_empty() {
            let mut n = rows.len().min(height);
            // A heading stands with what it heads.
            if n > 1 && n < rows.len() && rows.get(n - 1).is_some_and(Row::is_heading) {
                n -= 1;
            }
            let rest = rows.split_off(n);
            out.push((section.title, std::mem::replace(&mut rows, rest)));
        }
    }
    out
}

fn rows_of(blocks: Vec<Block>, width: u16) -> Vec<Row> {
    let labels = blocks.iter().map(|b| match b {
        Block::Text(label, ..) if !label.is_empty() => cells::width(label) as u16 + 2,
        _ => 0,
    });
    // A long name of a client stands on a line of its own.
    let indent = labels.filter(|w| *w <= LABEL + 2).max().unwrap_or(0);
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Sample(label, parts) => out.push(Row::Sample(label, parts)),
            Block::Text(label, text, role) => {
                let is_long = cells::width(&label) as u16 + 2 > indent.max(LABEL + 2);
                if is_long {
                    out.push(Row::Text(String::new(), 0, label.clone(), Role::Muted));
                }
                let shown = if is_long { "" } else { label.as_str() };
                let indent = if shown.is_empty() && !is_long { 0 } else { indent };
                let paragraph = page::Paragraph {
                    label: "",
                    text: &text,
                    role,
                };
                let lines = page::lines(&[paragraph], width.saturating_sub(indent));
                for (i, line) in lines.iter().enumerate() {
                    let label = if i == 0 { shown } else { "" };
                    out.push(Row::Text(label.to_owned(), indent, line.text.to_owned(), role));
                }
            }
        }
    }
    out
}

/// What there is to see; what has to be changed comes first when something has.
fn sections(state: &State) -> Vec<Section> {
    let mut all = vec![samples(state), found(state), change(state), others(state)];
    if state.terminal.facts.is_garbled() {
        let change = all.remove(2);
        all.insert(0, change);
    }
    all
}

fn section(title: &'static str, blocks: Vec<Block>) -> Section {
    Section { title, blocks }
}

fn text(label: &str, text: impl Into<String>, role: Role) -> Block {
    Block::Text(label.to_owned(), text.into(), role)
}

fn samples(state: &State) -> Section {
    let t = &state.texts().selftest;
    let plain = |label, sample: &str| Block::Sample(label, vec![(sample.to_owned(), Role::Text)]);
    let fenced = |label, glyphs: &str| {
        let all: String = glyphs.chars().flat_map(|c| ['[', c, ']']).collect();
        plain(label, &all)
    };
    let colour = |word: &str, role| [(word.to_owned(), role), (" ".to_owned(), Role::Text)];
    let colours = [
        (t.c_bold, Role::Key),
        (t.c_reverse, Role::Select),
        (t.c_ok, Role::Ok),
        (t.c_warn, Role::Warn),
        (t.c_error, Role::Error),
        (t.c_match, Role::Match),
    ];
    let colours = colours.into_iter().flat_map(|(w, r)| colour(w, r)).collect();
    section(
        t.samples,
        vec![
            text("", t.how, Role::Text),
            plain(t.ruler, RULER),
            plain(t.han, HAN),
            plain(t.full, FULL),
            fenced(t.marks, MARKS),
            fenced(t.signs, SIGNS),
            fenced(t.names, NAMES),
            Block::Sample(t.colours, colours),
            text("", t.rare_note, Role::Muted),
        ],
    )
}

fn found(state: &State) -> Section {
    let (t, f) = (&state.texts().selftest, &state.terminal.facts);
    let name = Client::of(f).menus(state.texts()).name;
    let like = fill(t.looks_like, &[("name", name)]);
    let terminal = format!("{like}  {}", fill(t.terms, &[("term", &f.term)]));
    let reads = match f.utf8 {
        Some(true) => t.reads,
        Some(false) => t.reads_not,
        None => t.reads_unknown,
    };
    let charset = if f.gb18030 { "GB18030" } else { "UTF-8" };
    let speaks = fill(t.speaks, &[("charset", charset)]);
    let width = match f.wide {
        Some(true) => t.wide,
        Some(false) => t.narrow,
        None => t.width_unknown,
    };
    let drawn = match f.drawn {
        Drawn::Universal => t.drawn_universal,
        Drawn::Narrow => t.drawn_narrow,
        Drawn::Substitute => t.drawn_substitute,
    };
    let mut between = if f.mux { t.muxed } else { t.direct }.to_owned();
    if f.remote {
        between = format!("{between}  {}", t.remote);
    }
    let colours = if f.colours { t.colours_known } else { t.colours_none };
    let sent = fill(t.sent, &[("n", &f.sent.to_string())]);
    let line = |label, what: String| text(label, what, Role::Text);
    section(
        t.found,
        vec![
            line(t.terminal, terminal),
            line(t.answers, f.attributes(state.texts())),
            line(t.charset, format!("{reads}  {speaks}")),
            line(t.width, width.to_owned()),
            line(t.drawn, drawn.to_owned()),
            line(t.between, between),
            line(t.colours, format!("{colours}  {}", theme_name(state))),
            line(t.size, format!("{}x{}  {sent}", state.size.0, state.size.1)),
        ],
    )
}

fn change(state: &State) -> Section {
    let (t, f) = (&state.texts().selftest, &state.terminal.facts);
    let mut blocks = Vec::new();
    if f.is_garbled() {
        blocks.push(text("", t.ascii_hint, Role::Error));
    }
    blocks.extend(f.advice(state.texts()).into_iter().map(|a| {
        let role = if a.urgent { Role::Warn } else { Role::Text };
        Block::Text(a.label, a.text, role)
    }));
    section(t.change, blocks)
}

fn others(state: &State) -> Section {
    let t = &state.texts().selftest;
    let one = |m: crate::app::terminal::Menus| {
        [
            text("", m.name, Role::Key),
            text(t.charset_of, m.charset, Role::Text),
            text(t.width_of, m.width, Role::Text),
            text(t.keys_of, m.keys, Role::Text),
        ]
    };
    let all = state.terminal.facts.other_clients(state.texts());
    section(t.others, all.into_iter().flat_map(one).collect())
}

fn theme_name(state: &State) -> &'static str {
    let t = &state.texts().selftest;
    let names = [t.theme_plain, t.theme_contrast, t.theme_mono];
    let found = THEMES.iter().zip(names).find(|(id, _)| **id == state.theme);
    found.map_or(t.theme_plain, |(_, name)| name)
}

/// The digits and what they choose, on as many lines as they need.
fn choices(state: &State, width: usize) -> Vec<String> {
    let (t, terminal) = (&state.texts().selftest, &state.terminal);
    let switch = |on: Option<bool>| match on {
        None => t.auto,
        Some(true) => t.on,
        Some(false) => t.off,
    };
    let gb = if terminal.facts.utf8 == Some(true) {
        t.not_needed
    } else {
        switch(Some(terminal.gb18030().unwrap_or(terminal.facts.gb18030)))
    };
    let blank = if state.lang == Lang::En { " " } else { "" };
    let one = |n: &str, what: &str| format!("{n}{blank}{what}");
    let set = |n: &str, what: &str, now: &str| format!("{n}{blank}{what}:{now}");
    let all = [
        one("1", t.next_page),
        set("2", t.substitute, switch(terminal.looks.substitute)),
        set("3", t.theme, theme_name(state)),
        set("4", t.gb, gb),
        one("0", t.leave),
    ];
    let mut lines: Vec<String> = Vec::new();
    for item in all {
        match lines.last_mut() {
            Some(line) if cells::width(line) + 2 + cells::width(&item) <= width => {
                line.push_str("  ");
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    lines
}
