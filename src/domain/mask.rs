//! Names and numbers with their middle covered, safe to show.

use super::phone::parse_phone;

/// A telephone number safe to show: `137****4410`, `0719-35***31`.
pub fn mask_phone(phone: &str) -> String {
    if let Ok(phone) = parse_phone(phone) {
        let local: Vec<char> = phone.local().chars().collect();
        let mut out = String::new();
        if let Some(area) = phone.area() {
            out.push_str(area);
            out.push('-');
        }
        out.push_str(&match local.len() {
            11 => masked_middle(&local, 3, 4),
            7.. => masked_middle(&local, 2, 2),
            _ => masked_middle(&local, 1, 1),
        });
        return out;
    }
    let chars: Vec<char> = phone.chars().collect();
    masked_middle(&chars, 0, 2)
}

/// The same for a screen; with everything hidden from whoever stands across the desk, only how the number begins.
pub fn phone_on_screen(phone: &str, all_hidden: bool) -> String {
    if !all_hidden {
        return mask_phone(phone);
    }
    // Of a short one three figures would be half of it.
    let shown = if phone.chars().count() < 7 { 0 } else { 3 };
    phone.chars().take(shown).chain("****".chars()).collect()
}

fn masked_middle(chars: &[char], head: usize, tail: usize) -> String {
    let mut out = String::new();
    if chars.len() <= head + tail {
        stars(&mut out, chars.len());
        return out;
    }
    out.extend(chars.iter().take(head));
    stars(&mut out, chars.len() - head - tail);
    out.extend(chars.iter().skip(chars.len() - tail));
    out
}

fn stars(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n('*', count));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_number_its_ends_are_seen_and_of_a_name_its_beginning() {
        assert_eq!(mask_phone("13712344410"), "137****4410");
        assert_eq!(mask_phone("0719-3584331"), "0719-35***31");
        assert_eq!(mask_phone("07555358433"), "0755-53***33");
        assert_eq!(mask_phone("3584331"), "35***31");
        assert_eq!(phone_on_screen("0719-3584331", false), "0719-35***31");
        assert_eq!(phone_on_screen("13712344410", true), "137****");
        assert_eq!(phone_on_screen("12368", true), "****");
        assert_eq!(mask_phone("蓝布衫"), "*布衫");
        assert_eq!(mask_phone(""), "");
    }
}
