//! The commands that bring data in and out, run with the built binary.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use seat::{STATION, Town, data};
use serde_json::Value;
use zhiban::domain::code::{Channel, Way};
use zhiban::domain::command::{Command, HandOverEntry, Handling, OpinionEntry, PartEntry, Request, Speaker, VisitRef};
use zhiban::domain::id::CommandId;
use zhiban::domain::moment::TimeOfDay;
use zhiban::domain::record::OpinionDetails;
use zhiban::domain::view::{Answer, Query};
use zhiban::store::desk::{Desk, OsSupply};
use zhiban::store::execute::execute;
use zhiban::store::read::answer;

#[test]
fn a_station_is_set_up_once_and_says_where() {
    let town = Town::bare();
    let said = town.ok(&["init", "--name", "柳河镇联络站", "--code", "03", "--person", "林晓"]);
    assert!(said.contains("柳河镇联络站") && said.contains("zhiban.db"), "{said}");
    let again = town.run(&["init", "--name", "别的站", "--code", "04"]);
    assert_eq!(again.status.code(), Some(65));
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    assert_eq!(accounts[0]["name"], "林晓");
    assert_eq!(accounts[0]["role"], "head");
    assert_eq!(town.list(&["opinions"]), Value::Array(Vec::new()));
}

#[test]
fn the_folder_of_the_file_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河", "--code", "03"]);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&town.db()), 0o600);
    assert_eq!(mode(town.db().parent().unwrap()), 0o700);
}

#[test]
fn a_roster_goes_in_once_and_changes_are_found() {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河", "--code", "03"]);
    let roster = data("代表名册.xlsx");
    let preview = town.ok(&["import", "deputies", &roster, "--dry-run"]);
    assert!(preview.contains("会新增76"), "{preview}");
    assert_eq!(
        town.list(&["deputies"]).as_array().unwrap().len(),
        0,
        "a preview writes nothing"
    );
    let without_yes = town.ok(&["import", "deputies", &roster]);
    assert!(without_yes.contains("--yes"), "{without_yes}");
    assert_eq!(town.list(&["deputies"]).as_array().unwrap().len(), 0);

    let done: Value = serde_json::from_str(&town.ok(&["import", "deputies", &roster, "--yes", "--json"])).unwrap();
    assert_eq!((&done["add"], &done["written"]), (&Value::from(76), &Value::from(true)));
    let problem = &done["problems"][0];
    assert_eq!(problem["row"], 36);
    assert_eq!(problem["column"], "联系电话");
    let deputies = town.list(&["deputies"]);
    assert_eq!(deputies.as_array().unwrap().len(), 76);
    for d in deputies.as_array().unwrap() {
        let phone = d["phone"].as_str().unwrap_or("***");
        assert!(phone.contains('*'), "a phone is masked: {phone}");
    }
    let again = town.ok(&["import", "deputies", &roster, "--yes"]);
    assert!(again.contains("新增0，更新0，不变76"), "{again}");
}

#[test]
fn a_changed_row_updates_and_keeps_what_the_file_leaves_empty() {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河", "--code", "03"]);
    let file = town.path("units.csv");
    std::fs::write(
        &file,
        "单位名称,简称,类别,联系人,联系电话\n柳河供电所,供电所,企业,熊所长,0719-3584331\n",
    )
    .unwrap();
    let file = file.display().to_string();
    town.ok(&["import", "units", &file, "--yes"]);
    let added = town.list(&["units"])[0]["rev"].as_i64();
    std::fs::write(&file, "单位名称,联系人\n柳河供电所,白所长\n").unwrap();
    let said = town.ok(&["import", "units", &file, "--yes"]);
    assert!(said.contains("更新1"), "{said}");
    let units = town.list(&["units"]);
    assert_eq!(units[0]["contact"], "白所长");
    assert_eq!(units[0]["short"], "供电所");
    let updated = units[0]["rev"].as_i64();
    assert!(updated > added, "the number of a later event: {added:?}, {updated:?}");
}

#[test]
fn a_table_of_which_no_row_goes_in_is_bad_data() {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河", "--code", "03"]);
    let file = town.path("roster.csv");
    std::fs::write(&file, "姓名,联系电话\n,13800001234\n").unwrap();
    let out = town.run(&["import", "deputies", &file.display().to_string(), "--yes"]);
    assert_eq!(out.status.code(), Some(65));
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(said.contains("第2行") && said.contains("没有姓名"), "{said}");
    let out = town.run(&["import", "units", &file.display().to_string(), "--yes"]);
    assert_eq!(out.status.code(), Some(65), "the wrong kind of table");
    let out = town.run(&["import", "units", "/nowhere/x.csv", "--yes"]);
    assert_eq!(out.status.code(), Some(69));
}

