//! The form in which a year's notice is typed, and what it does.

use crate::desk::{below, field, handed, put, text};
use crate::real::{Keyboard, Station, said};
use zhiban::app::action::Act;
use zhiban::app::model::Layer;
use zhiban::domain::code::Role;
use zhiban::domain::moment::TimeOfDay;

const NOTICE: &str = "一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。1月4日（周一）起正常。\n\
    二、春节：2月5日至11日放假调休，共7天。2月20日（星期六）上班。";

fn open(s: &mut Station, k: &mut Keyboard) {
    k.state.layers.clear();
    let effects = zhiban::app::update::run(&mut k.state, Act::StationHolidays);
    s.serve(k, effects);
}

fn question(k: &Keyboard) -> &zhiban::app::model::Menu {
    match k.state.layers.last() {
        Some(Layer::Menu(menu)) => menu,
        other => panic!("{other:?} {}", said(k)),
    }
}

#[test]
fn a_notice_is_shown_as_it_was_understood_and_nothing_moves_before_it_is_confirmed() {
    // Handed over on 31 December and 14 December: 3 and 15 working days over an unpublished New Year.
    let (mut s, mut k) = handed(&["2026-12-14"]);
    let before = s.rows()[0].due.unwrap().to_string();
    assert_eq!(before, "2027-01-05?");
    open(&mut s, &mut k);
    assert_eq!(field(&k, "year"), "2027", "the first year without an arrangement");
    put(&mut k, &[("text", text(NOTICE))]);
    let understood = below(&k);
    for said in [
        "放假：元旦 1月1日周五至1月3日周日 3天；春节 2月5日周五至2月11日周四 7天",
        "调休上班：2月20日周六",
        "没有说到、照法定放假：清明节；劳动节；端午节；中秋节；国庆节",
        "没有用上的字，看看漏了没有：1月4日（周一）起正常",
    ] {
        let said = said.replace('（', "(").replace('）', ")");
        assert!(understood.contains(&said), "{said} in {understood}");
    }
    s.keys(&mut k, "F9");
    let menu = question(&k);
    let asked = menu.text.join("\n");
    assert!(
        menu.items[0].label.starts_with("只采用说到的"),
        "{}",
        menu.items[0].label
    );
    assert!(asked.contains("1件的期限按它重算："), "{asked}");
    assert!(asked.contains("2027年1月5日周二 日子不变，不再是暂定"), "{asked}");
    // Back: nothing is changed and the words are there.
    s.keys(&mut k, "2");
    assert_eq!(s.rows()[0].due.unwrap().to_string(), before);
    assert!(!field(&k, "text").is_empty());
    s.keys(&mut k, "F9 1");
    s.is_clean();
    assert_eq!(said(&k), "放假安排已采用，1件的期限按它重算了");
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
    assert_eq!(s.rows()[0].due.unwrap().to_string(), "2027-01-05");
    let rules = k.state.snap.rules.clone().unwrap();
    let year = rules.calendars.iter().find(|c| c.year == 2027).unwrap();
    assert_eq!((year.off.len(), year.work.len()), (2, 1));
    // The record says what became of it.
    let file = s.file(&s.rows()[0]);
    let record = zhiban::app::opinion::facts::lines(&k.state, &file, false);
    assert!(
        record.iter().any(|l| l.text.contains("放假安排有变，期限重算")),
        "{record:?}"
    );
}

