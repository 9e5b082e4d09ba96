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
    for query in [
        "阿卜杜拉·买买提",
        "阿卜杜拉买买提",
        "阿卜杜拉.买买提",
        "阿卜杜拉 买买提",
        "杜拉买",
        "买买提",
        "拉·买",
    ] {
        assert!(
            matches!(found(&town, query).as_slice(), [one] if one.contains("水渠")),
            "{query}: {:?}",
            found(&town, query)
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
    seat.wait(" 0001 ");
    // A filter under which nothing stands was left on.
    seat.press("Right Right Right Right Right");
    seat.wait_gone(" 0001 ");
    seat.press("/").text("路灯").settle();
    let screen = seat.wait("没有路灯");
    assert!(screen.contains(" 0001 "), "{screen}");
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

fn done(town: &Town, lines: &[&str]) -> String {
    let out = town.run_with(&["do", "--json"], &(lines.join("\n") + "\n"));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn a_name_typed_apart_is_kept_closed_up_and_found_in_every_way() {
    let town = Town::empty();
    let said = done(
        &town,
        &[
            "{\"act\":\"opinion.file\",\"words\":\"路灯坏了\",\"person\":\"赵 六\",\"phone\":\"13800004410\"}",
            "{\"act\":\"opinion.file\",\"words\":\"水渠塌了\",\"person\":\"王　秀  英\"}",
            "{\"act\":\"opinion.file\",\"words\":\"有人占道\",\"person\":\"吕秀莲\"}",
            "{\"act\":\"deputy.add\",\"name\":\"⽅⼤⼒\",\"levels\":[\"town\"]}",
            "{\"act\":\"deputy.add\",\"name\":\"王  小  明\",\"levels\":[\"town\"]}",
            "{\"act\":\"deputy.add\",\"name\":\"Ａｎｎａ\",\"levels\":[\"town\"]}",
            "{\"act\":\"unit.add\",\"name\":\"⽔利站\",\"kind\":\"town_office\",\"contact\":\"钱进\",\"phone\":\"0516-83962262\"}",
        ],
    );
    assert_eq!(said.matches("\"ok\":true").count(), 7, "{said}");
    for (query, words) in [
        ("赵六", "路灯"),
        ("赵 六", "路灯"),
        ("zhaoliu", "路灯"),
        ("尾号4410", "路灯"),
        ("138****4410", "路灯"),
        ("wang xiu ying", "水渠"),
        ("王秀英", "水渠"),
        ("lüxiulian", "占道"),
        ("LVXIULIAN", "占道"),
        ("lü xiu lian", "占道"),
    ] {
        let all = found(&town, query);
        assert!(
            matches!(all.as_slice(), [one] if one.contains(words)),
            "{query}: {all:?}"
        );
    }
    let names = |what: &str| -> Vec<String> {
        let rows = town.list(&[what]);
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("deputies"), ["方大力", "王小明", "Anna"]);
    assert_eq!(names("units"), ["水利站"]);
    for query in ["钱进", "qianjin", "83962262", "尾号2262"] {
        assert_eq!(town.list(&["units", "--match", query])[0]["name"], "水利站", "{query}");
    }
}

#[test]
fn a_number_of_a_matter_is_found_however_it_is_written() {
    let (town, _) = filed();
    for query in [
        "1号",
        "第1号",
        "#1",
        "03-2026-1",
        "03-2026-0001",
        "03 2026 0001",
        "03‐2026‐0001",
        "03–2026–0001",
        "03—2026—0001",
        "０３－２０２６－０００１",
        "2026年1号",
        "2026-1",
    ] {
        let all = found(&town, query);
        assert!(all.iter().any(|words| words.contains("石桥村口")), "{query}: {all:?}");
        assert!(!all.iter().any(|words| words.contains("垃圾")), "{query}: {all:?}");
    }
}

#[test]
fn a_deputys_sex_is_one_code_and_a_year_of_birth_is_one_form_on_every_way_in() {
    let town = Town::empty();
    for (said, kept) in [("男", "male"), ("女性", "female"), ("F", "female")] {
        let line = format!(
            "{{\"act\":\"deputy.add\",\"name\":\"甲{said}\",\"levels\":[\"town\"],\"sex\":\"{said}\",\"born\":\"1982年3月\"}}"
        );
        let said = done(&town, &[&line]);
        assert!(said.contains("\"ok\":true"), "{said}");
        let all = town.list(&["deputies"]);
        let last = all.as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["sex"], &last["born"]), (&kept.into(), &"1982-03".into()));
    }
    for (key, value) in [
        ("sex", "妖"),
        ("sex", "未知"),
        ("born", "属龙"),
        ("born", "1982-13"),
        ("born", "82"),
    ] {
        let line = format!("{{\"act\":\"deputy.add\",\"name\":\"乙\",\"levels\":[\"town\"],\"{key}\":\"{value}\"}}");
        assert!(!done(&town, &[&line]).contains("\"ok\":true"), "{key} {value}");
    }
    assert_eq!(town.list(&["deputies"]).as_array().unwrap().len(), 3);
}
