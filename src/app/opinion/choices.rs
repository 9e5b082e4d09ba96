//! Carrying out a numbered choice about a matter.

use crate::app::forms::parted;
use crate::app::model::pending::{request, resend};
use crate::app::model::{
    Choice, Do, Effect, Host, Layer, Matter, MatterAct, Mood, Next, Record, Sheet, State, Step, Task, Telling, Then,
};
use crate::app::opinion::further::Meant;
use crate::app::opinion::sheet::on_top;
use crate::app::opinion::task::unqueued;
use crate::app::opinion::{defaults, further, menus, open_task, traces};
use crate::domain::beside::Beside;
use crate::domain::code::{Channel, Reached};
use crate::domain::command::{Command, CountAccusation, Tell, VisitRef};
use crate::domain::id::VisitId;
use crate::domain::lease::Source;
use crate::domain::record::Citizen;
use crate::form::{FormState, Pick, Value};

acts! { ($) follow_acts
    DraftBack "draft.back" + draft_back draft_back Desk true false [] [] opinion::deleted_drafts;
    OpinionTell "opinion.tell" + opinion_tell opinion_tell Desk true false [Tell]
        [|s| !s.snap.follow_up.is_empty(), |t| t.say.nothing_owed] follow::tell;
    OpinionNoAnswer "opinion.no_answer" + opinion_no_answer opinion_no_answer Desk true false [Tell]
        [|s| !s.snap.follow_up.is_empty(), |t| t.say.nothing_owed] quick::no_answer;
}

/// Carries out a choice. The menu it stood in is gone already.
pub fn carry_out(state: &mut State, choice: Do) -> Step {
    let effects = match choice {
        Do::Count(reason) => on_top(state, |sheet, host, state| count(sheet, host, state, &reason)).unwrap_or_default(),
        Do::FileNameless(anonymous) => {
            on_top(state, |sheet, host, _| {
                if let Task::File(new) = &mut sheet.task {
                    new.nameless_ok = true;
                }
                if anonymous {
                    host.form.set_value("anonymous", &Value::Flag(true));
                }
                // Whoever types on before it is filed goes on with what was said.
                host.form.focus_on("words");
            });
            return Next::Keep(Choice::File).into();
        }
        Do::Form(deed, seen, values) => {
            let effects = open_task(state, Task::On(deed, seen));
            on_top(state, |sheet, host, state| {
                for (field, value) in &values {
                    host.form.remember_whom(field, value);
                    host.form.set_value(field, value);
                }
                if values.iter().any(|(f, _)| *f == "grade") {
                    host.form.focus_on("said");
                }
                // What was tried, or who was asked, is all there is to say of it.
                let first = match host.form.code("reached").and_then(Reached::from_code) {
                    Some(Reached::NoWay) => Some("note"),
                    Some(Reached::Through) => Some("relay"),
                    Some(Reached::Sent) => Some("ask_on"),
                    Some(Reached::Told | Reached::NoAnswer | Reached::Wrong | Reached::Collected) | None => None,
                };
                if let Some(first) = first {
                    host.form.focus_on(first);
                }
                defaults::changed(sheet, host, state);
            });
            effects
        }
        Do::Tell(telling) => tell(state, telling),
        Do::TellMenu(seen) => menus::tell_menu(state, &seen, None),
        Do::Record(id) => Record::open(state, id),
        Do::Acts => menus::record_acts(state),
        Do::Reveal => traces::turn(state),
        Do::Look(id, reason) => traces::look_at(state, id, reason),
        Do::DeleteDraft(id, reason) => {
            parted::lay_aside(state, id);
            vec![Effect::DeleteDraft { id, reason }]
        }
        Do::TakeOver(id, reason) => {
            // The file says whether they still gave none.
            let taken = Effect::Beside(Beside::TakenOver(id, reason));
            std::iter::once(taken).chain(Matter::await_draft(state, id)).collect()
        }
        Do::RestoreDraft(id) => vec![Effect::RestoreDraft(id)],
        Do::PickVisit(seen, own, day) => Matter::await_visits(state, (seen, own), day),
        Do::MoveTo(seen, visit) => open_task(state, Task::On(MatterAct::Move(visit, None), seen)),
        Do::Again(citizen, channel) => again(state, *citizen, channel),
    };
    effects.into()
}

/// The matter told in a visit that has just been entered from paper; Esc when there was none.
pub fn after_paper(state: &mut State, paper: &FormState, visit: VisitId) -> Vec<Effect> {
    let effects = open_task(state, Task::file(Some(visit)));
    on_top(state, |sheet, host, state| {
        from_paper(host, paper);
        defaults::changed(sheet, host, state);
    });
    effects
}

