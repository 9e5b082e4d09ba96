//! The station, its people, receptions, visits and promises.

use super::{ACCOUNT, DEPUTY, Log, OTHER, SESSION, STATION, UNIT, VISIT, id, plan, planned, profile, today, unit};
use zhiban::config::default_rules;
use zhiban::domain::code::*;
use zhiban::domain::command::Arrival;
use zhiban::domain::event::{Kind, NewEvent};
use zhiban::domain::id::{DeputyId, SessionId, VisitId};
use zhiban::domain::moment::Moment;

pub fn founded() -> Log {
    let mut log = Log::new();
    // The first version had no reasons to strike off what somebody is not content with, nor to be shown a number.
    let mut rules = default_rules().unwrap();
    rules.upholds.clear();
    rules.reveals.clear();
    let adopted = |version| Kind::RulesetAdopted {
        version,
        rules: Box::new(rules.clone()),
    };
    log.all(&[
        NewEvent::new(
            id(STATION),
            Kind::StationFounded {
                code: "03".into(),
                name: "柳河镇".into(),
                station_kind: StationKind::Station,
                hours: Some("周一".into()),
                head_phone: None,
            },
        ),
        NewEvent::new(id(STATION), adopted(1)),
        NewEvent::new(
            id(ACCOUNT),
            Kind::AccountAdded {
                os_name: Some("lin".into()),
                name: Some("林".into()),
                role: Role::Head,
                deputy: None,
            },
        ),
        NewEvent::new(
            id(STATION),
            Kind::DayTurned {
                day: today(),
                clock: today(),
                confirmed: false,
            },
        ),
    ]);
    log.one(
        STATION,
        Kind::LineageBegun {
            lineage: "B".into(),
            opinions: 1_000,
            tickets: 100,
        },
    );
    assert_eq!(
        log.get("SELECT count(*) FROM counter WHERE kind = 'ticket'"),
        "0",
        "what was never counted does not jump"
    );
    let seq = log.one(
        STATION,
        Kind::StationChanged {
            name: "柳河镇代表之家".into(),
            station_kind: StationKind::Home,
            hours: Some("每月15日".into()),
            head_phone: Some("13700000001".into()),
        },
    );
    let station = log.get("SELECT code || name || kind || hours || head_phone || rev FROM station");
    assert_eq!(station, format!("03柳河镇代表之家home每月15日13700000001{seq}"));
    log.one(STATION, adopted(2));
    assert_eq!(log.get("SELECT last FROM counter WHERE kind = 'ruleset'"), "2");
    log.one(
        DEPUTY,
        Kind::DeputyAdded {
            profile: Some(profile("张建军")),
        },
    );
    log.one(
        OTHER,
        Kind::DeputyAdded {
            profile: Some(profile("李桂兰")),
        },
    );
    log.one(
        UNIT,
        Kind::UnitAdded {
            profile: Some(unit("村建办")),
        },
    );
    let seq = log.one(
        ACCOUNT,
        Kind::AccountChanged {
            name: Some("林红".into()),
            role: Role::Administrator,
            deputy: Some(DeputyId(id(DEPUTY))),
            active: true,
        },
    );
    assert_eq!(
        log.of("account", ACCOUNT, "name || rev || role"),
        format!("林红{seq}administrator")
    );
    log
}

pub fn people(log: &mut Log) {
    let seq = log.one(
        DEPUTY,
        Kind::DeputyChanged {
            profile: Some(profile("张建国")),
            active: false,
        },
    );
    assert_eq!(
        log.of("deputy", DEPUTY, "name || active || rev"),
        format!("张建国0{seq}")
    );
    log.one(
        UNIT,
        Kind::UnitChanged {
            profile: Some(unit("规建办")),
            active: true,
        },
    );
    assert_eq!(log.of("unit", UNIT, "short"), "规建办");
}

