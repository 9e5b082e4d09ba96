//! What ships with the program as text and every desk needs: its keys, its looks, the days off by law. Whoever asks first reads
//! it. A desk that is being opened has it read in a thread beside, which is done before the file is open.

use std::sync::LazyLock;
use std::thread::Builder;

use crate::app;
use crate::domain::statutory::statutory;
use crate::keys::Keymap;
use crate::ui::theme::Theme;

static KEYMAP: LazyLock<Keymap> = LazyLock::new(|| Keymap::load(&app::action::ids(), None).0);

/// Has all of it read beside what comes next. Without a thread each is read when it is asked for.
pub fn read_beside() {
    let read = || {
        LazyLock::force(&KEYMAP);
        statutory();
        Theme::read_shipped();
    };
    drop(Builder::new().name("shipped".to_owned()).spawn(read));
}

/// The keys.
pub fn keymap() -> Keymap {
    KEYMAP.clone()
}
