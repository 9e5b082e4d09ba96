//! Copies taken by name: what is noted of each, the second folder, how long they are kept, two at once, and when one is due.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use common::{Bench, person, today};
use tempfile::TempDir;
use zhiban::domain::backups::{Backup, Due, Found};
use zhiban::domain::code::SecondCopy;
use zhiban::domain::command::{AdoptRules, Command};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::view::{Answer, Asker, Owing, Query, Snapshot};
use zhiban::store::backup::{Control, Progress, Step, verify};
use zhiban::store::copies::{Second, Taken, Wish, take};
use zhiban::store::open::{self, Access};
use zhiban::store::preview::preview;
use zhiban::store::{Desk, StoreError, read};

struct Station {
    folder: TempDir,
    bench: Bench,
}

impl Station {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let bench = Bench::over(Desk::create(&folder.path().join("desk.db")).unwrap());
        Self { folder, bench }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("desk.db")
    }

    fn copies(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    fn file(&mut self, words: &str) {
        let entry = self.bench.entry(words, person("王秀英", "13700000000"));
        self.bench.file(entry);
    }

    fn rules(&mut self, change: impl FnOnce(&mut zhiban::domain::rules::LimitRules)) {
        let mut rules = Box::new(common::rules());
        change(&mut rules.limits);
        self.bench.act(Command::AdoptRules(AdoptRules { seen: 1, rules }));
    }

    fn take_at(&self, at: Moment, dest: Option<&Path>, control: &Control) -> Result<Taken, StoreError> {
        let path = self.path();
        let conn = open::open(&path, Access::Job).unwrap();
        let wish = Wish {
            database: &path,
            dest,
            is_served: false,
            by: self.bench.account,
            at: (at, false),
        };
        take(conn, &wish, control)
    }

    fn take(&self) -> Taken {
        self.take_at(self.bench.now, None, &Control::default()).unwrap()
    }

    fn on(&self, day: Day) -> Taken {
        self.take_at(TimeOfDay(1_050).on(day), None, &Control::default())
            .unwrap()
    }

    fn list(&self) -> Vec<Backup> {
        let conn = open::open(&self.path(), Access::Reader).unwrap();
        let answer = read::answer(
            &conn,
            self.bench.desk.vault(),
            Asker::Program,
            &Query::Backups { limit: 100 },
        );
        let Answer::Backups(all) = answer.unwrap() else {
            panic!()
        };
        all
    }

    fn snapshot(&self, today: Day) -> Snapshot {
        let Answer::Snapshot(snap) = self.bench.ask(&Query::Snapshot { today }) else {
            panic!()
        };
        *snap
    }

    fn looked(&self) -> zhiban::store::look::Copies {
        zhiban::store::Look::open(&self.path()).unwrap().copies().unwrap()
    }

    fn bad_copies(&self) -> Vec<(PathBuf, Found)> {
        self.looked().bad
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.copies()).unwrap();
        let mut all: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).extension().is_some_and(|ext| ext == "db"))
            .collect();
        all.sort();
        all
    }
}

/// A folder on another disk than the temporary ones.
fn stick() -> TempDir {
    let stick = TempDir::new_in("/dev/shm").unwrap();
    let (here, there) = (TempDir::new().unwrap(), stick.path().metadata().unwrap());
    assert_ne!(
        here.path().metadata().unwrap().dev(),
        there.dev(),
        "this test needs a second disk at /dev/shm"
    );
    stick
}

