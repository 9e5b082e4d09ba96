//! What the page of a matter says (一事一档), line by line: what is known of it, and its history in words.

use crate::app::model::State;
use crate::app::model::page::{Line, line};
use crate::cells;
use crate::domain::code::OpinionState;
use crate::domain::mask::phone_on_screen;
use crate::domain::phone::dialled;
use crate::domain::record::Opinion;
use crate::domain::view::{OpinionFile, Owing};
use crate::i18n::history::{category, class, other_number, reason, said, sentence, verdict};
use crate::i18n::{self, code, fill};

fn covered(state: &State, text: &str) -> String {
    if state.masked {
        "****".to_owned()
    } else {
        text.to_owned()
    }
}

/// Its number and where it stands, with how late that is.
pub fn title(state: &State, file: &OpinionFile) -> String {
    let o = &file.opinion;
    let stands = code::opinion_state(state.lang, o.state);
    let late = lateness(state, o);
    match late.as_deref() {
        // A telling that is late says both.
        Some(late) if late.starts_with(stands) => format!("{}  {late}", o.number),
        Some(late) => format!("{}  {stands}  {late}", o.number),
        None => format!("{}  {stands}", o.number),
    }
}

/// How late it is, or how much time is left.
pub(super) fn lateness(state: &State, o: &Opinion) -> Option<String> {
    let (owing, days) = o.standing(state.snap.rules.as_deref()?, state.today())?;
    // That it is to be told is what its state says.
    (owing != Owing::ToTell || days > 0).then(|| i18n::owed::why(state.lang, owing, days))
}

/// What the page says; the phone is covered until it is shown.
pub fn lines(state: &State, file: &OpinionFile, revealed: bool) -> Vec<Line> {
    // Whose word it is stands in sentences too.
    let covered = state.masked.then(|| nameless(file));
    let file = covered.as_ref().unwrap_or(file);
    let mut all = facts(state, file, revealed);
    all.extend(history(state, file));
    all
}

/// As a covered screen may say it: those it is owed to have no names.
fn nameless(file: &OpinionFile) -> OpinionFile {
    let mut file = file.clone();
    file.opinion.parties.iter_mut().for_each(|p| p.name = None);
    file.names.clear();
    file
}

/// What the matter says; empty fields take no room.
fn facts(state: &State, file: &OpinionFile, revealed: bool) -> Vec<Line> {
    let (t, lang) = (&state.texts().record, state.lang);
    let (o, d) = (&file.opinion, &file.opinion.details);
    let rules = state.snap.rules.as_deref();
    let day = |d| i18n::full_day(lang, d);
    let mut out: Vec<Line> = Vec::new();
    let mut put = |label: &str, text: String| {
        if !text.trim().is_empty() {
            out.push(line(label, text));
        }
    };
    let some = |t: &Option<String>| t.clone().unwrap_or_default();
    // Of an accusation nothing is kept, and of an erased matter nothing is left.
    let words = match (d.words.trim().is_empty(), o.citizen.is_none()) {
        (true, true) => t.not_kept.to_owned(),
        (true, false) => t.erased.to_owned(),
        (false, _) => covered(state, &d.words),
    };
    put(t.words, words);
    put(t.summary, some(&d.summary));
    put(
        state.texts().selftest.rare,
        if state.masked { String::new() } else { rare(file) },
    );
    for (label, text) in person(state, file, revealed) {
        put(label, text);
    }
    let unsorted = || t.unsorted.to_owned();
    put(
        t.category,
        d.category
            .as_deref()
            .map_or_else(unsorted, |c| category(lang, rules, c).to_owned()),
    );
    put(t.place, some(&d.place));
    let affected = d.affected.map(|n| fill(t.people, &[("n", &n.to_string())]));
    let scope = d.scope.map(|s| code::scope(lang, s).to_owned());
    put(t.affected, joined([affected, scope]));
    put(t.urgency, d.urgency.map_or("", |u| code::urgency(lang, u)).to_owned());
    put(t.deputies, file.deputies.join(" "));
    let ticket = file.visit.as_ref().map(|v| i18n::refusal::ticket(lang, v.ticket));
    let channel = d.channel.map(|c| code::channel(lang, c).to_owned());
    put(t.came, joined([Some(day(o.day)), channel, ticket]));
    let original = d.papers_at.as_ref().map(|p| fill(t.papers_at, &[("place", p)]));
    put(t.papers, joined([d.papers.clone(), original]));
    if let Some(round) = o.round() {
        let r = &round.lead;
        let no = fill(t.round, &[("n", &round.no.to_string())]);
        let due = r.due.map(|x| fill(t.due, &[("day", &i18n::full_deadline(lang, x))]));
        let late = lateness(state, o).filter(|_| o.state == OpinionState::HandedOver);
        let promised = r.promised_for.map(|x| fill(t.promised, &[("day", &day(x))]));
        put(
            t.unit,
            joined([
                Some(r.unit_name.clone()),
                r.person.clone(),
                Some(no),
                due,
                late,
                promised,
            ]),
        );
    }
    put(t.answer, some(&o.answer));
    let planned = o.class_date.map(|x| fill(t.planned, &[("day", &day(x))]));
    let result = o.class.as_deref().map(|c| class(lang, rules, c).to_owned());
    put(t.result, joined([result, planned]));
    put(t.verdict, verdict(lang, o));
    put(
        t.guided,
        o.guidance
            .as_deref()
            .map_or_else(String::new, |c| reason(lang, rules, c).to_owned()),
    );
    put(t.void, some(&o.void_reason));
    put(t.paper, some(&o.paper_no));
    for (i, n) in o.numbers.iter().enumerate() {
        put(if i == 0 { t.numbers } else { "" }, other_number(lang, n));
    }
    put(t.keeper, some(&file.keeper));
    if o.split_from.is_some() {
        put("", t.split_from.to_owned());
    }
    out
}

