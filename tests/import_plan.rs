//! Lists of units, and what a table would do to what is already there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chrono::NaiveDate;
use tempfile::TempDir;
use zhiban::domain::code::{Level, UnitKind};
use zhiban::domain::id::{DeputyId, UnitId};
use zhiban::domain::phone::PhoneProblem;
use zhiban::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use zhiban::import::{
    DeputyRow, Dictionary, End, Parsed, ProblemKind, Sheet, Step, UnitRow, deputies, namesakes_there, plan_deputies,
    plan_units, read_table, units,
};

fn words() -> Dictionary {
    Dictionary::shipped().unwrap()
}

fn table(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_table(&path).unwrap()
}

fn people(csv: &str) -> Parsed<DeputyRow> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    deputies(&table("名册.csv", csv.as_bytes()), &words(), day).unwrap()
}

fn unit_rows(csv: &str) -> Parsed<UnitRow> {
    units(&table("单位.csv", csv.as_bytes()), &words()).unwrap()
}

#[test]
fn units_in_other_words_and_villages() {
    let parsed = unit_rows(
        "柳河镇承办单位一览表,,,,,\n序号,单位全称,性质,联络员,手机,职责,主管单位\n1,石桥村,,张某,13712344410,村内事务,镇政府\n2,望江社区居委会,,李某,1371234,,\n3,镇供电所,企事业,王某,12345,停电,\n4,镇水管站,神秘部门,,,,\n5,县教育局,县直部门,,,,\n合计,5,,,,,\n",
    );
    let kinds: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| (row.profile.name.as_str(), row.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("石桥村", Some(UnitKind::Village)),
            ("望江社区居委会", Some(UnitKind::Village)),
            ("镇供电所", Some(UnitKind::Enterprise)),
            ("镇水管站", None),
            ("县教育局", Some(UnitKind::County)),
        ]
    );
    assert_eq!(parsed.rows[0].profile.via.as_deref(), Some("镇政府"));
    let problems: Vec<_> = parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect();
    assert_eq!(
        problems,
        [
            (4, ProblemKind::Phone(PhoneProblem::TooShort(7))),
            (6, ProblemKind::UnitKind)
        ]
    );
    assert_eq!(parsed.ends.count(End::Total), 1);
}

#[test]
fn a_person_beside_a_unit_is_whom_to_ask_there_and_a_roster_stays_one() {
    for head in [
        "单位名称,姓名,联系电话",
        "单位,姓名,电话",
        "序号,单位名称,姓名,职务,电话",
    ] {
        let columns = head.split(',').count();
        let row = match columns {
            3 => "镇供电所,王某,12345",
            _ => "1,镇供电所,王某,所长,12345",
        };
        let parsed = unit_rows(&format!("{head}\n{row}\n"));
        let profile = &parsed.rows[0].profile;
        assert_eq!(
            (profile.name.as_str(), profile.contact.as_deref()),
            ("镇供电所", Some("王某")),
            "{head}"
        );
    }
    // Who is headed as somebody to ask comes before.
    let parsed = unit_rows("单位名称,姓名,联系人\n镇供电所,王某,李某\n");
    assert_eq!(parsed.rows[0].profile.contact.as_deref(), Some("李某"));
    let csv = "姓名,性别,单位,职务,电话\n张伟,男,石桥村,书记,13712344410\n";
    assert!(units(&table("名册.csv", csv.as_bytes()), &words()).is_err());
    for csv in [csv, "单位名称,姓名,联系电话\n石桥村,张伟,13712344410\n"] {
        assert_eq!(people(csv).rows[0].profile.name, "张伟", "{csv}");
    }
}

#[test]
fn a_unit_is_known_by_its_name_or_short_name() {
    let rows = unit_rows("单位名称,简称,电话\n村建办,,13712344410\n镇规划办,村建办,\n镇新设办,,8123451\n").rows;
    let profile = UnitProfile {
        name: "镇村镇建设办公室".into(),
        short: "村建办".into(),
        ..UnitProfile::default()
    };
    let there = [Unit {
        id: UnitId(uuid::Uuid::nil()),
        profile: profile.clone().made(),
        active: true,
        rev: 1,
    }];
    let steps = plan_units(&there, &rows);
    // The short form people say does not become its name.
    let with_phone = UnitProfile {
        phone: Some("13712344410".into()),
        ..profile
    };
    assert_eq!(steps[0], Step::Update(0, with_phone.made()));
    assert_eq!(steps[1], Step::Unsure { candidates: vec![0] });
    assert!(matches!(&steps[2], Step::Add(new) if new.name == "镇新设办" && new.short == "镇新设办"));
}

