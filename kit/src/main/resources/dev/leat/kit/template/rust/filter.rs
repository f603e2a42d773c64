//! A filter: what it answers `true` for passes. This one lets warm readings through.

mod filter {
    use std::sync::OnceLock;
    use wasm_graph_sdk::logger::{self, Level};
    use wasm_graph_sdk::macros::filter_operator;

    static MINIMUM: OnceLock<f64> = OnceLock::new();

    /// Called once, before the first message. `false` refuses to run, and stops the graph before it starts.
    fn init(configuration: ModuleConfiguration) -> bool {
        let text = configuration.properties.iter().find(|(key, _)| key == "minimum").map_or("20", |(_, value)| value);
        match text.parse() {
            Ok(minimum) => MINIMUM.set(minimum).is_ok(),
            Err(error) => {
                logger::log(Level::Error, "{{name}}/filter", &format!("minimum '{text}' is no number: {error}"));
                false
            }
        }
    }

    /// Called for each message. An `Err` drops it, with its reason in the log or in the dead letters.
    #[filter_operator(init = "init")]
    fn process(input: DataModel) -> Result<bool, Error> {
        let DataModel::Message(message) = input else {
            return Err(Error { message: "not a message".to_string() });
        };
        let minimum = MINIMUM.get().copied().unwrap_or(20.0);
        super::is_warm(&message.payload.read(), minimum).map_err(|reason| Error { message: reason })
    }
}

/// What is worth a unit test stands in functions that know nothing of the host: `cargo test` runs them as they are.
fn is_warm(payload: &[u8], minimum: f64) -> Result<bool, String> {
    let reading: serde_json::Value = serde_json::from_slice(payload).map_err(|error| format!("not JSON: {error}"))?;
    let temperature = reading["temperature"].as_f64().ok_or("there is no number 'temperature'")?;
    Ok(temperature >= minimum)
}

#[cfg(test)]
mod tests {
    use super::is_warm;

    #[test]
    fn the_minimum_itself_is_warm() {
        assert_eq!(is_warm(br#"{"temperature":20}"#, 20.0), Ok(true));
        assert_eq!(is_warm(br#"{"temperature":19.9}"#, 20.0), Ok(false));
    }

    #[test]
    fn what_is_no_reading_is_refused() {
        assert!(is_warm(b"12", 20.0).is_err());
    }
}
