//! The five kinds of operators: how each is named, and what its function takes.

/// What an operator does with its input.
#[derive(Clone, Copy)]
pub enum Kind {
    Map,
    Filter,
    Branch,
    Accumulate,
    Delay,
}

/// One argument of `process` in the WIT: its Rust type's last name, and the full type as the bindings have it.
pub struct Parameter {
    pub type_name: &'static str,
    pub full_type: &'static str,
}

const DATA: Parameter = Parameter { type_name: "DataModel", full_type: "::wasm_graph_sdk::DataModel" };
const CLOCK: Parameter =
    Parameter { type_name: "HybridLogicalClock", full_type: "::wasm_graph_sdk::HybridLogicalClock" };
const LIST: Parameter = Parameter { type_name: "Vec", full_type: "::std::vec::Vec<::wasm_graph_sdk::DataModel>" };

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Map => "map",
            Kind::Filter => "filter",
            Kind::Branch => "branch",
            Kind::Accumulate => "accumulate",
            Kind::Delay => "delay",
        }
    }

    /// In the order of the WIT.
    pub fn parameters(self) -> &'static [Parameter] {
        match self {
            Kind::Map | Kind::Filter => &[DATA],
            Kind::Branch => &[CLOCK, DATA],
            Kind::Accumulate => &[DATA, LIST],
            Kind::Delay => &[DATA, CLOCK],
        }
    }

    pub fn result(self) -> &'static str {
        match self {
            Kind::Map | Kind::Accumulate => "::wasm_graph_sdk::DataModel",
            Kind::Filter | Kind::Branch => "bool",
            Kind::Delay => "::wasm_graph_sdk::HybridLogicalClock",
        }
    }

    /// As a reader of an error message would write it.
    pub fn signature(self) -> &'static str {
        match self {
            Kind::Map => "fn(input: DataModel) -> Result<DataModel, Error>",
            Kind::Filter => "fn(input: DataModel) -> Result<bool, Error>",
            Kind::Branch => "fn(timestamp: HybridLogicalClock, input: DataModel) -> Result<bool, Error>",
            Kind::Accumulate => "fn(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error>",
            Kind::Delay => "fn(input: DataModel, timestamp: HybridLogicalClock) -> Result<HybridLogicalClock, Error>",
        }
    }
}
