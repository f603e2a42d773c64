//! Pictures to the arm `True`: snapshots, and messages of one topic.

use crate::exports::wasm_graph::processor::branch::Guest;
use leat_guest::hybrid_logical_clock::HybridLogicalClock;
use leat_guest::types::{DataModel, Error, ModuleConfiguration};
use leat_guest::{bytes, error, Level, Operator};
use std::sync::OnceLock;

const OPERATOR: Operator = Operator("module-snapshot/branch");
const PROPERTY: &str = "snapshot_topic";

static TOPIC: OnceLock<Vec<u8>> = OnceLock::new();

impl Guest for crate::Component {
    fn init(configuration: ModuleConfiguration) -> bool {
        OPERATOR.start();
        for (_, topic) in configuration.properties.iter().filter(|(key, _)| key == PROPERTY) {
            if TOPIC.set(topic.as_bytes().to_vec()).is_err() {
                OPERATOR.log(Level::Warn, &format!("{PROPERTY} is set already; '{topic}' is not taken"));
            }
        }
        true
    }

    fn process(_timestamp: HybridLogicalClock, data: DataModel) -> Result<bool, Error> {
        OPERATOR.called();
        is_picture(&data, TOPIC.get().map(Vec::as_slice))
    }
}

fn is_picture(data: &DataModel, topic: Option<&[u8]>) -> Result<bool, Error> {
    match data {
        DataModel::Message(message) => Ok(topic.is_some_and(|topic| topic == &*bytes(&message.topic))),
        DataModel::Snapshot(_) => Ok(true),
        DataModel::BufferOrBytes(_) => Err(error("Unexpected input type.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{message, raw, snapshot};

    #[test]
    fn a_message_is_a_picture_if_its_topic_is_exactly_the_one_configured() {
        let data = message("camera/1", "");
        assert!(is_picture(&data, Some(b"camera/1")).unwrap());
        for other in ["camera", "camera/11", "Camera/1", "camera/+", ""] {
            assert!(!is_picture(&data, Some(other.as_bytes())).unwrap(), "{other}");
        }
    }

    #[test]
    fn without_a_topic_no_message_is_a_picture() {
        assert!(!is_picture(&message("camera/1", ""), None).unwrap());
        assert!(!is_picture(&message("", ""), None).unwrap());
        assert!(is_picture(&message("", ""), Some(b"")).unwrap());
    }

    #[test]
    fn a_snapshot_is_a_picture_and_bare_bytes_are_an_error() {
        assert!(is_picture(&snapshot(b""), None).unwrap());
        assert_eq!(is_picture(&raw(), Some(b"camera/1")).unwrap_err().message, "Unexpected input type.");
    }
}
