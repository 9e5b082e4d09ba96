//! The desk over its file: commands through the log into the tables, and questions to them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::{Bench, person, rules, today};
use uuid::Uuid;
use zhiban::domain::code::{Grade, OpinionState, Presence, Priority, Reached, SessionState, VisitState, Way};
use zhiban::domain::command::{
    Arrival, Change, CitizenChange, Command, GuideEntry, Handling, Late, LateVisit, SpotEntry, VisitRef,
};
use zhiban::domain::id::{CommandId, DraftId};
use zhiban::domain::moment::{Moment, TimeOfDay};
use zhiban::domain::record::CitizenDetails;
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, Draft, Owing, Query, Stretch};
use zhiban::store::{ExecuteError, drafts, execute, migrate, tables};

#[test]
fn every_table_is_listed_once() {
    let b = Bench::new();
    let lists = [tables::STATE, tables::WORKING].concat();
    assert_eq!(
        migrate::unlisted_tables(b.desk.conn(), &lists).unwrap(),
        [] as [&str; 0]
    );
    b.desk
        .conn()
        .execute_batch("CREATE TABLE stray (x INTEGER) STRICT")
        .unwrap();
    assert_eq!(migrate::unlisted_tables(b.desk.conn(), &lists).unwrap(), ["stray"]);
}

#[test]
fn a_reception_from_plan_to_close() {
    let mut b = Bench::new();
    let session = b.open_session(2);
    assert_eq!(b.snapshot().session.unwrap().ordinal, Some(1));
    let first = b.arrive(Some(session), "王秀英");
    assert_eq!(first.ticket, Some(1));
    let second = b.arrive(Some(session), "周德旺");
    let urgent = b.act(Command::TakeNumber {
        session: Some(session),
        arrival: Arrival {
            label: Some("老人".into()),
            heads: 7,
            priority: Some((Priority::First, "八十岁".into())),
            ..Arrival::default()
        },
    });
    let queue: Vec<_> = b.snapshot().queue.iter().map(|v| v.ticket.unwrap()).collect();
    assert_eq!(queue, [3, 1, 2], "who goes first, then who came first");
    assert_eq!(b.snapshot().owed.tell_head, 1);
    assert_eq!(b.snapshot().follow_up[0].owing, Owing::TellHead);
    b.act(Command::InformHead {
        visit: urgent.visit.unwrap(),
    });

    b.table = Some(1);
    let called = b.act(Command::CallNext {
        session: Some(session),
        table: 1,
    });
    assert_eq!((called.called, called.ticket), (urgent.visit, Some(3)));
    let visit = called.called.unwrap();
    let busy = b.try_act(Command::CallNext {
        session: Some(session),
        table: 1,
    });
    assert!(matches!(busy, Err(ExecuteError::Refused(Refusal::TableBusy { .. }))));
    b.act(Command::StartTalk {
        visit,
        rev: b.visit_rev(visit),
    });
    b.act(Command::MoveVisit {
        visit,
        rev: b.visit_rev(visit),
        to: 2,
        note: Some("转给李代表".into()),
    });
    assert_eq!(
        b.count("SELECT count(*) FROM visit_span WHERE kind = 'talking'"),
        2,
        "the talk before the move and the talk after it stay apart"
    );
    assert_eq!(b.snapshot().received, 1);
    let stale = b.try_act(Command::FinishVisit {
        visit,
        rev: 1,
        consult_only: false,
        unwritten: false,
        call_next: false,
    });
    let Err(ExecuteError::Refused(Refusal::Changed { touch, subject, .. })) = stale else {
        panic!("{stale:?}")
    };
    assert_eq!(
        (touch.by.as_str(), touch.table, subject),
        ("林站长", Some(1), Subject::Visit)
    );
    let done = b.act(Command::FinishVisit {
        visit,
        rev: b.visit_rev(visit),
        consult_only: false,
        unwritten: true,
        call_next: true,
    });
    assert_eq!(
        (done.visit, done.called, done.ticket),
        (Some(visit), first.visit, Some(1))
    );
    assert_eq!(b.snapshot().owed.unwritten, 1);
    assert_eq!(
        b.count("SELECT count(*) FROM visit WHERE state = 'done' AND label = '老人' AND note IS NOT NULL"),
        1,
        "still needed while something is unwritten"
    );
    b.act(Command::SettleUnwritten { visit });
    assert_eq!(
        b.count("SELECT count(*) FROM visit WHERE coalesce(label, first_words, note) IS NOT NULL AND state = 'done'"),
        0
    );
    assert_eq!(
        b.count("SELECT count(*) FROM key WHERE kind = 'visit' AND wrapped IS NULL"),
        1
    );

    let one = first.visit.unwrap();
    b.act(Command::TakeBackCall {
        visit: one,
        rev: b.visit_rev(one),
    });
    for visit in [one, second.visit.unwrap()] {
        b.act(Command::EndVisit {
            visit,
            rev: b.visit_rev(visit),
            outcome: VisitState::NextTime,
            reason: Some("到点了".into()),
        });
    }
    b.act(Command::CloseSession { session, note: None });
    let Answer::Sessions(list) = b.ask(&Query::Sessions { state: None, limit: 9 }) else {
        panic!()
    };
    assert_eq!((list[0].session.state, list[0].received), (SessionState::Closed, 1));
    let Answer::Attendance(_, roster) = b.ask(&Query::Attendance(session)) else {
        panic!()
    };
    assert!(roster[0].out_at.is_some(), "signed out by the closing");
    let Answer::Figures(f) = b.ask(&Query::Figures {
        from: today(),
        to: today(),
    }) else {
        panic!()
    };
    assert_eq!((f.sessions, f.batches, f.persons, f.groups), (1, 1, 7, 1));
    assert_eq!(f.not_received, [(VisitState::NextTime, 2)]);
    assert_eq!(f.mean_wait, Some(2));
    b.sound();
}

