//! The operator's log at the host.

pub use crate::bindings::wasm_graph::processor::logger::Level;

use std::sync::{Once, OnceLock};

/// One line: `context` says who speaks, by custom `module-NAME/KIND`.
pub fn log(level: Level, context: &str, message: &str) {
    #[cfg(target_arch = "wasm32")]
    crate::bindings::wasm_graph::processor::logger::log(level, context, message);
    #[cfg(not(target_arch = "wasm32"))]
    crate::testing::log(level, context, message);
}

/// A panic from now on is logged as an error under this context, with its place and reason, since a trap alone tells
/// nobody. The first context that is given stays.
///
/// Operators that run without WASI log theirs in any case, under the function's name unless this was called.
pub fn report_panics(context: &'static str) {
    let _ = CONTEXT.set(context);
    report_panics_by_default(context);
}

static CONTEXT: OnceLock<&'static str> = OnceLock::new();

pub(crate) fn report_panics_by_default(context: &'static str) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(move |panic| {
            let context = CONTEXT.get().copied().unwrap_or(context);
            let payload = panic.payload();
            let reason = payload
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no reason given");
            let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
            log(Level::Error, context, &format!("panicked{place}: {reason}"));
        }));
    });
}
