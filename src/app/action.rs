//! The table of actions, which feeds the hints, help, the palette, the check of keymaps and the key table of the README.

use crate::domain::deed::Deed;
use crate::domain::life;
use crate::domain::record::Visit;
use crate::i18n::{Lang, Texts, fill};
use crate::keys::Keymap;
use crate::keys::keymap::GLOBAL;

/// Where an action belongs: the group it stands in on the help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Everywhere,
    /// The work of the desk; also on every screen.
    Desk,
    /// In lists and menus.
    List,
    Form,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub act: Act,
    /// Its name in keymaps, such as `queue.call`.
    pub id: &'static str,
    /// What people call it besides, between blanks; the palette finds it by these words as well.
    pub also: fn(&Texts) -> &'static str,
    /// What hints, menus and the palette call it.
    pub label: fn(&Texts) -> &'static str,
    /// What it does, in a sentence.
    pub does: fn(&Texts) -> &'static str,
    pub scope: Scope,
    /// The palette offers it.
    pub palette: bool,
    /// It ends something; the palette lists it last.
    pub danger: bool,
    /// What it writes in the end; none where it only leads somewhere.
    pub deed: Option<Deed>,
}

const fn first(named: &[Deed]) -> Option<Deed> {
    match named {
        [deed, ..] => Some(*deed),
        [] => None,
    }
}

macro_rules! also {
    () => {
        |_| ""
    };
    ($text:ident) => {
        |t| t.also.$text
    };
}

macro_rules! row {
    ($act:expr, $id:literal [$($also:ident)?] $text:ident $scope:ident $palette:literal $danger:literal $($deed:ident)?) => {
        Action {
            act: $act,
            id: $id,
            also: also!($($also)?),
            label: |t| t.action.$text,
            does: |t| t.does.$text,
            scope: Scope::$scope,
            palette: $palette,
            danger: $danger,
            deed: first(&[$(Deed::$deed)?]),
        }
    };
}

/// The screens, which stand among the actions.
macro_rules! screens {
    ([$($before:tt)*] $next:ident $($more:ident)*) => {
        $next! { [$($before)* @
            #[default] Today "screen.today" + screen_today screen_today;
            Opinions "screen.opinions" + screen_opinions screen_opinions;
            Deputies "screen.deputies" + screen_deputies screen_deputies;
            Sessions "screen.sessions" + screen_sessions screen_sessions;
            Units "screen.units" + screen_units screen_units;
            Figures "screen.figures" + screen_figures screen_figures;
            Accounts "screen.accounts" + screen_accounts screen_accounts;
            Owed "screen.owed" + screen_owed screen_owed;
            Backups "screen.backups" + screen_backups screen_backups;
            Traces "screen.looks" + screen_looks screen_looks;
        @] $($more)* }
    };
}

