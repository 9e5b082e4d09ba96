//! The pen: colours and attributes the terminal draws with, and the shortest way from one look to another.
//!
//! The pen is tracked across frames; a change is one SGR, either the difference or a reset with what is wanted,
//! whichever is shorter.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::caps::Colours;

/// The terminal's own colour.
const DEFAULT: u8 = 0xFF;
const BOLD: u8 = 1;
const DIM: u8 = 2;
const UNDERLINE: u8 = 4;
const REVERSE: u8 = 8;

/// How one cell looks. Only what every terminal shows: sixteen colours, bold, dim, underline, reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellStyle {
    fg: u8,
    bg: u8,
    marks: u8,
}

impl CellStyle {
    /// The terminal's own colours, no attribute.
    pub(super) const PLAIN: Self = Self {
        fg: DEFAULT,
        bg: DEFAULT,
        marks: 0,
    };

    /// The look a buffer cell asks for.
    pub(super) fn of(cell: &Cell) -> Self {
        let mut marks = 0;
        if !cell.modifier.is_empty() {
            let pairs = [
                (Modifier::BOLD, BOLD),
                (Modifier::DIM, DIM),
                (Modifier::UNDERLINED, UNDERLINE),
                (Modifier::REVERSED, REVERSE),
            ];
            for (from, to) in pairs {
                if cell.modifier.contains(from) {
                    marks |= to;
                }
            }
        }
        Self {
            fg: colour(cell.fg),
            bg: colour(cell.bg),
            marks,
        }
    }

    /// What a terminal of these colours makes of it.
    pub(super) fn within(self, colours: Colours) -> Self {
        match colours {
            Colours::Mono => Self {
                marks: self.marks & !DIM,
                ..Self::PLAIN
            },
            Colours::Sixteen => self,
        }
    }

    /// The look of a blank: what cannot be seen on one is left out, so that no bytes are spent on it.
    pub(super) fn on_blank(self) -> Self {
        if self.marks & (REVERSE | UNDERLINE) == 0 {
            Self {
                bg: self.bg,
                ..Self::PLAIN
            }
        } else {
            self
        }
    }

    /// Whether a blank drawn with this look and one drawn with `other` are the same.
    pub(super) fn blanks_like(self, other: Self) -> bool {
        self.on_blank() == other.on_blank()
    }
}

fn colour(c: Color) -> u8 {
    match c {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(n) if n < 16 => n,
        // No more than sixteen are ever sent: TERM promises colours the client garbles.
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => DEFAULT,
    }
}

/// The parameters of one SGR.
struct Params {
    list: [u8; 8],
    n: usize,
}

impl Params {
    const NONE: Self = Self { list: [0; 8], n: 0 };

    fn push(&mut self, p: u8) {
        if let Some(slot) = self.list.get_mut(self.n) {
            *slot = p;
            self.n += 1;
        }
    }

    fn colour(&mut self, c: u8, base: u8) {
        self.push(match c {
            0..=7 => base + c,
            8..=15 => base + 60 + c - 8,
            _ => base + 9,
        });
    }

    fn marks(&mut self, marks: u8) {
        for (bit, on) in [(BOLD, 1), (DIM, 2), (UNDERLINE, 4), (REVERSE, 7)] {
            if marks & bit != 0 {
                self.push(on);
            }
        }
    }

    fn used(&self) -> &[u8] {
        self.list.get(..self.n).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        // A lone zero is left out: `ESC[m`.
        match self.used() {
            [0] => 3,
            all => {
                2 + all
                    .iter()
                    .map(|p| super::emit::digits(u16::from(*p)) + 1)
                    .sum::<usize>()
            }
        }
    }
}

/// The way from one look to another, added to `out`.
pub(super) fn change(from: CellStyle, to: CellStyle, out: &mut Vec<u8>) {
    if from == to {
        return;
    }
    let mut anew = Params::NONE;
    anew.push(0);
    anew.marks(to.marks);
    if to.fg != DEFAULT {
        anew.colour(to.fg, 30);
    }
    if to.bg != DEFAULT {
        anew.colour(to.bg, 40);
    }

    let mut diff = Params::NONE;
    let mut off = from.marks & !to.marks;
    let mut on = to.marks & !from.marks;
    if off & (BOLD | DIM) != 0 {
        // 22 ends both; what stays is switched on again.
        diff.push(22);
        off &= !(BOLD | DIM);
        on |= to.marks & (BOLD | DIM);
    }
    for (bit, code) in [(UNDERLINE, 24), (REVERSE, 27)] {
        if off & bit != 0 {
            diff.push(code);
        }
    }
    diff.marks(on);
    if from.fg != to.fg {
        diff.colour(to.fg, 30);
    }
    if from.bg != to.bg {
        diff.colour(to.bg, 40);
    }

    let shorter = if anew.bytes() <= diff.bytes() { &anew } else { &diff };
    out.extend_from_slice(b"\x1b[");
    match shorter.used() {
        [0] => {}
        all => {
            for (i, p) in all.iter().enumerate() {
                if i > 0 {
                    out.push(b';');
                }
                super::emit::number(u16::from(*p), out);
            }
        }
    }
    out.push(b'm');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(fg: u8, bg: u8, marks: u8) -> CellStyle {
        CellStyle { fg, bg, marks }
    }

    fn bytes(from: CellStyle, to: CellStyle) -> String {
        let mut out = Vec::new();
        change(from, to, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shorter_of_difference_and_reset() {
        let reverse = look(DEFAULT, DEFAULT, REVERSE);
        assert_eq!(bytes(CellStyle::PLAIN, CellStyle::PLAIN), "");
        assert_eq!(bytes(CellStyle::PLAIN, reverse), "\x1b[7m");
        assert_eq!(bytes(reverse, CellStyle::PLAIN), "\x1b[m");
        assert_eq!(bytes(reverse, look(1, DEFAULT, REVERSE)), "\x1b[31m");
        assert_eq!(bytes(look(9, 4, BOLD | REVERSE), look(9, 4, BOLD)), "\x1b[27m");
        assert_eq!(bytes(look(9, 4, BOLD | UNDERLINE), look(9, DEFAULT, 0)), "\x1b[0;91m");
        assert_eq!(bytes(look(1, DEFAULT, BOLD | DIM), look(1, DEFAULT, DIM)), "\x1b[22;2m");
    }

    #[test]
    fn mono_keeps_the_marks_and_drops_the_colours() {
        let mut cell = Cell::new("x");
        cell.set_fg(Color::Red).modifier = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC;
        assert_eq!(CellStyle::of(&cell).within(Colours::Mono), look(DEFAULT, DEFAULT, BOLD));
        assert_eq!(
            CellStyle::of(&cell).within(Colours::Sixteen),
            look(1, DEFAULT, BOLD | DIM)
        );
        assert!(look(1, DEFAULT, BOLD).blanks_like(CellStyle::PLAIN));
        assert!(!look(DEFAULT, DEFAULT, REVERSE).blanks_like(CellStyle::PLAIN));
    }
}
