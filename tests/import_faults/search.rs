//! Finding a matter by whatever somebody knows of it, and what forms make of names and villages.

use super::*;
use seat::Seat;

/// A station with four matters: a landline with an extension, a mobile, somebody without a name, and one handed on.
fn filed() -> (Town, String) {
    let town = Town::empty();
    let lines = [
        "{\"act\":\"opinion.file\",\"words\":\"去年说好要修的石桥村口那座桥，栏杆断了三根，晚上没有路灯\",\"person\":\"吕建国\",\"phone\":\"0516-83962262转801\"}",
        "{\"act\":\"opinion.file\",\"words\":\"水渠塌了\",\"person\":\"阿卜杜拉·买买提\",\"phone\":\"13800007788\"}",
        "{\"act\":\"opinion.file\",\"words\":\"有人倒垃圾\",\"anonymous\":true}",
        "{\"act\":\"opinion.file\",\"words\":\"⾼塔的灯坏了\",\"person\":\"⾼明\",\"handling\":{\"act\":\"opinion.keep\",\"reason\":\"想法\"}}",
    ];
    let out = town.run_with(&["do", "--json"], &(lines.join("\n") + "\n"));
    let said = String::from_utf8(out.stdout).unwrap();
    let answers: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(answers.iter().take(3).all(|a| a["ok"] == true), "{said}");
    let code = answers[2]["claim_code"].as_str().unwrap().to_owned();
    (town, code)
}

fn found(town: &Town, query: &str) -> Vec<String> {
    let rows = town.list(&["opinions", "--match", query]);
    let words = |row: &Value| row["words"].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(words).collect()
}

#[test]
fn e2_e3_d8_a_matter_is_found_by_phone_name_and_code_however_they_are_typed() {
    let (town, code) = filed();
    for query in [
        "83962262",
        "0516-83962262",
        "051683962262",
        "0516 8396 2262",
        "0516-83962262转801",
        "lvjianguo",
        "lujg",
        "lyu",
    ] {
        assert!(
            matches!(found(&town, query).as_slice(), [one] if one.contains("石桥村口")),
            "{query}: {:?}",
            found(&town, query)
        );
    }
    for query in [
        "138-0000-7788",
        "138 0000 7788",
        "+8613800007788",
        "00007788",
        "7788",
        "abudula",
        "abdl",
    ] {
        assert!(
            matches!(found(&town, query).as_slice(), [one] if one.contains("水渠")),
            "{query}: {:?}",
            found(&town, query)
        );
    }
    let (first, last) = code.split_at(3);
    for query in [code.clone(), format!("{first} {last}"), format!("{first}-{last}")] {
        assert!(
            found(&town, &query).iter().any(|words| words.contains("垃圾")),
            "{query}"
        );
    }
    assert!(found(&town, "13900007788").is_empty() && found(&town, "0517-83962262").is_empty());
}

#[test]
fn d10_d11_search_looks_everywhere_and_shows_the_piece_that_was_found() {
    let (town, code) = filed();
    let mut seat = town.seat();
    seat.wait("今日");
    seat.press("2");
    seat.wait("03-2026-0001");
    // A filter under which nothing stands was left on.
    seat.press("Right Right Right Right Right");
    seat.wait_gone("03-2026-0001");
    seat.press("/").text("路灯").settle();
    let screen = seat.wait("没有路灯");
    assert!(screen.contains("03-2026-0001"), "{screen}");
    seat.press("Backspace Backspace").text(&code).settle();
    seat.wait("有人倒垃圾");
}

#[test]
fn e5_a_number_is_no_name() {
    let town = Town::empty();
    let line = "{\"act\":\"opinion.file\",\"words\":\"路灯\",\"person\":\"13800000001\"}\n";
    let out = town.run_with(&["do"], line);
    let said = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("要的是姓名或名称"), "{said}");
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 0);
    let mut seat: Seat = town.seat();
    seat.wait("今日");
    seat.press(":").text("添代表").press("Enter");
    seat.wait("姓名");
    seat.text("13800000001").press("Tab 5 F9");
    seat.wait("这是电话，不是姓名");
}

#[test]
fn f24_a_station_without_villages_takes_one_out_of_the_form() {
    let town = Town::empty();
    let mut seat = town.seat();
    seat.wait("今日");
    seat.press(":").text("记意见").press("Enter");
    seat.wait("反映内容");
    seat.text("泉口村的路灯坏了");
    seat.press("Tab Tab Tab Tab Tab");
    seat.settle();
    seat.text("泉口村");
    seat.wait("添这个村：泉口村");
    seat.press("Enter");
    seat.wait_gone("添这个村");
    assert_eq!(town.list(&["units"])[0]["kind"], "village");
    seat.press("F9");
    seat.wait("没有名字");
    seat.press("2");
    seat.wait("03-2026-0001");
    assert_eq!(town.list(&["opinions"])[0]["words"], "泉口村的路灯坏了");
}
