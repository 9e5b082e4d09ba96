//! 联络站资料: what the first set-up asked, and the head's phone, which it did not ask.

use crate::app::fields::{options, phone, say};
use crate::app::model::form::{Bad, Kind, Manner, Submit};
use crate::app::model::{Effect, Form, Host, Noun, State};
use crate::domain::code::StationKind;
use crate::domain::command::{ChangeStation, Command};
use crate::domain::deed::Deed;
use crate::domain::record::Station;
use crate::form::{self, FieldSpec, FormSpec, FormState, Value, Values};
use crate::i18n::{code, fill};

acts! { ($) station_acts
    StationEdit "station.edit" + station_edit station_edit Desk true false [ChangeStation] [] profile::open;
    StationOnePerson "station.one_person" + one_person one_person Desk true false [SetOnePerson] [] standing::one_person;
}

/// Opens the form on the station as it is shown.
pub fn open(state: &mut State) -> Vec<Effect> {
    let Some(station) = state.snap.station.clone() else {
        return Vec::new();
    };
    let t = &state.texts().ask;
    let text = |id, label, max| FieldSpec::new(id, label, form::Kind::Text { max });
    let kind = form::Kind::Choice {
        options: options(state.lang, StationKind::ALL, StationKind::code, code::station_kind),
    };
    let mut form = FormState::new(FormSpec::new(
        "station",
        1,
        say(state.lang),
        vec![
            text("name", t.station_name, 40).required().help(t.station_name_help),
            FieldSpec::new("kind", t.station_kind, kind),
            text("hours", t.hours, 60).help(t.hours_help),
            FieldSpec::new("head_phone", t.head_phone, form::Kind::Phone)
                .width(20)
                .help(t.head_phone_help),
        ],
    ));
    for (id, value) in [
        ("name", station.name.clone()),
        ("kind", station.kind.code().to_owned()),
        ("hours", station.hours.clone()),
        ("head_phone", station.head_phone.clone().unwrap_or_default()),
    ] {
        form.begin_with(id, &Value::Text(value));
    }
    let note = fill(t.station_note, &[("code", &station.code)]);
    let title = state.texts().action.station_edit;
    let form = Form::new(state, Kind::Station(Box::new(station)), title, form);
    form.noting(note).open(state)
}

impl Noun for Station {
    fn manner(&self) -> Manner {
        Manner::Short
    }

    fn deed(&self) -> Option<Deed> {
        Some(Deed::ChangeStation)
    }

    fn target(&self) -> String {
        String::new()
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let head_phone = phone(state.lang, values, "head_phone")?;
        let command = Command::ChangeStation(ChangeStation {
            rev: self.rev,
            name: values.text("name").trim().to_owned(),
            kind: values
                .code("kind")
                .and_then(StationKind::from_code)
                .unwrap_or(self.kind),
            hours: values.text("hours").trim().to_owned(),
            head_phone,
        });
        Ok(command.into())
    }
}
