//! Values as OPC UA publishes them, `{"Tag": {"Value": …, "SourceTimestamp": …}}`, become flat rows for a database.

mod map;
mod rows;
mod settings;
