//! The operator: settings, payload, attributes.

use crate::metric::{Attribute, Metrics};
use crate::settings::Settings;
use serde_json::Value;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};
use wasm_graph_sdk::logger::{self, Level};
use wasm_graph_sdk::macros::map_operator;
use wasm_graph_sdk::metrics::{self, CounterValue, Label};

const CONTEXT: &str = "module-otel-transform/map";
const PREFIX: &str = "otel/";

static SETTINGS: OnceLock<Settings> = OnceLock::new();

fn init(configuration: ModuleConfiguration) -> bool {
    let settings = Settings::from(configuration.properties, |key| {
        logger::log(Level::Warn, CONTEXT, &format!("property {key} is not known"));
    });
    SETTINGS.set(settings).expect("the settings are set already: init must run once on an instance");
    true
}

#[map_operator(init = "init")]
fn transform(input: DataModel) -> Result<DataModel, Error> {
    let labels = [Label { key: "module".into(), value: CONTEXT.into() }];
    let _ = metrics::add_to_counter("requests", CounterValue::U64(1), Some(&labels));
    let DataModel::Message(message) = input else {
        return Err(Error { message: "Unexpected input type".into() });
    };
    Ok(DataModel::Message(transformed(SETTINGS.get_or_init(Settings::default), message)))
}

fn transformed(settings: &Settings, mut message: Message) -> Message {
    let payload: Value = match serde_json::from_slice(&message.payload.read()) {
        Ok(payload) => payload,
        Err(error) => {
            logger::log(Level::Error, CONTEXT, &format!("the payload is no JSON: {error}"));
            return message;
        }
    };
    let attributes = take_attributes(&mut message.properties);
    let metrics = Metrics::of(&payload, settings, attributes, now, |line| logger::log(Level::Error, CONTEXT, line));
    message.payload = BufferOrBytes::Bytes(metrics.to_json());
    message
}

/// The user properties whose names say that they are attributes; what is left stays in its order.
fn take_attributes(properties: &mut MessageProperties) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut rest = Vec::new();
    for (key, value) in std::mem::take(&mut properties.user_properties) {
        let name = key.read();
        if name.starts_with(PREFIX) {
            attributes.push(Attribute { key: name, value: value.read() });
        } else {
            rest.push((key, value));
        }
    }
    properties.user_properties = rest;
    attributes
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_graph_sdk::testing;

    fn message(payload: &str, properties: &[(&str, &str)]) -> Message {
        let user_properties = properties.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        Message {
            timestamp: Timestamp { timestamp: Timespec { secs: 1, nanos: 2 }, counter: 3, node_id: "node".into() },
            topic: "probe/1".into(),
            content_type: None,
            payload: payload.into(),
            properties: MessageProperties { user_properties },
            schema: None,
        }
    }

    fn settings() -> Settings {
        Settings { name: Some("n".into()), value_path: Some("v".into()), ..Settings::default() }
    }

    #[test]
    fn attributes_leave_the_properties_and_keep_their_prefix_and_order() {
        let properties = [("otel/b", "1"), ("line", "7"), ("otel/a", "2"), ("otel/b", "3"), ("Otel/x", "4")];
        let result = transformed(&settings(), message(r#"{"v": 5}"#, &properties));
        let left: Vec<_> = result.properties.user_properties.iter().map(|(key, _)| key.read()).collect();
        assert_eq!(left, ["line", "Otel/x"]);
        let payload: Value = serde_json::from_slice(&result.payload.read()).unwrap();
        let expected = serde_json::json!([
            {"key": "otel/b", "value": "1"}, {"key": "otel/a", "value": "2"}, {"key": "otel/b", "value": "3"}
        ]);
        assert_eq!(payload["metrics"][0]["attributes"], expected);
    }

    #[test]
    fn without_a_path_to_a_time_it_is_now() {
        let before = now();
        let result = transformed(&settings(), message(r#"{"v": 5}"#, &[]));
        let payload: Value = serde_json::from_slice(&result.payload.read()).unwrap();
        let timestamp = payload["metrics"][0]["timestamp"].as_u64().unwrap();
        assert!((before..=now()).contains(&timestamp));
        assert_eq!(payload["metrics"][0]["attributes"], Value::Null);
    }

    #[test]
    fn what_is_no_json_stays_as_it_is_with_its_properties() {
        let result = transformed(&settings(), message("{", &[("otel/a", "1")]));
        assert_eq!(result.payload.read(), b"{");
        assert_eq!(result.properties.user_properties.len(), 1);
        assert!(matches!(&testing::logged()[..], [(Level::Error, context, _)] if context == CONTEXT));
    }

    #[test]
    fn every_call_is_counted_and_only_messages_are_taken() {
        let error = transform(DataModel::BufferOrBytes(BufferOrBytes::Bytes(vec![]))).unwrap_err();
        assert_eq!(error.message, "Unexpected input type");
        assert_eq!(testing::counted().len(), 1);
    }

    #[test]
    #[should_panic(expected = "init must run once")]
    fn a_second_init_traps() {
        let configuration = || ModuleConfiguration { properties: vec![], module_schemas: vec![] };
        init(configuration());
        init(configuration());
    }
}
