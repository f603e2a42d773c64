//! A delay: the same message at a later logical time. This one moves all messages of a minute to its end, so that an
//! accumulate behind it sees them together.

mod delay {
    use wasm_graph_sdk::macros::delay_operator;

    /// Called for each message, with its logical time. An earlier time counts as the message's own.
    #[delay_operator]
    fn process(_input: DataModel, mut timestamp: HybridLogicalClock) -> Result<HybridLogicalClock, Error> {
        timestamp.timestamp.secs = super::end_of_minute(timestamp.timestamp.secs);
        timestamp.timestamp.nanos = 0;
        timestamp.counter = 0;
        Ok(timestamp)
    }
}

/// What is worth a unit test stands in functions that know nothing of the host: `cargo test` runs them as they are.
fn end_of_minute(seconds: u64) -> u64 {
    (seconds / 60 + 1) * 60
}

#[cfg(test)]
mod tests {
    use super::end_of_minute;

    #[test]
    fn a_minute_ends_where_the_next_one_begins() {
        assert_eq!(end_of_minute(0), 60);
        assert_eq!(end_of_minute(59), 60);
        assert_eq!(end_of_minute(60), 120);
    }
}
