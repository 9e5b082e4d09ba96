//! 记意见: whose matter it is, and whether one that was begun is gone on with. The rest is the form of the desk.

use super::desk::Desk;
use super::outside::Wish;
use super::talk::{Said, Stop, Talk};
use super::words;
use crate::app::action::Act;
use crate::app::available::why_not;
use crate::app::model::{Layer, Target};
use crate::app::opinion::open;
use crate::app::opinion::spec::OPINION;
use crate::domain::code::{Channel, VisitState};
use crate::domain::moment::Day;
use crate::domain::record::Visit;
use crate::domain::view::{Answer, Query};
use crate::form::{Pick, Value};
use crate::i18n::{code, fill};

/// Goes on with what was begun, or begins.
pub(super) fn file(t: &mut Talk<'_>) -> Said<()> {
    let (lang, x) = (t.lang(), t.t());
    let (mut lines, mut targets) = (Vec::new(), Vec::new());
    let s = t.snapshot()?;
    if let Some(why) = why_not(Act::OpinionNew, &Desk::showing(t, &s).state) {
        t.say(&why);
        return Ok(());
    }
    for v in visits(t, s.business_day.unwrap_or(t.now().day()))? {
        lines.push(words::visit(lang, &v, t.now(), &s));
        targets.push(Target::Visit(v.id));
    }
    lines.push(x.not_queued.to_owned());
    targets.push(Target::Quiet);
    let account = Some(t.context.account.id);
    if let Answer::Drafts(drafts) = t.ask(&Wish::Ask(Query::Drafts { account }))? {
        let mut drafts: Vec<_> = drafts.iter().filter(|d| d.form == OPINION).collect();
        drafts.sort_by_key(|d| std::cmp::Reverse(d.saved_at));
        lines.extend(drafts.iter().map(|d| fill(x.go_on_with, &[("label", &d.label)])));
        targets.extend(drafts.iter().map(|d| Target::Draft(d.id)));
    }
    let chosen = if lines.len() > 1 {
        t.choose_usual(x.q_whose, &lines, x.help_whose)?
    } else {
        0
    };
    let target = targets.get(chosen).copied().unwrap_or(Target::Quiet);
    let channel = if target == Target::Quiet {
        let options: Vec<&str> = Channel::ALL.iter().map(|c| code::channel(lang, *c)).collect();
        Channel::ALL.get(t.choose_usual(x.q_channel, &options, x.help_channel)?)
    } else {
        None
    };
    let mut desk = Desk::new(t)?;
    let effects = open(&mut desk.state, target);
    let form = desk.state.layers.last_mut().and_then(Layer::form_mut);
    if let (Some(channel), Some(form)) = (channel, form) {
        let value = Value::Pick(Pick::of(channel.code(), ""));
        form.host.form.prefill("channel", &value);
    }
    desk.go(t, effects)
}

/// Whose matter it may be: somebody at a table, this one's first, or somebody received today.
fn visits(t: &mut Talk<'_>, day: Day) -> Said<Vec<Visit>> {
    let Answer::Visits(mut visits) = t.ask(&Wish::Ask(Query::Visits { day }))? else {
        return Err(Stop::Back);
    };
    visits.retain(|v| v.state.is_open() || (v.state == VisitState::Done && v.ticket.is_some()));
    let is_mine = |v: &Visit| v.state.is_open() && v.table == Some(t.context.table);
    visits.sort_by_key(|v| (!is_mine(v), !v.state.is_open(), !v.unwritten, -v.n));
    // One digit each, and one for nobody who queued.
    visits.truncate(8);
    Ok(visits)
}
