//! A file copied over the one whose log still lies beside it: what is read then are pages of two files, so it is recognised by
//! whoever opens it, and neither is folded into the other.

use std::fs;
use std::path::PathBuf;

use zhiban::store::Desk;

use super::noted::{ACT, all_say, at, beside, file, is_drawn, said};
use super::seat::{Town, reception};

/// A station whose last matters stand in its log alone, and what was kept of it and of others.
struct Laid {
    town: Town,
    /// The file itself as its log needs it.
    own: Vec<u8>,
    wal: Vec<u8>,
    note: Vec<u8>,
    /// What somebody may copy over it.
    others: Vec<(&'static str, Vec<u8>)>,
}

impl Laid {
    fn new() -> Self {
        let town = Town::empty();
        let db = town.db();
        file(&town, &db, 2);
        let older = fs::read(&db).unwrap();
        let backup = town.path("backup.db");
        town.ok(&["backup", &backup.display().to_string()]);
        // One that went on by itself.
        let fork = town.path("fork.db");
        fs::copy(&db, &fork).unwrap();
        file(&town, &fork, 9);
        file(&town, &db, 30);
        let newest = town.path("newest.db");
        town.ok(&["backup", &newest.display().to_string()]);
        let own = fs::read(&db).unwrap();
        // As long as somebody is in, nobody who leaves folds the log.
        let desk = Desk::open(&db, None).unwrap();
        file(&town, &db, 2);
        let [wal, note] = ["-wal", ".anchor"].map(|tail| fs::read(beside(&db, tail)).unwrap());
        drop(desk);
        let stranger = Town::empty();
        file(&stranger, &stranger.db(), 1);
        let read = |path: PathBuf| fs::read(path).unwrap();
        let others = vec![
            ("an older copy", older),
            ("an older backup", read(backup)),
            ("a backup of the same day", read(newest)),
            ("one that went on by itself", read(fork)),
            ("another station's", read(stranger.db())),
        ];
        Self {
            town,
            own,
            wal,
            note,
            others,
        }
    }

    /// As a crash and a copy leave it: the file stays the same one.
    fn lay(&self, over: &[u8]) {
        let db = self.town.db();
        let _ = fs::remove_file(beside(&db, "-shm"));
        fs::write(&db, over).unwrap();
        fs::write(beside(&db, "-wal"), &self.wal).unwrap();
        fs::write(beside(&db, ".anchor"), &self.note).unwrap();
    }

    fn aside(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.town.db().parent().unwrap()).unwrap();
        let all = folder.map(|entry| entry.unwrap().path());
        all.filter(|path| path.display().to_string().contains(".aside-"))
            .collect()
    }
}

const ALL: [(&[&str], i32); 6] = [
    (&["list", "opinions"], 65),
    (&["check"], 65),
    (&["check", "--deep"], 65),
    (&["do"], 65),
    (&["--plain"], 65),
    (&["backup", "/nowhere/at/all"], 65),
];

#[test]
fn h3_a_file_under_the_log_of_another_is_recognised_and_neither_is_touched() {
    let laid = Laid::new();
    let (town, db) = (&laid.town, laid.town.db());
    for (what, over) in &laid.others {
        laid.lay(over);
        all_say(town, &db, &ALL, &["被另一份盖过了", "-wal", "zhiban check --go-on"]);
        assert!(fs::read(beside(&db, "-wal")).unwrap() == laid.wal, "{what}: the log");
        let out = town.run(&["check", "--go-on"]);
        assert!(out.status.success(), "{what}: {}", said(&out));
        assert!(said(&out).contains("挪到了"), "{what}: {}", said(&out));
        // Whose file it is stands in it.
        assert!(!said(&out).contains("读不出账号"), "{what}: {}", said(&out));
        let aside = laid.aside();
        let is_kept = aside.iter().any(|path| fs::read(path).unwrap() == laid.wal);
        assert!(is_kept, "{what}: {aside:?}");
        town.ok(&["check", "--deep"]);
        let out = at(town, &db, &["do"], ACT);
        assert!(is_drawn(&said(&out), "-B", "1"), "{what}: {}", said(&out));
        for path in &aside {
            fs::remove_file(path).unwrap();
        }
        for tail in [".anchor", ".lineages", "-wal"] {
            let _ = fs::remove_file(beside(&db, tail));
        }
    }
    // Its own log is its own, however it was left.
    laid.lay(&laid.own);
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 34);
    laid.lay(&laid.own);
    let out = at(town, &db, &["do"], ACT);
    assert!(out.status.success() && !said(&out).contains("盖过"), "{}", said(&out));
    town.ok(&["check", "--deep"]);
}

#[test]
fn h3_a_desk_that_is_closed_folds_nothing_into_a_file_copied_over_its_own() {
    let town = Town::empty();
    file(&town, &town.db(), 1);
    let older = fs::read(town.db()).unwrap();
    file(&town, &town.db(), 1);
    let mut seat = town.seat();
    seat.wait("林晓");
    reception::number(&mut seat, 1);
    let wal = beside(&town.db(), "-wal");
    assert!(fs::metadata(&wal).unwrap().len() > 0);
    fs::write(town.db(), &older).unwrap();
    seat.hang_up();
    assert!(fs::read(town.db()).unwrap() == older, "folded");
    let out = at(&town, &town.db(), &["do"], ACT);
    assert_eq!(out.status.code(), Some(65), "{}", said(&out));
    assert!(said(&out).contains("被另一份盖过了"), "{}", said(&out));
    // The log is put away with the file it lies beside.
    fs::remove_file(beside(&town.db(), "-shm")).ok();
    town.ok(&["check", "--go-on"]);
    town.ok(&["check", "--deep"]);
}
