//! First run: five questions, with an answer wherever one is known.

use crate::app::fields::{options, say};
use crate::app::model::form::{Bad, Kind, Manner, SetUp, Submit};
use crate::app::model::{Effect, Form, Host, Noun, State, Then};
use crate::domain::code::StationKind;
use crate::domain::command::{Command, FoundStation};
use crate::domain::deed::Deed;
use crate::form::{self, FieldSpec, FormSpec, FormState, Value, Values};
use crate::i18n::code;

/// Opens the first run's form with what is known of the login and the day.
pub fn open(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().ask;
    let text = |id, label, max| FieldSpec::new(id, label, form::Kind::Text { max }).required();
    let kind = form::Kind::Choice {
        options: options(state.lang, StationKind::ALL, StationKind::code, code::station_kind),
    };
    let mut form = FormState::new(FormSpec::new(
        "setup",
        1,
        say(state.lang),
        vec![
            text("name", t.station_name, 40).help(t.station_name_help),
            text("code", t.station_code, 8).width(10).help(t.station_code_help),
            FieldSpec::new("kind", t.station_kind, kind),
            text("hours", t.hours, 60).help(t.hours_help),
            text("person", t.your_name, 20).width(20).help(t.your_name_help),
        ],
    ));
    let put = |form: &mut FormState, id, text: &str| {
        form.propose(id, &Value::Text(text.to_owned()));
    };
    put(&mut form, "name", t.station_default);
    put(&mut form, "code", "01");
    put(&mut form, "kind", StationKind::Station.code());
    put(&mut form, "hours", t.hours_default);
    // What the system calls root or a number is nobody's name.
    let login = state.os_name.clone();
    if let Some(called) = state.called.clone() {
        put(&mut form, "person", &called);
    } else if login != "root" && !login.starts_with(|c: char| c.is_ascii_digit()) {
        put(&mut form, "person", &login);
    }
    let form = Form::new(state, Kind::SetUp(SetUp), t.setup_title, form);
    form.noting(t.setup_note).open(state)
}

impl Noun for SetUp {
    fn manner(&self) -> Manner {
        Manner::First
    }

    fn deed(&self) -> Option<Deed> {
        Some(Deed::FoundStation)
    }

    fn target(&self) -> String {
        String::new()
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let Some(rules) = state.default_rules.clone() else {
            return Err(("name", state.texts().say.no_rules.to_owned()));
        };
        let kind = values.code("kind").and_then(StationKind::from_code);
        let text = |id| values.text(id).trim().to_owned();
        let command = Command::FoundStation(FoundStation {
            code: text("code"),
            name: text("name"),
            kind: kind.unwrap_or(StationKind::Station),
            hours: text("hours"),
            head_phone: None,
            rules,
            os_name: state.os_name.clone(),
            person: text("person"),
        });
        Ok(Submit::Send(Box::new(command), Then::Founded))
    }
}
