//! Two accounts of one name are two.

use crate::common::{Bench, person, today};
use uuid::Uuid;
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::id::{AccountId, DraftId};
use zhiban::domain::lease::{Draft, Lost, Saved, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::view::{Answer, Asker, Query, Stretch};
use zhiban::i18n::{Lang, code};
use zhiban::store::{drafts, log, read};

fn add(b: &mut Bench, os_name: &str, name: &str) -> AccountId {
    b.act(Command::AddAccount(AddAccount {
        os_name: os_name.into(),
        name: name.into(),
        role: Role::Clerk,
        deputy: None,
    }));
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    all.last().unwrap().id
}

#[test]
fn two_accounts_of_one_name_are_told_apart_in_acts_and_keepers() {
    let mut b = Bench::new();
    let head = b.account.unwrap();
    let (one, two) = (add(&mut b, "liwei1", "李伟"), add(&mut b, "liwei2", "李伟"));
    b.account = Some(one);
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    b.account = Some(two);
    let handling = b.hand_over(None);
    b.act(Command::Handle(Handle {
        opinion,
        rev: b.rev(opinion),
        category: None,
        handling,
    }));
    let file = b.opinion_file(opinion);
    let by: Vec<_> = file.history.iter().map(|h| (h.account, h.by.as_str())).collect();
    assert_eq!(by, [(Some(one), "李伟（liwei1）"), (Some(two), "李伟（liwei2）")]);
    assert_eq!(
        (file.opinion.keeper, file.keeper.as_deref()),
        (Some(one), Some("李伟（liwei1）"))
    );
    // The log names accounts, not people.
    for stored in log::read(b.desk.conn(), 0, 1_000).unwrap() {
        let account = stored.event.account.unwrap();
        assert!(account.parse::<Uuid>().is_ok(), "{account}");
        assert!(!String::from_utf8(stored.event.body).unwrap().contains("李伟"));
    }
    // The keeper stays who filed it until it is handed on, to somebody who works here, and says so.
    b.account = Some(head);
    b.act(Command::HandOn(HandOn {
        opinion,
        rev: b.rev(opinion),
        to: two,
        reason: Some("李伟休假".into()),
    }));
    assert_eq!(b.opinion_file(opinion).keeper.as_deref(), Some("李伟（liwei2）"));
    let again = Command::HandOn(HandOn {
        opinion,
        rev: b.rev(opinion),
        to: two,
        reason: None,
    });
    assert!(b.try_act(again).is_err(), "they have it already");
    // Renamed, one of them is called by the new name in what is done from now on, and what was done stays as it was said.
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    let account = all.iter().find(|a| a.id == two).unwrap();
    b.act(Command::ChangeAccount(ChangeAccount {
        account: two,
        rev: account.rev,
        name: "李伟民".into(),
        role: Role::Clerk,
        deputy: None,
        active: true,
    }));
    let by: Vec<_> = b.opinion_file(opinion).history.iter().map(|h| h.by.clone()).collect();
    assert_eq!(by, ["李伟（liwei1）", "李伟（liwei2）", "林站长"]);
    let now = b.opinion_file(opinion);
    assert_eq!(now.keeper.as_deref(), Some("李伟民"));
    b.account = Some(two);
    b.act(Command::NoteNumber(NoteNumber {
        opinion,
        family: NumberFamily::Old,
        system: None,
        number: "W1".into(),
    }));
    assert_eq!(b.opinion_file(opinion).history.last().unwrap().by, "李伟民");
    b.sound();
}

fn draft(n: u128, account: AccountId, words: &str) -> Unsaved {
    Unsaved {
        draft: Draft {
            id: DraftId(Uuid::from_u128(n)),
            form: "opinion".into(),
            target: String::new(),
            label: words.into(),
            body: words.into(),
            account: Some(account),
            saved_at: Moment(1),
            generation: 1,
        },
        spare: Spare {
            id: DraftId(Uuid::from_u128(n + 1_000)),
            label: words.into(),
        },
    }
}

#[test]
fn a_draft_is_its_account_s_and_one_of_before_is_everybody_s_of_that_name() {
    let mut b = Bench::new();
    let (one, two) = (add(&mut b, "liwei1", "李伟"), add(&mut b, "liwei2", "李伟"));
    for (n, account) in [(1, one), (2, two)] {
        let words = draft(n, account, &format!("第{n}份"));
        b.desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &words))
            .unwrap();
    }
    let mine = |b: &Bench, account| {
        let Answer::Drafts(found) = b.ask(&Query::Drafts { account: Some(account) }) else {
            panic!()
        };
        found.iter().map(|d| d.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (mine(&b, one), mine(&b, two)),
        (vec!["第1份".to_owned()], vec!["第2份".to_owned()])
    );
    let take = |b: &mut Bench, n: u128, account| {
        let id = DraftId(Uuid::from_u128(n));
        b.desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(account), today()))
            .unwrap()
    };
    let theirs = take(&mut b, 1, two);
    assert!(matches!(theirs, Err(Some(Lost::Anothers(author))) if author.name == "李伟（liwei1）"));
    assert!(take(&mut b, 1, one).is_ok());
    // The release before kept the name.
    let sql = "UPDATE draft SET account = '李伟' WHERE id = ?1";
    b.desk.conn().execute(sql, [Uuid::from_u128(2).to_string()]).unwrap();
    assert_eq!(mine(&b, one), ["第1份", "第2份"]);
    assert!(take(&mut b, 2, one).is_ok());
}

