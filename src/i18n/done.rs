//! What was done, in a sentence of the bottom line. Every write has its own here, so that a new one is asked for it.

use super::{Lang, code, fill, full_day, history};
use crate::domain::code::Reached;
use crate::domain::command::Command as C;
use crate::domain::due::{DayKind, kind};
use crate::domain::moment::Day;
use crate::domain::rules::Ruleset;
use crate::domain::view::Outcome;

texts! {
    new_rules: "新规矩从现在起用" | "The new rules hold from now on";
    account: "{name} 的账号记下了" | "The account of {name} is noted";
    noticed: "记下了：公告已经贴出去" | "Noted: the notice is posted";
    postponed: "已改到 {day}" | "Put off to {day}";
    cancelled: "这次接待不办了" | "The reception is cancelled";
    on_roster: "已排上名单" | "On the roster now";
    off_roster: "已从名单上去掉" | "Off the roster now";
    agreement: "代表怎么答复的，记下了" | "What the deputy said is noted";
    staffed: "谁在接待，记下了" | "Who receives is noted";
    visit_changed: "{who} 的登记改好了" | "What is known of {who} is changed";
    head_told: "办好了：站长已经知道" | "Noted: the head knows";
    to_write: "{no} 回到没写完" | "{no} is unwritten again";
    settled: "办好了：这一件不用再写" | "Noted: this needs no writing";
    visit_void: "{who} 已作废" | "{who} is void";
    visit_void_promised: "{who} 已作废，上次说好的下次优先还算数" | "{who} is void; the priority they were promised still stands";
    papers: "纸面编号给好了" | "Numbers for paper are given";
    founded: "{name}建好了，可以接待了" | "{name} is set up";
    day_confirmed: "今天是{day}" | "Today is {day}";
    added: "已添 {name}" | "{name} added";
    holidays_adopted: "放假安排已采用，没有期限要移动" | "Adopted; no due day moves";
    rules_adopted: "放假安排已采用，{n}件的期限按它重算了" | "Adopted; {n} due days were counted anew";
    planned: "已安排 {day} 的接待" | "A reception is planned for {day}";
    weekend: "周末" | "weekend";
    rest: "；那天不是上班日（{name}）" | "; that is no working day ({name})";
    opened: "开始接待" | "The reception is open";
    closing: "收尾中：不再发号" | "Closing: no new numbers";
    go_on: "接着接待，号照发" | "Going on, numbers again";
    plan_changed: "改好了：{day} {time}" | "Changed: {day} {time}";
    changed: "{name} 改好了" | "{name} is changed";
    ended: "{who}：{what}" | "{who}: {what}";
    closed: "接待结束，辛苦了" | "The reception is closed";
    signed_in: "{name} 到了" | "{name} is here";
    signed_out: "{name} 走了" | "{name} has gone";
    attendance_back: "{name} 改回来了" | "{name} is as before";
    seated: "{name} 坐到 {n} 桌" | "{name} sits at table {n}";
    on_leave: "{name} 请假" | "{name} is on leave";
    substituted: "{name} 请假，已换人" | "{name} is on leave and substituted";
    number: "发出 {no}" | "Number {no}";
    number_first: "发出 {no}，优先" | "Number {no}, with priority";
    called: "请 {no} 到 {n} 桌" | "{no} to table {n}, please";
    finished: "谈完" | "Finished";
    finished_nobody: "谈完；没有人在等" | "Finished; nobody waits";
    finished_others: "谈完；在等的都找别桌的代表：{others}" | "Finished; all who wait asked for others: {others}";
    for_whom: "{who}找{name}" | "{who} for {name}";
    received: "{no} 直接坐到 {n} 桌" | "{no} sits at table {n}";
    received_after: "{no} 接待结束后来访，坐到 {n} 桌" | "{no} came after closing and sits at table {n}";
    sat_down: "{who} 坐下谈了" | "{who} sat down";
    called_again: "又叫了一遍" | "Called again";
    taken_back: "已收回，排在原来的位置" | "Taken back to the old place";
    missed: "{who} 已过号；人回来了按 <queue.back>" | "{who}: no-show noted; <queue.back> when they come back";
    passed_over: "{called}；{who} 找别桌的代表，先不叫" | "{called}; {who} asked for a deputy at another table and waits";
    returned: "{no} 排回去了" | "{no} is queued again";
    moved: "已转到 {n} 桌" | "Moved to table {n}";
    counted: "已记一件，内容没有保留。请告诉：{place} {phone}" | "Counted; nothing was kept. Tell them: {place} {phone}";
    handled: "{number} 已定去处" | "{number} goes on";
    chased: "{number} 催过了" | "{number} asked again";
    answered: "{number} 答复已记，接着回话" | "{number} answered; tell the person next";
    told: "{number} 已告诉本人" | "{number} told";
    told_one: "{number} 这一位已告诉，还有{n}位没告诉" | "{number} this one told, {n} still to tell";
    told_unsettled: "{number} 已告诉本人；不满意，在待办的不满意里，等您处理" | "{number} told, dissatisfied; it is in follow-up among the dissatisfied";
    told_struck_off: "{number} 已告诉本人，已销号" | "{number} told and struck off";
    wrong_number: "{number} 号码不对，记下了，不算没联系上；问到对的，更正反映人，问不到就换个办法" | "{number} wrong number, noted, and no try; with the right one, correct the person, without it try another way";
    wrong_number_one: "{number} 这一位的号码不对，记下了，不算没联系上" | "{number} wrong number of this one, noted, and no try";
    no_way: "{number} 没有办法联系上，记下了；不再找了，就按没联系上销号" | "{number} nothing reaches them, noted; when nothing more is to be tried, strike it off";
    on_its_way: "{number} {what}，记下了，不算告诉了本人；{day}再问" | "{number} {what}, noted; the person is not told yet and is asked on {day}";
    when_due: "到日子" | "the day it is due";
    not_reached: "{number} 没联系上，记作第{tries}次" | "{number} not reached, try {tries}";
    not_another: "{number} 没联系上；离上次不久，还算第{tries}次" | "{number} not reached; so soon it is still try {tries}";
    not_reached_one: "{number} 没联系上这一位，记下了" | "{number} this one was not reached, noted";
    not_another_one: "{number} 没联系上；这一位离上次不久，不另算一次" | "{number} not reached; so soon it is no further try for this one";
    telling_back: "{number} 的回话收回了，还要再告诉本人" | "{number}: the telling is taken back, and the person is owed it again";
    telling_back_known: "{number} 的这次回话收回了" | "{number}: this telling is taken back";
    try_back: "{number} 这次没说到的收回了，现在算{tries}次没联系上" | "{number}: this attempt is taken back; {tries} count now";
    evaluated: "{number} 评价已记" | "{number} verdict noted";
    unsettled: "{number} 不满意已记，在待办的不满意里，等您处理" | "{number} dissatisfied, noted; it is in follow-up among the dissatisfied";
    struck_off: "{number} 已销号" | "{number} struck off";
    corrected: "{number} 已更正" | "{number} corrected";
    corrected_owed: "{number} 已更正，列进待反馈，还要告诉本人" | "{number} corrected; the person is to be told";
    voided: "{number} 已作废" | "{number} void";
    split: "已拆出 {number}" | "Split into {number}";
    numbered: "{number} 的别处编号已记下" | "The other number of {number} is noted";
    also_numbered: "{also} 也记着这个号" | "{also} has this number too";
    kept: "{number} 由您经办" | "{number} is yours to look after";
    matter_moved: "{number} 已移走" | "{number} moved";
    visit: "来访已补录" | "The visit is entered";
    session: "这次接待已补录" | "The reception is entered";
}

