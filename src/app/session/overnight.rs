//! A reception of an earlier day that nobody has ended. The first act of the day asks what becomes of it: whoever comes now is
//! not to be counted under yesterday by a slip. What is answered holds at this keyboard for the day.

use crate::app::action::Act;
use crate::app::model::{Choice, Flow, Item, Menu, State};
use crate::i18n::{self, fill};

/// What goes on with a reception, or counts in it.
const GOES_ON: [Act; 11] = [
    Act::QueueNumber,
    Act::QueueCall,
    Act::QueueMissed,
    Act::QueueBack,
    Act::QueueFinishNext,
    Act::QueueFinish,
    Act::QueuePromised,
    Act::OpinionNew,
    Act::OpinionBeside,
    Act::DutySignIn,
    Act::DutySubstitute,
];

/// The question before an act; none when the reception is of today, or it was answered.
pub fn question(state: &State, act: Act) -> Option<Menu> {
    let today = state.today();
    let session = state.open().filter(|s| s.plan.day < today && GOES_ON.contains(&act))?;
    if state.goes_on == Some((session.id, today)) {
        return None;
    }
    let t = &state.texts().ask;
    let title = if today.pred_opt() == Some(session.plan.day) {
        t.overnight_yesterday.to_owned()
    } else {
        let day = i18n::day(state.lang, session.plan.day, today);
        fill(t.overnight_day, &[("day", &day)])
    };
    let items = vec![
        Item::new(t.overnight_close, Choice::Act(Act::SessionClose)),
        Item::new(t.overnight_go_on, Choice::Flow(Flow::GoOn(session.id, act))),
    ];
    Some(Menu::new(act.label(state.lang), items).asking(title))
}
