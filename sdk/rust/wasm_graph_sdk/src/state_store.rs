//! The state store of the host: values by keys that all operators share, and that outlive them.
//!
//! Every call waits for the store. `timeout` bounds that; without one, the host does. `fencing` is a version that an
//! earlier [`set`] answered: with it, the store refuses to change what a later token has changed.

pub use crate::bindings::wasm_graph::processor::state_store_types::{
    Duration, SetConditions, SetOptions, StateStoreDelResponse, StateStoreError, StateStoreGetResponse,
    StateStoreSetResponse,
};
pub use crate::types::{HybridLogicalClock, Timespec};

#[cfg(target_arch = "wasm32")]
use crate::bindings::wasm_graph::processor::state_store as host;
#[cfg(not(target_arch = "wasm32"))]
use crate::testing::state_store as host;

/// The value of a key, and its version; no value where the key is absent.
///
/// # Errors
///
/// When the store does not answer in time, or answers with an error.
pub fn get(key: &[u8], timeout: Option<Duration>) -> Result<StateStoreGetResponse, StateStoreError> {
    host::get(key, timeout)
}

/// Sets a value. The response is false where the condition did not hold.
///
/// # Errors
///
/// As with [`get`].
pub fn set(
    key: &[u8],
    value: &[u8],
    timeout: Option<Duration>,
    fencing: Option<&HybridLogicalClock>,
    options: SetOptions,
) -> Result<StateStoreSetResponse, StateStoreError> {
    host::set(key, value, timeout, fencing, options)
}

/// Deletes a key. The response is how many keys that were.
///
/// # Errors
///
/// As with [`get`].
pub fn del(
    key: &[u8],
    fencing: Option<&HybridLogicalClock>,
    timeout: Option<Duration>,
) -> Result<StateStoreDelResponse, StateStoreError> {
    host::del(key, fencing, timeout)
}

/// Deletes a key if this is its value. The response is how many keys that were.
///
/// # Errors
///
/// As with [`get`].
pub fn vdel(
    key: &[u8],
    value: &[u8],
    fencing: Option<&HybridLogicalClock>,
    timeout: Option<Duration>,
) -> Result<StateStoreDelResponse, StateStoreError> {
    host::vdel(key, value, fencing, timeout)
}

/// Without a condition, for good.
impl Default for SetOptions {
    fn default() -> SetOptions {
        SetOptions { conditions: SetConditions::Unconditional, expires: None }
    }
}
