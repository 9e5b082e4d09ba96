//! What spreadsheets of stations do to an import: each trap alone and with another, and what is said and kept of it. Every row of
//! a file ends somewhere, always.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use seat::Town;
use serde_json::Value;
use tempfile::TempDir;
use zhiban::domain::code::{Level, UnitKind};
use zhiban::import::{
    DeputyRow, Dictionary, End, ImportError, Parsed, ProblemKind, Sheet, UnitRow, deputies, read_table, units,
};

fn sheets(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_table(&path).unwrap()
}

fn read(sheets: &[Sheet]) -> Parsed<DeputyRow> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let parsed = deputies(sheets, &Dictionary::shipped().unwrap(), day).unwrap();
    assert_eq!(
        parsed.ends.all(),
        sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>()
    );
    parsed
}

fn people(csv: &str) -> Parsed<DeputyRow> {
    read(&sheets("名册.csv", csv.as_bytes()))
}

fn offices(csv: &str) -> Parsed<UnitRow> {
    let sheets = sheets("单位.csv", csv.as_bytes());
    units(&sheets, &Dictionary::shipped().unwrap()).unwrap()
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<Sheet> {
    let mut book = Workbook::new();
    fill(&mut book);
    sheets("名册.xlsx", &book.save_to_buffer().unwrap())
}

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells.iter().copied()).unwrap();
    }
}

fn names(parsed: &Parsed<DeputyRow>) -> Vec<&str> {
    parsed.rows.iter().map(|row| row.profile.name.as_str()).collect()
}

fn kinds<T>(parsed: &Parsed<T>) -> Vec<(u32, ProblemKind)> {
    parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect()
}

fn said<T>(parsed: &Parsed<T>, kind: &ProblemKind) -> Vec<u32> {
    let of = parsed.problems.iter().filter(|p| p.kind == *kind);
    of.map(|p| p.at.row).collect()
}

/// A roster that grows by traps: lines of cells, who has to come out of it, and how the lines are joined.
struct Roster {
    lines: Vec<Vec<String>>,
    people: Vec<&'static str>,
    join: &'static str,
    encoding: fn(&str) -> Vec<u8>,
}

impl Roster {
    fn new() -> Self {
        let mut out = Self {
            lines: Vec::new(),
            people: Vec::new(),
            join: ",",
            encoding: |text| text.as_bytes().to_vec(),
        };
        out.put(["序号", "姓名", "性别", "选区", "联系电话", "出生年月", "备注"]);
        out.person("张伟", ["1", "张伟", "男", "第一选区", "13800000001", "1982-03", ""]);
        out.person(
            "李桂兰",
            ["2", "李桂兰", "女", "第二选区", "13800000002", "1975-11", "见下"],
        );
        out
    }

    fn put(&mut self, cells: [&str; 7]) {
        self.lines.push(cells.map(str::to_owned).to_vec());
    }

    fn person(&mut self, name: &'static str, cells: [&str; 7]) {
        self.people.push(name);
        self.put(cells);
    }

    fn bytes(&self) -> Vec<u8> {
        let lines: Vec<String> = self.lines.iter().map(|line| line.join(self.join)).collect();
        (self.encoding)(&(lines.join("\n") + "\n"))
    }
}

