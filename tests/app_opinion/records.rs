//! The record covered, corrected, split and moved; drafts, papers and groups.

use crate::fixture::{self, commands, desk, press, refuse, requests, said};
use crate::matters::{self, draft, serve, serve_with};
use crate::{entry, keys, screen, sheet};
use zhiban::app::model::{Layer, MatterAct, Seen, Task};
use zhiban::app::opinion::open_task;
use zhiban::app::{Effect, Input, Pane, State, update};
use zhiban::domain::beside::Beside;
use zhiban::domain::code::{Grade, NumberFamily, OpinionState, Way};
use zhiban::domain::command::{
    Change, Chase, Command, CorrectOpinion, Evaluate, MoveOpinion, PartEntry, SplitOpinion, Tell,
};
use zhiban::domain::event::{FieldChange, Kind};
use zhiban::domain::fields::{CitizenField, OpinionField, ValueKind};
use zhiban::domain::id::{AccountId, CitizenId, OpinionId, UnitId, VisitId};
use zhiban::domain::moment::Moment;
use zhiban::domain::record::{Handover, OtherNumber, Touch, Try};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, OpinionFile, Owing, Query, Sight};
use zhiban::i18n::Lang;
use zhiban::i18n::history::sentence;

fn record(state: &mut State) {
    let effects = zhiban::app::opinion::open(state, zhiban::app::model::Target::Filed(OpinionId(fixture::id(2107))));
    serve(state, effects);
}

/// 村建办 leads and 供电所 helps; 林晓 filed it, 周敏 and then 李伟 looked after it.
fn handed_on() -> OpinionFile {
    let mut f = matters::file(9);
    let Some(round) = f.opinion.rounds.first_mut() else {
        panic!("it was handed over")
    };
    round.lead.due = "2027-01-08?".parse().ok();
    round.further.push(Handover {
        part: 2,
        lead: false,
        unit_name: "供电所".into(),
        ..round.lead.clone()
    });
    let account = |n: u128| AccountId(fixture::id(900 + n));
    f.keepers = vec![
        (account(1), "林晓".into()),
        (account(2), "周敏".into()),
        (account(3), "李伟".into()),
    ];
    f.keeper = Some("李伟".into());
    let number = |system: Option<&str>, number: &str| OtherNumber {
        family: NumberFamily::Foreign,
        system: system.map(str::to_owned),
        number: number.into(),
    };
    f.opinion.numbers = vec![
        number(Some("12345"), "W12345-2026-00078"),
        number(None, "XF/2026（九）77号"),
    ];
    let (round, way) = (1, Way::Phone);
    let over = |part, lead, unit_name: &str| Kind::HandedOver {
        round,
        part,
        lead,
        unit_name: unit_name.into(),
        way,
        set_by: None,
        person: None,
        note: None,
        to: PartEntry {
            due: "2027-01-08?".parse().ok(),
            ..PartEntry::to(UnitId(fixture::id(301)))
        },
    };
    let chased = |part, person: Option<&str>| Kind::Chased {
        round,
        part,
        lead: part == 1,
        way,
        promised_for: None,
        person: person.map(str::to_owned),
        text: None,
    };
    let answered = |part| Kind::Answered {
        round,
        part,
        lead: part == 1,
        way,
        class: "A".into(),
        class_date: None,
        tell_by: None,
        person: None,
        text: None,
    };
    let keeper = |n: u128| Kind::KeeperChanged {
        to: account(n),
        reason: None,
    };
    let noted = Kind::NumberNoted {
        family: NumberFamily::Foreign,
        system: Some("12345".into()),
        number: Some("W12345-2026-00078".into()),
    };
    let kinds = [
        over(1, true, "执法队"),
        over(2, false, "供电所"),
        chased(2, Some("熊伟")),
        chased(1, None),
        answered(2),
        answered(1),
        keeper(2),
        keeper(3),
        noted,
    ];
    let when = fixture::at(9, 0);
    let happened = kinds.into_iter().zip(20..);
    f.history = happened
        .map(|(kind, seq)| matters::happened(seq, when, "林晓", kind))
        .collect();
    f
}