#[test]
fn days_that_move_are_named_from_and_to_and_a_day_of_somebodys_own_stays() {
    let (mut s, mut k) = handed(&[
        "2026-12-14",
        "2026-12-15",
        "own",
        "2026-12-17",
        "2026-12-18",
        "2026-12-21",
    ]);
    open(&mut s, &mut k);
    // Monday the fourth is off as well, made up for on Saturday the ninth.
    let notice = "元旦：1月1日至4日放假调休，共4天。1月9日（周六）上班。国办发明电〔2026〕9号";
    put(&mut k, &[("text", text(notice))]);
    assert_eq!(field(&k, "source"), "国办发明电〔2026〕9号");
    s.keys(&mut k, "F9");
    let menu = question(&k);
    let asked = menu.text.join("\n");
    assert!(asked.contains("5件的期限按它重算："), "{asked}");
    assert!(
        asked.contains("2027年1月5日周二（暂定） 改为 2027年1月6日周三"),
        "the fourth does not count any more: {asked}"
    );
    assert_eq!(menu.items.len(), 3, "four stand there, the list has them all");
    s.keys(&mut k, "2");
    let Some(Layer::Page(page)) = k.state.layers.last() else {
        panic!()
    };
    assert_eq!(page.lines.len(), 5);
    s.keys(&mut k, "Esc F9 1");
    s.is_clean();
    let due: Vec<String> = s.rows().iter().map(|r| r.due.unwrap().to_string()).collect();
    let due: Vec<&str> = due.iter().rev().map(String::as_str).collect();
    assert_eq!(
        due,
        [
            "2027-01-06",
            "2027-01-07",
            "2027-01-08",
            "2027-01-09",
            "2027-01-11",
            "2027-01-12"
        ],
        "the third is somebody's own"
    );
}

#[test]
fn what_cannot_be_so_is_refused_in_words_and_kept_in_the_form() {
    let (mut s, mut k) = handed(&[]);
    open(&mut s, &mut k);
    for (notice, why) in [
        ("1月1日（周四）至3日放假", "年份不对，或者抄错了"),
        ("1月1日至3日放假，共5天", "写的是5天，日子是3天"),
        ("2月30日放假", "没有「2月30日」这一天"),
        ("随便写点什么", "没有认出哪天放假"),
        (
            "关于2026年部分节假日安排的通知。1月1日放假。",
            "通知说的是2026年，这里填的是2027年",
        ),
        ("1月1日至3日放假，1月2日上班", "又放假又上班"),
        ("1月1日放假，1月6日上班", "本来就上班"),
        ("1月10日上班", "一天假也没有"),
        (
            "1月1日放假，2月6日（周六）上班",
            "2027年2月6日周六 是法定节假日（春节）",
        ),
        ("1月1日放假，10月1日上班", "2027年10月1日周五 是法定节假日（国庆节）"),
        ("1月1日放假，2月20日不放假", "「2月20日不放假」：看不准"),
        (
            "1月1日至3日放假。1月3日至5日放假",
            "2027年1月3日周日 写在两段放假里：去掉一段",
        ),
    ] {
        put(&mut k, &[("text", text(notice))]);
        s.keys(&mut k, "F9");
        assert!(said(&k).contains(why), "{notice}: {}", said(&k));
        assert_eq!(field(&k, "text"), notice);
    }
    assert!(s.refused.is_empty());
}

#[test]
fn rules_somebody_changed_meanwhile_are_not_overwritten() {
    let (mut s, mut k) = handed(&[]);
    open(&mut s, &mut k);
    put(&mut k, &[("text", text("1月1日至3日放假"))]);
    // Another keyboard adopts a notice in between.
    let mut other = Keyboard { state: k.state.clone() };
    other.state.ids = zhiban::app::ids::Ids::new([9, 9]);
    s.keys(&mut other, "F9 1");
    s.is_clean();
    put(&mut k, &[("text", text("1月1日至4日放假，1月9日上班"))]);
    s.keys(&mut k, "F9 1");
    assert!(s.refused[0].starts_with("RulesMoved"), "{:?}", s.refused);
    assert_eq!(field(&k, "text"), "1月1日至4日放假，1月9日上班", "the words stay");
}

#[test]
fn the_head_staff_and_the_administrator_may_adopt_a_notice_and_nobody_else() {
    let (_, k) = handed(&[]);
    let mut account = k.state.account.clone().unwrap();
    for (role, may) in [
        (Role::Head, true),
        (Role::Clerk, true),
        (Role::Administrator, true),
        (Role::Deputy, false),
        (Role::Viewer, false),
    ] {
        account.role = role;
        let state = zhiban::app::State {
            account: Some(account.clone()),
            ..k.state.clone()
        };
        assert_eq!(
            zhiban::app::available::why_not(Act::StationHolidays, &state).is_none(),
            may,
            "{role:?}"
        );
    }
}

