//! Finding a matter: by number, name or phone, or in what is owed.

use super::desk::over;
use super::outside::Wish;
use super::talk::{Empty, Said, Talk, or_back};
use super::words;
use crate::app::follow::{line, open};
use crate::app::model::Target;
use crate::app::{may, opinion};
use crate::domain::view::{Answer, Query, Stretch};

const PAGE: usize = 9;

/// By what somebody knows of it.
pub(super) fn search(t: &mut Talk<'_>) -> Said<()> {
    let x = t.t();
    let Some(matching) = t.line::<_, &str>(&[], x.q_find, Empty::Back, x.help_find, |_, typed| Ok(typed.to_owned()))?
    else {
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
        let Answer::Opinions(rows, more, is_cut) = t.ask(&Wish::Ask(query))? else {
            return Ok(());
        };
        _ = is_cut.then(|| t.say(t.lang().texts().desk.secret_cut.trim()));
        let at = match rows.len() {
            0 => {
                t.say(&may::none_found(t.lang(), t.context.account.role, &matching));
                return Ok(());
            }
            1 if stretch == Stretch::Newest && !more => Some(0),
            _ => {
                let lines = rows.iter().map(|r| words::row(t, r)).collect();
                one_of(t, x.found, lines, more)?
            }
        };
        match at.and_then(|at| rows.get(at)) {
            Some(row) => return over(t, |state| opinion::open(state, Target::Filed(row.id))),
            None => stretch = rows.last().map_or(stretch, |r| Stretch::Before(r.n)),
        }
    }
}

/// One of a page; none for the next page.
fn one_of(t: &mut Talk<'_>, title: &str, mut lines: Vec<String>, more: bool) -> Said<Option<usize>> {
    let n = lines.len();
    lines.extend(more.then(|| t.t().more.to_owned()));
    let chosen = t.choose(title, &lines, t.t().help_record)?;
    Ok(Some(chosen).filter(|at| *at < n))
}

/// What is owed, most pressing first: all of it or, where that is more than a page, one kind.
pub(super) fn owed(t: &mut Talk<'_>) -> Said<()> {
    let (mut kind, mut stretch) = (None, Stretch::Newest);
    let kinds = line::kinds(t.lang(), &t.snapshot()?.owed);
    if t.snapshot()?.owed.all() as usize > PAGE {
        let words: Vec<&str> = kinds.iter().map(|(_, words)| words.as_str()).collect();
        let at = t.choose(t.t().q_owed, &words, t.t().help_owed)?;
        kind = kinds.get(at).and_then(|(kind, _)| *kind);
    }
    loop {
        let query = Query::Owed {
            matching: String::new(),
            called: Vec::new(),
            today: t.now().day(),
            kind,
            stretch,
            limit: PAGE as u32,
        };
        let Answer::Owed(lines, more) = t.ask(&Wish::Ask(query))? else {
            return Ok(());
        };
        if lines.is_empty() {
            t.say(&may::nothing_owed(t.lang(), t.context.account.role));
            return Ok(());
        }
        let said = lines.iter().map(|f| words::owed(t, f)).collect();
        let Some(f) = one_of(t, t.t().q_owed, said, more)?.and_then(|at| lines.get(at)) else {
            stretch = lines.last().map_or(stretch, |f| Stretch::Before(f.n));
            continue;
        };
        // Back to the list, read afresh.
        or_back(over(t, |state| open(state, f)))?;
        stretch = Stretch::Newest;
    }
}
