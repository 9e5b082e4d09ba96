//! Late entries, accounts, bulk work, and what a check sees.

use crate::common::{self, Bench, person, rules, today};
use uuid::Uuid;
use zhiban::domain::code::{OpinionState, Presence, Reached, SessionState, VisitState, Way};
use zhiban::domain::command::{
    AddAccount, Arrival, Command, FinishVisit, GuideEntry, Handling, Late, LateVisit, MarkNoticed, OpenSession,
    PlanSession, ReceiveNow, RecordAnswer, Request, SignIn, Substitute, Tell, VisitRef,
};
use zhiban::domain::id::{CommandId, DraftId};
use zhiban::domain::lease::{Spare, Unsaved};
use zhiban::domain::moment::{Moment, TimeOfDay};
use zhiban::domain::record::CitizenDetails;
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, Draft, Owing, Query, Stretch};
use zhiban::store::{ExecuteError, drafts, execute};

#[test]
fn late_entries_group_answers_and_the_quiet_day() {
    let mut b = Bench::new();
    // A quiet day: no reception, somebody at the door.
    let now = b.act(Command::ReceiveNow(ReceiveNow {
        session: None,
        arrival: Arrival {
            label: Some("蓝布衫大姐".into()),
            ..Arrival::default()
        },
        table: 1,
    }));
    let visit = now.visit.unwrap();
    assert_eq!(b.snapshot().queue[0].state, VisitState::Talking);
    let mut entry = b.entry("土地征收补偿", person("周德旺", "13712344410"));
    entry.visit = VisitRef::Known(visit);
    entry.representatives = vec![person("周二", "13712344411"), CitizenDetails::default()];
    entry.handling = b.hand_over(Some(today()));
    let id = b.file(entry);
    b.act(Command::FinishVisit(FinishVisit {
        visit,
        rev: b.visit_rev(visit),
        consult_only: false,
        unwritten: false,
        call_next: false,
    }));
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion: id,
        rev: b.rev(id),
        unit: None,
        way: Way::Meeting,
        person: None,
        text: "按标准补".into(),
        class: "A".into(),
        class_date: None,
    }));
    assert_eq!(b.search("周二")[0].id, id, "found by a representative's name");
    assert_eq!(b.search("13712344411")[0].id, id, "and phone");
    let parties = b.opinion_file(id).opinion.parties;
    assert_eq!(parties.len(), 3);
    for (place, party) in parties.iter().enumerate() {
        let file = b.opinion_file(id);
        assert_eq!(file.opinion.state, OpinionState::Answered, "{place}");
        // Whoever is told now is there with a phone to ring; the first of them is who spoke.
        let next = file.meant(None).map(|next| next.citizen);
        assert_eq!(next, Some(party.citizen), "{place}");
        assert_eq!(file.person(next).map(|c| c.id), next, "{place}");
        b.act(Command::Tell(Tell {
            opinion: id,
            rev: b.rev(id),
            whom: Some(party.citizen),
            way: Way::InPerson,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: false,
        }));
    }
    assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Told);
    assert_eq!(b.opinion_file(id).meant(None), None);
    assert_eq!(b.snapshot().owed.of(Owing::ToClose), 1);

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
    assert_eq!(o.history[0].about.paper.as_deref(), Some("纸-7"));
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
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion: held,
        rev: b.rev(held),
        unit: None,
        way: Way::Paper,
        person: None,
        text: "办好了".into(),
        class: "A".into(),
        class_date: None,
    }));
    assert!(b.opinion_file(held).opinion.held);
    assert_eq!(b.snapshot().owed.of(Owing::ToTell), 0, "held until the person asks");
    b.sound();
}

#[test]
fn roles_accounts_and_drafts() {
    let mut b = Bench::new();
    b.act(Command::AddAccount(AddAccount {
        os_name: "chen".into(),
        name: "陈看客".into(),
        role: zhiban::domain::code::Role::Viewer,
        deputy: None,
    }));
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
        account: b.account,
        saved_at: b.now,
        generation: 1,
    };
    let words = |draft: &Draft| Unsaved {
        draft: draft.clone(),
        spare: Spare {
            id: DraftId(Uuid::from_u128(78)),
            label: "另存".into(),
        },
    };
    b.desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &words(&draft)))
        .unwrap();
    let mut newer = draft.clone();
    newer.body = "{\"words\":\"村口弯道看不见\"}".into();
    b.desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &words(&newer)))
        .unwrap();
    let Answer::Drafts(found) = b.ask(&Query::Drafts { account: b.account }) else {
        panic!()
    };
    assert_eq!(found, [newer]);
    assert_eq!(b.snapshot().owed.of(Owing::Unwritten), 1);
    assert_eq!(b.snapshot().follow_up[0].draft, Some(draft.id));
    assert_eq!(
        b.count("SELECT count(*) FROM draft WHERE instr(body, '弯道') OR instr(label, '弯道')"),
        0
    );
    b.draft = Some(draft.lease());
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
        let Answer::Opinions(rows, ..) = batch.answer(
            zhiban::domain::view::Asker::Program,
            &Query::Opinions {
                matching: String::new(),
                state: None,
                stretch: Stretch::Newest,
                limit: 100,
            },
        )?
        else {
            panic!()
        };
        Ok(rows.len())
    });
    assert_eq!(done.unwrap(), 40);
    assert_eq!(b.search("第39件").len(), 1);
    let again = execute(&mut b.desk, &requests[7], now, false, &mut b.supply).unwrap();
    assert!(again.repeated);
    let lookup = Request {
        id: CommandId(Uuid::from_u128(1)),
        ..requests[7].clone()
    };
    assert!(
        zhiban::store::outcome::first_outcome(b.desk.conn(), b.desk.vault(), &lookup)
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
    let planned = b.act(Command::PlanSession(PlanSession { plan, deputies }));
    let session = planned.session.unwrap();
    let rev = planned.rev(session.0).unwrap();
    let noticed = b.act(Command::MarkNoticed(MarkNoticed { session, rev }));
    assert_eq!(b.snapshot().next_session.unwrap().state, SessionState::Noticed);
    b.act(Command::OpenSession(OpenSession {
        session,
        rev: noticed.rev(session.0).unwrap(),
        presence: Presence::OnTheWay,
    }));
    b.act(Command::Substitute(Substitute {
        session,
        absent: b.deputies[0],
        by: b.deputies[1],
        table: Some(1),
        reason: "开会".into(),
    }));
    let s = b.snapshot();
    assert_eq!(s.attendance[0].substituted_by, Some(b.deputies[1]));
    assert!(s.attendance[1].is_present());
    b.act(Command::SignIn(SignIn {
        session,
        deputy: b.deputies[2],
        table: Some(1),
        late: true,
    }));
    assert_eq!(b.snapshot().session.unwrap().presence, Presence::Deputies);
    b.sound();
}

