//! A frame in its final form: one character and one look per cell, with nothing left to decide but the bytes.
//!
//! Two buffers that look the same on the glass make equal spots. Whatever is wrong in a buffer ends here: half a
//! glyph, a glyph without room, a control, a mark alone all become blanks. A cell takes eight bytes here and forty in a
//! buffer, so what the next frame is to show is kept as spots too, asked for ([`FrameCell::asked`]) and not yet resolved.

use ratatui::buffer::Cell;

use super::caps::{Caps, Emission};
use super::charset;
use super::decode::Charset;
use super::sgr::CellStyle;
use super::substitute;
use crate::cells::{self, Class};

/// Stands for a character that cannot be drawn. It is whole and takes two cells everywhere; the record says which
/// character it is.
const NO_GLYPH: char = '〓';

/// Han later than extension G, and what may yet be: fonts have no glyph for it, half of the terminals give it one cell, and
/// tmux none (research `terminal_cjk.md` 1.4).
fn is_late_han(c: char) -> bool {
    matches!(u32::from(c), 0x2_EBF0..=0x2_F7FF | 0x2_FA20..=0x2_FFFF | 0x3_1350..=0x3_FFFF)
}

/// What a spot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A glyph of one cell.
    One,
    /// A glyph of two cells everywhere.
    Wide,
    /// A glyph of one or two cells by the terminal's setting; it is given two.
    Ambiguous,
    /// A glyph no setting predicts; it is given two.
    Uncertain,
    /// The second cell of the glyph before it.
    Hidden,
}

/// One cell of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameCell {
    pub(super) glyph: char,
    pub(super) kind: Kind,
    pub(super) look: CellStyle,
}

impl FrameCell {
    /// What an erased cell holds.
    pub(super) const BLANK: Self = Self {
        glyph: ' ',
        kind: Kind::One,
        look: CellStyle::PLAIN,
    };

    /// What a cell holds of which nothing is known: equal to nothing that is ever drawn.
    pub(super) const UNKNOWN: Self = Self {
        glyph: '\0',
        ..Self::BLANK
    };

    /// What one cell of a buffer asks for: nothing is known yet of its neighbours and of the terminal.
    pub(super) fn asked(cell: &Cell) -> Self {
        let look = CellStyle::of(cell);
        let (kind, glyph) = match cell.symbol() {
            " " => (Kind::One, ' '),
            cells::HIDDEN => (Kind::Hidden, ' '),
            symbol => {
                let (class, glyph) = cells::seen(symbol);
                let kind = match class {
                    Class::Zero | Class::One => Kind::One,
                    Class::Wide => Kind::Wide,
                    Class::Ambiguous => Kind::Ambiguous,
                    Class::Uncertain => Kind::Uncertain,
                };
                (kind, glyph)
            }
        };
        Self { glyph, kind, look }
    }

    /// The second cell of a glyph, of which nothing but that was said.
    pub(super) const SECOND: Self = Self {
        kind: Kind::Hidden,
        ..Self::BLANK
    };

    /// Whether its glyph takes the next cell too.
    pub(super) fn is_double(self) -> bool {
        match self.kind {
            Kind::One | Kind::Hidden => false,
            Kind::Wide | Kind::Ambiguous | Kind::Uncertain => true,
        }
    }

    fn one(glyph: char, look: CellStyle) -> Self {
        let look = if glyph == ' ' { look.on_blank() } else { look };
        Self {
            glyph,
            kind: Kind::One,
            look,
        }
    }

    /// Bytes its text takes when the pen is right; none when the terminal may disagree on where it ends.
    pub(super) fn bytes(self) -> Option<usize> {
        match self.kind {
            Kind::One | Kind::Wide => Some(self.glyph.len_utf8()),
            Kind::Hidden => Some(0),
            Kind::Ambiguous | Kind::Uncertain => None,
        }
    }
}

/// Turns one row of what was asked for into spots, as many as `out` has.
pub(super) fn resolve(row: &[FrameCell], caps: &Caps, out: &mut [FrameCell]) {
    let mut asked = row.iter().peekable();
    let mut spots = out.iter_mut();
    while let Some(spot) = spots.next() {
        let Some(&FrameCell { glyph, kind, look }) = asked.next() else {
            *spot = FrameCell::BLANK;
            continue;
        };
        let look = look.within(caps.colours);
        if kind == Kind::One || kind == Kind::Hidden {
            *spot = FrameCell::one(glyph, look);
            continue;
        }
        let has_room = asked.peek().is_some_and(|next| next.kind == Kind::Hidden);
        let Some(second) = has_room.then(|| spots.next()).flatten() else {
            *spot = FrameCell::one(' ', look);
            continue;
        };
        asked.next();
        let (glyph, kind) = match caps.charset {
            _ if is_late_han(glyph) => (NO_GLYPH, Kind::Wide),
            Charset::Utf8 => (glyph, kind),
            Charset::Gb18030 => as_gb18030(glyph, kind),
        };
        let hidden = FrameCell {
            glyph: ' ',
            kind: Kind::Hidden,
            look,
        };
        (*spot, *second) = match (caps.emission, kind) {
            (Emission::Substitute, Kind::Ambiguous | Kind::Uncertain) => match substitute::of(glyph, kind) {
                substitute::Substitute::Pair(a, b) => (FrameCell::one(a, look), FrameCell::one(b, look)),
                // The dot of a name has no two bytes of its own there.
                substitute::Substitute::Wide(wide) if caps.charset == Charset::Gb18030 && !charset::is_pair(wide) => {
                    (FrameCell::one('.', look), FrameCell::one(' ', look))
                }
                substitute::Substitute::Wide(glyph) => {
                    let kind = Kind::Wide;
                    (FrameCell { glyph, kind, look }, hidden)
                }
            },
            _ => (FrameCell { glyph, kind, look }, hidden),
        };
    }
}

/// A glyph of two cells for a terminal that reads GB18030: one that stops at GBK does not know where four bytes end.
fn as_gb18030(glyph: char, kind: Kind) -> (char, Kind) {
    match kind {
        _ if !charset::has_bytes(glyph) => (NO_GLYPH, Kind::Wide),
        Kind::Wide | Kind::Ambiguous if !charset::is_pair(glyph) => (glyph, Kind::Uncertain),
        _ => (glyph, kind),
    }
}
