//! The line mode: questions, what an empty line means, and help that fits on a line.

texts! {
    // ---- how to answer ----
    menu: "菜单：{items}" | "Menu: {items}";
    ask_menu: "请输入 1 到 {n} 后回车（空行=念数；0 退出；? 说明）" | "Type 1 to {n} and Enter (empty = the counts; 0 leaves; ? explains)";
    ask_account: "请输入 1 到 {n} 后回车" | "Type 1 to {n} and Enter";
    ask_digit: "请输入 1 到 {n} 后回车（{empty}；? 说明）" | "Type 1 to {n} and Enter ({empty}; ? explains)";
    ask_one_digit: "输入 1 就办（{empty}；? 说明）" | "Type 1 to do it ({empty}; ? explains)";
    ask_line: "{what}，请输入后回车（{empty}；? 说明）" | "{what}: type it and Enter ({empty}; ? explains)";
    ask_words: "{what}，可以写多行，写完单独一行打句点或空行（开头{empty}；? 说明）" | "{what}: several lines, end with a single dot or an empty line (first line {empty}; ? explains)";
    empty_back: "空行或 0 返回" | "empty or 0 = back";
    empty_means: "空行={what}；0 返回" | "empty = {what}; 0 back";
    nothing: "不填" | "nothing";
    labelled: "{label}：{value}" | "{label}: {value}";
    no_such_digit: "没有 {typed} 这一项" | "There is no {typed}";
    digits_only: "这里要数字，没看懂：{typed}" | "A digit is needed here, not: {typed}";
    more: "后面还有，接着看" | "more, go on";
    help_answers: "数字选一项；空行按提示；0 返回上一步；填过的单打 - 清空；全角数字也行" | "Digits choose; an empty line does what the question says; - alone takes away what stands there; 0 goes back one step";
    help_words: "照原话写，一行一行地写；单独一行只打一个句点，或空行，就写完了" | "Line by line; a line with a single dot, or an empty line, ends it";
    help_menu: "每次办一件事：输入数字后回车，办完回到这里；0 退出，写了没登记的都留着" | "One thing at a time: type its digit and Enter, then you are back here; 0 leaves, drafts are kept";
    input_ended_unsaved: "输入结束" | "End of input";
    input_ended: "输入结束，再见；写了没登记的已留在没写完" | "End of input, goodbye; what was typed and not filed is kept as a draft";
    leaving: "再见" | "Goodbye";
    not_kept: "没存上，字还留着，会再存：{why}" | "Not saved; the words are kept here and are tried again: {why}";
    by_hand: "下面这些字没有存上，请抄下来：" | "These words were not saved; note them down:";
    by_hand_unsure: "有一步不知道存上没有，下面这些字可能已经登记，也可能没有：请抄下来，再打开时先查有没有，没有再登记：" | "Whether one thing was saved is not known, so these words may be filed or not: note them down, and look whether they are there before filing them again:";
    unsure_end: "有一步不知道存上没有：再打开时请先看有没有（查找、待办），没有再做一遍" | "Whether one thing was saved is not known: open it again and look whether it is there (find, follow-up) before repeating it";
    not_kept_unsure: "存上没有还在查；字还留着，会再存：{why}" | "Whether it was saved is being looked up; the words are kept here and are tried again: {why}";
    leaves_unsure: "存上没有还不知道：请先看有没有（查找、待办），没有再做一遍" | "Whether it was saved is not known: look whether it is there (find, follow-up) before repeating it";
    unsure_kept: "写的字留在没写完" | "What was typed is kept as a draft";
    unsure_held: "写的字还留着，会再存" | "What was typed is kept here and is tried again";
    leaves_filed: "这一件存上了，不用再做" | "This was saved and need not be repeated";
    several: "不止一位：{names}；请多打几个字" | "More than one: {names}; type some more of the name";
    m_counts: "念数" | "the counts";
    barred: "（不能）" | "(not now)";
    stays_unsaved: "没登记，也没存上；字还留着，会再存" | "Not filed and not saved; the words are kept here and are tried again";
    unsaved_end: "有字没存上，都在上面" | "Some words were not saved; they stand above";
    kept_after_all: "刚才没存上的存好了：{label}" | "What could not be saved before is saved now: {label}";
    broke_off: "最后一行没有写完，没有照办：{rest}" | "The last line broke off and was not acted on: {rest}";
    broken_off: "中断" | "cut off";
    unreadable: "这一行不是 {charset}，没有收下，前面答的都在；请把终端的编码改成 {charset}，或用 --charset 写明终端的编码，再输一遍" | "This line is not {charset} and was not taken, what was answered before is kept; set the terminal charset to {charset}, or name it with --charset, and type the line again";
    line_too_long: "这一行超过一百万个字节，没有收下；请分成几行" | "This line has more than a million bytes and was not taken; use several lines";

    // ---- main menu ----
    m_today: "今天" | "today";
    m_number: "取号" | "number";
    m_call: "叫号" | "call";
    m_queue: "等候和在谈" | "queue and tables";
    m_opinion: "记意见" | "opinion";
    m_find: "查找" | "find";
    m_owed: "待办" | "follow-up";
    m_table: "换桌" | "table";
    m_reception: "接待" | "reception";

    // ---- the day ----
    counts: "等候{waiting}，已接{received}批" | "{waiting} waiting, {received} received";
    tables_n: "{n}张桌" | "{n} tables";
    no_duty: "没有排班" | "No deputies are on the roster";
    next_reception: "现在没有接待；下次 {day} {time}" | "No reception now; next {day} {time}";
    no_reception: "现在没有接待，也没有安排下一次" | "No reception now, and none is planned";
    day_differs: "值班台停在{was}，电脑的日子是{now}" | "The desk is at {was}, the clock says {now}";
    which_day: "今天是哪天" | "Which day is it?";
    today_is: "今天是{day}" | "Today is {day}";
    help_day: "日子错了，号和期限都会错；请对一下墙上的日历" | "A wrong day makes numbers and due dates wrong; look at a calendar";
    table: "{n}桌" | "table {n}";
    heads_n: "{n}人" | "{n} people";
    called_times: "叫了{n}遍" | "called {n} times";
    asked_for: "要找{name}" | "asks for {name}";
    by_day: "{day}前" | "by {day}";

    // ---- numbers and calls ----
    at_your_table: "这张桌上还有 {who}" | "{who} is still at this table";
    q_visit: "哪一位" | "Which one?";
    help_visit: "选一位，再选要做什么" | "Choose somebody, then what to do";
    nobody_here: "没有人在等，也没有人在谈" | "Nobody waits and nobody is at a table";
    help_acts: "选要做的事；做完再列出现在的样子" | "Choose what to do; the new state is read out after it";

    // ---- a matter ----
    go_on_with: "接着写：{label}" | "go on with: {label}";
    help_draft: "没写完的一直留着，登记了才收走" | "Drafts stay until they are filed";
    typed_before: "以前写的" | "Typed before";
    use_draft: "怎么用" | "Use it?";
    slip_is: "号条上写的是：{words}。只打一个 {key} 就抄进反映内容" | "The number slip says: {words}. {key} alone copies it";
    use_it: "就用这个" | "use it as it is";
    add_to_it: "接着往下写" | "add to it";
    type_anew: "重新写" | "type anew";
    q_whose: "谁说的" | "Who said it?";
    not_queued: "没排队的：来电、来信、门口说的" | "nobody who queued: a call, a letter, at the door";
    help_whose: "先选来访，意见才接得上是谁在哪张桌说的" | "The visit ties the matter to a person and a table";
    q_channel: "怎么来的" | "How did it come?";
    help_channel: "来访就是人到了站里" | "Visit means the person came to the station";
    help_unit: "打名称里的字，或拼音开头的字母" | "A few characters of the name, or its pinyin initials";
    none_found: "没有找到：{typed}" | "Nothing found: {typed}";
    earlier: "以前反映过" | "Earlier";
    read_back: "请核对" | "Please check";
    q_file: "登记吗" | "File it?";
    q_save: "保存吗" | "Save it?";
    save_it: "保存" | "save it";
    file_it: "登记" | "file it";
    change_it: "改一项" | "change something";
    put_away: "先放着" | "put it away";
    q_change: "改哪一项" | "Change what?";
    help_file: "登记以后就有编号；先放着的留在没写完" | "Filing gives it a number; put away, it stays a draft";
    stays_a_draft: "没登记，留在没写完" | "Not filed; kept as a draft";
    claim_code: "取件码 {code}，请交给本人，凭它来问" | "Claim code {code}: give it to the person";

    // ---- a matter opened ----
    q_find: "编号、姓名、电话或者内容" | "Number, name, phone or words";
    help_find: "编号打后几位就行；电话打全号或后四位" | "The last digits of a number; a phone in full or its last four";
    found: "找到的" | "Found";
    help_record: "选一条打开" | "Choose one to open it";
    help_owed: "先选哪一类；选全部就一页一页往下读" | "Choose a kind first; all of it is read page by page";
    q_owed: "待办，最要紧的在前" | "Follow-up, most pressing first";
    q_what_now: "办什么" | "What now?";

    // ---- the reception ----
    confirm_day: "确认今天是哪天" | "confirm the day";
    help_reception: "选要做的事；请假、换人、签退选那位代表" | "Choose what to do; for leave, a substitute or going out choose the deputy";
    help_outcome: "每位在等的都要有个着落" | "Everybody who waits needs an outcome";
}
