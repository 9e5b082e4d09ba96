//! One draft at two keyboards of one person, over the real store: the older form becomes one to read, says why, and takes
//! the draft back at one key.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use real::*;
use uuid::Uuid;
use zhiban::app::model::{Host, Layer, Pane, Sheet, Target};
use zhiban::app::{Effect, Input, opinion, start, update};
use zhiban::domain::code::Role;
use zhiban::domain::command::{ChangeAccount, Command, Request};
use zhiban::domain::id::{CommandId, VisitId};
use zhiban::domain::lease::Lost;
use zhiban::domain::view::{Answer, Draft, Query};
use zhiban::store::{drafts, execute, read};
use zhiban::ui::draw::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn sheet(k: &Keyboard) -> &Host {
    match k.state.layers.last() {
        Some(Layer::Form(f)) => &f.host,
        other => panic!("{other:?} {}", said(k)),
    }
}

fn matter(k: &Keyboard) -> &Sheet {
    let sheet = k.state.layers.last().and_then(|l| l.form()?.sheet());
    sheet.unwrap_or_else(|| panic!("{:?}", k.state.layers))
}

fn words(k: &Keyboard) -> &str {
    sheet(k).form.text("words")
}

fn screen(k: &Keyboard) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(&k.state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf).join("\n")
}

/// The same without blanks and line ends, for sentences that are wrapped.
fn flat(k: &Keyboard) -> String {
    screen(k).split_whitespace().collect()
}

fn names(k: &Keyboard) -> Vec<&'static str> {
    k.state.layers.iter().map(Layer::name).collect()
}

/// F9 and, since nobody has a name here, the first of the choices; the command is on its way.
fn press_file(k: &mut Keyboard) -> Vec<Effect> {
    update(&mut k.state, Input::Key("F9".parse().unwrap()));
    let sent = update(&mut k.state, Input::Text("1".into()));
    assert!(matches!(sent[..], [Effect::Execute(_)]), "{sent:?} {}", said(k));
    sent
}

impl Station {
    fn input(&mut self, k: &mut Keyboard, input: Input) {
        let effects = update(&mut k.state, input);
        self.serve(k, effects);
    }

    /// The ordinary word that somebody else has written.
    fn hear(&mut self, k: &mut Keyboard) {
        self.input(k, Input::ChangedElsewhere);
    }

    fn drafts(&self) -> Vec<Draft> {
        drafts::list(self.desk.conn(), self.desk.vault(), None).unwrap()
    }

    fn labels(&self) -> Vec<String> {
        self.drafts().into_iter().map(|d| d.label).collect()
    }

