//! What is seen of the store and of the model, written the same way, line by line.

use rusqlite::Connection;
use zhiban::domain::code::{Priority, VisitState};
use zhiban::domain::id::{CommandId, OpinionId, VisitId};
use zhiban::domain::record::{Citizen, Opinion, Promise, Rev};
use zhiban::domain::view::{Answer, Query};
use zhiban::store;
use zhiban::store::log;
use zhiban::store::read::answer;

use super::desk::Desk;
use super::trail::number;

/// What everybody looks at, after every command: one line a record, in the order they came into being.
const LINES: &[&str] = &[
    "SELECT 'session '||id||' '||day||' '||state||' '||presence||' #'||coalesce(ordinal,'-') \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = session.rev) FROM session ORDER BY n",
    "SELECT 'roster '||session||' '||deputy||' '||agreed||' '||state||' table '||coalesce(table_no,'-') \
     ||' for '||coalesce(stands_for,'-')||' by '||coalesce(substituted_by,'-') FROM attendance ORDER BY session, n, place",
    "SELECT 'visit '||id||' '||day||' '||state||' table '||coalesce(table_no,'-')||' ticket '||coalesce(ticket,'-') \
     ||' calls '||calls||' missed '||missed||' opinions '||opinions||' unwritten '||unwritten \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = visit.rev) FROM visit ORDER BY n",
    "SELECT 'promise '||id||' '||visit||' '||iif(state = 'open', 'open', 'over')||' '||coalesce(label,'-')||' '||coalesce(first_words,'-') \
     ||' '||coalesce(priority_reason,'-') \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = promise.rev) FROM promise ORDER BY n",
    "SELECT 'station '||name||' '||kind||' '||hours||' '||coalesce(head_phone,'-')||' '||touch_by \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = station.rev) FROM station",
    "SELECT 'waits '||id FROM visit WHERE state = 'waiting' ORDER BY priority = 'normal', rank, n",
    "SELECT 'citizen '||id||' '||coalesce(name,'-') \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = citizen.rev) FROM citizen ORDER BY n",
    "SELECT 'opinion '||o.id||' '||o.number||' '||o.state||' unit '||coalesce(o.unit,'-')||' due '||coalesce(o.due,'-') \
     ||' at '||coalesce(o.due_time,'-')||iif(o.due_provisional, '?', '')||' keeper '||coalesce(o.keeper,'-') \
     ||' told '||o.told||' held '||o.held||' grade '||coalesce(o.grade,'-') \
     ||' class '||coalesce(o.class,'-')||' parties '||(SELECT count(*) FROM opinion_party p WHERE p.opinion = o.id) \
     ||'/'||(SELECT count(*) FROM opinion_party p WHERE p.opinion = o.id AND p.told) \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = o.rev) FROM opinion o ORDER BY o.n",
    "SELECT 'last '||kind||' '||scope||' '||last FROM counter ORDER BY kind, scope",
    "SELECT 'day '||day||' clock '||clock FROM business_day ORDER BY n DESC LIMIT 1",
    "SELECT 'account '||id||' '||role||' '||active \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = account.rev) FROM account ORDER BY n",
    "SELECT 'deputy '||id||' '||active \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = deputy.rev) FROM deputy ORDER BY n",
    "SELECT 'unit '||id||' '||active \
     ||' by '||(SELECT e.command FROM event e WHERE e.seq = unit.rev) FROM unit ORDER BY n",
];

pub fn store(conn: &Connection) -> Vec<String> {
    let mut out = Vec::new();
    for sql in LINES {
        let mut statement = conn.prepare_cached(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            out.push(row.get::<_, String>(0).unwrap());
        }
    }
    out
}

/// How many more matters there are than the figures count by what became of them.
pub fn uncounted(desk: &store::Desk) -> i64 {
    let day = |year| zhiban::domain::moment::Day::from_ymd_opt(year, 1, 1).unwrap();
    let query = Query::Figures {
        spans: vec![(day(1990), day(2100))],
    };
    let asker = zhiban::domain::view::Asker::Program;
    let Ok(Answer::Figures(f)) = answer(desk.conn(), desk.vault(), asker, &query) else {
        panic!()
    };
    let f = &f[0];
    let kinds = [f.on_spot, f.handed_over, f.guided, f.reference, f.undecided];
    i64::from(f.opinions) - kinds.into_iter().map(i64::from).sum::<i64>()
}

