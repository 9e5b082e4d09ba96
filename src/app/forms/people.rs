//! A deputy, a unit or a village added by hand.

use super::{Kind, Submit, optional, options, say};
use crate::app::input::Effect;
use crate::app::layer::Form;
use crate::app::pending::Then;
use crate::app::state::State;
use crate::domain::code::{Level, UnitKind};
use crate::domain::command::Command;
use crate::domain::pinyin::search_key;
use crate::domain::record::{DeputyProfile, UnitProfile};
use crate::form::{self, FieldSpec, FormSpec, FormState, Value, Values};
use crate::i18n::code;

fn text(id: &'static str, label: &str, max: usize) -> FieldSpec {
    FieldSpec::new(id, label, form::Kind::Text { max })
}

/// 添代表.
pub fn deputy(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().ask;
    let levels = form::Kind::Multi {
        options: options(state.lang, Level::ALL, Level::code, code::level),
    };
    let form = FormState::new(FormSpec::new(
        "deputy",
        1,
        say(state.lang),
        vec![
            text("name", t.name, 20).required().width(20),
            FieldSpec::new("levels", t.levels, levels)
                .required()
                .help(t.levels_help),
            FieldSpec::new("phone", t.phone, form::Kind::Phone).width(16),
            text("post", t.post, 40),
            text("constituency", t.constituency, 40),
            text("team", t.team, 30),
            text("speciality", t.speciality, 30).help(t.speciality_help),
            text("note", t.note, 60),
        ],
    ));
    let layer = Form::new(state, Kind::Deputy, state.texts().action.deputy_add, form);
    state.layers.push(layer.layer());
    Vec::new()
}

fn digits(values: &Values, id: &'static str) -> Option<String> {
    let digits: String = optional(values, id)?.chars().filter(char::is_ascii_digit).collect();
    Some(digits).filter(|d| !d.is_empty())
}

/// The command for a deputy.
pub fn submit_deputy(_state: &State, values: &Values) -> Submit {
    let name = values.text("name").trim().to_owned();
    let profile = DeputyProfile {
        pinyin: search_key(&name),
        name,
        levels: values
            .codes("levels")
            .into_iter()
            .filter_map(Level::from_code)
            .collect(),
        phone: digits(values, "phone"),
        post: optional(values, "post"),
        constituency: optional(values, "constituency"),
        team: optional(values, "team"),
        speciality: optional(values, "speciality"),
        note: optional(values, "note"),
        ..DeputyProfile::default()
    };
    Submit::Send(Box::new(Command::AddDeputy(profile)), Then::Nothing)
}

/// 添单位, villages too.
pub fn unit(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().ask;
    let kind = form::Kind::Choice {
        options: options(state.lang, UnitKind::ALL, UnitKind::code, code::unit_kind),
    };
    let mut form = FormState::new(FormSpec::new(
        "unit",
        1,
        say(state.lang),
        vec![
            text("name", t.unit_name, 40).required(),
            text("short", t.unit_short, 12).width(14).help(t.unit_short_help),
            FieldSpec::new("kind", t.kind, kind).required(),
            text("contact", t.contact, 20).width(20),
            FieldSpec::new("phone", t.phone, form::Kind::Phone).width(16),
            text("scope", t.scope, 60).help(t.scope_help),
            text("via", t.via, 40).help(t.via_help),
        ],
    ));
    form.prefill("kind", &Value::Text(UnitKind::TownOffice.code().to_owned()));
    let layer = Form::new(state, Kind::Unit, state.texts().action.unit_add, form);
    state.layers.push(layer.layer());
    Vec::new()
}

/// The command for a unit.
pub fn submit_unit(_state: &State, values: &Values) -> Submit {
    let name = values.text("name").trim().to_owned();
    let short = optional(values, "short").unwrap_or_else(|| name.clone());
    let profile = UnitProfile {
        pinyin: format!("{} {}", search_key(&name), search_key(&short)),
        name,
        short,
        kind: values
            .code("kind")
            .and_then(UnitKind::from_code)
            .unwrap_or(UnitKind::Other),
        contact: optional(values, "contact"),
        phone: digits(values, "phone"),
        scope: optional(values, "scope"),
        via: optional(values, "via"),
    };
    Submit::Send(Box::new(Command::AddUnit(profile)), Then::Nothing)
}