type Trap = (&'static str, fn(&mut Roster));

const TRAPS: [Trap; 20] = [
    ("f1 tab after each field", |r| {
        for line in &mut r.lines {
            let (last, before) = line.split_last_mut().unwrap();
            before.iter_mut().for_each(|cell| cell.push('\t'));
            last.push('\t');
        }
    }),
    ("f2 a cell written as a formula", |r| {
        r.person(
            "何平",
            ["3", "=\"何平\"", "男", "=\"第三选区\"", "=\"13800000003\"", "", ""],
        );
    }),
    ("f3 headings again", |r| {
        r.put(["序号", "姓名", "性别", "选区", "联系电话*", "出生年月", "备注"]);
    }),
    ("f9 a number among words", |r| {
        r.person(
            "周德旺",
            [
                "4",
                "周德旺",
                "男",
                "第四选区",
                "办：83962262 手机：13800000004",
                "",
                "",
            ],
        );
    }),
    ("f10 a birthday without a year", |r| {
        r.person("马秀兰", ["5", "马秀兰", "女", "第五选区", "13800000005", "3月8日", ""]);
    }),
    ("f11 two names in a cell", |r| {
        r.people.push("赵小山");
        r.person("李小河", ["6", "赵小山 李小河", "女", "第六选区", "", "", ""]);
    }),
    ("f12 a remark", |r| {
        r.person("熊强", ["7", "熊强（特邀）", "男", "第七选区", "13800000007", "", ""]);
    }),
    ("f12 somebody who left", |r| {
        r.put(["8", "段涛力（已调离）", "男", "第八选区", "13800000008", "", ""]);
    }),
    ("f13 a vacancy", |r| r.put(["9", "空缺", "", "第九选区", "", "", ""])),
    ("f14 ditto", |r| {
        r.person("钱多", ["10", "钱多", "男", "同上", "〃", "", ""])
    }),
    ("f20 a mark before a name", |r| {
        r.person("孙梅", ["11", "★孙梅", "女", "第十一选区", "13800000011", "", ""]);
    }),
    ("a total", |r| r.put(["", "合 计", "", "", "", "", "76"])),
    ("a section", |r| r.put(["二、县人大代表", "", "", "", "", "", ""])),
    ("a serial number alone", |r| r.put(["12", "", "", "", "", "", ""])),
    ("nobody's row", |r| r.put(["13", "", "男", "第十三选区", "", "", ""])),
    ("the same again", |r| {
        r.put(["1", "张伟", "男", "第一选区", "13800000001", "1982-03", ""])
    }),
    ("a4 a stray quotation mark", |r| {
        r.person("吴二", ["14", "吴二", "男", "第十四选区", "13800000014", "", "\"另"]);
    }),
    ("the other comma", |r| {
        r.people.push("郑九");
        r.lines
            .push(vec!["15，郑九，男，第十五选区，13800000015，，".to_owned()]);
    }),
    ("gb18030", |r| {
        r.encoding = |text| encoding_rs::GB18030.encode(text).0.into_owned()
    }),
    ("old line ends", |r| {
        r.encoding = |text| text.replace('\n', "\r\n").into_bytes()
    }),
];

/// Eighty small files and more: rows in are rows accounted for, and everybody comes out once.
#[test]
fn a4_every_row_of_every_trap_alone_and_in_pairs_is_accounted_for() {
    let mut files = 0;
    for (first, (one, trap)) in TRAPS.iter().enumerate() {
        for (second, (other, also)) in TRAPS.iter().enumerate().skip(first) {
            let mut roster = Roster::new();
            trap(&mut roster);
            if second != first {
                also(&mut roster);
            }
            let bytes = roster.bytes();
            let parsed = read(&sheets("名册.csv", &bytes));
            let why = || format!("{one} and {other}: {parsed:#?}");
            files += 1;
            assert_eq!(parsed.ends.all(), roster.lines.len(), "{}", why());
            let mut found: Vec<&str> = names(&parsed).into_iter().filter(|name| *name != "段涛力").collect();
            let mut wanted = roster.people.clone();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{}", why());
            // What ended as taken is where the people come from, and what was left out was said once a row.
            let mut rows: Vec<u32> = parsed.rows.iter().map(|row| row.at.row).collect();
            rows.dedup();
            assert_eq!(parsed.ends.count(End::Taken), rows.len(), "{}", why());
            let left_out = parsed.problems.iter().filter(|p| p.kind.leaves_out()).count();
            assert_eq!(parsed.ends.count(End::LeftOut), left_out, "{}", why());
        }
    }
    assert!(files >= 80, "{files}");
}

#[test]
fn a6_a_relative_is_never_taken_for_the_person() {
    let parsed = people("中文名,英文名,联系电话,家属姓名,家属电话\n甲一,Jia Yi,13800000001,乙一,13900000001\n");
    assert_eq!(names(&parsed), ["甲一"]);
    assert_eq!(parsed.rows[0].profile.phone.as_deref(), Some("13800000001"));
    // Nor anybody else whose name stands in a column of its own, nor in brackets.
    for other in [
        "配偶姓名",
        "紧急联系人姓名",
        "介绍人姓名",
        "姓名（家属）",
        "户主姓名",
        "联系人",
    ] {
        let sheets = sheets(
            "名册.csv",
            format!("序号,{other},性别,选区\n1,乙一,男,一选区\n").as_bytes(),
        );
        let read = deputies(
            &sheets,
            &Dictionary::shipped().unwrap(),
            NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        );
        assert!(matches!(read, Err(ImportError::NoHeader { .. })), "{other}: {read:?}");
    }
    let parsed = people("姓名,家属电话,紧急联系电话\n甲一,13900000001,13900000002\n");
    assert_eq!(parsed.rows[0].profile.phone, None);
}

#[test]
fn f1_f2_f16_what_exports_put_around_a_cell_is_no_part_of_it() {
    for csv in [
        "姓名\t,选区\t,联系电话\t\n甲一\t,第一选区\t,13800000001\t\n",
        "=\"姓名\",=\"选区\",=\"联系电话\"\n=\"甲一\",=\"第一选区\",=\"13800000001\"\n",
        "\"=\"\"姓名\"\"\",\"=\"\"选区\"\"\",\"=\"\"联系电话\"\"\"\n\"=\"\"甲一\"\"\",\"=\"\"第一选区\"\"\",\"=\"\"13800000001\"\"\"\n",
        "姓名，选区，联系电话\n甲一，第一选区，13800000001\n",
        "姓名，选区，联系电话\n甲一,第一选区,13800000001\n",
        "姓名|选区|联系电话\n甲一|第一选区|13800000001\n",
        "姓名,选区,联系电话\n甲一,第一选区,'13800000001\n",
    ] {
        let parsed = people(csv);
        let row = &parsed.rows[0].profile;
        assert_eq!(
            (row.name.as_str(), row.constituency.as_deref(), row.phone.as_deref()),
            ("甲一", Some("第一选区"), Some("13800000001")),
            "{csv}"
        );
        assert!(parsed.problems.is_empty(), "{csv}{:?}", parsed.problems);
    }
}

#[test]
fn f3_f4_headings_said_again_are_nobody_also_in_another_order() {
    let parsed = offices(
        "序号,日期,信用代码,单位名称,地址,联系人,联系电话,营业收入,工资\n1,9.1,,甲店,一号,甲一,13800000001,,\n\
         序号,日期,信用代码,单位名称,地址,联系人,联系电话*,营业收入,工资\n2,9.2,,乙店,二号,乙一,13800000002,,\n",
    );
    let found: Vec<_> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
    assert_eq!(found, ["甲店", "乙店"]);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let parsed = people("姓名,选区,电话\n甲一,一选区,13800000001\n选区,电话,姓名\n二选区,13800000002,乙一\n");
    assert_eq!(names(&parsed), ["甲一", "乙一"]);
    assert_eq!(parsed.rows[1].profile.constituency.as_deref(), Some("二选区"));
    let twice = book(|book| {
        let sheet = book.add_worksheet();
        for (column, title) in [(0, "姓名"), (1, "性别"), (2, "联系电话")] {
            sheet.merge_range(0, column, 1, column, title, &Format::new()).unwrap();
            sheet.write(1, column, title).unwrap();
        }
        sheet.write_row(2, 0, ["甲一", "女", "13800000001"]).unwrap();
    });
    let parsed = read(&twice);
    assert_eq!(names(&parsed), ["甲一"]);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
}

#[test]
fn f5_what_lies_under_a_merged_cell_is_not_believed_and_not_silent() {
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(sheet, &[&["姓名", "选区"], &["甲一"], &["甲二"], &["甲三", "三选区"]]);
        sheet.merge_range(1, 1, 2, 1, "第一选区", &Format::new()).unwrap();
        sheet.write(2, 1, "旧选区").unwrap();
    }));
    let places: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| row.profile.constituency.clone().unwrap())
        .collect();
    assert_eq!(places, ["第一选区", "第一选区", "三选区"]);
    assert_eq!(kinds(&parsed), [(3, ProblemKind::Covered)]);
    // A person who lies under a merged name is said too.
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(sheet, &[&["姓名", "选区"], &["", "一选区"], &["乙一", "二选区"]]);
        sheet.merge_range(1, 0, 2, 0, "甲一", &Format::new()).unwrap();
        sheet.write(2, 0, "乙一").unwrap();
    }));
    assert_eq!(names(&parsed), ["甲一"]);
    assert_eq!(said(&parsed, &ProblemKind::Covered), [3]);
    assert_eq!(parsed.ends.count(End::Together), 1);
}

