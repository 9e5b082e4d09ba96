//! The grids of `domain::life` walked over a desk: every write in every state, which it refuses and where it leads.

use std::collections::BTreeSet;

use crate::common::{Bench, person, today};
use crate::pairs::{ACTS, Matter, around, at};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::deed::Deed;
use zhiban::domain::id::{DeputyId, SessionId, VisitId};
use zhiban::domain::life::{self, Stateful, Step};
use zhiban::domain::record::{Opinion, Rev, Session, Visit};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Query};
use zhiban::store::ExecuteError;

/// Where a step may lead from a state.
fn ends<R: Stateful>(step: &Step<R>, from: R::State) -> Vec<R::State> {
    match step {
        Step::To(to) => vec![*to],
        Step::Stay => vec![from],
        Step::Either(all) => [*all, &[from]].concat(),
        Step::If(_, then, _) => ends(then, from),
        Step::No(_) => Vec::new(),
    }
}

/// The writes that have a row in the grid of a kind of record.
fn with_row<R: Stateful>() -> BTreeSet<&'static str> {
    let all = Deed::ALL.iter().filter(|deed| R::row(&deed.life()).is_some());
    all.map(|deed| deed.row().id).collect()
}

/// Holds what came of a write against its cell. What is refused for another reason than the state is not its business.
fn holds<R: Stateful>(
    deed: Deed,
    record: &R,
    refused: Option<&Refusal>,
    now: R::State,
    walked: &mut BTreeSet<(&'static str, String)>,
) {
    let from = record.state();
    walked.insert((deed.row().id, format!("{from:?}")));
    let place = format!("{deed:?} in {from:?}: {refused:?}");
    let by_state = matches!(
        refused,
        Some(Refusal::OpinionState { .. } | Refusal::VisitState { .. } | Refusal::SessionState { .. })
    );
    match life::why_not(deed, record) {
        Some(_) => assert!(by_state, "{place}"),
        None if refused.is_some() => assert!(!by_state, "{place}"),
        None => {
            let step = life::step(deed, record).unwrap();
            assert!(ends(step, from).contains(&now), "{place}: {now:?}");
        }
    }
}

fn tried(b: &mut Bench, command: Command) -> Option<Refusal> {
    match b.try_act(command) {
        Ok(_) => None,
        Err(ExecuteError::Refused(why)) => Some(why),
        Err(other) => panic!("{other:?}"),
    }
}

fn all_walked<R: Stateful>(walked: &BTreeSet<(&'static str, String)>) {
    for id in with_row::<R>() {
        for state in R::STATES {
            assert!(walked.contains(&(id, format!("{state:?}"))), "{id} in {state:?}");
        }
    }
}

#[test]
fn a_matter_goes_where_its_grid_says() {
    let mut walked = BTreeSet::new();
    let more: [fn(&Bench, Matter) -> Command; 2] = [
        |_, m| {
            Command::NumberPaper(NumberPaper {
                opinions: vec![m.opinion],
                family: NumberFamily::Slip,
                unit: None,
            })
        },
        |_, m| {
            Command::NoteNumber(NoteNumber {
                opinion: m.opinion,
                family: NumberFamily::Foreign,
                system: Some("12345".into()),
                number: format!("2026-{}", m.rev),
            })
        },
    ];
    for state in OpinionState::ALL {
        let mut b = Bench::new();
        let a = around(&mut b);
        for n in 0..ACTS.len() + more.len() {
            let m = at(&mut b, &a, *state);
            let (name, command) = match ACTS.get(n) {
                Some(row) => (row.name, (row.make)(&b, &a, m)),
                None => ("", more[n - ACTS.len()](&b, m)),
            };
            let deed = command.deed();
            let before = b.opinion_file(m.opinion).opinion;
            // A unit that has answered owes nothing more, whatever the matter waits for; what is not there is not corrected.
            let of_lead =
                !name.contains("helps") && before.round().is_some_and(|r| life::why_not(deed, &r.lead).is_some());
            if of_lead
                || (deed == Deed::CorrectOpinion && before.state != OpinionState::Void && name != "correct the words")
            {
                continue;
            }
            let refused = tried(&mut b, command);
            let now = b.opinion_file(m.opinion).opinion.state;
            holds::<Opinion>(deed, &before, refused.as_ref(), now, &mut walked);
        }
        b.sound();
    }
    all_walked::<Opinion>(&walked);
}

fn visit_of(b: &Bench, id: VisitId) -> Visit {
    match b.ask(&Query::VisitFile(id)) {
        Answer::VisitFile(Some(visit), ..) => visit,
        other => panic!("{other:?}"),
    }
}

type OnVisit = fn(VisitId, Rev) -> Command;

fn ended(visit: VisitId, rev: Rev, outcome: VisitState) -> Command {
    Command::EndVisit(EndVisit {
        visit,
        rev,
        outcome,
        reason: None,
        guidance: None,
    })
}

const CALL: OnVisit = |visit, rev| Command::CallVisit(CallVisit { visit, rev, table: 1 });
const SIT: OnVisit = |visit, rev| Command::StartTalk(StartTalk { visit, rev });
const MISS: OnVisit = |visit, rev| Command::MarkMissed(MarkMissed { visit, rev });
const FINISH: OnVisit = |visit, rev| {
    Command::FinishVisit(FinishVisit {
        visit,
        rev,
        consult_only: false,
        unwritten: true,
        call_next: false,
    })
};
const VOID: OnVisit = |visit, rev| {
    Command::VoidVisit(VoidVisit {
        visit,
        rev,
        reason: "登错".into(),
    })
};
const LEFT: OnVisit = |visit, rev| ended(visit, rev, VisitState::Left);
const PHONE: OnVisit = |visit, rev| ended(visit, rev, VisitState::ByPhone);
const GUIDED: OnVisit = |visit, rev| ended(visit, rev, VisitState::Guided);
const NEXT_TIME: OnVisit = |visit, rev| {
    Command::PromiseNext(PromiseNext {
        visit,
        rev,
        label: None,
        phone: None,
        reason: None,
    })
};

/// How somebody who waits comes to a state.
const fn way_to(state: VisitState) -> &'static [OnVisit] {
    match state {
        VisitState::Waiting => &[],
        VisitState::Called => &[CALL],
        VisitState::Talking => &[CALL, SIT],
        VisitState::Missed => &[CALL, MISS],
        VisitState::Done => &[CALL, FINISH],
        VisitState::Left => &[LEFT],
        VisitState::NextTime => &[NEXT_TIME],
        VisitState::ByPhone => &[PHONE],
        VisitState::Guided => &[GUIDED],
        VisitState::Void => &[VOID],
    }
}

#[test]
fn a_visit_goes_where_its_grid_says() {
    let acts: [OnVisit; 17] = [
        CALL,
        SIT,
        MISS,
        FINISH,
        VOID,
        LEFT,
        PHONE,
        NEXT_TIME,
        |visit, rev| {
            Command::ChangeVisit(ChangeVisit {
                visit,
                rev,
                arrival: Arrival {
                    label: Some("另一个名字".into()),
                    ..Arrival::default()
                },
            })
        },
        |visit, _| Command::InformHead(InformHead { visit }),
        |visit, rev| Command::CallAgain(CallAgain { visit, rev }),
        |visit, rev| Command::TakeBackCall(TakeBackCall { visit, rev }),
        |visit, rev| Command::ReturnMissed(ReturnMissed { visit, rev }),
        |visit, rev| {
            Command::MoveVisit(MoveVisit {
                visit,
                rev,
                to: 2,
                note: None,
            })
        },
        |visit, _| Command::SettleUnwritten(SettleUnwritten { visit }),
        |visit, rev| Command::UnsettleUnwritten(UnsettleUnwritten { visit, rev }),
        |visit, _| {
            Command::CountAccusation(CountAccusation {
                visit: VisitRef::Known(visit),
                reason: "T4".into(),
                told: true,
            })
        },
    ];
    let mut walked = BTreeSet::new();
    for state in VisitState::ALL {
        for n in 0..=acts.len() {
            let mut b = Bench::new();
            let visit = b.arrive(None, "蓝布衫大姐").visit.unwrap();
            for step in way_to(*state) {
                let command = step(visit, b.visit_rev(visit));
                b.act(command);
            }
            let before = visit_of(&b, visit);
            assert_eq!(before.state, *state);
            let command = if let Some(act) = acts.get(n) {
                act(visit, before.rev)
            } else {
                let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
                entry.visit = VisitRef::Known(visit);
                Command::FileOpinion(Box::new(entry))
            };
            let deed = command.deed();
            let refused = tried(&mut b, command);
            holds::<Visit>(deed, &before, refused.as_ref(), visit_of(&b, visit).state, &mut walked);
        }
    }
    all_walked::<Visit>(&walked);
}

fn session_of(b: &Bench, id: SessionId) -> Session {
    let Answer::Sessions(rows) = b.ask(&Query::Sessions { state: None, limit: 9 }) else {
        panic!()
    };
    rows.into_iter().map(|row| row.session).find(|s| s.id == id).unwrap()
}

type OnSession = fn(&Bench, SessionId, Rev) -> Command;

const OPEN: OnSession = |_, session, rev| {
    Command::OpenSession(OpenSession {
        session,
        rev,
        presence: Presence::StaffOnly,
    })
};
const NOTICE: OnSession = |_, session, rev| Command::MarkNoticed(MarkNoticed { session, rev });
const CLOSING: OnSession = |_, session, rev| Command::StartClosing(StartClosing { session, rev });
const CLOSE: OnSession = |_, session, _| Command::CloseSession(CloseSession { session, note: None });
const POSTPONE: OnSession = |_, session, rev| {
    Command::PostponeSession(PostponeSession {
        session,
        rev,
        day: today().succ_opt().unwrap(),
    })
};
const CANCEL: OnSession = |_, session, rev| {
    Command::CancelSession(CancelSession {
        session,
        rev,
        reason: "开会".into(),
    })
};

const fn road_to(state: SessionState) -> &'static [OnSession] {
    match state {
        SessionState::Planned => &[],
        SessionState::Noticed => &[NOTICE],
        SessionState::Open => &[OPEN],
        SessionState::Closing => &[OPEN, CLOSING],
        SessionState::Closed => &[OPEN, CLOSE],
        SessionState::Postponed => &[POSTPONE],
        SessionState::Cancelled => &[CANCEL],
    }
}

