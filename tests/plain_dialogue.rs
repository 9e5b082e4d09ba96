//! The conversation by itself, step by step, over a desk that only answers what a test tells it to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{self, BufRead, Read, Write};

use uuid::Uuid;
use zhiban::cells::{Class, class_of};
use zhiban::config::default_rules;
use zhiban::domain::code::{Channel, OpinionState, Priority, Reached, Role, VisitState, Way};
use zhiban::domain::command::{Command, Handling, Speaker};
use zhiban::domain::id::{CitizenId, DraftId, OpinionId, VisitId};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{Citizen, CitizenDetails, Opinion, OpinionDetails, Party, Touch, Visit};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, OpinionFile, Outcome, Query, Snapshot};
use zhiban::i18n::Lang;
use zhiban::plain::{Act, Context, Dialogue, Failure, Kept, Port, Step, Then, run};

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

fn now() -> Moment {
    TimeOfDay(582).on(today())
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn context(lang: Lang) -> Context {
    Context {
        lang,
        account: "林".into(),
        table: 1,
        practice: true,
    }
}

fn visit(n: u16, state: VisitState) -> Visit {
    Visit {
        id: VisitId(id(u128::from(n))),
        n: i64::from(n),
        session: None,
        day: today(),
        channel: Channel::Visit,
        ticket: Some(n),
        label: Some("王秀英\u{1b}[31m\n第二行".into()),
        first_words: None,
        heads: 1,
        head_informed: false,
        asked: None,
        priority: Priority::Normal,
        priority_reason: None,
        state,
        table: Some(1),
        rank: 0,
        arrived_at: now(),
        first_called_at: Some(now()),
        called_at: Some(now()),
        calls: 1,
        talk_at: None,
        over_at: None,
        missed: 0,
        note: None,
        outcome_reason: None,
        unwritten: false,
        consult_only: false,
        after_close: false,
        carried_from: None,
        doubtful: false,
        opinions: 0,
        rev: 3,
        touch: Touch::default(),
    }
}

fn opinion(state: OpinionState) -> Opinion {
    Opinion {
        id: OpinionId(id(50)),
        n: 1,
        number: "03-2026-0113".into(),
        visit: VisitId(id(1)),
        citizen: Some(CitizenId(id(60))),
        parties: vec![
            Party {
                citizen: CitizenId(id(60)),
                name: Some("孙国芳".into()),
                told: true,
            },
            Party {
                citizen: CitizenId(id(61)),
                name: Some("何平".into()),
                told: false,
            },
        ],
        session: None,
        day: today(),
        details: OpinionDetails {
            words: "老街路灯不亮".into(),
            ..OpinionDetails::default()
        },
        state,
        round: None,
        on_spot: false,
        class: None,
        class_date: None,
        answer: Some("换了灯泡".into()),
        guidance: None,
        told: false,
        failed_tellings: 0,
        held: false,
        grade: None,
        void_reason: None,
        split_from: None,
        paper_no: None,
        filed_at: now(),
        closed_at: None,
        rev: 7,
        touch: Touch::default(),
    }
}

fn outcome() -> Outcome {
    Outcome {
        seq: 1,
        repeated: false,
        visit: Some(VisitId(id(1))),
        opinion: None,
        other_opinion: None,
        citizen: None,
        session: None,
        ticket: Some(1),
        number: Some("03-2026-0001".into()),
        claim_code: None,
        called: None,
    }
}

/// A desk of one visit and one matter that notes what it was told.
struct Fake {
    queue: Vec<Visit>,
    opinion: Opinion,
    replies: Vec<Result<Outcome, Failure>>,
    acts: Vec<Act>,
    kept: Vec<Kept>,
    locked: bool,
    full: bool,
    /// Seconds between two looks at the clock.
    pace: i64,
    clock: Moment,
}

impl Fake {
    fn new() -> Self {
        Self {
            queue: Vec::new(),
            opinion: opinion(OpinionState::Answered),
            replies: Vec::new(),
            acts: Vec::new(),
            kept: Vec::new(),
            locked: false,
            full: false,
            pace: 2,
            clock: now(),
        }
    }

    fn say(&mut self, script: &str) -> String {
        let mut out = Vec::new();
        run(&mut script.as_bytes(), &mut out, context(Lang::Zh), self).unwrap();
        String::from_utf8(out).unwrap()
    }
}

impl Port for Fake {
    fn now(&mut self) -> Moment {
        self.clock.0 += self.pace * 1000;
        self.clock
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, String> {
        if self.locked {
            return Err("打不开，请再试".into());
        }
        Ok(match query {
            Query::Snapshot { .. } => Answer::Snapshot(Box::new(Snapshot {
                rules: Some(std::sync::Arc::new(default_rules().unwrap())),
                business_day: Some(today()),
                queue: self.queue.clone(),
                ..Snapshot::default()
            })),
            Query::File(_) => Answer::File(Some(Box::new(OpinionFile {
                opinion: self.opinion.clone(),
                citizen: None,
                village: None,
                deputies: Vec::new(),
                visit: None,
                history: Vec::new(),
            }))),
            Query::VisitFile(_) => {
                let details = CitizenDetails {
                    name: Some("何平".into()),
                    phone: Some("13744104410".into()),
                    cannot_read: true,
                    ..CitizenDetails::default()
                };
                let citizen = Citizen {
                    id: CitizenId(id(61)),
                    visit: VisitId(id(1)),
                    details,
                    claim_code: None,
                    rev: 1,
                };
                Answer::VisitFile(self.queue.first().cloned(), vec![citizen], Vec::new())
            }
            Query::Opinions { matching, .. } => {
                let found = matching.contains("0113").then(|| zhiban::domain::view::OpinionRow {
                    id: self.opinion.id,
                    n: 1,
                    number: self.opinion.number.clone(),
                    day: today(),
                    brief: String::new(),
                    person: None,
                    village: None,
                    unit: None,
                    category: None,
                    state: self.opinion.state,
                    due: None,
                    rev: 7,
                });
                Answer::Opinions(found.into_iter().collect(), false)
            }
            Query::Visits { .. } => Answer::Visits(self.queue.clone()),
            Query::Drafts { .. } => Answer::Drafts(Vec::new()),
            Query::Units { .. } => Answer::Units(Vec::new()),
            Query::Earlier { .. } => Answer::Earlier(Vec::new()),
            other => panic!("{other:?}"),
        })
    }

    fn execute(&mut self, act: &Act) -> Result<Outcome, Failure> {
        self.acts.push(act.clone());
        if self.replies.is_empty() {
            return Ok(outcome());
        }
        self.replies.remove(0)
    }

    fn save_draft(&mut self, kept: &Kept) -> Result<DraftId, String> {
        if self.full {
            return Err("磁盘满了".into());
        }
        self.kept.push(kept.clone());
        Ok(kept.id.unwrap_or(DraftId(id(90))))
    }
}

#[test]
fn the_engine_names_one_thing_at_a_time_and_does_nothing_itself() {
    let mut d = Dialogue::new(context(Lang::Zh));
    let Step { say, then } = d.start(now());
    assert!(say.is_empty());
    assert_eq!(then, Then::Ask(Query::Snapshot { today: today() }));
    let snapshot = Answer::Snapshot(Box::default());
    let step = d.answered(now(), Ok(snapshot.clone()));
    assert_eq!(step.then, Then::Listen);
    assert!(step.say[0].starts_with("练习 值班台"), "{:?}", step.say);
    // A wrong digit is named, the question is asked again, and nothing is remembered of it.
    for _ in 0..3 {
        let step = d.line(now(), "42");
        assert_eq!(step.then, Then::Listen);
        assert_eq!(step.say.len(), 2);
        assert!(
            step.say[0].contains("42") && step.say[1].contains("1 到 9"),
            "{:?}",
            step.say
        );
    }
    let step = d.line(now(), "三");
    assert!(step.say[0].contains("要数字"));
    // Full-width digits and a full-width question mark are what they look like.
    assert!(d.line(now(), "？").say.len() > 2);
    assert!(matches!(d.line(now(), " ２ ").then, Then::Ask(Query::Snapshot { .. })));
    assert_eq!(d.answered(now(), Ok(snapshot)).then, Then::Listen);
    assert_eq!(d.line(now(), "0").then, Then::Listen, "0 goes back to the menu");
    assert_eq!(d.line(now(), "0").then, Then::End);
}

#[test]
fn a_refusal_says_what_to_do_next_and_a_failure_goes_back() {
    let mut f = Fake::new();
    f.replies = vec![
        Err(Failure::Refused(Refusal::NobodyWaits)),
        Err(Failure::Refused(Refusal::NotPermitted { role: Role::Viewer })),
        Err(Failure::Failed("磁盘满了，没有存上".into())),
    ];
    let out = f.say("3\n3\n3\n0\n");
    assert!(out.contains("没有人在等\n可以选 2 取号"), "{out}");
    assert!(
        out.contains("不能办这件事") && out.contains("磁盘满了，没有存上"),
        "{out}"
    );
    assert!(out.ends_with("再见\n"));
    assert_eq!(f.acts.len(), 3);
    assert_eq!(f.acts[0].table, Some(1));
    f.locked = true;
    let out = f.say("1\n0\n");
    assert_eq!(out.matches("打不开，请再试").count(), 2, "{out}");
}

#[test]
fn data_never_moves_the_cursor_or_breaks_the_line() {
    let mut f = Fake::new();
    f.queue = vec![visit(5, VisitState::Called)];
    let out = f.say("1\n4\n1\n0\n0\n");
    assert!(!out.contains('\u{1b}'), "{out}");
    assert!(out.lines().any(|l| l.contains("已叫 005 王秀英[31m 第二行")), "{out}");
    let chrome = out.replace("[31m", "");
    let odd = chrome
        .chars()
        .find(|c| *c != '\n' && !matches!(class_of(*c), Class::One | Class::Wide));
    assert_eq!(odd, None, "every sign has the same width everywhere");
}

#[test]
fn each_act_on_a_visit_is_bound_to_what_was_read_out() {
    let mut f = Fake::new();
    f.queue = vec![visit(5, VisitState::Called)];
    f.say("4\n1\n1\n2\n3\n4\n0\n0\n");
    let visit = VisitId(id(5));
    let commands: Vec<_> = f.acts.iter().map(|a| a.command.clone()).collect();
    assert_eq!(
        commands,
        [
            Command::StartTalk { visit, rev: 3 },
            Command::CallAgain { visit, rev: 3 },
            Command::MarkMissed { visit, rev: 3 },
            Command::TakeBackCall { visit, rev: 3 },
        ]
    );
    let finished = |consult_only, unwritten, call_next| Command::FinishVisit {
        visit,
        rev: 3,
        consult_only,
        unwritten,
        call_next,
    };
    let mut f = Fake::new();
    f.queue = vec![self::visit(5, VisitState::Talking)];
    f.say("4\n1\n2\n3\n4\n5\n6\n2\n到那边\n0\n0\n");
    let commands: Vec<_> = f.acts.iter().map(|a| a.command.clone()).collect();
    assert_eq!(
        commands,
        [
            finished(false, true, false),
            finished(false, true, true),
            finished(false, true, false),
            finished(true, false, false),
            Command::MoveVisit {
                visit,
                rev: 3,
                to: 2,
                note: Some("到那边".into())
            },
        ]
    );
}

#[test]
fn a_race_over_a_matter_keeps_what_was_typed() {
    let mut f = Fake::new();
    let lost = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0113".into(),
        touch: Touch {
            by: "何".into(),
            table: None,
            at: now(),
        },
        visit: None,
        next: None,
    };
    f.replies = vec![Err(Failure::Refused(lost)), Ok(outcome())];
    let out = f.say("6\n0113\n1\n1\n1\n1\n3\n灯还是暗\n1\n0\n0\n");
    assert!(out.contains("何平 137 4410 4410 不识字"), "{out}");
    assert!(out.contains("由 何于"), "{out}");
    assert!(out.contains("03-2026-0113 现在是待反馈"), "{out}");
    let told: Vec<_> = f
        .acts
        .iter()
        .map(|a| match &a.command {
            Command::Tell {
                whom,
                reached,
                said,
                way,
                close,
                ..
            } => (*whom, *reached, said.clone().unwrap(), *way, *close),
            other => panic!("{other:?}"),
        })
        .collect();
    let same = (
        Some(CitizenId(id(61))),
        Reached::Told,
        "灯还是暗".to_owned(),
        Way::Phone,
        true,
    );
    assert_eq!(told, [same.clone(), same]);
}

#[test]
fn a_matter_grows_as_a_draft_line_by_line_and_nothing_is_filed_unasked() {
    let mut f = Fake::new();
    let out = f.say("5\r\n\r\n路灯不亮\r\n半年了\r\n");
    assert!(out.ends_with("留在没写完\n"), "{out}");
    assert!(f.acts.is_empty());
    let bodies: Vec<_> = f.kept.iter().map(|k| k.body.clone()).collect();
    assert!(bodies[0].contains("路灯不亮") && !bodies[0].contains("半年了"));
    assert!(bodies.last().unwrap().contains("路灯不亮\\n半年了"));
    assert!(f.kept[0].id.is_none() && f.kept[1..].iter().all(|k| k.id == Some(DraftId(id(90)))));
    assert_eq!(
        (f.kept[0].form.as_str(), f.kept[0].label.as_str()),
        ("opinion", "路灯不亮")
    );
    // Pasted in one go it is not saved once per line.
    let mut f = Fake::new();
    f.pace = 0;
    let text: Vec<String> = (0..2000).map(|n| format!("第{n}行")).collect();
    f.say(&format!("5\n\n{}\n", text.join("\n")));
    assert!(f.kept.len() < 5, "{}", f.kept.len());
    assert!(f.kept.last().unwrap().body.contains("第1999行"));
    // A disk that is full is said, and the words still go to be filed.
    let mut f = Fake::new();
    f.full = true;
    let out = f.say("5\n\n路灯不亮\n.\n\n\n\n\n4\n1\n0\n");
    assert!(out.contains("草稿没存上：磁盘满了"), "{out}");
    let Command::FileOpinion(entry) = &f.acts[0].command else {
        panic!()
    };
    assert_eq!(entry.details.words, "路灯不亮");
    assert_eq!(entry.handling, Handling::Reference);
    assert!(matches!(&entry.speaker, Speaker::New(c) if c.anonymous && c.name.is_none()));
}

#[test]
fn going_back_a_question_keeps_the_answers_and_one_may_be_changed_before_filing() {
    let mut f = Fake::new();
    let script = "5\n\n路灯不亮\n.\n何平\n0\n孙国芳\n\n1\n\n\n老街\n4\n2\n7\n新街\n1\n0\n";
    f.say(script);
    let Command::FileOpinion(entry) = &f.acts[0].command else {
        panic!()
    };
    let Speaker::New(who) = &entry.speaker else { panic!() };
    assert_eq!(who.name.as_deref(), Some("孙国芳"));
    assert!(who.privacy_told);
    assert_eq!(entry.details.place.as_deref(), Some("新街"));
    assert_eq!(f.acts[0].draft, Some(DraftId(id(90))));
}

/// An output that is gone after a few lines.
struct Broken(usize);

impl Write for Broken {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.0 -= 1;
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An input that dies as a terminal does when the line drops.
struct Dropped<'a>(&'a [u8]);

impl Read for Dropped<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf)
    }
}

