//! Rows that say their name is the one above, and lists that say of all in them that they are no more.

use proptest::prelude::*;
use proptest::sample::select;
use rust_xlsxwriter::Format;
use zhiban::domain::record::DeputyProfile;
use zhiban::import::{DeputyRow, End, Parsed, Place, ProblemKind, plan_deputies};

use super::{book, names, offices, people, read, said, write};

fn of<'p>(parsed: &'p Parsed<DeputyRow>, name: &str) -> &'p DeputyProfile {
    let row = parsed.rows.iter().find(|row| row.profile.name == name);
    &row.unwrap_or_else(|| panic!("{name}: {parsed:#?}")).profile
}

/// How a row of the only sheet ends; none of a row that is not there.
fn ends<T>(parsed: &Parsed<T>, row: u32) -> Option<End> {
    let at = |sheet: &str| Place {
        sheet: sheet.to_owned(),
        row,
    };
    let mut sheets = ["名册.csv", "单位.csv", "Sheet1"].into_iter();
    sheets.find_map(|sheet| parsed.ends.end(&at(sheet)))
}

fn end<T>(parsed: &Parsed<T>, row: u32) -> End {
    ends(parsed, row).unwrap()
}

/// What stood below a heading was written onto the person above it.
#[test]
fn what_goes_on_from_a_heading_is_nobodys() {
    let parsed = people(
        "姓名,性别,职务,联系电话\n张建国,男,上柳村书记,13712340001\n李桂英,女,,\n第二代表小组,,,\n同上,男,镇水管站站长,13712340016\n",
    );
    assert_eq!(names(&parsed), ["张建国", "李桂英"]);
    let li = of(&parsed, "李桂英");
    assert_eq!(
        (li.sex.as_deref(), &li.post, &li.phone),
        (Some("female"), &None, &None),
        "{parsed:#?}"
    );
    assert_eq!(end(&parsed, 5), end(&parsed, 4));
    assert_eq!(parsed.ends.count(End::Together), 0);
    assert_eq!(
        parsed.problems.iter().filter(|p| p.at.row == 5).count(),
        1,
        "{parsed:#?}"
    );
}

/// A name alone, a sum, several names in a cell, a group: whatever was not recorded is not gone on from.
#[test]
fn what_goes_on_from_a_row_that_was_not_recorded_shares_its_fate() {
    for (above, kind) in [
        ("郑十,,", End::Unsure),
        ("合计,2人,", End::Total),
        ("小计,2,", End::Total),
        ("郑十/冯一,,书记", End::Taken),
        ("第一组,,", End::LeftOut),
        ("空缺,,村长", End::LeftOut),
        ("填表人：周平,,", End::Title),
    ] {
        let csv = format!(
            "姓名,联系电话,职务\n甲一,13712340001,支委\n乙二,13712340002,委员\n丁四,13712340004,委员\n丙三,,书记\n{above}\n同上,13712340016,村长\n〃,13712340017,厂长\n"
        );
        let parsed = people(&csv);
        let bing = of(&parsed, "丙三");
        assert_eq!(
            (&bing.phone, bing.post.as_deref()),
            (&None, Some("书记")),
            "{above}: {parsed:#?}"
        );
        assert!(
            !parsed
                .rows
                .iter()
                .any(|row| row.profile.phone.is_some() && row.at.row > 4),
            "{above}: {parsed:#?}"
        );
        let fate = if kind == End::LeftOut {
            End::LeftOut
        } else {
            End::Unsure
        };
        for row in [7, 8] {
            let there = Place {
                sheet: "名册.csv".to_owned(),
                row: 6,
            };
            assert_eq!(end(&parsed, row), fate, "{above}: {parsed:#?}");
            assert_eq!(
                said(&parsed, &ProblemKind::GoesOn(kind, there)),
                [7, 8],
                "{above}: {parsed:#?}"
            );
        }
    }
}

/// It is one person where the row above names one, over a row with a serial number alone as well.
#[test]
fn what_goes_on_from_somebody_is_theirs() {
    let parsed = people(
        "序号,姓名,联系电话,职务\n1,甲一,,书记\n2,,,\n,同上,13712340001,\n,〃,,\n3,乙二,13712340002,村长\n,同上,,\n",
    );
    assert_eq!(names(&parsed), ["甲一", "乙二"]);
    assert_eq!(of(&parsed, "甲一").phone.as_deref(), Some("13712340001"));
    assert_eq!(end(&parsed, 4), End::Together, "{parsed:#?}");
}