#[test]
fn history_names_the_unit_and_who_looks_after_it() {
    let mut f = handed_on();
    let rules = zhiban::config::default_rules().unwrap();
    let said = |f: &OpinionFile, lang| -> Vec<String> {
        let one = |h| sentence(lang, Some(&rules), f, h);
        f.history.iter().map(one).collect()
    };
    assert_eq!(
        said(&f, Lang::Zh),
        [
            "第1次交办：执法队，电话，2027年1月8日周五（暂定）前答复",
            "第1次交办：供电所（协办），电话，2027年1月8日周五（暂定）前答复",
            "催办供电所（协办） 熊伟，电话",
            "催办执法队，电话",
            "供电所（协办）答复，电话，已解决",
            "执法队答复，电话，已解决",
            "由周敏经办",
            "改由李伟经办（原周敏）",
            "别处编号 12345热线 W12345-2026-00078",
        ]
    );
    assert_eq!(
        said(&f, Lang::En),
        [
            "handed over (1): 执法队, phone, due Fri 8 Jan 2027 (provisional)",
            "handed over (1): 供电所 (helping), phone, due Fri 8 Jan 2027 (provisional)",
            "asked 供电所 (helping) 熊伟, phone",
            "asked 执法队, phone",
            "供电所 (helping) answered, phone, solved",
            "执法队 answered, phone, solved",
            "kept by 周敏 from now on",
            "kept by 李伟 from now on (周敏 before)",
            "numbered elsewhere 12345 line W12345-2026-00078",
        ]
    );
    // A round that is gone leaves the sentence whole.
    f.opinion.rounds.clear();
    let short = said(&f, Lang::En);
    assert_eq!(
        short.get(4..6).unwrap(),
        ["answered, phone, solved", "answered, phone, solved"]
    );
}

#[test]
fn a_page_keeps_a_number_with_its_system_and_doubts_a_provisional_day() {
    let mut state = desk(Lang::Zh);
    let effects = zhiban::app::opinion::open(
        &mut state,
        zhiban::app::model::Target::Filed(OpinionId(fixture::id(2107))),
    );
    let store = |q: &Query| matches!(q, Query::File(_)).then(|| Answer::File(Some(Box::new(handed_on()))));
    serve_with(&mut state, effects, store);
    let shown = screen(&state, 80, 40, "plain");
    for line in [
        "2027年1月8日周五（暂定）前答复",
        "12345热线 W12345-2026-00078",
        "别处编号",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert!(shown.lines().any(|l| l.trim() == "XF/2026（九）77号"), "{shown}");
    assert!(!shown.contains("别的编号"), "{shown}");
}

#[test]
fn a_system_whose_name_begins_with_digits_stands_apart_from_its_own() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter>");
    let menu = screen(&state, 80, 24, "plain");
    let (before, _) = menu.split_once("记别处编号").unwrap();
    let digit = before.trim_end().chars().next_back().unwrap();
    keys(&mut state, &digit.to_string());
    let form = screen(&state, 80, 24, "plain");
    assert!(form.contains("1 12345热线") && !form.contains("112345"), "{form}");
}

/// The number of a confidential matter leads to a person there, so nobody finds it by a part.
#[test]
fn how_a_number_is_found_later_is_said_as_it_is() {
    for (lang, part, whole) in [
        (Lang::Zh, "以后用这个号也找得到", "这件保密，以后打整个号才找得到"),
        (
            Lang::En,
            "it is found by it from now on",
            "confidential: only the whole number finds it",
        ),
    ] {
        for confidential in [false, true] {
            let mut state = desk(lang);
            let store = |q: &Query| {
                let mut file = matters::file(9);
                file.opinion.details.confidential = confidential;
                matches!(q, Query::File(_)).then(|| Answer::File(Some(Box::new(file))))
            };
            let target = zhiban::app::model::Target::Filed(OpinionId(fixture::id(2107)));
            let effects = zhiban::app::opinion::open(&mut state, target);
            serve_with(&mut state, effects, store);
            keys(&mut state, "<Enter>");
            let menu = screen(&state, 80, 24, "plain");
            let act = lang.texts().matter.act_number;
            let (before, _) = menu.split_once(act).unwrap();
            let digit = before.trim_end().chars().next_back().unwrap();
            let effects = press(&mut state, &digit.to_string());
            serve_with(&mut state, effects, store);
            keys(&mut state, "<Tab>");
            let form = screen(&state, 80, 24, "plain");
            let (said, other) = if confidential { (whole, part) } else { (part, whole) };
            assert!(form.contains(said) && !form.contains(other), "{form}");
        }
    }
}