    fn filed(&self) -> Vec<String> {
        let mut all = self
            .desk
            .conn()
            .prepare("SELECT words FROM opinion ORDER BY n")
            .unwrap();
        all.query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    /// Lets the time go by in which what was typed is saved.
    fn rest(&mut self, k: &mut Keyboard) {
        self.keys(k, "Left Right");
    }
}

/// The first keyboard has begun a matter outside of any visit and saved it; the second has taken it up.
fn two(typed: &str) -> (Station, Keyboard, Keyboard) {
    let (mut s, mut a) = open_station();
    a.state.layers.clear();
    let effects = opinion::open(&mut a.state, Target::Quiet);
    s.serve(&mut a, effects);
    s.keys(&mut a, &format!("'{typed}"));
    s.rest(&mut a);
    assert_eq!(s.labels(), [typed]);
    let mut b = keyboard(2);
    let effects = start(&mut b.state);
    s.serve(&mut b, effects);
    let effects = opinion::open(&mut b.state, Target::Draft(s.drafts()[0].id));
    s.serve(&mut b, effects);
    assert_eq!((words(&b), sheet(&b).lease.generation), (typed, 2));
    (s, a, b)
}

#[test]
fn the_older_form_is_one_to_read_and_its_unsaved_words_stand_apart() {
    let (mut s, mut a, mut b) = two("村口弯道");
    s.keys(&mut b, "'看不见对面来车");
    s.rest(&mut b);
    // Typed on, before the word of it came: the save comes too late.
    s.keys(&mut a, "'有个坑");
    s.rest(&mut a);
    let lost = sheet(&a).loss.clone().unwrap();
    assert_eq!((lost.why, lost.aside), (Lost::Taken, Some(sheet(&a).spare)));
    let shown = flat(&a);
    for part in [
        "这份没写完的已在别处接着写，这里只能看；这里没存上的字另存在没写完里",
        "F5接着在这里写，Esc返回",
        "只读",
        "村口弯道有个坑",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    assert!(!screen(&a).contains("F9 登记"), "{shown}");
    assert_eq!(s.labels(), ["村口弯道看不见对面来车", "另存：村口弯道有个坑"]);
    assert_eq!(words(&b), "村口弯道看不见对面来车");
    assert_eq!(sheet(&b).loss, None);
}

#[test]
fn in_a_form_to_read_keys_move_and_letters_say_why_not() {
    let (mut s, mut a, _) = two("村口弯道");
    s.hear(&mut a);
    assert_eq!(sheet(&a).loss.as_ref().map(|l| &l.why), Some(&Lost::Taken));
    let before = sheet(&a).form.revision();
    for key in ["'坑", "x", "Backspace", "Enter", "Ctrl-z", "Ctrl-e", "Ctrl-k"] {
        s.keys(&mut a, key);
        assert_eq!((words(&a), sheet(&a).form.revision()), ("村口弯道", before), "{key}");
    }
    s.keys(&mut a, "'坑");
    assert_eq!(said(&a), "这份没写完的已在别处接着写，这里只能看：F5 接着在这里写");
    s.input(&mut a, Input::Paste("贴进来的\n两行".into()));
    assert_eq!(words(&a), "村口弯道");
    // A choice by digit or arrow is no reading either.
    s.keys(&mut a, "Tab");
    assert_eq!(sheet(&a).form.focus(), Some("category"));
    s.keys(&mut a, "PageDown PageDown PageDown 1 2 Right");
    assert_eq!(sheet(&a).form.revision(), before);
    // Filing is refused before anything is sent.
    let effects = update(&mut a.state, Input::Key("F9".parse().unwrap()));
    assert_eq!(effects, []);
    assert!(said(&a).contains("只能看"), "{}", said(&a));
    s.keys(&mut a, "PageUp PageUp PageUp PageUp");
    assert_eq!(sheet(&a).form.focus(), Some("words"));
    // Nothing was typed here that is not there, so nothing stands apart, and Esc says nothing of having kept it.
    s.keys(&mut a, "Esc");
    assert_eq!(names(&a), Vec::<&str>::new());
    assert_eq!(said(&a), "");
    assert_eq!(s.labels(), ["村口弯道"]);
}

#[test]
fn one_key_takes_it_back_with_what_the_other_wrote_and_offers_what_stood_apart() {
    let (mut s, mut a, mut b) = two("村口弯道");
    s.keys(&mut b, "'看不见");
    s.rest(&mut b);
    s.keys(&mut a, "'有个坑");
    s.rest(&mut a);
    s.keys(&mut a, "F5");
    assert_eq!(
        (words(&a), sheet(&a).lease.generation, &sheet(&a).loss),
        ("村口弯道看不见", 3, &None)
    );
    let shown = screen(&a);
    assert!(shown.contains("另存：村口弯道有个坑"), "{shown}");
    s.keys(&mut a, "End '车");
    s.rest(&mut a);
    s.hear(&mut b);
    assert!(sheet(&b).loss.is_some());
    // The row that files says what Enter does there.
    while !sheet(&b).at_end {
        s.keys(&mut b, "Tab");
    }
    assert!(screen(&b).contains("F5 接着在这里写"));
    s.keys(&mut b, "Enter");
    assert_eq!((words(&b), sheet(&b).lease.generation), ("村口弯道看不见车", 4));
    assert_eq!(s.drafts().len(), 2);
}

#[test]
fn what_was_filed_elsewhere_is_not_filed_again() {
    let (mut s, mut a, mut b) = two("村口弯道");
    s.keys(&mut b, "'看不见 F9 1");
    assert_eq!(s.filed(), ["村口弯道看不见"], "{}", said(&b));
    // F9 with unsaved words, before the word of it came.
    update(&mut a.state, Input::Text("有个坑".into()));
    let sent = press_file(&mut a);
    s.serve(&mut a, sent);
    assert_eq!(s.filed().len(), 1);
    assert!(s.refused[0].contains("DraftLost"), "{:?}", s.refused);
    assert!(
        said(&a).contains("没有登记：这份没写完的已在别处登记，编号 01-2026-0001"),
        "{}",
        said(&a)
    );
    assert_eq!(s.labels(), ["另存：村口弯道有个坑"]);
    assert!(screen(&a).contains("F5 接着写另存的"), "{}", screen(&a));
    // The words that stood apart are a matter of their own.
    s.keys(&mut a, "F5");
    assert_eq!((words(&a), &sheet(&a).loss), ("村口弯道有个坑", &None));
    s.keys(&mut a, "F9 1");
    assert_eq!(s.filed(), ["村口弯道看不见", "村口弯道有个坑"]);
    assert_eq!(s.drafts(), []);
}

#[test]
fn with_nothing_apart_a_form_filed_or_given_up_elsewhere_can_only_be_left() {
    let (mut s, mut a, mut b) = two("村口弯道");
    s.keys(&mut b, "F9 1");
    s.hear(&mut a);
    let shown = flat(&a);
    assert!(
        shown.contains("编号01-2026-0001，这里只能看；这里的字都存上了"),
        "{shown}"
    );
    s.keys(&mut a, "F5");
    assert!(said(&a).contains("Esc 返回"), "{}", said(&a));
    assert_eq!(words(&a), "村口弯道");

    let (mut s, mut a, mut b) = two("排水沟");
    s.keys(&mut b, "Esc");
    let id = s.drafts()[0].id;
    let effects = vec![Effect::DropDraft(id)];
    s.serve(&mut b, effects);
    s.keys(&mut a, "'堵了");
    s.rest(&mut a);
    assert!(screen(&a).contains("这份没写完的已在别处删掉"), "{}", screen(&a));
    assert_eq!(s.labels(), ["另存：排水沟堵了"]);
    // With nothing to keep apart the words on the screen are all there is, and one key makes another draft of them.
    let (mut s, mut a, mut b) = two("排水沟");
    s.keys(&mut b, "Esc");
    let dropped = vec![Effect::DropDraft(s.drafts()[0].id)];
    s.serve(&mut b, dropped);
    s.hear(&mut a);
    let shown = flat(&a);
    assert!(shown.contains("这里只能看；字还在这里。F5另起一份接着写"), "{shown}");
    s.keys(&mut a, "F5 '堵了");
    s.rest(&mut a);
    assert_eq!((s.labels(), &sheet(&a).loss), (vec!["排水沟堵了".to_owned()], &None));
}

#[test]
fn words_typed_while_a_stale_form_is_being_filed_stand_apart_too() {
    let (mut s, mut a, mut b) = two("村口");
    s.keys(&mut b, "'弯道 F9 1");
    update(&mut a.state, Input::Text("有坑".into()));
    let sent = press_file(&mut a);
    update(&mut a.state, Input::Text("，很深".into()));
    s.serve(&mut a, sent);
    assert_eq!(words(&a), "村口有坑，很深");
    assert!(sheet(&a).loss.is_some());
    assert_eq!(s.labels(), ["另存：村口有坑，很深"]);
    assert_eq!(s.filed().len(), 1);
}

#[test]
fn a_late_save_of_a_form_that_was_closed_is_told() {
    let (mut s, mut a, b) = two("村口");
    assert_eq!(words(&b), "村口");
    update(&mut a.state, Input::Text("有坑".into()));
    s.input(&mut a, Input::Key("Esc".parse().unwrap()));
    assert_eq!(names(&a), Vec::<&str>::new());
    let told = said(&a);
    assert!(
        told.contains("已在别处接着写") && told.contains("另存在没写完里"),
        "{told}"
    );
    assert_eq!(s.labels(), ["村口", "另存：村口有坑"]);
}

#[test]
fn the_draft_of_a_visit_offered_in_its_form_is_taken_too() {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "F4");
    s.is_clean();
    let visit: VisitId = matter(&a).task.visit().unwrap();
    s.keys(&mut a, "'路灯不亮");
    s.rest(&mut a);
    let mut b = keyboard(2);
    let effects = start(&mut b.state);
    s.serve(&mut b, effects);
    let effects = opinion::open(&mut b.state, Target::Visit(visit));
    s.serve(&mut b, effects);
    assert!(screen(&b).contains("再按 F5 接着写"), "{}", screen(&b));
    s.keys(&mut b, "F5");
    assert_eq!((words(&b), sheet(&b).lease.generation), ("路灯不亮", 2));
    s.hear(&mut a);
    assert_eq!(sheet(&a).loss.as_ref().map(|l| &l.why), Some(&Lost::Taken));
    s.hear(&mut b);
    assert_eq!(sheet(&b).loss, None, "whoever took it last holds it");
}

#[test]
fn pressed_twice_before_the_answer_the_newest_generation_is_held() {
    let (mut s, mut a, _) = two("村口");
    s.hear(&mut a);
    let mut sent = update(&mut a.state, Input::Key("F5".parse().unwrap()));
    sent.extend(update(&mut a.state, Input::Key("F5".parse().unwrap())));
    let taken = sent.iter().filter(|e| matches!(e, Effect::TakeDraft { .. })).count();
    assert_eq!(taken, 2);
    s.serve(&mut a, sent);
    assert_eq!((sheet(&a).lease.generation, &sheet(&a).loss), (4, &None));
    s.keys(&mut a, "End '弯道");
    s.rest(&mut a);
    assert_eq!(s.labels(), ["村口弯道"]);
}

#[test]
fn nobody_is_asked_about_a_form_that_was_never_saved() {
    let (mut s, mut a) = open_station();
    let effects = opinion::open(&mut a.state, Target::Quiet);
    s.serve(&mut a, effects);
    update(&mut a.state, Input::Text("村".into()));
    let asked = update(&mut a.state, Input::ChangedElsewhere);
    let leases = |e: &Effect| {
        matches!(
            e,
            Effect::Ask {
                query: Query::Leases(_),
                ..
            }
        )
    };
    assert!(!asked.iter().any(leases), "{asked:?}");
}

/// A colleague of another role at a keyboard of their own, with the follow-up before them.
fn colleague(s: &mut Station, n: u64, name: &str, role: Role) -> Keyboard {
    let mut k = keyboard(n);
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    k.state.account = Some(s.add_account(k.state.now, name, name, (role, None)));
    k.state.layers.clear();
    let effect = k.state.ask_snapshot();
    s.serve(&mut k, vec![effect]);
    k.state.focus = Pane::Follow;
    let at = k.state.snap.follow_up.iter().position(|f| f.draft.is_some()).unwrap();
    s.keys(&mut k, &"Down ".repeat(at));
    k
}

#[test]
fn a_colleague_s_draft_says_whose_it_is_and_is_neither_theirs_to_go_on_with_nor_to_give_up() {
    let (mut s, ..) = two("村口弯道");
    let mut k = colleague(&mut s, 3, "何敏", Role::Clerk);
    let shown = flat(&k);
    assert!(shown.contains("村口弯道") && shown.contains("lin写的"), "{shown}");
    // The file is asked, and says whose it is now: not what the list knew of it.
    for act in ["1", "2"] {
        s.keys(&mut k, "Enter");
        assert_eq!(names(&k), ["matter"], "{}", said(&k));
        s.keys(&mut k, act);
        let why = match act {
            "1" => "lin的值班台还开着，请先问一声；断线、退出75秒后才能接手",
            _ => "这是lin写的，由本人接着写、删掉；站长写明原因也能接手",
        };
        assert_eq!(said(&k), why, "{act}");
        s.keys(&mut k, "Esc");
    }
    // Also past the menu.
    let id = s.drafts()[0].id;
    k.state.layers.clear();
    let effects = opinion::open(&mut k.state, Target::Draft(id));
    s.serve(&mut k, effects);
    assert_eq!(said(&k), "这是lin写的，由本人接着写、删掉；站长写明原因也能接手");
    let own = k.state.account.as_ref().map(|a| a.id);
    let now = k.state.now;
    let dropped = s.desk.write(|tx, _, _| drafts::give_up(tx, id, own, now)).unwrap();
    assert!(matches!(dropped, Err(Lost::Anothers(author)) if author.name == "lin"));
    assert_eq!(s.labels(), ["村口弯道"]);
}

#[test]
fn a_viewer_sees_that_something_is_unwritten_and_no_word_of_it() {
    let (mut s, ..) = two("村口弯道");
    let mut k = colleague(&mut s, 3, "周看", Role::Viewer);
    let shown = flat(&k);
    assert!(!shown.contains("村口弯道") && shown.contains("lin写的"), "{shown}");
    s.keys(&mut k, "Enter");
    assert_eq!(names(&k), Vec::<&str>::new());
    assert_eq!(said(&k), "这是lin写的，由本人接着写、删掉；站长写明原因也能接手");
    assert_eq!(s.labels(), ["村口弯道"]);
}

/// The head withdraws an account.
fn withdraw(s: &mut Station, head: &Keyboard, name: &str) {
    let Ok(Answer::Accounts(all)) = read::answer(
        s.desk.conn(),
        s.desk.vault(),
        zhiban::domain::view::Asker::Program,
        &Query::Accounts { os_name: None },
    ) else {
        panic!()
    };
    let gone = all.into_iter().find(|a| a.name == name).unwrap();
    let request = Request {
        id: CommandId(Uuid::from_u128(91_000)),
        account: head.state.account.as_ref().map(|a| a.id),
        table: None,
        late: None,
        draft: None,
        command: Command::ChangeAccount(ChangeAccount {
            account: gone.id,
            rev: gone.rev,
            name: gone.name,
            role: gone.role,
            deputy: None,
            active: false,
        }),
    };
    execute(&mut s.desk, &request, head.state.now, false, &mut s.supply).unwrap();
}

#[test]
fn whoever_is_withdrawn_while_typing_reads_that_and_nothing_else_and_loses_no_word() {
    let (mut s, _, mut lin) = two("村口弯道");
    let mut head = colleague(&mut s, 3, "何站长", Role::Head);
    s.keys(&mut lin, "'。");
    withdraw(&mut s, &head, "lin");
    s.hear(&mut lin);
    let shown = flat(&lin);
    assert!(shown.contains("您的账号停用了") && !shown.contains("村口"), "{shown}");
    // Nothing is opened or typed any more; leaving is all there is.
    s.keys(&mut lin, "F5 '灯 Esc");
    assert_eq!(names(&lin), ["menu"], "{}", said(&lin));
    let effect = head.state.ask_snapshot();
    s.serve(&mut head, vec![effect]);
    s.keys(&mut head, "Enter 1");
    assert_eq!(words(&head), "村口弯道。");
}

#[test]
fn words_saved_by_whoever_was_withdrawn_stand_in_their_draft() {
    let (mut s, _, mut lin) = two("村口弯道");
    let head = colleague(&mut s, 3, "何站长", Role::Head);
    withdraw(&mut s, &head, "lin");
    // Typed on, before the word of it came.
    s.keys(&mut lin, "'看不见对面来车");
    s.rest(&mut lin);
    let loss = sheet(&lin).loss.clone().unwrap();
    assert!(matches!(loss.why, Lost::Anothers(a) if a.withdrawn) && loss.aside.is_none());
    assert_eq!(s.labels(), ["村口弯道看不见对面来车"]);
    // A form begun after that: its first save says so.
    s.keys(&mut lin, "Esc");
    let effects = opinion::open(&mut lin.state, Target::Quiet);
    s.serve(&mut lin, effects);
    s.keys(&mut lin, "'有个坑");
    s.rest(&mut lin);
    assert!(flat(&lin).contains("账号已停用：只有站长能接着写"), "{}", flat(&lin));
    assert_eq!(s.labels(), ["村口弯道看不见对面来车", "有个坑"]);
}

#[test]
fn the_head_takes_over_and_gives_up_what_somebody_withdrawn_left() {
    let (mut s, ..) = two("村口弯道");
    let mut head = colleague(&mut s, 3, "何站长", Role::Head);
    let mut clerk = colleague(&mut s, 4, "何敏", Role::Clerk);
    withdraw(&mut s, &head, "lin");
    // Somebody else is told who may.
    let effect = clerk.state.ask_snapshot();
    s.serve(&mut clerk, vec![effect]);
    s.keys(&mut clerk, "Enter 1");
    assert_eq!(said(&clerk), "这是lin写的，账号已停用：只有站长能接着写、能删掉");
    let effect = head.state.ask_snapshot();
    s.serve(&mut head, vec![effect]);
    let shown = flat(&head);
    assert!(shown.contains("谁写的lin（已停用）"), "{shown}");
    s.keys(&mut head, "Enter 1");
    assert!(flat(&head).contains("村口弯道"), "{}", flat(&head));
    assert_eq!(said(&head), "");
    s.keys(&mut head, "Esc Enter 2");
    assert_eq!(s.labels(), Vec::<String>::new());
}
