//! Carrying out a numbered choice about a matter.

use crate::app::model::pending::send;
use crate::app::model::{Do, Effect, Layer, Matter, MatterAct, Next, Record, Sheet, State, Step, Task, Telling, Then};
use crate::app::opinion::task::unqueued;
use crate::app::opinion::{answers, defaults, menus, open_task};
use crate::domain::code::Grade;
use crate::domain::command::{Command, CountAccusation, Tell, VisitRef};
use crate::domain::id::VisitId;
use crate::domain::record::Citizen;
use crate::form::{FieldId, FormState, Value};

/// Carries out a choice. The menu it stood in is gone already.
pub fn carry_out(state: &mut State, choice: Do) -> Vec<Effect> {
    match choice {
        Do::Field(field, value) => on_sheet(state, |sheet, state| set(sheet, state, field, &value)),
        Do::Count(reason) => on_sheet(state, |sheet, state| count(sheet, state, &reason)),
        Do::FileNameless(anonymous) => on_sheet(state, |sheet, state| {
            sheet.nameless_ok = true;
            if anonymous {
                sheet.form.set_value("anonymous", &Value::Flag(true));
            }
            sheet.file(state)
        }),
        Do::Form(deed, seen, values) => {
            let effects = open_task(state, Task::On(deed, seen));
            on_sheet(state, |sheet, state| {
                for (field, value) in &values {
                    sheet.form.set_value(field, value);
                }
                if values.iter().any(|(f, _)| *f == "grade") {
                    sheet.form.focus_on("said");
                }
                defaults::changed(sheet, state);
                Next::Stay.into()
            });
            effects
        }
        Do::Tell(telling) => tell(state, telling),
        Do::TellMenu(seen) => menus::tell_menu(state, &seen, None),
        Do::Record(id) => Record::open(state, id),
        Do::Acts => menus::record_acts(state),
        Do::Reveal => {
            if let Some(Layer::Record(r)) = state.layers.last_mut() {
                r.revealed = !r.revealed;
            }
            Vec::new()
        }
        Do::DropDraft(id) => vec![Effect::DropDraft(id), state.ask_snapshot()],
        Do::PickVisit(seen, own, day) => Matter::await_visits(state, (seen, own), day),
        Do::MoveTo(seen, visit) => open_task(state, Task::On(MatterAct::Move(visit, None), seen)),
        Do::Again(citizen) => again(state, *citizen),
    }
}

/// The matter told in a visit that has just been entered from paper; Esc when there was none.
pub fn after_paper(state: &mut State, paper: &Sheet, visit: VisitId) -> Vec<Effect> {
    let effects = open_task(state, Task::File { visit: Some(visit) });
    on_sheet(state, |sheet, state| {
        defaults::from_paper(sheet, &paper.form);
        defaults::changed(sheet, state);
        Next::Stay.into()
    });
    effects
}

/// Runs something on the topmost form, with the form taken off the stack meanwhile.
fn on_sheet(state: &mut State, run: impl FnOnce(&mut Sheet, &mut State) -> Step) -> Vec<Effect> {
    let Some(mut layer) = state.layers.pop() else {
        return Vec::new();
    };
    let mut step = Step::from(Next::Stay);
    if let Layer::Matter(m) = &mut layer
        && let Matter::Sheet(sheet) = m.as_mut()
    {
        step = run(sheet, state);
        sheet.fit(state);
    }
    state.layers.push(layer);
    if let Next::Push(above) = step.next {
        state.layers.push(*above);
    }
    step.effects
}

fn set(sheet: &mut Sheet, state: &mut State, field: FieldId, value: &Value) -> Step {
    if sheet.loss.is_some() {
        return sheet.refuse(state);
    }
    sheet.form.choose(field, value);
    sheet.save.typed(state.now.0.max(0).unsigned_abs());
    defaults::picked(sheet, state, field);
    defaults::changed(sheet, state);
    match defaults::accusation(sheet, state) {
        Some(layer) => Next::Push(Box::new(layer)).into(),
        None => Next::Stay.into(),
    }
}

/// Everything typed goes at once, from the form, its undo memory and the draft; only then the command leaves.
fn count(sheet: &mut Sheet, state: &mut State, reason: &str) -> Step {
    if sheet.loss.is_some() {
        return sheet.refuse(state);
    }
    let visit = sheet.task.visit();
    let told = sheet.form.flag("told");
    if let Some(spec) = sheet.task.spec(state) {
        sheet.form = FormState::new(spec);
    }
    sheet.earlier.clear();
    sheet.asked_of = Default::default();
    sheet.leftover = None;
    sheet.alerts.clear();
    sheet.doubt = None;
    sheet.title = sheet.task.title(state.lang);
    sheet.save = crate::form::Autosave::default();
    for v in &mut state.snap.queue {
        if Some(v.id) == visit {
            v.first_words = None;
        }
    }
    // Lists name drafts by their words.
    let draft = sheet.draft;
    state.snap.follow_up.retain(|f| f.draft != Some(draft));
    let command = Command::CountAccusation(CountAccusation {
        visit: visit.map_or_else(|| unqueued(state), VisitRef::Known),
        reason: reason.to_owned(),
        told,
    });
    sheet.send(state, command, None)
}

fn tell(state: &mut State, telling: Telling) -> Vec<Effect> {
    let Telling {
        seen,
        whom,
        way,
        reached,
        grade,
        another_way,
    } = telling;
    let command = Command::Tell(Tell {
        opinion: seen.id,
        rev: seen.rev,
        whom,
        way,
        reached,
        note: None,
        grade,
        said: None,
        close: grade.is_some_and(Grade::settles),
    });
    let effect = send(state, command, Then::Nothing, None);
    if let Some(failed) = another_way {
        menus::another_way(state, &seen, failed);
    }
    vec![effect]
}

/// One more matter of the same person: who they are is not typed again.
fn again(state: &mut State, citizen: Citizen) -> Vec<Effect> {
    let filed = match state.layers.last().and_then(Layer::matter) {
        Some(Matter::Receipt(r)) => r.filed.clone(),
        Some(Matter::Sheet(_) | Matter::Acts(_) | Matter::Awaiting(..)) | None => Vec::new(),
    };
    state.layers.pop();
    let effects = open_task(
        state,
        Task::File {
            visit: Some(citizen.visit),
        },
    );
    on_sheet(state, |sheet, state| {
        sheet.filed = filed;
        sheet.known = vec![citizen];
        sheet.form.prefill("words", &Value::Empty);
        sheet.form.prefill("name", &Value::Empty);
        answers::known(sheet, state);
        sheet.number_title(state);
        Next::Stay.into()
    });
    effects
}