#[test]
fn a_record_covers_the_phone_until_a_key_shows_it() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    assert!(screen(&state, 80, 24, "plain").contains("137****4410"));
    keys(&mut state, "<Space>");
    assert!(
        !screen(&state, 80, 24, "plain").contains("13700004410"),
        "why is asked first"
    );
    keys(&mut state, "1");
    assert!(screen(&state, 80, 24, "plain").contains("13700004410"));
}

/// Left goes back from whatever is only read, and from nothing else: in a field it moves the caret, in a list it would
/// have to be the other way of Right, which shows another state.
#[test]
fn left_goes_back_from_a_page_to_read_and_from_nothing_else() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    assert!(matches!(state.layers.last(), Some(Layer::Record(_))));
    let effects = keys(&mut state, "<Left>");
    assert!(
        matches!(effects[..], [Effect::Beside(Beside::Here(None))]),
        "{effects:?}"
    );
    assert!(state.layers.is_empty(), "{:?}", state.layers);

    for (open, is_open) in [("?", "help"), ("3 <Enter>", "a deputy"), ("5 <Enter>", "a unit")] {
        let mut state = desk(Lang::Zh);
        keys(&mut state, open);
        let is_read = matches!(state.layers.last(), Some(Layer::Help(_) | Layer::Page(_)));
        assert!(is_read, "{is_open}: {:?}", state.layers);
        keys(&mut state, "<Left>");
        assert!(state.layers.is_empty(), "{is_open}");
    }

    let mut state = desk(Lang::Zh);
    keys(&mut state, "2 <Left>");
    assert_eq!(state.screen, zhiban::app::model::Screen::Opinions, "a list stays");
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> <Left>");
    assert_eq!(state.layers.len(), 2, "a menu of acts stays");
    keys(&mut state, "3 <Left> <Left>");
    assert_eq!(sheet(&state).form.text("place"), "老街38号", "a form stays");
}

#[test]
fn only_changed_fields_are_corrected_and_a_reason_is_asked() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> 3");
    assert_eq!(sheet(&state).form.text("place"), "老街38号");
    let effects = keys(&mut state, "<Tab> <Tab> <Tab> 东头 F9");
    assert!(commands(&effects).is_empty(), "a reason is needed");
    let effects = keys(&mut state, "记错门牌 F9");
    let [
        Command::CorrectOpinion(CorrectOpinion {
            changes,
            reason,
            rev: 5,
            ..
        }),
    ] = &commands(&effects)[..]
    else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(changes, &[Change::Place(Some("老街38号东头".into()))]);
    assert_eq!(reason, "记错门牌");
}

#[test]
fn the_loser_of_a_race_sees_what_changed_and_files_on_top_of_it() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    let effects = keys(
        &mut state,
        "<Enter> 3 <Tab> <Tab> <Tab> 东头 <PageDown> <PageDown> <PageDown> <PageDown> <PageDown> 记错了 F9",
    );
    let touch = Touch {
        by: "周".into(),
        account: None,
        table: Some(2),
        at: fixture::at(9, 41),
    };
    let why = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0107".into(),
        touch,
        visit: None,
        next: None,
    };
    let after = refuse(&mut state, &effects, why);
    let store = |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(matters::file_corrected(6))))),
        q => matters::answer(q),
    };
    serve_with(&mut state, after, store);
    let s = sheet(&state);
    assert_eq!(s.form.text("place"), "老街38号东头", "one's own words stay");
    assert_eq!(s.form.text("affected"), "15", "untouched fields merge");
    assert!(s.alerts.iter().any(|a| a.contains("也改过 地点")), "{:?}", s.alerts);
    assert!(s.alerts.iter().any(|a| a.contains("周 09:41")), "{:?}", s.alerts);
    let effects = keys(&mut state, "F9");
    assert!(
        matches!(&commands(&effects)[..], [Command::CorrectOpinion(CorrectOpinion { rev: 6, changes, .. })] if changes.len() == 1)
    );
}

