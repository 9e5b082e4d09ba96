//! What a command needs to know, read inside its transaction: what it names and no more.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::StoreError;
use super::log::Station;
use super::presence::{self, Sign};
use super::rows::{Cols, unnamed};
use super::rules::RulesCache;
use super::sealing::Sealing;
use super::who::{self, AccountsMet};
use super::{cadres, codec, forgetting, log, promises, read, rows, rules};
use crate::domain::code::{Channel, OpinionState, Role};
use crate::domain::command::Request;
use crate::domain::deed::Deed;
use crate::domain::facts::{Counters, Facts, Needs, SameName, Since, day_of};
use crate::domain::id::{AccountId, CitizenId, OpinionId, SessionId, VisitId};
use crate::domain::life::Step;
use crate::domain::moment::{Day, Moment, year_of};
use crate::domain::noted::Noted;
use crate::domain::presence::Held;
use crate::domain::record::{Citizen, Opinion, Rev, Session, Touch, Visit};

/// The desk's day and what the clock said when it was opened or confirmed.
pub(super) fn business_day(conn: &Connection) -> Result<Option<(Day, Day)>, StoreError> {
    rows::one(
        conn,
        "SELECT day, clock FROM business_day ORDER BY n DESC LIMIT 1",
        [],
        |c| Ok((c.get("day")?, c.get("clock")?)),
    )
}

/// The day an act of now belongs to, or the desk's own until somebody has confirmed which one it is.
pub(super) fn desk_day(business: Option<(Day, Day)>, clock: Day, receiving: bool) -> Day {
    day_of(business, clock, receiving).unwrap_or_else(|| business.map_or(clock, |(day, _)| day))
}

/// The reception that is open now.
pub(super) fn open_session(
    conn: &Connection,
    read: impl Fn(&Cols<'_, '_>) -> Result<Session, StoreError>,
) -> Result<Option<Session>, StoreError> {
    rows::one(
        conn,
        "SELECT * FROM session WHERE state IN ('open', 'closing') LIMIT 1",
        [],
        read,
    )
}

fn session(conn: &Connection, id: SessionId) -> Result<Option<Session>, StoreError> {
    rows::one(
        conn,
        "SELECT * FROM session WHERE id = ?1",
        [id.to_string()],
        unnamed(rows::session),
    )
}

pub(super) fn visit(
    conn: &Connection,
    id: VisitId,
    read: impl Fn(&Cols<'_, '_>) -> Result<Visit, StoreError>,
) -> Result<Option<Visit>, StoreError> {
    rows::one(conn, "SELECT * FROM visit WHERE id = ?1", [id.to_string()], read)
}

pub(super) fn citizen(conn: &Connection, id: CitizenId, hand: &Sealing<'_>) -> Result<Option<Citizen>, StoreError> {
    rows::one(conn, "SELECT * FROM citizen WHERE id = ?1", [id.to_string()], |c| {
        rows::citizen(c, hand)
    })
}

/// Everybody not done with: waiting in queue order, then called or talking by table, then missed. Of the business day, and
/// of the open reception should the day have turned under it; somebody at a table is listed whatever the day, because the
/// table is busy.
pub(super) fn queue(
    conn: &Connection,
    day: Day,
    open: Option<SessionId>,
    read: impl Fn(&Cols<'_, '_>) -> Result<Visit, StoreError>,
) -> Result<Vec<Visit>, StoreError> {
    let (day, open) = (day.to_string(), open.map(|s| s.to_string()));
    let mut queue = rows::all(
        conn,
        "SELECT * FROM visit INDEXED BY visit_waiting WHERE state = 'waiting' AND day = ?1 \
         UNION ALL SELECT * FROM visit WHERE session = ?2 AND state = 'waiting' AND day <> ?1 ORDER BY priority, rank, n",
        params![day, open],
        &read,
    )?;
    queue.extend(rows::all(
        conn,
        "SELECT * FROM visit WHERE state IN ('called', 'talking') ORDER BY table_no, n",
        [],
        &read,
    )?);
    queue.extend(rows::all(
        conn,
        "SELECT * FROM visit INDEXED BY visit_missed WHERE state = 'missed' AND day = ?1 \
         UNION ALL SELECT * FROM visit WHERE session = ?2 AND state = 'missed' AND day <> ?1 ORDER BY rank, n",
        params![day, open],
        &read,
    )?);
    Ok(queue)
}