#[test]
fn f6_a_hidden_sheet_stays_out_and_is_said() {
    let fill = |hide: &'static [usize]| {
        move |book: &mut Workbook| {
            for (n, name) in ["名册", "旧名册", "更旧"].into_iter().enumerate() {
                let sheet = book.add_worksheet().set_name(name).unwrap();
                write(sheet, &[&["姓名", "选区"], &[["甲一", "旧一", "旧二"][n], "一选区"]]);
                sheet.set_hidden(hide.contains(&n));
            }
        }
    };
    let parsed = read(&book(fill(&[1, 2])));
    assert_eq!(names(&parsed), ["甲一"]);
    let hidden: Vec<_> = parsed
        .problems
        .iter()
        .map(|p| (p.at.sheet.as_str(), p.kind.clone()))
        .collect();
    assert_eq!(
        hidden,
        [("旧名册", ProblemKind::HiddenSheet), ("更旧", ProblemKind::HiddenSheet)]
    );
    assert_eq!(parsed.ends.count(End::Hidden), 4);
}

#[test]
fn f7_a_formula_without_a_result_is_said_cell_by_cell() {
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(
            sheet,
            &[
                &["姓名", "选区", "电话"],
                &["", "一选区"],
                &["甲二", "二选区"],
                &["甲三"],
            ],
        );
        sheet.write(1, 0, Formula::new("B9").set_result("")).unwrap();
        sheet.write(2, 2, Formula::new("B9").set_result("13800000001")).unwrap();
        sheet.write(3, 1, Formula::new("B9").set_result("")).unwrap();
    }));
    // The writer stores a result of no length as one; see the file kept beside for one without.
    assert_eq!(names(&parsed), ["甲二", "甲三"]);
    let kept = std::fs::read(seat::data("公式没有结果.xlsx")).unwrap();
    let parsed = read(&sheets("名册.xlsx", &kept));
    assert_eq!(names(&parsed), ["甲二"]);
    assert_eq!(said(&parsed, &ProblemKind::Uncalculated), [2, 2, 2, 3, 3]);
}

