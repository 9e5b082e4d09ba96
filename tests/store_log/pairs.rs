//! Two keyboards on one matter: every act after every other, both seen before either was done.

use std::collections::BTreeMap;

use crate::common::{Bench, person, today};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::deadline::Deadline;
use zhiban::domain::event::Kind;
use zhiban::domain::id::{AccountId, CitizenId, OpinionId, UnitId, VisitId};
use zhiban::domain::moment::TimeOfDay;
use zhiban::domain::record::Rev;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::stake::Part;
use zhiban::domain::view::{Answer, Outcome, Query};
use zhiban::store::{ExecuteError, codec, execute, log};

/// A matter with two people the answer is owed to.
#[derive(Clone, Copy)]
pub(super) struct Matter {
    pub(super) opinion: OpinionId,
    pub(super) first: CitizenId,
    pub(super) second: CitizenId,
    pub(super) rev: Rev,
}

/// What the acts of this test name beside the matter.
pub(super) struct Around {
    accounts: [AccountId; 2],
    help: UnitId,
    visit: VisitId,
}

type Make = fn(&Bench, &Around, Matter) -> Command;

fn tell(m: Matter, whom: Option<CitizenId>, reached: Reached, grade: Option<Grade>) -> Command {
    Command::Tell(Tell {
        opinion: m.opinion,
        rev: m.rev,
        whom,
        way: Way::Phone,
        reached,
        ask_on: None,
        note: None,
        grade,
        said: grade.filter(|g| !g.settles()).map(|_| "灯还是不亮".into()),
        close: false,
    })
}

fn evaluate(m: Matter, whom: CitizenId, grade: Grade) -> Command {
    Command::Evaluate(Evaluate {
        opinion: m.opinion,
        rev: m.rev,
        evaluation: EvaluationEntry {
            whom: Some(whom),
            ..EvaluationEntry::of(grade, Way::Phone, (!grade.settles()).then(|| "灯还是不亮".into()))
        },
    })
}

fn correct(m: Matter, change: Change) -> Command {
    Command::CorrectOpinion(CorrectOpinion {
        opinion: m.opinion,
        rev: m.rev,
        changes: vec![change],
        reason: "记错了".into(),
    })
}

/// An act, what has to be as it was seen, and what is otherwise after it.
pub(super) struct Row {
    pub(super) name: &'static str,
    needs: &'static [&'static str],
    moves: &'static [&'static str],
    pub(super) make: Make,
}

