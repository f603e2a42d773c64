//! A number in a JSON payload becomes a metric, with its attributes from user properties.

mod map;
mod metric;
mod settings;
mod time;
