use super::*;
use crate::form::FormInput::{Key, Text};
use crate::form::state::tests::{opinion, say};
use crate::form::{Candidate, FieldSpec, FormSpec, Kind, Problem, Value};
use crossterm::event::KeyCode::{Down, Enter, Tab, Up};

/// The rows as a screen would show them.
fn picture(f: &FormState, width: usize) -> Vec<String> {
    let layout = f.layout(width);
    layout
        .rows
        .iter()
        .map(|row| {
            let mut line = String::new();
            for s in &row.spans {
                line.push_str(&" ".repeat(s.col - cells::width(&line)));
                line.push_str(&s.text);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

#[test]
fn the_opinion_form_at_eighty_cells() {
    let mut f = opinion();
    f.handle(Text(
        "村口弯道看不见对面来车，今年已经摔了三起，希望装一面凸面镜。老人接孩子放学都不敢走。",
    ));
    f.set_value("category", &Value::Text("c3".to_owned()));
    f.set_value("route", &Value::Text("c2".to_owned()));
    f.set_value("due", &Value::Text("9-18".to_owned()));
    assert_eq!(
        picture(&f, 80),
        [
            "*反映内容  村口弯道看不见对面来车，今年已经摔了三起，希望装一面凸面镜。老人接孩",
            "           子放学都不敢走。",
            "     类别  项3                          地点",
            "     代表                               电话",
            "    *处理   1项1 [2项2] 3项3  4项4",
            "     期限  9-18   周五（3个工作日后）",
            "     人数",
            "   集体访   1是 [2否]",
            "     标记   1项1  2项2  3项3",
            "     标题",
        ]
    );
    assert_eq!(f.layout(80).caret, Some((1, 27)));
    assert_eq!(f.layout(60).rows.len(), 12, "no pairs under seventy cells");
}

#[test]
fn chips_that_do_not_fit_unfold_under_the_focus() {
    let mut f = opinion();
    f.focus_on("route");
    f.handle(Text("3"));
    let rows = picture(&f, 24);
    let at = rows.iter().position(|r| r == "   *处理   1项1  2项2").unwrap();
    assert_eq!(rows[at + 1], "          [3项3] 4项4");
    let layout = f.layout(24);
    let (row, col) = layout.caret.unwrap();
    let on = layout.rows[row]
        .spans
        .iter()
        .find(|s| matches!(s.part, Part::Chip { cursor: true, .. }))
        .unwrap();
    assert_eq!((on.text.as_str(), on.col + 1), ("[3项3]", col));
    f.handle(Key(Tab));
    assert!(
        f.layout(24)
            .rows
            .iter()
            .flat_map(|r| &r.spans)
            .any(|s| s.part == Part::Value && s.text == "项3")
    );
}

#[test]
fn candidates_problems_and_help_have_rows() {
    let mut f = opinion();
    f.inline_help = true;
    f.focus_on("deputy");
    f.handle(Text("z"));
    let one = Candidate {
        code: "d".to_owned(),
        label: "张建军".to_owned(),
        note: "县代表".to_owned(),
    };
    f.offer("deputy", "z", vec![one]);
    let rows = picture(&f, 60);
    let at = rows.iter().position(|r| r.ends_with("代表  z")).unwrap();
    assert_eq!(rows[at + 1].trim(), ">1 张建军  县代表");
    f.handle(Key(Down));
    f.show("phone", Problem::Text("电话少一位".to_owned()));
    f.focus_on("route");
    let rows = picture(&f, 60);
    assert!(rows.iter().any(|r| r.trim() == "电话少一位"));
    assert!(rows.iter().any(|r| r.trim() == "1-4 选择"));
    assert_eq!(f.layout(60).help, "1-4 选择");
}

#[test]
fn a_long_area_moves_under_its_caret() {
    let mut f = opinion();
    f.set_size(80, 10);
    for _ in 0..6 {
        f.handle(Text("行"));
        f.handle(Key(Enter));
    }
    let rows = picture(&f, 80);
    assert_eq!(rows[4].trim(), "+3/+0");
    assert_eq!(f.layout(80).caret, Some((3, 11)));
    for _ in 0..6 {
        f.handle(Key(Up));
    }
    assert_eq!(picture(&f, 80)[4].trim(), "+0/+3");
    assert_eq!(f.layout(80).caret, Some((0, 11)));
}

#[test]
fn the_counter_comes_at_four_fifths() {
    let mut f = opinion();
    f.focus_on("title");
    f.handle(Text("一二三"));
    assert_eq!(f.layout(80).counter, None);
    f.handle(Text("四"));
    assert_eq!(f.layout(80).counter, Some((4, 5)));
}

#[test]
fn the_window_follows_the_focus() {
    let mut f = opinion();
    f.set_size(80, 4);
    assert_eq!(f.scroll(), 0);
    f.focus_on("title");
    assert_eq!(f.scroll(), f.layout(80).rows.len() - 4);
    f.focus_on("words");
    assert_eq!(f.scroll(), 0);
}

#[test]
fn sections_have_titles_and_pairs_do_not_cross_them() {
    let text = |id, label: &str| FieldSpec::new(id, label, Kind::Text { max: 20 });
    let spec = FormSpec::new(
        "visit",
        1,
        say,
        vec![text("a", "姓名").width(8), text("b", "电话").paired()],
    )
    .section("其他", vec![text("c", "备注").paired()]);
    assert_eq!(
        picture(&FormState::new(spec), 80),
        ["姓名                                    电话", "其他", "备注"]
    );
}
