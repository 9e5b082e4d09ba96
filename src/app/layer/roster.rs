//! The deputies of a reception in columns: who was asked, who came, when, and at which table.

use crate::app::model::State;
use crate::app::model::page::Table;
use crate::domain::code::AttendanceState;
use crate::domain::moment::Moment;
use crate::domain::record::Attendance;
use crate::domain::shape::Class;
use crate::i18n::{code, fill};

/// A row for each of them.
pub fn table(state: &State, all: &[Attendance]) -> Table {
    let t = state.texts();
    let row = |a: &Attendance| {
        let is_begun = a.state != AttendanceState::Expected || state.open_id() == Some(a.session);
        let came = is_begun.then(|| code::attendance(state.lang, a.state).to_owned());
        let times = [a.in_at, a.out_at].into_iter().flatten().map(Moment::clock);
        let by = a.substituted_by.and_then(|d| all.iter().find(|o| o.deputy == d));
        let by = by.map(|o| fill(t.desk.by, &[("name", &o.name)]));
        let note: Vec<String> = by.into_iter().chain(a.reason.clone()).collect();
        vec![
            a.name.clone(),
            code::agreement(state.lang, a.agreed).to_owned(),
            came.unwrap_or_default(),
            a.table.map_or_else(String::new, |n| n.to_string()),
            times.collect::<Vec<_>>().join("-"),
            note.join(" "),
        ]
    };
    let t = &t.ask;
    Table {
        heads: [
            (t.deputy, Class::Open),
            (t.roster_asked, Class::Open),
            (t.roster_here, Class::Open),
            (t.roster_table, Class::Open),
            (t.roster_when, Class::Open),
            // Why somebody is not here may be an illness.
            (t.note, Class::Sealed),
        ]
        .to_vec(),
        rows: all.iter().map(row).collect(),
    }
}
