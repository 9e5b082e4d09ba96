//! The opinion form, what it needs, offers and keeps.

use crate::fixture::{self, commands, desk, ok, press, quiet, refuse, requests, said};
use crate::matters::{self, draft, serve, serve_with};
use crate::{entry, filed, keys, matter, screen, sheet};
use zhiban::app::model::Layer;
use zhiban::app::{Effect, Input, update};
use zhiban::domain::code::{Grade, Reach};
use zhiban::domain::command::{Command, CountAccusation, Handling, Speaker, VisitRef};
use zhiban::domain::id::{CitizenId, VisitId};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, Draft, Query};
use zhiban::form::Value;
use zhiban::i18n::Lang;

#[test]
fn only_words_are_needed_and_one_key_files() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 Ctrl-z");
    assert_eq!(sheet(&state).form.text("words"), "村口弯道看不见");
    assert_eq!(sheet(&state).form.text("name"), "王秀英");
    let effects = keys(&mut state, "对面来车 F9");
    let e = entry(&effects);
    assert_eq!(e.details.words, "村口弯道看不见对面来车");
    assert_eq!(e.visit, VisitRef::Known(VisitId(fixture::id(1005))));
    assert_eq!(e.handling, Handling::Undecided);
    assert_eq!(e.details.deputies.len(), 1, "those at this table");
    assert!(requests(&effects)[0].draft.is_some(), "filing removes the draft");
}

#[test]
fn category_takes_two_keys_and_handing_over_three() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 Ctrl-z 对面来车");
    keys(&mut state, "<Tab> 1");
    assert!(sheet(&state).form.code("category").is_some(), "Tab and a digit");
    keys(&mut state, "<PageDown>");
    assert_eq!(sheet(&state).form.focus(), Some("handling"));
    let effects = keys(&mut state, "2 1 F9");
    let e = entry(&effects);
    let Handling::HandOver(h) = e.handling else {
        panic!("{:?}", e.handling)
    };
    assert_eq!(h.lead.unit.0, fixture::id(302), "村建办 handles 弯道");
    assert_eq!(h.lead.due.unwrap().to_string(), "2026-12-14");
    assert_eq!(h.person.as_deref(), Some("何主任"));
}

#[test]
fn whoever_was_spoken_to_stays_when_another_unit_is_chosen() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 Ctrl-z x <Tab> dl 1 <PageDown> 2 1");
    assert_eq!(sheet(&state).form.text("contact"), "何主任");
    let to = |state: &mut zhiban::app::State, key: &str, field| {
        let wanted = |state: &zhiban::app::State| sheet(state).form.focus() == Some(field);
        (0..40).any(|_| {
            if !wanted(state) {
                keys(state, key);
            }
            wanted(state)
        });
        assert!(wanted(state), "{field}");
    };
    to(&mut state, "<Shift-Tab>", "unit");
    keys(&mut state, "<Backspace> <Backspace> <Backspace> g d 1");
    assert_eq!(sheet(&state).form.text("contact"), "熊所长", "nobody was typed");
    to(&mut state, "<Tab>", "contact");
    keys(&mut state, "老贺");
    to(&mut state, "<Shift-Tab>", "unit");
    keys(&mut state, "<Backspace> <Backspace> <Backspace> c j b 1");
    assert_eq!(
        (sheet(&state).form.text("unit"), sheet(&state).form.text("contact")),
        ("村建办", "老贺")
    );
}

#[test]
fn a_unit_by_pinyin_takes_three_keys() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 Ctrl-z x <Tab> dl 1 <PageDown> 2");
    assert_eq!(sheet(&state).form.focus(), Some("unit"));
    keys(&mut state, "g d 1");
    assert_eq!(sheet(&state).form.text("unit"), "供电所");
}

#[test]
fn answered_on_the_spot_and_satisfied_is_two_keys_and_the_answer() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x <PageDown>");
    let effects = keys(&mut state, "1 1 已当面说明 F9");
    let Handling::OnSpot(s) = entry(&effects).handling else {
        panic!()
    };
    assert_eq!(
        (s.grade, s.answer.as_deref().unwrap(), s.class.as_str()),
        (Some(Grade::Satisfied), "已当面说明", "D")
    );
}

