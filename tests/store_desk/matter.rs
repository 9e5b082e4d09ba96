//! A matter from filing to closing, found, sealed, split, moved, erased.

use crate::common::{Bench, person, today, turned};
use zhiban::domain::code::{Grade, NumberFamily, OpinionState, Reached, Role, Way};
use zhiban::domain::command::{
    AddAccount, Change, Chase, CitizenChange, Command, CorrectCitizen, CorrectOpinion, CountAccusation, Handle,
    Handling, MoveOpinion, NoteNumber, RecordAnswer, SplitOpinion, SpotEntry, Tell, VisitRef, VoidOpinion,
};
use zhiban::domain::event::Kind;
use zhiban::domain::record::CitizenDetails;
use zhiban::domain::view::{Answer, Asker, Owing, Query, Stretch};
use zhiban::store::execute;
use zhiban::store::read::answer;

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
    assert_eq!(b.snapshot().owed.of(Owing::Unhandled), 1);

    b.act(Command::Handle(Handle {
        opinion: id,
        rev: b.rev(id),
        category: None,
        handling: b.hand_over(None),
    }));
    let o = b.opinion_file(id).opinion;
    assert_eq!(o.state, OpinionState::HandedOver);
    assert_eq!(o.round().unwrap().lead.unit_name, "供电所");
    b.act(Command::Chase(Chase {
        opinion: id,
        rev: b.rev(id),
        unit: None,
        way: Way::Phone,
        person: Some("熊所长".into()),
        text: Some("周五派人".into()),
        promised_for: Some(today()),
    }));
    let s = b.snapshot();
    assert_eq!((s.owed.of(Owing::AskToday), s.owed.of(Owing::Overdue)), (1, 0));
    assert_eq!(s.follow_up[0].note.as_deref(), Some("周五派人"));
    assert_eq!(s.follow_up[0].unit.as_deref(), Some("供电所"));
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion: id,
        rev: b.rev(id),
        unit: None,
        way: Way::Paper,
        person: None,
        text: "已装凸面镜".into(),
        class: "A".into(),
        class_date: None,
    }));
    assert_eq!(b.snapshot().owed.of(Owing::ToTell), 1);
    b.act(Command::Tell(Tell {
        opinion: id,
        rev: b.rev(id),
        whom: None,
        way: Way::Phone,
        reached: Reached::NoAnswer,
        ask_on: None,
        note: None,
        grade: None,
        said: None,
        close: false,
    }));
    assert_eq!(b.opinion_file(id).failed_tellings, 1);
    b.act(Command::Tell(Tell {
        opinion: id,
        rev: b.rev(id),
        whom: None,
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: Some("很高兴".into()),
        grade: Some(Grade::Satisfied),
        said: Some("谢谢".into()),
        close: true,
    }));
    let file = b.opinion_file(id);
    assert_eq!(file.opinion.state, OpinionState::Closed);
    assert_eq!(file.opinion.answer.as_deref(), Some("已装凸面镜"));
    assert_eq!(file.opinion.round().unwrap().lead.answer.as_deref(), Some("已装凸面镜"));
    assert_eq!(
        file.citizen.as_ref().unwrap().details.phone.as_deref(),
        Some("13712344410")
    );
    assert_eq!(file.deputies, ["张建军"]);
    assert_eq!(file.history.len(), 8);
    let Kind::OpinionFiled { details, .. } = &file.history[0].kind else {
        panic!("{:?}", file.history[0])
    };
    assert_eq!(details.words, "村口弯道看不见对面来车");
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
    let Answer::Opinions(page, more, _) = b.ask(&Query::Opinions {
        matching: "石桥".into(),
        state: Some(OpinionState::Filed),
        stretch: Stretch::Newest,
        limit: 1,
    }) else {
        panic!()
    };
    assert!(more && page[0].id == ditch);
    let Answer::Opinions(page, more, _) = b.ask(&Query::Opinions {
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
            let Answer::Opinions(rows, more, _) = b.ask(&query) else {
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
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: lamp,
        rev: b.rev(lamp),
        changes: vec![Change::Words("新街灯杆倒了".into()), Change::Affected(Some(30))],
        reason: "听错了".into(),
    }));
    assert!(b.search("老街").is_empty());
    assert_eq!(b.search("灯杆")[0].id, lamp);
    let citizen = b.opinion_file(lamp).citizen.unwrap();
    b.act(Command::CorrectCitizen(CorrectCitizen {
        citizen: citizen.id,
        rev: citizen.rev,
        changes: vec![
            CitizenChange::Name(Some("汪秀英".into())),
            CitizenChange::Phone(Some("13500005555".into())),
            CitizenChange::Village(Some(b.village)),
        ],
        reason: "写错了".into(),
    }));
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
fn whoever_is_called_by_no_name_is_proposed_as_nobody_who_was_here() {
    let mut b = Bench::new();
    for name in ["蓝布衫大姐", "某村民", "不愿透露姓名", "王女士", "王秀英"] {
        let citizen = CitizenDetails {
            village: Some(b.village),
            ..person(name, "")
        };
        let entry = b.entry("老街路灯不亮", citizen);
        let matter = b.file(entry);
        let Answer::Earlier(found) = b.ask(&Query::Earlier {
            phone: None,
            name: Some(name.into()),
            village: Some(b.village),
        }) else {
            panic!()
        };
        let found: Vec<_> = found.iter().map(|e| e.row.id).collect();
        assert_eq!(found, if name == "王秀英" { vec![matter] } else { vec![] }, "{name}");
    }
}