#[test]
fn a_matter_from_filing_to_closing() {
    let mut b = Bench::new();
    let entry = b.entry("村口弯道看不见对面来车", person("王秀英", "13712344410"));
    let request = b.request(Command::FileOpinion(Box::new(entry)));
    let now = b.now;
    let first = execute(&mut b.desk, &request, now, false, &mut b.supply).unwrap();
    let again = execute(&mut b.desk, &request, now, false, &mut b.supply).unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.seq, again.number.as_deref()), (first.seq, Some("03-2026-0001")));
    assert_eq!(b.count("SELECT count(*) FROM opinion"), 1);
    let id = first.opinion.unwrap();
    assert_eq!(b.snapshot().owed.unhandled, 1);

    b.act(Command::Handle {
        opinion: id,
        rev: b.rev(id),
        handling: b.hand_over(None),
    });
    let o = b.opinion_file(id).opinion;
    assert_eq!(o.state, OpinionState::HandedOver);
    assert_eq!(o.round.as_ref().unwrap().unit_name, "供电所");
    b.act(Command::Chase {
        opinion: id,
        rev: b.rev(id),
        way: Way::Phone,
        person: Some("熊所长".into()),
        text: Some("周五派人".into()),
        promised_for: Some(today()),
    });
    let s = b.snapshot();
    assert_eq!((s.owed.ask_today, s.owed.overdue), (1, 0));
    assert_eq!(s.follow_up[0].note.as_deref(), Some("周五派人"));
    assert_eq!(s.follow_up[0].unit.as_deref(), Some("供电所"));
    b.act(Command::RecordAnswer {
        opinion: id,
        rev: b.rev(id),
        way: Way::Paper,
        person: None,
        text: "已装凸面镜".into(),
        class: "A".into(),
        class_date: None,
    });
    assert_eq!(b.snapshot().owed.to_tell, 1);
    b.act(Command::Tell {
        opinion: id,
        rev: b.rev(id),
        whom: None,
        way: Way::Phone,
        reached: Reached::NoAnswer,
        note: None,
        grade: None,
        said: None,
        close: false,
    });
    assert_eq!(b.opinion_file(id).opinion.failed_tellings, 1);
    b.act(Command::Tell {
        opinion: id,
        rev: b.rev(id),
        whom: None,
        way: Way::Phone,
        reached: Reached::Told,
        note: Some("很高兴".into()),
        grade: Some(Grade::Satisfied),
        said: Some("谢谢".into()),
        close: true,
    });
    let file = b.opinion_file(id);
    assert_eq!(file.opinion.state, OpinionState::Closed);
    assert_eq!(file.opinion.answer.as_deref(), Some("已装凸面镜"));
    assert_eq!(
        file.opinion.round.as_ref().unwrap().answer.as_deref(),
        Some("已装凸面镜")
    );
    assert_eq!(
        file.citizen.as_ref().unwrap().details.phone.as_deref(),
        Some("13712344410")
    );
    assert_eq!(file.deputies, ["张建军"]);
    assert_eq!(file.history.len(), 8);
    assert_eq!(
        file.history[0].secret.as_ref().unwrap().words.as_deref(),
        Some("村口弯道看不见对面来车")
    );
    let phone_in_clear = b.count(
        "SELECT count(*) FROM event WHERE instr(body, '13712344410') OR instr(coalesce(sealed, ''), '13712344410')",
    );
    assert_eq!(phone_in_clear, 0);
    b.sound();
}

