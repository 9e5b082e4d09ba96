//! A deputy, a unit or a village: shown on a page, added by hand, changed.

use crate::app::action::Act;
use crate::app::fields::{optional, options, phone, say};
use crate::app::model::form::{Bad, Kind, Manner, Submit, Want};
use crate::app::model::page::{Line, line};
use crate::app::model::{Choice, Effect, Flow, Form, Host, Noun, Page, State, Then};
use crate::domain::born::born_form;
use crate::domain::code::{Level, Sex, UnitKind};
use crate::domain::command::{ChangeDeputy, ChangeUnit, Command};
use crate::domain::deed::Deed;
use crate::domain::mask::{mask_phone, without_numbers};
use crate::domain::phone::dialled;
use crate::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use crate::domain::refusal::Refusal;
use crate::domain::shape::Class;
use crate::domain::text::{is_a_number, is_han};
use crate::domain::view::{Answer, Query};
use crate::form::{self, FieldId, FieldSpec, FormSpec, FormState, Pick, Value, Values};
use crate::i18n::{Lang, code, field};
use serde_json::Value as Json;

acts! { ($) people_acts
    DeputyAdd "deputy.add" + deputy_add deputy_add Desk true false [AddDeputy] [] people::deputy;
    UnitAdd "unit.add" + unit_add unit_add Desk true false [AddUnit] [] people::unit;
    DeputyImport "deputy.import" + deputy_import deputy_import Desk true false [AddDeputy] [] |s| importing::open(s, Table::Deputies);
    UnitImport "unit.import" + unit_import unit_import Desk true false [AddUnit] [] |s| importing::open(s, Table::Units);
}

fn text(id: &'static str, label: &str, max: usize) -> FieldSpec {
    FieldSpec::new(id, label, form::Kind::Text { max })
}

/// 添代表.
pub fn deputy(state: &mut State) -> Vec<Effect> {
    let mut form = deputy_form(state, false);
    name_sought(state, Act::DeputyAdd, &mut form, DeputyProfile::KEYS.name);
    let title = state.texts().action.deputy_add;
    Form::new(state, Kind::Deputy(None), title, form).open(state)
}

