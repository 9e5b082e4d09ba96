//! What went wrong outside the desk: what happened, what was kept, what to do next.

texts! {
    busy: "别人正在写，这一步没存上；没有丢东西，请再按一次" | "Somebody else is writing; this was not saved and nothing is lost. Press it again";
    in_use: "数据文件正被别的值班台使用，请先让大家退出" | "The file is in use by other desks; let everybody leave first";
    newer: "数据文件是新版程序写的（第{found}版，本程序到第{known}版）；什么都没动，请用新版程序打开" | "The file was written by a newer program (version {found}, this one knows {known}); nothing was touched. Use the newer program";
    older: "数据文件是旧版的，需要先升级；请重新打开值班台" | "The file is of an older version and must be upgraded; open the desk again";
    upgrading: "数据文件是旧版的：先备份，再升级，请稍等" | "The file is of an older version: it is copied and then upgraded, one moment";
    upgraded: "升级好了；升级前的一份在 {path}" | "Upgraded; the file as it was is at {path}";
    not_ours: "{path} 不是值班台的数据文件；什么都没动，请换一个路径" | "{path} is not a file of this program; nothing was touched. Name another path";
    missing: "{path} 不存在；请核对路径，或用 zhiban init 新建" | "{path} is not there; check the path, or make it with zhiban init";
    exists: "{path} 已经存在；什么都没动，请换一个路径" | "{path} is already there; nothing was touched. Name another path";
    network_disk: "数据文件在网络盘（{kind}）上，断线会坏；请放到本机磁盘" | "The file is on a network disk ({kind}), which can ruin it; put it on a local disk";
    symlink: "{path} 是一个链接；请写真正的路径" | "{path} is a link; name the real path";
    replaced: "数据文件被换掉了（多半是刚恢复过备份）；请退出再打开" | "The file was exchanged (probably a restore); leave and open again";
    corrupt: "数据文件有损坏：{what}。请停下来，用 zhiban check --deep 查看，再用最近的备份恢复" | "The file is damaged: {what}. Stop, look with zhiban check --deep, then restore the newest backup";
    disk_full: "磁盘满了，这一步没存上；写的字还在屏幕上，腾出地方再按一次" | "The disk is full; this was not saved, your text is still on the screen. Make room and press again";
    read_only: "没有写入权限，这一步没存上；请找管理员" | "No permission to write; this was not saved. Ask the administrator";
    unknown: "不知道这一步存上没有；写的字还在。请退出再打开，查一下再决定要不要重做" | "It is not known whether this was saved; your text is kept. Leave, open again and look before repeating it";
    io: "读写磁盘出错（{what}），这一步没存上；写的字还在，请再试，还不行就找管理员" | "Reading or writing failed ({what}); this was not saved, your text is kept. Try again, then ask the administrator";
    station_key: "站钥匙不对，打不开加密的内容" | "The station key is wrong; the sealed part cannot be opened";
    cancelled: "已停止，什么都没改" | "Stopped; nothing was changed";
    other: "出错了：{what}。没有丢东西，请再试一次" | "Something failed: {what}. Nothing is lost; try again";
    no_tty: "这里不是终端；用 ssh 时请加 -t，或者用 zhiban help 看不用终端的命令" | "This is not a terminal; with ssh add -t, or see zhiban help for commands that need none";
    terminal: "终端打不开：{what}" | "The terminal cannot be opened: {what}";
    charset_gb: "Set terminal charset to UTF-8（终端编码不是 UTF-8，没收到：{text}）" | "The terminal's charset is not UTF-8, so the last text ({text}) did not arrive; set the terminal charset to UTF-8";
    charset: "Set terminal charset to UTF-8（收到认不出的字节，没有录入）" | "Bytes arrived that are not UTF-8; set the terminal charset to UTF-8";
    backup_done: "备份好了：{path}" | "Backup made: {path}";
    fault: "程序出了错，只好关掉。登记过的都在，打的字在待办的没写完里；请重新打开。报告：{report}，请交给维护人员" | "The program failed and had to close. What was filed is safe and what was typed is among the drafts; open it again. Report for whoever maintains it: {report}";
    fault_command: "程序出了错，这一步不知道做完没有；先用 zhiban list 看一眼，再决定要不要重做。报告：{report}，请交给维护人员" | "The program failed and it is not known whether this was done; look with zhiban list before repeating it. Report for whoever maintains it: {report}";
    writer_fault: "后台出错，已接好；那一步存上没有请查一下。报告 {report}" | "A worker failed and was replaced; see whether that was saved. Report {report}";
    reader_fault: "查询出错，已接好；什么都没丢。报告 {report}" | "A query failed and was replaced; nothing is lost. Report {report}";
    job_fault: "程序出了错，这件事停了；做完的都在，请看一眼再做。报告 {report}" | "The program failed and this stopped; what was done stays. Look before repeating it. Report {report}";
    no_report: "没能写下来" | "could not be written";
    report_head: "值班台出错报告。里面没有姓名、电话和打的字，可以整份交给维护人员。" | "Report of a fault. It holds no names, no phones and nothing that was typed; all of it may be handed on.";
    worker_gone: "后台线程停了；写的字还在屏幕上，请抄下来，退出再打开" | "A worker has stopped; your text is on the screen. Note it down, leave and open again";
}
