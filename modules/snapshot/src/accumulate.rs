//! What was seen on all pictures of one logical time, each thing once.

use crate::exports::wasm_graph::processor::accumulate::Guest;
use leat_guest::types::{BufferOrBytes, DataModel, Error, Message, ModuleConfiguration};
use leat_guest::{bytes, error, message, Operator};
use leat_measurement::{Measurement, Object};

const OPERATOR: Operator = Operator("module-snapshot/accumulate");

impl Guest for crate::Component {
    fn init(_configuration: ModuleConfiguration) -> bool {
        OPERATOR.start();
        true
    }

    fn process(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
        OPERATOR.called();
        accumulate(staged, inputs).map(DataModel::Message)
    }
}

/// The staged message with all results as its payload; all else of it stays.
fn accumulate(staged: DataModel, inputs: Vec<DataModel>) -> Result<Message, Error> {
    let mut message = message(staged)?;
    let mut results = Vec::new();
    let staged = bytes(&message.payload);
    if !staged.is_empty() {
        if let Measurement::Object(object) =
            Measurement::parse(&staged).expect("the staged payload must be empty or a measurement")
        {
            results.push(object.result); // one element, however many were joined to it
        }
    }
    for input in inputs {
        let DataModel::Snapshot(snapshot) = input else { return Err(error("Unexpected input type.")) };
        match Measurement::parse(&bytes(&snapshot.frame)).expect("the frame must be a measurement") {
            Measurement::Object(object) if results.contains(&object.result) => {}
            Measurement::Object(object) => results.push(object.result),
            _ => return Err(error("Unexpected measurement type.")),
        }
    }
    message.payload = BufferOrBytes::Bytes(Measurement::Object(Object { result: results.join("; ") }).to_json());
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{message, raw, snapshot};

    fn seen(result: &str) -> String {
        format!(r#"{{"object":{{"result":"{result}"}}}}"#)
    }

    fn accumulated(staged: &str, results: &[&str]) -> String {
        let inputs = results.iter().map(|result| snapshot(seen(result).as_bytes())).collect();
        let message = accumulate(message("staged", staged), inputs).unwrap();
        assert_eq!((message.timestamp.timestamp.secs, message.timestamp.timestamp.nanos), (10, 5));
        assert_eq!(&*bytes(&message.topic), b"staged");
        String::from_utf8(bytes(&message.payload).into_owned()).unwrap()
    }

    fn refusal(staged: DataModel, input: DataModel) -> String {
        accumulate(staged, vec![input]).unwrap_err().message
    }

    #[test]
    fn each_result_stands_once_in_the_order_of_arrival() {
        let results = ["laptop, laptop computer", "cup", "laptop, laptop computer", "desk", "cup"];
        assert_eq!(accumulated("", &results), seen("laptop, laptop computer; cup; desk"));
    }

    #[test]
    fn a_staged_result_is_one_element() {
        assert_eq!(accumulated(&seen("cup"), &["cup", "desk"]), seen("cup; desk"));
        assert_eq!(accumulated(&seen("cup; desk"), &["cup", "cup; desk"]), seen("cup; desk; cup"));
    }

    #[test]
    fn a_staged_measurement_of_another_kind_counts_as_none() {
        assert_eq!(accumulated(r#"{"humidity":{}}"#, &["cup"]), seen("cup"));
    }

    #[test]
    fn only_snapshots_of_objects_are_taken() {
        let staged = || message("staged", "");
        assert_eq!(refusal(staged(), message("", &seen("cup"))), "Unexpected input type.");
        assert_eq!(refusal(staged(), raw()), "Unexpected input type.");
        assert_eq!(refusal(staged(), snapshot(br#"{"humidity":{}}"#)), "Unexpected measurement type.");
        assert_eq!(refusal(snapshot(b""), snapshot(seen("cup").as_bytes())), "Unexpected input type");
    }

    #[test]
    #[should_panic(expected = "the frame must be a measurement")]
    fn a_frame_that_is_no_json_traps() {
        refusal(message("staged", ""), snapshot(b"\xff\xd8"));
    }
}
