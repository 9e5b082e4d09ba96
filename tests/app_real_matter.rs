//! A matter by keys alone, over the real store and the real rules: said, handed over, chased, answered, told, closed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use zhiban::app::model::{Layer, Matter};
use zhiban::app::{Effect, Input, Pane, update};
use zhiban::domain::code::OpinionState;
use zhiban::domain::view::{Answer, OpinionFile, OpinionRow, Owing, Query};
use zhiban::store::read;

impl Station {
    fn rows(&self) -> Vec<OpinionRow> {
        let query = Query::Opinions {
            matching: String::new(),
            state: None,
            stretch: zhiban::domain::view::Stretch::Newest,
            limit: 50,
        };
        match read::answer(
            self.desk.conn(),
            self.desk.vault(),
            zhiban::domain::view::Asker::Program,
            &query,
        )
        .unwrap()
        {
            Answer::Opinions(rows, ..) => rows,
            other => panic!("{other:?}"),
        }
    }

    fn file(&self, row: &OpinionRow) -> OpinionFile {
        match read::answer(
            self.desk.conn(),
            self.desk.vault(),
            zhiban::domain::view::Asker::Program,
            &Query::File(row.id),
        )
        .unwrap()
        {
            Answer::File(Some(f)) => *f,
            other => panic!("{other:?}"),
        }
    }
}

/// An open reception with a unit and somebody at the table.
fn at_the_table() -> (Station, Keyboard) {
    let (s, mut k) = called_at_once();
    k.state.layers.clear();
    (s, k)
}

/// The same, with the form that the key opened which gave the number.
fn called_at_once() -> (Station, Keyboard) {
    let (mut s, mut k) = open_station();
    s.palette(&mut k, "添单位");
    s.keys(&mut k, "'村建办 F9");
    s.is_clean();
    if k.state.open().is_none() {
        s.palette(&mut k, "开始接待");
        s.keys(&mut k, "1");
    }
    s.is_clean();
    k.state.table = Some(1);
    s.keys(&mut k, "F4");
    s.is_clean();
    assert!(k.state.at_own_table().is_some(), "{} {:?}", said(&k), k.state.layers);
    (s, k)
}

#[test]
fn the_form_opened_by_the_key_that_gave_a_number_says_the_number_over_it() {
    let (_, k) = called_at_once();
    let form = k.state.layers.last().and_then(Layer::form).unwrap();
    assert!(form.host.title.contains("001"), "{}", form.host.title);
}

#[test]
fn from_the_words_to_the_verdict() {
    let (mut s, mut k) = at_the_table();
    s.keys(
        &mut k,
        "F5 '村口弯道看不见对面来车 Tab 1 PageDown '王秀英 Tab '13700004410 PageDown 2 'cjb 1 F9",
    );
    s.is_clean();
    let row = s.rows().remove(0);
    assert_eq!(
        (row.state, row.unit.as_deref()),
        (OpinionState::HandedOver, Some("村建办")),
        "{}",
        said(&k)
    );
    // The same person, one more thing, answered at once.
    s.keys(&mut k, "1 '路灯也不亮 PageDown 1 1 '马上换灯泡 F9");
    s.is_clean();
    assert_eq!(
        s.rows()[0].state,
        OpinionState::Closed,
        "{} {:?}",
        said(&k),
        k.state
            .layers
            .last()
            .map(|l| format!("{l:?}").chars().take(3000).collect::<String>())
    );
    assert_eq!(s.rows()[0].person.as_deref(), Some("王秀英"));
    s.keys(&mut k, "Esc");
    assert!(k.state.layers.is_empty());
    // The unit is asked, answers, and the person is told.
    k.state.focus = Pane::Follow;
    assert!(!k.state.snap.follow_up.is_empty());
    s.keys(&mut k, "Home Enter 1 '周五派人 Tab '11.27 F9");
    s.is_clean();
    s.keys(&mut k, "Home Enter 2 '已装凸面镜 Tab 1 F9");
    s.is_clean();
    assert_eq!(k.state.snap.follow_up[0].owing, Owing::ToTell);
    s.keys(&mut k, "F8 3");
    s.is_clean();
    s.keys(&mut k, "F8 1");
    s.is_clean();
    let file = s.file(&row);
    assert_eq!(file.opinion.state, OpinionState::Closed);
    assert!(file.history.len() >= 6, "{:?}", file.history);
}

