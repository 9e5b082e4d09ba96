//! The painter: cells in, the bytes of one frame out. It is the backend ratatui draws on (`backend`).
//!
//! It keeps its own picture of what the terminal shows and sends only what differs, with the shortest moves and
//! the fewest pen changes. A frame that changes nothing is empty; every other frame ends with the cursor at the
//! caret, because input methods draw there. Rules 4-8 and 11-13 of research `terminal_cjk.md` section 7.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use super::caps::{Caps, Emission};
use super::emit::{self, Place};
use super::frame::{self, FrameCell, Kind};
use super::sgr::{self, CellStyle};

/// Starts a frame that owes nothing to what was on the screen: plain pen, no wrapping, from the first cell.
const FROM_HERE: &[u8] = b"\x1b[m\x1b[?7l\x1b[H";
/// All cells blank.
const ERASE: &[u8] = b"\x1b[2J";

/// Turns cells into bytes.
#[derive(Debug)]
pub struct Painter {
    caps: Caps,
    cols: u16,
    rows: u16,
    /// What the next frame is to show, and in which rows somebody has said so since the last one.
    sheet: Vec<FrameCell>,
    told: Vec<bool>,
    /// Where the cursor is to be, and whether it is to be seen.
    pub(super) wanted: Position,
    pub(super) is_wanted: bool,
    /// What the terminal shows.
    shown: Vec<FrameCell>,
    /// One row of the next frame.
    fresh: Vec<FrameCell>,
    out: Vec<u8>,
    pen: CellStyle,
    at: Place,
    caret: Option<Position>,
    /// Whether the cursor is visible; not known before the first frame.
    is_visible: Option<bool>,
    is_stale: bool,
    is_doubted: bool,
}

impl Painter {
    /// A painter for a terminal of which nothing is known but `caps`.
    pub fn new(caps: Caps) -> Self {
        Self {
            caps,
            cols: 0,
            rows: 0,
            sheet: Vec::new(),
            told: Vec::new(),
            wanted: Position::ORIGIN,
            is_wanted: true,
            shown: Vec::new(),
            fresh: Vec::new(),
            out: Vec::new(),
            pen: CellStyle::PLAIN,
            at: Place { x: None, y: 0 },
            caret: None,
            is_visible: None,
            is_stale: true,
            is_doubted: false,
        }
    }

    /// Takes in what has been learnt about the terminal; what is shown stays valid.
    pub fn set_caps(&mut self, caps: Caps) {
        self.caps = caps;
        // The same cells may be other spots now.
        self.told.fill(true);
    }