/// A merged cell over a sum and the next row; one over two cells of one row says nothing of the row above.
#[test]
fn merged_names_go_on_from_their_own_row_alone() {
    let head = ["姓名", "职务", "电话"];
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(
            sheet,
            &[
                &head,
                &["甲一", "书记", "13712340001"],
                &["乙二"],
                &["", "2人"],
                &["", "支委", "13712340003"],
            ],
        );
        sheet.merge_range(3, 0, 4, 0, "合计", &Format::new()).unwrap();
    }));
    assert!(of(&parsed, "乙二").phone.is_none(), "{parsed:#?}");
    assert_eq!(end(&parsed, 5), End::Unsure, "{parsed:#?}");
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(
            sheet,
            &[
                &["序号", "姓名", "职务", "电话"],
                &["1", "甲一", "书记", "13712340001"],
                &["", "", "支委", "13712340003"],
            ],
        );
        sheet.merge_range(2, 0, 2, 1, "乙二", &Format::new()).unwrap();
    }));
    assert_eq!(names(&parsed), ["甲一", "乙二"], "{parsed:#?}");
    assert_eq!(of(&parsed, "甲一").post.as_deref(), Some("书记"));
}

#[test]
fn units_go_on_from_a_unit_alone() {
    let parsed = offices(
        "单位名称,联系人,联系电话\n石桥村,王一,\n小计,,1\n同上,李二,13712340002\n供电所,,\n水管站,赵三,\n同上,,13712340003\n",
    );
    let said: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.profile.phone.as_deref()))
        .collect();
    assert_eq!(said[0], ("石桥村", None));
    assert!(said.contains(&("水管站", Some("13712340003"))), "{parsed:#?}");
    assert_eq!(
        (end(&parsed, 4), end(&parsed, 7)),
        (End::Unsure, End::Together),
        "{parsed:#?}"
    );
}

/// A sheet, a title or a heading inside a list says it of all below, until another says otherwise.
#[test]
fn a_list_of_those_who_left_makes_nobody_new_and_is_named() {
    for (name, left) in [
        ("离任代表", true),
        ("已调离", true),
        ("2025年离任代表名册", true),
        ("在任和离任", false),
        ("名册（不含离任）", false),
        ("代表", false),
    ] {
        let parsed = read(&book(|book| {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            write(
                sheet,
                &[&["姓名", "电话"], &["甲一", "13712340001"], &["乙二", "13712340002"]],
            );
        }));
        let departed: Vec<bool> = parsed.rows.iter().map(|row| row.departed).collect();
        assert_eq!(departed, [left, left], "{name}: {parsed:#?}");
        assert_eq!(
            said(&parsed, &ProblemKind::GoneList).len(),
            usize::from(left),
            "{name}: {parsed:#?}"
        );
        let steps = plan_deputies(&[], &parsed.rows);
        let gone = steps
            .iter()
            .filter(|step| matches!(step, zhiban::import::Step::Gone(_)))
            .count();
        assert_eq!(gone, if left { 2 } else { 0 });
    }
    let parsed = people(
        "姓名,电话\n甲一,13712340001\n离任代表,\n乙二,13712340002\n在任代表,\n丙三,13712340003\n二、已调离人员（1人）,\n丁四,13712340004\n李六已故,\n",
    );
    let departed: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.departed))
        .collect();
    let wanted = [
        ("甲一", false),
        ("乙二", true),
        ("丙三", false),
        ("丁四", true),
        ("李六", true),
    ];
    assert_eq!(departed, wanted, "{parsed:#?}");
    assert_eq!(said(&parsed, &ProblemKind::GoneList), [4, 8]);
    assert_eq!(of(&parsed, "乙二").note.as_deref(), Some("离任代表"));
    let parsed = offices("单位名称,联系电话\n供电所,13712340001\n已撤销单位,\n兽医站,13712340002\n");
    let closed: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.closed))
        .collect();
    assert_eq!(closed, [("供电所", false), ("兽医站", true)], "{parsed:#?}");
}

/// A sheet that says it of somebody on another sheet says it of one person.
#[test]
fn whoever_stands_among_those_who_left_as_well_has_left() {
    let parsed = people("姓名,电话,备注\n甲一,13712340001,\n甲一,13712340001,2024年已辞职\n");
    assert_eq!(names(&parsed), ["甲一"]);
    assert!(parsed.rows[0].departed, "{parsed:#?}");
}