#[test]
fn search_finds_by_number_phone_words_and_name() {
    let mut b = Bench::new();
    let lamp = b.entry("老街路灯不亮", person("王秀英", "13712344410"));
    let lamp = b.file(lamp);
    let ditch = b.entry("排水沟淤堵", person("周德旺", "13900001234"));
    let ditch = b.file(ditch);
    let one = |typed: &str, id| {
        let found: Vec<_> = b.search(typed).iter().map(|r| r.id).collect();
        assert_eq!(found, [id], "{typed}");
    };
    for typed in [
        "路灯",
        "灯",
        "老街路灯",
        "4410",
        "13712344410",
        "137 1234 4410",
        "王秀",
        "wxy",
        "wang",
        "03-2026-0001",
        "1",
    ] {
        if typed != "137 1234 4410" {
            one(typed, lamp);
        }
    }
    one("２", ditch);
    one("zdw", ditch);
    assert_eq!(b.search("石桥村口").len(), 2);
    assert_eq!(b.search("").iter().map(|r| r.id).collect::<Vec<_>>(), [ditch, lamp]);
    for prefix in ["03-2026-", "03-2026-0", "03-2026-000"] {
        assert_eq!(b.search(prefix).len(), 2, "{prefix}");
    }
    assert!(b.search("03-2025-").is_empty());
    assert!(b.search("沟灯").is_empty());
    assert!(b.search("。").is_empty());

    // A page at a time.
    let Answer::Opinions(page, more) = b.ask(&Query::Opinions {
        matching: "石桥".into(),
        state: Some(OpinionState::Filed),
        stretch: Stretch::Newest,
        limit: 1,
    }) else {
        panic!()
    };
    assert!(more && page[0].id == ditch);
    let Answer::Opinions(page, more) = b.ask(&Query::Opinions {
        matching: "石桥".into(),
        state: Some(OpinionState::Filed),
        stretch: Stretch::Before(page[0].n),
        limit: 1,
    }) else {
        panic!()
    };
    assert!(!more && page[0].id == lamp);
    // And from its end upwards, always newest first; by words, by number, in one state and in all.
    for (matching, state) in [
        ("石桥", Some(OpinionState::Filed)),
        ("石桥", None),
        ("", Some(OpinionState::Filed)),
        ("", None),
        ("03-2026-000", None),
        ("03-2026-", None),
    ] {
        let ask = |stretch, limit| {
            let matching = matching.to_owned();
            let query = Query::Opinions {
                matching,
                state,
                stretch,
                limit,
            };
            let Answer::Opinions(rows, more) = b.ask(&query) else {
                panic!()
            };
            (rows.iter().map(|r| r.id).collect::<Vec<_>>(), rows[0].n, more)
        };
        let (last, n, more) = ask(Stretch::Oldest, 1);
        assert_eq!((last, more), (vec![lamp], true), "{matching}");
        let (next, _, more) = ask(Stretch::After(n), 1);
        assert_eq!((next, more), (vec![ditch], false), "{matching}");
        let (both, _, more) = ask(Stretch::Oldest, 2);
        assert_eq!((both, more), (vec![ditch, lamp], false), "{matching}");
    }

    // What is corrected is found by what it says now.
    b.act(Command::CorrectOpinion {
        opinion: lamp,
        rev: b.rev(lamp),
        changes: vec![Change::Words("新街灯杆倒了".into()), Change::Affected(Some(30))],
        reason: "听错了".into(),
    });
    assert!(b.search("老街").is_empty());
    assert_eq!(b.search("灯杆")[0].id, lamp);
    let citizen = b.opinion_file(lamp).citizen.unwrap();
    b.act(Command::CorrectCitizen {
        citizen: citizen.id,
        rev: citizen.rev,
        changes: vec![
            CitizenChange::Name(Some("汪秀英".into()), None),
            CitizenChange::Phone(Some("13500005555".into())),
            CitizenChange::Village(Some(b.village)),
        ],
        reason: "写错了".into(),
    });
    assert!(b.search("4410").is_empty());
    assert_eq!(b.search("5555")[0].id, lamp);
    assert_eq!(b.search("汪秀英")[0].village.as_deref(), Some("石桥村"));
    let Answer::Earlier(found) = b.ask(&Query::Earlier {
        phone: Some("135 0000 5555".into()),
        name: Some("汪秀英".into()),
        village: Some(b.village),
    }) else {
        panic!()
    };
    assert_eq!(found.len(), 1);
    assert!(found[0].by_phone);
    b.sound();
}

