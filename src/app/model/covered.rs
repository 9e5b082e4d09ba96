//! What the screen may show while it is covered (遮住): every text passes here by its class.

use super::screen::Row as _;
use super::{Layer, State};
use crate::domain::shape::Class;
use crate::domain::view::{FollowUp, OpinionFile, Owing};
use crate::i18n::owed::for_copy;

/// What stands in the place of words while the screen is covered.
pub const COVER: &str = "****";

impl State {
    /// A menu that names people, with what it says while the screen is covered: whoever covers the screen with the menu
    /// open covers the menu too.
    pub fn menu_of_people(&mut self, say: impl Fn(&Self) -> super::Menu) -> super::Menu {
        let masked = std::mem::replace(&mut self.masked, false);
        let open = say(self);
        self.masked = true;
        let covered = say(self);
        self.masked = masked;
        open.covered_by(covered)
    }

    /// The gate every word of a record passes: nothing where whoever looks may not see its class, and a sign in its place
    /// while the screen is covered.
    pub fn pass(&self, class: Class, text: String) -> String {
        let text = self.sight.pass(class, text);
        let is_covered = self.masked && class != Class::Open && !text.is_empty();
        if is_covered { COVER.to_owned() } else { text }
    }

    /// A name as the screen may show it.
    pub fn name(&self, name: Option<&str>) -> String {
        name.map_or("", |name| if self.masked { "**" } else { name }).to_owned()
    }

    /// The short form of a line as the person at the keyboard may see it; covered with the screen, since it is words that
    /// somebody said.
    pub fn brief<'l>(&self, line: &'l FollowUp) -> &'l str {
        if line.withheld {
            return self.texts().record.confidential;
        }
        if line.owing == Owing::BackUp {
            return for_copy(self.lang, line.days);
        }
        if self.masked && !line.brief.is_empty() {
            return COVER;
        }
        in_a_line(line.brief_for(&self.somebody().unwrap_or_default()))
    }

    /// What is said on the bottom line as the screen may show it: on a covered one nobody is called by what the desk
    /// knows of them.
    pub fn said(&self, text: &str) -> String {
        let mut out = text.to_owned();
        if !self.masked {
            return out;
        }
        let visits = self.visits().flat_map(|v| [&v.label, &v.first_words, &v.note]);
        let kept = self
            .snap
            .promised
            .iter()
            .flat_map(|p| [&p.label, &p.first_words, &p.phone]);
        let beyond = self.snap.unwritten_beyond.iter().chain(&self.snap.to_tell_beyond);
        let owed = self
            .snap
            .follow_up
            .iter()
            .chain(beyond)
            .flat_map(|f| [&f.person, &f.note]);
        let mut known: Vec<&String> = visits
            .chain(kept)
            .chain(owed)
            .chain(self.called())
            .flatten()
            .filter(|t| !t.trim().is_empty())
            .collect();
        // Of a name that begins another the longer goes first.
        known.sort_by_key(|text| std::cmp::Reverse(text.len()));
        for text in known {
            out = out.replace(text.as_str(), COVER);
        }
        out
    }
}

impl State {
    /// Names, and by what somebody is reached, of the matters that are open or listed.
    fn called(&self) -> impl Iterator<Item = &Option<String>> {
        let files = self.layers.iter().filter_map(|layer| {
            if let Layer::Record(record) = layer {
                return record.file.as_deref();
            }
            layer.form()?.sheet()?.file.as_deref()
        });
        let of_file = files.flat_map(|file| {
            let people = file.citizen.iter().chain(&file.people);
            let people = people.flat_map(|c| [&c.details.name, &c.details.phone, &c.details.reach_note]);
            people.chain(file.opinion.parties.iter().map(|p| &p.name))
        });
        let lists = || self.browse.values();
        let of_rows = lists().flat_map(|b| b.rows.opinions().iter().map(|o| &o.person));
        let owed = lists().flat_map(|b| FollowUp::among(&b.rows).iter().flat_map(|f| [&f.person, &f.note]));
        of_file.chain(of_rows).chain(owed)
    }
}

/// As a covered screen may say it: those it is owed to have no names.
pub fn nameless(file: &OpinionFile) -> OpinionFile {
    let mut file = file.clone();
    file.opinion.parties.iter_mut().for_each(|p| p.name = None);
    file.names.clear();
    file
}

/// Characters of somebody's words that a line of a screen has room for.
const IN_A_LINE: usize = 40;

/// As much of somebody's words as a line has room for.
pub fn in_a_line(words: &str) -> &str {
    let end = words.char_indices().nth(IN_A_LINE).map(|(at, _)| at);
    end.and_then(|at| words.get(..at)).unwrap_or(words)
}