#[test]
fn who_took_a_copy_and_what_is_in_it_is_noted_and_read_back_by_the_log() {
    let mut s = Station::new();
    s.file("路灯不亮");
    let head = s.bench.count("SELECT max(seq) FROM event");
    let taken = s.take();
    assert!(taken.unnoted.is_none());
    assert_eq!(taken.report.head.seq, head);
    let seen = verify(&taken.report.path, &Control::default()).unwrap();
    assert_eq!((seen.head, &seen.sum), (taken.report.head, &taken.report.sum));
    let all = s.list();
    let [only] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        (only.touch.by.as_str(), only.touch.account, only.touch.at),
        ("林站长", s.bench.account, s.bench.now)
    );
    assert_eq!(
        (only.ok, only.upto, only.second, only.gone),
        (true, head, SecondCopy::Unasked, false)
    );
    assert_eq!(only.folder, None);
    assert_eq!(s.names(), [only.name.as_str()]);
    assert_eq!(only.bytes, fs::metadata(&taken.report.path).unwrap().len() as i64);
    // A copy somebody named lies where they said, and is theirs.
    let own = s.folder.path().join("mine.db");
    s.take_at(s.bench.now, Some(&own), &Control::default()).unwrap();
    let newest = s.list().remove(0);
    assert_eq!(newest.name, "mine.db");
    assert_eq!(newest.folder.as_deref(), s.folder.path().to_str());
    s.bench.sound();
    // To put it back would take nothing away: that it was taken is nothing anybody would miss.
    drop(s.bench);
    let seen = preview(&taken.report.path, &s.folder.path().join("desk.db")).unwrap();
    let (gone, come) = seen.change.unwrap();
    assert_eq!((gone.events, come.events), (0, 0));
}

#[test]
fn a_copy_that_is_stopped_or_fails_leaves_none_and_says_so() {
    let mut s = Station::new();
    s.file("路灯不亮");
    for step in [Step::Copying, Step::Checking, Step::Walking, Step::Placing] {
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let control = Control {
            cancel,
            progress: Arc::new(move |p: Progress| {
                stop.fetch_or(p.step == step, std::sync::atomic::Ordering::Relaxed);
            }),
        };
        let done = s.take_at(s.bench.now, None, &control);
        assert!(matches!(done, Err(StoreError::Cancelled)), "{step:?}: {done:?}");
        assert_eq!(fs::read_dir(s.copies()).unwrap().count(), 0, "{step:?}");
    }
    assert_eq!(s.list(), [], "who stops one has not failed");
    // What lies in the way of the list beside the copies keeps any from being made.
    fs::create_dir(s.copies().join("erased.list")).unwrap();
    let failed = s.take_at(s.bench.now, None, &Control::default());
    assert!(failed.is_err());
    let all = s.list();
    assert_eq!((all.len(), all[0].ok), (1, false));
    assert_eq!(s.names(), [] as [&str; 0]);
}

#[test]
fn of_two_at_once_the_second_is_told_and_nothing_is_made_twice() {
    let s = Station::new();
    let (path, by, now) = (s.path(), s.bench.account, s.bench.now);
    let second = Arc::new(std::sync::Mutex::new(None));
    let heard = Arc::clone(&second);
    let control = Control {
        progress: Arc::new(move |p: Progress| {
            let mut heard = heard.lock().unwrap();
            if p.step == Step::Checking && heard.is_none() {
                let wish = Wish {
                    database: &path,
                    dest: None,
                    is_served: false,
                    by,
                    at: (now, false),
                };
                let conn = open::open(&path, Access::Job).unwrap();
                *heard = Some(take(conn, &wish, &Control::default()).map(|taken| taken.report.path));
            }
        }),
        ..Control::default()
    };
    s.take_at(now, None, &control).unwrap();
    assert!(matches!(*second.lock().unwrap(), Some(Err(StoreError::BeingCopied))));
    assert_eq!((s.names().len(), s.list().len()), (1, 1));
    assert!(s.take().unnoted.is_none(), "the next one finds nobody");
}

