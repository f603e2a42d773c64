//! Inputs of each kind, for tests.

use leat_guest::hybrid_logical_clock::Timespec;
use leat_guest::types::{BufferOrBytes, BufferOrString, DataModel, Message, MessageProperties, Snapshot, Timestamp};

fn timestamp(secs: u64) -> Timestamp {
    let node_id = BufferOrString::String("node".into());
    Timestamp { timestamp: Timespec { secs, nanos: 5 }, counter: 3, node_id }
}

pub fn message(topic: &str, payload: &str) -> DataModel {
    DataModel::Message(Message {
        timestamp: timestamp(10),
        topic: BufferOrBytes::Bytes(topic.into()),
        content_type: None,
        payload: BufferOrBytes::Bytes(payload.into()),
        properties: MessageProperties { user_properties: vec![] },
        schema: None,
    })
}

pub fn snapshot(frame: &[u8]) -> DataModel {
    DataModel::Snapshot(Snapshot {
        timestamp: timestamp(20),
        format: BufferOrString::String("rgb24".into()),
        width: 224,
        height: 224,
        frame: BufferOrBytes::Bytes(frame.into()),
    })
}

pub fn raw() -> DataModel {
    DataModel::BufferOrBytes(BufferOrBytes::Bytes(vec![]))
}
