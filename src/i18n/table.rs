//! Reading somebody's table: why the whole of it cannot be read, and what is wrong with a row.

texts! {
    not_found: "没有这个文件；请核对路径" | "there is no such file; check the path";
    no_permission: "没有读这个文件的权限；请开权限，或拷到自己的文件夹" | "this account may not read the file; ask for permission or copy it to your own folder";
    io: "文件读不出来（{what}）；请再试，或换个地方" | "the file could not be read ({what}); try again or copy it elsewhere";
    folder: "这是文件夹；请写到里面的一个文件" | "this is a folder; name one file in it";
    not_a_file: "这不是普通文件；请先把表存成文件" | "this is not an ordinary file; save the table to a file first";
    empty: "文件是空的；看看存好没有" | "the file is empty; check that it was saved";
    too_big: "文件有 {bytes} 字节，最多读 {limit}；请拆开，或去掉图片" | "the file has {bytes} bytes, at most {limit} are read; split it or remove the pictures";
    unpacks_too_big: "表格展开后超过 {limit} 字节；请另存成新的表格" | "unpacked, the workbook has over {limit} bytes; save the table as a new workbook";
    too_many_cells: "表格超过 {limit} 格；请删掉空的格式行，或拆开" | "the table has more than {limit} cells; remove empty formatted rows or split it";
    lock_file: "这是表格打开时的临时文件；请写表格本身的名字，不带 ~$" | "this is the lock file of an open workbook; name the workbook itself, without ~$";
    unsupported: "这是{kind}；请用表格软件打开，另存为 xlsx 或 csv" | "this is {kind}; open it in a spreadsheet program and save it as .xlsx or .csv";
    password: "表格有密码；请在表格软件里去掉密码再存" | "the workbook has a password; remove it in the spreadsheet program and save";
    damaged: "表格坏了（{what}）；请用表格软件打开另存一份再试" | "the workbook is damaged ({what}); open it, save it anew and try again";
    nul: "第{line}行有乱码；请从表格软件重新存成 CSV" | "the text has a NUL character in line {line}; save it as CSV again";
    encoding: "文字编码认不出（第{line}行）；请存成 CSV UTF-8" | "the text is neither UTF-8 nor GB18030 (line {line}); save it as CSV UTF-8";
    open_quote: "第{line}行的引号没有收尾；请改好这一行" | "a quotation mark opened in line {line} is never closed; correct that line";
    no_header: "没有找到表头；表头里要有 {wanted} 这一栏" | "no row of headings was found; the table needs a heading {wanted}";
    other_kind: "没有找到表头；看样子是另一种表，请核对是 deputies 还是 units" | "no row of headings was found; it looks like the other kind of table: deputies or units?";
    dictionary: "认表头的词表读不懂（{what}）" | "the heading words do not read ({what})";
    web_page: "网页" | "a web page";
    xml: "XML 表格" | "an XML spreadsheet";
    open_document: "OpenDocument 表格" | "an OpenDocument spreadsheet";
    binary: "xlsb 表格" | "a binary workbook (.xlsb)";
    document: "文档" | "a text document";
    pdf: "PDF" | "a PDF";
    picture: "图片" | "a picture";
    archive: "压缩包" | "an archive";
    unknown: "认不出的文件" | "no table";

    no_name: "没有名字，这一行略过" | "no name; the row is left out";
    not_a_name: "这不像名字，这一行略过" | "this is not a name; the row is left out";
    phone: "电话不对：{what}，先空着" | "wrong telephone number: {what}; left empty";
    several_phones: "不止一个号码，取第一个好的" | "more than one number; the first good one is taken";
    date: "日期不对：{what}，先空着" | "wrong date: {what}; left empty";
    doubtful_month: "分不清是一月还是十月，只留年份" | "may be January or October; only the year is kept";
    sex: "不是男也不是女，先空着" | "neither man nor woman; left empty";
    level: "认不出的层级，没有记" | "unknown level; left out";
    unit_kind: "认不出的类别，先不定" | "unknown kind of unit; left open";
    garbled: "有乱码，先空着" | "characters that do not read; left empty";
    formula: "公式出错，先空着" | "a formula error; left empty";
    duplicate: "和第{row}行一样，略过" | "the same as row {row}; left out";
    same_as: "和第{row}行是同一个，合在一起" | "the same one as in row {row}; taken together";
    sheet_no_header: "没有表头，这一页略过" | "no row of headings; the sheet is left out";
    phone_empty: "没有号码" | "no number was given";
    phone_not: "里面有不是数字的" | "it has something in it that is not a digit";
    phone_short: "只有{n}位，太短" | "{n} digits are too few";
    phone_long: "有{n}位，太长" | "{n} digits are too many";
    phone_prefix: "没有这样开头的手机号" | "no mobile number begins like this";
    phone_area: "区号和号码对不上" | "area code and number do not fit";
    phone_rounded: "表格软件把后几位抹掉了" | "the spreadsheet has rounded it and lost digits";
    phone_several: "不止一个号码" | "there is more than one number";
    date_empty: "没有日期" | "no date was given";
    date_not: "不像日期" | "it is not written like a date";
    date_no_day: "没有这一天" | "the calendar has no such day";
    date_range: "年份不对" | "the year is out of range";
}
