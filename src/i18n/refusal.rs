//! Why a command was not carried out, as a sentence: what happened, and what to do next.

use super::{Lang, code, fill, rights};
use crate::domain::code::{Role, VisitState};
use crate::domain::life::OUTCOMES;
use crate::domain::permit::{Reach, Reading};
use crate::domain::record::Touch;
use crate::domain::refusal::Unasked;
use crate::domain::refusal::{Earlier, Refusal, Subject};
use crate::domain::typed_date::TimeProblem;

texts! {
    not_permitted: "{role}账号不能办这件事，什么都没改；能办的：{who}" | "{role} may not; ask {who}";
    no_phone: "{role}账号不露出完整电话；能看的：{who}" | "{role} sees no whole number; ask {who}";
    not_received: "不是您接待的，不露出完整电话；能看的：{who}" | "Not received by you: not whole; ask {who}";
    withheld: "{number} 要求保密，只有经办、接待的代表、{who}能看能办；要看要办请找他们" | "{number} is confidential: its keeper, the deputy who received it and the {who} see it and act on it; ask them";
    withdrawn: "这个账号已停用，请找站长或管理员" | "This account is withdrawn; ask the head or an administrator";
    no_station: "这个文件里还没有建站" | "No station has been set up in this file";
    station_exists: "这个文件里已经有一个站" | "This file holds a station already";
    not_found: "找不到这条{what}，可能已经换了" | "This {what} is not there any more";
    not_in_visit: "{channel}不是 {who} 来访时说的，没有登记：不记在来访里，单独登记" | "What came by {channel} was not told in the visit of {who}. Nothing was written: file it outside of any visit";
    head_informed: "已经告诉过站长了，不用再记" | "The head was told before; there is nothing more to note";
    already_there: "已经有同名的{what}" | "There is a {what} of this name already";
    unit_answered: "{unit} 已经答复了" | "{unit} has answered already";
    via_itself: "{unit} 不用经由自己：经由另选一个单位，或者空着" | "{unit} is not reached by way of itself: choose another unit, or none";
    given_twice: "{unit} 写了两次：主办、协办只写一处" | "{unit} is named twice: it leads or it helps";
    due_before: "要写{day}或以后的日子：期限、答应的日子、再问的日子都不能比它更早" | "It has to be {day} or later: no limit ends, and nothing is promised or asked, before that";
    gone_by: "{day}已经过去了，接待要安排在今天或以后；办过的接待用「补录接待」" | "{day} has gone by: plan for today or later; a reception that was held is entered late";
    not_after: "这次接待原定{day}，改期要改到以后的日子" | "It is planned for {day}: put it off to a later day";
    ticket_taken: "{day}的{no}号已经用了，换一个号，或者不写号" | "Number {no} of {day} is taken: another, or none";
    ticket_taken_today: "今天的{no}号已经用了，换一个号，或者不写号" | "Number {no} of today is taken: another, or none";
    number_known: "这个号已经记过" | "This number is noted already";
    changed_called: "{what} 已由 {by}{table}于 {time} 叫走" | "{what} was called by {by}{table} at {time}";
    changed_state: "{what} 已由 {by}{table}于 {time} 改为{state}" | "{what} was set to {state} by {by}{table} at {time}";
    changed: "{what} 已由 {by}{table}于 {time} 改过，请看清再办" | "{what} was changed by {by}{table} at {time}; look again";
    now_selected: "{before}；现选中 {next}" | "{before}; now {next} is selected";
    at_table: "在 {n} 桌" | " at table {n}";
    missing: "还缺{what}" | "Still missing: {what}";
    unknown_code: "规矩里没有 {code} 这一项" | "The rules have no {code}";
    day_unconfirmed: "电脑的日子是 {now}，值班台还停在 {was}，请先确认" | "The clock says {now}, the desk is at {was}; confirm first";
    day_first: "电脑的日子是 {now}，请先确认" | "The clock says {now}; confirm first";
    in_future: "时间还没到，请改成已经发生的时间" | "That time has not come yet";
    before_matter: "{what} 是{day}来的，写的{said}在它之前。没有登记，请核对日子" | "{what} came on {day}; {said} is before that. Nothing was written; check the day";
    before_hand_over: "{day}才交给{what}，写的{said}在它之前。没有登记，请核对日子" | "{what} was given it on {day}; {said} is before that. Nothing was written; check the day";
    before_answer: "{what}{day}才答复，写的{said}在它之前。没有登记，请核对日子" | "{what} answered on {day}; {said} is before that. Nothing was written; check the day";
    ends_before: "结束早于开始" | "It ends before it starts";
    bad_hours: "开放时间「{what}」里没有认得出的时间，例如 工作日 8:30-17:30" | "Opening hours ({what}) say no time; try workdays 8:30-17:30";
    no_such_hours: "开放时间「{what}」：没有这样的时刻" | "Opening hours ({what}): no clock shows this";
    hours_end_before: "开放时间「{what}」：结束早于开始" | "Opening hours ({what}): it ends before it starts";
    session_state: "这次接待{state}，不能这样办" | "The reception is {state}; this is not possible";
    another_open: "还有一次接待没结束，先结束那一次" | "Another reception is open; close it first";
    no_such_table: "没有 {n} 桌，这次共 {all} 桌" | "There is no table {n}; this reception has {all}";
    table_busy: "{n} 桌还在接待 {who}" | "Table {n} is still receiving {who}";
    nobody_waits: "没有人在等" | "Nobody waits";
    somebody_waits: "{who} 已经在等，先到先接；新来的没有登记：先叫号，或给新来的取个号" | "{who} waits already and was here first; the newcomer was not registered: call first, or take a number for the newcomer";
    used_up: "今天的号已发到 {n}，发完了；可以不取号直接接待" | "Numbers are used up at {n}; receive without a number";
    stopped: "正在收尾，不再发号；确实要接，先停止收尾" | "The reception is closing: no new numbers";
    visit_state: "{who} {state}，不能这样办" | "{who} is {state}; this is not possible";
    not_an_outcome: "「{state}」不是没接待到的去处，没有登记；可以写：{all}" | "Nobody who was not received is \"{state}\". Nothing was written; it may be: {all}";
    visit_wiped: "{who} 早就散了，称呼和什么事都抹掉了，收不回来；人在就重新取个号" | "{who} was let go too long ago and is wiped; whoever is here takes a new number";
    call_again: "只叫了 {calls} 遍，要叫满 {needed} 遍、再等 {minutes} 分才能过号" | "Called {calls} times; {needed} calls and {minutes} min more before a no-show";
    too_late: "过了 {n} 分钟，叫号收不回了；可以转桌或谈完" | "After {n} minutes a call cannot be taken back; move or finish instead";
    people_left: "还有 {waiting} 位没去处、{talking} 位在桌上" | "{waiting} still wait and {talking} are at a table";
    not_on_roster: "这位代表不在这次的排班里" | "This deputy is not on the roster of this reception";
    attendance: "{name} 现在{state}，不能这样办" | "{name} is {state}; this is not possible";
    opinion_state: "{number} 这件{state}，不能这样办" | "{number} is {state}; this is not possible";
    opinion_moved: "{number} 已由 {by}{table}于 {time} 改过，这件{state}，不能这样办" | "{number} was changed by {by}{table} at {time} and is {state}; this is not possible";
    not_told: "还没告诉{who}。先回话；没联系上的，打够次数、分在几天里，才能销号；号码不对的不算，换个办法（上门、寄信、发信息）没联系上的算；没有电话或号码不对、又没有别的办法的，在回话里记「没有别的办法联系」" | "{who} was not told. Tell them first; who is not reached may be struck off after enough calls on several days; a wrong number is no call, another way tried in vain (a visit, a letter, a message) counts; where there is no number, or a wrong one, and no other way, note that nothing reaches them";
    others_untold: "{number} 还没告诉{who}，不能同时销号，什么都没记：这一位只记回话，都告诉了再销号" | "{number}: {who} still to tell, so it is not struck off with this telling. Nothing was noted: note the telling alone, and strike it off when all are told";
    call_first: "{number} 还有电话，没有记：先打电话，没人接就记没人接，号码不对就记号码不对" | "{number} has a number to call, and nothing was noted: call first, and note no answer or a wrong number";
    the_others: "其他几位" | "the others";
    the_person: "反映人" | "The person";
    not_content: "反映人不满意，不能同时销号；什么都没记" | "The person is not content: it is not struck off with the telling. Nothing was noted";
    not_upheld: "{number} 反映人不满意，没有销号：能再办的先再办；不再办了，选一条理由（规矩里没有理由的，写明理由）再销号" | "The person is not content with {number}, and it was not struck off. Do more about it where that is possible; otherwise choose a reason (where the rules have none, write it) and strike it off";
    nobody_unhappy: "{number} 没有人说不满意，没有销号：去掉「不满意仍销号」的理由再销" | "Nobody is discontent with {number}, and it was not struck off: leave out the reason to strike it off all the same";
    plan_stays: "{number} 的答复还要跟进，告诉了也不销号，什么都没记：只记回话，落实了再销号" | "The answer of {number} is still to be followed up and not struck off with the telling. Nothing was noted: tell without that, and strike it off when it is done";
    knows_already: "{number} 这位已经告诉过，不再记没联系上；那次回话记错了，就先收回" | "This person was told of {number}: no attempt in vain is noted any more; take that telling back if it was a slip";
    nothing_told: "{number} 没有另外记过回话，没有可收回的；当场答复时记错的，更正答复，或者作废了重新登记" | "{number} has no telling noted, so there is none to take back; what was noted wrong with an answer at the desk is corrected there, or void and filed anew";
    noted_by: "这次回话是{by}{day}记的：记的当天由{by}收回，过后由站长收回" | "{by} noted this telling on {day}: that day {by} may take it back, afterwards the head";
    keeps_nothing: "这类事不留内容，只指路" | "Nothing of this may be kept; show the way only";
    number_for_name: "这是电话号码，不能当姓名：姓名不知道就空着，或写个特征；电话写在「电话」那一格" | "A telephone number is no name: leave the name empty or say what the person looks like, and put the number into the field for the phone";
    naming: "给匿名的人补名字要写理由" | "Naming an anonymous person needs a reason";
    not_that_day: "{day} 不是今天" | "{day} is not today";
    not_today: "这次接待排在 {day}，今天不能开" | "This reception is planned for {day}, not today";
    has_spoken: "{who} 已经登记了意见，人来过，不能记过号；谈完按 <queue.finish_next>" | "{who} was here, an opinion is filed, and is no no-show; <queue.finish_next> ends the talk";
    table_in_use: "{n} 桌还在接待 {who}，谈完才能减桌" | "Table {n} is still receiving {who}; fewer tables can wait until then";
    has_opinions: "这次来访已登记 {n} 件意见，先处理意见" | "{n} opinions were filed in this visit; they go first";
    last_head: "只剩这一位站长，不能撤：先让别人当站长" | "The last head stays: make somebody else head first";
    rules_moved: "{by} 已于 {time} 采用了第{now}版规矩，您看到的是第{seen}版；请再看一遍差别" | "{by} adopted version {now} of the rules at {time}, and version {seen} was seen; look at the difference again";
    bad_code: "站点代码要写进每个编号，也靠它查找：只能用字母和数字，中间可以有单个连字符，最多{n}个，不能有像年份的四位数，如 03" | "the code of the station stands in every number and is searched by: letters and digits, single hyphens between them, {n} at most, no four digits like a year, such as 03";
    bad_rules: "规矩有问题：{what}" | "the rules are not right: {what}";
    without_number: "没拿号的这位" | "the one without a number";
}

