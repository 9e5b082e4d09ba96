//! The three files stations really sent, copied to `tests/data`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use zhiban::domain::code::{Level, UnitKind};
use zhiban::domain::id::{DeputyId, UnitId};
use zhiban::domain::phone::PhoneProblem;
use zhiban::domain::record::{Deputy, Unit};
use zhiban::import::{
    Cell, DeputyRow, Dictionary, End, ImportError, Parsed, ProblemKind, Sheet, Step, deputies, plan_deputies,
    plan_units, read_table, units,
};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn reference() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn words() -> Dictionary {
    Dictionary::shipped().unwrap()
}

fn roster() -> Parsed<DeputyRow> {
    let sheets = read_table(&data("代表名册.xlsx")).unwrap();
    deputies(&sheets, &words(), reference()).unwrap()
}

/// What the database would hold after the rows went in.
fn stored(rows: &[DeputyRow]) -> Vec<Deputy> {
    let steps = plan_deputies(&[], rows).into_iter();
    steps
        .map(|step| {
            let Step::Add(profile) = step else {
                panic!("{step:?}");
            };
            Deputy {
                id: DeputyId(uuid::Uuid::nil()),
                profile,
                active: true,
                rev: 1,
            }
        })
        .collect()
}

#[test]
fn the_roster_goes_in_whole() {
    let parsed = roster();
    assert_eq!(parsed.rows.len(), 76);
    assert_eq!([End::Title, End::Total].map(|end| parsed.ends.count(end)), [2, 1]);
    assert_eq!(parsed.problems.len(), 1, "{:?}", parsed.problems);
    let problem = &parsed.problems[0];
    assert_eq!(
        (problem.at.row, problem.column.as_str(), problem.seen.as_str()),
        (36, "联系电话", "1390000")
    );
    assert_eq!(problem.kind, ProblemKind::Phone(PhoneProblem::TooShort(7)));

    let named = |name: &str| {
        parsed
            .rows
            .iter()
            .filter(|row| row.profile.name == name)
            .collect::<Vec<_>>()
    };
    assert_eq!(named("武超世")[0].profile.phone, None);
    let first = named("谢志贵")[0];
    assert_eq!(first.at.row, 4);
    assert_eq!(first.profile.phone.as_deref().unwrap(), "17422701376");
    assert_eq!(
        (
            first.profile.sex.as_deref(),
            first.profile.nation.as_deref(),
            first.profile.born.as_deref()
        ),
        (Some("male"), Some("汉族"), Some("1958-03"))
    );
    assert_eq!(first.profile.levels, [Level::Town]);
    assert_eq!(named("区功壮")[0].profile.phone.as_deref().unwrap(), "19423220403");
    assert_eq!(named("区功壮")[0].profile.levels, [Level::County, Level::Town]);
    assert_eq!(named("杨海会")[0].profile.born.as_deref(), Some("1961-12"));
    assert_eq!(named("仇兴国")[0].profile.born.as_deref(), Some("1971-10"));
    // The merged groups reach every row.
    assert!(
        parsed
            .rows
            .iter()
            .all(|row| row.profile.team.as_ref().unwrap().ends_with("代表小组"))
    );
    assert_eq!(named("段涛力")[0].profile.team.as_deref(), Some("第1代表小组"));
    assert_eq!(named("杨芳康")[0].profile.team.as_deref(), Some("第6代表小组"));
    assert_eq!(parsed.rows.iter().filter(|row| row.profile.phone.is_none()).count(), 2);
    let namesakes: Vec<&str> = parsed
        .rows
        .iter()
        .filter(|row| row.namesake)
        .map(|row| row.profile.name.as_str())
        .collect();
    assert_eq!(namesakes, ["王建国", "王建国"]);
}

#[test]
fn importing_the_roster_twice_adds_nothing() {
    let rows = roster().rows;
    let there = stored(&rows);
    let second = plan_deputies(&there, &rows);
    for (index, step) in second.iter().enumerate() {
        assert_eq!(*step, Step::Same(index));
    }
}

#[test]
fn a_changed_phone_updates_the_right_namesake() {
    let rows = roster().rows;
    let mut there = stored(&rows);
    let second = rows.iter().rposition(|row| row.profile.name == "王建国").unwrap();
    there[second].profile.phone = Some("13800000000".to_owned());
    let steps = plan_deputies(&there, &rows);
    let changed: Vec<_> = steps.iter().filter(|step| !matches!(step, Step::Same(_))).collect();
    assert_eq!(changed, [&Step::Update(second, stored(&rows)[second].profile.clone())]);
}

#[test]
fn the_units_go_in_whole_and_twice_adds_nothing() {
    let sheets = read_table(&data("承办单位.csv")).unwrap();
    let parsed = units(&sheets, &words()).unwrap();
    assert_eq!(
        (parsed.rows.len(), parsed.problems.len()),
        (20, 0),
        "{:?}",
        parsed.problems
    );
    let clinic = parsed.rows.iter().find(|row| row.profile.short == "卫生院").unwrap();
    assert_eq!(
        (clinic.kind, clinic.profile.contact.as_deref()),
        (Some(UnitKind::Enterprise), Some("仇友"))
    );
    assert_eq!(clinic.profile.phone.as_deref(), Some("07196721449"));
    assert_eq!(parsed.rows[4].profile.contact.as_deref(), Some("阿依古丽·买买提"));
    let kinds = |kind| parsed.rows.iter().filter(|row| row.kind == Some(kind)).count();
    assert_eq!((kinds(UnitKind::TownOffice), kinds(UnitKind::County)), (7, 9));

    let there: Vec<Unit> = plan_units(&[], &parsed.rows)
        .into_iter()
        .map(|step| {
            let Step::Add(profile) = step else {
                panic!("{step:?}");
            };
            Unit {
                id: UnitId(uuid::Uuid::nil()),
                profile,
                active: true,
                rev: 1,
            }
        })
        .collect();
    let steps = plan_units(&there, &parsed.rows);
    assert!(steps.iter().enumerate().all(|(i, step)| *step == Step::Same(i)));
}

#[test]
fn the_wrong_kind_of_table_is_named() {
    let roster = read_table(&data("代表名册.xlsx")).unwrap();
    let wanted = "单位名称".to_owned();
    assert_eq!(
        units(&roster, &words()).err(),
        Some(ImportError::NoHeader {
            wanted,
            other_kind: true
        })
    );
}

/// The register is read by its own rules elsewhere; its cells must come through.
#[test]
fn the_register_of_opinions_reads_as_a_table() {
    let sheets: Vec<Sheet> = read_table(&data("2025年意见台账.xlsx")).unwrap();
    let names: Vec<(&str, usize)> = sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.rows.len()))
        .collect();
    assert_eq!(names, [("上半年", 96), ("下半年", 97)]);
    let row = &sheets[0].rows[3];
    assert_eq!(row.number, 4);
    assert_eq!(row.cell(10), &Cell::Date(NaiveDate::from_ymd_opt(2025, 1, 9).unwrap()));
    assert_eq!(row.cell(11).shown(), "1月24日");
}
