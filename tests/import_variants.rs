//! The ways a roster arrives: other encodings, other headings, merged cells, untidy values.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::PathBuf;

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tempfile::TempDir;
use zhiban::domain::code::{Level, UnitKind};
use zhiban::domain::phone::PhoneProblem;
use zhiban::i18n::{Lang, code};
use zhiban::import::{DeputyRow, Dictionary, End, ImportError, Parsed, ProblemKind, Sheet, deputies, read_table};

fn reference() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn words() -> Dictionary {
    Dictionary::shipped().unwrap()
}

fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

fn table(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let (_dir, path) = file(name, bytes);
    read_table(&path)
}

fn people_of(sheets: &[Sheet]) -> Parsed<DeputyRow> {
    deputies(sheets, &words(), reference()).unwrap()
}

fn people(csv: &str) -> Parsed<DeputyRow> {
    people_of(&table("名册.csv", csv.as_bytes()).unwrap())
}

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<Sheet> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    table("名册.xlsx", &book.save_to_buffer().unwrap()).unwrap()
}

fn phone(row: &DeputyRow) -> String {
    row.profile.phone.clone().unwrap_or_default()
}

const PLAIN: &str = "序号,姓名,性别,选区,联系电话\n1,张伟,男,第1选区,13712344410\n2,李桂兰,女,第2选区,13712344411\n";

#[test]
fn every_encoding_gives_the_same_rows() {
    let wide = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        let text = PLAIN.replace(',', "\t");
        mark.into_iter()
            .chain(text.encode_utf16().flat_map(bytes))
            .collect::<Vec<u8>>()
    };
    let (gb, _, _) = encoding_rs::GB18030.encode(PLAIN);
    let variants: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8", PLAIN.as_bytes().to_vec()),
        ("bom", [b"\xEF\xBB\xBF", PLAIN.as_bytes()].concat()),
        ("gb18030", gb.into_owned()),
        ("utf-16le", wide([0xFF, 0xFE], u16::to_le_bytes)),
        ("utf-16be", wide([0xFE, 0xFF], u16::to_be_bytes)),
        ("crlf", PLAIN.replace('\n', "\r\n").into_bytes()),
        ("cr", PLAIN.replace('\n', "\r").into_bytes()),
        ("semicolon", PLAIN.replace(',', ";").into_bytes()),
        ("tab", PLAIN.replace(',', "\t").into_bytes()),
        ("no last line end", PLAIN.trim_end().as_bytes().to_vec()),
    ];
    for (name, bytes) in variants {
        let parsed = people_of(&table("名册.csv", &bytes).unwrap());
        let rows: Vec<_> = parsed
            .rows
            .iter()
            .map(|r| (r.at.row, r.profile.name.as_str(), phone(r)))
            .collect();
        let expected = [
            (2, "张伟", "13712344410".to_owned()),
            (3, "李桂兰", "13712344411".to_owned()),
        ];
        assert_eq!(rows, expected, "{name}");
        assert!(parsed.problems.is_empty(), "{name}");
    }
}

#[test]
fn rare_characters_of_gb18030_survive() {
    let text = "姓名,电话\n𠮷㛃,13712344410\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    assert_eq!(people_of(&table("名册.csv", &gb).unwrap()).rows[0].profile.name, "𠮷㛃");
}

#[test]
fn headings_in_other_words_order_and_place() {
    let parsed = people(
        "××镇代表名册,,,,\n填报单位：××镇人大,,,,\n,,,,\n几级代表,手 机,所在选区,*代表姓名（必填）,政治面貌,工作单位\n及职务\n",
    );
    assert_eq!(parsed.rows.len(), 0);
    let parsed = people(
        "××镇代表名册,,,,\n填报单位：××镇人大,,,,\n,,,,\n几级代表,手 机,所在选区,*代表姓名（必填）,政治面貌,\"工作单位\n及职务\"\n县、镇,137 1234 4410,第1选区,张 伟,群众,\"石桥村\n村医\"\n",
    );
    let [row] = parsed.rows.as_slice() else {
        panic!("{parsed:?}");
    };
    assert_eq!(
        (row.profile.name.as_str(), phone(row).as_str(), row.at.row),
        ("张伟", "13712344410", 5)
    );
    assert_eq!(row.profile.levels, [Level::County, Level::Town]);
    assert_eq!(
        (
            row.profile.party.as_deref(),
            row.profile.post.as_deref(),
            row.profile.constituency.as_deref()
        ),
        (Some("群众"), Some("石桥村村医"), Some("第1选区"))
    );
}

