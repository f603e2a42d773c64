//! All measurements of one logical time, by kind, in one message.

use leat_guest::{bytes, error, message, Operator};
use leat_measurement::{Measurement, SensorData};
use wasm_graph_sdk::macros::accumulate_operator;

const OPERATOR: Operator = Operator("module-collection/accumulate");

fn init(_configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    true
}

#[accumulate_operator(init = "init")]
fn process(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
    OPERATOR.called();
    collect(staged, inputs).map(DataModel::Message)
}

/// The staged message with everything collected as its payload; all else of it stays.
fn collect(staged: DataModel, inputs: Vec<DataModel>) -> Result<Message, Error> {
    let mut result = message(staged)?;
    let mut collected = resume(&bytes(&result.payload))?;
    for input in inputs {
        match input {
            DataModel::Message(message) => add(&mut collected, &bytes(&message.payload))?,
            DataModel::Snapshot(snapshot) => add(&mut collected, &bytes(&snapshot.frame))?,
            DataModel::BufferOrBytes(_) => return Err(error("Unexpected input type")),
        }
    }
    result.payload = BufferOrBytes::Bytes(Measurement::SensorData(collected).to_json());
    Ok(result)
}

fn resume(staged: &[u8]) -> Result<SensorData, Error> {
    if staged.is_empty() {
        return Ok(SensorData::default());
    }
    match Measurement::parse(staged).expect("the staged payload must be empty or a measurement") {
        Measurement::SensorData(data) => Ok(data),
        _ => Err(error("Unexpected measurement type.")),
    }
}

fn add(collected: &mut SensorData, payload: &[u8]) -> Result<(), Error> {
    match Measurement::parse(payload).expect("the payload must be a measurement") {
        Measurement::Temperature(temperature) => collected.temperature.push(temperature),
        Measurement::Humidity(humidity) => collected.humidity.push(humidity),
        Measurement::Object(object) => collected.object.push(object),
        Measurement::SensorData(_) => return Err(error("Unexpected measurement type.")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use leat_guest::hybrid_logical_clock::Timespec;
    use leat_guest::types::{BufferOrString, MessageProperties, Snapshot, Timestamp};

    fn timestamp(secs: u64) -> Timestamp {
        let node_id = BufferOrString::String("node".into());
        Timestamp { timestamp: Timespec { secs, nanos: 0 }, counter: 0, node_id }
    }

    fn message_at(secs: u64, topic: &str, payload: &str) -> DataModel {
        DataModel::Message(Message {
            timestamp: timestamp(secs),
            topic: BufferOrBytes::Bytes(topic.into()),
            content_type: None,
            payload: BufferOrBytes::Bytes(payload.into()),
            properties: MessageProperties { user_properties: vec![] },
            schema: None,
        })
    }

    fn input(payload: &str) -> DataModel {
        message_at(5, "input", payload)
    }

    fn picture(payload: &str) -> DataModel {
        DataModel::Snapshot(Snapshot {
            timestamp: timestamp(5),
            format: BufferOrString::String("rgb24".into()),
            width: 224,
            height: 224,
            frame: BufferOrBytes::Bytes(payload.into()),
        })
    }

    fn raw(payload: &str) -> DataModel {
        DataModel::BufferOrBytes(BufferOrBytes::Bytes(payload.into()))
    }

    fn collected(staged: &str, inputs: Vec<DataModel>) -> Message {
        collect(message_at(9, "staged", staged), inputs).unwrap()
    }

    fn payload(message: &Message) -> String {
        String::from_utf8(bytes(&message.payload).into_owned()).unwrap()
    }

    fn refusal(staged: DataModel, inputs: Vec<DataModel>) -> String {
        collect(staged, inputs).unwrap_err().message
    }

    #[test]
    fn each_kind_has_its_list_in_the_order_of_arrival() {
        let result = collected(
            "",
            vec![
                input(r#"{"humidity":{"count":1,"max":85,"min":85,"average":85,"last":85}}"#),
                input(
                    r#"{"temperature":{"count":1,"max":653.8888888888889,"min":-5,"average":1,"last":2,"unit":"C"}}"#,
                ),
                picture(r#"{"object":{"result":"laptop"}}"#),
                input(r#"{"temperature":{"value":3,"unit":"F"}}"#),
            ],
        );
        let expected = concat!(
            r#"{"sensor_data":{"temperature":["#,
            r#"{"count":1,"max":653.8888888888889,"min":-5.0,"average":1.0,"last":2.0,"unit":"C","overtemp":false},"#,
            r#"{"value":3.0,"count":0,"max":0.0,"min":0.0,"average":0.0,"last":0.0,"unit":"F","overtemp":false}],"#,
            r#""humidity":[{"count":1,"max":85.0,"min":85.0,"average":85.0,"last":85.0}],"#,
            r#""object":[{"result":"laptop"}]}}"#
        );
        assert_eq!(payload(&result), expected);
        assert_eq!(result.timestamp.timestamp.secs, 9);
        assert!(matches!(result.topic, BufferOrBytes::Bytes(topic) if topic == b"staged"));
    }

    #[test]
    fn a_staged_collection_goes_on() {
        let first = payload(&collected("", vec![picture(r#"{"object":{"result":"laptop"}}"#)]));
        assert_eq!(first, r#"{"sensor_data":{"temperature":[],"humidity":[],"object":[{"result":"laptop"}]}}"#);
        assert_eq!(
            payload(&collected(&first, vec![input(r#"{"object":{"result":"cup"}}"#)])),
            r#"{"sensor_data":{"temperature":[],"humidity":[],"object":[{"result":"laptop"},{"result":"cup"}]}}"#
        );
    }

    #[test]
    fn a_collection_within_a_collection_is_an_error_and_so_are_bare_bytes() {
        let object = r#"{"object":{"result":"cup"}}"#;
        assert_eq!(refusal(input(""), vec![input(r#"{"sensor_data":{}}"#)]), "Unexpected measurement type.");
        assert_eq!(refusal(input(""), vec![raw(object)]), "Unexpected input type");
        assert_eq!(refusal(input(object), vec![]), "Unexpected measurement type.");
        assert_eq!(refusal(raw(""), vec![]), "Unexpected input type");
        assert_eq!(refusal(picture(""), vec![]), "Unexpected input type");
    }

    #[test]
    #[should_panic(expected = "the payload must be a measurement")]
    fn an_input_that_is_no_json_traps() {
        collected("", vec![input("{")]);
    }

    #[test]
    #[should_panic(expected = "the staged payload must be")]
    fn a_staged_payload_that_is_no_json_traps() {
        collected("{", vec![]);
    }
}
