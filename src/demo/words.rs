//! What the made-up town is called and what its people say. Nobody here exists; phone numbers have `0000` in the middle.

use crate::domain::code::{Level, UnitKind};

/// Name of the station.
pub const STATION: &str = "柳河镇联络站";
/// Place of most receptions.
pub const PLACE: &str = "柳河镇人大代表之家一楼接待室";
/// Opening hours in words.
pub const HOURS: &str = "周一至周五 8:30-12:00、14:30-17:30；每月两次代表接待日";

/// Family names, common ones several times.
pub const FAMILY: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪",
    "田", "任", "姜", "王", "李", "张", "刘", "陈", "杨", "欧阳", "上官",
];
/// Characters of given names.
pub const GIVEN: &[&str] = &[
    "秀英", "桂兰", "建军", "志强", "德旺", "国芳", "玉梅", "春花", "大海", "明", "丽", "军", "敏", "静", "伟", "芳",
    "娟", "勇", "艳", "杰", "涛", "超", "霞", "平", "刚", "桂英", "文华", "永福", "长贵", "满仓", "有田", "翠莲",
    "淑珍", "凤琴", "建国", "国庆", "援朝", "卫东", "红梅", "小燕", "家栋", "子轩", "欣怡", "思雨", "浩然", "雨桐",
    "守义", "传宝", "金枝", "玉兰", "银花", "水生", "火旺", "土根", "木林", "学文", "学武", "光明", "光荣", "爱民",
    "为民", "新民", "庆丰", "庆华",
];
/// What a queue calls somebody whose name was not asked.
pub const MARKS: &[&str] = &[
    "蓝布衫大姐",
    "戴草帽的大爷",
    "抱孩子的",
    "拄拐杖的老人",
    "穿工作服的",
    "两口子",
    "骑三轮来的",
    "背药箱的",
];

/// Villages and communities.
pub const VILLAGES: &[&str] = &[
    "石桥村",
    "上柳村",
    "下柳村",
    "荷花社区",
    "老街社区",
    "大坪村",
    "双井村",
    "青山村",
    "泉口村",
    "东岗村",
    "西岗村",
    "塘湾村",
    "黄泥坡村",
    "枫树垭村",
    "龙王庙村",
    "新集社区",
];
/// Spots inside a village.
pub const SPOTS: &[&str] = &[
    "村口",
    "三组",
    "五组",
    "小学门口",
    "卫生室旁",
    "老井边",
    "水库下面",
    "文化广场",
    "桥头",
    "后山",
    "村委会对面",
    "菜市场",
    "二组岔路",
    "沿河路",
];

