//! Sheets as stations keep them: what a bracket, a line through a text, a word about leaving or a remark says of a person.

use super::*;

fn who(parsed: &Parsed<DeputyRow>) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let said = parsed.rows.iter().map(|row| &row.profile);
    said.map(|p| (p.name.as_str(), p.post.as_deref(), p.phone.as_deref()))
        .collect()
}

#[test]
fn a_word_for_what_somebody_is_with_the_name_in_brackets_is_a_name_and_a_post() {
    for (cell, name, post) in [
        ("召集人（乙二）", "乙二", "召集人"),
        ("组长(丙一)", "丙一", "组长"),
        ("副组长【丁一】", "丁一", "副组长"),
        ("书记（李 明）", "李明", "书记"),
        ("村支部书记（戊一）", "戊一", "村支部书记"),
        ("主任（己一）", "己一", "主任"),
        ("第一召集人（庚一）", "庚一", "第一召集人"),
        ("代表小组召集人（辛一）", "辛一", "代表小组召集人"),
        ("常务副组长（壬一）", "壬一", "常务副组长"),
        ("团长（癸一）", "癸一", "团长"),
        ("组长甲三", "甲三", "组长"),
        ("召集人-庚二", "庚二", "召集人"),
        ("召集人:乙二", "乙二", "召集人"),
    ] {
        let parsed = people(&format!("姓名,性别,电话\n{cell},男,13800000001\n"));
        assert_eq!(
            who(&parsed),
            [(name, Some(post), Some("13800000001"))],
            "{cell}: {parsed:#?}"
        );
    }
    for (cell, name, note) in [
        ("乙二（召集人）", "乙二", "召集人"),
        ("乙二 召集人", "乙二", "召集人"),
        ("召集人/辛二", "辛二", "召集人"),
        ("壬二、召集人", "壬二", "召集人"),
        ("召集人 乙三", "乙三", "召集人"),
        ("周涛书记（柳河村）", "周涛", "柳河村，书记"),
    ] {
        let parsed = people(&format!("姓名,性别,电话\n{cell},男,13800000001\n"));
        assert_eq!(names(&parsed), [name], "{cell}");
        assert_eq!(parsed.rows[0].profile.note.as_deref(), Some(note), "{cell}");
    }
    assert_eq!(
        names(&people("姓名,性别,电话\n\"组长（甲一、乙一）\",,13800000001\n")),
        ["甲一", "乙一"]
    );
    // What stands in the bracket is nobody, and neither is the word alone.
    for cell in [
        "组长（女）",
        "主任（代理）",
        "书记（已调离）",
        "组长（柳河村）",
        "组长",
        "召集人",
    ] {
        let parsed = people(&format!("姓名,性别,电话\n{cell},男,13800000001\n"));
        assert_eq!(names(&parsed), [""; 0], "{cell}: {parsed:#?}");
        assert_eq!(said(&parsed, &ProblemKind::NotAName), [2], "{cell}");
    }
    let vacant = people("姓名,性别,电话\n组长（空缺）,男,\n");
    assert_eq!(said(&vacant, &ProblemKind::Vacant), [2]);
    let units = offices("单位名称,联系人,电话\n供电所,负责人（王五）,13800000001\n");
    assert_eq!(units.rows[0].profile.contact.as_deref(), Some("王五"));
}

