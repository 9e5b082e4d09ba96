//! What is owed.

texts! {
    overdue: "超期{n}工作日" | "{n} wd overdue";
    working_days: "工作日" | "working days";
    days: "天" | "days";
    just_overdue: "刚超期" | "just overdue";
    tell_late: "待反馈晚{n}天" | "tell {n} d late";
    ask_late: "再问晚{n}天" | "ask {n} d late";
    broken: "说好{day}" | "promised {day}";
    ask_on: "{day}再问" | "ask {day}";
    waits: "{kind}{n}天" | "{kind} {n} d";
    beyond: "还有{n}件：回车看全部" | "{n} more: Enter";
    all: "<screen.owed> 全部{n}" | "<screen.owed> all {n}";
    author: "谁写的" | "Written by";
    saved_on: "{day}存的" | "kept on {day}";
    came_on: "{day}来的" | "came on {day}";
    written_by: "{who}写的" | "by {who}";
    left_to: "{left}写的，归{who}" | "{who}'s, by {left}";
    withdrawn: "（已停用）" | " (withdrawn)";
    empty: "没有待办" | "Nothing to follow up";
}