#[test]
fn a_draft_of_before_is_whose_name_it_was_when_it_was_saved() {
    let mut b = Bench::new();
    let rename = |b: &mut Bench, account: AccountId, name: &str| {
        let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
            panic!()
        };
        let rev = all.iter().find(|a| a.id == account).unwrap().rev;
        b.act(Command::ChangeAccount(ChangeAccount {
            account,
            rev,
            name: name.into(),
            role: Role::Clerk,
            deputy: None,
            active: true,
        }));
    };
    let save = |b: &mut Bench, n: u128, name: &str| {
        let mut words = draft(n, AccountId(Uuid::nil()), &format!("第{n}份"));
        words.draft.saved_at = b.now;
        b.desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &words))
            .unwrap();
        // As the release before kept it.
        let values = [Uuid::from_u128(n).to_string(), name.to_owned()];
        let sql = "UPDATE draft SET account = ?2 WHERE id = ?1";
        b.desk.conn().execute(sql, values).unwrap();
        b.now = Moment(b.now.0 + 60_000);
    };
    let her = add(&mut b, "he1", "何敏");
    save(&mut b, 1, "何敏");
    rename(&mut b, her, "何大");
    let newcomer = add(&mut b, "he2", "何敏");
    save(&mut b, 2, "何敏");
    // Two at a time, and one of them is called otherwise since.
    let third = add(&mut b, "he3", "何敏");
    save(&mut b, 3, "何敏");
    rename(&mut b, newcomer, "何小敏");
    let of = |b: &Bench, account| {
        let found = drafts::list(b.desk.conn(), b.desk.vault(), Some(account)).unwrap();
        found.iter().map(|d| d.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(&b, her), ["第1份"], "the writer goes on");
    assert_eq!(of(&b, newcomer), ["第2份", "第3份"]);
    assert_eq!(of(&b, third), ["第3份"]);
    let id = DraftId(Uuid::from_u128(1));
    let mut take = |account| {
        let taken = b
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(account), today()));
        taken.unwrap()
    };
    assert!(matches!(take(third), Err(Some(Lost::Anothers(_)))));
    assert!(take(her).is_ok());
}

#[test]
fn an_answer_holds_no_word_of_a_draft_that_is_hidden_from_whoever_asks() {
    let mut b = Bench::new();
    let (author, clerk) = (add(&mut b, "he1", "何敏"), add(&mut b, "zhou1", "周一"));
    b.act(Command::AddAccount(AddAccount {
        os_name: "kan".into(),
        name: "周看".into(),
        role: Role::Viewer,
        deputy: None,
    }));
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    let viewer = all.iter().find(|a| a.name == "周看").unwrap().id;
    let words = draft(1, author, "村口弯道");
    let saved = b
        .desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
    saved.unwrap();
    let query = Query::Snapshot { today: b.now.day() };
    let brief = |asker| {
        let Ok(Answer::Snapshot(snapshot)) = read::answer(b.desk.conn(), b.desk.vault(), asker, &query) else {
            panic!()
        };
        let line = snapshot.follow_up.into_iter().find(|line| line.draft.is_some());
        line.unwrap().brief
    };
    let of = |account| brief(Asker::Person(Some(account), today()));
    assert_eq!(
        (of(viewer).as_str(), of(clerk).as_str()),
        ("", words.draft.label.as_str())
    );
    assert_eq!(brief(Asker::Program), words.draft.label);
    // Nor is it found by a word that is not shown, only by what is.
    let found = |asker, typed: &str| {
        let query = Query::Owed {
            matching: typed.into(),
            called: code::owings(Lang::Zh),
            today: b.now.day(),
            kind: None,
            stretch: Stretch::Newest,
            limit: 9,
        };
        let Ok(Answer::Owed(lines, _)) = read::answer(b.desk.conn(), b.desk.vault(), asker, &query) else {
            panic!()
        };
        lines.len()
    };
    let word: String = words.draft.label.chars().take(2).collect();
    for (account, count) in [(viewer, 0), (clerk, 1), (author, 1)] {
        assert_eq!(found(Asker::Person(Some(account), today()), &word), count);
        assert_eq!(found(Asker::Person(Some(account), today()), "何敏"), 1);
    }
}