/// What the records of a write are called on the desk where it was done; empty where it has none of the kind.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// The matter.
    pub number: String,
    /// The number that was given or called.
    pub no: String,
    /// The deputy; whoever else is meant says it in the write.
    pub name: String,
    /// Who came, or is promised the next time.
    pub who: String,
    /// The table.
    pub n: String,
    /// Who waits, and for whom, where nobody is called because all asked for a deputy elsewhere.
    pub others: String,
    /// The reception is over.
    pub is_over: bool,
}

/// That a day is no working day, and why; empty where it is one.
fn rest(lang: Lang, rules: Option<&Ruleset>, day: Day) -> String {
    let t = &lang.texts().done;
    let name = match rules.map(|rules| kind(rules, day)) {
        None | Some(DayKind::Working | DayKind::MadeUp) => return String::new(),
        Some(DayKind::Weekend) => t.weekend,
        Some(DayKind::Holiday(name)) => history::label(lang, name),
    };
    fill(t.rest, &[("name", name)])
}

/// The sentence; empty where what follows says it.
pub fn sentence(lang: Lang, rules: Option<&Ruleset>, command: &C, outcome: &Outcome, called: &Called) -> String {
    let (t, s) = (&lang.texts().done, &lang.texts().rights);
    let Called {
        number,
        no,
        name,
        who,
        n,
        others,
        is_over,
    } = called;
    let of = |template: &str, more: &[(&str, &str)]| {
        let all = [("number", number), ("no", no), ("name", name), ("who", who), ("n", n)];
        let all: Vec<(&str, &str)> = all.into_iter().map(|(key, value)| (key, value.as_str())).collect();
        fill(template, &[more, &all].concat())
    };
    let template = match command {
        C::FoundStation(w) => return of(t.founded, &[("name", &w.name)]),
        C::ConfirmDay(w) => return of(t.day_confirmed, &[("day", &full_day(lang, w.day))]),
        C::AddDeputy(w) => return of(t.added, &[("name", &w.name)]),
        C::AddUnit(w) => return of(t.added, &[("name", &w.name)]),
        C::PlanSession(w) => {
            let said = of(t.planned, &[("day", &full_day(lang, w.plan.day))]);
            return said + &rest(lang, rules, w.plan.day);
        }
        C::ChangeDeputy(w) => return of(t.changed, &[("name", &w.profile.name)]),
        C::ChangeUnit(w) => return of(t.changed, &[("name", &w.profile.short)]),
        C::ChangeStation(w) => return of(t.changed, &[("name", &w.name)]),
        C::ChangePromise(_) => return of(t.changed, &[("name", who)]),
        C::ChangePlan(w) => {
            let time = format!("{}-{}", w.plan.starts, w.plan.ends);
            let said = of(t.plan_changed, &[("day", &full_day(lang, w.plan.day)), ("time", &time)]);
            return said + &rest(lang, rules, w.plan.day);
        }
        C::StopClosing(_) => t.go_on,
        C::OpenSession(_) => t.opened,
        C::StartClosing(_) => t.closing,
        C::CloseSession(_) => t.closed,
        C::SignIn(_) => t.signed_in,
        C::SignOut(_) => t.signed_out,
        C::TakeBackAttendance(_) => t.attendance_back,
        C::SeatDeputy(w) => return of(t.seated, &[("n", &w.table.to_string())]),
        C::TakeLeave(_) => t.on_leave,
        C::Substitute(_) => t.substituted,
        C::TakeNumber(_) => t.number,
        C::CallNext(_) | C::CallVisit(_) => t.called,
        C::FinishVisit(w) => match outcome.called {
            _ if !w.call_next => t.finished,
            Some(_) => t.called,
            None if !others.is_empty() => return of(t.finished_others, &[("others", others)]),
            None => t.finished_nobody,
        },
        C::ReceiveNow(_) if *is_over => t.received_after,
        C::ReceiveNow(_) => t.received,
        C::StartTalk(_) => t.sat_down,
        C::CallAgain(_) => t.called_again,
        C::TakeBackCall(_) => t.taken_back,
        C::MarkMissed(_) => t.missed,
        C::ReturnMissed(_) => t.returned,
        C::MoveVisit(_) => t.moved,
        C::EndVisit(w) => return of(t.ended, &[("what", code::visit_state(lang, w.outcome))]),
        C::PromiseNext(_) => return of(t.ended, &[("what", lang.texts().ask.promise)]),
        C::StrikePromise(w) => return of(t.ended, &[("what", code::struck(lang, w.why))]),
        C::ReceivePromised(_) => t.number_first,
        // The page that follows says it.
        C::FileOpinion(_) => "",
        C::CountAccusation(w) => {
            let found = rules.and_then(|r| r.reason(&w.reason));
            let place = found.map_or("", |r| history::label(lang, &r.destination));
            let phone = found.and_then(|r| r.phone.as_deref()).unwrap_or_default();
            return of(t.counted, &[("place", place), ("phone", phone)]);
        }
        C::Handle(_) => t.handled,
        C::Chase(_) => t.chased,
        C::RecordAnswer(_) => t.answered,
        C::Tell(w) => match w.reached {
            Reached::Told | Reached::Collected if outcome.struck_off => t.told_struck_off,
            Reached::Told | Reached::Collected if outcome.untold > 0 => {
                return of(t.told_one, &[("n", &outcome.untold.to_string())]);
            }
            Reached::Told | Reached::Collected if w.grade.is_some_and(|grade| !grade.settles()) => t.told_unsettled,
            Reached::Told | Reached::Collected => t.told,
            Reached::NoWay => t.no_way,
            Reached::Through | Reached::Sent => {
                let day = w
                    .ask_on
                    .map_or_else(|| t.when_due.to_owned(), |day| full_day(lang, day));
                let what = code::reached(lang, w.reached);
                return of(t.on_its_way, &[("what", what), ("day", &day)]);
            }
            Reached::NoAnswer | Reached::Wrong => {
                let (tries, is_another) = outcome.tries.unwrap_or((1, true));
                // Of one of several how often the matter was tried says nothing.
                let template = match (w.whom, is_another) {
                    // Calling once more helps nobody: what helps is said at once.
                    (None, _) if w.reached == Reached::Wrong => t.wrong_number,
                    (Some(_), _) if w.reached == Reached::Wrong => t.wrong_number_one,
                    (None, true) => t.not_reached,
                    (None, false) => t.not_another,
                    (Some(_), true) => t.not_reached_one,
                    (Some(_), false) => t.not_another_one,
                };
                return of(template, &[("tries", &tries.to_string())]);
            }
        },
        C::TakeBackTelling(_) => match outcome.tries {
            Some((tries, _)) => return of(t.try_back, &[("tries", &tries.to_string())]),
            None if outcome.untold > 0 => t.telling_back,
            None => t.telling_back_known,
        },
        C::Evaluate(w) if !w.evaluation.grade.settles() => t.unsettled,
        C::Evaluate(_) => t.evaluated,
        C::CloseOpinion(_) => t.struck_off,
        C::CorrectOpinion(_) if outcome.untold > 0 => t.corrected_owed,
        C::CorrectOpinion(_) | C::CorrectCitizen(_) => t.corrected,
        C::VoidOpinion(_) => t.voided,
        C::SplitOpinion(_) => t.split,
        C::MoveOpinion(_) => t.matter_moved,
        C::NoteNumber(_) if outcome.also.is_empty() => t.numbered,
        C::NoteNumber(_) => {
            let (between, and) = if lang.is_zh() { ("；", "、") } else { ("; ", ", ") };
            return of(
                &[t.numbered, between, t.also_numbered].concat(),
                &[("also", &outcome.also.join(and))],
            );
        }
        C::HandOn(_) => t.kept,
        C::EnterVisit(_) => t.visit,
        C::EnterSession(_) => t.session,
        C::AdoptHolidays(w) if w.recount.is_empty() => t.holidays_adopted,
        C::AdoptHolidays(w) => return of(t.rules_adopted, &[("n", &w.recount.len().to_string())]),
        C::AdoptRules(_) => t.new_rules,
        C::AddAccount(w) => return of(t.account, &[("name", &w.name)]),
        C::ChangeAccount(w) => return of(t.account, &[("name", &w.name)]),
        C::SetStandIn(w) => return of(s.set, &[("until", &full_day(lang, w.until))]),
        C::EndStandIn(_) => s.ended,
        C::HandOverAll(_) => s.left,
        C::SetOnePerson(w) if w.on => s.one_person_on,
        C::SetOnePerson(_) => s.one_person_gone,
        C::MarkNoticed(_) => t.noticed,
        C::PostponeSession(w) => {
            let said = of(t.postponed, &[("day", &full_day(lang, w.day))]);
            return said + &rest(lang, rules, w.day);
        }
        C::CancelSession(_) => t.cancelled,
        C::AssignDeputy(_) => t.on_roster,
        C::UnassignDeputy(_) => t.off_roster,
        C::NoteAgreement(_) => t.agreement,
        C::SetPresence(_) => t.staffed,
        C::ChangeVisit(_) => t.visit_changed,
        C::InformHead(_) => t.head_told,
        C::SettleUnwritten(_) => t.settled,
        C::UnsettleUnwritten(_) => t.to_write,
        C::VoidVisit(_) if outcome.promised_again => t.visit_void_promised,
        C::VoidVisit(_) => t.visit_void,
        C::NumberPaper(_) => t.papers,
    };
    of(template, &[])
}
