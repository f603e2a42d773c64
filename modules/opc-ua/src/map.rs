//! The operator: settings, payload, user properties.

use crate::rows::rows;
use crate::settings::Settings;
use serde_json::Value;
use std::sync::OnceLock;
use wasm_graph_sdk::macros::map_operator;

static SETTINGS: OnceLock<Settings> = OnceLock::new();

fn init(configuration: ModuleConfiguration) -> bool {
    let _ = SETTINGS.set(Settings::from(&configuration.properties)); // a second init changes nothing
    true
}

#[map_operator(init = "init")]
fn flatten(input: DataModel) -> Result<DataModel, Error> {
    let DataModel::Message(message) = input else {
        return Err(Error { message: "Unexpected input type".into() });
    };
    flattened(SETTINGS.get_or_init(Settings::default), message).map(DataModel::Message)
}

fn flattened(settings: &Settings, mut message: Message) -> Result<Message, Error> {
    let payload: Value = serde_json::from_slice(&message.payload.read())
        .map_err(|error| Error { message: format!("Failed to deserialize json object. Reason: {error}") })?;
    let mut columns = Vec::new();
    let mut schema = settings.dataschema.as_ref();
    for (key, value) in &mut message.properties.user_properties {
        let key = key.read();
        if key == "dataschema" {
            if let Some(schema) = schema.take() {
                *value = BufferOrString::String(schema.clone());
            }
        }
        if let Some(column) = settings.column(&key) {
            columns.push((column.to_owned(), value.read()));
        }
    }
    let rows = rows(payload, settings.copy_all, &columns);
    message.payload = BufferOrBytes::Bytes(Value::Array(rows).to_string().into_bytes());
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = r#"{"Tag":{"Value":1,"SourceTimestamp":"t"}}"#;

    fn message(payload: &str, properties: &[(&str, &str)]) -> Message {
        let user_properties = properties.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        Message {
            timestamp: Timestamp { timestamp: Timespec { secs: 1, nanos: 2 }, counter: 3, node_id: "node".into() },
            topic: "probe/1".into(),
            content_type: Some("application/json".into()),
            payload: payload.into(),
            properties: MessageProperties { user_properties },
            schema: Some(MessageSchema::RegistryReference("sensor:1".into())),
        }
    }

    fn settings(properties: &[(&str, &str)]) -> Settings {
        let owned: Vec<_> = properties.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        Settings::from(&owned)
    }

    fn properties(message: &Message) -> Vec<(String, String)> {
        message.properties.user_properties.iter().map(|(key, value)| (key.read(), value.read())).collect()
    }

    fn payload(message: &Message) -> String {
        String::from_utf8(message.payload.read()).unwrap()
    }

    #[test]
    fn headers_become_columns() {
        let settings = settings(&[("headers", "meta1=foo;meta2=bar")]);
        let result =
            flattened(&settings, message(TAG, &[("meta1", "1"), ("other", "2"), ("meta2", "3"), ("meta1", "4")]));
        assert_eq!(payload(&result.unwrap()), r#"[{"bar":"3","foo":"4","tag":"Tag","timestamp":"t","value":1}]"#);
    }

    #[test]
    fn the_first_dataschema_is_replaced_and_none_is_added() {
        let settings = settings(&[("dataschema", "mine")]);
        let result = flattened(&settings, message(TAG, &[("dataschema", "a"), ("dataschema", "b")])).unwrap();
        assert_eq!(properties(&result), [("dataschema".into(), "mine".into()), ("dataschema".into(), "b".into())]);
        let result = flattened(&settings, message(TAG, &[("other", "a")])).unwrap();
        assert_eq!(properties(&result), [("other".into(), "a".into())]);
    }

    #[test]
    fn a_column_of_the_dataschema_has_the_new_one() {
        let settings = settings(&[("dataschema", "mine"), ("headers", "dataschema=schema")]);
        let result = flattened(&settings, message(TAG, &[("dataschema", "a")])).unwrap();
        assert_eq!(payload(&result), r#"[{"schema":"mine","tag":"Tag","timestamp":"t","value":1}]"#);
    }

    #[test]
    fn all_else_of_the_message_stays() {
        let result = flattened(&Settings::default(), message(TAG, &[])).unwrap();
        assert_eq!(result.topic.read(), b"probe/1");
        assert_eq!(result.content_type.unwrap().read(), "application/json");
        assert!(matches!(result.schema, Some(MessageSchema::RegistryReference(name)) if name.read() == "sensor:1"));
        assert_eq!((result.timestamp.timestamp.secs, result.timestamp.counter), (1, 3));
    }

    #[test]
    fn what_is_no_json_is_an_error_with_the_reason() {
        let error = flattened(&Settings::default(), message("{", &[])).unwrap_err().message;
        assert!(error.starts_with("Failed to deserialize json object. Reason: EOF"), "{error}");
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        let raw = DataModel::BufferOrBytes(BufferOrBytes::Bytes(TAG.into()));
        assert_eq!(flatten(raw).unwrap_err().message, "Unexpected input type");
    }
}
