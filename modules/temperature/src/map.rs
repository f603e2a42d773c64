//! Fahrenheit to Celsius.

use leat_guest::{bytes, error, message, text, Operator};
use leat_measurement::{Measurement, Temperature, Unit};
use wasm_graph_sdk::macros::map_operator;

const OPERATOR: Operator = Operator("module-temperature/map");

fn init(configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    OPERATOR.log_properties(&configuration);
    OPERATOR.log_schemas(&configuration);
    true
}

#[map_operator(init = "init")]
fn process(data: DataModel) -> Result<DataModel, Error> {
    OPERATOR.called();
    let mut message = message(data)?;

    match &message.schema {
        Some(MessageSchema::RegistryReference(reference)) => {
            OPERATOR.info(&format!("schema reference: {}", text(reference)));
        }
        Some(MessageSchema::Inline(schema)) => {
            OPERATOR.info(&format!("inline schema {}: {}", text(&schema.name), text(&schema.content)));
        }
        None => {}
    }
    if let Some(content_type) = &message.content_type {
        OPERATOR.info(&format!("content type: {}", text(content_type)));
    }

    let measurement =
        Measurement::parse(&bytes(&message.payload)).map_err(|_| error("Failed to parse payload as JSON"))?;
    if let Measurement::Temperature(temperature) = measurement {
        match temperature.unit {
            Unit::Fahrenheit => {
                OPERATOR.count(&[("unit", "Fahrenheit")]);
                let converted = Measurement::Temperature(to_celsius(temperature));
                message.payload = BufferOrBytes::Bytes(converted.to_json());
            }
            Unit::Celsius => OPERATOR.count(&[("unit", "Celsius")]),
        }
    }

    for (key, value) in &mut message.properties.user_properties {
        let key = text(key);
        OPERATOR.info(&format!("user property: {key}"));
        if key == "test_property_key" {
            *value = BufferOrString::String("new_value".into());
        }
    }
    Ok(DataModel::Message(message))
}

/// The value in Celsius; the summary's fields stay what they are.
fn to_celsius(fahrenheit: Temperature) -> Temperature {
    let value = fahrenheit.value.expect("a temperature in Fahrenheit must have a value");
    Temperature { value: Some((value - 32.0) * 5.0 / 9.0), unit: Unit::Celsius, ..fahrenheit }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(payload: &str) -> String {
        let Measurement::Temperature(temperature) = Measurement::parse(payload.as_bytes()).unwrap() else {
            panic!("no temperature: {payload}")
        };
        String::from_utf8(Measurement::Temperature(to_celsius(temperature)).to_json()).unwrap()
    }

    #[test]
    fn the_published_case_gives_the_published_answer() {
        assert_eq!(
            convert(r#"{"temperature": {"value": 1209, "unit": "F"}}"#),
            r#"{"temperature":{"value":653.8888888888889,"count":0,"max":0.0,"min":0.0,"average":0.0,"last":0.0,"unit":"C","overtemp":false}}"#
        );
    }

    #[test]
    fn the_summary_is_not_converted() {
        assert_eq!(
            convert(r#"{"temperature":{"unit":"F","value":32,"max":212,"count":2,"overtemp":true}}"#),
            r#"{"temperature":{"value":0.0,"count":2,"max":212.0,"min":0.0,"average":0.0,"last":0.0,"unit":"C","overtemp":true}}"#
        );
    }

    #[test]
    #[should_panic(expected = "must have a value")]
    fn fahrenheit_without_a_value_traps() {
        convert(r#"{"temperature":{"unit":"F"}}"#);
    }
}
