//! 单位: who handles matters.

use serde_json::Value;

use super::column::{List, cell, fits, flex};
use super::told::{Listed, Said, Told, as_it_is, whole};
use crate::app::action::Act;
use crate::app::model::Page;
use crate::app::model::screen::{Frame, NO_FILTER};
use crate::app::people;
use crate::domain::code::UnitKind;
use crate::domain::id::UnitId;
use crate::domain::phone::dialled;
use crate::domain::record::{Unit, UnitProfile};
use crate::domain::shape::Class::Open;
use crate::domain::view::Query;
use crate::i18n::{Lang, code};

pub(super) static LIST: List<Unit> = List {
    cells: &[
        cell(Open, |t| t.ask.unit_short, fits(14), |u, _| u.profile.short.clone()),
        cell(
            Open,
            |t| t.ask.kind,
            fits(13),
            |u, state| code::unit_kind(state.lang, u.profile.kind).to_owned(),
        ),
        cell(Open, |t| t.ask.unit_name, flex(16), |u, _| u.profile.name.clone()),
        cell(
            Open,
            |t| t.ask.contact,
            fits(8),
            |u, _| u.profile.contact.clone().unwrap_or_default(),
        ),
        cell(
            Open,
            |t| t.ask.phone,
            fits(13),
            |u, _| u.profile.phone.as_deref().map(dialled).unwrap_or_default(),
        ),
    ],
    told: TOLD,
    frame: Frame {
        title: 0,
        empty: |t| t.empty.no_units,
        filter: NO_FILTER,
        ask: |w| Query::Units {
            matching: w.matching,
            kind: None,
            limit: w.limit,
        },
        add: Some(Act::UnitAdd),
        finds: Some(|t| t.empty.none_by_name),
        long: false,
        of_records: false,
        marked: None,
    },
    page: Some(Page::unit),
    open: |state, _| people::unit(state),
};

pub(super) static LISTED: Listed = Listed::of("units", |t| t.action.screen_units, &LIST);

/// What is told of a unit: the rows of the profile.
const TOLD: Told<Unit> = Told::Profile(
    said,
    || Unit {
        id: UnitId(uuid::Uuid::nil()),
        profile: UnitProfile::default(),
        active: true,
        rev: 0,
    },
    &[
        ("name", as_it_is),
        ("short", as_it_is),
        ("kind", kind),
        ("contact", as_it_is),
        ("phone", as_it_is),
    ],
);

/// The number of an office is written as it is dialled.
fn said(u: &Unit) -> Said {
    let mut said = whole(u.profile.said(), u.active, u.rev, u.id.0);
    for (key, _, value) in &mut said {
        if *key == UnitProfile::KEYS.phone
            && let Some(phone) = value.as_str().map(dialled)
        {
            *value = phone.into();
        }
    }
    said
}

fn kind(lang: Lang, value: &Value) -> Value {
    let kind = value.as_str().and_then(UnitKind::from_code);
    kind.map(|k| code::unit_kind(lang, k)).into()
}
