//! Temperatures in Celsius that lie between two bounds.

use leat_guest::{bytes, message, Level, Operator};
use leat_measurement::{Measurement, Unit};
use std::sync::OnceLock;
use wasm_graph_sdk::macros::filter_operator;

const OPERATOR: Operator = Operator("module-temperature/filter");

/// Degrees Celsius, both exclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bounds {
    lower: f64,
    upper: f64,
}

const DEFAULT: Bounds = Bounds { lower: -40.0, upper: 3422.0 };

static BOUNDS: OnceLock<Bounds> = OnceLock::new();

fn init(configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    OPERATOR.log_properties(&configuration);
    OPERATOR.log_schemas(&configuration);
    let bounds = Bounds::from(&configuration.properties, |level, text| OPERATOR.log(level, text));
    BOUNDS.set(bounds).expect("the bounds are set already: init must run once on an instance");
    true
}

#[filter_operator(init = "init")]
fn process(data: DataModel) -> Result<bool, Error> {
    OPERATOR.called();
    let message = message(data)?;
    let measurement = Measurement::parse(&bytes(&message.payload)).expect("the payload must be a measurement");
    Ok(BOUNDS.get().unwrap_or(&DEFAULT).contain(&measurement))
}

impl Bounds {
    fn from(properties: &[(String, String)], log: impl Fn(Level, &str)) -> Bounds {
        let bound = |key: &str, default: f64| match properties.iter().find(|(name, _)| name == key) {
            None => {
                log(Level::Info, &format!("{key} is not set: {default}"));
                default
            }
            Some((_, value)) => value.parse().unwrap_or_else(|_| {
                log(Level::Error, &format!("{key} is no number: '{value}'. It stays {default}"));
                default
            }),
        };
        Bounds {
            lower: bound("temperature_lower_bound", DEFAULT.lower),
            upper: bound("temperature_upper_bound", DEFAULT.upper),
        }
    }

    fn contain(&self, measurement: &Measurement) -> bool {
        let Measurement::Temperature(temperature) = measurement else { return false };
        if temperature.unit != Unit::Celsius {
            return false;
        }
        let value = temperature.value.expect("a temperature in Celsius must have a value");
        self.lower < value && value < self.upper
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn bounds(properties: &[(&str, &str)]) -> (Bounds, Vec<Level>) {
        let owned: Vec<_> = properties.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let levels = RefCell::new(Vec::new());
        let bounds = Bounds::from(&owned, |level, _| levels.borrow_mut().push(level));
        (bounds, levels.into_inner())
    }

    fn passes(bounds: Bounds, payload: &str) -> bool {
        bounds.contain(&Measurement::parse(payload.as_bytes()).unwrap())
    }

    #[test]
    fn absent_bounds_are_told_and_defaulted() {
        assert!(matches!(bounds(&[("key1", "1")]), (DEFAULT, levels) if levels == [Level::Info, Level::Info]));
    }

    #[test]
    fn an_unreadable_bound_is_an_error_in_the_log_only() {
        let (bounds, levels) = bounds(&[("temperature_lower_bound", "cold"), ("temperature_upper_bound", "1e2")]);
        assert_eq!(bounds, Bounds { lower: -40.0, upper: 100.0 });
        assert!(levels == [Level::Error]);
    }

    #[test]
    fn both_bounds_are_exclusive() {
        let narrow = Bounds { lower: 0.0, upper: 10.0 };
        for (value, expected) in [("0", false), ("0.001", true), ("9.999", true), ("10", false)] {
            let payload = format!(r#"{{"temperature":{{"unit":"C","value":{value}}}}}"#);
            assert_eq!(passes(narrow, &payload), expected, "{value}");
        }
    }

    #[test]
    fn only_temperatures_in_celsius_pass() {
        assert!(!passes(DEFAULT, r#"{"temperature":{"unit":"F","value":20}}"#));
        assert!(!passes(DEFAULT, r#"{"temperature":{"unit":"F"}}"#));
        assert!(!passes(DEFAULT, r#"{"humidity":{"value":20}}"#));
    }

    #[test]
    #[should_panic(expected = "must have a value")]
    fn celsius_without_a_value_traps() {
        passes(DEFAULT, r#"{"temperature":{"unit":"C"}}"#);
    }
}
