//! Finding a matter: by number, name or phone, or in what is owed.

use super::talk::{Empty, Said, Stop, Talk};
use super::{opinion, promise, queue, record, visit, words};
use crate::domain::view::{Answer, FollowUp, OpinionRow, Owing, Query, Stretch};

/// Lines of a list before "more".
const PAGE: usize = 9;

/// By what somebody knows of it.
pub(super) fn search(t: &mut Talk<'_>) -> Said<()> {
    let x = t.t();
    let Some(matching) = t.line(x.q_find, Empty::Back, x.help_find)? else {
        return Ok(());
    };
    let mut stretch = Stretch::Newest;
    loop {
        let query = Query::Opinions {
            matching: matching.clone(),
            state: None,
            stretch,
            limit: PAGE as u32,
        };
        let Answer::Opinions(rows, more) = t.ask(query)? else {
            return Ok(());
        };
        match rows.as_slice() {
            [] => {
                t.tell(x.none_found, &[("typed", &matching)]);
                return Ok(());
            }
            [only] if stretch == Stretch::Newest && !more => return record::page(t, only.id),
            _ => {}
        }
        match pick(t, rows, *more)? {
            Some(row) => return record::page(t, row.id),
            None => stretch = rows.last().map_or(stretch, |r| Stretch::Before(r.n)),
        }
    }
}

/// One of a page, or none for the next page.
fn pick<'a>(t: &mut Talk<'_>, rows: &'a [OpinionRow], more: bool) -> Said<Option<&'a OpinionRow>> {
    let lang = t.lang();
    let mut options: Vec<String> = rows.iter().map(|r| words::row(lang, r)).collect();
    if more {
        options.push(t.t().more.to_owned());
    }
    let chosen = t.choose(t.t().found, &options, t.t().help_record)?;
    Ok(rows.get(chosen))
}

/// What is owed, most pressing first.
pub(super) fn owed(t: &mut Talk<'_>) -> Said<()> {
    let mut from = 0;
    loop {
        let s = t.snapshot()?;
        if s.follow_up.is_empty() {
            t.say(t.texts().follow.empty);
            return Ok(());
        }
        let rest = s.follow_up.get(from..).unwrap_or_default();
        let page: Vec<&FollowUp> = rest.iter().take(PAGE).collect();
        let lang = t.lang();
        let mut options: Vec<String> = page.iter().map(|f| words::owed(lang, f)).collect();
        if rest.len() > PAGE {
            options.push(t.t().more.to_owned());
        }
        let chosen = t.choose(t.t().q_owed, &options, t.t().help_record)?;
        let Some(line) = page.get(chosen) else {
            from += PAGE;
            continue;
        };
        match open(t, line) {
            // Back to the list, read afresh.
            Ok(()) | Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
        from = 0;
    }
}

fn open(t: &mut Talk<'_>, line: &FollowUp) -> Said<()> {
    match (line.owing, line.visit) {
        (Owing::TellHead, Some((visit, _))) => {
            let s = t.snapshot()?;
            return queue::head(t, s, visit);
        }
        (Owing::Promised, Some((visit, _))) => return promise::page(t, visit),
        _ => {}
    }
    match (line.opinion, line.visit, line.draft) {
        (Some((opinion, _)), ..) => record::page(t, opinion),
        (None, _, Some(draft)) => opinion::resume(t, draft),
        (None, Some((id, _)), None) => {
            let Answer::VisitFile(found, ..) = t.ask(Query::VisitFile(id))? else {
                return Ok(());
            };
            match found {
                Some(v) if v.unwritten => opinion::unwritten(t, v),
                Some(v) => visit::page(t, v.id),
                None => Ok(()),
            }
        }
        (None, None, None) => Ok(()),
    }
}