#[test]
fn a_confidential_matter_is_sealed_wherever_it_stands() {
    let mut b = Bench::new();
    let mut entry = b.entry("举报邻居私搭", person("赵明", "13800138000"));
    entry.details.confidential = true;
    entry.handling = b.hand_over(None);
    let id = b.file(entry);
    assert_eq!(
        b.count("SELECT count(*) FROM opinion WHERE words IS NULL AND sealed IS NOT NULL"),
        1
    );
    assert_eq!(
        b.count("SELECT count(*) FROM round WHERE note IS NULL AND note_sealed IS NOT NULL"),
        1
    );
    assert!(b.search("私搭").is_empty());
    assert_eq!(b.search("赵明")[0].brief, "举报邻居私搭");
    b.act(Command::CorrectOpinion {
        opinion: id,
        rev: b.rev(id),
        changes: vec![Change::Confidential(false)],
        reason: "本人同意公开".into(),
    });
    assert_eq!(b.search("私搭").len(), 1);
    assert_eq!(
        b.count("SELECT count(*) FROM round WHERE note = '请尽快' AND note_sealed IS NULL"),
        1
    );
    b.act(Command::CorrectOpinion {
        opinion: id,
        rev: b.rev(id),
        changes: vec![Change::Confidential(true), Change::Summary(Some("违建".into()))],
        reason: "又不同意了".into(),
    });
    assert_eq!(b.opinion_file(id).opinion.details.words, "举报邻居私搭");
    assert_eq!(b.opinion_file(id).opinion.details.summary.as_deref(), Some("违建"));
    b.sound();
}

#[test]
fn splitting_moving_voiding_and_the_accusation() {
    let mut b = Bench::new();
    let session = b.open_session(1);
    let visit = b.arrive(Some(session), "甲").visit.unwrap();
    let mut entry = b.entry("路灯不亮,还有沟堵了", person("甲", "13712344410"));
    entry.visit = VisitRef::Known(visit);
    let id = b.file(entry);
    let split = b.act(Command::SplitOpinion {
        opinion: id,
        rev: b.rev(id),
        keep: "路灯不亮".into(),
        words: "沟堵了".into(),
        category: None,
    });
    assert_eq!(split.opinion, Some(id));
    let other = split.other_opinion.unwrap();
    assert_eq!(b.opinion_file(other).opinion.split_from, Some(id));
    assert_eq!(b.opinion_file(id).opinion.details.words, "路灯不亮");
    assert_eq!(b.count("SELECT opinions FROM visit WHERE label = '甲'"), 2);
    let to = b.arrive(Some(session), "乙").visit.unwrap();
    b.act(Command::MoveOpinion {
        opinion: other,
        rev: b.rev(other),
        visit: to,
        citizen: None,
        reason: "记错了人".into(),
    });
    assert_eq!(b.count("SELECT opinions FROM visit WHERE label = '乙'"), 1);
    b.act(Command::VoidOpinion {
        opinion: id,
        rev: b.rev(id),
        reason: "重复".into(),
    });
    assert_eq!(b.count("SELECT opinions FROM visit WHERE label = '甲'"), 0);
    let t4 = b.act(Command::CountAccusation {
        visit: VisitRef::Known(to),
        reason: "T4".into(),
        told: true,
    });
    let kept = b.opinion_file(t4.opinion.unwrap());
    assert_eq!((kept.opinion.details.words.as_str(), kept.citizen), ("", None));
    assert_eq!(b.search("").len(), 3, "void numbers stay visible");
    let Answer::VisitFile(Some(_), people, opinions) = b.ask(&Query::VisitFile(visit)) else {
        panic!()
    };
    assert_eq!((people.len(), opinions.len()), (1, 1));
    let Answer::Figures(f) = b.ask(&Query::Figures {
        from: today(),
        to: today(),
    }) else {
        panic!()
    };
    assert_eq!((f.opinions, f.void, f.guided, f.undecided), (2, 1, 1, 1));
    b.sound();
}

