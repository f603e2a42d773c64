//! An accumulate: one message of all that have the same logical time. This one takes the average of a window.

mod accumulate {
    use wasm_graph_sdk::macros::accumulate_operator;

    /// Called when a time is complete, with all messages of that time. `staged` is empty at first; a large group comes in
    /// several calls, each with the result of the one before as `staged`.
    #[accumulate_operator]
    fn process(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = staged else {
            return Err(Error { message: "staged is not a message".to_string() });
        };
        let mut readings = Vec::new();
        for input in inputs {
            match input {
                DataModel::Message(reading) => readings.push(reading.payload.read()),
                _ => return Err(Error { message: "not a message".to_string() }),
            }
        }
        let result = super::average(&message.payload.read(), &readings).map_err(|reason| Error { message: reason })?;
        message.payload = BufferOrBytes::Bytes(result);
        Ok(DataModel::Message(message))
    }
}

/// What is worth a unit test stands in functions that know nothing of the host: `cargo test` runs them as they are.
fn average(staged: &[u8], readings: &[Vec<u8>]) -> Result<Vec<u8>, String> {
    let json = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(|error| format!("not JSON: {error}"));
    let (mut count, mut sum) = (0, 0.0);
    if !staged.is_empty() {
        let before: serde_json::Value = json(staged)?;
        count = before["count"].as_u64().unwrap_or(0);
        sum = before["average"].as_f64().unwrap_or(0.0) * count as f64;
    }
    for reading in readings {
        let reading: serde_json::Value = json(reading)?;
        sum += reading["temperature"].as_f64().ok_or("there is no number 'temperature'")?;
        count += 1;
    }
    Ok(serde_json::json!({ "count": count, "average": sum / count as f64 }).to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::average;

    #[test]
    fn a_group_in_two_calls_has_the_average_of_all() {
        let readings: Vec<Vec<u8>> = [10, 20, 60].map(|value| format!("{{\"temperature\":{value}}}").into_bytes()).into();
        let first = average(b"", &readings[..2]).unwrap();
        assert_eq!(average(&first, &readings[2..]).unwrap(), br#"{"average":30.0,"count":3}"#);
    }

    #[test]
    fn what_is_no_reading_is_refused() {
        assert!(average(b"", &[b"12".to_vec()]).is_err());
    }
}