fn known(name: &str, constituency: &str, phone: &str) -> Deputy {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let profile = DeputyProfile {
        name: name.to_owned(),
        constituency: text(constituency),
        phone: text(phone),
        ..DeputyProfile::default()
    };
    Deputy {
        id: DeputyId(uuid::Uuid::nil()),
        profile: profile.made(),
        active: true,
        rev: 1,
    }
}

#[test]
fn matching_people() {
    let there = [
        known("王建国", "第7选区", "18757559322"),
        known("王建国", "第10选区", "17908522865"),
        known("李桂兰", "第2选区", "13712344411"),
        known("赵明", "", ""),
    ];
    let plan = |csv: &str| plan_deputies(&there, &people(csv).rows);
    // A changed phone, known by constituency; a changed constituency, known by phone.
    let steps = plan("姓名,选区,电话\n王建国,第10选区,13800000000\n王建国,第1选区,18757559322\n");
    assert!(matches!(&steps[0], Step::Update(1, p) if p.phone.as_deref() == Some("13800000000")));
    assert!(matches!(&steps[1], Step::Update(0, p) if p.constituency.as_deref() == Some("第1选区")));
    // A third person of that name; a name alone cannot choose between two; alone it can choose the only one.
    assert!(matches!(
        plan("姓名,选区,电话\n王建国,第3选区,13800000000\n")[..],
        [Step::Add(_)]
    ));
    assert_eq!(
        plan("姓名,电话\n王建国,13800000000\n"),
        [Step::Unsure { candidates: vec![0, 1] }]
    );
    assert!(matches!(plan("姓名,电话\n李桂兰,13800000000\n")[0], Step::Update(2, _)));
    // Two of that name in the file: neither takes the place of the one who is there by the name alone.
    let steps = plan("姓名,性别,电话\n李桂兰,女,13800000001\n李桂兰,男,13800000002\n");
    assert!(
        steps.iter().all(|step| matches!(step, Step::Unsure { .. })),
        "{steps:?}"
    );
    // What the file leaves empty, or wrong, stays.
    assert_eq!(plan("姓名,选区,电话\n李 桂 兰,第2选区,137\n"), [Step::Same(2)]);
    assert!(matches!(plan("姓名,选区\n李桂兰,第5选区\n")[..], [Step::Add(_)]));
    assert!(matches!(plan("姓名,选区\n赵明,第5选区\n")[0], Step::Update(3, _)));
}

#[test]
fn somebody_added_beside_one_of_the_same_name_is_said() {
    let there = [
        known("罗玉梅", "第二选区", "13700000001"),
        known("李强", "第三选区", "13700000002"),
    ];
    let parsed =
        people("姓名,选区,电话\n罗玉梅,第九选区,13899990000\n李强,第三选区,13700000002\n王新,第四选区,13700000003\n");
    let steps = plan_deputies(&there, &parsed.rows);
    assert!(
        matches!(&steps[..], [Step::Add(_), Step::Same(1), Step::Add(_)]),
        "{steps:?}"
    );
    let said = namesakes_there(&there, &parsed.rows, &steps);
    let said: Vec<_> = said
        .iter()
        .map(|p| (p.at.row, p.kind.clone(), p.seen.as_str()))
        .collect();
    assert_eq!(said, [(2, ProblemKind::NamesakeThere, "罗玉梅")]);
}

#[test]
fn a_second_list_adds_a_level_and_takes_none_away() {
    let mut known = known("李桂兰", "第2选区", "13712344411");
    known.profile.levels = vec![Level::County];
    let there = [known];
    let plan = |level: &str| {
        plan_deputies(
            &there,
            &people(&format!("姓名,层级,电话\n李桂兰,{level},13712344411\n")).rows,
        )
    };
    assert_eq!(plan("县"), [Step::Same(0)]);
    assert!(matches!(&plan("镇")[0], Step::Update(0, p) if p.levels == [Level::County, Level::Town]));
}

#[test]
fn a_year_takes_no_month_away_and_a_sex_is_the_same_however_it_is_written() {
    let plan = |born: &str, row: &str| {
        let mut known = known("李桂兰", "第2选区", "");
        (known.profile.born, known.profile.sex) = (Some(born.into()), Some("female".into()));
        let rows = people(&format!("姓名,选区,出生年月,性别\n李桂兰,第2选区,{row}\n")).rows;
        plan_deputies(&[known], &rows)
    };
    assert_eq!(plan("1982-11", "1982年,女"), [Step::Same(0)]);
    let steps = plan("1982", "1982.11,Female");
    assert!(matches!(&steps[0], Step::Update(0, p) if p.born.as_deref() == Some("1982-11")));
    assert_eq!(steps.len(), 1);
}
