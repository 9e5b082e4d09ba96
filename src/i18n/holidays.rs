//! The yearly notice of holidays: its form, what was understood, the question.

texts! {
    year: "哪一年" | "Year";
    text: "通知" | "Notice";
    text_help: "整段贴进来，或照样写：1月1日至3日放假调休，共3天，1月4日上班" | "Paste it, or write the days off and worked as it does, in Chinese";
    source: "依据" | "Published as";
    source_help: "通知的文号，可以不填" | "The number of the notice; may stay empty";
    title: "{year}年放假安排" | "Holidays of {year}";
    off: "放假：{all}" | "Off: {all}";
    work: "调休上班：{all}" | "Worked: {all}";
    run: "{name} {from}至{to} {n}天" | "{name} {from} to {to}, {n} d";
    one_day: "{name} {from}" | "{name} {from}";
    becomes: "改：{all}" | "Changed: {all}";
    run_becomes: "{old} 改为 {new}" | "{old} becomes {new}";
    more_off: "添上放假：{all}" | "Off besides: {all}";
    more_work: "添上调休上班：{all}" | "Worked besides: {all}";
    no_more_off: "去掉放假：{all}" | "No longer off: {all}";
    no_more_work: "去掉调休上班：{all}" | "No longer worked: {all}";
    stays: "照旧：{all}" | "As before: {all}";
    comma: "、" | ", ";
    partial: "只给一部分人或半天的，期限照算：{all}" | "For some people or half a day only, limits run on: {all}";
    unsaid: "没有说到、照法定放假：{all}" | "Not said, off by law: {all}";
    left: "没有用上的字，看看漏了没有：{all}" | "Words not used: {all}";
    moved: "{n}件的期限按它重算：" | "{n} due days follow it:";
    moved_title: "按它重算的期限 {n}件" | "Due days that follow it: {n}";
    none_moved: "没有期限会移动" | "No due day moves";
    moves: "{number} {unit}  {from} 改为 {to}" | "{number} {unit}  {from} becomes {to}";
    settles: "{number} {unit}  {to} 日子不变，不再是暂定" | "{number} {unit}  {to} stays, and is settled";
    adopt: "照这样采用" | "Adopt it";
    adopt_partly: "只采用说到的这几段，没有说到的仍是暂定" | "Adopt what is said; the rest stays provisional";
    see_moved: "先看会移动的{n}件" | "See the {n} that move";
    back: "回去改，什么也不动" | "Back; nothing is changed";
    pending: "放假安排来了，{n}件暂定的期限可以照它重算：<app.palette> {name}" | "Holidays are known now; {n} provisional due days can follow them: <app.palette> {name}";
    empty_counts: "放假安排已经录入，还有{n}件的期限没有照它重算：通知空着按 <form.file> 就重算" | "Holidays are in force; {n} due days do not follow them yet: <form.file> with an empty notice counts them anew";
    nothing: "没有认出哪天放假、哪天上班；照这样写：1月1日至3日放假，1月4日上班" | "No days off or worked were understood; write them as the notice does, in Chinese";
    other_year: "通知说的是{said}年，这里填的是{year}年" | "The notice is of {said}, the year here is {year}";
    same: "和现在用的一样，没有期限要重算" | "As it is in force already, and no due day is to be counted anew";
    no_such_day: "没有「{text}」这一天" | "There is no such day: {text}";
    weekday: "{day}，通知写的是{said}：年份不对，或者抄错了" | "{day}, and the notice says {said}: another year, or a slip";
    unsure: "「{text}」：看不准是放假还是上班，改写成「1月1日放假」或「1月4日上班」那样" | "{text}: off or worked cannot be told; say which, as the notice does";
    count: "{name}写的是{said}天，日子是{is}天：抄错了一处" | "{name}: {said} days are said, {is} are named";
    ends_before: "{from}至{to}：结束早于开始" | "{from} to {to} ends before it begins";
}
