//! Days at the desk: typed, remarked, asked about, shown with their year.

use crate::real::{Keyboard, Station, day, keyboard, open_station, said};
use zhiban::app::fields::{date, far, rest_remark};
use zhiban::app::model::{Layer, Target};
use zhiban::app::{opinion, start};
use zhiban::domain::code::StationKind;
use zhiban::domain::moment::{Day, TimeOfDay};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::typed_date::{Lean, TimeProblem, impossible_hours, parse_hours, parse_time};
use zhiban::domain::view::{Answer, Asker, OpinionFile, OpinionRow, Query, Stretch};
use zhiban::form::{FieldId, Kind, Pick, Value};
use zhiban::i18n::{self, Lang};
use zhiban::store::read;

impl Station {
    pub fn asked(&self, query: &Query) -> Answer {
        read::answer(self.desk.conn(), self.desk.vault(), Asker::Program, query).unwrap()
    }

    pub fn rows(&self) -> Vec<OpinionRow> {
        let query = Query::Opinions {
            matching: String::new(),
            state: None,
            stretch: Stretch::Newest,
            limit: 50,
        };
        let Answer::Opinions(rows, ..) = self.asked(&query) else {
            panic!()
        };
        rows
    }

    pub fn file(&self, row: &OpinionRow) -> OpinionFile {
        let Answer::File(Some(file)) = self.asked(&Query::File(row.id)) else {
            panic!()
        };
        *file
    }
}

