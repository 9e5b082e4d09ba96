//! The line mode over the real store: a script goes in, lines come out, and the tables say the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::{Bench, today};
use zhiban::domain::code::{Grade, OpinionState, SessionState, VisitState};
use zhiban::domain::id::DraftId;
use zhiban::domain::lease::{Lease, Lost, Saved, Spare, Unsaved};
use zhiban::domain::moment::{Moment, TimeOfDay};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Draft, Outcome, Query};
use zhiban::i18n::Lang;
use zhiban::plain::{Act, Context, Failure, Kept, Port, Stored, run};
use zhiban::runtime::clock::Clock;
use zhiban::runtime::lines::Keyboard;
use zhiban::store::{ExecuteError, drafts};

/// A desk as the line mode sees it.
struct Desk(Bench);

impl Port for Desk {
    fn now(&mut self) -> Moment {
        self.0.now
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, String> {
        Ok(self.0.ask(query))
    }

    fn execute(&mut self, act: &Act) -> Result<Outcome, Failure> {
        (self.0.table, self.0.draft, self.0.late) = (act.table, act.draft, act.late.clone());
        self.0.try_act(act.command.clone()).map_err(|e| match e {
            ExecuteError::Refused(why) => Failure::Refused(why),
            ExecuteError::Store(why) => Failure::Failed(format!("{why:?}")),
        })
    }

    fn save_draft(&mut self, kept: &Kept) -> Result<Stored, String> {
        let mut fresh = || DraftId(zhiban::domain::facts::Supply::id(&mut self.0.supply));
        let lease = kept.lease.unwrap_or_else(|| Lease::first(fresh()));
        let words = Unsaved {
            draft: Draft {
                id: lease.draft,
                form: kept.form.clone(),
                target: kept.target.clone(),
                label: kept.label.clone(),
                body: kept.body.clone(),
                account: self.0.account,
                saved_at: self.0.now,
                generation: lease.generation,
            },
            spare: Spare {
                id: fresh(),
                label: kept.label.clone(),
            },
        };
        let saved = self
            .0
            .desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
        match saved.map_err(|e| format!("{e:?}"))? {
            Saved::Kept => Ok(Stored {
                lease: Some(lease),
                said: None,
            }),
            Saved::Refused { why, aside } => Ok(Stored {
                lease: aside.map(Lease::first),
                said: Some(format!("{why:?}")),
            }),
        }
    }

    fn take_draft(&mut self, id: DraftId) -> Result<Answer, String> {
        let taken = self.0.desk.write(|tx, vault, _| drafts::take(tx, vault, id, None));
        taken
            .map(|t| Answer::Taken(t.map(Box::new)))
            .map_err(|e| format!("{e:?}"))
    }
}

impl Desk {
    fn new() -> Self {
        Self(Bench::new())
    }

    fn talk_in(&mut self, lang: Lang, script: &str) -> String {
        let context = Context {
            lang,
            account: self.0.account.unwrap(),
            table: 1,
            practice: false,
            charset: "UTF-8",
        };
        let mut out = Vec::new();
        run(&mut script.as_bytes(), &mut out, context, self).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains('\u{1b}') && !out.contains('\r'), "{out}");
        assert!(out.ends_with('\n'));
        out
    }

    /// A script with blanks between the lines; `_` is an empty one.
    fn talk(&mut self, script: &str) -> String {
        let lines: Vec<&str> = script
            .split_whitespace()
            .map(|l| if l == "_" { "" } else { l })
            .collect();
        self.talk_in(Lang::Zh, &(lines.join("\n") + "\n"))
    }

    fn drafts(&self) -> Vec<Draft> {
        match self.0.ask(&Query::Drafts { account: None }) {
            Answer::Drafts(drafts) => drafts,
            other => panic!("{other:?}"),
        }
    }

    fn only_opinion(&self) -> zhiban::domain::record::Opinion {
        let rows = self.0.search("");
        assert_eq!(rows.len(), 1);
        self.0.opinion_file(rows[0].id).opinion
    }
}

