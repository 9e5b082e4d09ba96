//! Who has left and who has not: a heading counts as far as the next, and what nobody understands is asked, never believed.

use super::*;

fn left(parsed: &Parsed<DeputyRow>) -> Vec<(&str, bool)> {
    parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.departed))
        .collect()
}

#[test]
fn any_further_heading_ends_a_section_of_those_who_left() {
    for heading in [
        "新任代表",
        "补选代表：",
        "第二小组",
        "二、第二代表小组",
        "在任",
        "在任代表（2人）",
        "柳河村",
        "妇女代表",
        "2026年6月补选的代表",
        "柳河镇第十九届人大代表名册",
        "第三选区",
    ] {
        for section in [
            "离任代表",
            "离任代表（1人）",
            "一、已调离人员",
            "以下人员已调离",
            "下列代表已终止资格：",
        ] {
            let csv = format!(
                "姓名,电话,小组\n王甲一,13800000001,\n{section},,\n王甲二,13800000002,\n{heading},,\n王甲四,13800000004,\n王甲七,13800000007,\n"
            );
            let parsed = people(&csv);
            let wanted = [
                ("王甲一", false),
                ("王甲二", true),
                ("王甲四", false),
                ("王甲七", false),
            ];
            assert_eq!(left(&parsed), wanted, "{section} {heading}: {parsed:#?}");
        }
    }
    // Words that head nothing end nothing.
    for line in [
        "小计,1,",
        "注：以上名单截至2026年3月,,",
        "（以下空白）,,",
        ",13800000009,",
        ",,备用",
    ] {
        let parsed = people(&format!(
            "姓名,电话,小组\n王甲一,13800000001,\n离任代表,,\n王甲二,13800000002,\n{line}\n王甲三,13800000003,\n"
        ));
        assert_eq!(
            parsed.rows.last().map(|row| row.departed),
            Some(true),
            "{line}: {parsed:#?}"
        );
    }
    // How many they are may stand in a cell of its own.
    let parsed =
        people("姓名,电话\n王甲一,13800000001\n离任代表,1人\n王甲二,13800000002\n在任代表,1人\n王甲三,13800000003\n");
    assert_eq!(left(&parsed), [("王甲一", false), ("王甲二", true), ("王甲三", false)]);
    let units = offices("单位名称,电话\n供电所,8123451\n已撤销单位,\n兽医站,8123452\n县直单位,\n县水利局,8123453\n");
    let closed: Vec<bool> = units.rows.iter().map(|row| row.closed).collect();
    assert_eq!(closed, [false, true, false], "{units:#?}");
}

#[test]
fn who_becomes_out_of_office_is_said_and_who_stands_below_another_heading_stays() {
    let town = Town::empty();
    let path = town.path("名册.csv");
    let run = |csv: &str, more: &[&str]| {
        std::fs::write(&path, csv).unwrap();
        let path = path.display().to_string();
        let out = town.run(&[&["import", "deputies", &path, "--yes"], more].concat());
        String::from_utf8(out.stdout).unwrap()
    };
    run(
        "姓名,电话\n王甲一,13800000001\n王甲二,13800000002\n王甲四,13800000004\n王甲七,13800000007\n",
        &[],
    );
    let said = run(
        "姓名,电话\n王甲一,13800000001\n离任代表,\n王甲二,13800000002\n新任代表,\n王甲四,13800000004\n第二小组,\n王甲七,13800000007\n",
        &[],
    );
    assert!(said.contains("第4行 更新 王甲二: 在任 > 不在任"), "{said}");
    assert!(said.contains("第8行 更新 王甲七: 小组 第二小组"), "{said}");
    assert!(said.contains("更新2，不变2"), "{said}");
    let there = town.list(&["deputies"]);
    let active: Vec<_> = there
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["name"].as_str().unwrap(), d["active"] == true))
        .collect();
    assert!(
        active.contains(&("王甲二", false)) && active.iter().filter(|(_, active)| *active).count() == 3,
        "{active:?}"
    );
}

#[test]
fn a_list_of_another_time_makes_nobody_active_nor_inactive() {
    for name in [
        "上届代表",
        "往届代表",
        "原代表",
        "历任代表",
        "柳河镇上届代表",
        "2021年原代表名册",
        "退出",
        "2020年前",
    ] {
        let parsed = read(&book(|book| {
            let now: &[&[&str]] = &[&["姓名", "电话"], &["甲一", "13712340001"]];
            write(book.add_worksheet().set_name("在任代表").unwrap(), now);
            let then: &[&[&str]] = &[&["姓名", "电话"], &["甲一", "13712340001"], &["乙二", "13712340002"]];
            write(book.add_worksheet().set_name(name).unwrap(), then);
        }));
        assert_eq!(left(&parsed), [("甲一", false)], "{name}: {parsed:#?}");
        assert_eq!(said(&parsed, &ProblemKind::FormerList), [2, 3], "{name}");
        assert_eq!(parsed.ends.count(End::Unsure), 2, "{name}");
    }
    // A place is none of them.
    let parsed = read(&book(|book| {
        let rows: &[&[&str]] = &[&["姓名", "电话"], &["甲一", "13712340001"]];
        write(book.add_worksheet().set_name("平原代表团").unwrap(), rows);
    }));
    assert_eq!(left(&parsed), [("甲一", false)], "{parsed:#?}");
}