/// A unit: name, short name, kind, contact, scope, category codes it is asked for.
pub type UnitRow = (
    &'static str,
    &'static str,
    UnitKind,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// Units of the town and the county.
pub const UNITS: &[UnitRow] = &[
    (
        "镇党政综合办公室",
        "党政办",
        UnitKind::TownOffice,
        "蔡主任",
        "综合协调、来信",
        &["misc"],
    ),
    (
        "镇村镇建设办公室",
        "村建办",
        UnitKind::TownOffice,
        "顾主任",
        "农村建房、宅基地、村庄道路",
        &["road", "housing_land", "demolition"],
    ),
    (
        "镇社会事务办公室",
        "社事办",
        UnitKind::TownOffice,
        "段主任",
        "低保、救助、养老",
        &["relief", "elderly", "insurance"],
    ),
    (
        "镇农业农村办公室",
        "农办",
        UnitKind::TownOffice,
        "石主任",
        "土地、水利、农资",
        &["land", "water"],
    ),
    (
        "镇经济发展办公室",
        "经发办",
        UnitKind::TownOffice,
        "钱主任",
        "产业、市场、企业用工",
        &["work", "market", "business"],
    ),
    (
        "镇综合行政执法队",
        "执法队",
        UnitKind::TownOffice,
        "庞队长",
        "环境卫生、占道、违建",
        &["rubbish", "pollution"],
    ),
    (
        "镇平安法治办公室",
        "平安办",
        UnitKind::TownOffice,
        "雷主任",
        "安全生产、调解",
        &["safety", "dispute"],
    ),
    (
        "镇文化服务中心",
        "文化中心",
        UnitKind::TownOffice,
        "柳主任",
        "文化广场、健身器材",
        &["culture", "amenity"],
    ),
    (
        "镇中心学校",
        "中心校",
        UnitKind::TownOffice,
        "孔校长",
        "学校、幼儿园、校车",
        &["school"],
    ),
    (
        "镇卫生院",
        "卫生院",
        UnitKind::TownOffice,
        "华院长",
        "看病、卫生室",
        &["clinic"],
    ),
    (
        "镇自来水厂",
        "水厂",
        UnitKind::Enterprise,
        "江厂长",
        "饮水、管网",
        &["drink"],
    ),
    (
        "柳河供电所",
        "供电所",
        UnitKind::Enterprise,
        "熊所长",
        "供电、路灯线路",
        &["power", "lamp"],
    ),
    (
        "柳河电信营业部",
        "电信",
        UnitKind::Enterprise,
        "易经理",
        "宽带、电话、信号",
        &["telecom"],
    ),
    (
        "县燃气公司柳河服务点",
        "燃气点",
        UnitKind::Enterprise,
        "焦站长",
        "燃气入户、安全检查",
        &["gas"],
    ),
    (
        "县交通运输局",
        "县交通局",
        UnitKind::County,
        "路科长",
        "县道、公交",
        &["road"],
    ),
    (
        "县住房和城乡建设局",
        "县住建局",
        UnitKind::County,
        "房科长",
        "排水、物业",
        &["drain", "estate"],
    ),
    (
        "县水利和湖泊局",
        "县水利局",
        UnitKind::County,
        "洪科长",
        "河道、水库",
        &["water"],
    ),
    (
        "县人力资源和社会保障局",
        "县人社局",
        UnitKind::County,
        "仲科长",
        "社保、就业",
        &["work", "insurance"],
    ),
];

/// A deputy: name, levels, sex, post, speciality.
pub type DeputyRow = (&'static str, &'static [Level], &'static str, &'static str, &'static str);

/// Everybody who may sit on duty.
pub const DEPUTIES: &[DeputyRow] = &[
    (
        "张建军",
        &[Level::County, Level::Town],
        "男",
        "石桥村党支部书记",
        "道路水利",
    ),
    ("李桂兰", &[Level::Town], "女", "上柳村妇联主席", "民政救助"),
    ("赵明", &[Level::Town], "男", "柳河粮油公司经理", "产业市场"),
    ("何春花", &[Level::Town], "女", "镇卫生院护士长", "医疗卫生"),
    (
        "欧阳志强",
        &[Level::City, Level::County],
        "男",
        "县水利局高级工程师",
        "水利",
    ),
    ("孙国庆", &[Level::County], "男", "柳河中学教师", "教育"),
    (
        "马秀兰",
        &[Level::County, Level::Town],
        "女",
        "清真饭店经营者",
        "商贸民族",
    ),
    ("周满仓", &[Level::Town], "男", "大坪村种粮大户", "农业"),
    ("钱家栋", &[Level::Province], "男", "柳河茶业董事长", "产业"),
    ("罗玉梅", &[Level::Town], "女", "荷花社区网格员", "社区治理"),
    ("田光明", &[Level::Town], "男", "双井村村医", "医疗卫生"),
    ("韩小燕", &[Level::County], "女", "律师", "法律"),
    ("程有田", &[Level::Town], "男", "青山村养殖户", "农业"),
    ("冯翠莲", &[Level::Town], "女", "泉口村民办幼儿园园长", "教育"),
    ("唐卫东", &[Level::Town], "男", "退役军人", "综合"),
    ("丁红梅", &[Level::National, Level::City], "女", "乡村邮递员", "综合"),
    ("蒋守义", &[Level::Town], "男", "东岗村村委会主任", "道路水利"),
    ("叶文华", &[Level::Town], "女", "老街社区书记", "社区治理"),
    ("夏水生", &[Level::Town], "男", "塘湾村渔民", "农业"),
    ("任学文", &[Level::Councillor], "男", "退休教师", "教育"),
    ("汪淑珍", &[Level::Councillor], "女", "老街居民", "社区治理"),
    ("郑为民", &[Level::Adviser], "男", "原县规划局干部", "规划建设"),
];

/// A longer telling, added to some words.
pub const MORE: &[&str] = &[
    "以前也反映过，都说再等等。",
    "这事不光我一家，邻居都这么说。",
    "我不是要告谁，就是希望早点办好。",
    "拍了照片，可以拿来看。",
    "天冷以前能弄好最好。",
    "麻烦代表们去现场看一眼。",
    "有结果了请打我电话，别写信，我不识字。",
];
/// What a unit promises when it is asked.
pub const PROMISES: &[&str] = &[
    "所长说周五派人",
    "已经派人看过，等材料",
    "下周一答复",
    "正在走报批",
    "换了经办人，重新交代了一遍",
    "说本月办完",
];
/// Why somebody is not satisfied.
pub const COMPLAINTS: &[&str] = &["灯还是不亮，来看看再说", "只修了一半", "拖得太久了", "答复和实际不一样"];
/// Reasons of leave.
pub const LEAVES: &[&str] = &["县里开会", "家里老人住院", "外出培训", "农忙走不开"];
/// Reasons to go first.
pub const FIRST: &[&str] = &["八十岁以上", "抱着婴儿", "腿脚不便", "上次没轮到"];
/// Reasons for a correction.
pub const CORRECTIONS: &[&str] = &["当时听错了", "核对录音笔记后更正", "本人打电话来更正"];

/// The first clause of something said: what one writes down of it in a hurry, whole.
pub fn clause(said: &str) -> &str {
    said.split(['，', '。', '；', '！', '？']).next().unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::super::matters::MATTERS;
    use super::clause;

    #[test]
    fn g12_what_is_noted_of_a_telling_ends_where_a_clause_ends() {
        for (_, said, _) in MATTERS {
            let noted = clause(said);
            let after = said.strip_prefix(noted).and_then(|rest| rest.chars().next());
            assert!(after.is_some_and(|c| "，。；！？".contains(c)), "{noted}");
            assert!((3..=40).contains(&noted.chars().count()), "{noted}");
        }
    }
}
