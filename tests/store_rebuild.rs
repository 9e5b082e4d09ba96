//! A file of an older program gets its state anew from its log: what has to be the same afterwards, what may be different,
//! and what leaves the file as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use release::raw;
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::domain::command::{Arrival, Command, Request, TakeNumber};
use zhiban::domain::id::{AccountId, CommandId};
use zhiban::domain::moment::Moment;
use zhiban::domain::view::Query;
use zhiban::error::Fail;
use zhiban::i18n::Lang;
use zhiban::store::backup::{self, Control, Hooks};
use zhiban::store::compare::{Before, compare_common};
use zhiban::store::desk::OsSupply;
use zhiban::store::excused::{EXCUSED, Excused};
use zhiban::store::integrity;
use zhiban::store::migrate::{self, Schema, newest, version};
use zhiban::store::open::{self, Access};
use zhiban::store::threads::{Reader, Reply};
use zhiban::store::upgrade::{Stage, upgrade, upgrade_to};
use zhiban::store::{Desk, ExecuteError, ReadOnly, StoreError, apply, check, execute, tables};

struct Station {
    folder: TempDir,
    path: PathBuf,
}

/// A station whose file is of the release before.
fn old() -> Station {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    release::file(&path);
    Station { folder, path }
}

impl Station {
    fn upgrade(&self) -> Result<Option<PathBuf>, StoreError> {
        upgrade(&self.path, &mut |_| true)
    }

    fn upgrade_to(&self, schema: &Schema<'_>) -> Result<Option<PathBuf>, StoreError> {
        upgrade_to(schema, &self.path, &|_| Ok(u64::MAX), &mut |_| true)
    }

    /// What lies among the backups.
    fn copies(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("backups")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn version(&self) -> i64 {
        version(&raw(&self.path)).unwrap()
    }
}

/// Every table of both is the same in all columns they share, but for what is known to mean something else.
fn assert_common(new: &Path, old: &Path) {
    let (new, old) = (raw(new), raw(old));
    let (_, made_by) = migrate::parts_of(version(&old).unwrap());
    let state: Vec<String> = tables::STATE.iter().map(|t| (*t).to_owned()).collect();
    let kept = ["event", "key", "draft", "draft_end", "import_memory"].map(str::to_owned);
    let before = |table: &str, column: &str| match (table, column) {
        ("draft", "account") if made_by == 0 => Before::Other,
        _ => Schema::ours().before(made_by, table, column),
    };
    let known = |table: &str| zhiban::store::rules::known_to(made_by, table);
    let faults = compare_common(
        &new,
        &old,
        &[state, kept.to_vec()].concat(),
        &before,
        &known,
        &mut |_| true,
    );
    // The key that stays comes with the first upgrade.
    let faults = faults.unwrap();
    let new: Vec<&str> = faults.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(
        new,
        if made_by == 0 { vec!["standing"] } else { Vec::new() },
        "{faults:?}"
    );
    let rows = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        old.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert!(rows("opinion") >= 20 && rows("event") >= 500);
}

/// This program's schema with another text of the state and a higher number.
fn with(text: &str, apply: u32) -> Schema<'_> {
    Schema {
        state: text,
        apply: migrate::APPLY + apply,
        ..Schema::ours()
    }
}

/// Everything that can be asked of a file without knowing its columns.
fn assert_whole(conn: &Connection) {
    let full_text = ["opinion_index", "name_index"].map(|table| integrity::FullText {
        table,
        against_content: false,
    });
    assert_eq!(integrity::deep(conn, &full_text, &mut |_| true).unwrap(), []);
}

