//! What came after the first version: rules by section, units that help, other keepers, other numbers.

use super::matter::filed;
use super::{ACCOUNT, CITIZEN, DEPUTY, Log, OPINION, SESSION, STATION, UNIT, id, today, unit};
use zhiban::domain::code::*;
use zhiban::domain::command::{PartEntry, SpotEntry};
use zhiban::domain::deadline::{Deadline, SetBy};
use zhiban::domain::event::{Kind, NewEvent};
use zhiban::domain::id::{AccountId, CitizenId, DeputyId, UnitId};
use zhiban::domain::moment::TimeOfDay;
use zhiban::domain::rules::{Limit, LimitUnit};
use zhiban::store::rules;

const KEEPER: u128 = 3;
const HELPER: u128 = 21;

pub fn sections(log: &mut Log) {
    let before = rules::in_force(log.desk.conn()).unwrap().unwrap().rules;
    let section = |section, body| {
        let kind = Kind::SectionAdopted {
            section,
            version: 3,
            body,
        };
        NewEvent::new(id(STATION), kind)
    };
    log.all(&[
        section(
            Section::Calendar,
            serde_json::json!([{"year": 2027, "off": [{"from": "2027-01-01"}]}]),
        ),
        section(Section::Queue, serde_json::json!({"last_number": 40})),
        section(Section::Template, serde_json::json!([])),
    ]);
    let now = rules::in_force(log.desk.conn()).unwrap().unwrap();
    assert_eq!((now.version, now.rules.queue.last_number), (3, 40));
    assert_eq!(now.rules.limits, before.limits);
    assert_eq!(now.rules.reasons, before.reasons);
    assert_eq!(now.rules.calendars.len(), 1, "the section is replaced whole");
}

/// Who took a copy, up to where, and which of those before are not kept any more.
pub fn copies(log: &mut Log) {
    let taken = |name: &str, dropped| Kind::BackupTaken {
        name: Some(name.into()),
        folder: None,
        ok: true,
        named: false,
        upto: 6,
        bytes: 98_304,
        sum: "ab".repeat(32),
        second: SecondCopy::There,
        dropped,
    };
    let first = log.one(STATION, taken("zhiban-2026-11-22-1730.db", Vec::new()));
    let second = log.one(STATION, taken("zhiban-2026-11-23-0800.db", vec![first]));
    let kept = log.get("SELECT group_concat(n || name || by || upto || second || gone, ' ') FROM backup");
    let by = id(ACCOUNT);
    assert_eq!(
        kept,
        format!("{first}zhiban-2026-11-22-1730.db{by}6there1 {second}zhiban-2026-11-23-0800.db{by}6there0")
    );
}

