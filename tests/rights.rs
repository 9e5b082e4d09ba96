//! The table of rights, walked by every way there is to it: what the desk offers, the line dialogue, `list`, `check`, `backup`,
//! `restore` and `do`, for every role and for what is one's own and what is not. What the table says is written down here once
//! more, by hand, so that a cell that changes fails until it is meant.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;
mod seat;

use rusqlite::{Connection, OpenFlags};
use seat::Town;
use serde_json::{Value, json};
use zhiban::app::action::{ACTIONS, Scope};
use zhiban::app::available;
use zhiban::app::list::LISTED;
use zhiban::domain::code::Role;
use zhiban::domain::deed::Deed;
use zhiban::domain::permit::{Care, Reach, Reading};
use zhiban::domain::rights::Right;
use zhiban::domain::spelling::Act;

/// Of the station and who works there: the head's and the administrator's.
const OF_STATION: [&str; 4] = ["station.change", "rules.adopt", "account.add", "account.change"];
/// The head's alone.
const HEADS: [&str; 2] = ["account.hand_over", "station.one_person"];
/// A clerk's of their own account.
const OWN_ACCOUNT: [&str; 2] = ["account.stand_in", "account.stand_in_end"];
/// Rosters and the calendar: an administrator may bring them in.
const LISTS: [&str; 5] = [
    "rules.holidays",
    "deputy.add",
    "deputy.change",
    "unit.add",
    "unit.change",
];
/// A deputy at the keyboard, anywhere.
const AT_THE_DOOR: [&str; 3] = ["queue.number", "queue.back", "promise.receive"];
/// A deputy at the keyboard, of what is their own.
const AT_TABLE: [&str; 16] = [
    "queue.call_next",
    "queue.call",
    "queue.again",
    "queue.take_back",
    "queue.sit",
    "queue.receive",
    "queue.missed",
    "queue.finish",
    "queue.settle",
    "queue.unsettle",
    "opinion.file",
    "opinion.count",
    "duty.sign_in",
    "duty.sign_out",
    "duty.take_back",
    "duty.seat",
];

fn write(id: &str, role: Role) -> Reach {
    let (of_station, lists) = (OF_STATION.contains(&id), LISTS.contains(&id));
    let is = match role {
        Role::Head | Role::DeputyHead => true,
        Role::Clerk if OWN_ACCOUNT.contains(&id) => return Reach::Own,
        Role::Clerk => !of_station && !HEADS.contains(&id),
        Role::Deputy if AT_TABLE.contains(&id) => return Reach::Own,
        Role::Deputy => AT_THE_DOOR.contains(&id),
        Role::Administrator => of_station || lists,
        Role::Viewer => false,
    };
    if is { Reach::All } else { Reach::Nothing }
}

fn read(what: Reading, role: Role) -> Reach {
    let marks = match what {
        Reading::Records => "AAAAA-",
        Reading::Confidential => "AAOO--",
        Reading::WholePhone => "AAAO--",
        Reading::Listed => "AAA--A",
        Reading::Traces => "AAOOO-",
    };
    of_marks(marks, role)
}

fn file(care: Care, role: Role) -> Reach {
    let marks = match care {
        Care::Details => "AAAAA-",
        Care::Copy => "AAA--A",
        Care::Restore | Care::GoOn | Care::Settle => "AA---A",
    };
    of_marks(marks, role)
}

/// A letter for each role, in their order.
fn of_marks(marks: &str, role: Role) -> Reach {
    let order = [
        Role::Head,
        Role::DeputyHead,
        Role::Clerk,
        Role::Deputy,
        Role::Viewer,
        Role::Administrator,
    ];
    match marks.as_bytes()[order.iter().position(|r| *r == role).unwrap()] {
        b'A' => Reach::All,
        b'O' => Reach::Own,
        _ => Reach::Nothing,
    }
}

#[test]
fn every_cell_of_the_table_is_the_one_that_is_meant() {
    let mut cells = 0;
    for right in Right::all() {
        for role in Role::ALL.iter().copied() {
            let meant = match right {
                Right::Write(deed) => write(deed.row().id, role),
                Right::Read(what) => read(what, role),
                Right::File(care) => file(care, role),
            };
            assert_eq!(right.reach(role), meant, "{right:?} {role:?}");
            cells += 1;
        }
    }
    assert!(cells > 6 * 70, "{cells}");
    let known: Vec<&str> = Deed::ALL.iter().map(|deed| deed.row().id).collect();
    let named = [&OF_STATION[..], &LISTS, &AT_THE_DOOR, &AT_TABLE, &HEADS, &OWN_ACCOUNT].concat();
    assert!(named.iter().all(|id| known.contains(id)));
}

