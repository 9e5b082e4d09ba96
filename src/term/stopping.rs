//! Ctrl+C, and being asked to end, while something long goes on that can be called off: it is heard, what was half done is
//! cleared away, and a sentence says that nothing was changed. Afterwards both end the program as they always do.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

/// Whoever hangs up is not among them: a long piece of work may have been left to itself on purpose.
const HEARD: [i32; 2] = [SIGINT, SIGTERM];

/// True while nothing goes on that could be called off.
static IDLE: OnceLock<Arc<AtomicBool>> = OnceLock::new();
/// What ends the program while it is idle. Once a signal had a handler, the system does that no more.
static ENDS: Mutex<Vec<SigId>> = Mutex::new(Vec::new());

/// Hears those signals as long as it lives.
pub struct StopSignals {
    stop: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl StopSignals {
    /// Begins. Where the system lets nobody listen, they end the program at once, as they would without us.
    pub fn begin() -> Self {
        let stop = Arc::<AtomicBool>::default();
        let idle = IDLE.get_or_init(Arc::default);
        idle.store(false, Ordering::SeqCst);
        let mut ends = ENDS.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.is_empty() {
            let end = |signal| flag::register_conditional_default(signal, Arc::clone(idle)).ok();
            ends.extend(HEARD.into_iter().filter_map(end));
        }
        let hear = |signal| flag::register(signal, Arc::clone(&stop)).ok();
        let ids = HEARD.into_iter().filter_map(hear).collect();
        Self { stop, ids }
    }

    /// Set once somebody called it off.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Somebody called it off.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// It was too late to call it off, so only what comes next is.
    pub fn end_late(self) {
        if self.is_stopped() {
            drop(self);
            let _ = low_level::emulate_default_handler(SIGINT);
        }
    }
}

impl Drop for StopSignals {
    fn drop(&mut self) {
        if let Some(idle) = IDLE.get() {
            idle.store(true, Ordering::SeqCst);
        }
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Leaves the signals to somebody who hears them otherwise: a desk, which saves what was typed.
pub fn let_go() {
    let mut ends = ENDS.lock().unwrap_or_else(PoisonError::into_inner);
    for id in ends.drain(..) {
        low_level::unregister(id);
    }
}