#[test]
fn f8_one_heading_that_is_known_is_enough() {
    assert_eq!(
        names(&people(
            "ID,姓名,身份证号,住址\n1,甲一,110101197503080019,某村\n2,甲二,11010119800101002X,某村\n"
        )),
        ["甲一", "甲二"]
    );
    assert_eq!(names(&people("花名册,,\n照片,姓名,住址\n,甲一,某村\n")), ["甲一"]);
    assert_eq!(offices("编码,单位名称,邮编\n01,供电所,442000\n").rows.len(), 1);
    let parsed = people("姓名\n甲一\n甲二\n");
    assert_eq!(names(&parsed), ["甲一", "甲二"]);
}

#[test]
fn f9_the_first_number_is_taken_and_the_others_are_said() {
    let parsed = people(
        "姓名,联系电话\n甲一,13800000001 13800000002\n甲二,0516-83962262 83962265\n甲三,13800000001(南)13900000002(北)\n\
         甲四,办：83962262 手机：13800000001\n甲五,025-52070641/47\n甲六,13800000001张三\n甲七,13800000001。\n",
    );
    let phones: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| row.profile.phone.clone().unwrap())
        .collect();
    let mobile = "13800000001";
    assert_eq!(
        phones,
        [mobile, "051683962262", mobile, mobile, "02552070641", mobile, mobile]
    );
    assert_eq!(said(&parsed, &ProblemKind::SeveralPhones), [2, 3, 4, 5, 6]);
    assert_eq!(said(&parsed, &ProblemKind::PhoneWithWords), [7]);
    assert_eq!(parsed.problems.len(), 6);
    // A second number in a column of its own is said as well, and so is one this program covered itself.
    let parsed = people("姓名,手机,办公电话\n甲一,13800000001,83962262\n甲二,138****0002,\n");
    assert_eq!(
        kinds(&parsed),
        [(2, ProblemKind::SeveralPhones), (3, ProblemKind::MaskedPhone)]
    );
}

