//! A telling chosen before the record has come: it waits for it, because only the record says whom of a group is told and
//! whether another way is to be offered.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use fixture::{commands, desk, id, load, press, said, snapshot};
use matters::serve_with;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::model::{Failure, Target};
use zhiban::app::{Effect, Input, State, opinion, update};
use zhiban::domain::code::{OpinionState, Reach, Reached, Way};
use zhiban::domain::command::{Command, Tell};
use zhiban::domain::event::{FieldChange, Kind};
use zhiban::domain::id::{CitizenId, CommandId, OpinionId, VisitId};
use zhiban::domain::moment::Moment;
use zhiban::domain::record::{Party, Promise, Touch, Try};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, FollowUp, OpinionFile, Owing, Query};
use zhiban::i18n::Lang;
use zhiban::ui::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn party(n: u128, name: &str, told: bool) -> Party {
    Party {
        citizen: CitizenId(id(n)),
        name: Some(name.into()),
        told,
        grade: None,
    }
}

/// The matter of three, of whom the first knows.
fn of_three() -> OpinionFile {
    let mut f = matters::file(5);
    f.opinion.parties = vec![
        party(401, "孙国芳", true),
        party(402, "李春生", false),
        party(403, "何玉兰", false),
    ];
    f
}

fn screen(state: &State) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf).join("\n")
}

/// Lets the record come.
fn comes(state: &mut State, effects: Vec<Effect>, file: Option<&OpinionFile>) -> Vec<Effect> {
    serve_with(state, effects, |q| match q {
        Query::File(_) => Some(Answer::File(file.cloned().map(Box::new))),
        q => matters::answer(q),
    })
}

fn told(effects: &[Effect]) -> Vec<(Option<CitizenId>, Reached)> {
    let all = commands(effects);
    let of = |c: &Command| match c {
        Command::Tell(Tell { whom, reached, .. }) => (*whom, *reached),
        c => panic!("{c:?}"),
    };
    all.iter().map(of).collect()
}

#[test]
fn of_a_group_a_quick_hand_tells_the_next_one_and_not_everybody() {
    let mut state = desk(Lang::Zh);
    // F8 and 1 arrive together; the answer of the store comes after both.
    let effects = press(&mut state, "F8 1");
    assert_eq!(told(&effects), [], "not before it is known whom");
    let effects = comes(&mut state, effects, Some(&of_three()));
    assert_eq!(told(&effects), [(Some(CitizenId(id(402))), Reached::Told)]);
    assert!(state.layers.is_empty(), "the menu goes with its choice");
}

#[test]
fn of_a_group_the_number_is_that_of_the_one_who_is_told_now() {
    let mut state = desk(Lang::Zh);
    let mut file = of_three();
    let phone = |n: &str| Some(n.to_owned());
    file.citizen.as_mut().unwrap().details.phone = phone("13712340001");
    let mut next = file.citizen.clone().unwrap();
    next.details.name = Some("李春生".into());
    next.details.phone = phone("13712340002");
    next.id = CitizenId(id(402));
    file.people = vec![next];
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&file));
    let shown = screen(&state);
    assert!(shown.contains("打 13712340002 找 李春生"), "{shown}");
    assert!(!shown.contains("13712340001"), "{shown}");
}

#[test]
fn somebody_is_told_the_way_they_said_and_a_plan_is_not_struck_off_with_it() {
    for (reach, wanted) in [
        (None, Way::Phone),
        (Some(Reach::Phone), Way::Phone),
        (Some(Reach::Message), Way::Message),
        (Some(Reach::Home), Way::InPerson),
        (Some(Reach::Comes), Way::InPerson),
    ] {
        for (class, ends) in [("A", true), ("C", false)] {
            let mut state = desk(Lang::Zh);
            let mut file = matters::file(5);
            file.citizen.as_mut().unwrap().details.reach = reach;
            file.opinion.class = Some(class.into());
            let effects = press(&mut state, "F8 1");
            let effects = comes(&mut state, effects, Some(&file));
            let [Command::Tell(Tell { way, close, .. })] = &commands(&effects)[..] else {
                panic!("{effects:?}")
            };
            assert_eq!((*way, *close), (wanted, ends), "{reach:?} {class}");
        }
    }
}

