//! Of each record, once, which of its texts are somebody's, and what else is known of a matter by it. Gates cover or clear the
//! pieces and name no field themselves; a field that is added is asked for here by the compiler.

use uuid::Uuid;

use super::shown::{Came, FollowUp, OpinionFile, OpinionRow};
use crate::domain::event::Happened;
use crate::domain::fields::{CitizenField, OpinionField, ValueKind};
use crate::domain::mask::{mask_phone, without_numbers};
use crate::domain::moment::TimeOfDay;
use crate::domain::record::{
    Attendance, Citizen, CitizenDetails, DeputyProfile, Handover, Opinion, OpinionDetails, Party, Promise, Round,
    UnitProfile, Visit,
};
use crate::domain::recount::Limited;
use crate::domain::shape::Class;

/// Something that can be as if nothing was known of it.
pub trait Blank {
    /// Nothing is known of it any more.
    fn blank(&mut self);
}

impl<T: Default> Blank for T {
    fn blank(&mut self) {
        *self = T::default();
    }
}

/// A piece of a record that does not stand open to everybody.
pub enum Piece<'p> {
    /// A text, and how it reads for whoever sees no whole numbers.
    Text(&'p dyn Fn(&str) -> String, &'p mut Option<String>),
    /// What somebody said, in short.
    Brief(&'p mut String),
    /// What happened, with what was said then.
    Event(&'p mut Happened),
    /// Nobody's words, and yet something of a matter.
    Rest(&'p mut dyn Blank),
    /// For nobody who sees no whole numbers.
    Own(&'p mut dyn Blank),
}

/// Without whole numbers.
fn cover(piece: Piece<'_>) {
    match piece {
        Piece::Text(covered, text) => *text = text.as_deref().map(covered),
        Piece::Brief(text) => *text = words(text),
        Piece::Event(event) => {
            if let Some(kind) = event.kind.without_numbers() {
                event.kind = kind;
            }
            cover(said(&mut event.about.paper));
        }
        Piece::Rest(_) => {}
        Piece::Own(own) => own.blank(),
    }
}

fn clear(piece: Piece<'_>) {
    match piece {
        Piece::Text(_, text) => *text = None,
        Piece::Brief(text) => text.clear(),
        // It goes with the history.
        Piece::Event(_) => {}
        Piece::Rest(rest) | Piece::Own(rest) => rest.blank(),
    }
}

fn words(text: &str) -> String {
    without_numbers(Class::Sealed, text)
}

/// What somebody said or remarked.
fn said(text: &mut Option<String>) -> Piece<'_> {
    Piece::Text(&words, text)
}

fn phone(text: &mut Option<String>) -> Piece<'_> {
    Piece::Text(&mask_phone, text)
}

/// Does something with each piece.
type Each<'e> = &'e mut dyn FnMut(Piece<'_>);

/// A record by its pieces.
pub trait Pieces {
    /// Everything of it that does not stand open to everybody.
    fn pieces(&mut self, each: Each<'_>);

    /// For whoever sees no whole numbers.
    fn cover(&mut self) {
        self.pieces(&mut cover);
    }

    /// For whoever may know no more than that there is one.
    fn clear(&mut self) {
        self.pieces(&mut clear);
    }
}

/// All fields of a record: those that stand open, words in short, words, phones, those that a function takes apart, what else
/// is of a matter; and what it does beside.
macro_rules! pieces {
    (
        $record:ident {
            open: $($open:ident)*;
            $(brief: $brief:ident;)?
            $(said: $($said:ident)*;)?
            $(phone: $phone:ident;)?
            $(in $take:ident: $($part:ident)*;)?
            $(=> $($rest:ident)*;)?
            $(own: $($own:ident)*;)?
        }
        $($more:tt)*
    ) => {
        impl Pieces for $record {
            fn pieces(&mut self, each: Each<'_>) {
                let Self { $($open: _,)* $($brief,)? $($($said,)*)? $($phone,)? $($($part,)*)? $($($rest,)*)? $($($own,)*)? } = self;
                $(each(Piece::Brief($brief));)?
                $($(each(said($said));)*)?
                $(each(phone($phone));)?
                $($take(each, $($part),*);)?
                $($(each(Piece::Rest($rest));)*)?
                $($(each(Piece::Own($own));)*)?
            }

            $($more)*
        }
    };
}

pieces! {
    Visit {
        open: id n session day channel ticket heads head_informed asked priority state table rank arrived_at first_called_at
            called_at calls talk_at over_at missed unwritten consult_only after_close carried_from doubtful opinions rev touch;
        said: label first_words priority_reason note outcome_reason;
    }
}

pieces! {
    Promise {
        open: id visit day ticket ordinal heads asked open withheld rev touch;
        said: label first_words priority_reason;
        phone: phone;
    }
}

pieces! {
    FollowUp {
        open: owing opinion visit came draft author confidential withheld number n;
        brief: brief;
        said: person note;
        => unit day days broken tried ask_on;
    }

    fn clear(&mut self) {
        self.pieces(&mut clear);
        self.withheld = true;
    }
}

pieces! {
    OpinionRow {
        open: id n number day state confidential withheld rev;
        brief: brief;
        said: person;
        => village unit category due;
    }

    fn clear(&mut self) {
        self.pieces(&mut clear);
        self.withheld = true;
    }
}

pieces! {
    Came {
        open: number;
        said: name about;
        in came: visit;
    }
}

fn came(each: Each<'_>, visit: &mut Visit) {
    visit.pieces(each);
}

pieces! {
    Citizen {
        open: id visit rev;
        in person: details claim_code;
    }
}

fn person(each: Each<'_>, details: &mut CitizenDetails, claim_code: &mut Option<String>) {
    for field in CitizenField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        let mut text = details.text(*field);
        each(Piece::Text(&|text| field.without_numbers(text), &mut text));
        // A text holds whatever is text.
        let _ = details.set(*field, text.as_deref());
    }
    // The code they ask by is theirs.
    each(Piece::Own(claim_code));
}

pieces! {
    Handover {
        open: part lead unit unit_name via handed_at counted_from due counted_by promised_for answered_at class;
        said: person answer;
    }
}

pieces! {
    Opinion {
        open: id n number visit day state filed_at rev;
        said: answer void_reason paper_no;
        in matter: details parties rounds;
        => citizen session numbers keeper on_spot answered_at class class_date guidance told tell_by tries held grade split_from closed_at;
    }

    fn clear(&mut self) {
        self.pieces(&mut clear);
        self.details = OpinionDetails {
            confidential: true,
            ..OpinionDetails::default()
        };
        self.filed_at = TimeOfDay::default().on(self.day);
    }
}

fn matter(each: Each<'_>, details: &mut OpinionDetails, parties: &mut Vec<Party>, rounds: &mut Vec<Round>) {
    for field in OpinionField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        let mut text = details.text(*field);
        each(Piece::Text(&|text| without_numbers(field.class(), text), &mut text));
        // A text holds whatever is text.
        let _ = details.set(*field, text.as_deref());
    }
    for party in &mut *parties {
        each(said(&mut party.name));
    }
    for round in &mut *rounds {
        round.lead.pieces(each);
        round.further.iter_mut().for_each(|part| part.pieces(each));
    }
    each(Piece::Rest(parties));
    each(Piece::Rest(rounds));
}

pieces! {
    OpinionFile {
        open: withheld;
        in around: opinion citizen people visit history names;
        => village of_person unit_phone deputies keeper keepers failed_tellings cadres;
        // Who looks is the business of those who may.
        own: looks looked;
    }

    fn clear(&mut self) {
        self.pieces(&mut clear);
        self.opinion.clear();
        self.withheld = true;
    }
}

fn around(
    each: Each<'_>,
    opinion: &mut Opinion,
    citizen: &mut Option<Citizen>,
    people: &mut Vec<Citizen>,
    visit: &mut Option<Visit>,
    history: &mut Vec<Happened>,
    names: &mut Vec<(Uuid, String)>,
) {
    opinion.pieces(each);
    citizen
        .iter_mut()
        .chain(&mut *people)
        .for_each(|person| person.pieces(each));
    if let Some(visit) = visit {
        visit.pieces(each);
    }
    for happened in &mut *history {
        each(Piece::Event(happened));
    }
    for (_, name) in &mut *names {
        each(Piece::Brief(name));
    }
    for rest in [citizen as &mut dyn Blank, people, visit, history, names] {
        each(Piece::Rest(rest));
    }
}

pieces! {
    Attendance {
        open: session deputy name agreed state table in_at out_at stands_for substituted_by;
        said: reason;
    }
}

pieces! {
    DeputyProfile {
        open: name pinyin levels sex nation born party;
        said: post constituency team speciality note;
        phone: phone;
    }
}

// The number of a unit itself is nobody's.
pieces! {
    UnitProfile {
        open: name short pinyin kind phone;
        said: contact scope via;
    }
}

pieces! {
    Limited {
        open: opinion number part lead limit from due;
        => unit;
    }
}