#[test]
fn every_number_that_was_typed_into_the_field_of_one_is_found_as_far_as_whoever_asks_may() {
    let mut b = Bench::new();
    // As the form keeps what is no single number.
    let several = CitizenDetails {
        phone: None,
        reach_note: Some("电话原样：13812345678、0376-1234567".into()),
        ..person("王秀英", "")
    };
    let several = b.entry("老街路灯不亮", several);
    let several = b.file(several);
    let more = CitizenDetails {
        reach_note: Some("白天打 0516-83962262 转门卫，微信 13700004410".into()),
        ..person("周德旺", "13900001234")
    };
    let more = b.entry("排水沟淤堵", more);
    let more = b.file(more);
    b.act(Command::AddAccount(AddAccount {
        os_name: "he".into(),
        name: "何看看".into(),
        role: Role::Viewer,
        deputy: None,
    }));
    let Answer::Accounts(accounts) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    let viewer = accounts.iter().find(|a| a.role == Role::Viewer).unwrap().id;
    let found = |b: &Bench, asker, typed: &str| {
        let query = Query::Opinions {
            matching: typed.into(),
            state: None,
            stretch: Stretch::Newest,
            limit: 9,
        };
        let Answer::Opinions(rows, ..) = answer(b.desk.conn(), b.desk.vault(), asker, &query).unwrap() else {
            panic!()
        };
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    for (typed, whose, by_all) in [
        ("13812345678", several, true),
        ("138 1234 5678", several, true),
        ("5678", several, true),
        ("12345678", several, false),
        ("0376-1234567", several, true),
        ("03761234567", several, true),
        ("4567", several, true),
        ("61234567", several, false),
        ("13900001234", more, true),
        ("0516-83962262", more, true),
        ("2262", more, true),
        ("3962262", more, false),
        ("13700004410", more, true),
        ("尾号4410", more, true),
    ] {
        assert_eq!(found(&b, Asker::Program, typed), [whose], "{typed}");
        let by_viewer = found(&b, Asker::Person(Some(viewer), b.now.day()), typed);
        assert_eq!(by_viewer == [whose], by_all, "{typed}");
    }
    let Answer::Earlier(found_by) = b.ask(&Query::Earlier {
        phone: Some("13812345678/13900001234".into()),
        name: None,
        village: None,
    }) else {
        panic!()
    };
    assert_eq!(found_by.iter().map(|e| e.row.id).collect::<Vec<_>>(), [several, more]);
    b.sound();
    // What is corrected is found by what it says now.
    let citizen = b.opinion_file(several).citizen.unwrap();
    b.act(Command::CorrectCitizen(CorrectCitizen {
        citizen: citizen.id,
        rev: citizen.rev,
        changes: vec![CitizenChange::ReachNote(Some("13812345679".into()))],
        reason: "听错了".into(),
    }));
    assert!(b.search("5678").is_empty() && b.search("4567").is_empty());
    assert_eq!(b.search("5679")[0].id, several);
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
        b.count("SELECT count(*) FROM handover WHERE note IS NULL AND note_sealed IS NOT NULL"),
        1
    );
    let indexed = |b: &Bench| b.count("SELECT count(*) FROM opinion_index WHERE opinion_index MATCH '私搭'");
    assert_eq!(indexed(&b), 0);
    for typed in ["私搭", "赵明"] {
        assert_eq!(b.search(typed)[0].brief, "举报邻居私搭", "{typed}: opened by its key");
    }
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev: b.rev(id),
        changes: turned(false),
        reason: "本人同意公开".into(),
    }));
    assert_eq!((b.search("私搭").len(), indexed(&b)), (1, 1));
    assert_eq!(
        b.count("SELECT count(*) FROM handover WHERE note = '请尽快' AND note_sealed IS NULL"),
        1
    );
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev: b.rev(id),
        changes: vec![Change::Confidential(true), Change::Summary(Some("违建".into()))],
        reason: "又不同意了".into(),
    }));
    assert_eq!((b.search("私搭").len(), indexed(&b)), (1, 0));
    assert_eq!(b.opinion_file(id).opinion.details.words, "举报邻居私搭");
    assert_eq!(b.opinion_file(id).opinion.details.summary.as_deref(), Some("违建"));
    b.sound();
}

