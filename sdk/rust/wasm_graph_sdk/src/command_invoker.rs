//! Commands to other programs over MQTT.
//!
//! Builders go step by step; each step checks what it got:
//!
//! ```no_run
//! use wasm_graph_sdk::command_invoker::{self, CommandInvokerOptionsBuilder, CommandRequestBuilder};
//!
//! # fn call() -> Result<(), wasm_graph_sdk::command_invoker::RpcError> {
//! let options = CommandInvokerOptionsBuilder::new()
//!     .request_topic_pattern("machines/{machine}/stop")?
//!     .command_name("stop")?
//!     .build()?;
//! let invoker = command_invoker::new_invoker(options)?;
//! let request = CommandRequestBuilder::new().payload(b"now")?.timeout(5, 0)?.build()?;
//! let response = invoker.invoke(request)?;
//! # let _ = response;
//! # Ok(())
//! # }
//! ```
//!
//! Make an invoker once, in `init`, and keep it. On targets that are not WebAssembly every call panics.

pub use crate::bindings::wasm_graph::processor::command_invoker::{
    new_invoker, CommandInvoker, CommandInvokerOptions, CommandInvokerOptionsBuilder, CommandRequest,
    CommandRequestBuilder, CommandResponse,
};
pub use crate::bindings::wasm_graph::processor::rpc_types::RpcError;