/// The id of the command of this number.
fn command(number: Rev) -> uuid::Uuid {
    uuid::Uuid::from_u128((number as u128) << 64 | 1)
}

fn or<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "-".to_owned(), T::to_string)
}

/// The same of the model.
pub fn model(d: &Desk) -> Vec<String> {
    let mut out = Vec::new();
    for s in &d.sessions {
        let (day, state, who) = (s.plan.day, s.state.code(), s.presence.code());
        out.push(format!(
            "session {} {day} {state} {who} #{} by {}",
            s.id,
            or(&s.ordinal),
            command(s.rev)
        ));
    }
    let mut roster: Vec<_> = d.roster.iter().collect();
    roster.sort_by_key(|a| a.session.to_string());
    for a in roster {
        out.push(format!(
            "roster {} {} {} {} table {} for {} by {}",
            a.session,
            a.deputy,
            a.agreed.code(),
            a.state.code(),
            or(&a.table),
            or(&a.stands_for),
            or(&a.substituted_by)
        ));
    }
    for v in &d.visits {
        out.push(format!(
            "visit {} {} {} table {} ticket {} calls {} missed {} opinions {} unwritten {} by {}",
            v.id,
            v.day,
            v.state.code(),
            or(&v.table),
            or(&v.ticket),
            v.calls,
            v.missed,
            v.opinions,
            u8::from(v.unwritten),
            command(v.rev)
        ));
    }
    for p in &d.promises {
        // How it was settled is the history's; here it is over.
        let state = if p.open { "open" } else { "over" };
        let (label, words, why) = (or(&p.label), or(&p.first_words), or(&p.priority_reason));
        out.push(format!(
            "promise {} {} {state} {label} {words} {why} by {}",
            p.id,
            p.visit,
            command(p.rev)
        ));
    }
    if let Some(s) = &d.station {
        let (kind, phone) = (s.kind.code(), or(&s.head_phone));
        out.push(format!(
            "station {} {kind} {} {phone} {} by {}",
            s.name,
            s.hours,
            or(&s.touch.account),
            command(s.rev)
        ));
    }
    let mut line: Vec<_> = d.visits.iter().filter(|v| v.state == VisitState::Waiting).collect();
    line.sort_by_key(|v| (v.priority == Priority::Normal, v.rank));
    out.extend(line.iter().map(|v| format!("waits {}", v.id)));
    for c in &d.citizens {
        // Of whom no matter names that is not confidential it is sealed.
        let names = |o: &&Opinion| !o.details.confidential && o.parties.iter().any(|p| p.citizen == c.id);
        let name = c.details.name.as_ref().filter(|_| d.opinions.iter().any(|o| names(&o)));
        out.push(format!("citizen {} {} by {}", c.id, or(&name), command(c.rev)));
    }
    for o in &d.opinions {
        let due = o.round().and_then(|r| r.lead.due);
        out.push(format!(
            "opinion {} {} {} unit {} due {} at {}{} keeper {} told {} held {} grade {} class {} parties {}/{} by {}",
            o.id,
            o.number,
            o.state.code(),
            or(&o.round().map(|r| r.lead.unit)),
            or(&due.map(|d| d.day)),
            or(&due.and_then(|d| d.time).map(|t| t.0)),
            if due.is_some_and(|d| d.provisional) { "?" } else { "" },
            or(&o.keeper),
            u8::from(o.told),
            u8::from(o.held),
            or(&o.grade.map(|g| g.code())),
            or(&o.class),
            o.parties.len(),
            o.parties.iter().filter(|p| p.told).count(),
            command(o.rev)
        ));
    }
    let numbers = |kind: &str, all: Vec<(String, u32)>| -> Vec<String> {
        all.into_iter()
            .map(|(scope, last)| format!("last {kind} {scope} {last}"))
            .collect()
    };
    let by_year = |all: &std::collections::BTreeMap<i32, u32>| all.iter().map(|(y, n)| (y.to_string(), *n)).collect();
    let mut given = numbers("opinion", by_year(&d.numbers));
    for ((family, year), last) in &d.papers {
        given.push(format!("last {family} {year} {last}"));
    }
    if !d.rules.is_empty() {
        given.push(format!("last ruleset  {}", d.rules.len()));
    }
    given.extend(numbers("session", by_year(&d.receptions)));
    let tickets = d.tickets.iter().map(|(day, n)| (day.to_string(), u32::from(*n)));
    given.extend(numbers("ticket", tickets.collect()));
    given.sort();
    out.extend(given);
    if let Some((day, clock)) = d.day {
        out.push(format!("day {day} clock {clock}"));
    }
    let people = |what: &str, id: String, active: bool, rev: Rev| {
        let by = command(rev);
        format!("{what} {id} {} by {by}", u8::from(active))
    };
    for a in &d.accounts {
        out.push(format!(
            "account {} {} {} by {}",
            a.id,
            a.role.code(),
            u8::from(a.active),
            command(a.rev)
        ));
    }
    out.extend(
        d.deputies
            .iter()
            .map(|x| people("deputy", x.id.to_string(), x.active, x.rev)),
    );
    out.extend(
        d.units
            .iter()
            .map(|x| people("unit", x.id.to_string(), x.active, x.rev)),
    );
    out
}