macro_rules! actions {
    ([
        $($act:ident $id:literal $(+ $also:ident)? $text:ident $scope:ident $palette:literal $danger:literal [$($deed:ident)?]
            [$($need:tt)*] $start:expr;)+
        @ $($(#[$default:meta])? $screen:ident $sid:literal $(+ $salso:ident)? $stext:ident;)+ @
        $($next:ident $nid:literal $(+ $nalso:ident)? $ntext:ident $nscope:ident $npalette:literal $ndanger:literal [$($ndeed:ident)?]
            [$($nneed:tt)*] $nstart:expr;)+
    ]) => {
        /// Everything a key or the palette can start.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Act {
            $(#[doc = concat!("`", $id, "`")] $act,)+
            /// Shows a screen.
            Screen(Screen),
            $(#[doc = concat!("`", $nid, "`")] $next),+
        }

        /// What is at the bottom of the stack.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Screen { $(#[doc = concat!("`", $sid, "`")] $(#[$default])? $screen),+ }

        impl Screen {
            /// In order: those that have a digit, then those that are reached by name.
            pub const ALL: &'static [Self] = &[$(Self::$screen),+];
        }

        /// Every action, in the order of help.
        pub static ACTIONS: &[Action] = &[
            $(row!(Act::$act, $id [$($also)?] $text $scope $palette $danger $($deed)?),)+
            $(row!(Act::Screen(Screen::$screen), $sid [$($salso)?] $stext Everywhere true false),)+
            $(row!(Act::$next, $nid [$($nalso)?] $ntext $nscope $npalette $ndanger $($ndeed)?)),+
        ];
    };
}

all_acts! { actions screens }

/// Where the marker of a list goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

const WALKS: [(Act, Walk); 6] = [
    (Act::ListUp, Walk::Up),
    (Act::ListDown, Walk::Down),
    (Act::ListPageUp, Walk::PageUp),
    (Act::ListPageDown, Walk::PageDown),
    (Act::ListFirst, Walk::First),
    (Act::ListLast, Walk::Last),
];

impl Act {
    /// Shows a screen.
    pub const fn is_screen(self) -> bool {
        matches!(self, Self::Screen(_))
    }

    /// Looks at another pane.
    pub fn is_pane(self) -> bool {
        self == Self::PaneNext || self == Self::PanePrev
    }

    /// Where it moves the marker of a list.
    pub fn walk(self) -> Option<Walk> {
        WALKS.iter().find(|(act, _)| *act == self).map(|(_, walk)| *walk)
    }

    /// The row of this action.
    pub fn row(self) -> &'static Action {
        static NONE: Action = Action {
            act: Act::AppBack,
            also: |_| "",
            id: "app.back",
            label: |t| t.action.app_back,
            does: |t| t.does.app_back,
            scope: Scope::Everywhere,
            palette: false,
            danger: false,
            deed: None,
        };
        ACTIONS.iter().find(|a| a.act == self).unwrap_or(&NONE)
    }

    /// The action of a name.
    pub fn of_id(id: &str) -> Option<Self> {
        ACTIONS.iter().find(|a| a.id == id).map(|a| a.act)
    }

    /// Whether what it writes is possible with a visit as it stands.
    pub fn fits(self, v: &Visit) -> bool {
        self.row().deed.is_some_and(|deed| life::may(deed, v))
    }

    /// What screens call it.
    pub fn label(self, lang: Lang) -> &'static str {
        (self.row().label)(lang.texts())
    }
}

/// So many screens have a digit of their own.
const SCREENS: usize = 6;

/// What the digits after those of the screens start: the door, which is opened or closed, the next reception, and
/// everything else by name, the further screens first. A newcomer has to find them without knowing any key.
const DOOR: [&[Act]; 3] = [
    &[Act::SessionOpen, Act::SessionClose],
    &[Act::SessionPlan],
    &[Act::AppPalette],
];

/// What each digit may start while no numbered list is open, `1` first.
pub fn digits() -> impl Iterator<Item = Vec<Act>> {
    let screens = Screen::ALL.iter().take(SCREENS).map(|s| vec![Act::Screen(*s)]);
    screens.chain(DOOR.iter().map(|acts| acts.to_vec()))
}

impl Screen {
    /// Those that are reached through the list of names, where they come first.
    pub fn further() -> impl Iterator<Item = Self> {
        Self::ALL.iter().skip(SCREENS).copied()
    }
}

/// The digits of an action: of a further screen the one of the list of names, and its own there.
fn digits_of(act: Act) -> Option<String> {
    let place = |found: Act| digits().position(|acts| acts.contains(&found)).map(|at| at + 1);
    let further = Screen::further().position(|screen| Act::Screen(screen) == act);
    match further {
        Some(at) => Some(format!("{}-{}", place(Act::AppPalette)?, at + 1)),
        None => place(act).map(|n| n.to_string()),
    }
}

/// The names of all actions, for checking keymaps.
pub fn ids() -> Vec<&'static str> {
    ACTIONS.iter().map(|a| a.id).collect()
}

/// The keys of an action as help and the README print them, the surest first.
pub fn keys_of(act: Act, keymap: &Keymap, lang: Lang) -> String {
    let inner = ["queue", "duty", "follow", "read", "list", GLOBAL];
    let chords = keymap.chords_of(act.row().id, &inner);
    let more = if act.row().scope == Scope::Form {
        keymap.chords_of(act.row().id, &["form", GLOBAL])
    } else {
        Vec::new()
    };
    let mut all = Vec::new();
    for c in more.into_iter().chain(chords) {
        if !all.contains(&c) {
            all.push(c);
        }
    }
    let digit = digits_of(act);
    let names = all.into_iter().map(|c| c.label(lang.is_zh()));
    digit.into_iter().chain(names).collect::<Vec<_>>().join(" ")
}

/// A text with the surest key of each action it names, as in `<queue.call>`: a station may bind its own.
pub fn keyed(text: &str, keymap: &Keymap, lang: Lang) -> String {
    let mut parts = text.split('<');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let named = part
            .split_once('>')
            .and_then(|(id, rest)| Some((Act::of_id(id)?, rest)));
        let Some((act, rest)) = named else {
            out.extend(["<", part]);
            continue;
        };
        let keys = keys_of(act, keymap, lang);
        let key = keys.split(' ').next().filter(|key| !key.is_empty());
        out.push_str(&key.map_or_else(|| by_name(act, rest, keymap, lang), str::to_owned));
        out.push_str(rest);
    }
    out
}

