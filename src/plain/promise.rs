//! Next time with priority: the promise at closing, the call before the next reception, the number when they come.

use super::talk::{Empty, Said, Talk};
use super::{queue, words};
use crate::domain::code::Struck;
use crate::domain::command::{ChangePromise, Command, PromiseNext, StrikePromise};
use crate::domain::id::VisitId;
use crate::domain::phone::parse_phone;
use crate::domain::record::{Promise, Visit};
use crate::domain::view::Snapshot;
use crate::i18n::{Lang, code, fill, say};

/// A phone to ring them at, read back; none when an empty line skips.
fn phone(t: &mut Talk<'_>) -> Said<Option<String>> {
    let x = t.t();
    let typed = t.line_read(x.f_phone, Empty::Skip(x.nothing), x.help_phone, |t, typed| {
        parse_phone(typed).map_err(|why| words::phone_problem(t.lang(), why))
    })?;
    let Some(phone) = typed else { return Ok(None) };
    let read = words::phone(&phone.canonical());
    t.say(&read);
    Ok(Some(phone.canonical()))
}

/// Ends a visit with a promise; false when it was refused.
pub(super) fn promise(t: &mut Talk<'_>, v: &Visit) -> Said<bool> {
    let command = Command::PromiseNext(PromiseNext {
        visit: v.id,
        rev: v.rev,
        label: None,
        phone: phone(t)?,
        reason: Some(t.texts().ask.at_closing.to_owned()),
    });
    Ok(t.act(command, None)?.is_ok())
}

fn line(lang: Lang, p: &Promise) -> String {
    let t = &lang.texts().plain;
    let heads = (p.heads > 1).then(|| fill(t.heads_n, &[("n", &p.heads.to_string())]));
    let number = p.ticket.map(|n| format!("{n:03}"));
    words::join([
        number.unwrap_or_default(),
        p.label.clone().unwrap_or_default(),
        heads.unwrap_or_default(),
        p.first_words.clone().unwrap_or_default(),
        p.priority_reason.clone().unwrap_or_default(),
        say::kept_from(lang, p.ordinal, p.day),
        p.phone.as_deref().map_or_else(String::new, words::phone),
    ])
}

/// Read out when the door opens, so that they are thought of before anybody else comes.
pub(super) fn remind(t: &mut Talk<'_>, s: &Snapshot) {
    for p in &s.promised {
        let line = words::join([
            code::owing(t.lang(), crate::domain::view::Owing::Promised),
            &line(t.lang(), p),
        ]);
        t.say(&line);
    }
}

/// All of them; one is chosen.
pub(super) fn list(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let lang = t.lang();
    if s.promised.is_empty() {
        t.say(t.texts().say.nobody_promised);
        return Ok(());
    }
    let options: Vec<String> = s.promised.iter().map(|p| line(lang, p)).collect();
    let chosen = t.choose(t.t().q_visit, &options, t.t().help_promised)?;
    match s.promised.get(chosen) {
        Some(p) => page(t, p.visit),
        None => Ok(()),
    }
}

/// One of them: the number, why not, another phone.
pub(super) fn page(t: &mut Talk<'_>, id: VisitId) -> Said<()> {
    let s = t.snapshot()?;
    let lang = t.lang();
    let Some(p) = s.promised.iter().find(|p| p.visit == id) else {
        return Ok(());
    };
    let x = t.texts();
    let mut options = vec![x.ask.promise_came.to_owned()];
    options.extend(Struck::ALL.iter().map(|w| code::struck(lang, *w).to_owned()));
    options.push(x.plain.promise_phone.to_owned());
    let chosen = t.choose(&line(lang, p), &options, x.plain.help_promised)?;
    let (promise, rev) = (p.id, p.rev);
    let command = match (chosen, chosen.checked_sub(1).and_then(|i| Struck::ALL.get(i))) {
        (0, _) => return receive(t, s, p),
        (_, Some(why)) => Command::StrikePromise(StrikePromise {
            promise,
            rev,
            why: *why,
        }),
        (_, None) => Command::ChangePromise(ChangePromise {
            promise,
            rev,
            label: None,
            phone: phone(t)?,
        }),
    };
    if t.act(command, None)?.is_ok() {
        t.say(x.say.done);
    }
    Ok(())
}

fn receive(t: &mut Talk<'_>, s: &Snapshot, p: &Promise) -> Said<()> {
    let command = crate::app::queue::promise::receive(t.lang(), s, p);
    let Ok(done) = t.act(command, None)? else { return Ok(()) };
    let no = crate::i18n::refusal::ticket(t.lang(), done.ticket);
    t.tell(t.texts().say.number_first, &[("no", &no)]);
    match done.visit {
        Some(visit) => queue::group(t, s, visit, p.heads),
        None => Ok(()),
    }
}
