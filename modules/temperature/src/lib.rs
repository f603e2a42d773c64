//! Four operators on temperatures in one component. A graph picks one by the type of its operation, and each
//! operation has an instance of its own.

mod accumulate;
mod branch;
mod filter;
mod map;