#[test]
fn lists_filter_and_speak_three_forms() {
    let town = Town::new();
    let units = town.list(&["units", "--match", "供电"]);
    assert!(!units.as_array().unwrap().is_empty());
    assert!(
        units.as_array().unwrap().iter().all(|u| u.to_string().contains("供电")),
        "{units}"
    );
    let csv = town.ok(&["list", "units", "--csv"]);
    assert!(
        csv.starts_with("\u{feff}name,short,kind,contact,phone,scope,via,active,rev,id\n"),
        "{csv}"
    );
    let table = town.ok(&["list", "units"]);
    assert!(table.lines().next().unwrap().starts_with("姓名"), "{table}");
    let english = town.ok(&["list", "units", "--lang", "en"]);
    assert!(english.lines().next().unwrap().starts_with("name"), "{english}");
    assert_eq!(town.ok(&["list", "queue"]), "没有\n");
}

#[test]
fn a_backup_is_put_back_with_numbers_of_its_own_lineage() {
    let town = Town::new();
    let copy = town.path("copy.db");
    let copy = copy.display().to_string();
    assert_eq!(file_matter(&town), "03-2026-0001");
    let said = town.ok(&["backup", &copy]);
    assert!(said.contains(&copy), "{said}");
    assert_eq!(
        town.run(&["backup", &copy]).status.code(),
        Some(73),
        "a backup is never overwritten"
    );
    town.ok(&["accounts", "add", "--name", "何敏", "--os", "hemin", "--role", "clerk"]);
    let said = town.ok(&["restore", &copy, "--yes"]);
    assert!(said.contains(" B"), "{said}");
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    assert_eq!(
        accounts.as_array().unwrap().len(),
        1,
        "what came after the backup is gone"
    );
    let number = file_matter(&town);
    let drawn = number
        .strip_prefix("03-2026-B")
        .and_then(|rest| rest.strip_suffix("1002"));
    assert!(
        drawn.is_some_and(|drawn| drawn.len() == 3),
        "no number in somebody's hand is given twice: {number}"
    );
    town.ok(&["check", "--deep"]);
    assert_eq!(town.run(&["restore", "/nowhere/x.db"]).status.code(), Some(69));
}

#[test]
fn a_backup_that_is_not_whole_is_named_and_the_live_file_is_not_touched() {
    let town = Town::new();
    let copy = town.path("copy.db");
    town.ok(&["backup", &copy.display().to_string()]);
    let whole = std::fs::read(&copy).unwrap();
    let sum = town.path("copy.db.sha256");
    let refused = |bytes: &[u8], parts: &[&str]| {
        std::fs::write(&copy, bytes).unwrap();
        let out = town.run(&["restore", &copy.display().to_string(), "--yes"]);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(65), "{said}");
        assert!(said.contains(&copy.display().to_string()), "{said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(
            !said.contains("数据文件有损坏") && !said.contains(".restore-"),
            "{said}"
        );
        town.ok(&["check", "--deep"]);
    };
    let mut broken = whole.clone();
    let middle = broken.len() / 2 / 4096 * 4096;
    broken[middle..middle + 4096].fill(0xa5);
    refused(&broken, &["有损坏", "数据文件没有动"]);
    // Without the sum beside it too, and what is no database, or not one of ours.
    std::fs::remove_file(&sum).unwrap();
    refused(&broken, &["有损坏", "数据文件没有动"]);
    refused("不是备份".repeat(4096).as_bytes(), &["什么都没动"]);
    let other = town.path("other.db");
    #[allow(clippy::disallowed_methods)] // another program's file
    let conn = rusqlite::Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE t (n INTEGER)").unwrap();
    drop(conn);
    refused(&std::fs::read(&other).unwrap(), &["不是值班台的数据文件"]);
}

/// Files a letter in the station's file, over the same road as the desk; its number.
fn file_matter(town: &Town) -> String {
    file_on(town, "2026-11-23", Handling::Undecided)
}

/// The same on a day, with where it goes.
fn file_on(town: &Town, day: &str, handling: Handling) -> String {
    let mut desk = Desk::open(&town.db(), None).unwrap();
    let Answer::Accounts(accounts) = answer(
        desk.conn(),
        desk.vault(),
        zhiban::domain::view::Asker::Program,
        &Query::Accounts { os_name: None },
    )
    .unwrap() else {
        panic!("no accounts")
    };
    let entry = OpinionEntry {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        speaker: Speaker::New(Box::default()),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "路灯不亮".into(),
            category: Some("road".into()),
            channel: Some(Channel::Letter),
            ..OpinionDetails::default()
        },
        handling,
    };
    let request = Request {
        id: CommandId(uuid::Uuid::now_v7()),
        account: accounts.first().map(|a| a.id),
        table: None,
        late: None,
        draft: None,
        command: Command::FileOpinion(Box::new(entry)),
    };
    let now = TimeOfDay(600).on(day.parse().unwrap());
    execute(&mut desk, &request, now, false, &mut OsSupply)
        .unwrap()
        .number
        .unwrap()
}