/// A displayed number: `008`.
pub fn ticket(lang: Lang, number: Option<u16>) -> String {
    number.map_or_else(|| lang.texts().refusal.without_number.to_owned(), |n| format!("{n:03}"))
}

/// Day and time of something done.
fn moment(lang: Lang, at: crate::domain::moment::Moment) -> String {
    [&super::full_day(lang, at.day()), " ", &at.clock()].concat()
}

fn at_table(lang: Lang, touch: &Touch) -> String {
    let said = |n: u8| fill(lang.texts().refusal.at_table, &[("n", &n.to_string())]);
    touch.table.map_or_else(String::new, said)
}

/// Some roles, one after the other.
pub(super) fn roles(lang: Lang, all: &[Role]) -> String {
    listed(lang, all.iter().map(|role| code::role(lang, *role)))
}

pub(super) fn listed<'a>(lang: Lang, all: impl Iterator<Item = &'a str>) -> String {
    all.collect::<Vec<_>>().join(if lang.is_zh() { "、" } else { ", " })
}

/// People, one after the other.
fn names(lang: Lang, all: &[Option<String>]) -> String {
    if all.is_empty() {
        return lang.texts().refusal.the_others.to_owned();
    }
    let nameless = lang.texts().record.nameless;
    let all: Vec<&str> = all.iter().map(|name| name.as_deref().unwrap_or(nameless)).collect();
    all.join(if lang.is_zh() { "、" } else { ", " })
}

