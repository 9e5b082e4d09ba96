//! A model terminal: just enough of a VT to judge the painter, with the widths that real terminals disagree on
//! switchable. It is strict: bytes it does not know, and writing past the margin, are errors of the painter.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::panic
)]

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use zhiban::cells::{self, Class};
use zhiban::term::{Caps, Colours, Emission};

/// How a cell is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellStyle {
    /// Foreground, 30-37 or 90-97, 0 for the terminal's own.
    pub fg: u16,
    /// Background, 40-47 or 100-107, 0 for the terminal's own.
    pub bg: u16,
    pub bold: bool,
    pub dim: bool,
    pub underline: bool,
    pub reverse: bool,
}

impl CellStyle {
    /// What of it can be seen on a blank.
    pub fn on_blank(self) -> Self {
        if self.reverse || self.underline {
            self
        } else {
            Self {
                bg: self.bg,
                ..Self::default()
            }
        }
    }
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A glyph of one cell, or the left half of one of two.
    Glyph(char, CellStyle),
    /// The right half of the glyph before it.
    Half(CellStyle),
}

impl Shown {
    /// An erased cell.
    pub const BLANK: Self = Self::Glyph(
        ' ',
        CellStyle {
            fg: 0,
            bg: 0,
            bold: false,
            dim: false,
            underline: false,
            reverse: false,
        },
    );
}

/// Where real terminals differ.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    /// Cells of an ambiguous character.
    pub ambiguous: usize,
    /// Cells of an uncertain one.
    pub uncertain: usize,
    /// Whether a glyph that reaches the margin leaves the cursor beyond it, so that a step back ends one further right.
    pub lags_at_margin: bool,
}

/// The terminal.
pub struct Model {
    pub cols: usize,
    pub rows: usize,
    pub x: usize,
    pub y: usize,
    pub is_visible: bool,
    habits: Habits,
    grid: Vec<Shown>,
    look: CellStyle,
    is_beyond: bool,
}

impl Model {
    /// A terminal full of rubbish, as one finds it.
    pub fn new(cols: usize, rows: usize, habits: Habits) -> Self {
        let look = CellStyle {
            reverse: true,
            ..CellStyle::default()
        };
        Self {
            cols,
            rows,
            x: 3.min(cols - 1),
            y: rows - 1,
            is_visible: true,
            habits,
            grid: vec![Shown::Glyph('#', look); cols * rows],
            look,
            is_beyond: false,
        }
    }

    pub fn at(&self, x: usize, y: usize) -> Shown {
        self.grid[y * self.cols + x]
    }

    /// One row as text, for messages.
    pub fn line(&self, y: usize) -> String {
        (0..self.cols)
            .filter_map(|x| match self.at(x, y) {
                Shown::Glyph(c, _) => Some(c),
                Shown::Half(_) => None,
            })
            .collect()
    }

