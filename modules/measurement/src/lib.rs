//! The JSON model that the sensor modules share: an object with exactly one key,
//! which says what was measured.
//!
//! ```
//! use leat_measurement::{Measurement, Unit};
//!
//! let parsed = Measurement::parse(br#"{"temperature":{"value":1209,"unit":"F"}}"#).unwrap();
//! let Measurement::Temperature(temperature) = parsed else { panic!() };
//! assert_eq!(temperature.value, Some(1209.0));
//! assert_eq!(temperature.unit, Unit::Fahrenheit);
//! ```
//!
//! Fields are written in the order in which they stand here, `value` only when there is one, doubles in
//! their shortest form that reads back to the same number (`0.0`, `653.8888888888889`).

mod statistics;

use serde::{Deserialize, Serialize};
pub use statistics::Statistics;

/// What one message says. Zero, several or unknown keys are a parse error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measurement {
    Temperature(Temperature),
    Humidity(Humidity),
    Object(Object),
    SensorData(SensorData),
}

/// One temperature, or the summary of several. The unit must be given; everything else may be absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Temperature {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    #[serde(default)]
    pub count: u64,
    #[serde(default)]
    pub max: f64,
    #[serde(default)]
    pub min: f64,
    #[serde(default)]
    pub average: f64,
    #[serde(default)]
    pub last: f64,
    pub unit: Unit,
    #[serde(default)]
    pub overtemp: bool,
}

/// `"C"` or `"F"` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    #[serde(rename = "C")]
    Celsius,
    #[serde(rename = "F")]
    Fahrenheit,
}

impl Unit {
    /// The letter that stands in the JSON.
    pub fn letter(self) -> &'static str {
        match self {
            Unit::Celsius => "C",
            Unit::Fahrenheit => "F",
        }
    }
}

/// One relative humidity, or the summary of several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Humidity {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    #[serde(default)]
    pub count: u64,
    #[serde(default)]
    pub max: f64,
    #[serde(default)]
    pub min: f64,
    #[serde(default)]
    pub average: f64,
    #[serde(default)]
    pub last: f64,
}

/// What was recognised in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    pub result: String,
}

/// All that was measured at one time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SensorData {
    #[serde(default)]
    pub temperature: Vec<Temperature>,
    #[serde(default)]
    pub humidity: Vec<Humidity>,
    #[serde(default)]
    pub object: Vec<Object>,
}

impl Measurement {
    /// Reads a payload.
    pub fn parse(payload: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(payload)
    }

    /// The payload that [`Measurement::parse`] reads back.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

impl SensorData {
    /// The three lists without the key that makes them a [`Measurement`].
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a measurement has no part that JSON cannot hold")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(measurement: &Measurement) -> String {
        String::from_utf8(measurement.to_json()).unwrap()
    }

    #[test]
    fn exactly_one_known_key_is_a_measurement() {
        for bad in [
            "{}",
            "[]",
            "1",
            "",
            r#"{"pressure":{"value":1}}"#,
            r#"{"temperature":{"unit":"C"},"humidity":{}}"#,
            r#"{"temperature":{"unit":"C"},"device":"press-17"}"#,
            r#"{"temperature":{"unit":"C"}} x"#,
        ] {
            assert!(Measurement::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert_eq!(Measurement::parse(br#" {"humidity":{}} "#).unwrap(), Measurement::Humidity(Humidity::default()));
    }

    #[test]
    fn a_temperature_needs_its_unit_and_nothing_else() {
        assert!(Measurement::parse(br#"{"temperature":{"value":1}}"#).is_err());
        assert!(Measurement::parse(br#"{"temperature":{"value":1,"unit":"K"}}"#).is_err());
        assert!(Measurement::parse(br#"{"temperature":{"value":1,"unit":"c"}}"#).is_err());
        assert!(Measurement::parse(br#"{"temperature":{"count":-1,"unit":"C"}}"#).is_err());
        let bare = Measurement::parse(br#"{"temperature":{"unit":"C","colour":"red","value":null}}"#).unwrap();
        assert_eq!(
            text(&bare),
            r#"{"temperature":{"count":0,"max":0.0,"min":0.0,"average":0.0,"last":0.0,"unit":"C","overtemp":false}}"#
        );
    }

    #[test]
    fn numbers_are_written_in_their_shortest_form() {
        let measurement =
            Measurement::parse(br#"{"humidity":{"value":653.8888888888889,"max":1e2,"min":-0.1,"last":5}}"#);
        assert_eq!(
            text(&measurement.unwrap()),
            r#"{"humidity":{"value":653.8888888888889,"count":0,"max":100.0,"min":-0.1,"average":0.0,"last":5.0}}"#
        );
    }

    #[test]
    fn all_lists_of_sensor_data_are_written() {
        let one = Measurement::parse(br#"{"sensor_data":{"object":[{"result":"laptop"}]}}"#).unwrap();
        assert_eq!(text(&one), r#"{"sensor_data":{"temperature":[],"humidity":[],"object":[{"result":"laptop"}]}}"#);
        assert_eq!(SensorData::default().to_json(), br#"{"temperature":[],"humidity":[],"object":[]}"#);
        assert!(Measurement::parse(br#"{"object":{}}"#).is_err());
    }
}
