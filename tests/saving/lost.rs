//! A log that lost its end is named by whoever opens the file, before anything is written, and no number is given twice.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zhiban::domain::code::Role;
use zhiban::domain::command::{AddAccount, Command};
use zhiban::domain::moment::Moment;
use zhiban::store::anchor::{self, Anchored, LostTail, Unfit};
use zhiban::store::backup::{Control, Hooks, backup, restore};
use zhiban::store::execute::{ExecuteError, begin_lineage};
use zhiban::store::open::{self, Access};
use zhiban::store::unclean_end::Verdict;
use zhiban::store::weekly::check_if_due;
use zhiban::store::{Desk, ReadOnly, StoreError, going_on};

use super::common::{Bench, Count, person};
use super::seat::Town;

/// A station whose last matters and visitors stand in its log alone, as a crash leaves it.
struct Crashed {
    folder: TempDir,
    /// Of the matters that were filed, and the numbers on the slips.
    numbers: BTreeSet<String>,
    tickets: BTreeSet<u16>,
    db: Vec<u8>,
    wal: Vec<u8>,
    anchor: Vec<u8>,
    /// Numbers of events in the database itself, and in all.
    folded: i64,
    head: i64,
    bench: Bench,
}

impl Crashed {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("zhiban.db");
        let mut bench = Bench::over(Desk::create(&path).unwrap());
        // Whoever runs the tests, who goes on later.
        bench.act(Command::AddAccount(AddAccount {
            os_name: zhiban::runtime::login::name_of_number(rustix::process::getuid().as_raw()),
            name: "林晓".into(),
            role: Role::Head,
            deputy: None,
        }));
        let (mut numbers, mut tickets) = (BTreeSet::new(), BTreeSet::new());
        let mut folded = 0;
        for n in 0..6 {
            if n == 2 {
                zhiban::store::turn::fold(bench.desk.conn()).unwrap();
                folded = last(&path);
            }
            tickets.insert(bench.arrive(None, "大姐").ticket.unwrap());
            numbers.insert(filed(&mut bench));
        }
        let head = last(&path);
        let read = |tail: &str| fs::read(beside(&path, tail)).unwrap();
        let (db, wal, anchor) = (read(""), read("-wal"), read(".anchor"));
        Self {
            folder,
            numbers,
            tickets,
            db,
            wal,
            anchor,
            folded,
            head,
            bench,
        }
    }

    /// Somebody who goes on at a file of this station.
    fn at(&self, path: &Path, supply: u128) -> Bench {
        Bench {
            desk: Desk::open(path, None).unwrap(),
            supply: Count(supply),
            now: self.bench.now,
            account: self.bench.account,
            late: None,
            draft: None,
            table: None,
            deputies: self.bench.deputies.clone(),
            village: self.bench.village,
            unit: self.bench.unit,
        }
    }

    /// The files of the crash in a folder of their own, changed in one way.
    fn laid(&self, at: usize, db: &[u8], wal: Option<&[u8]>) -> PathBuf {
        let folder = self.folder.path().join(at.to_string());
        fs::create_dir(&folder).unwrap();
        let path = folder.join("zhiban.db");
        fs::write(&path, db).unwrap();
        fs::write(beside(&path, ".anchor"), &self.anchor).unwrap();
        if let Some(wal) = wal {
            fs::write(beside(&path, "-wal"), wal).unwrap();
        }
        path
    }
}

fn beside(path: &Path, tail: &str) -> PathBuf {
    PathBuf::from(format!("{}{tail}", path.display()))
}

fn filed(bench: &mut Bench) -> String {
    let entry = bench.entry("路灯不亮", person("王秀英", "13800001111"));
    bench.act(Command::FileOpinion(Box::new(entry))).number.unwrap()
}

fn last(path: &Path) -> i64 {
    let conn = open::open(path, Access::Reader).unwrap();
    zhiban::store::log::head(&conn).unwrap().seq
}