#[test]
fn f10_nobodys_year_of_birth_is_made_up() {
    let parsed = people(
        "姓名,生日\n甲一,3月8日\n甲二,12.5\n甲三,0308\n甲四,3-8\n甲五,八月十五\n甲六,1982.3\n甲七,1982年3月\n甲八,1982\n甲九,19820308\n",
    );
    let born: Vec<_> = parsed.rows.iter().map(|row| row.profile.born.as_deref()).collect();
    assert_eq!(&born[..5], [None; 5]);
    assert_eq!(
        &born[5..],
        [Some("1982-03"), Some("1982-03"), Some("1982"), Some("1982-03")]
    );
    assert_eq!(&said(&parsed, &ProblemKind::NoYear)[..4], [2, 3, 4, 5]);
}

#[test]
fn f11_several_names_in_a_cell_are_several_people() {
    let parsed = people(
        "代表,性别,电话\n赵小山 李小河 段小林,女,13800000001\n\"钱一\n孙二\",男,\n王一、李二,男,\n欧阳 娜娜,女,\n张　伟,男,\nLi Wei,男,\n阿依古丽 买买提,女,\n",
    );
    assert_eq!(
        names(&parsed),
        [
            "赵小山",
            "李小河",
            "段小林",
            "钱一",
            "孙二",
            "王一",
            "李二",
            "欧阳娜娜",
            "张伟",
            "Li Wei",
            "阿依古丽买买提"
        ]
    );
    assert_eq!(said(&parsed, &ProblemKind::SeveralNames), [2, 3, 4]);
    assert!(
        parsed.rows[..3].iter().all(|row| row.profile.phone.is_none()),
        "one number is one person's"
    );
    assert_eq!(parsed.ends.count(End::Taken), 7);
}

#[test]
fn f12_f13_a_remark_is_kept_and_a_vacancy_is_nobody() {
    let parsed = people(
        "姓名,性别,备注\n甲一（已调离）,男,\n乙一（已故）,男,\n丙一（特邀，女）,,老师\n空缺,,\n待补选,,\n丁一(回族),男,\n",
    );
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| (r.profile.name.as_str(), r.profile.note.as_deref(), r.departed))
        .collect();
    assert_eq!(
        rows,
        [
            ("甲一", Some("已调离"), true),
            ("乙一", Some("已故"), true),
            ("丙一", Some("老师；特邀"), false),
            ("丁一", None, false)
        ]
    );
    assert_eq!(parsed.rows[2].profile.sex.as_deref(), Some("female"));
    assert_eq!(parsed.rows[3].profile.nation.as_deref(), Some("回族"));
    assert_eq!(
        kinds(&parsed),
        [
            (4, ProblemKind::Remark),
            (5, ProblemKind::Vacant),
            (6, ProblemKind::Vacant)
        ]
    );
}

#[test]
fn f14_as_above_is_what_stands_above() {
    let parsed = people("姓名,选区,联系电话\n甲一,第一选区,0516-83962262\n甲二,同上,同上\n甲三,〃,〃\n甲四,\",″\n");
    for row in &parsed.rows {
        let said = (row.profile.constituency.as_deref(), row.profile.phone.as_deref());
        assert_eq!(said, (Some("第一选区"), Some("051683962262")), "{row:?}");
    }
    let first = people("姓名,选区\n甲一,同上\n甲二,二选区\n同上,三选区\n");
    assert_eq!(first.rows[0].profile.constituency, None);
    assert_eq!(said(&first, &ProblemKind::NothingAbove), [2]);
    assert_eq!(
        (names(&first), first.ends.count(End::Together)),
        (vec!["甲一", "甲二"], 1)
    );
}

#[test]
fn f15_villages_and_offices_are_headed_in_their_own_words() {
    for heading in [
        "村名",
        "行政村",
        "村",
        "社区",
        "自然村",
        "科室",
        "站所",
        "村（社区）",
        "机构名称",
    ] {
        let parsed = offices(&format!("{heading},联系人,联系电话\n新华村,甲一,13800000001\n"));
        assert_eq!(parsed.rows[0].profile.name, "新华村", "{heading}");
        assert_eq!(parsed.rows[0].kind, Some(UnitKind::Village));
    }
}

