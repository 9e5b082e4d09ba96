//! What stands in a form, as it is read out.

use super::spec::Kind;
use super::state::FormState;
use super::value::{FieldId, Value};

impl FormState {
    /// The title of the section a field stands in; empty where it has none.
    pub fn section_of(&self, id: FieldId) -> &str {
        let section = self.field(id).and_then(|f| self.titles.get(f.section));
        section.map_or("", String::as_str)
    }

    /// What stands in a field, in words; none where that is nothing.
    pub fn said(&self, field: FieldId) -> Option<String> {
        let text = match (self.value(field)?, &self.spec(field)?.kind) {
            (Value::Flag(on), Kind::Toggle { yes, no }) => if on { yes } else { no }.clone(),
            (Value::Pick(pick), Kind::Choice { options }) => {
                let option = options.iter().find(|o| Some(&o.code) == pick.code.as_ref());
                option.map_or(pick.label, |o| o.label.clone())
            }
            (Value::Text(when), Kind::When { parse, .. }) => {
                let echo = parse(&when, self.now_ms()).unwrap_or_default();
                if echo.is_empty() { when } else { echo }
            }
            (value, _) => value.text(),
        };
        Some(text).filter(|text| !text.trim().is_empty())
    }
}
