//! Citizens and opinions.

use super::{CITIZEN, DEPUTY, Log, OPINION, OTHER, SESSION, UNIT, VISIT, field, id, text, today};
use zhiban::domain::code::*;
use zhiban::domain::event::{Kind, NewEvent, Secret};
use zhiban::domain::id::{CitizenId, DeputyId, OpinionId, SessionId, UnitId, VisitId};

pub fn filed(serial: u32, confidential: bool, split_from: Option<OpinionId>) -> Kind {
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

pub fn words(words: &str) -> Secret {
    Secret {
        words: Some(words.into()),
        place: Some("石桥".into()),
        ..Secret::default()
    }
}

pub fn citizens(log: &mut Log) {
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

pub fn opinions(log: &mut Log, n: u128, serial: u32, confidential: bool) {
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

pub fn more_opinions(log: &mut Log) {
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