/// Puts values into the form on top, as choosing does.
pub fn put(k: &mut Keyboard, values: &[(FieldId, Value)]) {
    let mut layer = k.state.layers.pop().unwrap();
    let form = layer.form_mut().unwrap();
    for (field, value) in values {
        form.host.form.set_value(field, value);
        form.changed(&k.state);
    }
    form.fit(&k.state);
    k.state.layers.push(layer);
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn field(k: &Keyboard, id: FieldId) -> String {
    k.state
        .layers
        .last()
        .unwrap()
        .form()
        .unwrap()
        .host
        .form
        .text(id)
        .to_owned()
}

pub fn below(k: &Keyboard) -> String {
    k.state.layers.last().unwrap().form().unwrap().below(200).join("\n")
}

/// A station that was founded on a day.
fn founded(on: &str) -> (Station, Keyboard) {
    let (mut s, mut k) = (Station::new(), keyboard(1));
    k.state.now = TimeOfDay::new(8, 50).unwrap().on(on.parse().unwrap());
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    s.keys(&mut k, "F9");
    s.palette(&mut k, "添单位");
    s.keys(&mut k, "'村建办 F9");
    s.is_clean();
    k.state.layers.clear();
    (s, k)
}

/// A matter about to be handed over, on a day.
fn handing_on(on: &str) -> (Station, Keyboard) {
    let (mut s, mut k) = founded(on);
    fill_in(&mut s, &mut k);
    (s, k)
}

/// Everything of a matter that is handed over, but the day.
pub fn fill_in(s: &mut Station, k: &mut Keyboard) {
    let effects = opinion::open(&mut k.state, Target::Quiet);
    s.serve(k, effects);
    let form = k.state.layers.last().unwrap().form().unwrap();
    let unit = form
        .host
        .lists
        .units
        .iter()
        .find(|u| u.profile.short == "村建办")
        .unwrap();
    let unit = Value::Pick(Pick::of(unit.id.to_string(), "村建办"));
    put(
        k,
        &[
            ("words", text("路灯不亮")),
            ("name", text("王秀英")),
            ("category", Value::Pick(Pick::of("lamp", "路灯"))),
            ("handling", Value::Pick(Pick::of("hand", ""))),
            ("unit", unit),
        ],
    );
}

/// A station with a matter handed over on each of these days; one on a day of somebody's own where it says `own`.
pub fn handed(on: &[&str]) -> (Station, Keyboard) {
    let (mut s, mut k) = founded("2026-12-14");
    for day in on {
        let now = if *day == "own" { "2026-12-16" } else { *day };
        k.state.now = TimeOfDay::new(9, 0).unwrap().on(now.parse().unwrap());
        k.state.layers.clear();
        fill_in(&mut s, &mut k);
        if *day == "own" {
            put(&mut k, &[("due", text("2027-01-08"))]);
        }
        s.keys(&mut k, "F9");
        // The clock's day is confirmed where it is another.
        if let Some(Layer::Menu(_)) = k.state.layers.last() {
            s.refused.clear();
            s.keys(&mut k, "1");
        }
        s.is_clean();
    }
    k.state.layers.clear();
    (s, k)
}

fn handing() -> (Station, Keyboard) {
    handing_on("2026-11-23")
}

fn entered_late(k: &mut Keyboard, on: &str) {
    put(
        k,
        &[
            ("late", Value::Flag(true)),
            ("late_day", text(on)),
            ("late_time", text("9:00")),
        ],
    );
}

#[test]
fn b3_a_hand_over_entered_late_counts_from_the_day_it_really_happened() {
    let (mut s, mut k) = handing();
    assert_eq!(field(&k, "due"), "2026-12-14", "15 working days from today");
    entered_late(&mut k, "11月10日");
    assert_eq!(field(&k, "due"), "2026-12-01", "15 working days from 10 November");
    s.keys(&mut k, "F9");
    s.is_clean();
    let file = s.file(&s.rows()[0]);
    assert_eq!(
        file.opinion.round().unwrap().lead.due.unwrap().to_string(),
        "2026-12-01"
    );
    // The read-back page says the same day.
    let receipt = format!("{:?}", k.state.layers.last().unwrap());
    assert!(receipt.contains("2026年12月1日周二"), "{receipt}");
}

#[test]
fn b3_late_entry_begins_with_the_day_and_a_day_of_last_year_is_asked_about() {
    let (mut s, mut k) = handing();
    s.keys(&mut k, "Ctrl-e '11.10");
    assert_eq!(
        (field(&k, "late_day"), field(&k, "late_time")),
        ("11.10".to_owned(), String::new())
    );
    // Tomorrow, meant as a day gone by, is one of last year: not without a question.
    for (typed, is_asked) in [
        ("11.24", true),
        ("2月29日", true),
        ("11月10日", false),
        ("2025-12-01", false),
    ] {
        assert_eq!(asked(typed, Lean::Past).is_some(), is_asked, "{typed}");
    }
}

#[test]
fn b3_what_is_done_about_a_matter_is_not_before_it_and_an_answer_not_before_its_hand_over() {
    let (mut s, mut k) = handing();
    s.keys(&mut k, "F9");
    s.is_clean();
    let id = s.file(&s.rows()[0]).opinion.id;
    k.state.layers.clear();
    let effects = opinion::open(&mut k.state, Target::Filed(id));
    k.state.layers.clear();
    s.serve(&mut k, effects);
    k.state.focus = zhiban::app::Pane::Follow;
    k.state.layers.clear();
    s.keys(&mut k, "Home Enter 1");
    put(&mut k, &[("promise", text("周五派人"))]);
    entered_late(&mut k, "2026-11-20");
    s.keys(&mut k, "F9");
    let said = format!("{:?} {}", s.refused, said(&k));
    assert!(said.contains("BeforeMatter") || said.contains("在它之前"), "{said}");
}

#[test]
fn b3_the_true_day_can_be_typed_though_it_is_past_by_now() {
    let (mut s, mut k) = handing();
    put(&mut k, &[("due", text("2026-11-13"))]);
    s.keys(&mut k, "F9");
    assert!(said(&k).contains("期限不能早于今天"), "{}", said(&k));
    entered_late(&mut k, "2026-11-10");
    put(&mut k, &[("due", text("2026-11-09"))]);
    s.keys(&mut k, "F9");
    assert!(said(&k).contains("期限不能早于补录的那天"), "{}", said(&k));
    put(&mut k, &[("due", text("2026-11-13"))]);
    s.keys(&mut k, "F9");
    s.is_clean();
    let file = s.file(&s.rows()[0]);
    assert_eq!(
        file.opinion.round().unwrap().lead.due.unwrap().to_string(),
        "2026-11-13"
    );
    // So can the day a unit promised, when the chase is entered late.
    let effects = opinion::open(&mut k.state, Target::Filed(file.opinion.id));
    k.state.layers.clear();
    s.serve(&mut k, effects);
    k.state.focus = zhiban::app::Pane::Follow;
    k.state.layers.clear();
    s.keys(&mut k, "Home Enter 1");
    put(
        &mut k,
        &[("promise", text("周五派人")), ("promised_for", text("2026-11-20"))],
    );
    s.keys(&mut k, "F9");
    assert!(said(&k).contains("不能早于今天"), "{}", said(&k));
    entered_late(&mut k, "2026-11-18");
    s.keys(&mut k, "F9");
    s.is_clean();
    let file = s.file(&s.rows()[0]);
    let promised = file.opinion.round().unwrap().lead.promised_for.unwrap();
    assert_eq!(promised.to_string(), "2026-11-20");
}

#[test]
fn b4_any_field_of_an_overdue_matter_can_be_corrected() {
    let (mut s, mut k) = handing();
    entered_late(&mut k, "2026-10-09");
    s.keys(&mut k, "F9");
    s.is_clean();
    let row = s.rows().remove(0);
    let due = s.file(&row).opinion.round().unwrap().lead.due.unwrap();
    assert!(due.day < day(), "{due}");
    let correct: [(FieldId, Value); 3] = [
        ("category", Value::Pick(Pick::of("road", "道路交通"))),
        ("place", text("老街38号")),
        ("affected", text("12")),
    ];
    for change in correct {
        k.state.layers.clear();
        let effects = opinion::open(&mut k.state, Target::Filed(row.id));
        s.serve(&mut k, effects);
        s.keys(&mut k, "Enter 3");
        if !matches!(k.state.layers.last(), Some(Layer::Form(f)) if f.host.form.id() == "correct") {
            let acts = format!("{:?}", k.state.layers.last());
            panic!("no form to correct: {acts}");
        }
        put(&mut k, &[change, ("why", text("写错了"))]);
        s.keys(&mut k, "F9");
        assert!(k.state.layers.last().is_none_or(|l| !l.is_form()), "{}", said(&k));
        s.is_clean();
    }
    let file = s.file(&row);
    let d = &file.opinion.details;
    let corrected = (d.category.as_deref(), d.place.as_deref(), d.affected);
    assert_eq!(corrected, (Some("road"), Some("老街38号"), Some(12)));
    assert_eq!(file.opinion.round().unwrap().lead.due, Some(due), "its day stays");
}

#[test]
fn b2_the_doubt_about_a_day_is_kept_and_said_from_the_form_to_the_record() {
    let (mut s, mut k) = handing_on("2026-12-14");
    assert_eq!(field(&k, "due"), "2027-01-05");
    s.keys(&mut k, "F9");
    s.is_clean();
    let said = "2027年1月5日周二（暂定）";
    // The read-back page, the round, the record and its history, the list of what is owed.
    let receipt = format!("{:?}", k.state.layers.last().unwrap());
    assert!(receipt.contains(said), "{receipt}");
    let row = s.rows().remove(0);
    assert_eq!(row.due.unwrap().to_string(), "2027-01-05?");
    let file = s.file(&row);
    assert_eq!(
        file.opinion.round().unwrap().lead.due.unwrap().to_string(),
        "2027-01-05?"
    );
    let record = opinion::facts::lines(&k.state, &file, false);
    let told = record.iter().filter(|line| line.text.contains(said)).count();
    assert_eq!(told, 2, "{record:?}");
    let owed = &k.state.snap.follow_up[0];
    assert_eq!(owed.day.unwrap().to_string(), "2027-01-05?");
    // A day somebody gives by their own word is as certain as they are, and one the rules are sure of too.
    let (mut s, mut k) = handing_on("2026-12-14");
    put(&mut k, &[("due", text("2027-01-08"))]);
    s.keys(&mut k, "F9");
    assert_eq!(s.rows()[0].due.unwrap().to_string(), "2027-01-08");
    let (mut s, mut k) = handing_on("2026-11-23");
    s.keys(&mut k, "F9");
    assert_eq!(s.rows()[0].due.unwrap().to_string(), "2026-12-14");
}

#[test]
fn the_explanation_of_a_limit_goes_with_the_day_in_force() {
    let (_, mut k) = handing();
    let mut layer = k.state.layers.pop().unwrap();
    layer.form_mut().unwrap().host.form.focus_on("due");
    k.state.layers.push(layer);
    assert!(
        below(&k).starts_with("期限 2026年12月14日周一：15个工作日，从今天次日起算"),
        "{}",
        below(&k)
    );
    put(&mut k, &[("due", text("2026-12-18"))]);
    assert!(
        below(&k).starts_with("这是另定的期限，不是按规定算的。按规定：期限 2026年12月14日周一"),
        "{}",
        below(&k)
    );
    put(&mut k, &[("due", text("12月14日"))]);
    assert!(below(&k).starts_with("期限 2026年12月14日周一"), "{}", below(&k));
    entered_late(&mut k, "2026-11-10");
    put(&mut k, &[("due", text("2026-12-01"))]);
    assert!(below(&k).contains("从11月10日周二次日起算"), "{}", below(&k));
}

fn asked(text: &str, lean: Lean) -> Option<String> {
    let now = TimeOfDay::new(9, 0).unwrap().on(day());
    far((Lang::Zh, lean), text, now.0)
}

#[test]
fn b8_a_day_more_than_a_year_off_is_asked_about_and_so_is_one_that_only_another_year_has() {
    assert_eq!(
        asked("2月29日", Lean::Future).as_deref(),
        Some("2028年2月29日周二，离今天463天")
    );
    for far_off in ["2月29日", "2036-12-04", "2062-11-30", "2025-11-22", "1999-12-31"] {
        assert!(asked(far_off, Lean::Nearest).is_some(), "{far_off}");
    }
    for near in ["12月4日", "2027-11-23", "2025-11-23", "明天", "+300", "周五"] {
        assert!(asked(near, Lean::Nearest).is_none(), "{near}");
    }
    assert!(asked("2月29日", Lean::Past).is_some() && asked("不是日子", Lean::Past).is_none());
    // In a form: asked before it is filed, and not again when it is meant.
    let (mut s, mut k) = handing();
    put(&mut k, &[("due", text("2月29日"))]);
    s.keys(&mut k, "F9");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!("{}", said(&k))
    };
    assert!(
        menu.text[0].contains("2028年2月29日周二，离今天463天"),
        "{:?}",
        menu.text
    );
    s.keys(&mut k, "2");
    assert!(s.rows().is_empty() && k.state.layers.last().unwrap().is_form());
    put(&mut k, &[("due", text("2028-02-29"))]);
    s.keys(&mut k, "F9 1");
    s.is_clean();
    let due = s.file(&s.rows()[0]).opinion.round().unwrap().lead.due.unwrap();
    assert_eq!(due.to_string(), "2028-02-29");
    // A reception is asked about as well.
    k.state.layers.clear();
    s.palette(&mut k, "安排接待");
    put(&mut k, &[("day", text("2036-12-04"))]);
    s.keys(&mut k, "F9");
    assert!(matches!(k.state.layers.last(), Some(Layer::Menu(_))), "{}", said(&k));
}