fn lost(path: &Path) -> Option<LostTail> {
    ReadOnly::open(path).unwrap().lost_tail().cloned()
}

/// 77 of them: cut between and inside frames, flipped in headers and pages, missing, emptied, of another salt, and the same with a
/// shorter database.
#[test]
fn i1_every_log_that_lost_its_end_is_named_and_no_number_is_given_twice() {
    let crashed = Crashed::new();
    let wal = &crashed.wal;
    let frame = 24 + 4096;
    let frames = (wal.len() - 32) / frame;
    assert!(frames > 24, "{frames}");
    let mut cases: Vec<(String, Option<Vec<u8>>)> = vec![("missing".into(), None), ("empty".into(), Some(Vec::new()))];
    // All that stands behind the last commit may go without loss, so the last frame is the least that is cut.
    for n in 0..36 {
        let at = 32 + frame * (frames * n / 36) + [0, 1, 24, 2000][n % 4];
        cases.push((format!("cut at {at}"), Some(wal[..at].to_vec())));
    }
    for n in 0..36 {
        let mut bytes = wal.clone();
        let at = 32 + frame * ((frames - 1) * n / 36) + [2, 9, 17, 24, 400, 4000][n % 6];
        bytes[at] ^= 1 << (n % 8);
        cases.push((format!("flipped at {at}"), Some(bytes)));
    }
    for at in [0, 17, 26] {
        let mut bytes = wal.clone();
        bytes[at] ^= 0x10;
        cases.push((format!("header flipped at {at}"), Some(bytes)));
    }
    assert_eq!(cases.len(), 77);
    for (n, (what, bytes)) in cases.iter().enumerate() {
        let path = crashed.laid(n, &crashed.db, bytes.as_deref());
        let lost = lost(&path).unwrap_or_else(|| panic!("{what}: not named"));
        assert_eq!(lost.note.seq, crashed.head, "{what}");
        assert!(
            (crashed.folded..crashed.head).contains(&lost.head),
            "{what}: {}",
            lost.head
        );
        // Until that was said nobody writes.
        let refused = Desk::open(&path, None);
        assert!(matches!(refused, Err(StoreError::LostTail(_))), "{what}");
        assert_eq!(last(&path), lost.head, "{what}: nothing was written");
        going_on::go_on(&path, crashed.bench.now).unwrap().unwrap();
        let mut bench = crashed.at(&path, 1_000_000);
        let ticket = bench.arrive(None, "大哥").ticket.unwrap();
        assert!(!crashed.tickets.contains(&ticket), "{what}: {ticket}");
        let number = filed(&mut bench);
        assert!(!crashed.numbers.contains(&number), "{what}: {number}");
        assert_eq!(anchor::compare(bench.desk.conn(), &path).unwrap(), Anchored::Good);
        if n % 11 == 0 {
            bench.sound();
        }
    }
}

/// A file of an older day put over the one in use, by a copy and not by a restore, has lost as much.
#[test]
fn i1_an_older_copy_put_over_the_file_is_named_with_the_numbers_that_were_given() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    let mut bench = Bench::over(Desk::create(&path).unwrap());
    filed(&mut bench);
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let copy = |bench: &Bench, name: &str| {
        let mut job = open::open(&path, Access::Job).unwrap();
        backup(&mut job, &backups.join(name), &Control::default()).unwrap();
        assert!(bench.desk.conn().is_autocommit());
        backups.join(name)
    };
    let old = copy(&bench, "old.db");
    filed(&mut bench);
    bench.arrive(None, "大姐");
    let middle = copy(&bench, "middle.db");
    filed(&mut bench);
    drop(bench);
    fs::copy(&old, &path).unwrap();
    let found = lost(&path).unwrap();
    let numbers: Vec<_> = found
        .numbers
        .iter()
        .map(|n| (n.kind.as_str(), n.first, n.last))
        .collect();
    assert_eq!(numbers, [("opinion", 2, 3), ("ticket", 1, 1)]);
    let rescue = found.rescue.unwrap();
    assert_eq!((rescue.path, rescue.has_all), (middle, false));
    // A copy under another name has lost nothing, and is no second file of the station before that was said.
    let elsewhere = folder.path().join("copy.db");
    fs::copy(&old, &elsewhere).unwrap();
    let copied = lost(&elsewhere).unwrap();
    assert_eq!((copied.unfit, copied.numbers.len()), (Some(Unfit::Copy), 0));
    let refused = Desk::open(&elsewhere, None);
    assert!(matches!(refused, Err(StoreError::LostTail(_))));
}

