//! Counters and histograms at the host.

pub use crate::bindings::wasm_graph::processor::metrics::{CounterValue, HistogramValue, Label, MetricsError};

/// Adds to a counter, which appears with the first call.
///
/// `value` is a [`CounterValue`] or a number. Counters hold whole numbers: what a number has behind the decimal point is
/// cut off, and one below zero adds nothing.
///
/// # Errors
///
/// When the name is in use for something else, or the host cannot count.
pub fn add_to_counter(
    name: &str,
    value: impl Into<CounterValue>,
    labels: Option<&[Label]>,
) -> Result<(), MetricsError> {
    let value = value.into();
    #[cfg(target_arch = "wasm32")]
    return crate::bindings::wasm_graph::processor::metrics::add_to_counter(name, value, labels);
    #[cfg(not(target_arch = "wasm32"))]
    return crate::testing::count(name, value, labels);
}

/// Puts a value into a histogram, which appears with the first call.
///
/// # Errors
///
/// As with [`add_to_counter`].
pub fn record_to_histogram(
    name: &str,
    value: impl Into<HistogramValue>,
    labels: Option<&[Label]>,
) -> Result<(), MetricsError> {
    let value = value.into();
    #[cfg(target_arch = "wasm32")]
    return crate::bindings::wasm_graph::processor::metrics::record_to_histogram(name, value, labels);
    #[cfg(not(target_arch = "wasm32"))]
    return crate::testing::record(name, value, labels);
}

impl Label {
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Label {
        Label { key: key.into(), value: value.into() }
    }
}

impl From<u64> for CounterValue {
    fn from(value: u64) -> CounterValue {
        CounterValue::U64(value)
    }
}

impl From<u32> for CounterValue {
    fn from(value: u32) -> CounterValue {
        CounterValue::U64(value.into())
    }
}

/// Below zero it is zero.
impl From<i32> for CounterValue {
    fn from(value: i32) -> CounterValue {
        CounterValue::U64(value.try_into().unwrap_or(0))
    }
}

/// Cut off to a whole number; below zero and what is no number is zero.
impl From<f64> for CounterValue {
    fn from(value: f64) -> CounterValue {
        CounterValue::U64(value as u64)
    }
}

impl From<f64> for HistogramValue {
    fn from(value: f64) -> HistogramValue {
        HistogramValue::F64(value)
    }
}

impl From<u64> for HistogramValue {
    fn from(value: u64) -> HistogramValue {
        HistogramValue::U64(value)
    }
}

/// Below zero it is a number with a sign.
impl From<i32> for HistogramValue {
    fn from(value: i32) -> HistogramValue {
        match value.try_into() {
            Ok(value) => HistogramValue::U64(value),
            Err(_) => HistogramValue::F64(value.into()),
        }
    }
}