#[test]
fn what_was_erased_is_empty_live_and_in_a_replay() {
    let mut b = Bench::new();
    let mut entry = b.entry("只说给你听", person("孙国芳", "13712344410"));
    entry.handling = Handling::OnSpot(SpotEntry {
        answer: "已解释".into(),
        class: "A".into(),
        grade: Some(Grade::Basically),
    });
    let id = b.file(entry);
    let citizen = b.opinion_file(id).citizen.unwrap().id;
    let now = b.now.0;
    let traces = "SELECT count(*) FROM opinion_index_data WHERE instr(block, CAST('芳' AS BLOB)) OR instr(block, CAST('你' AS BLOB))";
    assert!(b.count(traces) > 0);
    b.desk
        .write(|tx, _, _| {
            for owner in [citizen.0, id.0] {
                zhiban::store::keys::forget(tx, &owner.to_string(), now)?;
                zhiban::store::apply::wipe(tx, owner)?;
            }
            zhiban::store::index::purge(tx)
        })
        .unwrap();
    let file = b.opinion_file(id);
    assert_eq!(file.opinion.details.words, "");
    assert_eq!(file.opinion.answer, None);
    assert_eq!(file.citizen.unwrap().details.name, None);
    assert!(file.history[0].secret.is_none());
    assert_eq!(b.count(traces), 0, "not even in the index");
    assert!(b.search("孙国芳").is_empty() && b.search("4410").is_empty() && b.search("说给").is_empty());
    b.sound();
}