#[test]
fn names_with_spaces_dots_and_remarks() {
    let parsed = people("姓名,电话\n张 伟,\n王　秀　英,\n阿依古丽•买买提,\nLi Wei,\n李梅（女，回族）,\n欧阳 娜娜,\n");
    let names: Vec<&str> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
    assert_eq!(
        names,
        ["张伟", "王秀英", "阿依古丽·买买提", "Li Wei", "李梅", "欧阳娜娜"]
    );
    assert_eq!(
        (
            parsed.rows[4].profile.sex.as_deref(),
            parsed.rows[4].profile.nation.as_deref()
        ),
        (Some("female"), Some("回族"))
    );
}

#[test]
fn phones_in_every_form_and_the_wrong_ones() {
    let parsed = people(
        "姓名,联系电话\n甲一,137 1234 4410\n甲二,137-1234-4410\n甲三,1.3712344410E10\n甲四,13712344410.0\n甲五,0719-3584331\n甲六,1371234441\n甲七,问村里\n甲八,无\n甲九,13712344410/0719-3584331\n甲十,1.37E+10\n",
    );
    let phones: Vec<String> = parsed.rows.iter().map(phone).collect();
    let mobile = "13712344410";
    assert_eq!(
        phones,
        [mobile, mobile, mobile, mobile, "07193584331", "", "", "", mobile, ""]
    );
    let problems: Vec<_> = parsed
        .problems
        .iter()
        .map(|p| (p.at.row, p.column.as_str(), p.kind.clone()))
        .collect();
    let wrong = |row, problem| (row, "联系电话", ProblemKind::Phone(problem));
    assert_eq!(
        problems,
        [
            wrong(7, PhoneProblem::TooShort(10)),
            wrong(8, PhoneProblem::NotANumber),
            (10, "联系电话", ProblemKind::SeveralPhones),
            wrong(11, PhoneProblem::Rounded),
        ]
    );
}

#[test]
fn births_in_every_form_and_the_wrong_ones() {
    let parsed = people(
        "姓名,出生年月\n甲一,1982.3\n甲二,1982年11月\n甲三,1982-03\n甲四,1982.10\n甲五,19820305\n甲六,1982年\n甲七,82岁\n甲八,1982.13\n甲九,2031-01\n甲十,不详\n",
    );
    let born: Vec<_> = parsed.rows.iter().map(|row| row.profile.born.as_deref()).collect();
    assert_eq!(
        born,
        [
            Some("1982-03"),
            Some("1982-11"),
            Some("1982-03"),
            Some("1982-10"),
            Some("1982-03"),
            Some("1982"),
            None,
            None,
            None,
            None
        ]
    );
    assert_eq!(parsed.problems.iter().map(|p| p.at.row).collect::<Vec<_>>(), [8, 9, 10]);
}