/// Whom somebody spoke to at the unit, and where the original lies, are words like any others.
#[test]
fn of_a_confidential_matter_neither_persons_nor_the_place_of_its_papers_stand_clear() {
    let mut b = Bench::new();
    let mut entry = b.entry("举报邻居私搭", person("赵明", "13800138000"));
    entry.details.confidential = true;
    entry.details.papers_at = Some("阎芳的柜子".into());
    let Handling::HandOver(mut over) = b.hand_over(None) else {
        panic!()
    };
    over.person = Some("顾主任".into());
    entry.handling = Handling::HandOver(over);
    let id = b.file(entry);
    b.act(Command::Chase(Chase {
        opinion: id,
        rev: b.rev(id),
        unit: None,
        way: Way::Phone,
        person: Some("小刘".into()),
        text: None,
        promised_for: None,
    }));
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion: id,
        rev: b.rev(id),
        unit: None,
        way: Way::Phone,
        person: Some("熊所长".into()),
        text: "去看过了".into(),
        class: "A".into(),
        class_date: None,
    }));
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev: b.rev(id),
        changes: vec![Change::PapersAt(Some("阎芳的抽屉".into()))],
        reason: "挪了".into(),
    }));
    let clear = |b: &Bench| {
        let columns = "SELECT (SELECT count(papers_at) FROM opinion) + (SELECT count(person) FROM handover) \
                       + (SELECT count(answered_person) FROM handover) + (SELECT count(person) FROM chase)";
        b.count(columns)
    };
    let read = |b: &Bench| {
        let o = b.opinion_file(id).opinion;
        (o.details.papers_at.clone(), o.round().unwrap().lead.person.clone())
    };
    let said = (Some("阎芳的抽屉".to_owned()), Some("顾主任".to_owned()));
    assert_eq!((clear(&b), read(&b)), (0, said.clone()));
    b.sound();
    for (on, columns) in [(false, 4), (true, 0)] {
        b.act(Command::CorrectOpinion(CorrectOpinion {
            opinion: id,
            rev: b.rev(id),
            changes: turned(on),
            reason: "本人说的".into(),
        }));
        assert_eq!((clear(&b), read(&b)), (columns, said.clone()));
        b.sound();
    }
    let now = b.now.0;
    b.desk
        .write(|tx, _, _| {
            zhiban::store::keys::forget(tx, &id.to_string(), now)?;
            zhiban::store::apply::wipe(tx, id.0)
        })
        .unwrap();
    assert_eq!(read(&b), (None, None));
    b.sound();
}