/// Whoever was left waiting or missed on another day and outside the open reception: in nobody's queue, until somebody
/// says what became of them.
pub(super) fn left_over(conn: &Connection, day: Day, open: Option<SessionId>) -> Result<Vec<Visit>, StoreError> {
    rows::all(
        conn,
        "SELECT * FROM visit INDEXED BY visit_waiting WHERE state = 'waiting' AND day <> ?1 AND coalesce(session, '') <> ?2 \
         UNION ALL SELECT * FROM visit INDEXED BY visit_missed WHERE state = 'missed' AND day <> ?1 AND coalesce(session, '') <> ?2 \
         ORDER BY n",
        params![day.to_string(), open.map_or_else(|| "-".to_owned(), |s| s.to_string())],
        rows::visit,
    )
}

/// Whether a matter `o` was told in the visit it stands in, by somebody of it, and did not only come meanwhile.
pub(super) fn told_there() -> String {
    let in_person = Channel::ALL.iter().filter(|channel| channel.is_in_person());
    let in_person: Vec<String> = in_person.map(|channel| format!("'{}'", channel.code())).collect();
    let in_person = in_person.join(", ");
    format!("(o.channel IN ({in_person}) OR (SELECT t.channel FROM visit t WHERE t.id = o.visit) NOT IN ({in_person}))")
}

/// Of the people `c` of a visit, those who were there: not whoever called meanwhile and was written down with it, nor whoever
/// was found to have called and has a visit of their own.
pub(super) fn came_to(visit: &str) -> String {
    let told = told_there();
    format!(
        "(NOT EXISTS (SELECT 1 FROM opinion_party WHERE citizen = c.id) OR EXISTS (SELECT 1 FROM opinion_party p \
         JOIN opinion o ON o.id = p.opinion WHERE p.citizen = c.id AND o.visit = {visit} AND {told}))"
    )
}

fn counter(conn: &Connection, kind: &str, scope: &str) -> Result<u32, StoreError> {
    rows::count(
        conn,
        // The floor is of before a tail was lost or a backup put back, see `going_on`.
        "SELECT max(coalesce((SELECT last FROM counter WHERE kind = ?1 AND scope = ?2), 0), \
         coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'floor/' || ?1 || '/' || ?2), 0))",
        params![kind, scope],
    )
}

/// The numbers a command goes on with: of the year of the paper for what is entered late, else of the desk's day, once it
/// has turned.
fn counters(conn: &Connection, request: &Request, needs: &Needs, desk: Day) -> Result<Counters, StoreError> {
    let late = request.late.as_ref().map(|l| l.happened.day());
    let opinion = late.filter(|_| !needs.numbered_now).unwrap_or(desk);
    let session = needs.held_on.unwrap_or(desk);
    // A reception that goes on over the night goes on with its numbers: none is given twice in it.
    let of_session = match needs.session {
        Some(id) => rows::count(
            conn,
            "SELECT coalesce(max(ticket), 0) FROM visit WHERE session = ?1",
            [id.to_string()],
        )?,
        None => 0,
    };
    let ticket = counter(conn, "ticket", &desk.to_string())?.max(of_session);
    Ok(Counters {
        ticket: u16::try_from(ticket).unwrap_or(u16::MAX),
        opinion: counter(conn, "opinion", &year_of(opinion).to_string())?,
        session: counter(conn, "session", &year_of(session).to_string())?,
        ruleset: counter(conn, "ruleset", "")?,
        paper: match needs.family {
            Some(family) => counter(conn, family.code(), &year_of(desk).to_string())?,
            None => 0,
        },
    })
}

/// Whether another account or a unit of this name is there. Deputies may share a name.
fn same_name(conn: &Connection, who: &SameName) -> Result<bool, StoreError> {
    let found = match who {
        SameName::Numbered(day, ticket) => rows::count(
            conn,
            "SELECT count(*) FROM visit WHERE day = ?1 AND ticket = ?2",
            params![day.to_string(), ticket],
        )?,
        SameName::Called(name) => rows::count(conn, "SELECT count(*) FROM unit WHERE name = ?1", [name.trim()])?,
        SameName::Account { login, name } => rows::count(
            conn,
            "SELECT count(*) FROM account WHERE os_name = ?1 AND name = ?2",
            params![login.trim(), name.trim()],
        )?,
        SameName::Renamed { account, name } => rows::count(
            conn,
            "SELECT count(*) FROM account o JOIN account a ON o.os_name = a.os_name AND o.n <> a.n \
             WHERE a.id = ?1 AND o.name = ?2",
            params![account.to_string(), name.trim()],
        )?,
    };
    Ok(found > 0)
}

/// As what a login comes in besides the account that is added or changed, whether it still does or not.
fn login_as(conn: &Connection, who: Option<&SameName>) -> Result<Vec<Role>, StoreError> {
    match who {
        Some(SameName::Account { login, .. }) => {
            let sql = "SELECT role FROM account WHERE os_name = ?1";
            rows::all(conn, sql, [login.trim()], |c| c.get("role"))
        }
        Some(SameName::Renamed { account, .. }) => {
            let sql =
                "SELECT o.role FROM account o JOIN account a ON o.os_name = a.os_name AND o.n <> a.n WHERE a.id = ?1";
            rows::all(conn, sql, [account.to_string()], |c| c.get("role"))
        }
        Some(SameName::Numbered(..) | SameName::Called(_)) | None => Ok(Vec::new()),
    }
}