/// How an action without a key of its own is said before the rest of a text: it is found by its name among the commands;
/// where there are no keys at all the name does. It is said once.
fn by_name(act: Act, rest: &str, keymap: &Keymap, lang: Lang) -> String {
    let name = act.label(lang);
    let is_named = rest.trim_start().starts_with(name);
    let keys = keys_of(Act::AppPalette, keymap, lang);
    match keys.split(' ').next().filter(|key| !key.is_empty()) {
        Some(key) if is_named => key.to_owned(),
        Some(key) => {
            let palette = Act::AppPalette.label(lang);
            fill(
                lang.texts().common.by_name,
                &[("key", key), ("palette", palette), ("name", name)],
            )
        }
        None if is_named => String::new(),
        None => name.to_owned(),
    }
}

/// The key table of the README, as Markdown.
#[cfg_attr(not(feature = "rings"), allow(dead_code))] // prints a part of the README
pub fn readme_table(lang: Lang, keymap: &Keymap) -> String {
    let t = lang.texts();
    let mut out = format!(
        "| {} | {} | {} |\n|---|---|---|\n",
        t.ask.keys, t.ask.action, t.ask.what
    );
    for a in ACTIONS {
        let keys = keys_of(a.act, keymap, lang).replace('|', "\\|");
        // Without a key of its own it is found by name.
        let keys = if keys.is_empty() { ":".to_owned() } else { keys };
        let row = format!("| {keys} | {} | {} |\n", (a.label)(t), (a.does)(t));
        out.push_str(&row);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_key_has_its_action_and_every_action_its_row() {
        let (_, warnings) = Keymap::shipped(&ids());
        assert_eq!(warnings, []);
        for a in ACTIONS {
            assert_eq!(Act::of_id(a.id), Some(a.act));
            assert_eq!(a.act.row().id, a.id);
        }
    }

    #[test]
    fn what_no_key_reaches_the_palette_reaches() {
        let (map, _) = Keymap::shipped(&ids());
        for a in ACTIONS {
            assert!(a.palette || !keys_of(a.act, &map, Lang::Zh).is_empty(), "{}", a.id);
        }
    }

    #[test]
    fn the_digits_of_the_table_are_the_screens_and_then_the_reception() {
        let (map, _) = Keymap::shipped(&ids());
        let keys = |screen: &Screen| keys_of(Act::Screen(*screen), &map, Lang::Zh);
        let all: Vec<String> = Screen::ALL.iter().map(keys).collect();
        assert_eq!(all, ["1", "2", "3", "4", "5", "6", "9-1", "9-2 d", "9-3", "9-4"]);
        for act in [Act::SessionOpen, Act::SessionClose] {
            assert_eq!(keys_of(act, &map, Lang::Zh), "7");
        }
        assert!(readme_table(Lang::Zh, &map).contains("| 8 | 安排接待 |"));
    }

    #[test]
    fn a_text_names_the_key_a_station_bound_and_none_of_its_own() {
        let (map, _) = Keymap::shipped(&ids());
        assert_eq!(keyed("按 <session.open> 开门", &map, Lang::Zh), "按 7 开门");
        assert_eq!(
            keyed("<form.file> 登记 a<b <no.act>", &map, Lang::Zh),
            "F9 登记 a<b <no.act>"
        );
        // Without one it is found by name among the commands, and the name is said once.
        let unbound = keyed("用 <queue.let_go> 找得回来；<queue.let_go>刚放走的人", &map, Lang::Zh);
        assert_eq!(unbound, "用 9 命令里的「刚放走的人」 找得回来；9刚放走的人");
        let unbound = keyed("<queue.let_go> brings", &map, Lang::En);
        assert_eq!(unbound, "9 commands, 'let go', brings");
        let of_keys = |text: &str| {
            let after = text
                .split('F')
                .skip(1)
                .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            after
                || ["按 ", "; "]
                    .iter()
                    .any(|lead| text.contains(&format!("{lead}7")) || text.contains(&format!("{lead}8")))
        };
        // Of other programs, and of choices that are numbered on the same page, keys are said as they are.
        let ours = crate::i18n::all().filter(|(group, ..)| !["client", "selftest"].contains(group));
        for (group, name, zh, en) in ours {
            assert!(!of_keys(zh) && !of_keys(en), "{group}.{name} names a key: {zh} | {en}");
            for text in [zh, en] {
                let named = text.split('<').skip(1).filter_map(|part| Some(part.split_once('>')?.0));
                let unknown: Vec<_> = named
                    .filter(|id| id.contains('.') && Act::of_id(id).is_none())
                    .collect();
                assert!(unknown.is_empty(), "{group}.{name}: {unknown:?}");
            }
        }
    }

    #[test]
    fn the_readme_table_names_keys_in_both_languages() {
        let (map, _) = Keymap::shipped(&ids());
        assert!(readme_table(Lang::Zh, &map).contains("| F4 c | 叫号 |"));
        assert!(readme_table(Lang::En, &map).contains("| F3 n | number |"));
    }
}