#[test]
fn b8_what_a_field_echoes_is_what_is_filed() {
    let now = TimeOfDay::new(9, 0).unwrap().on(day());
    for (lean, on) in [
        (Lean::Future, "2027年11月20日周六"),
        (Lean::Past, "2026年11月20日周五"),
        (Lean::Nearest, "2026年11月20日周五"),
    ] {
        let Kind::When { parse, .. } = date(Lang::Zh, lean) else {
            panic!()
        };
        assert_eq!(parse("11月20日", now.0).unwrap(), on);
    }
}

#[test]
fn b9_a_day_and_a_number_of_another_year_say_their_year() {
    let on = |text: &str| text.parse::<Day>().unwrap();
    let today = on("2026-12-30");
    let said = |text: &str| i18n::day(Lang::Zh, on(text), today);
    assert_eq!(
        (said("2026-12-31"), said("2027-01-04")),
        ("12月31日周四".into(), "2027年1月4日周一".into())
    );
    assert_eq!(said("2025-12-31"), "2025年12月31日周三");
    assert_eq!(i18n::day(Lang::En, on("2027-01-04"), today), "Mon 4 Jan 2027");
    let due = |text: &str| i18n::deadline(Lang::Zh, text.parse().unwrap(), today);
    assert_eq!(due("2027-01-04?"), "2027年1月4日周一（暂定）");
    assert_eq!(due("2026-12-31T17:00"), "12月31日周四17:00");
    assert_eq!(i18n::days_ago(Lang::Zh, on("2025-12-29"), today), "2025年12月29日");
    assert_eq!(i18n::days_ago(Lang::Zh, on("2025-12-31"), on("2026-01-01")), "昨日");
    let number = |text: &'static str| i18n::short_number(text, today);
    assert_eq!(number("03-2026-0113"), "0113");
    assert_eq!(number("03-2025-0013"), "2025-0013");
    assert_eq!(number("03-2026-B1113"), "B1113");
    assert_eq!(number("A-03-2025-0013"), "2025-0013");
    assert_eq!((number("007"), number("")), ("007", ""));
}

