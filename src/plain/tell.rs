//! 回话: telling the person, and what they say of it.

use super::record::act;
use super::talk::{Empty, Said, Talk};
use super::words;
use crate::domain::code::{Grade, Reached, Way};
use crate::domain::command::{Command, EvaluationEntry};
use crate::domain::id::CitizenId;
use crate::domain::record::{Citizen, Opinion};
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
        _ => t.way(Way::Phone)?,
    };
    let spoke = matches!(reached, Reached::Told | Reached::Collected);
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
    act(t, o, None, |rev| Command::Tell {
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
}

/// Which of several people, when the answer is owed to more than one.
fn whom(t: &mut Talk<'_>, o: &Opinion) -> Said<Option<CitizenId>> {
    let waiting: Vec<_> = o.parties.iter().filter(|p| !p.told).collect();
    if o.parties.len() < 2 || waiting.is_empty() {
        return Ok(None);
    }
    let x = t.t();
    let options: Vec<String> = waiting
        .iter()
        .map(|p| p.name.clone().unwrap_or_else(|| x.anonymous.to_owned()))
        .collect();
    let chosen = t.choose_usual(x.q_whom, &options, 0, x.help_whom)?;
    Ok(waiting.get(chosen).map(|p| p.citizen))
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
    let Some(grade) = t.grade()? else { return Ok(()) };
    let said = t.line(x.q_said, Empty::Skip(x.nothing), x.help_said)?;
    let way = t.way(Way::Phone)?;
    act(t, o, None, |rev| Command::Evaluate {
        opinion: o.id,
        rev,
        evaluation: EvaluationEntry::of(grade, way, said.clone()),
    })
}