#[test]
fn the_loser_of_a_race_hears_at_once_that_the_act_is_not_possible_any_more() {
    let mut state = desk(Lang::Zh);
    // Nobody was reached three times, on two days.
    let mut tried = matters::file(5);
    let (first, today) = (tried.opinion.tries[0], fixture::at(9, 0));
    let later = [today, fixture::at(11, 0)].map(|at| Try { at, ..first });
    tried.opinion.tries.extend(later);
    let target = zhiban::app::model::Target::Filed(OpinionId(fixture::id(2107)));
    let effects = zhiban::app::opinion::open(&mut state, target);
    serve_with(&mut state, effects, move |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(tried.clone())))),
        q => matters::answer(q),
    });
    let effects = keys(&mut state, "<Enter> 2 F9");
    assert!(
        matches!(&commands(&effects)[..], [Command::CloseOpinion(..)]),
        "{}",
        screen(&state, 80, 24, "plain")
    );
    let why = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0107".into(),
        touch: Touch {
            by: "周".into(),
            account: None,
            table: Some(2),
            at: fixture::at(9, 41),
        },
        visit: None,
        next: None,
    };
    let after = refuse(&mut state, &effects, why);
    let mut closed = matters::file_corrected(6);
    closed.opinion.state = OpinionState::Closed;
    let store = |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(closed.clone())))),
        q => matters::answer(q),
    };
    serve_with(&mut state, after, store);
    let alerts = &sheet(&state).alerts;
    assert!(
        alerts.iter().any(|a| a.contains("周 09:41")),
        "who was quicker: {alerts:?}"
    );
    let [.., not_possible, still_here] = &alerts[..] else {
        panic!("{alerts:?}")
    };
    assert_eq!(not_possible, "03-2026-0107 这件已销号，不能这样办");
    assert_eq!(still_here, "你写的都在");
    assert!(!alerts.iter().any(|a| a.contains("看清后再按")), "{alerts:?}");
}

#[test]
fn whoever_corrects_a_matter_that_a_colleague_made_void_reads_who_and_keeps_the_words() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    let effects = keys(
        &mut state,
        "<Enter> 3 <Tab> <Tab> <Tab> 东头 <PageDown> <PageDown> <PageDown> <PageDown> <PageDown> 记错了 F9",
    );
    let why = Refusal::OpinionState {
        number: "03-2026-0107".into(),
        state: OpinionState::Void,
        touch: Some(Touch {
            by: "周".into(),
            account: None,
            table: Some(2),
            at: fixture::at(9, 41),
        }),
    };
    let after = refuse(&mut state, &effects, why);
    assert_eq!(
        said(&state),
        "03-2026-0107 已由 周在 2 桌于 09:41:00 改过，这件已作废，不能这样办"
    );
    let mut void = matters::file_corrected(6);
    void.opinion.state = OpinionState::Void;
    serve_with(&mut state, after, |q| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(void.clone())))),
        q => matters::answer(q),
    });
    let s = sheet(&state);
    assert_eq!(s.form.text("place"), "老街38号东头", "one's own words stay");
    let last: Vec<&str> = s.alerts.iter().rev().take(2).map(String::as_str).collect();
    assert_eq!(last, ["你写的都在", "03-2026-0107 这件已作废，不能这样办"]);
    // The record below says what it is by now.
    let below = state.layers.iter().find_map(|l| match l {
        Layer::Record(r) => r.file.as_ref().map(|f| f.opinion.state),
        _ => None,
    });
    assert_eq!(below, Some(OpinionState::Void));
}

#[test]
fn an_open_record_is_read_anew_when_a_colleague_acts_and_stays_where_it_was() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Down> <Down> <Down>");
    let top = |state: &State| match state.layers.last() {
        Some(Layer::Record(r)) => (r.top, r.file.as_ref().unwrap().opinion.rev),
        other => panic!("{other:?}"),
    };
    let (at, _) = top(&state);
    assert!(at > 0);
    let effects = update(&mut state, Input::ChangedElsewhere);
    serve_with(&mut state, effects, |q| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(matters::file_corrected(6))))),
        q => matters::answer(q),
    });
    assert_eq!(top(&state), (at, 6));
}