#[test]
fn b11_planning_on_a_rest_day_is_remarked_and_on_a_worked_one_too() {
    let (mut s, mut k) = open_station();
    let said = |k: &Keyboard, on: &str| rest_remark(&k.state, on, Lean::Nearest);
    assert_eq!(
        said(&k, "2026-12-06").as_deref(),
        Some("2026年12月6日周日是周末，不是上班日")
    );
    assert_eq!(
        said(&k, "2027-02-08").as_deref(),
        Some("2027年2月8日周一放假（春节），不是上班日"),
        "by law, before any notice"
    );
    assert_eq!(said(&k, "2026-10-10").as_deref(), Some("2026年10月10日周六调休上班"));
    assert_eq!(
        said(&k, "2026-10-05").as_deref(),
        Some("2026年10月5日周一放假（国庆节），不是上班日")
    );
    assert_eq!(said(&k, "2026-12-07"), None);
    // In the form, while it is typed, and nobody is stopped by it.
    k.state.layers.clear();
    s.palette(&mut k, "安排接待");
    put(&mut k, &[("day", text("12月6日"))]);
    assert!(below(&k).contains("是周末"), "{}", below(&k));
    put(&mut k, &[("day", text("12月7日"))]);
    assert_eq!(below(&k), "");
    put(&mut k, &[("day", text("12月6日"))]);
    s.keys(&mut k, "F9");
    s.is_clean();
}

