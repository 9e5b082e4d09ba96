//! Actions by name: Chinese, pinyin, initials or id; and what can be done with a matter, with why not now.

use crate::app::action::{ACTIONS, Act, Action, Screen, keys_of};
use crate::app::available::why_not;
use crate::app::layer::{digit, moved};
use crate::app::model::{Choice, Do, Found, Layer, MatterAct, Mood, Next, Palette, Record, State, Step};
use crate::domain::pinyin;
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::i18n::refusal::{sentence, withheld};
use crate::i18n::{Lang, Texts};
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// Rows on one page.
pub const PAGE: usize = 9;

impl Found {
    /// What it is called.
    pub fn label(self, state: &State) -> &'static str {
        match self {
            Self::Act(act) => act.label(state.lang),
            Self::Matter(act) => act.label(state.texts()),
        }
    }

    /// Why it cannot be done now; none when it can.
    pub fn why_not(self, state: &State) -> Option<String> {
        match self {
            Self::Act(act) => why_not(act, state),
            Self::Matter(act) => {
                let Some(file) = open_record(state).and_then(|r| r.file.as_ref()) else {
                    return Some(state.texts().record.open_first.to_owned());
                };
                if file.withheld {
                    return Some(withheld(state.lang, &file.opinion.number));
                }
                let why = act.why_not(&file.opinion)?;
                Some(sentence(state.lang, &why, None))
            }
        }
    }

    /// Its keys, and why it cannot be done now.
    pub fn note(self, state: &State) -> String {
        let keys = match self {
            Self::Act(act) => keys_of(act, &state.keymap, state.lang),
            Self::Matter(_) => String::new(),
        };
        let why = self.why_not(state).unwrap_or_default();
        format!("{keys}  {why}").trim().to_owned()
    }
}

/// The record that is open, under whatever lies on it.
fn open_record(state: &State) -> Option<&Record> {
    state.layers.iter().rev().find_map(|layer| match layer {
        Layer::Record(record) => Some(record.as_ref()),
        Layer::Menu(_)
        | Layer::Form(_)
        | Layer::Picker(_)
        | Layer::Page(_)
        | Layer::Help(_)
        | Layer::Palette(_)
        | Layer::Matter(_)
        | Layer::Importing(_)
        | Layer::Closing(_)
        | Layer::SelfTest(_) => None,
    })
}

impl Palette {
    /// Everything, before anything is typed.
    pub fn new(state: &State) -> Self {
        let mut out = Self {
            typed: TextBuffer::new(Lines::Single, Some(30)),
            found: Vec::new(),
            at: 0,
        };
        out.refresh(state.lang);
        out
    }

    fn refresh(&mut self, lang: Lang) {
        let typed = self.typed.text().trim().to_lowercase();
        let mut found: Vec<&Action> = ACTIONS
            .iter()
            .filter(|a| a.palette && matches(a, &typed, lang))
            .collect();
        // Without anything typed it is also the list of the screens that have no digit.
        let is_further = |a: &Action| Screen::further().any(|screen| a.act == Act::Screen(screen));
        // Whoever types the letters that help says for an act means that one.
        let is_said = |a: &Action| !typed.is_empty() && code(a) == typed;
        found.sort_by_key(|a| (!is_said(a), !typed.is_empty() || !is_further(a), a.danger));
        self.found = found.into_iter().map(|a| Found::Act(a.act)).collect();
        // What is done with one matter is not started from everywhere: whoever looks for it learns where it is.
        let asked = MatterAct::ALL.into_iter().filter(|act| {
            let (zh, here) = (act.label(Lang::Zh.texts()), act.label(lang.texts()));
            let others = || is_among(|t| act.also(t), &typed);
            !typed.is_empty()
                && *act != MatterAct::Tell
                && (act.form() == typed || is_called(zh, here, &typed) || others())
        });
        self.found.extend(asked.map(Found::Matter));
        self.at = 0;
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if chord.is_text() {
            return None;
        }
        match (chord.code, act) {
            (_, Some(Act::AppBack | Act::AppPalette)) => Some(Next::Close.into()),
            (KeyCode::Enter, _) => Some(self.take(state, self.at)),
            (KeyCode::Backspace, _) => {
                if self.typed.backspace() {
                    self.refresh(state.lang);
                }
                Some(Next::Stay.into())
            }
            (_, Some(act)) => {
                self.at = moved(self.at, act, self.found.len(), PAGE)?;
                Some(Next::Stay.into())
            }
            _ => None,
        }
    }