#[test]
fn what_is_struck_out_of_a_text_is_not_what_it_says_and_is_said() {
    let parsed = read(&book(|book| {
        let sheet = book.add_worksheet();
        let struck = Format::new().set_font_strikethrough();
        let plain = Format::new();
        write(
            sheet,
            &[
                &["姓名", "职务", "电话", "备注"],
                &["甲一", "书记"],
                &[],
                &["丙三"],
                &["丁四"],
            ],
        );
        let rich = |sheet: &mut Worksheet, row, column, parts: &[(&Format, &str)]| {
            sheet.write_rich_string(row, column, parts).unwrap();
        };
        rich(sheet, 1, 2, &[(&struck, "13712340001 "), (&plain, "13712340002")]);
        rich(sheet, 2, 0, &[(&struck, "旧人"), (&plain, "乙二")]);
        rich(sheet, 2, 2, &[(&plain, "13712340003"), (&struck, "、13712340004 & 更")]);
        rich(sheet, 3, 2, &[(&struck, "1371234"), (&struck, "0005")]);
        rich(sheet, 3, 3, &[(&struck, "已"), (&struck, "离任")]);
        sheet.write_with_format(4, 1, "会计", &struck).unwrap();
        sheet.write(4, 2, "13712340006").unwrap();
    }));
    assert_eq!(
        who(&parsed),
        [
            ("甲一", Some("书记"), Some("13712340002")),
            ("乙二", None, Some("13712340003")),
            ("丙三", None, None),
            ("丁四", None, Some("13712340006"))
        ],
        "{parsed:#?}"
    );
    assert!(parsed.rows.iter().all(|row| !row.departed));
    assert_eq!(
        kinds(&parsed),
        [
            (2, ProblemKind::StruckPart),
            (3, ProblemKind::StruckPart),
            (3, ProblemKind::StruckPart),
            (4, ProblemKind::StruckNumber),
            (4, ProblemKind::StruckCell),
            (5, ProblemKind::StruckCell)
        ]
    );
    assert_eq!(parsed.problems[2].seen, "、13712340004 & 更");
    let units = sheets("单位.xlsx", &{
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        write(
            sheet,
            &[&["单位名称", "电话"], &["", "13712340001"], &["供电所", "13712340002"]],
        );
        let struck = Format::new().set_font_strikethrough();
        sheet.write_with_format(1, 0, "兽医站", &struck).unwrap();
        book.save_to_buffer().unwrap()
    });
    let units = zhiban::import::units(&units, &Dictionary::shipped().unwrap()).unwrap();
    assert_eq!(
        (units.rows.len(), kinds(&units)),
        (1, vec![(2, ProblemKind::StruckName)])
    );
}

#[test]
fn what_a_person_says_is_of_no_use_is_read_by_nobody() {
    let choose = |at, heading: &str| zhiban::domain::column::Choice {
        at,
        heading: heading.to_owned(),
        field: None,
    };
    let csv =
        "姓名,县代表,离任时间,电话,备注,变动,状态\n甲一,√,2025.3,13800000001,已调离,已故,停权\n乙一,,,13800000002,,,\n";
    let heads = ["县代表", "离任时间", "备注", "变动", "状态"];
    let choices: Vec<_> = [1, 2, 4, 5, 6]
        .into_iter()
        .zip(heads)
        .map(|(at, head)| choose(at, head))
        .collect();
    let mut words = Dictionary::shipped().unwrap();
    words.deputies = words.deputies.choosing(&choices);
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let sheets_of = |csv: &str| sheets("名册.csv", csv.as_bytes());
    let parsed = deputies(&sheets_of(csv), &words, day).unwrap();
    assert_eq!(names(&parsed), ["甲一", "乙一"]);
    assert!(parsed.problems.is_empty(), "{parsed:#?}");
    let first = &parsed.rows[0];
    assert!(!first.departed && first.profile.levels.is_empty() && first.profile.note.is_none());
    let columns = zhiban::import::columns(
        &sheets_of(csv),
        &words,
        &words.deputies,
        zhiban::import::DeputyField::Name,
    );
    assert!(
        columns
            .iter()
            .filter(|c| heads.contains(&c.heading.as_str()))
            .all(|c| c.field.is_none())
    );
    // What is said of one of two lists side by side is not said of the other, and both are seen as they are read.
    let csv = "姓名,电话,姓名,电话\n甲一,13800000001,乙一,13800000002\n";
    let mut words = Dictionary::shipped().unwrap();
    let columns = zhiban::import::columns(
        &sheets_of(csv),
        &words,
        &words.deputies,
        zhiban::import::DeputyField::Name,
    );
    assert!(columns.iter().all(|column| column.field.is_some()), "{columns:?}");
    words.deputies = words.deputies.choosing(&[choose(3, "电话")]);
    let parsed = deputies(&sheets_of(csv), &words, day).unwrap();
    assert_eq!(
        who(&parsed),
        [("甲一", None, Some("13800000001")), ("乙一", None, None)]
    );
}