/// The matter follows the unit that leads; what one that helps is given, asked and says stands in its own part.
pub fn helpers(log: &mut Log) {
    log.one(
        HELPER,
        Kind::UnitAdded {
            profile: Some(unit("执法队")),
        },
    );
    let hand_over = |part, lead, unit: u128, due| Kind::HandedOver {
        round: 3,
        part,
        lead,
        unit_name: "执法队".into(),
        way: Way::Message,
        set_by: Some(SetBy::Word),
        person: Some("熊".into()),
        note: Some("协同办理".into()),
        to: PartEntry {
            unit: UnitId(id(unit)),
            via: Some(UnitId(id(UNIT))),
            counted_from: Some(today()),
            due: Some(due),
        },
    };
    let by_noon = Deadline {
        time: Some(TimeOfDay(720)),
        provisional: true,
        ..Deadline::on(today())
    };
    log.all(&[
        NewEvent::new(id(OPINION), hand_over(1, true, UNIT, Deadline::on(today()))),
        NewEvent::new(id(OPINION), hand_over(2, false, HELPER, by_noon)),
    ]);
    let part = |log: &Log, part: u8, columns: &str| {
        let of = format!("opinion = '{}' AND round = 3 AND part = {part}", id(OPINION));
        log.get(&format!("SELECT {columns} FROM handover WHERE {of}"))
    };
    assert_eq!(
        part(log, 2, "due_time || due_provisional || lead || counted_from"),
        "720102026-11-23"
    );
    assert_eq!(part(log, 2, "via"), id(UNIT).to_string());
    assert_eq!(log.of("opinion", OPINION, "unit"), id(UNIT).to_string());
    assert_eq!(log.of("opinion", OPINION, "coalesce(due_time, '-')"), "-");
    log.one(
        OPINION,
        Kind::PartRecounted {
            round: 3,
            part: 2,
            was: Some(by_noon),
            due: Some(Deadline::on(today())),
        },
    );
    assert_eq!(
        part(log, 2, "due || coalesce(due_time, '-') || due_provisional"),
        "2026-11-23-0"
    );
    log.one(
        OPINION,
        Kind::Chased {
            round: 3,
            part: 2,
            lead: false,
            way: Way::Phone,
            promised_for: Some(today()),
            person: None,
            text: Some("明天到现场".into()),
        },
    );
    let seq = log.one(
        OPINION,
        Kind::Answered {
            round: 3,
            part: 2,
            lead: false,
            way: Way::Phone,
            class: "A".into(),
            class_date: None,
            tell_by: None,
            person: None,
            text: Some("已清障".into()),
        },
    );
    assert_eq!(part(log, 2, "promised_for || class"), "2026-11-23A");
    assert_eq!(part(log, 1, "coalesce(promised_for, class, '-')"), "-");
    assert_eq!(
        log.of(
            "opinion",
            OPINION,
            "state || rev || coalesce(promised_for, class, answered_at, '-')"
        ),
        format!("handed_over{seq}-"),
        "the matter waits for the unit that leads"
    );
}

pub fn keepers(log: &mut Log) {
    log.one(
        KEEPER,
        Kind::AccountAdded {
            os_name: Some("zhou".into()),
            name: Some("周".into()),
            role: Role::Clerk,
            deputy: None,
        },
    );
    assert_eq!(log.of("opinion", OPINION, "keeper"), id(ACCOUNT).to_string());
    log.one(
        OPINION,
        Kind::KeeperChanged {
            to: AccountId(id(KEEPER)),
            reason: Some("林休假".into()),
        },
    );
    assert_eq!(log.of("opinion", OPINION, "keeper"), id(KEEPER).to_string());
}

/// One stands in for another, which ends, and one leaves for good; and one person does all of it.
pub fn standing(log: &mut Log) {
    let by = AccountId(id(ACCOUNT));
    let rows = "SELECT group_concat(coalesce(until_day, '-') || (ended IS NULL), ' ') FROM (SELECT * FROM stand_in ORDER BY n)";
    let (from, until) = (today(), today());
    log.one(KEEPER, Kind::StandInSet { by, from, until });
    assert_eq!(log.get(rows), format!("{until}1"));
    log.one(KEEPER, Kind::StandInEnded {});
    assert_eq!(log.get(rows), format!("{until}0"));
    let reason = Some("调走".into());
    log.one(KEEPER, Kind::AccountLeft { to: by, reason });
    assert_eq!(log.get(rows), format!("{until}0 -1"), "for good");
    assert_eq!(log.of("account", KEEPER, "active || ''"), "0");
    log.one(STATION, Kind::OnePersonSet { on: true });
    assert_eq!(log.get("SELECT one_person || '' FROM station"), "1");
}

/// Signing out and in are taken back, and a table is given.
pub fn duty(log: &mut Log) {
    let deputy = DeputyId(id(DEPUTY));
    let line = |log: &Log| {
        log.get(&format!(
            "SELECT state || coalesce(table_no, '-') || (in_at IS NULL) || (out_at IS NULL) FROM attendance \
             WHERE deputy = '{}' AND session = '{}'",
            id(DEPUTY),
            id(SESSION)
        ))
    };
    log.one(SESSION, Kind::AttendanceTakenBack { deputy });
    assert_eq!(line(log), "in-01", "here again, since they came");
    log.one(SESSION, Kind::DeputySeated { deputy, table: 2 });
    assert_eq!(line(log), "in201");
    log.one(SESSION, Kind::AttendanceTakenBack { deputy });
    assert_eq!(line(log), "leave211", "on leave as before");
}