fn has(out: &str, parts: &[&str]) {
    for part in parts {
        assert!(out.contains(part), "{part} is not in:\n{out}");
    }
}

#[test]
fn a_morning_from_opening_to_closing() {
    let mut d = Desk::new();
    let deputies = d.0.deputies.clone();
    let plan = d.0.plan(2);
    d.0.act(zhiban::domain::command::Command::PlanSession(
        zhiban::domain::command::PlanSession { plan, deputies },
    ));
    // Open, sign in the first deputy at table 1.
    let out = d.talk("9 1 1 1 1 1 0 0");
    has(&out, &["开始接待", "到了", "再见"]);
    // Two numbers; the first is one person, the second a group whose head is told of it later.
    let out = d.talk("2 王秀英 _ 路灯不亮 _ _ _ 2 周德旺 23 征地 _ 路远 _ 1 0");
    has(&out, &["发出 001", "发出 002", "23人是集体访", "已经告诉站长"]);
    let out = d.talk("3 _ 2 1 0 0");
    has(&out, &["请 002 周德旺 到 1 桌", "又叫了一遍", "002 周德旺 在谈"]);
    // A second call at the same table goes on with whoever is there.
    let out = d.talk("3 _ 0 0");
    has(&out, &["这张桌上还有 002 周德旺"]);
    let out = d.talk("4 1 3 0 0");
    has(&out, &["谈完", "还没写的记在没写完里", "请 001 王秀英 到 1 桌"]);
    let out = d.talk("4 1 3 0 0");
    has(&out, &["001 王秀英 已过号"]);
    let out = d.talk("4 1 1 0 0");
    has(&out, &["001 王秀英 排回去了"]);
    // The list of the day.
    let out = d.talk("1 0");
    has(
        &out,
        &[
            "值班代表：",
            "等候 001 王秀英",
            "路灯不亮",
            "等候1，已接1批",
            "没写完 1",
        ],
    );
    // What was left unwritten needs no writing after all; the last one gets an outcome and the day is closed.
    let out = d.talk("7 1 1 1 2 0 0");
    has(
        &out,
        &["站长电话还没有填", "已经告诉站长", "周德旺 说的还没写", "办好了"],
    );
    let out = d.talk("9 4 1 13700004410 _ 0 0");
    has(&out, &["001 王秀英", "接待结束"]);
    let Answer::Visits(visits) = d.0.ask(&Query::Visits { day: today() }) else {
        panic!()
    };
    let states: Vec<_> = visits.iter().map(|v| (v.ticket, v.state)).collect();
    assert_eq!(states, [(Some(1), VisitState::NextTime), (Some(2), VisitState::Done)]);
    // Whoever comes then is received all the same, and it is written down that they came after closing.
    let out = d.talk("2 赵六 _ 路灯 _ _ _ 3 _ 0 0");
    has(&out, &["发出 003", "请 003 赵六 到"]);
    let Answer::Visits(visits) = d.0.ask(&Query::Visits { day: today() }) else {
        panic!()
    };
    let late = visits.last().unwrap();
    assert_eq!(
        (late.ticket, late.after_close, late.session.is_some()),
        (Some(3), true, true)
    );
    let Answer::Sessions(sessions) = d.0.ask(&Query::Sessions { state: None, limit: 9 }) else {
        panic!()
    };
    assert_eq!(sessions[0].session.state, SessionState::Closed);
    d.0.sound();
}

