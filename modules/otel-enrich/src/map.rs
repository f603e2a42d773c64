use std::sync::OnceLock;
use wasm_graph_sdk::logger::{self, Level};
use wasm_graph_sdk::macros::map_operator;
use wasm_graph_sdk::metrics::{self, CounterValue, Label};
use wasm_graph_sdk::state_store;

const CONTEXT: &str = "module-otel-enrich/map";
const PROPERTY: &str = "enrichKeys";

static KEYS: OnceLock<String> = OnceLock::new();

fn init(configuration: ModuleConfiguration) -> bool {
    for (key, value) in configuration.properties {
        if key == PROPERTY {
            let _ = KEYS.set(value); // a second init keeps the first keys
        } else {
            logger::log(Level::Warn, CONTEXT, &format!("property {key} is not known"));
        }
    }
    true
}

#[map_operator(init = "init")]
fn enrich(input: DataModel) -> Result<DataModel, Error> {
    let labels = [Label { key: "module".into(), value: CONTEXT.into() }];
    let _ = metrics::add_to_counter("requests", CounterValue::U64(1), Some(&labels));
    let DataModel::Message(message) = input else {
        return Err(Error { message: "Unexpected input type".into() });
    };
    Ok(DataModel::Message(enriched(KEYS.get().map(String::as_str), message)))
}

fn enriched(keys: Option<&str>, mut message: Message) -> Message {
    let Some(keys) = keys else {
        logger::log(Level::Error, CONTEXT, &format!("{PROPERTY} is not set: the message stays as it is"));
        return message;
    };
    for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        match state_store::get(key.as_bytes(), None).map(|answer| answer.response) {
            Ok(Some(value)) => {
                let value = String::from_utf8_lossy(&value).into_owned();
                let property = (BufferOrString::String(format!("otel/{key}")), BufferOrString::String(value));
                message.properties.user_properties.push(property);
            }
            Ok(None) => logger::log(Level::Info, CONTEXT, &format!("the state store has no {key}")),
            Err(error) => logger::log(Level::Error, CONTEXT, &format!("could not get {key}: {error}")),
        }
    }
    message.topic = BufferOrBytes::Bytes(b"sensors".to_vec());
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_graph_sdk::state_store::StateStoreError;
    use wasm_graph_sdk::testing;

    fn message() -> Message {
        Message {
            timestamp: Timestamp { timestamp: Timespec { secs: 1, nanos: 2 }, counter: 3, node_id: "node".into() },
            topic: "probe/1".into(),
            content_type: Some("application/json".into()),
            payload: "any bytes".into(),
            properties: MessageProperties { user_properties: vec![("line".into(), "7".into())] },
            schema: None,
        }
    }

    fn properties(message: &Message) -> Vec<(String, String)> {
        message.properties.user_properties[1..].iter().map(|(key, value)| (key.read(), value.read())).collect()
    }

    fn lines(level: Level) -> usize {
        testing::logged().iter().filter(|line| line.0 == level && line.1 == CONTEXT).count()
    }

    #[test]
    fn keys_become_properties_in_their_order() {
        testing::put("factoryId", "factoryA");
        testing::put("machineId", b"machine\xff".to_vec());
        let message = enriched(Some(" machineId,, factoryId ,"), message());
        assert_eq!(
            properties(&message),
            [("otel/machineId".into(), "machine\u{fffd}".into()), ("otel/factoryId".into(), "factoryA".into())]
        );
        assert_eq!(message.topic.read(), b"sensors");
        assert_eq!(message.payload.read(), b"any bytes");
        assert_eq!(message.content_type.unwrap().read(), "application/json");
        assert_eq!(testing::logged(), []);
    }

    #[test]
    fn an_absent_key_is_skipped() {
        testing::put("b", "2");
        let message = enriched(Some("a,b"), message());
        assert_eq!(properties(&message), [("otel/b".into(), "2".into())]);
        assert_eq!(lines(Level::Info), 1);
    }

    #[test]
    fn a_store_that_fails_is_logged_for_each_key() {
        testing::fail_state_store(Some(StateStoreError::Timeout));
        let message = enriched(Some("a,b"), message());
        assert_eq!(properties(&message), []);
        assert_eq!(lines(Level::Error), 2);
        assert_eq!(message.topic.read(), b"sensors");
    }

    #[test]
    fn without_keys_the_message_stays_as_it_is() {
        let message = enriched(None, message());
        assert_eq!(message.topic.read(), b"probe/1");
        assert_eq!(lines(Level::Error), 1);
    }

    #[test]
    fn an_unknown_property_is_warned_about() {
        let properties = vec![("enrichKeys".into(), "a".into()), ("enrichkeys".into(), "b".into())];
        assert!(init(ModuleConfiguration { properties, module_schemas: vec![] }));
        assert_eq!(lines(Level::Warn), 1);
        assert_eq!(KEYS.get().unwrap(), "a");
    }

    #[test]
    fn every_call_is_counted_and_only_messages_are_taken() {
        let error = enrich(DataModel::BufferOrBytes(BufferOrBytes::Bytes(vec![]))).unwrap_err();
        assert_eq!(error.message, "Unexpected input type");
        let counted = testing::counted();
        assert_eq!((counted[0].0.as_str(), counted[0].1, counted[0].2[0].value.as_str()), ("requests", 1, CONTEXT));
    }
}
