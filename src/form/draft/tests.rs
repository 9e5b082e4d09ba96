use super::*;
use crate::form::spec::{FieldSpec, FormSpec, Visible};
use crate::form::state::tests::{opinion, say};
use crate::form::{FormInput, Pick};
use crossterm::event::KeyCode;
use proptest::prelude::*;

#[test]
fn what_no_field_can_hold_comes_back_as_text() {
    let json = r#"{"form":"opinion","schema":7,"focus":"gone","fields":{
        "words":{"text":"路灯不亮"},
        "oldnote":{"text":"别忘了回话"},
        "category":{"pick":{"code":"x9","label":"老类别"}},
        "people":{"count":{"n":23,"unit":"人"}},
        "tags":{"picks":[{"code":"c1","label":"项1"},{"code":"z","label":"没了"}]},
        "group":{"flag":true},
        "due":{"text":"明天"}
    },"written_by":"a later version"}"#;
    let mut f = opinion();
    f.prefill("place", &Value::Pick(Pick::of("v1", "石桥村")));
    let left = f.restore(&Draft::parse(json).unwrap());
    let left: Vec<(&str, &str)> = left.iter().map(|l| (l.field.as_str(), l.text.as_str())).collect();
    assert_eq!(
        left,
        [
            ("category", "老类别"),
            ("oldnote", "别忘了回话"),
            ("people", "23 人"),
            ("tags", "没了")
        ]
    );
    assert_eq!(
        (f.text("words"), f.text("place"), f.text("due")),
        ("路灯不亮", "石桥村", "明天")
    );
    assert!(f.flag("group") && f.has("tags", "c1"));
    assert_eq!(f.focus(), Some("words"));
}

#[test]
fn a_field_cleared_by_the_person_stays_cleared() {
    let mut f = opinion();
    f.prefill("title", &Value::Text("甲".to_owned()));
    f.focus_on("title");
    f.handle(FormInput::Key(KeyCode::Backspace));
    let draft = f.snapshot();
    let mut g = opinion();
    g.prefill("title", &Value::Text("甲".to_owned()));
    g.restore(&draft);
    assert_eq!((g.text("title"), g.focus()), ("", Some("title")));
}

/// Whoever the words are about, of several, and the deputies who heard them.
fn of_people() -> FormState {
    let people = [("u1", "王强"), ("u2", "周丽"), ("u3", "李娜"), ("u4", "李娜")];
    let options = people.map(|(code, name)| ChoiceOption::new(code, name)).to_vec();
    let deputies = [("d1", "张建军"), ("d2", "刘芳")].map(|(code, name)| ChoiceOption::new(code, name));
    let several = Kind::Multi {
        options: deputies.to_vec(),
        more: false,
    };
    let fields = vec![
        FieldSpec::new("whom", "反映人", Kind::Choice { options }).of_people(),
        FieldSpec::new("deputies", "接待代表", several),
        FieldSpec::new("place", "地点", Kind::Text { max: 40 }),
        FieldSpec::new("mark", "", Kind::Text { max: 1 }).when(Visible::Test(|_| false)),
    ];
    let mut f = FormState::new(FormSpec::new("tell", 1, say, fields));
    f.show_record("whom", &Value::Pick(Pick::of("u2", "周丽")));
    let deputies = [("d2", "刘芳"), ("d1", "张建军")].map(|(code, name)| Pick::of(code, name));
    f.show_record("deputies", &Value::Picks(deputies.to_vec()));
    f.show_record("place", &Value::Text("石桥村口".to_owned()));
    f.show_record("mark", &Value::Text("1".to_owned()));
    f
}

