//! The form host: keys, filing and drafts of the forms of the desk. What the fields of a form are and what command they
//! make is in the folder of its noun; a new form is a variant of [`Kind`] and its arm below.

pub mod host;
pub mod kept;
pub mod resume;

use crate::app::layer::picker::rows;
use crate::app::model::form::{Kind, Submit};
use crate::app::model::picker::{Purpose, Row, Source};
use crate::app::model::{Layer, Picker, State};
use crate::app::people;
use crate::app::station::{profile, setup};
use crate::domain::view::{Answer, Query};
use crate::form::{Candidate, FieldId, FormState, Values};

impl Kind {
    /// What the values become.
    pub fn submit(&mut self, state: &mut State, values: &Values) -> Submit {
        match self {
            Self::SetUp => setup::submit(state, values),
            Self::Number(n) => n.submit(state, values),
            Self::Plan(p) => p.submit(state, values),
            Self::Small(a) => a.submit(state, values),
            Self::Promise(n) => n.submit(state, values),
            Self::Station(s) => profile::submit(state, s, values),
            Self::Deputy(d) => people::submit_deputy(d.as_deref(), values),
            Self::Unit(u) => people::submit_unit(u.as_deref(), values),
        }
    }
}

/// The question behind a lookup field.
pub fn query(field: FieldId, typed: &str) -> Option<Query> {
    let matching = typed.trim().to_owned();
    if field.starts_with("deputy") {
        return Some(Query::Deputies { matching, limit: 9 });
    }
    if field.starts_with("unit") || field.starts_with("village") {
        let village = crate::domain::code::UnitKind::Village;
        return Some(Query::Units {
            matching,
            kind: field.starts_with("village").then_some(village),
            limit: 9,
        });
    }
    None
}

/// The lines under a lookup field.
pub fn candidates(state: &State, answer: Answer) -> Vec<Candidate> {
    rows(state.lang, answer)
        .into_iter()
        .map(|r| Candidate {
            code: r.code,
            label: r.label,
            note: r.note,
        })
        .collect()
}

/// A picker for a choice with more options than digits.
pub fn pick_list(state: &mut State, form: &FormState, field: FieldId, typed: &str) -> Option<Layer> {
    let options = form.options(field)?;
    let rows = options
        .iter()
        .map(|o| Row {
            code: o.code.clone(),
            label: o.label.clone(),
            note: o.group.clone(),
        })
        .collect();
    let (picker, _) = Picker::open(
        state,
        form.label(field).unwrap_or_default(),
        Source::Fixed(rows),
        Purpose::Field(field),
        typed,
    );
    Some(Layer::Picker(Box::new(picker)))
}
