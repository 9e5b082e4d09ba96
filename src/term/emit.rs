//! The way of the cursor: the shortest bytes from one place to another.
//!
//! Only moves that every terminal since the VT100 knows and that no client setting changes: a line feed is always
//! sent after a carriage return, because "implicit CR in every LF" then makes no difference.

/// Where the cursor is. The row is always known once a frame has begun; the column is not after the last column
/// and after a glyph whose width only the terminal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: Option<u16>,
    pub(super) y: u16,
}

/// A way under construction: no way is longer than this.
#[derive(Clone, Copy)]
pub(super) struct Route {
    bytes: [u8; 24],
    n: usize,
    is_too_long: bool,
}

impl Route {
    const NONE: Self = Self {
        bytes: [0; 24],
        n: 0,
        is_too_long: false,
    };

    fn push(&mut self, b: u8) -> &mut Self {
        match self.bytes.get_mut(self.n) {
            Some(slot) => {
                *slot = b;
                self.n += 1;
            }
            None => self.is_too_long = true,
        }
        self
    }

    fn number(&mut self, n: u16) -> &mut Self {
        let mut unit = 10_u16.pow(digits(n) as u32 - 1);
        while unit > 0 {
            self.push(b'0' + ((n / unit) % 10) as u8);
            unit /= 10;
        }
        self
    }

    /// `ESC [ n final`; a one is left out.
    fn by(&mut self, n: u16, last: u8) -> &mut Self {
        if n == 0 {
            return self;
        }
        self.push(0x1b).push(b'[');
        if n > 1 {
            self.number(n);
        }
        self.push(last)
    }

    /// The bytes of the way.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.n).unwrap_or_default()
    }

    /// How many bytes it takes.
    pub(super) fn len(&self) -> usize {
        if self.is_too_long { usize::MAX } else { self.n }
    }
}

/// The shortest way from `from` to column `x` of row `y`.
pub(super) fn way(from: Place, x: u16, y: u16) -> Route {
    if from == (Place { x: Some(x), y }) {
        return Route::NONE;
    }
    let mut best = absolute(x, y);
    let mut offer = |way: Route| {
        if way.len() < best.len() {
            best = way;
        }
    };
    if y >= from.y {
        let mut home = Route::NONE;
        home.push(b'\r');
        // More line feeds than this are never shorter than an absolute move.
        for _ in from.y..y.min(from.y + 12) {
            home.push(b'\n');
        }
        if y - from.y <= 12 {
            home.by(x, b'C');
            offer(home);
        }
    }
    if let Some(at) = from.x {
        // Straight up or down, then along: digits that turn together stand under each other.
        let mut there = Route::NONE;
        there
            .by(y.saturating_sub(from.y), b'B')
            .by(from.y.saturating_sub(y), b'A');
        let mut back = there;
        for _ in 0..at.saturating_sub(x).min(8) {
            back.push(8);
        }
        if (x..=x.saturating_add(8)).contains(&at) {
            offer(back);
        }
        there.by(x.saturating_sub(at), b'C').by(at.saturating_sub(x), b'D');
        offer(there);
    }
    best
}

/// The way that needs to know nothing.
pub(super) fn absolute(x: u16, y: u16) -> Route {
    let mut way = Route::NONE;
    way.push(0x1b).push(b'[');
    if y > 0 || x > 0 {
        way.number(y + 1);
    }
    if x > 0 {
        way.push(b';').number(x + 1);
    }
    way.push(b'H');
    way
}

/// How many decimal digits a number has.
pub(super) fn digits(n: u16) -> usize {
    n.checked_ilog10().map_or(1, |d| d as usize + 1)
}

/// Adds a number in decimal.
pub(super) fn number(n: u16, out: &mut Vec<u8>) {
    let mut way = Route::NONE;
    out.extend_from_slice(way.number(n).bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: (Option<u16>, u16), x: u16, y: u16) -> String {
        let from = Place { x: from.0, y: from.1 };
        String::from_utf8(way(from, x, y).bytes().to_vec()).unwrap()
    }

    #[test]
    fn the_shortest_way_is_taken() {
        assert_eq!(text((Some(7), 3), 7, 3), "");
        assert_eq!(text((Some(7), 3), 0, 3), "\r");
        assert_eq!(text((Some(7), 3), 5, 3), "\x08\x08");
        assert_eq!(text((Some(70), 3), 55, 3), "\x1b[15D");
        assert_eq!(text((Some(7), 3), 8, 3), "\x1b[C");
        assert_eq!(text((Some(7), 3), 27, 3), "\x1b[20C");
        assert_eq!(text((Some(7), 3), 0, 4), "\r\n");
        assert_eq!(text((Some(7), 30), 2, 31), "\r\n\x1b[2C");
        assert_eq!(text((Some(7), 3), 0, 0), "\x1b[H");
        assert_eq!(text((Some(7), 3), 0, 15), "\x1b[16H");
        assert_eq!(text((Some(7), 3), 0, 1), "\x1b[2H");
        // The column at hand is used when the row is another.
        assert_eq!(text((Some(44), 0), 44, 6), "\x1b[6B");
        assert_eq!(text((Some(46), 7), 45, 8), "\x1b[B\x08");
        assert_eq!(text((Some(46), 18), 48, 17), "\x1b[A\x1b[2C");
        assert_eq!(text((None, 18), 48, 17), "\x1b[18;49H");
        assert_eq!(text((Some(7), 12), 33, 2), "\x1b[3;34H");
        // The column is unknown: only ways through the margin or absolute ones.
        assert_eq!(text((None, 12), 33, 12), "\r\x1b[33C");
        assert_eq!(text((None, 2), 0, 2), "\r");
        assert_eq!(text((Some(65000), 2), 65534, 65534), "\x1b[65535;65535H");
    }
}
