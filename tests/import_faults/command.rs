//! What the built program says and does with such files.

use super::*;

/// A station of its own without anybody in it.
fn import(town: &Town, what: &str, csv: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let path = town.path("表.csv");
    std::fs::write(&path, csv).unwrap();
    let path = path.display().to_string();
    let out = town.run(&[&["import", what, &path], more].concat());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code(), text(out.stdout), text(out.stderr))
}

fn json(said: &str) -> Value {
    serde_json::from_str(said.trim()).unwrap()
}

#[test]
fn e1_radicals_and_ordinary_characters_are_one_person_found_by_both() {
    let town = Town::empty();
    let odd = "姓名,性别,选区\n⾼明,⼥,⼀选区\n王⼤伟,男,二选区\n李\u{F90A}山,男,三选区\n张⻢,男,四选区\n";
    let plain = "姓名,性别,选区\n高明,女,一选区\n王大伟,男,二选区\n李金山,男,三选区\n张马,男,四选区\n";
    let said = json(&import(&town, "deputies", odd, &["--yes", "--json"]).1);
    assert_eq!((&said["add"], &said["written"]), (&4.into(), &true.into()), "{said}");
    let said = json(&import(&town, "deputies", plain, &["--yes", "--json"]).1);
    assert_eq!((&said["same"], &said["add"]), (&4.into(), &0.into()), "{said}");
    assert_eq!(said["written"], false, "nothing was to be written");
    for query in ["高明", "⾼明", "gm", "gaoming"] {
        let found = town.list(&["deputies", "--match", query]);
        assert_eq!(found[0]["name"], "高明", "{query}");
    }
    for query in ["王大伟", "wdw", "王⼤"] {
        assert_eq!(
            town.list(&["deputies", "--match", query])[0]["name"],
            "王大伟",
            "{query}"
        );
    }
}

#[test]
fn f12_who_left_is_not_added_and_who_is_there_leaves() {
    let town = Town::empty();
    import(
        &town,
        "deputies",
        "姓名,选区,电话\n甲一,一选区,13800000001\n",
        &["--yes"],
    );
    let csv = "姓名,选区,电话\n甲一（已调离）,一选区,13800000001\n乙一（已故）,二选区,13800000002\n";
    let (code, said, _) = import(&town, "deputies", csv, &["--yes"]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("第3行") && said.contains("没有新增 [乙一（已故）]"),
        "{said}"
    );
    assert!(said.contains("表里3行：记1行，略过1行，标题、合计、空行1行"), "{said}");
    let there = town.list(&["deputies"]);
    assert_eq!(there.as_array().unwrap().len(), 1);
    assert_eq!(
        (&there[0]["active"], &there[0]["note"]),
        (&false.into(), &"已调离".into())
    );
    assert!(import(&town, "deputies", csv, &["--yes"]).1.contains("更新0，不变1"));
}

#[test]
fn f21_many_problems_of_one_kind_are_one_line_with_a_count_and_the_first_places() {
    let town = Town::empty();
    let mut csv = String::from("姓名,电话\n");
    let surnames: Vec<char> = "赵钱孙李周吴郑王冯陈".chars().collect();
    for n in 0..60 {
        csv.extend([surnames[n % 10], surnames[n / 10]]);
        csv.push_str(&["某,137", &n.to_string(), "\n"].concat());
    }
    let (_, said, _) = import(&town, "deputies", &csv, &["--dry-run"]);
    let problems: Vec<&str> = said.lines().filter(|line| line.contains("电话不对")).collect();
    let [one] = problems.as_slice() else {
        panic!("{said}");
    };
    assert!(
        one.contains("电话: 电话不对：只有几位，少了，先空着，共60处：第2行 [1370]、第3行 [1371]")
            && one.ends_with('等'),
        "{one}"
    );
    let all = json(&import(&town, "deputies", &csv, &["--dry-run", "--json"]).1);
    assert_eq!(all["problems"].as_array().unwrap().len(), 60, "programs are told each");
}

#[test]
fn f22_a_dry_run_says_what_each_column_is_and_takes_it_back_changed() {
    let town = Town::empty();
    let csv = "编码,称呼,区域,手机\n01,甲一,一选区,13800000001\n02,乙一,二选区,13800000002\n";
    let (code, columns, why) = import(&town, "deputies", csv, &["--dry-run"]);
    assert_eq!(code, Some(65));
    assert!(why.contains("没有找到标题行"), "{why}");
    assert!(columns.contains("列B「称呼」= 不用   甲一、乙一"), "{columns}");
    assert!(
        columns.contains("列D「手机」= 电话   13800000001、13800000002"),
        "{columns}"
    );
    let map = town.path("列.txt");
    std::fs::write(
        &map,
        columns
            .replace("列B「称呼」= 不用", "列B「称呼」= 姓名")
            .replace("列C「区域」= 不用", "列C「区域」= 选区"),
    )
    .unwrap();
    let map = map.display().to_string();
    let said = json(&import(&town, "deputies", csv, &["--yes", "--json", "--map", &map]).1);
    assert_eq!((&said["add"], &said["rows"]["read"]), (&2.into(), &3.into()), "{said}");
    assert_eq!(town.list(&["deputies"])[1]["constituency"], "二选区");
    // The next file with these headings is read the same way, whatever its name.
    let next = csv.replace("乙一", "丙一").replace("13800000002", "13800000003");
    let said = import(&town, "deputies", &next, &["--dry-run"]).1;
    assert!(
        said.contains("列B「称呼」= 姓名或名称   （您选的）  甲一、丙一"),
        "{said}"
    );
    assert!(said.contains("会新增1，更新0，不变1"), "{said}");
    // And a file of columns that cannot be understood says where.
    let wrong = |text: &str| {
        std::fs::write(&map, text).unwrap();
        let (code, _, why) = import(&town, "deputies", csv, &["--dry-run", "--map", &map]);
        (code, why)
    };
    let (code, why) = wrong("列B「称呼」= 性命\n");
    assert_eq!(code, Some(65));
    assert!(why.contains("第1行：没有 性命 这一项"), "{why}");
    let twice = "名册：哪一列当什么\n列B「称呼」= 姓名\n列D「手机」= 电话\n列B「称呼」= 备注\n";
    let (code, why) = wrong(twice);
    assert_eq!(code, Some(65));
    assert!(why.contains("第4行和第2行说的是同一列；请留一行"), "{why}");
    assert!(wrong("随便\n").1.contains("没有哪一列当什么"));
    assert!(wrong("列B「别的」= 姓名\n").1.contains("这张表里没有"));
}