/// A name that was looked for in the list and not found is most likely the one to add; pinyin and numbers are none.
fn name_sought(state: &State, adds: Act, form: &mut FormState, field: &'static str) {
    let is_here = state.frame().is_some_and(|list| list.add == Some(adds));
    let sought = state.browse.get(&state.screen).filter(|b| is_here && b.rows.is_empty());
    let name = sought.map_or("", |b| b.find.text().trim());
    if name.chars().any(is_han) {
        form.prefill(field, &Value::Text(name.to_owned()));
    }
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

fn prefill(form: &mut FormState, values: Vec<(FieldId, Value)>) {
    for (field, value) in values {
        form.begin_with(field, &value);
    }
}

/// What a profile says, as the values of a form, and whether it is in use.
fn values(lang: Lang, said: Vec<(&'static str, Class, Json)>, active: bool) -> Vec<(FieldId, Value)> {
    let said = said.into_iter().map(|(key, _, value)| {
        let value = if let Some(levels) = value.as_array() {
            let levels = levels.iter().filter_map(|code| Level::from_code(code.as_str()?));
            Value::Picks(levels.map(|l| Pick::of(l.code(), code::level(lang, l))).collect())
        } else {
            Value::Text(value.as_str().unwrap_or_default().to_owned())
        };
        (key, value)
    });
    said.chain([("active", Value::Flag(active))]).collect()
}

/// What is asked where somebody else changed one of a roster first.
fn behind(why: &Refusal, query: impl FnOnce(String, u32) -> Query) -> Option<(Want, Query)> {
    // Rosters are no longer than this.
    matches!(why, Refusal::Changed { .. }).then(|| (Want::Fresh, query(String::new(), 20_000)))
}

/// What stood in the form and may stay as it is, however odd.
#[derive(Clone, Copy)]
struct Stood<'a> {
    phone: Option<&'a String>,
    born: Option<&'a String>,
}

/// What a form says of the fields of a profile, as far as it asks. A phone can be dialled, or is the one that stood there.
fn said(state: &State, values: &Values, known: Stood<'_>) -> Result<Vec<(FieldId, Json)>, Bad> {
    let asked = values.iter().filter(|(field, _)| *field != "active");
    let said = asked.map(|(field, value)| {
        let said = match value {
            Value::Text(text) if field == "name" && is_a_number(text) => {
                return Err((field, state.texts().sheet.bad_name.to_owned()));
            }
            Value::Text(text) if field == "phone" && known.phone.is_none_or(|known| known != text.trim()) => {
                phone(state.lang, values, field)?.into()
            }
            Value::Text(text) if field == "born" && known.born.is_none_or(|known| known != text.trim()) => {
                let text = optional(values, field);
                let born = text.as_deref().map(born_form);
                if born == Some(None) {
                    return Err((field, state.texts().ask.born_help.to_owned()));
                }
                born.flatten().into()
            }
            Value::Picks(_) => values.codes(field).into(),
            Value::Pick(pick) => pick.code.clone().into(),
            Value::Text(_) | Value::Flag(_) | Value::Empty => optional(values, field).into(),
        };
        Ok((field, said))
    });
    said.collect()
}

/// What keeps a form from becoming a profile; the fields of a form take nothing that is none of its own.
fn misread(error: &serde_json::Error) -> Bad {
    ("name", error.to_string())
}

/// 改代表: the profile as it was shown, with what no field asks for kept as it is.
pub fn edit_deputy(state: &mut State, d: &Deputy) -> Vec<Effect> {
    let mut form = deputy_form(state, true);
    prefill(&mut form, values(state.lang, d.profile.said(), d.active));
    Form::new(state, Kind::Deputy(Some(Box::new(d.clone()))), &d.profile.name, form).open(state)
}

fn deputy_form(state: &State, known: bool) -> FormState {
    let t = &state.texts().ask;
    let levels = form::Kind::Multi {
        options: options(state.lang, Level::ALL, Level::code, code::level),
        more: false,
    };
    let sex = form::Kind::Choice {
        options: options(state.lang, Sex::ALL, Sex::code, code::sex),
    };
    let keys = DeputyProfile::KEYS;
    let mut fields = vec![
        text(keys.name, t.name, 20).required().width(20),
        FieldSpec::new(keys.levels, t.levels, levels)
            .required()
            .help(t.levels_help),
        FieldSpec::new(keys.phone, t.phone, form::Kind::Phone).width(16),
        text(keys.post, t.post, 40),
        text(keys.constituency, t.constituency, 40),
        text(keys.team, t.team, 30),
        text(keys.speciality, t.speciality, 30).help(t.speciality_help),
        text(keys.note, t.note, 60),
        FieldSpec::new(keys.sex, field::label(state.lang, keys.sex), sex),
        text(keys.born, field::label(state.lang, keys.born), 10).help(t.born_help),
    ];
    if known {
        fields.push(in_use(state, t.in_office));
    }
    FormState::new(FormSpec::new("deputy", 1, say(state.lang), fields))
}

impl Noun for Option<Box<Deputy>> {
    fn manner(&self) -> Manner {
        Manner::Short
    }

    fn deed(&self) -> Option<Deed> {
        Some(match self {
            Some(_) => Deputy::CHANGES,
            None => Deed::AddDeputy,
        })
    }

    fn target(&self) -> String {
        self.as_ref()
            .map_or_else(String::new, |known| format!("edit:{}", known.id))
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let known = self.as_ref().map(|d| d.profile.clone()).unwrap_or_default();
        let said = said(
            state,
            values,
            Stood {
                phone: known.phone.as_ref(),
                born: known.born.as_ref(),
            },
        )?;
        let profile = known.with(said).map_err(|error| misread(&error))?;
        let command = match self {
            Some(d) => Command::ChangeDeputy(ChangeDeputy {
                deputy: d.id,
                rev: d.rev,
                profile,
                active: values.flag("active"),
            }),
            None => Command::AddDeputy(profile),
        };
        Ok(Submit::Send(Box::new(command), Then::ClosePage))
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, _: Want, answer: Answer) {
        if let (Some(known), Answer::Deputies(all)) = (self, answer)
            && let Some(now) = all.into_iter().find(|one| one.id == known.id)
        {
            host.meet(state, values(state.lang, now.profile.said(), now.active), |_| None);
            **known = now;
        }
    }

    fn refused(&self, why: &Refusal) -> Option<(Want, Query)> {
        self.as_ref()?;
        behind(why, |matching, limit| Query::Deputies { matching, limit })
    }
}

/// 添单位, villages too.
pub fn unit(state: &mut State) -> Vec<Effect> {
    let mut form = unit_form(state, false);
    name_sought(state, Act::UnitAdd, &mut form, UnitProfile::KEYS.name);
    form.prefill("kind", &Value::Text(UnitKind::TownOffice.code().to_owned()));
    let title = state.texts().action.unit_add;
    Form::new(state, Kind::Unit(None), title, form).open(state)
}

/// 改单位.
pub fn edit_unit(state: &mut State, u: &Unit) -> Vec<Effect> {
    let mut form = unit_form(state, true);
    prefill(&mut form, values(state.lang, u.profile.said(), u.active));
    Form::new(state, Kind::Unit(Some(Box::new(u.clone()))), &u.profile.name, form).open(state)
}

fn unit_form(state: &State, known: bool) -> FormState {
    let t = &state.texts().ask;
    let kind = form::Kind::Choice {
        options: options(state.lang, UnitKind::ALL, UnitKind::code, code::unit_kind),
    };
    let keys = UnitProfile::KEYS;
    let mut fields = vec![
        text(keys.name, t.unit_name, 40).required(),
        text(keys.short, t.unit_short, 12).width(14).help(t.unit_short_help),
        FieldSpec::new(keys.kind, t.kind, kind).required(),
        text(keys.contact, t.contact, 20).width(20),
        FieldSpec::new(keys.phone, t.phone, form::Kind::Phone).width(16),
        text(keys.scope, t.scope, 60).help(t.scope_help),
        text(keys.via, t.via, 40).help(t.via_help),
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

    fn deed(&self) -> Option<Deed> {
        Some(match self {
            Some(_) => Unit::CHANGES,
            None => Deed::AddUnit,
        })
    }

    fn target(&self) -> String {
        self.as_ref()
            .map_or_else(String::new, |known| format!("edit:{}", known.id))
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let known = self.as_ref().map(|u| u.profile.clone()).unwrap_or_default();
        let said = said(
            state,
            values,
            Stood {
                phone: known.phone.as_ref(),
                born: None,
            },
        )?;
        let profile = known.with(said).map_err(|error| misread(&error))?;
        let command = match self {
            Some(u) => Command::ChangeUnit(ChangeUnit {
                unit: u.id,
                rev: u.rev,
                profile,
                active: values.flag("active"),
            }),
            None => Command::AddUnit(profile),
        };
        Ok(Submit::Send(Box::new(command), Then::ClosePage))
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, _: Want, answer: Answer) {
        if let (Some(known), Answer::Units(all)) = (self, answer)
            && let Some(now) = all.into_iter().find(|one| one.id == known.id)
        {
            host.meet(state, values(state.lang, now.profile.said(), now.active), |_| None);
            **known = now;
        }
    }

    fn refused(&self, why: &Refusal) -> Option<(Want, Query)> {
        self.as_ref()?;
        behind(why, |matching, limit| Query::Units {
            matching,
            kind: None,
            limit,
        })
    }
}

impl Page {
    /// A deputy's profile.
    pub fn deputy(state: &State, d: &Deputy) -> Self {
        let (t, p) = (&state.texts().ask, &d.profile);
        let levels: Vec<&str> = p.levels.iter().map(|l| code::level(state.lang, *l)).collect();
        let mut lines = vec![line(t.levels, levels.join(" "))];
        let phone = p.phone.as_deref().map(mask_phone);
        let phone = state.sight.pass(Class::Private, phone);
        lines.extend(phone.map(|phone| line(t.phone, phone).of(Class::Private)));
        let said = p.said();
        let note = said.iter().find(|(key, ..)| *key == DeputyProfile::KEYS.note);
        let note = note.and_then(|(_, class, text)| Some((*class, without_numbers(*class, text.as_str()?))));
        let sex = p
            .sex
            .as_deref()
            .map(|sex| Sex::said(sex).map_or(sex, |sex| code::sex(state.lang, sex)));
        for (label, text) in [
            (field::label(state.lang, "sex"), sex),
            (field::label(state.lang, "born"), p.born.as_deref()),
            (t.post, p.post.as_deref()),
            (t.constituency, p.constituency.as_deref()),
            (t.team, p.team.as_deref()),
            (t.speciality, p.speciality.as_deref()),
        ] {
            lines.extend(text.map(|text| line(label, text)));
        }
        lines.extend(note.map(|(class, note)| line(t.note, note).of(class)));
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
        let phone = p.phone.as_deref().map(dialled);
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

impl Deputy {
    /// What changing one writes.
    pub(in crate::app) const CHANGES: Deed = Deed::ChangeDeputy;
}

impl Unit {
    /// What changing one writes.
    pub(in crate::app) const CHANGES: Deed = Deed::ChangeUnit;
}
