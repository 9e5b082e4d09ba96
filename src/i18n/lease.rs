//! A draft that is open in two programs: what happened to it, what was kept, what to do next.

use super::{Lang, fill};
use crate::domain::lease::{Author, Lost, Missed, TakenOver};
use crate::domain::moment::Day;
use crate::domain::presence::Held;

texts! {
    taken: "这份没写完的已在别处接着写" | "This draft was taken up elsewhere";
    filed: "这份没写完的已在别处登记" | "This draft was filed elsewhere";
    filed_as: "这份没写完的已在别处登记，编号 {number}" | "This draft was filed elsewhere as {number}";
    dropped: "这份没写完的已在别处删掉" | "This draft was given up elsewhere";
    anothers: "这是{author}写的，由本人接着写、删掉；站长写明原因也能接手" | "{author} wrote this and goes on with it or gives it up; the head may take it over with a reason";
    inherited: "这是{left}写的，已移交给{author}，由{author}接着写、删掉；站长写明原因也能接手" | "{left} wrote this and handed it over to {author}; {author} goes on with it or gives it up; the head may take it over with a reason";
    left_to: "{left}，已移交给{author}" | "{left}, handed over to {author}";
    withheld: "这件要求保密，内容不再给您看" | "This is confidential and not shown to you any more";
    left: "这是{author}写的，账号已停用：只有站长能接着写、能删掉" | "{author}, whose account is withdrawn, wrote this; only the head can go on with it or give it up";
    still_in: "{author}的值班台还开着，请先问一声；断线、退出{n}秒后才能接手" | "{author} is still at a keyboard; ask them. It can be taken over {n} s after they are gone";
    just_now: "{author}刚写过，{n}秒没有动静才能接手" | "{author} wrote just now; it can be taken over after {n} s without a sign of life";
    still_in_kept: "没有删：{author}的值班台还开着，请先问一声；断线、退出{n}秒后才能删" | "Not deleted: {author} is still at a keyboard; ask them. It can be deleted {n} s after they are gone";
    just_now_kept: "没有删：{author}刚写过，{n}秒没有动静才能删" | "Not deleted: {author} wrote just now; it can be deleted after {n} s without a sign of life";
    table_in: "{n} 桌{author}的值班台还开着，请先问一声；断线、退出{s}秒后才能接手" | "{author} at table {n} is still at a keyboard; ask them. It can be taken over {s} s after they are gone";
    table_just: "{n} 桌{author}刚有过动静，{s}秒没有动静才能接手" | "{author} at table {n} did something just now; it can be taken over after {s} s without a sign of life";
    taken_over: "你没写完的一份，{time} 由{by}接手了：{reason}" | "{by} took over a draft of yours at {time}: {reason}";
    no_reason: "已经登记或删掉" | "it is filed or deleted by now";
    missed: "没写完的少了字" | "Words that were typed and are lost";
    missed_gone: "{time} 存过的一份不见了" | "what was saved at {time} is gone";
    missed_older: "{time} 存过的一份只剩早些时候存的" | "what was saved at {time} is there only as it was before";
    missed_why: "存过，现在的数据里没有，多半是数据旁边的 -wal 被删了或坏了，找不回来；请想一想补上。别的照常" | "It was saved and is not in the data now, most likely because the -wal beside it was deleted or damaged, and does not come back: please type it anew. All else goes on";
    missed_told: "本人打开值班台时也会看到" | "They are told too when they open the desk";
    counted: "这件已在别处按检举控告计数" | "This was counted elsewhere as an accusation";
    aside: "这里没存上的字另存在没写完里" | "words not yet saved here are kept as a draft of their own";
    safe: "这里的字都存上了" | "what was typed here had been saved";
    pending: "这里最后打的字还没存上，先别关机" | "the last words typed here are not saved yet, do not switch off";
    here: "字还在这里" | "the words are still here";
    nothing: "按规矩内容不留" | "by the rules nothing of it is kept";
    both: "{what}；{kept}" | "{what}; {kept}";
    whole: "{what}，这里只能看；{kept}。{press}，Esc 返回" | "{what}; here it can only be read; {kept}. {press}, Esc goes back";
    whole_back: "{what}，这里只能看；{kept}。Esc 返回" | "{what}; here it can only be read; {kept}. Esc goes back";
    short: "{what}，这里只能看：{press}" | "{what}; read only here: {press}";
    press_take: "<opinion.new> 接着在这里写" | "<opinion.new> goes on here";
    press_aside: "<opinion.new> 接着写另存的" | "<opinion.new> goes on with what was kept";
    press_anew: "<opinion.new> 另起一份接着写" | "<opinion.new> goes on as another draft";
    press_back: "Esc 返回" | "Esc goes back";
    go_on: "{said}。接着写的算另一份" | "{said}. What follows is another draft";
    bar: "只读" | "read only";
    label: "另存：{label}" | "Kept apart: {label}";
}

