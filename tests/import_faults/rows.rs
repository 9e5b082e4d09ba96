//! One trap after the other, and what is right.

use super::*;

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
            "阿依古丽",
            "买买提"
        ]
    );
    assert_eq!(said(&parsed, &ProblemKind::SeveralNames), [2, 3, 4, 8]);
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
fn f11_f12_each_name_of_a_cell_is_read_with_its_own_bracket() {
    let parsed = people(
        "姓名,性别,选区\n甲一（已故）、甲二,男,一选区\n周六（女）、吴七,,二选区\n空缺、丙一,男,三选区\n（女）九九,,四选区\n李小河（女） 段小林（回族、特邀）,,五选区\n钱一(女，壮族),,六选区\n",
    );
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| {
            (
                r.profile.name.as_str(),
                r.profile.sex.as_deref(),
                r.profile.note.as_deref(),
                r.departed,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("甲一", Some("male"), Some("已故"), true),
            ("甲二", Some("male"), None, false),
            ("周六", Some("female"), None, false),
            ("吴七", None, None, false),
            ("丙一", Some("male"), None, false),
            ("九九", Some("female"), None, false),
            ("李小河", Some("female"), None, false),
            ("段小林", None, Some("特邀"), false),
            ("钱一", Some("female"), None, false)
        ]
    );
    assert_eq!(parsed.rows[7].profile.nation.as_deref(), Some("回族"));
    assert_eq!(said(&parsed, &ProblemKind::SeveralNames), [2, 3, 4, 6]);
    assert_eq!(parsed.ends.count(End::Taken), 6);
}

#[test]
fn f12_a_remark_of_its_own_column_says_who_left_too() {
    let parsed = people(
        "姓名,电话,备注\n甲一,,已辞职\n甲二,,2024年3月已调离\n甲三,,已故\n甲四,,父亲已故\n甲五,,辞去村主任的职务\n甲六,,老师，已调离本镇\n",
    );
    let departed: Vec<bool> = parsed.rows.iter().map(|row| row.departed).collect();
    assert_eq!(departed, [true, true, true, false, false, true]);
    let units = offices("单位名称,联系人\n原经管站（已撤销）,李五\n经管站（原农办）,王六\n财政所,钱七\n");
    let closed: Vec<_> = units
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.closed))
        .collect();
    assert_eq!(
        closed,
        [("原经管站", true), ("经管站（原农办）", false), ("财政所", false)]
    );
}

#[test]
fn f11_several_villages_in_a_cell_are_several() {
    let parsed =
        offices("单位名称,联系人,电话\n新华村、红星村,李五,13800000001\n东村/西村,王七,\n残联、民政办,赵六,\n");
    let all: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.profile.phone.is_some()))
        .collect();
    let wanted = ["新华村", "红星村", "东村", "西村", "残联、民政办"].map(|name| (name, false));
    assert_eq!(all, wanted);
    assert!(parsed.rows[..4].iter().all(|row| row.kind == Some(UnitKind::Village)));
    assert_eq!(said(&parsed, &ProblemKind::SeveralUnits), [2, 3]);
}

#[test]
fn f13_a_row_with_words_for_a_part_of_the_table_alone_is_nobody() {
    let parsed = people(
        "序号,姓名,性别,选区\n第一代表团（3人）,,,\n,第二代表团,,\n,第一选区,,\n,柳河村,,\n,机关,,\n,教育界别,,\n1,甲一,男,一选区\n,甲二,,\n3,王镇,,\n,备注,,\n填表人,李五,,\n,填表人,李五,\n",
    );
    assert_eq!(names(&parsed), ["甲一", "甲二", "王镇"]);
    assert_eq!(said(&parsed, &ProblemKind::Caption), [3, 4, 5, 6, 7]);
    let merged = book(|book| {
        let sheet = book.add_worksheet();
        write(
            sheet,
            &[&["姓名", "性别", "选区"], &["", "", ""], &["甲一", "男", "一选区"]],
        );
        sheet
            .merge_range(1, 0, 1, 2, "第一代表团（3人）", &Format::new())
            .unwrap();
    });
    let merged = read(&merged);
    assert_eq!(names(&merged), ["甲一"]);
    assert_eq!(said(&merged, &ProblemKind::Caption), [2]);
    let units = offices("单位名称,联系人\n财政所,王六\n填表人,李五\n合计,2\n");
    assert_eq!(units.rows.len(), 1);
}

