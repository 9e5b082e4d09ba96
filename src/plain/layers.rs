//! What may lie over the desk, said and asked: menus, lists to choose from, pages, a matter, the end of a reception.

use super::desk::Desk;
use super::talk::{Empty, Said, Stop, Talk};
use super::words;
use crate::app::Effect;
use crate::app::action::Act;
use crate::app::layer::picker::PAGE;
use crate::app::may;
use crate::app::model::{Choice, Closing, Item, Layer, Menu, Page, Receipt};
use crate::app::offer::OUTCOMES;
use crate::app::opinion::{facts, menus};
use crate::app::session::closing::{Line, lines, was_called};
use crate::app::update::{apply, perform};
use crate::domain::code::VisitState;
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
            let chosen = t.choose_or_back(&menu.title, &options, t.t().help_acts)?;
            let item = chosen.and_then(|i| menu.items.get(i));
            match item.map(|item| (&item.why_not, &item.choice)) {
                Some((Some(why), _)) => t.say(why),
                Some((None, choice)) => return Ok(Some(choice.clone())),
                None => return Ok(None),
            }
        }
    }

    /// A menu goes with the choice that is made in it.
    pub(super) fn menu(&mut self, t: &mut Talk<'_>, menu: &Menu) -> Said<Vec<Effect>> {
        let choice = Self::choose(t, menu)?;
        self.close();
        Ok(choice.map_or_else(Vec::new, |choice| perform(&mut self.state, choice)))
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
        for line in page.lines.iter().chain(&page.table.by_heading()) {
            t.line_of(line);
        }
        let Some((words, choice)) = page.go.clone() else {
            return Ok(self.close());
        };
        self.menu(t, &Menu::new(t.t().q_what_now, vec![Item::new(words, choice)]))
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
        let typed = match t.line(&rows, &picker.title, Empty::Back, t.t().help_unit, |_, typed| {
            Ok(typed.to_owned())
        }) {
            Ok(typed) => typed.unwrap_or_default(),
            Err(Stop::Back) => return Ok(Vec::new()),
            Err(stop) => return Err(stop),
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
        let options: Vec<String> = left.iter().map(|line| self.left(t, *line)).collect();
        let Some(at) = t.choose_or_back(x.ask.closing_title, &options, x.plain.help_outcome)? else {
            return Ok(self.close());
        };
        let key = if let Some(Line::Waiting(visit, _)) = left.get(at) {
            let missed = was_called(&self.state, *visit).then_some(VisitState::Missed);
            let outcomes = OUTCOMES.into_iter().chain(missed);
            let outcomes: Vec<&str> = outcomes.map(|o| code::visit_state(t.lang(), o)).collect();
            let title = options.get(at).map_or("", String::as_str);
            let chosen = t.choose_or_back(title, &outcomes, x.plain.help_outcome)?;
            chosen.and_then(key_of).map(|chord| (chord, None))
        } else {
            Some((Chord::key(KeyCode::Enter), Some(Act::ListOpen)))
        };
        let step = key.and_then(|(chord, act)| Closing { at }.key(&mut self.state, chord, act));
        Ok(step.map_or_else(Vec::new, |step| apply(&mut self.state, step)))
    }

    /// A line of who and what is left.
    fn left(&self, t: &Talk<'_>, line: Line) -> String {
        let (lang, x, s) = (t.lang(), &t.texts().ask, &self.state.snap);
        let visit = |id| s.queue.iter().find(|v| v.id == id);
        let said = match line {
            Line::Waiting(id, _) | Line::Talking(id, _) => visit(id).map(|v| words::visit(lang, v, t.now(), s)),
            Line::Unwritten(id) => {
                let row = s.unwritten().find(|f| f.visit.is_some_and(|v| v.0 == id));
                row.map(|f| words::owed(t, f))
            }
            Line::Deputy(id) => {
                let there = s.attendance.iter().find(|a| a.deputy == id);
                there.map(|a| words::join([&words::on_duty(lang, a), x.still_here]))
            }
            Line::Figures => Some(x.see_figures.to_owned()),
        };
        said.unwrap_or_default()
    }
}

/// The digit that chooses the row of this place.
fn key_of(at: usize) -> Option<Chord> {
    char::from_digit(u32::try_from(at + 1).ok()?, 10).map(Chord::char)
}

/// What was filed: its number, where it goes, and the code by which somebody without a name asks.
pub(super) fn read_back(t: &mut Talk<'_>, receipt: &Receipt) {
    let Some(filed) = receipt.filed.last() else { return };
    t.tell(t.texts().say.filed, &[("no", &filed.number)]);
    for (label, value) in &filed.goes {
        t.fact(label, value);
    }
    if let Some(code) = &receipt.claim {
        t.tell(t.t().claim_code, &[("code", code)]);
    }
}
