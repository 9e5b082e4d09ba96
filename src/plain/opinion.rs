//! 记意见: a matter from the person's words to its number.

use super::draft;
use super::handling::{self, Where};
use super::opinion_fields::Form;
use super::talk::{Said, Stop, Talk};
use super::where_said::{Field, Spot};
use super::words;
use crate::domain::code::{Channel, VisitState};
use crate::domain::command::{Command, CountAccusation, OpinionEntry, SettleUnwritten, VisitRef};
use crate::domain::id::DraftId;
use crate::domain::record::Visit;
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, Query};
use crate::i18n::{code, fill};

/// Name of the form, as drafts know it.
pub(super) const FORM: &str = "opinion";

/// Begins with a visit, or asks for it.
pub(super) fn file(t: &mut Talk<'_>, visit: Option<&Visit>) -> Said<()> {
    let target = visit.map(|v| v.id.to_string());
    let drafts = draft::of_form(t, FORM, target.as_deref())?;
    if !drafts.is_empty() {
        let x = t.t();
        let mut options = vec![x.new_opinion.to_owned()];
        options.extend(drafts.iter().map(|d| fill(x.go_on_with, &[("label", &d.label)])));
        let chosen = t.choose_usual(x.drafts_there, &options, 0, x.help_draft)?;
        if let Some(found) = chosen.checked_sub(1).and_then(|i| drafts.into_iter().nth(i)) {
            return go_on(t, found.lease.draft);
        }
    }
    let spot = match visit {
        Some(v) => Spot::of(v),
        None => where_said(t)?,
    };
    talk_through(t, Form::new(spot))
}

/// Goes on with a draft.
pub(super) fn resume(t: &mut Talk<'_>, id: DraftId) -> Said<()> {
    let Answer::Drafts(all) = t.ask(Query::Drafts { account: None })? else {
        return Ok(());
    };
    if !all.iter().any(|d| d.id == id && d.form == FORM) {
        t.say(t.t().draft_elsewhere);
        return Ok(());
    }
    go_on(t, id)
}

/// Something of a visit is still unwritten: write it, or say that nothing needs writing.
pub(super) fn unwritten(t: &mut Talk<'_>, v: &Visit) -> Said<()> {
    let x = t.t();
    let title = fill(x.unwritten_of, &[("who", &words::who(t.lang(), v))]);
    let options = [x.write_now.to_owned(), x.nothing_to_write.to_owned()];
    if t.choose(&title, &options, x.help_unwritten)? == 0 {
        return file(t, Some(v));
    }
    if t.act(Command::SettleUnwritten(SettleUnwritten { visit: v.id }), None)?
        .is_ok()
    {
        t.say(t.texts().say.done);
    }
    Ok(())
}

fn go_on(t: &mut Talk<'_>, id: DraftId) -> Said<()> {
    let Some(found) = draft::take(t, id)? else {
        return Ok(());
    };
    let spot = match visit_of(t, &found.target)? {
        Some(v) => Spot::of(&v),
        None => Spot::unqueued(t.snapshot()?.session.as_ref().map(|s| s.id), Channel::Visit),
    };
    let form = Form::of_draft(spot, &found);
    talk_through(t, form)
}

fn visit_of(t: &mut Talk<'_>, target: &str) -> Said<Option<Visit>> {
    let Ok(id) = target.parse() else { return Ok(None) };
    let Answer::VisitFile(found, ..) = t.ask(Query::VisitFile(crate::domain::id::VisitId(id)))? else {
        return Ok(None);
    };
    Ok(found.clone())
}

/// Whose matter it is: somebody at a table, somebody received today, or nobody who queued.
fn where_said(t: &mut Talk<'_>) -> Said<Spot> {
    let s = t.snapshot()?;
    let session = s.session.as_ref().map(|s| s.id);
    let day = s.business_day.unwrap_or(t.today());
    let Answer::Visits(today) = t.ask(Query::Visits { day })? else {
        return Err(Stop::Back);
    };
    let mine = t.context.table;
    let mut visits: Vec<&Visit> = today
        .iter()
        .filter(|v| v.state.is_open() || (v.state == VisitState::Done && v.ticket.is_some()))
        .collect();
    visits.sort_by_key(|v| {
        (
            !(v.state.is_open() && v.table == Some(mine)),
            !v.state.is_open(),
            !v.unwritten,
            -v.n,
        )
    });
    visits.truncate(8);
    let x = t.t();
    if !visits.is_empty() {
        let (lang, now) = (t.lang(), t.now());
        let mut options: Vec<String> = visits.iter().map(|v| words::visit(lang, v, now, s)).collect();
        options.push(x.not_queued.to_owned());
        let chosen = t.choose_usual(x.q_whose, &options, 0, x.help_whose)?;
        if let Some(v) = visits.get(chosen) {
            return Ok(Spot::of(v));
        }
    }
    let lang = t.lang();
    let options: Vec<String> = Channel::ALL
        .iter()
        .map(|c| code::channel(lang, *c).to_owned())
        .collect();
    let chosen = t.choose_usual(x.q_channel, &options, 0, x.help_channel)?;
    let channel = Channel::ALL.get(chosen).copied().unwrap_or(Channel::Visit);
    Ok(Spot::unqueued(session, channel))
}