    /// The screen has this size now: the next frame is a full one, even if it is the same, because terminals reflow.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.is_stale = true;
        if (cols, rows) == (self.cols, self.rows) {
            return;
        }
        (self.cols, self.rows) = (cols, rows);
        let cells = usize::from(cols) * usize::from(rows);
        self.sheet = vec![FrameCell::BLANK; cells];
        self.told = vec![true; rows.into()];
        self.shown = vec![FrameCell::BLANK; cells];
        self.fresh = vec![FrameCell::BLANK; cols.into()];
    }

    /// What the terminal shows is no longer known: the next frame erases it and is a full one.
    pub fn invalidate(&mut self) {
        self.is_stale = true;
    }

    /// Somebody else may have written on the screen: the next frame draws every cell over what is there. Nothing is erased
    /// first, because that flickers.
    pub fn doubt(&mut self) {
        self.is_doubted = true;
    }

    /// Columns and rows.
    pub(super) fn dimensions(&self) -> (u16, u16) {
        (self.cols, self.rows)
    }

    /// The bytes of the last frame.
    pub fn bytes(&self) -> &[u8] {
        &self.out
    }

    /// The bytes that make the terminal show `whole` with the cursor at `caret` (hidden when there is none).
    #[cfg(any(test, feature = "rings"))]
    pub fn paint(&mut self, whole: &Buffer, caret: Option<(u16, u16)>) -> &[u8] {
        if (whole.area.width, whole.area.height) != (self.cols, self.rows) {
            self.resize(whole.area.width, whole.area.height);
        }
        for (spot, cell) in self.sheet.iter_mut().zip(&whole.content) {
            *spot = FrameCell::asked(cell);
        }
        self.told.fill(true);
        self.is_wanted = caret.is_some();
        self.wanted = caret.map_or(self.wanted, Position::from);
        self.frame()
    }

    /// One cell of the next frame. A glyph of two cells takes the one after it as well, whatever was there.
    pub(super) fn tell(&mut self, x: u16, y: u16, cell: &Cell) {
        if x >= self.cols || y >= self.rows {
            return;
        }
        let at = usize::from(y) * usize::from(self.cols) + usize::from(x);
        let spot = FrameCell::asked(cell);
        let has_second = spot.is_double() && x + 1 < self.cols;
        let told = [Some(spot), has_second.then_some(FrameCell::SECOND)];
        for (place, spot) in self.sheet.iter_mut().skip(at).zip(told.into_iter().flatten()) {
            *place = spot;
        }
        if let Some(row) = self.told.get_mut(usize::from(y)) {
            *row = true;
        }
    }

    /// Makes the next frame blank from the cell numbered `from` (in reading order) up to the one numbered `to`.
    pub(super) fn blank(&mut self, from: usize, to: usize) {
        let n = to.saturating_sub(from);
        for spot in self.sheet.iter_mut().skip(from).take(n) {
            *spot = FrameCell::BLANK;
        }
        self.told.fill(true);
    }

    /// The bytes from what is shown to what is to be shown.
    pub(super) fn frame(&mut self) -> &[u8] {
        self.out.clear();
        if self.cols == 0 || self.rows == 0 {
            return &self.out;
        }
        if self.is_stale || self.is_doubted {
            self.begin_anew();
        }
        let cols = usize::from(self.cols);
        let sheet = std::mem::take(&mut self.sheet);
        let mut shown = std::mem::take(&mut self.shown);
        let mut fresh = std::mem::take(&mut self.fresh);
        let rows = sheet.chunks(cols).zip(shown.chunks_mut(cols));
        for (y, (asked, old)) in (0..).zip(rows) {
            if !self.told.get_mut(usize::from(y)).is_some_and(std::mem::take) {
                continue;
            }
            frame::resolve(asked, &self.caps, &mut fresh);
            if fresh != old {
                self.row(y, &fresh, old);
                old.copy_from_slice(&fresh);
            }
        }
        (self.sheet, self.shown, self.fresh) = (sheet, shown, fresh);
        self.place_caret(self.is_wanted.then_some(self.wanted));
        &self.out
    }

    fn begin_anew(&mut self) {
        self.out.extend_from_slice(FROM_HERE);
        if std::mem::take(&mut self.is_stale) {
            self.out.extend_from_slice(ERASE);
            self.shown.fill(FrameCell::BLANK);
            self.is_visible = None;
        } else {
            self.shown.fill(FrameCell::UNKNOWN);
        }
        self.is_doubted = false;
        self.told.fill(true);
        self.pen = CellStyle::PLAIN;
        self.at = Place { x: Some(0), y: 0 };
        self.caret = None;
    }

    fn place_caret(&mut self, caret: Option<Position>) {
        let caret = caret.map(|at| Position::new(at.x.min(self.cols - 1), at.y.min(self.rows - 1)));
        if let Some(Position { x, y }) = caret {
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
    fn row(&mut self, y: u16, row: &[FrameCell], old: &[FrameCell]) {
        let tail = row
            .iter()
            .rposition(|s| *s != FrameCell::BLANK)
            .map_or(0, |last| last + 1);
        let last = row.iter().zip(old).rposition(|(a, b)| a != b).unwrap_or(0);
        let mut x = 0;
        while let Some((spot, _)) = row.iter().zip(old).skip(x).find(|(a, b)| {
            x += usize::from(a == b);
            a != b
        }) {
            // Erasing takes three bytes, a blank takes one.
            if x >= tail && last - x >= 3 {
                self.reach(x, y, row);
                if !self.pen.blanks_like(CellStyle::PLAIN) {
                    self.ink(CellStyle::PLAIN);
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
    fn reach(&mut self, x: usize, y: u16, row: &[FrameCell]) {
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

    fn ink(&mut self, look: CellStyle) {
        sgr::change(self.pen, look, &mut self.out);
        self.pen = look;
    }

    /// Whether the pen draws this spot as it should look.
    fn is_inked(&self, spot: FrameCell) -> bool {
        self.pen == spot.look || (spot.glyph == ' ' && self.pen.blanks_like(spot.look))
    }

    /// Draws one glyph at the cursor.
    fn put(&mut self, spot: FrameCell) {
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