#[test]
fn f17_a_serial_number_counts_from_where_the_workbook_counts() {
    let mut sheets = book(|book| {
        let sheet = book.add_worksheet();
        write(sheet, &[&["姓名", "出生年月"], &["甲一"], &["甲二", "1982.3"]]);
        sheet.write(1, 1, 28538).unwrap();
    });
    assert_eq!(read(&sheets).rows[0].profile.born.as_deref(), Some("1978-02"));
    sheets[0].from_1904 = true;
    let parsed = read(&sheets);
    assert_eq!(parsed.rows[0].profile.born.as_deref(), Some("1982-02"));
    assert_eq!(parsed.rows[1].profile.born.as_deref(), Some("1982-03"));
}

#[test]
fn f18_what_a_second_row_says_otherwise_is_said() {
    let parsed =
        offices("单位名称,联系人,联系电话\n县公安局,甲一,13800000001\n县公安局,丙一,13800000003\n县公安局,甲一,\n");
    let seen: Vec<_> = parsed.problems.iter().map(|p| (p.at.row, p.seen.as_str())).collect();
    assert_eq!(seen, [(3, "县公安局 丙一 13800000003"), (4, "县公安局")]);
    assert!(matches!(parsed.problems[0].kind, ProblemKind::NotKept(_)));
    assert!(matches!(parsed.problems[1].kind, ProblemKind::SameAs(_)));
    let parsed = people("姓名,选区,电话\n甲一,一选区,13800000001\n甲一,二选区,13800000001\n");
    assert_eq!(parsed.problems[0].seen, "甲一 二选区");
    // Also where the two rows are one by a merged name.
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(sheet, &[&["姓名", "选区"], &["", "一选区"], &["", "二选区"]]);
        sheet.merge_range(1, 0, 2, 0, "甲一", &Format::new()).unwrap();
    }));
    assert!(
        matches!(parsed.problems[0].kind, ProblemKind::NotKept(_)),
        "{:?}",
        parsed.problems
    );
}

#[test]
fn f19_levels_as_stations_call_them() {
    for (word, level) in [
        ("选民代表", Level::Councillor),
        ("居民代表", Level::Councillor),
        ("法律顾问", Level::Adviser),
        ("county", Level::County),
        ("全", Level::National),
    ] {
        let parsed = people(&format!("姓名,人员类别\n甲一,{word}\n"));
        assert_eq!(parsed.rows[0].profile.levels, [level], "{word}");
    }
}

#[test]
fn f20_a_mark_beside_a_name_is_no_part_of_it() {
    for written in ["★甲一", "*甲一", "甲一※", "●甲一", "☆ 甲一", "△甲一", "＊甲一"] {
        let parsed = people(&format!("姓名,选区\n{written},一选区\n"));
        assert_eq!(names(&parsed), ["甲一"], "{written}");
        assert_eq!(kinds(&parsed), [(2, ProblemKind::Marked)], "{written}");
    }
    assert_eq!(offices("单位名称,电话\n★供电所,\n").rows[0].profile.name, "供电所");
}

#[test]
fn a_register_of_matters_is_neither_roster_nor_list_of_units() {
    let words = Dictionary::shipped().unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let csv = "编号,登记日期,反映人,电话,村,反映内容,接待代表,承办单位,满意度\n1,2026-01-05,王一,13900000001,石桥村,路灯不亮,张建军,供电所,满意\n";
    let sheets = sheets("台账.csv", csv.as_bytes());
    assert_eq!(units(&sheets, &words).err(), Some(ImportError::Register));
    assert_eq!(
        deputies(&sheets, &words, day)
            .err()
            .map(|e| matches!(e, ImportError::Register | ImportError::NoHeader { .. })),
        Some(true)
    );
    let real = read_table(std::path::Path::new(&seat::data("2025年意见台账.xlsx"))).unwrap();
    assert!(units(&real, &words).is_err() && deputies(&real, &words, day).is_err());
}

#[test]
fn e4_brackets_of_a_units_name_stay_as_they_are() {
    let rows = offices("单位名称,电话\n县自然资源局（林业局）,\n县住建局(人防办),\n").rows;
    assert_eq!(rows[0].profile.name, "县自然资源局（林业局）");
    assert_eq!(rows[1].profile.name, "县住建局(人防办)");
}

