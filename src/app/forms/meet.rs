//! Two people at one record (S17): what each of them puts right stays, and where both put the same field right, whoever comes second
//! reads what the first has said beside their own words.

use crate::app::model::{Host, State};
use crate::form::{FieldId, Value};
use crate::i18n::fill;

impl Host {
    /// What a form changes is another by now. Fields the person left as they were take what stands there now; where both changed
    /// one, the person's own stays and the other is shown. Nothing typed is lost.
    pub fn meet(&mut self, state: &State, now: Vec<(FieldId, Value)>) {
        let t = &state.texts().matter;
        let mut begun = self.form.clone();
        begun.restart();
        for (field, new) in now {
            if self.form.spec(field).is_none() {
                continue;
            }
            let [was, mine] = [&begun, &self.form].map(|form| form.value(field).unwrap_or(Value::Empty));
            if same(&new, &was) {
                continue;
            }
            // From here on it is this that the person sees before them.
            self.form.show_record(field, &new);
            if same(&new, &mine) || same(&mine, &was) {
                continue;
            }
            self.form.set_value(field, &mine);
            let name = self.form.label(field).unwrap_or_default();
            let value = self.called(&new, field);
            let value = value.unwrap_or_else(|| state.texts().record.empty.to_owned());
            self.alerts.push(fill(t.theirs, &[("field", name), ("value", &value)]));
        }
    }

    /// A value as the form calls it; none where it is empty.
    fn called(&self, value: &Value, field: FieldId) -> Option<String> {
        let options = self.form.options(field).unwrap_or_default();
        let label = |code: Option<&String>| options.iter().find(|o| Some(&o.code) == code).map(|o| o.label.clone());
        let said = match value {
            Value::Pick(pick) => label(pick.code.as_ref()).unwrap_or_else(|| pick.label.clone()),
            // A choice is filled in by its code too.
            Value::Text(text) => label(Some(text)).unwrap_or_else(|| text.clone()),
            Value::Picks(_) | Value::Flag(_) | Value::Empty => value.text(),
        };
        Some(said).filter(|said| !said.is_empty())
    }
}

/// Equal in what is stored: labels may differ by language.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Pick(a), Value::Pick(b)) => a.code == b.code,
        (Value::Pick(pick), Value::Text(text)) | (Value::Text(text), Value::Pick(pick)) => {
            pick.code.as_deref().unwrap_or_default() == text.trim()
        }
        (Value::Pick(pick), Value::Empty) | (Value::Empty, Value::Pick(pick)) => pick.code.is_none(),
        (Value::Picks(a), Value::Picks(b)) => a.iter().map(|p| &p.code).eq(b.iter().map(|p| &p.code)),
        (Value::Text(a), Value::Text(b)) => a.trim() == b.trim(),
        (Value::Text(t), Value::Empty) | (Value::Empty, Value::Text(t)) => t.trim().is_empty(),
        (a, b) => a == b,
    }
}
