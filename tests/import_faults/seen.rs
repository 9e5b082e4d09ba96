//! Nothing that stands in a table is passed over without a word: columns without a heading, several in one cell, what a person
//! says of columns.

use super::*;
use zhiban::domain::column::Column;
use zhiban::import::{DeputyField, UnitField, columns, shape};

fn of_people(sheets: &[Sheet]) -> Vec<Column> {
    let words = Dictionary::shipped().unwrap();
    columns(sheets, &words, &words.deputies, DeputyField::Name)
}

fn seen(columns: &[Column]) -> Vec<(String, &str, String, Option<&str>)> {
    let one = |c: &Column| (c.letters(), c.samples.join("/"), c.field);
    let all = columns.iter().map(|c| (one(c), c.heading.as_str()));
    all.map(|((letters, samples, field), heading)| (letters, heading, samples, field))
        .collect()
}

#[test]
fn a_column_to_the_right_of_the_last_heading_is_a_column() {
    let csv = "姓名,电话\n张三,13800000001,已联系\n李四,13800000002,,待定\n";
    let told = |letters: &str, heading: &'static str, samples: &str, field| {
        (letters.to_owned(), heading, samples.to_owned(), field)
    };
    let right = [
        told("A", "姓名", "张三/李四", Some("name")),
        told("B", "电话", "13800000001/13800000002", Some("phone")),
        told("C", "", "已联系", None),
        told("D", "", "待定", None),
    ];
    let of_csv = of_people(&sheets("名册.csv", csv.as_bytes()));
    assert_eq!(seen(&of_csv), right);
    let of_book = of_people(&book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["姓名", "电话"]).unwrap();
        sheet.write_row(1, 0, ["张三", "13800000001", "已联系"]).unwrap();
        sheet.write_row(2, 0, ["李四", "13800000002", "", "待定"]).unwrap();
    }));
    assert_eq!(seen(&of_book), right);
    // Also what stands alone in its row; and it makes no other shape of the file.
    let alone = of_people(&sheets(
        "名册.csv",
        "姓名,电话\n张三,13800000001\n,,,记一笔\n".as_bytes(),
    ));
    assert_eq!(seen(&alone)[2..], [told("D", "", "记一笔", None)]);
    let plain = of_people(&sheets("名册.csv", "姓名,电话\n张三,13800000001\n".as_bytes()));
    assert_eq!((shape(&alone), shape(&of_csv)), (shape(&plain), shape(&plain)));
    let words = Dictionary::shipped().unwrap();
    let units = sheets("单位.csv", "单位名称,电话\n县水利局,051683962262,防汛\n".as_bytes());
    let units = columns(&units, &words, &words.units, UnitField::Name);
    assert_eq!(seen(&units)[2..], [told("C", "", "防汛", None)]);
}

#[test]
fn a_column_without_a_heading_is_taken_for_what_a_person_says() {
    let town = Town::empty();
    let csv = "姓名,电话\n张三,13800000001,城东选区\n";
    let import = |more: &[&str]| {
        let path = town.path("名册.csv");
        std::fs::write(&path, csv).unwrap();
        let path = path.display().to_string();
        let out = town.run(&[&["import", "deputies", &path], more].concat());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (out.status.code(), text(out.stdout) + &text(out.stderr))
    };
    let (_, said) = import(&["--dry-run"]);
    assert!(said.contains("列C「」= 不用   城东选区"), "{said}");
    let map = town.path("列.txt");
    let map_with = |text: &str| {
        std::fs::write(&map, text).unwrap();
        import(&["--map", &map.display().to_string(), "--yes"])
    };
    for (line, why) in [
        ("列C 选区", "第2行看不懂"),
        ("列C 「」 选区", "第2行看不懂"),
        ("列F「」= 选区", "第2行：这张表里没有这一列：列F「」"),
        ("列B「手机」= 选区", "第2行：这张表里没有这一列：列B「手机」"),
    ] {
        let (code, said) = map_with(&format!("列A「姓名」= 姓名\n{line}\n"));
        assert_eq!((code, said.contains(why)), (Some(65), true), "{line}: {said}");
    }
    assert_eq!(town.list(&["deputies"]), Value::Array(Vec::new()));
    let (code, said) = map_with("列A「姓名」= 姓名\n列B「电话」= 电话\n列C「」= 选区\n");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(town.list(&["deputies"])[0]["constituency"], "城东选区");
}

