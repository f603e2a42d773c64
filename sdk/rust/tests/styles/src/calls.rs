//! Calls of the host's services in each form that a caller may choose. Compiled, not run.

#![allow(dead_code)]

use std::error::Error as _;
use wasm_graph_sdk::command_invoker::{self, CommandInvokerOptionsBuilder, CommandRequestBuilder, RpcError};
use wasm_graph_sdk::logger::{self, Level};
use wasm_graph_sdk::metrics::{self, CounterValue, HistogramValue, Label};
use wasm_graph_sdk::schema_registry::{self, SchemaError};
use wasm_graph_sdk::state_store::{self, Duration, HybridLogicalClock, SetConditions, SetOptions};
use wasm_graph_sdk::{types, Error};

fn labels(list: &Vec<Label>, slice: &[Label], some: Option<Vec<Label>>) -> Result<(), metrics::MetricsError> {
    metrics::add_to_counter("x", CounterValue::U64(1), Some(list))?;
    metrics::add_to_counter("x", CounterValue::U64(1), Some(slice))?;
    metrics::add_to_counter("x", CounterValue::U64(1), None)?;
    metrics::add_to_counter("x", 1, Some(&[Label { key: "a".into(), value: "b".into() }]))?;
    metrics::add_to_counter("x", 1.0, Some(&vec![Label::new("a", "b")]))?;
    metrics::add_to_counter(&String::from("x"), 1u64, some.as_deref())?;
    metrics::record_to_histogram("x", HistogramValue::F64(0.5), Some(list))?;
    metrics::record_to_histogram("x", 0.5, Some(slice))?;
    metrics::record_to_histogram("x", 5u64, None)?;
    let _ = metrics::record_to_histogram("x", 5, None);
    Ok(())
}

fn state(key: &str, value: String, bytes: Vec<u8>, token: Option<HybridLogicalClock>) -> Result<i64, Error> {
    let options = SetOptions {
        conditions: SetConditions::OnlyIfEqualOrDoesNotExist,
        expires: Some(Duration { seconds: 10, nanos: 0 }),
    };
    for _ in 0..2 {
        state_store::set(key.as_bytes(), value.as_bytes(), None, None, options)?;
    }
    let answer = state_store::set(&bytes, &bytes, Some(Duration { seconds: 1, nanos: 5 }), token.as_ref(), options)?;
    let fencing = answer.version.unwrap();
    state_store::set(b"key", &value.into_bytes(), Some(Duration::from_secs(1)), Some(&fencing), SetOptions::default())?;
    if let Err(error) = state_store::get(key.as_bytes(), None) {
        logger::log(Level::Error, "calls", &format!("{error} {error:?} {}", error.source().is_some()));
    }
    match state_store::get(&bytes, None) {
        Ok(state_store::StateStoreGetResponse { response: Some(_), .. }) => {}
        Ok(_) => {}
        Err(state_store::StateStoreError::RequestError(text)) => return Err(Error { message: text }),
        Err(state_store::StateStoreError::Timeout) => {}
        Err(state_store::StateStoreError::Protocol | state_store::StateStoreError::Internal) => {}
    }
    state_store::del(key.as_bytes(), None, None)?;
    state_store::del(key.as_bytes(), Some(&fencing), Some(Duration::from_millis(5)))?;
    Ok(state_store::vdel(key.as_bytes(), b"value", None, None)?.response)
}

fn schema() -> Result<String, SchemaError> {
    schema_registry::get("name", "1", std::time::Duration::from_secs(1))?;
    schema_registry::get(&String::from("name"), "1", (1, 0))?;
    let schema = schema_registry::get("name", "1", Duration { seconds: 1, nanos: 0 })?;
    Ok(schema.schema_content)
}

fn command() -> Result<Vec<u8>, RpcError> {
    let options = CommandInvokerOptionsBuilder::new()
        .request_topic_pattern("machines/{machine}/stop")?
        .command_name("stop")?
        .topic_token_map(&[("machine".to_string(), "7".to_string())])?
        .build()?;
    let invoker = command_invoker::new_invoker(options)?;
    let request = CommandRequestBuilder::new().payload(b"now")?.timeout(5, 0)?.build()?;
    Ok(invoker.invoke(request)?.payload)
}

fn clocks(clock: &HybridLogicalClock, time: std::time::SystemTime) -> types::Timestamp {
    let mut stamp = types::Timestamp::from(clock);
    stamp.timestamp = time.into();
    let same = clock.clone() == HybridLogicalClock::from(&stamp) && clock.timestamp < stamp.timestamp;
    logger::log(Level::Trace, "calls", if same { "same" } else { "other" });
    stamp
}

fn boxed(data: &types::BufferOrBytes) -> Result<(), Box<dyn std::error::Error>> {
    if data.read().is_empty() {
        Err(Error { message: "empty".into() })?
    }
    Ok(())
}
