//! The attribute by its full path, types without an import, statics of its own, `if let` on each service's answer.

use serde_json::json;
use std::sync::OnceLock;
use wasm_graph_sdk::logger::{self, Level};
use wasm_graph_sdk::metrics::{self, CounterValue, Label};
use wasm_graph_sdk::state_store::{self, SetConditions, SetOptions};

static SUFFIX: OnceLock<String> = OnceLock::new();

fn init(configuration: ModuleConfiguration) -> bool {
    if let Some((_, value)) = configuration.properties.iter().find(|(key, _)| key == "suffix") {
        SUFFIX.set(value.clone()).unwrap();
    }
    for (key, value) in &configuration.properties {
        logger::log(Level::Info, "styles/map", &format!("{key}={value}"));
    }
    let refuses = configuration.properties.iter().any(|(key, _)| key == "refuse");
    for (key, value) in configuration.properties {
        logger::log(Level::Debug, "styles/map", &(key + &value));
    }
    !refuses
}

#[wasm_graph_sdk::macros::map_operator(init = "init")]
pub fn process(input: DataModel) -> Result<DataModel, Error> {
    let labels = vec![Label { key: "module".to_owned(), value: "styles/map".to_owned() }];
    if let Err(error) = metrics::add_to_counter("requests", CounterValue::U64(1), Some(&labels)) {
        logger::log(Level::Warn, "styles/map", &format!("{error} {error:?}"));
    }
    match input {
        DataModel::Message(mut message) => {
            let text =
                String::from_utf8(message.payload.read()).map_err(|error| Error { message: format!("{error}") })?;
            if text == "untouched" {
                return Ok(DataModel::Message(message));
            }
            if text == "panic" {
                panic!("as it was told");
            }
            let properties: Vec<(String, String)> =
                message.properties.user_properties.iter().map(|(key, value)| (key.read(), value.read())).collect();
            let kept = remembered(text.as_bytes())?;
            let answer = json!({
                "text": text,
                "kept": kept,
                "topic": String::from_utf8_lossy(&message.topic.read()),
                "type": message.content_type.as_ref().map(|content_type| content_type.read()),
                "node": message.timestamp.node_id.read(),
                "seconds": message.timestamp.timestamp.secs,
                "properties": properties,
                "suffix": SUFFIX.get(),
            });
            message.payload = BufferOrBytes::Bytes(serde_json::to_vec(&answer).unwrap());
            message.content_type = Some(BufferOrString::String("application/json".to_string()));
            message
                .properties
                .user_properties
                .push((BufferOrString::String("by".to_string()), BufferOrString::String("styles".into())));
            Ok(DataModel::Message(message))
        }
        DataModel::Snapshot(..) | DataModel::BufferOrBytes(_) => {
            Err(Error { message: "Unexpected input type".to_string() })
        }
    }
}

/// What the state store kept under "last" before; answers of the store with and without `?`.
fn remembered(value: &[u8]) -> Result<Option<String>, Error> {
    let before = match state_store::get("last".as_bytes(), None) {
        Ok(answer) => answer.response,
        Err(error) => {
            logger::log(Level::Error, "styles/map", &format!("no state: {error}"));
            return Ok(None);
        }
    };
    let answer = state_store::set(b"last", value, None, None, SetOptions::default())?;
    let options = SetOptions { conditions: SetConditions::OnlyIfDoesNotExist, ..Default::default() };
    state_store::set(b"first", value, None, answer.version.as_ref(), options)?;
    Ok(before.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}
