//! Bringing in a table: what is asked, what would happen, what came of it.

texts! {
    would: "会新增{add}，更新{update}，不变{same}，拿不准{unsure}，略过{skipped}" | "Would add {add}, update {update}, leave {same}, unsure {unsure}, skipped {skipped}";
    did: "新增{add}，更新{update}，不变{same}，拿不准{unsure}，略过{skipped}" | "Added {add}, updated {update}, left {same}, unsure {unsure}, skipped {skipped}";
    place: "{sheet} 第{row}行 {column}" | "{sheet} row {row} {column}";
    unsure: "有几个同名的，分不清是哪一个，没有动" | "several of this name, not clear which; left alone";
    file: "没有导入：{what}" | "Nothing was imported: {what}";

    choose: "导入哪个文件" | "Which file";
    other_path: "写路径" | "Type a path";
    no_tables: "这个文件夹、数据文件夹和主目录里没有 xlsx、xls、csv 表格" | "No xlsx, xls or csv in this folder, the data folder and the home folder";
    path: "路径" | "Path";
    path_help: "例如 /home/lin/代表名册.xlsx；~ 是主目录" | "Such as /home/lin/roster.xlsx; ~ is the home folder";
    size: "{n} KB" | "{n} KB";
    looking: "正在找表格" | "Looking for tables";
    reading: "正在读 {file}" | "Reading {file}";
    preview: "{title}：先看看" | "{title}: preview";
    go: "导入" | "Import";
    back: "返回" | "Back";
    stop: "停下" | "Stop";
    another: "换一个文件" | "Another file";
    close: "好" | "Done";
    one_at_a_time: "上一份还在导入" | "Another import is still going on";
    nothing_to_do: "没有要新增或更新的" | "Nothing to add or update";
    writing: "正在导入 {done}/{all}" | "Importing {done}/{all}";
    stopping: "写完这一批就停，已导入 {done}/{all}" | "Stopping after this batch, {done}/{all} imported";
    result: "{title}：结果" | "{title}: result";
    finished: "新增{add}，更新{update}，都已存好" | "Added {add}, updated {update}, all saved";
    stopped: "停下了：新增{add}，更新{update}，已存好；还有{left}行没有写，再导一遍会接着来" | "Stopped: added {add}, updated {update}, saved; {left} rows not written, importing again goes on";
    refused: "没有写：{why}" | "not written: {why}";
    file_is: "文件" | "File";
    counts: "合计" | "In all";
    is_new: "新增" | "New";
    is_changed: "更新" | "Updated";
    is_same: "不变" | "The same";
    is_unsure: "拿不准" | "Unsure";
    is_problem: "有问题" | "Problems";
    clean: "没有发现问题" | "No problems";
}
