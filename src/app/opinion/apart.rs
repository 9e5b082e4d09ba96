//! A matter in the visit it was begun in, or apart from it because it came by phone or by letter.

use crate::app::forms::host::with_undo;
use crate::app::model::{Host, NewMatter, Sheet, State, Task};
use crate::app::opinion::defaults;
use crate::app::opinion::fields::GUIDE;
use crate::domain::code::Channel;
use crate::domain::guess::name_in;
use crate::domain::record::Visit;
use crate::form::Value;
use crate::i18n::{self, fill};

/// What the queue says already of whoever tells it.
pub(super) fn stand_in(new: &NewMatter, host: &mut Host, state: &State) {
    if let Some(v) = state.snap.queue.iter().find(|v| Some(v.id) == new.visit) {
        of_visit(host, state, v);
    }
}

/// What is known of whoever came stands there already.
pub fn of_visit(host: &mut Host, state: &State, v: &Visit) {
    let form = &mut host.form;
    if let Some(name) = v.label.as_deref().and_then(name_in)
        && !form.is_filled("name")
    {
        form.propose("name", &Value::Text(name.to_owned()));
    }
    if v.heads > 1 {
        if !form.is_filled("affected") {
            form.propose("affected", &Value::Text(v.heads.to_string()));
        }
        form.prefill("group", &Value::Text("1".to_owned()));
    }
    if let Some(words) = &v.first_words {
        let note = fill(state.texts().ask.slip, &[("words", words), ("key", "{key}")]);
        host.intro.push(with_undo(state, &note));
    }
    let no = i18n::refusal::ticket(state.lang, v.ticket);
    let who = v.label.clone().unwrap_or_default();
    host.title = format!("{}  {no} {who}", host.title);
}

const DEPUTIES: &str = "deputies";

/// Who sat at the table received a visitor, and no call and no letter: they are ticked no more, which is said, and are again
/// once it is a visitor's after all.
fn received(new: &NewMatter, host: &mut Host, state: &State, channel: Channel) -> String {
    if channel.is_in_person() {
        defaults::offer_deputies(host, state, new);
        return String::new();
    }
    if !host.form.is_filled(DEPUTIES) {
        return String::new();
    }
    host.form.prefill(DEPUTIES, &Value::Empty);
    let channel = i18n::code::channel(state.lang, channel);
    fill(state.texts().matter.no_receivers, &[("channel", channel)])
}

/// Whoever is shown the way was told where they hear it, unless that is said otherwise.
pub(super) fn shown(sheet: &Sheet, host: &mut Host) {
    let of_file = || sheet.file.as_ref()?.opinion.details.channel;
    let typed = host.form.code("channel").and_then(Channel::from_code);
    let hears = typed.or_else(of_file).is_none_or(Channel::hears);
    if host.form.code("handling") == Some(GUIDE) && !host.form.is_edited("told") {
        host.form.prefill("told", &Value::Flag(hears));
    }
}

/// What came by phone or by letter is nobody's of the visit at the table, from the moment that is said: neither who spoke
/// there, nor what was told, nor what the queue calls them stands in the form any more. Said otherwise, it is put back.
pub(super) fn take(sheet: &mut Sheet, host: &mut Host, state: &State) {
    let title = sheet.task.title(state.lang);
    let Task::File(new) = &mut sheet.task else { return };
    let channel = host.form.code("channel").and_then(Channel::from_code);
    let channel = channel.unwrap_or(Channel::Visit);
    if std::mem::replace(&mut new.remote, !channel.is_in_person()) != new.remote && !host.form.is_edited(DEPUTIES) {
        sheet.proposed.receivers = received(new, host, state, channel);
    }
    let of_people = new.came_by.is_none_or(Channel::is_in_person);
    let Some(visit) = new.visit.filter(|_| of_people) else {
        new.apart = false;
        return;
    };
    let was_apart = std::mem::replace(&mut new.apart, !channel.is_in_person());
    if new.apart {
        let v = state.visits().find(|v| v.id == visit);
        let who = i18n::refusal::ticket(state.lang, v.and_then(|v| v.ticket));
        let values = [("channel", i18n::code::channel(state.lang, channel)), ("who", &who)];
        host.title = format!("{title}  {}", fill(state.texts().matter.apart, &values));
        sheet.proposed.apart = fill(state.texts().matter.apart_now, &values);
    }
    if new.apart == was_apart {
        return;
    }
    if new.apart {
        host.form.set_options("who", Vec::new());
        host.form.prefill("who", &Value::Empty);
        for field in ["name", "affected", "group"] {
            if !host.form.is_edited(field) {
                host.form.prefill(field, &Value::Empty);
            }
        }
        host.intro.clear();
    } else {
        sheet.proposed.apart.clear();
        host.title = title;
        stand_in(new, host, state);
        new.offer_people(host, state);
        new.number_title(host, state);
    }
}
