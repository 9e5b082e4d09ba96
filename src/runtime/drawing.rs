//! The picture of the state, in the theme it is drawn in.

use crate::app::State;
use crate::app::model::Screen;
use crate::term::{Colours, Terminal};
use crate::ui;
use crate::ui::theme::Theme;

/// The theme in use, parsed once per name.
#[derive(Default)]
pub(super) struct Themes {
    name: String,
    colours: Option<Colours>,
    theme: Option<Theme>,
}

impl Themes {
    pub(super) fn of(&mut self, name: &str, colours: Colours) -> &Theme {
        if self.name != name || self.colours != Some(colours) {
            self.theme = None;
        }
        self.name.clear();
        self.name.push_str(name);
        self.colours = Some(colours);
        self.theme
            .get_or_insert_with(|| Theme::shipped(name, colours == Colours::Mono))
    }
}

/// Draws it.
pub(super) fn draw(terminal: &mut Terminal, state: &State, theme: &Theme, shown: &mut Option<Screen>) {
    // Whatever a message to all terminals or a bad line left on the screen is gone with the next one (rule 8). What opens
    // over a screen and goes again does not make it another, and costs what differs.
    if shown.replace(state.screen).is_some_and(|last| last != state.screen) {
        terminal.doubt();
    }
    // A refused frame is drawn again when the line is free; nothing is queued.
    let _ = terminal.draw(|frame| {
        if let Some(caret) = ui::draw(state, theme, frame.buffer_mut()) {
            frame.set_cursor_position(caret);
        }
    });
}