#[test]
fn of_several_the_form_asks_whose_word_it_is() {
    let mut state = desk(Lang::Zh);
    let mut told = matters::file(5);
    told.opinion.state = OpinionState::Told;
    let mut second = told.opinion.parties[0].clone();
    told.opinion.parties[0].grade = Some(Grade::Dissatisfied);
    second.citizen = CitizenId(fixture::id(409));
    second.name = Some("周德旺".into());
    told.opinion.parties.push(second);
    told.opinion.parties.iter_mut().for_each(|p| p.told = true);
    let store = |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(told.clone())))),
        q => matters::answer(q),
    };
    let seen = Seen {
        id: told.opinion.id,
        rev: 5,
        number: "03-2026-0107".into(),
    };
    let effects = open_task(&mut state, Task::On(MatterAct::Evaluate, seen));
    serve_with(&mut state, effects, store);
    assert_eq!(sheet(&state).form.focus(), Some("whom"));
    let drawn = screen(&state, 80, 24, "plain");
    assert!(drawn.contains("谁的评价") && !drawn.contains("现在告诉"), "{drawn}");
    // Whoever has said nothing yet stands there first; a digit chooses another.
    keys(&mut state, "<Tab> 1");
    let effects = keys(&mut state, "F9");
    let [Command::Evaluate(Evaluate { evaluation, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(
        (evaluation.whom, evaluation.grade),
        (Some(CitizenId(fixture::id(409))), Grade::Satisfied)
    );
}

#[test]
fn a_matter_moves_to_another_visitor_of_the_day() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> 6");
    let drawn = screen(&state, 80, 24, "plain");
    assert!(drawn.contains("006 陈某") && drawn.contains("03-2026-0106"), "{drawn}");
    keys(&mut state, "1");
    let effects = keys(&mut state, "写错人了 F9");
    let [Command::MoveOpinion(MoveOpinion { visit, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(visit.0, fixture::id(1006));
    // Not to the one it has.
    let mut own = matters::file(5);
    own.opinion.visit = VisitId(fixture::id(1006));
    let store = |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(own.clone())))),
        q => matters::answer(q),
    };
    let mut state = desk(Lang::Zh);
    let target = zhiban::app::model::Target::Filed(OpinionId(fixture::id(2107)));
    let effects = zhiban::app::opinion::open(&mut state, target);
    serve_with(&mut state, effects, store);
    for pressed in ["<Enter>", "6", "1", "写错人了"] {
        let effects = press(&mut state, pressed);
        serve_with(&mut state, effects, store);
    }
    let sent = commands(&press(&mut state, "F9"));
    assert!(
        !matches!(&sent[..], [Command::MoveOpinion(MoveOpinion { visit, .. })] if visit.0 == fixture::id(1006)),
        "{sent:?}"
    );
}

#[test]
fn two_matters_written_as_one_are_split() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> 5");
    assert!(sheet(&state).form.text("old_words").contains("排水沟"));
    let effects = keys(&mut state, "<Tab> 路灯不亮 F9");
    assert!(
        matches!(&commands(&effects)[..], [Command::SplitOpinion(SplitOpinion { words, .. })] if words == "路灯不亮")
    );
}

#[test]
fn drafts_of_any_form_open_again_from_the_pane() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Follow;
    let old = draft(
        "chase",
        &fixture::id(2107).to_string(),
        r#"{"form":"chase","schema":1,"fields":{"promise":{"text":"周五派人"}}}"#,
    );
    state.snap.follow_up[0].owing = Owing::Unwritten;
    state.snap.follow_up[0].opinion = None;
    state.snap.follow_up[0].draft = Some(old.id);
    let with_draft = |q: &Query| match q {
        Query::Drafts { .. } => Some(Answer::Drafts(vec![old.clone()])),
        q => matters::answer(q),
    };
    let effects = press(&mut state, "<Enter> 1");
    serve_with(&mut state, effects, with_draft);
    assert_eq!(sheet(&state).form.text("promise"), "周五派人");
    let effects = keys(&mut state, "F9");
    assert!(
        matches!(commands(&effects)[..], [Command::Chase(Chase { rev: 5, .. })]),
        "{}",
        said(&state)
    );
}