#[test]
fn the_first_choice_counts_and_esc_takes_it_back() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8 3 1");
    let effects = comes(&mut state, effects, Some(&of_three()));
    assert_eq!(told(&effects), [(Some(CitizenId(id(402))), Reached::NoAnswer)]);
    let effects = press(&mut state, "F8 1 <Esc>");
    let effects = comes(&mut state, effects, Some(&of_three()));
    assert_eq!(told(&effects), []);
    assert!(state.layers.is_empty());
}

#[test]
fn whoever_was_given_no_code_is_not_noted_as_having_come_with_it() {
    let mut state = desk(Lang::Zh);
    // 0 is pressed before it is known that there is no code; what has that digit afterwards is not what was meant.
    let effects = press(&mut state, "F8 0");
    let mut file = matters::file(5);
    file.citizen.as_mut().unwrap().claim_code = None;
    file.opinion.held = true;
    let effects = comes(&mut state, effects, Some(&file));
    assert_eq!(commands(&effects), []);
    assert_eq!(top(&state), Some("matter"), "no form of another act is opened");
    assert!(said(&state).contains("没有给过取件码"), "{}", said(&state));
    assert!(!screen(&state).contains("凭码来问"));
}

#[test]
fn a_matter_that_is_gone_is_not_told() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8 1");
    let effects = comes(&mut state, effects, None);
    assert_eq!(told(&effects), []);
    assert!(!said(&state).is_empty());
}

/// A desk where one waits to be told.
fn one_owed() -> State {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.follow_up.retain(|f| f.owing == Owing::ToTell);
    load(&mut state, snap);
    state
}

#[test]
fn one_key_for_nobody_answered_offers_another_way_after_the_third_on_two_days() {
    let mut failed = matters::file(5);
    let first = failed.opinion.tries[0];
    failed.opinion.tries.push(Try {
        at: Moment(first.at.0 + 7_200_000),
        ..first
    });
    let mut state = one_owed();
    let effects = press(&mut state, "Ctrl-n");
    let effects = comes(&mut state, effects, Some(&failed));
    assert_eq!(told(&effects), [(None, Reached::NoAnswer)]);
    let menu = format!("{:?}", state.layers.last());
    assert!(menu.contains("几次没联系上"), "{menu}");

    // The first failure offers nothing yet.
    let mut fresh = matters::file(5);
    fresh.opinion.tries.clear();
    let mut state = one_owed();
    let effects = press(&mut state, "Ctrl-n");
    let effects = comes(&mut state, effects, Some(&fresh));
    assert_eq!(told(&effects), [(None, Reached::NoAnswer)]);
    assert!(state.layers.is_empty(), "{:?}", state.layers);
}

#[test]
fn d1_a_row_of_another_kind_is_not_called_for_and_the_count_is_said() {
    let mut state = desk(Lang::Zh);
    state.focus = zhiban::app::Pane::Follow;
    let effects = press(&mut state, "<Down> Ctrl-n");
    assert_eq!(told(&effects), []);
    assert!(said(&state).contains("待反馈的有 3 件"), "{}", said(&state));
}

#[test]
fn what_needs_no_record_does_not_wait() {
    let mut state = desk(Lang::Zh);
    // 9 is the record itself.
    let effects = press(&mut state, "F8 9");
    let asked = |e: &Effect| matches!(e, Effect::Ask { query: Query::File(o), .. } if *o == OpinionId(id(2107)));
    assert_eq!(effects.iter().filter(|e| asked(e)).count(), 2, "{effects:?}");
    assert_eq!(matters::file(5).opinion.state, OpinionState::Answered);
}

/// The act was refused, as somebody else's hand may have it.
fn refused(state: &mut State, effects: &[Effect], why: Refusal) -> Vec<Effect> {
    let result = Err(Failure::Refused(Box::new(why)));
    update(
        state,
        Input::Executed {
            id: sent(effects),
            result,
        },
    )
}

/// The act that was sent.
fn sent(effects: &[Effect]) -> CommandId {
    let id = |e: &Effect| match e {
        Effect::Execute(request) => Some(request.id),
        _ => None,
    };
    effects.iter().find_map(id).unwrap()
}

