//! What the built binary does with files that are no tables, and with the same table again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

#[path = "support/zip.rs"]
mod archive;
mod seat;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::time::{Duration, Instant};

use archive::{bomb, zip};
use seat::{Town, ZHIBAN, data};
use serde_json::Value;

/// Everything that is there, and the bytes of the file that hold it.
fn all(town: &Town) -> (Value, Value, Vec<u8>) {
    let bytes = fs::read(town.db()).unwrap();
    (town.list(&["deputies"]), town.list(&["units"]), bytes)
}

#[test]
fn a_hostile_file_gets_one_sentence_and_changes_nothing() {
    let town = Town::new();
    town.ok(&["check"]);
    let before = all(&town);
    let make = |name: &str, bytes: &[u8]| {
        let path = town.path(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let huge = town.path("大.csv");
    File::create(&huge).unwrap().set_len(200 << 20).unwrap();
    let folder = town.path("文件夹.xlsx");
    fs::create_dir(&folder).unwrap();
    let packed = bomb(1_300_000);
    let sheet = ("xl/worksheets/sheet1.xml", 8, packed, 10_000);
    let workbook = ("xl/workbook.xml", 0, b"<workbook/>".to_vec(), 11);
    let program = &fs::read(ZHIBAN).unwrap()[..200_000];
    let files = [
        (make("程序.xlsx", program), "不是表格", "not a table"),
        (make("空.xlsx", b""), "文件是空的", "the file is empty"),
        (huge, "文件有200MB，最多读64MB", "the file has 200 MB"),
        (make("炸弹.xlsx", &zip(&[workbook, sheet])), "展开超过", "unpacked"),
        (folder, "这是文件夹", "this is a folder"),
        (
            make("空字符.csv", "姓名,电话\n张\0伟,1\n".as_bytes()),
            "第2行有空字符",
            "line 2",
        ),
        (
            make("半截.xlsx", &fs::read(data("代表名册.xlsx")).unwrap()[..9_000]),
            "坏了",
            "damaged",
        ),
        (
            make("信.csv", "今天天气不错\n明天开会\n".as_bytes()),
            "没有找到标题行",
            "no row of headings",
        ),
    ];
    for (path, chinese, english) in &files {
        let path = path.display().to_string();
        for what in ["deputies", "units"] {
            for (lang, part) in [("zh", chinese), ("en", english)] {
                let began = Instant::now();
                let out = town.run(&["--lang", lang, "import", what, &path, "--yes"]);
                let said = String::from_utf8(out.stderr).unwrap();
                assert_eq!(out.status.code(), Some(65), "{path}: {said}");
                assert!(
                    out.stdout.is_empty(),
                    "{path}: {}",
                    String::from_utf8_lossy(&out.stdout)
                );
                assert!(said.contains(part), "{path}: {said}");
                assert_eq!(said.lines().count(), 1, "{said}");
                // A wanted heading is quoted as the file would have it.
                assert!(
                    lang == "zh" || english.contains("headings") || said.is_ascii(),
                    "{said}"
                );
                assert!(
                    began.elapsed() < Duration::from_secs(10),
                    "{path}: {:?}",
                    began.elapsed()
                );
            }
        }
    }
    let nowhere = town.run(&["import", "deputies", "/没有/这个.xlsx", "--yes"]);
    assert_eq!(nowhere.status.code(), Some(69));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("没有这个文件"));
    let after = all(&town);
    assert_eq!((&before.0, &before.1), (&after.0, &after.1));
    assert!(before.2 == after.2, "a refused import does not write a byte");
}

#[test]
fn twice_adds_nothing_and_a_changed_phone_updates_once() {
    let town = Town::new();
    let (deputies, units, _) = all(&town);
    for (what, file) in [("deputies", "代表名册.xlsx"), ("units", "承办单位.csv")] {
        let said = town.ok(&["import", what, &data(file), "--yes", "--json"]);
        let said: Value = serde_json::from_str(said.trim()).unwrap();
        assert_eq!((&said["add"], &said["update"]), (&0.into(), &0.into()), "{said}");
    }
    let again = all(&town);
    assert_eq!((&deputies, &units), (&again.0, &again.1));

    let table = town.path("名册.csv");
    let write =
        |phone: &str| fs::write(&table, format!("代表姓名,手机,几级代表\n韦清河,{phone},镇人大代表\n")).unwrap();
    let path = table.display().to_string();
    let import = || town.ok(&["import", "deputies", &path, "--yes"]);
    write("13744104410");
    assert!(import().contains("新增1，更新0"));
    let added = town.list(&["deputies", "--match", "韦清河"])[0]["rev"].as_i64();
    write("137 4410-4411");
    assert!(import().contains("新增0，更新1"), "{}", town.list(&["deputies"]));
    assert!(import().contains("新增0，更新0，不变1"));
    let found = town.list(&["deputies", "--match", "韦清河"]);
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert!(found[0]["phone"].as_str().unwrap().ends_with("4411"), "{found}");
    let updated = found[0]["rev"].as_i64();
    assert!(updated > added, "the number of a later event: {added:?}, {updated:?}");
    // A wrong number is said and does not wipe the good one.
    write("1374410441");
    let said = import();
    assert!(
        said.contains("第2行 手机: 电话不对：只有10位，少了，先空着 [1374410441]"),
        "{said}"
    );
    assert!(said.contains("更新0，不变1"), "{said}");
}

#[test]
fn a_second_roster_adds_its_level_and_ends_none() {
    let town = Town::new();
    let levels = |file: &BTreeMap<&str, &str>| {
        let mut text = String::from("姓名,代表层级,联系电话\n");
        for (name, level) in file {
            text.push_str(&[name, ",", level, ",13744104410\n"].concat());
        }
        let path = town.path("名册.csv");
        fs::write(&path, text).unwrap();
        let said = town.ok(&["import", "deputies", &path.display().to_string(), "--yes"]);
        let found = town.list(&["deputies", "--match", "韦清河"]);
        (said, found[0]["levels"].to_string())
    };
    let town_roster = BTreeMap::from([("韦清河", "镇")]);
    let county_roster = BTreeMap::from([("韦清河", "县")]);
    levels(&town_roster);
    let (said, both) = levels(&county_roster);
    assert!(said.contains("更新1"), "{said}");
    assert!(both.contains("town") && both.contains("county"), "{both}");
    for roster in [&town_roster, &county_roster] {
        let (said, still) = levels(roster);
        assert!(said.contains("更新0，不变1"), "{said}");
        assert_eq!(still, both);
    }
}
