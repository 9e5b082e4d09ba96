//! Whole numbers taken out of what is read for whoever may not read them: out of every text that does not stand open for ever.
//! What a record says beside its rows is named here one by one, so that the compiler asks of whatever is added.

use crate::domain::fields::{CitizenField, OpinionField, ValueKind};
use crate::domain::mask::{mask_phone, without_numbers};
use crate::domain::record::{Attendance, Citizen, DeputyProfile, Handover, Opinion, Promise, UnitProfile, Visit};
use crate::domain::shape::Class;
use crate::domain::view::{Came, FollowUp, OpinionFile, OpinionRow};

/// Texts that somebody said or remarked.
fn said<'t>(texts: impl IntoIterator<Item = &'t mut Option<String>>) {
    texts.into_iter().flatten().for_each(words);
}

fn words(text: &mut String) {
    *text = without_numbers(Class::Sealed, text);
}

/// Of by what somebody is reached only how it begins and ends; the code they ask by is theirs.
pub(super) fn person(citizen: &mut Citizen) {
    let d = &mut citizen.details;
    for field in CitizenField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        let text = d.text(*field).map(|text| field.without_numbers(&text));
        // A text holds whatever is text.
        let _ = d.set(*field, text.as_deref());
    }
    citizen.claim_code = None;
}

/// A matter with all that is around it.
pub(super) fn file(file: &mut OpinionFile) {
    file.citizen.iter_mut().chain(&mut file.next).for_each(person);
    file.visit.iter_mut().for_each(visit);
    opinion(&mut file.opinion);
    for h in &mut file.history {
        if let Some(kind) = h.kind.without_numbers() {
            h.kind = kind;
        }
        said([&mut h.about.paper]);
    }
    file.names.iter_mut().for_each(|(_, name)| words(name));
}

fn opinion(o: &mut Opinion) {
    let Opinion {
        id: _,
        n: _,
        number: _,
        visit: _,
        citizen: _,
        parties,
        session: _,
        day: _,
        details,
        state: _,
        rounds,
        numbers: _,
        keeper: _,
        on_spot: _,
        class: _,
        class_date: _,
        answer,
        guidance: _,
        told: _,
        tell_by: _,
        tries: _,
        held: _,
        grade: _,
        void_reason,
        split_from: _,
        paper_no,
        filed_at: _,
        closed_at: _,
        rev: _,
    } = o;
    for field in OpinionField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        let text = details.text(*field).map(|text| without_numbers(field.class(), &text));
        // A text holds whatever is text.
        let _ = details.set(*field, text.as_deref());
    }
    said([answer, void_reason, paper_no]);
    said(parties.iter_mut().map(|party| &mut party.name));
    for round in rounds {
        part(&mut round.lead);
        round.further.iter_mut().for_each(part);
    }
}

fn part(part: &mut Handover) {
    let Handover {
        part: _,
        lead: _,
        unit: _,
        unit_name: _,
        via: _,
        handed_at: _,
        counted_from: _,
        due: _,
        counted_by: _,
        person,
        promised_for: _,
        answered_at: _,
        class: _,
        answer,
    } = part;
    said([person, answer]);
}

/// What is known of somebody who came.
pub(super) fn visit(visit: &mut Visit) {
    let Visit {
        id: _,
        n: _,
        session: _,
        day: _,
        channel: _,
        ticket: _,
        label,
        first_words,
        heads: _,
        head_informed: _,
        asked: _,
        priority: _,
        priority_reason,
        state: _,
        table: _,
        rank: _,
        arrived_at: _,
        first_called_at: _,
        called_at: _,
        calls: _,
        talk_at: _,
        over_at: _,
        missed: _,
        note,
        outcome_reason,
        unwritten: _,
        consult_only: _,
        after_close: _,
        carried_from: _,
        doubtful: _,
        opinions: _,
        rev: _,
        touch: _,
    } = visit;
    said([label, first_words, priority_reason, note, outcome_reason]);
}

/// What is kept of somebody who comes first the next time.
pub(super) fn promise(promise: &mut Promise) {
    let Promise {
        id: _,
        visit: _,
        day: _,
        ticket: _,
        ordinal: _,
        heads: _,
        asked: _,
        label,
        first_words,
        priority_reason,
        phone,
        open: _,
        withheld: _,
        rev: _,
        touch: _,
    } = promise;
    said([label, first_words, priority_reason]);
    if let Some(phone) = phone {
        *phone = mask_phone(phone);
    }
}

/// What a list says of a deputy.
pub(super) fn deputy(profile: &mut DeputyProfile) {
    let DeputyProfile {
        name: _,
        pinyin: _,
        levels: _,
        sex: _,
        nation: _,
        born: _,
        party: _,
        post,
        constituency,
        team,
        speciality,
        phone,
        note,
    } = profile;
    said([post, constituency, team, speciality, note]);
    if let Some(phone) = phone {
        *phone = mask_phone(phone);
    }
}

/// What a list says of a unit; its own number is nobody's.
pub(super) fn unit(profile: &mut UnitProfile) {
    let UnitProfile {
        name: _,
        short: _,
        pinyin: _,
        kind: _,
        contact,
        phone: _,
        scope,
        via,
    } = profile;
    said([contact, scope, via]);
}

/// What became of somebody's duty.
pub(super) fn attendance(line: &mut Attendance) {
    said([&mut line.reason]);
}

/// A line of what is owed.
pub(super) fn owed(line: &mut FollowUp) {
    let FollowUp {
        owing: _,
        opinion: _,
        visit: _,
        draft: _,
        author: _,
        confidential: _,
        withheld: _,
        number: _,
        brief,
        unit: _,
        person,
        day: _,
        days: _,
        broken: _,
        note,
        tried: _,
        ask_on: _,
        n: _,
    } = line;
    words(brief);
    said([person, note]);
}

/// A line of the list of matters.
pub(super) fn row(row: &mut OpinionRow) {
    let OpinionRow {
        id: _,
        n: _,
        number: _,
        day: _,
        brief,
        person,
        village: _,
        unit: _,
        category: _,
        state: _,
        due: _,
        confidential: _,
        withheld: _,
        rev: _,
    } = row;
    words(brief);
    said([person]);
}

/// Somebody who came, to be told from the others of the day.
pub(super) fn came(came: &mut Came) {
    let Came {
        visit: of,
        name,
        number: _,
        about,
    } = came;
    visit(of);
    said([name, about]);
}