/// Hands a matter to the first unit that helps by way of another, on a day from which the limit runs into a year without a
/// calendar.
fn hand_over_late_in_the_year(town: &Town) {
    let desk = Desk::open(&town.db(), None).unwrap();
    let all = Query::Units {
        matching: String::new(),
        kind: None,
        limit: 9,
    };
    let Answer::Units(units) = answer(desk.conn(), desk.vault(), zhiban::domain::view::Asker::Program, &all).unwrap()
    else {
        panic!("no units")
    };
    drop(desk);
    let [lead, by_way_of, helping, ..] = units.as_slice() else {
        panic!("three units are needed")
    };
    let entry = HandOverEntry {
        lead: PartEntry {
            via: Some(by_way_of.id),
            ..PartEntry::to(lead.id)
        },
        further: vec![PartEntry {
            due: Some("2026-12-25T17:00".parse().unwrap()),
            ..PartEntry::to(helping.id)
        }],
        way: Way::Paper,
        person: None,
        note: None,
    };
    file_on(town, "2026-12-18", Handling::HandOver(entry));
}

#[test]
fn a_date_is_a_date_and_its_doubt_stands_beside_it() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-12-18T10:00:00".into()));
    town.ok(&STATION);
    town.ok(&["import", "units", &data("承办单位.csv"), "--yes"]);
    hand_over_late_in_the_year(&town);
    let all = town.list(&["opinions"]);
    let part = |i: usize| &all[0]["handovers"][i];
    for row in [&all[0], part(0)] {
        let due = [&row["due"], &row["due_time"], &row["due_provisional"]];
        assert_eq!(due, [&Value::from("2027-01-11"), &Value::Null, &Value::from(true)]);
    }
    assert_eq!(part(0)["lead"], true);
    assert!(part(0)["via"].is_string() && part(1)["via"].is_null(), "{all}");
    let helping = [&part(1)["due"], &part(1)["due_time"], &part(1)["due_provisional"]];
    assert_eq!(
        helping,
        [&Value::from("2026-12-25"), &Value::from("17:00"), &Value::from(false)]
    );
    assert!(part(0).get("counted_from").is_some());
    let table = town.ok(&["list", "opinions"]);
    assert!(table.contains("2027-01-11（暂定）"), "{table}");
    let table = town.ok(&["list", "opinions", "--lang", "en"]);
    assert!(table.contains("2027-01-11 (provisional)"), "{table}");
}

/// The columns of the version that came before, which programs find by their place.
const RELEASED: &str = "number,day,state,words,summary,category,place,urgency,scope,affected,channel,confidential,person,phone,\
     village,anonymous,deputies,ticket,unit,round,handed_at,due,promised_for,answer,answered_at,class,class_date,on_spot,guidance,\
     told,failed_tellings,held,grade,parties,split_from,paper_no,void_reason,filed_at,closed_at,rev,history";

#[test]
fn new_columns_stand_behind_those_that_were_released() {
    let town = Town::new();
    let csv = town.ok(&["list", "opinions", "--csv"]);
    let head = csv.trim_start_matches('\u{feff}').lines().next().unwrap();
    assert_eq!(
        head.strip_prefix(RELEASED),
        Some(
            ",due_time,due_provisional,handovers,numbers,keeper,id,came,wants,materials,may_relay,consent_phone,consent_publish,opened_by,opened_way,opened_on,sex"
        ),
        "{head}"
    );
}

#[test]
fn rules_are_printed_and_adopted() {
    let town = Town::new();
    let rules = town.ok(&["config"]);
    assert!(rules.contains("[queue]"));
    let file = town.path("rules.toml");
    let path = file.display().to_string();
    std::fs::write(&file, rules.replacen("last_number = 999", "last_number = 50", 1)).unwrap();
    town.ok(&["config", "adopt", &path]);
    assert_eq!(
        town.run(&["config", "adopt", &path]).status.code(),
        Some(65),
        "nothing changes"
    );
    std::fs::write(&file, "last_number = ?").unwrap();
    assert_eq!(town.run(&["config", "adopt", &path]).status.code(), Some(78));
}