#[test]
fn corrections_splits_and_voids_stand_in_the_history() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '排水沟堵了路灯也坏了 PageDown '孙国芳 F9 Esc");
    s.is_clean();
    let row = s.rows().remove(0);
    let open = |k: &mut Keyboard| zhiban::app::opinion::open(&mut k.state, zhiban::app::model::Target::Filed(row.id));
    let effects = open(&mut k);
    s.serve(&mut k, effects);
    s.keys(&mut k, "Enter 2 Tab Tab Tab '老街38号 PageDown PageDown '漏了地点 F9");
    s.is_clean();
    assert_eq!(s.file(&row).opinion.details.place.as_deref(), Some("老街38号"));
    s.keys(
        &mut k,
        "Enter 3 Tab '13700004410 PageDown PageDown PageDown PageDown '补电话 F9",
    );
    s.is_clean();
    assert_eq!(
        s.file(&row).citizen.unwrap().details.phone.as_deref(),
        Some("13700004410")
    );
    s.keys(&mut k, "Enter 4 Tab '路灯坏了 F9");
    s.is_clean();
    assert_eq!(s.rows().len(), 2);
    s.keys(&mut k, "Enter 6 '记重了 F9");
    s.is_clean();
    assert_eq!(s.file(&row).opinion.state, OpinionState::Void);
}

#[test]
fn an_accusation_leaves_a_number_and_nothing_else() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '某干部吃拿卡要 PageDown PageDown 3 4 1");
    s.is_clean();
    let row = s.rows().remove(0);
    let file = s.file(&row);
    assert_eq!(
        (file.opinion.state, file.opinion.details.words.as_str()),
        (OpinionState::Guided, "")
    );
    assert!(file.citizen.is_none());
    assert!(!format!("{:?}{:?}", k.state, file).contains("吃拿卡要"));
}

#[test]
fn how_an_accusation_was_counted_can_be_corrected_and_nothing_is_asked_that_may_not_be_kept() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '某干部吃拿卡要 PageDown PageDown 3 4 1");
    let row = s.rows().remove(0);
    let target = zhiban::app::model::Target::Filed(row.id);
    let effects = zhiban::app::opinion::open(&mut k.state, target);
    s.serve(&mut k, effects);
    s.keys(&mut k, "Enter 1");
    let fields = {
        let Some(Layer::Form(f)) = k.state.layers.last() else {
            panic!("{}", said(&k))
        };
        f.host.form.visible_fields()
    };
    for field in ["words", "summary", "place", "papers", "papers_at", "answer"] {
        assert!(!fields.contains(&field), "{field} is asked for");
    }
    let affected = fields.iter().position(|f| *f == "affected").unwrap();
    let presses = format!(
        "{} '3 PageDown PageDown '人数漏了 F9",
        "Tab ".repeat(affected).trim_end()
    );
    s.keys(&mut k, &presses);
    s.is_clean();
    let file = s.file(&row);
    assert_eq!(file.opinion.details.affected, Some(3));
    let key = format!("SELECT count(*) FROM key WHERE owner = '{}'", row.id);
    let keys: i64 = s.desk.conn().query_row(&key, [], |r| r.get(0)).unwrap();
    assert_eq!(keys, 0);
}

