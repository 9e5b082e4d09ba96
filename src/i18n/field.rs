//! Names of the fields in lists; the name of a text is the key in JSON and CSV.

texts! {
    number: "编号" | "number";
    day: "日期" | "day";
    state: "状态" | "state";
    words: "反映内容" | "words";
    summary: "摘要" | "summary";
    category: "类别" | "category";
    place: "地点" | "place";
    urgency: "紧急" | "urgency";
    scope: "范围" | "scope";
    affected: "影响人数" | "affected";
    channel: "来源" | "channel";
    confidential: "保密" | "confidential";
    person: "反映人" | "person";
    phone: "电话" | "phone";
    village: "村" | "village";
    anonymous: "匿名" | "anonymous";
    deputies: "代表" | "deputies";
    ticket: "号" | "ticket";
    unit: "承办单位" | "unit";
    round: "第几次办理" | "round";
    handed_at: "交办" | "handed over";
    due: "期限" | "due";
    promised_for: "答应" | "promised for";
    answer: "答复" | "answer";
    answered_at: "答复时间" | "answered";
    class: "结果" | "class";
    class_date: "计划日期" | "planned for";
    on_spot: "当场" | "on the spot";
    guidance: "指引" | "guidance";
    told: "已告知" | "told";
    failed_tellings: "没联系上" | "failed tellings";
    held: "等本人来问" | "held";
    grade: "评价" | "evaluation";
    parties: "要告知的人" | "parties";
    split_from: "拆自" | "split from";
    paper_no: "纸号" | "paper number";
    void_reason: "作废原因" | "void because";
    filed_at: "登记时间" | "filed";
    closed_at: "销号时间" | "closed";
    rev: "改过几次" | "rev";
    history: "办理经过" | "history";
    label: "来访人" | "visitor";
    first_words: "先说的" | "first words";
    heads: "人数" | "heads";
    table: "桌" | "table";
    arrived_at: "到" | "came";
    called_at: "叫号" | "called";
    talk_at: "坐下" | "talking since";
    over_at: "结束" | "over";
    calls: "叫过几遍" | "calls";
    missed: "过号" | "missed";
    priority: "优先" | "priority";
    priority_reason: "优先原因" | "priority reason";
    asked: "想见" | "asked for";
    after_close: "散会后来" | "after closing";
    consult_only: "只咨询" | "consultation";
    unwritten: "没写完" | "unwritten";
    opinions: "意见件数" | "opinions";
    outcome_reason: "没接待的原因" | "reason";
    head_informed: "已告站长" | "head informed";
    doubtful: "时间存疑" | "doubtful";
    note: "说明" | "note";
    by: "谁" | "by";
    session: "接待" | "session";
    ordinal: "今年第几次" | "no. of the year";
    kind: "类型" | "kind";
    starts: "开始" | "starts";
    ends: "结束时间" | "ends";
    tables: "桌数" | "tables";
    theme: "主题" | "theme";
    presence: "谁在接待" | "presence";
    opened_at: "开门" | "opened";
    received: "接待批次" | "received";
    name: "姓名" | "name";
    levels: "层级" | "levels";
    sex: "性别" | "sex";
    nation: "民族" | "nationality";
    born: "出生" | "born";
    party: "党派" | "party";
    post: "单位职务" | "post";
    constituency: "选区" | "constituency";
    team: "小组" | "group";
    speciality: "专业小组" | "speciality";
    active: "在用" | "active";
    short: "简称" | "short name";
    contact: "联系人" | "contact";
    via: "经由" | "via";
    login: "登录名" | "login";
    role: "角色" | "role";
}

/// The name of a key in a language; the key itself when it has none.
pub fn label(lang: super::Lang, key: &'static str) -> &'static str {
    let found = Texts::ALL.iter().find(|(name, ..)| *name == key);
    found.map_or(key, |(_, zh, en)| if lang.is_zh() { zh } else { en })
}
