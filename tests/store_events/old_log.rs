//! A log as the program of the first version wrote it, and what this program makes of it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use zhiban::store::desk::Desk;
use zhiban::store::keys::{self, Seeded};
use zhiban::store::log::{self, RawEvent, Station};
use zhiban::store::replay;
use zhiban::store::tables::STATE;

use super::{Log, STATION, first, id};

/// One event as the first version stored it, its secret in plain. There were names in the account column, and one sealed
/// part, under the subject's key.
#[derive(Clone, Deserialize)]
pub struct Row {
    kind: String,
    ver: u32,
    subject: Uuid,
    day: String,
    at: i64,
    happened: i64,
    doubtful: bool,
    command: Uuid,
    ordinal: u32,
    account: String,
    table: Option<i64>,
    body: Value,
    secret: Option<Value>,
}

impl Row {
    /// What the first version bound its sealed part to.
    fn bound(&self) -> String {
        let place = format!("{}\0{}\0{}", self.command, self.ordinal, self.subject);
        format!("zhiban event\0{}\0{}\0{place}", self.kind, self.ver)
    }
}

pub fn rows() -> Vec<Row> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events_1.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The keys of another file: what is sealed under them in the tables is then the same to the byte.
fn lend_keys(from: &Desk, to: &Desk) {
    let mut asked = from
        .conn()
        .prepare("SELECT owner, kind, alg, wrapped, made_ms FROM key WHERE wrapped IS NOT NULL")
        .unwrap();
    let mut found = asked.query([]).unwrap();
    while let Some(key) = found.next().unwrap() {
        let cells: Vec<Cell> = (0..5).map(|n| key.get(n).unwrap()).collect();
        to.conn()
            .execute(
                "INSERT INTO key (owner, kind, alg, wrapped, made_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
                rusqlite::params_from_iter(cells),
            )
            .unwrap();
    }
}

/// A file with the rows of the first version in its log, and the keys of another one.
fn file_of_before(other: &Log) -> Desk {
    let mut desk = Desk::in_memory().unwrap();
    lend_keys(&other.desk, &desk);
    append(&mut desk, rows());
    // Whoever was forgotten there was forgotten here.
    let gone = keys::erased(other.desk.conn()).unwrap();
    desk.write(|tx, _, _| {
        gone.iter()
            .try_for_each(|(owner, at)| keys::forget(tx, owner, *at).map(drop))
    })
    .unwrap();
    desk
}

/// Writes rows into an empty log, sealed under keys that are there or made now.
pub fn append(desk: &mut Desk, mut rows: Vec<Row>) {
    let mut random = Seeded::new(9);
    let station = Station {
        id: id(STATION),
        lineage: "A".into(),
    };
    desk.write(|tx, vault, _| {
        log::set_station(tx, &station)?;
        for row in std::mem::take(&mut rows) {
            let owner = row.subject.hyphenated().to_string();
            let sealed = match &row.secret {
                None => None,
                Some(secret) => {
                    vault.ensure(tx, &owner, "other", row.at, &mut random)?;
                    let bound = row.bound();
                    let plain = serde_json::to_vec(secret).unwrap();
                    Some(vault.seal(tx, &owner, bound.as_bytes(), &plain, &mut random)?)
                }
            };
            let event = RawEvent {
                at_ms: row.at,
                happened_ms: row.happened,
                clock_flag: row.doubtful,
                day: row.day,
                account: Some(row.account),
                table_no: row.table,
                command: row.command,
                ordinal: row.ordinal,
                kind: row.kind,
                ver: row.ver,
                subject: row.subject,
                body: serde_json::to_vec(&row.body).unwrap(),
                sealed,
            };
            log::append(tx, &station, &event)?;
        }
        Ok(())
    })
    .unwrap();
}

/// Whose the rows of the first version are.
pub fn subjects() -> BTreeSet<Uuid> {
    rows().into_iter().map(|row| row.subject).collect()
}

/// Every value of a table, by the place of its row in the order of the key, and its column.
pub fn cells(conn: &Connection, table: &str) -> BTreeMap<(usize, String), Cell> {
    let key = "SELECT group_concat(name, ', ' ORDER BY pk) FROM pragma_table_info(?1) WHERE pk > 0";
    let key: String = conn.query_row(key, [table], |row| row.get(0)).unwrap();
    let mut all = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {key}")).unwrap();
    let names: Vec<String> = all.column_names().map(str::to_owned).collect();
    let mut out = BTreeMap::new();
    let mut found = all.query([]).unwrap();
    let mut place = 0;
    while let Some(row) = found.next().unwrap() {
        for (n, name) in names.iter().enumerate() {
            out.insert((place, name.clone()), row.get(n).unwrap());
        }
        place += 1;
    }
    out
}

#[test]
fn a_log_of_the_first_version_says_what_it_would_say_today() {
    let new = first();
    let old = file_of_before(&new);
    let made = replay::replay(old.conn(), old.vault(), &mut |_| true).unwrap();
    let mut wrong = Vec::new();
    for table in STATE {
        let (theirs, ours) = (cells(&made, table), cells(new.desk.conn(), table));
        assert_eq!(theirs.len(), ours.len(), "{table}");
        for (place, ours) in ours {
            let theirs = theirs.get(&place);
            // That one reason promises news ships since, in words of the desk, and stations are offered it.
            let ours = match ours {
                Cell::Text(text) if *table == "code_list" => Cell::Text(
                    text.replace(",\"promises_news\":true", "")
                        .replace("往上反映。", "往上反映，有消息告诉您。")
                        .replace("we send it up.", "we send it up and tell you.")
                        .replace("这件事已经在办，进度当面查给您听。", "这件事正在办，进度如下。")
                        .replace(
                            "This is in hand already; we look up how far it is.",
                            "This is in hand; here is how far it is.",
                        ),
                ),
                ours => ours,
            };
            if theirs != Some(&ours) {
                wrong.push(format!("{table} {place:?}: {theirs:?} was {ours:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_third_account_of_one_name_is_not_its_own_author_and_the_founder_is() {
    let rows = rows();
    let added = rows.iter().find(|row| row.kind == "account_added").unwrap();
    let founder = (added.subject.to_string(), added.account.clone());
    let mut log: Vec<Row> = rows
        .iter()
        .take_while(|row| row.command == added.command)
        .cloned()
        .collect();
    let second = "李伟";
    let authors = [founder.1.as_str(), founder.1.as_str(), second];
    for (n, by) in (0..).zip(authors) {
        let mut row = Row {
            subject: id(900 + n),
            command: id(8_000_000 + n),
            ordinal: 0,
            account: by.to_owned(),
            ..added.clone()
        };
        row.body["name"] = second.into();
        row.body["os_name"] = format!("li{n}").into();
        log.push(row);
    }
    let mut desk = Desk::in_memory().unwrap();
    desk.write(|tx, vault, random| vault.prepare(tx, 0, random)).unwrap();
    append(&mut desk, log);
    let made = replay::replay(desk.conn(), desk.vault(), &mut |_| true).unwrap();
    let by = |sql: &str| made.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(by("SELECT touch_by FROM station"), founder.0);
    assert_eq!(by("SELECT DISTINCT by FROM rules"), founder.0);
    let of = |n: u128| by(&format!("SELECT touch_by FROM account WHERE id = '{}'", id(n)));
    assert_eq!(of(900), founder.0);
    assert_eq!(of(902), second, "either of the two may have been it");
}
