//! What is offered after a telling that reached nobody, while that is still being written down.

use super::fields::{choice, texts};
use super::menus::pick;
use crate::app::model::{Acts, Choice, Do, Item, MatterAct, Menu, Seen, State};
use crate::app::opinion::spec::WHOM;
use crate::domain::code::{Reached, Way};
use crate::domain::id::{CitizenId, CommandId};
use crate::domain::view::OpinionFile;
use crate::form::{FieldId, FieldSpec, FormState, Value, Visible};
use crate::i18n::Lang;
use crate::i18n::refusal;
use crate::i18n::sheet::Texts;

/// Whom of theirs they may be told through.
pub const RELAY_TO: FieldId = "relay_to";
/// Codes of that field.
pub const NOBODY: &str = "nobody";
/// Somebody of their own.
pub const FAMILY: &str = "family";
/// Somebody next door.
pub const NEIGHBOUR: &str = "neighbour";
/// Somebody else, who is named.
const OTHER: &str = "other";

/// Whom it was tried to tell, and what of: what is offered next is theirs, whoever of several is the next by then.
#[derive(Debug)]
pub struct Meant<'a> {
    pub seen: &'a Seen,
    /// One of several.
    pub whom: Option<Value>,
    /// Why nobody else is asked to tell them.
    pub no_relay: Option<String>,
}

/// Offered after the last failure of the usual way; striking off where nobody is left who could be reached. How often it was
/// tried is said of the act, which alone knows.
pub fn another_way(state: &mut State, meant: &Meant<'_>, closes: bool, act: CommandId) {
    let title = state.texts().matter.another_way;
    let mut items = other_ways(state, meant);
    items.extend(closes.then(|| close(state, meant.seen)));
    push_ahead(state, Menu::new(title, items), act);
}

/// Shows a menu of what follows an act that was sent and has not come back.
fn push_ahead(state: &mut State, menu: Menu, act: CommandId) {
    let acts = Acts {
        ahead_of: Some(act),
        ..Acts::of(menu.at_rest())
    };
    state.layers.push(acts.layer());
}

/// Puts right what is known of somebody: of one of several theirs, whoever is told next.
pub(super) fn correct(label: &str, seen: &Seen, whom: Option<Value>) -> Item {
    let values = whom.map(|whom| (WHOM, whom)).into_iter().collect();
    let choice = Do::Form(MatterAct::Person, seen.clone(), values);
    Item::new(label, Choice::Matter(Box::new(choice)))
}

/// Offered where the number is somebody else's: the right one, or another way; and where there is none, that it is said.
pub fn wrong_number(state: &mut State, meant: &Meant<'_>, act: CommandId) {
    let mut items = vec![correct(state.texts().matter.act_person, meant.seen, meant.whom.clone())];
    items.extend(other_ways(state, meant));
    let t = &state.texts().matter;
    items.push(telling(t.tell_no_way, meant, Some(Reached::NoWay), Way::Phone));
    let menu = Menu::new(t.wrong_number, items);
    push_ahead(state, menu, act);
}

/// A telling to be written in full; what came of it is said there where it is not known before.
fn telling(label: &str, meant: &Meant<'_>, reached: Option<Reached>, way: Way) -> Item {
    let whom = meant.whom.clone().map(|whom| (WHOM, whom));
    let reached = reached.map(|reached| ("reached", pick(reached.code())));
    let values = whom.into_iter().chain(reached).chain([("way", pick(way.code()))]);
    let choice = Do::Form(MatterAct::Tell, meant.seen.clone(), values.collect());
    Item::new(label, Choice::Matter(Box::new(choice)))
}

/// Why nobody else is asked to tell somebody.
pub(super) fn no_relay(state: &State, file: &OpinionFile) -> Option<String> {
    let why = file.opinion.why_no_relay(&file.cadres)?;
    Some(refusal::no_relay(state.lang, why).to_owned())
}

/// Offers to ask somebody else only where that may be; where not, it says why before it is chosen.
pub(super) fn offer_relay(form: &mut FormState, state: &State, file: &OpinionFile) {
    let why = no_relay(state, file);
    let through = Reached::Through.code();
    let options = form.options("reached").unwrap_or_default().iter().cloned();
    let options = options.map(|o| {
        let why = why.clone().filter(|_| o.code == through);
        o.unless(why)
    });
    form.set_options("reached", options.collect());
}

