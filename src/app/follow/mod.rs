//! What is owed (待办): what Enter offers on a line of it, and telling the person.

pub mod line;
pub mod quick;

use crate::app::action::Act;
use crate::app::available::why_not;
use crate::app::model::form::Asking;
use crate::app::model::screen::Marked;
use crate::app::model::{
    Choice, Do, Effect, Flow, Item, MatterAct, Menu, Mood, Next, Screen, Seen, State, Step, Target, Then,
};
use crate::app::opinion::menus::{act_items, seen_of, tell_menu};
use crate::app::opinion::{self, menus};
use crate::app::queue::{group, letgo, promise};
use crate::app::station::backup;
use crate::domain::code::OpinionState;
use crate::domain::command::{Command, SettleUnwritten};
use crate::domain::permit::OfDraft;
use crate::domain::view::{FollowUp, Owing};
use crate::i18n::refusal::withheld;
use crate::i18n::{code, fill};

fn say(state: &mut State, text: &str) -> Vec<Effect> {
    state.say(Mood::Warn, text);
    Vec::new()
}

/// F8. In what is owed and in the list of opinions it means the row under the marker; elsewhere the first one that waits
/// to be told and was not just called. What cannot be told says so, and offers what comes next.
pub fn tell(state: &mut State) -> Step {
    let t = &state.texts().matter;
    if state.screen == Screen::Opinions {
        return tell_listed(state).into();
    }
    let row = match state.owing_here() {
        Marked::Gone => return say(state, t.row_gone).into(),
        Marked::Line(row) => row.clone(),
        Marked::Elsewhere => match next(state) {
            Some(row) => row.clone(),
            None => return nobody(state),
        },
    };
    if row.withheld {
        return say(state, &withheld(state.lang, &row.number)).into();
    }
    let told_of = match (row.owing, seen_of(&row)) {
        (Owing::ToTell, Some(seen)) => return tell_menu(state, &seen, row.person.as_deref()).into(),
        (_, Some(_)) => stage(row.owing),
        (_, None) => None,
    };
    let effects = open(state, &row);
    if let Some(stage) = told_of {
        let why = fill(code::untold(state.lang, stage), &[("number", &row.number)]);
        state.say(Mood::Warn, why);
    }
    effects.into()
}

/// Whoever is to be called next: not the one who has just not answered, nor whoever was sent word and is asked on a later day.
fn next(state: &State) -> Option<&FollowUp> {
    let again = state
        .snap
        .rules
        .as_deref()
        .map_or(0, |rules| rules.limits.tell_again_minutes);
    let rested = |f: &&FollowUp| {
        f.tried.is_none_or(|at| state.now.minutes_since(at) >= i64::from(again))
            && f.ask_on.is_none_or(|day| day <= state.today())
    };
    state.snap.to_tell().find(rested)
}

/// Nobody is to be called now: nobody at all, nobody but who was just called, or whoever was not stands further below than
/// is known here.
fn nobody(state: &mut State) -> Step {
    let t = &state.texts().matter;
    let all = state.snap.owed.of(Owing::ToTell);
    if all == 0 {
        return say(state, t.nobody_to_tell).into();
    }
    if state.snap.to_tell().count() >= all as usize {
        return say(state, &fill(t.all_tried, &[("n", &all.to_string())])).into();
    }
    state.say(Mood::Warn, t.choose_whom);
    Next::Keep(Choice::Act(Act::Screen(Screen::Owed))).into()
}

/// How far a matter is that stands among what is owed.
const fn stage(owing: Owing) -> Option<OpinionState> {
    match owing {
        Owing::Overdue | Owing::AskToday | Owing::DueSoon | Owing::InHand => Some(OpinionState::HandedOver),
        Owing::Dissatisfied | Owing::ToClose => Some(OpinionState::Told),
        Owing::Unhandled => Some(OpinionState::Filed),
        Owing::ToTell | Owing::TellHead | Owing::Unwritten | Owing::Promised | Owing::BackUp => None,
    }
}

fn tell_listed(state: &mut State) -> Vec<Effect> {
    let browse = state.browse.get(&Screen::Opinions);
    let Some(r) = browse.and_then(|b| b.rows.opinions().get(b.cursor.at).cloned()) else {
        return say(state, state.texts().matter.nobody_to_tell);
    };
    if r.withheld {
        return say(state, &withheld(state.lang, &r.number));
    }
    if r.state == OpinionState::Answered {
        let seen = Seen {
            id: r.id,
            rev: r.rev,
            number: r.number,
        };
        return tell_menu(state, &seen, r.person.as_deref());
    }
    // The record says more than the row, and what may be done next.
    let effects = opinion::open(state, Target::Filed(r.id));
    let why = fill(code::untold(state.lang, r.state), &[("number", &r.number)]);
    state.say(Mood::Warn, why);
    effects
}

