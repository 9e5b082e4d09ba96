//! The three files stations really sent, copied to `tests/data`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use zhiban::domain::phone::{Phone, PhoneProblem};
use zhiban::import::{
    Cell, DeputyRow, Dictionary, ExistingDeputy, ExistingUnit, ImportError, Level, Parsed, ProblemKind, Sex, Sheet,
    Step, UnitKind, UnitRow, deputies, plan_deputies, plan_units, read_table, units,
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

/// What the database would hold after a row went in.
fn stored(index: usize, row: &DeputyRow) -> ExistingDeputy<usize> {
    ExistingDeputy {
        id: index,
        name: row.name.clone(),
        sex: row.sex,
        nation: row.nation.clone(),
        born: row.born,
        party: row.party.clone(),
        post: row.post.clone(),
        levels: row.levels.clone(),
        constituency: row.constituency.clone(),
        group: row.group.clone(),
        speciality: row.speciality.clone(),
        phone: row.phone.as_ref().map(Phone::canonical).unwrap_or_default(),
        note: row.note.clone(),
    }
}

#[test]
fn the_roster_goes_in_whole() {
    let parsed = roster();
    assert_eq!(parsed.rows.len(), 76);
    assert_eq!((parsed.skipped.titles, parsed.skipped.totals), (2, 1));
    assert_eq!(parsed.problems.len(), 1, "{:?}", parsed.problems);
    let problem = &parsed.problems[0];
    assert_eq!(
        (problem.at.row, problem.column.as_str(), problem.seen.as_str()),
        (36, "联系电话", "1390000")
    );
    assert_eq!(problem.kind, ProblemKind::Phone(PhoneProblem::TooShort(7)));

    let named = |name: &str| parsed.rows.iter().filter(|row| row.name == name).collect::<Vec<_>>();
    assert_eq!(named("武超世")[0].phone, None);
    let first = named("谢志贵")[0];
    assert_eq!(first.at.row, 4);
    assert_eq!(first.phone.as_ref().unwrap().canonical(), "17422701376");
    assert_eq!(
        (first.sex, first.nation.as_str(), first.born),
        (Some(Sex::Male), "汉族", Some((1958, Some(3))))
    );
    assert_eq!(first.levels, [Level::Town]);
    assert_eq!(named("区功壮")[0].phone.as_ref().unwrap().canonical(), "19423220403");
    assert_eq!(named("区功壮")[0].levels, [Level::County, Level::Town]);
    assert_eq!(named("杨海会")[0].born, Some((1961, Some(12))));
    assert_eq!(named("仇兴国")[0].born, Some((1971, Some(10))));
    // The merged groups reach every row.
    assert!(parsed.rows.iter().all(|row| row.group.ends_with("代表小组")));
    assert_eq!(named("段涛力")[0].group, "第1代表小组");
    assert_eq!(named("杨芳康")[0].group, "第6代表小组");
    assert_eq!(parsed.rows.iter().filter(|row| row.phone.is_none()).count(), 2);
    let namesakes: Vec<&str> = parsed
        .rows
        .iter()
        .filter(|row| row.namesake)
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(namesakes, ["王建国", "王建国"]);
}

#[test]
fn importing_the_roster_twice_adds_nothing() {
    let rows = roster().rows;
    let none: Vec<ExistingDeputy<usize>> = Vec::new();
    let first = plan_deputies(&none, &rows);
    assert!(first.iter().all(|step| matches!(step, Step::Add { .. })));
    let there: Vec<_> = rows.iter().enumerate().map(|(i, row)| stored(i, row)).collect();
    let second = plan_deputies(&there, &rows);
    for (index, step) in second.iter().enumerate() {
        assert_eq!(*step, Step::Same { row: index, id: index });
    }
}

#[test]
fn a_changed_phone_updates_the_right_namesake() {
    let rows = roster().rows;
    let mut there: Vec<_> = rows.iter().enumerate().map(|(i, row)| stored(i, row)).collect();
    let second = rows.iter().rposition(|row| row.name == "王建国").unwrap();
    there[second].phone = "13800000000".to_owned();
    let steps = plan_deputies(&there, &rows);
    let changed: Vec<_> = steps.iter().filter(|step| !matches!(step, Step::Same { .. })).collect();
    let [Step::Update { id, changes, .. }] = changed.as_slice() else {
        panic!("{changed:?}");
    };
    assert_eq!((*id, changes.len()), (second, 1));
    assert_eq!(
        (changes[0].old.as_str(), changes[0].new.as_str()),
        ("13800000000", "17908522865")
    );
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
    let clinic = parsed.rows.iter().find(|row| row.short == "卫生院").unwrap();
    assert_eq!(
        (clinic.kind, clinic.contact.as_str()),
        (Some(UnitKind::Enterprise), "仇友")
    );
    assert_eq!(clinic.phone.as_ref().unwrap().display(), "0719-6721449");
    assert_eq!(parsed.rows[4].contact, "阿依古丽·买买提");
    let kinds = |kind| parsed.rows.iter().filter(|row| row.kind == Some(kind)).count();
    assert_eq!((kinds(UnitKind::TownOffice), kinds(UnitKind::County)), (7, 9));

    let stored = |(id, row): (usize, &UnitRow)| ExistingUnit {
        id,
        name: row.name.clone(),
        short: row.short.clone(),
        kind: row.kind,
        contact: row.contact.clone(),
        phone: row.phone.as_ref().map(Phone::canonical).unwrap_or_default(),
        scope: row.scope.clone(),
        via: row.via.clone(),
    };
    let there: Vec<_> = parsed.rows.iter().enumerate().map(stored).collect();
    let steps = plan_units(&there, &parsed.rows);
    assert!(
        steps
            .iter()
            .enumerate()
            .all(|(i, step)| *step == Step::Same { row: i, id: i })
    );
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
