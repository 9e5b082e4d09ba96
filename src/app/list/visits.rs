//! Visits of a day, and the queue.

use serde_json::{Value, json};

use super::deputies;
use super::told::{Asking, Column, Joined, Listed, Sink, Told, clock, column, day, iso, shown, worded};
use crate::domain::code::VisitState;
use crate::domain::id::VisitId;
use crate::domain::moment::Day;
use crate::domain::record::{Promise, Visit};
use crate::domain::shape::Class::{Open, Private, Sealed};
use crate::domain::view::{Answer, Query, Snapshot};
use crate::i18n::{Lang, code};

/// A visit with what is known of it elsewhere.
struct Known {
    visit: Visit,
    /// Name of the deputy who was asked for.
    asked: Option<String>,
    /// Whoever is promised the next time is known by the promise; the visit itself has forgotten them.
    promise: Option<Promise>,
    /// The visit whose promise gave the number: its day and its own number.
    earlier: Option<(Day, Option<u16>)>,
}

impl Known {
    /// What the promise keeps of the person, or what the visit says itself.
    fn known(&self, kept: fn(&Promise) -> Option<&String>, own: Option<&String>) -> Value {
        json!(self.promise.as_ref().and_then(kept).or(own))
    }
}

const VISIT: &[Column<Known>] = &[
    column("day", Open, |l| day(Some(l.visit.day))),
    shown("ticket", Open, |l| json!(l.visit.ticket)),
    worded("state", Open, |l| json!(l.visit.state), state_word),
    shown("label", Sealed, |l| {
        l.known(|p| p.label.as_ref(), l.visit.label.as_ref())
    }),
    column("first_words", Sealed, |l| {
        l.known(|p| p.first_words.as_ref(), l.visit.first_words.as_ref())
    }),
    shown("heads", Open, |l| json!(l.visit.heads)),
    shown("table", Open, |l| json!(l.visit.table)),
    column("channel", Open, |l| json!(l.visit.channel)),
    column("asked", Open, |l| json!(l.asked)),
    column("priority", Open, |l| json!(l.visit.priority)),
    column("priority_reason", Sealed, |l| {
        l.known(|p| p.priority_reason.as_ref(), l.visit.priority_reason.as_ref())
    }),
    worded("arrived_at", Open, |l| iso(Some(l.visit.arrived_at)), clock),
    column("called_at", Open, |l| iso(l.visit.called_at)),
    column("calls", Open, |l| json!(l.visit.calls)),
    column("talk_at", Open, |l| iso(l.visit.talk_at)),
    worded("over_at", Open, |l| iso(l.visit.over_at), clock),
    column("missed", Open, |l| json!(l.visit.missed)),
    column("after_close", Open, |l| json!(l.visit.after_close)),
    column("consult_only", Open, |l| json!(l.visit.consult_only)),
    column("unwritten", Open, |l| json!(l.visit.unwritten)),
    shown("opinions", Open, |l| json!(l.visit.opinions)),
    column("outcome_reason", Sealed, |l| json!(l.visit.outcome_reason)),
    column("promised", Open, |l| json!(l.promise.is_some())),
    column("phone", Private, |l| {
        json!(l.promise.as_ref().and_then(|p| p.phone.as_deref()))
    }),
    column("carried_from", Open, |l| {
        l.earlier.map_or(
            Value::Null,
            |(of, ticket)| json!({ "day": day(Some(of)), "ticket": ticket }),
        )
    }),
    column("head_informed", Open, |l| json!(l.visit.head_informed)),
    column("doubtful", Open, |l| json!(l.visit.doubtful || l.visit.is_over_night())),
    column("note", Sealed, |l| json!(l.visit.note)),
    column("by", Open, |l| json!(l.visit.touch.by)),
    column("rev", Open, |l| json!(l.visit.rev)),
    column("id", Open, |l| json!(l.visit.id)),
];

pub(super) static TODAY: Listed = Listed {
    by_day: true,
    ..Listed::of("today", |t| t.action.screen_today, &DAY)
};

/// Visits of a day, the desk's own when none is named.
static DAY: Joined<Known> = Joined {
    told: Told::By(VISIT),
    finds: false,
    read: |asking, to| {
        let snap = snapshot(asking);
        if let Some(day) = asking.day.or(snap.day) {
            known(asking, &snap, visits(asking, &Query::Visits { day }), to);
        }
    },
};

pub(super) static QUEUE: Listed = Listed::of("queue", |t| t.desk.queue, &WAITING);

/// Everybody who is not done with; those left over from other days, then those promised the next time last.
static WAITING: Joined<Known> = Joined {
    told: Told::By(VISIT),
    finds: false,
    read: |asking, to| {
        let snap = snapshot(asking);
        let kept = these(asking, snap.promised.iter().map(|p| p.visit));
        let all = [snap.queue.clone(), snap.left_over.clone(), kept].concat();
        known(asking, &snap, all, to);
    },
};

fn snapshot(asking: &Asking<'_>) -> Snapshot {
    let today = asking.today;
    match (asking.ask)(&Query::Snapshot { today }) {
        Some(Answer::Snapshot(snap)) => *snap,
        _ => Snapshot::default(),
    }
}

fn visits(asking: &Asking<'_>, query: &Query) -> Vec<Visit> {
    match (asking.ask)(query) {
        Some(Answer::Visits(all)) => all,
        _ => Vec::new(),
    }
}

fn these(asking: &Asking<'_>, ids: impl Iterator<Item = VisitId>) -> Vec<Visit> {
    visits(asking, &Query::TheseVisits(ids.collect()))
}

/// Hands visits on with what is known of them elsewhere.
fn known(asking: &Asking<'_>, snap: &Snapshot, all: Vec<Visit>, to: Sink<'_, Known>) {
    let deputies = asking.all(&deputies::LIST);
    let earlier = these(asking, all.iter().filter_map(|v| v.carried_from));
    let known = |visit: Visit| {
        let asked = deputies.iter().find(|d| visit.asked == Some(d.id));
        let earlier = earlier.iter().find(|e| visit.carried_from == Some(e.id));
        Known {
            asked: asked.map(|d| d.profile.name.clone()),
            promise: snap.promised.iter().find(|p| p.visit == visit.id).cloned(),
            earlier: earlier.map(|e| (e.day, e.ticket)),
            visit,
        }
    };
    let _ = all.into_iter().map(known).try_for_each(to);
}

fn state_word(lang: Lang, value: &Value) -> Value {
    let state = value.as_str().and_then(VisitState::from_code);
    state.map(|s| code::visit_state(lang, s)).into()
}