impl BufRead for Dropped<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.0.is_empty() {
            return Err(io::Error::from_raw_os_error(5));
        }
        Ok(self.0)
    }

    fn consume(&mut self, n: usize) {
        self.0 = self.0.split_at(n).1;
    }
}

#[test]
fn a_line_that_drops_keeps_what_was_typed() {
    let mut f = Fake::new();
    f.pace = 0;
    let mut out = Vec::new();
    let mut input = Dropped("5\n\n路灯不亮\n半".as_bytes());
    run(&mut input, &mut out, context(Lang::Zh), &mut f).unwrap();
    assert!(f.kept.last().unwrap().body.contains("路灯不亮\\n半"));

    let mut f = Fake::new();
    f.pace = 0;
    let ended = run(
        &mut "5\n\n路灯不亮\n半年了\n.\n何平\n".as_bytes(),
        &mut Broken(5),
        context(Lang::Zh),
        &mut f,
    );
    assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert!(f.kept.last().unwrap().body.contains("半年了"));
    assert!(f.acts.is_empty());
}

#[test]
fn foreign_bytes_are_said_in_words_that_can_be_read() {
    let mut f = Fake::new();
    let mut out = Vec::new();
    let script: &[u8] = b"5\n\n\xc2\xb7\xb5\xc6\n\xe7\x81\xaf\n.\n0\n0\n0\n";
    run(&mut &script[..], &mut out, context(Lang::Zh), &mut f).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(
        out.contains("不是 UTF-8") && out.contains("set the terminal charset to UTF-8"),
        "{out}"
    );
    assert!(f.kept.last().unwrap().body.contains('灯'), "the words go on after it");
}