/// A station of its own without anybody in it.
fn import(town: &Town, what: &str, csv: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let path = town.path("表.csv");
    std::fs::write(&path, csv).unwrap();
    let path = path.display().to_string();
    let out = town.run(&[&["import", what, &path], more].concat());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code(), text(out.stdout), text(out.stderr))
}

fn json(said: &str) -> Value {
    serde_json::from_str(said.trim()).unwrap()
}

#[test]
fn e1_radicals_and_ordinary_characters_are_one_person_found_by_both() {
    let town = Town::empty();
    let odd = "姓名,性别,选区\n⾼明,⼥,⼀选区\n王⼤伟,男,二选区\n李\u{F90A}山,男,三选区\n张⻢,男,四选区\n";
    let plain = "姓名,性别,选区\n高明,女,一选区\n王大伟,男,二选区\n李金山,男,三选区\n张马,男,四选区\n";
    let said = json(&import(&town, "deputies", odd, &["--yes", "--json"]).1);
    assert_eq!((&said["add"], &said["written"]), (&4.into(), &true.into()), "{said}");
    let said = json(&import(&town, "deputies", plain, &["--yes", "--json"]).1);
    assert_eq!((&said["same"], &said["add"]), (&4.into(), &0.into()), "{said}");
    assert_eq!(said["written"], false, "nothing was to be written");
    for query in ["高明", "⾼明", "gm", "gaoming"] {
        let found = town.list(&["deputies", "--match", query]);
        assert_eq!(found[0]["name"], "高明", "{query}");
    }
    for query in ["王大伟", "wdw", "王⼤"] {
        assert_eq!(
            town.list(&["deputies", "--match", query])[0]["name"],
            "王大伟",
            "{query}"
        );
    }
}

#[test]
fn f12_who_left_is_not_added_and_who_is_there_leaves() {
    let town = Town::empty();
    import(
        &town,
        "deputies",
        "姓名,选区,电话\n甲一,一选区,13800000001\n",
        &["--yes"],
    );
    let csv = "姓名,选区,电话\n甲一（已调离）,一选区,13800000001\n乙一（已故）,二选区,13800000002\n";
    let (code, said, _) = import(&town, "deputies", csv, &["--yes"]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("第3行") && said.contains("没有新增 [乙一（已故）]"),
        "{said}"
    );
    assert!(said.contains("表里3行：记1行，略过1行，标题、合计、空行1行"), "{said}");
    let there = town.list(&["deputies"]);
    assert_eq!(there.as_array().unwrap().len(), 1);
    assert_eq!(
        (&there[0]["active"], &there[0]["note"]),
        (&false.into(), &"已调离".into())
    );
    assert!(import(&town, "deputies", csv, &["--yes"]).1.contains("更新0，不变1"));
}

#[test]
fn f21_many_problems_of_one_kind_are_one_line_with_a_count_and_the_first_places() {
    let town = Town::empty();
    let mut csv = String::from("姓名,电话\n");
    let surnames: Vec<char> = "赵钱孙李周吴郑王冯陈".chars().collect();
    for n in 0..60 {
        csv.push_str(&format!("{}{}某,137{n}\n", surnames[n % 10], surnames[n / 10]));
    }
    let (_, said, _) = import(&town, "deputies", &csv, &["--dry-run"]);
    let problems: Vec<&str> = said.lines().filter(|line| line.contains("电话不对")).collect();
    let [one] = problems.as_slice() else {
        panic!("{said}");
    };
    assert!(
        one.contains("电话: 电话不对：只有几位，少了，先空着，共60处：第2行 [1370]、第3行 [1371]")
            && one.ends_with('等'),
        "{one}"
    );
    let all = json(&import(&town, "deputies", &csv, &["--dry-run", "--json"]).1);
    assert_eq!(all["problems"].as_array().unwrap().len(), 60, "programs are told each");
}

