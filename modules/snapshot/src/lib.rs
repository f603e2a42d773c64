//! Three operators on pictures in one component: which ones, what is on them, and what was on all of one time.

wit_bindgen::generate!({
    path: ["../wit", "../wit-nn"],
    inline: "
        package leat:snapshot;

        world snapshot {
            import wasi:nn/tensor@0.2.0-rc-2024-10-28;
            import wasi:nn/graph@0.2.0-rc-2024-10-28;
            import wasi:nn/inference@0.2.0-rc-2024-10-28;
            import wasi:nn/errors@0.2.0-rc-2024-10-28;
            export wasm-graph:processor/%map@1.1.0;
            export wasm-graph:processor/branch@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
        }
    ",
    world: "leat:snapshot/snapshot",
    with: {
        "wasm-graph:processor/types@1.1.0": leat_guest::types,
        "wasm-graph:processor/hybrid-logical-clock@1.1.0": leat_guest::hybrid_logical_clock,
    },
    generate_all,
});

mod accumulate;
mod branch;
mod classes;
mod map;
mod model;
mod tensor;

#[cfg(test)]
mod sample;

struct Component;
export!(Component);
