//! How a thread that works for the screen is heard: after each result, and once more should it die of a panic.

/// Called after each result, to wake whoever waits for it.
pub type Wake = Box<dyn Fn() + Send>;

/// Wakes whoever waits for a thread that has panicked: no result will come, and the channel says so once it is shut. A
/// thread therefore makes this before it takes the sending end of its channel, so that the end goes first.
pub(super) struct WakeAtEnd(pub(super) Wake);

impl Drop for WakeAtEnd {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}