/// Of several somebody else was quicker with the first: the digit that was meant for her tells nobody else.
#[test]
fn a_digit_pressed_again_after_a_refusal_is_not_for_the_next_of_several() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&of_three()));
    let effects = press(&mut state, "1");
    assert_eq!(told(&effects), [(Some(CitizenId(id(402))), Reached::Told)]);
    let why = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0107".into(),
        touch: Touch::default(),
        visit: None,
        next: None,
    };
    let effects = refused(&mut state, &effects, why);
    let mut by_now = of_three();
    by_now.opinion.parties[1].told = true;
    by_now.opinion.rev = 9;
    comes(&mut state, effects, Some(&by_now));
    let effects = press(&mut state, "1");
    assert_eq!(commands(&effects), [], "nobody else is told by it");
    assert!(said(&state).contains("这一位已经告诉过了"), "{}", said(&state));
}

#[test]
fn a_refusal_leaves_the_menu_and_the_next_digit_goes_to_it() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&matters::file(5)));
    let effects = press(&mut state, "1");
    assert_eq!(told(&effects).len(), 1);
    assert!(state.layers.is_empty());
    let moved = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0107".into(),
        touch: Touch {
            by: "何敏".into(),
            ..Touch::default()
        },
        visit: None,
        next: None,
    };
    let effects = refused(&mut state, &effects, moved);
    assert!(said(&state).contains("何敏"), "{}", said(&state));
    assert_eq!(state.layers.len(), 1, "{:?}", state.layers);
    // It is read anew, and what is chosen next is of the matter as it is now.
    comes(&mut state, effects, Some(&matters::file(9)));
    let effects = press(&mut state, "3");
    assert!(
        matches!(
            &commands(&effects)[..],
            [Command::Tell(Tell {
                rev: 9,
                reached: Reached::NoAnswer,
                ..
            })]
        ),
        "{effects:?}"
    );
}

#[test]
fn a_matter_that_somebody_told_meanwhile_offers_no_telling_any_more() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&matters::file(5)));
    let effects = press(&mut state, "1");
    let mut gone = matters::file(9);
    gone.opinion.state = OpinionState::Told;
    let why = Refusal::OpinionState {
        number: gone.opinion.number.clone(),
        state: OpinionState::Told,
        touch: None,
    };
    let effects = refused(&mut state, &effects, why);
    comes(&mut state, effects, Some(&gone));
    let effects = press(&mut state, "1");
    assert_eq!(commands(&effects), Vec::<Command>::new());
    assert!(said(&state).contains("已经告诉反映人了"), "{}", said(&state));
    assert_eq!(state.layers.len(), 1);
}

#[test]
fn an_act_that_is_not_possible_leaves_what_it_was_chosen_in() {
    let mut state = desk(Lang::Zh);
    // Whoever waits is called by another; the menu of the one who waits stays.
    state.focus = zhiban::app::Pane::Queue;
    press(&mut state, "<Enter>");
    let before = state.layers.len();
    assert_eq!(before, 1, "{:?}", state.layers);
    let effects = press(&mut state, "1");
    let effects = refused(&mut state, &effects, Refusal::NumbersStopped);
    assert_eq!(state.layers.len(), before);
    assert!(!said(&state).is_empty() && effects.iter().all(|e| !matches!(e, Effect::Execute(_))));
    let effects = press(&mut state, "1");
    assert_eq!(commands(&effects).len(), 1, "the same digit means the same");
}

fn promised(visit: VisitId) -> Promise {
    Promise {
        visit,
        ..fixture::promise(8, "周德旺", None, None)
    }
}

