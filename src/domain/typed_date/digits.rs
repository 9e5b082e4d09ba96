//! Han numerals of dates and hours, as digits.

fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '元' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// What is typed for a zero among Han numerals: `二O二六年`.
fn stands_for_zero(c: char) -> bool {
    matches!(c, 'O' | 'o' | '0' | '◯' | 'О' | 'Ο')
}

/// Han numerals to digits, up to 99 with `十` and digit by digit without: `二〇二五年十一月廿八日`.
pub(in crate::domain) fn with_digits(text: &str) -> String {
    let mut out = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars() {
        let numeral = han_digit(c).is_some() || matches!(c, '十' | '廿' | '卅');
        if numeral {
            run.push(c);
        } else if !run.is_empty() && stands_for_zero(c) {
            run.push('〇');
        } else {
            out.push_str(&numeral_run(&run));
            run.clear();
            out.push(c);
        }
    }
    out.push_str(&numeral_run(&run));
    out
}

fn numeral_run(run: &[char]) -> String {
    let digits = |chars: &[char]| -> String {
        chars
            .iter()
            .filter_map(|c| han_digit(*c).and_then(|d| char::from_digit(d, 10)))
            .collect()
    };
    let tens = |ten: u32, units: &[char]| match units {
        [] => (ten * 10).to_string(),
        [unit] => (ten * 10 + han_digit(*unit).unwrap_or(0)).to_string(),
        more => digits(more),
    };
    match run {
        ['十', units @ ..] => tens(1, units),
        ['廿', units @ ..] => tens(2, units),
        ['卅', units @ ..] => tens(3, units),
        [ten, '十', units @ ..] => tens(han_digit(*ten).unwrap_or(0), units),
        other => digits(other),
    }
}
