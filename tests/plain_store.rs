//! The line mode over the real store: a script goes in, lines come out, and the tables say the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::{Bench, today};
use zhiban::app::Failure;
use zhiban::app::ids::Ids;
use zhiban::domain::code::{Grade, Level, OpinionState, SessionState, VisitState};
use zhiban::domain::command::Request;
use zhiban::domain::id::{CommandId, DraftId};
use zhiban::domain::lease::{Lease, Lost, Saved, Source, Spare, Unsaved};
use zhiban::domain::moment::{Moment, TimeOfDay};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Draft, Outcome, Query};
use zhiban::i18n::Lang;
use zhiban::plain::{Context, Reply, Stored, Wish};
use zhiban::runtime::clock::Clock;
use zhiban::runtime::lines::Keyboard;
use zhiban::runtime::lines::{Port, run};
use zhiban::store::{ExecuteError, StoreError, drafts};

/// A desk as the line mode sees it.
struct Desk(Bench);

impl Port for Desk {
    fn now(&mut self) -> Moment {
        self.0.now
    }

    fn carry_out(&mut self, wish: &Wish) -> Reply {
        match wish {
            Wish::Ask(query) => Reply::Answer(Ok(self.0.ask(query))),
            Wish::Take(id) => Reply::Answer(self.take_draft(*id)),
            Wish::Do(act) => Reply::Outcome(self.execute(act)),
            Wish::Keep(kept) => Reply::Stored(self.save_draft(kept)),
            Wish::GiveUp(id) => Reply::Changed(self.give_up(*id)),
            Wish::Delete(id, reason) => {
                let who = (self.0.account.unwrap(), reason.as_deref());
                let done = self.0.desk.delete_draft(*id, who, self.0.now);
                Reply::Changed(done.unwrap().map_err(|why| format!("{why:?}")))
            }
            Wish::LookUp(_) => Reply::LookedUp(None),
            Wish::Beside(..) => Reply::Changed(Ok(true)),
            Wish::Restore(id) => {
                let done = self
                    .0
                    .desk
                    .restore_draft(*id, self.0.account.unwrap(), self.0.now.day());
                Reply::Changed(done.unwrap().map_err(|why| format!("{why:?}")))
            }
        }
    }
}

impl Desk {
    fn execute(&mut self, act: &Request) -> Result<Outcome, Failure> {
        let draft = act.draft.as_ref().map(|source| source.lease);
        (self.0.table, self.0.draft, self.0.late) = (act.table, draft, act.late.clone());
        self.0.try_act(act.command.clone()).map_err(|e| match e {
            ExecuteError::Refused(why) => Failure::Refused(Box::new(why)),
            ExecuteError::Store(why) => Failure::Trouble(format!("{why:?}")),
        })
    }

