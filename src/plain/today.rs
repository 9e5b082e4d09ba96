//! The day's list: who is on duty, who waits, who is talking, what is owed.

use super::desk::over;
use super::talk::{Said, Talk};
use super::words;
use crate::app::model::{Choice, Item, Menu, Then};
use crate::app::session::day::confirmed;
use crate::domain::moment::Day;
use crate::domain::view::{Snapshot, counted};
use crate::i18n::{self, code, fill};

/// Lines of what is owed that the day's list reads out; all of them stand under their own number of the menu.
const OWED_SHOWN: usize = 10;

/// Said once at the beginning.
pub(super) fn greet(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    head(t, &s);
    counts(t, &s);
    owed_counts(t, &s);
    check_day(t, &s)
}

/// The clock and the desk may disagree; better asked now than at the first number.
fn check_day(t: &mut Talk<'_>, s: &Snapshot) -> Said<()> {
    let (lang, today) = (t.lang(), t.now().day());
    let turns_by_itself = |was: &Day| was.succ_opt() == Some(today) && s.session.is_none();
    let Some(was) = s.business_day.filter(|was| *was != today && !turns_by_itself(was)) else {
        return Ok(());
    };
    let (then, now) = (i18n::full_day(lang, was), i18n::full_day(lang, today));
    t.tell(t.t().day_differs, &[("was", &then), ("now", &now)]);
    if !confirmed(was).deed().may(Some(t.context.account.role)) {
        return Ok(());
    }
    confirm(t, Some(was))
}

/// Which day it is: the clock's, or the one the desk is at.
pub(super) fn confirm(t: &mut Talk<'_>, was: Option<Day>) -> Said<()> {
    let (lang, x) = (t.lang(), t.t());
    let item = |day: Day| {
        let label = fill(x.today_is, &[("day", &i18n::full_day(lang, day))]);
        Item::new(label, Choice::Run(Box::new(confirmed(day)), Then::Nothing))
    };
    over(t, |state| {
        let now = state.today();
        let days = std::iter::once(now).chain(was.filter(|w| *w != now));
        let menu = Menu::new(x.which_day, days.map(item).collect());
        state.layers.push(menu.asking(x.help_day).layer());
        Vec::new()
    })
}

fn head(t: &mut Talk<'_>, s: &Snapshot) {
    let (lang, x, now) = (t.lang(), t.texts(), t.now());
    let practice = if t.context.practice { x.common.practice } else { "" };
    let name = s.station.as_ref().map_or("", |s| s.name.as_str());
    let day = i18n::full_day(lang, now.day());
    let table = words::table(lang, t.context.table);
    t.say(&words::join([practice, x.common.app, name, &day, &now.clock(), &table]));
    if let Some(session) = &s.session {
        let (n, today) = (session.ordinal.unwrap_or_default().to_string(), now.day());
        // Whose reception it is counts more than the how-manieth it is.
        let which = if session.plan.day == today {
            fill(x.desk.session_of_year, &[("n", &n)])
        } else {
            let day = i18n::day(lang, session.plan.day, today);
            fill(x.desk.session_of_day, &[("day", &day)])
        };
        t.say(&words::join([
            which.as_str(),
            code::session_state(lang, session.state),
            code::presence(lang, session.presence),
            &fill(x.plain.tables_n, &[("n", &session.plan.tables.to_string())]),
            &session.plan.place,
        ]));
    } else if let Some(next) = &s.next_session {
        let day = i18n::day(lang, next.plan.day, t.now().day());
        let starts = next.plan.starts.to_string();
        t.tell(x.plain.next_reception, &[("day", &day), ("time", &starts)]);
    } else {
        t.say(x.plain.no_reception);
    }
}

fn counts(t: &mut Talk<'_>, s: &Snapshot) {
    let (waiting, received) = (s.waiting().to_string(), s.received.to_string());
    t.tell(t.t().counts, &[("waiting", &waiting), ("received", &received)]);
}

/// How much is owed, kinds with something in them only.
fn owed_counts(t: &mut Talk<'_>, s: &Snapshot) {
    let lang = t.lang();
    let line = |(kind, n)| format!("{} {}", code::owing(lang, kind), counted(n));
    match words::join(s.owed.kinds().into_iter().map(line)).as_str() {
        "" => t.say(&crate::app::may::nothing_owed(lang, t.context.account.role)),
        kinds => t.fact(t.texts().desk.follow, kinds),
    }
}

/// How many wait, and how much is owed.
pub(super) fn short(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    counts(t, &s);
    owed_counts(t, &s);
    Ok(())
}

/// Everybody on duty, in the queue and at a table, and the first lines of what is owed.
pub(super) fn list(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let (lang, now) = (t.lang(), t.now());
    head(t, &s);
    if s.attendance.is_empty() {
        t.say(t.t().no_duty);
    }
    for a in &s.attendance {
        t.fact(t.texts().desk.duty, &words::on_duty(lang, a));
    }
    counts(t, &s);
    for v in s.queue.iter().filter(|v| !v.state.is_over()) {
        t.say(&words::visit(lang, v, now, &s));
    }
    owed_counts(t, &s);
    for f in s.follow_up.iter().take(OWED_SHOWN) {
        t.say(&words::owed(t, f));
    }
    Ok(())
}
