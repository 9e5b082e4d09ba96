//! 代表: the roster.

use serde_json::Value;

use super::column::{List, cell, fits, flex};
use super::told::{Listed, Told, as_it_is, whole};
use crate::app::action::Act;
use crate::app::model::Page;
use crate::app::model::screen::{Frame, NO_FILTER};
use crate::app::people;
use crate::domain::code::Level;
use crate::domain::id::DeputyId;
use crate::domain::mask::mask_phone;
use crate::domain::record::{Deputy, DeputyProfile};
use crate::domain::shape::Class::{Open, Private};
use crate::domain::view::Query;
use crate::i18n::{Lang, code};

pub(super) static LIST: List<Deputy> = List {
    cells: &[
        cell(Open, |t| t.ask.name, fits(10), |d, _| d.profile.name.clone()),
        cell(
            Open,
            |t| t.ask.levels,
            fits(14),
            |d, state| {
                let levels = d.profile.levels.iter().map(|l| code::level_short(state.lang, *l));
                levels.collect::<Vec<_>>().join(" ")
            },
        ),
        cell(
            Open,
            |t| t.ask.post,
            flex(12),
            |d, _| {
                let post = d.profile.post.as_ref().or(d.profile.constituency.as_ref());
                post.cloned().unwrap_or_default()
            },
        ),
        cell(
            Open,
            |t| t.ask.team,
            flex(8),
            |d, _| d.profile.team.clone().unwrap_or_default(),
        ),
        cell(
            Private,
            |t| t.ask.phone,
            fits(13),
            |d, _| {
                let phone = d.profile.phone.as_deref().map(mask_phone);
                phone.unwrap_or_default()
            },
        ),
    ],
    told: TOLD,
    frame: Frame {
        title: 0,
        empty: |t| t.empty.no_deputies,
        filter: NO_FILTER,
        ask: |w| Query::Deputies {
            matching: w.matching,
            limit: w.limit,
        },
        add: Some(Act::DeputyAdd),
        finds: Some(|t| t.empty.none_by_name),
        long: false,
        of_records: false,
        marked: None,
    },
    page: Some(Page::deputy),
    open: |state, _| people::deputy(state),
};

pub(super) static LISTED: Listed = Listed::of("deputies", |t| t.action.screen_deputies, &LIST);

/// What is told of a deputy: the rows of the profile.
const TOLD: Told<Deputy> = Told::Profile(
    |d| whole(d.profile.said(), d.active, d.rev, d.id.0),
    || Deputy {
        id: DeputyId(uuid::Uuid::nil()),
        profile: DeputyProfile::default(),
        active: true,
        rev: 0,
    },
    &[
        ("name", as_it_is),
        ("levels", levels),
        ("post", as_it_is),
        ("constituency", as_it_is),
        ("phone", as_it_is),
    ],
);

fn levels(lang: Lang, value: &Value) -> Value {
    let level = |v: &Value| Some(code::level(lang, Level::from_code(v.as_str()?)?));
    value.as_array().into_iter().flatten().filter_map(level).collect()
}
