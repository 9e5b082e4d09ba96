//! Pages of the handbook that are written from the tables.

use crate::app::model::MatterAct;
use crate::domain::code::OpinionState;
use crate::domain::code::Role;
use crate::domain::life::{Life, Step, Turn};
use crate::domain::permit::Reach;
use crate::domain::record::Opinion;
use crate::domain::rights::Right;
use crate::i18n::{Lang, code};

/// What can be done with a matter in each state, and where it leads, as Markdown.
pub fn matter_table(lang: Lang) -> String {
    let t = lang.texts();
    let states: Vec<_> = OpinionState::ALL
        .iter()
        .map(|s| code::opinion_state(lang, *s))
        .collect();
    let mut out = format!("| | {} |\n|{}\n", states.join(" | "), "---|".repeat(states.len() + 1));
    for act in MatterAct::ALL {
        let Life { matter: Some(row), .. } = act.deed().life() else {
            continue;
        };
        let cells: Vec<String> = row.iter().map(|step| cell(lang, step)).collect();
        out.extend(["| ", act.label(t), " | ", &cells.join(" | "), " |\n"]);
    }
    let turns: Vec<_> = OpinionState::ALL.iter().map(|s| turn(lang, s.turn())).collect();
    out.extend(["| **", t.matter.page_turn, "** | ", &turns.join(" | "), " |\n"]);
    out
}

/// Who may do what and how far, as Markdown: rights that go equally far for everybody stand in one row.
pub fn rights_table(lang: Lang) -> String {
    let roles: Vec<_> = Role::ALL.iter().map(|role| code::role(lang, *role)).collect();
    let mut out = format!("| | {} |\n|{}\n", roles.join(" | "), "---|".repeat(roles.len() + 1));
    let mut rows: Vec<(Vec<Reach>, Vec<String>)> = Vec::new();
    for right in Right::all() {
        let reaches: Vec<Reach> = Role::ALL.iter().map(|role| right.reach(*role)).collect();
        let said = match right {
            Right::Read(what) => code::reading(lang, what).to_owned(),
            Right::File(care) => code::care(lang, care).to_owned(),
            Right::Write(deed) => ["`", deed.row().id, "`"].concat(),
        };
        match rows.iter_mut().find(|(of, _)| *of == reaches) {
            Some((_, all)) => all.push(said),
            None => rows.push((reaches, vec![said])),
        }
    }
    for (reaches, said) in rows {
        let cells: Vec<_> = reaches.iter().map(|reach| code::how_far(lang, *reach)).collect();
        let said = said.join(if lang.is_zh() { "、" } else { ", " });
        out.extend(["| ", &said, " | ", &cells.join(" | "), " |\n"]);
    }
    out
}

fn turn(lang: Lang, turn: Turn) -> &'static str {
    let t = &lang.texts().matter;
    match turn {
        Turn::Desk => t.page_desk,
        Turn::Unit => t.page_unit,
        Turn::Nobody => "",
    }
}

fn cell(lang: Lang, step: &Step<Opinion>) -> String {
    let t = &lang.texts().matter;
    let names = |all: &[OpinionState]| -> String {
        let names: Vec<_> = all.iter().map(|s| code::opinion_state(lang, *s)).collect();
        names.join("、")
    };
    match step {
        Step::To(to) => names(&[*to]),
        Step::Either(all) => names(all),
        Step::Stay => t.page_stays.to_owned(),
        Step::If(_, then, _) => format!("{}*", cell(lang, then)),
        Step::No(_) => String::new(),
    }
}
