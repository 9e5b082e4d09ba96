//! Bringing in a table: what is asked, what would happen, and why a row or a file cannot be read.

use super::{Lang, field};

texts! {
    would: "会新增{add}，更新{update}，不变{same}，拿不准{unsure}，略过{skipped}" | "Would add {add}, update {update}, leave {same}, unsure {unsure}, skipped {skipped}";
    did: "新增{add}，更新{update}，不变{same}，拿不准{unsure}，略过{skipped}" | "Added {add}, updated {update}, left {same}, unsure {unsure}, skipped {skipped}";
    rows_read: "表里{n}行：" | "{n} rows in the file: ";
    rows_and: "，" | ", ";
    rows_taken: "记{n}行" | "{n} taken";
    rows_together: "合到上面{n}行" | "{n} together with one above";
    rows_unsure: "拿不准{n}行" | "{n} unsure";
    rows_left_out: "略过{n}行" | "{n} left out";
    rows_no_data: "标题、合计、空行{n}行" | "{n} titles, sums and blank ones";
    rows_sheets: "没有导的表里{n}行" | "{n} in sheets left out";
    columns: "列" | "Columns";
    columns_title: "{title}：哪一列当什么" | "{title}: what each column is";
    columns_see: "看、改哪一列当什么" | "What each column is taken for";
    columns_choose: "不对的列选出来改；下次标题一样的表照这次的来" | "Choose a column that is wrong; the next file with these headings is read the same way";
    columns_done: "好了，看会怎样" | "Done: see what would happen";
    column_is: "{letters} {heading} > {field}" | "{letters} {heading} > {field}";
    samples: "里面是" | "Holds";
    typed: "找" | "Find";
    field_choose: "这一列当什么；按数字，或打拼音找" | "What is this column; a digit, or type to find";
    columns_of: "{sheet}：哪一列当什么" | "{sheet}: what each column is taken for";
    column: "列{letters}「{heading}」= {field}" | "column {letters} '{heading}' = {field}";
    of_no_use: "不用" | "not used";
    serial: "序号" | "serial number";
    name: "姓名或名称" | "name";
    by_person: "（您选的）" | " (chosen)";
    by_guess: "（猜的）" | " (a guess)";
    by_doubt: "（像是别人的）" | " (may be another's)";
    map_line: "{path} 第{line}行：没有 {word} 这一项；可以写 {fields}" | "{path} line {line}: there is no {word}; write one of {fields}";
    map_unread: "{path} 第{line}行看不懂：{text}。照 --dry-run 打出来的写" | "{path} line {line} does not read: {text}. Write it as --dry-run prints it";
    map_no_column: "{path} 第{line}行：这张表里没有这一列：{text}。请核对列和标题" | "{path} line {line}: the table has no such column: {text}. Check the column and its heading";
    map_twice: "{path} 第{line}行和第{before}行说的是同一列；请留一行" | "{path}: lines {line} and {before} speak of one column; keep one of them";
    map_empty: "{path} 里没有哪一列当什么；先用 --dry-run 打出来，改好再给 --map" | "{path} says nothing of columns; have --dry-run print them, change them and give the file to --map";
    map_unfit: "{path} 里写的列，这张表里没有；请核对标题" | "the columns in {path} are not in this table; check the headings";
    not_written: "还有{n}行没有写，再导一遍会接着来" | "{n} rows were not written; importing again goes on with them";
    row: "第{row}行" | "row {row}";
    some: "几" | "some";
    between: "、" | ", ";
    and_more: "等" | " and so on";
    many: "{place}: {why}，共{n}处：{first}" | "{place}: {why}; {n} places: {first}";
    place: "{sheet} 第{row}行 {column}" | "{sheet} row {row} {column}";
    unsure: "有几个同名的，分不清是哪一个，没有动" | "several of this name, not clear which; left alone";
    unsure_one: "已经有一个同名的或者像的，有的地方对不上，分不清是不是同一个，没有动；是同一个就到名单里改，不是就另外添" | "one of this name or like it is there, and something differs; left alone: change it in the list if it is the same, add another if it is not";
    changes: "{place} 更新 {name}: {what}" | "{place} updates {name}: {what}";
    file: "没有导入：{what}" | "Nothing was imported: {what}";

    choose: "导入哪个文件" | "Which file";
    other_path: "写路径" | "Type a path";
    no_tables: "没有找到 xlsx、xls、csv 表格" | "No xlsx, xls or csv was found";
    looked_in: "找过" | "Looked in";
    how_it_gets_here: "表格在自己电脑上，就用 WinSCP 或 Xshell 的文件传输拷到 {folder}，回来再选；WPS 的表先另存为 xlsx" | "A table on another computer: copy it to {folder} with WinSCP or the file transfer of the terminal, then choose it here";
    path: "路径" | "Path";
    path_help: "服务器上的路径，例如 /home/lin/代表名册.xlsx；~ 是主目录" | "Such as /home/lin/roster.xlsx; ~ is the home folder";
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
    is_problem: "有问题" | "Problems";
    clean: "没有发现问题" | "No problems";

    no_name: "没有姓名或名称，这一行略过" | "no name; the row is left out";
    not_a_name: "这不像姓名或名称，这一行略过" | "this is not a name; the row is left out";
    phone: "电话不对：{why}，先空着" | "wrong telephone number: {why}; left empty";
    several_phones: "不止一个号码，只记了一个" | "more than one number; one of them is taken";
    passed_over: "这一项有几列，都写了，这一列的没有记" | "several columns hold this, and another is taken; this one is not";
    namesake: "和{there}同名，同年生，月份不同：当两个人记了，看看是不是写错" | "of one name with {there}, born in another month of the year: taken as two people; check that it is no slip";
    other_phone: "和{there}同名，电话不同：当两个人记了，看看是不是同一个" | "of one name with {there} and another number: taken as two people; check whether it is one";
    namesake_there: "名册上已经有同名的，看着是两个人，另外添了；是同一个，就不导这一行，到名册上改那一位" | "somebody of that name is there already and seems another person; added: if it is one, leave this row out and change who is there";
    apart: "和{there}同名同电话，性别、民族或出生年份不同：当两个人记了" | "of one name and number with {there}, of another sex, nation or year: taken as two people";
    other_unit_kind: "和{there}同名，类别不同，分不清是不是同一个，没有记" | "of one name with {there} and of another kind; not clear whether it is the same, left alone";
    one_village: "和{there}像是同一个村，分不清，没有记；不是同一个就另外添" | "it looks like the village of {there}; left alone, add it if it is another";
    one_short: "简称和{there}的一样，两个都记了，叫起来会分不清" | "its short form is that of {there}; both are taken and will sound alike";
    sheet_on_its_side: "{sheet} 的标题是竖着写的（姓名、电话一行一个），没有导；请转成一行一个人再导" | "the headings of {sheet} stand below each other; not imported: turn it so that each row is one";
    phone_not_theirs: "写着是别人的或打不通的号码，没有当成电话" | "it says that the number is somebody else's or dead; not taken as theirs";
    one_phone_each: "这里几个名字、几个电话，照顺序一人一个；出生年月没有记" | "as many numbers as names; one each in their order, without date of birth";
    name_alone: "只有名字，别的都空着，不知道是不是人（单位），没有记；是就另外添" | "a name and nothing else; left alone, add it if it is one";
    hidden_row: "表里隐藏的行，照样读了" | "a row hidden in the sheet; read as the others";
    hidden_column: "表里隐藏的列，照样读了" | "a column hidden in the sheet; read as the others";
    may_be_anothers: "像是别人的（标题里或前一列写着别人），没有当成本人的；是本人的，就在「看、改哪一列当什么」里选，或用 --map 写明" | "it may be somebody else's (its heading or the column before says another person), and is not taken; if it is theirs, say so where each column is chosen, or with --map";
    shared_cell: "这一格和别人的合在一起，不知道是谁的，没有记；问清楚再填" | "the cell is one with somebody else's and nobody knows whose it is; left empty: ask and fill it in";
    phone_words: "号码旁边还有字，只记号码" | "words beside the number; the number is taken";
    phone_masked: "是遮住的号码，没有动" | "a covered number; left as it is";
    no_year: "没有年份，没有记" | "no year is said; left empty";
    uncalculated: "公式没有结果，用表格软件打开另存一次" | "the formula has no result in the file; open it in a spreadsheet program and save it again";
    nothing_above: "写着同上，上面没有" | "it says as above, and nothing stands above; left empty";
    goes_on_left_out: "名字跟着{there}，那一行略过了，这一行也略过" | "its name is that of {there}, which is left out, and so is this one";
    goes_on_several: "名字跟着{there}，那一格不止一个名字，不知道说的是谁，没有记；是谁的就写上名字再导" | "its name is that of {there}, which has several; left alone: write whose it is and import again";
    goes_on_nobody: "名字跟着{there}，那一行没有记，不知道说的是谁，也没有记；是谁的就写上名字再导" | "its name is that of {there}, which is not taken, and neither is this one: write whose it is and import again";
    gone_list: "表名或小标题说的是不在了的，下面的不新增，已经有的改成不在任或停用" | "the sheet or a heading says that all below are no more; none is added, those who are there are set out of office or use";
    former_list: "表名或小标题说的是以前的，不知道现在还在不在任，没有动；在任的，改了表名或小标题再导，或者另外添" | "the sheet or a heading speaks of another time, and nobody knows who is in office now; left alone: rename it and import again, or add those who are";
    office_unclear: "在不在任说不准，没有动；还在任的，去掉这样的话，在「是否在任」里写「在任」再导，或者另外添" | "whether they are in office is not clear; left alone: for who is, take such words out, say so in the column of who is in office and import again, or add them";
    stays_in_office: "备注里有不在任的话，看着不是说本人，照在任记了；说的是本人，就改成不在任" | "the remark speaks of leaving, it seems of somebody else; taken as in office: change it if it is theirs";
    struck_name: "名字划掉了（删除线），不知道是不是不在任了，没有动；在任的，去掉删除线再导，或者另外添" | "the name is struck out, and nobody knows whether they are out of office; left alone: take the line away and import again, or add them";
    struck_number: "号码划掉了（删除线），没有记" | "the number is struck out; not taken";
    struck_cell: "这一格划掉了（删除线），没有记" | "the cell is struck out; not taken";
    struck_part: "这几个字划掉了（删除线），没有记，记的是没划掉的" | "struck out and not taken; what is not struck out is";
    leaves_later: "写的离任日子还没到，照在任记了；已经不在任的，改成不在任" | "they leave on a day that has not come; taken as in office: change it if they have left";
    status: "是否在任" | "in office";
    left: "离任情况" | "leaving";
    led: "不知道是名单里的人，还是落款，没有记；是名单里的，另外添，或者编上序号再导" | "one of the list, or whoever signs below it; left alone: add them, or give the row a number and import again";
    sex_or_name: "最后一个字是性别还是名字，分不清，没有记；把性别写到单独一列再导，或者另外添" | "the last character is a sex or a part of the name; left alone: give the sex a column of its own and import again, or add them";
    unclear: "写的是「同左」或者几个点，不知道说的是什么，没有记" | "it says as to the left, or nothing but dots; left empty";
    leaves_office: "在任 > 不在任" | "in office > out of office";
    leaves_use: "在用 > 停用" | "in use > out of use";
    covered: "盖在合并的格子下面，看不见，没有记" | "it lies under merged cells where nobody sees it; not taken";
    loose_quote: "引号没有配对，当成普通的字读了" | "a quotation mark is never closed; read as a character";
    marked: "名字旁边的记号没有记" | "the mark beside the name is not taken";
    several_names: "这里像几个名字，分成几个人，电话和出生年月没有记" | "several names in one cell; taken as so many people, without phone and date of birth";
    remark_kept: "名字旁边的话记到备注里了" | "what stands beside the name is kept as a note";
    several_units: "这里像几个村，分成几个，联系人和电话没有记" | "several villages in one cell; taken as so many, without contact and phone";
    units_together: "这里像几个单位，分不清，没有记；分成一行一个再导，或者另外添" | "several units in one cell; left alone: give each a row of its own, or add them";
    closed: "写着已经撤销，没有新增" | "it says the unit is no more; nothing new is added";
    caption: "这一行像小标题，不是哪个人，略过" | "this row looks like a title and names nobody; left out";
    vacant: "还没有人，这一行略过" | "nobody is there yet; the row is left out";
    departed: "写着不在任了，没有新增" | "it says in office no more; nobody new is added";
    not_kept: "和{there}是同一个，合在一起，不一样的没有记" | "the same one as in {there}; taken together, what differs is not kept";
    hidden_sheet: "隐藏的表 {sheet} 没有导" | "the hidden sheet {sheet} is not imported";
    register_sheet: "{sheet} 是意见台账，没有导" | "{sheet} is a register of matters; not imported";
    date: "日期不对：{why}，先空着" | "wrong date: {why}; left empty";
    born_ahead: "日期不对：这一天还没到，先空着" | "wrong date: that day has not come; left empty";
    too_young: "日期不对：到今天还不满18岁，先空着" | "wrong date: not eighteen today; left empty";
    doubtful_month: "可能是1月也可能是10月，只记年份" | "may be January or October; only the year is kept";
    sex: "不是男也不是女，先空着" | "neither man nor woman; left empty";
    level: "不认识的代表层级，没有记" | "unknown level; left out";
    unit_kind: "不认识的单位类别，没有记；没有类别的算「其他」" | "unknown kind of unit, not kept; without one a unit counts as other";
    garbled: "有乱码，先空着" | "characters that do not read; left empty";
    formula: "公式出错，先空着" | "a formula error; left empty";
    duplicate: "和{there}一样，合在一起" | "the same as {there}; taken together";
    same_as: "和{there}是同一个，合在一起" | "the same one as in {there}; taken together";
    units_sheet: "{sheet} 是承办单位表，没有导" | "{sheet} is a list of units; not imported";
    roster_sheet: "{sheet} 是代表名册，没有导" | "{sheet} is a roster of deputies; not imported";
    no_headings: "{sheet} 没有标题行，没有导" | "{sheet} has no row of headings and is left out";

    phone_empty: "没有号码" | "no number was given";
    phone_chars: "里面有不是数字的" | "it has something in it that is not a digit";
    phone_short: "只有{n}位，少了" | "{n} digits are too few";
    phone_long: "有{n}位，多了" | "{n} digits are too many";
    phone_prefix: "没有这样开头的手机号" | "no mobile number begins like this";
    phone_area: "区号和号码对不上" | "area code and number do not fit";
    phone_rounded: "被表格软件改成了约数，后几位丢了" | "the spreadsheet has rounded it and lost digits";
    phone_several: "不止一个号码" | "there is more than one number";
    date_empty: "没有日期" | "no date was given";
    date_form: "不是日期的写法" | "it is not written like a date";
    date_none: "日历上没有这一天" | "the calendar has no such day";
    date_range: "年份不在1900到2200之间" | "the year is out of range";

    not_found: "没有这个文件；请核对路径" | "there is no such file; check the path";
    no_permission: "这个账号不能读这个文件；请找管理员给权限，或拷到自己的文件夹" | "this account may not read the file; ask for the permission or copy it to your own folder";
    no_code: "没有编号" | "no number";
    io: "文件读不出来（系统错误 {code}）；请再试，或拷到别处再导" | "the file could not be read (system error {code}); try again or copy it to another place";
    folder: "这是文件夹；请写里面的一个文件" | "this is a folder; name one file in it";
    not_a_file: "这不是普通文件；请先把表格存成文件" | "this is not an ordinary file; save the table to a file first";
    empty: "文件是空的；请看看是不是没有保存" | "the file is empty; check that it was saved";
    too_big: "文件有{n}MB，最多读{limit}MB；请拆开，或去掉图片" | "the file has {n} MB, at most {limit} MB are read; split it or remove the pictures";
    unpacks: "工作簿展开超过{n}MB，最多读{limit}MB；请另存成新的工作簿再导" | "unpacked, the workbook has over {n} MB, at most {limit} MB are read; save the table as a new workbook";
    too_many: "表格超过{limit}格；请删掉带格式的空行，或拆开" | "the table has more than {limit} cells; remove empty formatted rows or split it";
    lock_file: "这是打开着的工作簿留下的锁文件；请写工作簿本身，名字前面没有 ~$" | "this is the lock file of an open workbook; name the workbook itself, without ~$";
    unsupported: "这是{kind}；请在WPS里打开，另存为 .xlsx 再导" | "this is {kind}; open it in a spreadsheet program and save it as .xlsx or .csv";
    password: "工作簿有密码；请在表格软件里去掉密码，保存后再导" | "the workbook has a password; remove it in the spreadsheet program and save";
    damaged: "工作簿坏了或没有传完；请用表格软件打开，另存一份再导" | "the workbook is damaged or cut short; open it in a spreadsheet program, save it anew and try again";
    nul: "第{line}行有空字符（NUL）；请在表格软件里重新存成 CSV" | "the text has a NUL character in line {line}; save it as CSV again from the spreadsheet program";
    encoding: "文字不是 UTF-8 也不是 GB18030（第{line}行）；请另存为 CSV UTF-8" | "the text is neither UTF-8 nor GB18030 (line {line}); save it as CSV UTF-8";
    open_quote: "第{line}行的引号没有配对；请改好那一行" | "a quotation mark opened in line {line} is never closed; correct that line";
    no_header: "没有找到标题行；表格要有一列叫 {wanted}" | "no row of headings was found; the table needs a heading {wanted}";
    other_kind: "没有找到标题行，看着像另一种表（名册和单位弄反了）；这里要有一列叫 {wanted}" | "no row of headings was found, it looks like the other kind of table; here a heading {wanted} is needed";
    only_hidden: "只有隐藏的表里有名单（{sheet}），没有导；要导就先在表格软件里取消隐藏" | "only hidden sheets hold a list ({sheet}), which is not imported; unhide it in the spreadsheet program first";
    on_its_side: "标题是竖着写的（姓名、电话一行一个），没有导；请在表格软件里转成一行一个人（复制，选择性粘贴，转置），存好再导" | "the headings stand below each other; in the spreadsheet program turn the table (copy, paste special, transpose) so that each row is one, and save it";
    register: "这是意见台账，不是代表名册，也不是承办单位表" | "this is a register of matters, neither a roster of deputies nor a list of units";
    dictionary: "标题用词表读不出来（{what}）；请改好 import.toml" | "the heading words do not read ({what}); correct import.toml";

    kind_web: "网页" | "a web page";
    kind_xml: "XML 表格" | "an XML spreadsheet";
    kind_wps: "WPS 表格（.et）" | "a WPS spreadsheet (.et)";
    kind_ods: "OpenDocument 表格" | "an OpenDocument spreadsheet";
    kind_xlsb: "二进制工作簿（.xlsb）" | "a binary workbook (.xlsb)";
    kind_document: "文档" | "a text document";
    kind_pdf: "PDF 文件" | "a PDF";
    kind_picture: "图片" | "a picture";
    kind_archive: "压缩包" | "an archive";
    not_a_table: "这不是表格；请在WPS里打开原件，另存为 .xlsx 再导" | "this is not a table; open the original in a spreadsheet program and save it as .xlsx or .csv";
}

/// What a column may be taken for, by its key; a column that is of no use has a word too.
pub fn of_field(lang: Lang, key: Option<&'static str>) -> &'static str {
    let t = &lang.texts().importing;
    match key {
        None => t.of_no_use,
        Some("serial") => t.serial,
        Some("name") => t.name,
        Some("status") => t.status,
        Some("left") => t.left,
        Some(key) => field::label(lang, key),
    }
}
