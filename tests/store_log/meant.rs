//! Who is meant: an act is whole or not there at all, the refusal names the one who was quicker, and what one person knows or
//! said is that person's.

use crate::common::{Bench, person};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::id::{AccountId, OpinionId};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Query};
use zhiban::i18n::Lang;
use zhiban::i18n::refusal::sentence;
use zhiban::store::ExecuteError;

/// A second account of the desk, 周敏's.
fn colleague(b: &mut Bench) -> AccountId {
    b.act(Command::AddAccount {
        os_name: "zhou".into(),
        name: "周敏".into(),
        role: Role::Clerk,
        deputy: None,
    });
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    all[1].id
}

fn why(b: &mut Bench, command: Command) -> Refusal {
    let refused = b.try_act(command);
    let Err(ExecuteError::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    why
}

fn unsorted(b: &mut Bench) -> OpinionId {
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.details.category = None;
    b.file(entry)
}

#[test]
fn an_account_that_was_withdrawn_reads_that_it_was() {
    let mut b = Bench::new();
    let zhou = colleague(&mut b);
    let opinion = unsorted(&mut b);
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    b.act(Command::ChangeAccount {
        account: zhou,
        rev: all[1].rev,
        name: "周敏".into(),
        role: Role::Clerk,
        deputy: None,
        active: false,
    });
    b.account = Some(zhou);
    let void = Command::VoidOpinion {
        opinion,
        rev: b.rev(opinion),
        reason: "误登".into(),
    };
    let refused = why(&mut b, void);
    assert_eq!(refused, Refusal::Withdrawn);
    assert!(sentence(Lang::Zh, &refused, None).starts_with("这个账号已停用"));
}