/// Why a telephone number stays covered for a role, of what it did not receive.
pub fn no_phone(lang: Lang, role: Role) -> String {
    let t = &lang.texts().refusal;
    let template = match Reading::WholePhone.reach(Some(role)) {
        Reach::Own => t.not_received,
        Reach::Nothing | Reach::All => t.no_phone,
    };
    let who = roles(lang, &Reading::WholePhone.whose());
    fill(template, &[("role", code::role(lang, role)), ("who", &who)])
}

/// What a confidential matter says to whoever it is not for.
pub fn withheld(lang: Lang, number: &str) -> String {
    let who = roles(lang, &Reading::Confidential.whose());
    fill(lang.texts().refusal.withheld, &[("number", number), ("who", &who)])
}

/// Why nobody else is asked to tell somebody of a matter.
pub const fn no_relay(lang: Lang, why: Unasked) -> &'static str {
    let t = &lang.texts().matter;
    match why {
        Unasked::Unnamed => t.relay_unasked,
        Unasked::Confidential => t.relay_confidential,
        Unasked::Cadre => t.relay_cadre,
    }
}

/// The sentence of a refusal. `next` is the number offered instead, when the caller has one.
pub fn sentence(lang: Lang, why: &Refusal, next: Option<&str>) -> String {
    let t = &lang.texts().refusal;
    let f = |template: &str, values: &[(&str, &str)]| fill(template, values);
    match why {
        Refusal::NotPermitted { role, may } => {
            let values = [("role", code::role(lang, *role)), ("who", &roles(lang, may))];
            f(t.not_permitted, &values)
        }
        Refusal::NotOwn(what) => rights::not_own(lang, what),
        Refusal::Withdrawn => t.withdrawn.to_owned(),
        Refusal::NoStation => t.no_station.to_owned(),
        Refusal::StationExists => t.station_exists.to_owned(),
        Refusal::BadCode { most } => f(t.bad_code, &[("n", &most.to_string())]),
        Refusal::NotFound(s) => f(t.not_found, &[("what", code::subject(lang, *s))]),
        Refusal::NotInVisit { channel, ticket: no } => {
            let values = [("channel", code::channel(lang, *channel)), ("who", &ticket(lang, *no))];
            f(t.not_in_visit, &values)
        }
        Refusal::HeadInformed => t.head_informed.to_owned(),
        Refusal::AlreadyThere(s) => f(t.already_there, &[("what", code::subject(lang, *s))]),
        Refusal::UnitAnswered { unit } => f(t.unit_answered, &[("unit", unit)]),
        Refusal::ViaItself { unit } => f(t.via_itself, &[("unit", unit)]),
        Refusal::GivenTwice { unit } => f(t.given_twice, &[("unit", unit)]),
        Refusal::NumberKnown => t.number_known.to_owned(),
        Refusal::Changed {
            subject,
            what,
            touch,
            visit,
            ..
        } => {
            let table = at_table(lang, touch);
            let name = if what.is_empty() {
                code::subject(lang, *subject)
            } else {
                what
            };
            let time = touch.at.clock_seconds();
            let state = visit.map_or("", |s| code::visit_state(lang, s));
            let template = match (subject, visit) {
                (Subject::Visit, Some(VisitState::Called | VisitState::Talking)) => t.changed_called,
                (Subject::Visit, Some(_)) => t.changed_state,
                _ => t.changed,
            };
            let values = [
                ("what", name),
                ("by", &touch.by),
                ("table", &table),
                ("time", &time),
                ("state", state),
            ];
            let said = f(template, &values);
            next.map_or(said.clone(), |next| {
                f(t.now_selected, &[("before", &said), ("next", next)])
            })
        }
        Refusal::DraftLost { why, aside } => super::lease::said(lang, why, aside.is_some()),
        Refusal::Missing(m) => f(t.missing, &[("what", code::missing(lang, *m))]),
        Refusal::UnknownCode { code } => f(t.unknown_code, &[("code", code)]),
        Refusal::DayUnconfirmed { was, now } => {
            // A clock may be wrong by years.
            let now = super::full_day(lang, *now);
            match was {
                Some(was) => f(
                    t.day_unconfirmed,
                    &[("now", &now), ("was", &super::full_day(lang, *was))],
                ),
                None => f(t.day_first, &[("now", &now)]),
            }
        }
        Refusal::InFuture => t.in_future.to_owned(),
        Refusal::BeforeThat { what, day, said } => {
            let (template, what) = match what {
                Earlier::Taken { number } => (t.before_matter, number),
                Earlier::Handed { unit } => (t.before_hand_over, unit),
                Earlier::Answered { unit } => (t.before_answer, unit),
            };
            let [day, said] = [day, said].map(|d| super::full_day(lang, *d));
            f(template, &[("what", what), ("day", &day), ("said", &said)])
        }
        Refusal::EndsBeforeStart => t.ends_before.to_owned(),
        Refusal::BadHours { what, why } => {
            let template = match why {
                TimeProblem::Empty | TimeProblem::NotATime => t.bad_hours,
                TimeProblem::NoSuchTime => t.no_such_hours,
                TimeProblem::EndsBeforeStart => t.hours_end_before,
            };
            fill(template, &[("what", what)])
        }
        Refusal::SessionState { state } => f(t.session_state, &[("state", code::session_state(lang, *state))]),
        Refusal::AnotherOpen => t.another_open.to_owned(),
        Refusal::NoSuchTable { table, tables } => f(
            t.no_such_table,
            &[("n", &table.to_string()), ("all", &tables.to_string())],
        ),
        Refusal::TableBusy { table, ticket: no, .. } => {
            f(t.table_busy, &[("n", &table.to_string()), ("who", &ticket(lang, *no))])
        }
        Refusal::OwnRole => lang.texts().rights.own_role.to_owned(),
        Refusal::LoginOf { login, role } => super::rights::login_of(lang, login, *role),
        Refusal::TableHeld(held) => super::lease::held(lang, held),
        Refusal::NobodyWaits => t.nobody_waits.to_owned(),
        Refusal::SomebodyWaits { ticket: no } => f(t.somebody_waits, &[("who", &ticket(lang, *no))]),
        Refusal::NumbersUsedUp { last } => f(t.used_up, &[("n", &format!("{last:03}"))]),
        Refusal::NumbersStopped => t.stopped.to_owned(),
        Refusal::VisitState { ticket: no, state } => f(
            t.visit_state,
            &[("who", &ticket(lang, *no)), ("state", code::visit_state(lang, *state))],
        ),
        Refusal::NotAnOutcome { outcome } => {
            let all = listed(lang, OUTCOMES.iter().map(|o| code::visit_state(lang, *o)));
            f(
                t.not_an_outcome,
                &[("state", code::visit_state(lang, *outcome)), ("all", &all)],
            )
        }
        Refusal::VisitWiped { ticket: no } => f(t.visit_wiped, &[("who", &ticket(lang, *no))]),
        Refusal::CallAgainFirst { calls, needed, minutes } => f(
            t.call_again,
            &[
                ("calls", &calls.to_string()),
                ("needed", &needed.to_string()),
                ("minutes", &minutes.to_string()),
            ],
        ),
        Refusal::TooLateToTakeBack { minutes } => f(t.too_late, &[("n", &minutes.to_string())]),
        Refusal::PeopleLeft { waiting, talking } => f(
            t.people_left,
            &[("waiting", &waiting.to_string()), ("talking", &talking.to_string())],
        ),
        Refusal::NotOnRoster => t.not_on_roster.to_owned(),
        Refusal::AttendanceState { name, state } => f(
            t.attendance,
            &[("name", name), ("state", code::attendance(lang, *state))],
        ),
        Refusal::OpinionState { number, state, touch } => {
            let state = code::opinion_is(lang, *state);
            let mut values = vec![("number", number.as_str()), ("state", state)];
            let Some(touch) = touch else {
                return f(t.opinion_state, &values);
            };
            let (table, time) = (at_table(lang, touch), touch.at.clock_seconds());
            values.extend([
                ("by", touch.by.as_str()),
                ("table", table.as_str()),
                ("time", time.as_str()),
            ]);
            f(t.opinion_moved, &values)
        }
        Refusal::NotTold { left } => {
            let who = match left.as_slice() {
                [] | [_] => t.the_person.to_owned(),
                several => names(lang, several),
            };
            f(t.not_told, &[("who", &who)])
        }
        Refusal::OthersUntold { number, left } => {
            f(t.others_untold, &[("number", number), ("who", &names(lang, left))])
        }
        Refusal::CallFirst { number } => f(t.call_first, &[("number", number)]),
        Refusal::NotContent => t.not_content.to_owned(),
        Refusal::NotUpheld { number } => f(t.not_upheld, &[("number", number)]),
        Refusal::NobodyUnhappy { number } => f(t.nobody_unhappy, &[("number", number)]),
        Refusal::PlanStays { number } => f(t.plan_stays, &[("number", number)]),
        Refusal::KnowsAlready { number } => f(t.knows_already, &[("number", number)]),
        Refusal::NothingTold { number } => f(t.nothing_told, &[("number", number)]),
        Refusal::NotedByAnother { by, day } => {
            let day = super::full_day(lang, *day);
            f(t.noted_by, &[("by", by), ("day", &day)])
        }
        Refusal::NotThatDay { day } => f(t.not_that_day, &[("day", &super::full_day(lang, *day))]),
        Refusal::NotToday { day } => f(t.not_today, &[("day", &super::full_day(lang, *day))]),
        Refusal::DueBefore { day } => f(t.due_before, &[("day", &super::full_day(lang, *day))]),
        Refusal::GoneBy { day } => f(t.gone_by, &[("day", &super::full_day(lang, *day))]),
        Refusal::NotAfter { day } => f(t.not_after, &[("day", &super::full_day(lang, *day))]),
        Refusal::TicketTaken { day, ticket: no, today } => {
            let template = if *today { t.ticket_taken_today } else { t.ticket_taken };
            let no = ticket(lang, Some(*no));
            f(template, &[("day", &super::full_day(lang, *day)), ("no", &no)])
        }
        Refusal::HasOpinions { count } => f(t.has_opinions, &[("n", &count.to_string())]),
        Refusal::HasSpoken { ticket: no } => f(t.has_spoken, &[("who", &ticket(lang, *no))]),
        Refusal::TableInUse { table, ticket: no } => f(
            t.table_in_use,
            &[("n", &table.to_string()), ("who", &ticket(lang, *no))],
        ),
        Refusal::NoStandIn(why) => rights::no_stand_in(lang, *why),
        Refusal::LastHead => t.last_head.to_owned(),
        Refusal::Withheld { number } => withheld(lang, number),
        Refusal::NoRelay { why } => no_relay(lang, *why).to_owned(),
        Refusal::KeepsNothing => t.keeps_nothing.to_owned(),
        Refusal::RulesMoved { seen, now, touch } => f(
            t.rules_moved,
            &[
                ("by", &touch.by),
                ("time", &moment(lang, touch.at)),
                ("now", &now.to_string()),
                ("seen", &seen.to_string()),
            ],
        ),
        Refusal::BadRules(all) => {
            let all: Vec<String> = all.iter().map(|p| super::rules::problem(lang, p, None)).collect();
            f(t.bad_rules, &[("what", &all.join("; "))])
        }
        Refusal::NamingNeedsReason => t.naming.to_owned(),
        Refusal::NumberForName => t.number_for_name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::OpinionState;
    use crate::domain::id::VisitId;
    use crate::domain::moment::{Day, TimeOfDay};

    #[test]
    fn the_loser_of_a_race_reads_who_and_when_and_what_is_next() {
        let day = Day::from_ymd_opt(2026, 11, 23).unwrap();
        let mut at = TimeOfDay::new(9, 14).unwrap().on(day);
        at.0 += 22_000;
        let why = Refusal::Changed {
            subject: Subject::Visit,
            what: "012".into(),
            touch: Touch {
                account: None,
                by: "林".into(),
                table: Some(1),
                at,
            },
            visit: Some(VisitState::Called),
            next: Some(VisitId(uuid::Uuid::nil())),
        };
        assert_eq!(
            sentence(Lang::Zh, &why, Some("013")),
            "012 已由 林在 1 桌于 09:14:22 叫走；现选中 013"
        );
        assert_eq!(
            sentence(Lang::En, &why, Some("013")),
            "012 was called by 林 at table 1 at 09:14:22; now 013 is selected"
        );
    }

    #[test]
    fn a_matter_that_somebody_closed_meanwhile_says_who_and_when() {
        let at = TimeOfDay::new(9, 5)
            .unwrap()
            .on(Day::from_ymd_opt(2026, 11, 23).unwrap());
        let why = |state, touch| Refusal::OpinionState {
            number: "03-2026-0107".into(),
            state,
            touch,
        };
        let touch = Touch {
            by: "林晓".into(),
            table: Some(1),
            at,
            ..Touch::default()
        };
        let said = |lang, state, touch: Option<&Touch>| sentence(lang, &why(state, touch.cloned()), None);
        assert_eq!(
            said(Lang::Zh, OpinionState::Void, Some(&touch)),
            "03-2026-0107 已由 林晓在 1 桌于 09:05:00 改过，这件已作废，不能这样办"
        );
        assert_eq!(
            said(Lang::En, OpinionState::Void, Some(&touch)),
            "03-2026-0107 was changed by 林晓 at table 1 at 09:05:00 and is void; this is not possible"
        );
        assert_eq!(
            said(Lang::Zh, OpinionState::Closed, None),
            "03-2026-0107 这件已销号，不能这样办"
        );
        assert_eq!(
            said(Lang::Zh, OpinionState::Answered, None),
            "03-2026-0107 这件是待反馈，不能这样办"
        );
    }

    #[test]
    fn no_sentence_keeps_an_empty_place() {
        let all = [
            Refusal::NoStation,
            Refusal::NobodyWaits,
            Refusal::SomebodyWaits { ticket: Some(12) },
            Refusal::NumbersUsedUp { last: 999 },
            Refusal::PeopleLeft { waiting: 2, talking: 1 },
            Refusal::VisitWiped { ticket: Some(7) },
            Refusal::CallAgainFirst {
                calls: 1,
                needed: 3,
                minutes: 2,
            },
        ];
        for why in &all {
            for lang in [Lang::Zh, Lang::En] {
                let said = sentence(lang, why, None);
                assert!(!said.contains('{') && !said.is_empty(), "{said}");
            }
        }
    }
}