#[test]
fn who_leaves_on_a_day_that_has_not_come_is_in_office() {
    for (head, text) in [
        ("离任时间", "2027年1月"),
        ("离任时间", "2026-12-31"),
        ("离任时间", "2027"),
        ("备注", "2027年3月离任"),
        ("备注", "拟2027年3月离任"),
        ("状态", "2027.3离任"),
    ] {
        let parsed = people(&format!("姓名,电话,{head}\n甲一,13800000001,{text}\n"));
        assert_eq!(names(&parsed), ["甲一"], "{text}");
        assert!(!parsed.rows[0].departed, "{text}");
        assert_eq!(kinds(&parsed), [(2, ProblemKind::LeavesLater)], "{text}");
        let note = parsed.rows[0].profile.note.as_deref();
        assert!(note.is_some_and(|note| note.contains(text)), "{note:?}");
    }
    let parsed = people("姓名,电话\n甲一（2027年3月离任）,13800000001\n");
    assert!(!parsed.rows[0].departed);
    for text in ["2026.11", "2025年3月", "届满"] {
        let parsed = people(&format!("姓名,电话,离任时间\n甲一,13800000001,{text}\n"));
        assert!(parsed.rows[0].departed, "{text}");
    }
}

#[test]
fn of_those_who_left_and_those_who_came_the_latter_are_taken() {
    for csv in [
        "选区,离任,新任,电话\n一选区,甲一,乙一,13800000001\n二选区,丙一,待补选,\n",
        "选区,离任代表,离任原因,补选代表,电话\n一选区,甲一,调离,乙一,13800000001\n二选区,甲二,病故,（暂缺）,\n",
        "选区,原任代表,新任代表,电话\n一选区,甲一,乙一,13800000001\n二选区,丙一,待补选（原丙一）,\n",
        "离任代表姓名,离任时间,新任代表姓名,电话\n甲一,2025.3,乙一,13800000001\n丙一,2025.4,（待补选）,\n",
    ] {
        let parsed = people(csv);
        assert_eq!(names(&parsed), ["乙一"], "{csv}: {parsed:#?}");
        assert!(!parsed.rows[0].departed, "{csv}");
        assert_eq!(parsed.rows[0].profile.phone.as_deref(), Some("13800000001"), "{csv}");
        assert_eq!(said(&parsed, &ProblemKind::Vacant), [3], "{csv}");
    }
    // Who came instead stands beside whoever left: that one has left, and the other is asked about.
    let parsed = people("姓名,补选代表,离任时间,电话\n甲一,乙一,2025.3,13800000001\n丙一,,,13800000002\n");
    assert!(parsed.rows[0].departed && !parsed.rows[1].departed);
    assert_eq!(said(&parsed, &ProblemKind::MayBeAnothers), [1]);
}

#[test]
fn nobody_sits_where_a_seat_is_to_be_filled() {
    for cell in [
        "待补选",
        "待补选代表",
        "（空缺待补选）",
        "尚未补选",
        "补选中",
        "代表空缺",
        "暂缺一名",
    ] {
        let parsed = people(&format!("姓名,选区\n{cell},一选区\n甲一,二选区\n"));
        assert_eq!(names(&parsed), ["甲一"], "{cell}");
        assert_eq!(said(&parsed, &ProblemKind::Vacant), [2], "{cell}: {parsed:#?}");
    }
    let parsed = people("姓名,选区\n甲一（待补选）,一选区\n");
    assert_eq!(said(&parsed, &ProblemKind::OfficeUnclear), [2]);
}

