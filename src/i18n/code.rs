//! The words for the closed lists of the desk: every value in both languages.

use super::Lang;
use crate::domain::code::{
    Agreement, AttendanceState, Channel, Consent, Found, Grade, Level, OpinionState, Presence, Priority, Reach,
    Reached, Role, Scope, SecondCopy, Section, SessionKind, SessionState, Sex, Shown, StationKind, Struck, UnitKind,
    Urgency, VisitState, Way,
};
use crate::domain::permit::{Care, Reach as HowFar, Reading};
use crate::domain::refusal::{Missing, Subject};
use crate::domain::view::{Called, Owing};

macro_rules! words {
    ($($(#[$doc:meta])+ $name:ident($kind:ident) { $($variant:ident: $zh:literal | $en:literal),+ $(,)? })+) => {$(
        $(#[$doc])+
        pub const fn $name(lang: Lang, value: $kind) -> &'static str {
            let (zh, en) = match value { $($kind::$variant => ($zh, $en)),+ };
            if lang.is_zh() { zh } else { en }
        }
    )+};
}

words! {
    /// 角色.
    role(Role) { Head: "站长" | "head", DeputyHead: "副站长" | "deputy head", Clerk: "工作人员" | "clerk", Deputy: "代表" | "deputy", Viewer: "只看" | "viewer",
        Administrator: "管理员" | "administrator" }
    /// 看什么.
    reading(Reading) { Records: "来访和意见" | "people and matters", Confidential: "要求保密的意见" | "confidential matters",
        WholePhone: "来访人的完整电话" | "whole numbers of people", Listed: "名单里代表、单位的电话" | "numbers of deputies and units",
        Traces: "谁看过谁的电话" | "who was shown whose number" }
    /// 对数据文件做什么.
    care(Care) { Details: "检查时看是哪一件" | "matters named by a check", Copy: "备份" | "backup", Restore: "换回备份" | "restore",
        GoOn: "接着用缺了尾巴的文件" | "going on without a lost end", Settle: "说定一份拷贝怎么用" | "settling a copy" }
    /// 权限到哪里为止. Own is one's own table, line of the roster and matters: those one looks after or received.
    how_far(HowFar) { All: "可以" | "yes", Own: "自己的" | "own", Nothing: "" | "" }
    /// 同意不同意.
    consent(Consent) { Given: "同意" | "agreed", Refused: "不同意" | "refused" }
    /// 性别.
    sex(Sex) { Male: "男" | "male", Female: "女" | "female" }
    /// 站的种类.
    station_kind(StationKind) { Station: "联络站" | "liaison station", Home: "代表之家" | "deputies' home",
        Point: "联络点" | "contact point", Studio: "代表工作室" | "deputy's studio", Mobile: "流动站" | "mobile station" }
    /// 代表的级别, in full.
    level(Level) { National: "全国" | "national", Province: "省" | "province", City: "市" | "city", County: "县" | "county",
        Town: "镇" | "town", Councillor: "议事员" | "councillor", Adviser: "顾问" | "adviser" }
    /// 单位的种类.
    unit_kind(UnitKind) { TownOffice: "镇办" | "town office", Village: "村" | "village", County: "县局" | "county bureau",
        Upper: "上级" | "higher level", Enterprise: "企业" | "enterprise", Other: "其他" | "other" }
    /// 规矩的各部分.
    section(Section) { Queue: "等候" | "queue", Limits: "期限" | "limits", Reason: "办事指引" | "reasons",
        Category: "类别" | "categories", Class: "办理结果" | "results", Calendar: "节假日" | "calendar",
        Uphold: "不满意仍销号的理由" | "reasons to strike off all the same", Reveal: "看电话的理由" | "reasons to see a number", Template: "文书" | "templates", Rhythm: "接待日" | "rhythms" }
    /// 号码为什么露出来.
    shown(Shown) { Telling: "回话时" | "on telling", Correcting: "更正时" | "on correcting", Calling: "约下次时" | "on calling", Asked: "露出电话" | "on asking" }
    /// 接待的状态.
    session_state(SessionState) { Planned: "已安排" | "planned", Noticed: "已公告" | "announced", Open: "接待中" | "open",
        Closing: "收尾中" | "closing", Closed: "已结束" | "closed",
        Postponed: "改期" | "postponed", Cancelled: "取消" | "cancelled" }
    /// 接待的种类.
    session_kind(SessionKind) { Regular: "例行" | "regular", Appointment: "预约" | "by appointment", Mobile: "下村" | "mobile",
        Joint: "联合" | "joint", Interview: "走访" | "visiting", Forum: "座谈" | "forum" }
    /// 由谁接待.
    presence(Presence) { Deputies: "代表接待" | "deputies", OnTheWay: "代表在路上" | "on their way",
        StaffOnly: "工作人员代接" | "staff only" }
    /// 代表答应了没有.
    agreement(Agreement) { Unasked: "没通知" | "not asked", Noticed: "已通知" | "asked", Yes: "答应" | "agreed",
        No: "来不了" | "cannot come" }
    /// 代表到了没有.
    attendance(AttendanceState) { Expected: "没到" | "expected", In: "到" | "in", Late: "迟到" | "late",
        Leave: "请假" | "on leave", Out: "走了" | "gone" }
    /// 来访的状态.
    visit_state(VisitState) { Waiting: "等候" | "waiting", Called: "已叫" | "called", Talking: "在谈" | "talking",
        Missed: "过号" | "no-show", Done: "谈完" | "done", Left: "走了" | "left", NextTime: "下次优先" | "next time first",
        ByPhone: "电话记" | "by phone", Guided: "指引" | "guided", Void: "作废" | "void" }
    /// 为什么不再优先.
    struck(Struck) { Came: "已经另外来过" | "came otherwise", Declined: "不来了" | "wants it no more",
        Unreachable: "联系不上" | "cannot be reached" }
    /// 优先.
    priority(Priority) { Normal: "普通" | "normal", First: "优先" | "first" }
    /// 怎么来的.
    channel(Channel) { Visit: "来访" | "visit", Phone: "来电" | "phone", Letter: "来信" | "letter",
        ViaDeputy: "代表转来" | "via a deputy", Outreach: "走访" | "outreach", Online: "网上" | "online" }
    /// 怎么找到人.
    reach(Reach) { Phone: "打电话" | "phone", Message: "发消息" | "message", Home: "上门" | "at home",
        Comes: "自己来问" | "comes again" }
    /// 急不急.
    urgency(Urgency) { Normal: "正常" | "normal", Urgent: "紧急" | "urgent", Critical: "特急" | "critical" }
    /// 涉及多少人.
    scope(Scope) { One: "个人" | "one", Some: "部分" | "some", Many: "多数" | "many" }
    /// 意见的状态.
    opinion_state(OpinionState) { Filed: "待处理" | "filed", HandedOver: "办理中" | "handed over", Answered: "待反馈" | "answered",
        Told: "已反馈" | "told", Guided: "已指引" | "guided", Reference: "参考" | "reference", Closed: "已销号" | "closed",
        Void: "作废" | "void" }
    /// The same after its number: what it is.
    opinion_is(OpinionState) { Filed: "是待处理" | "filed", HandedOver: "正在办理" | "handed over", Answered: "是待反馈" | "answered",
        Told: "已反馈" | "told", Guided: "已指引" | "guided", Reference: "是参考" | "kept for reference", Closed: "已销号" | "closed",
        Void: "已作废" | "void" }
    /// Why nobody is told of it as it is, and what comes next.
    untold(OpinionState) { Filed: "{number} 还没有定去处，先定去处" | "{number} has not gone anywhere yet: decide where it goes first",
        HandedOver: "{number} 单位还没有答复，先催办或记答复" | "{number} has no answer yet: ask the unit, or record its answer",
        Answered: "{number} 本人不留名，等他凭取件码来问" | "{number} is held until the person asks with the code",
        Told: "{number} 已经告诉反映人了，下一步记评价、销号；不满意的再次交办" | "{number} was told already: record the verdict, strike it off, or hand it over once more if they are dissatisfied",
        Guided: "{number} 已经指引，本人知道了" | "{number} was guided elsewhere, and the person knows",
        Reference: "{number} 留作参考，不用回话" | "{number} is kept for reference: nobody is told",
        Closed: "{number} 已经销号，不用再回话" | "{number} is struck off: nobody is told any more",
        Void: "{number} 已经作废" | "{number} is void" }
    /// 用什么方式.
    way(Way) { Phone: "电话" | "phone", InPerson: "当面" | "in person", Paper: "纸质" | "paper", Message: "微信" | "message",
        Meeting: "会上" | "meeting" }
    /// 找到人没有.
    reached(Reached) { Told: "告诉了" | "told", NoAnswer: "没人接" | "no answer", Wrong: "号码不对" | "wrong number",
        Collected: "来取了" | "collected", NoWay: "没有别的办法联系" | "no way to reach them",
        Through: "托人转告了" | "word through somebody", Sent: "寄信了" | "a letter sent" }
    /// 满意不满意.
    grade(Grade) { Satisfied: "满意" | "satisfied", Basically: "基本满意" | "mostly satisfied",
        Dissatisfied: "不满意" | "dissatisfied", Declined: "不愿评价" | "no comment" }
    /// 为什么在待办里.
    owing(Owing) { TellHead: "待告站长" | "tell the head", Promised: "下次优先" | "promised", ToTell: "待反馈" | "to tell", AskToday: "今天再问" | "ask today", Overdue: "超期" | "overdue",
        DueSoon: "将到期" | "due soon", Dissatisfied: "不满意" | "dissatisfied", Unwritten: "没写完" | "unwritten",
        Unhandled: "待处理" | "undecided", ToClose: "待销号" | "to close", BackUp: "该备份" | "back up", InHand: "办理中" | "in hand" }
    /// The same where there is little room.
    owing_short(Owing) { TellHead: "站长" | "head", Promised: "优先" | "first", ToTell: "反馈" | "tell", AskToday: "再问" | "ask",
        Overdue: "超期" | "late", DueSoon: "临期" | "soon", Dissatisfied: "不满" | "unhappy", Unwritten: "没写" | "write",
        Unhandled: "待定" | "decide", ToClose: "待销" | "to close", BackUp: "备份" | "backup", InHand: "办理" | "in hand" }
    /// 一份备份现在怎样, and of its second copy.
    found(Found) { There: "好" | "good", NotKept: "已不留" | "not kept", Away: "没接上" | "absent", Missing: "不见了" | "missing",
        WrongSize: "大小不对" | "bad size", Changed: "内容变了" | "changed", Unread: "读不出" | "unread" }
    /// 第二份备份.
    second_copy(SecondCopy) { Unasked: "" | "", There: "有" | "there", Owed: "欠着" | "owed" }
    /// 一种记录.
    subject(Subject) { Station: "联络站" | "station", Account: "账号" | "account", Deputy: "代表" | "deputy",
        Unit: "单位" | "unit", Session: "接待" | "reception", Visit: "来访" | "visit",
        Promise: "约定" | "promise", Citizen: "反映人" | "person",
        Opinion: "意见" | "opinion" }
    /// 缺什么.
    missing(Missing) { Name: "姓名" | "a name", Reason: "理由" | "a reason", Words: "反映内容" | "the person's words",
        Category: "类别" | "a category",
        Class: "办理结果" | "a result", ClassDate: "计划日期" | "the planned date", Complaint: "原话（没说什么，就写「没说什么」）" | "what the person said, if only that they said nothing", Answer: "答复" | "the answer",
        Destination: "去哪里" | "where to go", Code: "站的编号" | "the station's code", Number: "编号" | "the number",
        Tried: "试过哪些办法" | "what was tried", Change: "改动" | "a change", Whom: "哪一位" | "which of them", Relay: "托了谁" | "who was asked to tell them",
          Consent: "本人同意解保密（谁说的、怎么说的）" | "the person's consent to open it: who gave it, and how" }
}

/// What every kind of what is owed is called, in order.
pub fn owings(lang: Lang) -> Called {
    Owing::ALL.iter().map(|kind| owing(lang, *kind)).collect()
}

/// 代表的级别, as one column of a list: 全 省 市 县 镇.
pub const fn level_short(lang: Lang, value: Level) -> &'static str {
    match (lang, value) {
        (Lang::Zh, Level::National) => "全",
        (Lang::Zh, Level::Councillor) => "议",
        (Lang::Zh, Level::Adviser) => "顾",
        _ => level(lang, value),
    }
}

/// The levels of a deputy, short: one Chinese character each, or words.
pub fn levels_short(lang: Lang, levels: &[Level]) -> String {
    let words: Vec<&str> = levels.iter().map(|level| level_short(lang, *level)).collect();
    words.join(if lang.is_zh() { "" } else { " " })
}

/// Who gave a matter a number beside its own, by the code of the system.
pub fn system(lang: Lang, code: &str) -> &str {
    let (zh, en) = match code {
        "12345" => ("12345热线", "12345 line"),
        "petition" => ("信访系统", "petition system"),
        "county" => ("县里的平台", "county platform"),
        "other" => ("别的单位", "another office"),
        "old" => ("旧登记本", "an older book"),
        other => (other, other),
    };
    if lang.is_zh() { zh } else { en }
}
