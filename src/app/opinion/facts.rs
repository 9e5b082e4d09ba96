//! What the page of a matter says (一事一档), line by line: what is known of it, and its history in words.

use crate::app::model::State;
use crate::app::model::covered::{COVER, nameless};
use crate::app::model::page::{Line, line};
use crate::app::opinion::{presence, traces};
use crate::cells;
use crate::domain::code::OpinionState;
use crate::domain::event::Happened;
use crate::domain::fields::{CitizenField, CitizenField as P, OpinionField, OpinionField as M, ValueKind};
use crate::domain::mask::mask_phone;
use crate::domain::moment::Day;
use crate::domain::phone::dialled;
use crate::domain::record::{CitizenDetails, Handover, Opinion};
use crate::domain::rules::Ruleset;
use crate::domain::shape::Class;
use crate::domain::view::{OpinionFile, Owing};
use crate::i18n::fields::{field, value};
use crate::i18n::history::{by, class, guided_to, other_number, reason, sentence, verdict};
use crate::i18n::refusal::withheld;
use crate::i18n::{self, Texts, code, fill};

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
    if file.withheld {
        return vec![line("", withheld(state.lang, &file.opinion.number))];
    }
    // Whose word it is stands in sentences too.
    let covered = state.masked.then(|| nameless(file));
    let covered = covered.as_ref().unwrap_or(file);
    let seen = Seen {
        state,
        file: covered,
        revealed,
    };
    let there = presence::open_elsewhere(state, file.opinion.id.0).map(|there| line("", there));
    let mut all: Vec<Line> = there
        .into_iter()
        .chain(ROWS.iter().flat_map(|row| seen.row(row)))
        .collect();
    all.extend(seen.rest());
    all.retain(|line| !line.text.trim().is_empty());
    all.extend(seen.history());
    all.extend(traces::lines(state, file));
    all
}

/// A matter as somebody looks at it.
struct Seen<'a> {
    state: &'a State,
    file: &'a OpinionFile,
    /// The phone is shown.
    revealed: bool,
}