#[test]
fn two_who_correct_one_matter_both_get_their_field() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '排水沟堵了 PageDown '孙国芳 F9 Esc");
    let row = s.rows().remove(0);
    let target = zhiban::app::model::Target::Filed(row.id);
    let mut other = keyboard(2);
    let effects = zhiban::app::start(&mut other.state);
    s.serve(&mut other, effects);
    for k in [&mut k, &mut other] {
        let effects = zhiban::app::opinion::open(&mut k.state, target);
        s.serve(k, effects);
    }
    // Different fields: nobody is in anybody's way.
    s.keys(&mut k, "Enter 2 Tab Tab Tab '老街38号");
    s.keys(&mut other, "Enter 2 Tab '排水沟 PageDown PageDown '加摘要 F9");
    s.keys(&mut k, "PageDown PageDown '漏了地点 F9");
    s.is_clean();
    let d = s.file(&row).opinion.details;
    assert_eq!(
        (d.place.as_deref(), d.summary.as_deref()),
        (Some("老街38号"), Some("排水沟"))
    );
    // The same field: the second sees what the first wrote, and decides.
    for k in [&mut k, &mut other] {
        k.state.layers.clear();
        let effects = zhiban::app::opinion::open(&mut k.state, target);
        s.serve(k, effects);
    }
    s.keys(&mut k, "Enter 2 Tab Tab Tab Home Ctrl-k '老街83号");
    s.keys(
        &mut other,
        "Enter 2 Tab Tab Tab Home Ctrl-k '新街 PageDown PageDown '听错了 F9",
    );
    s.is_clean();
    s.keys(&mut k, "PageDown PageDown '写反了 F9");
    assert_eq!(s.refused.len(), 1);
    let Some(Layer::Form(f)) = k.state.layers.last() else {
        panic!("{}", said(&k))
    };
    assert!(!f.host.alerts.is_empty(), "{}", said(&k));
    assert_eq!(f.host.form.text("place"), "老街83号");
    s.keys(&mut k, "F9");
    assert_eq!(s.file(&row).opinion.details.place.as_deref(), Some("老街83号"));
}

#[test]
fn a_paper_visit_and_a_late_hand_over_keep_their_real_time() {
    let (mut s, mut k) = at_the_table();
    s.palette(&mut k, "补录来访");
    s.keys(&mut k, "Tab '刘桂花 Tab Tab Tab '8:10 Tab '8:20 Tab '8:40 F9");
    s.is_clean();
    // The form for what was said in it is there, with its name and time, which the paper may know better.
    s.keys(
        &mut k,
        "'路灯不亮 Ctrl-e Ctrl-e Tab Home Ctrl-k '8:15 BackTab BackTab 'A-17 F9",
    );
    s.is_clean();
    let file = s.file(&s.rows()[0]);
    assert_eq!(file.opinion.paper_no.as_deref(), Some("A-17"));
    assert_eq!(file.history.last().unwrap().happened.clock(), "08:15");
}

#[test]
fn a_cut_line_keeps_the_words() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5");
    update(&mut k.state, Input::Text("路灯".into()));
    let saved = zhiban::app::update::save_all(&mut k.state);
    assert!(matches!(&saved[..], [Effect::SaveDraft(words)] if words.draft.body.contains("路灯")));
}

/// Two visits one after the other at the first table, the second one talking.
fn visits_of(s: &Station) -> Vec<(String, Option<u16>, u32)> {
    let query = Query::Visits { day: day() };
    let asker = zhiban::domain::view::Asker::Program;
    let Answer::Visits(all) = read::answer(s.desk.conn(), s.desk.vault(), asker, &query).unwrap() else {
        panic!()
    };
    let of = |v: &zhiban::domain::record::Visit| (v.channel.code().to_owned(), v.ticket, v.opinions);
    all.iter().map(of).collect()
}

fn top_form(k: &Keyboard) -> &zhiban::app::model::Form {
    match k.state.layers.last() {
        Some(Layer::Form(form)) => form,
        other => panic!("{} {other:?}", said(k)),
    }
}

