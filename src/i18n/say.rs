//! Sentences of the bottom line: why something is not possible, and what is so.

use super::{Lang, day, fill};
use crate::domain::moment::Day;
use chrono::Datelike as _;

texts! {
    nobody_promised: "没有答应过下次优先的人" | "Nobody was promised the next time";
    talk_ended: "{what}；你写的都在" | "{what}; what you wrote is here";
    kept_from: "第{n}次接待（{day}）留下" | "kept from reception {n} ({day})";
    kept_from_day: "{day}留下" | "kept from {day}";
    filed: "已登记 {no}" | "Filed as {no}";
    resumed: "接着在 {n} 桌接待 {who}" | "Still at table {n} with {who}";
    table: "现在是 {n} 桌" | "Now at table {n}";
    ctrl_c: "Ctrl-c 不退出；要退出按 : 再选退出" | "Ctrl-c does not quit; use : and quit";
    keys_ahead: "上一步没办完时按的 {n} 个键没有用上" | "{n} keys pressed before the last act was over were not used";
    words_ahead: "上一步没办完时打的「{text}」没有记进去" | "[{text}] was typed before the last act was over and is not in it";
    keys_unread: "先看问的是什么：问题出来以前打的 {n} 处没有用上" | "Read the question first: {n} inputs typed before it came were not used";
    paste: "粘贴的字放不到这里；先打开要填的格子" | "Pasted text does not fit here; open a field first";
    loading: "正在读取" | "Reading";
    no_account: "这个登录名还没有账号，请站长或管理员添加" | "This login has no account; ask the head or administrator";
    no_rules: "没有读到默认规矩，请检查安装" | "The default rules are missing";
    nothing_owed: "没有待办" | "Nothing to follow up";
    nothing_to_file: "没有正在填的" | "No form is open";
    no_add: "这里不能添" | "Nothing is added here";
    look_at_visit: "这是一次来访的电话，那时还没有件，没有什么可打开" | "This was the number of a visit; no matter was told in it yet, and there is nothing to open";
    none_marked: "还没有标上哪一件：在意见单子里按 <list.mark>" | "Nothing is marked; <list.mark> marks opinions";
    no_filter: "这里不分状态" | "No states here";
    form_first: "先登记，或按 Esc 收起正在填的（字都留着）" | "File first, or Esc puts the form away; words are kept";
    one_table: "只有一张桌" | "There is one table only";
    own_table_taken: "本桌（{n} 桌）还在接待 {who}，谈完再来" | "This table ({n}) is still receiving {who}; finish first";
    table_taken: "{n} 桌还在接待 {who}，等那边谈完再去" | "Table {n} is still receiving {who}; wait until they have finished";
    at_that_table: "就在这一桌" | "At that table already";
    take_here: "接手到本桌" | "Take it over to this table";
    take_table: "接手到本桌（{n} 桌，说明理由）" | "Take it over to this table ({n}, with a reason)";
    table_by: "{who} {time} 由{by}接到 {n} 桌去了" | "{by} took {who} over to table {n} at {time}";
    table_by_why: "{what}：{why}" | "{what}: {why}";
    others_table: "{who} 在 {n} 桌，由那一桌的键盘来办；本键盘也管那桌的，先按 <table.switch> 换桌" | "{who} is at table {n}, and that table's keyboard ends the talk; if it is yours too, change tables first (<table.switch>)";
    over_already: "{who} 已经谈完了，什么也没动；桌上现在是谁，请看清再按" | "{who} has finished already and nothing was done; look who sits there now";
    talks_already: "{who} 已经坐下谈了，不能记过号；谈完按 <queue.finish_next>" | "{who} is talking already and is no no-show; <queue.finish_next> ends the talk";
    nobody_called: "没有刚叫的号" | "Nobody was just called";
    nobody_let_go: "没有放走了还找得回来的人" | "Nobody let go can be brought back";
    nobody_missed: "没有过号的人" | "There are no no-shows";
    nobody_here: "本桌没有人" | "Nobody is at this table";
    choose_visit: "先在等候里选一位" | "Select somebody in the queue first";
    no_reception: "现在没有接待" | "There is no reception";
    all_came: "排班的代表都到了" | "All deputies on the roster came";
    gone: "刚才选中的已经不在了；现选中 {now}，请再按一次" | "The selected one is gone; now {now}; press again";
    receives_again: "收尾停了：接待已经结束，或者别的键盘接着接待了" | "No closing any more: the reception is closed, or another keyboard goes on receiving";
    outcome_digit: "按数字：1下次优先 2电话记 3指引 4走了" | "Digit: 1 next time 2 by phone 3 guided 4 left";
    outcome_called: "叫了没坐下：1下次优先 2电话记 3指引 4走了 5没来" | "Called, never sat down: 1 next time 2 by phone 3 guided 4 left 5 no-show";
    people_left: "这几位还没有去处：{who}" | "These still need an outcome: {who}";
    counting: "正在统计" | "Counting";
    figures_of: "{from} 到 {to}" | "{from} to {to}";
    f_sessions: "接待次数" | "Receptions";
    d_sessions: "开过门的接待" | "that were opened";
    f_batches: "接待批次" | "Visits";
    d_batches: "谈过的来访，一人或一群都算一批" | "talked to; one person or one group is one";
    f_persons: "接待人次" | "Heads";
    d_persons: "谈过的人数合计" | "sum of heads talked to";
    f_missed: "过号没回来" | "No-shows";
    f_groups: "多人反映" | "Groups";
    d_groups: "达到人数线的批次" | "at or over the group size";
    f_consult: "只咨询" | "Only asked";
    d_consult: "没有立件的批次" | "visits without a matter";
    f_opinions: "登记意见" | "Opinions";
    d_opinions: "登记并且没有作废" | "filed and not void";
    f_spot: "当场答复" | "On the spot";
    d_spot: "本站自己答复、没有交办的" | "answered by the station, no unit";
    f_handed: "交办" | "Handed over";
    d_handed: "交给承办单位的" | "given to a unit";
    f_guided: "指引" | "Guided";
    d_guided: "不由本站办、已指路的" | "shown the way elsewhere";
    f_reference: "参考" | "Reference";
    d_reference: "留作参考的" | "kept for reference";
    f_undecided: "待处理" | "Undecided";
    d_undecided: "登记了还没有去向" | "filed and nowhere yet";
    f_closed: "销号" | "Struck off";
    d_closed: "已告知并销号" | "told and closed";
    f_void: "作废" | "Void";
    d_void: "作废的编号，仍可查" | "void numbers, still visible";
    f_not_received: "没接到" | "Not received";
    d_not_received: "按去处分" | "by outcome";
    f_wait: "平均等候" | "Mean wait";
    d_wait: "从取号到坐下；{doubtful}" | "number to talk; {doubtful}";
    wait_doubtful: "时间可疑的 {n} 位不算" | "{n} doubtful left out";
    this_month: "本月" | "month";
    this_quarter: "本季" | "quarter";
    this_year: "本年" | "year";
    last_year: "去年" | "last year";
    other_days: "自定" | "dates";
    terms: "口径" | "terms";
    a_year_before: "上年同期" | "year before";
    of_filed: "占登记" | "of filed";
    by_month: "各月登记" | "By month";
    by_year: "各年登记" | "By year";
}

/// Why somebody goes first who was promised it: `第12次接待（11月9日周一）留下`.
pub fn kept_from(lang: Lang, ordinal: Option<u32>, (on, today): (Day, Day)) -> String {
    let (t, on) = (&lang.texts().say, day(lang, on, today));
    match ordinal {
        Some(n) => fill(t.kept_from, &[("n", &n.to_string()), ("day", &on)]),
        None => fill(t.kept_from_day, &[("day", &on)]),
    }
}

/// What a part of a span of days is called: its month, with the year where the span has several; the year where it is longer.
pub fn part(lang: Lang, (from, to): (Day, Day), same_year: bool) -> String {
    match lang {
        _ if from.month() != to.month() => from.year().to_string(),
        _ if !same_year => from.format("%Y-%m").to_string(),
        Lang::Zh => format!("{}月", from.month()),
        Lang::En => from.format("%b").to_string(),
    }
}