#[test]
fn f10_a_birth_in_a_year_that_a_program_made_up_is_none() {
    let sheets = book(|book| {
        let sheet = book.add_worksheet();
        write(sheet, &[&["姓名", "生日"], &["甲一"], &["甲二"], &["甲三"]]);
        let format = Format::new().set_num_format("m\"月\"d\"日\"");
        // The eighth of March of 2026, 2010 and 1982.
        for (row, serial) in [(1, 46_089.0), (2, 40_245.0), (3, 30_018.0)] {
            sheet.write_number_with_format(row, 1, serial, &format).unwrap();
        }
    });
    let parsed = read(&sheets);
    let born: Vec<_> = parsed.rows.iter().map(|row| row.profile.born.as_deref()).collect();
    assert_eq!(born, [None, None, Some("1982-03")]);
    assert_eq!(parsed.problems.len(), 2);
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
    assert_eq!(deputies(&sheets, &words, day).err(), Some(ImportError::Register));
    let real = read_table(std::path::Path::new(&seat::data("2025年意见台账.xlsx"))).unwrap();
    assert!(units(&real, &words).is_err() && deputies(&real, &words, day).is_err());
}

#[test]
fn e4_brackets_of_a_units_name_stay_as_they_are() {
    let rows = offices("单位名称,电话\n县自然资源局（林业局）,\n县住建局(人防办),\n").rows;
    assert_eq!(rows[0].profile.name, "县自然资源局（林业局）");
    assert_eq!(rows[1].profile.name, "县住建局(人防办)");
}

#[test]
fn e1_a_character_that_only_says_how_another_is_drawn_belongs_to_its_name() {
    let parsed = people(
        "姓名,联系电话\n葛\u{E0100},13800000001\n张伟\u{FE00},\u{202d}13800000002\u{202c}\n★\u{FE0F}孙梅,\n葛\u{E0100}梅 王\u{FE01}芳,\n葛,13800000001\n",
    );
    assert_eq!(
        names(&parsed),
        ["葛\u{E0100}", "张伟\u{FE00}", "孙梅", "葛\u{E0100}梅", "王\u{FE01}芳"]
    );
    assert_eq!(
        kinds(&parsed),
        [
            (4, ProblemKind::Marked),
            (5, ProblemKind::SeveralNames),
            (6, ProblemKind::Duplicate(place(2)))
        ]
    );
    assert_eq!(parsed.rows[1].profile.phone.as_deref(), Some("13800000002"));
}

fn place(row: u32) -> zhiban::import::Place {
    zhiban::import::Place {
        sheet: "名册.csv".into(),
        row,
    }
}

#[test]
fn f18_one_person_twice_with_another_month_of_birth_is_one_where_the_place_is_the_same() {
    let parsed = people(
        "姓名,性别,出生年月,选区,电话\n王强,男,1980.5,一选区,13800000001\n王强,男,1980.6,一选区,\n孙七,女,1970,二选区,\n孙七,女,1970.11,二选区,\n周八,男,1970.3,,\n周八,男,1970.4,,\n吴九,男,1970.3,三选区,\n吴九,男,1970.4,四选区,\n郑十,男,1970.3,三选区,\n郑十,女,1970.4,三选区,\n",
    );
    assert_eq!(
        kinds(&parsed),
        [
            (3, ProblemKind::NotKept(place(2))),
            (5, ProblemKind::SameAs(place(4))),
            (7, ProblemKind::Namesake(place(6))),
        ]
    );
    assert_eq!(parsed.problems[0].seen, "王强 1980-06");
    assert_eq!(
        names(&parsed),
        ["王强", "孙七", "周八", "周八", "吴九", "吴九", "郑十", "郑十"]
    );
    let born: Vec<_> = parsed.rows.iter().map(|r| r.profile.born.as_deref().unwrap()).collect();
    assert_eq!(born[..2], ["1980-05", "1970-11"], "the month is taken over");
    assert_eq!(
        (parsed.ends.count(End::Taken), parsed.ends.count(End::Together)),
        (8, 2)
    );
}

#[test]
fn f12_words_behind_a_name_without_a_bracket_are_nobody_and_no_part_of_a_name() {
    let parsed = people(
        "姓名,性别\n李四 已故,男\n王五已调离,男\n赵六 去世,男\n周九-已故,男\n钱一（特邀） 已离任,女\n孙调出,女\n张 伟,男\n李小河 段小林 已辞职,男\n",
    );
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| (r.profile.name.as_str(), r.departed))
        .collect();
    assert_eq!(
        rows,
        [
            ("李四", true),
            ("王五", true),
            ("赵六", true),
            ("周九", true),
            ("钱一", true),
            ("孙调出", false),
            ("张伟", false),
            ("李小河", false),
            ("段小林", true),
        ]
    );
}