#[test]
fn a_call_taken_while_somebody_sits_there_is_not_theirs() {
    for (digit, channel) in [
        ("2", "phone"),
        ("3", "letter"),
        ("4", "via_deputy"),
        ("5", "outreach"),
        ("6", "online"),
    ] {
        let (mut s, mut k) = at_the_table();
        s.keys(&mut k, "F5 '他家门口积水 Tab Tab Tab '王福 Tab '13800008888");
        let form = top_form(&k);
        assert!(form.host.title.contains("001"), "{}", form.host.title);
        for _ in 0..20 {
            if top_form(&k).host.form.focus() == Some("channel") {
                break;
            }
            s.keys(&mut k, "Tab");
        }
        s.keys(&mut k, digit);
        let form = top_form(&k);
        assert!(form.host.title.contains("不记在 001 名下"), "{}", form.host.title);
        assert_eq!(
            form.host.form.text("name"),
            "王福",
            "what was typed of the caller stays"
        );
        s.keys(&mut k, "F9");
        s.is_clean();
        let page = format!("{:?}", k.state.layers);
        assert!(
            !page.contains("谈完，叫下一位"),
            "the page is of nobody at the table: {page}"
        );
        assert_eq!(
            visits_of(&s),
            [("visit".to_owned(), Some(1), 0), (channel.to_owned(), None, 1)],
            "a visit of its own"
        );
        // One more of the caller is the caller's, and comes by the same way.
        s.keys(&mut k, "1");
        let form = &top_form(&k).host.form;
        assert_eq!(
            (form.code("channel"), form.code("who").is_some()),
            (Some(channel), true)
        );
        s.keys(&mut k, "Esc");
        // Whoever sits there has told nothing yet, and nobody is offered as having spoken.
        s.keys(&mut k, "F5");
        let form = top_form(&k);
        assert!(form.host.title.contains("001") && form.host.form.code("who").is_none());
        assert!(
            form.host.form.options("who").unwrap().is_empty(),
            "{:?}",
            form.host.form.options("who")
        );
    }
}

#[test]
fn a_matter_called_a_visit_again_is_put_back_where_it_was_begun() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '门口积水 Tab Tab Tab '王秀英 F9 1");
    let who = top_form(&k).host.form.code("who").map(str::to_owned);
    assert!(who.is_some());
    let set = |s: &mut Station, k: &mut Keyboard, digit: &str| {
        while top_form(k).host.form.focus() != Some("channel") {
            s.keys(k, "Tab");
        }
        s.keys(k, digit);
    };
    s.keys(&mut k, "'路灯不亮");
    set(&mut s, &mut k, "2");
    assert_eq!(top_form(&k).host.form.code("who"), None, "nobody of the visit calls");
    s.keys(&mut k, "Shift-Tab");
    set(&mut s, &mut k, "1");
    let form = top_form(&k);
    assert_eq!(form.host.form.code("who").map(str::to_owned), who);
    assert!(
        form.host.title.contains("001") && !form.host.title.contains("不记在"),
        "{}",
        form.host.title
    );
}

#[test]
fn one_key_writes_down_a_call_beside_the_visit_and_beside_its_form() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '门口积水 Ctrl-x '电话里说井盖没了 F9");
    // The form of the visitor lies below, as it was; what was filed is the caller's.
    s.keys(&mut k, "2");
    s.is_clean();
    assert_eq!(
        visits_of(&s)[1],
        ("phone".to_owned(), None, 1),
        "{} {:?}",
        said(&k),
        s.rows()
    );
    while !matches!(k.state.layers.last(), Some(Layer::Form(_))) {
        s.keys(&mut k, "Esc");
    }
    assert_eq!(top_form(&k).host.form.text("words"), "门口积水");
}

#[test]
fn a_call_written_under_a_visitor_is_taken_out_with_whoever_called() {
    for by_correction in [false, true] {
        let (mut s, mut k) = at_the_table();
        s.keys(&mut k, "F5 '他家门口积水 Tab Tab Tab '王福 Tab '13800008888 F9 Esc");
        s.is_clean();
        let row = s.rows().remove(0);
        let effects = zhiban::app::opinion::open(&mut k.state, zhiban::app::model::Target::Filed(row.id));
        s.serve(&mut k, effects);
        if by_correction {
            s.keys(&mut k, "Enter 2");
            while top_form(&k).host.form.focus() != Some("channel") {
                s.keys(&mut k, "Tab");
            }
            s.keys(&mut k, "2");
            while top_form(&k).host.form.focus() != Some("why") {
                s.keys(&mut k, "Tab");
            }
            s.keys(&mut k, "'是打电话来的 F9");
        } else {
            // Among those it could be moved to stands that nobody came.
            let Some(Layer::Record(_)) = k.state.layers.last() else {
                panic!()
            };
            s.keys(&mut k, "Enter 5 1 1 '是打电话来的 F9");
        }
        s.is_clean();
        assert_eq!(
            visits_of(&s),
            [("visit".to_owned(), Some(1), 0), ("phone".to_owned(), None, 1)],
            "{} {:?}",
            said(&k),
            k.state.layers
        );
        let file = s.file(&row);
        assert_eq!(
            file.opinion.details.channel.map(zhiban::domain::code::Channel::code),
            Some("phone")
        );
        let person = file.citizen.unwrap();
        assert_eq!(
            person.details.phone.as_deref(),
            Some("13800008888"),
            "who called stays who it was"
        );
        k.state.layers.clear();
        s.keys(&mut k, "F5");
        let form = &top_form(&k).host.form;
        assert!(form.options("who").unwrap().is_empty(), "{:?}", form.options("who"));
        s.keys(&mut k, "'我家的事 F9 2");
        s.is_clean();
        assert_eq!(visits_of(&s)[0].2, 1);
        assert!(
            !format!("{:?}", k.state.layers).contains("门口积水"),
            "nothing of the caller is read out"
        );
    }
}