/// One row of a random sheet: what stands in the name's place, and whether a post and a number stand beside it.
fn row() -> impl Strategy<Value = (&'static str, bool, bool)> {
    let names = [
        "同上",
        "〃",
        "同上",
        "甲一",
        "乙二",
        "丙三",
        "丁四",
        "合计",
        "小计",
        "第二代表小组",
        "第一组",
        "郑十/冯一",
        "空缺",
        "姓名",
        "填表人：周平",
        "石桥村",
        "",
        "一、县人大代表",
        "戊五（已调离）",
        "离任代表",
        "己六\n庚七",
    ];
    (select(names.to_vec()), any::<bool>(), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a person has comes from rows whose name is theirs, and every row taken with another bears its name.
    #[test]
    fn every_merge_has_equal_names(rows in prop::collection::vec(row(), 1..14), merged in prop::collection::vec(any::<bool>(), 14)) {
        let number = |row: usize| format!("137123400{row:02}");
        let parsed = read(&book(|book| {
            let sheet = book.add_worksheet();
            let mut lines = vec![vec!["姓名".to_owned(), "职务".to_owned(), "电话".to_owned()]];
            for (at, (name, post, phone)) in rows.iter().enumerate() {
                let said = |is: bool, text: String| if is { text } else { String::new() };
                lines.push(vec![(*name).to_owned(), said(*post, format!("务{at:02}")), said(*phone, number(at))]);
            }
            for (row, cells) in (0..).zip(&lines) {
                for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
            let mut from = 0;
            while from + 1 < rows.len() {
                if merged[from] && !rows[from].0.is_empty() {
                    let top = u32::try_from(from + 1).unwrap();
                    sheet.merge_range(top, 0, top + 1, 0, rows[from].0, &Format::new()).unwrap();
                    from += 1;
                }
                from += 1;
            }
        }));
        // What each row is called, by the row above where it is merged with it or says so.
        let mut called: Vec<String> = Vec::new();
        let mut under = false;
        for (at, (name, post, phone)) in rows.iter().enumerate() {
            let above = called.last().cloned().unwrap_or_default();
            // Of a row in which nothing stands nothing goes on.
            let blank = name.is_empty() && !post && !phone;
            let repeats = under || ["同上", "〃"].contains(name) || blank;
            called.push(if repeats { above } else { (*name).to_owned() });
            under = !under && merged[at] && !name.is_empty() && at + 1 < rows.len();
        }
        for person in &parsed.rows {
            let profile = &person.profile;
            for (at, name) in called.iter().enumerate() {
                let post = profile.post.as_ref().is_some_and(|post| post.contains(&format!("务{at:02}")));
                if post || profile.phone.as_deref() == Some(&number(at)) {
                    prop_assert!(name.contains(&profile.name), "{} has what row {} says of {name}: {parsed:#?}", profile.name, at + 2);
                }
            }
        }
        for (at, name) in called.iter().enumerate() {
            let row = u32::try_from(at).unwrap() + 2;
            if ends(&parsed, row) == Some(End::Together) {
                let with = parsed.rows.iter().any(|person| person.at.row < row && name.contains(&person.profile.name));
                prop_assert!(with, "row {row}, {name}: {parsed:#?}");
            }
        }
    }
}

/// Two people of one name whom nothing but their numbers tells apart are said; those who live elsewhere are two without a word.
#[test]
fn two_of_one_name_and_different_numbers_are_said() {
    let parsed = people(
        "姓名,选区,电话\n王伟,,13800000001\n王伟,,13800000002\n李四,一选区,13800000003\n李四,二选区,13800000004\n",
    );
    assert_eq!(names(&parsed), ["王伟", "王伟", "李四", "李四"]);
    let there = Place {
        sheet: "名册.csv".to_owned(),
        row: 2,
    };
    assert_eq!(super::kinds(&parsed), [(3, ProblemKind::OtherPhone(there))]);
}

#[test]
fn a_birthday_that_has_not_come_is_called_that() {
    let parsed = people("姓名,出生年月\n甲一,2065-01\n乙二,2015.3\n丙三,1782.3\n");
    let kinds = super::kinds(&parsed);
    assert_eq!(kinds[..2], [(2, ProblemKind::BornAhead), (3, ProblemKind::TooYoung)]);
    assert!(matches!(kinds[2], (4, ProblemKind::Date(_))), "{kinds:?}");
}
