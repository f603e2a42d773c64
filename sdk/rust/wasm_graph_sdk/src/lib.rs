//! Operators of data flow graphs as WebAssembly components.
//!
//! A function with an attribute of [`macros`] is an operator. The names of [`prelude`] are in scope where it stands:
//!
//! ```
//! use wasm_graph_sdk::logger::{self, Level};
//! use wasm_graph_sdk::macros::map_operator;
//!
//! fn shout_init(configuration: ModuleConfiguration) -> bool {
//!     for (key, value) in &configuration.properties {
//!         logger::log(Level::Info, "shout", &format!("{key} = {value}"));
//!     }
//!     true
//! }
//!
//! #[map_operator(init = "shout_init")]
//! fn shout(input: DataModel) -> Result<DataModel, Error> {
//!     let DataModel::Message(mut message) = input else {
//!         return Err(Error { message: "Unexpected input type".to_string() });
//!     };
//!     let text = String::from_utf8_lossy(&message.payload.read()).to_uppercase();
//!     message.payload = BufferOrBytes::Bytes(text.into_bytes());
//!     Ok(DataModel::Message(message))
//! }
//! # fn main() {}
//! ```
//!
//! A crate may have one operator of each kind; each in a module of its own has statics of its own. What is not called
//! does not become an import of the component.
//!
//! On targets that are not WebAssembly, where unit tests run, [`testing`] stands in for the host.

mod bindings;
mod configuration;
mod convert;
mod data;
mod duration;
mod error;
#[doc(hidden)]
pub mod exports;
mod guest;

pub mod command_invoker;
pub mod logger;
pub mod metrics;
pub mod schema_registry;
pub mod state_store;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;

/// The attributes that make an operator of a function. Each takes `init = "function"`, a function that gets the
/// [`ModuleConfiguration`] once, before the first input, and answers whether the operator can work with it. Without
/// one, it can.
///
/// Parameters stand in the order of the WIT. Where a branch or a delay has its two the other way round, their types say
/// so.
pub mod macros {
    pub use wasm_graph_sdk_wit::{accumulate_operator, branch_operator, delay_operator, filter_operator, map_operator};
}

/// The interface `types` of the WIT.
pub mod types {
    pub use crate::bindings::wasm_graph::processor::hybrid_logical_clock::{HybridLogicalClock, Timespec};
    pub use crate::bindings::wasm_graph::processor::types::{
        Buffer, BufferOrBytes, BufferOrString, DataModel, Error, InlineSchema, Message, MessageProperties,
        MessageSchema, ModuleConfiguration, ModuleSchema, Snapshot, Timestamp,
    };
}

/// The interface `hybrid-logical-clock` of the WIT.
pub mod hybrid_logical_clock {
    pub use crate::bindings::wasm_graph::processor::hybrid_logical_clock::{
        HybridLogicalClock, Nanoseconds, Seconds, Timespec,
    };
}

/// What an operator's module has in scope without importing it.
pub mod prelude {
    pub use crate::types::{
        Buffer, BufferOrBytes, BufferOrString, DataModel, Error, HybridLogicalClock, InlineSchema, Message,
        MessageProperties, MessageSchema, ModuleConfiguration, ModuleSchema, Snapshot, Timespec, Timestamp,
    };
    pub use crate::Duration;
}

pub use bindings::wasm_graph::processor::state_store_types::Duration;
pub use configuration::{ParameterView, Parameters};
pub use types::*;

/// What the macros' output uses. No one else should: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::exports::{accumulate, branch, delay, filter, map};
    pub use crate::guest::{answer, enter};
}