#[test]
fn guidance_brings_its_own_place_and_phone() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 x <PageDown> 3 1 F9");
    let Handling::Guide(g) = entry(&effects).handling else {
        panic!("{}", said(&state))
    };
    assert_eq!(
        (g.reason.as_str(), g.phone.as_deref(), g.told),
        ("T1", Some("12368"), true)
    );
    assert_eq!(g.destination.as_deref(), Some("县法院诉讼服务中心"));
}

#[test]
fn an_accusation_is_asked_once_and_leaves_nothing_behind() {
    let mut state = desk(Lang::Zh);
    let mut effects = keys(&mut state, "F5 某干部吃拿卡要 <PageDown> 3 4");
    assert!(commands(&effects).is_empty());
    assert!(matches!(state.layers.last(), Some(Layer::Menu(m)) if m.modal));
    effects.extend(keys(&mut state, "1"));
    let [Command::CountAccusation(CountAccusation { reason, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(reason, "T4");
    assert!(requests(&effects)[0].draft.is_some(), "an autosaved draft goes with it");
    let left = format!("{state:?}");
    assert!(!left.contains("吃拿卡要"), "nothing typed stays in the state");
    ok(&mut state, &effects, |_| {});
    let page = screen(&state, 80, 24, "plain");
    assert!(page.contains("12388") && !page.contains("吃拿卡要"), "{page}");
}

#[test]
fn words_whose_filing_was_refused_are_forgotten_with_the_accusation_too() {
    let mut state = desk(Lang::Zh);
    let tried = keys(&mut state, "F5 某干部吃拿卡要 <PageDown> 4 F9");
    assert_eq!(commands(&tried).len(), 1, "{:?}", state.layers);
    refuse(&mut state, &tried, Refusal::NoStation);
    assert!(
        format!("{state:?}").contains("吃拿卡要"),
        "it is there to be tried again"
    );
    keys(&mut state, "<Up> 3 4 1");
    assert!(sheet(&state).busy.is_some());
    assert!(!format!("{state:?}").contains("吃拿卡要"));
}

#[test]
fn going_back_from_an_accusation_keeps_the_words() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 某干部 <PageDown> 3 4 2");
    assert!(sheet(&state).form.text("words").ends_with("某干部"));
    assert_eq!(sheet(&state).form.code("reason"), None);
}

#[test]
fn a_wrong_phone_never_blocks() {
    let mut state = quiet(Lang::Zh);
    keys(&mut state, "F5 路灯不亮 <PageDown> 王秀英 <Tab> 1370000441 <Tab>");
    assert!(matter(&state).doubt.as_ref().unwrap().contains("少了1位"));
    let e = entry(&keys(&mut state, "F9"));
    let Speaker::New(c) = e.speaker else { panic!() };
    assert_eq!((c.phone, c.reach_note.as_deref()), (None, Some("电话原样：1370000441")));
    assert_eq!(
        e.visit,
        VisitRef::Unqueued {
            session: None,
            heads: 1
        }
    );
}

#[test]
fn earlier_matters_of_the_phone_show_without_stopping_the_typing() {
    let mut state = quiet(Lang::Zh);
    keys(&mut state, "F5 路灯不亮 <PageDown> 王秀英 <Tab> 13700004410");
    assert!(matter(&state).task.new_matter().unwrap().earlier.is_empty());
    keys(&mut state, "<Tab>");
    assert_eq!(matter(&state).task.new_matter().unwrap().earlier.len(), 1);
    assert_eq!(sheet(&state).form.focus(), Some("village"));
    assert!(screen(&state, 80, 24, "plain").contains("03-2026-0098 石桥村减速带 办理中（村建办）"));
}

#[test]
fn nobody_is_forced_to_invent_a_name() {
    let mut state = quiet(Lang::Zh);
    let effects = keys(&mut state, "F5 路灯不亮 F9");
    assert!(commands(&effects).is_empty());
    let effects = keys(&mut state, "1");
    let Speaker::New(c) = entry(&effects).speaker else {
        panic!()
    };
    assert!(c.anonymous && c.name.is_none());
    assert_eq!(c.reach, Some(Reach::Comes));
    let after = ok(&mut state, &effects, |o| {
        o.number = Some("03-2026-0114".into());
        o.visit = Some(VisitId(fixture::id(1099)));
        o.citizen = Some(CitizenId(fixture::id(402)));
        o.claim_code = Some("042137".into());
    });
    serve(&mut state, after);
    assert!(screen(&state, 80, 24, "plain").contains("042137"));
}

#[test]
fn several_matters_of_one_visit_need_one_identity() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 Ctrl-z F9");
    filed(&mut state, &effects, "03-2026-0114");
    assert!(screen(&state, 80, 24, "plain").contains("03-2026-0114"));
    keys(&mut state, "1");
    assert!(sheet(&state).title.contains("第2件"), "{}", sheet(&state).title);
    assert!(!sheet(&state).form.is_visible("name"));
    assert_eq!(sheet(&state).form.text("words"), "");
    let effects = keys(&mut state, "路灯也不亮 F9");
    assert_eq!(entry(&effects).speaker, Speaker::Known(CitizenId(fixture::id(401))));
    filed(&mut state, &effects, "03-2026-0115");
    let page = screen(&state, 80, 24, "plain");
    assert!(
        page.contains("03-2026-0114") && page.contains("03-2026-0115") && page.contains("共2件"),
        "{page}"
    );
    keys(&mut state, "<Esc>");
    assert!(state.layers.is_empty());
}

#[test]
fn what_is_typed_is_kept_within_a_second_and_offered_again() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 Ctrl-z 对面来车");
    let due = zhiban::app::wake_at(&state).unwrap();
    assert_eq!(due.0 - state.now.0, 800);
    let effects = update(&mut state, Input::Tick(due));
    let [Effect::SaveDraft(words)] = &effects[..] else {
        panic!("{effects:?}")
    };
    let Draft {
        id, form, target, body, ..
    } = &words.draft;
    assert_eq!(
        (form.as_str(), target.as_str()),
        ("opinion", fixture::id(1005).to_string().as_str())
    );
    assert!(screen(&state, 80, 24, "plain").contains("未存"));
    update(
        &mut state,
        Input::DraftSaved {
            id: *id,
            result: Ok(()),
        },
    );
    assert!(screen(&state, 80, 24, "plain").contains("已存 09:42"));
    let effects = keys(&mut state, "<Esc>");
    assert!(
        !effects.iter().any(|e| matches!(e, Effect::SaveDraft { .. })),
        "saved already"
    );
    assert!(state.layers.is_empty() && said(&state).contains("没写完"));
    // Again F5: the old words are offered, and a second F5 takes them.
    let old = draft("opinion", target, body);
    let with_draft = |q: &Query| match q {
        Query::Drafts { .. } => Some(Answer::Drafts(vec![old.clone()])),
        q => matters::answer(q),
    };
    let effects = press(&mut state, "F5");
    serve_with(&mut state, effects, with_draft);
    assert!(screen(&state, 80, 24, "plain").contains("没写完：09:31"));
    let effects = press(&mut state, "F5");
    serve_with(&mut state, effects, with_draft);
    assert_eq!(sheet(&state).form.text("words"), "村口弯道看不见对面来车");
    let effects = press(&mut state, "F9");
    let lease = requests(&effects)[0].draft.as_ref().unwrap().lease;
    assert_eq!((lease.draft.0, lease.generation), (fixture::id(700), 2));
}