#[test]
fn b12_an_impossible_time_in_opening_hours_is_refused_with_the_words_it_stands_in() {
    let wrong = |text: &str| impossible_hours(text).unwrap_or_else(|| panic!("{text}"));
    assert_eq!(wrong("?"), ("?".to_owned(), TimeProblem::NotATime));
    assert_eq!(wrong(" --- ").1, TimeProblem::NotATime);
    assert_eq!(
        wrong("工作日 25:00-26:00"),
        ("25:00-26:00".to_owned(), TimeProblem::NoSuchTime)
    );
    assert_eq!(wrong("周一至周五 8：30-17：75").1, TimeProblem::NoSuchTime);
    assert_eq!(wrong("每月15日9:00-11:61").1, TimeProblem::NoSuchTime);
    assert_eq!(wrong("上午8:30-11:30，下午17:30-14:30").1, TimeProblem::EndsBeforeStart);
    assert_eq!(wrong("上午9点到30点").1, TimeProblem::NoSuchTime);
    for right in [
        "工作日 8:30-17:30",
        "workdays 8:30-17:30",
        "每月15日 9:00-11:00",
        "周一至周五上午8:30-11:30、下午2:30-5:30",
        "每周二上午9点到11点半",
        "逢集日",
        "全天",
        "晚上7点到12点",
        "20:00-24:00",
        "",
    ] {
        assert_eq!(impossible_hours(right), None, "{right}");
    }
    // Whoever asks is refused: the first run, and a change.
    let (mut s, mut k) = open_station();
    k.state.layers.clear();
    s.palette(&mut k, "联络站资料");
    put(
        &mut k,
        &[
            ("hours", text("工作日 8:30-25:30")),
            ("kind", Value::Pick(Pick::of(StationKind::Home.code(), ""))),
        ],
    );
    s.keys(&mut k, "F9");
    let why = Refusal::BadHours {
        what: "8:30-25:30".to_owned(),
        why: TimeProblem::NoSuchTime,
    };
    assert_eq!(s.refused, [format!("{why:?}")]);
    assert!(said(&k).contains("8:30-25:30"), "{}", said(&k));
    assert!(k.state.layers.last().unwrap().is_form(), "the words stay");
}

#[test]
fn b12_twelve_in_the_evening_is_the_end_of_the_day_and_not_noon() {
    let is = |text: &str, on: &str| assert_eq!(parse_time(text).unwrap().format("%H:%M").to_string(), on, "{text}");
    for midnight in [
        "晚上12点",
        "夜里12点",
        "半夜12点",
        "晚12点",
        "24:00",
        "24点",
        "晚上十二点",
    ] {
        is(midnight, "23:59");
    }
    is("中午12点", "12:00");
    is("12点", "12:00");
    is("下午12点半", "12:30");
    is("凌晨12点", "00:00");
    is("12am", "00:00");
    is("12pm", "12:00");
    is("晚上11点", "23:00");
    assert_eq!(parse_time("24:01"), Err(TimeProblem::NoSuchTime));
    let hours = |text: &str| {
        let (from, to) = parse_hours(text).unwrap();
        format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))
    };
    assert_eq!(hours("晚上8点到12点"), "20:00-23:59");
    assert_eq!(hours("晚上8点到晚上12点"), "20:00-23:59");
    assert_eq!(hours("下午2点至5点"), "14:00-17:00");
    assert_eq!(hours("20:00-24:00"), "20:00-23:59");
}