#[test]
fn the_desk_offers_what_the_table_allows_and_greys_the_rest_with_its_reason() {
    let (mut s, k) = real::open_station();
    for role in Role::ALL.iter().copied() {
        let mut other = real::keyboard(3);
        let effects = zhiban::app::start(&mut other.state);
        s.serve(&mut other, effects);
        other.state.layers.clear();
        other.state.account = Some(s.add_account(k.state.now, "he", &format!("{role:?}"), (role, None)));
        other.state.table = None;
        let mut asked = 0;
        for action in ACTIONS.iter().filter(|a| a.scope == Scope::Desk) {
            let Some(deed) = action.deed else { continue };
            let why = available::why_not(action.act, &other.state).unwrap_or_default();
            let is_refused = why.contains("不能办这件事");
            let is_meant = write(deed.row().id, role) == Reach::Nothing;
            assert_eq!(is_refused, is_meant, "{role:?} {:?}: {why}", action.act);
            asked += 1;
        }
        assert!(asked > 15, "{asked}");
    }
}

const MARK: &str = "密记七〇一号";
const NAME: &str = "隗嚣辰";
const OPEN: &str = "明说八〇二号";

/// Somebody at a keyboard, and whether the confidential matter is their own.
struct Person {
    name: &'static str,
    role: Role,
    own: bool,
}

const PEOPLE: [Person; 8] = [
    Person {
        name: "林晓",
        role: Role::Head,
        own: false,
    },
    Person {
        name: "何副站",
        role: Role::DeputyHead,
        own: false,
    },
    Person {
        name: "周敏",
        role: Role::Clerk,
        own: true,
    },
    Person {
        name: "何旁人",
        role: Role::Clerk,
        own: false,
    },
    Person {
        name: "甲代表",
        role: Role::Deputy,
        own: true,
    },
    Person {
        name: "乙代表",
        role: Role::Deputy,
        own: false,
    },
    Person {
        name: "镇大办",
        role: Role::Viewer,
        own: false,
    },
    Person {
        name: "管机器",
        role: Role::Administrator,
        own: false,
    },
];

impl Person {
    fn has(&self, reach: Reach) -> bool {
        match reach {
            Reach::All => true,
            Reach::Own => self.own,
            Reach::Nothing => false,
        }
    }
}

impl Town {
    fn lines(&self, who: &str, lines: &[Value], more: &[&str]) -> Vec<Value> {
        let text = lines
            .iter()
            .fold(String::new(), |text, line| text + &line.to_string() + "\n");
        let out = self.run_with(&[&["--account", who, "do", "-", "--json"], more].concat(), &text);
        let said = String::from_utf8(out.stdout).unwrap();
        let said: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(said.len(), lines.len(), "{}", String::from_utf8_lossy(&out.stderr));
        said
    }

