//! A fake store that knows units, villages, people and one filed matter.
#![allow(dead_code)] // each test binary uses a part

use super::fixture::{answer_of, at, blank, day, id};
use zhiban::app::model::Layer;
use zhiban::app::{Effect, Input, State, update};
use zhiban::domain::code::{Grade, OpinionState, Reach, Reached, UnitKind, Urgency, VisitState, Way};
use zhiban::domain::command::PartEntry;
use zhiban::domain::deadline::Deadline;
use zhiban::domain::event::{About, Happened, Kind};
use zhiban::domain::id::{CitizenId, DeputyId, DraftId, OpinionId, UnitId, VisitId};
use zhiban::domain::lease::Lost;
use zhiban::domain::moment::Moment;
use zhiban::domain::record::{
    Citizen, CitizenDetails, Handover, Opinion, OpinionDetails, Party, Rev, Round, Try, Unit, UnitProfile,
};
use zhiban::domain::view::{Answer, Came, Draft, Earlier, OpinionFile, OpinionRow, Query};

pub fn unit(n: u128, short: &str, kind: UnitKind, scope: &str, contact: &str) -> Unit {
    Unit {
        id: UnitId(id(300 + n)),
        profile: UnitProfile {
            name: format!("柳河镇{short}"),
            short: short.into(),
            pinyin: zhiban::domain::pinyin::search_key(short),
            kind,
            contact: Some(contact.to_owned()).filter(|c| !c.is_empty()),
            phone: None,
            scope: Some(scope.to_owned()).filter(|s| !s.is_empty()),
            via: None,
        },
        active: true,
        rev: 1,
    }
}

pub fn units() -> Vec<Unit> {
    vec![
        unit(1, "执法队", UnitKind::TownOffice, "占道 排水", "熊伟"),
        unit(2, "村建办", UnitKind::TownOffice, "村道 弯道 减速带", "何主任"),
        unit(3, "供电所", UnitKind::Enterprise, "停电 路灯", "熊所长"),
        unit(4, "石桥村", UnitKind::Village, "", ""),
        unit(5, "双河口村", UnitKind::Village, "", ""),
    ]
}

pub fn citizen(n: u128, name: Option<&str>) -> Citizen {
    Citizen {
        id: CitizenId(id(400 + n)),
        visit: VisitId(id(1005)),
        details: CitizenDetails {
            name: name.map(str::to_owned),
            phone: name.map(|_| "13700004410".to_owned()),
            reach: Some(Reach::Phone),
            village: Some(UnitId(id(304))),
            anonymous: name.is_none(),
            ..CitizenDetails::default()
        },
        claim_code: name.is_none().then(|| "042137".to_owned()),
        rev: 1,
    }
}

pub fn happened(seq: i64, when: Moment, by: &str, kind: Kind) -> Happened {
    Happened {
        seq,
        at: when,
        happened: when,
        about: About::default(),
        doubtful: false,
        account: None,
        by: by.into(),
        table: Some(1),
        subject: id(2107),
        kind,
        erased: false,
    }
}

