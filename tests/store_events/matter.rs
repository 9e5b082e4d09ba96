//! Citizens and opinions.

use super::{CITIZEN, DEPUTY, Log, OPINION, OTHER, SESSION, UNIT, VISIT, field, id, today};
use zhiban::domain::code::*;
use zhiban::domain::command::{GuideEntry, PartEntry, SpotEntry};
use zhiban::domain::deadline::Deadline;
use zhiban::domain::event::Kind;
use zhiban::domain::id::{CitizenId, DeputyId, OpinionId, SessionId, UnitId, VisitId};
use zhiban::domain::record::{CitizenDetails, OpinionDetails};

pub fn filed(serial: u32, words: &str, confidential: bool, split_from: Option<OpinionId>) -> Kind {
    Kind::OpinionFiled {
        number: format!("03-2026-{serial:04}"),
        year: 2026,
        serial,
        visit: VisitId(id(VISIT)),
        citizen: Some(CitizenId(id(CITIZEN))),
        representatives: Vec::new(),
        session: Some(SessionId(id(SESSION))),
        day: today(),
        split_from,
        details: OpinionDetails {
            channel: Some(Channel::Visit),
            affected: Some(3),
            scope: Some(Scope::Some),
            urgency: Some(Urgency::Urgent),
            deputies: vec![DeputyId(id(OTHER)), DeputyId(id(DEPUTY))],
            confidential,
            words: words.into(),
            place: Some("石桥".into()),
            ..OpinionDetails::default()
        },
    }
}

pub fn citizens(log: &mut Log) {
    log.one(
        CITIZEN,
        Kind::CitizenRecorded {
            visit: VisitId(id(VISIT)),
            claim_code: None,
            details: CitizenDetails {
                reach: Some(Reach::Phone),
                privacy_told: true,
                name: Some("王秀英".into()),
                pinyin: Some("wangxiuying wxy".into()),
                phone: Some("13712344410".into()),
                ..CitizenDetails::default()
            },
        },
    );
    // No matter names them yet.
    let sealed = "coalesce(name, '-') || (called IS NOT NULL) || (private IS NOT NULL)";
    assert_eq!(log.of("citizen", CITIZEN, sealed), "-11");
    let seq = log.one(
        CITIZEN,
        Kind::CitizenCorrected {
            changes: vec![
                field("reach", None),
                field("village", Some(&id(UNIT).to_string())),
                field("cannot_read", Some("1")),
                field("privacy_told", Some("0")),
            ],
            sealed_changes: Some(vec![
                field("name", Some("汪秀英")),
                field("phone", None),
                field("address", Some("三组")),
                field("reach_note", Some("晚上")),
                field("on_behalf_of", Some("母亲")),
            ]),
            reason: Some("听错".into()),
        },
    );
    assert_eq!(
        log.of(
            "citizen",
            CITIZEN,
            "(called IS NOT NULL) || coalesce(reach, '-') || cannot_read || privacy_told || rev"
        ),
        format!("1-10{seq}")
    );
    // What was said of their phone was taken back.
    assert_eq!(log.get("SELECT count(*) FROM citizen_number"), "0");
}

