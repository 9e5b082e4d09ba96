//! What is wanted of the drawing, over what was found out.

use super::caps::{Caps, Colours, Emission};
use super::decode::Charset;

/// What the person or the configuration wants, over what is found out.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Ask the terminal what it is; nobody waits for the answer.
    pub probe: bool,
    /// Which colours, if not as found out.
    pub colours: Option<Colours>,
    pub wish: Wish,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            probe: true,
            colours: None,
            wish: Wish::default(),
        }
    }
}

/// What the person wants of the drawing, over what is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// How disputed glyphs are sent, if not as found out (替代显示).
    pub emission: Option<Emission>,
    /// The charset, unless the terminal answered that it reads UTF-8.
    pub charset: Option<Charset>,
}

/// What is done about what was found.
pub(super) fn overruled(found: Caps, options: Options) -> Caps {
    Caps {
        emission: options.wish.emission.unwrap_or(found.emission),
        colours: options.colours.unwrap_or(found.colours),
        charset: charset(&found, options.wish.charset),
        ..found
    }
}

/// The terminal knows what it reads; where it does not say so, somebody may have; else the environment is better than a
/// guess. Not inside tmux or screen, which read UTF-8 whatever the place they were started at.
fn charset(found: &Caps, chosen: Option<Charset>) -> Charset {
    let hint = found.locale.filter(|_| !found.mux);
    match found.utf8 {
        Some(true) => Charset::Utf8,
        _ => chosen.or(hint).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_then_the_person_then_the_environment() {
        let (gb, utf8) = (Some(Charset::Gb18030), Some(Charset::Utf8));
        let of = |answer, chosen, locale, mux| {
            let found = Caps {
                utf8: answer,
                locale,
                mux,
                ..Caps::default()
            };
            Some(charset(&found, chosen))
        };
        assert_eq!(of(None, None, None, false), utf8);
        assert_eq!(of(None, None, gb, false), gb);
        assert_eq!(of(Some(false), None, gb, false), gb, "both say it");
        assert_eq!(of(Some(false), None, None, false), utf8, "nothing is changed unasked");
        assert_eq!(of(Some(true), gb, gb, false), utf8);
        assert_eq!(of(None, utf8, gb, false), utf8);
        assert_eq!(of(None, None, gb, true), utf8);
        assert_eq!(of(None, gb, None, true), gb);
    }
}