pub fn sessions(log: &mut Log) {
    let (deputy, other) = (DeputyId(id(DEPUTY)), DeputyId(id(OTHER)));
    let attendance = |log: &Log, who: u128, column: &str| {
        log.get(&format!(
            "SELECT {column} FROM attendance WHERE deputy = '{}' AND session = '{}'",
            id(who),
            id(SESSION)
        ))
    };
    log.one(SESSION, planned(1));
    log.one(
        SESSION,
        Kind::PlanChanged {
            plan: plan(3).frame(),
            place: Some("站里".into()),
            theme: None,
        },
    );
    let seq = log.one(SESSION, Kind::SessionNoticed {});
    assert_eq!(
        log.of("session", SESSION, "tables || state || rev"),
        format!("3noticed{seq}")
    );
    let noticed = log.at();
    log.one(SESSION, Kind::DeputyAssigned { deputy });
    log.one(SESSION, Kind::DeputyAssigned { deputy: other });
    log.one(SESSION, Kind::DeputyUnassigned { deputy: other });
    let seq = log.one(
        SESSION,
        Kind::DeputyAgreed {
            deputy,
            agreed: Agreement::Yes,
        },
    );
    assert_eq!(log.of("session", SESSION, "rev"), seq.to_string());
    assert_eq!(
        log.of("session", SESSION, "touch_at"),
        noticed.0.to_string(),
        "the roster is not the plan"
    );
    log.one(
        SESSION,
        Kind::SessionOpened {
            year: 2026,
            ordinal: 12,
            presence: Presence::OnTheWay,
        },
    );
    assert_eq!(log.of("session", SESSION, "opened_at"), log.at().0.to_string());
    assert_eq!(log.get("SELECT last FROM counter WHERE kind = 'session'"), "12");
    log.one(
        SESSION,
        Kind::DeputySignedIn {
            deputy,
            table: Some(1),
            came_late: true,
        },
    );
    assert_eq!(attendance(log, DEPUTY, "state || table_no || agreed"), "late1yes");
    log.one(
        SESSION,
        Kind::PresenceChanged {
            presence: Presence::Deputies,
        },
    );
    log.one(
        SESSION,
        Kind::DeputySubstituted {
            absent: deputy,
            by: other,
            table: Some(1),
            reason: Some("开会".into()),
        },
    );
    assert_eq!(attendance(log, DEPUTY, "state || reason"), "leave开会");
    assert_eq!(attendance(log, DEPUTY, "out_at"), log.at().0.to_string());
    assert_eq!(attendance(log, OTHER, "state || table_no"), "in1");
    log.one(
        SESSION,
        Kind::DeputyOnLeave {
            deputy: other,
            reason: Some("也开会".into()),
        },
    );
    log.one(
        SESSION,
        Kind::DeputySignedIn {
            deputy,
            table: None,
            came_late: false,
        },
    );
    log.one(SESSION, Kind::DeputySignedOut { deputy });
    log.one(SESSION, Kind::ClosingStarted {});
    log.one(SESSION, Kind::ClosingStopped {});
    log.one(
        SESSION,
        Kind::SessionClosed {
            note: Some("顺利".into()),
        },
    );
    assert_eq!(log.of("session", SESSION, "state || note"), "closed顺利");

    log.one(31, planned(1));
    // The reception it is put off to is named before it is planned.
    log.all(&[
        NewEvent::new(id(31), Kind::SessionPostponed { to: SessionId(id(32)) }),
        NewEvent::new(id(32), planned(1)),
    ]);
    assert_eq!(log.of("session", 31, "postponed_to"), id(32).to_string());
    log.one(
        32,
        Kind::SessionCancelled {
            reason: Some("暴雨".into()),
        },
    );
    log.one(
        33,
        Kind::SessionEntered {
            plan: plan(1).frame(),
            year: 2026,
            ordinal: 13,
            presence: Presence::StaffOnly,
            deputies: vec![deputy, other],
            opened: Moment(5),
            closed: Moment(9),
            place: Some("站里".into()),
            theme: None,
            note: None,
        },
    );
    assert_eq!(log.of("session", 33, "state || opened_at || closed_at"), "closed59");
    assert_eq!(
        log.get("SELECT count(*) FROM attendance WHERE in_at = 5 AND out_at = 9"),
        "2"
    );
}

/// Somebody in a blue shirt, about the street lamps.
fn arrived(ticket: u16, rank: Option<i64>) -> Kind {
    Kind::VisitArrived {
        session: Some(SessionId(id(SESSION))),
        ticket: Some(ticket),
        day: today(),
        after_close: false,
        rank,
        carried_from: None,
        note: None,
        arrival: Arrival {
            label: Some("蓝布衫大姐".into()),
            first_words: Some("路灯".into()),
            heads: 1,
            ..Arrival::default()
        },
    }
}