/// How many act in a role, where that is asked.
fn acting(conn: &Connection, role: Role, is_asked: bool) -> Result<u32, StoreError> {
    if !is_asked {
        return Ok(0);
    }
    let sql = "SELECT count(*) FROM account WHERE active = 1 AND role = ?1";
    rows::count(conn, sql, [role.code()])
}

/// All that is not over of what an account looks after, the oldest first.
pub(super) fn kept_by(conn: &Connection, keeper: AccountId) -> Result<Vec<OpinionId>, StoreError> {
    let row = Deed::HandOn.life().matter;
    let steps = OpinionState::ALL.iter().zip(row.into_iter().flatten());
    let states = steps
        .filter(|(_, step)| !matches!(step, Step::No(_)))
        .map(|(state, _)| state);
    let states: Vec<String> = states.map(|state| format!("'{}'", state.code())).collect();
    let sql = format!(
        "SELECT id FROM opinion WHERE keeper = ?1 AND state IN ({}) ORDER BY n",
        states.join(", ")
    );
    rows::all(conn, &sql, [keeper.to_string()], |c| c.get("id"))
}

/// The record a request is about, and its last event as its author saw it.
pub(super) fn seen(request: &Request, station: Option<&Station>) -> Option<(Uuid, Rev)> {
    let stake = request.command.stake(None)?;
    let subject = stake.id.or_else(|| station.map(|s| s.id))?;
    Some((subject, stake.seen))
}

/// What happened to the record a request is about since its author saw it.
fn since(
    conn: &Connection,
    request: &Request,
    station: Option<&Station>,
    hand: &Sealing<'_>,
) -> Result<Vec<Since>, StoreError> {
    let Some((subject, seen)) = seen(request, station) else {
        return Ok(Vec::new());
    };
    let (mut found, met) = (Vec::new(), AccountsMet::default());
    for stored in log::by_subject(conn, subject, seen)? {
        let mut event = codec::read(&stored, hand.vault, hand.keys)?;
        met.introduce(conn, &mut event)?;
        found.push(Since {
            kind: event.kind,
            touch: Touch {
                by: event.by,
                account: event.account,
                table: event.table,
                at: event.at,
            },
        });
    }
    Ok(found)
}

/// The tellings of a matter that can be taken back, as its history has them.
fn tellings(conn: &Connection, o: &Opinion, hand: &Sealing<'_>) -> Result<Vec<Noted>, StoreError> {
    let (mut history, met) = (Vec::new(), AccountsMet::default());
    for stored in log::by_subject(conn, o.id.0, 0)? {
        let mut event = codec::read(&stored, hand.vault, hand.keys)?;
        met.introduce(conn, &mut event)?;
        history.push(event);
    }
    Ok(Noted::all(o, &history))
}

