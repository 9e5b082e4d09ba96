//! A deputy, a unit or a village: shown on a page, added by hand, changed.

use crate::app::fields::{optional, options, say};
use crate::app::model::form::{Kind, Manner, Submit};
use crate::app::model::page::{Line, line};
use crate::app::model::{Choice, Effect, Flow, Form, Host, Noun, Page, State, Then};
use crate::domain::code::{Level, UnitKind};
use crate::domain::command::{ChangeDeputy, ChangeUnit, Command};
use crate::domain::mask::phone_on_screen;
use crate::domain::pinyin::{search_key, unit_key};
use crate::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use crate::domain::shape::Class;
use crate::form::{self, FieldSpec, FormSpec, FormState, Pick, Value, Values};
use crate::i18n::code;

acts! { ($) people_acts
    DeputyAdd "deputy.add" deputy_add Desk true false [AddDeputy] [] people::deputy;
    UnitAdd "unit.add" unit_add Desk true false [AddUnit] [] people::unit;
    DeputyImport "deputy.import" deputy_import Desk true false [AddDeputy] [] |s| importing::open(s, Table::Deputies);
    UnitImport "unit.import" unit_import Desk true false [AddUnit] [] |s| importing::open(s, Table::Units);
}

fn text(id: &'static str, label: &str, max: usize) -> FieldSpec {
    FieldSpec::new(id, label, form::Kind::Text { max })
}

/// 添代表.
pub fn deputy(state: &mut State) -> Vec<Effect> {
    let form = deputy_form(state, false);
    let title = state.texts().action.deputy_add;
    Form::new(state, Kind::Deputy(None), title, form).open(state)
}

/// Whether it is still in use; asked only of what is already there.
fn in_use(state: &State, label: &str) -> FieldSpec {
    let t = state.texts();
    let kind = form::Kind::Toggle {
        yes: t.sheet.yes.to_owned(),
        no: t.sheet.no.to_owned(),
    };
    FieldSpec::new("active", label, kind).help(t.ask.active_help)
}

fn put(form: &mut FormState, id: &'static str, text: Option<&String>) {
    form.prefill(id, &Value::Text(text.cloned().unwrap_or_default()));
}

/// 改代表: the profile as it was shown, with what no field asks for kept as it is.
pub fn edit_deputy(state: &mut State, d: &Deputy) -> Vec<Effect> {
    let mut form = deputy_form(state, true);
    let p = &d.profile;
    put(&mut form, "name", Some(&p.name));
    let levels = p.levels.iter().map(|l| Pick::of(l.code(), code::level(state.lang, *l)));
    form.prefill("levels", &Value::Picks(levels.collect()));
    for (id, text) in [
        ("phone", &p.phone),
        ("post", &p.post),
        ("constituency", &p.constituency),
        ("team", &p.team),
        ("speciality", &p.speciality),
        ("note", &p.note),
    ] {
        put(&mut form, id, text.as_ref());
    }
    form.prefill("active", &Value::Flag(d.active));
    Form::new(state, Kind::Deputy(Some(Box::new(d.clone()))), &p.name, form).open(state)
}

fn deputy_form(state: &State, known: bool) -> FormState {
    let t = &state.texts().ask;
    let levels = form::Kind::Multi {
        options: options(state.lang, Level::ALL, Level::code, code::level),
        more: false,
    };
    let mut fields = vec![
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
    ];
    if known {
        fields.push(in_use(state, t.in_office));
    }
    FormState::new(FormSpec::new("deputy", 1, say(state.lang), fields))
}

fn digits(values: &Values, id: &'static str) -> Option<String> {
    let digits: String = optional(values, id)?.chars().filter(char::is_ascii_digit).collect();
    Some(digits).filter(|d| !d.is_empty())
}

impl Noun for Option<Box<Deputy>> {
    fn manner(&self) -> Manner {
        Manner::Short
    }

    fn target(&self) -> String {
        self.as_ref()
            .map_or_else(String::new, |known| format!("edit:{}", known.id))
    }

    fn submit(&mut self, _: &mut Host, _: &mut State, values: &Values) -> Submit {
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
            ..self.as_ref().map(|d| d.profile.clone()).unwrap_or_default()
        };
        let command = match self {
            Some(d) => Command::ChangeDeputy(ChangeDeputy {
                deputy: d.id,
                rev: d.rev,
                profile,
                active: values.flag("active"),
            }),
            None => Command::AddDeputy(profile),
        };
        Submit::Send(Box::new(command), Then::ClosePage)
    }
}

/// 添单位, villages too.
pub fn unit(state: &mut State) -> Vec<Effect> {
    let mut form = unit_form(state, false);
    form.prefill("kind", &Value::Text(UnitKind::TownOffice.code().to_owned()));
    let title = state.texts().action.unit_add;
    Form::new(state, Kind::Unit(None), title, form).open(state)
}

