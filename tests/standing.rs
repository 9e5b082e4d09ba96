//! Who acts in whose place: somebody who leaves leaves nothing behind, a stand-in sees and does what is the other's as long as
//! it lasts, and where one person does all of it they have the rights of the head.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "store_desk_common/mod.rs"]
mod common;
#[path = "support/real.rs"]
mod real;

use common::{Bench, person, today};
use zhiban::domain::code::{Role, Way};
use zhiban::domain::command::{
    AddAccount, ChangeAccount, Command, ConfirmDay, EndStandIn, HandOverAll, RecordAnswer, SetOnePerson, SetStandIn,
};
use zhiban::domain::id::{AccountId, DraftId, OpinionId};
use zhiban::domain::lease::{Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::permit::{OfDraft, of_draft};
use zhiban::domain::record::Account;
use zhiban::domain::refusal::{NoStandIn, NotOwn, Refusal};
use zhiban::domain::view::{Answer, Asker, Draft, Query, Stretch};
use zhiban::i18n::{Lang, history};
use zhiban::store::{ExecuteError, drafts, read};

fn account(b: &Bench, name: &str) -> Account {
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    all.into_iter().find(|a| a.name == name).unwrap()
}

fn add(b: &mut Bench, name: &str, role: Role) -> AccountId {
    b.act(Command::AddAccount(AddAccount {
        os_name: "lin".into(),
        name: name.into(),
        role,
        deputy: None,
    }));
    account(b, name).id
}

fn sees(b: &Bench, who: AccountId, query: &Query) -> Answer {
    read::answer(
        b.desk.conn(),
        b.desk.vault(),
        Asker::Person(Some(who), b.now.day()),
        query,
    )
    .unwrap()
}

fn file(b: &Bench, who: AccountId, id: OpinionId) -> zhiban::domain::view::OpinionFile {
    let Answer::File(Some(file)) = sees(b, who, &Query::File(id)) else {
        panic!()
    };
    *file
}

fn draft(b: &mut Bench, n: u128, words: &str) -> DraftId {
    let id = DraftId(uuid::Uuid::from_u128(n));
    let words = Unsaved {
        spare: Spare {
            id: DraftId(uuid::Uuid::from_u128(n + 1)),
            label: words.into(),
        },
        draft: Draft {
            id,
            form: "opinion".into(),
            target: String::new(),
            label: words.into(),
            body: "{}".into(),
            account: b.account,
            saved_at: b.now,
            generation: 1,
        },
    };
    let saved = b
        .desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
    saved.unwrap();
    id
}

fn next_day(b: &mut Bench) {
    b.now = Moment(b.now.0 + 24 * 3_600_000);
}

#[test]
fn a_clerk_leaves_with_thirty_matters_four_promises_and_two_drafts_and_the_next_morning_all_of_it_is_somebodys() {
    let mut b = Bench::new();
    let head = b.account.unwrap();
    let (leaver, heir) = (add(&mut b, "何敏", Role::Clerk), add(&mut b, "周敏", Role::Clerk));
    b.account = Some(leaver);
    let mut matters = Vec::new();
    for n in 0..34 {
        let mut entry = b.entry(&format!("第{n}件路灯"), person("王秀英", "13712344410"));
        entry.handling = b.hand_over(None);
        entry.details.confidential = n % 10 == 0;
        matters.push(b.file(entry));
    }
    // Four of them are promised for a day.
    for id in &matters[30..] {
        b.act(Command::RecordAnswer(RecordAnswer {
            opinion: *id,
            rev: b.rev(*id),
            unit: None,
            way: Way::Phone,
            person: None,
            text: "列入计划".into(),
            class: "B".into(),
            class_date: Some(today() + chrono::Days::new(20)),
        }));
    }
    let unfinished = [draft(&mut b, 900, "水渠塌了"), draft(&mut b, 910, "桥栏松了")];
    b.account = Some(head);
    let leave = |b: &mut Bench, to: AccountId, reason: &str| {
        let account = account(b, "何敏");
        b.try_act(Command::HandOverAll(HandOverAll {
            account: account.id,
            rev: account.rev,
            to,
            reason: reason.into(),
        }))
    };
    assert!(matches!(
        leave(&mut b, leaver, "调走"),
        Err(ExecuteError::Refused(Refusal::NoStandIn(NoStandIn::Oneself)))
    ));
    assert!(leave(&mut b, heir, " ").is_err(), "why is asked");
    let Answer::Opinions(kept, ..) = sees(&b, head, &Query::KeptBy(leaver)) else {
        panic!()
    };
    assert_eq!(kept.len(), 34, "all of it is listed before");
    leave(&mut b, heir, "调到县里").unwrap();
    next_day(&mut b);
    assert!(!account(&b, "何敏").active);
    for id in &matters {
        let f = file(&b, heir, *id);
        assert_eq!(f.opinion.keeper, Some(heir), "{}", f.opinion.number);
        assert!(!f.withheld, "{}", f.opinion.number);
        let said: Vec<String> = f
            .history
            .iter()
            .map(|h| history::sentence(Lang::Zh, Some(&common::rules()), &f, h))
            .collect();
        assert!(said.last().unwrap().contains("调到县里"), "{said:?}");
    }
    let Answer::Opinions(kept, ..) = sees(&b, heir, &Query::KeptBy(heir)) else {
        panic!()
    };
    assert_eq!(kept.len(), 34);
    // What was not finished is theirs to go on with, and nobody else's.
    let Answer::Owed(lines, _) = sees(
        &b,
        heir,
        &Query::Owed {
            matching: String::new(),
            called: zhiban::i18n::code::owings(Lang::Zh),
            today: b.now.day(),
            kind: None,
            stretch: Stretch::Newest,
            limit: 200,
        },
    ) else {
        panic!()
    };
    let Answer::Snapshot(seen) = sees(&b, heir, &Query::Snapshot { today: b.now.day() }) else {
        panic!()
    };
    for id in unfinished {
        let line = lines.iter().find(|l| l.draft == Some(id)).unwrap();
        assert_eq!(
            of_draft(&seen.who, line.author.as_ref().unwrap()),
            OfDraft::Own,
            "{line:?}"
        );
        let today = b.now.day();
        let taken = b
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(heir), today));
        assert!(taken.unwrap().is_ok());
    }
    // Whoever takes it over may leave too.
    let third = {
        b.account = Some(head);
        add(&mut b, "李强", Role::Clerk)
    };
    let rev = account(&b, "周敏").rev;
    b.act(Command::HandOverAll(HandOverAll {
        account: heir,
        rev,
        to: third,
        reason: "休产假".into(),
    }));
    let Answer::Opinions(kept, ..) = sees(&b, third, &Query::KeptBy(third)) else {
        panic!()
    };
    assert_eq!(kept.len(), 34);
    b.sound();
    // And at the desk of whoever has all of it now.
    let (now, own) = (b.now, account(&b, "李强"));
    let mut s = real::Station::new();
    s.desk = b.desk;
    let mut k = real::keyboard(3);
    (k.state.now, k.state.account) = (now, Some(own));
    let effect = k.state.ask_snapshot();
    s.serve(&mut k, vec![effect]);
    for id in unfinished {
        let line = k.state.snap.unwritten().find(|line| line.draft == Some(id)).unwrap();
        assert_eq!(k.state.of_draft(line), Some(OfDraft::Own), "{line:?}");
        assert!(!k.state.brief(line).is_empty(), "{line:?}");
    }
    s.keys(&mut k, "9 2");
    let rows = k.state.browse.get(&k.state.screen).unwrap().rows.ids();
    assert!(rows.len() >= 34 + unfinished.len(), "{}", rows.len());
}

