//! The interfaces that operators export, each in a world of its own: a component tells of those it exports and of no
//! others. The types are those of [`crate::bindings`].

pub mod map {
    wit_bindgen::generate!({
        path: "wit",
        inline: "
            package leat:operator-map;

            world operator-map {
                export wasm-graph:processor/%map@1.1.0;
            }
        ",
        world: "leat:operator-map/operator-map",
        pub_export_macro: true,
        with: {
            "wasm-graph:processor/types@1.1.0": crate::bindings::wasm_graph::processor::types,
            "wasm-graph:processor/hybrid-logical-clock@1.1.0":
                crate::bindings::wasm_graph::processor::hybrid_logical_clock,
        },
    });
    pub use exports::wasm_graph::processor::map::Guest;
}

pub mod filter {
    wit_bindgen::generate!({
        path: "wit",
        inline: "
            package leat:operator-filter;

            world operator-filter {
                export wasm-graph:processor/%filter@1.1.0;
            }
        ",
        world: "leat:operator-filter/operator-filter",
        pub_export_macro: true,
        with: {
            "wasm-graph:processor/types@1.1.0": crate::bindings::wasm_graph::processor::types,
            "wasm-graph:processor/hybrid-logical-clock@1.1.0":
                crate::bindings::wasm_graph::processor::hybrid_logical_clock,
        },
    });
    pub use exports::wasm_graph::processor::filter::Guest;
}

pub mod branch {
    wit_bindgen::generate!({
        path: "wit",
        inline: "
            package leat:operator-branch;

            world operator-branch {
                export wasm-graph:processor/%branch@1.1.0;
            }
        ",
        world: "leat:operator-branch/operator-branch",
        pub_export_macro: true,
        with: {
            "wasm-graph:processor/types@1.1.0": crate::bindings::wasm_graph::processor::types,
            "wasm-graph:processor/hybrid-logical-clock@1.1.0":
                crate::bindings::wasm_graph::processor::hybrid_logical_clock,
        },
    });
    pub use exports::wasm_graph::processor::branch::Guest;
}

pub mod accumulate {
    wit_bindgen::generate!({
        path: "wit",
        inline: "
            package leat:operator-accumulate;

            world operator-accumulate {
                export wasm-graph:processor/%accumulate@1.1.0;
            }
        ",
        world: "leat:operator-accumulate/operator-accumulate",
        pub_export_macro: true,
        with: {
            "wasm-graph:processor/types@1.1.0": crate::bindings::wasm_graph::processor::types,
            "wasm-graph:processor/hybrid-logical-clock@1.1.0":
                crate::bindings::wasm_graph::processor::hybrid_logical_clock,
        },
    });
    pub use exports::wasm_graph::processor::accumulate::Guest;
}

pub mod delay {
    wit_bindgen::generate!({
        path: "wit",
        inline: "
            package leat:operator-delay;

            world operator-delay {
                export wasm-graph:processor/%delay@1.1.0;
            }
        ",
        world: "leat:operator-delay/operator-delay",
        pub_export_macro: true,
        with: {
            "wasm-graph:processor/types@1.1.0": crate::bindings::wasm_graph::processor::types,
            "wasm-graph:processor/hybrid-logical-clock@1.1.0":
                crate::bindings::wasm_graph::processor::hybrid_logical_clock,
        },
    });
    pub use exports::wasm_graph::processor::delay::Guest;
}
