//! A matter from F5 to the person's verdict, driven by keys.

#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests say what they found

#[path = "../support/fixture.rs"]
mod fixture;
mod form;
#[path = "../support/matters.rs"]
mod matters;
mod owed;
mod records;

use fixture::{commands, ok, press, said};
use matters::serve;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::model::{Host, Layer, Sheet};
use zhiban::app::{Effect, State};
use zhiban::domain::command::{Command, OpinionEntry};
use zhiban::domain::id::{CitizenId, OpinionId, VisitId};
use zhiban::ui::draw::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

/// Presses keys and lets the store answer.
fn keys(state: &mut State, keys: &str) -> Vec<Effect> {
    let mut out = Vec::new();
    for word in keys.split_whitespace() {
        let effects = press(state, word);
        out.extend(serve(state, effects));
    }
    out
}

fn sheet(state: &State) -> &Host {
    match state.layers.last() {
        Some(Layer::Form(f)) => &f.host,
        other => panic!("{other:?} {}", said(state)),
    }
}

fn matter(state: &State) -> &Sheet {
    let sheet = state.layers.last().and_then(|l| l.form()?.sheet());
    sheet.unwrap_or_else(|| panic!("{:?}", state.layers))
}

fn entry(effects: &[Effect]) -> OpinionEntry {
    match commands(effects).pop() {
        Some(Command::FileOpinion(e)) => *e,
        other => panic!("{other:?}"),
    }
}

fn screen(state: &State, w: u16, h: u16, theme: &str) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, &Theme::shipped(theme, theme == "mono"), &mut buf);
    format!("{}\n{caret:?}", lines_of(&buf).join("\n"))
}

fn filed(state: &mut State, effects: &[Effect], number: &str) -> Vec<Effect> {
    let after = ok(state, effects, |o| {
        o.number = Some(number.into());
        o.visit = Some(VisitId(fixture::id(1005)));
        o.citizen = Some(CitizenId(fixture::id(401)));
        o.opinion = Some(OpinionId(fixture::id(2200)));
    });
    serve(state, after)
}
