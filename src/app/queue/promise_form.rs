//! 下次优先: the name or mark and the phone by which somebody who was not received is found before the next reception.

use crate::app::fields::{optional, phone, say};
use crate::app::model::form::{Bad, Kind, Manner, PromiseForm, Submit};
use crate::app::model::{Effect, Form, Host, Noun, State};
use crate::app::queue::promise::{find, who};
use crate::app::queue::visits;
use crate::domain::command::{ChangePromise, Command, PromiseNext};
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::record::Rev;
use crate::form::{self, FieldSpec, FormSpec, FormState, Value, Values};

/// Opens the form on somebody who waits, or on what was promised to them; Enter at once promises with what is known.
pub fn open(state: &mut State, visit: VisitId) -> Vec<Effect> {
    opened(state, visit, PromiseForm::Make)
}

/// The same on somebody who is to be rung: their number is asked for.
pub fn ring(state: &mut State, visit: VisitId) -> Vec<Effect> {
    opened(state, visit, PromiseForm::Ring)
}

fn opened(state: &mut State, visit: VisitId, make: fn(VisitId, Rev) -> PromiseForm) -> Vec<Effect> {
    let t = &state.texts().ask;
    let label = FieldSpec::new("label", t.label, form::Kind::Text { max: 20 });
    let number = FieldSpec::new("phone", t.phone, form::Kind::Phone).width(20);
    let fields = vec![label.help(t.promise_label_help), number.help(t.promise_phone_help)];
    let mut form = FormState::new(FormSpec::new("promise", 1, say(state.lang), fields));
    let mut put = |id, text: &Option<String>| form.show_record(id, &Value::Text(text.clone().unwrap_or_default()));
    let (next, who) = if let Some(p) = find(state, visit) {
        put("label", &p.label);
        put("phone", &p.phone);
        (PromiseForm::Change(p.id, p.rev), who(state, p))
    } else if let Some(v) = state.visits().find(|v| v.id == visit) {
        put("label", &v.label);
        (make(v.id, v.rev), visits::who(state, v))
    } else {
        return Vec::new();
    };
    let form = Form::new(state, Kind::Promise(next), format!("{}  {who}", t.promise), form);
    form.noting(t.promise_note).open(state)
}

impl Noun for PromiseForm {
    fn manner(&self) -> Manner {
        Manner::Quick
    }

    fn deed(&self) -> Option<Deed> {
        Some(match self {
            Self::Make(..) | Self::Ring(..) => Self::MAKES,
            Self::Change(..) => Deed::ChangePromise,
        })
    }

    fn target(&self) -> String {
        match self {
            Self::Make(visit, _) => format!("make:{visit}"),
            Self::Ring(visit, _) => format!("ring:{visit}"),
            Self::Change(promise, _) => format!("edit:{promise}"),
        }
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let label = optional(values, "label");
        let phone = phone(state.lang, values, "phone")?;
        if matches!(self, Self::Ring(..)) && phone.is_none() {
            return Err(("phone", state.texts().ask.ring_needs_phone.to_owned()));
        }
        let command = match *self {
            Self::Make(visit, rev) | Self::Ring(visit, rev) => Command::PromiseNext(PromiseNext {
                visit,
                rev,
                label,
                phone,
                reason: Some(state.texts().ask.at_closing.to_owned()),
            }),
            Self::Change(promise, rev) => Command::ChangePromise(ChangePromise {
                promise,
                rev,
                label,
                phone,
            }),
        };
        Ok(command.into())
    }
}

impl PromiseForm {
    /// What promising somebody the next time writes.
    pub const MAKES: Deed = Deed::PromiseNext;
}
