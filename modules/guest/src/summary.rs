//! The accumulation that temperatures and humidities share: many messages become one, which summarises them.

use crate::types::{BufferOrBytes, DataModel, Error, Message};
use crate::{bytes, message};

/// What is kept between the messages of one call.
pub trait Summary: Sized {
    /// Goes on where a staged payload left off; an empty one stands for nothing.
    fn resume(staged: &[u8]) -> Self;

    /// Takes one payload in. True if its value is the latest so far, of a message from that second.
    fn add(&mut self, payload: &[u8], seconds: u64) -> Result<bool, Error>;

    /// The payload that [`Summary::resume`] goes on from.
    fn to_json(&self) -> String;
}

/// The staged message with the summary of all as its payload, the time of the latest value and the topic of the last
/// input.
pub fn summarise<S: Summary>(staged: DataModel, inputs: Vec<DataModel>) -> Result<Message, Error> {
    let mut result = message(staged)?;
    let mut summary = S::resume(&bytes(&result.payload));
    for input in inputs {
        let input = message(input)?;
        let at = input.timestamp.timestamp;
        if summary.add(&bytes(&input.payload), at.secs)? {
            result.timestamp.timestamp = at;
        }
        result.topic = input.topic;
    }
    result.payload = BufferOrBytes::Bytes(summary.to_json().into_bytes());
    Ok(result)
}