/// A number of another system leads to a person there: it is found whole, by whoever has it in hand, and stands nowhere.
#[test]
fn a_number_of_a_confidential_matter_is_found_whole_and_stands_nowhere_in_clear() {
    let mut b = Bench::new();
    let mut entry = b.entry("举报邻居私搭", person("赵明", "13800138000"));
    entry.details.confidential = true;
    let id = b.file(entry);
    let note = |b: &mut Bench, number: &str| {
        b.try_act(Command::NoteNumber(NoteNumber {
            opinion: id,
            family: NumberFamily::Foreign,
            system: Some("petition".into()),
            number: number.into(),
        }))
    };
    note(&mut b, "XF机密-8899").unwrap();
    let clear = |b: &Bench| b.count("SELECT count(number) + count(key) FROM number WHERE serial IS NULL");
    let found = |b: &Bench, typed: &str| b.search(typed).len();
    let own = |b: &Bench| b.opinion_file(id).opinion.numbers[0].number.clone();
    assert_eq!((clear(&b), own(&b)), (0, "XF机密-8899".to_owned()));
    assert_eq!((found(&b, "xf机密8899"), found(&b, "机密8899")), (1, 0));
    assert!(
        note(&mut b, "XF机密 8899").is_err(),
        "it is known, however it is written"
    );

    // Whoever notes the same elsewhere hears where it is.
    let other = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    let made = b.act(Command::NoteNumber(NoteNumber {
        opinion: other,
        family: NumberFamily::Foreign,
        system: Some("petition".into()),
        number: "XF机密8899".into(),
    }));
    assert_eq!(made.also, [b.opinion_file(id).opinion.number]);

    for (on, columns) in [(false, 4), (true, 2)] {
        b.act(Command::CorrectOpinion(CorrectOpinion {
            opinion: id,
            rev: b.rev(id),
            changes: turned(on),
            reason: "本人说的".into(),
        }));
        assert_eq!((clear(&b), own(&b)), (columns, "XF机密-8899".to_owned()));
        assert_eq!(found(&b, "xf机密8899"), 2);
        b.sound();
    }
    let now = b.now.0;
    b.desk
        .write(|tx, _, _| {
            zhiban::store::keys::forget(tx, &id.to_string(), now)?;
            zhiban::store::apply::wipe(tx, id.0)
        })
        .unwrap();
    assert_eq!(b.opinion_file(id).opinion.numbers, []);
    assert_eq!(found(&b, "xf机密8899"), 1);
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
    let split = b.act(Command::SplitOpinion(SplitOpinion {
        opinion: id,
        rev: b.rev(id),
        keep: "路灯不亮".into(),
        words: "沟堵了".into(),
        category: None,
    }));
    assert_eq!(split.opinion, Some(id));
    let other = split.other_opinion.unwrap();
    assert_eq!(b.opinion_file(other).opinion.split_from, Some(id));
    assert_eq!(b.opinion_file(id).opinion.details.words, "路灯不亮");
    assert_eq!(b.count("SELECT opinions FROM visit WHERE label = '甲'"), 2);
    let to = b.arrive(Some(session), "乙").visit.unwrap();
    b.act(Command::MoveOpinion(MoveOpinion {
        opinion: other,
        rev: b.rev(other),
        visit: to,
        citizen: None,
        reason: "记错了人".into(),
    }));
    assert_eq!(b.count("SELECT opinions FROM visit WHERE label = '乙'"), 1);
    b.act(Command::VoidOpinion(VoidOpinion {
        opinion: id,
        rev: b.rev(id),
        reason: "重复".into(),
    }));
    assert_eq!(b.count("SELECT opinions FROM visit WHERE label = '甲'"), 0);
    let t4 = b.act(Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(to),
        reason: "T4".into(),
        told: true,
    }));
    let kept = b.opinion_file(t4.opinion.unwrap());
    assert_eq!((kept.opinion.details.words.as_str(), kept.citizen), ("", None));
    assert_eq!(b.search("").len(), 3, "void numbers stay visible");
    let Answer::VisitFile(Some(_), people, opinions, _) = b.ask(&Query::VisitFile(visit)) else {
        panic!()
    };
    assert_eq!((people.len(), opinions.len()), (1, 1));
    let Answer::Figures(f) = b.ask(&Query::Figures {
        spans: vec![(today(), today())],
    }) else {
        panic!()
    };
    let f = &f[0];
    assert_eq!((f.opinions, f.void, f.guided, f.undecided), (2, 1, 1, 1));
    b.sound();
}