/// A restore by the program lost nothing unsaid.
#[test]
fn i1_a_backup_put_back_by_the_program_and_a_station_of_yesterday_give_no_number_twice() {
    let crashed = Crashed::new();
    let path = crashed.laid(0, &crashed.db, Some(&crashed.wal));
    let copy = path.with_file_name("b.db");
    // It lies in another place now.
    assert!(going_on::move_in(&path).unwrap());
    drop(Desk::open(&path, None).unwrap());
    {
        // Of a file without the day's numbers: what the live one gave is passed over all the same.
        let early = crashed.laid(1, &crashed.db, None);
        fs::remove_file(beside(&early, ".anchor")).unwrap();
        let mut job = open::open(&early, Access::Job).unwrap();
        backup(&mut job, &copy, &Control::default()).unwrap();
    }
    let now = crashed.bench.now;
    let hooks = Hooks {
        erase: &|_, _| Ok(()),
        renumber: &|tx, station| begin_lineage(tx, station, now),
    };
    restore(&copy, &path, now.0, &hooks, &Control::default()).unwrap();
    assert_eq!(lost(&path), None);
    let mut bench = crashed.at(&path, 2_000_000);
    assert!(!crashed.tickets.contains(&bench.arrive(None, "大哥").ticket.unwrap()));
    assert!(!crashed.numbers.contains(&filed(&mut bench)));
    bench.sound();
}

/// The sentence is the same for everybody who comes by the command line, and says which numbers.
#[test]
fn i1_every_command_says_what_is_missing_and_none_writes() {
    let crashed = Crashed::new();
    let town = Town::bare();
    let data = town.db().parent().unwrap().to_owned();
    fs::create_dir(&data).unwrap();
    fs::write(town.db(), &crashed.db).unwrap();
    fs::write(beside(&town.db(), ".anchor"), &crashed.anchor).unwrap();
    let backup = town.path("b.db").display().to_string();
    let act = "{\"act\":\"opinion.file\",\"words\":\"又一件\"}\n";
    for (args, code) in [
        (&["list", "opinions"][..], 0),
        (&["list", "opinions", "--json"], 0),
        (&["check"], 65),
        (&["check", "--deep"], 65),
        (&["check", "--json"], 65),
        (&["backup", &backup], 65),
        (&["do"], 65),
        (&["--plain"], 65),
        (&["config", "adopt", "--shipped"], 65),
        (&["accounts", "add", "--name", "甲", "--os", "a", "--role", "clerk"], 65),
    ] {
        let out = town.run_with(args, act);
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
        for part in [
            "少了一截",
            "记到第",
            "意见 2026年0003到0006号",
            "2026-11-23的号 003到006",
        ] {
            assert!(said.contains(part), "{args:?}: {said}");
        }
    }
    assert!(town.path("b.db").exists(), "what is there is kept too");
    assert_eq!(last(&town.db()), crashed.folded);
    let said = town.ok(&["check", "--go-on"]);
    assert!(said.contains("编号从此带 B"), "{said}");
    town.ok(&["check", "--deep"]);
    assert!(town.ok(&["check", "--go-on"]).contains("没有少东西"));
}

