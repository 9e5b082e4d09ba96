//! What people call an act besides its name: the commands find it by these words as well.

/// The other words of an act, by its id.
pub fn words(id: &str) -> impl Iterator<Item = &'static str> {
    let found = ALSO.iter().find(|(of, _)| *of == id);
    found
        .map_or("", |(_, words)| *words)
        .split(' ')
        .filter(|word| !word.is_empty())
}

/// The other words of each; in none stands a name that the act has itself.
pub const ALSO: &[(&str, &str)] = &[
    ("queue.number", "发号 排队 拿号 领号 号票 来人了 登记来访 ticket"),
    ("queue.call", "叫人 叫下一个 请下一位 next"),
    ("queue.missed", "没来 叫了不来 跳过"),
    ("queue.finish_next", "下一个 办完叫下一位"),
    ("queue.finish", "办完 结束谈话 送走"),
    ("queue.again", "重叫 再喊"),
    ("queue.take_back", "叫错了 撤回叫号"),
    ("queue.back", "人回来了 又来了 回来"),
    ("queue.move", "转桌 换到别桌 转给"),
    ("queue.promised", "下次优先 优先号 没接到的"),
    ("queue.left", "人走了 不等了 离开"),
    ("table.switch", "几桌 哪桌 换台 桌号 第几桌 table"),
    ("opinion.new", "登记意见 写意见 录入 反映 新意见 立件 投诉"),
    ("draft.back", "没写完 草稿 找回 恢复 误删"),
    ("opinion.hand_marked", "批量交办 一起交 成批"),
    ("opinion.tell", "反馈 打电话 告诉 答复群众 回访 通知本人"),
    ("opinion.no_answer", "打不通 没接电话 无人接听 没联系上"),
    ("duty.sign_in", "到岗 代表到了 打卡"),
    ("duty.substitute", "请假 替班 代班"),
    ("duty.staff_only", "没有代表 代表没来"),
    ("session.plan", "排班 新接待 约接待 公告"),
    ("session.open", "开门 开张 上班"),
    ("session.close", "收尾 收摊 下班 关门 散会"),
    ("deputy.add", "新代表 加代表"),
    ("unit.add", "加单位 新单位 添村 加村"),
    ("deputy.import", "导入代表 代表表格 表格"),
    ("unit.import", "单位表格 表格"),
    ("station.holidays", "节假日 放假 调休 日历 工作日"),
    ("station.edit", "站点 电话 地址 站长电话 名称"),
    ("screen.today", "首页 主页 回首页"),
    ("screen.opinions", "台账 单子 件 所有意见"),
    ("screen.deputies", "代表名单 议事员 顾问 名册"),
    ("screen.sessions", "值班表 接待安排 日程"),
    ("screen.units", "部门 承办 村 电话本"),
    ("screen.figures", "统计 报表 汇总 数据"),
    ("screen.owed", "没写完 超期 催办 到期 欠着 该办 草稿 待反馈"),
    ("screen.accounts", "用户 登录 权限 人员"),
    ("app.help", "怎么用 说明 按键 快捷键"),
    ("app.find", "搜索 搜 找人 查号 search"),
    ("app.redraw", "花屏 刷新 乱码"),
    ("app.mask", "隐私 挡住 藏 盖住 隐藏 hide privacy"),
    ("app.selftest", "乱码 字体 编码 显示不对"),
    ("app.quit", "关闭 关掉 离开 下线 exit bye"),
    ("visit.late", "补登来访 纸上的 停电"),
    ("session.late", "补登接待 以前的接待"),
    ("chase", "催 催单位 追问"),
    ("answer", "单位回复 答复了 回函"),
    ("close", "结案 办结 了结"),
    ("evaluate", "满意 不满意 评分"),
    ("correct", "改错 修改 写错了"),
    ("person", "改名字 改电话"),
    ("split", "分开 拆开"),
    ("void", "删除 删掉 误登"),
    ("handle", "交办 转办 定去处 派单"),
    ("number", "12345 信访件号 编号"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_act_stands_twice_and_none_without_words() {
        for (at, (id, words)) in ALSO.iter().enumerate() {
            assert!(
                !words.trim().is_empty() && ALSO.iter().skip(at + 1).all(|(other, _)| other != id),
                "{id}"
            );
        }
    }
}