/// The characters that not every terminal draws, with their code points: of the person, the words and the place.
fn rare(file: &OpinionFile) -> String {
    let d = &file.opinion.details;
    let person = file.citizen.as_ref().and_then(|c| c.details.name.as_deref());
    let others = file.opinion.parties.iter().filter_map(|p| p.name.as_deref());
    let texts = [person, Some(d.words.as_str()), d.summary.as_deref(), d.place.as_deref()];
    cells::rare(texts.into_iter().flatten().chain(others))
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
    parts.join("  ")
}

/// Who said it. The phone is covered until a key shows it.
fn person<'a>(state: &'a State, file: &OpinionFile, revealed: bool) -> Vec<(&'a str, String)> {
    let t = &state.texts().record;
    let Some(c) = &file.citizen else { return Vec::new() };
    let d = &c.details;
    let who = match (&d.name, d.anonymous) {
        (Some(own), _) => state.name(Some(own)),
        (None, true) => t.anonymous.to_owned(),
        (None, false) => t.nameless.to_owned(),
    };
    let code_of = c.claim_code.as_ref().filter(|_| revealed);
    let claim = code_of.map(|code| fill(t.code, &[("code", code)]));
    let reads = d.cannot_read.then(|| t.cannot_read.to_owned());
    let secret = file.opinion.details.confidential.then(|| t.confidential.to_owned());
    let phone = d.phone.as_deref().map(|p| {
        if revealed && !state.masked {
            dialled(p)
        } else {
            phone_on_screen(p, state.masked)
        }
    });
    let reach = d.reach.map(|r| code::reach(state.lang, r).to_owned());
    let note = d.reach_note.as_deref().map(|n| covered(state, n));
    let others: Vec<String> = file
        .opinion
        .parties
        .iter()
        .filter(|p| p.citizen != c.id)
        .filter_map(|p| p.name.as_deref())
        .map(|n| state.name(Some(n)))
        .collect();
    vec![
        (t.person, joined([Some(who), claim, reads, secret])),
        (state.texts().sheet.representatives, others.join(" ")),
        (t.phone, joined([phone, reach, note])),
        (t.village, file.village.clone().unwrap_or_default()),
        (
            t.address,
            d.address.as_deref().map_or_else(String::new, |a| covered(state, a)),
        ),
        (
            t.behalf,
            d.on_behalf_of
                .as_deref()
                .map_or_else(String::new, |a| covered(state, a)),
        ),
    ]
}

/// 办理经过: day, time, who, what.
fn history(state: &State, file: &OpinionFile) -> Vec<Line> {
    let t = &state.texts().record;
    let rules = state.snap.rules.as_deref();
    let mut out = vec![
        line("", ""),
        Line {
            quiet: true,
            ..line("", t.history)
        },
    ];
    for h in &file.history {
        let when = format!("{} {}", short_day(h.happened.day()), h.happened.clock());
        let mut what = sentence(state.lang, rules, file, h);
        if state.masked && !h.erased {
            what = cut_secret(state, &what, said(&h.kind));
        }
        out.push(line(when, format!("{}  {what}", h.by)));
    }
    out
}

fn cut_secret(state: &State, what: &str, text: Option<&str>) -> String {
    text.map_or_else(|| what.to_owned(), |t| what.replace(t, &covered(state, t)))
}

/// `11-23`, with the year when it is another: histories run over years.
fn short_day(day: crate::domain::moment::Day) -> String {
    day.format("%y-%m-%d").to_string()
}
