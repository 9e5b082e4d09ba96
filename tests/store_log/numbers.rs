//! Numbers beside a matter's own are counted, and found.

use crate::common::{Bench, person};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::id::OpinionId;
use zhiban::domain::refusal::{Missing, Refusal};
use zhiban::store::execute::begin_lineage;
use zhiban::store::{ExecuteError, log};

fn paper(b: &mut Bench, opinions: &[OpinionId], family: NumberFamily) -> Result<String, ExecuteError> {
    let opinions = opinions.to_vec();
    let unit = Some(b.unit);
    let made = b.try_act(Command::NumberPaper(NumberPaper { opinions, family, unit }))?;
    Ok(made.number.unwrap())
}

fn note(b: &mut Bench, opinion: OpinionId, family: NumberFamily, number: &str) -> Result<(), ExecuteError> {
    let system = (family == NumberFamily::Foreign).then(|| "12345".to_owned());
    let number = number.to_owned();
    b.try_act(Command::NoteNumber(NoteNumber {
        opinion,
        family,
        system,
        number,
    }))
    .map(drop)
}

fn found(b: &Bench, typed: &str) -> Vec<String> {
    b.search(typed).into_iter().map(|row| row.number).collect()
}

#[test]
fn each_series_counts_for_itself_and_leads_to_its_matters() {
    let mut b = Bench::new();
    let mut ids = Vec::new();
    for words in ["路灯不亮", "水沟淤堵", "路面塌了"] {
        ids.push(b.file(b.entry(words, person("王秀英", "13712344410"))));
    }
    let series = [
        (NumberFamily::HandOver, "交"),
        (NumberFamily::Chase, "催"),
        (NumberFamily::Slip, "引"),
        (NumberFamily::Suggestion, "建"),
        (NumberFamily::Notice, "告"),
    ];
    for (family, mark) in series {
        assert_eq!(paper(&mut b, &ids[..2], family).unwrap(), format!("{mark}2026-001"));
        assert_eq!(paper(&mut b, &ids[2..], family).unwrap(), format!("{mark}2026-002"));
        assert_eq!(
            found(&b, &format!("{mark}2026-001")),
            ["03-2026-0002", "03-2026-0001"],
            "one paper, two matters"
        );
        assert_eq!(
            found(&b, &format!("{mark}２０２６－００２")),
            ["03-2026-0003"],
            "however it is typed"
        );
    }
    note(&mut b, ids[0], NumberFamily::Foreign, "20261123004512").unwrap();
    note(&mut b, ids[1], NumberFamily::Old, "2019年〔柳〕17号").unwrap();
    assert_eq!(found(&b, "20261123004512"), ["03-2026-0001"]);
    assert_eq!(found(&b, "2019年[柳] 17号"), ["03-2026-0002"]);
    let twice = note(&mut b, ids[0], NumberFamily::Foreign, "20261123004512");
    assert!(matches!(twice, Err(ExecuteError::Refused(Refusal::NumberKnown))));
    assert!(
        note(&mut b, ids[0], NumberFamily::Slip, "引2026-009").is_err(),
        "the station counts those itself"
    );
    assert!(paper(&mut b, &ids, NumberFamily::Old).is_err(), "and those it does not");
    assert!(paper(&mut b, &[], NumberFamily::Slip).is_err());
    // What was found before is found as before.
    assert_eq!(found(&b, "0002"), ["03-2026-0002"]);
    assert_eq!(found(&b, "03-2026-0003"), ["03-2026-0003"]);
    assert_eq!(found(&b, "水沟"), ["03-2026-0002"]);
    assert_eq!(b.opinion_file(ids[0]).opinion.numbers.len(), 6);
    b.sound();
    // A restored file goes on beyond any number that may be in somebody's hand.
    let now = b.now;
    b.desk
        .write(|tx, _, _| {
            let mut station = log::station(tx)?.unwrap();
            station.lineage = "B".into();
            log::set_station(tx, &station)?;
            begin_lineage(tx, &station, now)
        })
        .unwrap();
    assert_eq!(
        paper(&mut b, &ids[..1], NumberFamily::HandOver).unwrap(),
        "交2026-B1003"
    );
    b.sound();
}

#[test]
fn a_number_is_noted_once_and_who_has_it_too_is_said() {
    let mut b = Bench::new();
    let [one, two] = ["路灯不亮", "水沟淤堵"].map(|words| b.file(b.entry(words, person("王秀英", "13712344410"))));
    let mut noted = |opinion, system: &str, number: &str| {
        let system = Some(system.to_owned());
        let made = b.try_act(Command::NoteNumber(NoteNumber {
            opinion,
            family: NumberFamily::Foreign,
            system,
            number: number.to_owned(),
        }));
        made.map(|outcome| outcome.also)
    };
    assert_eq!(noted(one, "12345", "W12345-2026-00078").unwrap(), Vec::<String>::new());
    for again in [
        "W12345-2026-00078",
        "Ｗ１２３４５－２０２６－０００７８",
        " w12345 2026 00078",
    ] {
        let twice = noted(one, "12345", again);
        assert!(
            matches!(twice, Err(ExecuteError::Refused(Refusal::NumberKnown))),
            "{again}: {twice:?}"
        );
    }
    assert_eq!(noted(two, "12345", "w12345/2026/00078").unwrap(), ["03-2026-0001"]);
    assert!(
        noted(two, "county", "W12345-2026-00078").unwrap().is_empty(),
        "another system counts for itself"
    );
    let nothing = noted(one, "12345", "—（）");
    assert!(matches!(
        nothing,
        Err(ExecuteError::Refused(Refusal::Missing(Missing::Number)))
    ));
    b.sound();
}

