//! Names that are made of other things, and names over several columns: nobody comes in twice, nobody comes in who is nobody, and
//! whoever is in the list is taken or named.

use super::*;

fn noted(parsed: &Parsed<DeputyRow>) -> Vec<(&str, Option<&str>)> {
    parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.profile.note.as_deref()))
        .collect()
}

#[test]
fn a_name_over_two_columns_is_one_person() {
    let table = |rows: &'static [[&'static str; 4]], merged: bool| {
        read(&book(|book| {
            let sheet = book.add_worksheet();
            write(sheet, &[&["", "", "电话", "职务"]]);
            sheet.merge_range(0, 0, 0, 1, "姓名", &Format::new()).unwrap();
            for (at, cells) in (1..).zip(rows) {
                sheet.write_row(at, 0, *cells).unwrap();
                if merged {
                    sheet.merge_range(at, 0, at, 1, cells[0], &Format::new()).unwrap();
                }
            }
        }))
    };
    let parsed = table(
        &[["赵一", "", "13800000001", "甲"], ["钱二", "", "13800000002", "乙"]],
        true,
    );
    assert_eq!(names(&parsed), ["赵一", "钱二"], "{parsed:#?}");
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    assert_eq!(parsed.rows[1].profile.phone.as_deref(), Some("13800000002"));
    let parsed = table(
        &[
            ["赵", "一", "13800000001", "甲"],
            ["欧阳", "娜娜", "13800000002", "乙"],
            ["孙三", "", "13800000003", "丙"],
            ["", "李四", "13800000004", "丁"],
        ],
        false,
    );
    assert_eq!(names(&parsed), ["赵一", "欧阳娜娜", "孙三", "李四"], "{parsed:#?}");
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let parsed = table(&[["赵小山", "李小河", "", "甲"]], false);
    assert_eq!(names(&parsed), ["赵小山", "李小河"]);
    assert_eq!(said(&parsed, &ProblemKind::SeveralNames), [2]);
    // Two lists side by side are two all the same.
    let parsed = people("姓名,电话,姓名,电话\n赵一,13800000001,钱二,13800000002\n");
    assert_eq!(names(&parsed), ["赵一", "钱二"]);
}

#[test]
fn who_stands_behind_a_word_and_a_colon_is_taken_or_named() {
    let parsed = people(
        "序号,姓名,职务,电话\n1,负责人：吴六,村支书,13800000008\n2,联系人：甲五,,13800000005\n3,填表人：甲七,村支书,13800000007\n4,王强,,13800000009\n,联系人：丁八,,13800000010\n填表人：周平,,,\n,负责人：周平,,\n",
    );
    assert_eq!(
        noted(&parsed),
        [("吴六", Some("负责人")), ("甲五", None), ("王强", None)],
        "{parsed:#?}"
    );
    assert_eq!(parsed.rows[1].profile.post.as_deref(), Some("联系人"));
    assert_eq!(said(&parsed, &ProblemKind::NotAName), [4]);
    assert_eq!(said(&parsed, &ProblemKind::Led), [6]);
    assert_eq!(parsed.ends.count(End::Title), 2);
    let parsed = people(
        "姓名,电话,职务\n组长：甲一,13800000001,村支书\n副组长：甲二,13800000002,\n成员：甲三,13800000003,\n主任:甲四,13800000004,\n王强,13800000009,\n",
    );
    assert_eq!(names(&parsed)[..3], ["甲一", "甲二", "甲三"], "{parsed:#?}");
    assert_eq!(parsed.rows[1].profile.post.as_deref(), Some("副组长"));
    assert_eq!(parsed.rows[0].profile.note.as_deref(), Some("组长"));
}

