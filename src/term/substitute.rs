//! What stands for a disputed glyph where no width can be trusted: text of exactly two cells on any terminal.
//!
//! The picture changes, the data never does. For tmux and screen, and for people who turn it on (替代显示).

use super::frame::Kind;

/// A replacement of exactly two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Substitute {
    /// Two characters of one cell.
    Pair(char, char),
    /// One character of two cells.
    Wide(char),
}

/// Stands for everything that has nothing better.
const UNKNOWN: Substitute = Substitute::Wide('〓');

/// The replacement of a glyph.
pub(super) fn of(glyph: char, kind: Kind) -> Substitute {
    if kind == Kind::Uncertain {
        return UNKNOWN;
    }
    let n = u32::from(glyph);
    match glyph {
        '“' | '”' | '″' => Substitute::Wide('＂'),
        '‘' | '’' | '′' => Substitute::Wide('＇'),
        '…' | '‥' => Substitute::Pair('.', '.'),
        '—' | '–' | '―' | '‐' | '─' | '━' => Substitute::Wide('－'),
        '·' | '‧' | '•' => Substitute::Wide('・'),
        '×' => Substitute::Wide('Ｘ'),
        '÷' => Substitute::Wide('／'),
        '→' => Substitute::Pair('-', '>'),
        '←' => Substitute::Pair('<', '-'),
        '±' => Substitute::Pair('+', '-'),
        '≥' | '≧' => Substitute::Pair('>', '='),
        '≤' | '≦' => Substitute::Pair('<', '='),
        '≠' => Substitute::Pair('!', '='),
        '≈' => Substitute::Pair('~', '='),
        '²' => Substitute::Pair('^', '2'),
        '³' => Substitute::Pair('^', '3'),
        '│' | '┃' | '‖' => Substitute::Pair('|', ' '),
        'Ⅰ' | 'ⅰ' => Substitute::Wide('Ｉ'),
        'Ⅱ' | 'ⅱ' => Substitute::Pair('I', 'I'),
        'Ⅲ'..='Ⅸ' => numbered(n - 0x215F, '.'),
        'ⅲ'..='ⅸ' => numbered(n - 0x216F, '.'),
        'Ⅹ' | 'ⅹ' => Substitute::Pair('1', '0'),
        '①'..='⑳' => numbered(n - 0x245F, ')'),
        '⑴'..='⒇' => numbered(n - 0x2473, ')'),
        '⒈'..='⒛' => numbered(n - 0x2487, '.'),
        '●' | '○' | '◎' | '■' | '□' | '★' | '☆' | '▲' | '△' | '◆' | '◇' | '※' => {
            Substitute::Wide('＊')
        }
        '°' => Substitute::Wide('度'),
        '℃' => Substitute::Wide('Ｃ'),
        '№' => Substitute::Pair('N', 'o'),
        '§' => Substitute::Wide('节'),
        _ => UNKNOWN,
    }
}

/// One digit and its sign, or two digits.
fn numbered(n: u32, sign: char) -> Substitute {
    let digit = |d: u32| char::from_digit(d % 10, 10).unwrap_or('?');
    if n < 10 {
        Substitute::Pair(digit(n), sign)
    } else {
        Substitute::Pair(digit(n / 10), digit(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::{self, Class};
    use crate::term::charset;

    #[test]
    fn every_replacement_takes_two_cells_everywhere() {
        for c in '\0'..=char::MAX {
            let kind = match cells::class_of(c) {
                Class::Ambiguous => Kind::Ambiguous,
                Class::Uncertain => Kind::Uncertain,
                _ => continue,
            };
            match of(c, kind) {
                Substitute::Pair(a, b) => assert!(a.is_ascii() && b.is_ascii() && !a.is_control(), "{c}"),
                Substitute::Wide(w) => {
                    assert_eq!(cells::class_of(w), Class::Wide, "{c}");
                    // A client that stops at GBK is helped by these; for the dot the painter has another.
                    assert!(charset::is_pair(w) || w == '・', "{c} {w}");
                }
            }
        }
    }

    #[test]
    fn numbers_keep_their_value() {
        assert_eq!(of('①', Kind::Ambiguous), Substitute::Pair('1', ')'));
        assert_eq!(of('⑳', Kind::Ambiguous), Substitute::Pair('2', '0'));
        assert_eq!(of('⑽', Kind::Ambiguous), Substitute::Pair('1', '0'));
        assert_eq!(of('⒊', Kind::Ambiguous), Substitute::Pair('3', '.'));
        assert_eq!(of('Ⅳ', Kind::Ambiguous), Substitute::Pair('4', '.'));
        assert_eq!(of('ⅸ', Kind::Ambiguous), Substitute::Pair('9', '.'));
    }
}
