//! Guide 1's converter: Fahrenheit to Celsius in any JSON object that has a temperature, whatever else it has.
//! The twin of python/temperature_converter, for comparing both languages on the same payloads.

use serde_json::Value;
use wasm_graph_sdk::logger::{log, Level};
use wasm_graph_sdk::macros::map_operator;

fn init(_configuration: ModuleConfiguration) -> bool {
    log(Level::Info, "temperature-converter", "Init invoked");
    true
}

#[map_operator(init = "init")]
fn process(data: DataModel) -> Result<DataModel, Error> {
    let DataModel::Message(mut message) = data else {
        return Err(Error { message: "Unexpected input type".into() });
    };
    let converted = convert(&message.payload.read())
        .map_err(|error| Error { message: format!("the payload is no JSON: {error}") })?;
    if let Some(payload) = converted {
        message.payload = BufferOrBytes::Bytes(payload);
    }
    Ok(DataModel::Message(message))
}

/// The converted payload, or none where there is no temperature to convert.
fn convert(payload: &[u8]) -> serde_json::Result<Option<Vec<u8>>> {
    let mut data: Value = serde_json::from_slice(payload)?;
    let Some(temperature) = data.get_mut("temperature").and_then(Value::as_object_mut) else { return Ok(None) };
    let Some(fahrenheit) = temperature.get("value").and_then(Value::as_f64) else { return Ok(None) };
    temperature.insert("value".into(), ((fahrenheit - 32.0) * 5.0 / 9.0).into());
    temperature.insert("unit".into(), "C".into());
    serde_json::to_vec(&data).map(Some)
}

#[cfg(test)]
mod tests {
    use super::convert;

    fn converted(payload: &str) -> Option<String> {
        convert(payload.as_bytes()).unwrap().map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn the_rest_of_the_object_stays() {
        assert_eq!(
            converted(r#"{"device":"press-17","seq":5,"temperature":{"value":100.0,"unit":"F"}}"#).unwrap(),
            r#"{"device":"press-17","seq":5,"temperature":{"unit":"C","value":37.77777777777778}}"#
        );
    }

    #[test]
    fn without_a_temperature_nothing_changes() {
        for payload in [r#"{"humidity":{"value":5}}"#, r#"{"temperature":5}"#, r#"{"temperature":{"value":"5"}}"#, "[]"]
        {
            assert_eq!(converted(payload), None, "{payload}");
        }
        assert!(convert(b"{").is_err());
    }
}