/// 改单位.
pub fn edit_unit(state: &mut State, u: &Unit) -> Vec<Effect> {
    let mut form = unit_form(state, true);
    let p = &u.profile;
    put(&mut form, "name", Some(&p.name));
    put(&mut form, "short", Some(&p.short));
    put(&mut form, "kind", Some(&p.kind.code().to_owned()));
    for (id, text) in [
        ("contact", &p.contact),
        ("phone", &p.phone),
        ("scope", &p.scope),
        ("via", &p.via),
    ] {
        put(&mut form, id, text.as_ref());
    }
    form.prefill("active", &Value::Flag(u.active));
    Form::new(state, Kind::Unit(Some(Box::new(u.clone()))), &p.name, form).open(state)
}

fn unit_form(state: &State, known: bool) -> FormState {
    let t = &state.texts().ask;
    let kind = form::Kind::Choice {
        options: options(state.lang, UnitKind::ALL, UnitKind::code, code::unit_kind),
    };
    let mut fields = vec![
        text("name", t.unit_name, 40).required(),
        text("short", t.unit_short, 12).width(14).help(t.unit_short_help),
        FieldSpec::new("kind", t.kind, kind).required(),
        text("contact", t.contact, 20).width(20),
        FieldSpec::new("phone", t.phone, form::Kind::Phone).width(16),
        text("scope", t.scope, 60).help(t.scope_help),
        text("via", t.via, 40).help(t.via_help),
    ];
    if known {
        fields.push(in_use(state, t.in_use));
    }
    FormState::new(FormSpec::new("unit", 1, say(state.lang), fields))
}

impl Noun for Option<Box<Unit>> {
    fn manner(&self) -> Manner {
        Manner::Short
    }

    fn target(&self) -> String {
        self.as_ref()
            .map_or_else(String::new, |known| format!("edit:{}", known.id))
    }

    fn submit(&mut self, _: &mut Host, _: &mut State, values: &Values) -> Submit {
        let name = values.text("name").trim().to_owned();
        let short = optional(values, "short").unwrap_or_else(|| name.clone());
        let profile = UnitProfile {
            pinyin: unit_key(&name, &short),
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
        let command = match self {
            Some(u) => Command::ChangeUnit(ChangeUnit {
                unit: u.id,
                rev: u.rev,
                profile,
                active: values.flag("active"),
            }),
            None => Command::AddUnit(profile),
        };
        Submit::Send(Box::new(command), Then::ClosePage)
    }
}

impl Page {
    /// A deputy's profile.
    pub fn deputy(state: &State, d: &Deputy) -> Self {
        let (t, p) = (&state.texts().ask, &d.profile);
        let levels: Vec<&str> = p.levels.iter().map(|l| code::level(state.lang, *l)).collect();
        let mut lines = vec![line(t.levels, levels.join(" "))];
        let phone = p.phone.as_deref().map(|n| phone_on_screen(n, state.masked));
        let phone = state.sight.pass(Class::Private, phone);
        for (label, text) in [
            (t.phone, phone.as_deref()),
            (t.post, p.post.as_deref()),
            (t.constituency, p.constituency.as_deref()),
            (t.team, p.team.as_deref()),
            (t.speciality, p.speciality.as_deref()),
            (t.note, p.note.as_deref()),
        ] {
            lines.extend(text.map(|text| line(label, text)));
        }
        lines.extend(rare(state, &[&p.name]));
        let mut page = Self::new(&p.name, lines);
        let edit = Flow::EditDeputy(Box::new(d.clone()));
        page.go = Some((state.texts().ask.edit.to_owned(), Choice::Flow(edit)));
        page
    }

    /// A unit's profile.
    pub fn unit(state: &State, u: &Unit) -> Self {
        let (t, p) = (&state.texts().ask, &u.profile);
        let mut lines = vec![
            line(t.unit_short, &p.short),
            line(t.kind, code::unit_kind(state.lang, p.kind)),
        ];
        let phone = state.sight.pass(Class::Private, p.phone.clone());
        for (label, text) in [
            (t.contact, &p.contact),
            (t.phone, &phone),
            (t.scope, &p.scope),
            (t.via, &p.via),
        ] {
            lines.extend(text.as_ref().map(|text| line(label, text)));
        }
        lines.extend(rare(state, &[&p.name, &p.short]));
        let mut page = Self::new(&p.name, lines);
        let edit = Flow::EditUnit(Box::new(u.clone()));
        page.go = Some((state.texts().ask.edit.to_owned(), Choice::Flow(edit)));
        page
    }
}

/// The code points of characters that not every terminal draws.
fn rare(state: &State, texts: &[&str]) -> Option<Line> {
    let found = crate::cells::rare(texts.iter().copied());
    (!found.is_empty()).then(|| line(state.texts().selftest.rare, found))
}