#[test]
fn no_reception_is_planned_for_a_day_gone_by_and_the_marker_stands_on_the_day() {
    let (mut s, mut k) = open_station();
    for gone in ["昨天", "2026-11-21", "前天", "上周五"] {
        k.state.layers.clear();
        s.palette(&mut k, "安排接待");
        put(&mut k, &[("day", text(gone))]);
        s.keys(&mut k, "F9");
        assert!(
            said(&k).contains("已经过去了，接待要安排在今天或以后"),
            "{gone}: {}",
            said(&k)
        );
        let form = k.state.layers.last().and_then(Layer::form).unwrap();
        assert_eq!(form.host.form.focus(), Some("day"), "{gone}");
        assert_eq!(field(&k, "day"), gone, "what was typed stays to be put right");
    }
    // Today and later are planned, and of a rest day it is said afterwards too.
    s.refused.clear();
    for (ahead, remark) in [
        ("今天", ""),
        ("2026-11-28", "；那天不是上班日（周末）"),
        ("2026-11-29", "；那天不是上班日（周末）"),
        ("2027-10-01", "；那天不是上班日（国庆节）"),
        ("2026-12-07", ""),
    ] {
        k.state.layers.clear();
        s.palette(&mut k, "安排接待");
        put(&mut k, &[("day", text(ahead))]);
        s.keys(&mut k, "F9");
        s.is_clean();
        let planned = said(&k);
        assert!(
            planned.contains("已安排") && planned.ends_with(&format!("的接待{remark}")),
            "{planned}"
        );
    }
}

#[test]
fn b8_a_day_that_has_gone_by_this_year_is_asked_about_where_no_year_stands_beside_it() {
    for gone in ["11月15日", "10月1日", "10.1", "0620", "3月5日"] {
        let said = asked(gone, Lean::Future);
        assert!(
            said.as_deref().is_some_and(|said| said.starts_with("2027年")),
            "{gone} {said:?}"
        );
    }
    assert!(asked("5月20日", Lean::Nearest).is_some(), "the nearest is next year's");
    // With its year it is what was meant; in November people plan for January; what is still to come is this year's.
    for plain in ["2027-10-01", "明年10月1日", "1月5日", "12月30日", "+300", "下周三"] {
        assert_eq!(asked(plain, Lean::Future), None, "{plain}");
    }
    // In every form that asks for a day to come.
    let (mut s, mut k) = open_station();
    s.palette(&mut k, "安排接待");
    put(&mut k, &[("day", text("10月1日"))]);
    s.keys(&mut k, "Tab F9");
    assert!(matches!(k.state.layers.last(), Some(Layer::Menu(m)) if m.text.join("").contains("2027年10月1日")));
    s.keys(&mut k, "Esc");
    let form = k.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.form.focus(), Some("day"), "to change it");
}

/// What a matter handed over on a day is due when this is typed into 期限.
fn due_of(on: &str, typed: &str) -> String {
    let (mut s, mut k) = handing_on(on);
    put(&mut k, &[("due", text(typed))]);
    s.keys(&mut k, "F9");
    s.is_clean();
    s.rows()
        .first()
        .map_or_else(|| said(&k), |row| row.due.unwrap().to_string())
}