#[test]
fn a_number_from_paper_that_is_taken_says_so_and_the_marker_stands_on_it() {
    let (mut s, mut k) = at_the_table();
    let taken = k.state.at_own_table().unwrap().ticket.unwrap();
    s.palette(&mut k, "补录来访");
    let values = [
        ("label", "老李".to_owned()),
        ("arrived", "8:00".to_owned()),
        ("ticket", taken.to_string()),
    ];
    let mut layer = k.state.layers.pop().unwrap();
    let form = layer.form_mut().unwrap();
    for (field, value) in values {
        form.host.form.set_value(field, &zhiban::form::Value::Text(value));
    }
    form.changed(&k.state);
    k.state.layers.push(layer);
    s.keys(&mut k, "F9");
    assert!(
        said(&k).contains(&format!("今天的{taken:03}号已经用了")),
        "{}",
        said(&k)
    );
    let form = k.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(
        (form.host.form.focus(), form.host.form.text("label")),
        (Some("ticket"), "老李")
    );
    // The times that do not follow each other name their field.
    for (field, value, why) in [
        ("talked", "7:30", "坐下的时间比来的时间还早"),
        ("done", "7:45", "谈完的时间比坐下还早"),
    ] {
        let mut layer = k.state.layers.pop().unwrap();
        let form = layer.form_mut().unwrap();
        form.host.form.set_value("ticket", &zhiban::form::Value::Empty);
        let before = form.host.form.value(field).unwrap();
        form.host
            .form
            .set_value(field, &zhiban::form::Value::Text(value.to_owned()));
        form.changed(&k.state);
        k.state.layers.push(layer);
        s.keys(&mut k, "F9");
        let mut layer = k.state.layers.pop().unwrap();
        let form = layer.form_mut().unwrap();
        assert_eq!((said(&k).as_str(), form.host.form.focus()), (why, Some(field)));
        form.host.form.set_value(field, &before);
        k.state.layers.push(layer);
    }
    s.refused.clear();
    s.keys(&mut k, "F9");
    s.is_clean();
}

/// The page read aloud after a matter was filed: labels with what stands beside them.
fn page(k: &Keyboard) -> String {
    let Some(Matter::Receipt(r)) = k.state.layers.last().and_then(Layer::matter) else {
        panic!("{} {:?}", said(k), k.state.layers.last())
    };
    let goes = r.filed.last().unwrap().goes.iter();
    let lines: Vec<String> = goes.map(|line| format!("{}：{}", line.label, line.text)).collect();
    format!("{}\n{}", lines.join("\n"), r.ask)
}

#[test]
fn every_way_a_matter_may_go_is_read_aloud_as_it_is_true_for_who_stands_there() {
    let (mut s, mut k) = at_the_table();
    let filed = |s: &mut Station, k: &mut Keyboard, keys: &str| {
        s.keys(k, "F5");
        s.keys(k, keys);
        let page = page(k);
        k.state.layers.clear();
        page
    };
    let named = "'路灯不亮 Tab 1 PageDown '王秀英 Tab '13700004410";
    // Somebody who is known is told, whatever is still to be decided.
    let open = filed(&mut s, &mut k, &format!("{named} F9"));
    assert!(
        open.contains("我们先研究交给谁") && open.contains("有了消息：我们告诉您"),
        "{open}"
    );
    assert!(open.contains("报编号就行"), "{open}");
    let spot = filed(&mut s, &mut k, "'路灯不亮 PageDown 1 1 '马上换灯泡 F9");
    assert!(spot.contains("当场答复了") && !spot.contains("有了消息"), "{spot}");
    let handed = filed(&mut s, &mut k, "'路灯不亮 Tab 1 PageDown 2 'cjb 1 F9");
    assert!(
        handed.contains("交给村建办") && !handed.contains("有了消息"),
        "{handed}"
    );
    let kept = filed(&mut s, &mut k, "'路灯不亮 PageDown 4 F9");
    assert!(kept.contains("留作参考") && !kept.contains("有了消息"), "{kept}");
}

