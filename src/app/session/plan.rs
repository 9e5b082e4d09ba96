//! 安排接待: day, hours, place, tables, deputies. What the last one had stands there already.

use crate::app::action::Act;
use crate::app::fields::{date, hours, optional, options, rest_remark, say};
use crate::app::model::form::{Bad, Kind, Manner, Plan, Submit, Want};
use crate::app::model::subject::TODAY;
use crate::app::model::{Effect, Form, Host, Noun, State, Then};
use crate::domain::code::SessionKind;
use crate::domain::command::{ChangePlan, Command, PlanSession};
use crate::domain::deed::Deed;
use crate::domain::habit::next_day;
use crate::domain::id::DeputyId;
use crate::domain::moment::TimeOfDay;
use crate::domain::record::{Session, SessionPlan};
use crate::domain::refusal::Refusal;
use crate::domain::typed_date::{Lean, parse_day, parse_hours};
use crate::domain::view::{Answer, Query};
use crate::form::{self, FieldId, FieldSpec, FormSpec, FormState, Pick, Value, Values, Visible};
use crate::i18n::code;
use chrono::{NaiveTime, Timelike as _};

acts! { ($) plan_acts
    SessionPlan "session.plan" + session_plan session_plan Desk true false [PlanSession] [] plan::open;
}

/// A row for each deputy.
const DEPUTIES: &[FieldId] = &[
    "deputy1", "deputy2", "deputy3", "deputy4", "deputy5", "deputy6", "deputy7", "deputy8", "deputy9", "deputy10",
    "deputy11", "deputy12", "deputy13", "deputy14", "deputy15", "deputy16", "deputy17", "deputy18", "deputy19",
    "deputy20",
];

/// A plan for some day.
pub fn open(state: &mut State) -> Vec<Effect> {
    let last = last_plan(state);
    let plan = Plan {
        open: false,
        change: None,
    };
    show(state, plan, last.as_ref())
}

/// A plan for today, opened at once.
pub fn today(state: &mut State) -> Vec<Effect> {
    let last = last_plan(state);
    let plan = Plan {
        open: true,
        change: None,
    };
    show(state, plan, last.as_ref())
}

/// Another day, hours, place or number of tables for a reception that is not closed. Its deputies are on its roster.
pub fn change(state: &mut State, session: &Session) -> Vec<Effect> {
    let plan = Plan {
        open: false,
        change: Some((session.id, session.rev)),
    };
    show(state, plan, Some(&session.plan))
}

/// What the last reception was like: most are like the one before.
fn last_plan(state: &State) -> Option<SessionPlan> {
    let last: Option<&Session> = state.snap.session.as_ref().or(state.snap.next_session.as_ref());
    last.map(|s| s.plan.clone())
}

/// Tables the station can set up.
fn most_tables(state: &State) -> u8 {
    state.snap.rules.clone().unwrap_or_default().queue.tables
}

fn show(state: &mut State, plan: Plan, last: Option<&SessionPlan>) -> Vec<Effect> {
    let t = &state.texts().ask;
    let text = |id, label, max| FieldSpec::new(id, label, form::Kind::Text { max });
    let kind = form::Kind::Choice {
        options: options(state.lang, SessionKind::ALL, SessionKind::code, code::session_kind),
    };
    let lookup = || form::Kind::Lookup {
        max: 20,
        free: false,
        digits: true,
    };
    let tables = form::Kind::Number {
        min: 1,
        max: most_tables(state).into(),
    };
    let mut fields = vec![
        FieldSpec::new("day", t.day, date(state.lang, plan.lean()))
            .required()
            .width(32)
            .help(t.day_help),
        FieldSpec::new("hours", t.time, hours(state.lang))
            .required()
            .width(32)
            .help(t.time_help),
        text("place", t.place, 40).required(),
        FieldSpec::new("tables", t.tables, tables)
            .required()
            .width(3)
            .help(t.tables_help),
        FieldSpec::new("kind", t.kind, kind),
        text("theme", t.theme, 40).help(t.theme_help),
    ];
    let rows = if plan.change.is_some() { &[] } else { DEPUTIES };
    fields.extend((1..).zip(rows).map(|(n, id)| {
        let row = FieldSpec::new(id, format!("{}{n}", t.deputy), lookup());
        row.help(t.deputy_help).when(Visible::Row(DEPUTIES))
    }));
    let mut form = FormState::new(FormSpec::new("plan", 1, say(state.lang), fields));
    prefill(state, &mut form, plan, last);
    let title = match plan {
        Plan { change: Some(_), .. } => t.plan_change,
        Plan { open: true, .. } => t.plan_today,
        Plan { .. } => t.plan_title,
    };
    let mut form = Form::new(state, Kind::Plan(plan), title, form);
    form.changed(state);
    form.open(state)
}

