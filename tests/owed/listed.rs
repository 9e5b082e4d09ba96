//! The list and the panes of what is owed: all of it at any length, by kind, and how late.

use super::*;

#[test]
fn d1_all_that_is_owed_is_reached_at_any_length_and_the_overdue_come_first() {
    let mut desk = much();
    assert_eq!(desk.k.state.snap.owed.of(Owing::Overdue), 120);
    desk.keys("9 2");
    assert_eq!(desk.k.state.screen, Screen::Owed);
    let shown = desk.screen();
    assert!(
        shown.contains("0全部171 1超期120 2待反馈40 8待处理1 办理中10"),
        "{shown}"
    );
    assert!(shown.contains("1-18/171"), "{shown}");
    assert!(shown.matches("超期7工作日").count() >= 17, "{shown}");
    let walked = desk.walked();
    assert_eq!(walked.len(), 171);
    let numbers: BTreeSet<&String> = walked.iter().map(|(_, number)| number).collect();
    assert_eq!(numbers.len(), 171, "each once");
    let kinds: Vec<Owing> = walked.iter().map(|(owing, _)| *owing).collect();
    assert!(kinds.is_sorted(), "kind by kind");
    assert_eq!(kinds[0], Owing::Overdue);
    // From its end as from its top.
    desk.keys("Home End");
    let shown = desk.screen();
    assert!(shown.contains("丙9"), "{shown}");
    desk.keys("Up Up PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp");
    let b = &desk.k.state.browse[&Screen::Owed];
    assert_eq!(Desk::lines(&desk.k.state)[b.cursor.at].owing, Owing::Overdue);
}

#[test]
fn d1_a_digit_shows_its_kind_however_often_it_is_pressed_and_zero_all_of_it_again() {
    let mut desk = much();
    desk.keys("9 2");
    let kinds = |desk: &Desk| -> BTreeSet<Owing> { Desk::lines(&desk.k.state).iter().map(|f| f.owing).collect() };
    desk.keys("2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]));
    let shown = desk.screen();
    assert!(shown.contains("待办  待反馈") && shown.contains("1-18/40"), "{shown}");
    assert!(shown.contains("待反馈晚11天"), "{shown}");
    // The screen remembers it, and the same keys show the same.
    desk.keys("2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]), "the same digit");
    desk.keys("Esc 9 2 2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]), "the same keys");
    desk.keys("8");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::Unhandled]));
    assert!(desk.screen().contains("待处理14天"), "{}", desk.screen());
    desk.keys("0");
    assert!(kinds(&desk).contains(&Owing::Overdue), "zero");
    // A kind of which there is none is empty and not everything.
    desk.keys("4");
    assert_eq!(kinds(&desk), BTreeSet::new());
    assert!(desk.screen().contains("这一类没有"), "{}", desk.screen());
    // What has no digit is reached by going round.
    desk.keys("0 Right Right Right Right");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::InHand]));
    // Elsewhere the digits are the screens again.
    desk.keys("Esc 2");
    assert_eq!(desk.k.state.screen, Screen::Opinions);
}

#[test]
fn d1_the_pane_shows_the_head_of_it_and_leads_to_the_rest() {
    let mut desk = much();
    desk.k.state.focus = Pane::Follow;
    let shown = desk.screen();
    assert!(shown.contains("9-2 全部171"), "{shown}");
    assert!(shown.contains("超期7工作日"), "{shown}");
    desk.keys("End");
    let shown = desk.screen();
    assert!(shown.contains("还有139件：回车看全部"), "{shown}");
    desk.keys("Enter");
    assert_eq!(desk.k.state.screen, Screen::Owed);
    desk.keys("Esc");
    assert_eq!(desk.k.state.screen, Screen::Today);
    desk.keys("Home d");
    assert_eq!(desk.k.state.screen, Screen::Owed, "by its key");
    // Enter on a line is what Enter in the pane is.
    desk.keys("Enter");
    assert!(desk.screen().contains("1 催办"), "{}", desk.screen());
}

