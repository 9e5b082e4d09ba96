//! What is known about the terminal at the other end.
//!
//! Nothing here is needed to be right: [`Emission::Universal`] draws correctly on every terminal, and inside a
//! multiplexer, where no answer can be trusted, substitution does. What is known only saves bytes.

use super::decode::Charset;
use super::input::Attributes;
use super::locale;

/// How glyphs that terminals measure differently are sent (research `terminal_cjk.md` 1.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emission {
    /// Clear both cells, draw, position anew: right on narrow and wide terminals alike.
    #[default]
    Universal,
    /// The glyph and one blank: for a terminal that answered that it draws them narrow.
    Narrow,
    /// Replaced by text that takes two cells everywhere: for tmux and screen.
    Substitute,
}

/// Which colours may be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Bold, reverse and underline only.
    Mono,
    /// The sixteen ANSI colours.
    #[default]
    Sixteen,
}

/// How wide the terminal draws an ambiguous character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// No answer, or an answer that contradicts itself.
    #[default]
    Unknown,
    Narrow,
    Wide,
}

/// What `TERM` says about drawing at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary terminal emulator.
    #[default]
    Screen,
    /// Not set, `dumb` or `unknown`: only the line mode works.
    Dumb,
    /// The kernel's own console: it has no Han glyphs.
    Console,
}

/// What is known about the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// What `TERM` says.
    pub kind: Kind,
    /// How wide it draws ambiguous characters, as it answered.
    pub ambiguous: Ambiguous,
    /// Whether it reads UTF-8, as the width of two Han characters told.
    pub utf8: Option<bool>,
    /// Whether tmux or screen stands between.
    pub mux: bool,
    /// Whether the line is a remote one, where bytes of one key may come apart.
    pub ssh: bool,
    /// How disputed glyphs are sent.
    pub emission: Emission,
    /// Which colours may be sent.
    pub colours: Colours,
    /// Kind and version from the secondary device attributes: which client it may be.
    pub da2: Option<(u16, u16)>,
    /// The primary device attributes.
    pub da1: Attributes,
    /// Whether it can name every key by a sequence of its own, Esc among them.
    pub names_keys: bool,
    /// Whether it has answered at all.
    pub answered: bool,
    /// What is spoken with it.
    pub charset: Charset,
    /// The charset of the place the program was started at.
    pub locale: Option<Charset>,
}

impl Caps {
    /// What the environment tells.
    pub fn from_env(var: &dyn Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| var(name).is_some_and(|v| !v.is_empty());
        let term = var("TERM").unwrap_or_default();
        let kind = match term.as_str() {
            "" | "dumb" | "unknown" => Kind::Dumb,
            "linux" => Kind::Console,
            kind if kind.starts_with("linux-") => Kind::Console,
            _ => Kind::Screen,
        };
        let is_mono = set("NO_COLOR")
            || kind == Kind::Dumb
            || term.starts_with("vt")
            || term.ends_with("-m")
            || term.ends_with("-mono");
        let mut caps = Self {
            kind,
            mux: set("TMUX") || set("STY") || term.starts_with("tmux") || term.starts_with("screen"),
            ssh: set("SSH_CONNECTION") || set("SSH_TTY"),
            locale: locale::of_env(var),
            colours: if is_mono { Colours::Mono } else { Colours::Sixteen },
            ..Self::default()
        };
        caps.choose_emission();
        caps
    }

    /// Chooses the emission from what is known by now.
    pub(super) fn choose_emission(&mut self) {
        // The multiplexer answers for itself, not for the glass behind it.
        self.emission = match self.ambiguous {
            _ if self.mux => Emission::Substitute,
            Ambiguous::Narrow if self.utf8 == Some(true) => Emission::Narrow,
            _ => Emission::Universal,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caps(vars: &[(&str, &str)]) -> Caps {
        Caps::from_env(&|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_environment_decides_multiplexer_and_colours() {
        assert_eq!(caps(&[("TERM", "xterm-256color")]).emission, Emission::Universal);
        assert_eq!(caps(&[("TERM", "screen")]).emission, Emission::Substitute);
        assert_eq!(
            caps(&[("TERM", "xterm"), ("TMUX", "/x,1,0")]).emission,
            Emission::Substitute
        );
        assert_eq!(caps(&[("TERM", "xterm"), ("NO_COLOR", "1")]).colours, Colours::Mono);
        assert_eq!(caps(&[("TERM", "xterm"), ("NO_COLOR", "")]).colours, Colours::Sixteen);
        assert_eq!(caps(&[("TERM", "vt100")]).colours, Colours::Mono);
        assert_eq!(caps(&[]).kind, Kind::Dumb);
        for console in ["linux", "linux-16color", "linux-m"] {
            assert_eq!(caps(&[("TERM", console)]).kind, Kind::Console);
        }
        assert!(caps(&[("TERM", "xterm"), ("SSH_CONNECTION", "a b")]).ssh);
    }
}