#[test]
fn a_number_is_found_by_more_than_its_end_only_by_whoever_may_see_it() {
    let mut b = Bench::new();
    let clerk = add(&mut b, "he1", "何敏");
    let [received, other] = [b.deputies[0], b.deputies[1]];
    for (login, name, role, deputy) in [
        ("kan", "周看", Role::Viewer, None),
        ("guan", "管事", Role::Administrator, None),
        ("zhang", "张建军", Role::Deputy, Some(received)),
        ("li", "李桂兰", Role::Deputy, Some(other)),
    ] {
        b.act(Command::AddAccount(AddAccount {
            os_name: login.into(),
            name: name.into(),
            role,
            deputy,
        }));
    }
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    let of = |name: &str| all.iter().find(|a| a.name == name).unwrap().id;
    let mut entry = b.entry("村口弯道", person("王秀英", "13800019831"));
    entry.details.deputies = vec![received];
    b.file(entry);
    let found = |account, typed: &str| {
        let query = Query::Opinions {
            matching: typed.into(),
            state: None,
            stretch: Stretch::Newest,
            limit: 9,
        };
        let asker = Asker::Person(Some(account), b.now.day());
        let Ok(Answer::Opinions(rows, ..)) = read::answer(b.desk.conn(), b.desk.vault(), asker, &query) else {
            panic!()
        };
        rows.len()
    };
    for typed in ["9831", "13800019831", "138 0001 9831"] {
        for account in [clerk, of("周看"), of("张建军"), of("李桂兰")] {
            assert_eq!(found(account, typed), 1, "{typed}");
        }
        assert_eq!(found(of("管事"), typed), 0, "matters are none of the administrator's");
    }
    for typed in ["19831", "00019831", "3800019831"] {
        for (account, count) in [
            (clerk, 1),
            (of("张建军"), 1),
            (of("李桂兰"), 0),
            (of("周看"), 0),
            (of("管事"), 0),
        ] {
            assert_eq!(found(account, typed), count, "{typed}");
        }
    }
}

#[test]
fn a_draft_of_an_account_that_is_withdrawn_is_the_head_s_to_take_over() {
    let mut b = Bench::new();
    let head = b.account.unwrap();
    let (gone, other) = (add(&mut b, "he1", "何敏"), add(&mut b, "zhou1", "周一"));
    for n in [1, 2] {
        let words = draft(n, gone, "村口弯道");
        let saved = b
            .desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
        saved.unwrap();
    }
    let id = |n: u128| DraftId(Uuid::from_u128(n));
    let take = |b: &mut Bench, n, account| {
        let taken = b
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id(n), Some(account), today()));
        taken.unwrap()
    };
    let sits = |b: &mut Bench, active| {
        let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
            panic!()
        };
        b.act(Command::ChangeAccount(ChangeAccount {
            account: gone,
            rev: all.iter().find(|a| a.id == gone).unwrap().rev,
            name: "何敏".into(),
            role: Role::Clerk,
            deputy: None,
            active,
        }));
    };
    let whose = |taken| match taken {
        Err(Some(Lost::Anothers(author))) => (author.name, author.withdrawn),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        whose(take(&mut b, 1, head)),
        ("何敏".to_owned(), false),
        "she still sits there"
    );
    sits(&mut b, false);
    assert_eq!(whose(take(&mut b, 1, other)), ("何敏".to_owned(), true));
    assert_eq!(
        whose(take(&mut b, 1, gone)),
        ("何敏".to_owned(), true),
        "nor may whoever is withdrawn"
    );
    let words = draft(1, gone, "村口弯道");
    let late = b
        .desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
    assert!(
        matches!(late.unwrap(), Saved::Refused { why: Lost::Anothers(a), aside: None } if a.withdrawn),
        "it is kept where it is, and who typed it is told"
    );
    let taken = take(&mut b, 1, head).unwrap();
    assert_eq!(
        (taken.body.as_str(), taken.account, taken.generation),
        ("村口弯道", Some(head), 2)
    );
    let now = b.now;
    let given_up = |b: &mut Bench, account| b.desk.write(|tx, _, _| drafts::give_up(tx, id(2), Some(account), now));
    assert!(given_up(&mut b, other).unwrap().is_err());
    assert_eq!(given_up(&mut b, head).unwrap(), Ok(true));
    // It is the head's own from then on, whoever comes back.
    sits(&mut b, true);
    assert_eq!(whose(take(&mut b, 1, gone)), ("林站长".to_owned(), false));
}