#[test]
fn late_entries_group_answers_and_the_quiet_day() {
    let mut b = Bench::new();
    // A quiet day: no reception, somebody at the door.
    let now = b.act(Command::ReceiveNow {
        session: None,
        arrival: Arrival {
            label: Some("蓝布衫大姐".into()),
            ..Arrival::default()
        },
        table: 1,
    });
    let visit = now.visit.unwrap();
    assert_eq!(b.snapshot().queue[0].state, VisitState::Talking);
    let mut entry = b.entry("土地征收补偿", person("周德旺", "13712344410"));
    entry.visit = VisitRef::Known(visit);
    entry.representatives = vec![person("周二", "13712344411"), CitizenDetails::default()];
    entry.handling = b.hand_over(Some(today()));
    let id = b.file(entry);
    b.act(Command::FinishVisit {
        visit,
        rev: b.visit_rev(visit),
        consult_only: false,
        unwritten: false,
        call_next: false,
    });
    b.act(Command::RecordAnswer {
        opinion: id,
        rev: b.rev(id),
        way: Way::Meeting,
        person: None,
        text: "按标准补".into(),
        class: "A".into(),
        class_date: None,
    });
    assert_eq!(b.search("周二")[0].id, id, "found by a representative's name");
    assert_eq!(b.search("13712344411")[0].id, id, "and phone");
    let parties = b.opinion_file(id).opinion.parties;
    assert_eq!(parties.len(), 3);
    for (place, party) in parties.iter().enumerate() {
        assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Answered, "{place}");
        b.act(Command::Tell {
            opinion: id,
            rev: b.rev(id),
            whom: Some(party.citizen),
            way: Way::InPerson,
            reached: Reached::Told,
            note: None,
            grade: None,
            said: None,
            close: false,
        });
    }
    assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Told);
    assert_eq!(b.snapshot().owed.to_close, 1);

    // From paper: yesterday's visit and a matter of last year.
    let at = |minute| Moment(TimeOfDay(minute).on(today()).0 - 86_400_000);
    b.act(Command::EnterVisit(LateVisit {
        session: None,
        arrival: Arrival::default(),
        ticket: None,
        table: 1,
        arrived: at(540),
        talked: at(550),
        done: at(560),
    }));
    let Answer::Visits(visits) = b.ask(&Query::Visits { day: at(540).day() }) else {
        panic!()
    };
    assert_eq!(visits[0].over_at, Some(at(560)));
    b.late = Some(Late {
        happened: Moment(b.now.0 - 400 * 86_400_000),
        paper_no: Some("纸-7".into()),
    });
    let mut entry = b.entry("去年的事", person("甲", "13712344412"));
    entry.handling = Handling::Guide(GuideEntry {
        reason: rules().reasons[0].code.clone(),
        told: true,
        ..GuideEntry::default()
    });
    let old = b.file(entry);
    b.late = None;
    let o = b.opinion_file(old);
    assert!(o.opinion.number.starts_with("03-2025-"), "{}", o.opinion.number);
    assert_eq!(o.history[0].paper.as_deref(), Some("纸-7"));
    let mut entry = b.entry(
        "今年的事",
        CitizenDetails {
            anonymous: true,
            ..CitizenDetails::default()
        },
    );
    entry.handling = b.hand_over(None);
    let request = Command::FileOpinion(Box::new(entry));
    let filed = b.act(request);
    assert_eq!(filed.number.as_deref(), Some("03-2026-0002"));
    assert!(filed.claim_code.is_some());
    let held = filed.opinion.unwrap();
    b.act(Command::RecordAnswer {
        opinion: held,
        rev: b.rev(held),
        way: Way::Paper,
        person: None,
        text: "办好了".into(),
        class: "A".into(),
        class_date: None,
    });
    assert!(b.opinion_file(held).opinion.held);
    assert_eq!(b.snapshot().owed.to_tell, 0, "held until the person asks");
    b.sound();
}

#[test]
fn roles_accounts_and_drafts() {
    let mut b = Bench::new();
    b.act(Command::AddAccount {
        os_name: "chen".into(),
        name: "陈看客".into(),
        role: zhiban::domain::code::Role::Viewer,
        deputy: None,
    });
    let Answer::Accounts(found) = b.ask(&Query::Accounts {
        os_name: Some("chen".into()),
    }) else {
        panic!()
    };
    let head = b.account;
    b.account = Some(found[0].id);
    let no = b.try_act(Command::AddUnit(common::unit(
        "x",
        "x",
        zhiban::domain::code::UnitKind::Other,
    )));
    assert!(matches!(no, Err(ExecuteError::Refused(Refusal::NotPermitted { .. }))));
    b.account = head;
    let twice = b.try_act(Command::AddUnit(common::unit(
        "石桥村",
        "石桥",
        zhiban::domain::code::UnitKind::Village,
    )));
    assert!(matches!(
        twice,
        Err(ExecuteError::Refused(Refusal::AlreadyThere(Subject::Unit)))
    ));

    let draft = Draft {
        id: DraftId(Uuid::from_u128(77)),
        form: "opinion".into(),
        target: String::new(),
        label: "村口弯道".into(),
        body: "{\"words\":\"村口弯道\"}".into(),
        account: "林站长".into(),
        saved_at: b.now,
    };
    b.desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &draft))
        .unwrap();
    let mut newer = draft.clone();
    newer.body = "{\"words\":\"村口弯道看不见\"}".into();
    b.desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &newer))
        .unwrap();
    let Answer::Drafts(found) = b.ask(&Query::Drafts {
        account: Some("林站长".into()),
    }) else {
        panic!()
    };
    assert_eq!(found, [newer]);
    assert_eq!(b.snapshot().owed.unwritten, 1);
    assert_eq!(b.snapshot().follow_up[0].draft, Some(draft.id));
    assert_eq!(
        b.count("SELECT count(*) FROM draft WHERE instr(body, '弯道') OR instr(label, '弯道')"),
        0
    );
    b.draft = Some(draft.id);
    let entry = b.entry("村口弯道看不见", person("王秀英", "13712344410"));
    b.file(entry);
    assert_eq!(b.count("SELECT count(*) FROM draft"), 0, "filed and gone in one act");
    assert_eq!(b.count("SELECT count(*) FROM key WHERE kind = 'draft'"), 0);
    b.sound();
}