#[test]
fn f22_a_dry_run_says_what_each_column_is_and_takes_it_back_changed() {
    let town = Town::empty();
    let csv = "编码,称呼,区域,手机\n01,甲一,一选区,13800000001\n02,乙一,二选区,13800000002\n";
    let (code, columns, why) = import(&town, "deputies", csv, &["--dry-run"]);
    assert_eq!(code, Some(65));
    assert!(why.contains("没有找到标题行"), "{why}");
    assert!(columns.contains("列B「称呼」= 不用   甲一、乙一"), "{columns}");
    assert!(
        columns.contains("列D「手机」= 电话   13800000001、13800000002"),
        "{columns}"
    );
    let map = town.path("列.txt");
    std::fs::write(
        &map,
        columns
            .replace("列B「称呼」= 不用", "列B「称呼」= 姓名")
            .replace("列C「区域」= 不用", "列C「区域」= 选区"),
    )
    .unwrap();
    let map = map.display().to_string();
    let said = json(&import(&town, "deputies", csv, &["--yes", "--json", "--map", &map]).1);
    assert_eq!((&said["add"], &said["rows"]["read"]), (&2.into(), &3.into()), "{said}");
    assert_eq!(town.list(&["deputies"])[1]["constituency"], "二选区");
    // The next file with these headings is read the same way, whatever its name.
    let next = csv.replace("乙一", "丙一").replace("13800000002", "13800000003");
    let said = import(&town, "deputies", &next, &["--dry-run"]).1;
    assert!(
        said.contains("列B「称呼」= 姓名或名称   （您选的）  甲一、丙一"),
        "{said}"
    );
    assert!(said.contains("会新增1，更新0，不变1"), "{said}");
    // And a file of columns that cannot be understood says where.
    let wrong = |text: &str| {
        std::fs::write(&map, text).unwrap();
        let (code, _, why) = import(&town, "deputies", csv, &["--dry-run", "--map", &map]);
        (code, why)
    };
    let (code, why) = wrong("列B「称呼」= 性命\n");
    assert_eq!(code, Some(65));
    assert!(why.contains("第1行：没有 性命 这一项"), "{why}");
    assert!(wrong("随便\n").1.contains("没有哪一列当什么"));
    assert!(wrong("列B「别的」= 姓名\n").1.contains("这张表里没有"));
}

#[test]
fn f22_every_list_the_desk_writes_is_read_back() {
    let town = Town::empty();
    let csv = "单位名称,简称,类别,联系人,电话,承办范围\n村镇建设办,村建办,镇办,熊强,0719-3584331,路灯\n县水利局,,县局,,,\n石桥村,,村,,,\n";
    import(&town, "units", csv, &["--yes"]);
    let kinds = |rows: Value| -> Vec<Value> { rows.as_array().unwrap().iter().map(|u| u["kind"].clone()).collect() };
    assert_eq!(kinds(town.list(&["units"])), ["town_office", "county", "village"]);
    import(
        &town,
        "deputies",
        "姓名,性别,哪一级,电话\n甲一,女,\"县、镇\",13800000001\n",
        &["--yes"],
    );
    for what in ["units", "deputies"] {
        let own = town.ok(&["list", what, "--csv"]);
        let (code, said, why) = import(&town, what, &own, &["--yes"]);
        assert_eq!(code, Some(0), "{said}{why}");
        assert!(
            said.contains("新增0，更新0，不变") && !said.contains("不认识"),
            "{said}"
        );
    }
}

#[test]
fn two_rows_for_one_unit_do_not_change_it_to_and_fro() {
    let town = Town::empty();
    let csv = "单位名称,简称,联系人\n村镇建设办公室,村建办,熊强\n村建办,,顾主任\n";
    for csv in [
        csv,
        "单位名称,简称,联系人\n村建办,,顾主任\n村镇建设办公室,村建办,熊强\n",
    ] {
        import(&town, "units", csv, &["--yes"]);
        let said = json(&import(&town, "units", csv, &["--yes", "--json"]).1);
        assert_eq!((&said["add"], &said["update"]), (&0.into(), &0.into()), "{said}");
        assert_eq!(said["rows"]["read"], 3);
    }
}

#[test]
fn files_of_other_programs_get_one_sentence_that_says_what_to_do() {
    let town = Town::empty();
    let compound = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 600],
        b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
    ]
    .concat();
    for name in ["名册.et", "名册.wps", "名册.doc"] {
        let path = town.path(name);
        std::fs::write(&path, &compound).unwrap();
        let out = town.run(&["import", "deputies", &path.display().to_string(), "--yes"]);
        let why = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(65), "{why}");
        assert!(
            why.contains("请在WPS里打开，另存为 .xlsx 再导") && why.lines().count() == 1,
            "{name}: {why}"
        );
    }
}
