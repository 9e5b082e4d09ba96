use super::*;
use crate::form::FormInput::{Key, KillLine, Paste, Redo, Text, Undo};
use crate::form::{Pick, Refusal};
use crossterm::event::KeyCode::{
    BackTab, Backspace, Delete, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up,
};
use proptest::prelude::*;

pub(in crate::form) fn say(p: &Problem) -> String {
    match p {
        Problem::Required => "请填写".to_owned(),
        Problem::Text(t) => t.clone(),
        other => format!("{other:?}"),
    }
}

fn parse(text: &str, now: i64) -> Result<String, String> {
    match text {
        "明天" => Ok(format!("第{}天", now + 1)),
        t if t.chars().all(|c| c.is_ascii_digit() || c == '-') => Ok("周五（3个工作日后）".to_owned()),
        _ => Err("看不懂这个日期".to_owned()),
    }
}

fn step(text: &str, _: i64, days: i64) -> Option<String> {
    text.parse::<i64>().ok().map(|n| (n + days).to_string())
}

fn options(n: usize) -> Vec<ChoiceOption> {
    (1..=n)
        .map(|i| ChoiceOption::new(format!("c{i}"), format!("项{i}")))
        .collect()
}

/// A form with every kind, as the desk's opinion form has them.
pub(in crate::form) fn opinion() -> FormState {
    let fields = vec![
        FieldSpec::new(
            "words",
            "反映内容",
            Kind::Area {
                max: 200,
                min_rows: 2,
                max_rows: 4,
            },
        )
        .required(),
        FieldSpec::new("category", "类别", Kind::Choice { options: options(12) }),
        FieldSpec::new(
            "place",
            "地点",
            Kind::Lookup {
                max: 20,
                free: true,
                digits: false,
            },
        )
        .paired(),
        FieldSpec::new(
            "deputy",
            "代表",
            Kind::Lookup {
                max: 20,
                free: false,
                digits: true,
            },
        ),
        FieldSpec::new("phone", "电话", Kind::Phone).paired(),
        FieldSpec::new("route", "处理", Kind::Choice { options: options(4) })
            .required()
            .help("1-4 选择"),
        FieldSpec::new(
            "due",
            "期限",
            Kind::When {
                parse,
                step: Some(step),
                doubt: None,
            },
        )
        .when(Visible::OneOf("route", &["c2"])),
        FieldSpec::new("people", "人数", Kind::Number { min: 1, max: 999 }),
        FieldSpec::new(
            "group",
            "集体访",
            Kind::Toggle {
                yes: "是".to_owned(),
                no: "否".to_owned(),
            },
        ),
        FieldSpec::new(
            "tags",
            "标记",
            Kind::Multi {
                options: options(3),
                more: false,
            },
        ),
        FieldSpec::new("title", "标题", Kind::Text { max: 5 }),
    ];
    let mut spec = FormSpec::new("opinion", 1, say, fields);
    spec.validator = |form, id| {
        let bad = id == "title" && form.text("title") == "坏" && !form.flag("group");
        bad.then(|| Problem::Text("换个标题".to_owned()))
    };
    FormState::new(spec)
}

fn list() -> Vec<Candidate> {
    ["张建军", "李桂兰"]
        .iter()
        .enumerate()
        .map(|(i, n)| Candidate {
            code: format!("d{i}"),
            label: (*n).to_owned(),
            note: "县".to_owned(),
        })
        .collect()
}

#[test]
fn enter_breaks_lines_in_an_area_and_tab_moves_on() {
    let mut f = opinion();
    assert_eq!(f.handle(Text("路窄")), FormOutcome::Edited);
    assert_eq!(f.handle(Key(Enter)), FormOutcome::Edited);
    assert_eq!(f.text("words"), "路窄\n");
    assert_eq!(f.handle(Key(Up)), FormOutcome::Moved);
    assert_eq!(f.focus(), Some("words"));
    assert_eq!(f.handle(Key(Up)), FormOutcome::Ignored);
    assert_eq!(f.handle(Key(Down)), FormOutcome::Moved);
    assert_eq!(f.handle(Key(Down)), FormOutcome::Moved);
    assert_eq!(f.focus(), Some("category"));
    assert_eq!(f.handle(Key(BackTab)), FormOutcome::Moved);
    assert_eq!(f.handle(Key(BackTab)), FormOutcome::Ignored);
}