#[test]
fn a_reception_goes_where_its_grid_says() {
    fn on_duty(b: &Bench) -> DeputyId {
        b.deputies[0]
    }
    let acts: [OnSession; 19] = [
        OPEN,
        NOTICE,
        CLOSING,
        CLOSE,
        POSTPONE,
        CANCEL,
        |b, session, rev| {
            Command::ChangePlan(ChangePlan {
                session,
                rev,
                plan: b.plan(5),
            })
        },
        |_, session, _| {
            Command::SetPresence(SetPresence {
                session,
                presence: Presence::OnTheWay,
            })
        },
        |_, session, _| Command::StopClosing(StopClosing { session }),
        |b, session, _| {
            Command::AssignDeputy(AssignDeputy {
                session,
                deputy: b.deputies[2],
            })
        },
        |b, session, _| {
            Command::UnassignDeputy(UnassignDeputy {
                session,
                deputy: on_duty(b),
            })
        },
        |b, session, _| {
            Command::NoteAgreement(NoteAgreement {
                session,
                deputy: on_duty(b),
                agreed: Agreement::Yes,
            })
        },
        |b, session, _| {
            Command::SignIn(SignIn {
                session,
                deputy: on_duty(b),
                table: Some(1),
                late: false,
            })
        },
        |b, session, _| {
            Command::TakeLeave(TakeLeave {
                session,
                deputy: on_duty(b),
                reason: "开会".into(),
            })
        },
        |b, session, _| {
            Command::Substitute(Substitute {
                session,
                absent: on_duty(b),
                by: b.deputies[1],
                table: None,
                reason: "开会".into(),
            })
        },
        |b, session, _| {
            Command::SignOut(SignOut {
                session,
                deputy: on_duty(b),
            })
        },
        |b, session, _| {
            Command::SeatDeputy(SeatDeputy {
                session,
                deputy: on_duty(b),
                table: 2,
            })
        },
        |b, session, _| {
            Command::TakeBackAttendance(TakeBackAttendance {
                session,
                deputy: on_duty(b),
            })
        },
        |_, session, _| {
            Command::CallNext(CallNext {
                session: Some(session),
                table: 1,
            })
        },
    ];
    let mut walked = BTreeSet::new();
    for state in SessionState::ALL {
        for act in acts {
            let mut b = Bench::new();
            let (plan, deputies) = (b.plan(2), vec![on_duty(&b)]);
            let session = b
                .act(Command::PlanSession(PlanSession { plan, deputies }))
                .session
                .unwrap();
            for step in road_to(*state) {
                let command = step(&b, session, session_of(&b, session).rev);
                b.act(command);
            }
            let before = session_of(&b, session);
            assert_eq!(before.state, *state);
            let command = act(&b, session, before.rev);
            let deed = command.deed();
            let refused = tried(&mut b, command);
            holds::<Session>(
                deed,
                &before,
                refused.as_ref(),
                session_of(&b, session).state,
                &mut walked,
            );
        }
    }
    all_walked::<Session>(&walked);
}
