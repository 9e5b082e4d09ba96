//! Drawing: pure widgets over a ratatui buffer.
//!
//! A widget takes data, a rectangle and a theme, and draws; it decides nothing and remembers nothing. Those that hold
//! the person's attention return the cell where the hardware cursor belongs, because input methods, screen readers
//! and magnifiers follow it. All text goes through [`put`], all counting through [`crate::cells`].

pub mod bar;
pub mod desk;
pub mod draw;
pub mod formlayer;
pub mod formview;
pub mod importing;
pub mod list;
pub mod lists;
pub mod matter;
pub mod opinion;
pub mod overlay;
pub mod owed;
pub mod page;
pub mod popup;
pub mod put;
pub mod reading;
pub mod record;
pub mod rows;
pub mod selftest;
pub mod theme;
mod words;

pub use draw::draw;

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::theme::{Role, Theme};
    use super::{bar, list, page, popup, put};

    /// Everything the widgets add of their own, at every size: no character whose width a terminal may choose.
    #[test]
    fn chrome_has_no_doubtful_character_at_any_size() {
        let theme = Theme::shipped("plain", false);
        let long = "一二三四五六七八九十".repeat(3);
        let cell = |text| list::Cell::text(text);
        let row = list::Row {
            cells: vec![cell(long.as_str()), cell("x")],
            marked: true,
        };
        let rows = [row.clone(), row];
        let columns = [
            list::Column {
                name: "反映人",
                size: list::Size::Flex(4),
                right: false,
            },
            list::Column {
                name: "等",
                size: list::Size::Fixed(4),
                right: true,
            },
        ];
        let hint = bar::Hint {
            key: "F4",
            text: "叫号",
            enabled: true,
        };
        let tail = bar::Hint {
            key: "?",
            text: "帮助",
            enabled: true,
        };
        let paragraph = page::Paragraph {
            label: "内容",
            text: &long,
            role: Role::Text,
        };
        for (w, h) in (0..60).zip((0..12).cycle()).chain([(80, 24), (40, 12), (60, 16)]) {
            let area = Rect::new(0, 0, w, h);
            let mut buf = Buffer::empty(area);
            let view = list::ListView {
                columns: &columns,
                title: 0,
                rows: &rows,
                top: 0,
                selected: 1,
                gap: 1,
                header: true,
                focused: true,
                needle: "三",
                empty: "空",
            };
            list::draw(area, &mut buf, &theme, &view);
            bar::title(area, &mut buf, &theme, &long, "09:42", true);
            bar::hints(area, &mut buf, &theme, &[hint; 9], tail);
            bar::status(area, &mut buf, &theme, (&long, Role::Ok), "09:42");
            page::draw(area, &mut buf, &theme, &page::lines(&[paragraph; 3], w), 0);
            popup::frame(area, &mut buf, &theme, (&long, "", "回车选"), (20, 3));
            assert_eq!(put::doubtful(&buf), Vec::<String>::new(), "{w}x{h}");
            let last = |y| {
                w.checked_sub(1)
                    .and_then(|x| buf.cell((x, y)))
                    .map_or(" ", |c| c.symbol())
            };
            assert!((0..h).all(|y| last(y) == " "), "{w}x{h}");
        }
    }
}