#[test]
fn a_long_list_asks_for_a_picker() {
    let mut f = opinion();
    f.focus_on("category");
    assert_eq!(f.handle(Key(Enter)), FormOutcome::OpenPicker("category", String::new()));
    assert_eq!(
        f.handle(Text("ｄｌ")),
        FormOutcome::OpenPicker("category", "dl".to_owned())
    );
    assert_eq!(f.choose("category", &Value::Pick(Pick::of("c11", ""))), None);
    assert_eq!((f.code("category"), f.focus()), (Some("c11"), Some("place")));
    f.focus_on("category");
    assert_eq!(f.handle(Key(Enter)), FormOutcome::Moved);
    assert_eq!(
        f.choose("category", &Value::Pick(Pick::of("gone", "旧类"))),
        Some("旧类".to_owned())
    );
}

#[test]
fn a_short_list_is_chosen_in_place() {
    let mut f = opinion();
    f.focus_on("route");
    assert_eq!(f.handle(Text("２")), FormOutcome::Edited);
    assert_eq!(f.code("route"), Some("c2"));
    assert!(f.is_visible("due"));
    f.handle(Key(Right));
    assert_eq!(f.code("route"), Some("c3"));
    assert!(!f.is_visible("due"));
    f.handle(Text(" "));
    f.handle(Text("\u{3000}"));
    assert_eq!(f.code("route"), Some("c1"));
    f.handle(Key(Left));
    assert_eq!(f.code("route"), Some("c1"));
    assert_eq!(f.handle(Text("交办")), FormOutcome::Refused(Refusal::NotAKey));
    assert_eq!(f.handle(Text("2办")), FormOutcome::Refused(Refusal::NotAKey));
    assert_eq!(f.handle(Text("7")), FormOutcome::Refused(Refusal::NotInList));
    assert_eq!(f.handle(Paste("12")), FormOutcome::Refused(Refusal::NotADigitKey));
    assert_eq!(f.code("route"), Some("c1"));
    assert_eq!(f.handle(Key(Backspace)), FormOutcome::Edited);
    assert_eq!(f.code("route"), None);
}

#[test]
fn a_lookup_picks_by_digit_and_refuses_what_is_not_in_its_list() {
    let mut f = opinion();
    f.focus_on("deputy");
    assert_eq!(
        f.handle(Text("z")),
        FormOutcome::LookupChanged("deputy", "z".to_owned())
    );
    assert_eq!(f.handle(Key(Enter)), FormOutcome::Refused(Refusal::NotInList));
    assert!(!f.offer("deputy", "zh", list()), "an answer to an older query");
    assert!(f.offer("deputy", "z", list()));
    assert_eq!(f.handle(Text("２")), FormOutcome::Picked("deputy"));
    assert_eq!(
        (f.text("deputy"), f.code("deputy"), f.focus()),
        ("李桂兰", Some("d1"), Some("phone"))
    );
    f.focus_on("deputy");
    assert_eq!(
        f.handle(Undo),
        FormOutcome::LookupChanged("deputy", "z".to_owned()),
        "what was typed is not lost"
    );
    f.handle(Redo);
    f.handle(Key(Backspace));
    assert_eq!(f.code("deputy"), None);
    f.offer("deputy", "李桂", list());
    f.handle(Key(Down));
    f.handle(Key(Up));
    assert_eq!(f.handle(Key(Enter)), FormOutcome::Picked("deputy"));
    assert_eq!(f.code("deputy"), Some("d0"));
    f.focus_on("deputy");
    f.handle(Text("x"));
    f.offer("deputy", "张建军x", list());
    assert!(f.close_list() && !f.close_list());
    f.handle(Key(Tab));
    assert_eq!(f.problem("deputy"), Some(&Problem::NotInList));
}

#[test]
fn free_text_is_kept_unless_the_person_walks_into_the_list() {
    let mut f = opinion();
    f.focus_on("place");
    f.handle(Text("石桥村"));
    f.offer("place", "石桥村", list());
    f.handle(Text("3"));
    assert_eq!(f.text("place"), "石桥村3");
    f.offer("place", "石桥村3", list());
    f.handle(Key(Enter));
    assert_eq!((f.text("place"), f.code("place")), ("石桥村3", None));
    f.focus_on("place");
    f.offer("place", "石桥村3", list());
    f.handle(Key(Down));
    f.handle(Key(Up));
    f.handle(Key(Down));
    f.handle(Key(Down));
    assert_eq!(f.handle(Key(Enter)), FormOutcome::Picked("place"));
    assert_eq!(f.code("place"), Some("d1"));
}