pub fn numbers(log: &mut Log) {
    log.one(
        OPINION,
        Kind::NumberGiven {
            family: NumberFamily::HandOver,
            year: 2026,
            serial: 57,
            number: "交2026-057".into(),
            unit: Some(UnitId(id(HELPER))),
        },
    );
    log.one(
        OPINION,
        Kind::NumberNoted {
            family: NumberFamily::Foreign,
            system: Some("12345".into()),
            number: Some("XF-9".into()),
        },
    );
    let all = log.get(&format!(
        "SELECT group_concat(family || coalesce(serial, '-') || coalesce(number, length(number_sealed)), ' ' ORDER BY n) \
         FROM number WHERE opinion = '{}'",
        id(OPINION)
    ));
    // The matter is confidential: of what another system called it only sealed bytes are there.
    assert_eq!(all, "hand_over57交2026-057 foreign-45");
    assert_eq!(log.get("SELECT last FROM counter WHERE kind = 'hand_over'"), "57");
}

/// Whoever was not content with it before an event said so is owed it all the same; said after it was struck off, too. And a
/// telling noted by mistake is taken back.
pub fn tellings(log: &mut Log) {
    const SPOT: u128 = 66;
    const CAME: u128 = 67;
    log.one(SPOT, filed(96, "没讲清", false, None));
    let spot = |grade| Kind::AnsweredOnSpot {
        tell_by: None,
        spot: SpotEntry {
            class: "A".into(),
            grade: Some(grade),
            said: None,
            answer: None,
        },
    };
    let stands = |log: &Log| log.of("opinion", SPOT, "state || grade || (closed_at IS NULL)");
    log.one(SPOT, spot(Grade::Dissatisfied));
    assert_eq!(stands(log), "tolddissatisfied1");
    log.one(SPOT, spot(Grade::Satisfied));
    assert_eq!(stands(log), "closedsatisfied0");
    log.one(
        SPOT,
        Kind::Evaluated {
            citizen: None,
            grade: Grade::Dissatisfied,
            attitude: None,
            result: None,
            way: None,
            asked_by: None,
            said: None,
        },
    );
    assert_eq!(stands(log), "tolddissatisfied1");
    let told = |reached: Reached| Kind::PersonTold {
        citizen: None,
        way: Way::Phone,
        reached,
        another: !reached.is_told(),
        ask_on: None,
        note: None,
    };
    let back = |reached: Reached, telling: Option<i64>| Kind::TellingTakenBack {
        telling,
        citizen: None,
        reached,
        another: !reached.is_told(),
        verdict: false,
        reason: Some("点错了".into()),
    };
    for reached in [Reached::NoAnswer, Reached::Told] {
        let tellings = "SELECT group_concat(n) FROM telling";
        let before = log.get(tellings);
        log.one(SPOT, told(reached));
        // By its number, and before that was said the newest.
        for named in [true, false] {
            let telling = log.get("SELECT max(n) FROM telling").parse().ok().filter(|_| named);
            log.one(SPOT, back(reached, telling));
            assert_eq!(log.get(tellings), before);
            if named {
                log.one(SPOT, told(reached));
            }
        }
    }
    // By how it came nobody was there to hear it; and then somebody was after all.
    log.one(CAME, filed(97, "来信问的", false, None));
    log.one(
        CAME,
        Kind::AnsweredOnSpot {
            tell_by: None,
            spot: SpotEntry {
                class: "A".into(),
                grade: None,
                said: None,
                answer: None,
            },
        },
    );
    let stands = |log: &Log| {
        let columns = "state || on_spot || told || (tell_by IS NULL) || (closed_at IS NULL) || (answered_at IS NULL)";
        log.of("opinion", CAME, columns)
    };
    let tell_by = Some(Limit {
        count: 3,
        unit: LimitUnit::WorkingDays,
    });
    for (unheard, tell_by, wanted) in [
        (vec![CitizenId(id(CITIZEN))], tell_by, "answered00010"),
        (Vec::new(), None, "closed11101"),
    ] {
        log.one(CAME, Kind::HearingCorrected { unheard, tell_by });
        assert_eq!(stands(log), wanted);
    }
}
