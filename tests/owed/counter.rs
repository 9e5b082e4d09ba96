//! At the counter: what is typed, read out, found and covered there.

use super::*;

#[test]
fn c9_a_phone_that_stands_beside_somebody_known_with_their_second_matter_is_theirs() {
    let mut desk = Desk::new();
    let first = desk.file("钱十", Handling::Undecided);
    let (visit, citizen) = (
        desk.read(first).opinion.visit,
        desk.read(first).opinion.citizen.unwrap(),
    );
    let called = |phone: &str| CitizenDetails {
        phone: Some(phone.into()),
        ..CitizenDetails::default()
    };
    let more = |speaker: Speaker, words: &str| OpinionEntry {
        visit: VisitRef::Known(visit),
        speaker,
        representatives: Vec::new(),
        details: OpinionDetails {
            words: words.into(),
            ..OpinionDetails::default()
        },
        handling: Handling::Undecided,
    };
    // Whose number is known keeps it.
    let kept = more(Speaker::KnownMore(citizen, Box::new(called("13800001111"))), "水渠漏水");
    desk.act(Command::FileOpinion(Box::new(kept)));
    let phone = |desk: &Desk| desk.read(first).citizen.unwrap().details.phone;
    assert_eq!(phone(&desk).as_deref(), Some("13700004410"));
    let silent = OpinionEntry {
        speaker: Speaker::New(Box::new(CitizenDetails {
            name: Some("钱十一".into()),
            ..CitizenDetails::default()
        })),
        ..more(Speaker::Known(citizen), "路灯坏了")
    };
    let of = desk.act(Command::FileOpinion(Box::new(silent))).opinion.unwrap();
    let silent = desk.read(of).citizen.unwrap().id;
    let named = more(
        Speaker::KnownMore(silent, Box::new(called("13800001111"))),
        "水渠也漏水",
    );
    let second = desk.act(Command::FileOpinion(Box::new(named))).opinion.unwrap();
    for id in [of, second] {
        assert_eq!(
            desk.read(id).citizen.unwrap().details.phone.as_deref(),
            Some("13800001111")
        );
    }
    let mut state = desk.k.state.clone();
    state.masked = false;
    let lines = zhiban::app::opinion::facts::lines(&state, &desk.read(second), false);
    assert!(lines.iter().any(|l| l.text.contains("名单上写着电话")), "{lines:?}");
}

#[test]
fn b10_who_ends_a_reception_on_another_day_signs_the_deputies_out_as_it_was_planned() {
    let mut desk = Desk::new();
    let snap = &desk.k.state.snap;
    let session = snap.session.clone().or(snap.next_session.clone()).unwrap();
    let deputy = snap.attendance[1].deputy;
    if !session.state.is_open() {
        desk.act(Command::OpenSession(OpenSession {
            session: session.id,
            rev: session.rev,
            presence: session.presence,
        }));
    }
    desk.k.state.now = TimeOfDay::new(9, 30).unwrap().on(of(11, 23));
    desk.act(Command::SignIn(SignIn {
        session: session.id,
        deputy,
        late: false,
        table: None,
    }));
    desk.k.state.now = TimeOfDay::new(8, 15).unwrap().on(of(11, 24));
    desk.act(Command::CloseSession(CloseSession {
        session: session.id,
        note: None,
    }));
    let Answer::Attendance(all) = desk.ask(&Query::Attendance(session.id)) else {
        panic!()
    };
    let over = session.plan.ends.on(of(11, 23));
    let out = all.iter().find(|a| a.deputy == deputy).unwrap().out_at;
    assert_eq!(out, Some(over));
    let Answer::Sessions(sessions) = desk.ask(&Query::Sessions { state: None, limit: 9 }) else {
        panic!()
    };
    assert_eq!(
        sessions
            .iter()
            .find(|s| s.session.id == session.id)
            .unwrap()
            .session
            .closed_at,
        Some(over)
    );
}

#[test]
fn i2_the_key_that_is_said_to_bring_words_back_does() {
    let mut desk = Desk::new();
    desk.keys("F5 '水渠漏水三天了 Esc");
    assert!(said(&desk.k).contains("按两下 F5"), "{}", said(&desk.k));
    desk.keys("F5 F5");
    assert!(desk.screen().contains("水渠漏水三天了"), "{}", desk.screen());
    desk.keys("Esc");
    // Of a visit that is not at the table the key would begin something else, and it is not said.
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    let arrival = Arrival {
        label: Some("周德旺".into()),
        ..Arrival::default()
    };
    let visit = desk
        .act(Command::TakeNumber(TakeNumber { session, arrival }))
        .visit
        .unwrap();
    desk.on(of(11, 23));
    let effects = zhiban::app::opinion::open(&mut desk.k.state, zhiban::app::model::Target::Visit(visit));
    desk.s.serve(&mut desk.k, effects);
    desk.keys("'征地的事 Esc");
    assert!(said(&desk.k).contains("在待办里接着写"), "{}", said(&desk.k));
}

