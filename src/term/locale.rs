//! The charset of the place the program was started at: a hint, for where nobody has said and nothing has answered.

use super::decode::Charset;
use super::terminal::Env;

/// What the environment says, as the C library reads it: the first of the three that is set counts, even when it names no
/// charset.
pub(super) fn of_env(var: Env<'_>) -> Option<Charset> {
    let set = |name: &str| var(name).filter(|v| !v.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set)?;
    let (_, charset) = locale.split_once('.')?;
    named(charset.split('@').next().unwrap_or_default())
}

/// A charset by any of the names it goes by: `GB18030`, `gbk`, `GB2312`, `eucCN`, `UTF-8`.
pub(super) fn named(name: &str) -> Option<Charset> {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let bare: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    match bare.as_str() {
        "utf8" => Some(Charset::Utf8),
        "gb18030" | "gbk" | "gb2312" | "euccn" | "cp936" => Some(Charset::Gb18030),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(vars: &[(&str, &str)]) -> Option<Charset> {
        of_env(&|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_first_that_is_set_says_it() {
        let (gb, utf8) = (Some(Charset::Gb18030), Some(Charset::Utf8));
        for name in [
            "zh_CN.GB18030",
            "zh_CN.gb18030",
            "zh_CN.GBK",
            "zh_CN.gb2312",
            "zh_CN.eucCN@pinyin",
        ] {
            assert_eq!(of(&[("LANG", name)]), gb, "{name}");
        }
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), utf8);
        assert_eq!(of(&[("LANG", "zh_CN.GBK"), ("LC_CTYPE", "C.utf8")]), utf8);
        assert_eq!(of(&[("LC_CTYPE", "C.utf8"), ("LC_ALL", "zh_CN.GBK")]), gb);
        assert_eq!(
            of(&[("LC_ALL", ""), ("LANG", "zh_CN.GBK")]),
            gb,
            "set to nothing is not set"
        );
        assert_eq!(
            of(&[("LC_ALL", "C"), ("LANG", "zh_CN.GBK")]),
            None,
            "C names no charset"
        );
        assert_eq!(of(&[("LANG", "zh_TW.Big5")]), None);
        assert_eq!(of(&[]), None);
    }
}
