//! Count, extremes, average and last of all humidities of one logical time.

use leat_guest::{bytes, error, summarise, Operator, Summary};
use leat_measurement::{Humidity, Measurement, Statistics};
use wasm_graph_sdk::macros::accumulate_operator;

const OPERATOR: Operator = Operator("module-humidity/accumulate");

fn init(_configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    true
}

#[accumulate_operator(init = "init")]
fn process(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
    OPERATOR.called();
    let result = summarise::<Humidities>(staged, inputs)?;
    OPERATOR.info(&String::from_utf8_lossy(&bytes(&result.payload)));
    Ok(DataModel::Message(result))
}

struct Humidities(Statistics);

impl Summary for Humidities {
    fn resume(staged: &[u8]) -> Self {
        if staged.is_empty() {
            return Humidities(Statistics::new());
        }
        match Measurement::parse(staged).expect("the staged payload must be empty or a measurement") {
            Measurement::Humidity(Humidity { count, max, min, average, last, .. }) => {
                Humidities(Statistics::resume(count, max, min, average, last))
            }
            _ => Humidities(Statistics::new()),
        }
    }

    fn add(&mut self, payload: &[u8], seconds: u64) -> Result<bool, Error> {
        match Measurement::parse(payload).expect("the payload must be a measurement") {
            Measurement::Humidity(humidity) => {
                let value = humidity.value.expect("the humidity must have a value");
                Ok(self.0.add(value, seconds))
            }
            _ => Err(error("Unexpected measurement type.")),
        }
    }

    fn to_json(&self) -> String {
        format!(r#"{{"humidity":{{{}}}}}"#, self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(staged: &str, values: &[(&str, u64)]) -> String {
        let mut summary = Humidities::resume(staged.as_bytes());
        for (value, seconds) in values {
            summary.add(format!(r#"{{"humidity":{{"value":{value}}}}}"#).as_bytes(), *seconds).unwrap();
        }
        summary.to_json()
    }

    #[test]
    fn the_summary_has_no_unit_and_no_needless_fractions() {
        assert_eq!(
            summary("", &[("85", 7), ("51.5", 6)]),
            r#"{"humidity":{"count":2,"max":85,"min":51.5,"average":68.25,"last":85}}"#
        );
    }

    #[test]
    fn a_staged_summary_goes_on_and_one_of_another_kind_does_not() {
        let staged = r#"{"humidity":{"count":2,"max":85,"min":51.5,"average":68.25,"last":85}}"#;
        assert_eq!(
            summary(staged, &[("13.5", 0)]),
            r#"{"humidity":{"count":3,"max":85,"min":13.5,"average":50,"last":13.5}}"#
        );
        assert_eq!(
            summary(r#"{"object":{"result":"laptop"}}"#, &[("13.5", 0)]),
            r#"{"humidity":{"count":1,"max":13.5,"min":13.5,"average":13.5,"last":13.5}}"#
        );
    }

    #[test]
    fn another_kind_of_input_is_an_error() {
        let result = Humidities::resume(b"").add(br#"{"temperature":{"value":1,"unit":"C"}}"#, 0);
        assert_eq!(result.unwrap_err().message, "Unexpected measurement type.");
    }

    #[test]
    #[should_panic(expected = "must have a value")]
    fn an_input_without_a_value_traps() {
        let _ = Humidities::resume(b"").add(br#"{"humidity":{}}"#, 0);
    }

    #[test]
    #[should_panic(expected = "must be a measurement")]
    fn an_input_that_is_no_json_traps() {
        let _ = Humidities::resume(b"").add(b"85", 0);
    }
}
