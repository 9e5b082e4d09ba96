//! Tables brought in from inside the desk: chosen or typed, looked at first, written in batches, stopped between two.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use std::fmt::Write as _;

use seat::{Seat, Town, data};
use serde_json::Value;

/// A station without anybody in it, whose home folder is its own.
fn empty_town() -> Town {
    let mut town = Town::empty();
    std::fs::create_dir(town.path("home")).unwrap();
    town.env.push(("HOME".into(), town.path("home").display().to_string()));
    town
}

/// A list of so many villages in the home folder.
fn villages(town: &Town, all: usize) {
    let mut text = String::from("单位名称,联系电话,承办范围\n");
    for n in 0..all {
        let _ = writeln!(text, "第{n}村,137{n:08},路灯 道路");
    }
    std::fs::write(town.path("home").join("村.csv"), text).unwrap();
}

fn open(seat: &mut Seat, action: &str) {
    seat.wait("今日");
    seat.press(":").text(action).press("Enter");
    seat.wait("写路径");
}

fn names(rows: &Value) -> Vec<String> {
    let name = |r: &Value| r["name"].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(name).collect()
}

#[test]
fn a_roster_is_chosen_looked_at_and_brought_in_and_a_second_time_changes_nothing() {
    let town = empty_town();
    std::fs::copy(data("代表名册.xlsx"), town.path("home").join("代表名册.xlsx")).unwrap();
    let mut seat = town.seat();
    open(&mut seat, "导入名册");
    assert!(seat.screen().contains("1 代表名册.xlsx"), "{}", seat.screen());
    seat.press("1");
    let preview = seat.wait("先看看");
    assert!(preview.contains("1 导入") && preview.contains("3 返回"), "{preview}");
    assert!(preview.contains("有问题"), "{preview}");
    let end = seat.press("End").settle();
    assert!(end.contains("1 导入") && !end.contains("合计"), "{end}");
    assert!(seat.press("Home").settle().contains("合计"));
    assert_eq!(
        town.list(&["deputies"]),
        serde_json::json!([]),
        "a preview writes nothing"
    );
    seat.press("1");
    let result = seat.wait("都已存好");
    let there = names(&town.list(&["deputies"]));
    assert!(there.len() > 20, "{there:?}");
    assert!(result.contains(&format!("新增{}", there.len())), "{result}");
    // What the command line says of the same file agrees.
    let again = town.ok(&["import", "deputies", &data("代表名册.xlsx"), "--dry-run", "--json"]);
    let again: Value = serde_json::from_str(again.trim()).unwrap();
    assert_eq!((&again["add"], &again["update"]), (&0.into(), &0.into()), "{again}");
    // And so does the desk: nothing to do, and the choice says so.
    seat.press("2");
    seat.wait("写路径");
    seat.press("1");
    seat.wait(&format!("会新增0，更新0，不变{}", again["same"]));
    seat.press("1");
    seat.wait("没有要新增或更新的");
    seat.press("Esc Esc");
    seat.wait_gone("写路径");
    assert_eq!(names(&town.list(&["deputies"])), there);
}