#[test]
fn a_stand_in_has_a_keepers_rights_until_the_last_day_and_acts_in_the_others_name() {
    let mut b = Bench::new();
    let head = b.account.unwrap();
    let (away, by) = (add(&mut b, "林晓晓", Role::Clerk), add(&mut b, "周敏", Role::Clerk));
    b.account = Some(away);
    let mut entry = b.entry("邻居夜里放炮", person("隗嚣辰", "13987650421"));
    entry.details.confidential = true;
    entry.handling = b.hand_over(None);
    let matter = b.file(entry);
    let unfinished = draft(&mut b, 900, "水渠塌了");
    assert!(file(&b, by, matter).withheld);
    let set = |b: &mut Bench, of: &str, by: AccountId, days: u64| {
        let account = account(b, of);
        let until = b.now.day() + chrono::Days::new(days);
        b.try_act(Command::SetStandIn(SetStandIn {
            account: account.id,
            rev: account.rev,
            by,
            from: None,
            until,
        }))
    };
    // A clerk arranges it for themself, and nobody else's.
    b.account = Some(by);
    let refused = set(&mut b, "林晓晓", by, 1);
    assert!(matches!(
        refused,
        Err(ExecuteError::Refused(Refusal::NotOwn(NotOwn::Account)))
    ));
    b.account = Some(away);
    set(&mut b, "林晓晓", by, 1).unwrap();
    assert!(!file(&b, by, matter).withheld);
    let standing = b.snapshot().standing;
    assert_eq!((standing[0].called.as_str(), standing[0].by), ("林晓晓", by));
    let today = |b: &Bench| Query::Snapshot { today: b.now.day() };
    let acts_for = |b: &Bench| {
        let Answer::Snapshot(snap) = sees(b, by, &today(b)) else {
            panic!()
        };
        snap.who.acts_for(away)
    };
    let goes_on = |b: &mut Bench| {
        let day = b.now.day();
        // Whoever goes on with it holds it, and it is put back for the next.
        b.desk
            .write(|tx, vault, _| {
                let taken = drafts::take(tx, vault, unfinished, Some(by), day)?;
                let put_back = "UPDATE draft SET account = ?1";
                tx.execute(put_back, [away.to_string()])?;
                Ok(taken.is_ok())
            })
            .unwrap()
    };
    assert!(acts_for(&b) && goes_on(&mut b));
    b.account = Some(by);
    let answer = |b: &mut Bench| {
        let rev = b.rev(matter);
        b.try_act(Command::RecordAnswer(RecordAnswer {
            opinion: matter,
            rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: "说过了".into(),
            class: "A".into(),
            class_date: None,
        }))
    };
    answer(&mut b).unwrap();
    let f = file(&b, away, matter);
    assert_eq!(history::by(Lang::Zh, &f, f.history.last().unwrap()), "周敏代林晓晓");
    assert_eq!(history::by(Lang::Zh, &f, &f.history[0]), "林晓晓");
    // The day after the last one it is over by itself, for whoever turns the day too.
    next_day(&mut b);
    assert!(!file(&b, by, matter).withheld, "the last day counts");
    assert!(goes_on(&mut b), "with drafts too");
    next_day(&mut b);
    // Reading and acting end together, by the clock of whoever sits there: nobody has turned the day of the desk yet.
    assert!(file(&b, by, matter).withheld);
    assert!(!acts_for(&b));
    assert!(!goes_on(&mut b));
    assert!(matches!(
        answer(&mut b),
        Err(ExecuteError::Refused(Refusal::Withheld { .. }))
    ));
    let end = |b: &mut Bench| {
        let account = account(b, "林晓晓");
        b.try_act(Command::EndStandIn(EndStandIn {
            account: account.id,
            rev: account.rev,
        }))
    };
    b.account = Some(head);
    assert!(matches!(
        end(&mut b),
        Err(ExecuteError::Refused(Refusal::NoStandIn(NoStandIn::Nobody)))
    ));
    let day = b.now.day();
    b.act(Command::ConfirmDay(ConfirmDay { day }));
    assert!(file(&b, by, matter).withheld);
    // A clock that is set back afterwards gives nobody back what the day has ended.
    b.now = Moment(b.now.0 - 24 * 3_600_000);
    assert!(file(&b, by, matter).withheld);
    b.account = Some(by);
    assert!(answer(&mut b).is_err());
    b.account = Some(head);
    assert!(matches!(
        set(&mut b, "林晓晓", by, 0),
        Err(ExecuteError::Refused(Refusal::NoStandIn(NoStandIn::Over(_))))
    ));
    b.now = Moment(b.now.0 + 24 * 3_600_000);
    // And before, when it is ended.
    set(&mut b, "林晓晓", by, 5).unwrap();
    assert!(!file(&b, by, matter).withheld);
    end(&mut b).unwrap();
    assert!(file(&b, by, matter).withheld);
    b.sound();
}