#[test]
fn numbers_phones_and_dates_fold_and_prose_does_not() {
    let mut f = opinion();
    f.focus_on("phone");
    f.handle(Text("１３７－１２３４　转８"));
    assert_eq!(f.text("phone"), "137-1234 转8");
    f.focus_on("people");
    assert_eq!(f.handle(Text("２３")), FormOutcome::Edited);
    assert_eq!(f.handle(Text("人")), FormOutcome::Refused(Refusal::NotADigit));
    assert_eq!(f.handle(Text("-")), FormOutcome::Refused(Refusal::NotADigit));
    f.handle(Text("00"));
    f.handle(Key(Tab));
    assert_eq!(f.problem("people"), Some(&Problem::OutOfRange { min: 1, max: 999 }));
    f.focus_on("words");
    f.handle(Text("１，２。"));
    assert_eq!(f.text("words"), "１，２。");
    f.focus_on("route");
    f.handle(Text("2"));
    f.handle(Key(Enter));
    f.handle(Text("哪天"));
    f.handle(Key(Tab));
    assert_eq!(f.problem("due"), Some(&Problem::Text("看不懂这个日期".to_owned())));
    f.focus_on("due");
    f.handle(Key(Home));
    f.handle(KillLine);
    assert_eq!(f.problem("due"), None);
    f.handle(Text("９"));
    assert_eq!(f.handle(Key(PageDown)), FormOutcome::Edited);
    assert_eq!(f.text("due"), "10");
    f.handle(Undo);
    assert_eq!(f.text("due"), "9");
    f.handle(Redo);
    f.handle(Key(End));
    assert_eq!(f.text("due"), "10");
}

#[test]
fn toggles_and_several_of_a_list() {
    let mut f = opinion();
    f.focus_on("group");
    assert_eq!(f.handle(Key(Right)), FormOutcome::Moved);
    assert_eq!(f.handle(Text(" ")), FormOutcome::Edited);
    assert!(f.flag("group"));
    f.handle(Text("２"));
    assert!(!f.flag("group"));
    f.handle(Key(Tab));
    f.handle(Text("3"));
    f.handle(Text("1"));
    f.handle(Key(Right));
    f.handle(Text(" "));
    f.handle(Text("3"));
    assert_eq!(
        f.value("tags"),
        Some(Value::Picks(vec![Pick::of("c1", "项1"), Pick::of("c2", "项2")]))
    );
}

#[test]
fn a_problem_shows_on_leaving_and_goes_with_the_edit_that_mends_it() {
    let mut f = opinion();
    f.handle(Key(Tab));
    assert_eq!(f.problem("words"), None, "passed by empty is not a mistake yet");
    f.focus_on("title");
    f.handle(Text("坏"));
    assert_eq!(f.problem("title"), None);
    f.handle(Key(BackTab));
    assert_eq!(f.problem("title"), Some(&Problem::Text("换个标题".to_owned())));
    f.focus_on("group");
    f.handle(Text(" "));
    assert_eq!(f.problem("title"), None, "mended by another field");
}

#[test]
fn the_limit_refuses_and_the_end_is_told() {
    let mut f = opinion();
    f.focus_on("title");
    assert_eq!(
        f.handle(Paste("一二三四五六")),
        FormOutcome::Refused(Refusal::TooLong { max: 5, wanted: 6 })
    );
    assert_eq!(f.text("title"), "");
    f.handle(Paste("一二\r\n三\n"));
    assert_eq!(f.text("title"), "一二 三");
    assert_eq!(f.handle(Key(Enter)), FormOutcome::AtEnd);
    assert_eq!(f.handle(Key(Down)), FormOutcome::AtEnd);
    assert_eq!(f.focus(), Some("title"));
}

