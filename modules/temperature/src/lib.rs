//! Four operators on temperatures in one component. A graph picks one by the type of its operation, and each
//! operation has an instance of its own.

wit_bindgen::generate!({
    path: "../wit",
    inline: "
        package leat:temperature;

        world temperature {
            export wasm-graph:processor/%map@1.1.0;
            export wasm-graph:processor/filter@1.1.0;
            export wasm-graph:processor/branch@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
        }
    ",
    world: "leat:temperature/temperature",
    with: {
        "wasm-graph:processor/types@1.1.0": leat_guest::types,
        "wasm-graph:processor/hybrid-logical-clock@1.1.0": leat_guest::hybrid_logical_clock,
    },
});

mod accumulate;
mod branch;
mod filter;
mod map;

struct Component;
export!(Component);