#[test]
fn f22_every_list_the_desk_writes_is_read_back() {
    let town = Town::empty();
    let csv = "单位名称,简称,类别,联系人,电话,承办范围\n村镇建设办,村建办,镇办,熊强,0719-3584331,路灯\n县水利局,,县局,,,\n石桥村,,村,,,\n";
    import(&town, "units", csv, &["--yes"]);
    let kinds = |rows: Value| -> Vec<Value> { rows.as_array().unwrap().iter().map(|u| u["kind"].clone()).collect() };
    assert_eq!(kinds(town.list(&["units"])), ["town_office", "county", "village"]);
    import(
        &town,
        "deputies",
        "姓名,性别,哪一级,电话\n甲一,女,\"县、镇\",13800000001\n",
        &["--yes"],
    );
    for what in ["units", "deputies"] {
        let own = town.ok(&["list", what, "--csv"]);
        let (code, said, why) = import(&town, what, &own, &["--yes"]);
        assert_eq!(code, Some(0), "{said}{why}");
        assert!(
            said.contains("新增0，更新0，不变") && !said.contains("不认识"),
            "{said}"
        );
    }
}

#[test]
fn two_rows_for_one_unit_do_not_change_it_to_and_fro() {
    let town = Town::empty();
    let csv = "单位名称,简称,联系人\n村镇建设办公室,村建办,熊强\n村建办,,顾主任\n";
    for csv in [
        csv,
        "单位名称,简称,联系人\n村建办,,顾主任\n村镇建设办公室,村建办,熊强\n",
    ] {
        import(&town, "units", csv, &["--yes"]);
        let said = json(&import(&town, "units", csv, &["--yes", "--json"]).1);
        assert_eq!((&said["add"], &said["update"]), (&0.into(), &0.into()), "{said}");
        assert_eq!(said["rows"]["read"], 3);
    }
}

#[test]
fn files_of_other_programs_get_one_sentence_that_says_what_to_do() {
    let town = Town::empty();
    let compound = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 600],
        b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
    ]
    .concat();
    for name in ["名册.et", "名册.wps", "名册.doc"] {
        let path = town.path(name);
        std::fs::write(&path, &compound).unwrap();
        let out = town.run(&["import", "deputies", &path.display().to_string(), "--yes"]);
        let why = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(65), "{why}");
        assert!(
            why.contains("请在WPS里打开，另存为 .xlsx 再导") && why.lines().count() == 1,
            "{name}: {why}"
        );
    }
}

#[test]
fn f12_a_unit_that_is_no_more_leaves_and_none_is_made_of_it() {
    let town = Town::empty();
    let names = ["供电所", "农经站", "水管站", "兽医站", "文化站", "林业站", "广播站"];
    let before = ["单位名称,类别,联系人", "供电所,企事业,熊杰"].join("\n");
    let before = names[1..]
        .iter()
        .fold(before, |csv, name| format!("{csv}\n{name},镇办,林"));
    import(&town, "units", &before, &["--yes"]);
    let csv = "单位名称,类别,联系人,备注\n供电所（已撤销）,企事业,,\n农经站,镇办,,2024年3月已撤销\n水管站(已并入农业办),,,\n\
               兽医站 已撤销,,,\n文化站,已撤销,,\n林业站,镇办,,撤销后由镇里办\n新站（已撤销）,,,\n";
    let (code, said, _) = import(&town, "units", csv, &["--yes"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("没有新增 [新站]") && said.contains("第8行"), "{said}");
    assert!(said.contains("表里8行：记6行，略过1行，标题、合计、空行1行"), "{said}");
    assert!(said.contains("新增0，更新5，不变1，拿不准0，略过1"), "{said}");
    let there = town.list(&["units"]);
    for unit in there.as_array().unwrap() {
        let name = unit["name"].as_str().unwrap();
        assert_eq!(unit["active"], ["林业站", "广播站"].contains(&name), "{unit}");
        assert_eq!(
            unit["contact"],
            if name == "供电所" { "熊杰" } else { "林" },
            "what was known stays: {unit}"
        );
    }
    assert_eq!(there.as_array().unwrap().len(), names.len());
    assert!(import(&town, "units", csv, &["--yes"]).1.contains("更新0，不变6"));
}

#[test]
fn what_cannot_be_imported_is_said_with_what_can() {
    let town = Town::empty();
    let (code, _, why) = import(&town, "opinions", "反映内容\n路灯\n", &["--yes"]);
    assert_eq!(code, Some(64));
    assert!(why.contains("只能写 deputies units"), "{why}");
}