#[test]
fn a_second_folder_gets_each_copy_too_and_what_is_not_there_is_owed_until_it_is() {
    let stick = stick();
    let usb = stick.path().join("usb");
    let mut s = Station::new();
    let to = usb.to_str().unwrap().to_owned();
    s.rules(|limits| limits.backup_to = to);
    s.file("路灯不亮");
    let taken = s.take();
    assert!(matches!(&taken.second, Second::NoFolder(folder) if *folder == usb));
    assert_eq!(s.list()[0].second, SecondCopy::Owed);
    let due = Some(Due {
        last: Some(s.bench.now),
        days: 0,
    });
    assert_eq!(s.snapshot(today()).backup, due);
    // Plugged in, the next one makes up for it.
    fs::create_dir(&usb).unwrap();
    s.bench.now = Moment(s.bench.now.0 + 60_000);
    let taken = s.take();
    let Second::There(there) = &taken.second else {
        panic!("{:?}", taken.second)
    };
    let seen = verify(there, &Control::default()).unwrap();
    assert_eq!((&seen.sum, seen.head), (&taken.report.sum, taken.report.head));
    assert!(usb.join("erased.list").is_file() || !s.copies().join("erased.list").exists());
    assert_eq!(s.list()[0].second_found, Found::There);
    let pulled = stick.path().join("pulled");
    fs::rename(&usb, &pulled).unwrap();
    assert_eq!(s.list()[0].second_found, Found::Away);
    fs::rename(&pulled, &usb).unwrap();
    let kept = fs::read(there).unwrap();
    fs::write(there, &kept[1..]).unwrap();
    assert_eq!(s.list()[0].second_found, Found::WrongSize);
    assert_eq!(s.bad_copies(), [(there.clone(), Found::WrongSize)]);
    let mut other = kept.clone();
    other[5_000] ^= 1;
    std::thread::sleep(std::time::Duration::from_millis(20));
    fs::write(there, &other).unwrap();
    assert_eq!(s.list()[0].second_found, Found::Changed);
    assert_eq!(s.bad_copies(), [(there.clone(), Found::Changed)]);
    // A good second one is left where all beside the file are gone.
    fs::write(there, &kept).unwrap();
    let mine = s.names().into_iter().map(|name| s.copies().join(name));
    let mine: Vec<(PathBuf, Vec<u8>)> = mine.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    for (path, _) in &mine {
        fs::remove_file(path).unwrap();
    }
    assert!(!s.looked().none_left);
    fs::remove_file(there).unwrap();
    assert!(s.looked().none_left);
    for (path, bytes) in &mine {
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(s.list()[0].second_found, Found::Missing);
    // What the one before lacked is owed no more: the newer one stands for it.
    let seconds: Vec<SecondCopy> = s.list().into_iter().map(|b| b.second).collect();
    assert_eq!(seconds, [SecondCopy::There, SecondCopy::Unasked]);
    assert_eq!(s.snapshot(today()).backup, None);
    // A folder on the disk of the data would be lost with it.
    let mut s = Station::new();
    let beside = s.folder.path().join("beside");
    fs::create_dir(&beside).unwrap();
    let to = beside.to_str().unwrap().to_owned();
    s.rules(|limits| limits.backup_to = to);
    assert!(matches!(s.take().second, Second::SameDisk(_)));
    assert_eq!(fs::read_dir(&beside).unwrap().count(), 0);
}

#[test]
fn on_a_server_the_rules_choose_no_path() {
    let mut s = Station::new();
    let stick = stick();
    let to = stick.path().to_str().unwrap().to_owned();
    s.rules(|limits| limits.backup_to = to);
    let path = s.path();
    let wish = Wish {
        database: &path,
        dest: None,
        is_served: true,
        by: s.bench.account,
        at: (s.bench.now, false),
    };
    let taken = take(open::open(&path, Access::Job).unwrap(), &wish, &Control::default()).unwrap();
    assert!(matches!(&taken.second, Second::NoFolder(folder) if *folder == s.folder.path().join("second")));
    assert_eq!(fs::read_dir(stick.path()).unwrap().count(), 0);
}

#[test]
fn older_copies_go_by_the_rules_and_nothing_else_does() {
    let mut s = Station::new();
    s.rules(|limits| (limits.keep_daily, limits.keep_weekly, limits.keep_monthly) = (2, 0, 0));
    let day = |n: u64| today() + chrono::Days::new(n);
    let name = |n: u64| format!("zhiban-{}-1730.db", day(n));
    for n in 0..2 {
        assert_eq!(s.on(day(n)).dropped, [] as [&str; 0]);
    }
    // Somebody's own, somebody else's of such a name, and one that is not what it was.
    fs::write(s.copies().join("zhiban-2020-01-01-0800.db"), "theirs").unwrap();
    let named = s.copies().join("mine.db");
    s.take_at(s.bench.now, Some(&named), &Control::default()).unwrap();
    let mut bytes = fs::read(s.copies().join(name(1))).unwrap();
    bytes[5_000] ^= 1;
    fs::write(s.copies().join(name(1)), bytes).unwrap();
    // The broken one stands for no day: the one before it stays.
    assert_eq!(s.on(day(2)).dropped, [] as [&str; 0]);
    assert_eq!(s.on(day(3)).dropped, [name(0)]);
    let kept = [
        "mine.db".to_owned(),
        "zhiban-2020-01-01-0800.db".to_owned(),
        name(1),
        name(2),
        name(3),
    ];
    assert_eq!(s.names(), kept);
    assert!(!s.copies().join(name(0) + ".sha256").exists());
    let gone: Vec<String> = s.list().into_iter().filter(|b| b.gone).map(|b| b.name).collect();
    assert_eq!(gone, [name(0)]);
    // What was taken away by hand is on the list as that.
    fs::remove_file(s.copies().join(name(2))).unwrap();
    assert_eq!(s.on(day(4)).dropped, [] as [&str; 0]);
    let gone: Vec<String> = s.list().into_iter().filter(|b| b.gone).map(|b| b.name).collect();
    assert_eq!(gone, [name(2), name(0)]);
    s.bench.sound();
}

#[test]
fn one_is_owed_when_what_was_filed_is_in_none_for_longer_than_the_rules_say() {
    let mut s = Station::new();
    let day = |n: u64| today() + chrono::Days::new(n);
    let owed = |s: &Station, on: Day| {
        let snap = s.snapshot(on);
        let n = snap.owed.of(Owing::BackUp);
        let lines = snap.follow_up.iter().filter(|f| f.owing == Owing::BackUp);
        assert_eq!(lines.count(), n as usize);
        (n, snap.backup.map(|due| (due.last.is_some(), due.days)))
    };
    assert_eq!(owed(&s, day(1)), (0, None), "a station of yesterday");
    assert_eq!(owed(&s, day(2)), (1, Some((false, 2))));
    s.on(day(2));
    assert_eq!(owed(&s, day(9)), (0, None), "nothing was filed since");
    s.bench.now = TimeOfDay(1_100).on(day(2));
    s.bench
        .act(Command::ConfirmDay(zhiban::domain::command::ConfirmDay { day: day(2) }));
    assert_eq!(owed(&s, day(9)), (0, None), "what day it is is no loss");
    s.file("路灯不亮");
    assert_eq!(owed(&s, day(3)), (0, None));
    assert_eq!(owed(&s, day(4)), (1, Some((true, 2))));
    let Answer::Owed(lines, _) = s.bench.ask(&Query::Owed {
        matching: String::new(),
        called: Vec::new(),
        today: day(4),
        kind: Some(Owing::BackUp),
        stretch: zhiban::domain::view::Stretch::Newest,
        limit: 9,
    }) else {
        panic!()
    };
    assert_eq!((lines.len(), lines[0].days, lines[0].n), (1, 2, -1));
    s.on(day(4));
    assert_eq!(owed(&s, day(9)), (0, None));
    // A desk in memory has nothing to lose.
    assert_eq!(Bench::new().ask_due(day(9)), None);
}

/// What was written into it later is seen by its time in the list; what rotted without one, by the deep look at all bytes.
#[test]
fn one_changed_byte_of_a_copy_is_seen() {
    let mut s = Station::new();
    s.file("路灯不亮");
    let copy = s.take().report.path;
    assert_eq!((s.list()[0].found, s.bad_copies()), (Found::There, vec![]));
    let made = fs::metadata(&copy).unwrap().modified().unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    bytes[5_000] ^= 1;
    std::thread::sleep(std::time::Duration::from_millis(20));
    fs::write(&copy, &bytes).unwrap();
    assert_eq!(s.list()[0].found, Found::Changed);
    let file = fs::File::options().write(true).open(&copy).unwrap();
    file.set_modified(made).unwrap();
    assert_eq!(s.list()[0].found, Found::There, "nothing has touched it");
    assert_eq!(s.bad_copies(), [(copy.clone(), Found::Changed)]);
    let cli = std::process::Command::new(env!("CARGO_BIN_EXE_zhiban"))
        .arg("--db")
        .arg(s.path())
        .args(["check", "--deep"])
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&[cli.stdout, cli.stderr].concat()).into_owned();
    assert_eq!(cli.status.code(), Some(65), "{said}");
    assert!(
        said.contains("内容变了") && said.contains("数据本身没有查出问题"),
        "{said}"
    );
    // Touched and as it was, it is good.
    bytes[5_000] ^= 1;
    fs::write(&copy, &bytes).unwrap();
    assert_eq!((s.list()[0].found, s.bad_copies()), (Found::There, vec![]));
}