const fn row(name: &'static str, needs: &'static [&'static str], moves: &'static [&'static str], make: Make) -> Row {
    Row {
        name,
        needs,
        moves,
        make,
    }
}

fn handle(m: Matter, category: Option<&str>, handling: Handling) -> Command {
    Command::Handle(Handle {
        opinion: m.opinion,
        rev: m.rev,
        category: category.map(str::to_owned),
        handling,
    })
}

fn over(b: &Bench, a: &Around) -> Handling {
    let Handling::HandOver(mut over) = b.hand_over(None) else {
        panic!()
    };
    over.further = vec![PartEntry::to(a.help)];
    Handling::HandOver(over)
}

/// Nothing said or promised of an earlier handling holds in a new one.
const ANEW: &[&str] = &[
    "state",
    "due",
    "class",
    "answer",
    "promise of the unit",
    "promise of the helper",
    "answer of the helper",
    "first knows",
    "second knows",
    "first said",
    "second said",
];
const SORTED_ANEW: &[&str] = &[
    "category",
    "state",
    "due",
    "class",
    "answer",
    "promise of the unit",
    "promise of the helper",
    "answer of the helper",
    "first knows",
    "second knows",
    "first said",
    "second said",
];

/// Every act on a matter that is conditional on what was seen: what it needs and moves in words of its own, worked out from
/// what people do, so that an entry that is missing in the program shows.
pub(super) const ACTS: &[Row] = &[
    row("hand over", &["state", "category", "urgency"], ANEW, |b, a, m| {
        handle(m, None, over(b, a))
    }),
    row(
        "sort and hand over",
        &["state", "category", "urgency"],
        SORTED_ANEW,
        |b, a, m| handle(m, Some(OTHER), over(b, a)),
    ),
    row("keep", &["state"], &["state"], |_, _, m| {
        handle(m, None, Handling::Reference)
    }),
    row(
        "sort and keep",
        &["state", "category"],
        &["state", "category"],
        |_, _, m| handle(m, Some(OTHER), Handling::Reference),
    ),
    // The one who is answered and shown the way is the one who stands there.
    row(
        "answer at the desk",
        &["state", "person"],
        &[
            "state",
            "class",
            "answer",
            "first knows",
            "second knows",
            "first said",
            "second said",
        ],
        |_, _, m| {
            let spot = SpotEntry {
                class: "A".into(),
                answer: Some("讲清楚了".into()),
                grade: Some(Grade::Satisfied),
                said: None,
            };
            handle(m, None, Handling::OnSpot(spot))
        },
    ),
    row(
        "show the way",
        &["state", "person"],
        &["state", "first knows", "second knows"],
        |_, _, m| {
            let guide = GuideEntry {
                reason: "T1".into(),
                told: true,
                ..GuideEntry::default()
            };
            handle(m, None, Handling::Guide(guide))
        },
    ),
    row(
        "chase",
        &["state", "promise of the unit"],
        &["promise of the unit"],
        |_, _, m| {
            Command::Chase(Chase {
                opinion: m.opinion,
                rev: m.rev,
                unit: None,
                way: Way::Phone,
                person: None,
                text: None,
                promised_for: Some(today()),
            })
        },
    ),
    row(
        "chase of the unit that helps",
        &["answer of the helper", "promise of the helper"],
        &["promise of the helper"],
        |_, a, m| {
            Command::Chase(Chase {
                opinion: m.opinion,
                rev: m.rev,
                unit: Some(a.help),
                way: Way::Phone,
                person: None,
                text: Some("没人".into()),
                promised_for: None,
            })
        },
    ),
    row(
        "answer",
        &["state", "answer", "class"],
        &["state", "answer", "class", "first knows", "second knows"],
        |_, _, m| {
            Command::RecordAnswer(RecordAnswer {
                opinion: m.opinion,
                rev: m.rev,
                unit: None,
                way: Way::Phone,
                person: None,
                text: "修好了".into(),
                class: "A".into(),
                class_date: None,
            })
        },
    ),
    row(
        "answer of the unit that helps",
        &["answer of the helper"],
        &["answer of the helper"],
        |_, a, m| {
            Command::RecordAnswer(RecordAnswer {
                opinion: m.opinion,
                rev: m.rev,
                unit: Some(a.help),
                way: Way::Phone,
                person: None,
                text: "配合了".into(),
                class: "A".into(),
                class_date: None,
            })
        },
    ),
    // Whoever is told may be the last, and the matter is then not what it was.
    row(
        "tell the first",
        &["answer", "person", "first knows"],
        &["state", "first knows"],
        |_, _, m| tell(m, Some(m.first), Reached::Told, None),
    ),
    row(
        "tell the first, satisfied",
        &["answer", "person", "first knows", "first said"],
        &["state", "first knows", "first said"],
        |_, _, m| tell(m, Some(m.first), Reached::Told, Some(Grade::Satisfied)),
    ),
    row(
        "tell the second",
        &["answer", "person", "second knows"],
        &["state", "second knows"],
        |_, _, m| tell(m, Some(m.second), Reached::Told, None),
    ),
    row(
        "tell all",
        &["answer", "person", "first knows", "second knows"],
        &["state", "first knows", "second knows"],
        |_, _, m| tell(m, None, Reached::Told, None),
    ),
    row("nobody answered", &["answer", "person"], &["tries"], |_, _, m| {
        tell(m, Some(m.first), Reached::NoAnswer, None)
    }),
    // Whatever it was, and what was said of it since.
    row(
        "take the telling back",
        &[
            "state",
            "person",
            "first knows",
            "second knows",
            "tries",
            "first said",
            "second said",
        ],
        &["state", "first knows", "second knows", "first said", "second said"],
        |_, _, m| {
            Command::TakeBackTelling(TakeBackTelling {
                opinion: m.opinion,
                rev: m.rev,
                whom: Some(m.second),
                reason: "点错了".into(),
            })
        },
    ),
    row(
        "evaluate the first",
        &["first said", "person"],
        &["first said"],
        |_, _, m| evaluate(m, m.first, Grade::Satisfied),
    ),
    row(
        "evaluate the second",
        &["second said", "person"],
        &["second said"],
        |_, _, m| evaluate(m, m.second, Grade::Dissatisfied),
    ),
    row(
        "close",
        &["state", "person", "first said", "second said", "class", "answer"],
        &["state", "class", "first knows", "second knows"],
        |_, _, m| {
            Command::CloseOpinion(CloseOpinion {
                opinion: m.opinion,
                rev: m.rev,
                class: "A".into(),
                class_date: None,
                upheld: None,
                reason: None,
            })
        },
    ),
    row("correct the words", &["words"], &["words"], |_, _, m| {
        correct(m, Change::Words("灯全不亮".into()))
    }),
    row("correct the place", &["place"], &["place"], |_, _, m| {
        correct(m, Change::Place(Some("村西".into())))
    }),
    row("correct the category", &["category"], &["category"], |_, _, m| {
        correct(m, Change::Category(Some(OTHER.into())))
    }),
    row("correct the urgency", &["urgency"], &["urgency"], |_, _, m| {
        correct(m, Change::Urgency(Some(Urgency::Critical)))
    }),
    row("correct the answer", &["answer"], &["answer"], |_, _, m| {
        correct(m, Change::Answer("修好了一半".into()))
    }),
    row("correct the due date", &["due"], &["due"], |_, _, m| {
        correct(m, Change::Due(Deadline::on(today().succ_opt().unwrap())))
    }),
    row(
        "make it confidential",
        &["confidential"],
        &["confidential"],
        |_, _, m| correct(m, Change::Confidential(true)),
    ),
    row("void", &["state", "person"], &["state"], |_, _, m| {
        Command::VoidOpinion(VoidOpinion {
            opinion: m.opinion,
            rev: m.rev,
            reason: "误登".into(),
        })
    }),
    row("split", &["state", "words"], &["words"], |_, _, m| {
        Command::SplitOpinion(SplitOpinion {
            opinion: m.opinion,
            rev: m.rev,
            keep: "路灯".into(),
            words: "水沟".into(),
            category: None,
        })
    }),
    row(
        "move",
        &[
            "person",
            "first knows",
            "second knows",
            "tries",
            "first said",
            "second said",
        ],
        &["person", "first knows", "second knows"],
        |_, a, m| {
            Command::MoveOpinion(MoveOpinion {
                opinion: m.opinion,
                rev: m.rev,
                visit: a.visit,
                citizen: None,
                reason: "记错人".into(),
            })
        },
    ),
    row("hand on", &["keeper"], &["keeper"], |_, a, m| {
        Command::HandOn(HandOn {
            opinion: m.opinion,
            rev: m.rev,
            to: a.accounts[1],
            reason: None,
        })
    }),
];

/// A category that the matters of this test do not have.
const OTHER: &str = "road";

fn act(name: &str) -> &'static Row {
    ACTS.iter().find(|row| row.name == name).unwrap()
}

pub(super) fn around(b: &mut Bench) -> Around {
    b.act(Command::AddAccount(AddAccount {
        os_name: "zhou".into(),
        name: "周敏".into(),
        role: Role::Head,
        deputy: None,
    }));
    b.act(Command::AddUnit(crate::common::unit(
        "城管队",
        "城管队",
        UnitKind::TownOffice,
    )));
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    let Answer::Units(units) = b.ask(&Query::Units {
        matching: "城管队".into(),
        kind: None,
        limit: 1,
    }) else {
        panic!()
    };
    let other = b.act(Command::FileOpinion(Box::new(
        b.entry("别的事", person("别人", "13700000009")),
    )));
    Around {
        accounts: [all[0].id, all[1].id],
        help: units[0].id,
        visit: other.visit.unwrap(),
    }
}

/// A matter brought to a state.
pub(super) fn at(b: &mut Bench, a: &Around, state: OpinionState) -> Matter {
    // However many there were before it, the day is the same.
    b.now = TimeOfDay(510).on(today());
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.representatives = vec![person("周德旺", "13712344411")];
    let filed = b.act(Command::FileOpinion(Box::new(entry)));
    let opinion = filed.opinion.unwrap();
    let parties = b.opinion_file(opinion).opinion.parties;
    let mut m = Matter {
        opinion,
        first: parties[0].citizen,
        second: parties[1].citizen,
        rev: filed.rev(opinion.0).unwrap(),
    };
    let steps: &[&str] = match state {
        OpinionState::HandedOver => &["hand over"],
        OpinionState::Answered => &["hand over", "answer"],
        OpinionState::Told => &["hand over", "answer", "tell all"],
        OpinionState::Closed => &["hand over", "answer", "tell all", "close"],
        OpinionState::Guided => &["show the way"],
        OpinionState::Reference => &["keep"],
        OpinionState::Void => &["void"],
        OpinionState::Filed => &[],
    };
    for step in steps {
        let command = (act(step).make)(b, a, m);
        m.rev = b.act(command).rev(opinion.0).unwrap();
    }
    assert_eq!(b.opinion_file(opinion).opinion.state, state);
    m
}

const STATES: [OpinionState; 5] = [
    OpinionState::Filed,
    OpinionState::HandedOver,
    OpinionState::Answered,
    OpinionState::Told,
    OpinionState::Closed,
];

fn after(b: &Bench, m: Matter) -> Vec<Kind> {
    let events = log::by_subject(b.desk.conn(), m.opinion.0, m.rev).unwrap();
    let read = |e| codec::read(e, b.desk.vault(), b.desk.conn()).unwrap().kind;
    events.iter().map(read).collect()
}

/// Tells one answer from another; who refused and why, without ids and times.
fn shape(result: &Result<Outcome, ExecuteError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(ExecuteError::Refused(why)) => {
            let text = format!("{why:?}");
            text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// What an act moves besides in a state: of a move where there is an answer, because whoever it is owed to now is still to be
/// told.
fn told_anew(first: &Row, state: OpinionState) -> &'static [&'static str] {
    match (first.name, state) {
        ("move", OpinionState::Answered | OpinionState::Told | OpinionState::Closed) => {
            &["state", "tries", "first said", "second said"]
        }
        // Whoever is not content brings it back.
        ("evaluate the second", OpinionState::Closed) => &["state"],
        _ => &[],
    }
}

/// A matter as somebody saw it before a colleague did something with it.
fn one_done(b: &mut Bench, a: &Around, state: OpinionState, first: &Row) -> Matter {
    let m = at(b, a, state);
    b.account = Some(a.accounts[1]);
    let command = (first.make)(b, a, m);
    b.act(command);
    b.account = Some(a.accounts[0]);
    m
}

#[test]
fn the_second_of_two_acts_is_refused_exactly_where_the_first_moved_what_is_at_stake() {
    let (mut pairs, mut refused) = (0, 0);
    for state in STATES {
        let mut b = Bench::new();
        let a = around(&mut b);
        let possible: Vec<_> = ACTS
            .iter()
            .filter(|row| {
                let m = at(&mut b, &a, state);
                let command = (row.make)(&b, &a, m);
                b.try_act(command).is_ok()
            })
            .collect();
        assert!(possible.len() >= 5, "{state:?}");
        for first in &possible {
            for second in &possible {
                // As it was seen before the first act.
                let stale = one_done(&mut b, &a, state, first);
                let said = (second.make)(&b, &a, stale);
                let moved = [first.moves, told_anew(first, state)].concat();
                let expected = second.needs.iter().any(|part| moved.contains(part));
                let result = b.try_act(said);
                let place = format!("{state:?}: {} after {}", second.name, first.name);
                pairs += 1;
                if expected {
                    refused += 1;
                    let Err(ExecuteError::Refused(Refusal::Changed { touch, .. })) = result else {
                        panic!("{place}: {result:?}")
                    };
                    assert_eq!(
                        (touch.by.as_str(), touch.account),
                        ("周敏", Some(a.accounts[1])),
                        "{place}"
                    );
                } else {
                    // Its twin as it is seen after the first act.
                    let twin = one_done(&mut b, &a, state, first);
                    let rev = b.rev(twin.opinion);
                    let fresh = (second.make)(&b, &a, Matter { rev, ..twin });
                    assert_eq!(shape(&result), shape(&b.try_act(fresh)), "{place}");
                }
            }
        }
        b.sound();
    }
    assert!(
        pairs > 500 && refused > 150 && pairs - refused > 250,
        "{pairs} {refused}"
    );
}

/// What people would say of it, worked out without the list: the second may, or the first was quicker.
#[test]
fn a_colleague_s_unrelated_act_refuses_nobody() {
    let expectations = [
        (OpinionState::Filed, "correct the place", "hand over", true),
        (OpinionState::Filed, "correct the words", "correct the words", false),
        (OpinionState::Filed, "hand on", "split", true),
        (OpinionState::Filed, "keep", "hand over", false),
        (OpinionState::HandedOver, "chase", "answer", true),
        (OpinionState::HandedOver, "chase", "chase", false),
        (OpinionState::HandedOver, "answer", "chase", false),
        (OpinionState::HandedOver, "chase of the unit that helps", "chase", true),
        (OpinionState::HandedOver, "chase", "chase of the unit that helps", true),
        (
            OpinionState::HandedOver,
            "chase of the unit that helps",
            "chase of the unit that helps",
            false,
        ),
        (
            OpinionState::HandedOver,
            "answer of the unit that helps",
            "answer",
            true,
        ),
        (
            OpinionState::HandedOver,
            "answer",
            "answer of the unit that helps",
            true,
        ),
        (
            OpinionState::HandedOver,
            "answer of the unit that helps",
            "answer of the unit that helps",
            false,
        ),
        (
            OpinionState::HandedOver,
            "answer of the unit that helps",
            "chase of the unit that helps",
            false,
        ),
        (OpinionState::HandedOver, "correct the due date", "chase", true),
        (
            OpinionState::Answered,
            "chase of the unit that helps",
            "answer of the unit that helps",
            true,
        ),
        (OpinionState::Answered, "tell the first", "tell the second", true),
        (OpinionState::Answered, "tell the first", "tell the first", false),
        (OpinionState::Answered, "nobody answered", "tell the first", true),
        (OpinionState::Answered, "tell all", "tell the first", false),
        // Whoever it is owed to now has not been rung up, and has said nothing.
        (OpinionState::Answered, "move", "nobody answered", false),
        (OpinionState::Told, "move", "evaluate the first", false),
        (OpinionState::Told, "move", "close", false),
        (OpinionState::Filed, "move", "answer at the desk", false),
        (OpinionState::Filed, "move", "correct the place", true),
        // Whoever is told may be the last, and the matter is then not what it was.
        (OpinionState::Answered, "tell the first", "void", false),
        (OpinionState::Answered, "tell the second", "split", false),
        (OpinionState::Answered, "nobody answered", "void", true),
        (OpinionState::Told, "evaluate the first", "evaluate the second", true),
        (OpinionState::Told, "evaluate the first", "evaluate the first", false),
        (OpinionState::Told, "evaluate the second", "close", false),
        (OpinionState::Told, "make it confidential", "close", true),
        (OpinionState::Told, "correct the place", "correct the words", true),
        (OpinionState::Told, "void", "close", false),
    ];
    let mut b = Bench::new();
    let a = around(&mut b);
    for (state, first, second, may) in expectations {
        let m = at(&mut b, &a, state);
        let (one, other) = ((act(first).make)(&b, &a, m), (act(second).make)(&b, &a, m));
        b.act(one);
        let result = b.try_act(other);
        assert_eq!(result.is_ok(), may, "{state:?}: {second} after {first}: {result:?}");
        if let Err(error) = result {
            let changed = matches!(error, ExecuteError::Refused(Refusal::Changed { .. }));
            assert!(changed, "{state:?}: {second} after {first}: {error:?}");
        }
    }
}

/// Which part a column of the matter's row belongs to.
fn part(column: &str) -> Option<Part> {
    Some(match column {
        "state" | "closed_at" | "void_reason" | "on_spot" | "guidance" | "guide_destination" | "guide_phone"
        | "guided_at" | "tell_by" => Part::State,
        "round_no" | "unit" => Part::Units,
        "due" | "due_time" | "due_provisional" => Part::field("due"),
        "promised_for" => Part::Promised(Some(1)),
        "answered_at" | "answer" | "sealed" => Part::field("answer"),
        "class" | "class_date" | "answer_class" | "answer_date" => Part::field("class"),
        "told" => Part::Told(None),
        "held" => Part::Held,
        "grade" => Part::Grade(None),
        "visit" | "citizen" | "session" => Part::Visit,
        "keeper" => Part::Keeper,
        "words" | "summary" | "place" | "papers" | "papers_at" | "category" | "affected" | "scope" | "urgency"
        | "confidential" | "channel" | "wants" | "materials" | "may_relay" | "consent_phone" | "consent_publish"
        | "opened_by" | "opened_way" | "opened_on" => Part::field(column),
        // `owed_since` is from which event on a grade is of those it is owed to.
        "owed_since" | "rev" | "touch_by" | "touch_table" | "touch_at" => return None,
        other => panic!("what is {other}?"),
    })
}

fn stored(b: &Bench, m: Matter) -> BTreeMap<String, String> {
    let mut asked = b.desk.conn().prepare("SELECT * FROM opinion WHERE id = ?1").unwrap();
    let names: Vec<String> = asked.column_names().map(str::to_owned).collect();
    asked
        .query_row([m.opinion.to_string()], |row| {
            let value = |at| row.get::<_, rusqlite::types::Value>(at).map(|v| format!("{v:?}"));
            names
                .iter()
                .enumerate()
                .map(|(at, name)| Ok((name.clone(), value(at)?)))
                .collect()
        })
        .unwrap()
}

#[test]
fn what_an_event_moves_is_what_it_says_it_moves() {
    let mut b = Bench::new();
    let a = around(&mut b);
    let mut acts = 0;
    for state in STATES {
        for Row { name, make, .. } in ACTS {
            let m = at(&mut b, &a, state);
            let before = stored(&b, m);
            let command = make(&b, &a, m);
            if b.try_act(command.clone()).is_err() {
                continue;
            }
            acts += 1;
            let events = after(&b, m);
            let said: Vec<Part> = events.iter().flat_map(zhiban::domain::event::Kind::moves).collect();
            let now = stored(&b, m);
            for (column, value) in before.iter().filter(|(column, value)| now[*column] != **value) {
                let Some(part) = part(column) else { continue };
                // Words go from one column to another when a matter becomes confidential.
                let covered = said.contains(&part)
                    || said.contains(&Part::field("confidential"))
                    // The matter's grade is made of what each of the group said.
                    || (matches!(part, Part::Grade(_)) && said.iter().any(|p| matches!(p, Part::Grade(_))))
                    || (matches!(part, Part::Told(_) | Part::State) && said.iter().any(|p| matches!(p, Part::Told(_))));
                assert!(covered, "{state:?}: {name} moved {column} from {value}");
            }
            // Whatever an act writes is at stake for it, or is guarded by the state.
            let stake = command.stake(b.opinion_file(m.opinion).opinion.round()).unwrap();
            let guarded = stake.parts.contains(&Part::State);
            for part in said {
                let is_own = stake.parts.contains(&part)
                    || matches!(
                        (&part, &command),
                        (
                            Part::Told(_) | Part::State | Part::Held | Part::Tries,
                            Command::Tell(..)
                        )
                    )
                    // What somebody thinks of it counts however it stands by then.
                    || (matches!(command, Command::Evaluate(..)) && [Part::State, Part::field("class")].contains(&part))
                    // Whoever told it, answered it or closed it meanwhile moved who knows, which is at stake.
                    || (matches!(command, Command::MoveOpinion(..))
                        && (matches!(part, Part::Told(_) | Part::State) || part == Part::field("class")));
                assert!(guarded || is_own, "{name} writes {part:?}, which is not at stake");
            }
        }
    }
    assert!(acts > 40, "{acts}");
}

/// A hand-over behind a correction of one's own, over a colleague's correction of another field between the two.
#[test]
fn one_s_own_act_shows_nobody_what_a_colleague_did_just_before_it() {
    let mut b = Bench::new();
    let a = around(&mut b);
    let m = at(&mut b, &a, OpinionState::Filed);
    b.account = Some(a.accounts[1]);
    let urgent = b.act(correct(m, Change::Urgency(Some(Urgency::Critical))));
    assert!(urgent.rev(m.opinion.0).unwrap() > m.rev, "nothing lay between");
    b.account = Some(a.accounts[0]);
    let category = zhiban::config::default_rules().unwrap().categories[1].code.clone();
    let request = b.request(correct(m, Change::Category(Some(category))));
    let now = b.now;
    let sorted = execute(&mut b.desk, &request, now, false, &mut b.supply).unwrap();
    assert_eq!(sorted.rev(m.opinion.0), Some(m.rev), "still as it was seen");
    let again = execute(&mut b.desk, &request, now, false, &mut b.supply).unwrap();
    assert_eq!(
        (again.repeated, again.revs),
        (true, sorted.revs.clone()),
        "said twice alike"
    );

    let over = |rev| {
        Command::Handle(Handle {
            opinion: m.opinion,
            rev,
            category: None,
            handling: b.hand_over(Some(today().succ_opt().unwrap())),
        })
    };
    let (stale, fresh) = (over(sorted.rev(m.opinion.0).unwrap()), over(b.rev(m.opinion)));
    let refused = b.try_act(stale);
    let changed = matches!(refused, Err(ExecuteError::Refused(Refusal::Changed { .. })));
    assert!(changed, "{refused:?}");
    b.act(fresh);
    b.sound();
}

/// The unit that leads, named or not, is one; what a unit promised is not taken back by an asking that did not see it.
#[test]
fn what_a_unit_promised_holds_until_somebody_who_knows_of_it_asks_again() {
    let mut b = Bench::new();
    let a = around(&mut b);
    let lead = b.unit;
    let asked = |m: Matter, unit, promised_for| {
        Command::Chase(Chase {
            opinion: m.opinion,
            rev: m.rev,
            unit,
            way: Way::Phone,
            person: None,
            text: None,
            promised_for,
        })
    };
    for (first, second) in [
        (None, Some(lead)),
        (Some(lead), None),
        (Some(lead), Some(lead)),
        (Some(a.help), Some(a.help)),
    ] {
        let m = at(&mut b, &a, OpinionState::HandedOver);
        b.act(asked(m, first, Some(today())));
        let refused = b.try_act(asked(m, second, None));
        let changed = matches!(refused, Err(ExecuteError::Refused(Refusal::Changed { .. })));
        assert!(changed, "{first:?} {second:?}: {refused:?}");
        let o = b.opinion_file(m.opinion).opinion;
        let promised: Vec<_> = o.round().unwrap().parts().filter_map(|p| p.promised_for).collect();
        assert_eq!(promised, [today()], "{first:?} {second:?}");
        b.act(asked(Matter { rev: o.rev, ..m }, second, None));
    }
    b.sound();
}

/// Of a group one who is not content is enough, whoever says what after that.
#[test]
fn nobody_s_praise_closes_a_matter_over_another_s_complaint() {
    let mut b = Bench::new();
    let a = around(&mut b);
    let grade = |b: &Bench, m: Matter| b.opinion_file(m.opinion).opinion.grade;
    let praise = |m: Matter, rev| {
        let mut said = tell(
            Matter { rev, ..m },
            Some(m.second),
            Reached::Told,
            Some(Grade::Satisfied),
        );
        if let Command::Tell(Tell { close, .. }) = &mut said {
            *close = true;
        }
        said
    };
    let m = at(&mut b, &a, OpinionState::Answered);
    // Both were on the phone at once: neither refuses the other.
    let (bad, good) = (
        tell(m, Some(m.first), Reached::Told, Some(Grade::Dissatisfied)),
        praise(m, m.rev),
    );
    b.act(bad);
    // It would not be closed with that, which is said; the telling itself stands once it does not close.
    let refused = b.try_act(good);
    assert!(
        matches!(refused, Err(ExecuteError::Refused(Refusal::NotContent))),
        "{refused:?}"
    );
    let rev = b.rev(m.opinion);
    b.act(tell(
        Matter { rev, ..m },
        Some(m.second),
        Reached::Told,
        Some(Grade::Satisfied),
    ));
    let o = b.opinion_file(m.opinion).opinion;
    assert_eq!((o.state, o.grade), (OpinionState::Told, Some(Grade::Dissatisfied)));
    // Their own other word counts, and nobody else's.
    let rev = b.rev(m.opinion);
    b.act(evaluate(Matter { rev, ..m }, m.second, Grade::Basically));
    assert_eq!(grade(&b, m), Some(Grade::Dissatisfied));
    let rev = b.rev(m.opinion);
    b.act(evaluate(Matter { rev, ..m }, m.first, Grade::Satisfied));
    assert_eq!(grade(&b, m), Some(Grade::Basically));

    let m = at(&mut b, &a, OpinionState::Answered);
    b.act(tell(m, Some(m.first), Reached::Told, None));
    let said = praise(m, b.rev(m.opinion));
    b.act(said);
    let o = b.opinion_file(m.opinion).opinion;
    assert_eq!((o.state, o.grade), (OpinionState::Closed, Some(Grade::Satisfied)));
    // The other one had not been asked yet, and brings it back; what the first said may be put right.
    b.act(evaluate(Matter { rev: o.rev, ..m }, m.first, Grade::Dissatisfied));
    let o = b.opinion_file(m.opinion).opinion;
    assert_eq!((o.state, o.grade), (OpinionState::Told, Some(Grade::Dissatisfied)));
    b.act(evaluate(Matter { rev: o.rev, ..m }, m.second, Grade::Basically));
    let said: Vec<_> = b
        .opinion_file(m.opinion)
        .opinion
        .parties
        .iter()
        .map(|p| p.grade)
        .collect();
    assert_eq!(said, [Some(Grade::Dissatisfied), Some(Grade::Basically)]);
    b.sound();
}