    /// Takes the bytes of whole frames.
    pub fn feed(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("frames are whole UTF-8");
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("\x1b[") {
                let end = after
                    .find(|c: char| ('@'..='~').contains(&c))
                    .expect("a whole sequence");
                self.sequence(&after[..end], after.as_bytes()[end]);
                rest = &after[end + 1..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            match c {
                '\r' => (self.x, self.is_beyond) = (0, false),
                '\n' => {
                    assert!(self.y + 1 < self.rows, "a line feed would scroll");
                    self.y += 1;
                }
                '\x08' => {
                    if self.is_beyond && self.habits.lags_at_margin {
                        self.is_beyond = false;
                    } else {
                        self.x = self.x.saturating_sub(1);
                        self.is_beyond = false;
                    }
                }
                c => self.print(c),
            }
        }
    }

    fn print(&mut self, c: char) {
        let width = match cells::class_of(c) {
            Class::Zero => panic!("U+{:04X} must never be sent", u32::from(c)),
            Class::One => 1,
            Class::Wide => 2,
            Class::Ambiguous => self.habits.ambiguous,
            Class::Uncertain => self.habits.uncertain,
        };
        assert!(self.x + width <= self.cols, "{c} does not fit at column {}", self.x);
        let look = self.look;
        self.set(self.x, self.y, Shown::Glyph(c, look));
        if width == 2 {
            self.set(self.x + 1, self.y, Shown::Half(look));
            let at = self.y * self.cols + self.x;
            self.grid[at] = Shown::Glyph(c, look);
        }
        self.x += width;
        self.is_beyond = self.x >= self.cols;
        self.x = self.x.min(self.cols - 1);
    }

    /// Changes a cell; a glyph that loses one half loses the other.
    fn set(&mut self, x: usize, y: usize, to: Shown) {
        let at = y * self.cols + x;
        let blank = |look: CellStyle| Shown::Glyph(' ', look);
        if let Shown::Half(look) = self.grid[at] {
            self.grid[at - 1] = blank(look);
        }
        if x + 1 < self.cols
            && let Shown::Half(look) = self.grid[at + 1]
        {
            self.grid[at + 1] = blank(look);
        }
        self.grid[at] = to;
    }

    fn sequence(&mut self, params: &str, last: u8) {
        let list: Vec<usize> = params.split(';').map(|p| p.parse().unwrap_or(0)).collect();
        let n = list[0].max(1);
        match (params, last) {
            (_, b'H') => {
                self.y = n - 1;
                self.x = list.get(1).copied().unwrap_or(1).max(1) - 1;
                self.is_beyond = false;
                assert!(self.x < self.cols && self.y < self.rows, "a move off the screen");
            }
            // With a glyph in the last column terminals disagree on where this leads.
            (_, b'A') => {
                assert!(!self.is_beyond, "a step up from beyond the margin");
                self.y = self.y.checked_sub(n).expect("a move off the top");
            }
            (_, b'B') => {
                assert!(!self.is_beyond, "a step down from beyond the margin");
                self.y += n;
                assert!(self.y < self.rows, "a move off the bottom");
            }
            (_, b'C') => {
                self.x += n;
                self.is_beyond = false;
                assert!(self.x < self.cols, "a move past the margin");
            }
            (_, b'D') => {
                self.x = self.x.checked_sub(n).expect("a move before the margin");
                self.is_beyond = false;
            }
            ("", b'K') => {
                let bg = CellStyle {
                    bg: self.look.bg,
                    ..CellStyle::default()
                };
                for x in self.x..self.cols {
                    self.set(x, self.y, Shown::Glyph(' ', bg));
                }
            }
            ("2", b'J') => self.grid.fill(Shown::Glyph(
                ' ',
                CellStyle {
                    bg: self.look.bg,
                    ..CellStyle::default()
                },
            )),
            ("?25", b'h') => self.is_visible = true,
            ("?25", b'l') => self.is_visible = false,
            ("?7", b'l') => {}
            (_, b'm') => list.iter().for_each(|p| self.render(*p as u16)),
            _ => panic!("an unexpected sequence: ESC[{params}{}", last as char),
        }
    }

    fn render(&mut self, p: u16) {
        let look = &mut self.look;
        match p {
            0 => *look = CellStyle::default(),
            1 => look.bold = true,
            2 => look.dim = true,
            4 => look.underline = true,
            7 => look.reverse = true,
            22 => (look.bold, look.dim) = (false, false),
            24 => look.underline = false,
            27 => look.reverse = false,
            30..=37 | 90..=97 => look.fg = p,
            39 => look.fg = 0,
            40..=47 | 100..=107 => look.bg = p,
            49 => look.bg = 0,
            _ => panic!("an unexpected SGR: {p}"),
        }
    }
}

fn look_of(cell: &ratatui::buffer::Cell, mono: bool) -> CellStyle {
    let colour = |c: Color, base: u16| match c {
        Color::Red => base + 1,
        Color::Yellow => base + 3,
        Color::LightBlue => base + 64,
        Color::White => base + 67,
        _ => 0,
    };
    let has = |m| cell.modifier.contains(m);
    CellStyle {
        fg: if mono { 0 } else { colour(cell.fg, 30) },
        bg: if mono { 0 } else { colour(cell.bg, 40) },
        bold: has(Modifier::BOLD),
        dim: has(Modifier::DIM) && !mono,
        underline: has(Modifier::UNDERLINED),
        reverse: has(Modifier::REVERSED),
    }
}

fn seen(shown: Shown) -> Shown {
    match shown {
        Shown::Glyph(' ', look) => Shown::Glyph(' ', look.on_blank()),
        other => other,
    }
}

/// Every cell must show what the layout says, and nothing of the past.
pub fn compare(model: &Model, buffer: &Buffer, caps: &Caps, habits: Habits) {
    let (cols, rows) = (model.cols, model.rows);
    for y in 0..rows {
        let mut x = 0;
        while x < cols {
            let cell = &buffer[(x as u16, y as u16)];
            let look = look_of(cell, caps.colours == Colours::Mono);
            let class = cells::class(cell.symbol());
            let has_room = x + 1 < cols && buffer[(x as u16 + 1, y as u16)].symbol() == cells::HIDDEN;
            let blank = Shown::Glyph(' ', look);
            let visible = cells::visible(cell.symbol());
            let glyph = Shown::Glyph(visible.unwrap_or(' '), look);
            // Extensions after G, which no font has, are a mark that every terminal draws.
            let is_mark = visible
                .is_some_and(|c| ('\u{20000}'..'\u{40000}').contains(&c) && cells::class_of(c) == Class::Uncertain);
            let want: Vec<Option<Shown>> = match class {
                Class::Zero => vec![Some(blank)],
                Class::One => vec![Some(glyph)],
                _ if !has_room => vec![Some(blank)],
                Class::Wide => vec![Some(glyph), Some(Shown::Half(look))],
                _ if is_mark => vec![Some(Shown::Glyph('〓', look)), Some(Shown::Half(look))],
                _ if caps.emission == Emission::Substitute => vec![None, None],
                // Only the visible character is sent, so its own width decides.
                _ => match cells::visible(cell.symbol()).map_or(Class::Zero, cells::class_of) {
                    Class::Wide => vec![Some(glyph), Some(Shown::Half(look))],
                    Class::Ambiguous if habits.ambiguous == 2 => vec![Some(glyph), Some(Shown::Half(look))],
                    Class::Uncertain if habits.uncertain == 2 => vec![Some(glyph), Some(Shown::Half(look))],
                    _ => vec![Some(glyph), Some(blank)],
                },
            };
            for (i, want) in want.iter().enumerate() {
                let got = model.at(x + i, y);
                match want {
                    Some(want) => assert_eq!(
                        seen(got),
                        seen(*want),
                        "column {} of row {y}: {:?}, U+{:X}",
                        x + i,
                        model.line(y),
                        cell.symbol().chars().map(u32::from).next().unwrap_or(0)
                    ),
                    None => match got {
                        Shown::Glyph(c, l) => {
                            assert_eq!(l, look);
                            assert!(matches!(cells::class_of(c), Class::One | Class::Wide));
                        }
                        Shown::Half(l) => assert!(i == 1 && l == look),
                    },
                }
            }
            x += want.len();
        }
    }
}