#[test]
fn one_that_was_taken_away_or_cut_short_is_good_no_more_at_once() {
    let mut s = Station::new();
    let day = |n: u64| today() + chrono::Days::new(n);
    let days = |s: &Station, on: Day| s.snapshot(on).backup.map(|due| (due.last.map(Moment::day), due.days));
    s.file("路灯不亮");
    s.on(day(1));
    s.bench.now = TimeOfDay(1_100).on(day(1));
    s.bench
        .act(Command::ConfirmDay(zhiban::domain::command::ConfirmDay { day: day(1) }));
    s.file("门前积水");
    s.on(day(5));
    assert_eq!(days(&s, day(6)), None);
    let newest = s.copies().join(s.names().pop().unwrap());
    let bytes = fs::read(&newest).unwrap();
    fs::write(&newest, &bytes[..bytes.len() - 4_096]).unwrap();
    assert_eq!(days(&s, day(6)), Some((Some(day(1)), 5)), "cut short");
    assert_eq!(s.list()[0].found, Found::WrongSize);
    assert_eq!(s.bad_copies(), [(newest.clone(), Found::WrongSize)]);
    fs::write(&newest, &bytes).unwrap();
    assert_eq!(days(&s, day(6)), None);
    fs::remove_file(&newest).unwrap();
    let gone: Vec<bool> = s.list().into_iter().map(|b| b.gone).collect();
    assert_eq!(gone, [true, false]);
    assert_eq!(s.list()[0].found, Found::Missing, "nobody says that it was thinned out");
    assert_eq!(days(&s, day(6)), Some((Some(day(1)), 5)), "that of before stands");
    fs::remove_dir_all(s.copies()).unwrap();
    assert_eq!(days(&s, day(6)).map(|(last, _)| last), Some(None), "there is none");
    assert!(s.list().into_iter().all(|b| b.gone));
    assert!(s.looked().none_left);
}

#[test]
fn one_of_a_day_that_has_not_come_keeps_nobody_from_being_reminded() {
    let mut s = Station::new();
    let day = |n: u64| today() + chrono::Days::new(n);
    s.on(day(400));
    assert_eq!(s.snapshot(day(1)).backup, None, "nothing was filed since");
    s.file("路灯不亮");
    let due = s.snapshot(day(3)).backup.map(|due| due.days);
    assert_eq!(due, Some(3), "what was filed is in none since three days");
}

trait AskDue {
    fn ask_due(&self, today: Day) -> Option<Due>;
}

impl AskDue for Bench {
    fn ask_due(&self, today: Day) -> Option<Due> {
        let Answer::Snapshot(snap) = self.ask(&Query::Snapshot { today }) else {
            panic!()
        };
        snap.backup
    }
}
