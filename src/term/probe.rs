//! Asking the terminal how wide it draws and whether it reads UTF-8.
//!
//! One write with several questions and a fence every terminal answers; nobody waits for it. Until the fence comes
//! the parser takes `ESC [ r ; c R` for an answer, however late, so that no answer ever becomes a key (rule 30).

use super::caps::{Ambiguous, Caps};
use super::input::Report;

/// The questions: three ambiguous characters and two Han on row 1, concealed and erased in the same write, then who
/// the terminal is, whether it can name every key, then the fence.
pub(super) const REQUEST: &str = concat!(
    "\x1b[H\x1b[8m",
    "\r─\x1b[6n",
    "\r“\x1b[6n",
    "\r①\x1b[6n",
    "\r中文\x1b[6n",
    "\r\x1b[m\x1b[K",
    "\x1b[>c",
    "\x1b[?u",
    "\x1b[c",
);

/// Device attributes of the multiplexers: their environment does not survive a second ssh, this does.
const SCREEN: u16 = 83;
const TMUX: u16 = 84;

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Probe {
    columns: Vec<u16>,
    is_open: bool,
}

impl Probe {
    /// The questions have been sent.
    pub(super) fn open(&mut self) {
        self.columns.clear();
        self.is_open = true;
    }

    /// Whether answers are still to come.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Takes one answer; true when it was the fence and `caps` now holds what was learnt.
    pub(super) fn take(&mut self, report: Report, caps: &mut Caps) -> bool {
        if !self.is_open {
            return false;
        }
        match report {
            Report::Cursor { col, .. } => self.columns.push(col.saturating_sub(1)),
            Report::Explicit => caps.names_keys = true,
            Report::Secondary { kind, version } => {
                caps.da2 = Some((kind, version));
                caps.mux |= matches!(kind, SCREEN | TMUX);
            }
            Report::Primary(attributes) => {
                self.is_open = false;
                (caps.answered, caps.da1) = (true, attributes);
                if let [line, quote, ring, han] = self.columns.as_slice() {
                    caps.utf8 = reads_utf8(*han);
                    caps.ambiguous = match (line, quote, ring) {
                        (1, 1, 1) => Ambiguous::Narrow,
                        (2, 2, 2) => Ambiguous::Wide,
                        _ => Ambiguous::Unknown,
                    };
                }
                caps.choose_emission();
                return true;
            }
        }
        false
    }
}

/// What the columns of 中文 say: its six bytes are three pairs in GBK, drawn in six columns or, by some, in five. Any other
/// count says that the answers are no measure of what is drawn (a recorder, a script), and nothing is concluded.
fn reads_utf8(columns: u16) -> Option<bool> {
    match columns {
        4 => Some(true),
        5 | 6 => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::caps::Emission;
    use crate::term::input::Attributes;

    fn ask(columns: &[u16], da2: Option<u16>) -> Caps {
        let (mut probe, mut caps) = (Probe::default(), Caps::default());
        probe.open();
        for col in columns {
            assert!(!probe.take(Report::Cursor { row: 1, col: *col }, &mut caps));
        }
        if let Some(kind) = da2 {
            probe.take(Report::Secondary { kind, version: 1 }, &mut caps);
        }
        let fence = Report::Primary(Attributes::new([62, 22]));
        assert!(!caps.answered && probe.take(fence, &mut caps) && !probe.is_open());
        assert!(!probe.take(fence, &mut caps), "a second fence is nobody's");
        assert!(caps.answered && caps.da1.list() == [62, 22]);
        caps
    }

    #[test]
    fn the_answers_choose_the_emission() {
        let narrow = ask(&[2, 2, 2, 5], Some(41));
        assert_eq!(
            (narrow.emission, narrow.utf8, narrow.da2),
            (Emission::Narrow, Some(true), Some((41, 1)))
        );
        assert_eq!(ask(&[3, 3, 3, 5], None).ambiguous, Ambiguous::Wide);
        assert_eq!(ask(&[3, 3, 3, 5], None).emission, Emission::Universal);
        assert_eq!(ask(&[2, 3, 2, 5], None).ambiguous, Ambiguous::Unknown);
        // A multiplexer answers for itself.
        assert_eq!(ask(&[2, 2, 2, 5], Some(TMUX)).emission, Emission::Substitute);
        // GBK: six columns in mlterm, five in VTE.
        let gbk = ask(&[2, 2, 2, 7], None);
        assert_eq!((gbk.utf8, gbk.emission), (Some(false), Emission::Universal));
        assert_eq!(ask(&[2, 2, 2, 6], None).utf8, Some(false));
        // A line that answers without drawing: the same place whatever was written, or one column for everything.
        assert_eq!(ask(&[1, 1, 1, 1], None).utf8, None);
        assert_eq!(ask(&[2, 2, 2, 3], None).utf8, None);
        // Some clients answer the fence only.
        assert_eq!(
            (ask(&[], None).utf8, ask(&[2], None).emission),
            (None, Emission::Universal)
        );
    }
}
