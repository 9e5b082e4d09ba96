//! What a list says while there is nothing in it: what is missing, and what to do next.

texts! {
    no_deputies: "还没有代表：回车添一位；整张名册用 <deputy.import> 导入" | "No deputies yet: Enter adds one; a whole roster comes in by <deputy.import>";
    no_units: "还没有承办单位和村：回车添一个；整张表用 <unit.import> 导入" | "No units or villages yet: Enter adds one; a whole table comes in by <unit.import>";
    no_sessions: "还没有安排过接待：回车安排一次" | "No reception was planned yet: Enter plans one";
    no_opinions: "还没有登记过意见：按 <opinion.new> 记第一件" | "No opinion was filed yet: <opinion.new> writes down the first";
    none_owed: "没有待办，该办的都办了；来信来电按 <opinion.new> 照样记" | "Nothing to follow up; a letter or a call is written down by <opinion.new>";
    no_backups: "还没有备份过：用 <station.backup> 备份第一次" | "No backup was ever taken: <station.backup> takes the first";
    none_looked: "还没有人看过整个电话；回话、更正、约下次或露出电话时，看的人和几点记在这里" | "Nobody was shown a number yet; who is, on telling, correcting, calling or asking, is noted here with the time";
    no_accounts: "还没有账号：由管理员在命令行用 zhiban accounts 添加" | "No accounts yet: an administrator adds them on the command line with zhiban accounts";
    none_by_name: "没有找到：名字、拼音、首字母都能找，删几个字再试；名单里真没有的，回车添上" | "Nothing found by name, pinyin or initials: take some letters away; Enter adds whoever is missing";
    no_such_opinion: "没有找到：编号、姓名、电话、说过的话都能找，删几个字再试；新的意见按 <opinion.new> 记" | "Nothing found by number, name, phone or words: take some letters away; <opinion.new> writes down a new one";
    none_owed_sought: "待办里没有找到：办完的不在这里，到意见里找" | "Nothing of it is owed: what is done with is found among the opinions";
    none_looked_sought: "没有找到：姓名、编号、日子都能找，删几个字再试" | "Nothing found by name, number or day: take some letters away";
    none_of_kind: "这一类没有；按 <list.filter> 换一类看" | "None of this kind; <list.filter> shows another";
    none_found: "没有找到，删几个字再试" | "Nothing found: take some letters away";
    none_yet: "还没有" | "None yet";
}