#[test]
fn d1_what_is_not_written_yet_is_known_however_much_else_is_owed() {
    let mut desk = Desk::new();
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    let mut visits = Vec::new();
    for _ in 0..3 {
        desk.act(Command::TakeNumber(TakeNumber {
            session,
            arrival: Arrival::default(),
        }));
        let called = desk.act(Command::CallNext(CallNext { session, table: 1 }));
        let visit = called.called.unwrap();
        let Answer::VisitFile(Some(seen), ..) = desk.ask(&Query::VisitFile(visit)) else {
            panic!()
        };
        desk.act(Command::FinishVisit(FinishVisit {
            visit,
            rev: seen.rev,
            consult_only: false,
            unwritten: true,
            call_next: false,
        }));
        visits.push(visit);
    }
    let mut late = 0;
    // Before them on the page, on it as the last, and none of them on it.
    for more in [1, 29, 31, 40] {
        while late < more {
            let due = desk.due(of(11, 26));
            desk.file(&format!("甲{late}"), due);
            late += 1;
        }
        desk.on(of(12, 7));
        let snap = &desk.k.state.snap;
        let unwritten = snap.unwritten().filter_map(|f| f.visit.map(|(visit, _)| visit));
        assert_eq!(unwritten.collect::<Vec<VisitId>>(), visits, "{more} late");
        assert_eq!(snap.owed.of(Owing::Unwritten), 3);
        desk.on(of(11, 23));
    }
    assert!(desk.k.state.snap.follow_up.iter().all(|f| f.visit.is_none()));
}

#[test]
fn d4_how_late_it_is_stands_in_days_wherever_it_is_owed() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 27));
    desk.file("甲", due);
    let due = desk.due(of(12, 31));
    let told = desk.file("乙", due.clone());
    desk.answer(told);
    let asked = desk.file("丙", due);
    desk.promise(asked, of(11, 25));
    let due = desk.due(of(12, 2));
    desk.file("丁", due);
    // Friday's is late on Saturday, before a working day has passed.
    desk.on(of(11, 28));
    desk.keys("9 2");
    let shown = desk.screen();
    for text in ["刚超期", "待反馈晚2天", "再问晚3天", "还剩3工作日"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    desk.on(of(12, 1));
    let shown = desk.screen();
    for text in ["超期2工作日", "待反馈晚5天", "再问晚6天", "还剩1工作日"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

#[test]
fn d1_no_promise_of_a_unit_hides_that_its_limit_is_past() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    let id = desk.file("甲", due);
    desk.promise(id, of(11, 25));
    // While the limit runs it is the promise that presses.
    desk.on(of(11, 25));
    assert_eq!(desk.kinds(), [Owing::AskToday]);
    desk.on(of(12, 7));
    assert_eq!(desk.kinds(), [Owing::Overdue]);
    let owed = &desk.k.state.snap.owed;
    assert_eq!((owed.of(Owing::Overdue), owed.of(Owing::AskToday)), (1, 0));
    let line = &desk.k.state.snap.follow_up[0];
    let said = zhiban::app::follow::line::note(Lang::Zh, line, of(12, 7));
    assert_eq!((line.days, said.as_str()), (7, "说好11月25日 周五派人"));
    let rules = desk.k.state.snap.rules.clone().unwrap();
    let standing = desk.read(id).opinion.standing(&rules, of(12, 7));
    assert_eq!(standing, Some((Owing::Overdue, 7)), "the record says the same");
}

#[test]
fn d1_every_kind_has_a_key_and_f8_in_an_empty_list_calls_whoever_waits_longest() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    for n in 0..3 {
        let due = desk.due(of(12, 31));
        desk.file(&format!("乙{n}"), due);
    }
    desk.on(of(11, 23));
    desk.keys("9 2");
    let shown = desk.screen();
    let head = shown.lines().find(|line| line.contains("0全部")).unwrap().to_owned();
    let last = Owing::ALL.iter().position(|owing| *owing == Owing::InHand).unwrap();
    // Nine have a digit; an arrow leads to the others, past what there is nothing of.
    assert!(last >= 9 && head.contains(" 办理中3"), "{head}");
    let told = Owing::ALL.iter().position(|owing| *owing == Owing::ToTell).unwrap() + 1;
    desk.keys(&format!("{told} Right"));
    let lines = Desk::lines(&desk.k.state);
    assert!(
        lines.len() == 3 && lines.iter().all(|f| f.owing == Owing::InHand),
        "{lines:?}"
    );
    desk.keys("0");
    assert_eq!(Desk::lines(&desk.k.state).len(), 4);
    // Of a kind there is nothing of, no row is meant.
    desk.keys("1 F8");
    assert!(desk.screen().contains("反映：甲"), "{}", desk.screen());
}