type Label = fn(&Texts) -> &'static str;
type Say = fn(&Seen<'_>) -> Option<String>;

/// A row of the page; one with nothing in it takes no room.
enum Row {
    /// What forms call a field, before it and what stands beside it.
    Field(Of, &'static [Part]),
    /// Parts side by side under a label of their own.
    Of(Label, &'static [Part]),
    /// A line for each of several, under one label.
    Each(Label, fn(&Seen<'_>) -> Vec<(Class, String)>),
}

/// A part of a row: what it is, and how it is said where not as every field is.
struct Part(Of, Option<Say>);

/// What is said: a field, whose class the gate goes by, or something beside the fields of this class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Matter(OpinionField),
    Person(CitizenField),
    Beside(Class),
}

impl Of {
    const fn class(self) -> Class {
        match self {
            Self::Matter(field) => field.across(),
            Self::Person(field) => field.across(),
            Self::Beside(class) => class,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Matter(field) => field.key(),
            Self::Person(field) => field.key(),
            Self::Beside(_) => "",
        }
    }
}

/// A field as every field is said.
const fn plain(of: Of) -> Part {
    Part(of, None)
}

/// A field, or something beside them, in words of its own.
const fn said(of: Of, say: Say) -> Part {
    Part(of, Some(say))
}

/// What stands open for ever beside the fields.
const fn open(say: Say) -> Part {
    Part(Of::Beside(Class::Open), Some(say))
}

const fn matter(field: OpinionField) -> Of {
    Of::Matter(field)
}

const fn person(field: CitizenField) -> Of {
    Of::Person(field)
}

/// Where each field stands. One that has no place here follows behind the others by itself.
const ROWS: &[Row] = &[
    Row::Field(
        matter(M::Words),
        &[
            open(|s| {
                // Of an accusation nothing is kept, and of an erased matter nothing is left.
                let t = s.texts();
                let nothing = if s.file.opinion.citizen.is_none() {
                    t.not_kept
                } else {
                    t.erased
                };
                let is_gone = s.file.opinion.details.words.trim().is_empty();
                is_gone.then(|| nothing.to_owned())
            }),
            plain(matter(M::Words)),
        ],
    ),
    Row::Field(matter(M::Summary), &[plain(matter(M::Summary))]),
    Row::Of(|t| t.selftest.rare, &[said(Of::Beside(Class::Sealed), rare)]),
    Row::Field(
        person(P::Name),
        &[
            said(person(P::Name), |s| Some(s.state.name(s.person()?.name.as_deref()))),
            said(person(P::Anonymous), |s| {
                let d = s.person().filter(|d| d.name.is_none())?;
                Some(
                    if d.anonymous {
                        s.texts().anonymous
                    } else {
                        s.texts().nameless
                    }
                    .to_owned(),
                )
            }),
            said(Of::Beside(Class::Private), |s| {
                let code = s.file.citizen.as_ref()?.claim_code.as_ref();
                Some(s.fill(|t| t.code, ("code", code.filter(|_| s.revealed)?)))
            }),
            said(person(P::CannotRead), |s| {
                s.person()?.cannot_read.then(|| s.texts().cannot_read.to_owned())
            }),
            said(matter(M::Confidential), |s| {
                s.person()?;
                let is_so = s.file.opinion.details.confidential;
                is_so.then(|| s.texts().confidential.to_owned())
            }),
        ],
    ),
    Row::Of(
        |t| t.sheet.representatives,
        &[said(Of::Beside(P::Name.across()), |s| {
            let own = s.file.citizen.as_ref()?.id;
            let others = s.file.opinion.parties.iter().filter(|p| p.citizen != own);
            Some(others.filter_map(|p| p.name.as_deref()).collect::<Vec<_>>().join(" "))
        })],
    ),
    Row::Field(
        person(P::Phone),
        &[
            said(person(P::Phone), |s| {
                let phone = s.person()?.phone.as_deref()?;
                Some(if s.revealed { dialled(phone) } else { mask_phone(phone) })
            }),
            plain(person(P::Reach)),
            plain(person(P::ReachNote)),
        ],
    ),
    Row::Field(
        person(P::Village),
        &[said(person(P::Village), |s| s.person().and(s.file.village.clone()))],
    ),
    Row::Field(person(P::Address), &[plain(person(P::Address))]),
    Row::Field(person(P::OnBehalfOf), &[plain(person(P::OnBehalfOf))]),
    Row::Field(
        matter(M::Category),
        &[said(matter(M::Category), |s| {
            let said = s.field(matter(M::Category));
            Some(said.unwrap_or_else(|| s.texts().unsorted.to_owned()))
        })],
    ),
    Row::Field(matter(M::Place), &[plain(matter(M::Place))]),
    Row::Of(
        |t| t.record.affected,
        &[
            said(matter(M::Affected), |s| {
                Some(s.fill(|t| t.people, ("n", &s.field(matter(M::Affected))?)))
            }),
            plain(matter(M::Scope)),
        ],
    ),
    Row::Field(matter(M::Urgency), &[plain(matter(M::Urgency))]),
    Row::Field(
        matter(M::Deputies),
        &[said(matter(M::Deputies), |s| Some(s.file.deputies.join(" ")))],
    ),
    Row::Of(
        |t| t.record.came,
        &[
            open(|s| Some(s.day(s.file.visit.as_ref().map_or(s.file.opinion.day, |v| v.day)))),
            plain(matter(M::Channel)),
            open(|s| Some(i18n::refusal::ticket(s.state.lang, s.file.visit.as_ref()?.ticket))),
        ],
    ),
    Row::Of(
        |t| t.record.papers,
        &[
            plain(matter(M::Papers)),
            said(matter(M::PapersAt), |s| {
                Some(s.fill(|t| t.papers_at, ("place", &s.field(matter(M::PapersAt))?)))
            }),
        ],
    ),
    Row::Of(
        |t| t.record.unit,
        &[
            open(|s| Some(s.lead()?.unit_name.clone())),
            said(Of::Beside(Class::Sealed), |s| s.lead()?.person.clone()),
            open(|s| Some(s.fill(|t| t.round, ("n", &s.file.opinion.round()?.no.to_string())))),
            said(matter(M::Due), |s| {
                Some(s.fill(|t| t.due, ("day", &i18n::full_deadline(s.state.lang, s.lead()?.due?))))
            }),
            open(|s| {
                let o = &s.file.opinion;
                lateness(s.state, o).filter(|_| o.state == OpinionState::HandedOver)
            }),
            open(|s| Some(s.fill(|t| t.promised, ("day", &s.day(s.lead()?.promised_for?))))),
        ],
    ),
    Row::Field(
        matter(M::Answer),
        &[said(matter(M::Answer), |s| s.file.opinion.answer.clone())],
    ),
    Row::Of(
        |t| t.record.result,
        &[
            said(matter(M::Class), |s| {
                let c = s.file.opinion.class.as_deref()?;
                Some(class(s.state.lang, s.rules(), c).to_owned())
            }),
            open(|s| Some(s.fill(|t| t.planned, ("day", &s.day(s.file.opinion.class_date?))))),
        ],
    ),
    Row::Of(
        |t| t.sheet.grade,
        &[open(|s| Some(verdict(s.state.lang, &s.file.opinion)))],
    ),
    Row::Of(
        |t| t.record.guided,
        &[
            said(Of::Beside(Class::Sealed), |s| {
                guided_to(s.state.lang, s.rules(), s.file)
            }),
            open(|s| Some(reason(s.state.lang, s.rules(), s.file.opinion.guidance.as_deref()?).to_owned())),
        ],
    ),
    Row::Of(
        |t| t.record.void,
        &[said(Of::Beside(Class::OwnOrKept), |s| {
            s.file.opinion.void_reason.clone()
        })],
    ),
    Row::Of(
        |t| t.sheet.paper_no,
        &[said(Of::Beside(Class::Sealed), |s| s.file.opinion.paper_no.clone())],
    ),
    Row::Each(
        |t| t.record.numbers,
        |s| {
            let numbers = s.file.opinion.numbers.iter();
            // What another system gave leads to a person there.
            numbers
                .map(|n| (Class::Sealed, other_number(s.state.lang, n)))
                .collect()
        },
    ),
    Row::Of(|t| t.record.keeper, &[open(|s| s.file.keeper.clone())]),
    Row::Of(
        |_| "",
        &[open(|s| {
            s.file.opinion.split_from?;
            Some(s.texts().split_from.to_owned())
        })],
    ),
];

/// What is kept to look somebody up by, and what is asked once at the desk: nothing to read.
const UNSAID: [Of; 2] = [person(P::Pinyin), person(P::PrivacyTold)];

impl Seen<'_> {
    fn texts(&self) -> &'static i18n::record::Texts {
        &self.state.texts().record
    }

    /// A text with one value in it.
    fn fill(&self, text: fn(&i18n::record::Texts) -> &'static str, value: (&str, &str)) -> String {
        fill(text(self.texts()), &[value])
    }

    fn rules(&self) -> Option<&Ruleset> {
        self.state.snap.rules.as_deref()
    }

    fn person(&self) -> Option<&CitizenDetails> {
        self.file.citizen.as_ref().map(|c| &c.details)
    }

    /// The part of the unit that leads.
    fn lead(&self) -> Option<&Handover> {
        self.file.opinion.round().map(|round| &round.lead)
    }

    fn day(&self, day: Day) -> String {
        i18n::full_day(self.state.lang, day)
    }

    /// What stands in a field, as every field is said; none where nothing does.
    fn field(&self, of: Of) -> Option<String> {
        let (kind, text) = match of {
            Of::Matter(field) => (field.kind(), self.file.opinion.details.text(field)?),
            Of::Person(field) => (field.kind(), self.person()?.text(field)?),
            Of::Beside(_) => return None,
        };
        // A sign that is not set says nothing.
        let says = kind != ValueKind::Flag || text == *"1";
        says.then(|| value(self.state.lang, self.rules(), &self.file.names, (of.key(), &text)))
    }

    /// A part behind the gate. A name covers itself: it is shown that there is one.
    fn part(&self, Part(of, say): &Part) -> String {
        let text = say.map_or_else(|| self.field(*of), |say| say(self)).unwrap_or_default();
        if *of == person(P::Name) {
            self.state.sight.pass(of.class(), text)
        } else {
            self.state.pass(of.class(), text)
        }
    }

    fn row(&self, row: &Row) -> Vec<Line> {
        let (label, parts) = match row {
            Row::Field(of, parts) => (field(self.state.lang, of.key()), parts),
            Row::Of(label, parts) => (label(self.state.texts()), parts),
            Row::Each(label, each) => {
                let labels = std::iter::once(label(self.state.texts())).chain(std::iter::repeat(""));
                let lines = each(self).into_iter().map(|(class, text)| self.state.pass(class, text));
                return labels.zip(lines).map(|(label, text)| line(label, text)).collect();
            }
        };
        let parts = parts.iter().map(|part| self.part(part)).filter(|part| !part.is_empty());
        vec![line(label, parts.collect::<Vec<_>>().join("  "))]
    }

    /// Fields that have no place of their own.
    fn rest(&self) -> Vec<Line> {
        let placed = ROWS.iter().flat_map(|row| match row {
            Row::Field(_, parts) | Row::Of(_, parts) => *parts,
            Row::Each(..) => &[],
        });
        let placed: Vec<Of> = placed.map(|part| part.0).chain(UNSAID).collect();
        let matter = OpinionField::ALL.iter().map(|field| matter(*field));
        let all = matter.chain(CitizenField::ALL.iter().map(|field| person(*field)));
        let rest = all.filter(|of| !placed.contains(of));
        rest.map(|of| line(field(self.state.lang, of.key()), self.part(&plain(of))))
            .collect()
    }

    /// 办理经过: day, time, who, what.
    fn history(&self) -> Vec<Line> {
        let t = &self.state.texts().record;
        let title = Line {
            quiet: true,
            ..line("", t.history)
        };
        let entries = self.file.history.iter().map(|h| {
            // With the year: histories run over years.
            let when = format!("{} {}", h.happened.day().format("%y-%m-%d"), h.happened.clock());
            let say = |h: &Happened| sentence(self.state.lang, self.rules(), self.file, h);
            let covered = || covered(h).map_or_else(|| COVER.to_owned(), |h| say(&h));
            let what = if self.state.masked { covered() } else { say(h) };
            line(when, format!("{}  {what}", by(self.state.lang, self.file, h)))
        });
        [line("", ""), title].into_iter().chain(entries).collect()
    }
}

/// An event as a covered screen may say it.
fn covered(h: &Happened) -> Option<Happened> {
    let mut covered = Happened {
        kind: h.kind.covered(COVER)?,
        ..h.clone()
    };
    if let Some(paper) = &mut covered.about.paper {
        COVER.clone_into(paper);
    }
    Some(covered)
}

/// The characters that not every terminal draws, with their code points: of the person, the words and the place.
fn rare(s: &Seen<'_>) -> Option<String> {
    let (d, person) = (&s.file.opinion.details, s.person().and_then(|d| d.name.as_deref()));
    let others = s.file.opinion.parties.iter().filter_map(|p| p.name.as_deref());
    let texts = [person, Some(d.words.as_str()), d.summary.as_deref(), d.place.as_deref()];
    let rare = cells::rare(texts.into_iter().flatten().chain(others));
    Some(rare).filter(|_| !s.state.masked)
}