#[test]
fn submit_goes_to_the_first_problem_and_drops_hidden_fields() {
    let mut f = opinion();
    f.focus_on("title");
    let problems = f.submit().unwrap_err();
    assert_eq!(problems, [("words", Problem::Required), ("route", Problem::Required)]);
    assert_eq!(f.focus(), Some("words"));
    f.handle(Text("路灯不亮"));
    assert_eq!(f.problem("words"), None);
    f.set_value("route", &Value::Text("c2".to_owned()));
    f.set_value("due", &Value::Text("明天".to_owned()));
    f.set_value("people", &Value::Text("２３".to_owned()));
    f.set_now(4);
    let v = f.submit().unwrap();
    assert_eq!(
        (v.text("due"), v.code("route"), v.number("people")),
        ("明天", Some("c2"), Some(23))
    );
    f.set_value("route", &Value::Text("项1".to_owned()));
    let v = f.submit().unwrap();
    assert_eq!(
        (v.get("due"), v.code("route"), v.text("words")),
        (None, Some("c1"), "路灯不亮")
    );
    assert_eq!(f.text("due"), "明天", "kept for the draft");
}

#[test]
fn what_the_program_fills_in_does_not_make_the_form_dirty() {
    let mut f = opinion();
    f.prefill("place", &Value::Pick(Pick::of("v1", "石桥村")));
    assert!(!f.is_dirty());
    f.focus_on("place");
    f.handle(Key(Backspace));
    assert!(f.is_dirty());
    f.handle(Text("村"));
    assert!(f.is_dirty(), "the pick is gone, although the text is the same");
}

#[test]
fn a_field_that_hides_gives_the_focus_away() {
    let mut f = opinion();
    f.set_value("route", &Value::Text("c2".to_owned()));
    f.focus_on("due");
    f.set_value("route", &Value::Text("c1".to_owned()));
    assert_eq!(f.focus(), Some("people"));
}

#[test]
fn a_form_of_nothing_answers_nothing() {
    let mut f = FormState::new(FormSpec::new("none", 1, say, Vec::new()));
    assert_eq!(f.handle(Text("x")), FormOutcome::Ignored);
    assert_eq!(f.focus(), None);
    assert!(f.submit().unwrap().iter().next().is_none());
    assert!(f.layout(80).rows.is_empty());
}

pub(in crate::form) fn input() -> impl Strategy<Value = FormInput<'static>> {
    let words = [
        "石桥",
        "1",
        "２",
        " ",
        "z",
        "e\u{301}",
        "\u{200D}",
        "，",
        "9",
        "\u{1b}",
        "👨\u{200D}👩",
        "-",
    ];
    prop_oneof![
        8 => proptest::sample::select(words.to_vec()).prop_map(Text),
        2 => proptest::sample::select(vec!["一\r\n二\t三\n", "12", "", "长长长长长长长长"]).prop_map(Paste),
        7 => proptest::sample::select(vec![
            Enter, Tab, BackTab, Up, Down, Left, Right, Home, End, PageUp, PageDown, Backspace, Delete, Tab, Tab,
        ])
        .prop_map(Key),
        1 => proptest::sample::select(vec![Undo, Redo, KillLine]),
    ]
}

proptest! {
    #[test]
    fn any_keys_leave_a_form_that_can_be_drawn_and_stored(
        keys in proptest::collection::vec(input(), 0..80),
        width in 0usize..120,
        height in 0usize..20,
    ) {
        let mut f = opinion();
        f.set_size(width, height);
        for k in keys {
            let before = f.revision();
            match f.handle(k) {
                FormOutcome::LookupChanged(id, query) => { f.offer(id, &query, list()); }
                FormOutcome::OpenPicker(id, _) => { f.choose(id, &Value::Text("c3".to_owned())); }
                FormOutcome::Edited | FormOutcome::Picked(_) => prop_assert!(f.revision() > before),
                _ => prop_assert_eq!(f.revision(), before),
            }
            prop_assert!(f.focus().is_some_and(|id| f.is_visible(id)));
        }
        let layout = f.layout(width);
        let caret = layout.caret.unwrap();
        prop_assert!(caret.0 < layout.rows.len());
        prop_assert!(caret.1 <= width);
        if height > 0 {
            prop_assert!((f.scroll()..f.scroll() + height).contains(&caret.0));
        }
        for row in &layout.rows {
            let mut edge = 0;
            for s in &row.spans {
                prop_assert!(s.col >= edge || s.cells == 0, "spans overlap: {:?}", row);
                prop_assert!(crate::cells::width(&s.text) <= s.cells);
                prop_assert!(s.col + s.cells <= width);
                edge = s.col + s.cells;
            }
        }
        let json = f.snapshot().to_json().unwrap();
        let mut g = opinion();
        prop_assert!(g.restore(&crate::form::Draft::parse(&json).unwrap()).is_empty());
        prop_assert_eq!(g.snapshot(), f.snapshot());
        let _ = f.submit();
    }
}

