//! What an import may not decide by itself: whether one of a name is the one who is there, whether a line is anybody at all,
//! whose a number is.

use super::*;
use zhiban::domain::id::{DeputyId, UnitId};

pub(super) const HEAD: &str = "姓名,性别,出生年月,单位及职务,选区,电话\n";

pub(super) fn there(csv: &str) -> Vec<Deputy> {
    let rows = people(&[HEAD, csv].concat()).rows.into_iter();
    rows.map(|row| Deputy {
        id: DeputyId(uuid::Uuid::nil()),
        profile: row.profile.over(&DeputyProfile::default()).made(),
        active: true,
        rev: 1,
    })
    .collect()
}

pub(super) fn steps(known: &str, csv: &str) -> Vec<Step<DeputyProfile>> {
    plan_deputies(&there(known), &people(&[HEAD, csv].concat()).rows)
}

fn phone(row: &DeputyRow) -> Option<&str> {
    row.profile.phone.as_deref()
}

#[test]
fn another_person_of_a_name_never_takes_the_place_of_who_is_there() {
    let known = "李娜,女,1950.05,石桥村,第二选区,6123457\n";
    for row in [
        "李娜,男,1980.05,柳河村,第二选区,6123457",
        "李娜,男,,石桥村,第二选区,6123457",
        "李娜,,1980,石桥村,第二选区,6123457",
        "李娜,女,1950.06,石桥村,第二选区,6123457",
        "李娜,男,,石桥村,,",
        "李娜,男,,,,",
        "李娜,男,1980.05,柳河村,第九选区,6123457",
        // What a whole office answers, and somebody who sits elsewhere.
        "李娜,,,柳河村,第九选区,6123457",
        "李娜,,,镇中学教师,,6123457",
        // A name, and everything else is another's.
        "李娜,,,镇中学教师,,13800130022",
    ] {
        let step = &steps(known, &[row, "\n"].concat())[0];
        assert_eq!(*step, Step::Unsure { candidates: vec![0] }, "{row}");
    }
    // Who has nothing in common but the name is another, and is added.
    let other = steps(known, "李娜,男,1980.05,柳河村,第九选区,13800130022\n");
    assert!(matches!(other[0], Step::Add(_)));
    // What the year was known of gets its month, and a new number is a change.
    let same = steps(known, "李娜,女,1950,石桥村,第二选区,13800130022\n");
    assert!(matches!(&same[0], Step::Update(0, p) if p.born.as_deref() == Some("1950-05")));
}

#[test]
fn of_two_who_fit_equally_well_the_first_is_not_changed() {
    let known = "王伟,男,1950.05,石桥村,,6123457\n王伟,男,1980.05,石桥村,,6123457\n";
    let step = &steps(known, "王伟,男,,柳河村,,6123457\n")[0];
    assert!(matches!(step, Step::Unsure { .. }), "{step:?}");
    let step = &steps(known, "王伟,男,1980.05,石桥村,第三选区,6123457\n")[0];
    assert!(matches!(step, Step::Update(1, _)), "{step:?}");
}

#[test]
fn one_name_and_one_number_in_a_sheet_are_two_people_where_sex_or_year_differ() {
    let parsed = people(
        &[
            HEAD,
            "陈强,男,,石桥村,,0536-6123456\n陈强,女,,柳河村,,0536-6123456\n王伟,男,1950.05,石桥村,,6123457\n\
         王伟,男,1980.05,柳河村,,6123457\n李娜,女,1960.01,石桥村,,13800130022\n李娜,女,1990.01,柳河村,,13800130022\n\
         赵敏,,,石桥村书记,,13800130033\n赵敏,,,镇中学教师,,13800130033\n",
        ]
        .concat(),
    );
    assert_eq!(names(&parsed), ["陈强", "陈强", "王伟", "王伟", "李娜", "李娜", "赵敏"]);
    let apart = parsed
        .problems
        .iter()
        .filter(|p| matches!(p.kind, ProblemKind::Apart(_)));
    assert_eq!(apart.map(|p| p.at.row).collect::<Vec<_>>(), [3, 5, 7]);
    assert!(matches!(parsed.problems.last().unwrap().kind, ProblemKind::NotKept(_)));
    // A third row says which of the two it is.
    let parsed = people(
        &[
            HEAD,
            "王伟,男,1950,,,6123457\n王伟,男,1980,,,6123457\n王伟,男,1980.05,,,6123457\n",
        ]
        .concat(),
    );
    assert_eq!(parsed.rows[1].profile.born.as_deref(), Some("1980-05"));
    assert_eq!(parsed.rows.len(), 2);
}