#[test]
fn a_path_is_typed_and_a_changed_phone_is_shown_and_updated() {
    let town = empty_town();
    let file = town.path("home").join("单位 2026.csv");
    std::fs::write(&file, "单位名称,联系电话\n供电所,0719-3584331\n水务站,13744104410\n").unwrap();
    let mut seat = town.seat();
    open(&mut seat, "导入单位");
    // The file is in the list; typing its path does the same, digits and blanks included.
    seat.press("2").text("~/单位 2026.csv").press("Enter Enter");
    seat.wait("会新增2，更新0");
    seat.press("1");
    seat.wait("新增2，更新0");
    std::fs::write(&file, "单位名称,联系电话\n供电所,0719-3584332\n水务站,1374410441\n").unwrap();
    seat.press("2");
    seat.wait("写路径");
    seat.press("1");
    let preview = seat.wait("会新增0，更新1，不变1");
    assert!(
        preview.contains("第3行 联系电话: 电话不对：只有10位，少了，先空着"),
        "{preview}"
    );
    assert!(
        preview.contains("供电所") && preview.contains("电话 0719-3584331 > 0719-3584332"),
        "{preview}"
    );
    seat.press("1");
    seat.wait("新增0，更新1");
    let query = |name: &str| {
        let rows = town.list(&["units", "--match", name]);
        rows[0]["phone"].as_str().unwrap_or_default().to_owned()
    };
    assert!(query("供电所").ends_with("32"), "{}", query("供电所"));
    assert!(
        query("水务站").ends_with("10"),
        "a wrong number does not wipe a good one"
    );
}