#[test]
fn a_workbook_with_everything_in_it() {
    let sheets = workbook(|sheet| {
        let (plain, day) = (Format::new(), Format::new().set_num_format("yyyy\"年\"m\"月\""));
        sheet.merge_range(0, 0, 0, 6, "××镇人大代表名册", &plain).unwrap();
        sheet.merge_range(1, 0, 1, 6, "填报单位：××镇", &plain).unwrap();
        // Two rows of headings: some merged down, one group title across.
        for (column, title) in [(0, "序号"), (1, "姓  名"), (2, "代表层级"), (5, "选区")] {
            sheet.merge_range(2, column, 3, column, title, &plain).unwrap();
        }
        sheet.merge_range(2, 3, 2, 4, "基本情况", &plain).unwrap();
        sheet.write(3, 3, "出生年月").unwrap();
        sheet.write(3, 4, "手机号码").unwrap();
        sheet.merge_range(2, 6, 3, 6, "小组", &plain).unwrap();
        for (row, name) in [(4, "张 伟"), (5, "李桂兰"), (6, "赵明"), (7, "钱多")] {
            sheet.write(row, 0, row - 3).unwrap();
            sheet.write(row, 1, name).unwrap();
        }
        let date = ExcelDateTime::from_ymd(1982, 3, 5).unwrap();
        sheet.write_with_format(4, 3, &date, &day).unwrap();
        sheet.write(5, 3, 1982.11).unwrap();
        sheet.write(6, 3, 1982.1).unwrap();
        sheet.write(7, 3, 30015).unwrap();
        sheet.write(4, 4, 13_712_344_410_f64).unwrap();
        sheet
            .write(5, 4, Formula::new("13712344400+11").set_result("13712344411"))
            .unwrap();
        sheet.write(6, 4, 7_193_584_331_f64).unwrap();
        sheet.write(7, 4, Formula::new("NA()").set_result("#N/A")).unwrap();
        sheet
            .write(4, 2, Formula::new("\"县\"&\"、镇\"").set_result("县、镇"))
            .unwrap();
        sheet.merge_range(5, 2, 7, 2, "镇", &plain).unwrap();
        sheet.merge_range(4, 6, 7, 6, "第一小组", &plain).unwrap();
        sheet.write(8, 1, "合 计").unwrap();
        sheet
            .write(8, 4, Formula::new("COUNTA(B5:B8)").set_result("4"))
            .unwrap();
        sheet.write(10, 0, "填表人：林某　　审核人：何某").unwrap();
    });
    let parsed = people_of(&sheets);
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| (r.at.row, r.profile.name.as_str(), phone(r), r.profile.born.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            (5, "张伟", "13712344410".to_owned(), Some("1982-03")),
            (6, "李桂兰", "13712344411".to_owned(), Some("1982-11")),
            (7, "赵明", "07193584331".to_owned(), Some("1982")),
            (8, "钱多", String::new(), Some("1982-03")),
        ]
    );
    assert_eq!(parsed.rows[0].profile.levels, [Level::County, Level::Town]);
    assert!(
        parsed
            .rows
            .iter()
            .skip(1)
            .all(|row| row.profile.levels == [Level::Town])
    );
    assert!(
        parsed
            .rows
            .iter()
            .all(|row| row.profile.team.as_deref() == Some("第一小组"))
    );
    let problems: Vec<_> = parsed
        .problems
        .iter()
        .map(|p| (p.at.row, p.column.as_str(), p.kind.clone()))
        .collect();
    assert_eq!(
        problems,
        [
            (7, "出生年月", ProblemKind::DoubtfulMonth),
            (8, "手机号码", ProblemKind::FormulaError)
        ]
    );
    assert_eq!(parsed.ends.count(End::Total), 1);
    assert_eq!(parsed.problems[0].at.sheet, "Sheet1");
}

#[test]
fn rows_that_are_no_data_are_passed_over() {
    let parsed = people(
        "序号,姓名,选区,电话\n一、县人大代表,,,\n1,张伟,第1选区,\n2,,,\n,,,\n序号,姓名,选区,电话\n3,李桂兰,第2选区,\n,小计,,2\n共2人,,,\n总计：2人,,,\n注：红色为新增,,,\n",
    );
    assert_eq!(parsed.rows.len(), 2);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let ends = [End::Title, End::Total, End::Blank, End::Heading].map(|end| parsed.ends.count(end));
    assert_eq!(ends, [2, 3, 1, 2]);
    assert_eq!(parsed.ends.all(), 10);
}