pub(super) fn known_unit(name: &str, short: &str, kind: UnitKind, active: bool) -> Unit {
    let profile = UnitProfile {
        name: name.into(),
        short: short.into(),
        kind,
        ..UnitProfile::default()
    };
    Unit {
        id: UnitId(uuid::Uuid::nil()),
        profile: profile.made(),
        active,
        rev: 1,
    }
}

#[test]
fn a_unit_of_another_kind_or_that_is_no_more_is_asked_about() {
    let known = [
        known_unit("水利站", "", UnitKind::TownOffice, true),
        known_unit("兽医站", "", UnitKind::TownOffice, false),
        known_unit("石桥村", "", UnitKind::Village, true),
        known_unit("镇建设办公室", "建办", UnitKind::TownOffice, true),
        known_unit("镇基建办公室", "建办", UnitKind::TownOffice, true),
    ];
    let plan = |row: &str| {
        let parsed = offices(&["单位名称,简称,类别,电话\n", row, "\n"].concat());
        plan_units(&known, &parsed.rows).remove(0)
    };
    let unsure = |candidates: &[usize]| Step::Unsure {
        candidates: candidates.to_vec(),
    };
    assert_eq!(plan("水利站,,县直,8123451"), unsure(&[0]));
    assert_eq!(plan("兽医站,,镇直,8123451"), unsure(&[1]));
    assert_eq!(plan("石桥村委会,,,8123451"), unsure(&[2]));
    assert_eq!(plan("石桥,,,8123451"), unsure(&[2]));
    assert_eq!(plan("建办,,,8123451"), unsure(&[3, 4]));
    assert_eq!(plan("新设办,建办,,8123451"), unsure(&[3, 4]));
    assert!(matches!(plan("石桥社区,,,8123451"), Step::Add(_)));
    assert!(matches!(plan("水利站,,镇直,8123451"), Step::Update(0, _)));
}

#[test]
fn villages_and_short_forms_that_agree_in_one_sheet_are_said() {
    let parsed = offices(
        "单位名称,简称,类别,电话\n石桥村,,,8123451\n石桥村委会,,,8123452\n石桥,,,8123453\n石桥社区,,,8123454\n\
         镇农业农村办公室,农办,,8123455\n镇农民工办公室,农办,,8123456\n水利站,,镇直,\n水利站,,县直,8123457\n",
    );
    let found: Vec<_> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
    assert_eq!(
        found,
        ["石桥村", "石桥社区", "镇农业农村办公室", "镇农民工办公室", "水利站"]
    );
    let seen: Vec<_> = kinds(&parsed)
        .into_iter()
        .map(|(row, kind)| (row, format!("{kind:?}")))
        .collect();
    let seen: Vec<_> = seen
        .iter()
        .map(|(row, kind)| (*row, kind.split('(').next().unwrap()))
        .collect();
    assert_eq!(
        seen,
        [(3, "OneVillage"), (4, "OneVillage"), (7, "OneShort"), (9, "OtherKind")]
    );
    assert_eq!(parsed.ends.count(End::Unsure), 3);
}

