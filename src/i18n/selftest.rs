//! 终端自检: what the screen says, and the samples it draws.

/// Digits over the samples, so that columns can be counted.
pub const RULER: &str = "1234567890123456789012345678901234567890";
/// Han characters, two cells everywhere.
pub const HAN: &str = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸";
/// Full-width forms, two cells everywhere.
pub const FULL: &str = "１２３４５６７８９０，。；：？！（）《》";
/// Marks a terminal may draw narrow or wide.
pub const MARKS: &str = "“”‘’…—·×①℃";
/// Signs whose width terminals disagree about.
pub const SIGNS: &str = "★→±≤№§Ⅱ°●※";
/// Names: extensions A to I of the Han characters in order, and one place of private use.
pub const NAMES: &str = "㛃𠮷𪜀𫝀𫠠𬺰𰻞\u{31350}\u{2EBF0}\u{E000}";

texts! {
    title: "终端自检" | "Terminal self-test";
    samples: "样张" | "Samples";
    found: "查到的" | "What was found";
    change: "要改什么" | "What to change";
    others: "别的终端" | "Other terminals";
    how: "每行末尾的 | 要上下对齐；每个方括号里要有一个字，不缺、不叠" | "The | at the end of the rows must stand in one column, and every bracket must hold one glyph, whole";
    rare_note: "生僻字空着、是方框或〓，是画不出来；记录里照样是对的" | "A rare character that is blank, a box or three bars cannot be drawn; the record is right all the same";
    ruler: "尺" | "Ruler";
    han: "汉字" | "Han";
    full: "全角" | "Full width";
    marks: "标点" | "Marks";
    signs: "符号" | "Signs";
    names: "生僻字" | "Rare";
    colours: "颜色" | "Colours";
    c_bold: "粗" | "bold";
    c_reverse: "反白" | "reverse";
    c_ok: "好" | "good";
    c_warn: "注意" | "care";
    c_error: "错" | "wrong";
    c_match: "查中" | "match";

    terminal: "终端" | "Terminal";
    looks_like: "像是 {name}" | "looks like {name}";
    terms: "TERM={term}" | "TERM={term}";
    answers: "应答" | "Answers";
    attributes: "DA1 {primary}  DA2 {secondary}" | "DA1 {primary}  DA2 {secondary}";
    no_answer: "没有回答" | "no answer";
    charset: "编码" | "Charset";
    reads: "读 UTF-8" | "reads UTF-8";
    reads_not: "不读 UTF-8" | "does not read UTF-8";
    reads_unknown: "读不读 UTF-8 不知道" | "not known to read UTF-8";
    speaks: "现在发的是 {charset}" | "{charset} is sent";
    width: "引号宽" | "Quotes";
    narrow: "一格" | "one cell";
    wide: "两格" | "two cells";
    width_unknown: "不一定" | "not known";
    drawn: "画法" | "Drawn";
    drawn_universal: "U 先清两格再画，宽窄都对" | "U: two cells cleared, then drawn; right on narrow and wide";
    drawn_narrow: "N 画一个再空一格" | "N: the glyph and a blank";
    drawn_substitute: "S 替代显示：换成处处都是两格的字" | "S: replaced by text that takes two cells everywhere";
    between: "中间" | "Between";
    direct: "没有 tmux、screen" | "no tmux or screen";
    muxed: "隔着 tmux 或 screen" | "tmux or screen";
    remote: "远程线路" | "over ssh";
    colours_known: "16 色" | "16 colours";
    colours_none: "单色（NO_COLOR 或终端不要颜色）" | "none (NO_COLOR, or a terminal without)";
    size: "窗口" | "Window";
    sent: "发了 {n} 字节" | "{n} bytes sent";

    all_right: "没有要改的" | "Nothing has to be changed";
    is_charset: "终端编码不是 UTF-8，汉字会乱。最好改终端：" | "The terminal does not read UTF-8, so Han characters are garbled. Best change the terminal:";
    or_gb: "改不了就按 4，本程序在这台终端上改发 GB18030" | "If that cannot be done, press 4: this program then sends GB18030 here";
    speaks_gb: "终端编码不是 UTF-8，已经改发 GB18030，能用。终端能改成 UTF-8 更好：" | "The terminal does not read UTF-8 and is sent GB18030, which will do. UTF-8 would be better:";
    is_unanswered: "终端没有回答，只按最稳的办法画；字要是乱的，查一下它的编码" | "The terminal did not answer, so it is drawn in the safest way; if text is garbled, look at its charset";
    gb_unanswered: "终端没有回答，按 GB18030 收发（环境变量或您这么说）；字要是乱的就按 4" | "The terminal did not answer and is sent GB18030, as the environment or you said; if text is garbled, press 4";
    is_wide: "引号这类字它画两格，不用改" | "It draws quotes and the like two cells wide; nothing has to be changed";
    charset_of: "编码" | "Charset";
    width_of: "宽度" | "Width";
    keys_of: "按键" | "Keys";

    next_page: "下一页" | "next page";
    substitute: "替代显示" | "replace";
    auto: "自动" | "auto";
    on: "开" | "on";
    off: "关" | "off";
    theme: "配色" | "theme";
    theme_plain: "终端自己的" | "the terminal's";
    theme_contrast: "高对比" | "high contrast";
    theme_mono: "单色" | "mono";
    gb: "发 GB18030" | "GB18030";
    not_needed: "用不着" | "not needed";
    leave: "离开" | "leave";
    press: "按键" | "Keys";
    rule: "按什么键都只显示、不起作用；数字照单子；连按两次 Esc 离开" | "Keys are only shown; digits choose; Esc twice leaves";
    once_more: "再按一次 Esc 离开" | "Esc once more leaves";
    unknown_key: "认不出，没起作用" | "not known, nothing done";
    pasted: "粘贴 {text}" | "pasted {text}";
    not_utf8: "不是 UTF-8" | "not UTF-8";
    meant: "不是 UTF-8，像是 {text}" | "not UTF-8, perhaps {text}";
    bytes: "共 {n} 字节" | "{n} bytes";
    alt: "Alt-{key}" | "Alt-{key}";
    insert: "插入键" | "Insert";
    wide_blank: "全角空格" | "full-width space";

    ascii_back_utf8: "GB18030 is sent now. Garbled? Press 4 again for UTF-8. Leave: 0" | "GB18030 is sent now. Garbled? Press 4 again for UTF-8. Leave: 0";
    ascii_back_gb: "UTF-8 is sent now. Garbled? Press 4 again for GB18030. Leave: 0" | "UTF-8 is sent now. Garbled? Press 4 again for GB18030. Leave: 0";
    ascii_hint: "Set terminal charset to UTF-8, or press 4 for GB18030" | "Set terminal charset to UTF-8, or press 4 for GB18030";
    offer_title: "Terminal charset is not UTF-8  终端编码" | "Terminal charset is not UTF-8";
    offer_ascii: "Set terminal charset to UTF-8 and come back; or press 1, and this program speaks GB18030 here." | "Set terminal charset to UTF-8 and come back; or press 1, and this program speaks GB18030 here.";
    offer: "请在终端设置里把编码改成 UTF-8 再进来；或按 1，本程序在这台终端上改说 GB18030，以后也这样。" | "Nothing is filed wrongly meanwhile: bytes that are not UTF-8 are not taken.";
    offer_yes: "GB18030 from now on  以后都用 GB18030" | "GB18030 from now on";
    offer_no: "Not now  先不改" | "Not now";
    offer_test: "Terminal self-test  终端自检" | "Terminal self-test";
    gb_on: "GB18030 on. 看得清就好；看不清请改终端编码" | "GB18030 on. If this cannot be read, set the terminal charset";
    hint: "Set terminal charset to UTF-8（终端编码不是 UTF-8，见终端自检）" | "Set terminal charset to UTF-8 (see the terminal self-test)";
    substituting: "代用字符" | "repl.";
    rare: "生僻字码" | "Code points";
}
