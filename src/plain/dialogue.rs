//! The conversation: one round of the menu after the other. A flow is written from top to bottom, as it is spoken; what it
//! says, hears and has done goes through [`Outside`], so it still does nothing itself.

use super::menu;
use super::outside::Outside;
use super::talk::{Stop, Talk};
use crate::app::ids::Ids;
use crate::domain::record::Account;
use crate::i18n::Lang;

/// Who talks, and where.
#[derive(Clone, Debug)]
pub struct Context {
    pub lang: Lang,
    /// The account at the keyboard.
    pub account: Account,
    /// The table of the keyboard; 1 when nothing was said.
    pub table: u8,
    pub practice: bool,
    /// What is under way in the desk is named from these.
    pub ids: Ids,
    /// The charset of the lines, by the name people know it by.
    pub charset: &'static str,
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything typed is on the disk.
    Saved,
    /// Something is not, and has been said word for word.
    Unsaved,
    /// It is not known of an act whether it was carried out; what is on no disk unless it was has been said word for word.
    Unsure,
}

/// Talks until the person leaves or the input ends. The end of the input keeps what was typed.
pub fn converse(context: Context, outside: &mut dyn Outside) -> Ended {
    let mut talk = Talk::new(context, outside);
    let mut greeted = false;
    while !matches!(menu::round(&mut talk, greeted), Err(Stop::Quit)) {
        greeted = true;
    }
    let is_unsure = talk.is_unsure();
    // The words that are on no disk, to be noted down.
    let unsaved = std::mem::take(&mut talk.unsaved);
    if !unsaved.is_empty() {
        let t = talk.t();
        talk.say(if is_unsure { t.by_hand_unsure } else { t.by_hand });
    }
    let lines: Vec<String> = unsaved.iter().flat_map(|(_, lines)| lines.clone()).collect();
    lines.join("\n").lines().for_each(|line| talk.say(line));
    match unsaved.is_empty() {
        _ if is_unsure => Ended::Unsure,
        true => Ended::Saved,
        false => Ended::Unsaved,
    }
}