#[test]
fn lines_below_a_list_are_nobody() {
    let lines = [
        "柳河镇人大主席团（盖章）",
        "制表人 李明",
        "负责人签字：",
        "年  月  日",
        "2026年3月5日",
        "以下空白",
        "（以下空白）",
        "未完待续",
        "接下页",
        "*为主席团成员",
        "★表示组长",
        "谢谢配合",
        "附件1",
        "第1页 共1页",
        "主任：周涛",
        "组长：",
        "出生年月",
        "镇",
        "工人代表",
        "党员",
        "此表截止2026年3月",
        "说明：王伟同志任组长",
        "合计：5人",
        "其中：女2人",
        "联系人：周涛 13800138888",
    ];
    for line in lines {
        for columns in ["姓名,层级,电话\n王伟,镇,13800130011\n", "姓名\n王伟\n李娜\n赵敏\n"] {
            let parsed = people(&[columns, line, "\n"].concat());
            let all = names(&parsed);
            let listed = ["党员", "组长：", "工人代表"];
            let may = columns.len() < 30 && listed.contains(&line);
            assert!(
                may || all.iter().all(|name| ["王伟", "李娜", "赵敏"].contains(name)),
                "{line}: {all:?}"
            );
        }
    }
    let lines = [
        "制表：李明",
        "负责人签字：",
        "2026年3月5日",
        "年  月  日",
        "附件1",
        "第1页",
        "联系电话",
        "以下空白",
        "合计：2个村",
        "合计2个单位",
        "3",
        "单位",
        "谢谢配合",
        "共5个单位",
        "（以下空白）",
        "（略）",
        "★表示主办",
        "村委会（盖章）",
    ];
    for line in lines {
        for columns in ["村,书记,电话\n石桥村,王伟,13800130011\n", "单位名称\n石桥村\n财政所\n"] {
            let parsed = offices(&[columns, line, "\n"].concat());
            let all: Vec<_> = parsed.rows.iter().map(|row| row.profile.name.as_str()).collect();
            assert!(
                all.iter().all(|name| ["石桥村", "财政所"].contains(name)),
                "{line}: {all:?}"
            );
        }
    }
}

#[test]
fn a_name_with_nothing_beside_it_is_asked_about_where_the_others_say_more() {
    let parsed = people("姓名,层级,电话\n王伟,镇,13800130011\n李娜,县,13800130022\n孙丽,,\n钱进（已调离）,,\n");
    assert_eq!(names(&parsed), ["王伟", "李娜", "钱进"]);
    assert_eq!(said(&parsed, &ProblemKind::NameAlone), [4]);
    assert_eq!(parsed.ends.count(End::Unsure), 1);
    // Who has a number of the list has something, and where nobody says more nobody is asked about.
    for csv in [
        "序号,姓名,电话\n1,王伟,13800130011\n2,孙丽,\n",
        "姓名,电话\n王伟,\n孙丽,\n",
        "姓名\n王伟\n孙丽\n",
    ] {
        assert_eq!(names(&people(csv)), ["王伟", "孙丽"], "{csv}");
    }
    let parsed = offices("单位名称,联系人,电话\n村建办,王伟,8123451\n柳河镇人大,,\n");
    assert_eq!(said(&parsed, &ProblemKind::NameAlone), [3]);
}

