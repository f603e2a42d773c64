//! The schema registry of the host.

pub use crate::bindings::wasm_graph::processor::schema_types::{Schema, SchemaError, SchemaFormat, SchemaType};

use crate::Duration;

/// The schema of a name and a version. `timeout` is a [`Duration`] of the SDK or of the standard library, or seconds and
/// nanoseconds.
///
/// # Errors
///
/// When there is no such schema, or no registry, or it does not answer in time.
pub fn get(id: &str, version: &str, timeout: impl Into<Duration>) -> Result<Schema, SchemaError> {
    let timeout = timeout.into();
    #[cfg(target_arch = "wasm32")]
    return crate::bindings::wasm_graph::processor::schema_registry::get(id, version, (timeout.seconds, timeout.nanos));
    #[cfg(not(target_arch = "wasm32"))]
    return crate::testing::schema(id, version, timeout);
}
