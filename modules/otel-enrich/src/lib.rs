//! Values of the state store become user properties, from which a metric later takes its attributes.

mod map;