#[test]
fn a_table_that_lies_on_its_side_is_said_and_nothing_is_taken() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let words = Dictionary::shipped().unwrap();
    for csv in [
        "姓名,王伟\n性别,男\n出生年月,1970.05\n联系电话,13800130011\n代表层级,镇\n",
        "姓名,王伟,性别,男\n出生年月,1970.05,民族,汉\n联系电话,13800130011,层级,镇\n",
        "代表基本情况登记表\n姓名,王伟,性别,男\n出生年月,1970.05,民族,汉\n联系电话,13800130011,层级,镇\n工作单位,柳河村\n",
        "姓  名,王伟,性  别,男,照片\n政治面貌,党员,文化程度,大专\n手  机,13800130011\n姓  名,李娜,性  别,女,照片\n政治面貌,群众,文化程度,中专\n手  机,13800130022\n",
        "姓名,王伟,李娜,赵敏\n层级,镇,县,镇\n电话,13800130011,13800130022,13800130033\n",
        "姓名,王伟\n电话,13800130011\n",
    ] {
        let read = deputies(&sheets("名册.csv", csv.as_bytes()), &words, day);
        assert_eq!(read.err(), Some(ImportError::OnItsSide), "{csv}");
    }
    let csv = "单位名称,村建办,财政所\n联系人,王伟,李娜\n联系电话,8123451,8123452\n";
    assert_eq!(
        units(&sheets("单位.csv", csv.as_bytes()), &words).err(),
        Some(ImportError::OnItsSide)
    );
    // Another sheet of the file is read.
    let parsed = read(&book(|book| {
        let side: &[&[&str]] = &[&["姓名", "王伟"], &["性别", "男"], &["电话", "13800130011"]];
        write(book.add_worksheet().set_name("登记表").unwrap(), side);
        write(
            book.add_worksheet().set_name("名册").unwrap(),
            &[&["姓名", "电话"], &["李娜", "13800130022"]],
        );
    }));
    assert_eq!(names(&parsed), ["李娜"]);
    assert_eq!(kinds(&parsed), [(1, ProblemKind::OnItsSide)]);
    assert_eq!(parsed.ends.count(End::Unheaded), 3);
}

#[test]
fn a_number_that_is_said_to_be_anothers_is_not_theirs() {
    for (cell, own, note) in [
        ("13800130011(妻)", None, Some("13800130011(妻)")),
        ("13800130011（妻子）", None, Some("13800130011（妻子）")),
        ("13800130022(已停机)", None, Some("13800130022(已停机)")),
        (
            "13800130033（妻13900130033）",
            Some("13800130033"),
            Some("妻13900130033"),
        ),
        ("13800130044[儿子]", None, Some("13800130044[儿子]")),
        ("妻13800130011", None, Some("妻13800130011")),
        ("13800130011 空号", None, Some("13800130011 空号")),
        (
            "13800130011(妻)、13900130022",
            Some("13900130022"),
            Some("13800130011(妻)"),
        ),
        ("13800130011（老王）", Some("13800130011"), Some("老王")),
        ("8123451（办）", Some("8123451"), None),
        ("13800130011（微信同号）", Some("13800130011"), None),
        ("（0536）6123456", Some("05366123456"), None),
    ] {
        let csv = format!("姓名,层级,电话\n王伟,镇,\"{cell}\"\n");
        let parsed = people(&csv);
        let row = &parsed.rows[0];
        assert_eq!((phone(row), row.profile.note.as_deref()), (own, note), "{cell}");
        assert_eq!(
            parsed.problems.is_empty(),
            note.is_none(),
            "{cell}: {:?}",
            parsed.problems
        );
    }
    let parsed = offices("单位名称,电话\n村建办,8123451（已停用）\n");
    assert_eq!(parsed.rows[0].profile.phone, None);
    assert_eq!(said(&parsed, &ProblemKind::NotTheirs), [2]);
}

#[test]
fn as_many_numbers_as_names_are_one_each() {
    for (names_cell, phones) in [
        ("王伟、张建国", "13800130011、13800130022"),
        ("王伟 张建国", "13800130011 13800130022"),
        ("王伟\n张建国", "13800130011\n13800130022"),
        ("王伟（组长）/张建国", "13800130011/13800130022"),
    ] {
        let parsed = people(&format!(
            "选区,代表姓名,联系电话\n一选区,\"{names_cell}\",\"{phones}\"\n"
        ));
        assert_eq!(names(&parsed), ["王伟", "张建国"], "{names_cell}");
        let numbers: Vec<_> = parsed.rows.iter().map(phone).collect();
        assert_eq!(numbers, [Some("13800130011"), Some("13800130022")], "{names_cell}");
        assert_eq!(said(&parsed, &ProblemKind::OnePhoneEach), [2]);
    }
    let parsed = people("姓名,电话\n\"王伟、张建国\",13800130011\n");
    assert_eq!(parsed.rows.iter().map(phone).collect::<Vec<_>>(), [None, None]);
    assert_eq!(kinds(&parsed), [(2, ProblemKind::SeveralNames)]);
    // Of one person the mobile number is wanted, wherever it stands.
    let parsed = people("姓名,电话\n王伟,6123456/13800130266\n");
    assert_eq!(phone(&parsed.rows[0]), Some("13800130266"));
}

