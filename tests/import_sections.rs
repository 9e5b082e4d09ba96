//! Tables in parts: what a heading between the rows, or the name of a sheet, says of everybody below it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook};
use tempfile::TempDir;
use zhiban::domain::code::{Level, UnitKind};
use zhiban::import::{DeputyRow, Dictionary, Parsed, Sheet, UnitRow, deputies, read_table, units};

fn words() -> Dictionary {
    Dictionary::shipped().unwrap()
}

fn sheets(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_table(&path).unwrap()
}

fn people(sheets: &[Sheet]) -> Parsed<DeputyRow> {
    deputies(sheets, &words(), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()).unwrap()
}

fn offices(csv: &str) -> Parsed<UnitRow> {
    units(&sheets("单位.csv", csv.as_bytes()), &words()).unwrap()
}

fn levels(parsed: &Parsed<DeputyRow>) -> Vec<(&str, &[Level])> {
    parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.profile.levels.as_slice()))
        .collect()
}

#[test]
fn a_heading_between_the_rows_gives_the_level_of_those_below() {
    let csv = "柳河镇人大代表名单\n一、县人大代表（2人）\n姓名,手机\n张三,13800138000\n何平,\n\
               二、镇人大代表\n姓名,手机\n李四,13900139000\n（三）居民议事员 1人\n王五,13700137000\n以上共4人\n";
    let parsed = people(&sheets("名单.csv", csv.as_bytes()));
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let expected: [(&str, &[Level]); 4] = [
        ("张三", &[Level::County]),
        ("何平", &[Level::County]),
        ("李四", &[Level::Town]),
        ("王五", &[Level::Councillor]),
    ];
    assert_eq!(levels(&parsed), expected);
}

#[test]
fn what_a_row_says_itself_wins_over_the_heading() {
    let csv = "序号,姓名,层级\n一、县镇两级代表,,\n1,张三,\n2,李四,市\n";
    let parsed = people(&sheets("名单.csv", csv.as_bytes()));
    let expected: [(&str, &[Level]); 2] = [("张三", &[Level::County, Level::Town]), ("李四", &[Level::City])];
    assert_eq!(levels(&parsed), expected);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
}

#[test]
fn a_sheet_for_each_level_and_a_merged_heading() {
    let mut book = Workbook::new();
    for (name, person) in [("县代表", "张三"), ("镇代表名册", "李四"), ("Sheet3", "王五")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (column, title) in ["姓名", "性别", "电话"].into_iter().enumerate() {
            sheet.write(0, column as u16, title).unwrap();
        }
        sheet.write(1, 0, person).unwrap();
        sheet.write(1, 1, "女").unwrap();
        sheet.merge_range(2, 0, 2, 2, "一、市人大代表", &Format::new()).unwrap();
        sheet.write(3, 0, format!("{person}二")).unwrap();
    }
    let parsed = people(&sheets("名册.xlsx", &book.save_to_buffer().unwrap()));
    let expected: [(&str, &[Level]); 6] = [
        ("张三", &[Level::County]),
        ("张三二", &[Level::City]),
        ("李四", &[Level::Town]),
        ("李四二", &[Level::City]),
        ("王五", &[]),
        ("王五二", &[Level::City]),
    ];
    assert_eq!(levels(&parsed), expected);
}

#[test]
fn a_heading_between_units_gives_their_kind_and_is_no_unit() {
    let csv = "单位名称,联系人,电话\n一、镇直部门,,\n村建办,熊强,13800000001\n石桥村,王主任,\n\
               二、县直单位,,\n供电所,,\n三、其他驻镇机构,,\n邮政支局,,\n以上共4家,,\n";
    let parsed = offices(csv);
    let kinds: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("村建办", Some(UnitKind::TownOffice)),
            ("石桥村", Some(UnitKind::Village)),
            ("供电所", Some(UnitKind::County)),
            ("邮政支局", None),
        ]
    );
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
}

#[test]
fn in_a_list_of_one_column_a_numbered_line_is_one_of_the_list() {
    let parsed = offices("单位名称\n一、村建办\n2.供电所\n110联动中心\n");
    let names: Vec<_> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
    assert_eq!(names, ["村建办", "供电所", "110联动中心"]);
    let parsed = people(&sheets("名单.csv", "姓名\n1、张三\n（2）李四\n".as_bytes()));
    let names: Vec<_> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
    assert_eq!(names, ["张三", "李四"]);
}

#[test]
fn of_two_lists_side_by_side_nobody_is_lost() {
    let csv = "柳河镇人大代表名单,,,,,\n序号,姓名,电话,序号,姓名,电话\n一、县代表,,,,,\n1,张三,13800138000,2,李四,13900139000\n\
               二、镇代表,,,,,\n3,王五,13700137000,,,\n4,何平,,5,周德旺,\n合计,5人,,,,\n";
    let parsed = people(&sheets("名单.csv", csv.as_bytes()));
    let expected: [(&str, &[Level]); 5] = [
        ("张三", &[Level::County]),
        ("王五", &[Level::Town]),
        ("何平", &[Level::Town]),
        ("李四", &[Level::County]),
        ("周德旺", &[Level::Town]),
    ];
    assert_eq!(levels(&parsed), expected);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    assert_eq!(parsed.rows[3].profile.phone.as_deref().unwrap(), "13900139000");
    assert_eq!(parsed.rows[3].at.row, 4, "the row people see");
}

#[test]
fn two_phones_are_no_second_list() {
    let parsed = people(&sheets("名单.csv", "姓名,电话,电话\n张三,,13800138000\n".as_bytes()));
    assert_eq!(parsed.rows.len(), 1);
    assert_eq!(parsed.rows[0].profile.phone.as_deref().unwrap(), "13800138000");
}