#[test]
fn a_time_and_a_limit_typed_into_the_due_day_are_kept_as_they_are_meant() {
    for (on, typed, due) in [
        ("2026-12-14", "2027-1-8 17:00", "2027-01-08T17:00"),
        ("2026-12-14", "1月8日下午5点半", "2027-01-08T17:30"),
        ("2026-12-14", "周五17点前", "2026-12-18T17:00"),
        ("2026-12-14", "2027-1-8", "2027-01-08"),
        ("2026-11-23", "5个工作日", "2026-11-30"),
        ("2026-11-23", "５wd", "2026-11-30"),
        ("2026-11-23", "10天", "2026-12-03"),
        ("2026-11-23", "两周", "2026-12-07"),
        ("2026-11-23", "两周后", "2026-12-07"),
        ("2026-11-23", "3个月后", "2027-02-23"),
        ("2026-11-23", "24小时", "2026-11-24T08:50"),
        ("2026-12-31", "8号", "2027-01-08"),
        ("2026-12-31", "31号", "2026-12-31"),
        ("2026-11-30", "31日", "2026-12-31"),
    ] {
        assert_eq!(due_of(on, typed), due, "{typed} on {on}");
    }
    for odd in ["2027-1-8 25:00", "5个", "8点"] {
        let said = due_of("2026-12-14", odd);
        assert!(said.contains("看不懂这个期限"), "{odd}: {said}");
    }
    assert!(due_of("2026-11-23", "今天8:00").contains("期限不能早于今天"));
}

#[test]
fn a_limit_that_is_typed_is_shown_as_its_day_and_a_day_of_rest_is_remarked() {
    let (mut s, mut k) = handing();
    let focus = |k: &mut Keyboard| {
        let mut layer = k.state.layers.pop().unwrap();
        layer.form_mut().unwrap().host.form.focus_on("due");
        k.state.layers.push(layer);
    };
    focus(&mut k);
    put(&mut k, &[("due", text("5个工作日"))]);
    assert!(below(&k).contains("5个工作日 就是 2026年11月30日周一"), "{}", below(&k));
    s.keys(&mut k, "Tab");
    assert_eq!(field(&k, "due"), "2026-11-30");
    for (typed, remark) in [
        ("2026-11-28", "2026年11月28日周六是周末"),
        ("2027-02-06", "放假（春节）"),
    ] {
        focus(&mut k);
        put(&mut k, &[("due", text(typed))]);
        assert!(below(&k).contains(remark), "{typed}: {}", below(&k));
    }
    put(&mut k, &[("due", text("2026-11-27"))]);
    assert!(!below(&k).contains("不是上班日"), "{}", below(&k));
}

#[test]
fn the_time_of_a_due_day_stays_when_something_else_is_corrected_and_is_corrected_itself() {
    let (mut s, mut k) = handing_on("2026-12-14");
    put(&mut k, &[("due", text("2027-1-8 17:00"))]);
    s.keys(&mut k, "F9");
    s.is_clean();
    for (change, due) in [
        (("place", "老街38号"), "2027-01-08T17:00"),
        (("due", "2027-1-8 16:30"), "2027-01-08T16:30"),
        (("due", "2027-1-11"), "2027-01-11"),
    ] {
        let row = s.rows().remove(0);
        k.state.layers.clear();
        let effects = opinion::open(&mut k.state, Target::Filed(row.id));
        s.serve(&mut k, effects);
        s.keys(&mut k, "Enter 3");
        put(&mut k, &[(change.0, text(change.1)), ("why", text("写错了"))]);
        s.keys(&mut k, "F9");
        s.is_clean();
        assert_eq!(s.rows()[0].due.unwrap().to_string(), due, "{change:?}");
    }
}

#[test]
fn the_doubt_and_the_day_of_what_is_owed_are_never_cut() {
    use zhiban::app::follow::line;
    use zhiban::app::list::column::Size;
    let (_, k) = handed(&["2026-12-14", "own"]);
    let (owed, today) = (&k.state.snap.follow_up, k.state.today());
    let notes: Vec<String> = owed.iter().map(|f| line::note(Lang::Zh, f, today)).collect();
    assert_eq!(notes, ["暂定2027年1月5日", "2027年1月8日"]);
    let pane = zhiban::app::list::owed::lines(&k.state, owed);
    let widest = notes.iter().map(|note| zhiban::cells::width(note)).max().unwrap() as u16;
    let least = |(_, size): &(&str, Size)| {
        if let Size::Note { least, .. } = size {
            Some(*least)
        } else {
            None
        }
    };
    assert_eq!(pane.columns.iter().find_map(least), Some(widest));
    let this_year = "2026-12-25T17:00?".parse().unwrap();
    assert_eq!(i18n::owed::until(Lang::Zh, this_year, today), "暂定12月25日周五17:00");
    assert_eq!(i18n::owed::until(Lang::En, this_year, today), "prov. Fri 25 Dec 17:00");
}