#[test]
fn several_names_in_one_cell_are_several_people_and_one_spread_out_is_one() {
    for (cell, who) in [
        ("欧阳娜娜 司马光", vec!["欧阳娜娜", "司马光"]),
        ("欧阳娜娜\n司马光", vec!["欧阳娜娜", "司马光"]),
        ("迪丽热巴 古力娜扎", vec!["迪丽热巴", "古力娜扎"]),
        ("买买提·艾力 阿依古丽·买买提", vec!["买买提·艾力", "阿依古丽·买买提"]),
        ("李四和王五", vec!["李四", "王五"]),
        ("李四、王五和赵六", vec!["李四", "王五", "赵六"]),
        ("张和平和李四", vec!["张和平", "李四"]),
        ("张 三", vec!["张三"]),
        ("王 二 小", vec!["王二小"]),
        ("欧阳 娜娜", vec!["欧阳娜娜"]),
        ("欧阳和平", vec!["欧阳和平"]),
        ("王和平", vec!["王和平"]),
        ("Li Wei", vec!["Li Wei"]),
    ] {
        let parsed = people(&format!("姓名,选区,电话\n\"{cell}\",一选区,\n"));
        assert_eq!(names(&parsed), who, "{cell}");
        let said = parsed.problems.iter().any(|p| p.kind == ProblemKind::SeveralNames);
        assert_eq!(said, who.len() > 1, "{cell}");
    }
    let parsed = people("姓名,选区,电话\n欧阳娜娜 司马光,一选区,13800000001 13800000002\n");
    let phones: Vec<_> = parsed.rows.iter().map(|row| row.profile.phone.as_deref()).collect();
    assert_eq!(phones, [Some("13800000001"), Some("13800000002")]);
    // Whoever looks at the columns sees them apart.
    let sheets = sheets(
        "名册.csv",
        "姓名,选区\n欧阳娜娜 司马光,一选区\n张 三,二选区\n".as_bytes(),
    );
    assert_eq!(of_people(&sheets)[0].samples, ["欧阳娜娜 司马光", "张三"]);
}

#[test]
fn several_units_in_one_cell_are_asked_about_and_one_of_two_words_is_one() {
    for cell in [
        "县水利局 县交通局",
        "县水利局、县交通局",
        "县水利局\n县交通局",
        "县水利局和县交通局",
    ] {
        let parsed = offices(&format!(
            "单位名称,电话\n\"{cell}\",051683962262\n县司法局,051683962263\n"
        ));
        let found: Vec<_> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
        assert_eq!(found, ["县司法局"], "{cell}");
        let said: Vec<_> = parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect();
        assert_eq!(said, [(2, ProblemKind::UnitsTogether)], "{cell}");
        assert_eq!(parsed.ends.count(End::Unsure), 1, "{cell}");
    }
    for cell in ["柳河镇 水利站", "县 水利局", "县发展和改革局", "党政、综合办公室"] {
        let parsed = offices(&format!("单位名称,电话\n{cell},051683962262\n"));
        assert_eq!(parsed.rows.len(), 1, "{cell} {:?}", parsed.problems);
        assert!(parsed.problems.is_empty(), "{cell} {:?}", parsed.problems);
    }
}

#[test]
fn a_sheet_that_is_the_other_kind_of_table_is_called_what_it_is() {
    let both = book(|book| {
        let sheet = book.add_worksheet().set_name("代表").unwrap();
        sheet.write_row(0, 0, ["姓名", "选区", "联系电话"]).unwrap();
        sheet.write_row(1, 0, ["甲一", "一选区", "13800000001"]).unwrap();
        let sheet = book.add_worksheet().set_name("单位").unwrap();
        sheet.write_row(0, 0, ["单位名称", "联系人", "联系电话"]).unwrap();
        sheet.write_row(1, 0, ["县水利局", "乙一", "051683962262"]).unwrap();
    });
    let of = |problems: &[zhiban::import::Problem]| -> Vec<(String, ProblemKind)> {
        problems.iter().map(|p| (p.at.sheet.clone(), p.kind.clone())).collect()
    };
    assert_eq!(of(&read(&both).problems), [("单位".into(), ProblemKind::ListOfUnits)]);
}

#[test]
fn a_time_of_day_is_said_as_its_sheet_shows_it() {
    let sheets = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["姓名", "选区", "备注"]).unwrap();
        sheet.write_row(1, 0, ["甲一", "一选区"]).unwrap();
        let format = Format::new().set_num_format("hh:mm");
        sheet.write_with_format(1, 2, 9.5 / 24.0, &format).unwrap();
    });
    assert_eq!(read(&sheets).rows[0].profile.note.as_deref(), Some("09:30"));
}
