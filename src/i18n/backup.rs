//! Copies of the file: how they are taken, what became of each, and what is owed.

use super::{Lang, fill};

texts! {
    being_copied: "有人正在备份，等那一份做完就行；这里什么都没动" | "Somebody is making a backup just now; that one will do, and nothing was touched here";
    second_there: "第二份在 {path}，也从那里读回核对过" | "A second one is {path}, read back from there";
    second_no_folder: "第二份欠着：没有 {path} 这个文件夹（U盘没插上、没挂上？）；插好再备份一次就补上了" | "The second one is owed: there is no folder {path} (no stick?); with it in place, back up once more";
    second_same_disk: "第二份欠着：{path} 和数据在同一块盘上，盘坏了一起没；U盘挂好再备份一次" | "The second one is owed: {path} is on the disk of the data and would be lost with it; mount the stick and back up once more";
    second_failed: "第二份欠着：放到 {path} 没有成：{why}" | "The second one is owed: it could not be put into {path}: {why}";
    dropped: "旧的{n}份有新的代替，按规矩删了" | "{n} older ones were deleted by the rules, newer ones stand for them";
    unnoted: "这一份是好的，只是没有记进备份清单：{why}" | "The backup is good, but could not be put on the list of backups: {why}";
    not_yours: "备份由站长、工作人员、管理员来做；请找他们" | "The head, the clerks and the administrator make backups; please ask one of them";
    title_going: "正在备份" | "A backup is being made";
    goes_on: "接着备份" | "go on";
    stop: "停下" | "stop it";
    stop_what: "停下不要紧：没做完的会删掉，不算一份，数据不动" | "Stopping does no harm: what is not finished is deleted and is no backup; the data is not touched";
    begin: "现在备份" | "back up now";
    see_list: "看备份清单" | "see the backups";
    what: "在数据旁边的 backups 里另存一份，打开核对过才算数；您接着办事，不用等" | "A copy goes into backups beside the data and counts once it was opened and checked; you can go on working";
    begun: "开始备份了，接着办事就行；要停下，再用 <station.backup>" | "The backup has begun, go on working; <station.backup> stops it";
    last_old: "上一份好的是{day}做的，{n}天了；那以后登记的还没有备份" | "The last good one is of {day}, {n} days ago; what was filed since is in no backup";
    second_is_owed: "上一份的第二份还欠着：U盘插好、挂好，再备份一次就补上" | "The second copy of the last one is owed: mount the stick and back up once more";
    counts_copying: "抄了 {done} MB，共 {total} MB" | "Copied {done} of {total} MB";
    counts_checking: "正在打开核对" | "Opening and checking it";
    counts_walking: "核对到第{done}条，共{total}条" | "Checked {done} of {total} entries";
    counts_second: "第二份放了 {done} MB，共 {total} MB" | "Second copy: {done} of {total} MB";
    going_copying: "备份中{share}" | "backup {share}";
    going_checking: "备份核对中" | "backup: checking";
    going_walking: "备份核对{share}" | "backup: checked {share}";
    going_second: "备份第二份{share}" | "second copy {share}";
    old: "备份已{n}天" | "backup {n} d old";
    never: "没有备份" | "NO BACKUP";
    by_command: "一问一答里不做备份：请另开一个窗口运行 zhiban backup，或者到值班台的命令里找备份" | "A backup is not made between questions: run zhiban backup in another window, or find it among the commands of the desk";
    quit_stops: "正在备份，退出就停下：没做完的会删掉，不算一份" | "A backup is being made and stops when you leave; what is not finished is deleted and is no backup";
    made: "备份好了，打开核对过：{name}，{size}，到第{n}条" | "Backed up and checked: {name}, {size}, to entry {n}";
    made_owing: "备份好了：{name}，到第{n}条；第二份欠着，看 <station.backup>" | "Backed up: {name}, to entry {n}; a second copy is owed, see <station.backup>";
    stopped: "备份停下了：没做完的删掉了，不算一份；数据没有动" | "The backup was stopped: what was not finished is deleted and is no backup; the data was not touched";
    not_made: "备份没有做成，没有动以前的备份，也没有动数据：{why}" | "The backup was not made; nothing was done to earlier ones nor to the data: {why}";
    owed_old: "登记的还没有备份" | "what was filed is in no backup";
    enter: "回车：现在备份，或者看备份清单" | "Enter: back up now, or see the backups";
    owed_second: "备份的第二份欠着" | "the second copy of the backup is owed";
    last_on: "上一份{day}" | "last {day}";
    failed: "没做成" | "failed";
    elsewhere: "别处" | "elsewhere";
    none: "还没有备份过" | "No backup was ever taken";
    list_at: "什么时候" | "when";
    list_upto: "到第几条" | "to entry";
    list_size: "大小" | "size";
    list_second: "第二份" | "second";
    kb: "{n} KB" | "{n} KB";
    mb: "{n} MB" | "{n} MB";
}

/// How large a copy is, in words.
pub fn size(lang: Lang, bytes: i64) -> String {
    let t = &lang.texts().backup;
    let kb = bytes.max(0).div_euclid(1_000).max(1);
    if kb < 10_000 {
        fill(t.kb, &[("n", &kb.to_string())])
    } else {
        fill(t.mb, &[("n", &(kb / 1_000).to_string())])
    }
}
