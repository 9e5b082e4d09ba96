//! What is wrong with the data file: what is missing, what was kept, the way back.

texts! {
    lost_tail: "{path} 少了一截：记到第{seq}条，文件里只有第{head}条，第{first}到第{seq}条不见了。" | "{path} has lost its end: {seq} entries were filed and it ends at entry {head}; entries {first} to {seq} are gone.";
    lost_all: "{path} 里的记录不见了：记到第{seq}条，文件里一条也没有。" | "{path} has lost its entries: {seq} were filed and it holds none.";
    lost_other: "{path} 和记下的不是同一份：记下的第{seq}条，文件里是另一条（文件到第{head}条）。多半是旧的一份盖了上来。" | "{path} is not what was remembered: entry {seq} in it is another one (it ends at entry {head}). Most likely an older copy was put over it.";
    lost_numbers: "其中有{numbers}，都已经发出去了。" | "Among them are numbers that were given out: {numbers}.";
    lost_no_numbers: "里面有没有发出去的号，看不出来。" | "Whether numbers were given among them cannot be told.";
    opinions: "意见 {scope}年{span}号" | "opinions of {scope}: {span}";
    tickets: "{scope}的号 {span}" | "tickets of {scope}: {span}";
    papers: "{kind}{scope}-{span}" | "papers {kind}{scope}-{span}";
    span: "{first}到{last}" | "{first} to {last}";
    and: "、" | ", ";
    rescue: "备份 {path} 里都有：请大家退出，运行 zhiban restore {path}。" | "The backup {path} has all of it: let everybody leave, then run zhiban restore {path}.";
    rescue_some: "备份 {path} 到第{seq}条，比文件里多：请大家退出，运行 zhiban restore {path}。" | "The backup {path} goes to entry {seq}, which is more than the file has: let everybody leave, then run zhiban restore {path}.";
    no_rescue: "旁边没有找到含这些的备份；别处有的话，请大家退出，用 zhiban restore 换回。" | "No backup with them was found beside it; if there is one elsewhere, let everybody leave and run zhiban restore.";
    stopped: "在这之前不往里写，现有的都没动。" | "Until then nothing is written, and what is there was not touched.";
    how_to_go_on: "确实没有备份、要接着用：zhiban check --go-on，号码会往后跳，不会重号。" | "If there is no backup and the work must go on: zhiban check --go-on; numbers then jump, so none is given twice.";
    ask_go_on: "1 先退出，去找备份    2 没有备份，接着用（号码往后跳，不会重号）" | "1 leave and look for a backup    2 there is no backup, go on (numbers jump, none is given twice)";
    ask_digit: "请打 1 或 2，按回车：" | "1 or 2, then Enter: ";
    went_on: "接着用了：从第{seq}条往下记，编号从此带 {lineage}；少掉的那些记在 {path}" | "Going on after entry {seq}; numbers carry {lineage} from now on. What is missing is noted in {path}";
    nothing_lost: "文件没有少东西，不用接着用；什么都没改" | "The file lacks nothing and there is nothing to go on from; nothing was changed";
    backup_of_lost: "这份备份也只到第{head}条；少掉的那些不在里面，旧的备份请先别删" | "This backup ends at entry {head} too; what is missing is not in it. Keep the older backups";
}