#[test]
fn a_remark_that_says_whose_the_number_is_is_believed() {
    for note in [
        "电话为其女儿",
        "村委会电话",
        "该号码是儿媳的",
        "电话由其子代接",
        "号码为村会计的",
        "联系电话打不通",
        "老党员，手机是老伴的",
        "此号为爱人的",
        "女儿的号",
        "女儿代接",
    ] {
        for csv in [
            format!("姓名,电话,备注\n甲一,13800000001,{note}\n"),
            format!("姓名,电话\n\"甲一（{note}）\",13800000001\n"),
        ] {
            let parsed = people(&csv);
            assert_eq!(who(&parsed), [("甲一", None, None)], "{csv}");
            assert_eq!(said(&parsed, &ProblemKind::NotTheirs), [2], "{csv}");
            let note = parsed.rows[0].profile.note.as_deref().unwrap();
            assert!(note.contains("13800000001"), "{note}");
        }
    }
    for note in [
        "微信同号",
        "女儿在外地工作",
        "电话常换",
        "办公室电话",
        "本人手机",
        "村主任",
    ] {
        let parsed = people(&format!("姓名,电话,备注\n甲一,13800000001,{note}\n"));
        assert_eq!(
            who(&parsed),
            [("甲一", None, Some("13800000001"))],
            "{note}: {parsed:#?}"
        );
    }
}

#[test]
fn how_somebody_looks_is_no_name() {
    for cell in [
        "抱孩子的",
        "穿红衣服的",
        "戴眼镜的大爷",
        "卖菜的",
        "那个高个子",
        "老王家媳妇",
    ] {
        let parsed = people(&format!("姓名,性别,电话\n{cell},女,13800000001\n甲一,男,\n"));
        assert_eq!(names(&parsed), ["甲一"], "{cell}");
        assert_eq!(said(&parsed, &ProblemKind::NotAName), [2], "{cell}");
    }
}

#[test]
fn lists_that_share_a_column_and_names_in_two_columns_are_read_whole() {
    let parsed = people(
        "选区,代表一,,代表二,\n,姓名,电话,姓名,电话\n一选区,甲一,13800000001,乙一,13800000002\n二选区,丙一,13800000003,（待补选）,\n三选区,丁一,13800000004,,\n",
    );
    let all: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| {
            let p = &row.profile;
            (p.name.as_str(), p.constituency.as_deref().unwrap(), p.phone.as_deref())
        })
        .collect();
    assert_eq!(
        all,
        [
            ("甲一", "一选区", Some("13800000001")),
            ("丙一", "二选区", Some("13800000003")),
            ("丁一", "三选区", Some("13800000004")),
            ("乙一", "一选区", Some("13800000002"))
        ],
        "{parsed:#?}"
    );
    assert_eq!(kinds(&parsed), [(4, ProblemKind::Vacant)]);
    // A number that belongs to neither list is nobody's guess.
    let parsed = people("选区,姓名,职务,姓名,职务,电话\n一选区,甲一,书记,乙一,主任,13800000001\n");
    assert_eq!(
        (names(&parsed), said(&parsed, &ProblemKind::PassedOver)),
        (vec!["甲一"], vec![2])
    );
    let parsed = people("序号,姓,名,电话\nA1,李,明,13800000001\nA2,欧阳,娜,13800000002\n");
    assert_eq!(names(&parsed), ["李明", "欧阳娜"]);
    let units = offices("序号,单位名称,电话\n一,镇直部门,\n1,村建办,6123456\n二,村（社区）,\n1,石桥村,\n小计,1,\n");
    let all: Vec<_> = units
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.kind))
        .collect();
    assert_eq!(
        all,
        [
            ("村建办", Some(UnitKind::TownOffice)),
            ("石桥村", Some(UnitKind::Village))
        ]
    );
}
