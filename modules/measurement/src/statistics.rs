//! Count, extremes, average and last of many values.

use std::fmt::{self, Display, Formatter};

/// What is known of the values seen so far. As text, the fields of a summary: `"count":1,"max":...,"last":20.5`.
///
/// Not the form of [`crate::Measurement::to_json`]: numbers stand without `.0` and never with an exponent.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    count: u64,
    sum: f64,
    max: f64,
    min: f64,
    last: f64,
    latest: Option<u64>,
}

impl Statistics {
    /// No value seen. There is no average then: its text is no JSON.
    pub fn new() -> Self {
        Statistics { count: 0, sum: 0.0, max: f64::MIN, min: f64::MAX, last: 0.0, latest: None }
    }

    /// Goes on where a summary left off. Any value counts as later than its last.
    pub fn resume(count: u64, max: f64, min: f64, average: f64, last: f64) -> Self {
        Statistics { count, sum: average * count as f64, max, min, last, latest: None }
    }

    /// Takes a value in, measured in this second. True if it is the last now: of several within one second, the one
    /// that arrived last is.
    pub fn add(&mut self, value: f64, second: u64) -> bool {
        self.count += 1;
        self.sum += value;
        self.max = self.max.max(value);
        self.min = self.min.min(value);
        let is_last = self.latest.is_none_or(|latest| second >= latest);
        if is_last {
            self.last = value;
            self.latest = Some(second);
        }
        is_last
    }
}

impl Default for Statistics {
    fn default() -> Self {
        Self::new()
    }
}

impl Display for Statistics {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Statistics { count, sum, max, min, last, .. } = self;
        let average = sum / *count as f64;
        write!(formatter, r#""count":{count},"max":{max},"min":{min},"average":{average},"last":{last}"#)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(values: &[(f64, u64)]) -> Statistics {
        let mut statistics = Statistics::new();
        for (value, second) in values {
            statistics.add(*value, *second);
        }
        statistics
    }

    #[test]
    fn one_value_is_its_own_summary() {
        assert_eq!(
            statistics(&[(653.8888888888889, 7)]).to_string(),
            r#""count":1,"max":653.8888888888889,"min":653.8888888888889,"average":653.8888888888889,"last":653.8888888888889"#
        );
    }

    #[test]
    fn numbers_have_neither_a_needless_fraction_nor_an_exponent() {
        assert_eq!(
            statistics(&[(1695.0, 0), (1e21, 0), (-5e-7, 0)]).to_string(),
            r#""count":3,"max":1000000000000000000000,"min":-0.0000005,"average":333333333333333300000,"last":-0.0000005"#
        );
    }

    #[test]
    fn the_last_value_is_of_the_highest_second_and_of_equal_ones_the_last_to_arrive() {
        let mut statistics = Statistics::new();
        assert!(statistics.add(1.0, 5));
        assert!(!statistics.add(2.0, 4));
        assert!(statistics.add(3.0, 5));
        assert!(!statistics.add(4.0, 0));
        assert_eq!(statistics.to_string(), r#""count":4,"max":4,"min":1,"average":2.5,"last":3"#);
    }

    #[test]
    fn a_summary_goes_on_and_any_value_is_later() {
        let mut statistics = Statistics::resume(2, 20.0, 10.0, 15.0, 20.0);
        assert_eq!(statistics.to_string(), r#""count":2,"max":20,"min":10,"average":15,"last":20"#);
        assert!(statistics.add(60.0, 0));
        assert_eq!(statistics.to_string(), r#""count":3,"max":60,"min":10,"average":30,"last":60"#);
    }

    #[test]
    fn negative_values_have_a_negative_maximum() {
        assert_eq!(
            statistics(&[(-40.0, 1), (-50.5, 2)]).to_string(),
            r#""count":2,"max":-40,"min":-50.5,"average":-45.25,"last":-50.5"#
        );
    }
}