#[test]
fn somebody_is_received_at_once_and_the_matter_goes_to_a_unit_and_back() {
    let mut d = Desk::new();
    // Number, call and talk in one; their matter; handed over.
    let out = d.talk(
        "2 王秀英 1 _ _ 2 \
         1 村口弯道看不见对面来车 今年摔了三次 . = 13744104410 1 石桥 2 1 石桥村口 2 2 供电 2 1 熊所长 _ 请尽快 1 \
         0 0",
    );
    has(
        &out,
        &[
            "001 直接坐到 1 桌",
            "排队时叫 王秀英",
            "137 4410 4410",
            "石桥村",
            "请核对",
            "反映内容：村口弯道看不见对面来车",
            "反映内容：今年摔了三次",
            "已登记 03-2026-0001",
        ],
    );
    let o = d.only_opinion();
    assert_eq!(o.details.words, "村口弯道看不见对面来车\n今年摔了三次");
    assert_eq!(
        (o.state, o.details.category.as_deref()),
        (OpinionState::HandedOver, Some("road"))
    );
    assert_eq!(o.round().unwrap().lead.person.as_deref(), Some("熊所长"));
    assert!(d.drafts().is_empty(), "filing takes the draft away");
    // Found by name; asked again, with a promise; then the answer; then told and satisfied.
    let out = d.talk("6 王秀英 2 下周派人 11-30 _ _ 0 0");
    has(&out, &["办理中", "137****4410", "2026年11月30日周一", "办好了"]);
    let out = d.talk("6 0001 1 已装凸面镜 . 1 _ _ 0 0");
    has(&out, &["答复：已装凸面镜", "待反馈"]);
    let out = d.talk("7 1 1 1 _ 1 0 0 0");
    has(
        &out,
        &["找这位：王秀英 137 4410 4410", "请这样说：已装凸面镜", "已销号"],
    );
    let o = d.only_opinion();
    assert_eq!(
        (o.state, o.grade, o.told),
        (OpinionState::Closed, Some(Grade::Satisfied), true)
    );
    d.0.sound();
}

#[test]
fn answered_on_the_spot_guided_and_counted() {
    let mut d = Desk::new();
    // At the door, anonymous, answered at once and satisfied.
    let out = d.talk("5 _ 问医保怎么报 . _ _ _ _ 1 到窗口带身份证 . 1 1 1 0");
    has(&out, &["不留名", "当场答复", "已登记 03-2026-0001", "取件码"]);
    let o = d.only_opinion();
    assert!(o.on_spot && o.told && o.grade == Some(Grade::Satisfied));
    // Kept undecided, then guided elsewhere.
    let out = d.talk("5 1 邻居占了路 . 何平 _ 2 _ _ _ _ 1 6 0002 3 7 _ 1 0");
    has(
        &out,
        &[
            "已登记 03-2026-0002",
            "请这样说：可以申请人民调解",
            "已指引",
            "没有要办的了",
        ],
    );
    // An accusation leaves no words, neither filed nor as a draft.
    let out = d.talk("5 1 某某收了钱 . _ _ _ _ 3 4 1 0");
    has(&out, &["这类事不留内容", "没有留下内容，计了一次"]);
    assert!(d.drafts().is_empty());
    assert!(d.0.search("收了钱").is_empty());
    d.0.sound();
}

#[test]
fn a_line_that_breaks_off_keeps_the_words_and_they_are_taken_up_again() {
    let mut d = Desk::new();
    let out = d.talk_in(Lang::Zh, "5\r\n\r\n路灯不亮\r\n已经半年\r\n老人不敢出");
    has(&out, &["输入结束，再见"]);
    let drafts = d.drafts();
    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].body.contains("老人不敢出"), "{}", drafts[0].body);
    // The next time it is offered, added to, and filed; the half line was not lost.
    let out = d.talk("5 2 2 门 . _ _ _ _ 4 1 0");
    has(&out, &["接着写：路灯不亮", "以前写的：老人不敢出", "已登记"]);
    assert_eq!(d.only_opinion().details.words, "路灯不亮\n已经半年\n老人不敢出\n门");
    assert!(d.drafts().is_empty());
    // A choice that breaks off is not carried out.
    let out = d.talk_in(Lang::Zh, "6\n0001\n4");
    has(&out, &["没有要办的了"]);
    let out = d.talk_in(Lang::Zh, "5\n1\n井盖丢了\n.\n\n\n\n\n4\n1");
    has(&out, &["最后一行没有写完，没有照办：1", "输入结束"]);
    assert_eq!(d.drafts().len(), 1);
    assert_eq!(d.0.search("").len(), 1);
}

