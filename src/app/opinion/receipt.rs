//! The read-back after filing: numbers, words, where it goes, by when, whom to ask. Several matters of one visit stand
//! on one page.

use crate::app::action::{Act, keys_of};
use crate::app::model::page::{Line, line};
use crate::app::model::sheet::Filed;
use crate::app::model::{Choice, Do, Flow, Host, Item, Menu, Next, Receipt, Sheet, State, Step};
use crate::app::opinion::fields::{GUIDE, HAND, KEEP, SPOT};
use crate::app::opinion::{defaults, entry};
use crate::domain::code::{Channel, Urgency};
use crate::domain::deadline::Deadline;
use crate::domain::due::due;
use crate::domain::id::{CitizenId, VisitId};
use crate::domain::record::{Citizen, CitizenDetails, Rev};
use crate::domain::shape::Class;
use crate::domain::typed_date::Lean;
use crate::domain::view::Outcome;
use crate::form::Values;
use crate::i18n::history::label;
use crate::i18n::{self, fill};
use crate::keys::Chord;

impl Receipt {
    /// The page of a form that was filed.
    pub fn of(state: &State, sheet: &Sheet, host: &mut Host, outcome: &Outcome) -> Self {
        let t = &state.texts().matter;
        let values = host.form.submit().unwrap_or_default();
        // What others told before is read out to nobody who called meanwhile.
        let before = sheet.task.new_matter().filter(|new| !new.apart);
        let mut filed = before.map_or_else(Vec::new, |new| new.filed.clone());
        filed.push(Filed {
            number: outcome.number.clone().unwrap_or_default(),
            words: values.text("words").trim().to_owned(),
            goes: Vec::new(),
        });
        // A visit that was there before is not among what the command touched.
        let visit = sheet.task.visit().or(outcome.visit);
        let person = outcome.citizen.map(|c| (c, outcome.rev(c.0).unwrap_or_default()));
        let again = citizen(state, (sheet, &*host), &values, (visit, person));
        let claim = outcome.claim_code.clone();
        let hears = Hears::of(again.as_ref(), claim.is_some());
        if let Some(filed) = filed.last_mut() {
            filed.goes = goes(state, &values, hears);
            let spoke = defaults::spokesmen(sheet, host, state);
            let spoke = spoke.map(|read| line(state.texts().sheet.representatives, read).of(Class::Sealed));
            filed.goes.extend(spoke);
        }
        let mut items = Vec::new();
        if let Some(c) = again {
            let came_by = values.code("channel").and_then(Channel::from_code);
            let again = Do::Again(Box::new(c), came_by.unwrap_or(Channel::Visit));
            items.push(Item::new(t.again, Choice::Matter(Box::new(again))));
        }
        items.extend(
            finish(state)
                .filter(|(there, _)| Some(*there) == visit)
                .map(|(_, item)| item),
        );
        items.push(Item::new(t.close, Choice::Close).note("Esc"));
        let station = state.snap.station.as_ref();
        let name = station.map(|s| s.name.clone()).unwrap_or_default();
        Self {
            filed,
            ask: fill(
                match hears {
                    Hears::ByCode => t.ask_with_code,
                    Hears::Told | Hears::Asks => t.ask_station,
                },
                &[("station", &name)],
            ),
            claim,
            unheard: is_unheard(&values),
            menu: Menu::new(t.receipt, items),
            top: 0,
        }
    }

    /// The page of what was only counted: its number, where to go and what to say, and not one of the words.
    pub fn counted(state: &State, reason: &str, outcome: &Outcome) -> Self {
        let t = &state.texts().matter;
        let found = state.snap.rules.as_deref().and_then(|rules| rules.reason(reason));
        let place = found.map(|r| {
            let phone = r.phone.as_deref().unwrap_or_default();
            let values = [("place", label(state.lang, &r.destination)), ("phone", phone)];
            line(t.goes_to, fill(t.goes_guide, &values))
        });
        let goes = place.into_iter().chain(say_of(state, reason)).collect();
        let next = finish(state).map(|(_, item)| item);
        let close = Item::new(t.close, Choice::Close).note("Esc");
        Self {
            filed: vec![Filed {
                number: outcome.number.clone().unwrap_or_default(),
                words: String::new(),
                goes,
            }],
            claim: None,
            ask: String::new(),
            unheard: false,
            menu: Menu::new(t.receipt, next.into_iter().chain([close]).collect()),
            top: 0,
        }
    }

    /// About how many rows it takes: so that whoever turns on at the end need not turn back as often.
    fn rows(&self, state: &State) -> usize {
        let width = usize::from(state.size.0.saturating_sub(16)).max(20);
        let of_words = |filed: &Filed| crate::cells::width(&filed.words) / width;
        let page = usize::from(state.size.1.saturating_sub(8)).max(1);
        let rows: usize = self.filed.iter().map(|f| of_words(f) + f.goes.len() + 4).sum();
        rows.saturating_sub(page)
    }

    /// Answers a key: the choices below, or a page of the text.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        let page = usize::from(state.size.1.saturating_sub(8)).max(1);
        if act == Some(Act::ListPageDown) {
            self.top = self.top.saturating_add(page).min(self.rows(state));
        } else if act == Some(Act::ListPageUp) {
            self.top = self.top.saturating_sub(page);
        } else {
            // The menu goes with the page, except when the same person speaks on.
            let step = self.menu.key(state, chord, act)?;
            let Next::Do(choice @ Choice::Matter(_)) = step.next else {
                return Some(step);
            };
            return Some(Next::Keep(choice).into());
        }
        Some(Next::Stay.into())
    }
}