#[test]
fn a_level_a_heading_or_an_office_is_no_name() {
    for cell in ["赵敏,镇", "王伟、县", "赵敏 镇", "镇", "县", "王伟 手机", "性别"] {
        let csv = format!("姓名,层级,电话\n\"{cell}\",,13800130033\n陈强,镇,13800130044\n李娜,镇,\n孙丽,镇,\n");
        assert_eq!(names(&people(&csv)), ["陈强", "李娜", "孙丽"], "{cell}");
        assert_eq!(said(&people(&csv), &ProblemKind::NotAName), [2], "{cell}");
    }
    let parsed =
        people("姓名,电话\n周涛书记,13800130066\n周涛 主任,13800130067\n欧阳书记,13800130068\n张 全,13800130069\n");
    assert_eq!(names(&parsed), ["周涛", "周涛", "欧阳书记", "张全"]);
    assert_eq!(parsed.rows[0].profile.note.as_deref(), Some("书记"));
}

#[test]
fn what_the_other_sheet_says_is_named_with_the_sheet() {
    let town = Town::empty();
    let mut book = Workbook::new();
    for name in ["县代表", "镇代表"] {
        write(
            book.add_worksheet().set_name(name).unwrap(),
            &[&["姓名", "电话"], &["王伟", "13800130011"]],
        );
    }
    let path = town.path("两张.xlsx");
    book.save(&path).unwrap();
    let out = town.run(&["import", "deputies", &path.display().to_string(), "--dry-run"]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(said.contains("和县代表 第2行是同一个"), "{said}");
}

#[test]
fn what_the_program_says_of_columns_and_changes_is_so() {
    let town = Town::empty();
    let path = town.path("名册.csv");
    let run = |csv: &str, more: &[&str]| {
        std::fs::write(&path, csv).unwrap();
        let path = path.display().to_string();
        let out = town.run(&[&["import", "deputies", &path], more].concat());
        String::from_utf8(out.stdout).unwrap()
    };
    let ticks = "姓名,市代表,镇代表,电话\n王伟,,√,13800130011\n李娜,√,,13800130022\n";
    let said = run(ticks, &["--dry-run"]);
    assert!(
        said.contains("「市代表」= 层级") && said.contains("「镇代表」= 层级"),
        "{said}"
    );
    // What it says of them can be given back to it.
    let map = town.path("列.txt");
    std::fs::write(&map, &said).unwrap();
    run(ticks, &["--yes", "--map", &map.display().to_string()]);
    let levels: Vec<_> = town
        .list(&["deputies"])
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["levels"].clone())
        .collect();
    assert_eq!(levels, [serde_json::json!(["town"]), serde_json::json!(["city"])]);
    let said = run("姓名,层级,电话\n王伟,镇代表（主席）,13900130099\n", &["--dry-run"]);
    assert!(said.contains("更新 王伟: 电话 138****0011 > 139****0099"), "{said}");
    assert!(!said.contains("不认识"), "{said}");
    let columns = town.path("单位.csv");
    std::fs::write(&columns, "单位,科室,联系人\n县住建局,城建科,王伟\n").unwrap();
    let out = town.run(&["import", "units", &columns.display().to_string(), "--dry-run"]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.contains("「科室」= 不用") && said.contains("「单位」= 姓名或名称"),
        "{said}"
    );
}
