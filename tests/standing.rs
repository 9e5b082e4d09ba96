//! Who acts in whose place: somebody who leaves leaves nothing behind, a stand-in sees and does what is the other's as long as
//! it lasts, and where one person does all of it they have the rights of the head.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "store_desk_common/mod.rs"]
mod common;
#[path = "support/real.rs"]
mod real;

use common::{Bench, person, today};
use zhiban::domain::beside::Beside;
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
use zhiban::domain::trace::{On, Shown, Trace};
use zhiban::domain::view::{Answer, Asker, Draft, Owing, Query, Stretch};
use zhiban::i18n::refusal::sentence;
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
    draft_of(b, n, ("opinion", String::new()), words)
}

fn draft_of(b: &mut Bench, n: u128, (form, target): (&str, String), words: &str) -> DraftId {
    let id = DraftId(uuid::Uuid::from_u128(n));
    let words = Unsaved {
        spare: Spare {
            id: DraftId(uuid::Uuid::from_u128(n + 1)),
            label: words.into(),
        },
        draft: Draft {
            id,
            form: form.into(),
            target,
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
    // Who only looks stands in for nobody, and that is what is said, not that whoever asks may not.
    b.account = Some(head);
    let viewer = add(&mut b, "来客", Role::Viewer);
    let why = match set(&mut b, "林晓晓", viewer, 1) {
        Err(ExecuteError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why, Refusal::NoStandIn(NoStandIn::KeepsNone(Role::Viewer)));
    let said = sentence(Lang::Zh, &why, None);
    assert!(
        said.starts_with("没有安排：只看账号") && said.contains("代不了班"),
        "{said}"
    );
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
    // Who looked at a number is said as beside it.
    let whom = |b: &mut Bench, who: AccountId| {
        let looked = Beside::Looked(Trace {
            on: On::Opinion(matter),
            citizen: None,
            shown: Shown::Asked,
            reason: Some("at_desk".into()),
        });
        b.desk.write_beside((Some(who), None), &looked, b.now).unwrap();
        let newest = file(b, away, matter).looks.into_iter().next().unwrap();
        assert_eq!(newest.account, Some(who));
        newest.whom
    };
    assert_eq!(whom(&mut b, by).as_deref(), Some("林晓晓"));
    assert_eq!(whom(&mut b, away), None);
    // The day after the last one it is over by itself, for whoever turns the day too.
    next_day(&mut b);
    assert!(!file(&b, by, matter).withheld, "the last day counts");
    assert!(goes_on(&mut b), "with drafts too");
    next_day(&mut b);
    // Reading and acting end together, by the clock of whoever sits there: nobody has turned the day of the desk yet.
    assert!(file(&b, by, matter).withheld);
    assert!(!acts_for(&b));
    assert!(!goes_on(&mut b));
    assert_eq!(whom(&mut b, by), None);
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
    let comes_in = |done| matches!(done, Err(ExecuteError::Refused(Refusal::NoStandIn(NoStandIn::ComesIn))));
    assert!(comes_in(second(&mut b)));
    // Nor when nobody is the clerk: who has the rights of the head is who had them when they came.
    let become_one = |b: &mut Bench, name: &str, role, active| {
        let a = account(b, name);
        b.try_act(Command::ChangeAccount(ChangeAccount {
            account: a.id,
            rev: a.rev,
            name: a.name,
            role,
            deputy: None,
            active,
        }))
    };
    become_one(&mut b, "何敏", Role::Clerk, false).unwrap();
    assert!(comes_in(second(&mut b)));
    add(&mut b, "来客", Role::Viewer);
    assert!(comes_in(become_one(&mut b, "来客", Role::Clerk, true)));
    assert!(comes_in(become_one(&mut b, "何敏", Role::Clerk, true)));
    set(&mut b, false).unwrap();
    become_one(&mut b, "何敏", Role::Clerk, true).unwrap();
    set(&mut b, true).unwrap();
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

/// A station with a head, a deputy head, a clerk and whoever looks after the machine, each with a login of their own.
struct Staffed {
    b: Bench,
}

impl Staffed {
    fn new() -> Self {
        let mut b = Bench::new();
        for (name, role) in [
            ("副站长", Role::DeputyHead),
            ("何敏", Role::Clerk),
            ("管机器", Role::Administrator),
        ] {
            b.act(Command::AddAccount(AddAccount {
                os_name: name.into(),
                name: name.into(),
                role,
                deputy: None,
            }));
        }
        Self { b }
    }

    fn by(&mut self, name: &str) -> &mut Self {
        self.b.account = Some(account(&self.b, name).id);
        self
    }

    fn add(&mut self, login: &str, name: &str, role: Role) -> Result<(), Refusal> {
        self.tried(Command::AddAccount(AddAccount {
            os_name: login.into(),
            name: name.into(),
            role,
            deputy: None,
        }))
    }

    fn change(&mut self, name: &str, role: Role, active: bool) -> Result<(), Refusal> {
        let a = account(&self.b, name);
        self.tried(Command::ChangeAccount(ChangeAccount {
            account: a.id,
            rev: a.rev,
            name: a.name,
            role,
            deputy: None,
            active,
        }))
    }

    fn tried(&mut self, command: Command) -> Result<(), Refusal> {
        match self.b.try_act(command) {
            Ok(_) => Ok(()),
            Err(ExecuteError::Refused(why)) => Err(why),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn whoever_looks_after_the_machine_comes_to_no_matters_by_an_account_of_their_own() {
    let mut s = Staffed::new();
    let theirs = |login: &str| {
        Err(Refusal::LoginOf {
            login: login.into(),
            role: Role::Administrator,
        })
    };
    let readers = [Role::Clerk, Role::Deputy, Role::Viewer];
    for role in readers {
        assert_eq!(s.by("管机器").change("管机器", role, true), Err(Refusal::OwnRole));
        assert_eq!(s.add(" 管机器 ", "小号", role), theirs("管机器"));
    }
    // Nor by way of a second one of theirs, in, out, or theirs before.
    s.add("管机器", "小号", Role::Administrator).unwrap();
    for role in readers {
        assert_eq!(s.change("小号", role, true), theirs("管机器"));
    }
    s.by("小号").change("管机器", Role::Administrator, false).unwrap();
    assert_eq!(s.add("管机器", "又一个", Role::Clerk), theirs("管机器"));
    // Others they let in as before, and the head may let one person be both.
    s.add("周敏", "周敏", Role::Clerk).unwrap();
    s.change("周敏", Role::Viewer, true).unwrap();
    s.by("林站长").add("管机器", "林师傅", Role::Clerk).unwrap();
    s.b.sound();
}

#[test]
fn what_becomes_of_a_head_is_a_heads() {
    let mut s = Staffed::new();
    let heads = |role| {
        let may = [Role::Head].as_slice();
        Err(Refusal::NotPermitted { role, may })
    };
    for (by, role) in [("副站长", Role::DeputyHead), ("管机器", Role::Administrator)] {
        s.by(by);
        assert_eq!(s.add("周敏", "周敏", Role::Head), heads(role));
        assert_eq!(s.change("何敏", Role::Head, true), heads(role));
    }
    assert_eq!(
        s.by("副站长").change("副站长", Role::Head, true),
        heads(Role::DeputyHead)
    );
    s.add("周敏", "周敏", Role::DeputyHead).unwrap();
    // With a second head it is not the last one that is at stake.
    s.by("林站长").add("李站长", "李站长", Role::Head).unwrap();
    for (by, role) in [("副站长", Role::DeputyHead), ("管机器", Role::Administrator)] {
        s.by(by);
        for (to, active) in [(Role::Clerk, true), (Role::DeputyHead, true), (Role::Head, false)] {
            assert_eq!(s.change("李站长", to, active), heads(role));
        }
    }
    let (head, to) = (account(&s.b, "李站长"), account(&s.b, "何敏").id);
    let over = |rev| {
        Command::HandOverAll(HandOverAll {
            account: head.id,
            rev,
            to,
            reason: "调走了".into(),
        })
    };
    assert_eq!(s.by("副站长").tried(over(head.rev)), heads(Role::DeputyHead));
    s.by("林站长").change("李站长", Role::Head, false).unwrap();
    assert_eq!(
        s.by("副站长").change("李站长", Role::Head, true),
        heads(Role::DeputyHead)
    );
    assert_eq!(
        s.by("林站长").change("林站长", Role::DeputyHead, true),
        Err(Refusal::LastHead)
    );
    s.b.sound();
}

#[test]
fn what_only_the_head_may_do_nobody_else_sees_the_head_about_to_do() {
    let mut b = Bench::new();
    let head = b.account.unwrap();
    let clerk = add(&mut b, "何敏", Role::Clerk);
    let others = [
        (clerk, 2),
        (add(&mut b, "来客", Role::Viewer), 2),
        (add(&mut b, "副站长", Role::DeputyHead), 5),
    ];
    let leaving = format!("hand_over:{}:1", clerk.0);
    let hidden = [
        draft_of(&mut b, 9_001, ("small", leaving), "移交并停用账号  作风问题"),
        draft_of(&mut b, 9_003, ("station", String::new()), "联络站资料  新名"),
        draft_of(&mut b, 9_005, ("small", format!("stand_in:{}:1", clerk.0)), "请人代班"),
    ];
    let shared = [
        draft(&mut b, 9_007, "路灯不亮"),
        draft_of(&mut b, 9_009, ("unit", String::new()), "添单位  城管所"),
    ];
    // Long silent: a colleague may go on with what is theirs too.
    b.now = Moment(b.now.0 + 3_600_000);
    for (who, seen) in others {
        let Answer::Snapshot(first) = sees(&b, who, &Query::Snapshot { today: b.now.day() }) else {
            panic!()
        };
        assert_eq!(first.owed.of(Owing::Unwritten), seen);
        let drafts: Vec<DraftId> = first.unwritten().filter_map(|line| line.draft).collect();
        assert_eq!(drafts.len() as u32, seen);
        assert_eq!(hidden.iter().any(|id| drafts.contains(id)), seen == 5);
        assert!(drafts.contains(&shared[0]));
        for typed in ["作风", "移交", ""] {
            let asked = Query::Owed {
                matching: typed.into(),
                called: Vec::new(),
                today: b.now.day(),
                kind: None,
                stretch: Stretch::Newest,
                limit: 100,
            };
            let Answer::Owed(lines, _) = sees(&b, who, &asked) else {
                panic!()
            };
            let found = |id: &DraftId| lines.iter().any(|line| line.draft == Some(*id));
            assert_eq!(hidden.iter().any(found), seen == 5, "{typed}");
        }
    }
    // It is handed to nobody who names it either.
    for id in hidden.iter().chain(&shared) {
        b.desk
            .write(|tx, _, _| Ok(tx.execute("DELETE FROM presence", [])?))
            .unwrap();
        let take = Beside::TakenOver(*id, "接着写".into());
        b.desk.write_beside((Some(clerk), None), &take, b.now).unwrap();
        let whose = drafts::list(b.desk.conn(), b.desk.vault(), Some(clerk)).unwrap();
        assert_eq!(whose.iter().any(|d| d.id == *id), shared.contains(id));
    }
    assert_eq!(
        drafts::list(b.desk.conn(), b.desk.vault(), Some(head)).unwrap().len(),
        3
    );
}
