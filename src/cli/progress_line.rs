//! How far an upgrade is, said on stderr while it goes on: one line that is written over on a terminal, a few plain ones
//! elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use super::{charset, fill, note};
use crate::cells;
use crate::i18n::Lang;
use crate::store::upgrade::{Progress, Stage};
use crate::term;

/// On a terminal the line is written over at most this often.
const REST: Duration = Duration::from_millis(200);
/// Elsewhere a line is added at most this often.
const LONG_REST: Duration = Duration::from_secs(10);
/// The line is told in these where it counts bytes.
const MB: u64 = 1_000_000;

/// A line that says how far long work is, wiped when it ends.
pub(super) struct ProgressLine {
    lang: Lang,
    is_terminal: bool,
    said: Option<(Stage, Instant)>,
    /// Cells the line takes now, which a shorter one has to wipe.
    width: usize,
}

impl ProgressLine {
    /// A line that nothing was said on.
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            is_terminal: std::io::stderr().is_terminal(),
            said: None,
            width: 0,
        }
    }

    /// Says how far it is, if it is time to.
    pub(super) fn say(&mut self, progress: Progress) {
        let now = Instant::now();
        let is_due = match self.said {
            None => true,
            Some((_, at)) if self.is_terminal => now - at >= REST,
            // A short stage is passed over in silence.
            Some((_, at)) => now - at >= LONG_REST,
        };
        if is_due {
            self.said = Some((progress.stage, now));
            let text = sentence(self.lang, progress);
            if self.is_terminal {
                self.over(&text);
            } else {
                note(&text);
            }
        }
    }

    /// Wipes what was said, so that the next line begins at the edge.
    pub(super) fn end(&mut self) {
        if self.is_terminal && self.width > 0 {
            self.over("");
            self.over("");
        }
    }

    fn over(&mut self, text: &str) {
        let width = cells::width(text);
        let rest = " ".repeat(self.width.saturating_sub(width));
        let mut err = term::writing(charset(), std::io::stderr().lock());
        // Nobody to read it is no reason to stop.
        let _ = err.write_all(["\r", text, &rest].concat().as_bytes());
        self.width = width;
    }
}

fn sentence(lang: Lang, progress: Progress) -> String {
    let t = &lang.texts().trouble;
    let (text, unit) = match progress.stage {
        Stage::Waiting => (t.upgrading_wait, 1),
        Stage::Copying => (t.upgrading_copy, MB),
        Stage::Checking => (t.upgrading_check, 1),
        Stage::Walking => (t.upgrading_walk, 1),
        Stage::Replaying => (t.upgrading_replay, 1),
        Stage::Indexing => (t.upgrading_index, 1),
        Stage::Comparing => (t.upgrading_compare, 1),
        Stage::Placing => (t.upgrading_place, 1),
    };
    let [done, total] = [progress.done, progress.total].map(|n| grouped(n / unit));
    fill(text, &[("done", &done), ("total", &total)])
}

/// A number with its thousands apart.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_is_is_said_in_numbers_people_can_read() {
        let progress = |stage, done, total| Progress { stage, done, total };
        let said = sentence(Lang::Zh, progress(Stage::Replaying, 12_000, 1_048_000));
        assert_eq!(said, "正在更新数据 12,000 / 1,048,000");
        let said = sentence(Lang::En, progress(Stage::Copying, 999_999, 3_400_000));
        assert_eq!(said, "Copying 0 / 3 MB");
        assert_eq!(
            [0, 999, 1_000, 1_000_000].map(grouped),
            ["0", "999", "1,000", "1,000,000"]
        );
    }
}
