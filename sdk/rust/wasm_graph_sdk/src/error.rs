//! Errors that an operator answers.

use crate::bindings::wasm_graph::processor::rpc_types::RpcError;
use crate::metrics::MetricsError;
use crate::schema_registry::SchemaError;
use crate::state_store::StateStoreError;
use crate::types::Error;

impl Error {
    pub fn new(message: impl Into<String>) -> Error {
        Error { message: message.into() }
    }
}

impl From<String> for Error {
    fn from(message: String) -> Error {
        Error { message }
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Error {
        Error { message: message.into() }
    }
}

/// What `?` may meet in an operator: the text is what the error says.
macro_rules! from_errors {
    ($($error:ty),* $(,)?) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Error {
                Error { message: error.to_string() }
            }
        })*
    };
}

from_errors!(
    StateStoreError,
    MetricsError,
    SchemaError,
    RpcError,
    std::str::Utf8Error,
    std::string::FromUtf8Error,
    std::num::ParseIntError,
    std::num::ParseFloatError,
    std::fmt::Error,
    std::io::Error,
    Box<dyn std::error::Error>,
    Box<dyn std::error::Error + Send + Sync>,
);
