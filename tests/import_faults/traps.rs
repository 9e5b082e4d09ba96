//! Each trap alone and with another: whatever happens, every row ends somewhere and everybody comes out once.

use super::*;

/// A roster that grows by traps: lines of cells, who has to come out of it, and how the lines are joined.
struct Roster {
    lines: Vec<Vec<String>>,
    people: Vec<&'static str>,
    join: &'static str,
    encoding: fn(&str) -> Vec<u8>,
}

impl Roster {
    fn new() -> Self {
        let mut out = Self {
            lines: Vec::new(),
            people: Vec::new(),
            join: ",",
            encoding: |text| text.as_bytes().to_vec(),
        };
        out.put(["序号", "姓名", "性别", "选区", "联系电话", "出生年月", "备注"]);
        out.person("张伟", ["1", "张伟", "男", "第一选区", "13800000001", "1982-03", ""]);
        out.person(
            "李桂兰",
            ["2", "李桂兰", "女", "第二选区", "13800000002", "1975-11", "见下"],
        );
        out
    }

    fn put(&mut self, cells: [&str; 7]) {
        self.lines.push(cells.map(str::to_owned).to_vec());
    }

    fn person(&mut self, name: &'static str, cells: [&str; 7]) {
        self.people.push(name);
        self.put(cells);
    }

    fn bytes(&self) -> Vec<u8> {
        let lines: Vec<String> = self.lines.iter().map(|line| line.join(self.join)).collect();
        (self.encoding)(&(lines.join("\n") + "\n"))
    }
}

type Trap = (&'static str, fn(&mut Roster));

const TRAPS: [Trap; 20] = [
    ("f1 tab after each field", |r| {
        for line in &mut r.lines {
            let (last, before) = line.split_last_mut().unwrap();
            for cell in before {
                cell.push('\t');
            }
            last.push('\t');
        }
    }),
    ("f2 a cell written as a formula", |r| {
        r.person(
            "何平",
            ["3", "=\"何平\"", "男", "=\"第三选区\"", "=\"13800000003\"", "", ""],
        );
    }),
    ("f3 headings again", |r| {
        r.put(["序号", "姓名", "性别", "选区", "联系电话*", "出生年月", "备注"]);
    }),
    ("f9 a number among words", |r| {
        r.person(
            "周德旺",
            [
                "4",
                "周德旺",
                "男",
                "第四选区",
                "办：83962262 手机：13800000004",
                "",
                "",
            ],
        );
    }),
    ("f10 a birthday without a year", |r| {
        r.person("马秀兰", ["5", "马秀兰", "女", "第五选区", "13800000005", "3月8日", ""]);
    }),
    ("f11 two names in a cell", |r| {
        r.people.push("赵小山");
        r.person("李小河", ["6", "赵小山 李小河", "女", "第六选区", "", "", ""]);
    }),
    ("f12 a remark", |r| {
        r.person("熊强", ["7", "熊强（特邀）", "男", "第七选区", "13800000007", "", ""]);
    }),
    ("f12 somebody who left", |r| {
        r.put(["8", "段涛力（已调离）", "男", "第八选区", "13800000008", "", ""]);
    }),
    ("f13 a vacancy", |r| r.put(["9", "空缺", "", "第九选区", "", "", ""])),
    ("f14 ditto", |r| {
        r.person("钱多", ["10", "钱多", "男", "同上", "〃", "", ""]);
    }),
    ("f20 a mark before a name", |r| {
        r.person("孙梅", ["11", "★孙梅", "女", "第十一选区", "13800000011", "", ""]);
    }),
    ("a total", |r| r.put(["", "合 计", "", "", "", "", "76"])),
    ("a section", |r| r.put(["二、县人大代表", "", "", "", "", "", ""])),
    ("a serial number alone", |r| r.put(["12", "", "", "", "", "", ""])),
    ("nobody's row", |r| r.put(["13", "", "男", "第十三选区", "", "", ""])),
    ("the same again", |r| {
        r.put(["1", "张伟", "男", "第一选区", "13800000001", "1982-03", ""]);
    }),
    ("a4 a stray quotation mark", |r| {
        r.person("吴二", ["14", "吴二", "男", "第十四选区", "13800000014", "", "\"另"]);
    }),
    ("the other comma", |r| {
        r.people.push("郑九");
        r.lines
            .push(vec!["15，郑九，男，第十五选区，13800000015，，".to_owned()]);
    }),
    ("gb18030", |r| {
        r.encoding = |text| encoding_rs::GB18030.encode(text).0.into_owned();
    }),
    ("old line ends", |r| {
        r.encoding = |text| text.replace('\n', "\r\n").into_bytes();
    }),
];

/// Eighty small files and more: rows in are rows accounted for, and everybody comes out once.
#[test]
fn a4_every_row_of_every_trap_alone_and_in_pairs_is_accounted_for() {
    let mut files = 0;
    for (first, (one, trap)) in TRAPS.iter().enumerate() {
        for (second, (other, also)) in TRAPS.iter().enumerate().skip(first) {
            let mut roster = Roster::new();
            trap(&mut roster);
            if second != first {
                also(&mut roster);
            }
            let bytes = roster.bytes();
            let parsed = read(&sheets("名册.csv", &bytes));
            let why = || format!("{one} and {other}: {parsed:#?}");
            files += 1;
            assert_eq!(parsed.ends.all(), roster.lines.len(), "{}", why());
            let mut found: Vec<&str> = names(&parsed).into_iter().filter(|name| *name != "段涛力").collect();
            let mut wanted = roster.people.clone();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{}", why());
            // What ended as taken is where the people come from, and what was left out was said once a row.
            let mut rows: Vec<u32> = parsed.rows.iter().map(|row| row.at.row).collect();
            rows.dedup();
            assert_eq!(parsed.ends.count(End::Taken), rows.len(), "{}", why());
            let left_out = parsed.problems.iter().filter(|p| p.kind.leaves_out()).count();
            assert_eq!(parsed.ends.count(End::LeftOut), left_out, "{}", why());
        }
    }
    assert!(files >= 80, "{files}");
}