#[test]
fn the_day_is_confirmed_before_anything_is_numbered() {
    let mut d = Desk::new();
    d.talk("2 王秀英 _ _ _ _ 0");
    d.0.now = TimeOfDay(540).on(today() + chrono::Days::new(7));
    let out = d.talk("0 2 李桂兰 _ _ _ 1 0");
    has(
        &out,
        &[
            "值班台停在2026年11月23日周一，电脑的日子是2026年11月30日周一",
            "请先确认",
            "今天是2026年11月30日周一",
            "发出 001",
        ],
    );
    d.0.sound();
}

#[test]
fn the_same_in_english() {
    let mut d = Desk::new();
    let script =
        "?\n2\nWang\n9x\n\n\n\n\n3\n\n5\n\nthe lamp is dark\n.\nWang Xiuying\n12\n13744104410\n\n\n\n\n\n1\n0\n1\n0\n";
    let out = d.talk_in(Lang::En, script);
    has(
        &out,
        &[
            "Menu: 1 today",
            "A number from 1 to 9999 is needed: 9x",
            "Number 001",
            "001 Wang to table 1, please",
            "2 digits are too few",
            "Filed as 03-2026-0001",
            "0 waiting",
            "Goodbye",
        ],
    );
    d.0.sound();
}

#[test]
fn a_draft_taken_elsewhere_in_the_middle_of_a_conversation_costs_no_word() {
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut b = Bench::over(zhiban::store::Desk::create(&path).unwrap());
    let Answer::Accounts(accounts) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    let mut line = Keyboard {
        desk: zhiban::store::Desk::open(&path, None).unwrap(),
        clock: Clock::of_demo("2026-11-23T10:00:00").unwrap(),
        account: accounts[0].clone(),
        lang: Lang::Zh,
    };
    let typed = |lease: Option<Lease>, words: &str| Kept {
        lease,
        form: "opinion".into(),
        target: String::new(),
        label: words.into(),
        body: format!("{{\"fields\":{{\"words\":{{\"text\":\"{words}\"}}}}}}"),
    };
    let first = line.save_draft(&typed(None, "路灯")).unwrap();
    let lease = first.lease.unwrap();
    assert_eq!((lease.generation, first.said), (1, None));
    // The screen of the same person takes it.
    let own = b.account;
    let theirs = b.desk.write(|tx, vault, _| drafts::take(tx, vault, lease.draft, own));
    assert_eq!(theirs.unwrap().unwrap().generation, 2);
    let next = line.save_draft(&typed(Some(lease), "路灯全灭")).unwrap();
    let said = next.said.unwrap();
    has(&said, &["已在别处接着写", "另存在没写完里", "接着写的算另一份"]);
    let apart = next.lease.unwrap();
    assert_ne!(apart.draft, lease.draft);
    assert!(
        line.save_draft(&typed(Some(apart), "路灯全灭了"))
            .unwrap()
            .said
            .is_none()
    );
    let all = drafts::list(b.desk.conn(), b.desk.vault(), None).unwrap();
    let labels: Vec<&str> = all.iter().map(|d| d.label.as_str()).collect();
    assert_eq!(labels.len(), 2, "{labels:?}");
    // Filing what is held elsewhere is refused; taken back it is held here again.
    let entry = b.entry("路灯", common::person("王秀英", "13712344410"));
    let act = |draft: Lease| Act {
        command: zhiban::domain::command::Command::FileOpinion(Box::new(entry.clone())),
        table: None,
        late: None,
        draft: Some(draft),
    };
    let Err(Failure::Refused(why)) = line.execute(&act(lease)) else {
        panic!()
    };
    assert!(matches!(why, Refusal::DraftLost { why: Lost::Taken, .. }), "{why:?}");
    let Ok(Answer::Taken(Ok(back))) = line.take_draft(lease.draft) else {
        panic!()
    };
    assert!(line.execute(&act(back.lease())).is_ok());
    assert!(matches!(
        line.take_draft(lease.draft),
        Ok(Answer::Taken(Err(Some(Lost::Filed { .. }))))
    ));
}
