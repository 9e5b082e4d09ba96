//! The painter as the backend of ratatui's `Terminal`.
//!
//! Nothing here talks to a tty, and nothing fails: cells are noted, and [`Backend::flush`] turns what differs into the
//! bytes of one frame, which the terminal sends in one write. ratatui may tell a cell twice or not at all when it did
//! not change; where a glyph of two cells ends is decided here and in `spot`, never by what ratatui left out.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::paint::Painter;

impl Backend for Painter {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        content.for_each(|(x, y, cell)| self.tell(x, y, cell));
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.is_wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.is_wanted = true;
        Ok(())
    }

    /// Where the cursor was last asked to be. The terminal is never asked: it may not answer (rule 32).
    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.wanted)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.wanted = position.into();
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        let (cols, rows) = self.dimensions();
        let (cols, rows) = (usize::from(cols), usize::from(rows));
        let line = usize::from(self.wanted.y) * cols;
        let at = line + usize::from(self.wanted.x);
        let (from, to) = match region {
            ClearType::All => (0, cols * rows),
            ClearType::AfterCursor => (at, cols * rows),
            ClearType::BeforeCursor => (0, at + 1),
            ClearType::CurrentLine => (line, line + cols),
            ClearType::UntilNewLine => (at, line + cols),
        };
        self.blank(from, to);
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.dimensions().into())
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.dimensions().into(),
            // Nobody has asked what a cell measures, and no picture is ever drawn.
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.frame();
        Ok(())
    }
}
