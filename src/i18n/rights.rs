//! Where a right ends, and who acts in whose place: for some days, for good, and in a station of one person.

use super::refusal::{listed, roles};
use super::{Lang, code, day, fill, full_day};
use crate::domain::code::Role;
use crate::domain::moment::Day;
use crate::domain::permit::{Reach, Reading};
use crate::domain::record::StandIn;
use crate::domain::refusal::{NoStandIn, NotOwn};

texts! {
    no_records: "{role}账号看不到来访和意见；能看的：{who}" | "{role}: people and matters are not shown; ask {who}";
    not_own_table: "{n} 桌由{who}接待，没有登记：代表账号只办自己接待桌上的；请在自己那一桌办，或请工作人员办" | "{who} receives at table {n}, and nothing was written: a deputy's account acts at its own table; act there, or ask a clerk";
    not_own_line: "没有登记：代表账号只给自己签到、签退、换桌；别人的请工作人员办" | "Nothing was written: a deputy's account signs in, signs out and seats itself alone; ask a clerk for the others";
    not_own_account: "没有改：自己的账号自己能请人代班，别人的请站长安排" | "Nothing was changed: you arrange a stand-in for your own account; the head does it for others";
    not_own_matter: "没有登记：代表账号只登记自己接待的，「接待代表」里要有本人；别人接待的请工作人员登记" | "Nothing was written: a deputy's account files what that deputy received; name them among the deputies, or ask a clerk to file it";
    acts: "代班、移交" | "Stand-in, leaving";
    stand_in: "请人代班" | "Have somebody stand in";
    stand_in_end: "不用代班了" | "No stand-in any more";
    leave: "移交并停用账号" | "Hand over and close the account";
    leave_now: "全部移交给一个人" | "Hand all of it to one person";
    oneself: "要选另一个人：自己不能代自己，也不能移交给自己" | "Choose somebody else: nobody stands in for themself or hands over to themself";
    one_clerk: "没有改：一人站只能有一位工作人员；先停用别的工作人员账号，或者先在「一人站」里取消" | "Nothing was changed: a one-person station has one clerk; close the other account first, or make it a station of several again";
    comes_in: "没有登记：这里是一人站，工作人员账号兼有站长的权限，再来一位就换了人；先在「一人站」里取消，再添" | "Nothing was written: in a one-person station the clerk has the rights of the head, and another would have them too; make it a station of several first, then add them";
    own_role: "没有改：自己的账号，自己不能改成能看得更多的角色；请站长改" | "Nothing was changed: nobody gives their own account a role that may see more; ask the head";
    login_of: "没有登记：登录名{login}也是{role}账号的，{role}不能给它能看来访和意见的账号；请站长来办" | "Nothing was written: {login} is also the login of an account of this kind ({role}), and a {role} account gives it none that may see people and matters; ask the head";
    keeps_none: "没有安排：{role}账号不经手件，代不了班，也接不了移交；请选{who}账号" | "Nothing was arranged: an account of this kind ({role}) looks after no matters, so it neither stands in nor takes over; choose {who}";
    no_stand_in: "现在没有人代班，代班已经结束或者没有安排过，不用再办" | "Nobody stands in: it is over by itself or was never arranged, and nothing is left to do";
    stand_in_over: "没有安排：{day}已经过了，最后一天要写今天或以后" | "Nothing was arranged: {day} has gone by; the last day is today or a later one";
    less: "您的账号能看的变少了（角色改了，或者代班结束），屏幕按现在的重新读过；写了没登记的留在「没写完」" | "Your account may see less now (another role, or standing in is over): the screen was read anew; what was typed and not filed is kept as unfinished";
    put_away: "打开的这件别人改过，现在不归您看，已经收起；写了没登记的留在「没写完」" | "Somebody changed what was open here, and it is not yours to see any more: it was closed; what was typed is kept as unfinished";
    closed_over: "打开的这件别人改过，现在不归您看，已经收起" | "Somebody changed what was open here, and it is not yours to see any more: it was closed";
    shut_title: "账号停用了" | "This account was closed";
    shut: "您的账号停用了，这里不再显示站里的东西。写了没登记的都存着，还是您的，站长能接着办。有不明白的请问站长" | "Your account was closed, and nothing of the station is shown here any more. What you typed and did not file is kept; it stays yours, and the head can go on with it. Ask the head if anything is unclear";
    shut_left: "您的账号停用了，这里不再显示站里的东西。您经手的都移交给了{to}，写了没登记的也存着，归{to}接着办。有不明白的请问站长" | "Your account was closed, and nothing of the station is shown here any more. What you looked after was handed over to {to}, and so was what you typed and did not file: {to} goes on with it. Ask the head if anything is unclear";
    by: "谁来代" | "Who";
    until: "代到哪天（含）" | "Last day";
    to: "交给谁" | "To whom";
    stands_in: "{from}到{until}由{by}代班" | "{by} stands in from {from} to {until}";
    by_whom: "{by}代{whom}" | "{by} for {whom}";
    kept: "在办的" | "Looked after";
    drafts: "没写完的" | "Unfinished";
    promised: "下次优先" | "Go first next time";
    planned: "要打的回话电话、承诺的日子都跟着件走，接的人第二天在待办里都看得到；没写完的也归接的人。名下已办结的只改由站长看" | "Calls to make and days that were promised go with the matters: whoever takes them finds all of it on their list the next day, and what is unfinished is theirs too. What is closed stays with the head";
    everybodys: "{n}位，不归谁名下，大家都看得到" | "{n}; they are nobody's own, and everybody sees them";
    count: "{n}件" | "{n}";
    set: "记下了：代班到{until}，到日子自己结束" | "Noted: the stand-in ends by itself on {until}";
    ended: "代班结束了" | "Nobody stands in any more";
    left: "已移交，账号停用了" | "Handed over; the account is closed";
    one_person: "一人站" | "One-person station";
    one_person_ask: "只有一位工作人员的站：工作人员账号兼有站长的权限（看、办保密件，改站的设置）。解除保密仍要本人同意" | "A station with one clerk: the clerk's account has the rights of the head too. To make a matter open again the person still has to agree";
    one_person_set: "设为一人站" | "Make it a one-person station";
    one_person_off: "不再是一人站" | "It is none any more";
    one_person_on: "现在是一人站：工作人员账号兼有站长的权限" | "This is a one-person station: the clerk has the rights of the head";
    one_person_gone: "不再是一人站：工作人员账号只有自己的权限" | "No one-person station any more: the clerk has a clerk's rights";
}