#[test]
fn b2_due_days_that_a_year_adopted_elsewhere_would_move_are_said_in_the_morning_and_follow_it_when_confirmed() {
    let (mut s, mut k) = handed(&["2026-12-14", "2026-12-15"]);
    // Somebody adopted the year on the command line: due days already set stay.
    let mut rules = zhiban::config::default_rules().unwrap();
    let notice = zhiban::domain::notice::read("1月1日至4日放假调休，1月9日上班", 2027, &[]);
    rules.calendars.push(notice.calendar(2027, ""));
    let adopt = zhiban::domain::command::AdoptRules {
        seen: 1,
        rules: Box::new(rules),
    };
    let command = zhiban::domain::command::Command::AdoptRules(adopt);
    let effect = zhiban::app::model::pending::send(&mut k.state, command, zhiban::app::model::Then::Nothing, None);
    s.serve(&mut k, vec![effect]);
    s.is_clean();
    let due = |s: &Station| -> Vec<String> { s.rows().iter().map(|r| r.due.unwrap().to_string()).collect() };
    assert_eq!(due(&s), ["2027-01-06?", "2027-01-05?"]);
    // The next morning's desk says so.
    let mut next = crate::real::keyboard(7);
    next.state.now = TimeOfDay::new(8, 50).unwrap().on("2026-12-15".parse().unwrap());
    let effects = zhiban::app::start(&mut next.state);
    s.serve(&mut next, effects);
    let said_then = said(&next);
    assert!(
        said_then.starts_with("放假安排来了，2件暂定的期限可以照它重算："),
        "{said_then}"
    );
    assert!(said_then.ends_with("明年放假安排"), "{said_then}");
    open(&mut s, &mut next);
    let form = next.state.layers.last().unwrap().form().unwrap();
    assert!(
        form.above(200)[0].contains("还有2件的期限没有照它重算"),
        "{:?}",
        form.above(200)
    );
    s.keys(&mut next, "F9");
    assert!(
        question(&next)
            .text
            .join("\n")
            .contains("2027年1月5日周二（暂定） 改为 2027年1月6日周三")
    );
    s.keys(&mut next, "1");
    s.is_clean();
    assert_eq!(due(&s), ["2027-01-07", "2027-01-06"]);
    // Nothing is left to say.
    let mut after = crate::real::keyboard(8);
    after.state.now = next.state.now;
    let effects = zhiban::app::start(&mut after.state);
    s.serve(&mut after, effects);
    assert_eq!(said(&after), "");
}

/// A matter of 14 December with the unit that leads, one that helps by the rules, and one with a day of somebody's own.
fn with_helpers() -> (Station, Keyboard) {
    let (mut s, mut k) = handed(&[]);
    for unit in ["供电所", "执法队"] {
        k.state.layers.clear();
        s.palette(&mut k, "添单位");
        s.keys(&mut k, &format!("'{unit} F9"));
    }
    k.state.layers.clear();
    crate::desk::fill_in(&mut s, &mut k);
    put(&mut k, &[("handling", zhiban::form::Value::Empty)]);
    s.keys(&mut k, "F9");
    s.is_clean();
    k.state.layers.clear();
    let query = zhiban::domain::view::Query::Units {
        matching: String::new(),
        kind: None,
        limit: 9,
    };
    let zhiban::domain::view::Answer::Units(units) = s.asked(&query) else {
        panic!()
    };
    let part = |short: &str, due: Option<&str>| zhiban::domain::entry::PartEntry {
        due: due.map(|day| zhiban::domain::deadline::Deadline::on(day.parse().unwrap())),
        ..zhiban::domain::entry::PartEntry::to(units.iter().find(|u| u.profile.short == short).unwrap().id)
    };
    let row = s.rows().remove(0);
    let handle = zhiban::domain::command::Handle {
        opinion: row.id,
        rev: row.rev,
        category: Some("lamp".into()),
        handling: zhiban::domain::entry::Handling::HandOver(zhiban::domain::entry::HandOverEntry {
            lead: part("村建办", None),
            further: vec![part("供电所", None), part("执法队", Some("2027-01-08"))],
            way: zhiban::domain::code::Way::Phone,
            person: None,
            note: None,
        }),
    };
    let command = zhiban::domain::command::Command::Handle(handle);
    let effect = zhiban::app::model::pending::send(&mut k.state, command, zhiban::app::model::Then::Nothing, None);
    s.serve(&mut k, vec![effect]);
    s.is_clean();
    (s, k)
}

