//! The ways in which operators may be written against the SDK: that this crate compiles is half of the test, how its five
//! operators answer is the other half (`SdkStylesTest` runs them on each engine).

#![deny(warnings)]

mod accumulate;
mod branch;
mod calls;
mod delay;
mod filter;
mod map;