/// What happened to the draft.
pub fn what(lang: Lang, why: &Lost) -> String {
    let t = &lang.texts().lease;
    match why {
        Lost::Taken => t.taken.to_owned(),
        Lost::Filed { number: Some(number) } => fill(t.filed_as, &[("number", number)]),
        Lost::Filed { number: None } => t.filed.to_owned(),
        Lost::Dropped => t.dropped.to_owned(),
        Lost::Counted => t.counted.to_owned(),
        Lost::Withheld => t.withheld.to_owned(),
        Lost::Anothers(author) => {
            let left = author.left_by.as_deref();
            let of_whom = match left {
                Some(_) => t.inherited,
                None if author.withdrawn => t.left,
                None => t.anothers,
            };
            fill(of_whom, &[("author", &author.name), ("left", left.unwrap_or_default())])
        }
        Lost::StillWritten(author, seconds) => still_written(lang, author, *seconds),
    }
}

/// Why nobody else may go on with it yet.
pub fn still_there(lang: Lang, author: &Author, seconds: u16) -> String {
    let t = &lang.texts().lease;
    alive([t.still_in, t.just_now], author, seconds)
}

/// Why nobody else may delete it yet.
pub fn still_written(lang: Lang, author: &Author, seconds: u16) -> String {
    let t = &lang.texts().lease;
    alive([t.still_in_kept, t.just_now_kept], author, seconds)
}

fn alive([is_in, just_now]: [&str; 2], author: &Author, seconds: u16) -> String {
    let values = [("author", author.name.as_str()), ("n", &seconds.to_string())];
    fill(if author.is_in { is_in } else { just_now }, &values)
}

/// Why a talk at another table may not be taken over yet.
pub fn held(lang: Lang, held: &Held) -> String {
    let t = &lang.texts().lease;
    let (n, s) = (held.by.table.to_string(), held.seconds.to_string());
    let values = [("n", n.as_str()), ("author", &held.by.by), ("s", &s)];
    fill(if held.by.is_in { t.table_in } else { t.table_just }, &values)
}

/// That somebody went on with a draft, for whoever it was of.
pub fn taken_over(lang: Lang, taken: &TakenOver) -> String {
    let t = &lang.texts().lease;
    let reason = taken.reason.as_deref().unwrap_or(t.no_reason);
    fill(
        t.taken_over,
        &[("time", &taken.at.clock()), ("by", &taken.by), ("reason", reason)],
    )
}

/// What became of a draft that was saved.
pub fn missed(lang: Lang, missed: &Missed, today: Day) -> String {
    let t = &lang.texts().lease;
    let text = if missed.is_older { t.missed_older } else { t.missed_gone };
    fill(text, &[("time", &super::when(lang, missed.author.saved, today))])
}

/// All of it, for whoever has no desk open; none where nothing is.
pub fn all_missed(lang: Lang, all: &[Missed], today: Day) -> Option<String> {
    let [semicolon, colon, of] = if lang.is_zh() {
        ["；", "：", " "]
    } else {
        ["; ", ": ", ", "]
    };
    let each = all
        .iter()
        .map(|m| [&m.author.name, of, &missed(lang, m, today)].concat());
    let each: Vec<String> = each.collect();
    let t = &lang.texts().lease;
    (!all.is_empty()).then(|| [t.missed, colon, &each.join(semicolon), semicolon, t.missed_why].concat())
}

/// Who wrote a draft, and whether they still sit here, or whose it is since they left.
pub fn author(lang: Lang, author: &Author) -> String {
    if let Some(left) = &author.left_by {
        return fill(lang.texts().lease.left_to, &[("left", left), ("author", &author.name)]);
    }
    let gone = if author.withdrawn {
        lang.texts().follow.withdrawn
    } else {
        ""
    };
    [&author.name, gone].concat()
}

/// What was kept of the words typed here.
pub fn kept(lang: Lang, why: &Lost, aside: bool) -> &'static str {
    let t = &lang.texts().lease;
    match why {
        Lost::Counted => t.nothing,
        _ if aside => t.aside,
        Lost::Dropped => t.here,
        _ => t.safe,
    }
}

/// Both, for a line at the bottom.
pub fn said(lang: Lang, why: &Lost, aside: bool) -> String {
    let values = [("what", what(lang, why)), ("kept", kept(lang, why, aside).to_owned())];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    fill(lang.texts().lease.both, &values)
}