#[test]
fn b2_the_days_of_units_that_help_follow_an_arrangement_too_and_a_day_of_somebodys_own_stays() {
    let (mut s, mut k) = with_helpers();
    let due = |s: &Station| -> Vec<String> {
        let file = s.file(&s.rows()[0]);
        let parts = file.opinion.round().unwrap().parts();
        parts.map(|part| part.due.unwrap().to_string()).collect()
    };
    assert_eq!(due(&s), ["2027-01-05?", "2027-01-05?", "2027-01-08"]);
    open(&mut s, &mut k);
    put(
        &mut k,
        &[("text", text("1月1日至4日放假调休，共4天。1月9日（周六）上班。"))],
    );
    s.keys(&mut k, "F9");
    let asked = question(&k).text.join("\n");
    assert!(asked.contains("1件的期限按它重算："), "one matter: {asked}");
    assert!(asked.contains("供电所（协办）") && !asked.contains("执法队"), "{asked}");
    s.keys(&mut k, "1");
    s.is_clean();
    assert_eq!(due(&s), ["2027-01-06", "2027-01-06", "2027-01-08"]);
    let file = s.file(&s.rows()[0]);
    let record = zhiban::app::opinion::facts::lines(&k.state, &file, false);
    let helps = record.iter().find(|l| l.text.contains("供电所（协办） 的期限"));
    let said = &helps.unwrap_or_else(|| panic!("{record:?}")).text;
    assert!(said.contains("2027年1月5日周二（暂定） > 2027年1月6日周三"), "{said}");
    // The same notice a second time has nothing left to move.
    open(&mut s, &mut k);
    put(
        &mut k,
        &[
            ("year", text("2027")),
            ("text", text("1月1日至4日放假调休，共4天。1月9日（周六）上班。")),
        ],
    );
    s.keys(&mut k, "F9");
    let answer = crate::real::said(&k);
    assert!(answer.contains("没有期限要重算"), "{answer}");
}