#[test]
fn a_file_that_is_no_table_says_why_and_another_can_be_chosen() {
    let town = empty_town();
    std::fs::write(town.path("home").join("坏.csv"), b"\x7fELF\0\0\0").unwrap();
    let mut seat = town.seat();
    open(&mut seat, "导入名册");
    seat.press("1");
    seat.wait("没有导入：这不是表格");
    seat.press("1");
    seat.wait("写路径");
    seat.press("2").text("/没有/这个.xlsx").press("Enter Enter");
    seat.wait("没有导入：没有这个文件");
    seat.press("2");
    seat.wait_gone("没有导入");
    let mut english = town.seat_with(&["--lang", "en"], (80, 24));
    english.wait("today");
    english.press(":").text("import roster").press("Enter");
    english.wait("Type a path");
    english.press("1");
    let said = english.wait("Nothing was imported: this is not a table");
    // The file's own name is data.
    let words = said
        .lines()
        .filter(|l| !l.contains("坏.csv"))
        .skip(1)
        .collect::<String>();
    assert!(!words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{said}");
}

#[test]
fn an_import_stopped_between_two_batches_leaves_whole_rows_and_goes_on_later() {
    let town = empty_town();
    let all = 4_000;
    villages(&town, all);
    let mut seat = town.seat();
    open(&mut seat, "导入单位");
    seat.press("1");
    seat.wait(&format!("会新增{all}"));
    seat.raw(b"1");
    seat.wait("正在导入");
    seat.raw(b"1");
    seat.wait("停下了");
    let rows = town.list(&["units"]);
    let there = rows.as_array().unwrap().len();
    assert!(there > 0 && there < all, "{there}");
    assert_eq!(there % 200, 0, "a batch is there whole or not at all");
    let whole = |r: &Value| r["phone"].is_string() && r["scope"] == "路灯 道路";
    assert!(rows.as_array().unwrap().iter().all(whole));
    assert!(
        seat.screen().contains(&format!("还有{}行没有写", all - there)),
        "{}",
        seat.screen()
    );
    // The desk went on working beside it, and the rest goes in by choosing the file again.
    seat.press("2");
    seat.wait("写路径");
    seat.press("1");
    seat.wait(&format!("会新增{}，更新0，不变{there}", all - there));
    seat.raw(b"1");
    seat.wait("都已存好");
    assert_eq!(town.list(&["units"]).as_array().unwrap().len(), all);
    town.ok(&["check", "--deep"]);
}

#[test]
fn a_power_cut_in_the_middle_leaves_whole_batches() {
    let town = empty_town();
    villages(&town, 4_000);
    let mut seat = town.seat();
    open(&mut seat, "导入单位");
    seat.press("1");
    seat.wait("会新增4000");
    seat.raw(b"1");
    seat.until("a batch on", |s| s.contains("正在导入") && !s.contains("导入 0/"));
    seat.cut_power();
    let there = town.list(&["units"]).as_array().unwrap().len();
    assert!(there > 0 && there < 4_000 && there.is_multiple_of(200), "{there}");
    town.ok(&["check", "--deep"]);
}

/// The cell of a line in which a word begins.
fn cell_of(line: &str, word: &str) -> usize {
    let (before, _) = line.split_once(word).unwrap_or_else(|| panic!("{word} in {line}"));
    zhiban::cells::width(before)
}

#[test]
fn f22_a_column_is_said_by_digit_and_by_pinyin_and_remembered_for_the_next_file_of_that_shape() {
    let town = empty_town();
    let csv = |people: &[&str]| {
        let rows: Vec<String> = (1..)
            .zip(people)
            .map(|(n, name)| format!("0{n},{name},{n}选区,1380000000{n},x"))
            .collect();
        let text = ["编码,称呼,哪个区域的,手机,第五", &rows.join("\n"), ""].join("\n");
        std::fs::write(town.path("home").join("名册.csv"), text).unwrap();
    };
    csv(&["张伟", "李桂兰"]);
    let mut seat = town.seat();
    open(&mut seat, "导入名册");
    seat.press("1");
    let columns = seat.wait("没有找到标题行");
    // The headings, what each is taken for and two samples, each under those of the others.
    let line = |letters: &str| {
        let mut lines = columns.lines();
        lines
            .find(|line| line.contains(letters))
            .unwrap_or_else(|| panic!("{letters} in {columns}"))
    };
    let (b, c, d) = (line("2 B  称呼"), line("3 C  哪个区域的"), line("4 D  手机"));
    assert_eq!(cell_of(b, "不用"), cell_of(c, "不用"), "{columns}");
    assert_eq!(cell_of(b, "不用"), cell_of(d, "电话"), "{columns}");
    assert_eq!(cell_of(b, "张伟、李桂兰"), cell_of(c, "1选区、2选区"), "{columns}");
    assert_eq!(cell_of(b, "张伟"), cell_of(d, "13800000001、13800000002"), "{columns}");
    // By digit, and by pinyin.
    seat.press("2");
    seat.wait("这一列当什么");
    seat.press("2");
    seat.wait("姓名或名称（您选的）");
    seat.press("3");
    seat.wait("这一列当什么");
    seat.text("xq");
    let found = seat.until("one field", |screen| {
        screen.contains("1 选区") && !screen.contains("2 姓名")
    });
    assert!(found.contains("xq"), "{found}");
    seat.press("Enter");
    seat.wait("选区（您选的）");
    seat.text("6");
    seat.wait("会新增2");
    seat.press("1");
    seat.wait("都已存好");
    assert_eq!(names(&town.list(&["deputies"])), ["张伟", "李桂兰"]);
    assert_eq!(town.list(&["deputies"])[1]["constituency"], "2选区");
    // The next file of that shape asks nothing, at another keyboard too.
    csv(&["张伟", "李桂兰", "赵明"]);
    let mut other = town.seat();
    open(&mut other, "导入名册");
    other.press("1");
    let preview = other.wait("会新增1，更新0，不变2");
    assert!(preview.contains("B 称呼 > 姓名或名称（您选的）"), "{preview}");
    other.press("1");
    other.wait("都已存好");
    assert_eq!(town.list(&["deputies"]).as_array().unwrap().len(), 3);
}

#[test]
fn a_page_of_more_choices_than_fit_says_where_one_is() {
    let town = empty_town();
    let headings: Vec<String> = (1..14).map(|n| format!("第{n}列")).collect();
    let cells: Vec<String> = (1..14).map(|n| format!("x{n}")).collect();
    let text = [headings.join(","), cells.join(","), String::new()].join("\n");
    std::fs::write(town.path("home").join("名册.csv"), text).unwrap();
    let mut seat = town.seat();
    open(&mut seat, "导入名册");
    seat.press("1");
    assert!(seat.wait("没有找到标题行").contains("1/14"));
    seat.press("PageDown");
    assert!(seat.wait("11/14").contains("换一个文件"));
}
