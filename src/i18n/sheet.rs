//! Forms about a matter: what the fields are called, the help under them, what is wrong with them.

use super::Lang;

texts! {
    retired: "{name}（停用）" | "{name} (retired)";
    words: "反映内容" | "In their words";
    category: "类别" | "Category";
    place: "地点" | "Place";
    who: "谁说的" | "Who";
    somebody_else: "另一位" | "somebody else";
    name: "反映人" | "Person";
    phone: "电话" | "Phone";
    representatives: "推选的人" | "Representatives";
    whom: "告诉谁" | "Whom";
    came_of: "这次怎样" | "What came of it";
    relay: "托了谁" | "Through whom";
    help_relay: "谁替咱们告诉他，例如：邻居李嫂，11月24日当面托的" | "Who tells them for us, such as: Mrs Li next door, asked in person";
    ask_on: "哪天再问" | "Ask on";
    help_ask_on: "到那天再问本人知道了没有；问到以前不算告诉了" | "When the person is asked whether they know; until then they are not told";
    whose_word: "谁的评价" | "Whose word";
    whose_telling: "收回谁的" | "Whose telling";
    village: "村" | "Village";
    anonymous: "不留名" | "Anonymous";
    handling: "处理" | "Outcome";
    on_spot: "当场" | "on the spot";
    hand_over: "交办" | "hand over";
    guide: "指引" | "guide";
    reference: "参考" | "keep";
    grade: "评价" | "Verdict";
    answer: "答复" | "Answer";
    class: "办理结果" | "Result";
    class_date: "计划日期" | "Planned for";
    unit: "承办单位" | "Unit";
    due: "期限" | "Due";
    way: "方式" | "Way";
    contact: "对方" | "Person there";
    note: "备注" | "Note";
    reason: "为什么" | "Reason";
    destination: "去哪里" | "Where to go";
    where_phone: "那边电话" | "Their phone";
    told: "已告诉本人" | "Person told";
    more: "更多（不用都填）" | "More (none of it is compulsory)";
    urgency: "紧急" | "Urgency";
    channel: "怎么来的" | "Came by";
    help_channel: "来访就是人到了站里；来电、来信另有其人，不记在来访人名下" | "Visit means the person came; a call or a letter is somebody else's";
    deputies: "接待代表" | "Deputies";
    affected: "涉及人数" | "People affected";
    scope: "范围" | "Breadth";
    reach: "怎么联系" | "Reach by";
    reach_note: "联系说明" | "Reach note";
    address: "住址" | "Address";
    on_behalf_of: "替谁反映" | "On behalf of";
    cannot_read: "不识字" | "Cannot read";
    privacy_told: "已说明用途" | "Privacy told";
    confidential: "要求保密" | "Confidential";
    papers: "留下材料" | "Papers left";
    papers_at: "原件放在" | "Original lies";
    yes: "是" | "yes";
    no: "否" | "no";
    late: "补录" | "Entered late";
    late_day: "哪天的事" | "Happened on";
    late_time: "几点" | "At";
    paper_no: "纸号" | "Paper no.";
    said: "原话" | "Their words";
    promise: "对方怎么说" | "What they said";
    promised_for: "答应哪天" | "Promised for";
    summary: "摘要" | "Summary";
    old_words: "留在原件里" | "Stays here";
    new_words: "另立一件" | "New matter";
    why: "理由" | "Reason";
    upheld: "仍销号" | "All the same";
    system: "哪里的" | "Given by";
    other_number: "那边的编号" | "Number there";
    heads: "人数" | "Heads";
    ticket: "号" | "Number";
    table: "桌" | "Table";
    arrived: "来的时间" | "Came at";
    talked: "坐下" | "Sat down";
    done: "谈完" | "Done";
    label: "称呼" | "Called";
    first_words: "来说什么" | "About";
    day: "日子" | "Day";
    hours: "几点到几点" | "Hours";
    session_place: "地点" | "Place";
    tables: "接待桌" | "Tables";
    staff_only: "工作人员代接" | "Staff only";

    help_words: "照原话记，想到哪儿写到哪儿；只有这一格非填不可" | "As the person says it; only this field is compulsory";
    help_category: "打拼音首字母，再按数字；交办前定就行" | "Type letters, then a digit; only a hand-over needs one";
    help_category_handing: "打拼音首字母，再按数字；交办的要先定类别" | "Type letters, then a digit; what is handed over needs one";
    help_representatives: "姓名 电话，几位之间用顿号、空格或换行；办好了要逐个告诉" | "Name and phone, several parted by commas, blanks or lines; each is told";
    representatives_read: "连同本人认作{now}位：{names}" | "Read as {now} people with the speaker: {names}";
    numbers_kept: "；不像电话，原样记下：{text}" | "; no phone, kept as typed: {text}";
    many_representatives: "连同本人认作{now}位，最多{n}位；照样能登记" | "Read as {now} people with the speaker, at most {n}; it can be filed all the same";
    help_village: "打村名首字母，再按数字" | "Type the first letters, then a digit";
    help_name: "不肯说名字就空着，不要编" | "Leave it empty rather than invent one";
    help_phone: "不是号码的照原样记下，不拦" | "What is no number is kept as it was said";
    help_anonymous: "给一个取件码，凭码来问，不留名字电话" | "A claim code instead of a name and phone";
    help_handling: "按数字；空着就是待处理，以后再定" | "A digit; empty means undecided";
    help_unit: "打单位首字母，再按数字；头几个是按内容猜的" | "Type letters, then a digit; the first ones are guessed from the words";
    help_due: "默认按规矩算；可写 12.5、下周三、5个工作日" | "By the rules, unless you write a day, or 5wd";
    help_due_each: "不填：每件按自己的缓急算；填了：都是这一天" | "Left empty: each by its own urgency; a day typed here is for all";
    help_reason: "按回车列出来，按数字选" | "Enter lists them, a digit chooses";
    help_deputies: "数字勾选；打名字首字母找别的代表" | "Digits tick; letters find other deputies";
    help_answered: "写完按 Tab 到办理结果，再按它的数字" | "Tab leads on to the result, which has the digits";
    help_answer: "当场怎么答复的" | "What was answered";
    help_late: "先写在纸上、后来才录的，记下真实时间和纸号" | "First written on paper: the real time and the paper's number";
    help_other_number: "照那边写的记；以后用这个号也找得到" | "As it is written there; it is found by it from now on";
    help_other_number_whole: "照那边写的记；这件保密，以后打整个号才找得到" | "As it is written there; confidential: only the whole number finds it";
    help_why: "会写进办理经过" | "It stands in the history";
    help_upheld: "反映人不满意：选一条理由，记进办理经过；还能再办的，先再办" | "The person is not content: the reason stands in the history; where more can be done, do that first";
    help_said: "先把原话写下来" | "Write their words down first";

    bad_category: "没有这一类；打首字母再按数字选，或清空" | "No such category; pick from the list or empty the field";
    bad_village: "没有这个村；选一个、选「添这个村」，或清空后写在住址里" | "No such village; pick one, add it, or use the address";
    bad_name: "这是电话，不是姓名；电话写在电话那一栏" | "This is a telephone number, not a name; it has a field of its own";
    add_village: "添这个村：{name}" | "Add this village: {name}";
    village_pending: "这个村还没有添上；等一下，或清空后写在住址里" | "The village is not added yet; wait a moment, or use the address";
    bad_unit: "没有这个单位；打首字母再按数字选" | "No such unit; pick from the list";
    need_category: "交办前先定类别" | "Choose a category before handing over";
    need_time: "几点的事？写 9:40 这样" | "At what time? Write 9:40";
    bad_due: "看不懂这个期限；写 12.5、下周三、10天后、5个工作日、1月8日17点" | "Not a day; write 12.5, 5/12, 5wd or 1-8 17:00";
    due_counts: "{limit} 就是 {day}" | "{limit} is {day}";
    bad_date: "看不懂这个日子；写 12.5、12月5日、下周三、10天后" | "Not a day; write 12.5, 5/12 or a weekday";
    bad_time: "看不懂这个时间；写 9:40" | "Not a time; write 9:40";
    sat_before: "坐下的时间比来的时间还早" | "Sat down before coming";
    done_before: "谈完的时间比坐下还早" | "Done before sitting down";
    future: "还没到这个时间" | "That time has not come";
    before_late_day: "期限不能早于补录的那天" | "The due day is before the real day";
    past_due: "期限不能早于今天" | "The due day is past";
    phone_short: "电话像是少了{n}位" | "The phone seems {n} digits short";
    phone_long: "电话像是多了{n}位" | "The phone seems {n} digits long";
    phone_odd: "电话不像能打通的号码" | "This does not look like a phone number";
    phone_several: "写了不止一个号码" | "More than one number";
    phone_kept: "{why}。不改也能登记：照原样记在联系说明里" | "{why}. It may stay: it is kept as a reach note";
    phone_note: "电话原样：{text}" | "phone as said: {text}";
    due_by_rule: "期限 {day}：{limit}，从{from}次日起算{skipped}" | "Due {day}: {limit} from the day after {from}{skipped}";
    full_stop: "。" | ". ";
    due_own: "这是另定的期限，不是按规定算的。按规定：{rule}" | "A day of its own, not by the rule. By the rule: {rule}";
    skipped: "，跳过{n}天假日周末" | ", passing over {n} days off";
    provisional: "（暂定：放假安排还没公布）" | " (provisional: holidays not published yet)";
    limit_wd: "{n}个工作日" | "{n} working days";
    limit_d: "{n}天" | "{n} days";
    limit_mo: "{n}个月" | "{n} months";
    from_today: "{n}天后" | "in {n} d";
    today: "今天" | "today";
    days_ago: "{n}天前" | "{n} d ago";
}

/// How a number of another system is found later: that of a confidential matter by nobody who knows a part of it.
pub const fn help_other_number(lang: Lang, confidential: bool) -> &'static str {
    let t = &lang.texts().sheet;
    if confidential {
        t.help_other_number_whole
    } else {
        t.help_other_number
    }
}
