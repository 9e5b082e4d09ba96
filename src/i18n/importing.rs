//! Bringing in a table: what is asked, what would happen, and why a row or a file cannot be read.

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
    is_problem: "有问题" | "Problems";
    clean: "没有发现问题" | "No problems";

    no_name: "没有姓名或名称，这一行略过" | "no name; the row is left out";
    not_a_name: "这不像姓名或名称，这一行略过" | "this is not a name; the row is left out";
    phone: "电话不对：{why}，先空着" | "wrong telephone number: {why}; left empty";
    several_phones: "不止一个号码，取第一个对的" | "more than one number; the first good one is taken";
    date: "日期不对：{why}，先空着" | "wrong date: {why}; left empty";
    doubtful_month: "可能是1月也可能是10月，只记年份" | "may be January or October; only the year is kept";
    sex: "不是男也不是女，先空着" | "neither man nor woman; left empty";
    level: "不认识的代表层级，没有记" | "unknown level; left out";
    unit_kind: "不认识的单位类别，先空着" | "unknown kind of unit; left open";
    garbled: "有乱码，先空着" | "characters that do not read; left empty";
    formula: "公式出错，先空着" | "a formula error; left empty";
    duplicate: "和第{row}行一样，略过" | "the same as row {row}; left out";
    same_as: "和第{row}行是同一个，合在一起" | "the same one as in row {row}; taken together";
    no_headings: "没有标题行，这张表略过" | "no row of headings; the sheet is left out";

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
    io: "文件读不出来（{what}）；请再试，或拷到别处再导" | "the file could not be read ({what}); try again or copy it to another place";
    folder: "这是文件夹；请写里面的一个文件" | "this is a folder; name one file in it";
    not_a_file: "这不是普通文件；请先把表格存成文件" | "this is not an ordinary file; save the table to a file first";
    empty: "文件是空的；请看看是不是没有保存" | "the file is empty; check that it was saved";
    too_big: "文件有{n}MB，最多读{limit}MB；请拆开，或去掉图片" | "the file has {n} MB, at most {limit} MB are read; split it or remove the pictures";
    unpacks: "工作簿展开超过{n}MB，最多读{limit}MB；请另存成新的工作簿再导" | "unpacked, the workbook has over {n} MB, at most {limit} MB are read; save the table as a new workbook";
    too_many: "表格超过{limit}格；请删掉带格式的空行，或拆开" | "the table has more than {limit} cells; remove empty formatted rows or split it";
    lock_file: "这是打开着的工作簿留下的锁文件；请写工作簿本身，名字前面没有 ~$" | "this is the lock file of an open workbook; name the workbook itself, without ~$";
    unsupported: "这是{kind}；请用表格软件打开，另存为 .xlsx 或 .csv" | "this is {kind}; open it in a spreadsheet program and save it as .xlsx or .csv";
    password: "工作簿有密码；请在表格软件里去掉密码，保存后再导" | "the workbook has a password; remove it in the spreadsheet program and save";
    damaged: "工作簿坏了或没有传完；请用表格软件打开，另存一份再导" | "the workbook is damaged or cut short; open it in a spreadsheet program, save it anew and try again";
    nul: "第{line}行有空字符（NUL）；请在表格软件里重新存成 CSV" | "the text has a NUL character in line {line}; save it as CSV again from the spreadsheet program";
    encoding: "文字不是 UTF-8 也不是 GB18030（第{line}行）；请另存为 CSV UTF-8" | "the text is neither UTF-8 nor GB18030 (line {line}); save it as CSV UTF-8";
    open_quote: "第{line}行的引号没有配对；请改好那一行" | "a quotation mark opened in line {line} is never closed; correct that line";
    no_header: "没有找到标题行；表格要有一列叫 {wanted}" | "no row of headings was found; the table needs a heading {wanted}";
    other_kind: "没有找到标题行，看着像另一种表（名册和单位弄反了）；这里要有一列叫 {wanted}" | "no row of headings was found, it looks like the other kind of table; here a heading {wanted} is needed";
    dictionary: "标题用词表读不出来（{what}）；请改好 import.toml" | "the heading words do not read ({what}); correct import.toml";

    kind_web: "网页" | "a web page";
    kind_xml: "XML 表格" | "an XML spreadsheet";
    kind_ods: "OpenDocument 表格" | "an OpenDocument spreadsheet";
    kind_xlsb: "二进制工作簿（.xlsb）" | "a binary workbook (.xlsb)";
    kind_document: "文档" | "a text document";
    kind_pdf: "PDF 文件" | "a PDF";
    kind_picture: "图片" | "a picture";
    kind_archive: "压缩包" | "an archive";
    not_a_table: "这不是表格；请用表格软件打开原件，另存为 .xlsx 或 .csv" | "this is not a table; open the original in a spreadsheet program and save it as .xlsx or .csv";
}
