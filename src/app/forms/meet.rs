//! Two people at one record (S17): what each of them puts right stays, and where both put the same field right, whoever comes second
//! reads what the first has said beside their own words. Which field is whose, `form/record.rs` knows.

use crate::app::model::{Host, State};
use crate::form::{self, FieldId, Value};
use crate::i18n::fill;

impl Host {
    /// What a form changes is another by now. Fields the person left as they were take what stands there now; where both changed
    /// one, the person's own stays and the other is shown. Nothing typed is lost.
    pub fn meet(&mut self, state: &State, now: Vec<(FieldId, Value)>) {
        for (field, new) in now {
            if let Value::Picks(picks) = &new {
                self.add_options(field, picks);
            }
            self.form.follow_record(field, &new);
        }
        self.say_theirs(state);
    }

    /// Shows what somebody else wrote in the fields in which something else was typed.
    pub(in crate::app) fn say_theirs(&mut self, state: &State) {
        for (field, theirs) in self.form.take_both() {
            let name = self.form.label(field).unwrap_or_default();
            let said = self.called(field, &theirs);
            let said = Some(said.as_str()).filter(|said| !said.is_empty());
            let said = said.unwrap_or(state.texts().record.empty);
            let text = fill(state.texts().matter.theirs, &[("field", name), ("value", said)]);
            self.alerts.push(text);
        }
    }

    /// A value as the form calls it.
    fn called(&self, field: FieldId, value: &Value) -> String {
        match (value, self.form.spec(field).map(|spec| &spec.kind)) {
            (Value::Pick(pick), Some(form::Kind::Choice { options })) => {
                let option = options.iter().find(|o| Some(&o.code) == pick.code.as_ref());
                option.map_or(&pick.label, |o| &o.label).clone()
            }
            (Value::Flag(is_yes), Some(form::Kind::Toggle { yes, no })) => if *is_yes { yes } else { no }.clone(),
            (value, _) => value.text(),
        }
    }
}