    fn save_draft(&mut self, words: &Unsaved) -> Result<Stored, String> {
        let saved = self
            .0
            .desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, words));
        match saved.map_err(|e| format!("{e:?}"))? {
            Saved::Kept => Ok(Stored {
                lease: words.draft.lease(),
                said: None,
            }),
            Saved::Refused { why, aside } => Ok(Stored {
                lease: Lease::first(aside.unwrap()),
                said: Some(format!("{why:?}")),
            }),
        }
    }

    fn give_up(&mut self, id: DraftId) -> Result<bool, String> {
        let now = self.0.now;
        let gone = self.0.desk.write(|tx, _, _| drafts::give_up(tx, id, None, now));
        gone.map_err(|e| format!("{e:?}"))?.map_err(|e| format!("{e:?}"))
    }

    fn take_draft(&mut self, id: DraftId) -> Result<Answer, String> {
        let taken = self
            .0
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, None, today()));
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
        let Answer::Accounts(accounts) = self.0.ask(&Query::Accounts { os_name: None }) else {
            panic!()
        };
        let own = |a: &zhiban::domain::record::Account| Some(a.id) == self.0.account;
        let context = Context {
            lang,
            account: accounts.into_iter().find(own).unwrap(),
            table: 1,
            practice: false,
            ids: Ids::new(
                zhiban::domain::facts::Supply::id(&mut self.0.supply)
                    .as_u64_pair()
                    .into(),
            ),
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
    // Open while the deputies are on their way, sign in the first one.
    let out = d.talk("9 4 1 1 1 2 1 何 1 0 0");
    has(&out, &["开始接待", "张建军 到了", "谁来代", "1 何平 镇", "再见"]);
    // Two numbers; the first is one person, the second a group whose head is told of it.
    let out = d.talk("2 王秀英 _ 路灯不亮 _ _ 2 周德旺 23 征地 _ 2 路远 1 0");
    has(
        &out,
        &[
            "发出 001",
            "发出 002",
            "来了 23 人，请马上告诉站长",
            "站长电话还没有填",
            "办好了",
        ],
    );
    let out = d.talk("3 2 1 0 0");
    has(&out, &["请 002 到 1 桌", "又叫了一遍", "在谈 002 周德旺"]);
    // A second call at the same table goes on with whoever is there.
    let out = d.talk("3 0 0");
    has(&out, &["这张桌上还有 002 周德旺"]);
    // Something is still to be written of the one, and the next is called.
    let out = d.talk("4 1 2 1 0 0");
    has(
        &out,
        &["002 周德旺 这次还没有登记意见", "请 001 到 1 桌", "已叫 001 王秀英"],
    );
    let out = d.talk("4 1 3 0 0");
    has(&out, &["已过号", "过号 001 王秀英"]);
    let out = d.talk("4 1 1 0 0");
    has(&out, &["等候 001 王秀英"]);
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
    let out = d.talk("7 1 2 1 0");
    has(&out, &["没有待办", "办好了"]);
    let out = d.talk("9 5 1 1 1 _ 13700004410 1 1 1 1 0 0");
    has(&out, &["1 001 王秀英 路灯不亮", "接待结束"]);
    let Answer::Visits(visits) = d.0.ask(&Query::Visits { day: today() }) else {
        panic!()
    };
    let states: Vec<_> = visits.iter().map(|v| (v.ticket, v.state)).collect();
    assert_eq!(states, [(Some(1), VisitState::NextTime), (Some(2), VisitState::Done)]);
    // Whoever comes then is received all the same, and it is written down that they came after closing.
    let out = d.talk("2 赵六 _ 路灯 _ _ 3 0 0");
    has(&out, &["发出 003", "请 003 到"]);
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
    // Number, call and talk; their matter; handed over.
    let out = d.talk(
        "2 王秀英 1 _ _ _ 3 1 \
         1 村口弯道看不见对面来车 今年摔了三次 . 道路 石桥村口 _ 13744104410 石桥 2 供电 2 _ 1 熊所长 请尽快 1 \
         0 0",
    );
    has(
        &out,
        &[
            "请 001 到 1 桌",
            "空行=王秀英",
            "137 4410 4410",
            "石桥村",
            "空行=2026年12月14日周一 21天后",
            "请核对",
            "反映内容：村口弯道看不见对面来车",
            "反映内容：今年摔了三次",
            "已登记 03-2026-0001",
            "去处：交给供电所",
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
    let out = d.talk("6 王秀英 1 下周派人 . 11-30 _ _ 1 0 0");
    has(
        &out,
        &["办理中", "137****4410", "2026年11月30日周一", "03-2026-0001 催过了"],
    );
    let out = d.talk("6 0001 2 已装凸面镜 . 1 _ _ 1 0 0");
    has(&out, &["答复：已装凸面镜", "待反馈"]);
    let out = d.talk("7 1 1 6 0001 0 0");
    has(
        &out,
        &["打 13744104410 找 王秀英", "答复：已装凸面镜", "已告诉本人", "已销号"],
    );
    let o = d.only_opinion();
    assert_eq!(
        (o.state, o.grade, o.told),
        (OpinionState::Closed, Some(Grade::Satisfied), true)
    );
    d.0.sound();
}

#[test]
fn a_matter_that_turns_out_a_call_is_asked_anew_whose_it_is() {
    let mut d = Desk::new();
    d.talk("2 王秀英 _ 路灯 _ _ 3 0 0");
    // The name on the slip is passed by; then it is said that it came by phone.
    let out = d.talk("5 _ 水管漏了 . _ _ _ _ _ 4 2 10 2 赵六 13712344410 _ 1 0 0");
    has(
        &out,
        &[
            "空行=王秀英",
            "来电，不记在 001 名下",
            "反映人：赵六",
            "已登记 03-2026-0001",
        ],
    );
    let file = d.0.opinion_file(d.0.search("水管")[0].id);
    let citizen = file.citizen.unwrap();
    assert_eq!(citizen.details.name.as_deref(), Some("赵六"));
    assert_eq!(citizen.details.phone.as_deref(), Some("13712344410"));
    d.0.sound();
}

#[test]
fn answered_on_the_spot_guided_and_counted() {
    let mut d = Desk::new();
    // At the door, answered at once and satisfied; the switch says that somebody wants to leave no name.
    let out = d.talk("5 _ 问医保怎么报 . _ _ _ _ _ 1 1 到窗口带身份证 . _ 2 7 1 1 0");
    has(&out, &["不留名", "当场", "已登记 03-2026-0001", "取件码"]);
    let o = d.only_opinion();
    assert!(o.on_spot && o.told && o.grade == Some(Grade::Satisfied));
    // Kept undecided, then guided elsewhere.
    let out = d.talk("5 _ 邻居占了路 . _ _ 何平 _ _ _ 1 6 0002 1 _ 3 7 _ _ 1 0 0");
    has(&out, &["已登记 03-2026-0002", "03-2026-0002 已定去处", "已指引"]);
    // Of an accusation no words are left, neither filed nor as a draft.
    let out = d.talk("5 _ 某某收了钱 . _ _ _ _ _ 3 4 1 0");
    has(&out, &["刚才写下的全部删掉", "已记一件，内容没有保留"]);
    assert!(d.drafts().is_empty());
    assert!(d.0.search("收了钱").is_empty());
    d.0.sound();
}

#[test]
fn whatever_has_a_form_at_the_desk_is_asked_line_by_line() {
    let mut d = Desk::new();
    // A deputy of two levels; the phone of the head, given and taken away again.
    d.talk("9 3 田七 1、4 13700004411 _ _ _ _ _ _ _ 1 0 0");
    let Answer::Deputies(found) = d.0.ask(&Query::Deputies {
        matching: "田七".into(),
        limit: 9,
    }) else {
        panic!()
    };
    assert_eq!(found[0].profile.levels, [Level::National, Level::County]);
    let head_phone = |d: &Desk| match d.0.ask(&Query::Snapshot { today: today() }) {
        Answer::Snapshot(s) => s.station.unwrap().head_phone,
        other => panic!("{other:?}"),
    };
    d.talk("9 5 _ _ _ 0719-5661234 1 0 0");
    assert!(head_phone(&d).is_some());
    d.talk("9 5 _ _ _ - 1 0 0");
    assert_eq!(head_phone(&d), None);
    // A visit from paper and the matter told in it, which is put right afterwards.
    let out = d.talk("9 9 昨天 老赵 _ 桥坏了 9:10 _ 9:30 _ _ _ 1 _ 农田水利 _ 赵六 _ _ 4 1 0 0");
    has(
        &out,
        &["来访已补录", "空行=老赵", "补录：是", "几点：9:10", "去处：留作参考"],
    );
    // Who was there is looked for by name.
    d.talk("6 桥 1 3 桥坏了两年 . _ _ _ _ _ _ _ 某某 田七 _ _ _ _ _ _ _ 听错了 1 0 0");
    let details = d.only_opinion().details;
    assert_eq!(details.words, "桥坏了两年");
    assert_eq!(details.deputies, [found[0].id]);
    // What is not asked in passing is changed before filing, and what that needs is asked then.
    let out = d.talk("5 _ 灯坏了 . _ _ _ _ _ 4 2 28 1 1 昨天 9:40 1 6 灯 0 0");
    has(&out, &["28 补录", "哪天的事", "26-11-22 09:40：", "补录，11月23日周一"]);
    // A draft is given up.
    d.talk("5 _ 草稿 . 0 0 0");
    assert_eq!(d.drafts().len(), 1);
    d.talk("7 1 2 0");
    assert!(d.drafts().is_empty());
    d.0.sound();
}

#[test]
fn what_stands_in_any_form_is_kept_when_it_is_left_or_the_input_ends() {
    let mut d = Desk::new();
    d.talk("2 某来客 3 某事");
    assert_eq!(d.drafts().len(), 1);
    let out = d.talk("7 1 1");
    has(&out, &["接着写", "空行=某来客"]);
    // Gone on with and filed it is no draft any more.
    d.talk("7 1 1 _ _ _ _ _");
    assert!(d.drafts().is_empty());
    let out = d.talk("9 3 田七 0 0");
    has(&out, &["没写完"]);
    assert_eq!(d.drafts().len(), 1);
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
    let out = d.talk("5 2 2 门 . _ _ _ _ _ 4 1 0");
    has(&out, &["接着写：路灯不亮", "以前写的：老人不敢出", "已登记"]);
    assert_eq!(d.only_opinion().details.words, "路灯不亮\n已经半年\n老人不敢出\n门");
    assert!(d.drafts().is_empty());
    // A choice that breaks off is not carried out.
    let out = d.talk_in(Lang::Zh, "6\n0001\n9");
    has(&out, &["最后一行没有写完，没有照办：9", "输入结束"]);
    let out = d.talk_in(Lang::Zh, "5\n\n井盖丢了\n.\n\n\n\n\n\n4\n1");
    has(&out, &["最后一行没有写完，没有照办：1", "输入结束"]);
    assert_eq!(d.drafts().len(), 1);
    assert_eq!(d.0.search("").len(), 1);
}

#[test]
fn the_day_is_confirmed_before_anything_is_numbered() {
    let mut d = Desk::new();
    d.talk("2 王秀英 _ _ _ _ 0");
    d.0.now = TimeOfDay(540).on(today() + chrono::Days::new(7));
    let out = d.talk("0 2 李桂兰 _ _ _ _ 1 0");
    has(
        &out,
        &[
            "值班台停在2026年11月23日周一，电脑的日子是2026年11月30日周一",
            "今天是2026年11月30日周一",
            "发出 001",
        ],
    );
    d.0.sound();
}

#[test]
fn the_same_in_english() {
    let mut d = Desk::new();
    let script = "?\n2\nWang\n9x\n\n\n\n\n3\n5\nthe lamp is dark\n.\n\n\nWang Xiuying\n12\n\n\n1\n0\n1\n0\n";
    let out = d.talk_in(Lang::En, script);
    has(
        &out,
        &[
            "Menu: 1 today",
            "Number 001",
            "001 to table 1, please",
            "A number is needed",
            "This does not look like a phone number. It may stay",
            "Filed as 03-2026-0001",
            "0 waiting",
            "Goodbye",
        ],
    );
    d.0.sound();
}

fn save(line: &mut Keyboard, words: Unsaved) -> Result<Stored, String> {
    match line.carry_out(&Wish::Keep(Box::new(words))) {
        Reply::Stored(stored) => stored,
        other => panic!("{other:?}"),
    }
}

fn execute(line: &mut Keyboard, act: Request) -> Result<Outcome, Failure> {
    match line.carry_out(&Wish::Do(Box::new(act))) {
        Reply::Outcome(outcome) => outcome,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_act_of_which_it_is_not_known_is_looked_up() {
    use zhiban::domain::command::{Arrival, Command, TakeNumber};
    let dir = tempfile::TempDir::new().unwrap();
    let mut b = Bench::over(zhiban::store::Desk::create(&dir.path().join("desk.db")).unwrap());
    let request = |n: u128, account| Request {
        id: CommandId(uuid::Uuid::from_u128(n)),
        account,
        table: None,
        late: None,
        draft: None,
        command: Command::TakeNumber(TakeNumber {
            session: None,
            arrival: Arrival {
                heads: 1,
                ..Arrival::default()
            },
        }),
    };
    let unknown = || {
        let cause = Box::new(StoreError::Io(std::io::Error::other("gone")));
        Err(ExecuteError::Store(StoreError::Unknown { cause }))
    };
    let [first, second, third] = [1, 2, 3].map(|n| request(n, b.account));
    let mut doubts = zhiban::store::Doubts::default();
    let (now, supply) = (b.now, &mut b.supply);
    let done = zhiban::store::execute(&mut b.desk, &second, now, false, supply);
    assert!(done.is_ok(), "{done:?}");
    for doubt in [&first, &second, &third, &first] {
        doubts.heard(doubt, &unknown());
    }
    // The same again settles it; another does not.
    doubts.heard(&third, &done);
    let (known, failed) = doubts.look_up(&mut b.desk);
    assert!(failed.is_none(), "{failed:?}");
    let known: Vec<_> = known.iter().map(|(act, found)| (*act, found.is_some())).collect();
    assert_eq!(known, [(second.id, true), (first.id, false)]);
    assert_eq!(doubts.look_up(&mut b.desk).0.len(), 0, "once");
}

fn take(line: &mut Keyboard, draft: DraftId) -> Result<Answer, String> {
    match line.carry_out(&Wish::Take(draft)) {
        Reply::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
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
        found: std::sync::mpsc::channel().1,
        said: Vec::new(),
        unsure: zhiban::runtime::lines::Unsure::default(),
    };
    let (account, saved_at) = (b.account, b.now);
    let typed = |lease: Lease, words: &str| Unsaved {
        draft: Draft {
            id: lease.draft,
            form: "opinion".into(),
            target: String::new(),
            label: words.into(),
            body: format!("{{\"fields\":{{\"words\":{{\"text\":\"{words}\"}}}}}}"),
            account,
            saved_at,
            generation: lease.generation,
        },
        spare: Spare {
            id: DraftId(uuid::Uuid::now_v7()),
            label: format!("另存：{words}"),
        },
    };
    let lease = Lease::first(DraftId(uuid::Uuid::now_v7()));
    let first = save(&mut line, typed(lease, "路灯")).unwrap();
    assert_eq!((first.lease, first.said), (lease, None));
    // The screen of the same person takes it.
    let own = b.account;
    let theirs = b
        .desk
        .write(|tx, vault, _| drafts::take(tx, vault, lease.draft, own, today()));
    assert_eq!(theirs.unwrap().unwrap().generation, 2);
    let next = save(&mut line, typed(lease, "路灯全灭")).unwrap();
    let said = next.said.unwrap();
    has(&said, &["已在别处接着写", "另存在没写完里", "接着写的算另一份"]);
    let apart = next.lease;
    assert_ne!(apart.draft, lease.draft);
    assert!(save(&mut line, typed(apart, "路灯全灭了")).unwrap().said.is_none());
    let all = drafts::list(b.desk.conn(), b.desk.vault(), None).unwrap();
    let labels: Vec<&str> = all.iter().map(|d| d.label.as_str()).collect();
    assert_eq!(labels.len(), 2, "{labels:?}");
    // Filing what is held elsewhere is refused; taken back it is held here again.
    let entry = b.entry("路灯", common::person("王秀英", "13712344410"));
    let act = |lease: Lease| Request {
        id: CommandId(lease.draft.0),
        account,
        table: None,
        late: None,
        draft: Some(Source {
            lease,
            ends: true,
            unsaved: None,
        }),
        command: zhiban::domain::command::Command::FileOpinion(Box::new(entry.clone())),
    };
    let Err(Failure::Refused(why)) = execute(&mut line, act(lease)) else {
        panic!()
    };
    assert!(matches!(*why, Refusal::DraftLost { why: Lost::Taken, .. }), "{why:?}");
    let Ok(Answer::Taken(Ok(back))) = take(&mut line, lease.draft) else {
        panic!()
    };
    let filed = execute(&mut line, act(back.lease())).unwrap();
    // Sent again, because nobody knew whether it was carried out, it is known as the same.
    let again = execute(&mut line, act(back.lease())).unwrap();
    assert_eq!((again.number, again.repeated), (filed.number, true));
    assert!(matches!(
        take(&mut line, lease.draft),
        Ok(Answer::Taken(Err(Some(Lost::Filed { .. }))))
    ));
}