    /// Takes text: one digit chooses, everything else filters.
    pub fn text(&mut self, state: &mut State, text: &str) -> Step {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && let Some(n) = digit(Chord::char(c))
        {
            return self.take(state, self.at - self.at % PAGE + n - 1);
        }
        if self.typed.insert(text) == Ok(true) {
            self.refresh(state.lang);
        }
        Next::Stay.into()
    }

    /// Starts what is found there. What is possible only with a record says so, and the list stays.
    fn take(&self, state: &mut State, at: usize) -> Step {
        match self.found.get(at) {
            None => Next::Stay.into(),
            Some(Found::Act(act)) => Next::Do(Choice::Act(*act)).into(),
            Some(found @ Found::Matter(act)) => {
                let seen = open_record(state).and_then(Record::seen);
                if let (None, Some(seen)) = (found.why_not(state), seen) {
                    let form = Do::Form(*act, seen, Vec::new());
                    return Next::Do(Choice::Matter(Box::new(form))).into();
                }
                let why = found.why_not(state).unwrap_or_default();
                state.say(Mood::Warn, why);
                Next::Stay.into()
            }
        }
    }
}

fn matches(a: &Action, typed: &str, lang: Lang) -> bool {
    let (zh, here) = ((a.label)(Lang::Zh.texts()), (a.label)(lang.texts()));
    let others = is_among(a.also, typed);
    typed.is_empty() || a.id.contains(typed) || is_called(zh, here, typed) || others
}

/// Whether something of these names, in Chinese and in the language of the screen, is meant by what was typed.
fn is_called(zh: &str, here: &str, typed: &str) -> bool {
    here.to_lowercase().contains(typed)
        || pinyin::matches(typed, zh, &pinyin::search_key(zh))
        || initials(zh).starts_with(typed)
}

/// The letters by which an act is found at once, as help says them: the first ones of its pinyin, or all where those are another's.
pub(super) fn code(a: &Action) -> String {
    let label = (a.label)(Lang::Zh.texts());
    let short = initials(label);
    let earlier = ACTIONS.iter().take_while(|other| other.id != a.id);
    let is_taken = |other: &Action| other.palette && initials((other.label)(Lang::Zh.texts())) == short;
    if earlier.into_iter().any(is_taken) {
        return spelt(label, |syllable| syllable);
    }
    short
}

/// First letters of the pinyin of a label: `jh` for 叫号.
fn initials(label: &str) -> String {
    spelt(label, |syllable| syllable.get(..1).unwrap_or(syllable))
}

/// The pinyin of a label, of each character what is taken of its syllable.
fn spelt(label: &str, part: impl Fn(&str) -> &str) -> String {
    label
        .chars()
        .map(|c| {
            let key = pinyin::search_key(c.encode_utf8(&mut [0; 4]));
            part(key.split(' ').next().unwrap_or_default()).to_owned()
        })
        .collect()
}

/// Whether one of the other words of an act, in either language, is meant by what was typed.
fn is_among(also: impl Fn(&'static Texts) -> &'static str, typed: &str) -> bool {
    let words = [Lang::Zh, Lang::En].map(|lang| also(lang.texts()));
    let mut words = words.into_iter().flat_map(str::split_whitespace);
    words.any(|word| word.contains(typed) || pinyin::matches(typed, word, &pinyin::search_key(word)))
}
