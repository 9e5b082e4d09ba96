//! One event of every kind, built by hand and filed without asking the rules: what it leaves in the tables, and that a
//! replay leaves the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use uuid::Uuid;
use zhiban::config::default_rules;
use zhiban::domain::code::*;
use zhiban::domain::event::{FieldChange, Happened, Kind, NewEvent, Secret};
use zhiban::domain::id::{CitizenId, DeputyId, OpinionId, SessionId, UnitId, VisitId};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{DeputyProfile, SessionPlan, UnitProfile};
use zhiban::store::codec::Origin;
use zhiban::store::desk::Desk;
use zhiban::store::execute::file;
use zhiban::store::keys::Seeded;
use zhiban::store::{check, replay};

const STATION: u128 = 1;
const ACCOUNT: u128 = 2;
const DEPUTY: u128 = 10;
const OTHER: u128 = 11;
const UNIT: u128 = 20;
const SESSION: u128 = 30;
const VISIT: u128 = 40;
const CITIZEN: u128 = 50;
const OPINION: u128 = 60;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

struct Log {
    desk: Desk,
    command: u128,
    minute: u16,
    doubtful: bool,
    kinds: BTreeSet<String>,
}

impl Log {
    fn new() -> Self {
        Self {
            desk: Desk::in_memory().unwrap().with_random(Box::new(Seeded::new(3))),
            command: 1_000_000,
            minute: 480,
            doubtful: false,
            kinds: BTreeSet::new(),
        }
    }

    fn all(&mut self, events: Vec<NewEvent>) -> Vec<Happened> {
        self.command += 1;
        self.minute += 1;
        let origin = Origin {
            command: id(self.command),
            at: TimeOfDay(self.minute).on(today()),
            doubtful: self.doubtful,
            day: today(),
            by: "林站长".into(),
            table: Some(1),
        };
        self.kinds.extend(events.iter().map(|e| e.kind.name()));
        file(&mut self.desk, &origin, events).unwrap()
    }

    fn one(&mut self, subject: u128, kind: Kind) -> i64 {
        self.all(vec![NewEvent::new(id(subject), kind)])[0].seq
    }

    fn secret(&mut self, subject: u128, kind: Kind, secret: Secret) -> i64 {
        self.all(vec![NewEvent::new(id(subject), kind).sealed(secret)])[0].seq
    }

    fn at(&self) -> Moment {
        TimeOfDay(self.minute).on(today())
    }

    /// A value of a table as text, `-` for nothing.
    fn get(&self, sql: &str) -> String {
        self.desk
            .conn()
            .query_row(sql, [], |row| {
                Ok(match row.get_ref(0)? {
                    rusqlite::types::ValueRef::Null => "-".to_owned(),
                    rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                    rusqlite::types::ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
                    _ => "blob".to_owned(),
                })
            })
            .unwrap()
    }

    fn of(&self, table: &str, n: u128, column: &str) -> String {
        self.get(&format!("SELECT {column} FROM {table} WHERE id = '{}'", id(n)))
    }

    fn sound(&self) {
        assert_eq!(
            replay::compare(self.desk.conn(), self.desk.vault(), &mut |_| true).unwrap(),
            []
        );
        assert_eq!(
            check::deep(self.desk.conn(), self.desk.vault(), &mut |_| true).unwrap(),
            []
        );
    }
}

fn plan(tables: u8) -> SessionPlan {
    SessionPlan {
        day: today(),
        starts: TimeOfDay(540),
        ends: TimeOfDay(660),
        place: "站里".into(),
        kind: SessionKind::Regular,
        tables,
        theme: None,
    }
}

fn profile(name: &str) -> DeputyProfile {
    DeputyProfile {
        name: name.into(),
        ..DeputyProfile::default()
    }
}

fn unit(name: &str) -> UnitProfile {
    UnitProfile {
        name: name.into(),
        short: name.into(),
        pinyin: String::new(),
        kind: UnitKind::TownOffice,
        contact: None,
        phone: None,
        scope: None,
        via: None,
    }
}

fn field(field: &str, new: Option<&str>) -> FieldChange {
    FieldChange {
        field: field.into(),
        old: None,
        new: new.map(str::to_owned),
    }
}

fn text(text: &str) -> Secret {
    Secret {
        text: Some(text.into()),
        ..Secret::default()
    }
}

