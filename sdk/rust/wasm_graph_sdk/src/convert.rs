//! Between the times of data, of the dataflow, and of the standard library.

use crate::types::{BufferOrString, HybridLogicalClock, Timespec, Timestamp};
use crate::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

type StdDuration = std::time::Duration;

/// A value that holds this one: by value and by reference.
macro_rules! converts {
    ($from:ty => $to:ty, |$value:ident| $make:expr) => {
        impl From<$from> for $to {
            fn from($value: $from) -> $to {
                $make
            }
        }

        impl From<&$from> for $to {
            fn from($value: &$from) -> $to {
                $make
            }
        }
    };
}

converts!(Timespec => StdDuration, |time| StdDuration::new(time.secs, 0) + StdDuration::from_nanos(time.nanos.into()));
converts!(StdDuration => Timespec, |duration| Timespec { secs: duration.as_secs(), nanos: duration.subsec_nanos() });
converts!(Duration => StdDuration, |duration|
    StdDuration::new(duration.seconds, 0) + StdDuration::from_nanos(duration.nanos.into()));
converts!(StdDuration => Duration, |duration|
    Duration { seconds: duration.as_secs(), nanos: duration.subsec_nanos() });
converts!(Timespec => Duration, |time| Duration { seconds: time.secs, nanos: time.nanos });
converts!(Duration => Timespec, |duration| Timespec { secs: duration.seconds, nanos: duration.nanos });
converts!((u64, u32) => Duration, |pair| Duration { seconds: pair.0, nanos: pair.1 });
converts!(Timespec => SystemTime, |time| UNIX_EPOCH + StdDuration::from(time));
converts!(Timestamp => HybridLogicalClock, |stamp| HybridLogicalClock {
    timestamp: stamp.timestamp,
    counter: stamp.counter,
    node_id: stamp.node_id.read(),
});

/// A time before 1970 is 1970.
impl From<SystemTime> for Timespec {
    fn from(time: SystemTime) -> Timespec {
        time.duration_since(UNIX_EPOCH).unwrap_or_default().into()
    }
}

impl From<HybridLogicalClock> for Timestamp {
    fn from(clock: HybridLogicalClock) -> Timestamp {
        let node_id = BufferOrString::String(clock.node_id);
        Timestamp { timestamp: clock.timestamp, counter: clock.counter, node_id }
    }
}

impl From<&HybridLogicalClock> for Timestamp {
    fn from(clock: &HybridLogicalClock) -> Timestamp {
        clock.clone().into()
    }
}