/// Every few days the whole file is looked at, also after sessions that ended in order.
#[test]
fn i13_damage_is_found_by_the_look_of_every_week_and_said_at_the_desk() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    let mut bench = Bench::over(Desk::create(&path).unwrap());
    filed(&mut bench);
    let after = |days: i64| Moment(bench.now.0 + days * 86_400_000);
    assert_eq!(check_if_due(&path, after(6)).unwrap(), None);
    assert_eq!(check_if_due(&path, after(8)).unwrap(), Some(Verdict::Whole));
    assert_eq!(
        check_if_due(&path, after(9)).unwrap(),
        None,
        "it was looked at yesterday"
    );
    changed_by_hand(&path);
    assert!(matches!(
        check_if_due(&path, after(16)).unwrap(),
        Some(Verdict::Faults(1..))
    ));
    // At a desk it is said, without being asked for.
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河", "--code", "03", "--person", "林晓"]);
    changed_by_hand(&town.db());
    let mut seat = town.seat();
    let shown = seat.wait("定期核对");
    assert!(shown.contains("check --deep"), "{shown}");
    seat.press("Esc");
}

/// What somebody with a tool does; and the last look was long ago.
fn changed_by_hand(path: &Path) {
    #[allow(clippy::disallowed_methods)] // whoever plants a fault does not ask the store
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(
        "DROP TRIGGER event_no_update; UPDATE event SET day = '2020-01-01' WHERE seq = 2; \
         INSERT OR REPLACE INTO meta (name, value) VALUES ('checked_ms', '0')",
    )
    .unwrap();
}

/// A file that was taken away is not followed by a set-up as if there had never been one; whoever means it says so.
#[test]
fn i1_a_file_that_is_gone_is_missed_and_a_new_one_in_its_place_is_one_of_its_own() {
    let town = Town::empty();
    town.run_with(&["do"], "{\"act\":\"opinion.file\",\"words\":\"一件\"}\n");
    fs::remove_file(town.db()).unwrap();
    let mut seat = town.seat();
    let shown = seat.wait("不在了");
    assert!(
        shown.contains("意见 2026年0001号") && !shown.contains("init"),
        "{shown}"
    );
    assert_ne!(seat.ended(), 0);
    assert!(!town.db().exists());
    // Every command says so, and a station set up in its place would give its numbers again.
    let note = PathBuf::from(format!("{}.anchor", town.db().display()));
    let kept = fs::read(&note).unwrap();
    let init = ["init", "--name", "新站", "--code", "05", "--person", "林晓", "--demo"];
    for (args, code) in [
        (&["list", "opinions"][..], 65),
        (&["do"], 65),
        (&["check"], 65),
        (&["--plain"], 65),
        (&init, 73),
    ] {
        let out = super::noted::at(&town, &town.db(), args, "");
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        );
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
        for part in ["不在了", "意见 2026年0001号", "zhiban restore", ".anchor 挪到别处"] {
            assert!(said.contains(part), "{args:?}: {part}: {said}");
        }
        assert!(!said.contains("zhiban init") && !town.db().exists(), "{args:?}: {said}");
        assert!(fs::read(&note).unwrap() == kept, "{args:?}");
    }
    fs::rename(&note, town.path("kept.anchor")).unwrap();
    town.ok(&["init", "--name", "新站", "--code", "05", "--person", "林晓", "--demo"]);
    town.ok(&["check", "--deep"]);
    assert_eq!(lost(&town.db()), None);
}