#[test]
fn what_stands_beside_a_name_is_no_part_of_it_and_nobody() {
    for (cell, name, sex, note) in [
        ("组长 甲六", "甲六", None, Some("组长")),
        ("副组长　甲六", "甲六", None, Some("副组长")),
        ("成员 甲六", "甲六", None, Some("成员")),
        ("甲六 组长", "甲六", None, Some("组长")),
        ("周明、男", "周明", Some("male"), None),
        ("赵敏/女", "赵敏", Some("female"), None),
        ("赵敏，女，回族", "赵敏", Some("female"), None),
        ("李秀英 女", "李秀英", Some("female"), None),
        ("李秀英 女 回族", "李秀英", Some("female"), None),
        ("欧阳 男", "欧阳男", None, None),
    ] {
        let parsed = people(&format!("姓名,电话\n\"{cell}\",13800000001\n"));
        let row = &parsed.rows[0].profile;
        assert_eq!(names(&parsed), [name], "{cell}: {parsed:#?}");
        assert_eq!((row.sex.as_deref(), row.note.as_deref()), (sex, note), "{cell}");
        assert_eq!(row.phone.as_deref(), Some("13800000001"), "{cell}");
    }
    // 张伟, or 张伟男: nobody knows, unless the sex stands elsewhere.
    let parsed = people("姓名,电话\n张 伟 男,13800000001\n");
    assert_eq!(
        (names(&parsed).len(), said(&parsed, &ProblemKind::SexOrName)),
        (0, vec![2])
    );
    assert_eq!(names(&people("姓名,性别\n张 亚 男,女\n")), ["张亚男"]);
    let parsed = people(
        "姓名,电话,小组\n甲一,13800000001,一组\n平均,,\n平均年龄,52,\n计,1,\n共二人,,\n何计,13800000003,\n计春华,13800000004,\n",
    );
    assert_eq!(names(&parsed), ["甲一", "何计", "计春华"]);
    assert_eq!(parsed.ends.count(End::Total), 4);
}

#[test]
fn headings_over_two_rows_are_headings_and_nobody() {
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        write(
            sheet,
            &[
                &["", "", "", ""],
                &["", "手机", "座机"],
                &["赵一", "13800000001", "0717-6123456", "镇"],
            ],
        );
        for (column, title) in [(0, "姓名"), (3, "层级")] {
            sheet.merge_range(0, column, 1, column, title, &Format::new()).unwrap();
        }
        sheet.merge_range(0, 1, 0, 2, "联系方式", &Format::new()).unwrap();
    }));
    assert_eq!(names(&parsed), ["赵一"]);
    assert!(
        said(&parsed, &ProblemKind::NotAName).is_empty(),
        "{:?}",
        parsed.problems
    );
    assert_eq!(parsed.rows[0].profile.phone.as_deref(), Some("13800000001"));
    assert_eq!(parsed.rows[0].profile.levels, [Level::Town]);
}

#[test]
fn as_above_below_nothing_and_as_to_the_left_are_said() {
    let parsed = people(
        "姓名,职务,电话,小组\n赵一,甲,,一组\n孙三,乙,同上,一组\n李四,同左,13800000004,..\n周五,..,13800000005,……\n同左,戊,13800000006,\n",
    );
    assert_eq!(names(&parsed), ["赵一", "孙三", "李四", "周五"]);
    assert_eq!(said(&parsed, &ProblemKind::NothingAbove), [3]);
    assert_eq!(said(&parsed, &ProblemKind::Unclear), [4, 4, 5, 5, 6]);
    let told: Vec<_> = parsed.rows[2..]
        .iter()
        .map(|row| (&row.profile.post, &row.profile.team))
        .collect();
    assert_eq!(told, [(&None, &None), (&None, &None)]);
    assert_eq!(said(&parsed, &ProblemKind::NoName), [6]);
}

#[test]
fn a_heading_that_is_a_team_gives_it_to_those_below() {
    let parsed = people(
        "第一代表小组,,\n姓名,电话,小组\n甲一,13800000001,\n甲二,13800000002,自写组\n小计,2,\n第二代表小组（2人）,,\n甲三,13800000003,\n党员,,\n甲四,13800000004,\n",
    );
    let teams: Vec<_> = parsed.rows.iter().map(|row| row.profile.team.as_deref()).collect();
    assert_eq!(
        teams,
        [Some("第一代表小组"), Some("自写组"), Some("第二代表小组"), None],
        "{parsed:#?}"
    );
    // A level that was said above stays.
    let parsed = people("姓名,电话\n一、县人大代表,\n第一代表小组,\n甲一,13800000001\n");
    assert_eq!(
        (&*parsed.rows[0].profile.levels, parsed.rows[0].profile.team.as_deref()),
        (&[Level::County][..], Some("第一代表小组"))
    );
    let parsed = read(&book(|book| {
        let rows: &[&[&str]] = &[&["姓名", "电话"], &["甲一", "13712340001"]];
        write(book.add_worksheet().set_name("第三代表小组").unwrap(), rows);
    }));
    assert_eq!(parsed.rows[0].profile.team.as_deref(), Some("第三代表小组"));
}
