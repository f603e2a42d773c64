//! A host for unit tests, on targets that are not WebAssembly: what operators log and count is kept, and there is a state
//! store. Each thread, so each test, has a host of its own.
//!
//! ```
//! use wasm_graph_sdk::{state_store, testing};
//!
//! testing::put("line", "7");
//! assert_eq!(state_store::get(b"line", None).unwrap().response, Some(b"7".to_vec()));
//! ```

pub(crate) mod state_store;

use crate::logger::Level;
use crate::metrics::{CounterValue, HistogramValue, Label, MetricsError};
use crate::schema_registry::{Schema, SchemaError};
use crate::state_store::StateStoreError;
use crate::{Duration, HybridLogicalClock};
use std::cell::RefCell;
use std::collections::BTreeMap;

#[derive(Default)]
struct Host {
    log: Vec<(Level, String, String)>,
    counts: Vec<(String, u64, Vec<Label>)>,
    records: Vec<(String, f64, Vec<Label>)>,
    values: BTreeMap<Vec<u8>, (Vec<u8>, HybridLogicalClock)>,
    schemas: Vec<Schema>,
    clock: u64,
    failure: Option<StateStoreError>,
}

thread_local! {
    static HOST: RefCell<Host> = RefCell::default();
}

fn with<T>(use_it: impl FnOnce(&mut Host) -> T) -> T {
    HOST.with_borrow_mut(use_it)
}

/// Forgets everything.
pub fn reset() {
    with(|host| *host = Host::default());
}

/// What was logged so far, in order: level, context, message.
pub fn logged() -> Vec<(Level, String, String)> {
    with(|host| host.log.clone())
}

/// What was added to counters so far, in order.
pub fn counted() -> Vec<(String, u64, Vec<Label>)> {
    with(|host| host.counts.clone())
}

/// What was put into histograms so far, in order.
pub fn recorded() -> Vec<(String, f64, Vec<Label>)> {
    with(|host| host.records.clone())
}

/// Sets a value of the state store.
pub fn put(key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
    state_store::put(key.into(), value.into());
}

/// A value of the state store.
pub fn value(key: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    with(|host| host.values.get(key.as_ref()).map(|(value, _)| value.clone()))
}

/// From now on, every call of the state store answers with this error; with none, it works again.
pub fn fail_state_store(error: Option<StateStoreError>) {
    with(|host| host.failure = error);
}

/// From now on, the registry has this schema.
pub fn add_schema(schema: Schema) {
    with(|host| host.schemas.push(schema));
}

pub(crate) fn log(level: Level, context: &str, message: &str) {
    eprintln!("{level:?} {context}: {message}");
    with(|host| host.log.push((level, context.into(), message.into())));
}

pub(crate) fn count(name: &str, value: CounterValue, labels: Option<&[Label]>) -> Result<(), MetricsError> {
    let CounterValue::U64(value) = value;
    with(|host| host.counts.push((name.into(), value, labels.unwrap_or_default().to_vec())));
    Ok(())
}

pub(crate) fn record(name: &str, value: HistogramValue, labels: Option<&[Label]>) -> Result<(), MetricsError> {
    let value = match value {
        HistogramValue::F64(value) => value,
        HistogramValue::U64(value) => value as f64,
    };
    with(|host| host.records.push((name.into(), value, labels.unwrap_or_default().to_vec())));
    Ok(())
}

pub(crate) fn schema(id: &str, version: &str, _timeout: Duration) -> Result<Schema, SchemaError> {
    with(|host| {
        let found = host.schemas.iter().find(|schema| schema.name == id && schema.version == version);
        found.cloned().ok_or(SchemaError::NotFound)
    })
}
