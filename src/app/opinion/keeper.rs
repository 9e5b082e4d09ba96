//! 由我经办: looking after a matter oneself.

use crate::app::model::{Choice, Item, Menu, State, Then};
use crate::domain::command::{Command, HandOn};
use crate::domain::deed::Deed;
use crate::domain::life;
use crate::domain::view::OpinionFile;
use crate::i18n::fill;

/// Its choice, where somebody else looks after the matter or nobody does. What a colleague looks after is taken from them, so
/// that is asked first.
pub fn item(state: &State, file: &OpinionFile) -> Option<Item> {
    let o = &file.opinion;
    let own = state.account.as_ref().map(|a| a.id)?;
    if o.keeper == Some(own) || !life::may(Deed::HandOn, o) {
        return None;
    }
    let keep = Command::HandOn(HandOn {
        opinion: o.id,
        rev: o.rev,
        to: own,
        reason: None,
    });
    let t = state.texts();
    let go = Item::new(t.matter.act_keep, Choice::Run(Box::new(keep), Then::Nothing));
    let Some(keeper) = file.keeper.as_deref() else {
        return Some(go);
    };
    let why = fill(t.matter.kept_by, &[("name", keeper)]);
    let items = vec![go, Item::new(t.common.back, Choice::Close)];
    let menu = Menu::new(t.matter.act_keep, items).asking(why).at_rest();
    Some(Item::new(t.matter.act_keep, Choice::Push(Box::new(menu.layer()))))
}