#[test]
fn d10_a_number_finds_its_matter_in_every_form_and_a_phone_its_deputy_and_its_unit() {
    let mut desk = Desk::new();
    for n in 0..13 {
        desk.file(&format!("甲{n}"), Handling::Undecided);
    }
    let id = desk.file("乙", Handling::Undecided);
    let number = desk.read(id).opinion.number;
    let [code, year, serial] = number.split('-').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let (plain, code) = (serial.trim_start_matches('0'), code.to_owned());
    let found = |desk: &Desk, typed: &str| {
        let Answer::Opinions(rows, ..) = desk.ask(&Query::Opinions {
            matching: typed.into(),
            state: Some(OpinionState::Closed),
            stretch: Stretch::Newest,
            limit: 20,
        }) else {
            panic!()
        };
        rows.iter().any(|row| row.id == id)
    };
    for typed in [
        number.clone(),
        format!("{year}-{serial}"),
        format!("{year}-{plain}"),
        format!("{year}年{plain}号"),
        format!("{year}年第{serial}号"),
        format!("〔{year}〕{plain}号"),
        format!("{code}-{year}-{plain}"),
        format!("{code} {year} {serial}"),
        format!("{code}{year}{serial}"),
        format!("{year}{serial}"),
        serial.to_owned(),
        plain.to_owned(),
        format!("{plain}号"),
        format!("第{plain}号"),
        format!("／{year}/{plain}").replace('／', ""),
    ] {
        assert!(found(&desk, &typed), "{typed} of {number}");
    }
    for typed in [
        "2019年14号".to_owned(),
        format!("09-{year}-{serial}"),
        format!("{year}-0099"),
    ] {
        assert!(!found(&desk, &typed), "{typed} of {number}");
    }
    // A deputy and a unit by the end of their phone, however it is typed.
    let deputy = DeputyProfile {
        name: "何春花".into(),
        phone: Some("13712344411".into()),
        ..DeputyProfile::default()
    };
    desk.act(Command::AddDeputy(deputy));
    for typed in ["13712344411", "137 1234 4411", "4411", "１３７－１２３４－４４１１"] {
        let Answer::Deputies(found) = desk.ask(&Query::Deputies {
            matching: typed.into(),
            limit: 9,
        }) else {
            panic!()
        };
        assert_eq!(found.len(), 1, "{typed}");
    }
    for typed in ["0719-2222221", "07192222221", "2221", "熊所长"] {
        let Answer::Units(found) = desk.ask(&Query::Units {
            matching: typed.into(),
            kind: None,
            limit: 9,
        }) else {
            panic!()
        };
        assert_eq!(found.len(), 1, "{typed}");
    }
}

#[test]
fn d6_the_words_to_say_stand_on_the_form_and_on_the_page_that_is_read_back() {
    let mut desk = Desk::new();
    desk.keys("F5 '要办低保 Tab PageDown '王秀英 PageDown 3 6");
    let shown = desk.screen();
    assert!(shown.contains("这样说：个人的事由主管单位办"), "{shown}");
    desk.keys("F9");
    let shown = desk.screen();
    assert!(
        shown.contains("登记好了") && shown.contains("个人的事由主管单位办"),
        "{shown}"
    );
    desk.s.is_clean();
}