/// Every question in turn; 0 goes to the one before. What was said is kept after each answer.
fn talk_through(t: &mut Talk<'_>, mut form: Form) -> Said<()> {
    form.prepare(t)?;
    let mut at = 0;
    loop {
        let Some(field) = Field::ALL.get(at).copied() else {
            match settle(t, &mut form) {
                Ok(()) => return Ok(()),
                Err(Stop::Back) => {
                    at = form.before(at).unwrap_or(0);
                    continue;
                }
                Err(stop) => return Err(stop),
            }
        };
        if !form.asks(field) {
            at += 1;
            continue;
        }
        match form.ask(t, field) {
            Ok(()) => {
                form.keep(t)?;
                at += 1;
            }
            Err(Stop::Back) => match form.before(at) {
                Some(earlier) => at = earlier,
                None => return Err(leave(t, &form)),
            },
            Err(stop) => return Err(stop),
        }
    }
}

fn leave(t: &mut Talk<'_>, form: &Form) -> Stop {
    if form.draft.is_some() {
        t.say(t.t().stays_a_draft);
    }
    Stop::Back
}

/// Where it goes, the read-back, and filing.
fn settle(t: &mut Talk<'_>, form: &mut Form) -> Said<()> {
    let decided = handling::ask(t, form)?;
    let handling = match decided {
        Where::Accusation { reason, told } => return accusation(t, form, reason, told),
        Where::Goes(handling) => handling,
    };
    form.keep(t)?;
    loop {
        let lang = t.lang();
        form.read_back(t);
        let line = handling::in_words(lang, &handling, form.unit_name.as_deref());
        let x = t.t();
        t.tell(x.labelled, &[("label", x.f_handling), ("value", &line)]);
        let options = [x.file_it.to_owned(), x.change_it.to_owned(), x.put_away.to_owned()];
        match t.choose(x.q_file, &options, x.help_file)? {
            0 => {}
            1 if change(t, form)? => return settle(t, form),
            1 => continue,
            _ => {
                t.say(x.stays_a_draft);
                return Ok(());
            }
        }
        let entry = OpinionEntry {
            visit: form.spot.reference(),
            speaker: form.speaker(),
            representatives: Vec::new(),
            details: form.details(),
            handling: handling.clone(),
        };
        match t.act(Command::FileOpinion(Box::new(entry)), form.draft)? {
            Ok(done) => {
                let number = done.number.unwrap_or_default();
                t.tell(t.texts().say.filed, &[("no", &number)]);
                if let Some(code) = done.claim_code {
                    t.tell(x.claim_code, &[("code", &code)]);
                }
                return Ok(());
            }
            // Written or filed elsewhere; what was kept has been said.
            Err(Refusal::DraftLost { .. }) => return Ok(()),
            // Nothing typed is lost: the same matter is read back and may be changed.
            Err(_) => t.say(x.nothing_lost),
        }
    }
}

/// Of an accusation nothing is kept: neither the words nor the draft.
fn accusation(t: &mut Talk<'_>, form: &Form, reason: String, told: bool) -> Said<()> {
    let visit: VisitRef = form.spot.reference();
    let command = Command::CountAccusation(CountAccusation { visit, reason, told });
    if t.act(command, form.draft)?.is_ok() {
        t.say(t.t().counted_only);
    }
    Ok(())
}

/// One of the answers is given anew; true when it is where the matter goes.
fn change(t: &mut Talk<'_>, form: &mut Form) -> Said<bool> {
    let asked: Vec<Field> = Field::ALL.iter().copied().filter(|f| form.asks(*f)).collect();
    let lang = t.lang();
    let x = t.t();
    let mut options: Vec<String> = asked.iter().map(|f| f.name(lang).to_owned()).collect();
    options.push(x.f_handling.to_owned());
    let changed = match t.choose(x.q_change, &options, x.help_file) {
        Ok(chosen) => match asked.get(chosen) {
            Some(field) => form.ask(t, *field),
            None => return Ok(true),
        },
        Err(stop) => Err(stop),
    };
    match changed {
        Ok(()) => form.keep(t)?,
        Err(Stop::Back) => {}
        Err(stop) => return Err(stop),
    }
    Ok(false)
}
