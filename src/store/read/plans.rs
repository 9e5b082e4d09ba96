//! No question walks through a large table: every statement of every query, with its plan.

use rusqlite::Connection;
use uuid::Uuid;

use super::ask;
use crate::app::list;
use crate::app::model::Screen;
use crate::app::model::screen::Wanted;
use crate::domain::code::{OpinionState, SessionState};
use crate::domain::command::{Command, Request, SettleUnwritten};
use crate::domain::facts::{Needs, SameName};
use crate::domain::id::{AccountId, CitizenId, CommandId, OpinionId, SessionId, UnitId, VisitId};
use crate::domain::moment::{Day, Moment};
use crate::domain::view::{Query, Stretch};
use crate::i18n::Lang;
use crate::store::facts;
use crate::store::keys::{Seeded, Vault};
use crate::store::rules::RulesCache;
use crate::store::sealing::Sealing;
use crate::store::{open, statements, turn};

/// Tables that grow with every day.
const LARGE: &[&str] = &[
    "opinion",
    "o",
    "p",
    "citizen",
    "c",
    "q",
    "visit",
    "v",
    "visit_span",
    "s",
    "handover",
    "r",
    "chase",
    "telling",
    "evaluation",
    "event",
    "key",
    "opinion_deputy",
    "opinion_party",
];

/// Indexes that hold only what is not done with, so that walking through one is short.
const SHORT: &[&str] = &[
    "visit_one_per_table",
    "visit_unwritten",
    "visit_waiting",
    "visit_missed",
    "promise_open",
    "opinion_to_tell",
    "opinion_due",
    "opinion_promised",
    "opinion_dissatisfied",
    "opinion_untold",
    "opinion_to_close",
];

fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut rows = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = rows.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get::<_, String>(3).unwrap());
    }
    lines
}

fn walks(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("SCAN ") else {
        return false;
    };
    let mut words = rest.split(' ');
    let table = words.next().unwrap_or_default();
    LARGE.contains(&table) && !SHORT.iter().any(|index| rest.contains(index))
}

fn questions() -> Vec<Query> {
    let day = Day::from_ymd_opt(2026, 11, 23).unwrap();
    let id = Uuid::from_u128(1);
    let opinions = |matching: &str, state, stretch| Query::Opinions {
        matching: matching.into(),
        state,
        stretch,
        limit: 10,
    };
    let mut all = vec![
        Query::Snapshot { today: day },
        Query::Accounts {
            os_name: Some("a".into()),
        },
        Query::File(OpinionId(id)),
        Query::Deputies {
            matching: "a".into(),
            limit: 1,
        },
        Query::Units {
            matching: "a".into(),
            kind: None,
            limit: 1,
        },
        Query::Sessions { state: None, limit: 5 },
        Query::Sessions {
            state: Some(SessionState::Closed),
            limit: 5,
        },
        Query::Attendance(SessionId(id)),
        Query::Visits { day },
        Query::TheseVisits(vec![VisitId(id)]),
        Query::Came { day },
        Query::VisitFile(VisitId(id)),
        Query::Earlier {
            phone: Some("13712344410".into()),
            name: Some("甲".into()),
            village: Some(UnitId(id)),
        },
        Query::Drafts { account: None },
        Query::Figures {
            spans: vec![(day, day)],
        },
    ];
    for matching in [
        "",
        "03-2026-",
        "0113",
        "13712344410",
        "03-2026-01",
        "路灯",
        "wang",
        "77号",
        "XF-77",
    ] {
        for stretch in [Stretch::Before(10), Stretch::Oldest] {
            all.push(opinions(matching, None, stretch));
            all.push(opinions(matching, Some(OpinionState::Filed), stretch));
            all.push(Query::Files {
                matching: matching.into(),
                stretch,
                limit: 10,
            });
        }
    }
    all.extend(lists());
    all
}

/// What every list asks, narrowed each way its definition names and not at all.
fn lists() -> Vec<Query> {
    let mut all = Vec::new();
    for list in Screen::ALL.iter().filter_map(|screen| list::of(*screen)) {
        let frame = list.frame();
        let filters = (0..frame.filter.count).map(Some);
        for only in filters.chain([None]) {
            all.push((frame.ask)(Wanted {
                matching: String::new(),
                lang: Lang::Zh,
                only,
                today: Day::from_ymd_opt(2026, 11, 23).unwrap(),
                stretch: Stretch::Before(10),
                limit: 10,
            }));
        }
    }
    assert!(all.len() > 15, "{}", all.len());
    all
}

#[test]
fn no_question_walks_through_a_large_table() {
    let mut conn = open::open_in_memory().unwrap();
    let vault = Vault::default();
    let tx = turn::begin(&mut conn).unwrap();
    vault.prepare(&tx, 0, &mut Seeded::new(1)).unwrap();
    let rules = serde_json::to_string(&crate::config::default_rules().unwrap()).unwrap();
    tx.execute(
        "INSERT INTO rules (n, version, body, by, at) VALUES (1, 1, ?1, '', 0)",
        [rules],
    )
    .unwrap();
    turn::commit(tx).unwrap();
    let hand = Sealing {
        vault: &vault,
        keys: &conn,
        index: true,
    };
    statements::take();
    for query in questions() {
        ask(
            &conn,
            &hand,
            &super::gate::Seen::All,
            &mut super::Memory::default(),
            &query,
        )
        .unwrap();
    }
    let id = Uuid::from_u128(1);
    let needs = Needs {
        session: Some(SessionId(id)),
        visit: Some(VisitId(id)),
        other_visit: Some(VisitId(id)),
        table: Some(1),
        queue: true,
        opinions: vec![OpinionId(id)],
        citizen: Some(CitizenId(id)),
        units: vec![UnitId(id)],
        account: Some(AccountId(id)),
        same_name: Some(SameName::Called("a".into())),
        ..Needs::default()
    };
    let request = Request {
        id: CommandId(id),
        account: None,
        table: None,
        late: None,
        draft: None,
        command: Command::SettleUnwritten(SettleUnwritten { visit: VisitId(id) }),
    };
    facts::load(
        &conn,
        &request,
        &needs,
        Moment(0),
        None,
        &hand,
        &mut RulesCache::default(),
    )
    .unwrap();
    let statements = statements::take();
    assert!(statements.len() > 40, "{}", statements.len());
    for sql in statements {
        let plan = plan(&conn, &sql);
        assert!(!plan.iter().any(|line| walks(line)), "{sql}\n{plan:#?}");
        let sorted = plan.iter().any(|line| line.contains("USE TEMP B-TREE FOR ORDER BY"));
        let paged = sql.contains("FROM opinion o ") && sql.contains("LIMIT ?2") || sql.contains("_index x");
        assert!(!(sorted && paged && !sql.contains("handed_over")), "{sql}\n{plan:#?}");
        // Several places of one kind are merged as they are read; only the page itself is sorted.
        if sql.contains(" UNION ALL SELECT o.n") {
            let (merged, sorts) = (
                plan.iter().any(|line| line.starts_with("MERGE")),
                plan.iter().filter(|line| line.starts_with("USE TEMP B-TREE")).count(),
            );
            assert!(merged && sorts <= 1, "{sql}\n{plan:#?}");
        }
        if std::env::var_os("PLANS").is_some() {
            println!("{sql}\n    {}", plan.join("\n    "));
        }
    }
}