/// Every kind of row there is among what is owed.
fn rows() -> Vec<FollowUp> {
    let snap = snapshot();
    let matter = snap.follow_up.iter().find(|f| f.owing == Owing::ToTell).unwrap();
    let visit = snap.queue.iter().find(|v| v.heads > 1).unwrap();
    let of = |owing: &Owing| match owing {
        Owing::TellHead | Owing::Promised | Owing::Unwritten => FollowUp {
            owing: *owing,
            opinion: None,
            visit: Some((visit.id, visit.rev)),
            ..matter.clone()
        },
        Owing::BackUp => FollowUp {
            owing: *owing,
            opinion: None,
            ..matter.clone()
        },
        Owing::Overdue
        | Owing::ToTell
        | Owing::AskToday
        | Owing::DueSoon
        | Owing::Dissatisfied
        | Owing::Unhandled
        | Owing::ToClose
        | Owing::InHand => FollowUp {
            owing: *owing,
            ..matter.clone()
        },
    };
    Owing::ALL.iter().map(of).collect()
}

#[test]
fn enter_and_enter_again_on_whatever_is_owed_writes_nothing() {
    let writes = |effects: &[Effect]| {
        effects
            .iter()
            .any(|e| matches!(e, Effect::Execute(_) | Effect::DeleteDraft { .. }))
    };
    for row in rows() {
        for comes_between in [true, false] {
            let mut state = desk(Lang::Zh);
            let visit = row.visit.filter(|_| row.owing == Owing::Promised);
            state.snap.promised.extend(visit.map(|(v, _)| promised(v)));
            let effects = zhiban::app::follow::open(&mut state, &row);
            let place = format!("{:?}: {:?}", row.owing, state.layers.last());
            assert!(!writes(&effects) && !state.layers.is_empty(), "{place}");
            let file = matters::file(5);
            let (now, then) = if comes_between {
                (effects, Vec::new())
            } else {
                (Vec::new(), effects)
            };
            let more = comes(&mut state, now, Some(&file));
            let pressed = press(&mut state, "<Enter>");
            let later = comes(&mut state, then, Some(&file));
            assert!(![more, pressed, later].iter().any(|e| writes(e)), "{place}");
        }
    }
}

/// The act was carried out.
fn carried_out(state: &mut State, effects: &[Effect]) -> Vec<Effect> {
    let result = Ok(zhiban::domain::view::Outcome::default());
    update(
        state,
        Input::Executed {
            id: sent(effects),
            result,
        },
    )
}

/// Somebody told it meanwhile.
fn told_by_another() -> Refusal {
    Refusal::OpinionState {
        number: "03-2026-0107".into(),
        state: OpinionState::Told,
        touch: None,
    }
}

/// The choices for telling, over the record: keys wait for nothing there.
/// Who may be told through somebody they named.
fn relayed() -> OpinionFile {
    let mut file = matters::file(5);
    file.opinion.details.may_relay = Some("邻居李嫂".into());
    file
}

fn on_the_record() -> State {
    let mut state = one_owed();
    let id = OpinionId(id(2107));
    let effects = zhiban::app::opinion::open(&mut state, zhiban::app::model::Target::Filed(id));
    comes(&mut state, effects, Some(&relayed()));
    let (rev, number) = (5, "03-2026-0107".into());
    let seen = zhiban::app::model::Seen { id, rev, number };
    let effects = zhiban::app::opinion::menus::tell_menu(&mut state, &seen, None);
    comes(&mut state, effects, Some(&relayed()));
    state
}

/// F8 and 号码不对, with what it opened on top.
fn wrong_number(mut state: State) -> (State, Vec<Effect>) {
    let effects = press(&mut state, "4");
    assert_eq!(told(&effects), [(None, Reached::Wrong)]);
    assert!(screen(&state).contains("1 更正反映人"));
    (state, effects)
}

fn owed_and_called() -> State {
    let mut state = one_owed();
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&relayed()));
    state
}

fn typed(state: &mut State, text: &str) {
    update(state, Input::Text(text.into()));
}

fn top(state: &State) -> Option<&'static str> {
    state.layers.last().map(zhiban::app::model::Layer::name)
}

