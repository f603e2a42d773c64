//! What the sample modules need of their host: the types that cross the border, the bytes behind handles, the log,
//! the counters.
//!
//! The bindings of everything that is imported are made once, here. A module makes those of what it exports, and
//! takes the types from here:
//!
//! ```ignore
//! wit_bindgen::generate!({
//!     path: "../wit",
//!     inline: "
//!         package leat:window;
//!         world window {
//!             export wasm-graph:processor/delay@1.1.0;
//!         }
//!     ",
//!     world: "leat:window/window",
//!     with: {
//!         "wasm-graph:processor/types@1.1.0": leat_guest::types,
//!         "wasm-graph:processor/hybrid-logical-clock@1.1.0": leat_guest::hybrid_logical_clock,
//!     },
//! });
//! ```
//!
//! What a module does not call does not become an import of its component. Only [`Operator`] and host buffers call the
//! host: what works on inline data can be tested on any machine.

mod bindings {
    wit_bindgen::generate!({
        path: "../wit",
        inline: "
            package leat:guest;

            world guest {
                import wasm-graph:processor/types@1.1.0;
                import wasm-graph:processor/logger@1.1.0;
                import wasm-graph:processor/metrics@1.1.0;
                import wasm-graph:processor/state-store@1.1.0;
            }
        ",
        world: "leat:guest/guest",
        generate_all,
    });
}

mod data;
mod operator;
mod summary;

pub use bindings::wasm_graph::processor::{hybrid_logical_clock, state_store, state_store_types, types};
pub use data::{bytes, error, message, text};
pub use operator::{Level, Operator};
pub use summary::{summarise, Summary};