/// A note that is there and does not help is no less than one that says what is missing: nobody writes before it was said.
#[test]
fn i1_a_note_that_is_broken_or_another_stations_is_named_and_nothing_is_written() {
    let town = Town::empty();
    let act = "{\"act\":\"opinion.file\",\"words\":\"一件\"}\n";
    town.run_with(&["do"], act);
    let note = beside(&town.db(), ".anchor");
    let whole = fs::read(&note).unwrap();
    let other = Town::empty();
    other.run_with(&["do"], act);
    let theirs = fs::read(beside(&other.db(), ".anchor")).unwrap();
    let mut flipped = whole.clone();
    flipped[20] ^= 1;
    let mut odd = whole.clone();
    odd[5] = 0xff;
    let head = last(&town.db());
    for (what, bytes) in [
        ("flipped", flipped),
        ("no text", odd),
        ("zeroed", vec![0; whole.len()]),
        ("emptied", Vec::new()),
        ("cut", whole[..40].to_vec()),
        ("larger", vec![b'x'; 5000]),
        ("another station's", theirs),
    ] {
        fs::write(&note, &bytes).unwrap();
        for (args, code) in [
            (&["list", "opinions"][..], 0),
            (&["check"], 65),
            (&["check", "--json"], 65),
            (&["do"], 65),
            (&["--plain"], 65),
        ] {
            let out = town.run_with(args, act);
            let said = String::from_utf8(out.stderr).unwrap();
            assert_eq!(out.status.code(), Some(code), "{what} {args:?}: {said}");
            for part in [".anchor", "末尾少没少看不出来"] {
                assert!(said.contains(part), "{what} {args:?}: {said}");
            }
        }
        assert_eq!(last(&town.db()), head, "{what}: nothing was written");
    }
    let said = town.ok(&["check", "--go-on"]);
    assert!(said.contains("编号从此带 B"), "{said}");
    town.ok(&["check", "--deep"]);
    assert!(town.run_with(&["do"], act).status.success());
    assert_eq!(lost(&town.db()), None);
}

/// Another file copied into the one that is open has its name and its number, and not what was filed.
#[test]
fn i1_nothing_is_written_into_an_older_file_copied_over_the_one_that_is_open() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    let mut bench = Bench::over(Desk::create(&path).unwrap());
    filed(&mut bench);
    zhiban::store::turn::fold(bench.desk.conn()).unwrap();
    let old = fs::read(&path).unwrap();
    filed(&mut bench);
    zhiban::store::turn::fold(bench.desk.conn()).unwrap();
    filed(&mut bench);
    zhiban::store::turn::fold(bench.desk.conn()).unwrap();
    // As `cp` does it: the file stays the same one.
    fs::write(&path, &old).unwrap();
    let entry = bench.entry("路灯不亮", person("王秀英", "13800001111"));
    let refused = bench.try_act(Command::FileOpinion(Box::new(entry)));
    assert!(
        matches!(refused, Err(ExecuteError::Store(StoreError::Replaced { .. }))),
        "{refused:?}"
    );
}

/// What cannot be remembered is said, and nothing more is filed until it can.
#[test]
fn i1_a_note_that_cannot_be_written_is_said_and_nothing_more_is_filed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    let mut bench = Bench::over(Desk::create(&path).unwrap());
    filed(&mut bench);
    assert_eq!(bench.desk.unkept(), None);
    let note = beside(&path, ".anchor");
    fs::remove_file(&note).unwrap();
    fs::create_dir(&note).unwrap();
    filed(&mut bench);
    assert_eq!(bench.desk.unkept(), Some(note.as_path()));
    let before = last_of(&bench);
    let entry = bench.entry("路灯不亮", person("王秀英", "13800001111"));
    let refused = bench.try_act(Command::FileOpinion(Box::new(entry)));
    assert!(
        matches!(refused, Err(ExecuteError::Store(StoreError::Unkept { .. }))),
        "{refused:?}"
    );
    assert_eq!(last_of(&bench), before);
    fs::remove_dir(&note).unwrap();
    filed(&mut bench);
    assert_eq!(bench.desk.unkept(), None);
    assert_eq!(lost(&path), None);
}

fn last_of(bench: &Bench) -> i64 {
    zhiban::store::log::head(bench.desk.conn()).unwrap().seq
}