#[test]
fn a_file_of_the_release_before_is_brought_up_to_date_and_says_what_it_said() {
    let town = old();
    assert!(matches!(
        Desk::open(&town.path, None),
        Err(StoreError::Older { found: 3, known }) if known == newest()
    ));
    let lists = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%IN (''%'";
    let count = |conn: &Connection| conn.query_row(lists, [], |row| row.get::<_, i64>(0)).unwrap();
    assert!(count(&raw(&town.path)) > 5, "codes were closed by lists");
    assert_eq!(migrate::altered(&raw(&town.path)).unwrap(), Vec::<i64>::new());

    let mut stages = Vec::new();
    let copy = upgrade(&town.path, &mut |p| {
        if stages.last() != Some(&p.stage) {
            stages.push(p.stage);
        }
        true
    });
    let copy = copy.unwrap().unwrap();
    let order = [
        Stage::Copying,
        Stage::Replaying,
        Stage::Indexing,
        Stage::Comparing,
        Stage::Placing,
    ];
    let met: Vec<Stage> = stages.iter().copied().filter(|s| order.contains(s)).collect();
    assert_eq!(met, order);
    assert_eq!(town.upgrade().unwrap(), None, "once is enough");

    let desk = Desk::open(&town.path, None).unwrap();
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
    assert_eq!(version(desk.conn()).unwrap(), newest());
    assert_eq!(migrate::altered(desk.conn()).unwrap(), Vec::<i64>::new());
    let lists = [tables::STATE, tables::WORKING].concat();
    assert_eq!(
        migrate::unlisted_tables(desk.conn(), &lists).unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(
        count(desk.conn()),
        2,
        "only how a draft ended and a key is wrapped are still lists, in tables that have steps"
    );
    let pieces = "SELECT count(DISTINCT segid) FROM opinion_index_idx";
    assert_eq!(
        desk.conn().query_row(pieces, [], |row| row.get::<_, i64>(0)).unwrap(),
        1
    );
    let on: bool = desk
        .conn()
        .query_row("PRAGMA foreign_keys", [], |row| row.get(0))
        .unwrap();
    assert!(on);

    // The copy is the file as it was, and good.
    assert!(copy.ends_with("backups/zhiban-version-3.db"));
    let report = backup::verify(&copy, &Control::default()).unwrap();
    assert_eq!(report.head, zhiban::store::log::head(desk.conn()).unwrap());
    drop(desk);
    assert_eq!(version(&raw(&copy)).unwrap(), 3);
    assert_common(&town.path, &copy);
}

#[test]
fn a_file_of_any_version_before_keeps_its_drafts_and_gains_what_came_since() {
    for steps in [1, 2] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("zhiban.db");
        release::made_before(&path, steps);
        let draft =
            "INSERT INTO draft (id, account, form, body, made_ms, saved_ms) VALUES ('d', 'lin', 'x', x'00', 5, 6)";
        raw(&path).execute(draft, []).unwrap();
        let copy = upgrade(&path, &mut |_| true).unwrap().unwrap();
        let desk = Desk::open(&path, None).unwrap();
        let held =
            "SELECT count(*) FROM draft WHERE id = 'd' AND generation = 1 AND id NOT IN (SELECT id FROM draft_end)";
        assert_eq!(desk.conn().query_row(held, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
        raw(&path).execute("DELETE FROM draft WHERE id = 'd'", []).unwrap();
        assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
        assert_eq!(version(&raw(&copy)).unwrap(), steps as i64);
    }
}

#[test]
fn a_step_that_fails_undoes_everything_and_one_that_does_not_is_recorded() {
    let town = old();
    let next = migrate::MIGRATIONS.last().unwrap().version + 1;
    let step = |parts| migrate::Migration {
        version: next,
        name: "colours",
        parts,
    };
    let broken = [
        migrate::MIGRATIONS,
        &[step(&["ALTER TABLE draft ADD COLUMN colour TEXT; nonsense"])],
    ]
    .concat();
    let good = [
        migrate::MIGRATIONS,
        &[step(&[
            "ALTER TABLE draft ADD COLUMN colour TEXT; ALTER TABLE draft ADD COLUMN faded TEXT; ALTER TABLE draft DROP COLUMN faded",
        ])],
    ]
    .concat();
    let schema = |steps, apply| Schema {
        steps,
        apply,
        ..Schema::ours()
    };
    assert!(town.upgrade_to(&schema(&broken, migrate::APPLY)).is_err());
    assert_eq!(town.version(), 3);
    // From a file of this program too, whose views look for what is not there.
    town.upgrade().unwrap().unwrap();
    town.upgrade_to(&schema(&good, migrate::APPLY)).unwrap().unwrap();
    assert_eq!(migrate::parts_of(town.version()), (next, migrate::APPLY));
    let coloured = "SELECT count(*) FROM pragma_table_info('draft') WHERE name = 'colour'";
    assert_eq!(
        raw(&town.path)
            .query_row(coloured, [], |row| row.get::<_, i64>(0))
            .unwrap(),
        1
    );
    assert_whole_but_for_a_step(&raw(&town.path), next);
}

/// Whole, and the only odd thing is the step no binary ships.
fn assert_whole_but_for_a_step(conn: &Connection, step: i64) {
    let faults = integrity::deep(conn, &[], &mut |_| true).unwrap();
    assert!(faults.len() == 1 && faults[0].id == step.to_string(), "{faults:?}");
}

#[test]
fn rules_that_stand_without_a_key_that_came_since_gain_it_and_are_no_damage() {
    let town = old();
    town.upgrade().unwrap().unwrap();
    // As the program of number 4 left it.
    let file = raw(&town.path);
    file.execute_batch("UPDATE rules SET body = json_remove(body, '$.queue.tables')")
        .unwrap();
    file.pragma_update(None, "user_version", newest() - 1).unwrap();
    file.execute("UPDATE meta SET value = 'x' WHERE name = 'state_mark'", [])
        .unwrap();
    drop(file);
    town.upgrade().unwrap().unwrap();
    let lacking: i64 = raw(&town.path)
        .query_row(
            "SELECT count(*) FROM rules WHERE json_extract(body, '$.queue.tables') IS NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(lacking, 0);
    assert_whole(&raw(&town.path));
}

#[test]
fn a_file_whose_state_was_made_from_another_text_under_the_same_number_is_made_anew() {
    let town = old();
    town.upgrade().unwrap().unwrap();
    raw(&town.path)
        .execute("UPDATE meta SET value = 'x' WHERE name = 'state_mark'", [])
        .unwrap();
    // That program guarded a table by a trigger.
    let guard = "CREATE TRIGGER counter_stays BEFORE DELETE ON counter BEGIN SELECT RAISE(ABORT, 'counter'); END";
    raw(&town.path).execute_batch(guard).unwrap();
    assert!(matches!(ReadOnly::open(&town.path), Err(StoreError::Older { found, known }) if found == known));
    let copy = town.upgrade().unwrap().unwrap();
    assert!(copy.ends_with(format!("zhiban-version-{}.db", newest())), "{copy:?}");
    ReadOnly::open(&town.path).unwrap();
    assert_common(&town.path, &copy);
}

#[test]
fn a_code_a_column_and_a_noun_are_added_by_changing_the_text() {
    let ours = Schema::ours().state;
    let with_code = ours.replace(
        "    name        TEXT    NOT NULL,\n    kind        TEXT    NOT NULL,\n    hours",
        "    name        TEXT    NOT NULL,\n    kind        TEXT    NOT NULL CHECK (kind IN ('station', 'home', 'point', 'studio', \
         'mobile', 'pavilion')),\n    hours",
    );
    let with_column = ours.replace(
        "    theme         TEXT,\n",
        "    theme         TEXT,\n    weather       TEXT,\n",
    );
    let with_noun = format!(
        "{ours}\nCREATE TABLE suggestion (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, \
         opinion TEXT REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED) STRICT;"
    );
    let pavilion = "UPDATE station SET kind = 'pavilion'";
    let untouched =
        "SELECT (SELECT count(*) FROM session) > 0 AND NOT EXISTS (SELECT 1 FROM session WHERE weather IS NOT NULL)";
    for (text, asked) in [
        (with_code, "SELECT kind <> 'pavilion' FROM station"),
        (with_column, untouched),
        (with_noun, "SELECT count(*) = 0 FROM suggestion"),
    ] {
        assert_ne!(text, ours);
        let town = old();
        assert!(
            raw(&town.path).execute(pavilion, []).is_err(),
            "a list that could not be widened"
        );
        assert!(raw(&town.path).query_row(untouched, [], |_| Ok(())).is_err());
        let copy = town.upgrade_to(&with(&text, 1)).unwrap().unwrap();
        let conn = raw(&town.path);
        assert_eq!(version(&conn).unwrap(), newest() + 1);
        assert!(
            conn.query_row(asked, [], |row| row.get::<_, bool>(0)).unwrap(),
            "{asked}"
        );
        assert_whole(&conn);
        assert_common(&town.path, &copy);
        assert_eq!(conn.execute(pavilion, []).unwrap(), 1);
        // And this program says of it what it is.
        assert!(matches!(town.upgrade(), Err(StoreError::Newer { .. })));
        assert_eq!(town.version(), newest() + 1);
    }
}

/// What the readers of the release before ask first: the desk and the record, and the list of matters.
const OF_BEFORE: [&str; 2] = ["SELECT n FROM ruleset ORDER BY n DESC LIMIT 1", "SELECT * FROM round"];

#[test]
fn a_reader_of_the_release_before_meets_the_reason_in_place_of_what_it_looks_for() {
    let town = old();
    let session = raw(&town.path);
    let asks = |sql: &str| {
        let asked = session.prepare(sql).and_then(|mut rows| rows.exists([]));
        asked.map_err(|e| e.to_string())
    };
    assert_eq!(OF_BEFORE.map(|sql| asks(sql).unwrap()), [true, true]);
    town.upgrade().unwrap();
    for said in OF_BEFORE.map(|sql| asks(sql).unwrap_err()) {
        assert!(said.contains("数据文件已由新版值班台升级，请退出后重新打开"), "{said}");
    }
    drop(session);

    // The next schema takes the reason's place as it takes the tables'.
    let text = Schema::ours()
        .state
        .replace("CREATE VIEW round", "CREATE VIEW round_of_before");
    town.upgrade_to(&with(&text, 1)).unwrap().unwrap();
    let views = "SELECT group_concat(name ORDER BY name) FROM sqlite_master WHERE type = 'view'";
    let left: String = raw(&town.path).query_row(views, [], |row| row.get(0)).unwrap();
    assert_eq!(left, "round_of_before,ruleset");
}

#[test]
fn sessions_that_were_open_when_a_newer_program_came_say_so_when_they_read_and_when_they_write() {
    let town = old();
    town.upgrade().unwrap();
    let mut desk = Desk::open(&town.path, None).unwrap();
    let (rang, rings) = channel();
    let reader = Reader::start(&town.path, None, Box::new(move || rang.send(()).unwrap_or_default())).unwrap();
    let mut ticket = 0;
    let mut ask = |question: &dyn Fn(&Reader, u64)| {
        ticket += 1;
        question(&reader, ticket);
        rings.recv_timeout(Duration::from_secs(20)).unwrap();
        let (answered, reply) = reader.answers().recv().unwrap();
        assert_eq!(answered, ticket);
        reply
    };
    let accounts = Query::Accounts { os_name: None };
    assert!(matches!(
        ask(&|r, t| r.ask(zhiban::domain::view::Asker::Program, accounts.clone(), t)),
        Reply::Answer(Ok(_), _)
    ));

    // A column more is enough for an old program to read the wrong thing.
    let text = Schema::ours()
        .state
        .replace("os_name     TEXT", "login TEXT, os_name     TEXT");
    town.upgrade_to(&with(&text, 1)).unwrap().unwrap();

    let newer = |error: StoreError| matches!(error, StoreError::Newer { found, known } if found == known + 1 && known == newest());
    let Reply::Answer(Err(e), _) = ask(&|r, t| r.ask(zhiban::domain::view::Asker::Program, accounts.clone(), t)) else {
        panic!()
    };
    assert!(newer(e));
    let Reply::Version(Err(e)) = ask(&|r, t| r.ask_version(t)) else {
        panic!()
    };
    assert!(newer(e));
    let request = Request {
        id: CommandId(Uuid::now_v7()),
        account: Some(AccountId(Uuid::now_v7())),
        table: None,
        late: None,
        draft: None,
        command: Command::TakeNumber(TakeNumber {
            session: None,
            arrival: Arrival::default(),
        }),
    };
    let done = execute(&mut desk, &request, Moment(1_795_000_000_000), false, &mut OsSupply);
    let Err(ExecuteError::Store(e)) = done else {
        panic!("{done:?}")
    };
    assert!(newer(e));
    assert!(matches!(ReadOnly::open(&town.path), Err(StoreError::Newer { .. })));
}

#[test]
fn called_off_at_any_stage_it_leaves_the_file_as_it_was_and_the_copy_serves_the_next_try() {
    let town = old();
    let before = fs::read(&town.path).unwrap();
    for stop in [
        Stage::Copying,
        Stage::Walking,
        Stage::Replaying,
        Stage::Indexing,
        Stage::Comparing,
        Stage::Placing,
    ] {
        let called_off = upgrade(&town.path, &mut |p| p.stage != stop);
        assert!(
            matches!(called_off, Err(StoreError::Cancelled)),
            "{stop:?} {called_off:?}"
        );
        assert_eq!(town.version(), 3, "{stop:?}");
        let there: Vec<String> = town.copies().into_iter().filter(|n| n.starts_with("zhiban")).collect();
        // A copy is whole or not there; while it was made, it may have been quicker than the word.
        let is_being_made = matches!(stop, Stage::Copying | Stage::Walking);
        let is_there = there == ["zhiban-version-3.db", "zhiban-version-3.db.sha256"];
        assert!(is_there || (is_being_made && there.is_empty()), "{stop:?} {there:?}");
        if is_being_made {
            fs::remove_dir_all(town.folder.path().join("backups")).unwrap();
        }
    }
    // But for the header, which says that it has a log now.
    assert!(
        fs::read(&town.path).unwrap()[100..] == before[100..],
        "something of it reached the file"
    );
    // A draft typed since is not in that copy, so it does not serve; one without is kept all the same.
    let draft = "INSERT INTO draft (id, account, form, body, made_ms, saved_ms) VALUES ('d', 'lin', 'x', x'00', 5, 6)";
    raw(&town.path).execute(draft, []).unwrap();
    let copy = town.upgrade().unwrap().unwrap();
    assert!(copy.ends_with("zhiban-version-3-2.db"), "{copy:?}");
    let kept = "SELECT count(*) FROM draft WHERE id = 'd'";
    for file in [&town.path, &copy] {
        assert_eq!(raw(file).query_row(kept, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    }
}

#[test]
fn what_killed_tries_left_is_swept_and_a_copy_that_was_touched_does_not_serve() {
    let town = old();
    assert!(upgrade(&town.path, &mut |p| p.stage != Stage::Placing).is_err());
    let folder = town.folder.path().join("backups");
    let flipped = folder.join("zhiban-version-3.db");
    let mut bytes = fs::read(&flipped).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&flipped, bytes).unwrap();
    for left in [
        "zhiban-version-3-2.db.part-4711-0",
        "zhiban-version-3-2.db.part-4711-0-journal",
        "zhiban-version-3-2.db.sha256",
    ] {
        fs::write(folder.join(left), "half").unwrap();
    }
    fs::write(folder.join("zhiban-2026-11-23.db.part-1-0"), "somebody else's").unwrap();
    let copy = town.upgrade().unwrap().unwrap();
    assert!(copy.ends_with("zhiban-version-3-2.db"));
    backup::verify(&copy, &Control::default()).unwrap();
    let names: Vec<String> = town.copies().into_iter().filter(|n| n.starts_with("zhiban")).collect();
    assert_eq!(
        names,
        [
            "zhiban-2026-11-23.db.part-1-0",
            "zhiban-version-3-2.db",
            "zhiban-version-3-2.db.sha256",
            "zhiban-version-3.db",
            "zhiban-version-3.db.sha256",
        ]
    );
}

#[test]
fn with_too_little_room_nothing_is_begun_and_how_much_it_takes_is_said() {
    let town = old();
    let size = fs::metadata(&town.path).unwrap().len();
    let few = upgrade_to(&Schema::ours(), &town.path, &|_| Ok(size), &mut |_| true);
    let Err(StoreError::NoRoom { needed, free, folder }) = few else {
        panic!("{few:?}")
    };
    assert_eq!((free, folder.as_path()), (size, town.folder.path()));
    assert!(needed > 2 * size, "the copy and the log: {needed}");
    assert_eq!((town.version(), town.copies()), (3, Vec::new()));
    let error = StoreError::NoRoom {
        folder,
        needed: 3 << 30,
        free: (1 << 30) + 1,
    };
    for (lang, kept) in [(Lang::Zh, "什么都没动"), (Lang::En, "Nothing was touched")] {
        let said = Fail::store(lang, &error, &town.path);
        assert_eq!(said.code, 74);
        for part in ["3072 MB", "1024 MB", kept, town.folder.path().to_str().unwrap()] {
            assert!(said.text.contains(part), "{part}: {}", said.text);
        }
    }
    let enough = upgrade_to(&Schema::ours(), &town.path, &|_| Ok(needed), &mut |_| true);
    enough.unwrap().unwrap();
}

/// This program's schema with other excuses.
fn excusing(excused: &[Excused]) -> Schema<'_> {
    Schema {
        excused,
        ..Schema::ours()
    }
}

#[test]
fn a_file_that_would_say_something_else_afterwards_stays_as_it_was() {
    let town = old();
    let changed =
        "UPDATE opinion SET place = '不是原来的地方' WHERE n = (SELECT max(n) FROM opinion WHERE confidential = 0)";
    assert_eq!(raw(&town.path).execute(changed, []).unwrap(), 1);
    let Err(StoreError::Rebuild { what }) = town.upgrade() else {
        panic!()
    };
    assert!(what.contains("opinion") && what.contains("columns place"), "{what}");
    assert!(!what.contains("地方"), "no stored value: {what}");
    assert_eq!(town.version(), 3);
    // A row too many is as much of a difference as another value.
    let extra = "INSERT INTO counter (kind, scope, last) VALUES ('opinion', '1999', 4)";
    raw(&town.path).execute(extra, []).unwrap();
    let place = Excused {
        table: "opinion",
        column: "place",
        since: migrate::APPLY,
        before: Before::Other,
        why: "a test",
    };
    let with = |more: &[Excused]| [more, EXCUSED].concat();
    let excused = with(&[place]);
    let refused = town.upgrade_to(&excusing(&excused));
    let Err(StoreError::Rebuild { what }) = refused else {
        panic!("{refused:?}")
    };
    assert!(what.contains("counter opinion/1999"), "{what}");
    // What is known to mean something else now is let through, and only for files from before.
    let rows = Excused {
        table: "counter",
        column: "*",
        ..place
    };
    let unless = |so| Excused {
        before: Before::Unless(so),
        ..place
    };
    let other = with(&[unless("n = 0"), rows]);
    let Err(StoreError::Rebuild { what }) = town.upgrade_to(&excusing(&other)) else {
        panic!()
    };
    assert!(what.contains("columns place"), "{what}");
    let both = with(&[unless("n = (SELECT max(n) FROM opinion WHERE confidential = 0)"), rows]);
    town.upgrade_to(&excusing(&both)).unwrap().unwrap();
    let desk = Desk::open(&town.path, None).unwrap();
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
    drop(desk);
    raw(&town.path).execute(changed, []).unwrap();
    let later = Schema {
        apply: migrate::APPLY + 1,
        ..excusing(&excused)
    };
    assert!(matches!(town.upgrade_to(&later), Err(StoreError::Rebuild { .. })));
}

#[test]
fn a_backup_of_the_release_before_is_put_back_by_the_same_road() {
    let town = old();
    let saved = town.folder.path().join("usb").join("saved.db");
    fs::create_dir(saved.parent().unwrap()).unwrap();
    let mut job = open::open_any_version(&town.path, Access::Job).unwrap();
    backup::backup(&mut job, &saved, &Control::default()).unwrap();
    drop(job);
    town.upgrade().unwrap();
    let hooks = Hooks {
        erase: &|tx, owner| apply::wipe(tx, owner.parse().unwrap()),
        renumber: &|tx, station| execute::begin_lineage(tx, station, Moment(1_795_000_000_000)),
    };
    let restored = backup::restore(&saved, &town.path, 1_795_000_000_000, &hooks, &Control::default()).unwrap();
    assert!(restored.sum_matched);
    let desk = Desk::open(&town.path, None).unwrap();
    assert_eq!(version(desk.conn()).unwrap(), newest());
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
    let on: bool = desk
        .conn()
        .query_row("PRAGMA foreign_keys", [], |row| row.get(0))
        .unwrap();
    assert!(on);
    // One whose state does not follow from its log is not put back.
    let town = old();
    raw(&town.path)
        .execute("UPDATE unit SET short = 'x' WHERE n = (SELECT max(n) FROM unit)", [])
        .unwrap();
    let bad = town.folder.path().join("bad.db");
    let mut job = open::open_any_version(&town.path, Access::Job).unwrap();
    backup::backup(&mut job, &bad, &Control::default()).unwrap();
    drop(job);
    let refused = backup::restore(&bad, &town.path, 1, &hooks, &Control::default());
    assert!(matches!(refused, Err(StoreError::Rebuild { .. })), "{refused:?}");
    assert_eq!(town.version(), 3, "what was there is there");
}

#[test]
fn a_column_or_a_table_that_is_left_out_has_to_be_named_as_gone() {
    let gone = |table, column| Excused {
        table,
        column,
        since: migrate::APPLY,
        before: Before::Gone,
        why: "a test",
    };
    for (had, said, excuse) in [
        (
            "ALTER TABLE session ADD COLUMN weather TEXT",
            "session weather",
            gone("session", "weather"),
        ),
        // Of a table that is called otherwise today too.
        (
            "ALTER TABLE round ADD COLUMN weather TEXT",
            "handover weather",
            gone("handover", "weather"),
        ),
        ("CREATE TABLE poll (n INTEGER PRIMARY KEY)", "poll", gone("poll", "*")),
    ] {
        let town = old();
        raw(&town.path).execute_batch(had).unwrap();
        let refused = town.upgrade();
        let Err(StoreError::Rebuild { what }) = refused else {
            panic!("{had}: {refused:?}")
        };
        assert!(what.contains(said), "{had}: {what}");
        assert_eq!(town.version(), 3);
        let excused = [&[excuse], EXCUSED].concat();
        town.upgrade_to(&excusing(&excused)).unwrap().unwrap();
        let desk = Desk::open(&town.path, None).unwrap();
        assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
    }
}

#[test]
fn who_wrote_a_row_and_where_it_stands_may_only_become_what_the_same_log_says() {
    for (changed, said) in [
        // Nobody was ever called so; somebody was, and it was not they.
        (
            "UPDATE visit SET touch_by = '某某' WHERE n = (SELECT min(n) FROM visit)",
            "columns touch_by",
        ),
        (
            "UPDATE visit SET touch_by = '周站长' WHERE n = (SELECT min(n) FROM visit WHERE touch_by = '林晓')",
            "columns touch_by",
        ),
        ("UPDATE business_day SET by = '某某'", "columns by"),
        (
            "UPDATE opinion SET rev = 1000000 WHERE n = (SELECT min(n) FROM opinion)",
            "columns rev",
        ),
    ] {
        let town = old();
        assert!(raw(&town.path).execute(changed, []).unwrap() > 0, "{changed}");
        let refused = town.upgrade();
        let Err(StoreError::Rebuild { what }) = refused else {
            panic!("{changed}: {refused:?}")
        };
        assert!(what.contains(said), "{changed}: {what}");
        assert_eq!(town.version(), 3);
    }
}

#[test]
fn older_tools_find_nothing_wrong_with_what_may_be_empty() {
    // To an older SQLite nothing at all is no valid JSON, so its check of a whole file complained.
    let state = Schema::ours().state;
    let checks: Vec<&str> = state.lines().filter(|line| line.contains("json_valid(")).collect();
    assert!(checks.len() > 5);
    for line in checks {
        assert!(
            line.contains("NOT NULL") || line.contains(" IS NULL OR json_valid("),
            "{line}"
        );
    }
}
