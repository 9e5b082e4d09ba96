//! What may lie over the desk, said and asked: menus, lists to choose from, pages, a matter, the end of a reception.

use super::desk::Desk;
use super::talk::{Empty, Said, Talk, or_back};
use super::words;
use crate::app::Effect;
use crate::app::action::Act;
use crate::app::layer::picker::PAGE;
use crate::app::may;
use crate::app::model::{Choice, Closing, Item, Layer, Menu, Next, Page, Receipt};
use crate::app::opinion::{facts, menus};
use crate::app::session::closing::{lines, outcomes, said};
use crate::app::update::{apply, perform};
use crate::i18n::code;
use crate::keys::Chord;
use crossterm::event::KeyCode;

impl Desk {
    /// Numbered choices; none where the person went back.
    pub(super) fn choose(t: &mut Talk<'_>, menu: &Menu) -> Said<Option<Choice>> {
        let label = |item: &Item| {
            let barred = item.why_not.as_ref().map_or("", |_| t.t().barred);
            words::join([item.label.as_str(), &item.note, barred])
        };
        let options: Vec<String> = menu.items.iter().map(label).collect();
        loop {
            for text in &menu.text {
                t.say(text);
            }
            let chosen = or_back(t.choose(&menu.title, &options, t.t().help_acts))?;
            let item = chosen.and_then(|i| menu.items.get(i));
            match item.map(|item| (&item.why_not, &item.choice)) {
                Some((Some(why), _)) => t.say(why),
                Some((None, choice)) => return Ok(Some(choice.clone())),
                None => return Ok(None),
            }
        }
    }

    /// A menu goes with the choice that is made in it, and comes back where that is refused.
    pub(super) fn menu(&mut self, t: &mut Talk<'_>, menu: &Menu) -> Said<Vec<Effect>> {
        let next = Self::choose(t, menu)?.map_or(Next::Close, Next::Do);
        Ok(apply(&mut self.state, next.into()))
    }

    /// A matter read out, and what can be done with it; back from its acts is back from the matter.
    pub(super) fn record(&mut self, t: &mut Talk<'_>) -> Said<Vec<Effect>> {
        let Some(Layer::Record(record)) = self.state.layers.last() else {
            return Ok(Vec::new());
        };
        let Some(file) = &record.file else {
            t.say(self.state.texts().record.missing);
            return Ok(self.close());
        };
        t.say(&facts::title(&self.state, file));
        for line in facts::lines(&self.state, file, record.revealed) {
            t.line_of(&line);
        }
        let Some(mut menu) = menus::record_menu(&self.state) else {
            return Ok(self.close());
        };
        t.t().q_what_now.clone_into(&mut menu.title);
        may::grey_menu(&self.state, &mut menu);
        match Self::choose(t, &menu)? {
            Some(choice) => Ok(perform(&mut self.state, choice)),
            None => Ok(self.close()),
        }
    }

    /// A page read out; what it leads to is asked under it.
    pub(super) fn page(&mut self, t: &mut Talk<'_>, page: &Page) -> Said<Vec<Effect>> {
        t.say(&page.title);
        page.spoken().iter().for_each(|line| t.line_of(line));
        match page.ways() {
            ways if ways.is_empty() => Ok(self.close()),
            ways => self.menu(t, &Menu::new(t.t().q_what_now, ways)),
        }
    }

    /// Rows to choose from by digit, or by typing what is meant.
    pub(super) fn picker(&mut self, t: &mut Talk<'_>) -> Said<Vec<Effect>> {
        let Some(Layer::Picker(mut picker)) = self.state.layers.pop() else {
            return Ok(Vec::new());
        };
        let rows = picker.rows.iter().take(PAGE);
        let rows: Vec<String> = rows.map(|r| words::join([&r.label, &r.note])).collect();
        if rows.is_empty() {
            t.tell(t.t().none_found, &[("typed", picker.typed.text())]);
        }
        let read = |_: &mut Talk<'_>, typed: &str| Ok(typed.to_owned());
        let typed = t.line(&rows, &picker.title, Empty::Back, t.t().help_unit, read);
        let Some(typed) = or_back(typed)?.flatten() else {
            return Ok(Vec::new());
        };
        picker.typed.set("");
        let step = picker.text(&mut self.state, &typed);
        self.state.layers.push(Layer::Picker(picker));
        Ok(apply(&mut self.state, step))
    }

    /// Who is left when a reception ends, each with what becomes of them.
    pub(super) fn closing(&mut self, t: &mut Talk<'_>) -> Said<Vec<Effect>> {
        let x = t.texts();
        let left = lines(&self.state);
        let options: Vec<String> = left.iter().map(|line| words::join(said(&self.state, *line))).collect();
        let chosen = or_back(t.choose(x.ask.closing_title, &options, x.plain.help_outcome))?;
        let Some((at, (line, title))) = chosen.and_then(|at| Some((at, left.get(at).zip(options.get(at))?))) else {
            return Ok(self.close());
        };
        let items = outcomes(&self.state, *line).into_iter();
        let items = items.map(|(outcome, choice)| Item::new(code::visit_state(t.lang(), outcome), choice));
        let menu = Menu::new(title, items.collect());
        if menu.items.is_empty() {
            let enter = Chord::key(KeyCode::Enter);
            let mut closing = Closing::default();
            closing.cursor.at = at;
            let step = closing.key(&mut self.state, enter, Some(Act::ListOpen));
            return Ok(step.map_or_else(Vec::new, |step| apply(&mut self.state, step)));
        }
        let choice = Self::choose(t, &menu)?;
        Ok(choice.map_or_else(Vec::new, |choice| perform(&mut self.state, choice)))
    }
}

/// What was filed: its number, where it goes, and the code by which somebody without a name asks.
pub(super) fn read_back(t: &mut Talk<'_>, receipt: &Receipt) {
    let Some(filed) = receipt.filed.last() else { return };
    t.tell(t.texts().say.filed, &[("no", &filed.number)]);
    for line in &filed.goes {
        t.fact(&line.label, &line.text);
    }
    if let Some(code) = &receipt.claim {
        t.tell(t.t().claim_code, &[("code", code)]);
    }
}
