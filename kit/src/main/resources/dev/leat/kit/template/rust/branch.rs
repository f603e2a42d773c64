//! A branch: each message goes to the arm "True" or "False". This one parts hot readings from the others.

mod branch {
    use wasm_graph_sdk::logger::{self, Level};
    use wasm_graph_sdk::macros::branch_operator;

    /// Called once, before the first message. `false` refuses to run, and stops the graph before it starts.
    fn init(configuration: ModuleConfiguration) -> bool {
        for (key, value) in &configuration.properties {
            logger::log(Level::Info, "{{name}}/branch", &format!("property {key} = {value}"));
        }
        true
    }

    /// Called for each message, with its logical time. An `Err` drops it, with its reason in the log.
    #[branch_operator(init = "init")]
    fn process(_timestamp: HybridLogicalClock, input: DataModel) -> Result<bool, Error> {
        let DataModel::Message(message) = input else {
            return Err(Error { message: "not a message".to_string() });
        };
        super::is_hot(&message.payload.read()).map_err(|reason| Error { message: reason })
    }
}

/// What is worth a unit test stands in functions that know nothing of the host: `cargo test` runs them as they are.
fn is_hot(payload: &[u8]) -> Result<bool, String> {
    let reading: serde_json::Value = serde_json::from_slice(payload).map_err(|error| format!("not JSON: {error}"))?;
    let temperature = reading["temperature"].as_f64().ok_or("there is no number 'temperature'")?;
    Ok(temperature > 90.0)
}

#[cfg(test)]
mod tests {
    use super::is_hot;

    #[test]
    fn ninety_degrees_are_not_hot_yet() {
        assert_eq!(is_hot(br#"{"temperature":90}"#), Ok(false));
        assert_eq!(is_hot(br#"{"temperature":90.5}"#), Ok(true));
    }

    #[test]
    fn what_is_no_reading_is_refused() {
        assert!(is_hot(b"12").is_err());
    }
}
