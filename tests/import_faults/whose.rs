//! Whose a column or a cell is: what may be somebody else's is nobody's until a person says.

use super::*;

fn phones(parsed: &Parsed<DeputyRow>) -> Vec<Option<&str>> {
    parsed.rows.iter().map(|row| row.profile.phone.as_deref()).collect()
}

const MOBILE: &str = "13800000001";

#[test]
fn a_number_whose_heading_names_another_or_that_stands_behind_another_is_not_theirs() {
    for (head, row) in [
        ("姓名,村支书,村支书电话", "王甲一,丁某某,13800000001"),
        ("姓名,组长,组长电话", "王甲一,丁某某,13800000001"),
        ("姓名,村主任,村委会电话", "王甲一,丁某某,13800000001"),
        ("代表姓名,包村干部,联系电话", "王甲一,丁某某,13800000001"),
        ("代表姓名,联系人,联系电话", "王甲一,丁某某,13800000001"),
        ("姓名,联系人,电话", "王甲一,丁某某,13800000001"),
        ("姓名,网格员,手机", "王甲一,丁某某,13800000001"),
        ("姓名,结对帮扶人,,手机号", "王甲一,丁某某,,13800000001"),
        ("姓名,驻村领导姓名,职务,电话", "王甲一,丁某某,副镇长,13800000001"),
        ("姓名,单位,联系人,联系电话", "王甲一,甲村,丁某某,13800000001"),
        ("姓名,性别,电话（村支书）", "王甲一,男,13800000001"),
        ("姓名,性别,派出所电话", "王甲一,男,13800000001"),
    ] {
        let parsed = people(&[head, "\n", row, "\n"].concat());
        assert_eq!(names(&parsed), ["王甲一"], "{head}");
        assert_eq!(phones(&parsed), [None], "{head}: {parsed:#?}");
        assert_ne!(parsed.rows[0].profile.post.as_deref(), Some("副镇长"), "{head}");
        let said = said(&parsed, &ProblemKind::MayBeAnothers);
        assert!(
            !said.is_empty() && said.iter().all(|row| *row == 1),
            "{head}: {parsed:#?}"
        );
    }
}

#[test]
fn a_number_of_their_own_is_theirs_whatever_stands_beside() {
    for (head, row) in [
        ("姓名,联系人,联系人电话,电话", "王甲一,丁某某,13900000002,13800000001"),
        ("姓名,电话,联系人,电话", "王甲一,13800000001,丁某某,13900000002"),
        ("姓名,组长,电话", "王甲一,√,13800000001"),
        ("姓名,是否党员,电话", "王甲一,是,13800000001"),
        ("姓名,曾用名,手机", "王甲一,王小一,13800000001"),
        ("姓名,学历,本人联系电话", "王甲一,大专,13800000001"),
        ("姓名,单位,单位电话", "王甲一,甲村,13800000001"),
        ("姓名,手机号码（必填）", "王甲一,13800000001"),
        ("姓名,电话（本人）", "王甲一,13800000001"),
        ("联系人,代表姓名,电话", "丁某某,王甲一,13800000001"),
        ("姓名,代表电话", "王甲一,13800000001"),
        ("姓名,联系人,性别,电话", "王甲一,丁某某,男,13800000001"),
    ] {
        let parsed = people(&[head, "\n", row, "\n"].concat());
        assert_eq!(
            (names(&parsed), phones(&parsed)),
            (vec!["王甲一"], vec![Some(MOBILE)]),
            "{head}: {parsed:#?}"
        );
    }
    // A unit is reached through people.
    let units = offices("单位名称,负责人,联系电话\n供电所,熊杰,13800000001\n");
    assert_eq!(units.rows[0].profile.phone.as_deref(), Some(MOBILE));
}

#[test]
fn what_is_doubted_is_shown_said_and_taken_once_a_person_says() {
    let town = Town::empty();
    let path = town.path("名册.csv");
    std::fs::write(&path, "姓名,村支书,村支书电话\n王甲一,丁某某,13800000001\n").unwrap();
    let run = |more: &[&str]| {
        let path = path.display().to_string();
        let out = town.run(&[&["import", "deputies", &path], more].concat());
        String::from_utf8(out.stdout).unwrap()
    };
    let columns = run(&["--dry-run"]);
    assert!(
        columns.contains("列C「村支书电话」= 不用   （像是别人的）"),
        "{columns}"
    );
    let said = run(&["--yes"]);
    assert!(said.contains("第1行 村支书电话: 像是别人的"), "{said}");
    assert_eq!(town.list(&["deputies"])[0]["phone"], Value::Null);
    let map = town.path("列.txt");
    std::fs::write(
        &map,
        columns.replace("列C「村支书电话」= 不用", "列C「村支书电话」= 电话"),
    )
    .unwrap();
    let said = run(&["--yes", "--map", &map.display().to_string()]);
    assert!(said.contains("更新1") && !said.contains("像是别人的"), "{said}");
    assert_ne!(town.list(&["deputies"])[0]["phone"], Value::Null);
}

#[test]
fn one_cell_over_two_people_is_nobodys_number_and_over_one_it_is_theirs() {
    let table = |number: bool, merged_name: bool| {
        read(&book(|book| {
            let sheet = book.add_worksheet();
            let second = if merged_name { "" } else { "乙二" };
            write(
                sheet,
                &[
                    &["姓名", "职务", "电话", "出生年月"],
                    &["甲一", "书记"],
                    &[second, "支委"],
                    &["丙三", "委员", "13800000003"],
                ],
            );
            sheet.merge_range(1, 2, 2, 2, "13800000001", &Format::new()).unwrap();
            sheet.merge_range(1, 3, 2, 3, "1980.5", &Format::new()).unwrap();
            if number {
                sheet.write_number(1, 2, 13_800_000_001_f64).unwrap();
            }
            if merged_name {
                sheet.merge_range(1, 0, 2, 0, "甲一", &Format::new()).unwrap();
            }
        }))
    };
    for number in [false, true] {
        let parsed = table(number, false);
        assert_eq!(names(&parsed), ["甲一", "乙二", "丙三"]);
        assert_eq!(phones(&parsed), [None, None, Some("13800000003")], "{parsed:#?}");
        assert_eq!(parsed.rows[1].profile.born, None);
        assert_eq!(said(&parsed, &ProblemKind::SharedCell), [2, 2, 3, 3], "{parsed:#?}");
        let parsed = table(number, true);
        assert_eq!(
            (names(&parsed), phones(&parsed)),
            (vec!["甲一", "丙三"], vec![Some(MOBILE), Some("13800000003")])
        );
        assert!(said(&parsed, &ProblemKind::SharedCell).is_empty(), "{parsed:#?}");
    }
}
