//! 交办已标的: several matters given to one unit with one form. Each goes under a command of its own, one after the other, so
//! that what a colleague was quicker with stops nothing else, and a second try repeats nothing that went through.

use crate::app::action::Act;
use crate::app::model::batch::{Fate, Given};
use crate::app::model::form::{Bad, Kind, Manner, Submit, Want};
use crate::app::model::page::line;
use crate::app::model::{Batch, Effect, Failure, Form, Host, Layer, MatterAct, Menu, Mood, Noun, Page, Seen, State};
use crate::app::opinion::{defaults, entry, limit, spec, task};
use crate::cells;
use crate::domain::code::Way;
use crate::domain::command::{Handling, Late};
use crate::domain::deed::Deed;
use crate::domain::id::{CommandId, OpinionId};
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, OpinionFile, Outcome, Query};
use crate::form::{FieldId, FormState, Pick, Value, Values};
use crate::i18n::refusal::sentence;
use crate::i18n::{Lang, fill, short_number};

/// Opens the form for what is marked.
pub fn open_marked(state: &mut State) -> Vec<Effect> {
    let marks = state.opinion_marks().0.iter();
    let ids = marks.filter_map(|mark| mark.code.as_ref()?.parse().ok().map(OpinionId));
    let ids = ids.collect();
    open(state, ids)
}

/// Opens the form of a draft, for what that was about.
pub fn open_again(state: &mut State, target: &str) -> Vec<Effect> {
    let ids = target.split(',').filter_map(|id| id.parse().ok());
    open(state, ids.map(OpinionId).collect())
}

fn open(state: &mut State, ids: Vec<OpinionId>) -> Vec<Effect> {
    let Some(rules) = state.snap.rules.as_deref() else {
        return Vec::new();
    };
    let form = FormState::new(spec::hand_over(state.lang, rules));
    let title = counted(state.lang, state.texts().matter.batch_title, ids.len());
    let batch = Batch {
        ids,
        matters: Vec::new(),
        all: 0,
        contact: String::new(),
    };
    let mut form = Form::new(state, Kind::Batch(Box::new(batch)), title, form);
    let way = Value::Pick(Pick::of(Way::Paper.code(), ""));
    form.host.form.prefill("way", &way);
    form.open(state)
}

fn counted(lang: Lang, template: &str, n: usize) -> String {
    let act = Act::OpinionHandMarked.label(lang);
    fill(template, &[("act", act), ("n", &n.to_string())])
}

/// As many as have room in two lines, and how many there are where those are not all.
fn some(lang: Lang, all: &[&str], width: usize) -> String {
    let room = (2 * width).saturating_sub(20);
    let mut out = String::new();
    for one in all {
        if !out.is_empty() && cells::width(&out) + cells::width(one) > room {
            return format!("{out} {}", counted(lang, lang.texts().matter.and_more, all.len()));
        }
        let between = if out.is_empty() { "" } else { "  " };
        out.extend([between, one]);
    }
    out
}

fn number(given: &Given) -> &str {
    &given.seen.number
}

impl Batch {
    fn waiting(&self) -> impl Iterator<Item = &Given> {
        self.matters.iter().filter(|given| given.fate == Fate::Waits)
    }

    fn staying(&self) -> impl Iterator<Item = &str> {
        self.matters.iter().filter_map(|given| match &given.fate {
            Fate::Stays(why) => Some(why.as_str()),
            Fate::Waits | Fate::Gone => None,
        })
    }

    fn question(&self) -> (Want, Query) {
        (Want::File, Query::TheseFiles(self.ids.clone()))
    }

    /// Which matters it is for, which of the marked it is not for, and which are given the category.
    fn introduce(&self, host: &mut Host, state: &State) {
        let t = &state.texts().matter;
        let numbers: Vec<&str> = self.waiting().map(number).collect();
        let unsorted: Vec<&str> = self.waiting().filter(|given| given.unsorted).map(number).collect();
        let staying: Vec<&str> = self.staying().collect();
        let width = usize::from(state.size.0.saturating_sub(3));
        let said = |template, all: &[&str]| {
            let some = some(state.lang, all, width);
            (!all.is_empty()).then(|| fill(template, &[("all", &some)]))
        };
        let lines = [
            said(t.batch_goes, &numbers),
            said(t.batch_stays, &staying),
            said(t.batch_unsorted, &unsorted),
        ];
        host.intro = lines.into_iter().flatten().collect();
    }

    /// What became of one: where it went, its mark goes.
    fn settle(&mut self, state: &mut State, id: OpinionId, fate: Fate) {
        let marks = state.opinion_marks();
        if fate == Fate::Gone {
            marks.0.retain(|mark| mark.code != Some(id.to_string()));
        }
        let mut matters = self.matters.iter_mut();
        if let Some(given) = matters.find(|given| given.seen.id == id) {
            given.fate = fate;
        }
    }
}

impl Noun for Batch {
    fn manner(&self) -> Manner {
        Manner::Long
    }

    fn deed(&self) -> Option<Deed> {
        Some(MatterAct::Handle.deed())
    }

    fn target(&self) -> String {
        let ids: Vec<String> = self.ids.iter().map(ToString::to_string).collect();
        ids.join(",")
    }

    fn settle(&mut self, host: &mut Host, state: &State) {
        limit::settle(host, state);
    }

    fn submit(&mut self, _host: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let entry = entry::hand_over(values, state.today());
        let (Some(next), Some(entry)) = (self.waiting().next(), entry) else {
            let words = match self.matters.first() {
                Some(_) => state.texts().matter.batch_none,
                None => state.texts().say.loading,
            };
            return Err(("unit", words.to_owned()));
        };
        let category = values.code("category").filter(|_| next.unsorted);
        let command = task::handle(&next.seen, category, Handling::HandOver(entry));
        Ok(command.into())
    }