/// Enter in the pane: what may be done with its line; under the last of them, all that is owed.
pub fn open_row(state: &mut State) -> Step {
    let t = state.texts();
    if state.follow.gone {
        return say(state, t.matter.row_gone).into();
    }
    match state.selected_owing().cloned() {
        Some(row) => open(state, &row).into(),
        None if state.owed_beyond() > 0 => Next::Keep(Choice::Act(Act::Screen(Screen::Owed))).into(),
        None => say(state, t.say.nothing_owed).into(),
    }
}

/// The acts valid for a line of what is owed.
pub fn open(state: &mut State, row: &FollowUp) -> Vec<Effect> {
    let t = state.texts();
    match (row.owing, row.visit) {
        (Owing::TellHead, Some((visit, _))) => return group::row(state, visit, |state| title(state, row)),
        (Owing::Promised, Some((visit, _))) => return promise::row(state, visit),
        (Owing::BackUp, _) => {
            return match why_not(Act::BackupTake, state) {
                Some(why) => say(state, &why),
                None => backup::open(state),
            };
        }
        _ => {}
    }
    if state.of_draft(row) == Some(OfDraft::Hidden) {
        let why = state.not_theirs(row).unwrap_or_default();
        return say(state, &why);
    }
    if row.withheld {
        return say(state, &withheld(state.lang, &row.number));
    }
    let Some(seen) = seen_of(row) else {
        let items = unwritten(state, row);
        return menus::push(state, Menu::new(title(state, row), items), None, false);
    };
    let items = match row.owing {
        Owing::ToTell => return tell_menu(state, &seen, row.person.as_deref()),
        Owing::AskToday | Owing::Overdue | Owing::DueSoon | Owing::InHand => {
            act_items(state, &seen, &[MatterAct::Chase, MatterAct::Answer])
        }
        Owing::Unhandled => act_items(state, &seen, &[MatterAct::Handle, MatterAct::Correct, MatterAct::Void]),
        Owing::ToClose => act_items(state, &seen, &[MatterAct::Close, MatterAct::Evaluate]),
        // Struck off with somebody not content it is last, and for a reason.
        Owing::Dissatisfied => {
            let acts = [MatterAct::Handle, MatterAct::Evaluate, MatterAct::Close];
            let mut items = act_items(state, &seen, &acts);
            if let Some(again) = items.first_mut() {
                t.matter.act_again.clone_into(&mut again.label);
            }
            if let Some(close) = items.last_mut() {
                t.matter.close_unhappy.clone_into(&mut close.label);
            }
            items
        }
        Owing::Unwritten | Owing::TellHead | Owing::Promised | Owing::BackUp => unwritten(state, row),
    };
    let mut menu = Menu::new(title(state, row), items);
    menu.items.push(Item::new(
        t.matter.open_record,
        Choice::Matter(Box::new(Do::Record(seen.id))),
    ));
    menus::push(state, menu, Some(&seen), false)
}

fn title(state: &State, row: &FollowUp) -> String {
    let person = state.name(row.person.as_deref());
    let parts = [Some(row.number.as_str()), row.unit.as_deref(), Some(person.as_str())];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
    format!("{}  {}", parts.join(" "), state.brief(row)).trim().to_owned()
}

/// What is known of whoever came soon goes after it, so it is asked first.
fn surely(state: &State, row: &FollowUp, settle: Command) -> Menu {
    let t = state.texts();
    let items = vec![
        Item::new(t.matter.act_settle, Choice::Run(Box::new(settle), Then::Nothing)),
        Item::new(t.common.back, Choice::Close),
    ];
    Menu::new(title(state, row), items)
        .asking(t.matter.settles)
        .asking(letgo::kept(state))
        .at_rest()
}

fn unwritten(state: &State, row: &FollowUp) -> Vec<Item> {
    let t = &state.texts().matter;
    match (row.draft, row.visit) {
        // Whose it is may have changed since it was listed: the file says so when it is asked.
        (Some(draft), _) => {
            // Of another's the head says why.
            let has_to_say = state.of_draft(row).and_then(OfDraft::deletes) == Some(true);
            let delete = if has_to_say {
                Choice::Flow(Flow::Reason(Asking::DeleteDraft(draft)))
            } else {
                Choice::Matter(Box::new(Do::DeleteDraft(draft, None)))
            };
            let mut items: Vec<Item> = state.go_on(row).into_iter().collect();
            items.extend([
                Item::new(t.act_drop, delete).unless(state.why_not_deleted(row)),
                Item::new(Act::DraftBack.label(state.lang), Choice::Act(Act::DraftBack)),
            ]);
            items
        }
        (None, Some((visit, _))) => {
            let settle = Command::SettleUnwritten(SettleUnwritten { visit });
            vec![
                Item::new(t.act_write, Choice::Opinion(Target::Visit(visit))),
                Item::new(t.act_settle, Choice::Push(Box::new(surely(state, row, settle).layer()))),
            ]
        }
        (None, None) => Vec::new(),
    }
}