    fn raw(&self) -> Connection {
        Connection::open_with_flags(self.db(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
    }
}

/// A station with a reception at two tables, a matter that is confidential and one that is not, and everybody at one login.
fn town() -> Town {
    let town = Town::empty();
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let login = accounts[0]["login"].as_str().unwrap().to_owned();
    let deputy = |name: &str| json!({"act": "deputy.add", "name": name, "levels": ["town"]});
    let done = town.lines("林晓", &[deputy("甲代表"), deputy("乙代表")], &[]);
    assert!(done.iter().all(|a| a["ok"] == true), "{done:?}");
    for person in &PEOPLE[1..] {
        let (name, role) = (person.name, person.role.code());
        let add = ["accounts", "add", "--name", name, "--os", &login, "--role", role];
        town.ok(&[&["--account", "林晓"], &add[..]].concat());
    }
    let file = |words: &str, secret: bool| {
        json!({"act": "opinion.file", "words": words, "person": if secret { NAME } else { "陈某" }, "confidential": secret,
            "deputies": ["甲代表"]})
    };
    let done = town.lines(
        "周敏",
        &[
            file(MARK, true),
            file(OPEN, false),
            json!({"act": "session.plan", "day": "2026-11-23", "starts": "08:00", "ends": "11:30", "place": "站", "tables": 2,
                "deputies": ["甲代表", "乙代表"]}),
            json!({"act": "session.open", "presence": "deputies"}),
            json!({"act": "duty.sign_in", "deputy": "甲代表", "table": 1}),
            json!({"act": "duty.sign_in", "deputy": "乙代表", "table": 2}),
            json!({"act": "queue.number", "label": "蓝布衫大姐"}),
            json!({"act": "queue.number", "label": "戴草帽的"}),
        ],
        &[],
    );
    assert!(done.iter().all(|a| a["ok"] == true), "{done:?}");
    town
}

#[test]
fn every_way_into_the_file_keeps_to_the_table_for_every_role_and_for_what_is_ones_own() {
    let town = town();
    town.ok(&["--account", "林晓", "backup", town.path("good.db").to_str().unwrap()]);
    for person in &PEOPLE {
        let (name, role) = (person.name, person.role);
        // `do`: the right is asked before anything else of a line.
        let acts: Vec<Act> = Act::all().collect();
        let lines: Vec<Value> = acts.iter().map(|act| json!({"act": act.id})).collect();
        for (act, answer) in acts.iter().zip(town.lines(name, &lines, &["--dry-run"])) {
            let is_refused = answer["refused"] == "not_permitted";
            let is_meant = write(act.deed.row().id, role) == Reach::Nothing;
            assert_eq!(is_refused, is_meant, "{name} {} {answer}", act.id);
        }
        // `list`.
        let records = read(Reading::Records, role) != Reach::Nothing;
        for list in LISTED {
            let out = town.run(&["--account", name, "list", list.name, "--json"]);
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            let is_of_matters = ["today", "queue", "opinions", "owed", "looks"].contains(&list.name);
            let wanted = if is_of_matters && !records { 77 } else { 0 };
            assert_eq!(out.status.code(), Some(wanted), "{name} {}", list.name);
            let knows = person.has(read(Reading::Confidential, role));
            assert!(
                knows || !said.contains(MARK) && !said.contains(NAME),
                "{name} {}: {said}",
                list.name
            );
            if list.name == "opinions" {
                assert_eq!(said.contains(MARK), knows, "{name}");
                assert_eq!(said.contains(OPEN), records, "{name}");
                assert_eq!(said.contains("03-2026-0001"), records, "{name}");
            }
        }
        // `--plain`: the day, and what is owed.
        let out = town.run_with(&["--account", name, "--plain"], "1\n7\n0\n0\n");
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert_eq!(out.status.code(), Some(0), "{name}: {said}");
        let knows = person.has(read(Reading::Confidential, role));
        assert_eq!(said.contains(MARK), knows, "{name}: {said}");
        assert_eq!(said.contains("蓝布衫"), records, "{name}: {said}");
        assert_eq!(said.contains("0001"), records, "{name}: {said}");
        // `backup` and `restore`.
        let copy = town.path(&format!("{role:?}-{}.db", person.own));
        let out = town.run(&["--account", name, "backup", copy.to_str().unwrap()]);
        let may = file(Care::Copy, role) != Reach::Nothing;
        assert_eq!(out.status.code(), Some(if may { 0 } else { 77 }), "{name}");
        assert_eq!(copy.exists(), may, "{name}");
        let good = town.path("good.db");
        let out = town.run_with(&["--account", name, "restore", good.to_str().unwrap()], "");
        let may = file(Care::Restore, role) != Reach::Nothing;
        assert_eq!(out.status.code() == Some(77), !may, "{name} {out:?}");
    }
}

#[test]
fn a_deputy_at_the_keyboard_acts_at_their_own_table_and_for_themselves() {
    let town = town();
    let own = [
        json!({"act": "queue.call_next", "table": 1}),
        json!({"act": "duty.sign_out", "deputy": "甲代表"}),
        json!({"act": "opinion.file", "words": "路不平", "deputies": ["甲代表"]}),
    ];
    for (name, is_own) in [("甲代表", true), ("乙代表", false), ("周敏", true)] {
        for line in &own {
            let answer = &town.lines(name, std::slice::from_ref(line), &["--dry-run"])[0];
            assert_eq!(answer["ok"], is_own, "{name} {answer}");
            assert_eq!(answer["refused"] == "not_own", !is_own, "{name} {answer}");
        }
    }
    let answer = &town.lines("乙代表", &own[..1], &[])[0];
    let said = answer["say"].as_str().unwrap();
    assert!(said.contains("1 桌由甲代表接待"), "{said}");
    // Where nobody sits, whoever is there receives.
    let done = town.lines("周敏", &[json!({"act": "duty.sign_out", "deputy": "甲代表"})], &[]);
    assert_eq!(done[0]["ok"], true, "{done:?}");
    let answer = &town.lines("乙代表", &own[..1], &["--dry-run"])[0];
    assert_eq!(answer["ok"], true, "{answer}");
}

#[test]
fn a_check_names_a_matter_to_those_who_read_matters() {
    let town = town();
    // What the log does not say.
    let bent = "UPDATE opinion SET category = 'lamp' WHERE number = '03-2026-0002'";
    assert_eq!(town.raw().execute(bent, []).unwrap(), 1);
    for role in Role::ALL.iter().copied() {
        // One account at this login at a time: a check asks who is told by the login.
        let raw = town.raw();
        raw.execute("UPDATE account SET os_name = 'nobody' WHERE os_name <> 'nobody'", [])
            .unwrap();
        let sql = "UPDATE account SET os_name = ?1 WHERE role = ?2";
        raw.execute(sql, [&me(), role.code()]).unwrap();
        drop(raw);
        let out = town.run(&["check", "--deep", "--json"]);
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        let faults: Value = serde_json::from_str(&said).unwrap();
        let of_matter = faults
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["table"] == "opinion")
            .unwrap();
        let is_named = of_matter["id"] != "";
        assert_eq!(
            is_named,
            file(Care::Details, role) != Reach::Nothing,
            "{role:?} {of_matter}"
        );
        let complaint = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(complaint.contains("03-2026-0002"), is_named, "{role:?} {complaint}");
    }
}

/// By which login the tests are run.
fn me() -> String {
    let out = std::process::Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}