#[test]
fn where_one_person_does_all_of_it_the_clerk_has_the_rights_of_the_head_and_there_is_no_second_one() {
    let mut b = Bench::new();
    let head = b.account.unwrap();
    let clerk = add(&mut b, "何敏", Role::Clerk);
    let mut entry = b.entry("邻居夜里放炮", person("隗嚣辰", "13987650421"));
    entry.details.confidential = true;
    let matter = b.file(entry);
    assert!(file(&b, clerk, matter).withheld);
    let set = |b: &mut Bench, on: bool| {
        let rev = b.snapshot().station.unwrap().rev;
        b.try_act(Command::SetOnePerson(SetOnePerson { rev, on }))
    };
    b.account = Some(clerk);
    assert!(matches!(
        set(&mut b, true),
        Err(ExecuteError::Refused(Refusal::NotPermitted { .. }))
    ));
    b.account = Some(head);
    set(&mut b, true).unwrap();
    assert!(!file(&b, clerk, matter).withheld);
    let second = |b: &mut Bench| {
        b.try_act(Command::AddAccount(AddAccount {
            os_name: "zhou".into(),
            name: "周敏".into(),
            role: Role::Clerk,
            deputy: None,
        }))
    };
    assert!(matches!(
        second(&mut b),
        Err(ExecuteError::Refused(Refusal::NoStandIn(NoStandIn::OnePerson)))
    ));
    // The clerk sets it back as the head may; then they are a clerk.
    b.account = Some(clerk);
    set(&mut b, false).unwrap();
    assert!(file(&b, clerk, matter).withheld);
    assert!(set(&mut b, true).is_err());
    b.account = Some(head);
    second(&mut b).unwrap();
    assert!(matches!(
        set(&mut b, true),
        Err(ExecuteError::Refused(Refusal::NoStandIn(NoStandIn::OnePerson)))
    ));
    let zhou = account(&b, "周敏");
    b.act(Command::ChangeAccount(ChangeAccount {
        account: zhou.id,
        rev: zhou.rev,
        name: zhou.name,
        role: Role::Viewer,
        deputy: None,
        active: true,
    }));
    set(&mut b, true).unwrap();
    b.sound();
}
