//! The arguments as guide 1 prints them, types imported by name, a clock that is a time of the standard library's.

use std::time::Duration;
use wasm_graph_sdk::macros::branch_operator;
use wasm_graph_sdk::{DataModel, Error, HybridLogicalClock, ModuleConfiguration};

fn branch_init(_configuration: ModuleConfiguration) -> bool {
    true
}

#[branch_operator(init = "branch_init")]
fn is_even(input: DataModel, timestamp: HybridLogicalClock) -> Result<bool, Error> {
    let since: Duration = timestamp.timestamp.into();
    match input {
        DataModel::Message(_) => Ok(since.as_secs() % 2 == 0),
        _ => Err(Error { message: "Unexpected input type".into() }),
    }
}
