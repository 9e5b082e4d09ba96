//! The steps of flows, carried out.

use super::{resume, run};
use crate::app::model::{Effect, Flow, State};
use crate::app::queue::{finish, number, promise_form, visits};
use crate::app::session::{figures, plan, roster};
use crate::app::station::{backup, holidays, standing};
use crate::app::{asking, duty, importing, people};

/// Carries out what a layer wished for.
pub(super) fn go(state: &mut State, step: Flow) -> Vec<Effect> {
    match step {
        Flow::Picked(pick, row) => duty::picked(state, &pick, &row),
        Flow::Deputies(pick) => duty::pick(state, pick),
        Flow::Reason(asking) => asking::open(state, asking),
        Flow::MoveTo(visit, rev, to) => visits::move_to(state, visit, rev, to),
        Flow::Finish(visit, ticket, call_next) => finish::of(state, visit, ticket, call_next),
        Flow::EditVisit(visit) => number::edit(state, visit),
        Flow::Promise(visit) => promise_form::open(state, visit),
        Flow::Ring(visit) => promise_form::ring(state, visit),
        Flow::ChangePlan(session) => plan::change(state, &session),
        Flow::EditDeputy(d) => people::edit_deputy(state, &d),
        Flow::Leaving(account) => standing::leaving(state, &account),
        Flow::EditUnit(u) => people::edit_unit(state, &u),
        Flow::Resume(draft) => resume::open(state, &draft),
        Flow::ResumeOn(draft, subject) => resume::open_on(state, &draft, &subject),
        Flow::PlanToday => plan::today(state),
        Flow::Figures(from, to) => figures::show(state, from, to),
        Flow::Span(span) => figures::of(state, span),
        Flow::LastPage(session) => figures::last_page(state, session),
        Flow::Roster(session, day) => roster::show(state, session, day),
        Flow::Holidays => holidays::sure(state),
        Flow::Backup => backup::begin(state),
        Flow::StopBackup => backup::stop(state),
        Flow::GoOn(session, act) => {
            state.goes_on = Some((session, state.today()));
            run(state, act)
        }
        Flow::ReadTable(path) => importing::read(state, path),
    }
}