#[test]
fn a_visit_and_a_reception_from_paper() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "Ctrl-p bllf <Enter>");
    keys(&mut state, "<Tab> 刘桂花 <Tab> <Tab> <Tab> 8:40 <Tab> 8:50 <Tab> 9:10");
    let effects = keys(&mut state, "F9");
    let request = &requests(&effects)[0];
    let Command::EnterVisit(v) = &request.command else {
        panic!("{}", said(&state))
    };
    assert_eq!(
        (v.arrived.clock(), v.done.clock()),
        ("08:40".to_owned(), "09:10".to_owned())
    );
    assert!(request.late.is_some());
    let mut state = desk(Lang::Zh);
    keys(&mut state, "Ctrl-p bljd <Enter>");
    let effects = keys(
        &mut state,
        "11.9 <Tab> 9:00-11:00 <Tab> <Tab> <Tab> zjj 1 wh 1 <Enter> F9",
    );
    let [Command::EnterSession(s)] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!((s.plan.day.to_string().as_str(), s.deputies.len()), ("2026-11-09", 2));
}

#[test]
fn of_a_group_every_representative_is_written_down_and_told() {
    let mut state = desk(Lang::Zh);
    state.snap.queue.iter_mut().find(|v| v.ticket == Some(5)).unwrap().heads = 23;
    keys(&mut state, "F5 征地 <Tab> <Tab> <Tab> <Tab> <Tab> <Tab> <Tab>");
    assert_eq!(sheet(&state).form.focus(), Some("representatives"));
    let effects = update(&mut state, Input::Paste("李四 13700004411、王五\n".into()));
    assert!(effects.is_empty());
    let e = entry(&keys(&mut state, "F9"));
    let names: Vec<_> = e
        .representatives
        .iter()
        .map(|c| (c.name.as_deref(), c.phone.is_some()))
        .collect();
    assert_eq!(names, [(Some("李四"), true), (Some("王五"), false)]);
    assert_eq!(e.details.affected, Some(23));
    // Told one after the other: the menu names whose turn it is.
    let mut state = desk(Lang::Zh);
    let store = |q: &Query| match q {
        Query::File(_) => {
            let mut f = matters::file(5);
            let mut second = f.opinion.parties[0].clone();
            f.opinion.parties[0].told = true;
            second.citizen = CitizenId(fixture::id(409));
            f.opinion.parties.push(second);
            Some(Answer::File(Some(Box::new(f))))
        }
        q => matters::answer(q),
    };
    let effects = press(&mut state, "F8");
    serve_with(&mut state, effects, store);
    let effects = press(&mut state, "1");
    let [Command::Tell(Tell { whom, .. })] = commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(whom, Some(CitizenId(fixture::id(409))));
}

#[test]
fn keys_that_arrive_together_are_taken_one_by_one() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x <Tab> dl1 <PageDown>");
    assert_eq!(sheet(&state).form.code("category"), Some("road"));
    let effects = update(&mut state, Input::Text("2gd1".into()));
    serve(&mut state, effects);
    assert_eq!(sheet(&state).form.text("unit"), "供电所");
}

#[test]
fn the_viewer_reads_and_is_told_why_nothing_else() {
    let mut state = desk(Lang::Zh);
    state.account.as_mut().unwrap().role = zhiban::domain::code::Role::Viewer;
    state.focus = Pane::Follow;
    keys(&mut state, "<Down> <Enter>");
    let effects = keys(&mut state, "1");
    assert!(commands(&effects).is_empty() && !said(&state).is_empty());
    assert!(matches!(state.layers.last(), Some(Layer::Matter(_))));
}

#[test]
fn f8_in_the_list_of_opinions_means_the_row_under_the_marker() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "2 F8");
    assert!(said(&state).contains("还没有答复"), "{}", said(&state));
    let shown = format!("{:.60?}", state.layers);
    assert!(
        matches!(&state.layers[..], [Layer::Record(_)]),
        "its record says what comes next: {shown}"
    );
}