#[test]
fn f22_what_two_columns_of_one_field_say_is_taken_together_or_said() {
    let parsed = people(
        "姓名,单位,职务,备注,说明,代表层级,代表类别,出生年月,出生日期\n甲一,石桥村,书记,老师,会双语,县,镇,1980.5,1980.5\n乙一,镇政府,镇政府主任,,说明里的,县,县,1981.5,1981.6\n丙一,,会计,,,,,,1982.1.3\n",
    );
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| {
            (
                r.profile.post.as_deref().unwrap(),
                r.profile.note.as_deref(),
                r.profile.levels.clone(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("石桥村书记", Some("老师；会双语"), vec![Level::County, Level::Town]),
            ("镇政府主任", Some("说明里的"), vec![Level::County]),
            ("会计", None, vec![]),
        ]
    );
    assert_eq!(kinds(&parsed), [(3, ProblemKind::PassedOver)]);
    assert_eq!(
        (parsed.problems[0].column.as_str(), parsed.problems[0].seen.as_str()),
        ("出生日期", "1981.6")
    );
    assert_eq!(parsed.rows[2].profile.born.as_deref(), Some("1982-01"));
    let offices = offices("单位名称,联系人,经办人,承办范围,职责\n供电所,熊杰,林晓,路灯,抢修\n");
    assert_eq!(kinds(&offices), [(2, ProblemKind::PassedOver)]);
    assert_eq!(offices.rows[0].profile.scope.as_deref(), Some("路灯 抢修"));
}

#[test]
fn f10_a_date_cell_says_what_its_format_shows() {
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2005, 5, 1).unwrap();
    let formats = [
        "yyyy\"年\"m\"月\"",
        "m\"月\"d\"日\"",
        "yyyy",
        "yyyy-mm-dd",
        "d-mmm",
        "m/d/yy h:mm",
    ];
    let sheets = book(|book| {
        let sheet = book.add_worksheet();
        write(sheet, &[&["姓名", "出生年月"]]);
        for (row, (name, format)) in (1..).zip(["甲一", "乙一", "丙一", "丁一", "戊一", "己一"].iter().zip(formats))
        {
            sheet.write(row, 0, *name).unwrap();
            sheet
                .write_datetime_with_format(row, 1, &day, &Format::new().set_num_format(format))
                .unwrap();
        }
    });
    let parsed = read(&sheets);
    let born: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| r.profile.born.as_deref().unwrap_or("-"))
        .collect();
    assert_eq!(born, ["2005-05", "-", "2005", "2005-05", "-", "2005-05"]);
    assert_eq!(kinds(&parsed), [(3, ProblemKind::NoYear), (6, ProblemKind::NoYear)]);
    assert_eq!(parsed.problems[0].seen, "5月1日");
}

#[test]
fn f10_a_date_in_han_numerals_and_a_year_of_two_digits_are_read() {
    let parsed = people(
        "姓名,出生年月\n王一,一九八二年三月五日\n王二,二〇〇一年十二月\n王三,一九八O年十月\n王四,一九八0年三月\n王五,八二年三月\n王六,82.3\n王七,61年\n王八,１９８２．３\n王九,十二月三日\n王十,12.3\n",
    );
    let born: Vec<_> = parsed
        .rows
        .iter()
        .map(|r| r.profile.born.as_deref().unwrap_or("-"))
        .collect();
    assert_eq!(
        born,
        [
            "1982-03", "2001-12", "1980-10", "1980-03", "1982-03", "1982-03", "1961", "1982-03", "-", "-"
        ]
    );
    assert_eq!(said(&parsed, &ProblemKind::NoYear), [10, 11]);
}

#[test]
fn f6_hidden_rows_and_columns_are_read_and_said() {
    let sheets = book(|book| {
        let sheet = book.add_worksheet().set_name("一 & 二").unwrap();
        write(
            sheet,
            &[
                &["姓名", "性别", "电话", "别的"],
                &["甲一", "男", "13800000001", "x"],
                &["乙一", "女", "13800000002", "x"],
                &["丙一", "女", "13800000003", "x"],
                &["合计", "3", "", ""],
            ],
        );
        for row in [2, 4] {
            sheet.set_row_hidden(row).unwrap();
        }
        for column in [2, 3] {
            sheet.set_column_hidden(column).unwrap();
        }
    });
    let parsed = read(&sheets);
    assert_eq!(names(&parsed), ["甲一", "乙一", "丙一"]);
    assert_eq!(
        kinds(&parsed),
        [(1, ProblemKind::HiddenColumn), (3, ProblemKind::HiddenRow)],
        "of what is read: the column without a field and the total are not"
    );
    assert_eq!(parsed.problems[0].column, "电话");
    assert_eq!(parsed.rows[1].profile.phone.as_deref(), Some("13800000002"));
}