#[test]
fn what_follows_a_telling_waits_until_it_is_written_down() {
    for desk in [owed_and_called, on_the_record] {
        // Nothing of it is typed into before: the form would hang on an act that may be refused.
        let (mut state, effects) = wrong_number(desk());
        press(&mut state, "2");
        typed(&mut state, "邻居李嫂");
        assert_eq!(top(&state), Some("matter"));
        let after = carried_out(&mut state, &effects);
        assert_eq!(commands(&after), []);
        assert_eq!(top(&state), Some("tell"));
        assert!(screen(&state).contains("邻居李嫂"), "{}", screen(&state));

        // Refused, it goes, and what was pressed for it goes nowhere else: the digits behind it would say that she was told.
        let under = desk().layers.len() - 1;
        let (mut state, effects) = wrong_number(desk());
        press(&mut state, "3");
        let after = refused(&mut state, &effects, told_by_another());
        assert_eq!(commands(&after), []);
        assert_eq!(state.layers.len(), under, "{:?}", state.layers);
        assert!(said(&state).contains("没有"), "{}", said(&state));
        let (mut state, effects) = wrong_number(desk());
        let id = sent(&effects);
        let result = Err(Failure::Trouble("磁盘满了，没有存上".into()));
        update(&mut state, Input::Executed { id, result });
        assert_eq!(state.layers.len(), under, "{:?}", state.layers);
        assert!(said(&state).contains("磁盘满了"), "{}", said(&state));
    }
}

#[test]
fn a_run_of_text_waits_as_its_keys_would() {
    // 4 and 3 arrive together.
    let mut state = owed_and_called();
    let effects = update(&mut state, Input::Text("43".into()));
    assert_eq!(
        (told(&effects), top(&state)),
        (vec![(None, Reached::Wrong)], Some("matter"))
    );
    carried_out(&mut state, &effects);
    assert_eq!(top(&state), Some("tell"));
}

#[test]
fn a_refusal_closes_no_form_that_was_opened_meanwhile() {
    for (choice, back) in [("4", "<Esc>"), ("1", "")] {
        for trouble in [false, true] {
            let mut state = on_the_record();
            let effects = press(&mut state, choice);
            assert_eq!(told(&effects).len(), 1);
            // On to something else, of the depth that the choice left or of another.
            press(&mut state, back);
            press(&mut state, "F5");
            typed(&mut state, "村口弯道看不见");
            let (depth, name) = (state.layers.len(), top(&state));
            assert_eq!(name, Some("opinion"), "{:?}", state.layers);
            if trouble {
                let result = Err(Failure::Trouble("磁盘满了".into()));
                let id = sent(&effects);
                update(&mut state, Input::Executed { id, result });
                assert!(said(&state).contains("磁盘满了"), "{}", said(&state));
            } else {
                refused(&mut state, &effects, told_by_another());
            }
            assert_eq!((state.layers.len(), top(&state)), (depth, name), "{choice}");
            assert!(screen(&state).contains("村口弯道看不见"), "{}", screen(&state));
        }
    }
}

#[test]
fn after_a_wrong_number_the_right_one_is_the_next_choice() {
    let mut state = one_owed();
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&matters::file(5)));
    let effects = press(&mut state, "4");
    assert_eq!(told(&effects), [(None, Reached::Wrong)]);
    let shown = screen(&state);
    assert!(shown.contains("1 更正反映人"), "{shown}");
    carried_out(&mut state, &effects);
    let effects = press(&mut state, "<Enter>");
    assert_eq!(commands(&effects), Vec::<Command>::new());
    let form = state.layers.last().map(zhiban::app::model::Layer::name);
    assert_eq!(form, Some("person"));
}

#[test]
fn a_number_known_to_be_wrong_is_not_offered_again_until_it_is_put_right() {
    let number = matters::file(5).citizen.unwrap().details.phone.unwrap();
    let mut file = matters::file(5);
    let tried = Moment(file.history.last().unwrap().happened.0 + 60_000);
    file.opinion.tries.push(Try {
        seq: 0,
        citizen: None,
        at: tried,
        reached: Reached::Wrong,
    });
    let about = |file: &OpinionFile| {
        let mut state = one_owed();
        let effects = press(&mut state, "F8");
        comes(&mut state, effects, Some(file));
        screen(&state)
    };
    let shown = about(&file);
    assert!(
        shown.contains(&format!("{number} 号码不对（")) && !shown.contains(&format!("打 {number}")),
        "{shown}"
    );
    let mut corrected = file.history.last().unwrap().clone();
    corrected.happened = Moment(tried.0 + 60_000);
    corrected.kind = Kind::CitizenCorrected {
        changes: Vec::new(),
        sealed_changes: Some(vec![FieldChange {
            field: "phone".into(),
            old: None,
            new: Some(number.clone()),
        }]),
        reason: None,
    };
    file.history.push(corrected);
    let shown = about(&file);
    assert!(
        !shown.contains("号码不对（") && shown.contains(&format!("打 {number}")),
        "{shown}"
    );
}

