//! The painter: one buffer in, the bytes of one frame out.
//!
//! It keeps its own picture of what the terminal shows and sends only what differs, with the shortest moves and
//! the fewest pen changes. A frame that changes nothing is empty; every other frame ends with the cursor at the
//! caret, because input methods draw there. Rules 4-8 and 11-13 of research `terminal_cjk.md` section 7.

use ratatui::buffer::Buffer;

use super::caps::{Caps, Emission};
use super::emit::{self, Place};
use super::pen::{self, Look};
use super::spot::{self, Kind, Spot};

/// Starts a frame that owes nothing to what was on the screen: plain pen, no wrapping, all cells blank.
const ANEW: &[u8] = b"\x1b[m\x1b[?7l\x1b[H\x1b[2J";

/// Turns buffers into bytes.
#[derive(Debug)]
pub struct Painter {
    caps: Caps,
    cols: u16,
    rows: u16,
    shown: Vec<Spot>,
    next: Vec<Spot>,
    out: Vec<u8>,
    pen: Look,
    at: Place,
    caret: Option<(u16, u16)>,
    /// Whether the cursor is visible; not known before the first frame.
    is_visible: Option<bool>,
    is_stale: bool,
}

impl Painter {
    /// A painter for a terminal of which nothing is known but `caps`.
    pub fn new(caps: Caps) -> Self {
        Self {
            caps,
            cols: 0,
            rows: 0,
            shown: Vec::new(),
            next: Vec::new(),
            out: Vec::new(),
            pen: Look::PLAIN,
            at: Place { x: None, y: 0 },
            caret: None,
            is_visible: None,
            is_stale: true,
        }
    }

    /// Takes in what has been learnt about the terminal; what is shown stays valid.
    pub fn set_caps(&mut self, caps: Caps) {
        self.caps = caps;
    }

