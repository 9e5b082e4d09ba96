//! 备份: a copy of the file, taken beside the desk. Whoever works goes on; it is stopped without harm, and half a copy is none.

use crate::app::action::Act;
use crate::app::model::copying::{Copying, News, Stage};
use crate::app::model::{Choice, Effect, Flow, Item, Job, Menu, Mood, Screen, State};
use crate::app::station::start::note;
use crate::domain::permit::Care;
use crate::i18n::{Lang, fill};

acts! { ($) backup_acts
    BackupTake "station.backup" + station_backup station_backup Desk true false [] [|s| s.may_copy(), |t| t.backup.not_yours]
        backup::open;
}

/// Bytes are told in these.
const MB: u64 = 1_000_000;

impl State {
    /// Whether whoever sits here may take a copy.
    pub fn may_copy(&self) -> bool {
        self.role().is_none_or(|role| Care::Copy.may(role))
    }

    /// How far a copy is that is being taken, in few words; none where none is.
    pub fn copying_in_short(&self) -> Option<String> {
        let t = &self.texts().backup;
        let going = self.copying?;
        let text = match going.stage {
            Stage::Copying => t.going_copying,
            Stage::Checking => t.going_checking,
            Stage::Walking => t.going_walking,
            Stage::Second => t.going_second,
        };
        let share = going.done.saturating_mul(100).checked_div(going.total);
        let share = share.map_or(String::new(), |n| format!("{}%", n.min(100)));
        Some(fill(text, &[("share", &share)]).trim_end().to_owned())
    }

    /// That the last good copy is older than the rules say, in few words.
    pub fn copy_is_old(&self) -> Option<String> {
        let t = &self.texts().backup;
        let due = self.snap.backup.filter(|due| due.days > 0)?;
        Some(match due.last {
            Some(_) => fill(t.old, &[("n", &due.days.to_string())]),
            None => t.never.to_owned(),
        })
    }
}

/// Whether to take one; while one is being taken, how far it is and whether to stop it.
pub fn open(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().backup;
    let menu = if let Some(going) = state.copying {
        let items = vec![
            Item::new(t.goes_on, Choice::Close),
            Item::new(t.stop, Choice::Flow(Flow::StopBackup)),
        ];
        Menu::new(t.title_going, items)
            .asking(counts(state.lang, going))
            .asking(t.stop_what)
    } else {
        let items = vec![
            Item::new(t.begin, Choice::Flow(Flow::Backup)),
            Item::new(t.see_list, Choice::Act(Act::Screen(Screen::Backups))),
            Item::new(state.texts().common.back, Choice::Close),
        ];
        let mut menu = Menu::new(Act::BackupTake.label(state.lang), items);
        menu.text.clone_from(&state.copied);
        menu.text.extend(standing(state));
        menu.text.push(t.what.to_owned());
        menu
    };
    state.layers.push(menu.layer());
    Vec::new()
}

/// How it stands with the copies there are.
fn standing(state: &State) -> Option<String> {
    let t = &state.texts().backup;
    let due = state.snap.backup?;
    Some(match due.last {
        Some(at) if due.days > 0 => {
            let day = crate::i18n::day(state.lang, at.day(), state.today());
            fill(t.last_old, &[("day", &day), ("n", &due.days.to_string())])
        }
        Some(_) => t.second_is_owed.to_owned(),
        None => t.none.to_owned(),
    })
}

/// How far it is, with what is counted.
fn counts(lang: Lang, going: Copying) -> String {
    let t = &lang.texts().backup;
    let (text, unit) = match going.stage {
        Stage::Copying => (t.counts_copying, MB),
        Stage::Checking => (t.counts_checking, 1),
        Stage::Walking => (t.counts_walking, 1),
        Stage::Second => (t.counts_second, MB),
    };
    let [done, total] = [going.done, going.total].map(|n| (n / unit).to_string());
    fill(text, &[("done", &done), ("total", &total)])
}

/// Begins to take one.
pub fn begin(state: &mut State) -> Vec<Effect> {
    if state.copying.is_some() {
        return open(state);
    }
    state.copying = Some(Copying::default());
    state.copied.clear();
    let text = state.keyed(state.texts().backup.begun);
    state.say(Mood::Good, text);
    let account = state.account.as_ref().map(|account| account.id);
    vec![Effect::Job(Job::BackUp { account })]
}

/// Stops it; what is made of it so far is taken away.
pub fn stop(state: &mut State) -> Vec<Effect> {
    let Some(going) = &mut state.copying else {
        return Vec::new();
    };
    going.stopping = true;
    vec![Effect::Job(Job::StopBackUp)]
}

/// Something is heard of it. Over the words somebody types nothing is said.
pub fn news(state: &mut State, news: News) -> Vec<Effect> {
    match news {
        News::Going(stage, done, total) => {
            if let Some(going) = &mut state.copying {
                (going.stage, going.done, going.total) = (stage, done, total);
            }
            Vec::new()
        }
        News::Over(mood, said, besides) => {
            let said = state.keyed(&said);
            state.copying = None;
            // That it has begun is no news any more.
            let begun = state.keyed(state.texts().backup.begun);
            state.toast.take_if(|toast| toast.text == begun);
            state.copied = std::iter::once(said.clone()).chain(besides).collect();
            note(state, mood, said)
        }
        News::NotHere => {
            state.copying = None;
            state.say(Mood::Warn, state.texts().backup.by_command);
            Vec::new()
        }
    }
}