/// Nobody is there to be read to: it came on paper or by somebody else, or whoever spoke left before they could be told.
fn is_unheard(values: &Values) -> bool {
    let channel = values.code("channel").and_then(Channel::from_code);
    channel.is_some_and(|channel| !channel.hears()) || (values.code("handling") == Some(GUIDE) && !values.flag("told"))
}

/// How whoever spoke hears what becomes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hears {
    /// They are told: it is known who they are or how they are reached.
    Told,
    /// They come and ask, with their code.
    ByCode,
    /// They come and ask; nobody can tell them.
    Asks,
}

impl Hears {
    fn of(person: Option<&Citizen>, has_code: bool) -> Self {
        let details = person.map(|c| &c.details);
        let is_known = details.is_some_and(|d| {
            [&d.name, &d.phone, &d.reach_note, &d.address]
                .iter()
                .any(|known| known.is_some())
        });
        if has_code || person.is_some_and(|c| c.claim_code.is_some()) {
            Self::ByCode
        } else if is_known {
            Self::Told
        } else {
            Self::Asks
        }
    }
}

/// The end of the talk with whoever sits at this table, and with nobody else who may sit there when it is pressed.
fn finish(state: &State) -> Option<(VisitId, Item)> {
    let v = state.at_own_table()?;
    let ends = Choice::Flow(Flow::Finish(v.id, v.ticket, true));
    let act = Act::QueueFinishNext;
    let key = keys_of(act, &state.keymap, state.lang);
    let item = Item::new(state.texts().matter.finish, ends).note(key).pressed(act);
    Some((v.id, item))
}

/// What the rules have to be said for a reason of guidance.
fn say_of(state: &State, code: &str) -> Option<Line> {
    let reason = state.snap.rules.as_deref()?.reason(code)?;
    let said = label(state.lang, &reason.say).to_owned();
    (!said.is_empty()).then(|| line(state.texts().matter.say, said))
}

fn goes(state: &State, values: &Values, hears: Hears) -> Vec<Line> {
    let t = &state.texts().matter;
    let code = values.code("reason").filter(|_| values.code("handling") == Some(GUIDE));
    let reason = code.and_then(|code| state.snap.rules.as_deref()?.reason(code));
    // What the station sends on itself is no way for the person.
    let sends_on = reason.is_some_and(|reason| reason.promises_news);
    let where_phone = entry::said(values, "where_phone").unwrap_or_default();
    let is_owed = defaults::is_unheard(values);
    let text = match values.code("handling") {
        Some(HAND) => fill(t.goes_unit, &[("unit", values.text("unit"))]),
        Some(SPOT) if is_owed => t.goes_spot_unheard.to_owned(),
        Some(SPOT) => t.goes_spot.to_owned(),
        Some(GUIDE) if sends_on => fill(t.goes_up, &[("place", values.text("where"))]),
        Some(GUIDE) => fill(
            t.goes_guide,
            &[("place", values.text("where")), ("phone", &where_phone)],
        ),
        Some(KEEP) => t.goes_reference.to_owned(),
        _ => t.goes_undecided.to_owned(),
    };
    let is_open = !matches!(values.code("handling"), Some(HAND | SPOT | GUIDE | KEEP));
    let mut out = vec![line(t.goes_to, text)];
    out.extend(code.and_then(|code| say_of(state, code)));
    if is_open || is_owed || sends_on {
        out.push(line(
            t.news,
            match hears {
                Hears::Told => t.news_told,
                Hears::ByCode => t.news_by_code,
                Hears::Asks => t.news_asked,
            },
        ));
    }
    if values.code("handling") == Some(HAND)
        && let Some(due) = entry::deadline(values, "due", state.today(), Lean::Future)
    {
        out.push(line(
            t.by_when,
            i18n::full_deadline(state.lang, filed_due(state, values, due)),
        ));
    }
    if values.code("handling") == Some(SPOT) {
        out.push(line(state.texts().sheet.answer, values.text("answer")).of(Class::Sealed));
    }
    out
}

/// A due day as it was filed: the one by the rules is as doubtful as they say it is, another is somebody's word.
fn filed_due(state: &State, values: &Values, typed: Deadline) -> Deadline {
    let urgency = values
        .code("urgency")
        .and_then(Urgency::from_code)
        .unwrap_or(Urgency::Normal);
    let rules = state.snap.rules.as_deref();
    let from = entry::late(values, state.today()).map_or_else(|| state.today(), |late| late.happened.day());
    let by_rule = rules.map(|r| due(r, from, r.answer_limit(urgency)).deadline());
    by_rule
        .filter(|d| d.day == typed.day && typed.time.is_none())
        .unwrap_or(typed)
}

/// The person, for one more matter.
fn citizen(
    state: &State,
    (sheet, host): (&Sheet, &Host),
    values: &Values,
    (visit, made): (Option<VisitId>, Option<(CitizenId, Rev)>),
) -> Option<Citizen> {
    if let Some(known) = sheet.task.new_matter().and_then(|new| new.speaker(&host.form)) {
        return Some(known.clone());
    }
    let details: CitizenDetails = entry::citizen(state.lang, values);
    let (id, rev) = made?;
    Some(Citizen {
        id,
        visit: visit?,
        details,
        claim_code: None,
        rev,
    })
}