#[test]
fn whoever_cannot_be_told_is_promised_no_news_and_the_code_is_asked_for_where_there_is_one() {
    let filed = |keys: &str| {
        let (mut s, mut k) = at_the_table();
        s.keys(&mut k, "F5 '路灯不亮 F9");
        // Back to fill it in leads to the name.
        let at_name = k.state.layers.iter().find_map(Layer::form).unwrap();
        assert_eq!(at_name.host.form.focus(), Some("name"));
        s.keys(&mut k, keys);
        page(&k)
    };
    let anonymous = filed("1");
    assert!(anonymous.contains("有了消息：凭编号和取件码来问"), "{anonymous}");
    assert!(
        anonymous.contains("要报编号和取件码") && !anonymous.contains("报编号就行"),
        "{anonymous}"
    );
    let nameless = filed("2");
    assert!(
        nameless.contains("没法告诉您，请凭编号来问") && !nameless.contains("我们告诉您"),
        "{nameless}"
    );
    let called = filed("3 '王秀英 F9");
    assert!(called.contains("我们告诉您"), "{called}");
}

#[test]
fn whoever_was_shown_the_way_and_left_no_name_is_asked_for_none_and_the_one_who_waits_for_news_is() {
    let shown = |reason: &str| {
        let (mut s, mut k) = at_the_table();
        s.keys(&mut k, "F5 '路灯不亮");
        let mut layer = k.state.layers.pop().unwrap();
        let form = layer.form_mut().unwrap();
        for (field, code) in [("handling", "guide"), ("reason", reason)] {
            let pick = zhiban::form::Pick::of(code, "");
            form.host.form.set_value(field, &zhiban::form::Value::Pick(pick));
        }
        let place = zhiban::form::Value::Text("县人大".to_owned());
        form.host.form.set_value("where", &place);
        form.changed(&k.state);
        k.state.layers.push(layer);
        s.keys(&mut k, "F9");
        (s, k)
    };
    let (_, k) = shown("T6");
    assert!(
        page(&k).contains("请找 县人大") && !page(&k).contains("有了消息"),
        "{}",
        page(&k)
    );
    let (mut s, mut k) = shown("T9");
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Menu(_))),
        "nobody could be told"
    );
    s.keys(&mut k, "2");
    let said = page(&k);
    assert!(
        said.contains("由我们报给县人大") && said.contains("没法告诉您，请凭编号来问"),
        "{said}"
    );
    assert!(!said.contains("请找") && !said.contains("告诉您。"), "{said}");
}

#[test]
fn that_nothing_needs_writing_is_asked_before_it_is_taken_off() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F7 1");
    s.is_clean();
    k.state.focus = Pane::Follow;
    let owed = |k: &Keyboard| k.state.snap.owed.of(Owing::Unwritten);
    assert_eq!(owed(&k), 1, "{}", said(&k));
    s.keys(&mut k, "Home Enter 2");
    assert_eq!(owed(&k), 1, "one key takes nothing off");
    assert!(matches!(k.state.layers.last(), Some(Layer::Menu(m)) if m.text.concat().contains("抹掉")));
    s.keys(&mut k, "1");
    s.is_clean();
    assert_eq!(owed(&k), 0, "{}", said(&k));
}

#[test]
fn on_a_record_the_digits_lead_where_they_lead_everywhere() {
    let (mut s, mut k) = at_the_table();
    s.keys(&mut k, "F5 '门口积水 F9 2 Esc");
    let row = s.rows().remove(0);
    let effects = zhiban::app::opinion::open(&mut k.state, zhiban::app::model::Target::Filed(row.id));
    s.serve(&mut k, effects);
    s.keys(&mut k, "2");
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
    assert_eq!(k.state.screen, zhiban::app::model::Screen::Opinions);
}