#[test]
fn a_refusal_loses_nothing_and_the_next_key_files() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 Ctrl-z 对面来车 F9");
    refuse(&mut state, &effects, Refusal::NotFound(Subject::Deputy));
    assert!(!said(&state).is_empty());
    assert_eq!(sheet(&state).form.text("words"), "村口弯道看不见对面来车");
    assert_eq!(commands(&keys(&mut state, "F9")).len(), 1);
}

#[test]
fn after_trouble_the_same_words_go_out_under_the_same_id() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 Ctrl-z F9");
    let id = requests(&effects)[0].id;
    let result = Err(zhiban::app::model::Failure::Trouble("磁盘满了".into()));
    update(&mut state, Input::Executed { id, result });
    assert_eq!(requests(&keys(&mut state, "F9"))[0].id, id);
}

#[test]
fn several_deputies_are_marked_in_one_list_by_letters_and_digits() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 Ctrl-z 对面来车");
    while sheet(&state).form.focus() != Some("deputies") {
        keys(&mut state, "<Tab>");
    }
    // The first letter opens the list with what is ticked; Enter marks the one found, a digit one more, and again takes back.
    keys(&mut state, "wh <Enter>");
    let shown = screen(&state, 80, 24, "plain");
    assert!(shown.contains("[x] 张建军") && shown.contains("[x] 王海"), "{shown}");
    assert!(shown.contains("[ ] 李桂兰"), "{shown}");
    assert!(
        shown.contains("张建军 王海"),
        "the title names them, on whatever page they stand\n{shown}"
    );
    keys(&mut state, "lgl 1 lgl 1");
    assert!(matches!(state.layers.last(), Some(Layer::Picker(_))));
    keys(&mut state, "<Enter>");
    let picked = |state: &zhiban::app::State| match sheet(state).form.value("deputies") {
        Some(Value::Picks(picks)) => picks.into_iter().map(|p| p.label).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(picked(&state), ["张建军", "王海"]);
    // The rows found and their digits stay where they are: the same digit means the same deputy.
    keys(&mut state, "<BackTab> l 1 1");
    let shown = screen(&state, 80, 24, "plain");
    assert!(
        shown.contains("张建军 王海") && shown.contains("1 [ ] 李桂兰"),
        "{shown}"
    );
    keys(&mut state, "<Esc>");
    // Esc in the list changes nothing, and whoever was found is ticked by digits from now on.
    keys(&mut state, "l 1 <Esc>");
    assert_eq!(picked(&state), ["张建军", "王海"]);
    let entry = entry(&keys(&mut state, "1 F9"));
    let ids: Vec<_> = entry.details.deputies.iter().map(|d| d.0).collect();
    assert_eq!(ids, [fixture::id(104)]);
}

