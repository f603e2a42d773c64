//! Windows of ten seconds: all that happened in one gets the time of its end, so that an accumulate takes it together.

use leat_guest::Operator;
use wasm_graph_sdk::macros::delay_operator;

const OPERATOR: Operator = Operator("module-window/delay");
const WINDOW_MILLIS: u128 = 10_000;

fn init(configuration: ModuleConfiguration) -> bool {
    OPERATOR.start();
    OPERATOR.log_properties(&configuration);
    true
}

#[delay_operator(init = "init")]
fn process(data: DataModel, timestamp: HybridLogicalClock) -> Result<HybridLogicalClock, Error> {
    OPERATOR.called();
    Ok(delayed(&data, timestamp))
}

/// The record's time in the dataflow, from now on. The data's own time does not change.
fn delayed(data: &DataModel, timestamp: HybridLogicalClock) -> HybridLogicalClock {
    let measured = match data {
        DataModel::Message(message) => message.timestamp.timestamp,
        DataModel::Snapshot(snapshot) => snapshot.timestamp.timestamp,
        DataModel::BufferOrBytes(_) => timestamp.timestamp,
    };
    HybridLogicalClock { timestamp: end_of_window(measured), counter: 0, ..timestamp }
}

fn end_of_window(time: Timespec) -> Timespec {
    let millis = u128::from(time.secs) * 1_000 + u128::from(time.nanos / 1_000_000);
    if millis.is_multiple_of(WINDOW_MILLIS) {
        return time; // with what it has below a millisecond
    }
    let end = millis.next_multiple_of(WINDOW_MILLIS);
    let secs = u64::try_from(end / 1_000).expect("the window must end before time does");
    Timespec { secs, nanos: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leat_guest::types::{BufferOrBytes, BufferOrString, Message, MessageProperties, Snapshot, Timestamp};

    const PASSED: Timespec = Timespec { secs: 1_758_255_571, nanos: 1 };

    fn end(secs: u64, nanos: u32) -> (u64, u32) {
        let end = end_of_window(Timespec { secs, nanos });
        (end.secs, end.nanos)
    }

    fn delay(data: &DataModel) -> HybridLogicalClock {
        delayed(data, HybridLogicalClock { timestamp: PASSED, counter: 7, node_id: "node".into() })
    }

    fn timestamp(secs: u64, nanos: u32) -> Timestamp {
        let node_id = BufferOrString::String("sensor".into());
        Timestamp { timestamp: Timespec { secs, nanos }, counter: 3, node_id }
    }

    fn message(secs: u64, nanos: u32) -> DataModel {
        DataModel::Message(Message {
            timestamp: timestamp(secs, nanos),
            topic: BufferOrBytes::Bytes(vec![]),
            content_type: None,
            payload: BufferOrBytes::Bytes(vec![]),
            properties: MessageProperties { user_properties: vec![] },
            schema: None,
        })
    }

    fn snapshot(secs: u64, nanos: u32) -> DataModel {
        DataModel::Snapshot(Snapshot {
            timestamp: timestamp(secs, nanos),
            format: BufferOrString::String("rgb24".into()),
            width: 0,
            height: 0,
            frame: BufferOrBytes::Bytes(vec![]),
        })
    }

    #[test]
    fn a_time_within_a_window_becomes_its_end() {
        assert_eq!(end(1_758_255_553, 528_000_000), (1_758_255_560, 0));
        assert_eq!(end(1_758_255_553, 528_999_999), (1_758_255_560, 0));
        assert_eq!(end(1_758_255_559, 999_999_999), (1_758_255_560, 0));
        assert_eq!(end(0, 1_000_000), (10, 0));
    }

    #[test]
    fn a_millisecond_that_ends_a_window_stays_with_its_nanoseconds() {
        assert_eq!(end(1_758_255_560, 0), (1_758_255_560, 0));
        assert_eq!(end(1_758_255_560, 999_999), (1_758_255_560, 999_999));
        assert_eq!(end(1_758_255_560, 1_000_000), (1_758_255_570, 0));
        assert_eq!(end(0, 0), (0, 0));
    }

    #[test]
    fn a_message_and_a_snapshot_have_a_time_of_their_own() {
        for data in [message(1_758_255_553, 528_000_000), snapshot(1_758_255_553, 528_000_000)] {
            let delayed = delay(&data);
            assert_eq!((delayed.timestamp.secs, delayed.timestamp.nanos), (1_758_255_560, 0));
            assert_eq!((delayed.counter, delayed.node_id.as_str()), (0, "node"));
        }
    }

    #[test]
    fn bytes_have_the_time_that_the_dataflow_gave_them() {
        let delayed = delay(&DataModel::BufferOrBytes(BufferOrBytes::Bytes(vec![])));
        assert_eq!((delayed.timestamp.secs, delayed.timestamp.nanos), (1_758_255_580, 0));
    }

    #[test]
    fn the_counter_is_cleared_at_the_end_of_a_window_too() {
        let delayed = delay(&message(1_758_255_560, 5));
        assert_eq!((delayed.timestamp.secs, delayed.timestamp.nanos, delayed.counter), (1_758_255_560, 5, 0));
    }

    #[test]
    #[should_panic(expected = "must end before time does")]
    fn a_window_that_never_ends_traps() {
        end(u64::MAX, 0);
    }
}
