//! What was done, in a sentence. Every write has its own here, so that a new one is asked for it.

use crate::app::model::{Layer, State};
use crate::app::queue::{promise, visits};
use crate::domain::code::Reached;
use crate::domain::command::{
    CallNext, CallVisit, ChangeDeputy, ChangePlan, ChangePromise, ChangeStation, ChangeUnit, Command as C, ConfirmDay,
    CountAccusation, EndVisit, FinishVisit, FoundStation, MoveVisit, PlanSession, PromiseNext, ReceiveNow, Request,
    SignIn, SignOut, StrikePromise, Substitute, TakeLeave, Tell,
};
use crate::domain::view::Outcome;
use crate::i18n::refusal::ticket;
use crate::i18n::{self, fill};

/// The sentence; empty where what follows says it.
pub fn of(state: &State, request: &Request, outcome: &Outcome) -> String {
    let (lang, t, m) = (state.lang, &state.texts().say, &state.texts().matter);
    let no = || ticket(lang, outcome.ticket);
    let f = |template: &str, values: &[(&str, &str)]| fill(template, values);
    let numbered = |template: &str| fill(template, &[("number", &number(state, request, outcome))]);
    let promised = |id| promise::of(state, id).map_or_else(String::new, |p| promise::who(state, p));
    let name_of = |d| {
        let found = state.snap.attendance.iter().find(|a| a.deputy == d);
        found.map_or_else(String::new, |a| a.name.clone())
    };
    match &request.command {
        C::FoundStation(FoundStation { name, .. }) => f(t.founded, &[("name", name)]),
        C::ConfirmDay(ConfirmDay { day }) => f(t.day_confirmed, &[("day", &i18n::full_day(lang, *day))]),
        C::AddDeputy(p) => f(t.added, &[("name", &p.name)]),
        C::AddUnit(p) => f(t.added, &[("name", &p.name)]),
        C::PlanSession(PlanSession { plan, .. }) => f(t.planned, &[("day", &i18n::day(lang, plan.day))]),
        C::ChangeDeputy(ChangeDeputy { profile, .. }) => f(t.changed, &[("name", &profile.name)]),
        C::ChangeUnit(ChangeUnit { profile, .. }) => f(t.changed, &[("name", &profile.short)]),
        C::ChangePlan(ChangePlan { plan, .. }) => {
            let time = format!("{}-{}", plan.starts, plan.ends);
            f(t.plan_changed, &[("day", &i18n::day(lang, plan.day)), ("time", &time)])
        }
        C::StopClosing(..) => t.go_on.to_owned(),
        C::OpenSession(..) => t.opened.to_owned(),
        C::StartClosing(..) => t.closing.to_owned(),
        C::CloseSession(..) => t.closed.to_owned(),
        C::SignIn(SignIn { deputy, .. }) => f(t.signed_in, &[("name", &name_of(*deputy))]),
        C::SignOut(SignOut { deputy, .. }) => f(t.signed_out, &[("name", &name_of(*deputy))]),
        C::TakeLeave(TakeLeave { deputy, .. }) => f(t.on_leave, &[("name", &name_of(*deputy))]),
        C::Substitute(Substitute { absent, .. }) => f(t.substituted, &[("name", &name_of(*absent))]),
        C::TakeNumber(..) => f(t.number, &[("no", &no())]),
        C::CallNext(CallNext { table, .. }) | C::CallVisit(CallVisit { table, .. }) => {
            f(t.called, &[("no", &no()), ("n", &table.to_string())])
        }
        C::FinishVisit(FinishVisit { call_next: true, .. }) if outcome.called.is_some() => f(
            t.called,
            &[("no", &no()), ("n", &state.own_table().unwrap_or(1).to_string())],
        ),
        C::FinishVisit(FinishVisit { call_next: true, .. }) => t.finished_nobody.to_owned(),
        C::FinishVisit(..) => t.finished.to_owned(),
        C::ReceiveNow(ReceiveNow { session, table, .. })
            if session.is_some() && *session == state.snap.closed_today.as_ref().map(|s| s.id) =>
        {
            f(t.received_after, &[("no", &no()), ("n", &table.to_string())])
        }
        C::ReceiveNow(ReceiveNow { table, .. }) => f(t.received, &[("no", &no()), ("n", &table.to_string())]),
        C::StartTalk(..) => state.keyed(t.sat_down),
        C::CallAgain(..) => t.called_again.to_owned(),
        C::TakeBackCall(..) => t.taken_back.to_owned(),
        C::MarkMissed(..) => t.missed.to_owned(),
        C::ReturnMissed(..) => f(t.returned, &[("no", &no())]),
        C::MoveVisit(MoveVisit { to, .. }) => f(t.moved, &[("n", &to.to_string())]),
        C::EndVisit(EndVisit { visit, outcome, .. }) => {
            let v = state.snap.queue.iter().find(|v| v.id == *visit);
            let no = v.map_or_else(String::new, |v| visits::who(state, v));
            let what = i18n::code::visit_state(lang, *outcome);
            f(t.ended, &[("no", &no), ("what", what)])
        }
        C::PromiseNext(PromiseNext { visit, .. }) => {
            let v = state.visits().find(|v| v.id == *visit);
            let who = v.map_or_else(String::new, |v| visits::who(state, v));
            f(t.ended, &[("no", who.as_str()), ("what", state.texts().ask.promise)])
        }
        C::ChangePromise(ChangePromise { promise, .. }) => f(t.changed, &[("name", &promised(*promise))]),
        C::ReceivePromised(..) => f(t.number_first, &[("no", &no())]),
        C::StrikePromise(StrikePromise { promise, why, .. }) => {
            let what = i18n::code::struck(lang, *why);
            f(t.ended, &[("no", &promised(*promise)), ("what", what)])
        }
        C::ChangeStation(ChangeStation { name, .. }) => f(t.changed, &[("name", name)]),
        // The page that follows says it.
        C::FileOpinion(_) => String::new(),
        C::CountAccusation(CountAccusation { reason, .. }) => {
            let found = state.snap.rules.as_deref().and_then(|r| r.reason(reason));
            let place = found.map_or("", |r| i18n::history::label(lang, &r.destination));
            let phone = found.and_then(|r| r.phone.as_deref()).unwrap_or_default();
            f(m.counted, &[("place", place), ("phone", phone)])
        }
        C::Handle(..) => numbered(m.said_handled),
        C::Chase(..) => numbered(m.said_chased),
        C::RecordAnswer(..) => numbered(m.said_answered),
        C::Tell(Tell { reached, .. }) => match reached {
            Reached::Told | Reached::Collected => numbered(m.said_told),
            Reached::NoAnswer | Reached::Wrong => numbered(m.said_not_reached),
        },
        C::Evaluate(..) => numbered(m.said_evaluated),
        C::CloseOpinion(..) => numbered(m.said_closed),
        C::CorrectOpinion(..) | C::CorrectCitizen(..) => numbered(m.said_corrected),
        C::VoidOpinion(..) => numbered(m.said_voided),
        C::SplitOpinion(..) => numbered(m.said_split),
        C::MoveOpinion(..) => numbered(m.said_moved),
        C::NoteNumber(..) => i18n::say::numbered(lang, &number(state, request, outcome), &outcome.also),
        C::HandOn(..) => numbered(m.said_kept),
        C::EnterVisit(_) => m.said_visit.to_owned(),
        C::EnterSession(_) => m.said_session.to_owned(),
        C::AdoptRules(..)
        | C::AddAccount(..)
        | C::ChangeAccount(..)
        | C::MarkNoticed(..)
        | C::PostponeSession(..)
        | C::CancelSession(..)
        | C::AssignDeputy(..)
        | C::UnassignDeputy(..)
        | C::NoteAgreement(..)
        | C::SetPresence(..)
        | C::ChangeVisit(..)
        | C::InformHead(..)
        | C::SettleUnwritten(..)
        | C::VoidVisit(..)
        | C::NumberPaper(..) => t.done.to_owned(),
    }
}

/// The number of the matter an act is about.
fn number(state: &State, request: &Request, outcome: &Outcome) -> String {
    if let Some(number) = &outcome.number {
        return number.clone();
    }
    let mut forms = state.layers.iter().filter_map(Layer::form);
    let form = forms.find(|form| form.sent() == Some(request.id));
    let seen = form.and_then(|form| form.sheet()?.task.seen()).map(|seen| &seen.number);
    let is_it = |opinion| Some(opinion) == outcome.opinion;
    let mut rows = state.snap.follow_up.iter();
    let row = || {
        rows.find(|f| f.opinion.is_some_and(|(o, _)| is_it(o)))
            .map(|f| &f.number)
    };
    seen.or_else(row).cloned().unwrap_or_default()
}