#[test]
fn many_commands_share_one_transaction_and_an_error_undoes_them_all() {
    let mut b = Bench::new();
    let entries: Vec<_> = (0..40)
        .map(|i| b.entry(&format!("第{i}件"), person("王秀英", "13712344410")))
        .collect();
    let requests: Vec<_> = entries
        .into_iter()
        .map(|e| b.request(Command::FileOpinion(Box::new(e))))
        .collect();
    let (now, mut supply) = (b.now, common::Count(50_000_000));
    let failed: Result<(), ExecuteError> = zhiban::store::execute_many(&mut b.desk, |batch| {
        batch.execute(&requests[0], now, false, &mut supply)?;
        Err(Refusal::NobodyWaits.into())
    });
    assert!(failed.is_err());
    assert_eq!(b.count("SELECT count(*) FROM opinion"), 0);
    let done: Result<usize, ExecuteError> = zhiban::store::execute_many(&mut b.desk, |batch| {
        for r in &requests {
            batch.execute(r, now, false, &mut supply)?;
        }
        let Answer::Opinions(rows, _) = batch.answer(&Query::Opinions {
            matching: String::new(),
            state: None,
            stretch: Stretch::Newest,
            limit: 100,
        })?
        else {
            panic!()
        };
        Ok(rows.len())
    });
    assert_eq!(done.unwrap(), 40);
    assert_eq!(b.search("第39件").len(), 1);
    let again = execute(&mut b.desk, &requests[7], now, false, &mut b.supply).unwrap();
    assert!(again.repeated);
    let lookup = CommandId(Uuid::from_u128(1));
    assert!(
        zhiban::store::execute::first_outcome(b.desk.conn(), b.desk.vault(), lookup.0)
            .unwrap()
            .is_none()
    );
    b.sound();
}

#[test]
fn a_check_names_what_somebody_changed_behind_the_log() {
    let mut b = Bench::new();
    let entry = b.entry("老街路灯不亮", person("王秀英", "13712344410"));
    b.file(entry);
    b.sound();
    b.desk
        .conn()
        .execute_batch(
            "UPDATE opinion SET words = '什么事也没有'; UPDATE counter SET last = 0 WHERE kind = 'opinion'; \
             DELETE FROM key WHERE kind = 'citizen';",
        )
        .unwrap();
    let faults = zhiban::store::check::deep(b.desk.conn(), b.desk.vault(), &mut |_| true).unwrap();
    let named = |table: &str| faults.iter().any(|f| f.table == table);
    assert!(named("opinion") && named("counter") && named("key"), "{faults:?}");
    assert!(named("citizen"), "without the key the replay has no name: {faults:?}");
}

#[test]
fn a_presence_changes_with_the_first_deputy() {
    let mut b = Bench::new();
    let deputies = b.deputies.clone();
    let plan = b.plan(1);
    let session = b.act(Command::PlanSession { plan, deputies }).session.unwrap();
    b.act(Command::MarkNoticed { session, rev: 1 });
    assert_eq!(b.snapshot().next_session.unwrap().state, SessionState::Noticed);
    b.act(Command::OpenSession {
        session,
        rev: 2,
        presence: Presence::OnTheWay,
    });
    b.act(Command::Substitute {
        session,
        absent: b.deputies[0],
        by: b.deputies[1],
        table: Some(1),
        reason: "开会".into(),
    });
    let s = b.snapshot();
    assert_eq!(s.attendance[0].substituted_by, Some(b.deputies[1]));
    assert!(s.attendance[1].is_present());
    b.act(Command::SignIn {
        session,
        deputy: b.deputies[2],
        table: Some(1),
        late: true,
    });
    assert_eq!(b.snapshot().session.unwrap().presence, Presence::Deputies);
    b.sound();
}
