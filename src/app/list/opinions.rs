//! 意见: a line each, or everything.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::column::{List, Width, cell, filtered, fits};
use super::told::{Column, Joined, Listed, Told, by_word, column, day, iso, shown, worded};
use super::units;
use crate::app::action::Act;
use crate::app::model::Target;
use crate::app::model::covered::in_a_line;
use crate::app::model::screen::{Filter, Frame};
use crate::app::opinion::{self, presence};
use crate::domain::code::OpinionState;
use crate::domain::deadline::Deadline;
use crate::domain::fields::{CitizenField, OpinionField};
use crate::domain::id::UnitId;
use crate::domain::moment::Moment;
use crate::domain::record::{CitizenDetails, Handover, OpinionDetails, Party};
use crate::domain::shape::Class::{Open, Sealed};
use crate::domain::view::{Answer, OpinionFile, OpinionRow, Query};
use crate::i18n::{self, Lang, code};

/// What a matter is about, in short; of a confidential one of others, that it is one.
pub fn brief(lang: Lang, o: &OpinionRow) -> &str {
    if o.withheld {
        lang.texts().record.confidential
    } else {
        &o.brief
    }
}

/// The list of matters. What seldom differs from page to page comes first and what is often empty last: neither is sent again
/// then. The village, which the words mostly name, gives way to them.
pub(super) static LIST: List<OpinionRow> = List {
    cells: &[
        cell(Open, |t| t.ask.day, fits(5), |o, _| o.day.format("%m-%d").to_string()),
        cell(
            Open,
            |t| t.desk.number,
            fits(18),
            |o, state| i18n::short_number(&o.number, state.today()).to_owned(),
        ),
        cell(
            OpinionField::Words.across(),
            |t| t.desk.brief,
            Width::Words,
            |o, state| presence::marked(state, Some(o.id.0), in_a_line(brief(state.lang, o))),
        ),
        cell(
            CitizenField::Name.across(),
            |t| t.ask.name,
            fits(8),
            |o, state| state.name(o.person.as_deref()),
        ),
        filtered(cell(
            Open,
            |t| t.desk.state,
            fits(11),
            |o, state| code::opinion_state(state.lang, o.state).to_owned(),
        )),
        cell(
            Open,
            |t| t.desk.unit,
            fits(10),
            |o, _| o.unit.clone().unwrap_or_default(),
        ),
        cell(
            CitizenField::Village.across(),
            |t| t.desk.village,
            Width::Extra(10),
            |o, _| o.village.clone().unwrap_or_default(),
        ),
    ],
    told: BRIEFLY,
    frame: Frame {
        // The number, which is narrow: of the words both rows would be sent again at every step.
        title: 1,
        empty: |t| t.empty.no_opinions,
        filter: Filter {
            count: OpinionState::ALL.len(),
            word: |lang, n| OpinionState::ALL.get(n).map_or("", |s| code::opinion_state(lang, *s)),
            counted: None,
        },
        ask: |w| Query::Opinions {
            matching: w.matching,
            state: w.only.and_then(|n| OpinionState::ALL.get(n)).copied(),
            stretch: w.stretch,
            limit: w.limit,
        },
        add: Some(Act::OpinionNew),
        finds: Some(|t| t.empty.no_such_opinion),
        long: true,
        of_records: true,
        marked: Some(Act::OpinionHandMarked),
    },
    page: None,
    open: |state, row| row.map_or_else(Vec::new, |o| opinion::open(state, Target::Filed(o.id))),
};

fn state_word(lang: Lang, value: &Value) -> Value {
    let state = value.as_str().and_then(OpinionState::from_code);
    state.map(|s| code::opinion_state(lang, s)).into()
}

/// A due date with what is said of it.
fn due_word(lang: Lang, value: &Value) -> Value {
    let due = value.as_str().and_then(|due| due.parse::<Deadline>().ok());
    due.map(|due| i18n::deadline_on(lang, due, due.day.to_string())).into()
}

/// What `list` says of a matter in a line.
const BRIEFLY: Told<OpinionRow> = Told::By(LINE);

const LINE: &[Column<OpinionRow>] = &[
    shown("number", Open, |r| json!(r.number)),
    shown("day", Open, |r| day(Some(r.day))),
    worded("state", Open, |r| json!(r.state), state_word),
    by_word(shown("words", OpinionField::Words.class(), |r| json!(r.brief))),
    shown("person", CitizenField::Name.class(), |r| json!(r.person)),
    shown("unit", Open, |r| json!(r.unit)),
    worded("due", Open, |r| json!(r.due.map(|d| d.to_string())), due_word),
];

