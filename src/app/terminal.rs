//! What is known about the terminal, as plain values, and what somebody should change at it.

use crate::i18n::{Texts, fill};

/// How disputed glyphs are drawn now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawn {
    /// Both cells cleared, then drawn.
    #[default]
    Universal,
    /// The glyph and a blank.
    Narrow,
    Substitute,
}

/// What is known about the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// It has answered, or had its time to.
    pub known: bool,
    pub answered: bool,
    /// `TERM`.
    pub term: String,
    pub da1: Vec<u16>,
    /// Kind and version from the secondary device attributes.
    pub da2: Option<(u16, u16)>,
    /// Whether it draws quotes and the like two cells wide.
    pub wide: Option<bool>,
    /// Whether it reads UTF-8.
    pub utf8: Option<bool>,
    /// tmux or screen stands between.
    pub mux: bool,
    /// A line stands between.
    pub remote: bool,
    pub gb18030: bool,
    /// How disputed glyphs are drawn.
    pub drawn: Drawn,
    pub colours: bool,
    /// Bytes sent so far.
    pub sent: u64,
}

/// Programs people reach the desk with, as far as their menus differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// PuTTY and what is made from it.
    Putty,
    Xshell,
    SecureCrt,
    Windows,
    /// Terminals over VTE: MATE (Kylin), GNOME, Xfce.
    Vte,
    Deepin,
    Konsole,
    Xterm,
    Mintty,
    /// Terminals in a browser.
    Web,
    Mux,
    /// None of these, as far as can be seen.
    Other,
}

/// What a screen says about one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Menus {
    pub name: &'static str,
    /// Where its charset is set.
    pub charset: &'static str,
    /// What there is to say of widths.
    pub width: &'static str,
    /// Which keys it keeps.
    pub keys: &'static str,
}

impl Client {
    /// All that can be told apart by people, the commonest at stations first.
    pub const ALL: [Self; 12] = [
        Self::Putty,
        Self::Xshell,
        Self::SecureCrt,
        Self::Windows,
        Self::Vte,
        Self::Deepin,
        Self::Konsole,
        Self::Xterm,
        Self::Mintty,
        Self::Web,
        Self::Mux,
        Self::Other,
    ];

    /// Which it probably is. Fingerprints are for reports and for the order of advice; nothing is drawn by them.
    pub fn of(facts: &Facts) -> Self {
        match facts.da2 {
            _ if facts.mux => Self::Mux,
            Some((0, 136)) => Self::Putty,
            Some((0, 10)) => Self::Windows,
            Some((0, 276)) => Self::Web,
            Some((0, 115)) => Self::Deepin,
            Some((1, 115)) => Self::Konsole,
            Some((61 | 65, _)) => Self::Vte,
            Some((77, _)) => Self::Mintty,
            Some((24 | 41 | 82 | 85, _)) => Self::Xterm,
            _ => Self::Other,
        }
    }

    /// What is said of it.
    pub fn menus(self, texts: &Texts) -> Menus {
        let t = &texts.client;
        let of = |name, charset, width, keys| Menus {
            name,
            charset,
            width,
            keys,
        };
        match self {
            Self::Putty => of(t.putty, t.putty_charset, t.putty_width, t.putty_keys),
            Self::Xshell => of(t.xshell, t.xshell_charset, t.xshell_width, t.xshell_keys),
            Self::SecureCrt => of(t.securecrt, t.securecrt_charset, t.securecrt_width, t.securecrt_keys),
            Self::Windows => of(t.windows, t.windows_charset, t.windows_width, t.windows_keys),
            Self::Vte => of(t.vte, t.vte_charset, t.vte_width, t.vte_keys),
            Self::Deepin => of(t.deepin, t.deepin_charset, t.deepin_width, t.deepin_keys),
            Self::Konsole => of(t.konsole, t.konsole_charset, t.konsole_width, t.konsole_keys),
            Self::Xterm => of(t.xterm, t.xterm_charset, t.xterm_width, t.xterm_keys),
            Self::Mintty => of(t.mintty, t.mintty_charset, t.mintty_width, t.mintty_keys),
            Self::Web => of(t.web, t.web_charset, t.web_width, t.web_keys),
            Self::Mux => of(t.mux, t.mux_charset, t.mux_width, t.mux_keys),
            Self::Other => of(t.other, t.other_charset, t.other_width, t.other_keys),
        }
    }
}

/// A line of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Before it, or empty.
    pub label: String,
    pub text: String,
    /// Without it the desk cannot be read.
    pub urgent: bool,
}

fn advice(label: &str, text: &str) -> Advice {
    Advice {
        label: label.to_owned(),
        text: text.to_owned(),
        urgent: false,
    }
}

impl Facts {
    /// What a choice is kept under: the kind of terminal, whoever sits there.
    pub fn fingerprint(&self) -> String {
        let da2 = self
            .da2
            .map_or_else(|| "-".to_owned(), |(kind, v)| format!("{kind};{v}"));
        format!("{da2} {}", self.term)
    }