#[test]
fn nobody_is_rung_who_wishes_to_be_found_otherwise() {
    for (reach, words) in [
        (Reach::Comes, "自己来问，来了就告诉"),
        (Reach::Home, "上门告诉"),
        (Reach::Message, "发消息给"),
        (Reach::Phone, "打 "),
    ] {
        let mut state = one_owed();
        let mut file = matters::file(5);
        if let Some(c) = &mut file.citizen {
            c.details.reach = Some(reach);
        }
        let effects = press(&mut state, "F8");
        comes(&mut state, effects, Some(&file));
        let shown = screen(&state);
        assert!(shown.contains(words), "{reach:?} {shown}");
        assert_eq!(shown.contains("打 1"), reach == Reach::Phone, "{shown}");
    }
}

#[test]
fn what_is_said_is_read_to_its_end_and_covers_no_caret() {
    let text = [
        "这件事现在不能这样办，因为它已经由别人办过了；".repeat(4),
        "下一步：按第七号键。".into(),
    ]
    .concat();
    let mut state = desk(Lang::Zh);
    state.say(zhiban::app::model::Mood::Warn, text.clone());
    let shown = screen(&state);
    let all: String = shown
        .lines()
        .rev()
        .take(4)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .map(str::trim)
        .collect();
    assert!(all.ends_with(&text), "{shown}");
    // Under a caret with one line below it the middle goes, never what to do next.
    for keys in ["F5", "F3"] {
        let mut state = desk(Lang::Zh);
        press(&mut state, keys);
        state.say(zhiban::app::model::Mood::Warn, text.repeat(12));
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        let caret = draw(&state, &Theme::shipped("plain", false), &mut buf).unwrap();
        let rows = lines_of(&buf);
        assert!(rows[23].trim_end().ends_with("下一步：按第七号键。"), "{rows:#?}");
        assert!(rows[usize::from(caret.1) + 1..].concat().contains(".."), "{rows:#?}");
        let of_text = |row: &String| row.contains("不能这样办") || row.contains("第七号键");
        assert!(!rows[..=usize::from(caret.1)].iter().any(of_text), "{rows:#?}");
    }
}

/// A telling that was begun before somebody else told her: it is not filed by one key, and it is said where her words can go.
#[test]
fn a_draft_of_a_telling_for_somebody_told_meanwhile_asks_before_it_is_filed() {
    let mut state = desk(Lang::Zh);
    let mut file = of_three();
    file.opinion.parties[1].told = true;
    let whom = file.opinion.parties[1].citizen;
    let body = format!(
        r#"{{"form":"tell","schema":1,"fields":{{"whom":{{"pick":{{"code":"{whom}","label":"李春生"}}}},
        "reached":{{"pick":{{"code":"told","label":""}}}},"way":{{"pick":{{"code":"phone","label":""}}}},
        "note":{{"text":"她说谢谢"}}}}}}"#
    );
    let draft = matters::draft("tell", &file.opinion.id.to_string(), &body);
    let id = draft.id;
    let effects = opinion::open(&mut state, Target::Draft(id));
    serve_with(&mut state, effects, |q| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(file.clone())))),
        Query::Drafts { .. } => Some(Answer::Drafts(vec![draft.clone()])),
        q => matters::answer(q),
    });
    let effects = press(&mut state, "F9");
    assert_eq!(told(&effects), [], "{}", screen(&state));
    let shown: String = screen(&state).split_whitespace().collect();
    assert!(shown.contains("已经告诉过了") && shown.contains("记评价"), "{shown}");
    let effects = press(&mut state, "2");
    assert_eq!(told(&effects), [(Some(whom), Reached::Told)]);
}
