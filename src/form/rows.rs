//! Rows that repeat: one is always empty and waits for more, and an empty one in between is taken out by Backspace.

use super::event::FormOutcome;
use super::kinds::Content;
use super::spec::Visible;
use super::state::FormState;
use super::value::FieldId;

impl FormState {
    /// Whether a row is on the form: those up to the last that is filled, and one more.
    pub(super) fn is_row_shown(&self, rows: &[FieldId], id: FieldId) -> bool {
        let filled = rows.iter().rposition(|row| self.is_filled(row));
        let next = filled.map_or(0, |last| last + 1);
        rows.iter().take(next + 1).any(|row| *row == id)
    }

    /// Backspace in an empty row: those below move up, and from the last one it leads to the row before. None in any other
    /// field.
    pub(super) fn take_out(&mut self, at: usize) -> Option<FormOutcome> {
        let spec = &self.fields.get(at)?.spec;
        let Visible::Row(rows) = spec.visible else { return None };
        if self.is_filled(spec.id) {
            return None;
        }
        let place = rows.iter().position(|row| *row == spec.id)?;
        let below = rows.get(place..)?;
        if !below.iter().any(|row| self.is_filled(row)) {
            let before = rows.get(place.checked_sub(1)?)?;
            self.focus_on(before);
            return Some(FormOutcome::Moved);
        }
        let mut moved = Content::new(&spec.kind);
        for row in below.iter().rev() {
            if let Some(field) = self.fields.iter_mut().find(|f| f.spec.id == *row) {
                std::mem::swap(&mut field.content, &mut moved);
            }
        }
        self.edited(at);
        Some(FormOutcome::Edited)
    }
}