/// What the outside does to a form besides pressing keys.
#[derive(Clone, Debug)]
enum Doing {
    Key(FormInput<'static>),
    Size(usize, usize),
    Now(i64),
    Set(FieldId, Value),
    Prefill(FieldId, Value),
    Propose(FieldId, Value),
    Choose(FieldId, Value),
    Options(FieldId, usize),
    Focus(FieldId),
    Show(FieldId),
    CloseList,
    Submit,
    Restore,
}

fn doing() -> impl Strategy<Value = Doing> {
    let fields: Vec<FieldId> = opinion().fields.iter().map(|f| f.spec.id).collect();
    let field = || proptest::sample::select(fields.clone());
    let value = || {
        proptest::sample::select(vec![
            Value::Empty,
            Value::Text("明天".to_owned()),
            Value::Text("9-18".to_owned()),
            Value::Text("石桥村口弯道看不见对面来车".to_owned()),
            Value::Pick(Pick::of("c2", "项2")),
            Value::Picks(vec![Pick::of("c1", "项1"), Pick::of("c3", "项3")]),
            Value::Flag(true),
        ])
    };
    prop_oneof![
        12 => input().prop_map(Doing::Key),
        2 => (0usize..100, 0usize..20).prop_map(|(w, h)| Doing::Size(w, h)),
        2 => (0i64..2_000_000_000_000).prop_map(Doing::Now),
        2 => (field(), value()).prop_map(|(f, v)| Doing::Set(f, v)),
        1 => (field(), value()).prop_map(|(f, v)| Doing::Prefill(f, v)),
        1 => (field(), value()).prop_map(|(f, v)| Doing::Propose(f, v)),
        1 => (field(), value()).prop_map(|(f, v)| Doing::Choose(f, v)),
        1 => (field(), 0usize..12).prop_map(|(f, n)| Doing::Options(f, n)),
        2 => field().prop_map(Doing::Focus),
        1 => field().prop_map(Doing::Show),
        1 => Just(Doing::CloseList),
        1 => Just(Doing::Submit),
        1 => Just(Doing::Restore),
    ]
}

fn perform(f: &mut FormState, what: Doing) {
    match what {
        Doing::Key(k) => {
            if let FormOutcome::LookupChanged(id, query) = f.handle(k) {
                f.offer(id, &query, list());
            }
        }
        Doing::Size(w, h) => f.set_size(w, h),
        Doing::Now(ms) => f.set_now(ms),
        Doing::Set(id, v) => drop(f.set_value(id, &v)),
        Doing::Prefill(id, v) => drop(f.prefill(id, &v)),
        Doing::Propose(id, v) => drop(f.propose(id, &v)),
        Doing::Choose(id, v) => drop(f.choose(id, &v)),
        Doing::Options(id, n) => f.set_options(id, (0..n).map(|n| ChoiceOption::new(format!("c{n}"), "项")).collect()),
        Doing::Focus(id) => drop(f.focus_on(id)),
        Doing::Show(id) => f.show(id, Problem::Text("这里不对".to_owned())),
        Doing::CloseList => drop(f.close_list()),
        Doing::Submit => drop(f.submit()),
        Doing::Restore => drop(f.restore(&f.snapshot())),
    }
}

proptest! {
    /// Whoever draws takes the rows that are at hand.
    #[test]
    fn the_rows_at_hand_are_those_of_a_fresh_layout(all in proptest::collection::vec(doing(), 0..60)) {
        let mut f = opinion();
        let mut width = 80;
        prop_assert_eq!(f.laid(width).into_owned(), f.layout(width));
        for what in all {
            if let Doing::Size(w, _) = what {
                width = w;
            }
            perform(&mut f, what.clone());
            prop_assert_eq!(f.laid(width).into_owned(), f.layout(width), "after {:?}", what);
            prop_assert_eq!(f.laid(width + 1).into_owned(), f.layout(width + 1));
        }
    }
}