#[test]
fn an_amending_notice_changes_what_it_speaks_of_and_nothing_else_of_the_year() {
    let (mut s, mut k) = handed(&["2026-12-14"]);
    let due = |k: &Keyboard, start: &str| {
        let limit = zhiban::domain::rules::Limit {
            count: 1,
            unit: zhiban::domain::rules::LimitUnit::WorkingDays,
        };
        let due = zhiban::domain::due::due(k.state.snap.rules.as_deref().unwrap(), start.parse().unwrap(), limit);
        (due.day.to_string(), due.provisional)
    };
    let year = |k: &Keyboard| {
        let rules = k.state.snap.rules.clone().unwrap();
        rules.calendars.iter().find(|c| c.year == 2026).unwrap().clone()
    };
    let shipped = year(&k);
    let adopt = |s: &mut Station, k: &mut Keyboard, notice: &str| -> String {
        open(s, k);
        put(k, &[("year", text("2026")), ("text", text(notice))]);
        s.keys(k, "F9");
        let asked = match k.state.layers.last() {
            Some(Layer::Menu(menu)) => menu.text.join("\n"),
            _ => return said(k),
        };
        s.keys(k, "1");
        s.is_clean();
        asked
    };
    // What is in force already.
    let same = "劳动节：5月1日至5日放假调休，共5天。5月9日（周六）上班。";
    assert!(adopt(&mut s, &mut k, same).contains("和现在用的一样"));
    // One holiday is shorter: old and new are shown, the rest is as before.
    let asked = adopt(&mut s, &mut k, "国庆节：10月1日至6日放假调休，共6天");
    assert!(
        asked.contains("改：国庆节 10月1日周四至10月7日周三 7天 改为 国庆节 10月1日周四至10月6日周二 6天"),
        "{asked}"
    );
    assert!(
        asked.contains("照旧：元旦；春节；清明节；劳动节；端午节；中秋节；调休上班：1月4日周日、2月14日周六"),
        "{asked}"
    );
    assert_eq!(due(&k, "2026-09-30"), ("2026-10-07".into(), false));
    assert_eq!(due(&k, "2026-02-13"), ("2026-02-14".into(), false));
    assert_eq!(due(&k, "2026-09-18"), ("2026-09-20".into(), false));
    // A day more, named after nothing; a make-up day is taken back; one more is worked.
    let asked = adopt(
        &mut s,
        &mut k,
        "10月7日至8日放假。5月9日（周六）不上班。9月19日（周六）上班。",
    );
    assert!(
        asked.contains("添上放假：放假 5月9日周六；放假 10月7日周三至10月8日周四 2天"),
        "{asked}"
    );
    assert!(asked.contains("添上调休上班：9月19日周六"), "{asked}");
    assert!(asked.contains("去掉调休上班：5月9日周六"), "{asked}");
    assert_eq!(due(&k, "2026-09-30"), ("2026-10-09".into(), false));
    assert_eq!(due(&k, "2026-05-08"), ("2026-05-11".into(), false));
    // A holiday is made longer by the day.
    let asked = adopt(&mut s, &mut k, "延长2026年春节假期至2月25日，2月26日（周四）起正常上班");
    assert!(asked.contains("春节 2月15日周日至2月25日周三 11天"), "{asked}");
    assert_eq!(due(&k, "2026-02-14"), ("2026-02-26".into(), false));
    // The whole notice once more is the whole year, as it was at first.
    let asked = adopt(&mut s, &mut k, include_str!("../data/notice-2026.txt"));
    assert!(
        asked.contains("去掉放假：放假 5月9日周六；放假 10月7日周三至10月8日周四 2天"),
        "{asked}"
    );
    assert!(asked.contains("去掉调休上班：9月19日周六"), "{asked}");
    assert_eq!((year(&k).off, year(&k).work), (shipped.off, shipped.work));
}

#[test]
fn a_notice_of_one_of_two_holidays_in_a_run_leaves_the_days_of_the_other() {
    use zhiban::domain::amend::with_notice;
    let rules = zhiban::config::default_rules().unwrap();
    let amended = |text: &str, year: i32| {
        let rules = with_notice(
            &rules,
            &zhiban::domain::notice::read(text, year, &[]).calendar(year, "某文1号"),
        );
        let c = rules.calendars.iter().find(|c| c.year == year).unwrap().clone();
        let runs = c
            .off
            .iter()
            .map(|r| format!("{}..{}", r.from, r.to))
            .filter(|r| r.get(5..7) == Some("10"));
        (runs.collect::<Vec<_>>(), c.work.len(), c.source)
    };
    // 2025: the Moon festival lies in the National Day's week, so a run that holds both days speaks of both.
    assert_eq!(
        amended("国庆节：10月1日至7日放假调休", 2025).0,
        ["2025-10-01..2025-10-07"]
    );
    let (runs, work, source) = amended("10月6日中秋节放假1天", 2025);
    assert_eq!(
        runs,
        [
            "2025-10-01..2025-10-05",
            "2025-10-06..2025-10-06",
            "2025-10-07..2025-10-08"
        ]
    );
    assert_eq!(work, 5);
    assert_eq!(source, "国办发明电〔2024〕12号；某文1号");
    assert_eq!(amended("10月10日不上班", 2026).2, "国办发明电〔2025〕7号；某文1号");
    // The same a second time changes nothing more.
    let notice = zhiban::domain::notice::read("10月6日中秋节放假1天", 2025, &[]).calendar(2025, "某文1号");
    let once = with_notice(&rules, &notice);
    assert_eq!(with_notice(&once, &notice), once);
    // A New Year that begins in December is no word about the one in January.
    let both = read_both(&rules);
    assert_eq!(both, ["2026-01-01..2026-01-03", "2026-12-31..2027-01-02"]);
}

