//! The interfaces of the host, as wit-bindgen makes them of the WIT.

wit_bindgen::generate!({
    path: "wit",
    inline: "
        package leat:sdk;

        world sdk {
            import wasm-graph:processor/types@1.1.0;
            import wasm-graph:processor/hybrid-logical-clock@1.1.0;
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/metrics@1.1.0;
            import wasm-graph:processor/state-store@1.1.0;
            import wasm-graph:processor/schema-registry@1.1.0;
            import wasm-graph:processor/command-invoker@1.1.0;
        }
    ",
    world: "leat:sdk/sdk",
    generate_all,
    additional_type_attributes: {
        "wasm-graph:processor/hybrid-logical-clock@1.1.0/timespec":
            [#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Default)]],
        "wasm-graph:processor/hybrid-logical-clock@1.1.0/hybrid-logical-clock":
            [#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Default)]],
        "wasm-graph:processor/state-store-types@1.1.0/duration":
            [#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Default)]],
        "wasm-graph:processor/state-store-types@1.1.0/set-options": [#[derive(PartialEq, Eq)]],
        "wasm-graph:processor/state-store-types@1.1.0/state-store-error": [#[derive(PartialEq, Eq)]],
        "wasm-graph:processor/state-store-types@1.1.0/state-store-get-response": [#[derive(PartialEq, Eq)]],
        "wasm-graph:processor/state-store-types@1.1.0/state-store-set-response": [#[derive(PartialEq, Eq)]],
        "wasm-graph:processor/state-store-types@1.1.0/state-store-del-response": [#[derive(PartialEq, Eq)]],
        "wasm-graph:processor/metrics@1.1.0/label": [#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Default)]],
        "wasm-graph:processor/metrics@1.1.0/counter-value": [#[derive(PartialEq)]],
        "wasm-graph:processor/metrics@1.1.0/histogram-value": [#[derive(PartialEq)]],
        "wasm-graph:processor/metrics@1.1.0/metrics-error": [#[derive(PartialEq, Eq)]],
        "wasm-graph:processor/types@1.1.0/error": [#[derive(PartialEq, Eq, Default)]],
        "wasm-graph:processor/types@1.1.0/module-schema": [#[derive(PartialEq, Eq, Default)]],
        "wasm-graph:processor/types@1.1.0/module-configuration": [#[derive(PartialEq, Eq, Default)]],
        "wasm-graph:processor/types@1.1.0/message-properties": [#[derive(Default)]],
    },
});