fn founded() -> Log {
    let mut log = Log::new();
    let rules = default_rules().unwrap();
    let adopted = |version| Kind::RulesetAdopted {
        version,
        rules: Box::new(rules.clone()),
    };
    log.all(vec![
        NewEvent::new(
            id(STATION),
            Kind::StationFounded {
                code: "03".into(),
                name: "柳河镇".into(),
                station_kind: StationKind::Station,
                hours: "周一".into(),
                head_phone: None,
            },
        ),
        NewEvent::new(id(STATION), adopted(1)),
        NewEvent::new(
            id(ACCOUNT),
            Kind::AccountAdded {
                os_name: "lin".into(),
                name: "林".into(),
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
    log.one(
        STATION,
        Kind::StationChanged {
            name: "柳河镇代表之家".into(),
            station_kind: StationKind::Home,
            hours: "每月15日".into(),
            head_phone: Some("13700000001".into()),
        },
    );
    let station = log.get("SELECT code || name || kind || hours || head_phone || rev FROM station");
    assert_eq!(station, "03柳河镇代表之家home每月15日137000000012");
    log.one(STATION, adopted(2));
    assert_eq!(log.get("SELECT last FROM counter WHERE kind = 'ruleset'"), "2");
    log.one(
        DEPUTY,
        Kind::DeputyAdded {
            profile: profile("张建军"),
        },
    );
    log.one(
        OTHER,
        Kind::DeputyAdded {
            profile: profile("李桂兰"),
        },
    );
    log.one(
        UNIT,
        Kind::UnitAdded {
            profile: unit("村建办"),
        },
    );
    log.one(
        ACCOUNT,
        Kind::AccountChanged {
            name: "林红".into(),
            role: Role::Administrator,
            deputy: Some(DeputyId(id(DEPUTY))),
            active: true,
        },
    );
    assert_eq!(log.of("account", ACCOUNT, "name || rev || role"), "林红2administrator");
    log
}

fn people(log: &mut Log) {
    log.one(
        DEPUTY,
        Kind::DeputyChanged {
            profile: profile("张建国"),
            active: false,
        },
    );
    assert_eq!(log.of("deputy", DEPUTY, "name || active || rev"), "张建国02");
    log.one(
        UNIT,
        Kind::UnitChanged {
            profile: unit("规建办"),
            active: true,
        },
    );
    assert_eq!(log.of("unit", UNIT, "short"), "规建办");
}

fn sessions(log: &mut Log) {
    let (deputy, other) = (DeputyId(id(DEPUTY)), DeputyId(id(OTHER)));
    let attendance = |log: &Log, who: u128, column: &str| {
        log.get(&format!(
            "SELECT {column} FROM attendance WHERE deputy = '{}' AND session = '{}'",
            id(who),
            id(SESSION)
        ))
    };
    log.one(SESSION, Kind::SessionPlanned { plan: plan(1) });
    log.one(SESSION, Kind::PlanChanged { plan: plan(3) });
    log.one(SESSION, Kind::SessionNoticed {});
    assert_eq!(log.of("session", SESSION, "tables || state || rev"), "3noticed3");
    log.one(SESSION, Kind::DeputyAssigned { deputy });
    log.one(SESSION, Kind::DeputyAssigned { deputy: other });
    log.one(SESSION, Kind::DeputyUnassigned { deputy: other });
    log.one(
        SESSION,
        Kind::DeputyAgreed {
            deputy,
            agreed: Agreement::Yes,
        },
    );
    assert_eq!(log.of("session", SESSION, "rev"), "3", "the roster is not the plan");
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
            late: true,
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
            reason: "开会".into(),
        },
    );
    assert_eq!(attendance(log, DEPUTY, "state || reason"), "leave开会");
    assert_eq!(attendance(log, DEPUTY, "out_at"), log.at().0.to_string());
    assert_eq!(attendance(log, OTHER, "state || table_no"), "in1");
    log.one(
        SESSION,
        Kind::DeputyOnLeave {
            deputy: other,
            reason: "也开会".into(),
        },
    );
    log.one(
        SESSION,
        Kind::DeputySignedIn {
            deputy,
            table: None,
            late: false,
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

    log.one(31, Kind::SessionPlanned { plan: plan(1) });
    // The reception it is put off to is named before it is planned.
    log.all(vec![
        NewEvent::new(id(31), Kind::SessionPostponed { to: SessionId(id(32)) }),
        NewEvent::new(id(32), Kind::SessionPlanned { plan: plan(1) }),
    ]);
    assert_eq!(log.of("session", 31, "postponed_to"), id(32).to_string());
    log.one(
        32,
        Kind::SessionCancelled {
            reason: "暴雨".into()
        },
    );
    log.one(
        33,
        Kind::SessionEntered {
            plan: plan(1),
            year: 2026,
            ordinal: 13,
            presence: Presence::StaffOnly,
            deputies: vec![deputy, other],
            opened: Moment(5),
            closed: Moment(9),
            note: None,
        },
    );
    assert_eq!(log.of("session", 33, "state || opened_at || closed_at"), "closed59");
    assert_eq!(
        log.get("SELECT count(*) FROM attendance WHERE in_at = 5 AND out_at = 9"),
        "2"
    );
}

fn arrived(ticket: u16, rank: Option<i64>) -> Kind {
    Kind::VisitArrived {
        session: Some(SessionId(id(SESSION))),
        ticket: Some(ticket),
        day: today(),
        heads: 1,
        asked: None,
        priority: Priority::Normal,
        priority_reason: None,
        after_close: false,
        rank,
        carried_from: None,
    }
}

fn who() -> Secret {
    Secret {
        name: Some("蓝布衫大姐".into()),
        words: Some("路灯".into()),
        ..Secret::default()
    }
}

fn visits(log: &mut Log) {
    let seq = log.secret(VISIT, arrived(5, None), who());
    assert_eq!(log.of("visit", VISIT, "rank"), (seq * 1_000_000).to_string());
    assert_eq!(log.of("visit", VISIT, "label || first_words"), "蓝布衫大姐路灯");
    log.one(VISIT, Kind::HeadInformed {});
    log.one(VISIT, Kind::VisitWordsDropped {});
    assert_eq!(
        log.of("visit", VISIT, "coalesce(label, '-') || coalesce(first_words, '-')"),
        "--"
    );
    log.secret(
        VISIT,
        Kind::VisitChanged {
            heads: 4,
            asked: Some(DeputyId(id(DEPUTY))),
            priority: Priority::First,
            priority_reason: Some("孕妇".into()),
        },
        who(),
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
    log.secret(VISIT, Kind::VisitMoved { from: Some(1), to: 3 }, text("带了材料"));
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

    log.secret(41, arrived(6, Some(3)), who());
    log.one(
        41,
        Kind::VisitEnded {
            outcome: VisitState::ByPhone,
            reason: Some("到点".into()),
        },
    );
    assert_eq!(log.of("visit", 41, "state || rank || outcome_reason"), "by_phone3到点");
    log.secret(42, arrived(7, None), who());
    log.one(
        42,
        Kind::VisitVoided {
            reason: "点错".into()
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
    assert_eq!(gone, "3", "whoever is done with is forgotten");
    assert_eq!(log.get("SELECT last FROM counter WHERE kind = 'ticket'"), "7");
}

/// The visit forgets who it was, the promise knows until it is settled, and a void visit takes its promise with it.
fn promises(log: &mut Log) {
    let known = |log: &Log, n: u128| log.of("promise", n, "coalesce(label, '-') || coalesce(first_words, '-')");
    let sealed = |log: &Log, n: u128| log.of("promise", n, "private IS NOT NULL");
    let said = |name: &str| Secret {
        phone: Some("13700004410".into()),
        name: Some(name.into()),
        ..who()
    };
    for (n, ticket) in [(44, 8), (45, 9), (46, 10)] {
        log.secret(n, arrived(ticket, None), who());
        let ended = Kind::VisitEnded {
            outcome: VisitState::NextTime,
            reason: None,
        };
        log.all(vec![
            NewEvent::new(id(n), ended),
            NewEvent::new(id(n + 100), Kind::PromiseMade { visit: VisitId(id(n)) }).sealed(said("周德旺")),
        ]);
        assert_eq!(
            log.of("visit", n, "state || coalesce(label, first_words, '-')"),
            "next_time-"
        );
        assert_eq!(
            (known(log, n + 100), sealed(log, n + 100)),
            ("周德旺路灯".into(), "1".into())
        );
    }
    let nameless = Secret {
        name: Some("周德旺的儿子".into()),
        ..Secret::default()
    };
    log.secret(144, Kind::PromiseChanged {}, nameless);
    assert_eq!(
        (known(log, 144), sealed(log, 144)),
        ("周德旺的儿子路灯".into(), "0".into())
    );
    let mut carried = arrived(11, None);
    if let Kind::VisitArrived { carried_from, .. } = &mut carried {
        *carried_from = Some(VisitId(id(44)));
    }
    log.secret(47, carried, who());
    log.one(144, Kind::PromiseKept { by: VisitId(id(47)) });
    assert_eq!(log.of("visit", 47, "carried_from"), id(44).to_string());
    log.one(145, Kind::PromiseStruck { why: Struck::Declined });
    assert_eq!(log.of("promise", 145, "state || why"), "struckdeclined");
    log.one(
        46,
        Kind::VisitVoided {
            reason: "点错".into()
        },
    );
    for (n, state) in [(144, "kept"), (145, "struck"), (146, "struck")] {
        assert_eq!(log.of("promise", n, "state"), state);
        assert_eq!((known(log, n), sealed(log, n)), ("--".into(), "0".into()));
    }
    let keys = log.get("SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL");
    assert_eq!(keys, "0", "whoever is not waited for is forgotten");
}

fn filed(serial: u32, confidential: bool, split_from: Option<OpinionId>) -> Kind {
    Kind::OpinionFiled {
        number: format!("03-2026-{serial:04}"),
        year: 2026,
        serial,
        visit: VisitId(id(VISIT)),
        citizen: Some(CitizenId(id(CITIZEN))),
        representatives: Vec::new(),
        session: Some(SessionId(id(SESSION))),
        day: today(),
        channel: Channel::Visit,
        category: None,
        affected: Some(3),
        scope: Some(Scope::Some),
        urgency: Urgency::Urgent,
        deputies: vec![DeputyId(id(OTHER)), DeputyId(id(DEPUTY))],
        confidential,
        papers_at: None,
        split_from,
        paper_no: None,
    }
}

fn words(words: &str) -> Secret {
    Secret {
        words: Some(words.into()),
        place: Some("石桥".into()),
        ..Secret::default()
    }
}

fn citizens(log: &mut Log) {
    log.secret(
        CITIZEN,
        Kind::CitizenRecorded {
            visit: VisitId(id(VISIT)),
            anonymous: false,
            claim_code: None,
            reach: Some(Reach::Phone),
            village: None,
            cannot_read: false,
            privacy_told: true,
        },
        Secret {
            name: Some("王秀英".into()),
            pinyin: Some("wangxiuying wxy".into()),
            phone: Some("13712344410".into()),
            ..Secret::default()
        },
    );
    assert_eq!(log.of("citizen", CITIZEN, "name || (private IS NOT NULL)"), "王秀英1");
    log.all(vec![
        NewEvent::new(
            id(CITIZEN),
            Kind::CitizenCorrected {
                reason: "听错".into(),
                changes: vec![
                    field("reach", None),
                    field("village", Some(&id(UNIT).to_string())),
                    field("cannot_read", Some("1")),
                    field("privacy_told", Some("0")),
                ],
            },
        )
        .sealed(Secret {
            changes: vec![
                field("name", Some("汪秀英")),
                field("phone", None),
                field("address", Some("三组")),
                field("reach_note", Some("晚上")),
                field("on_behalf_of", Some("母亲")),
            ],
            ..Secret::default()
        }),
    ]);
    assert_eq!(
        log.of(
            "citizen",
            CITIZEN,
            "name || coalesce(reach, '-') || cannot_read || privacy_told || rev"
        ),
        "汪秀英-102"
    );
    assert_eq!(log.of("citizen", CITIZEN, "phone_mac"), "-");
}

fn opinions(log: &mut Log, n: u128, serial: u32, confidential: bool) {
    let unit = UnitId(id(UNIT));
    log.secret(n, filed(serial, confidential, None), words("路灯不亮"));
    assert_eq!(
        log.of("opinion", n, "coalesce(words, '-')"),
        if confidential { "-" } else { "路灯不亮" }
    );
    let hand_over = |round| Kind::HandedOver {
        round,
        unit,
        unit_name: "村建办".into(),
        due: Some(today()),
        provisional: false,
        way: Way::Paper,
        person: None,
    };
    log.secret(n, hand_over(1), text("请办"));
    log.secret(
        n,
        Kind::Chased {
            round: 1,
            way: Way::Phone,
            person: None,
            promised_for: Some(today()),
        },
        text("周五"),
    );
    assert_eq!(log.of("opinion", n, "promised_for"), "2026-11-23");
    log.secret(
        n,
        Kind::Answered {
            round: 1,
            way: Way::Meeting,
            person: Some("刘".into()),
            class: "B".into(),
            class_date: Some(today()),
        },
        text("列入计划"),
    );
    log.one(n, Kind::HeldForCollection {});
    assert_eq!(
        log.of("opinion", n, "state || class || class_date || held"),
        "answeredB2026-11-231"
    );
    log.secret(
        n,
        Kind::PersonTold {
            citizen: None,
            way: Way::Phone,
            reached: Reached::NoAnswer,
        },
        text("关机"),
    );
    log.secret(
        n,
        Kind::PersonTold {
            citizen: None,
            way: Way::InPerson,
            reached: Reached::Collected,
        },
        text("来取"),
    );
    assert_eq!(
        log.of("opinion", n, "state || told || held || failed_tellings"),
        "told101"
    );
    log.secret(
        n,
        Kind::Evaluated {
            grade: Grade::Dissatisfied,
            way: None,
        },
        text("太慢"),
    );
    log.secret(n, hand_over(2), text("再办"));
    assert_eq!(
        log.of(
            "opinion",
            n,
            "state || round_no || told || coalesce(class, '-') || coalesce(grade, '-')"
        ),
        "handed_over20--"
    );
    log.secret(
        n,
        Kind::Answered {
            round: 2,
            way: Way::Paper,
            person: None,
            class: "A".into(),
            class_date: None,
        },
        text("已办"),
    );
    let changes = ["words", "summary", "place", "papers", "answer"].map(|f| field(f, Some("改了的")));
    log.all(vec![
        NewEvent::new(
            id(n),
            Kind::OpinionCorrected {
                reason: "更正".into(),
                changes: vec![
                    field("category", Some("road")),
                    field("affected", Some("40")),
                    field("urgency", Some("normal")),
                    field("scope", Some("many")),
                    field("papers_at", Some("柜")),
                    field("channel", Some("phone")),
                    field("due", Some("2026-12-01")),
                    field("class", Some("C")),
                    field("deputies", Some(&id(DEPUTY).to_string())),
                    field("confidential", Some(if confidential { "0" } else { "1" })),
                ],
            },
        )
        .sealed(Secret {
            changes: changes.to_vec(),
            ..Secret::default()
        }),
    ]);
    assert_eq!(
        log.of(
            "opinion",
            n,
            "category || affected || scope || channel || due || class || confidential"
        ),
        format!("road40manyphone2026-12-01C{}", u8::from(!confidential))
    );
    let clear = log.get(&format!(
        "SELECT count(*) FROM round WHERE opinion = '{}' AND answer IS NOT NULL",
        id(n)
    ));
    assert_eq!(clear, if confidential { "2" } else { "0" });
    log.one(
        n,
        Kind::OpinionClosed {
            class: "A".into(),
            class_date: None,
            told: false,
        },
    );
    assert_eq!(
        log.of("opinion", n, "state || closed_at"),
        format!("closed{}", log.at().0)
    );
}

fn more_opinions(log: &mut Log) {
    log.secret(61, filed(3, false, Some(OpinionId(id(OPINION)))), words("另一件"));
    log.one(61, Kind::KeptForReference {});
    log.one(
        OPINION,
        Kind::OpinionSplit {
            into: OpinionId(id(61)),
        },
    );
    log.secret(62, filed(4, false, None), words("当场"));
    log.secret(
        62,
        Kind::AnsweredOnSpot {
            class: "A".into(),
            grade: Some(Grade::Satisfied),
        },
        text("讲清了"),
    );
    assert_eq!(
        log.of("opinion", 62, "state || on_spot || told || answer || grade"),
        "closed11讲清了satisfied"
    );
    log.secret(63, filed(5, false, None), words("指引"));
    log.one(
        63,
        Kind::GuidedElsewhere {
            reason: "T1".into(),
            destination: "法院".into(),
            phone: None,
            told: true,
        },
    );
    assert_eq!(log.of("opinion", 63, "state || guidance || told"), "guidedT11");
    assert_eq!(log.of("visit", VISIT, "opinions"), "5");
    log.one(
        63,
        Kind::OpinionVoided {
            reason: "重复".into()
        },
    );
    log.one(
        62,
        Kind::OpinionMoved {
            visit: VisitId(id(43)),
            citizen: None,
            reason: "记错".into(),
        },
    );
    assert_eq!(log.of("visit", VISIT, "opinions"), "3");
    assert_eq!(log.of("visit", 43, "opinions"), "1");
    assert_eq!(
        log.of("opinion", 62, "coalesce(session, '-')"),
        "-",
        "the session of its new visit"
    );
}

#[test]
fn every_kind_of_event_is_applied_and_replayed_alike() {
    let mut log = founded();
    people(&mut log);
    sessions(&mut log);
    visits(&mut log);
    promises(&mut log);
    citizens(&mut log);
    opinions(&mut log, OPINION, 1, false);
    opinions(&mut log, 64, 2, true);
    more_opinions(&mut log);
    log.sound();

    // The list of kinds, from the text that makes them.
    let source = include_str!("../src/domain/event.rs");
    let body = source.split_once("pub enum Kind {").unwrap().1;
    let body = body.split_once("impl Kind").unwrap().0;
    let mut wanted = BTreeSet::new();
    for line in body.lines() {
        let Some(name) = line.strip_prefix("    ").filter(|l| l.starts_with(char::is_uppercase)) else {
            continue;
        };
        let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
        let mut snake = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
        }
        wanted.insert(snake);
    }
    assert!(wanted.len() > 45);
    let missing: Vec<_> = wanted.difference(&log.kinds).collect();
    assert!(missing.is_empty(), "no test files {missing:?}");
    kept_for_ever(&log, &wanted);
}

/// One stored body of each kind and version, kept for ever: what was filed years ago must still read. A new kind or
/// version adds its line (`ADD_EVENT_FIXTURES=1`); a line that is there is never written again.
fn kept_for_ever(log: &Log, wanted: &BTreeSet<String>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.tsv");
    let mut kept = std::fs::read_to_string(path).unwrap_or_default();
    if std::env::var_os("ADD_EVENT_FIXTURES").is_some() {
        for stored in zhiban::store::log::read(log.desk.conn(), 0, 1_000_000).unwrap() {
            let head = format!("{}\t{}\t", stored.event.kind, stored.event.ver);
            if !kept.lines().any(|l| l.starts_with(&head)) {
                kept.extend([head.as_str(), std::str::from_utf8(&stored.event.body).unwrap(), "\n"]);
            }
        }
        std::fs::write(path, &kept).unwrap();
    }
    let mut read = BTreeSet::new();
    for line in kept.lines() {
        let [kind, ver, body] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
            panic!("not a fixture: {line}")
        };
        assert!(ver.parse::<u32>().is_ok(), "{line}");
        let event: Kind = serde_json::from_str(body).unwrap_or_else(|e| panic!("{kind} {ver} no longer reads: {e}"));
        assert_eq!(event.name(), kind);
        read.insert(kind.to_owned());
    }
    assert!(
        wanted.is_subset(&read),
        "without a fixture: {:?}",
        wanted.difference(&read).collect::<Vec<_>>()
    );
}

#[test]
fn an_event_that_does_not_fit_is_refused_whole() {
    let mut log = founded();
    log.command += 1;
    let origin = Origin {
        command: id(log.command),
        at: Moment(0),
        doubtful: false,
        day: today(),
        by: String::new(),
        table: None,
    };
    let before = log.get("SELECT count(*) FROM event");
    let strange = vec![
        NewEvent::new(id(70), Kind::SessionPlanned { plan: plan(1) }),
        NewEvent::new(id(71), Kind::SessionNoticed {}),
    ];
    assert!(file(&mut log.desk, &origin, strange).is_err(), "no such reception");
    let dangling = vec![NewEvent::new(
        id(72),
        Kind::DeputyAssigned {
            deputy: DeputyId(id(99)),
        },
    )];
    assert!(file(&mut log.desk, &origin, dangling).is_err(), "no such deputy");
    assert_eq!(log.get("SELECT count(*) FROM event"), before);
    assert_eq!(log.get("SELECT count(*) FROM session"), "0");
    log.sound();
}