#[test]
fn what_was_erased_is_empty_live_and_in_a_replay() {
    let mut b = Bench::new();
    let mut entry = b.entry("只说给你听", person("孙国芳", "13712344410"));
    entry.handling = Handling::OnSpot(SpotEntry {
        answer: Some("已解释".into()),
        class: "A".into(),
        grade: Some(Grade::Basically),
        said: None,
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
    assert!(file.history[0].erased, "{:?}", file.history[0]);
    assert_eq!(b.count(traces), 0, "not even in the index");
    assert!(b.search("孙国芳").is_empty() && b.search("4410").is_empty() && b.search("说给").is_empty());
    b.sound();
}

/// The kinds of what became of a matter, added up.
fn all_kinds(f: &zhiban::domain::view::Figures) -> u32 {
    f.on_spot + f.handed_over + f.guided + f.reference + f.undecided
}

#[test]
fn every_matter_is_counted_in_one_of_the_figures() {
    let mut b = Bench::new();
    // By letter: answered by the station, and nobody heard it yet.
    let mut entry = b.entry("问补贴什么时候发", person("孙国芳", "13712344410"));
    entry.details.channel = Some(zhiban::domain::code::Channel::Letter);
    entry.handling = Handling::OnSpot(SpotEntry {
        answer: Some("下月发".into()),
        class: "A".into(),
        grade: None,
        said: None,
    });
    let id = b.file(entry);
    assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Answered);
    let figures = |b: &Bench, from, to| match b.ask(&Query::Figures {
        spans: vec![(from, to)],
    }) {
        Answer::Figures(mut all) => all.remove(0),
        other => panic!("{other:?}"),
    };
    let f = figures(&b, today(), today());
    assert_eq!((f.opinions, f.on_spot, all_kinds(&f)), (1, 1, 1));
    // Months of a station, month by month.
    let plan = zhiban::demo::Plan {
        opinions: 200,
        seed: 7,
        until: b.now,
        os_name: "lin".into(),
        rules: zhiban::config::default_rules().unwrap(),
    };
    let empty = zhiban::store::Desk::in_memory().unwrap();
    b.desk = zhiban::demo::fill(empty, &plan, &mut |_| {}).unwrap().0;
    let mut all = 0;
    for back in 0..24 {
        let to = today() - chrono::Duration::days(30 * back);
        let f = figures(&b, to - chrono::Duration::days(29), to);
        assert_eq!(f.opinions, all_kinds(&f), "{f:?}");
        all += f.opinions;
    }
    assert!(all > 100, "{all}");
}