/// What a visit from paper says already of the matter that was told in it.
fn from_paper(host: &mut Host, paper: &FormState) {
    let form = &mut host.form;
    let text = |text: &str| Value::Text(text.to_owned());
    let of = |field: &'static str| paper.text(field).trim();
    form.prefill("late", &Value::Flag(true));
    form.prefill("late_day", &text(of("day")));
    let time = Some(of("talked")).filter(|t| !t.is_empty());
    form.prefill("late_time", &text(time.unwrap_or(of("arrived"))));
    form.prefill("paper_no", &text(of("paper_no")));
    form.prefill("words", &text(of("first_words")));
    if let Some(name) = crate::domain::guess::name_in(of("label")) {
        form.prefill("name", &text(name));
    }
    if !matches!(of("heads"), "" | "1") {
        form.prefill("affected", &text(of("heads")));
        form.prefill("group", &text("1"));
    }
    host.title = format!("{}  {}", host.title, of("label"));
}

/// Everything typed goes at once, from the form, its undo memory and the draft; only then the command leaves.
fn count(sheet: &mut Sheet, host: &mut Host, state: &mut State, reason: &str) -> Vec<Effect> {
    if let Some(why) = host.why_read_only(state) {
        state.say(Mood::Warn, why);
        return Vec::new();
    }
    let visit = sheet.task.visit();
    let told = host.form.flag("told");
    if let Some(spec) = sheet.task.spec(state) {
        host.form = FormState::new(spec);
    }
    *sheet = Sheet::new(Task::file(visit));
    host.leftover = None;
    host.alerts.clear();
    host.requests.clear();
    host.title = sheet.task.title(state.lang);
    host.save = crate::form::Autosave::default();
    for v in &mut state.snap.queue {
        if Some(v.id) == visit {
            v.first_words = None;
        }
    }
    // Lists name drafts by their words.
    let draft = host.lease.draft;
    state.snap.follow_up.retain(|f| f.draft != Some(draft));
    state.snap.unwritten_beyond.retain(|f| f.draft != Some(draft));
    let command = Command::CountAccusation(CountAccusation {
        visit: visit.map_or_else(|| unqueued(state), VisitRef::Known),
        reason: reason.to_owned(),
        told,
    });
    let source = Source {
        lease: host.lease,
        ends: true,
        unsaved: None,
    };
    host.send(state, command, (None, Then::Nothing), Some(source))
}

fn tell(state: &mut State, telling: Telling) -> Vec<Effect> {
    // Of several the next call is another's.
    state.rang = telling.whom.map(|_| (telling.seen.id, state.now));
    let Telling {
        seen,
        whom,
        name,
        way,
        reached,
        grade,
        another_way,
        ends,
        closes,
        no_relay,
    } = telling;
    let command = Command::Tell(Tell {
        opinion: seen.id,
        rev: seen.rev,
        whom,
        way,
        reached,
        ask_on: None,
        note: None,
        grade,
        said: None,
        close: ends,
    });
    let request = request(state, command, None);
    let act = request.id;
    let effect = resend(state, request, Then::Nothing);
    let meant = Meant {
        seen: &seen,
        whom: whom.map(|whom| Value::Pick(Pick::of(whom.to_string(), name))),
        no_relay,
    };
    if another_way {
        further::another_way(state, &meant, closes, act);
    } else if reached == Reached::Wrong {
        further::wrong_number(state, &meant, act);
    }
    vec![effect]
}

/// One more matter of the same person: who they are is not typed again.
fn again(state: &mut State, citizen: Citizen, came_by: Channel) -> Vec<Effect> {
    let filed = match state.layers.last().and_then(Layer::matter) {
        Some(Matter::Receipt(r)) => r.filed.clone(),
        Some(Matter::Acts(_) | Matter::Awaiting(..)) | None => Vec::new(),
    };
    state.layers.pop();
    let effects = open_task(state, Task::file(Some(citizen.visit)));
    on_top(state, |sheet, host, state| {
        let Task::File(new) = &mut sheet.task else { return };
        (new.filed, new.known, new.came_by) = (filed, vec![citizen], Some(came_by));
        host.form.prefill("channel", &Value::Pick(Pick::of(came_by.code(), "")));
        host.form.prefill("words", &Value::Empty);
        host.form.prefill("name", &Value::Empty);
        new.offer_people(host, state);
        new.number_title(host, state);
    });
    effects
}
