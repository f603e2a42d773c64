//! Count, extremes, average and last of all temperatures of one logical time.

use crate::exports::wasm_graph::processor::accumulate::Guest;
use crate::host::{bytes, message, Operator};
use crate::wasm_graph::processor::types::{BufferOrBytes, DataModel, Error, ModuleConfiguration};
use crate::wasm_graph::processor::hybrid_logical_clock::Timespec;
use leat_measurement::{Measurement, Temperature, Unit};

const OPERATOR: Operator = Operator("module-temperature/accumulate");

impl Guest for crate::Component {
    fn init(configuration: ModuleConfiguration) -> bool {
        OPERATOR.start(&configuration);
        true
    }

    fn process(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
        OPERATOR.called();
        let mut staged = message(staged)?;
        let mut summary = Summary::of(&bytes(&staged.payload));
        let mut latest = None;
        let mut topic = None;

        for input in inputs {
            let input = message(input)?;
            let at = input.timestamp.timestamp;
            // Whole seconds only, so of several within one second the one that arrived last is the last.
            let is_last = latest.is_none_or(|seen: Timespec| at.secs >= seen.secs);
            summary.add(&bytes(&input.payload), is_last);
            if is_last {
                latest = Some(at);
            }
            topic = Some(input.topic);
        }

        let payload = summary.to_json();
        OPERATOR.info(&payload);
        staged.payload = BufferOrBytes::Bytes(payload.into_bytes());
        if let Some(at) = latest {
            staged.timestamp.timestamp = at;
        }
        if let Some(topic) = topic {
            staged.topic = topic;
        }
        Ok(DataModel::Message(staged))
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Summary {
    count: u64,
    sum: f64,
    max: f64,
    min: f64,
    last: f64,
    unit: Unit,
}

impl Summary {
    /// Where a staged payload left off: nowhere if it is empty or of another kind.
    fn of(staged: &[u8]) -> Summary {
        let start = Summary { count: 0, sum: 0.0, max: f64::MIN, min: f64::MAX, last: 0.0, unit: Unit::Celsius };
        if staged.is_empty() {
            return start;
        }
        match Measurement::parse(staged).expect("the staged payload must be empty or a measurement") {
            Measurement::Temperature(Temperature { count, max, min, average, last, unit, .. }) => {
                Summary { count, sum: average * count as f64, max, min, last, unit }
            }
            _ => start,
        }
    }

    fn add(&mut self, payload: &[u8], is_last: bool) {
        let measurement = Measurement::parse(payload).expect("the payload must be a measurement");
        let Measurement::Temperature(temperature) = measurement else { panic!("the measurement must be a temperature") };
        let value = temperature.value.expect("the temperature must have a value");
        self.count += 1;
        self.sum += value;
        self.max = self.max.max(value);
        self.min = self.min.min(value);
        self.unit = temperature.unit;
        if is_last {
            self.last = value;
        }
    }

    /// Not the shared model's form: numbers stand without `.0` and never with an exponent.
    fn to_json(&self) -> String {
        let Summary { count, sum, max, min, last, unit } = self;
        let average = sum / *count as f64;
        let unit = unit.letter();
        format!(
            r#"{{"temperature":{{"count":{count},"max":{max},"min":{min},"average":{average},"last":{last},"unit":"{unit}"}}}}"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temperature(value: &str) -> Vec<u8> {
        format!(r#"{{"temperature":{{"value":{value},"unit":"C"}}}}"#).into_bytes()
    }

    fn summary(values: &[&str]) -> Summary {
        let mut summary = Summary::of(b"");
        for value in values {
            summary.add(&temperature(value), true);
        }
        summary
    }

    #[test]
    fn one_value_is_its_own_summary() {
        assert_eq!(
            summary(&["653.8888888888889"]).to_json(),
            r#"{"temperature":{"count":1,"max":653.8888888888889,"min":653.8888888888889,"average":653.8888888888889,"last":653.8888888888889,"unit":"C"}}"#
        );
    }

    #[test]
    fn numbers_have_neither_a_needless_fraction_nor_an_exponent() {
        assert_eq!(
            summary(&["1695", "1e21", "-5"]).to_json(),
            r#"{"temperature":{"count":3,"max":1000000000000000000000,"min":-5,"average":333333333333333300000,"last":-5,"unit":"C"}}"#
        );
    }

    #[test]
    fn a_staged_summary_goes_on() {
        let staged = summary(&["10", "20"]).to_json();
        let mut summary = Summary::of(staged.as_bytes());
        summary.add(&temperature("60"), false);
        assert_eq!(
            summary.to_json(),
            r#"{"temperature":{"count":3,"max":60,"min":10,"average":30,"last":20,"unit":"C"}}"#
        );
    }

    #[test]
    fn a_staged_measurement_of_another_kind_starts_anew() {
        assert_eq!(Summary::of(br#"{"humidity":{"count":7}}"#), Summary::of(b""));
    }

    #[test]
    #[should_panic(expected = "must be a temperature")]
    fn another_kind_of_input_traps() {
        Summary::of(b"").add(br#"{"humidity":{"value":1}}"#, true);
    }

    #[test]
    #[should_panic(expected = "must have a value")]
    fn an_input_without_a_value_traps() {
        Summary::of(b"").add(br#"{"temperature":{"unit":"C"}}"#, true);
    }
}