#[test]
fn d7_an_accusation_ends_with_a_page_to_read_out_without_its_words() {
    let mut desk = Desk::new();
    desk.keys("F5 '某某收了钱 Tab PageDown '王秀英 PageDown 3 4");
    let shown = desk.screen();
    assert!(shown.contains("检举控告"), "{shown}");
    desk.keys("1");
    let shown = desk.screen();
    for text in ["01-2026-0001", "县纪委监委信访室 12388", "身份会受保护", "登记好了"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    for gone in ["某某", "王秀英", "反映内容"] {
        assert!(!shown.contains(gone), "{gone}: {shown}");
    }
    desk.s.is_clean();
}

#[test]
fn d7_esc_goes_back_from_an_accusation_with_the_words_kept_and_its_place_taken_back() {
    let mut desk = Desk::new();
    desk.keys("F5 '某某收了钱 Tab PageDown '王秀英 PageDown 3 4");
    assert!(desk.screen().contains("检举控告"), "{}", desk.screen());
    desk.keys("Esc");
    let form = |desk: &Desk, field| {
        let form = desk.k.state.layers.last().and_then(zhiban::app::model::Layer::form);
        form.unwrap().host.form.text(field).to_owned()
    };
    let stands = ["words", "name", "where", "where_phone"].map(|field| form(&desk, field));
    assert_eq!(stands, ["某某收了钱", "王秀英", "", ""]);
    let shown = desk.screen();
    assert!(!shown.contains("内容不会保留") && !shown.contains("12388"), "{shown}");
    let Answer::Opinions(all, ..) = desk.ask(&Query::Opinions {
        matching: String::new(),
        state: None,
        stretch: Stretch::Newest,
        limit: 9,
    }) else {
        panic!()
    };
    assert!(all.is_empty(), "{all:?}");
}

#[test]
fn what_clerks_call_an_act_finds_it_among_the_commands() {
    let mut desk = Desk::new();
    let t = &Lang::Zh.texts().action;
    for (typed, wanted) in [
        ("换桌子", t.table_switch),
        ("查人", t.app_find),
        ("手机号", t.app_find),
        ("代表请假", t.duty_substitute),
        ("迟到", t.duty_sign_in),
        ("来信", t.opinion_new),
        ("匿名", t.opinion_new),
        ("群众来访", t.queue_number),
        ("集体", t.queue_number),
        ("取消", t.queue_left),
        ("插队", t.queue_promised),
    ] {
        desk.keys(&format!("Ctrl-p '{typed}"));
        let shown = desk.screen();
        assert!(shown.contains(wanted), "{typed}: {shown}");
        desk.k.state.layers.clear();
    }
}

#[test]
fn d8_the_second_matter_of_whoever_gave_no_name_is_filed_with_their_code() {
    let mut desk = Desk::new();
    let entry = |visit, speaker, words: &str| {
        Command::FileOpinion(Box::new(OpinionEntry {
            visit,
            speaker,
            representatives: Vec::new(),
            details: OpinionDetails {
                words: words.into(),
                ..OpinionDetails::default()
            },
            handling: Handling::Undecided,
        }))
    };
    let nobody = CitizenDetails {
        anonymous: true,
        ..CitizenDetails::default()
    };
    let unqueued = VisitRef::Unqueued {
        session: None,
        heads: 1,
    };
    let first = desk.act(entry(unqueued, Speaker::New(Box::new(nobody)), "有人倒垃圾"));
    let visit = VisitRef::Known(first.visit.unwrap());
    let known = Speaker::Known(first.citizen.unwrap());
    let second = desk.act(entry(visit, known, "水沟也堵了"));
    assert_eq!(first.claim_code.as_ref().unwrap().len(), 6);
    assert_eq!(second.claim_code, first.claim_code);
    // Whoever gave a name has none.
    let named = desk.file("甲", Handling::Undecided);
    assert!(desk.read(named).citizen.unwrap().claim_code.is_none());
    // What is put right of the person is put right for both, and the form says so.
    assert_eq!(desk.read(second.opinion.unwrap()).of_person, 2);
    desk.on(of(11, 24));
    let target = zhiban::app::model::Target::Filed(second.opinion.unwrap());
    let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
    desk.s.serve(&mut desk.k, effects);
    desk.keys("Enter");
    let shown = desk.screen();
    let digit = digit_of(&shown, "更正反映人");
    desk.keys(&digit);
    assert!(desk.screen().contains("此人名下有2件意见"), "{}", desk.screen());
}

#[test]
fn whatever_lies_on_top_is_covered_when_the_screen_is_covered_with_it_open() {
    let mut desk = Desk::new();
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    let took = desk.act(Command::TakeNumber(TakeNumber {
        session,
        arrival: Arrival {
            label: Some("周德旺".into()),
            first_words: Some("征地的事".into()),
            ..Arrival::default()
        },
    }));
    let visit = took.visit.unwrap();
    desk.on(of(11, 23));
    let secret = ["周德旺", "征地的事", "13700004410", "137 0000 4410", "4410"];
    let opened = |desk: &mut Desk, keys: &str, shows: &str| {
        desk.keys(keys);
        let shown = desk.screen();
        assert!(shown.contains(shows), "{keys}: {shown}");
        desk.keys("Ctrl-o");
        let shown = desk.screen();
        for word in secret {
            assert!(!shown.contains(word), "{keys}, {word}: {shown}");
        }
        desk.keys("Ctrl-o");
        assert!(desk.screen().contains(shows), "{keys}: {}", desk.screen());
    };
    // The acts of a row, and the form on somebody who waits.
    desk.k.state.focus = Pane::Queue;
    opened(&mut desk, "Enter", "周德旺");
    desk.keys("Esc");
    let rev = desk.k.state.snap.queue[0].rev;
    desk.act(Command::PromiseNext(PromiseNext {
        visit,
        rev,
        label: Some("周德旺".into()),
        phone: Some("13700004410".into()),
        reason: Some("散会".into()),
    }));
    desk.on(of(11, 23));
    // Whom the last reception did not get to: the list, who is not to be waited for, and why not.
    opened(&mut desk, "Ctrl-y", "4410");
    opened(&mut desk, "2", "周德旺");
    opened(&mut desk, "1", "周德旺");
    desk.keys("Esc Esc Esc Esc");
    // One of them, and the form for their phone.
    desk.k.state.focus = Pane::Follow;
    opened(&mut desk, "Home Enter", "4410");
    let shown = desk.screen();
    let digit = digit_of(&shown, "改称呼");
    opened(&mut desk, &digit, "周德旺");
    desk.keys("Esc Esc");
    // A form with words just typed, the caret in them.
    opened(&mut desk, "F5 '周德旺说征地的事", "周德旺说征地的事");
    // And in a line that is typed on while covered nothing is lost.
    desk.keys("Ctrl-o '还有水渠 Ctrl-o");
    assert!(desk.screen().contains("周德旺说征地的事还有水渠"), "{}", desk.screen());
}