/// What one side has and the other has not.
pub fn difference(model: &[String], store: &[String]) -> Option<String> {
    if model == store {
        return None;
    }
    let only = |a: &[String], b: &[String], who: &str| -> Vec<String> {
        a.iter()
            .filter(|l| !b.contains(l))
            .map(|l| format!("  only {who}: {l}"))
            .collect()
    };
    let mut lines = only(model, store, "the model");
    lines.extend(only(store, model, "the store"));
    if lines.is_empty() {
        lines.push(format!("  another order: {model:#?} {store:#?}"));
    }
    Some(lines.join("\n"))
}

/// Every field of every record, opened with its key, as screens get it.
pub fn whole_store(desk: &store::Desk) -> Vec<String> {
    let ask = |query: Query| answer(desk.conn(), desk.vault(), zhiban::domain::view::Asker::Program, &query).unwrap();
    let ids = |table: &str| -> Vec<uuid::Uuid> {
        let mut statement = desk
            .conn()
            .prepare(&format!("SELECT id FROM {table} ORDER BY n"))
            .unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|id| uuid::Uuid::parse_str(&id.unwrap()).unwrap()).collect()
    };
    // The number of the command each event belongs to, by the event's own.
    let numbers: Vec<Rev> = std::iter::once(0)
        .chain(
            log::read(desk.conn(), 0, usize::MAX)
                .unwrap()
                .iter()
                .map(|e| number(CommandId(e.event.command))),
        )
        .collect();
    let told = |rev: &mut Rev| *rev = numbers[*rev as usize];
    let mut out = Vec::new();
    let all = String::new;
    let Answer::Deputies(mut deputies) = ask(Query::Deputies {
        matching: all(),
        limit: 999,
    }) else {
        unreachable!()
    };
    let Answer::Units(mut units) = ask(Query::Units {
        matching: all(),
        kind: None,
        limit: 999,
    }) else {
        unreachable!()
    };
    let Answer::Accounts(mut accounts) = ask(Query::Accounts { os_name: None }) else {
        unreachable!()
    };
    let Answer::Sessions(mut sessions) = ask(Query::Sessions {
        state: None,
        limit: 999,
    }) else {
        unreachable!()
    };
    deputies.sort_by_key(|d| d.id);
    units.sort_by_key(|u| u.id);
    sessions.sort_by_key(|s| s.session.id);
    accounts.iter_mut().for_each(|a| told(&mut a.rev));
    deputies.iter_mut().for_each(|d| told(&mut d.rev));
    units.iter_mut().for_each(|u| told(&mut u.rev));
    sessions.iter_mut().for_each(|s| told(&mut s.session.rev));
    out.extend(accounts.iter().map(|a| format!("{a:?}")));
    out.extend(deputies.iter().map(|d| format!("{d:?}")));
    out.extend(units.iter().map(|u| format!("{u:?}")));
    for s in &sessions {
        out.push(format!("{:?}", s.session));
        let Answer::Attendance(mut lines) = ask(Query::Attendance(s.session.id)) else {
            unreachable!()
        };
        lines.sort_by_key(|a| a.deputy);
        out.extend(lines.iter().map(|a| format!("{a:?}")));
    }
    let day = zhiban::domain::moment::Day::default();
    let Answer::Snapshot(mut snap) = ask(Query::Snapshot { today: day }) else {
        unreachable!()
    };
    snap.promised.iter_mut().for_each(|p| told(&mut p.rev));
    out.extend(snap.promised.iter().map(|p| format!("{p:?}")));
    for id in ids("visit") {
        let Answer::VisitFile(visit, mut citizens, opinions, _) = ask(Query::VisitFile(VisitId(id))) else {
            unreachable!()
        };
        let mut visit = visit.expect("its id was just read");
        (visit.n, visit.rank) = (0, 0);
        told(&mut visit.rev);
        citizens.iter_mut().for_each(|c| told(&mut c.rev));
        out.push(format!("{visit:?} with {} matters", opinions.len()));
        out.extend(citizens.iter().map(|c| format!("{c:?}")));
    }
    for id in ids("opinion") {
        let Answer::File(Some(file)) = ask(Query::File(OpinionId(id))) else {
            panic!("opinion {id} has no file");
        };
        let mut o = file.opinion;
        o.n = 0;
        o.tries.iter_mut().for_each(|t| t.seq = 0);
        told(&mut o.rev);
        out.push(format!("{o:?}"));
    }
    out
}