pub fn opinions(log: &mut Log, n: u128, serial: u32, confidential: bool) {
    let unit = UnitId(id(UNIT));
    log.one(n, filed(serial, "路灯不亮", confidential, None));
    assert_eq!(
        log.of("opinion", n, "coalesce(words, '-')"),
        if confidential { "-" } else { "路灯不亮" }
    );
    let hand_over = |round, note: &str| Kind::HandedOver {
        round,
        part: 1,
        lead: true,
        unit_name: "村建办".into(),
        way: Way::Paper,
        set_by: None,
        person: None,
        note: Some(note.into()),
        to: PartEntry {
            due: Some(Deadline::on(today())),
            ..PartEntry::to(unit)
        },
    };
    log.one(n, hand_over(1, "请办"));
    log.one(
        n,
        Kind::Chased {
            round: 1,
            part: 1,
            lead: true,
            way: Way::Phone,
            promised_for: Some(today()),
            person: None,
            text: Some("周五".into()),
        },
    );
    assert_eq!(log.of("opinion", n, "promised_for"), "2026-11-23");
    log.one(
        n,
        Kind::Answered {
            round: 1,
            part: 1,
            lead: true,
            way: Way::Meeting,
            class: "B".into(),
            class_date: Some(today()),
            tell_by: None,
            person: Some("刘".into()),
            text: Some("列入计划".into()),
        },
    );
    log.one(n, Kind::HeldForCollection {});
    assert_eq!(
        log.of("opinion", n, "state || class || class_date || held"),
        "answeredB2026-11-231"
    );
    let told = |way, reached, note: &str| Kind::PersonTold {
        citizen: None,
        way,
        reached,
        another: true,
        ask_on: None,
        note: Some(note.into()),
    };
    log.one(n, told(Way::Phone, Reached::NoAnswer, "关机"));
    log.one(n, told(Way::InPerson, Reached::Collected, "来取"));
    assert_eq!(log.of("opinion", n, "state || told || held"), "told10");
    log.one(
        n,
        Kind::Evaluated {
            citizen: None,
            grade: Grade::Dissatisfied,
            attitude: None,
            result: None,
            way: None,
            asked_by: None,
            said: Some("太慢".into()),
        },
    );
    log.one(n, hand_over(2, "再办"));
    assert_eq!(
        log.of(
            "opinion",
            n,
            "state || round_no || told || coalesce(class, '-') || coalesce(grade, '-')"
        ),
        "handed_over20--"
    );
    log.one(
        n,
        Kind::Answered {
            round: 2,
            part: 1,
            lead: true,
            way: Way::Paper,
            class: "A".into(),
            class_date: None,
            tell_by: None,
            person: None,
            text: Some("已办".into()),
        },
    );
    let words = ["words", "summary", "place", "papers", "answer"].map(|f| field(f, Some("改了的")));
    let papers_at = field("papers_at", Some("柜"));
    log.one(
        n,
        Kind::OpinionCorrected {
            changes: vec![
                field("category", Some("road")),
                field("affected", Some("40")),
                field("urgency", Some("normal")),
                field("scope", Some("many")),
                field("channel", Some("phone")),
                field("due", Some("2026-12-01")),
                field("class", Some("C")),
                field("deputies", Some(&id(DEPUTY).to_string())),
                field("confidential", Some(if confidential { "0" } else { "1" })),
            ],
            sealed_changes: Some(words.into_iter().chain([papers_at]).collect()),
            reason: Some("更正".into()),
        },
    );
    assert_eq!(
        log.of(
            "opinion",
            n,
            "category || affected || scope || channel || due || class || confidential"
        ),
        format!("road40manyphone2026-12-01C{}", u8::from(!confidential))
    );
    let clear = log.get(&format!(
        "SELECT count(*) FROM handover WHERE opinion = '{}' AND answer IS NOT NULL",
        id(n)
    ));
    assert_eq!(clear, if confidential { "2" } else { "0" });
    log.one(
        n,
        Kind::OpinionClosed {
            class: "A".into(),
            class_date: None,
            told: false,
            upheld: None,
            reason: None,
        },
    );
    assert_eq!(
        log.of("opinion", n, "state || closed_at"),
        format!("closed{}", log.at().0)
    );
}

pub fn more_opinions(log: &mut Log) {
    log.one(61, filed(3, "另一件", false, Some(OpinionId(id(OPINION)))));
    log.one(61, Kind::KeptForReference {});
    log.one(
        OPINION,
        Kind::OpinionSplit {
            into: OpinionId(id(61)),
        },
    );
    log.one(62, filed(4, "当场", false, None));
    log.one(
        62,
        Kind::AnsweredOnSpot {
            tell_by: None,
            spot: SpotEntry {
                class: "A".into(),
                grade: Some(Grade::Satisfied),
                said: None,
                answer: Some("讲清了".into()),
            },
        },
    );
    assert_eq!(
        log.of("opinion", 62, "state || on_spot || told || answer || grade"),
        "closed11讲清了satisfied"
    );
    log.one(63, filed(5, "指引", false, None));
    log.one(
        63,
        Kind::GuidedElsewhere {
            tell_by: None,
            guide: GuideEntry {
                reason: "T1".into(),
                told: true,
                destination: Some("法院".into()),
                phone: None,
            },
        },
    );
    assert_eq!(log.of("opinion", 63, "state || guidance || told"), "guidedT11");
    assert_eq!(log.of("visit", VISIT, "opinions"), "5");
    log.one(
        63,
        Kind::OpinionVoided {
            reason: Some("重复".into()),
        },
    );
    log.one(
        62,
        Kind::OpinionMoved {
            visit: VisitId(id(43)),
            citizen: None,
            representatives: Vec::new(),
            anew: false,
            reason: Some("记错".into()),
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