    /// The screen has another size: the next frame is a full one.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        (self.cols, self.rows) = (cols, rows);
        let n = usize::from(cols) * usize::from(rows);
        self.shown.clear();
        self.shown.resize(n, Spot::BLANK);
        self.next.clear();
        self.next.resize(n, Spot::BLANK);
        self.is_stale = true;
    }

    /// What the terminal shows is no longer known: the next frame is a full one.
    pub fn invalidate(&mut self) {
        self.is_stale = true;
    }

    /// The bytes that make the terminal show `next` with the cursor at `caret` (hidden when there is none).
    pub fn paint(&mut self, next: &Buffer, caret: Option<(u16, u16)>) -> &[u8] {
        self.out.clear();
        let area = next.area();
        if (area.width, area.height) != (self.cols, self.rows) {
            self.resize(area.width, area.height);
        }
        if self.cols == 0 || self.rows == 0 {
            return &self.out;
        }
        if self.is_stale {
            self.out.extend_from_slice(ANEW);
            self.shown.fill(Spot::BLANK);
            self.pen = Look::PLAIN;
            self.at = Place { x: Some(0), y: 0 };
            self.caret = None;
            self.is_visible = None;
            self.is_stale = false;
        }
        let cols = usize::from(self.cols);
        let mut fresh = std::mem::take(&mut self.next);
        let shown = std::mem::take(&mut self.shown);
        let rows = next
            .content()
            .chunks(cols)
            .zip(fresh.chunks_mut(cols))
            .zip(shown.chunks(cols));
        for (y, ((cells, row), old)) in rows.enumerate() {
            spot::resolve(cells, &self.caps, row);
            if row != old {
                self.row(y as u16, row, old);
            }
        }
        self.next = shown;
        self.shown = fresh;
        self.place_caret(caret);
        &self.out
    }

    fn place_caret(&mut self, caret: Option<(u16, u16)>) {
        let caret = caret.map(|(x, y)| (x.min(self.cols - 1), y.min(self.rows - 1)));
        if let Some((x, y)) = caret {
            // Without output since, the cursor still is where the last frame left it, even past a glyph whose
            // width is not known.
            if !self.out.is_empty() || self.caret != caret {
                self.go(x, y);
            }
        }
        if self.is_visible != Some(caret.is_some()) {
            self.out
                .extend_from_slice(if caret.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.is_visible = Some(caret.is_some());
        }
        self.caret = caret;
    }

    /// Draws what differs in one row.
    fn row(&mut self, y: u16, row: &[Spot], old: &[Spot]) {
        let tail = row.iter().rposition(|s| *s != Spot::BLANK).map_or(0, |last| last + 1);
        let last = row.iter().zip(old).rposition(|(a, b)| a != b).unwrap_or(0);
        let mut x = 0;
        while let Some((spot, _)) = row.iter().zip(old).skip(x).find(|(a, b)| {
            x += usize::from(a == b);
            a != b
        }) {
            // Erasing takes three bytes, a blank takes one.
            if x >= tail && last - x >= 3 {
                self.reach(x, y, row);
                if !self.pen.blanks_like(Look::PLAIN) {
                    self.ink(Look::PLAIN);
                }
                self.out.extend_from_slice(b"\x1b[K");
                return;
            }
            self.reach(x, y, row);
            self.put(*spot);
            x += if spot.kind == Kind::One { 1 } else { 2 };
        }
    }

    /// Brings the cursor to a cell of the row being drawn: over a few cells that stay as they are, drawing them again
    /// is shorter than moving.
    fn reach(&mut self, x: usize, y: u16, row: &[Spot]) {
        let way = emit::way(self.at, x as u16, y);
        if let Some(from) = self.at.x.map(usize::from).filter(|from| self.at.y == y && *from < x) {
            let gap = row.get(from..x).unwrap_or_default();
            if gap.len() <= way.len()
                && gap.first().is_some_and(|s| s.kind != Kind::Hidden)
                && gap.iter().all(|s| self.is_inked(*s))
                && gap
                    .iter()
                    .try_fold(0, |n, s| Some(n + s.bytes()?))
                    .is_some_and(|n| n <= way.len())
            {
                for spot in gap.iter().filter(|s| s.kind != Kind::Hidden) {
                    self.put(*spot);
                }
                return;
            }
        }
        self.out.extend_from_slice(way.bytes());
        self.at = Place { x: Some(x as u16), y };
    }

    fn go(&mut self, x: u16, y: u16) {
        self.out.extend_from_slice(emit::way(self.at, x, y).bytes());
        self.at = Place { x: Some(x), y };
    }

    fn ink(&mut self, look: Look) {
        pen::change(self.pen, look, &mut self.out);
        self.pen = look;
    }

    /// Whether the pen draws this spot as it should look.
    fn is_inked(&self, spot: Spot) -> bool {
        self.pen == spot.look || (spot.glyph == ' ' && self.pen.blanks_like(spot.look))
    }

    /// Draws one glyph at the cursor.
    fn put(&mut self, spot: Spot) {
        if !self.is_inked(spot) {
            self.ink(spot.look);
        }
        let Some(x) = self.at.x else { return };
        let mut after = Some(x + if spot.kind == Kind::One { 1 } else { 2 });
        match spot.kind {
            Kind::One | Kind::Wide => self.glyph(spot.glyph),
            Kind::Ambiguous if self.caps.emission == Emission::Narrow => {
                self.glyph(spot.glyph);
                self.out.push(b' ');
            }
            Kind::Ambiguous | Kind::Uncertain => {
                self.out.extend_from_slice(b"  ");
                if x + 2 < self.cols {
                    self.out.extend_from_slice(b"\x08\x08");
                } else {
                    // At the margin terminals disagree on where a step back leads.
                    self.out.extend_from_slice(emit::absolute(x, self.at.y).bytes());
                }
                self.glyph(spot.glyph);
                after = None;
            }
            Kind::Hidden => return,
        }
        self.at.x = after.filter(|x| *x < self.cols);
    }

    fn glyph(&mut self, c: char) {
        self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}