pub(super) static LISTED: Listed = Listed {
    brief: &LIST,
    ..Listed::of("opinions", |t| t.action.screen_opinions, &MATTERS)
};

static MATTERS: Joined<Whole> = Joined {
    told: WHOLE,
    finds: true,
    read: |asking, to| {
        let names = asking.all(&units::LIST).into_iter().map(|u| (u.id, u.profile.short));
        let units: Rc<HashMap<UnitId, String>> = Rc::new(names.collect());
        let ask = |stretch, limit| Query::Files {
            matching: asking.matching.to_owned(),
            stretch,
            limit,
        };
        let files = |answer| {
            let Answer::Files(files, more) = answer else {
                return None;
            };
            let last = files.last().filter(|_| more).map(|file| file.opinion.n);
            Some((files, last))
        };
        asking.pages(ask, files, &mut |file| {
            let units = Rc::clone(&units);
            to(Whole { file, units })
        });
    },
};

/// What programs are told of a matter, whole.
const WHOLE: Told<Whole> = Told::By(EVERYTHING);

/// The day, the time of it and the doubt about it, each in a field of its own: a date is nothing but a date.
fn due_parts(due: Option<Deadline>) -> [Value; 3] {
    [
        day(due.map(|d| d.day)),
        json!(due.and_then(|d| d.time).map(|t| t.to_string())),
        json!(due.map(|d| d.provisional)),
    ]
}

/// A matter with what is known of it elsewhere.
struct Whole {
    file: OpinionFile,
    /// What the list of units calls each of them.
    units: Rc<HashMap<UnitId, String>>,
}

impl Whole {
    fn details(&self) -> &OpinionDetails {
        &self.file.opinion.details
    }

    fn person(&self) -> Option<&CitizenDetails> {
        self.file.citizen.as_ref().map(|c| &c.details)
    }

    /// The hand-over that leads the handling of now.
    fn lead(&self) -> Option<&Handover> {
        self.file.opinion.round().map(|r| &r.lead)
    }

    fn due(&self) -> Option<Deadline> {
        self.lead()?.due
    }

    /// The number of the matter it was split from.
    fn split_from(&self) -> Option<&String> {
        let of = self.file.opinion.split_from?.0;
        self.file
            .names
            .iter()
            .find(|(id, _)| *id == of)
            .map(|(_, number)| number)
    }
}

fn handovers(l: &Whole) -> Value {
    l.file
        .opinion
        .rounds
        .iter()
        .flat_map(|r| r.parts().map(move |p| (r.no, p)))
        .map(|(round, p)| {
            let [due, due_time, due_provisional] = due_parts(p.due);
            json!({
                "round": round,
                "lead": p.lead,
                "unit": p.unit_name,
                "via": p.via.and_then(|id| l.units.get(&id)),
                "handed_at": p.handed_at.iso(),
                "counted_from": day(p.counted_from),
                "due": due,
                "due_time": due_time,
                "due_provisional": due_provisional,
                "answered_at": p.answered_at.map(Moment::iso),
                "class": p.class,
            })
        })
        .collect()
}

fn numbers(l: &Whole) -> Value {
    l.file
        .opinion
        .numbers
        .iter()
        .map(|n| json!({"family": n.family, "system": n.system, "number": n.number}))
        .collect()
}

fn parties(l: &Whole) -> Value {
    let o = &l.file.opinion;
    // What was said on the spot was said by whoever stood there, all of them; afterwards each is asked.
    let there = o.grade.filter(|_| o.parties.iter().all(|p| p.grade.is_none()));
    let said = |p: &Party| json!({"name": p.name, "told": p.told, "grade": p.grade.or(there)});
    o.parties.iter().map(said).collect()
}

fn history(l: &Whole) -> Value {
    l.file
        .history
        .iter()
        .map(|h| {
            json!({
                "kind": h.kind.name(),
                "at": h.at.iso(),
                "happened": h.happened.iso(),
                "by": h.by,
                "table": h.table,
                "paper_no": h.about.paper,
            })
        })
        .collect()
}