/// Why a role reads nothing of people and their matters; none where it does.
pub fn no_records(lang: Lang, role: Role) -> Option<String> {
    let who = roles(lang, &Reading::Records.whose());
    let values = [("role", code::role(lang, role)), ("who", who.as_str())];
    let said = fill(lang.texts().rights.no_records, &values);
    (Reading::Records.reach(Some(role)) == Reach::Nothing).then_some(said)
}

/// Whoever did it, and in whose place.
pub fn by_whom(lang: Lang, by: &str, whom: Option<&str>) -> String {
    let said = |whom| fill(lang.texts().rights.by_whom, &[("by", by), ("whom", whom)]);
    whom.map_or_else(|| by.to_owned(), said)
}

/// Whose login it is already.
pub(super) fn login_of(lang: Lang, login: &str, role: Role) -> String {
    let values = [("login", login), ("role", code::role(lang, role))];
    fill(lang.texts().rights.login_of, &values)
}

/// What is not one's own, and who does it.
pub(super) fn not_own(lang: Lang, what: &NotOwn) -> String {
    let t = &lang.texts().rights;
    match what {
        NotOwn::Table { table, by } => {
            let who = listed(lang, by.iter().map(String::as_str));
            fill(t.not_own_table, &[("n", &table.to_string()), ("who", &who)])
        }
        NotOwn::Line => t.not_own_line.to_owned(),
        NotOwn::Matter => t.not_own_matter.to_owned(),
        NotOwn::Account => t.not_own_account.to_owned(),
    }
}

/// Why nobody stands in, or takes over.
pub(super) fn no_stand_in(lang: Lang, why: NoStandIn) -> String {
    let t = &lang.texts().rights;
    match why {
        NoStandIn::Oneself => t.oneself.to_owned(),
        NoStandIn::OnePerson => t.one_clerk.to_owned(),
        NoStandIn::ComesIn => t.comes_in.to_owned(),
        NoStandIn::KeepsNone(role) => {
            let who = roles(lang, Role::KEEPERS);
            fill(t.keeps_none, &[("role", code::role(lang, role)), ("who", &who)])
        }
        NoStandIn::Nobody => t.no_stand_in.to_owned(),
        NoStandIn::Over(day) => fill(t.stand_in_over, &[("day", &full_day(lang, day))]),
    }
}

/// Who stands in, and how long.
pub fn stands_in(lang: Lang, s: &StandIn, today: Day) -> String {
    let (from, until) = (day(lang, s.from, today), day(lang, s.until, today));
    let values = [("from", from.as_str()), ("until", &until), ("by", &s.by_called)];
    fill(lang.texts().rights.stands_in, &values)
}