#[test]
fn a_number_is_found_by_what_people_read_out_of_it() {
    let mut b = Bench::new();
    let [one, two, three] = ["路灯不亮", "水沟淤堵", "九队77号门口积水"]
        .map(|words| b.file(b.entry(words, person("王秀英", "13712344410"))));
    note(&mut b, one, NumberFamily::Foreign, "W12345-2026-00078").unwrap();
    note(&mut b, two, NumberFamily::Old, "XF/2026（九）77号").unwrap();
    for typed in [
        "00078",
        "W12345202600078",
        "w12345 2026 00078",
        "W12345—2026—00078",
        "2026-00078",
        "Ｗ１２３４５",
        "078",
    ] {
        assert_eq!(found(&b, typed), ["03-2026-0001"], "{typed}");
    }
    for typed in ["2026（九）77", "2026[九]77号", "xf2026", "XF/2026（九）77号"] {
        assert_eq!(found(&b, typed), ["03-2026-0002"], "{typed}");
    }
    // What somebody said is found beside it, and a serial number of the station as before.
    assert_eq!(found(&b, "77号"), ["03-2026-0003", "03-2026-0002"]);
    assert_eq!(found(&b, "0003"), [b.opinion_file(three).opinion.number]);
    assert_eq!(found(&b, "03-2026-0001"), ["03-2026-0001"]);
    b.sound();
}

/// What stands between two groups of digits tells numbers apart, and still nobody has to type it.
#[test]
fn two_numbers_that_are_read_out_alike_are_two_and_each_is_found() {
    let mut b = Bench::new();
    let [one, two, three] =
        ["路灯不亮", "水沟淤堵", "路面塌了"].map(|words| b.file(b.entry(words, person("王秀英", "13712344410"))));
    note(&mut b, one, NumberFamily::Foreign, "2026-1-12").unwrap();
    note(&mut b, one, NumberFamily::Foreign, "2026-11-2").unwrap();
    let twice = note(&mut b, one, NumberFamily::Foreign, "２０２６ — １／１２");
    assert!(
        matches!(twice, Err(ExecuteError::Refused(Refusal::NumberKnown))),
        "{twice:?}"
    );
    note(&mut b, two, NumberFamily::Foreign, "2026-11-2").unwrap();
    note(&mut b, three, NumberFamily::Foreign, "20261123004512").unwrap();
    for (typed, finds) in [
        ("2026-1-12", vec!["03-2026-0001"]),
        ("1/12", vec!["03-2026-0001"]),
        ("2026/11/2", vec!["03-2026-0002", "03-2026-0001"]),
        ("2026112", vec!["03-2026-0003", "03-2026-0002", "03-2026-0001"]),
        ("20261123004512", vec!["03-2026-0003"]),
        ("2026 1123 0045 12", vec!["03-2026-0003"]),
        ("23004512", vec!["03-2026-0003"]),
        ("2026-11-23", vec![]),
    ] {
        assert_eq!(found(&b, typed), finds, "{typed}");
    }
    // Of a confidential matter the whole number is found by the same rules.
    let mut entry = b.entry("举报邻居私搭", person("赵明", "13800138000"));
    entry.details.confidential = true;
    let sealed = b.file(entry);
    note(&mut b, sealed, NumberFamily::Foreign, "77-1-12").unwrap();
    for typed in ["77-1-12", "77112", "77/1/12"] {
        assert_eq!(found(&b, typed), ["03-2026-0004"], "{typed}");
    }
    for other in ["77-11-2", "771-12", "77-112"] {
        assert_eq!(found(&b, other), Vec::<String>::new(), "{other}");
    }
    let also = |b: &mut Bench, number: &str| {
        let noted = b.act(Command::NoteNumber(NoteNumber {
            opinion: two,
            family: NumberFamily::Foreign,
            system: Some("12345".into()),
            number: number.into(),
        }));
        noted.also
    };
    assert_eq!(also(&mut b, "77-11-2"), Vec::<String>::new());
    assert_eq!(also(&mut b, "77—1—12"), ["03-2026-0004"]);
    b.sound();
}

/// A number is copied from another screen, with signs in it that nobody sees.
#[test]
fn no_sign_that_nobody_sees_comes_into_a_number() {
    let mut b = Bench::new();
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    note(
        &mut b,
        opinion,
        NumberFamily::Foreign,
        "\u{202E}W12345\u{200B}-\u{2066}2026\u{2069}\u{7}-00078\u{1b}",
    )
    .unwrap();
    let number = &b.opinion_file(opinion).opinion.numbers[0].number;
    assert_eq!(number, "W12345-2026-00078");
    let nothing = note(&mut b, opinion, NumberFamily::Foreign, "\u{202E}\u{200B}");
    assert!(matches!(
        nothing,
        Err(ExecuteError::Refused(Refusal::Missing(Missing::Number)))
    ));
    b.sound();
}

#[test]
fn a_void_matter_gets_no_number() {
    let mut b = Bench::new();
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    b.act(Command::VoidOpinion(VoidOpinion {
        opinion,
        rev: b.rev(opinion),
        reason: "误登".into(),
    }));
    assert!(paper(&mut b, &[opinion], NumberFamily::Slip).is_err());
    assert!(note(&mut b, opinion, NumberFamily::Foreign, "1").is_err());
}