#[test]
fn a_draft_of_before_says_of_nobody_what_nobody_changed() {
    let of = |whom: &str| {
        let json = format!(
            r#"{{"form":"tell","schema":1,"fields":{{"whom":{{"pick":{{"code":"0","label":"{whom}"}}}},
            "deputies":{{"picks":[{{"code":"d1","label":"张建军"}},{{"code":"d2","label":"刘芳"}}]}},
            "place":{{"text":"石桥村口 "}},"mark":"empty"}}}}"#
        );
        Draft::parse(&json).unwrap()
    };
    // A person was kept by their place in a list; the one who is called so is meant.
    let mut f = of_people();
    assert_eq!(f.restore(&of("王强")), []);
    assert_eq!(
        f.code("whom"),
        Some("u1"),
        "the words are theirs, whoever is the next by now"
    );
    assert_eq!((f.take_apart(), f.unsure()), (Vec::new(), None));
    assert_eq!(f.text("mark"), "1", "a mark follows from the record");
    // Of two who are called so nobody is guessed.
    let mut f = of_people();
    let left = f.restore(&of("李娜"));
    assert_eq!((left.len(), f.code("whom")), (1, Some("u2")), "{left:?}");
}

#[test]
fn nonsense_is_an_error_and_not_a_panic() {
    assert!(Draft::parse("").is_err());
    assert!(Draft::parse("[1]").is_err());
}

#[test]
fn a_save_is_due_after_a_pause_or_a_second() {
    let mut a = Autosave::default();
    assert_eq!((a.deadline(), a.is_clean()), (None, true));
    a.typed(10_000);
    assert!(!a.due(10_799) && a.due(10_800));
    a.typed(10_700);
    assert!(!a.due(10_989) && a.due(10_990));
    assert!(a.due(5_000), "the clock went back");
    a.sent();
    assert!(!a.due(99_000) && !a.is_clean() && !a.is_unsent());
    a.typed(11_100);
    assert!(!a.due(99_000), "one save at a time");
    assert!(a.is_unsent(), "and whoever leaves now has to send another");
    a.saved(11_200);
    assert_eq!((a.saved_at(), a.is_clean(), a.due(11_900)), (Some(11_200), false, true));
    a.sent();
    a.failed(12_000);
    assert_eq!(
        (a.deadline(), a.is_clean(), a.saved_at()),
        (Some(12_800), false, Some(11_200))
    );
}

proptest! {
    #[test]
    fn every_word_of_a_draft_is_in_the_form_or_comes_back(
        fields in proptest::collection::btree_map(
            prop_oneof![Just("words".to_owned()), Just("route".to_owned()), Just("tags".to_owned()), "[a-z]{3}"],
            prop_oneof![
                "[路灯村]{1,6}".prop_map(|t| serde_json::json!({ "text": t })),
                "[路灯村]{1,6}".prop_map(|t| serde_json::json!({ "pick": { "code": null, "label": t } })),
                "[路灯村]{1,6}".prop_map(|t| serde_json::json!([t, { "later": [1, null] }])),
            ],
            0..6,
        )
    ) {
        let draft = Draft { form: "opinion".to_owned(), schema: 9, focus: None, seen: None, fields, of_record: None, base: BTreeMap::default() };
        let mut f = opinion();
        let left = f.restore(&draft);
        for (name, json) in &draft.fields {
            let kept = f.snapshot().fields.get(name).map(strings).unwrap_or_default();
            let back = left.iter().find(|l| l.field == *name).map_or("", |l| l.text.as_str());
            let words: String = strings(json).chars().filter(|c| !c.is_ascii()).collect();
            prop_assert!(kept.contains(&words) || back.contains(&words));
        }
    }
}

#[test]
fn words_stay_with_whom_they_were_typed_about_before_it_is_known_who_there_is() {
    let of_people = |personal: bool| {
        let whom = FieldSpec::new("whom", "谁", Kind::Choice { options: Vec::new() });
        let whom = if personal { whom.of_people() } else { whom };
        FormState::new(FormSpec::new("tell", 1, say, vec![whom]))
    };
    let json = r#"{"form":"tell","schema":1,"fields":{"whom":{"pick":{"code":"c1","label":"甲一"}}}}"#;
    let mut f = of_people(true);
    assert!(f.restore(&Draft::parse(json).unwrap()).is_empty());
    // Whoever is the next by now comes later, and takes nobody's place.
    f.set_options("whom", vec![ChoiceOption::new("c2", "乙二")]);
    assert_eq!(f.code("whom"), Some("c1"));
    assert_eq!(of_people(false).restore(&Draft::parse(json).unwrap()).len(), 1);
}
