//! Temperatures to the arm `True`, all other measurements to `False`.

use leat_guest::{bytes, error, message, Operator};
use leat_measurement::Measurement;
use wasm_graph_sdk::macros::branch_operator;

const OPERATOR: Operator = Operator("module-temperature/branch");

fn init(configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    OPERATOR.log_properties(&configuration);
    OPERATOR.log_schemas(&configuration);
    true
}

#[branch_operator(init = "init")]
fn process(_timestamp: HybridLogicalClock, data: DataModel) -> Result<bool, Error> {
    OPERATOR.called();
    is_temperature(&bytes(&message(data)?.payload))
}

fn is_temperature(payload: &[u8]) -> Result<bool, Error> {
    Measurement::parse(payload)
        .map(|measurement| matches!(measurement, Measurement::Temperature(_)))
        .map_err(|_| error("Failed to parse payload as JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_temperature_goes_to_the_arm_true() {
        assert!(is_temperature(br#"{"temperature":{"unit":"F"}}"#).unwrap());
        assert!(!is_temperature(br#"{"humidity":{"value":51.2}}"#).unwrap());
        assert!(!is_temperature(br#"{"sensor_data":{"temperature":[{"unit":"C"}]}}"#).unwrap());
    }

    #[test]
    fn what_is_no_measurement_is_an_error() {
        for payload in ["", "21.5", r#"{"temperature":{"value":5}}"#, r#"{"pressure":{}}"#] {
            assert_eq!(is_temperature(payload.as_bytes()).unwrap_err().message, "Failed to parse payload as JSON");
        }
    }
}