#[test]
fn one_key_covers_names_and_words_in_every_layer() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F8");
    assert!(screen(&state, 80, 24, "plain").contains("孙国芳"));
    keys(&mut state, "Ctrl-o");
    let covered = screen(&state, 80, 24, "plain");
    assert!(
        !covered.contains("孙国芳") && !covered.contains("13700004410"),
        "{covered}"
    );
    keys(&mut state, "6");
    let covered = screen(&state, 80, 24, "plain");
    assert!(
        !covered.contains("买买提") && !covered.contains("13700004410"),
        "{covered}"
    );
}

/// Words meant for one person may be of another by the time somebody goes on with them.
#[test]
fn what_happened_since_a_draft_was_saved_is_said_before_it_is_filed() {
    let resumed = |moved: bool, seen: &str| {
        let mut state = desk(Lang::Zh);
        let file = || {
            let mut f = matters::file(5);
            if moved {
                let kind = Kind::OpinionMoved {
                    visit: VisitId(fixture::id(2010)),
                    citizen: Some(CitizenId(fixture::id(402))),
                    representatives: Vec::new(),
                    anew: true,
                    reason: Some("记错人".into()),
                };
                f.history.push(matters::happened(15, fixture::at(9, 45), "何敏", kind));
            }
            f
        };
        let old = draft(
            "tell",
            &fixture::id(2107).to_string(),
            &format!(r#"{{"form":"tell","schema":1,{seen}"fields":{{"note":{{"text":"说了"}}}}}}"#),
        );
        let effects = zhiban::app::opinion::open(&mut state, zhiban::app::model::Target::Draft(old.id));
        serve_with(&mut state, effects, |q| match q {
            Query::Drafts { .. } => Some(Answer::Drafts(vec![old.clone()])),
            Query::File(_) => Some(Answer::File(Some(Box::new(file())))),
            q => matters::answer(q),
        });
        screen(&state, 80, 24, "plain")
    };
    let shown = resumed(true, "");
    assert!(
        shown.contains("又办过（09:45 何敏）") && shown.contains("移到另一位来访人"),
        "{shown}"
    );
    assert!(!resumed(false, "").contains("又办过"));
    // However often it was saved since: what counts is what was seen when the words were begun.
    assert!(resumed(true, r#""seen":14,"#).contains("又办过"));
    assert!(!resumed(true, r#""seen":15,"#).contains("又办过"));
}

/// A matter in some state, on its page.
fn page_of(state: OpinionState, told: bool) -> State {
    let mut desk = desk(Lang::Zh);
    let mut file = matters::file(5);
    file.opinion.state = state;
    file.opinion.told = told;
    file.opinion.parties.iter_mut().for_each(|p| p.told = told);
    let store = move |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(file.clone())))),
        q => matters::answer(q),
    };
    let target = zhiban::app::model::Target::Filed(OpinionId(fixture::id(2107)));
    let effects = zhiban::app::opinion::open(&mut desk, target);
    serve_with(&mut desk, effects, store);
    desk
}

#[test]
fn a_page_refuses_a_telling_where_the_state_allows_none_and_shows_no_number() {
    for state in [
        OpinionState::Void,
        OpinionState::Filed,
        OpinionState::HandedOver,
        OpinionState::Closed,
    ] {
        let mut desk = page_of(state, state == OpinionState::Closed);
        press(&mut desk, "F8");
        assert!(
            ["先定去处", "还没有答复", "已经销号", "已经作废"]
                .iter()
                .any(|why| said(&desk).contains(why)),
            "{state:?}: {}",
            said(&desk)
        );
        let shown = format!("{:.60?}", desk.layers.last());
        assert!(
            matches!(desk.layers.last(), Some(Layer::Matter(_))),
            "{state:?}: what comes next, {shown}"
        );
        assert!(!screen(&desk, 80, 24, "plain").contains("打 1"), "{state:?}: no number");
    }
    let mut desk = page_of(OpinionState::Answered, false);
    press(&mut desk, "F8");
    assert!(!matches!(desk.layers.last(), Some(Layer::Record(_))));
}

#[test]
fn what_nobody_was_told_is_not_offered_to_be_struck_off() {
    for told in [false, true] {
        let mut desk = page_of(OpinionState::Answered, told);
        keys(&mut desk, "<Enter>");
        let drawn = screen(&desk, 80, 24, "plain");
        let line = drawn
            .lines()
            .find(|line| line.contains("销号") && !line.contains("已销号"))
            .unwrap();
        let before = line.split("销号").next().unwrap();
        let digit = before.chars().rfind(char::is_ascii_digit).unwrap();
        keys(&mut desk, &digit.to_string());
        assert_eq!(said(&desk).contains("还没告诉反映人"), !told, "{drawn} {}", said(&desk));
    }
}

/// What a page says of a matter, line by line: labels and texts.
fn page(state: &State, file: &OpinionFile, revealed: bool) -> String {
    let lines = zhiban::app::opinion::facts::lines(state, file, revealed);
    let lines = lines.iter().map(|line| format!("{}  {}", line.label, line.text));
    lines.collect::<Vec<_>>().join("\n")
}

/// A matter that says something in every field, each its own words.
fn full() -> OpinionFile {
    let mut file = matters::file(9);
    let o = &mut file.opinion;
    for field in OpinionField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        assert!(
            o.details.set(*field, Some(&format!("某{}事", field.key()))),
            "{field:?}"
        );
    }
    let Some(citizen) = &mut file.citizen else {
        panic!("somebody said it")
    };
    let person = &mut citizen.details;
    for field in CitizenField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        assert!(person.set(*field, Some(&format!("某{}人", field.key()))), "{field:?}");
    }
    o.answer = Some("某answer事".into());
    o.void_reason = Some("某void事".into());
    o.paper_no = Some("某paper号".into());
    file
}

