//! What happens around each call of an operator.

use crate::Error;

/// The function's answer as the WIT has it. A function may answer anything that becomes its kind's value, and any error
/// that becomes an [`Error`].
pub fn answer<T, E, V>(result: Result<V, E>) -> Result<T, Error>
where
    V: Into<T>,
    E: Into<Error>,
{
    result.map(Into::into).map_err(Into::into)
}

/// To be called first on each way into the guest.
pub fn enter(operator: &'static str) {
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    crate::logger::report_panics_by_default(operator);
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    let _ = operator; // there is a stderr, to which the standard library writes why it panics
}
