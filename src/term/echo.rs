//! The bytes behind what came, for a screen that shows keys as they arrive. Switched off it costs one comparison a byte.

use super::input::{Echo, Input};

/// So many bytes of one input are kept; a long paste is only counted.
const MOST: usize = 48;

/// What has come since the last input that was told.
#[derive(Debug, Default)]
pub(super) struct RecentBytes {
    pub(super) is_on: bool,
    echo: Echo,
    /// Inputs that had been told before.
    mark: usize,
}

impl RecentBytes {
    /// A read begins, with so many inputs told already.
    pub(super) fn begin(&mut self, told: usize) {
        self.mark = told;
    }

    /// Notes a byte as it came from the terminal.
    pub(super) fn take(&mut self, b: u8) {
        if self.is_on {
            self.echo.of += 1;
            if self.echo.bytes.len() < MOST {
                self.echo.bytes.push(b);
            }
        }
    }

    /// Tells the bytes when they have become something, or when nothing will come of them any more (`is_over`).
    pub(super) fn tell(&mut self, is_over: bool, out: &mut Vec<Input>) {
        if !self.is_on || self.echo.of == 0 || (out.len() == self.mark && !is_over) {
            return;
        }
        let echo = std::mem::take(&mut self.echo);
        // The answers of the terminal are no keys.
        let is_answer = out.len() > self.mark && matches!(out.last(), Some(Input::Report(_)));
        if !is_answer {
            out.push(Input::Echo(echo));
        }
        self.mark = out.len();
    }
}