/// Reads the facts of a request.
pub fn load(
    conn: &Connection,
    request: &Request,
    needs: &Needs,
    now: Moment,
    station: Option<&Station>,
    hand: &Sealing<'_>,
    cache: &mut RulesCache,
) -> Result<Facts, StoreError> {
    let business = business_day(conn)?;
    let visit_of = |id| self::visit(conn, id, unnamed(rows::visit));
    let other_visit = needs.other_visit.map(visit_of).transpose()?.flatten();
    let other_people = match &other_visit {
        Some(v) => rows::all(
            conn,
            &format!(
                "SELECT id FROM citizen c WHERE visit = ?1 AND {} ORDER BY n",
                came_to("?1")
            ),
            [v.id.to_string()],
            |c| c.get("id"),
        )?,
        None => Vec::new(),
    };
    let visit = needs.visit.map(visit_of).transpose()?.flatten();
    let forgotten = match needs.visit.filter(|_| needs.forgotten) {
        Some(id) => !forgetting::is_kept(conn, id.0)?,
        None => false,
    };
    let wanted = needs.session.or_else(|| visit.as_ref().and_then(|v| v.session));
    let open_session = open_session(conn, unnamed(rows::session))?;
    let desk = desk_day(business, now.day(), open_session.is_some());
    let session = match (wanted, &open_session) {
        (Some(id), Some(open)) if open.id == id => Some(open.clone()),
        (Some(id), _) => self::session(conn, id)?,
        (None, _) => None,
    };
    let account_of = |id: AccountId| {
        rows::one(
            conn,
            "SELECT * FROM account WHERE id = ?1",
            [id.to_string()],
            rows::account,
        )
    };
    let kept = needs.kept_by.map(|keeper| kept_by(conn, keeper)).transpose()?;
    let mut opinions = Vec::new();
    for id in needs.opinions.iter().chain(kept.iter().flatten()) {
        opinions.extend(rows::opinions(conn, &[*id], hand)?);
    }
    let person = needs.citizen.or_else(|| opinions.first().and_then(|o| o.citizen));
    let asked = opinions.first().filter(|_| needs.tellings);
    let tellings = asked
        .map(|o| self::tellings(conn, o, hand))
        .transpose()?
        .unwrap_or_default();
    let about = opinions.first().filter(|_| needs.cadres);
    let cadres = about.map(|o| cadres::of(conn, o)).transpose()?.unwrap_or_default();
    let its_visit = opinions.first().map(|o| o.visit).filter(|_| needs.its_visit);
    let of_matter = its_visit.map(visit_of).transpose()?.flatten();
    let mut deputies = Vec::new();
    for id in &needs.deputies {
        deputies.extend(rows::one(
            conn,
            "SELECT * FROM deputy WHERE id = ?1",
            [id.to_string()],
            rows::deputy,
        )?);
    }
    let mut units = Vec::new();
    for id in &needs.units {
        units.extend(rows::one(
            conn,
            "SELECT * FROM unit WHERE id = ?1",
            [id.to_string()],
            rows::unit,
        )?);
    }
    let queue = if needs.queue {
        let open = open_session.as_ref().map(|s| s.id);
        queue(conn, desk, open, unnamed(rows::visit))?
    } else {
        Vec::new()
    };
    let at_table = needs.table.map(|table| {
        rows::one(
            conn,
            "SELECT * FROM visit WHERE table_no = ?1 AND state IN ('called', 'talking')",
            [table],
            unnamed(rows::visit),
        )
    });
    let of_account = |who: &SameName| matches!(who, SameName::Account { .. } | SameName::Renamed { .. });
    let is_of_account = needs.kept_by.is_some() || needs.same_name.as_ref().is_some_and(of_account);
    let rules = cache.get(conn)?;
    let sitting = visit.as_ref().filter(|v| needs.sits && v.state.is_open());
    let elsewhere = sitting.and_then(|v| v.table);
    let held = match elsewhere.filter(|table| request.table != Some(*table)) {
        Some(table) => {
            let limits = rules.as_ref().map(|rules| rules.limits.clone()).unwrap_or_default();
            Held::of(&presence::sitting(conn, Sign::own())?, table, now, &limits)
        }
        None => None,
    };
    let (rules_by, in_use) = rules::adopting(conn, &request.command, rules.as_deref())?;
    let mut promise = match (needs.promise, needs.visit.filter(|_| needs.taken_up)) {
        (Some(id), _) => promises::one(conn, id, hand)?,
        (None, Some(visit)) => promises::taken_up_by(conn, visit, hand)?,
        (None, None) => None,
    };
    if needs.promise.is_some()
        && let (Some(promise), Some(account)) = (&mut promise, request.account)
        && let Some(who) = who::somebody(conn, account, now.day())?
    {
        read::promised(conn, &who, promise)?;
    }
    Ok(Facts {
        station: rows::one(conn, "SELECT * FROM station", [], unnamed(rows::station))?,
        since: since(conn, request, station, hand)?,
        lineage: station.map_or_else(|| "A".to_owned(), |s| s.lineage.clone()),
        rules,
        rules_by,
        in_use,
        business_day: business.map(|(day, _)| day),
        clock_day: business.map(|(_, clock)| clock),
        attendance: match &session {
            Some(s) => rows::attendance(conn, &[s.id])?,
            None => Vec::new(),
        },
        open_session,
        session,
        promise,
        forgotten,
        held,
        other_visit,
        other_people,
        at_table: at_table.transpose()?.flatten(),
        tellings,
        cadres,
        citizen: person.map(|id| citizen(conn, id, hand)).transpose()?.flatten(),
        queue,
        visit: visit.or(of_matter),
        opinions,
        deputies,
        units,
        account: needs.account.map(account_of).transpose()?.flatten(),
        other_account: needs.other_account.map(account_of).transpose()?.flatten(),
        stood_in: match needs.account {
            Some(account) => who::is_stood_in(conn, account, now.day())?,
            None => false,
        },
        heads: acting(conn, Role::Head, is_of_account)?,
        clerks: acting(conn, Role::Clerk, needs.clerks)?,
        login_as: login_as(conn, needs.same_name.as_ref())?,
        same_name: needs
            .same_name
            .as_ref()
            .map(|name| same_name(conn, name))
            .transpose()?
            .unwrap_or_default(),
        counters: counters(conn, request, needs, desk)?,
    })
}
