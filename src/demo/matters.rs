//! What people of the made-up town say, and what may be answered.

/// Things people say: category, the words, the answer that may come. `{v}` is the village, `{s}` the spot, `{n}` a number.
pub type MatterRow = (&'static str, &'static str, &'static str);

/// Matters.
pub const MATTERS: &[MatterRow] = &[
    (
        "road",
        "{v}{s}那个弯道看不见对面来车，今年已经摔了{n}起，希望装一面凸面镜。",
        "凸面镜已经装好，弯道两头加了警示牌。",
    ),
    (
        "road",
        "{v}到镇上的路坑坑洼洼，下雨就积水，孩子骑车上学不安全，能不能补一补。",
        "坑槽用沥青填平了，积水的地方加了排水口。",
    ),
    (
        "road",
        "{s}修路挖开以后{n}个月没人管，沙石堆在路边，晚上又没有灯。",
        "沙石清走了，路面也恢复了。",
    ),
    (
        "lamp",
        "{v}{s}的路灯坏了{n}盏，老人晚上不敢出门，报修过一次没有回音。",
        "线路受潮，已经换线，路灯都亮了。",
    ),
    (
        "lamp",
        "新修的沿河路一盏灯也没有，散步的人多，希望装上太阳能路灯。",
        "装了六盏太阳能路灯，桥头也有。",
    ),
    (
        "drain",
        "{v}{s}排水沟淤堵，一下大雨水就倒灌进屋，去年淹了{n}户。",
        "清淤已经做完，沟盖板换了新的。",
    ),
    (
        "drain",
        "老街的下水道夏天臭得很，沿街铺子都受影响，请来看看。",
        "化粪池满溢，已经抽走并疏通管道。",
    ),
    (
        "rubbish",
        "{v}的垃圾桶好几天才拉一次，苍蝇多，有人就在边上烧。",
        "清运改为隔天一次，加了两个箱。",
    ),
    (
        "pollution",
        "{s}养猪场的污水直接排到沟里，井水都有味道了。",
        "责令整改，装了沉淀池，复查合格。",
    ),
    (
        "pollution",
        "石料厂半夜开工，灰尘大，家里不敢开窗，大概{n}户受影响。",
        "夜间停工，白天喷淋降尘。",
    ),
    (
        "estate",
        "小区物业收了费不管事，电梯坏了{n}天，七楼的老人下不来。",
        "约谈物业，电梯修好，公开了维修电话。",
    ),
    (
        "amenity",
        "{v}文化广场的健身器材松了，孩子在上面荡，怕出事。",
        "拆换了两件，其余紧固。",
    ),
    (
        "demolition",
        "征地的时候说好的安置房，拖了{n}年没有交房，过渡费也停了。",
        "过渡费补发到上月，交房时间书面告知。",
    ),
    (
        "housing_land",
        "我家儿子分户要建房，宅基地申请递上去{n}个月，没有下文。",
        "图纸补齐后已经批准，请到窗口取证。",
    ),
    (
        "land",
        "我家承包地和{v}三组的界址说不清，想请人来量一下。",
        "经管站上门丈量，双方签字确认。",
    ),
    (
        "water",
        "{v}{s}的水渠塌了一段，下游{n}亩田浇不上水，误了插秧。",
        "先架泵抽水保苗，塌段已经修复。",
    ),
    (
        "water",
        "水库泄洪不打招呼，我家鱼塘冲了，损失不小。",
        "建立放水前通知名单，损失按规定核实。",
    ),
    (
        "drink",
        "{v}自来水一到傍晚就停，洗菜都要半夜接，{n}户人都这样。",
        "加压泵换新，水压恢复，一周后回访。",
    ),
    (
        "drink",
        "水是黄的，放一会儿有沉淀，能喝不能喝请给个说法。",
        "抽检合格，管道冲洗，结果贴在村口。",
    ),
    (
        "school",
        "校车只到{v}口，还有{n}个娃要走两里路，冬天天黑得早。",
        "线路延长到后山，早发十分钟。",
    ),
    (
        "school",
        "幼儿园收费涨了，没有公示，家长都不清楚涨在哪里。",
        "已经公示，多收的退还。",
    ),
    (
        "clinic",
        "村卫生室常常没人，买降压药要跑镇上，老人不方便。",
        "每周二四六有人值班，常用药备齐。",
    ),
    (
        "clinic",
        "卫生院抽血要排{n}个钟头，窗口只开一个，请多开一个。",
        "早上加开一个窗口，老人优先。",
    ),
    (
        "culture",
        "农家书屋一直锁着，暑假孩子想看书进不去。",
        "假期每天下午开放，钥匙放在村委会。",
    ),
    (
        "relief",
        "我老伴住院花了{n}万多，想问临时救助怎么申请。",
        "材料齐了，救助金已经发到卡上。",
    ),
    (
        "relief",
        "低保停了没有人告诉我，我腿脚不便，家里就我一个人。",
        "复核后恢复，补发停发的月份。",
    ),
    (
        "elderly",
        "{v}有{n}个独居老人，能不能办个吃饭的地方，一顿饭就行。",
        "老年食堂开了，走不动的送餐到户。",
    ),
    (
        "work",
        "在{s}工地干了三个月，老板还欠我{n}千块，找他不接电话。",
        "工资已经结清，签了收据。",
    ),
    (
        "work",
        "茶厂招工只要年轻的，我们五十多岁的妇女想在家门口找点活。",
        "安排了采摘培训，留了电话。",
    ),
    (
        "insurance",
        "医保在外地住院报不了，来回跑了{n}趟，说法都不一样。",
        "补办异地备案，已经报销到卡。",
    ),
    (
        "power",
        "{v}一刮风就停电，今年夏天停了{n}次，冰箱里的东西都坏了。",
        "换了熔断器，清了树障。",
    ),
    ("power", "电线垂得很低，收割机过不去，怕碰着。", "抬高线路，立了新杆。"),
    (
        "telecom",
        "{s}手机没有信号，打急救电话要跑到坡上。",
        "新基站开通了，打电话不用上坡了。",
    ),
    (
        "gas",
        "燃气入户交了钱{n}个月没有通气，说还差一段管。",
        "管道接通，逐户检漏后点火。",
    ),
    (
        "safety",
        "{s}的废井没有盖，草又深，怕孩子掉下去。",
        "当天加盖，插了警示牌。",
    ),
    ("safety", "鞭炮摊子摆在加油站旁边，太危险了。", "已经搬走，列入巡查。"),
    (
        "dispute",
        "邻居盖房把滴水檐伸到我家院子里，说不通，想请人评个理。",
        "调解成功，装了接水槽。",
    ),
    (
        "market",
        "菜市场雨棚漏了{n}处，摊位费照收，卖菜的都淋着。",
        "雨棚修好，当月摊位费减半。",
    ),
    (
        "business",
        "我开个小饭馆，办证要跑三个地方，能不能一次说清楚。",
        "一次告知单已经给到，证当天办。",
    ),
    (
        "misc",
        "{v}的村务公开栏半年没换了，我们想看看集体的账。",
        "账目已经公开，以后每季一换。",
    ),
];

/// What is answered where it was not done, by class of result: it fits whatever was said.
const OTHERWISE: &[(&str, [&str; 2])] = &[
    ("B", ["已经动手在办，办完再打电话告诉您。", "手续正在走，走完就办。"]),
    ("C", ["今年的钱已经排完，列入明年的计划。", "报了项目，批下来就办。"]),
    (
        "D",
        ["查过了，是按规定办的，依据当面讲清了。", "上门讲清了政策和办理的办法。"],
    ),
    (
        "E",
        [
            "眼下没有这笔资金，暂时办不了。",
            "按现有的规定和条件还做不到，已如实说明。",
        ],
    ),
];

/// What is answered to a matter with a class of result: to what was solved, what was done.
pub fn answer(row: usize, class: &str, nth: u32) -> &'static str {
    let otherwise = OTHERWISE.iter().find(|(code, _)| *code == class);
    otherwise.map_or_else(
        || MATTERS.get(row).map_or("", |matter| matter.2),
        |(_, [one, other])| if nth.is_multiple_of(2) { one } else { other },
    )
}

#[cfg(test)]
mod tests {
    use super::{MATTERS, answer};

    #[test]
    fn what_is_answered_fits_the_class_of_its_result() {
        let rules = crate::config::default_rules().unwrap();
        for (row, matter) in MATTERS.iter().enumerate() {
            // What is called solved is done: nothing of it is still to come.
            for word in ["计划", "下月", "正在", "三天内", "准备", "争取"] {
                assert!(!matter.2.contains(word), "{}", matter.2);
            }
            for class in &rules.classes {
                let said = [0, 1].map(|nth| answer(row, &class.code, nth));
                assert!(said.iter().all(|said| (*said == matter.2) == class.solved), "{said:?}");
            }
        }
    }
}