#[test]
fn d5_who_has_waited_longest_to_be_told_comes_first_wherever_it_is_found_and_on_every_page() {
    let mut desk = Desk::new();
    let mut expected = Vec::new();
    // An answer one day, somebody shown the way the next, and so on: what is guided is filed in the same order as what is
    // answered, so that neither the number nor the kind tells who waits longest.
    let due = desk.due(of(12, 30));
    let handed: Vec<OpinionId> = (0..20).map(|n| desk.file(&format!("甲{n}"), due.clone())).collect();
    for (n, id) in (0..20).zip(handed) {
        let day = of(11, 23) + chrono::Days::new(n);
        desk.on(day);
        desk.act(Command::ConfirmDay(ConfirmDay { day }));
        if n % 2 == 0 {
            desk.answer(id);
            expected.push(id);
        } else {
            expected.push(desk.guide(&format!("乙{n}"), "T6", false));
        }
    }
    desk.on(of(12, 29));
    let numbers: Vec<String> = expected.iter().map(|id| desk.read(*id).opinion.number).collect();
    desk.keys("9 2");
    let walked = desk.walked();
    let to_tell: Vec<String> = walked
        .into_iter()
        .filter(|(owing, _)| *owing == Owing::ToTell)
        .map(|(_, no)| no)
        .collect();
    assert_eq!(to_tell, numbers);
    // From its end too, and a few at a time.
    for (stretch, expected) in [
        (Stretch::Before(-3), &numbers[3..8]),
        (Stretch::After(-8), &numbers[2..7]),
        (Stretch::Oldest, &numbers[15..]),
    ] {
        let Answer::Owed(lines, _) = desk.ask(&Query::Owed {
            matching: String::new(),
            called: code::owings(Lang::Zh),
            today: of(12, 29),
            kind: Some(Owing::ToTell),
            stretch,
            limit: 5,
        }) else {
            panic!()
        };
        let found: Vec<&str> = lines.iter().map(|f| f.number.as_str()).collect();
        assert_eq!(found, expected, "{stretch:?}");
    }
    // F8 without a row calls whoever waits longest.
    desk.k.state.screen = Screen::Today;
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(desk.screen().contains(&numbers[0]), "{}", desk.screen());
}

#[test]
fn what_is_not_written_yet_says_whose_it_is_and_since_when_and_the_oldest_comes_first() {
    let mut desk = Desk::new();
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    desk.act(Command::TakeNumber(TakeNumber {
        session,
        arrival: Arrival {
            label: Some("周德旺".into()),
            ..Arrival::default()
        },
    }));
    let due = desk.due(of(12, 30));
    let matter = desk.file("甲", due);
    desk.on(of(11, 23));
    desk.keys("F4");
    desk.keys("F5 '征地的事还没说完 Esc");
    desk.k.state.screen = Screen::Today;
    desk.k.state.layers.clear();
    // A correction of a matter is about that matter.
    desk.k.state.focus = Pane::Queue;
    let number = desk.read(matter).opinion.number;
    desk.keys(&format!("/ '{number} Enter Enter Enter"));
    let digit = digit_of(&desk.screen(), "催办");
    desk.keys(&format!("{digit} '说周五派人来修路灯杆 Esc Esc Esc 1"));
    desk.on(of(11, 25));
    let unwritten: Vec<(String, Option<String>, String)> = (desk.k.state.snap.follow_up.iter())
        .filter(|f| f.owing == Owing::Unwritten)
        .map(|f| {
            (
                f.number.clone(),
                f.person.clone(),
                zhiban::app::follow::line::note(Lang::Zh, f, of(11, 25)),
            )
        })
        .collect();
    assert_eq!(
        unwritten,
        [
            ("001".to_owned(), Some("周德旺".to_owned()), "11月23日存的".to_owned()),
            (number, Some("甲".to_owned()), "11月23日存的".to_owned()),
        ],
        "{}",
        desk.screen()
    );
}

#[test]
fn d4_the_record_says_how_late_it_is() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    let late = desk.file("甲", due);
    let due = desk.due(of(12, 31));
    let told = desk.file("乙", due);
    desk.answer(told);
    desk.on(of(12, 1));
    let title = |desk: &mut Desk, id| {
        let target = zhiban::app::model::Target::Filed(id);
        let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
        desk.s.serve(&mut desk.k, effects);
        screen(&mut desk.k, (80, 24))[1].clone()
    };
    let shown = title(&mut desk, late);
    assert!(shown.contains("0001  办理中  超期3工作日"), "{shown}");
    let shown = title(&mut desk, told);
    assert!(shown.contains("0002  待反馈晚5天"), "{shown}");
}

#[test]
fn d9_who_asks_a_unit_sees_its_number_with_its_hyphen() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    desk.file("甲", due);
    desk.on(of(12, 1));
    desk.keys("9 2 Enter");
    let shown = desk.screen();
    assert!(shown.contains("打 0719-2222221 找 供电所"), "{shown}");
    desk.keys("1");
    let shown = desk.screen();
    assert!(shown.contains("打 0719-2222221 找 供电所"), "{shown}");
}