    /// It was found not to read UTF-8, and is not spoken to in another way.
    pub fn is_garbled(&self) -> bool {
        self.utf8 == Some(false) && !self.gb18030
    }

    /// What applies to what was found: what has to change first, then what is good to know.
    pub fn advice(&self, texts: &Texts) -> Vec<Advice> {
        let t = &texts.selftest;
        let menus = Client::of(self).menus(texts);
        let mut out = Vec::new();
        if self.utf8 == Some(false) {
            out.push(Advice {
                urgent: self.is_garbled(),
                ..advice("", if self.gb18030 { t.speaks_gb } else { t.is_charset })
            });
            out.push(advice(menus.name, menus.charset));
            if Client::of(self) == Client::Other {
                // Xshell and SecureCRT tell nothing of themselves that is known.
                let usual = [Client::Putty, Client::Xshell, Client::SecureCrt];
                out.extend(usual.map(|c| c.menus(texts)).map(|m| advice(m.name, m.charset)));
            }
            if self.is_garbled() {
                out.push(advice("", t.or_gb));
            }
        } else if !self.answered {
            out.push(advice("", if self.gb18030 { t.gb_unanswered } else { t.is_unanswered }));
            out.push(advice(t.charset_of, menus.charset));
        }
        if self.mux {
            out.push(advice(t.width_of, menus.width));
        } else if self.wide == Some(true) {
            out.push(advice(t.width_of, t.is_wide));
        }
        if out.is_empty() {
            out.push(advice("", t.all_right));
        }
        out.push(advice(t.keys_of, menus.keys));
        out
    }

    /// The menus of every other client.
    pub fn other_clients(&self, texts: &Texts) -> Vec<Menus> {
        let own = Client::of(self);
        let others = Client::ALL.into_iter().filter(|c| *c != own);
        others.map(|c| c.menus(texts)).collect()
    }

    /// Its attributes as one reads them out on the phone.
    pub fn attributes(&self, texts: &Texts) -> String {
        let t = &texts.selftest;
        let join = |list: &[u16]| {
            let all: Vec<String> = list.iter().map(u16::to_string).collect();
            if all.is_empty() { "-".to_owned() } else { all.join(";") }
        };
        if !self.answered {
            return t.no_answer.to_owned();
        }
        let da2 = self.da2.map_or_else(|| "-".to_owned(), |(kind, v)| join(&[kind, v]));
        fill(t.attributes, &[("primary", &join(&self.da1)), ("secondary", &da2)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    fn facts(da2: Option<(u16, u16)>, utf8: Option<bool>) -> Facts {
        Facts {
            known: true,
            answered: utf8.is_some(),
            da2,
            utf8,
            term: "xterm".into(),
            ..Facts::default()
        }
    }

    fn said(facts: &Facts) -> String {
        let all = facts.advice(Lang::Zh.texts());
        let lines: Vec<String> = all.iter().map(|a| format!("{} {}", a.label, a.text)).collect();
        lines.join("\n")
    }

    #[test]
    fn the_measured_fingerprints_name_their_clients() {
        for (da2, client) in [
            ((0, 136), Client::Putty),
            ((41, 379), Client::Xterm),
            ((65, 7006), Client::Vte),
            ((24, 279), Client::Xterm),
            ((85, 95), Client::Xterm),
            ((1, 115), Client::Konsole),
            ((0, 115), Client::Deepin),
            ((9, 9), Client::Other),
        ] {
            assert_eq!(Client::of(&facts(Some(da2), Some(true))), client, "{da2:?}");
        }
        let tmux = Facts {
            mux: true,
            ..facts(Some((84, 0)), Some(true))
        };
        assert_eq!(Client::of(&tmux), Client::Mux);
    }

    #[test]
    fn only_what_applies_is_advised() {
        let good = said(&facts(Some((0, 136)), Some(true)));
        assert!(good.contains("没有要改的") && good.contains("keepalives"), "{good}");
        assert!(!good.contains("Remote character set"), "{good}");
        let gbk = said(&facts(Some((0, 136)), Some(false)));
        assert!(
            gbk.contains("Remote character set 选 UTF-8") && gbk.contains("按 4"),
            "{gbk}"
        );
        assert!(!gbk.contains("Xshell"), "{gbk}");
        let unknown = said(&facts(None, Some(false)));
        assert!(unknown.contains("Xshell") && unknown.contains("SecureCRT"), "{unknown}");
        let silent = said(&facts(None, None));
        assert!(silent.contains("没有回答") && !silent.contains("按 4"), "{silent}");
        let spoken = Facts {
            gb18030: true,
            ..facts(None, Some(false))
        };
        assert!(said(&spoken).contains("已经改发"), "{}", said(&spoken));
    }

    #[test]
    fn every_client_is_somewhere() {
        for lang in [Lang::Zh, Lang::En] {
            let f = facts(Some((0, 136)), Some(true));
            assert_eq!(f.other_clients(lang.texts()).len() + 1, Client::ALL.len());
        }
    }
}