const EVERYTHING: &[Column<Whole>] = &[
    column("number", Open, |l| json!(l.file.opinion.number)),
    column("day", Open, |l| day(Some(l.file.opinion.day))),
    column("state", Open, |l| json!(l.file.opinion.state)),
    by_word(column("words", OpinionField::Words.class(), |l| {
        json!(l.details().words)
    })),
    by_word(column("summary", OpinionField::Summary.class(), |l| {
        json!(l.details().summary)
    })),
    column("category", OpinionField::Category.class(), |l| {
        json!(l.details().category)
    }),
    column("place", OpinionField::Place.class(), |l| json!(l.details().place)),
    column("urgency", Open, |l| json!(l.details().urgency)),
    column("scope", Open, |l| json!(l.details().scope)),
    column("affected", Open, |l| json!(l.details().affected)),
    column("channel", Open, |l| json!(l.details().channel)),
    column("confidential", Open, |l| json!(l.details().confidential)),
    column("person", CitizenField::Name.class(), |l| {
        json!(l.person().and_then(|p| p.name.clone()))
    }),
    column("phone", CitizenField::Phone.class(), |l| {
        json!(l.person().and_then(|p| p.phone.as_deref()))
    }),
    column("village", CitizenField::Village.class(), |l| json!(l.file.village)),
    column("anonymous", Open, |l| json!(l.person().is_some_and(|p| p.anonymous))),
    column("deputies", Open, |l| json!(l.file.deputies)),
    column("ticket", Open, |l| json!(l.file.visit.as_ref().and_then(|v| v.ticket))),
    column("unit", Open, |l| json!(l.lead().map(|r| &r.unit_name))),
    column("round", Open, |l| json!(l.file.opinion.round().map(|r| r.no))),
    column("handed_at", Open, |l| iso(l.lead().map(|r| r.handed_at))),
    column("due", Open, |l| day(l.due().map(|d| d.day))),
    column("promised_for", Open, |l| day(l.lead().and_then(|r| r.promised_for))),
    by_word(column("answer", OpinionField::Answer.class(), |l| {
        json!(l.file.opinion.answer)
    })),
    column("answered_at", Open, |l| iso(l.lead().and_then(|r| r.answered_at))),
    column("class", Open, |l| json!(l.file.opinion.class)),
    column("class_date", Open, |l| day(l.file.opinion.class_date)),
    column("on_spot", Open, |l| json!(l.file.opinion.on_spot)),
    column("guidance", Open, |l| json!(l.file.opinion.guidance)),
    column("told", Open, |l| json!(l.file.opinion.told)),
    column("failed_tellings", Open, |l| json!(l.file.failed_tellings)),
    column("held", Open, |l| json!(l.file.opinion.held)),
    column("grade", Open, |l| json!(l.file.opinion.grade)),
    column("parties", Sealed, parties),
    column("split_from", Open, |l| json!(l.split_from())),
    column("paper_no", Sealed, |l| json!(l.file.opinion.paper_no)),
    column("void_reason", Sealed, |l| json!(l.file.opinion.void_reason)),
    column("filed_at", Open, |l| iso(Some(l.file.opinion.filed_at))),
    column("closed_at", Open, |l| iso(l.file.opinion.closed_at)),
    column("rev", Open, |l| json!(l.file.opinion.rev)),
    column("history", Sealed, history),
    column("due_time", Open, |l| {
        json!(l.due().and_then(|d| d.time).map(|t| t.to_string()))
    }),
    column("due_provisional", Open, |l| json!(l.due().map(|d| d.provisional))),
    column("handovers", Open, handovers),
    by_word(column("numbers", Sealed, numbers)),
    column("keeper", Open, |l| json!(l.file.keeper)),
    column("id", Open, |l| json!(l.file.opinion.id)),
    column("came", Open, |l| day(l.file.visit.as_ref().map(|v| v.day))),
    by_word(column("wants", OpinionField::Wants.class(), |l| {
        json!(l.details().wants)
    })),
    column("materials", OpinionField::Materials.class(), |l| {
        json!(l.details().materials)
    }),
    column("may_relay", OpinionField::MayRelay.class(), |l| {
        json!(l.details().may_relay)
    }),
    column("consent_phone", Open, |l| json!(l.details().consent_phone)),
    column("consent_publish", Open, |l| json!(l.details().consent_publish)),
    column("opened_by", OpinionField::OpenedBy.class(), |l| {
        json!(l.details().opened_by)
    }),
    column("opened_way", Open, |l| json!(l.details().opened_way)),
    column("opened_on", Open, |l| day(l.details().opened_on)),
    column("sex", CitizenField::Sex.class(), |l| {
        json!(l.person().and_then(|p| p.sex))
    }),
];
