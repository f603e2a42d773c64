//! A map: one message in, one message out. This one adds the temperature in °C.

mod map {
    use wasm_graph_sdk::logger::{self, Level};
    use wasm_graph_sdk::macros::map_operator;

    /// Called once, before the first message. `false` refuses to run, and stops the graph before it starts.
    fn init(configuration: ModuleConfiguration) -> bool {
        for (key, value) in &configuration.properties {
            logger::log(Level::Info, "{{name}}/map", &format!("property {key} = {value}"));
        }
        true
    }

    /// Called for each message. An `Err` drops it, with its reason in the log or in the dead letters.
    #[map_operator(init = "init")]
    fn process(input: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = input else {
            return Err(Error { message: "not a message".to_string() });
        };
        let payload = super::with_celsius(&message.payload.read()).map_err(|reason| Error { message: reason })?;
        message.payload = BufferOrBytes::Bytes(payload);
        Ok(DataModel::Message(message))
    }
}

/// What is worth a unit test stands in functions that know nothing of the host: `cargo test` runs them as they are.
fn with_celsius(payload: &[u8]) -> Result<Vec<u8>, String> {
    let mut reading: serde_json::Value = serde_json::from_slice(payload).map_err(|error| format!("not JSON: {error}"))?;
    let fahrenheit = reading["temperature"].as_f64().ok_or("there is no number 'temperature'")?;
    reading["celsius"] = serde_json::json!((fahrenheit - 32.0) * 5.0 / 9.0);
    Ok(reading.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::with_celsius;

    #[test]
    fn boiling_water_has_a_hundred_degrees() {
        assert_eq!(with_celsius(br#"{"temperature":212}"#).unwrap(), br#"{"celsius":100.0,"temperature":212}"#);
    }

    #[test]
    fn what_is_no_reading_is_refused() {
        assert!(with_celsius(b"12").is_err());
        assert!(with_celsius(b"{").is_err());
    }
}
