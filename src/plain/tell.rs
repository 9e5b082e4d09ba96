//! 回话: telling the person, and what they say of it.

use super::record::act;
use super::talk::{Empty, Said, Talk};
use super::words;
use crate::domain::code::{Grade, Reached, Way};
use crate::domain::command::{Command, Evaluate, EvaluationEntry, Tell};
use crate::domain::id::CitizenId;
use crate::domain::record::{Citizen, Opinion, Party};
use crate::domain::view::{Answer, OpinionFile, Query};
use crate::i18n::code;

/// One attempt.
pub(super) fn tell(t: &mut Talk<'_>, file: &OpinionFile) -> Said<()> {
    let o = &file.opinion;
    let lang = t.lang();
    let x = t.t();
    let whom = whom(t, o)?;
    if let Some(c) = person(t, file, whom)? {
        let phone = c.details.phone.as_deref().map(words::phone);
        let reach = c.details.reach.map_or("", |r| code::reach(lang, r));
        let facts = [
            c.details.name.clone().unwrap_or_else(|| x.anonymous.to_owned()),
            phone.unwrap_or_default(),
            reach.to_owned(),
            c.details.reach_note.clone().unwrap_or_default(),
            if c.details.cannot_read {
                x.cannot_read.to_owned()
            } else {
                String::new()
            },
        ];
        t.tell(x.labelled, &[("label", x.reach_at), ("value", &words::join(facts))]);
    }
    if let Some(answer) = &o.answer {
        t.quote(x.say_this, answer);
    }
    let options: Vec<String> = Reached::ALL
        .iter()
        .map(|r| code::reached(lang, *r).to_owned())
        .collect();
    let chosen = t.choose(x.q_reached, &options, x.help_reached)?;
    let Some(reached) = Reached::ALL.get(chosen).copied() else {
        return Ok(());
    };
    let way = match reached {
        Reached::Collected => Way::InPerson,
        Reached::Told | Reached::NoAnswer | Reached::Wrong => t.way(Way::Phone)?,
    };
    let spoke = reached.is_told();
    let grade = if spoke { t.grade()? } else { None };
    let said = match grade {
        Some(Grade::Dissatisfied) => t.line(x.q_said, Empty::Skip(x.nothing), x.help_said)?,
        _ => None,
    };
    let note = if spoke {
        None
    } else {
        t.line(x.q_note, Empty::Skip(x.nothing), x.help_note)?
    };
    act(t, o, None, |rev| {
        Command::Tell(Tell {
            opinion: o.id,
            rev,
            whom,
            way,
            reached,
            note: note.clone(),
            grade,
            said: said.clone(),
            // The rules leave a promise, a group and somebody dissatisfied open all the same.
            close: true,
        })
    })
}

/// Which of several people is told, when the answer is owed to more than one.
fn whom(t: &mut Talk<'_>, o: &Opinion) -> Said<Option<CitizenId>> {
    let waiting: Vec<_> = o.parties.iter().filter(|p| !p.told).collect();
    if !o.is_of_several() || waiting.is_empty() {
        return Ok(None);
    }
    let x = t.t();
    one_of(t, &waiting, 0, (x.q_whom, x.help_whom))
}

/// Which of several people said it: usually one who has said nothing yet.
fn whose(t: &mut Talk<'_>, o: &Opinion) -> Said<Option<CitizenId>> {
    let may: Vec<_> = o.parties.iter().filter(|p| o.may_hear(Some(p.citizen))).collect();
    if !o.is_of_several() || may.is_empty() {
        return Ok(None);
    }
    let x = t.t();
    let usual = may.iter().position(|p| p.grade.is_none()).unwrap_or_default();
    one_of(t, &may, usual, (x.q_who_said_so, x.help_who_said_so))
}

fn one_of(
    t: &mut Talk<'_>,
    people: &[&Party],
    usual: usize,
    (question, help): (&str, &'static str),
) -> Said<Option<CitizenId>> {
    let x = t.t();
    let name = |p: &&Party| p.name.clone().unwrap_or_else(|| x.anonymous.to_owned());
    let options: Vec<String> = people.iter().map(name).collect();
    let chosen = t.choose_usual(question, &options, usual, help)?;
    Ok(people.get(chosen).map(|p| p.citizen))
}

/// The person to tell, with the phone in full: it is needed now.
fn person(t: &mut Talk<'_>, file: &OpinionFile, whom: Option<CitizenId>) -> Said<Option<Citizen>> {
    let first = file.citizen.as_ref();
    if whom.is_none_or(|w| first.is_some_and(|c| c.id == w)) {
        return Ok(first.cloned());
    }
    let Answer::VisitFile(_, people, _) = t.ask(Query::VisitFile(file.opinion.visit))? else {
        return Ok(None);
    };
    Ok(people.iter().find(|c| Some(c.id) == whom).cloned())
}

/// What the person said of it, later.
pub(super) fn evaluate(t: &mut Talk<'_>, o: &Opinion) -> Said<()> {
    let x = t.t();
    let whom = whose(t, o)?;
    let Some(grade) = t.grade()? else { return Ok(()) };
    let said = t.line(x.q_said, Empty::Skip(x.nothing), x.help_said)?;
    let way = t.way(Way::Phone)?;
    act(t, o, None, |rev| {
        Command::Evaluate(Evaluate {
            opinion: o.id,
            rev,
            evaluation: EvaluationEntry {
                whom,
                ..EvaluationEntry::of(grade, way, said.clone())
            },
        })
    })
}