#[test]
fn accounts_are_added_changed_and_the_last_head_stays() {
    let town = Town::new();
    town.ok(&["accounts", "add", "--name", "何敏", "--os", "hemin", "--role", "clerk"]);
    let twice = town.run(&["accounts", "add", "--name", "何敏", "--os", "hemin", "--role", "clerk"]);
    assert_eq!(twice.status.code(), Some(65));
    town.ok(&["accounts", "change", "何敏", "--role", "deputy", "--active", "no"]);
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    assert_eq!(accounts[1]["role"], "deputy");
    assert_eq!(accounts[1]["active"], false);
    assert_eq!(
        town.run(&["accounts", "change", "林晓", "--active", "no"])
            .status
            .code(),
        Some(65)
    );
}

#[test]
fn a_due_date_explains_each_day() {
    let town = Town::bare();
    let due: Value = serde_json::from_str(&town.ok(&["due", "2026-09-30", "5wd", "--json"])).unwrap();
    assert_eq!(due["due"], "2026-10-13");
    assert_eq!(due["provisional"], false);
    assert_eq!(due["counted"].as_array().unwrap().len(), 5);
    assert!(
        due["counted"].as_array().unwrap().contains(&Value::from("2026-10-10")),
        "a make-up Saturday counts"
    );
    assert_eq!(due["skipped"][0]["reason"], "国庆节");
    assert_eq!(due["skipped"].as_array().unwrap().last().unwrap()["reason"], "周末");
    let far: Value = serde_json::from_str(&town.ok(&["due", "2026-12-30", "3mo", "--json"])).unwrap();
    assert_eq!(far["provisional"], true);
}

/// A made-up station in the making that was killed leaves its half beside the target. The next one there takes it away,
/// but never what somebody is still making.
#[test]
fn what_a_killed_demo_left_is_taken_away_and_what_is_being_made_is_not() {
    let town = Town::bare();
    let folder = town.db().parent().unwrap().to_owned();
    let halves = || -> Vec<String> {
        let all = std::fs::read_dir(&folder).into_iter().flatten();
        let names = all.map(|e| e.unwrap().file_name().into_string().unwrap());
        // SQLite's own files come and go beside them.
        names
            .filter(|n| n.contains(".new-") && !n.ends_with("-journal"))
            .collect()
    };
    let start = || {
        let mut c = std::process::Command::new(seat::ZHIBAN);
        c.arg("--db")
            .arg(town.db())
            .args(["demo", "--opinions", "200000", "--no-open"]);
        let child = c.stdout(std::process::Stdio::null()).spawn().unwrap();
        let own = format!("zhiban.db.new-{}-0", child.id());
        while !halves().contains(&own) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child
    };
    let mut killed = start();
    killed.kill().unwrap();
    killed.wait().unwrap();
    let dead = halves();
    assert_eq!(dead.len(), 1, "{dead:?}");
    // Something of this name that is no file of ours is nobody's half.
    let other = folder.join("zhiban.db.new-7-x");
    std::fs::write(&other, "").unwrap();
    let link = folder.join("zhiban.db.new-7-7");
    std::os::unix::fs::symlink(&other, &link).unwrap();

    let mut alive = start();
    let now = halves();
    assert!(!now.contains(&dead[0]), "{now:?}");
    assert_eq!(now.len(), 3, "{now:?}");
    town.ok(&["demo", "--opinions", "1", "--no-open"]);
    assert_eq!(halves().len(), 3, "what is being made stays");
    alive.kill().unwrap();
    alive.wait().unwrap();
    // Even one that finds the place taken leaves it clean.
    assert!(!town.run(&["demo", "--opinions", "1", "--no-open"]).status.success());
    let all = std::fs::read_dir(&folder).unwrap();
    let names = all.map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut left: Vec<String> = names.filter(|n| n.contains(".new-")).collect();
    left.sort();
    assert_eq!(left, ["zhiban.db.new-7-7", "zhiban.db.new-7-x"]);
    assert!(link.symlink_metadata().is_ok());
    assert!(town.list(&["opinions"]).as_array().is_some());
}

#[test]
fn a_made_up_station_is_made_whole_and_the_same_again() {
    let make = |seed: &str| {
        let mut town = Town::bare();
        town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T09:42:00".into()));
        town.ok(&["demo", "--opinions", "60", "--seed", seed, "--no-open"]);
        town
    };
    let town = make("7");
    let opinions = town.list(&["opinions"]);
    assert_eq!(opinions.as_array().unwrap().len(), 60);
    let text = opinions.to_string();
    assert_eq!(text, make("7").list(&["opinions"]).to_string());
    assert_ne!(text, make("8").list(&["opinions"]).to_string());
    assert!(
        !town.list(&["queue"]).as_array().unwrap().is_empty(),
        "a reception is open"
    );
    let again = town.run(&["demo", "--no-open"]);
    assert_eq!(
        again.status.code(),
        Some(73),
        "a file that is there is not written over"
    );
}
