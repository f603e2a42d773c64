//! Count, extremes, average and last of all temperatures of one logical time.

use leat_guest::{bytes, summarise, Operator, Summary};
use leat_measurement::{Measurement, Statistics, Temperature, Unit};
use wasm_graph_sdk::macros::accumulate_operator;

const OPERATOR: Operator = Operator("module-temperature/accumulate");

fn init(configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    OPERATOR.log_properties(&configuration);
    OPERATOR.log_schemas(&configuration);
    true
}

#[accumulate_operator(init = "init")]
fn process(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
    OPERATOR.called();
    let result = summarise::<Temperatures>(staged, inputs)?;
    OPERATOR.info(&String::from_utf8_lossy(&bytes(&result.payload)));
    Ok(DataModel::Message(result))
}

struct Temperatures {
    statistics: Statistics,
    /// That of the last input; values are not converted.
    unit: Unit,
}

impl Summary for Temperatures {
    fn resume(staged: &[u8]) -> Self {
        let start = Temperatures { statistics: Statistics::new(), unit: Unit::Celsius };
        if staged.is_empty() {
            return start;
        }
        match Measurement::parse(staged).expect("the staged payload must be empty or a measurement") {
            Measurement::Temperature(Temperature { count, max, min, average, last, unit, .. }) => {
                Temperatures { statistics: Statistics::resume(count, max, min, average, last), unit }
            }
            _ => start,
        }
    }

    fn add(&mut self, payload: &[u8], seconds: u64) -> Result<bool, Error> {
        let measurement = Measurement::parse(payload).expect("the payload must be a measurement");
        let Measurement::Temperature(temperature) = measurement else {
            panic!("the measurement must be a temperature")
        };
        let value = temperature.value.expect("the temperature must have a value");
        self.unit = temperature.unit;
        Ok(self.statistics.add(value, seconds))
    }

    fn to_json(&self) -> String {
        format!(r#"{{"temperature":{{{},"unit":"{}"}}}}"#, self.statistics, self.unit.letter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leat_guest::hybrid_logical_clock::Timespec;
    use leat_guest::types::{BufferOrBytes, BufferOrString, Message, MessageProperties, Timestamp};

    fn at(secs: u64, nanos: u32, topic: &str, payload: &str) -> DataModel {
        DataModel::Message(Message {
            timestamp: Timestamp {
                timestamp: Timespec { secs, nanos },
                counter: secs,
                node_id: BufferOrString::String(topic.into()),
            },
            topic: BufferOrBytes::Bytes(topic.into()),
            content_type: None,
            payload: BufferOrBytes::Bytes(payload.into()),
            properties: MessageProperties { user_properties: vec![] },
            schema: None,
        })
    }

    fn payload(message: &Message) -> String {
        String::from_utf8(bytes(&message.payload).into_owned()).unwrap()
    }

    fn celsius(value: &str) -> String {
        format!(r#"{{"temperature":{{"value":{value},"unit":"C"}}}}"#)
    }

    #[test]
    fn one_converted_reading_gives_the_published_summary() {
        let input = at(1, 0, "probe/1", &celsius("653.8888888888889"));
        let result = summarise::<Temperatures>(at(9, 9, "staged", ""), vec![input]).unwrap();
        assert_eq!(
            payload(&result),
            r#"{"temperature":{"count":1,"max":653.8888888888889,"min":653.8888888888889,"average":653.8888888888889,"last":653.8888888888889,"unit":"C"}}"#
        );
    }

    #[test]
    fn time_is_that_of_the_last_value_and_topic_and_unit_are_those_of_the_last_input() {
        let inputs = vec![
            at(5, 900, "a", &celsius("1695")),
            at(5, 100, "b", &celsius("10")),
            at(4, 0, "c", r#"{"temperature":{"value":20,"unit":"F"}}"#),
        ];
        let result = summarise::<Temperatures>(at(90, 9, "staged", ""), inputs).unwrap();
        assert_eq!(
            payload(&result),
            r#"{"temperature":{"count":3,"max":1695,"min":10,"average":575,"last":10,"unit":"F"}}"#
        );
        let Timestamp { timestamp, counter, node_id } = result.timestamp;
        assert_eq!((timestamp.secs, timestamp.nanos, counter), (5, 100, 90));
        assert!(matches!(node_id, BufferOrString::String(id) if id == "staged"));
        assert!(matches!(result.topic, BufferOrBytes::Bytes(topic) if topic == b"c"));
    }

    #[test]
    fn a_staged_summary_goes_on() {
        let first = summarise::<Temperatures>(at(0, 0, "", ""), vec![at(5, 0, "", &celsius("10"))]).unwrap();
        let second = summarise::<Temperatures>(DataModel::Message(first), vec![at(1, 0, "", &celsius("60"))]).unwrap();
        assert_eq!(
            payload(&second),
            r#"{"temperature":{"count":2,"max":60,"min":10,"average":35,"last":60,"unit":"C"}}"#
        );
    }

    #[test]
    fn a_staged_measurement_of_another_kind_starts_anew() {
        let staged = at(0, 0, "", r#"{"humidity":{"count":7}}"#);
        let result = summarise::<Temperatures>(staged, vec![at(5, 0, "", &celsius("10"))]).unwrap();
        assert_eq!(
            payload(&result),
            r#"{"temperature":{"count":1,"max":10,"min":10,"average":10,"last":10,"unit":"C"}}"#
        );
    }

    #[test]
    fn what_is_no_message_is_an_error_staged_or_not() {
        let raw = || DataModel::BufferOrBytes(BufferOrBytes::Bytes(celsius("1").into()));
        let staged = at(0, 0, "", "");
        assert_eq!(summarise::<Temperatures>(raw(), vec![]).unwrap_err().message, "Unexpected input type");
        assert_eq!(summarise::<Temperatures>(staged, vec![raw()]).unwrap_err().message, "Unexpected input type");
    }

    #[test]
    #[should_panic(expected = "must be a temperature")]
    fn another_kind_of_input_traps() {
        let _ = Temperatures::resume(b"").add(br#"{"humidity":{"value":1}}"#, 0);
    }

    #[test]
    #[should_panic(expected = "must have a value")]
    fn an_input_without_a_value_traps() {
        let _ = Temperatures::resume(b"").add(br#"{"temperature":{"unit":"C"}}"#, 0);
    }

    #[test]
    #[should_panic(expected = "must be a measurement")]
    fn an_input_that_is_no_json_traps() {
        let _ = Temperatures::resume(b"").add(b"{", 0);
    }
}