    fn late(&self, state: &State, values: &Values) -> Option<Late> {
        entry::late(values, state.today())
    }

    fn progress(&self) -> Option<(usize, usize)> {
        Some((self.all - self.waiting().count() + 1, self.all))
    }

    fn questions(&self, _state: &State) -> Vec<(Want, Query)> {
        vec![self.question()]
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, _want: Want, answer: Answer) {
        let Answer::Files(files, _) = answer else { return };
        let given = |file: &OpinionFile| {
            let o = &file.opinion;
            let hidden = file.withheld.then(|| Refusal::Withheld {
                number: o.number.clone(),
            });
            let why = hidden.or_else(|| MatterAct::Handle.why_not(o));
            Given {
                seen: Seen {
                    id: o.id,
                    rev: o.rev,
                    number: o.number.clone(),
                },
                unsorted: o.details.category.is_none(),
                fate: why.map_or(Fate::Waits, |why| Fate::Stays(sentence(state.lang, &why, None))),
            }
        };
        self.matters = files.iter().map(given).collect();
        self.all = self.waiting().count();
        // Of a draft that is gone on with, what can still go is marked again.
        let (today, marks) = (state.today(), state.opinion_marks());
        for Given { seen, .. } in self.waiting() {
            if !marks.has(&seen.id.to_string()) {
                let label = short_number(&seen.number, today);
                marks.turn(Pick::of(seen.id.to_string(), label));
            }
        }
        let unsorted = self.waiting().any(|given| given.unsorted);
        let mark = if unsorted {
            Value::Text("1".to_owned())
        } else {
            Value::Empty
        };
        host.form.prefill("unsorted", &mark);
        if !host.form.is_dirty()
            && let Some(first) = host.form.visible_fields().first()
        {
            host.form.focus_on(first);
        }
        self.introduce(host, state);
    }

    fn chosen(&mut self, host: &mut Host, _state: &State, field: FieldId) -> Option<Menu> {
        if field == "unit" {
            defaults::propose_contact(host, &mut self.contact);
        }
        None
    }

    fn begin_anew(&mut self, _host: &mut Host, _state: &State, _was_lost: bool) -> Vec<(Want, Query)> {
        vec![self.question()]
    }
}

/// One of the commands came back: the next one goes, or the form does. None for commands of others, and where what came
/// back stops them all.
pub fn came(state: &mut State, id: CommandId, result: &Result<Outcome, Failure>) -> Option<Vec<Effect>> {
    let is_it = |l: &Layer| {
        l.form()
            .is_some_and(|f| matches!(f.kind, Kind::Batch(_)) && f.host.request(id).is_some())
    };
    let at = state.layers.iter().position(is_it)?;
    let mut form = state.layers.remove(at).into_form()?;
    let (stays, effects) = step(&mut form, state, id, result);
    if stays {
        form.fit(state);
        state.layers.insert(at, form.layer());
    }
    effects
}

/// Whether the form stays, and what follows.
fn step(
    form: &mut Form,
    state: &mut State,
    id: CommandId,
    result: &Result<Outcome, Failure>,
) -> (bool, Option<Vec<Effect>>) {
    let Kind::Batch(batch) = &mut form.kind else {
        return (true, None);
    };
    let fate = match result {
        Ok(_) => Some(Fate::Gone),
        Err(Failure::Refused(why)) if !matches!(**why, Refusal::DraftLost { .. }) => {
            Some(Fate::Stays(sentence(state.lang, why, None)))
        }
        Err(_) => None,
    };
    let of = form
        .host
        .request(id)
        .and_then(|r| r.command.needs().opinions.first().copied());
    let (Some(of), Some(fate)) = (of, fate) else {
        batch.introduce(&mut form.host, state);
        return (true, None);
    };
    batch.settle(state, of, fate);
    form.host.busy = None;
    if batch.waiting().next().is_some() {
        return (true, Some(form.file(state).effects));
    }
    let gone = batch.matters.iter().filter(|given| given.fate == Fate::Gone).count();
    if gone == 0 {
        return (true, Some(vec![again(batch, &mut form.host, state)]));
    }
    over(batch, state, gone);
    // The last one would have ended the draft, had it gone.
    let is_left = form.host.save.is_used() && result.is_err();
    let drops = is_left.then_some(Effect::DropDraft(form.host.lease.draft));
    (false, Some(drops.into_iter().collect()))
}

/// None went: what was typed may be why, so it stays to be changed, and what can still go is read anew.
fn again(batch: &Batch, host: &mut Host, state: &mut State) -> Effect {
    host.alerts = batch.staying().map(str::to_owned).collect();
    host.alerts.dedup();
    let said = host.alerts.first().cloned().unwrap_or_default();
    state.say(Mood::Bad, said);
    let (want, query) = batch.question();
    host.ask(state, want, query)
}

/// Says how many went; those that did not stand on a page, each with its reason.
fn over(batch: &Batch, state: &mut State, gone: usize) {
    let t = &state.texts().matter;
    let done = counted(state.lang, t.batch_done, gone);
    let lines: Vec<_> = batch.staying().map(|why| line("", why)).collect();
    if !lines.is_empty() {
        let left = counted(state.lang, t.batch_left, lines.len());
        state
            .layers
            .push(Layer::Page(Page::new(format!("{done}{left}"), lines)));
    }
    state.say(Mood::Good, done);
}