/// 03-2026-0107: handed over, answered, one failed telling on another day.
pub fn file(rev: Rev) -> OpinionFile {
    let opinion = Opinion {
        n: 107,
        number: "03-2026-0107".into(),
        citizen: Some(CitizenId(id(401))),
        parties: vec![Party {
            citizen: CitizenId(id(401)),
            name: Some("孙国芳".into()),
            told: false,
            grade: None,
        }],
        details: OpinionDetails {
            words: "门口“排水沟”①堵了，一下雨就进水，𠀋家也一样。".into(),
            summary: None,
            category: Some("drain".into()),
            place: Some("老街38号".into()),
            affected: Some(12),
            scope: None,
            urgency: Some(Urgency::Urgent),
            deputies: vec![DeputyId(id(101))],
            confidential: false,
            papers: Some("照片两张".into()),
            papers_at: Some("档案盒3".into()),
            channel: Some(zhiban::domain::code::Channel::Visit),
            ..OpinionDetails::default()
        },
        state: OpinionState::Answered,
        rounds: vec![Round {
            no: 1,
            lead: Handover {
                part: 1,
                lead: true,
                unit: UnitId(id(301)),
                unit_name: "执法队".into(),
                via: None,
                handed_at: at(9, 0),
                counted_from: None,
                due: Some(Deadline::on(day())),
                counted_by: None,
                person: Some("熊伟".into()),
                promised_for: None,
                answered_at: Some(at(9, 10)),
                class: Some("A".into()),
                answer: Some("已清淤，加了盖板。".into()),
            },
            further: Vec::new(),
        }],
        class: Some("A".into()),
        answer: Some("已清淤，加了盖板。".into()),
        tries: vec![Try {
            seq: 0,
            citizen: None,
            at: Moment(at(9, 0).0 - 86_400_000),
            reached: Reached::NoAnswer,
        }],
        rev,
        ..blank::opinion(OpinionId(id(2107)), VisitId(id(1005)), day(), at(8, 40))
    };
    let yesterday = Moment(at(9, 0).0 - 86_400_000);
    let mut person = citizen(1, Some("孙国芳"));
    person.details.name = Some("阿卜杜拉·买买提艾力·吐尔逊江".into());
    OpinionFile {
        looks: Vec::new(),
        looked: 0,
        opinion,
        citizen: Some(person),
        people: Vec::new(),
        failed_tellings: 1,
        of_person: 1,
        unit_phone: None,
        village: Some("石桥村".into()),
        deputies: vec!["张建军".into()],
        keeper: None,
        keepers: Vec::new(),
        names: Vec::new(),
        cadres: Vec::new(),
        withheld: false,
        visit: None,
        history: vec![
            happened(
                11,
                yesterday,
                "林",
                Kind::HandedOver {
                    round: 1,
                    part: 1,
                    lead: true,
                    unit_name: "执法队".into(),
                    way: Way::Paper,
                    set_by: None,
                    person: Some("熊伟".into()),
                    note: None,
                    to: PartEntry {
                        due: Some(Deadline::on(day())),
                        ..PartEntry::to(UnitId(id(301)))
                    },
                },
            ),
            happened(
                12,
                yesterday,
                "林",
                Kind::Answered {
                    round: 1,
                    part: 1,
                    lead: true,
                    way: Way::Phone,
                    class: "A".into(),
                    class_date: None,
                    tell_by: None,
                    person: None,
                    text: Some("已清淤，加了盖板。".into()),
                },
            ),
            happened(
                13,
                yesterday,
                "周",
                Kind::PersonTold {
                    citizen: None,
                    way: Way::Phone,
                    reached: Reached::NoAnswer,
                    another: true,
                    ask_on: None,
                    note: None,
                },
            ),
        ],
    }
}

/// The same matter after 周 corrected it.
pub fn file_corrected(rev: Rev) -> OpinionFile {
    let mut f = file(rev);
    f.opinion.details.place = Some("老街40号".into());
    f.opinion.details.affected = Some(15);
    let kind = Kind::Evaluated {
        citizen: None,
        grade: Grade::Satisfied,
        attitude: None,
        result: None,
        way: None,
        asked_by: None,
        said: None,
    };
    f.history.push(happened(14, at(9, 41), "周", kind));
    f
}

pub fn draft(form: &str, target: &str, body: &str) -> Draft {
    Draft {
        id: DraftId(id(700)),
        form: form.into(),
        target: target.into(),
        label: "村口弯道看不见".into(),
        body: body.into(),
        account: None,
        saved_at: at(9, 31),
        generation: 1,
    }
}