#[test]
fn who_received_visitors_is_ticked_for_no_call_and_no_letter_unless_somebody_ticks_them() {
    let to = |state: &mut zhiban::app::State, field| {
        let wanted = |state: &zhiban::app::State| sheet(state).form.focus() == Some(field);
        let steps = ["<Tab>"; 40].into_iter().chain(["<BackTab>"; 40]);
        for step in steps {
            if wanted(state) {
                return;
            }
            keys(state, step);
        }
        panic!("{field}");
    };
    let ticked = |state: &zhiban::app::State| sheet(state).form.is_filled("deputies");
    for visit in [true, false] {
        let mut state = if visit { desk(Lang::Zh) } else { quiet(Lang::Zh) };
        keys(&mut state, "F5 x");
        let at_first = ticked(&state);
        assert_eq!(at_first, visit);
        to(&mut state, "channel");
        keys(&mut state, "2");
        assert!(!ticked(&state));
        let shown = screen(&state, 120, 36, "plain");
        assert_eq!(shown.contains("代表都没有勾"), visit, "{shown}");
        // A slip is put right with all that followed from it.
        to(&mut state, "channel");
        keys(&mut state, "1");
        assert_eq!(ticked(&state), at_first);
        assert!(!screen(&state, 120, 36, "plain").contains("代表都没有勾"));
    }
    // Whoever ticks one means it.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x");
    to(&mut state, "channel");
    keys(&mut state, "2");
    to(&mut state, "deputies");
    keys(&mut state, "1 <Enter>");
    assert!(ticked(&state));
    to(&mut state, "channel");
    keys(&mut state, "3");
    assert!(ticked(&state));
}