#[test]
fn columns_on_being_in_office_are_read() {
    for (head, stays, goes) in [
        ("状态", "在任", "离任"),
        ("状态", "正常", "已调离"),
        ("是否在任", "是", "否"),
        ("是否在任", "√", "×"),
        ("代表状态", "正常", "终止"),
        ("任职状态", "履职", "不在任"),
        ("active", "true", "false"),
        ("离任时间", "", "2025.3"),
        ("离任时间", "无", "2025年3月"),
        ("终止原因", "", "调离"),
        ("出缺原因", "/", "病故"),
        ("是否离任", "否", "是"),
        ("去世时间", "", "2024"),
    ] {
        let csv = format!("姓名,电话,{head}\n甲一,13800000001,{stays}\n甲二,13800000002,{goes}\n");
        let parsed = people(&csv);
        assert_eq!(
            left(&parsed),
            [("甲一", false), ("甲二", true)],
            "{head} {goes}: {parsed:#?}"
        );
        assert!(parsed.problems.is_empty(), "{head}: {:?}", parsed.problems);
        assert!(parsed.rows[1].profile.note.is_some(), "{head}");
    }
    // What nobody understands is asked about, in a column that is unknown as well.
    for (head, text) in [
        ("状态", "停权"),
        ("状态", "待定中"),
        ("代表状态", "拟离任"),
        ("任期终止时间", "2026.12"),
        ("变动情况", "2025年3月已调离"),
    ] {
        let csv = format!("姓名,电话,{head}\n甲一,13800000001,\n甲二,13800000002,{text}\n");
        let parsed = people(&csv);
        assert_eq!(left(&parsed), [("甲一", false)], "{head} {text}: {parsed:#?}");
        assert_eq!(said(&parsed, &ProblemKind::OfficeUnclear), [3], "{head} {text}");
    }
    let ticks = people("姓名,电话,在任\n甲一,13800000001,√\n甲二,13800000002,\n");
    assert_eq!(
        (left(&ticks), said(&ticks, &ProblemKind::OfficeUnclear)),
        (vec![("甲一", false)], vec![3])
    );
    // What is said of another is not.
    let other = people("姓名,电话,配偶情况,父亲\n甲一,13800000001,已故,已故\n");
    assert_eq!(left(&other), [("甲一", false)], "{other:#?}");
}

#[test]
fn remarks_say_who_left_or_are_asked_about() {
    for note in [
        "不再担任代表",
        "资格终止",
        "代表资格已终止",
        "出缺",
        "已辞",
        "户口迁出",
        "户口已迁出",
        "迁出本镇",
        "调往县里",
        "因工作调动辞去代表职务",
        "本人已于2025年3月辞去代表职务",
        "2025年3月去世",
        "因病辞职",
        "终止代表资格",
        "病逝",
    ] {
        let parsed = people(&format!("姓名,电话,备注\n甲一,13800000001,{note}\n"));
        assert_eq!(left(&parsed), [("甲一", true)], "{note}: {parsed:#?}");
    }
    for note in [
        "停权",
        "请辞",
        "暂停执行代表职务",
        "拟辞去代表职务",
        "因工作调动",
        "失联",
        "被撤销职务",
    ] {
        let parsed = people(&format!(
            "姓名,电话,备注\n甲一,13800000001,{note}\n甲二（{note}）,13800000002,\n"
        ));
        assert_eq!(names(&parsed), [""; 0], "{note}: {parsed:#?}");
        assert_eq!(said(&parsed, &ProblemKind::OfficeUnclear), [2, 3], "{note}");
    }
    for note in ["父亲已故", "接替已故的王五", "辞去村主任的职务"] {
        let parsed = people(&format!("姓名,电话,备注\n甲一,13800000001,{note}\n"));
        assert_eq!(left(&parsed), [("甲一", false)], "{note}");
        assert_eq!(kinds(&parsed), [(2, ProblemKind::StaysInOffice)], "{note}");
    }
    for note in ["调入本镇", "老师", "岗位已调整", "退休教师", "补选"] {
        let parsed = people(&format!("姓名,电话,备注\n甲一,13800000001,{note}\n"));
        assert_eq!(
            (left(&parsed), parsed.problems.len()),
            (vec![("甲一", false)], 0),
            "{note}"
        );
    }
    for sheet in ["出缺", "不再担任", "已辞职人员"] {
        let parsed = read(&book(|book| {
            let rows: &[&[&str]] = &[&["姓名", "电话"], &["甲一", "13712340001"]];
            write(book.add_worksheet().set_name(sheet).unwrap(), rows);
        }));
        assert_eq!(left(&parsed), [("甲一", true)], "{sheet}: {parsed:#?}");
    }
}

#[test]
fn what_is_struck_out_is_asked_about_and_no_number_is_taken_from_it() {
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        let rows: &[&[&str]] = &[
            &["姓名", "电话", "备注"],
            &["甲一", "13712340001"],
            &["", "13712340002"],
            &["丙三"],
            &["", "13712340004", "已离任"],
        ];
        write(sheet, rows);
        let struck = Format::new().set_font_strikethrough();
        sheet.write_with_format(2, 0, "乙二", &struck).unwrap();
        sheet.write_with_format(3, 1, "13712340003", &struck).unwrap();
        sheet.write_with_format(4, 0, "丁四", &struck).unwrap();
    }));
    assert_eq!(
        left(&parsed),
        [("甲一", false), ("丙三", false), ("丁四", true)],
        "{parsed:#?}"
    );
    assert_eq!(parsed.rows[1].profile.phone, None);
    assert_eq!(
        kinds(&parsed),
        [(3, ProblemKind::StruckName), (4, ProblemKind::StruckNumber)]
    );
}