/// The same as a mark of a form, which says it where that is chosen.
pub(super) fn relay_mark(file: &OpinionFile) -> Value {
    let why = file.opinion.why_no_relay(&file.cadres);
    why.map_or(Value::Empty, |why| Value::Text(why.code().to_owned()))
}

fn other_ways(state: &State, meant: &Meant<'_>) -> Vec<Item> {
    let t = &state.texts().matter;
    // Through another is not telling them: whom was asked is said, and they are owed it until they know.
    let through = telling(t.tell_through, meant, Some(Reached::Through), Way::Phone);
    vec![
        through.unless(meant.no_relay.clone()),
        telling(t.tell_at_home, meant, None, Way::InPerson),
        telling(t.tell_by_paper, meant, Some(Reached::Sent), Way::Paper),
        Item::new(t.tell_wait, Choice::Close),
    ]
}

/// Striking off what nobody can be told of.
pub(super) fn close(state: &State, seen: &Seen) -> Item {
    let choice = Do::Form(MatterAct::Close, seen.clone(), Vec::new());
    Item::new(state.texts().matter.tell_close, Choice::Matter(Box::new(choice)))
}

/// Whether a matter may be struck off as it stands.
pub(super) fn may_close(state: &State, file: &OpinionFile) -> bool {
    let rules = state.snap.rules.as_deref();
    MatterAct::Close.is_possible(&file.opinion) && rules.is_some_and(|rules| file.opinion.may_close(&rules.limits))
}

/// Whether nobody but this one of several could still be reached.
pub(super) fn leaves_nobody(state: &State, file: &OpinionFile, whom: Option<CitizenId>) -> bool {
    let Some(rules) = state.snap.rules.as_deref() else {
        return false;
    };
    let o = &file.opinion;
    let is_reachable = |c: CitizenId| !o.is_unreachable(&rules.limits, Some(c), None);
    let mut others = o
        .parties
        .iter()
        .filter(|p| !p.told && whom.is_some_and(|whom| whom != p.citizen));
    !others.any(|p| is_reachable(p.citizen))
}

/// Through whom they may be told: chosen, so that no words which mean nobody stand for somebody, and who that is.
pub(super) fn relay_fields(lang: Lang, mut name: FieldSpec) -> [FieldSpec; 2] {
    let t = texts(lang);
    let all = [
        (NOBODY, t.relay_nobody),
        (FAMILY, t.relay_family),
        (NEIGHBOUR, t.relay_neighbour),
        (OTHER, t.relay_other),
    ];
    t.relay_who.clone_into(&mut name.label);
    let names = |form: &FormState| match form.code(RELAY_TO) {
        Some(code) => code != NOBODY,
        // A draft of before.
        None => form.is_filled("may_relay"),
    };
    [
        FieldSpec::new(RELAY_TO, t.may_relay, choice(all))
            .of_people()
            .help(t.help_relay_to),
        name.when(Visible::Test(names)),
    ]
}

/// Whoever was named goes with what was chosen then: chosen otherwise, somebody else is named.
pub(super) fn keep_named(form: &mut FormState, file: &OpinionFile) {
    let [(_, chosen), (field, named)] = relay_values(file.opinion.details.may_relay.as_deref());
    let is_same = match &chosen {
        Value::Pick(chosen) => form.code(RELAY_TO) == chosen.code.as_deref(),
        Value::Empty | Value::Text(_) | Value::Picks(_) | Value::Flag(_) => form.code(RELAY_TO).is_none(),
    };
    let stands = if is_same { named } else { Value::Empty };
    if !form.is_edited(field) && form.text(field) != stands.text() {
        form.prefill(field, &stands);
    }
}

/// The same two of a matter that says already through whom: in which language it was chosen goes for nothing.
pub(super) fn relay_values(named: Option<&str>) -> [(FieldId, Value); 2] {
    let is_one = |label: fn(&Texts) -> &'static str| {
        let labels = [Lang::Zh, Lang::En].map(|lang| label(texts(lang)));
        named.is_some_and(|named| labels.into_iter().any(|label| label == named.trim()))
    };
    let (chosen, named) = match named {
        None => (None, None),
        Some(_) if is_one(|t| t.relay_family) => (Some(FAMILY), None),
        Some(_) if is_one(|t| t.relay_neighbour) => (Some(NEIGHBOUR), None),
        Some(named) => (Some(OTHER), Some(named)),
    };
    let named = named.map_or(Value::Empty, |named| Value::Text(named.to_owned()));
    [(RELAY_TO, chosen.map_or(Value::Empty, pick)), ("may_relay", named)]
}