fn prefill(state: &State, form: &mut FormState, plan: Plan, last: Option<&SessionPlan>) {
    let put = |form: &mut FormState, id, text: String| {
        form.propose(id, &Value::Text(text));
        if plan.change.is_some() {
            form.saw(id);
        }
    };
    match last {
        Some(last) if plan.change.is_some() => {
            put(form, "day", last.day.to_string());
            put(form, "theme", last.theme.clone().unwrap_or_default());
        }
        _ if plan.open => put(form, "day", state.today().to_string()),
        _ => {
            let rules = state.snap.rules.as_ref();
            let day = rules.map(|r| next_day(r, &state.snap.reception_days, state.today()));
            put(form, "day", day.unwrap_or_else(|| state.today()).to_string());
        }
    }
    let hours = last.map_or_else(|| "9:00-11:00".to_owned(), |p| format!("{}-{}", p.starts, p.ends));
    put(form, "hours", hours);
    let here = state.snap.station.as_ref().map(|s| s.name.clone()).unwrap_or_default();
    put(form, "place", last.map_or(here, |p| p.place.clone()));
    put(
        form,
        "tables",
        last.map_or(1, |p| p.tables).min(most_tables(state)).to_string(),
    );
    let kind = last.map_or(SessionKind::Regular, |p| p.kind);
    put(form, "kind", kind.code().to_owned());
    if plan.change.is_some() {
        return;
    }
    for (id, a) in DEPUTIES.iter().zip(&state.snap.attendance) {
        form.propose(id, &Value::Pick(Pick::of(a.deputy.to_string(), &a.name)));
    }
}

fn of_day(t: NaiveTime) -> TimeOfDay {
    TimeOfDay((t.hour() * 60 + t.minute()) as u16)
}

impl Plan {
    /// Which year a day without one is of.
    const fn lean(self) -> Lean {
        if self.open || self.change.is_some() {
            Lean::Nearest
        } else {
            Lean::Future
        }
    }
}

impl Noun for Plan {
    fn manner(&self) -> Manner {
        Manner::Short
    }

    fn deed(&self) -> Option<Deed> {
        Some(match self.change {
            Some(_) => Self::CHANGES,
            None => Deed::PlanSession,
        })
    }

    fn target(&self) -> String {
        match self.change {
            _ if self.open => TODAY.to_owned(),
            Some((id, _)) => format!("edit:{id}"),
            None => String::new(),
        }
    }

    fn changed(&mut self, host: &mut Host, state: &State) {
        host.remark = rest_remark(state, host.form.text("day"), self.lean());
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let t = &state.texts().ask;
        let Ok(day) = parse_day(values.text("day"), state.today(), self.lean()) else {
            return Err(("day", t.no_date.to_owned()));
        };
        let Ok((starts, ends)) = parse_hours(values.text("hours")) else {
            return Err(("hours", t.no_hours.to_owned()));
        };
        let tables = values.number("tables").and_then(|n| u8::try_from(n).ok()).unwrap_or(1);
        let plan = SessionPlan {
            day,
            starts: of_day(starts),
            ends: of_day(ends),
            place: values.text("place").trim().to_owned(),
            kind: values
                .code("kind")
                .and_then(SessionKind::from_code)
                .unwrap_or(SessionKind::Regular),
            tables,
            theme: optional(values, "theme"),
        };
        if let Some((session, rev)) = self.change {
            return Ok(Command::ChangePlan(ChangePlan { session, rev, plan }).into());
        }
        let mut deputies: Vec<DeputyId> = Vec::new();
        for id in DEPUTIES {
            if let Some(d) = values.code(id).and_then(|c| c.parse().ok()).map(DeputyId)
                && !deputies.contains(&d)
            {
                deputies.push(d);
            }
        }
        let then = if self.open {
            Then::Act(Act::SessionOpen)
        } else {
            Then::Nothing
        };
        let command = Command::PlanSession(PlanSession { plan, deputies });
        Ok(Submit::Send(Box::new(command), then))
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, _: Want, answer: Answer) {
        if let (Some((session, rev)), Answer::Sessions(all)) = (&mut self.change, answer)
            && let Some(now) = all.into_iter().find(|row| row.session.id == *session)
        {
            host.meet(state, values(&now.session.plan), |_| None);
            *rev = now.session.rev;
        }
    }

    fn refused(&self, why: &Refusal) -> Option<(Want, Query)> {
        self.change?;
        let all = Query::Sessions {
            state: None,
            limit: 20_000,
        };
        matches!(why, Refusal::Changed { .. }).then_some((Want::Fresh, all))
    }
}

/// What a plan says, as the values of the form that changes it.
fn values(plan: &SessionPlan) -> Vec<(FieldId, Value)> {
    let text = |text: String| Value::Text(text);
    vec![
        ("day", text(plan.day.to_string())),
        ("hours", text(format!("{}-{}", plan.starts, plan.ends))),
        ("place", text(plan.place.clone())),
        ("tables", text(plan.tables.to_string())),
        ("kind", text(plan.kind.code().to_owned())),
        ("theme", text(plan.theme.clone().unwrap_or_default())),
    ]
}

impl Plan {
    /// What changing a plan writes.
    pub const CHANGES: Deed = Deed::ChangePlan;
}