pub fn whole_model(d: &Desk) -> Vec<String> {
    let mut out: Vec<String> = d.accounts.iter().map(|a| format!("{a:?}")).collect();
    let (mut deputies, mut units, mut sessions) = (d.deputies.clone(), d.units.clone(), d.sessions.clone());
    deputies.sort_by_key(|d| d.id);
    units.sort_by_key(|u| u.id);
    sessions.sort_by_key(|s| s.id);
    sessions.iter_mut().for_each(|s| s.touch = d.introduced(&s.touch));
    out.extend(deputies.iter().map(|d| format!("{d:?}")));
    out.extend(units.iter().map(|u| format!("{u:?}")));
    for s in &sessions {
        out.push(format!("{s:?}"));
        let mut lines: Vec<_> = d.roster.iter().filter(|a| a.session == s.id).collect();
        lines.sort_by_key(|a| a.deputy);
        out.extend(lines.iter().map(|a| format!("{a:?}")));
    }
    for p in d.promises.iter().filter(|p| p.open) {
        let touch = d.introduced(&p.touch);
        let p = Promise { touch, ..p.clone() };
        out.push(format!("{p:?}"));
    }
    for v in &d.visits {
        let mut plain = v.clone();
        plain.rank = 0;
        plain.touch = d.introduced(&v.touch);
        let matters = d.opinions.iter().filter(|o| o.visit == v.id).count();
        out.push(format!("{plain:?} with {matters} matters"));
        // Whoever spoke last goes on.
        let spoke = |c: &&Citizen| {
            d.opinions
                .iter()
                .rposition(|o| (o.visit, o.citizen) == (v.id, Some(c.id)))
        };
        let mut here: Vec<_> = d.citizens.iter().filter(|c| d.came(c, v.id)).collect();
        here.sort_by_key(spoke);
        out.extend(here.into_iter().map(|c| format!("{c:?}")));
    }
    out.extend(d.opinions.iter().map(|o| format!("{o:?}")));
    out
}

/// Records that do not carry the number of their last event.
pub fn misnumbered(conn: &Connection) -> Vec<String> {
    let tables = [
        "account", "deputy", "unit", "session", "visit", "promise", "citizen", "opinion",
    ];
    // The rules, the day and the lineage are the station's, and none of them stands in its row.
    let station = "SELECT 'station '||id FROM station t WHERE rev <> (SELECT max(seq) FROM event WHERE subject = t.id \
                   AND kind IN ('station_founded', 'station_changed', 'one_person_set'))";
    let mut wrong = vec![station.to_owned()];
    for table in tables {
        wrong.push(format!(
            "SELECT '{table} '||id FROM {table} t WHERE rev <> (SELECT max(seq) FROM event WHERE subject = t.id)"
        ));
    }
    let mut out = Vec::new();
    for sql in wrong {
        let mut statement = conn.prepare_cached(&sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        out.extend(rows.map(Result::<String, _>::unwrap));
    }
    out
}