pub fn earlier() -> Earlier {
    Earlier {
        row: OpinionRow {
            id: OpinionId(id(2098)),
            n: 98,
            number: "03-2026-0098".into(),
            day: day(),
            brief: "石桥村减速带".into(),
            person: Some("王秀英".into()),
            village: Some("石桥村".into()),
            unit: Some("村建办".into()),
            category: None,
            state: OpinionState::HandedOver,
            due: None,
            confidential: false,
            withheld: false,
            rev: 2,
        },
        by_phone: true,
    }
}

/// What this store answers.
pub fn answer(query: &Query) -> Option<Answer> {
    Some(match query {
        Query::Units { .. } => Answer::Units(units()),
        Query::File(o) if *o == OpinionId(id(2107)) => Answer::File(Some(Box::new(file(5)))),
        Query::File(o) => {
            let mut f = file(5);
            f.opinion.id = *o;
            f.opinion.state = OpinionState::HandedOver;
            f.opinion.answer = None;
            Answer::File(Some(Box::new(f)))
        }
        Query::TheseFiles(ids) => {
            let each = |(n, o): (usize, &OpinionId)| {
                let mut f = file(5);
                (f.opinion.id, f.opinion.number) = (*o, format!("03-2026-{:04}", 30 - n));
                f.opinion.state = if n == 1 {
                    OpinionState::HandedOver
                } else {
                    OpinionState::Filed
                };
                f.opinion.details.category = f.opinion.details.category.filter(|_| n > 0);
                f
            };
            Answer::Files(ids.iter().enumerate().map(each).collect(), false)
        }
        Query::VisitFile(_) => Answer::VisitFile(None, Vec::new(), Vec::new(), Vec::new()),
        Query::Earlier { .. } => Answer::Earlier(vec![earlier()]),
        Query::Drafts { .. } => Answer::Drafts(Vec::new()),
        Query::Came { .. } => Answer::Came(vec![Came {
            visit: super::fixture::visit(6, None, VisitState::Done),
            name: Some("陈某".into()),
            number: Some("03-2026-0106".into()),
            about: None,
        }]),
        q => return answer_of(q),
    })
}

/// A draft of the store, in its next generation.
fn take(id: DraftId, store: impl Fn(&Query) -> Option<Answer>) -> Option<Draft> {
    let Some(Answer::Drafts(all)) = store(&Query::Drafts { account: None }) else {
        return None;
    };
    let mut draft = all.into_iter().find(|d| d.id == id)?;
    draft.generation += 1;
    Some(draft)
}

/// Answers every question among the effects, and those that follow.
pub fn serve(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    serve_with(state, effects, answer)
}

/// The same with a store of one's own.
pub fn serve_with(state: &mut State, effects: Vec<Effect>, store: impl Fn(&Query) -> Option<Answer>) -> Vec<Effect> {
    let mut rest = Vec::new();
    let mut todo = effects;
    while !todo.is_empty() {
        let now = std::mem::take(&mut todo);
        for e in now {
            match &e {
                Effect::Ask { ticket, query } => {
                    if let Some(answer) = store(query) {
                        let ticket = *ticket;
                        todo.extend(update(state, Input::Answered { ticket, answer }));
                    }
                }
                Effect::TakeDraft { ticket, id } => {
                    let (ticket, taken) = (*ticket, take(*id, &store));
                    let answer = Answer::Taken(taken.map(Box::new).ok_or(None));
                    todo.extend(update(state, Input::Answered { ticket, answer }));
                }
                _ => rest.push(e),
            }
        }
    }
    rest
}

/// Somebody went on with the draft elsewhere, and the last words typed here are kept apart.
pub fn lose(state: &mut State, why: Lost) {
    if let Some(Layer::Form(form)) = state.layers.last() {
        let (lease, aside) = (form.host.lease, Some(form.host.spare));
        update(state, Input::DraftRefused { lease, why, aside });
        // Whatever was typed since the last save is told to be safe too.
        update(
            state,
            Input::DraftSaved {
                id: lease.draft,
                result: Ok(()),
            },
        );
    }
}
