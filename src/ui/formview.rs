//! Drawing of a form: the rows of `form::FormLayout` that are in view, and the caret among them.
//!
//! What is chosen, wrong or focused is in the text already (brackets, `>`, a sentence); colour only repeats it.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::{put, usable};
use super::theme::{Role, Theme};
use crate::cells;
use crate::form::{FormSpan, FormState, Part};
use crate::i18n::{Lang, fill};

/// Cells of an option on a covered form.
const COVERED_CHIP: usize = 3;

/// Draws the part of a form that fits and returns the cell of the caret. The form must have been told this size. Of a
/// covered form nothing that was typed is seen, as little as of a password.
pub fn draw(
    area: Rect,
    buf: &mut Buffer,
    (theme, lang): (&Theme, Lang),
    (form, masked): (&FormState, bool),
) -> Option<(u16, u16)> {
    let area = usable(buf, area);
    if area.is_empty() {
        return None;
    }
    let layout = form.laid(usize::from(area.width));
    let first = layout.first_row(usize::from(area.height), form.scroll());
    for (row, y) in layout.rows.iter().skip(first).zip(area.top()..area.bottom()) {
        for span in &row.spans {
            let x = area.x.saturating_add(span.col as u16);
            let room = (span.cells as u16).min(area.right().saturating_sub(x));
            let is_covered = masked && is_personal(form, span);
            // Which of several is chosen is neither longer nor in another colour.
            let is_chip = is_covered && matches!(span.part, Part::Chip { .. });
            let text = match (is_covered, cells::width(&span.text)) {
                (true, width) if is_chip => "*".repeat(width.min(COVERED_CHIP)).into(),
                (true, width) => "*".repeat(width).into(),
                (false, _) => said(span, lang, usize::from(room)),
            };
            let role = if is_chip { Role::Text } else { role(span) };
            put(buf, x, y, &text, theme.style(role), room);
        }
    }
    let (row, col) = layout.caret?;
    let y = area.y.saturating_add(row.checked_sub(first)? as u16);
    let x = area.x.saturating_add(col as u16).min(area.right().saturating_sub(1));
    (y < area.bottom()).then_some((x, y))
}

/// A span in words: how many rows are out of view is a sentence where there is room for one.
fn said(span: &FormSpan, lang: Lang, room: usize) -> Cow<'_, str> {
    let Part::More { above, below } = span.part else {
        return Cow::Borrowed(&span.text);
    };
    let t = &lang.texts().common;
    let part = |text: &str, n: usize| (n > 0).then(|| fill(text, &[("n", &n.to_string())]));
    let parts = [part(t.rows_above, above), part(t.rows_below, below)];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
    if cells::width(&words) > room {
        return Cow::Borrowed(&span.text);
    }
    Cow::Owned(words)
}

/// The line under a form: how much of a text field is used, else the help of the focused field.
pub fn help_line(form: &FormState, width: u16) -> String {
    let layout = form.laid(usize::from(width));
    match layout.counter {
        Some((used, max)) => format!("{used}/{max}"),
        None => layout.help.clone(),
    }
}

/// What it shows may tell who somebody is; labels and titles do not.
fn is_personal(form: &FormState, span: &FormSpan) -> bool {
    let is_personal = span
        .field
        .and_then(|id| form.spec(id))
        .is_some_and(|spec| spec.personal);
    is_personal && !matches!(span.part, Part::Section | Part::Label | Part::Help)
}

fn role(span: &FormSpan) -> Role {
    match span.part {
        Part::Section | Part::Label if span.focused => Role::Text,
        Part::Section
        | Part::Label
        | Part::Echo
        | Part::Help
        | Part::More { .. }
        | Part::Chip {
            closed: true,
            chosen: false,
            ..
        } => Role::Muted,
        Part::Value if span.focused => Role::Input,
        Part::Chip { chosen: true, .. } | Part::Candidate { cursor: true, .. } => Role::Select,
        Part::Value | Part::Chip { .. } | Part::Candidate { .. } => Role::Text,
        Part::Error => Role::InputBad,
        Part::Record => Role::Warn,
    }
}

#[cfg(test)]
mod tests {
    use super::super::put::lines_of;
    use super::*;
    use crate::form::{ChoiceOption, FieldSpec, FormInput, FormSpec, Kind, Problem};

    fn say(p: &Problem) -> String {
        match p {
            Problem::Text(t) => t.clone(),
            _ => "请填写".to_owned(),
        }
    }

    fn form() -> FormState {
        let area = Kind::Area {
            max: 20,
            min_rows: 2,
            max_rows: 3,
        };
        let options = ["当场", "交办"].iter().map(|l| ChoiceOption::new(*l, *l)).collect();
        let fields = vec![
            FieldSpec::new("words", "反映内容", area).required().help("照原话记"),
            FieldSpec::new("route", "处理", Kind::Choice { options }),
            FieldSpec::new("place", "地点", Kind::Text { max: 20 }).paired(),
        ];
        FormState::new(FormSpec::new("t", 1, say, fields))
    }

    fn drawn(w: u16, h: u16, form: &mut FormState) -> (Vec<String>, Option<(u16, u16)>) {
        let area = Rect::new(0, 0, w, h);
        form.set_size(usize::from(w.saturating_sub(1)), usize::from(h));
        let mut buf = Buffer::empty(area);
        let look = (&Theme::shipped("mono", false), Lang::Zh);
        let caret = draw(area, &mut buf, look, (form, false));
        (lines_of(&buf), caret)
    }

    #[test]
    fn fields_stand_beside_their_labels_and_the_caret_in_them() {
        let mut f = form();
        f.handle(FormInput::Text("“路灯”①坏了"));
        let (lines, caret) = drawn(80, 4, &mut f);
        assert_eq!(lines[0], "*反映内容  “路灯”①坏了");
        assert_eq!(caret, Some((25, 0)));
        assert!(lines[2].contains("处理   1当场  2交办"), "{lines:?}");
        assert!(lines[2].contains("地点"));
        assert_eq!(help_line(&f, 79), "照原话记");
        f.handle(FormInput::Text("一二三四五六七八九十"));
        assert_eq!(help_line(&f, 79), "17/20");
    }

    #[test]
    fn small_places_show_what_has_the_focus_and_nothing_panics() {
        let mut f = form();
        f.focus_on("place");
        let (lines, caret) = drawn(30, 1, &mut f);
        assert!(lines[0].contains("地点"), "{lines:?}");
        assert_eq!(caret.map(|c| c.1), Some(0));
        for (w, h) in [(0, 0), (1, 1), (3, 2), (12, 1), (200, 60)] {
            drawn(w, h, &mut f);
        }
    }
}