pub fn visits(log: &mut Log) {
    let seq = log.one(VISIT, arrived(5, None));
    assert_eq!(log.of("visit", VISIT, "rank"), (seq * 1_000_000).to_string());
    assert_eq!(log.of("visit", VISIT, "label || first_words"), "蓝布衫大姐路灯");
    log.one(VISIT, Kind::HeadInformed {});
    log.one(VISIT, Kind::VisitWordsDropped {});
    assert_eq!(
        log.of("visit", VISIT, "coalesce(label, '-') || coalesce(first_words, '-')"),
        "--"
    );
    log.one(
        VISIT,
        Kind::VisitChanged {
            arrival: Arrival {
                heads: 4,
                asked: Some(DeputyId(id(DEPUTY))),
                priority: Priority::First,
                label: Some("蓝布衫大姐".into()),
                first_words: Some("路灯".into()),
                priority_reason: Some("孕妇".into()),
            },
        },
    );
    log.one(VISIT, Kind::VisitCalled { table: 2 });
    log.one(VISIT, Kind::VisitCalledAgain {});
    assert_eq!(log.of("visit", VISIT, "state || table_no || calls"), "called22");
    log.one(VISIT, Kind::CallTakenBack {});
    assert_eq!(
        log.of("visit", VISIT, "state || calls || coalesce(table_no, '-')"),
        "waiting0-"
    );
    assert_eq!(
        log.of("visit", VISIT, "rank"),
        (seq * 1_000_000).to_string(),
        "its old place"
    );
    log.one(VISIT, Kind::VisitCalled { table: 1 });
    log.one(VISIT, Kind::VisitMissed {});
    log.one(VISIT, Kind::VisitReturned { rank: 77 });
    assert_eq!(log.of("visit", VISIT, "state || missed || rank"), "waiting177");
    log.one(VISIT, Kind::VisitCalled { table: 1 });
    log.doubtful = true;
    log.one(VISIT, Kind::TalkStarted { table: 1 });
    log.doubtful = false;
    let talk = log.at();
    log.one(
        VISIT,
        Kind::VisitMoved {
            from: Some(1),
            to: 3,
            note: Some("带了材料".into()),
        },
    );
    assert_eq!(log.of("visit", VISIT, "talk_at"), talk.0.to_string());
    assert_eq!(log.of("visit", VISIT, "table_no || note || doubtful"), "3带了材料1");
    log.one(
        VISIT,
        Kind::VisitFinished {
            consult_only: false,
            unwritten: true,
        },
    );
    assert_eq!(log.of("visit", VISIT, "state || unwritten || label"), "done1蓝布衫大姐");
    log.one(VISIT, Kind::UnwrittenSettled {});
    assert_eq!(log.of("visit", VISIT, "coalesce(label, first_words, note)"), "-");
    let spans = log.get(&format!(
        "SELECT group_concat(kind || coalesce(table_no, ''), ' ' ORDER BY n) FROM visit_span WHERE visit = '{}'",
        id(VISIT)
    ));
    assert_eq!(
        spans,
        "waiting called2 waiting called1 waiting called1 talking1 talking3"
    );
    assert_eq!(log.get("SELECT count(*) FROM visit_span WHERE to_at IS NULL"), "0");

    log.one(41, arrived(6, Some(3)));
    log.one(
        41,
        Kind::VisitEnded {
            outcome: VisitState::ByPhone,
            reason: Some("到点".into()),
        },
    );
    assert_eq!(log.of("visit", 41, "state || rank || outcome_reason"), "by_phone3到点");
    log.one(42, arrived(7, None));
    log.one(
        42,
        Kind::VisitVoided {
            reason: Some("点错".into()),
        },
    );
    assert_eq!(log.of("visit", 42, "state || ticket"), "void7", "a void number stays");
    log.one(
        43,
        Kind::VisitEntered {
            ticket: None,
            session: None,
            day: today(),
            channel: Channel::Letter,
            heads: 1,
            asked: None,
            table: None,
            arrived: Moment(10),
            talked: None,
            done: Moment(20),
            after_close: false,
        },
    );
    assert_eq!(
        log.of("visit", 43, "state || channel || coalesce(talk_at, '-')"),
        "doneletter-"
    );
    let gone = log.get("SELECT count(*) FROM key WHERE kind = 'visit' AND wrapped IS NULL");
    assert_eq!(
        gone, "2",
        "whoever was entered by mistake, or is not waited for any more, is forgotten at once"
    );
    assert_eq!(log.get("SELECT last FROM counter WHERE kind = 'ticket'"), "7");
}

