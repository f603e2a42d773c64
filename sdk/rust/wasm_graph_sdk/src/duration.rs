//! The state store's duration, with what the standard library's can do: operators have one name in scope for both.

use crate::Duration;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::{Instant, SystemTime};

type StdDuration = std::time::Duration;

impl Duration {
    pub const ZERO: Duration = Duration { seconds: 0, nanos: 0 };
    pub const MAX: Duration = Duration { seconds: u64::MAX, nanos: 999_999_999 };

    pub const fn new(seconds: u64, nanos: u32) -> Duration {
        Duration::of(StdDuration::new(seconds, nanos))
    }

    pub const fn from_secs(seconds: u64) -> Duration {
        Duration { seconds, nanos: 0 }
    }

    pub const fn from_millis(millis: u64) -> Duration {
        Duration::of(StdDuration::from_millis(millis))
    }

    pub const fn from_micros(micros: u64) -> Duration {
        Duration::of(StdDuration::from_micros(micros))
    }

    pub const fn from_nanos(nanos: u64) -> Duration {
        Duration::of(StdDuration::from_nanos(nanos))
    }

    /// Panics where the standard library's does.
    pub fn from_secs_f64(seconds: f64) -> Duration {
        StdDuration::from_secs_f64(seconds).into()
    }

    /// Panics where the standard library's does.
    pub fn from_secs_f32(seconds: f32) -> Duration {
        StdDuration::from_secs_f32(seconds).into()
    }

    pub fn is_zero(&self) -> bool {
        self.std().is_zero()
    }

    pub fn as_secs(&self) -> u64 {
        self.std().as_secs()
    }

    pub fn as_millis(&self) -> u128 {
        self.std().as_millis()
    }

    pub fn as_micros(&self) -> u128 {
        self.std().as_micros()
    }

    pub fn as_nanos(&self) -> u128 {
        self.std().as_nanos()
    }

    pub fn as_secs_f64(&self) -> f64 {
        self.std().as_secs_f64()
    }

    pub fn as_secs_f32(&self) -> f32 {
        self.std().as_secs_f32()
    }

    pub fn subsec_millis(&self) -> u32 {
        self.std().subsec_millis()
    }

    pub fn subsec_micros(&self) -> u32 {
        self.std().subsec_micros()
    }

    pub fn subsec_nanos(&self) -> u32 {
        self.std().subsec_nanos()
    }

    pub fn checked_add(self, other: impl Into<StdDuration>) -> Option<Duration> {
        self.std().checked_add(other.into()).map(Duration::from)
    }

    pub fn checked_sub(self, other: impl Into<StdDuration>) -> Option<Duration> {
        self.std().checked_sub(other.into()).map(Duration::from)
    }

    pub fn saturating_add(self, other: impl Into<StdDuration>) -> Duration {
        self.std().saturating_add(other.into()).into()
    }

    pub fn saturating_sub(self, other: impl Into<StdDuration>) -> Duration {
        self.std().saturating_sub(other.into()).into()
    }

    fn std(&self) -> StdDuration {
        (*self).into()
    }

    const fn of(duration: StdDuration) -> Duration {
        Duration { seconds: duration.as_secs(), nanos: duration.subsec_nanos() }
    }
}

/// Two operators on durations of both kinds, which panic on overflow as the standard library's do.
macro_rules! operators {
    ($($other:ty),*) => {
        $(impl Add<$other> for Duration {
            type Output = Duration;

            fn add(self, other: $other) -> Duration {
                (self.std() + StdDuration::from(other)).into()
            }
        }

        impl Sub<$other> for Duration {
            type Output = Duration;

            fn sub(self, other: $other) -> Duration {
                (self.std() - StdDuration::from(other)).into()
            }
        }

        impl AddAssign<$other> for Duration {
            fn add_assign(&mut self, other: $other) {
                *self = *self + other;
            }
        }

        impl SubAssign<$other> for Duration {
            fn sub_assign(&mut self, other: $other) {
                *self = *self - other;
            }
        })*
    };
}

operators!(Duration, StdDuration);

macro_rules! shifts {
    ($($time:ty => $output:ty),*) => {
        $(impl Add<Duration> for $time {
            type Output = $output;

            fn add(self, duration: Duration) -> $output {
                self + StdDuration::from(duration)
            }
        }

        impl Sub<Duration> for $time {
            type Output = $output;

            fn sub(self, duration: Duration) -> $output {
                self - StdDuration::from(duration)
            }
        })*
    };
}

shifts!(SystemTime => SystemTime, Instant => Instant, StdDuration => StdDuration);

impl std::ops::Mul<u32> for Duration {
    type Output = Duration;

    fn mul(self, factor: u32) -> Duration {
        (self.std() * factor).into()
    }
}

impl std::ops::Div<u32> for Duration {
    type Output = Duration;

    fn div(self, divisor: u32) -> Duration {
        (self.std() / divisor).into()
    }
}

impl PartialEq<StdDuration> for Duration {
    fn eq(&self, other: &StdDuration) -> bool {
        self.std() == *other
    }
}

impl PartialOrd<StdDuration> for Duration {
    fn partial_cmp(&self, other: &StdDuration) -> Option<std::cmp::Ordering> {
        self.std().partial_cmp(other)
    }
}