#[test]
fn a_number_that_is_no_phone_is_kept_with_whoever_it_was_typed_with() {
    let (mut s, mut k) = at_the_table();
    k.state.snap.queue[0].heads = 6;
    s.keys(&mut k, "F5 '征地款 Tab Tab Tab '周德旺");
    while top_form(&k).host.form.focus() != Some("representatives") {
        s.keys(&mut k, "Tab");
    }
    s.keys(&mut k, "'李一、李二、李三、李四、王五、赵六34");
    let kept = "连同本人认作7位，最多5位；照样能登记；不像电话，原样记下：34";
    assert_eq!(
        top_form(&k).sheet().unwrap().doubt.as_deref(),
        Some(kept),
        "before the field is left"
    );
    s.keys(&mut k, "F9");
    s.is_clean();
    assert!(format!("{:?}", k.state.layers).contains(kept), "and on the page");
    let notes: Option<String> = s
        .desk
        .conn()
        .query_row("SELECT max(reach_note) FROM citizen", [], |row| row.get(0))
        .unwrap_or_default();
    assert!(notes.is_none_or(|note| note.contains("34")));
    assert_eq!(s.file(&s.rows().remove(0)).opinion.parties.len(), 7);
}

/// What is written down days later is of whoever came then: their name, their words, who received them, their day.
#[test]
fn what_is_written_down_later_stands_under_the_visit_it_was_said_in() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "1 Shift-Tab Enter 1 Down Enter 1");
    s.is_clean();
    let (first, second) = (k.state.snap.attendance[0].clone(), k.state.snap.attendance[1].clone());
    assert_eq!((first.table, second.table), (Some(1), Some(2)), "{}", said(&k));
    // The second table hears somebody and has no time to write.
    s.keys(&mut k, "Tab F3 '梁德旺 Tab Tab '水渠塌了 F9");
    k.state.table = Some(2);
    s.keys(&mut k, "F4");
    k.state.layers.clear();
    let visit = k.state.at_own_table().unwrap().clone();
    s.keys(&mut k, "F7 1");
    s.is_clean();
    let form = |s: &mut Station, k: &mut Keyboard| {
        k.state.layers.clear();
        let effects = zhiban::app::opinion::open(&mut k.state, zhiban::app::model::Target::Visit(visit.id));
        s.serve(k, effects);
        let host = &top_form(k).host;
        (
            host.title.clone(),
            host.intro.concat(),
            host.form.text("name").to_owned(),
            format!("{:?}", host.form.value("deputies")),
        )
    };
    // The same day from the first table, and a week later from another reception.
    k.state.table = Some(1);
    for days in [0, 7] {
        wait(&mut k, days * 24 * 60);
        let now = k.state.now;
        let effects = update(&mut k.state, Input::Tick(now));
        s.serve(&mut k, effects);
        let (title, intro, name, deputies) = form(&mut s, &mut k);
        assert!(
            title.contains("001 梁德旺") && intro.contains("水渠塌了"),
            "{days}: {title} {intro}"
        );
        assert_eq!(name, "梁德旺");
        assert!(
            deputies.contains(&second.name) && !deputies.contains(&first.name),
            "{days}: {deputies}"
        );
    }
    // The new day is asked about, and the matter filed once that is answered.
    s.keys(&mut k, "'水渠塌了 F9");
    assert!(
        s.refused.iter().all(|why| why.starts_with("DayUnconfirmed")),
        "{:?}",
        s.refused
    );
    s.refused.clear();
    s.keys(&mut k, "1");
    s.is_clean();
    assert!(!s.rows().is_empty(), "{} {:?}", said(&k), k.state.layers.last());
    let row = s.rows().remove(0);
    let file = s.file(&row);
    assert_eq!(
        (file.opinion.visit, file.deputies.as_slice()),
        (visit.id, &[second.name][..])
    );
    let lines = zhiban::app::opinion::facts::lines(&k.state, &file, true);
    let came = lines
        .iter()
        .map(|line| format!("{line:?}"))
        .find(|line| line.contains("来的"));
    let came = came.unwrap_or_default();
    assert!(came.contains("11月23日") && came.contains("001"), "{lines:?}");
}