/// The visit forgets who it was, the promise knows until it is settled, and a void visit takes its promise with it.
pub fn promises(log: &mut Log) {
    let columns = "coalesce(label, '-') || coalesce(first_words, '-') || coalesce(priority_reason, '-')";
    let known = |log: &Log, n: u128| log.of("promise", n, columns);
    let sealed = |log: &Log, n: u128| log.of("promise", n, "private IS NOT NULL");
    for (n, ticket) in [(44, 8), (45, 9), (46, 10)] {
        log.one(n, arrived(ticket, None));
        let ended = Kind::VisitEnded {
            outcome: VisitState::NextTime,
            reason: None,
        };
        let made = Kind::PromiseMade {
            visit: VisitId(id(n)),
            label: Some("周德旺".into()),
            first_words: Some("路灯".into()),
            // The first version did not take that over, and of this one something stays.
            priority_reason: (n != 44).then(|| "孕妇".into()),
            phone: Some("13700004410".into()),
        };
        log.all(&[NewEvent::new(id(n), ended), NewEvent::new(id(n + 100), made)]);
        assert_eq!(
            log.of("visit", n, "state || coalesce(label, first_words, '-')"),
            "next_time蓝布衫大姐",
            "they may be here after all"
        );
        assert_eq!(
            (known(log, n + 100), sealed(log, n + 100)),
            (format!("周德旺路灯{}", if n == 44 { "-" } else { "孕妇" }), "1".into())
        );
    }
    log.one(
        144,
        Kind::PromiseChanged {
            label: Some("周德旺的儿子".into()),
            phone: None,
        },
    );
    assert_eq!(
        (known(log, 144), sealed(log, 144)),
        ("周德旺的儿子路灯-".into(), "0".into())
    );
    let mut carried = arrived(11, None);
    if let Kind::VisitArrived { carried_from, .. } = &mut carried {
        *carried_from = Some(VisitId(id(44)));
    }
    log.one(47, carried);
    log.one(144, Kind::PromiseKept { by: VisitId(id(47)) });
    assert_eq!(log.of("visit", 47, "carried_from"), id(44).to_string());
    log.one(145, Kind::PromiseStruck { why: Struck::Declined });
    assert_eq!(log.of("promise", 145, "state || why"), "struckdeclined");
    log.one(
        46,
        Kind::VisitVoided {
            reason: Some("点错".into()),
        },
    );
    assert_eq!(log.of("promise", 144, "state || taken_by"), format!("kept{}", id(47)));
    assert_eq!(known(log, 144), "周德旺的儿子路灯-", "their number may be a mistake");
    for n in [145, 146] {
        assert_eq!(log.of("promise", n, "state"), "struck");
        assert_eq!((known(log, n), sealed(log, n)), ("---".into(), "0".into()));
    }
    let keys = log.get("SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL");
    assert_eq!(keys, "1", "whoever is not waited for is forgotten");
}

/// A number was a mistake, and whoever was promised it is waited for as before; what is known of them goes with who came.
pub fn promises_again(log: &mut Log) {
    let stands = |log: &Log| {
        log.of(
            "promise",
            144,
            "state || coalesce(label, '-') || coalesce(taken_by, '-')",
        )
    };
    log.one(144, Kind::PromiseReopened {});
    assert_eq!(stands(log), "open周德旺的儿子-");
    log.one(144, Kind::PromiseKept { by: VisitId(id(47)) });
    log.one(47, Kind::VisitVoided { reason: None });
    assert_eq!(stands(log), format!("kept-{}", id(47)));
    let keys = log.get("SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL");
    assert_eq!(keys, "0");
}