#[test]
fn a_row_that_cannot_be_read_is_reported_and_the_others_go_in() {
    let parsed = people(
        "姓名,性别,代表层级,选区\n张伟,男,县,第1选区\n,男,镇,第2选区\n13712344410,男,镇,第3选区\n李桂兰,妇,镇、太空,第4选区\n赵明,男,\"省、市\",第5选区\n",
    );
    let problems: Vec<_> = parsed
        .problems
        .iter()
        .map(|p| (p.at.row, p.column.as_str(), p.kind.clone(), p.seen.as_str()))
        .collect();
    assert_eq!(
        problems,
        [
            (3, "姓名", ProblemKind::NoName, ""),
            (4, "姓名", ProblemKind::NotAName, "13712344410"),
            (5, "性别", ProblemKind::Sex, "妇"),
            (5, "代表层级", ProblemKind::Level, "太空"),
        ]
    );
    assert_eq!(parsed.rows.len(), 3);
    assert_eq!(parsed.rows[1].profile.levels, [Level::Town]);
    let broken = [
        PLAIN.as_bytes(),
        "3,赵明,男,第3选区,,\n".as_bytes(),
        b"4,\xE5\xBC,\xE7,\xE5\x8E\x82,\n",
    ]
    .concat();
    let long = "字,".repeat(200);
    let parsed = people_of(&table("名册.csv", &[&broken, long.as_bytes()].concat()).unwrap());
    assert_eq!(parsed.rows.iter().filter(|row| row.profile.name == "赵明").count(), 1);
    assert!(
        parsed
            .problems
            .iter()
            .any(|p| p.at.row == 5 && p.kind == ProblemKind::Garbled)
    );
}

/// As many rows as a file may hold, all of one name, still take one pass.
#[test]
fn a_file_full_of_namesakes() {
    let mut csv = "姓名,电话\n".to_owned();
    csv.extend((0..20_000).map(|i| format!("张伟,137{i:08}\n")));
    let parsed = people(&csv);
    assert_eq!(parsed.rows.len(), 20_000);
    assert!(parsed.rows.iter().all(|row| row.namesake));
    // That they are told apart by nothing but their numbers is said of each.
    let told = parsed
        .problems
        .iter()
        .filter(|p| matches!(p.kind, ProblemKind::OtherPhone(_)));
    assert_eq!((told.count(), parsed.problems.len()), (19_999, 19_999));
}

#[test]
fn levels_in_every_form() {
    for (text, levels) in [
        ("县、镇", vec![Level::County, Level::Town]),
        ("省市县三级人大代表", vec![Level::Province, Level::City, Level::County]),
        ("镇级", vec![Level::Town]),
        ("乡镇人大代表", vec![Level::Town]),
        ("县级市", vec![Level::County]),
        ("市、区、乡代表", vec![Level::City, Level::County, Level::Town]),
        ("全国人大代表", vec![Level::National]),
        ("县镇", vec![Level::County, Level::Town]),
        ("居民议事员", vec![Level::Councillor]),
        ("顾问", vec![Level::Adviser]),
        ("县级和镇级", vec![Level::County, Level::Town]),
    ] {
        let parsed = people(&format!("姓名,代表层级\n张伟,\"{text}\"\n"));
        assert_eq!(parsed.rows[0].profile.levels, levels, "{text}");
        assert!(parsed.problems.is_empty(), "{text} {:?}", parsed.problems);
    }
    let ticks = people("姓名,代表层级,,,电话\n,省,县,镇,\n张伟,,√,√,13712344410\n李桂兰,√,,,\n");
    assert_eq!(ticks.rows[0].profile.levels, [Level::County, Level::Town]);
    assert_eq!(ticks.rows[1].profile.levels, [Level::Province]);
}