/// A page of a search index is a value like any other to SQLite: only what the opinions say tells that it is not as written.
#[test]
fn a_check_names_any_byte_of_a_search_index_that_hides_a_matter_or_shows_a_wrong_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut b = Bench::over(zhiban::store::Desk::create(&path).unwrap());
    for (i, place) in ["石桥村口", "老街", "学校门前"].iter().enumerate() {
        let entry = b.entry(&format!("{place}第{i}盏路灯不亮"), person("王秀英", "13712344410"));
        b.file(entry);
    }
    // A ledger's way of saying that nobody knows who it was.
    let entry = b.entry("没有留名", person("？", "13712344410"));
    b.file(entry);
    b.sound();
    // As another hand in the file: this program's own would be refused.
    let hand = rusqlite::Connection::open_with_flags(&path, rusqlite::OpenFlags::default()).unwrap();
    // Every sign and pair somebody may type of these words, and the name in letters.
    let signs: Vec<char> = "石桥村口老街学校门前第012盏路灯不亮王秀英".chars().collect();
    let pairs = signs.windows(2).map(String::from_iter);
    let typed: Vec<String> = signs
        .iter()
        .map(char::to_string)
        .chain(pairs)
        .chain(["wang".into(), "wxy".into()])
        .collect();
    let said = |b: &Bench| -> Vec<Option<Vec<String>>> {
        let ask = |typed: &String| {
            let query = Query::Opinions {
                matching: typed.clone(),
                state: None,
                stretch: Stretch::Newest,
                limit: 9,
            };
            match zhiban::store::read::answer(
                b.desk.conn(),
                b.desk.vault(),
                zhiban::domain::view::Asker::Program,
                &query,
            ) {
                Ok(Answer::Opinions(rows, ..)) => Some(rows.into_iter().map(|row| row.number).collect()),
                _ => None,
            }
        };
        typed.iter().map(ask).collect()
    };
    let (sound, mut told, mut missed) = (said(&b), 0, Vec::new());
    for index in ["opinion_index", "name_index"] {
        let mut asked = hand.prepare(&format!("SELECT id, block FROM {index}_data")).unwrap();
        let blocks: Vec<(i64, Vec<u8>)> = asked
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for (id, block) in blocks {
            let put = |bytes: &[u8]| {
                let sql = format!("UPDATE {index}_data SET block = ?1 WHERE id = ?2");
                hand.execute(&sql, rusqlite::params![bytes, id]).unwrap();
            };
            for at in 0..block.len() {
                let mut flipped = block.clone();
                flipped[at] ^= 1 << (at % 8);
                put(&flipped);
                match zhiban::store::index::compare(b.desk.conn(), b.desk.vault(), &mut |_| true) {
                    Ok(faults) if faults.is_empty() && said(&b) != sound => missed.push((index, id, at)),
                    Ok(faults) if faults.is_empty() => {}
                    // What `check` makes a finding of.
                    Ok(_) | Err(zhiban::store::error::StoreError::Corrupt { .. }) => told += 1,
                    Err(other) => panic!("{index} {id} {at}: {other:?}"),
                }
            }
            put(&block);
        }
    }
    assert_eq!(missed, []);
    assert!(told > 300, "{told}");
    // Where the words of a row lie is noted beside them: with another note they could not be taken out again.
    for index in ["opinion_index", "name_index"] {
        for other in ["origin + 1", "origin + 32", "0", "NULL"] {
            let sql =
                format!("UPDATE {index}_docsize SET origin = {other} WHERE id = (SELECT min(id) FROM {index}_docsize)");
            hand.execute_batch(&format!(
                "CREATE TEMP TABLE was AS SELECT * FROM {index}_docsize; {sql}"
            ))
            .unwrap();
            let found = zhiban::store::index::compare(b.desk.conn(), b.desk.vault(), &mut |_| true).unwrap();
            assert!(!found.is_empty(), "{index} {other}");
            hand.execute_batch(&format!(
                "REPLACE INTO {index}_docsize SELECT * FROM temp.was; DROP TABLE temp.was"
            ))
            .unwrap();
        }
    }
    b.sound();
}
