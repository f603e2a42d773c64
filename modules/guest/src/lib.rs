//! What the sample modules share: payloads without a copy, log lines and counts under an operator's name, the accumulation
//! of statistics. Types, macros and services are those of `wasm_graph_sdk`.

mod data;
mod operator;
mod summary;

pub use data::{bytes, error, message, text};
pub use operator::{Level, Operator};
pub use summary::{summarise, Summary};
pub use wasm_graph_sdk::{hybrid_logical_clock, state_store, state_store as state_store_types, types};