#[test]
fn d4_the_unit_line_and_the_form_for_asking_say_how_late_it_is() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    let id = desk.file("甲", due);
    desk.on(of(12, 1));
    desk.keys("9 2 Enter");
    let shown = desk.screen();
    assert!(shown.contains("找 供电所 熊所长  超期3工作日"), "{shown}");
    desk.keys("1");
    assert!(desk.screen().contains("熊所长  超期3工作日"), "{}", desk.screen());
    desk.keys("Esc Esc");
    let target = zhiban::app::model::Target::Filed(id);
    let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
    desk.s.serve(&mut desk.k, effects);
    let shown = desk.screen();
    // A narrow page goes on in the next line.
    let words: String = shown.split_whitespace().collect();
    assert!(
        words.contains("第1次办理2026年11月26日周四前答复超期3工作日"),
        "{shown}"
    );
}

#[test]
fn d4_a_late_row_of_the_list_has_the_colour_and_the_words_it_has_in_the_pane() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    desk.file("甲", due);
    let due = desk.due(of(12, 31));
    desk.file("乙", due);
    desk.on(of(12, 1));
    desk.keys("9 2");
    let theme = Theme::shipped("dark", true);
    update(&mut desk.k.state, Input::Resized(80, 24));
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(&desk.k.state, &theme, &mut buf);
    let lines = lines_of(&buf);
    let style_of = |word: &str| {
        let y = lines
            .iter()
            .rposition(|line| line.starts_with(&format!("  {word}")) || line.starts_with(&format!("> {word}")));
        buf[(2, y.unwrap_or_else(|| panic!("{lines:?}")) as u16)].style()
    };
    assert_ne!(style_of("超期3工作日"), style_of("办理中"), "{lines:?}");
}

#[test]
fn i2_what_is_on_no_disk_stands_at_the_head_of_the_list_of_what_is_owed_until_it_is() {
    let mut desk = much();
    desk.keys("F5 '水渠漏水");
    desk.s.cannot_save = Some("磁盘满了".into());
    desk.keys("'三天了 Esc");
    desk.keys("9 2 Home");
    let first = |desk: &Desk| Desk::lines(&desk.k.state)[0].clone();
    assert_eq!(first(&desk).brief, "水渠漏水三天了");
    assert!(desk.screen().contains("未存"), "{}", desk.screen());
    // With the kind it is of, and with no other.
    desk.keys("1");
    assert_eq!(first(&desk).owing, Owing::Overdue);
    desk.keys("0");
    // Far below and back again, once.
    desk.keys("End Home");
    let there = Desk::lines(&desk.k.state).iter().filter(|f| f.n == 0).count();
    assert_eq!((there, first(&desk).brief.as_str()), (1, "水渠漏水三天了"));
    // Enter goes on with it.
    desk.keys("Enter 1");
    assert!(desk.screen().contains("水渠漏水三天了"), "{}", desk.screen());
    desk.s.cannot_save = None;
    desk.keys("'。 Esc");
    desk.on(of(12, 8));
    assert!(Desk::lines(&desk.k.state).iter().all(|f| f.n < 0));
}

#[test]
fn what_a_kind_is_called_finds_its_lines_in_the_list_and_on_the_command_line() {
    let mut desk = much();
    desk.keys("9 2 /");
    desk.keys("'待反馈");
    let found = |desk: &Desk| -> Vec<Owing> { Desk::lines(&desk.k.state).iter().map(|f| f.owing).collect() };
    assert!(!found(&desk).is_empty());
    assert_eq!(BTreeSet::from_iter(found(&desk)), BTreeSet::from([Owing::ToTell]));
    // As `list owed --match` asks, which a program may call by its code, too.
    let asked = |typed: &str, lang: Lang| -> Vec<(Owing, String)> {
        let Answer::Owed(lines, _) = desk.ask(&Query::Owed {
            matching: typed.to_owned(),
            called: code::owings(lang),
            today: of(12, 7),
            kind: None,
            stretch: Stretch::Newest,
            limit: 500,
        }) else {
            panic!()
        };
        lines.into_iter().map(|f| (f.owing, f.brief)).collect()
    };
    for (typed, lang, kind, many) in [
        ("待反馈", Lang::Zh, Owing::ToTell, 40),
        ("超期", Lang::Zh, Owing::Overdue, 120),
        ("overdue", Lang::En, Owing::Overdue, 120),
        ("to_tell", Lang::Zh, Owing::ToTell, 40),
        ("in hand", Lang::En, Owing::InHand, 10),
    ] {
        let found = asked(typed, lang);
        assert_eq!(found.len(), many, "{typed}");
        assert!(found.iter().all(|(owing, _)| *owing == kind), "{typed}");
    }
    let found = asked("超期 甲77", Lang::Zh);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(asked("待处理 甲77", Lang::Zh), []);
}
