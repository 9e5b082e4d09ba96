//! A desk to measure with: a list of Chinese rows and an input line, drawn as the screens draw.

#![allow(dead_code, clippy::indexing_slicing)]

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use zhiban::cells;

/// Writes text the way screens must: two-cell glyphs are followed by the sentinel. Returns the column after it.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let mut x = x;
    for g in cells::graphemes(text) {
        let symbols = std::iter::once(g).chain((cells::of(g) == 2).then_some(cells::HIDDEN));
        for symbol in symbols.take(cells::of(g)) {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_symbol(symbol).set_style(style);
            }
            x += 1;
        }
    }
    x
}

/// One desk screen.
pub struct Desk {
    pub area: Rect,
    pub top: usize,
    pub selected: usize,
    pub typed: String,
}

const TITLES: [&str; 6] = [
    "老街路灯不亮",
    "排水沟淤堵",
    "村口弯道看不见车",
    "广场“夜市”油烟",
    "公交停运",
    "征地补偿",
];
const UNITS: [&str; 5] = ["执法队", "村建办", "供电所", "交通运输局", "自然资源所"];
const NAMES: [&str; 4] = ["王秀英", "周德旺等23人", "蓝布衫大姐", "李桂兰"];

impl Desk {
    pub fn new(cols: u16, rows: u16) -> Self {
        Self {
            area: Rect::new(0, 0, cols, rows),
            top: 0,
            selected: 0,
            typed: String::from("希望装一面凸面镜"),
        }
    }

    /// Rows of the list.
    pub fn page(&self) -> usize {
        usize::from(self.area.height) - 5
    }

    /// The screen and where its caret is.
    pub fn draw(&self, is_typing: bool) -> (Buffer, (u16, u16)) {
        let mut buffer = Buffer::empty(self.area);
        let bar = Style::new().add_modifier(Modifier::REVERSED);
        let title = cells::pad(
            "值班台 柳河镇联络站 11月23日周一 09:42 今年第12次接待",
            usize::from(self.area.width),
        );
        put(&mut buffer, 0, 0, &title, bar);
        let mut caret = (0, 1);
        for i in 0..self.page() {
            let (n, y) = (self.top + i, i as u16 + 1);
            let is_here = n == self.selected;
            if is_here {
                put(&mut buffer, 0, y, ">", Style::new());
                caret = (0, y);
            }
            put(&mut buffer, 2, y, &format!("{:04}", 9000 - n), Style::new());
            put(
                &mut buffer,
                8,
                y,
                TITLES[n % TITLES.len()],
                if is_here { bar } else { Style::new() },
            );
            put(&mut buffer, 28, y, UNITS[n % UNITS.len()], Style::new());
            put(&mut buffer, 40, y, NAMES[n % NAMES.len()], Style::new());
        }
        let y = self.area.height - 2;
        let x = put(&mut buffer, 0, y, "反映内容  ", Style::new());
        let x = put(&mut buffer, x, y, &self.typed, Style::new());
        if is_typing {
            caret = (x, y);
        }
        put(
            &mut buffer,
            0,
            y + 1,
            "F3取号 F4叫号 F5记意见 F6过号 F7谈完叫下一位 F8回话 F9登记 ?帮助",
            Style::new(),
        );
        (buffer, caret)
    }
}
