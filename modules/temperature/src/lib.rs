//! Four operators on temperature measurements in one component: `map` converts Fahrenheit to Celsius,
//! `branch` tells temperatures from other measurements, `filter` keeps those within bounds, and
//! `accumulate` sums up all of one logical time. README.md says what each does with which input.

wit_bindgen::generate!({
    path: "../wit",
    inline: "
        package leat:temperature;

        world temperature {
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/metrics@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
            export wasm-graph:processor/filter@1.1.0;
            export wasm-graph:processor/branch@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
        }
    ",
    world: "leat:temperature/temperature",
    generate_all,
});

mod accumulate;
mod branch;
mod filter;
mod host;
mod map;

struct Component;
export!(Component);
