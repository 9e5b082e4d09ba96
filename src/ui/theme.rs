//! Roles and themes: what a piece of text is for, and how that looks.
//!
//! Themes are data with the 16 ANSI colours. Colour is never the only sign of anything; the `mono` theme has none
//! and loses nothing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// The themes we ship.
const SHIPPED: &str = include_str!("../../config/themes.toml");

/// The theme of a terminal that wants no colour.
pub const MONO: &str = "mono";

/// The theme nobody chose.
pub const PLAIN: &str = "plain";

macro_rules! roles {
    ($($(#[$doc:meta])+ $role:ident = $key:literal,)+) => {
        /// What a piece of text is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])+ $role,)+ }

        impl Role {
            /// Every role and its key in a theme.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$role, $key),)+];
        }
    };
}

roles! {
    /// Ordinary text.
    Text = "text",
    /// Less important: labels, disabled entries, empty states.
    Muted = "muted",
    /// Bar over a pane.
    Title = "title",
    /// Bar over the pane with the focus.
    TitleFocus = "title_focus",
    /// Title column of the selected row, chosen option.
    Select = "select",
    /// The marker in the gutter.
    Mark = "mark",
    /// A key in a hint.
    Key = "key",
    /// What the key does.
    Hint = "hint",
    /// Something went well.
    Ok = "ok",
    /// Something needs care.
    Warn = "warn",
    /// Something failed.
    Error = "error",
    /// Past its day.
    Overdue = "overdue",
    /// Its day is near.
    DueSoon = "due_soon",
    /// A visit that waits.
    Waiting = "waiting",
    /// A visit that was called.
    Called = "called",
    /// A visit at a table.
    Talking = "talking",
    /// A field being filled in.
    Input = "input",
    /// A field with a problem.
    InputBad = "input_bad",
    /// What a search found in a text.
    Match = "match",
    /// The ground of a popup.
    Popup = "popup",
}

/// A style for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: Vec<Style>,
}

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
enum BadTheme {
    /// The file is not a table of themes.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// No role of this name.
    #[error("no role is called {0}")]
    UnknownRole(String),
    /// Not one of the 16 colours.
    #[error("{0} is not one of the 16 colours")]
    UnknownColour(String),
    /// Not bold, dim, underline or reverse.
    #[error("no modifier is called {0}")]
    UnknownModifier(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default, rename = "mod")]
    modifiers: Vec<String>,
}

type File = BTreeMap<String, BTreeMap<String, Look>>;

/// Those that ship, by name. What ships reads; a test says so.
static ALL_SHIPPED: LazyLock<BTreeMap<String, Theme>> = LazyLock::new(|| Theme::read(SHIPPED).unwrap_or_default());

impl Theme {
    /// A shipped theme; `no_colour` (NO_COLOR, a terminal without colours) overrules the name, and a name we do not
    /// have gives the plain one.
    pub fn shipped(name: &str, no_colour: bool) -> Self {
        let name = if no_colour { MONO } else { name };
        let found = ALL_SHIPPED.get(name).or_else(|| ALL_SHIPPED.get(PLAIN));
        found.cloned().unwrap_or_else(|| Self { styles: Vec::new() })
    }

    /// Reads those that ship, if nobody has yet.
    pub fn read_shipped() {
        LazyLock::force(&ALL_SHIPPED);
    }

    /// The themes of a file, by name. Roles that one leaves out look like its `text`.
    fn read(file: &str) -> Result<BTreeMap<String, Self>, BadTheme> {
        let file: File = toml::from_str(file)?;
        let read = |(name, looks)| Ok((name, Self::of(&looks)?));
        file.into_iter().map(read).collect()
    }

    fn of(looks: &BTreeMap<String, Look>) -> Result<Self, BadTheme> {
        if let Some(unknown) = looks.keys().find(|k| !Role::ALL.iter().any(|(_, key)| key == k)) {
            return Err(BadTheme::UnknownRole(unknown.clone()));
        }
        let text = looks.get("text").map_or(Ok(Style::new()), style)?;
        let role = |(_, key): &(Role, &str)| looks.get(*key).map_or(Ok(text), style);
        Ok(Self {
            styles: Role::ALL.iter().map(role).collect::<Result<_, _>>()?,
        })
    }

    /// The names of those that ship, in order of the alphabet.
    pub fn names() -> Vec<&'static str> {
        ALL_SHIPPED.keys().map(String::as_str).collect()
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

fn style(look: &Look) -> Result<Style, BadTheme> {
    let mut out = Style::new();
    if let Some(name) = &look.fg {
        out = out.fg(colour(name)?);
    }
    if let Some(name) = &look.bg {
        out = out.bg(colour(name)?);
    }
    for name in &look.modifiers {
        out = out.add_modifier(match name.as_str() {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            _ => return Err(BadTheme::UnknownModifier(name.clone())),
        });
    }
    Ok(out)
}

/// The 16 colours by name; ratatui also reads `#rrggbb` and numbers, which not every terminal here can show.
fn colour(name: &str) -> Result<Color, BadTheme> {
    let known = name.parse::<Color>().ok();
    known
        .filter(|c| !matches!(c, Color::Rgb(..) | Color::Indexed(_)))
        .ok_or_else(|| BadTheme::UnknownColour(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_themes_name_every_role() {
        let file: File = toml::from_str(SHIPPED).unwrap();
        assert!(Theme::read(SHIPPED).is_ok());
        assert_eq!(Theme::names(), ["contrast", "mono", "plain"]);
        for (name, looks) in &file {
            assert_eq!(looks.len(), Role::ALL.len(), "{name}");
        }
    }

    #[test]
    fn mono_has_no_colour_and_no_colour_means_mono() {
        let mono = Theme::shipped("contrast", true);
        for (role, key) in Role::ALL {
            let style = mono.style(*role);
            assert_eq!((style.fg, style.bg), (None, None), "{key}");
        }
        assert_eq!(mono, Theme::shipped(MONO, false));
    }

    #[test]
    fn selection_and_bars_are_seen_without_colour() {
        for name in [PLAIN, MONO] {
            let theme = Theme::shipped(name, false);
            for role in [Role::Select, Role::Title, Role::TitleFocus] {
                assert!(theme.style(role).add_modifier.contains(Modifier::REVERSED));
            }
        }
    }

    #[test]
    fn slips_are_named() {
        assert!(matches!(Theme::read("[a]\ntxet = {}"), Err(BadTheme::UnknownRole(_))));
        assert!(matches!(
            Theme::read("[a]\ntext = { fg = '#ff0000' }"),
            Err(BadTheme::UnknownColour(_))
        ));
        assert!(matches!(
            Theme::read("[a]\ntext = { mod = ['blink'] }"),
            Err(BadTheme::UnknownModifier(_))
        ));
        assert_eq!(Theme::shipped("no such", false), Theme::shipped(PLAIN, false));
        let short = &Theme::read("[a]\ntext = { fg = 'red' }").unwrap()["a"];
        assert_eq!(short.style(Role::Popup).fg, Some(Color::Red));
    }
}
