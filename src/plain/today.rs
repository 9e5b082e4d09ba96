//! The day's list: who is on duty, who waits, who is talking, what is owed.

use super::talk::{Said, Talk};
use super::words;
use crate::domain::view::Snapshot;
use crate::i18n::{self, code, fill};

/// Lines of what is owed that the day's list reads out; all of them stand under their own number of the menu.
const OWED_SHOWN: usize = 10;

/// Said once at the beginning.
pub(super) fn greet(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    head(t, s);
    let x = t.t();
    let waiting = s.waiting();
    let received = s.received.to_string();
    t.tell(x.counts, &[("waiting", &waiting.to_string()), ("received", &received)]);
    owed_counts(t, s);
    check_day(t, s)
}

/// The clock and the desk may disagree; better asked now than at the first number.
fn check_day(t: &mut Talk<'_>, s: &Snapshot) -> Said<()> {
    let today = t.today();
    let Some(was) = s.business_day else { return Ok(()) };
    let turns_by_itself = was.succ_opt() == Some(today) && s.session.is_none();
    if was == today || turns_by_itself {
        return Ok(());
    }
    let lang = t.lang();
    let x = t.t();
    t.tell(
        x.day_differs,
        &[
            ("was", &i18n::full_day(lang, was)),
            ("now", &i18n::full_day(lang, today)),
        ],
    );
    t.confirm_day(Some(was), today).map(|_| ())
}

fn head(t: &mut Talk<'_>, s: &Snapshot) {
    let lang = t.lang();
    let x = t.texts();
    let practice = if t.context.practice { x.common.practice } else { "" };
    let name = s.station.as_ref().map_or("", |s| s.name.as_str());
    let now = t.now();
    let line = words::join([
        practice,
        x.common.app,
        name,
        i18n::full_day(lang, now.day()).as_str(),
        now.clock().as_str(),
        words::table(lang, t.context.table).as_str(),
    ]);
    t.say(&line);
    match (&s.session, &s.next_session) {
        (Some(session), _) => {
            let n = session.ordinal.unwrap_or_default().to_string();
            let line = words::join([
                fill(x.desk.session_of_year, &[("n", &n)]).as_str(),
                code::session_state(lang, session.state),
                code::presence(lang, session.presence),
                fill(x.plain.tables_n, &[("n", &session.plan.tables.to_string())]).as_str(),
                session.plan.place.as_str(),
            ]);
            t.say(&line);
        }
        (None, Some(next)) => {
            let day = words::day_of(lang, next.plan.day, now.day());
            let starts = next.plan.starts.to_string();
            t.tell(x.plain.next_reception, &[("day", &day), ("time", &starts)]);
        }
        (None, None) => t.say(x.plain.no_reception),
    }
}

fn owed_counts(t: &mut Talk<'_>, s: &Snapshot) {
    let counts = words::owed_counts(t.lang(), s);
    if counts.is_empty() {
        let text = t.texts().follow.empty;
        t.say(text);
    } else {
        let x = t.t();
        t.tell(
            x.labelled,
            &[("label", t.texts().desk.follow), ("value", &words::join(&counts))],
        );
    }
}

/// The whole list.
pub(super) fn list(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let (lang, now) = (t.lang(), t.now());
    head(t, s);
    let x = t.texts();
    if s.attendance.is_empty() {
        t.say(x.plain.no_duty);
    }
    for a in &s.attendance {
        let value = words::on_duty(lang, a);
        t.tell(x.plain.labelled, &[("label", x.desk.duty), ("value", &value)]);
    }
    let waiting = s.waiting();
    let received = s.received.to_string();
    t.tell(
        x.plain.counts,
        &[("waiting", &waiting.to_string()), ("received", &received)],
    );
    for v in s.queue.iter().filter(|v| !v.state.is_over()) {
        let line = words::visit(lang, v, now, s);
        t.say(&line);
    }
    owed_counts(t, s);
    for f in s.follow_up.iter().take(OWED_SHOWN) {
        let line = words::owed(lang, f);
        t.say(&line);
    }
    Ok(())
}
