//! Two people at one record (S17): what each of them puts right stays, and where both put the same field right, whoever comes second
//! reads what the first has said beside their own words. Which field is whose, `form/record.rs` knows.

use crate::app::model::form::Changed;
use crate::app::model::{Choice, Form, Host, Item, Menu, Next, State, Step};
use crate::cells;
use crate::domain::shape::Class;
use crate::form::{self, Apart, FieldId, Value};
use crate::i18n::{self, fill};

/// So many cells of either text stand in a question; under its field each stands whole.
const LONGEST: usize = 200;

impl Host {
    /// What a form changes is another by now. Fields the person left as they were take what stands there now; where both changed
    /// one, the person's own stays and the other is shown. Nothing typed is lost.
    pub fn meet(&mut self, state: &State, now: Vec<(FieldId, Value)>, who: impl Fn(FieldId) -> Changed) {
        for (field, new) in now {
            if let Value::Picks(picks) = &new {
                self.add_options(field, picks);
            }
            self.form.follow_record(field, &new);
        }
        self.say_theirs(state, who);
    }

    /// Shows under each field in which something else was typed, or kept, what the record says by now; above the row that files
    /// stands which they are.
    pub(in crate::app) fn say_theirs(&mut self, state: &State, who: impl Fn(FieldId) -> Changed) {
        let t = &state.texts().matter;
        let mut told: [Vec<String>; 2] = Default::default();
        let [both, unsure] = &mut told;
        for (field, apart, theirs) in self.form.take_apart() {
            let said = self.read_out(state, field, &theirs);
            let name = self.form.label(field).unwrap_or_default().to_owned();
            let (list, text) = match (apart, who(field)) {
                (Apart::Unsure, _) => (&mut *unsure, fill(t.record_says, &[("value", &said)])),
                (Apart::Both, Some((by, at))) => {
                    let time = i18n::when(state.lang, at, state.today());
                    let values = [("by", by.as_str()), ("time", &time), ("value", &said)];
                    (&mut *both, fill(t.theirs_by, &values))
                }
                (Apart::Both, None) => (&mut *both, fill(t.theirs, &[("value", &said)])),
            };
            list.push(name);
            self.form.note(field, text);
        }
        let comma = if state.lang.is_zh() { "、" } else { ", " };
        for (fields, text) in told.iter().zip([t.theirs_at, t.unsure_at]) {
            if !fields.is_empty() {
                self.alerts.push(fill(text, &[("fields", &fields.join(comma))]));
            }
        }
    }

    /// Which of the two is meant, before anything is filed: what was kept without what the record said then, or what it says by
    /// now. Asked of each such field.
    pub(super) fn unsettled(&mut self, state: &mut State) -> Option<Menu> {
        let (field, kept, now) = self.form.unsure()?;
        self.at_end = false;
        self.form.focus_on(field);
        let host = &*self;
        Some(state.menu_of_people(|state| {
            let t = &state.texts().matter;
            let said = |text: &str, value: &Value| {
                let value = host.read_out(state, field, value);
                let value = cells::fit(&value, LONGEST).into_owned();
                fill(text, &[("value", &state.pass(Class::Sealed, value))])
            };
            let items = vec![
                Item::new(t.use_record, Choice::Settle(field, now.clone())),
                Item::new(t.use_kept, Choice::Settle(field, kept.clone())),
                Item::new(state.texts().common.back, Choice::Close),
            ];
            Menu::new(host.form.label(field).unwrap_or_default(), items)
                .asking(said(t.kept_says, &kept))
                .asking(said(t.record_says, &now))
        }))
    }

    /// A value as the form calls it, or that there is none.
    fn read_out(&self, state: &State, field: FieldId, value: &Value) -> String {
        let said = self.called(field, value);
        if said.trim().is_empty() {
            return state.texts().record.empty.to_owned();
        }
        said
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

impl Form {
    /// One of the two is meant: the form is filed with it, as was asked for.
    pub fn settle_field(&mut self, state: &mut State, field: FieldId, value: &Value) -> Step {
        let mut step = self.put(state, field, value);
        if matches!(step.next, Next::Stay) {
            let filed = self.file(state);
            step.effects.extend(filed.effects);
            step.next = filed.next;
        }
        step
    }
}