/// What was typed lies in no entry, so its loss is seen by no head: it is said by the note of drafts.
#[test]
fn drafts_that_went_with_the_log_are_told_to_whoever_wrote_them_and_to_the_head_and_those_that_ended_are_not() {
    const LOST: &str = "没写完的少了字";
    let town = Town::empty();
    town.second_clerk();
    let accounts: serde_json::Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let login = accounts.pointer("/0/login").and_then(|login| login.as_str()).unwrap();
    town.ok(&[
        "--account",
        "林晓",
        "accounts",
        "add",
        "--name",
        "赵雨",
        "--os",
        login,
        "--role",
        "viewer",
    ]);
    let type_in = |account: &str, words: &str| {
        let mut seat = town.seat_with(&["--account", account], (100, 24));
        seat.wait(account);
        seat.press("F5").wait("反映内容");
        // The clock of a trial stands still, and the words are saved by whoever leaves them.
        seat.text(words).press("Esc").wait("没写完");
        seat
    };
    let remove = || {
        for tail in ["-wal", "-shm"] {
            let _ = fs::remove_file(beside(&town.db(), tail));
        }
    };
    let all = |out: std::process::Output| String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
    let told = |account: &str| all(town.run_with(&["--account", account, "--plain"], "0\n0\n"));
    let checked = || {
        let out = town.run(&["--account", "林晓", "check"]);
        (out.status.code(), all(out))
    };
    // Folded into the file by whoever left last, it is there.
    let _: std::time::Duration = type_in("林晓", "路灯不亮").hang_up();
    let first = told("林晓");
    assert!(!first.contains(LOST), "{first}");
    assert_eq!(checked().0, Some(0));
    // Saved, and then everything since goes with the log.
    type_in("周敏", "门前积水").cut_power();
    remove();
    let (code, said) = checked();
    assert_eq!(code, Some(65), "{said}");
    assert!(
        said.contains("周敏") && said.contains("08:50 存过的一份不见了"),
        "{said}"
    );
    assert!(!said.contains("林晓"), "{said}");
    // Whoever opens it first without having written any of it learns nothing, and takes it from nobody.
    let viewer = told("赵雨");
    assert!(!viewer.contains(LOST), "{viewer}");
    assert_eq!(checked().0, Some(65));
    let done = all(town.run_with(&["--account", "周敏", "do", "-"], ""));
    assert!(done.contains(LOST) && done.contains("-wal"), "{done}");
    assert_eq!(checked().0, Some(65), "a program may have been all that heard it");
    // The head once, and then nobody has to be looked for any more.
    let said = told("林晓");
    assert!(said.contains(LOST) && said.contains("周敏"), "{said}");
    assert!(said.contains("08:50 存过的一份不见了"), "{said}");
    assert!(!told("林晓").contains(LOST), "told once");
    let (code, said) = checked();
    assert_eq!(code, Some(0), "{said}");
    let note = fs::read_to_string(beside(&town.db(), ".drafts")).unwrap_or_default();
    assert!(!note.contains("积水") && !note.contains("路灯"), "{note}");
    // Whoever wrote it reads it at the desk, once, though the head has and the log went once more.
    town.seat_with(&["--account", "赵雨"], (100, 24)).cut_power();
    remove();
    let mut seat = town.seat_with(&["--account", "周敏"], (100, 24));
    let page = seat.wait("存过的一份不见了");
    assert!(
        page.contains(LOST) && page.contains("周敏") && !page.contains("也会看到"),
        "{page}"
    );
    seat.press("Esc").wait_gone(LOST);
    drop(seat);
    assert!(!told("周敏").contains(LOST), "told once");
    assert!(!told("林晓").contains(LOST));
    // What was filed is not missed.
    let mut seat = town.seat_with(&["--account", "林晓"], (100, 24));
    seat.wait("林晓");
    seat.press("F5").wait("反映内容");
    seat.text("村口路不平").press("F9").wait("就这样登记");
    seat.press("2").wait("03-2026-");
    drop(seat);
    let out = told("林晓");
    assert!(!out.contains(LOST), "{out} {}", town.list(&["owed"]));
    assert_eq!(checked().0, Some(0));
}
