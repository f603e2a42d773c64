//! Attribute macros that make an operator of a function. Use them as `wasm_graph_sdk::macros`, where they are described.

mod arguments;
mod expansion;
mod kind;

use kind::Kind;
use proc_macro::TokenStream;

macro_rules! operator {
    ($(#[$documentation:meta])* $name:ident, $kind:expr) => {
        $(#[$documentation])*
        #[proc_macro_attribute]
        pub fn $name(arguments: TokenStream, item: TokenStream) -> TokenStream {
            expansion::expand($kind, arguments.into(), item.into()).into()
        }
    };
}

operator! {
    /// `fn(DataModel) -> Result<DataModel, Error>`: one value becomes one value.
    map_operator, Kind::Map
}
operator! {
    /// `fn(DataModel) -> Result<bool, Error>`: true passes, false drops.
    filter_operator, Kind::Filter
}
operator! {
    /// `fn(HybridLogicalClock, DataModel) -> Result<bool, Error>`: to the arm `True` or `False`.
    branch_operator, Kind::Branch
}
operator! {
    /// `fn(DataModel, Vec<DataModel>) -> Result<DataModel, Error>`: what is staged and all values of one time become one.
    accumulate_operator, Kind::Accumulate
}
operator! {
    /// `fn(DataModel, HybridLogicalClock) -> Result<HybridLogicalClock, Error>`: the record's time from then on.
    delay_operator, Kind::Delay
}