#[test]
fn two_people_of_one_name_and_one_person_twice() {
    let parsed = people(
        "姓名,层级,选区,电话\n王建国,镇,第7选区,18757559322\n王建国,镇,第10选区,17908522865\n王建国,镇,第7选区,18757559322\n王建国,县,第2选区,18757559322\n李桂兰,镇,,\n",
    );
    assert_eq!(parsed.rows.len(), 3);
    assert!(parsed.rows[0].namesake && parsed.rows[1].namesake && !parsed.rows[2].namesake);
    assert_eq!(parsed.rows[0].profile.levels, [Level::County, Level::Town]);
    let first = || parsed.rows[0].at.clone();
    let kinds: Vec<_> = parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect();
    assert_eq!(
        kinds,
        [(4, ProblemKind::Duplicate(first())), (5, ProblemKind::NotKept(first()))]
    );
}

#[test]
fn several_sheets_and_one_that_is_no_roster() {
    let mut book = Workbook::new();
    let first = book.add_worksheet().set_name("县代表").unwrap();
    first.write_row(0, 0, ["姓名", "选区"]).unwrap();
    first.write_row(1, 0, ["张伟", "第1选区"]).unwrap();
    let second = book.add_worksheet().set_name("镇代表").unwrap();
    second.write_row(0, 0, ["选区", "姓名"]).unwrap();
    second.write_row(3, 0, ["第2选区", "李桂兰"]).unwrap();
    book.add_worksheet()
        .set_name("说明")
        .unwrap()
        .write(0, 0, "请认真填写")
        .unwrap();
    let hidden = book.add_worksheet().set_name("选项").unwrap();
    hidden.write(0, 0, "男").unwrap();
    hidden.set_hidden(true);
    book.add_worksheet().set_name("空").unwrap();
    let parsed = people_of(&table("名册.xlsx", &book.save_to_buffer().unwrap()).unwrap());
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| (r.at.sheet.as_str(), r.at.row, r.profile.name.as_str()))
        .collect();
    assert_eq!(rows, [("县代表", 2, "张伟"), ("镇代表", 4, "李桂兰")]);
    let problems: Vec<_> = parsed
        .problems
        .iter()
        .map(|p| (p.at.sheet.as_str(), p.kind.clone()))
        .collect();
    assert_eq!(
        problems,
        [("说明", ProblemKind::NoHeader), ("选项", ProblemKind::HiddenSheet)]
    );
}

#[test]
fn a_name_merged_over_two_rows_is_one_person() {
    let sheets = workbook(|sheet| {
        sheet.write_row(0, 0, ["姓名", "层级", "电话"]).unwrap();
        sheet.merge_range(1, 0, 2, 0, "张伟", &Format::new()).unwrap();
        sheet.write_row(1, 1, ["县", ""]).unwrap();
        sheet.write_row(2, 1, ["镇", "13712344410"]).unwrap();
    });
    let parsed = people_of(&sheets);
    assert_eq!(parsed.rows.len(), 1);
    assert_eq!(parsed.rows[0].profile.levels, [Level::County, Level::Town]);
    assert_eq!(phone(&parsed.rows[0]), "13712344410");
}

#[test]
fn content_decides_and_not_the_ending() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .write_row(0, 0, ["姓名", "电话"])
        .unwrap()
        .write(1, 0, "张伟")
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for name in ["名册.xls", "名册.csv", "名册"] {
        assert_eq!(people_of(&table(name, &bytes).unwrap()).rows.len(), 1, "{name}");
    }
    assert_eq!(people_of(&table("名册.xls", PLAIN.as_bytes()).unwrap()).rows.len(), 2);
}

#[test]
fn every_word_the_desk_shows_for_a_kind_or_a_level_is_understood_in_both_languages() {
    let words = zhiban::runtime::importing::words().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        for kind in UnitKind::ALL {
            let shown = code::unit_kind(lang, *kind);
            assert_eq!(words.unit_kind(shown), Some(*kind), "{shown}");
        }
        for level in Level::ALL {
            for shown in [code::level(lang, *level), code::level_short(lang, *level)] {
                assert_eq!(words.level(shown), Some(*level), "{shown}");
            }
        }
    }
    for said in ["镇内", "镇里", "镇办", "镇内办所", " 镇 内 "] {
        assert_eq!(words.unit_kind(said), Some(UnitKind::TownOffice), "{said}");
    }
}