fn read_both(rules: &zhiban::domain::rules::Ruleset) -> Vec<String> {
    let notice = zhiban::domain::notice::read("元旦：2026年12月31日至2027年1月2日放假", 2026, &[]).calendar(2026, "");
    let rules = zhiban::domain::amend::with_notice(rules, &notice);
    let c = rules.calendars.iter().find(|c| c.year == 2026).unwrap();
    let runs = c.off.iter().filter(|r| r.label.zh == "元旦");
    runs.map(|r| format!("{}..{}", r.from, r.to)).collect()
}

/// Adopts other rules as the command line does: days already set stay.
fn adopt_rules(s: &mut Station, k: &mut Keyboard, seen: u32, change: impl Fn(&mut zhiban::domain::rules::Ruleset)) {
    let mut rules = (*k.state.snap.rules.clone().unwrap()).clone();
    change(&mut rules);
    let rules = Box::new(rules);
    let command = zhiban::domain::command::Command::AdoptRules(zhiban::domain::command::AdoptRules { seen, rules });
    send(s, k, command);
}

fn send(s: &mut Station, k: &mut Keyboard, command: zhiban::domain::command::Command) {
    let effect = zhiban::app::model::pending::send(&mut k.state, command, zhiban::app::model::Then::Nothing, None);
    s.serve(k, vec![effect]);
    s.is_clean();
}

#[test]
fn holidays_move_a_day_by_the_limit_it_was_given_whatever_limits_are_now() {
    use zhiban::domain::code::Urgency;
    use zhiban::domain::command::{Command, CorrectOpinion};
    use zhiban::domain::entry::Change;
    let (mut s, mut k) = handed(&["2026-12-14", "2026-12-15", "2026-12-17"]);
    let due = |s: &Station| -> Vec<String> { s.rows().iter().rev().map(|r| r.due.unwrap().to_string()).collect() };
    assert_eq!(due(&s), ["2027-01-05?", "2027-01-06?", "2027-01-08?"]);
    // Other limits come into force, and the urgency of one is put right: both days stay as they were given.
    adopt_rules(&mut s, &mut k, 1, |rules| rules.limits.answer[0].limit.count = 5);
    let row = s.rows().pop().unwrap();
    let change = |row: &zhiban::domain::view::OpinionRow, change| {
        Command::CorrectOpinion(CorrectOpinion {
            opinion: row.id,
            rev: row.rev,
            changes: vec![change],
            reason: "写错了".into(),
        })
    };
    send(&mut s, &mut k, change(&row, Change::Urgency(Some(Urgency::Critical))));
    // The day of another is set by somebody's own word.
    let row = s.rows().remove(0);
    send(
        &mut s,
        &mut k,
        change(&row, Change::Due("2027-01-05?".parse().unwrap())),
    );
    assert_eq!(due(&s), ["2027-01-05?", "2027-01-06?", "2027-01-05?"]);
    open(&mut s, &mut k);
    put(
        &mut k,
        &[("text", text("元旦：1月1日至4日放假调休，共4天。1月9日（周六）上班。"))],
    );
    s.keys(&mut k, "F9");
    let asked = question(&k).text.join("\n");
    assert!(asked.contains("2件的期限按它重算："), "{asked}");
    s.keys(&mut k, "1");
    s.is_clean();
    assert_eq!(due(&s), ["2027-01-06", "2027-01-07", "2027-01-05?"]);
    // Nothing is left that would follow.
    open(&mut s, &mut k);
    let form = k.state.layers.last().unwrap().form().unwrap();
    assert!(
        !form.above(200).concat().contains("没有照它重算"),
        "{:?}",
        form.above(200)
    );
    // What is handed over from now on has the new limit, and moves by that one.
    crate::desk::fill_in(&mut s, &mut k);
    s.keys(&mut k, "F9");
    s.is_clean();
    k.state.layers.clear();
    let now = k.state.today().to_string();
    assert_eq!(
        (now.as_str(), s.rows()[0].due.unwrap().to_string().as_str()),
        ("2026-12-17", "2026-12-24")
    );
}