#[test]
fn every_field_of_a_matter_and_its_person_stands_on_the_page_by_itself() {
    let mut state = desk(Lang::Zh);
    state.masked = false;
    let file = full();
    let said = page(&state, &file, true);
    // Made of the name to look it up by.
    let is_read = |field: &&CitizenField| **field != CitizenField::Pinyin;
    for field in OpinionField::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
        assert!(said.contains(&format!("某{}事", field.key())), "{field:?}\n{said}");
    }
    let texts = CitizenField::ALL.iter().filter(|field| field.kind() == ValueKind::Text);
    for field in texts.filter(is_read) {
        assert!(said.contains(&format!("某{}人", field.key())), "{field:?}\n{said}");
    }
}

#[test]
fn a_covered_screen_shows_no_word_of_a_matter_that_does_not_stand_open_for_ever() {
    let mut state = desk(Lang::Zh);
    state.masked = true;
    let mut file = full();
    file.citizen.as_mut().unwrap().details.phone = Some("13700004410".into());
    let happened = |kind: Kind| {
        let mut one = file.history[0].clone();
        one.about.paper = Some("某纸号".into());
        one.at = Moment(one.happened.0 + 86_400_000);
        one.kind = kind;
        one
    };
    let change = |field: &str| FieldChange {
        field: field.into(),
        old: Some("某旧".into()),
        new: Some("某新".into()),
    };
    let history = vec![
        happened(Kind::OpinionCorrected {
            changes: Vec::new(),
            sealed_changes: Some(vec![change("place"), change("summary")]),
            reason: Some("某更正理由".into()),
        }),
        happened(Kind::OpinionVoided {
            reason: Some("某作废理由".into()),
        }),
        happened(Kind::NumberNoted {
            family: NumberFamily::Foreign,
            system: Some("12345".into()),
            number: Some("某号".into()),
        }),
    ];
    file.history = history;
    for revealed in [false, true] {
        let said = page(&state, &file, revealed);
        assert!(!said.contains('某') && !said.contains("4410"), "{said}");
        // Where something stands is shown, and what happened.
        for line in ["地点  ****", "材料  ****", "答复  ****", "摘要  ****", "更正", "作废"] {
            assert!(said.contains(line), "{line}\n{said}");
        }
    }
    // Whoever may see only what stands open sees no line of the rest.
    state.masked = false;
    state.sight = Sight::Open;
    file.history.clear();
    let said = page(&state, &file, true);
    assert!(!said.contains('某') && !said.contains("地点"), "{said}");
    assert!(said.contains("类别"), "{said}");
}
