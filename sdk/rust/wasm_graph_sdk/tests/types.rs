//! What operators do with the SDK's types and services, on this machine.

use std::time::Duration as StdDuration;
use wasm_graph_sdk::logger::{self, Level};
use wasm_graph_sdk::metrics::{self, CounterValue, Label};
use wasm_graph_sdk::prelude::*;
use wasm_graph_sdk::state_store::{self, SetConditions, SetOptions, StateStoreError};
use wasm_graph_sdk::testing;

#[test]
fn parameters_are_the_properties_by_name() {
    let properties = vec![("a".to_string(), "1".to_string()), ("b".into(), "2".into()), ("a".into(), "3".into())];
    let configuration = ModuleConfiguration { properties, module_schemas: vec![] };
    assert_eq!(configuration.parameters.get("a"), Some(&"1".to_string()));
    assert_eq!(configuration.parameters.get("c").map(|text| text.as_str()).unwrap_or("none"), "none");
    assert_eq!(configuration.parameters.len(), 3);
    assert!(configuration.parameters.contains_key("b") && !configuration.parameters.is_empty());
    assert_eq!(configuration.parameters.iter().count(), configuration.properties.len());
}

#[test]
fn times_convert_to_and_fro() {
    let time = Timespec { secs: 1_758_255_553, nanos: 528_000_001 };
    let standard: StdDuration = time.into();
    assert_eq!(standard, StdDuration::new(1_758_255_553, 528_000_001));
    assert_eq!(Timespec::from(standard), time);
    assert_eq!(Duration::from(time).as_millis(), 1_758_255_553_528);
    assert_eq!(Timespec::from(Duration::from(time)), time);
    assert_eq!(Timespec::from(std::time::SystemTime::from(time)), time);
    let clock = HybridLogicalClock { timestamp: time, counter: 7, node_id: "node".into() };
    let stamp = Timestamp::from(clock.clone());
    assert_eq!(HybridLogicalClock::from(&stamp), clock);
    let again: HybridLogicalClock = stamp.into();
    assert_eq!(again, clock);
}

#[test]
fn nanoseconds_beyond_a_second_carry_on() {
    assert_eq!(StdDuration::from(Timespec { secs: 1, nanos: 2_500_000_000 }), StdDuration::from_millis(3_500));
}

#[test]
fn a_duration_counts_as_the_standard_librarys() {
    let duration = Duration::from_millis(1_500);
    assert_eq!((duration.seconds, duration.nanos), (1, 500_000_000));
    assert_eq!(duration + Duration::from_secs(1), Duration::new(2, 500_000_000));
    assert_eq!(duration - StdDuration::from_millis(500), StdDuration::from_secs(1));
    assert_eq!((duration * 2).as_secs(), 3);
    assert_eq!((duration / 3).as_micros(), 500_000);
    assert_eq!(duration.checked_sub(Duration::from_secs(2)), None);
    assert_eq!(duration.saturating_sub(Duration::from_secs(2)), Duration::ZERO);
    assert!(Duration::from_nanos(1) < Duration::from_micros(1));
    assert_eq!(std::time::UNIX_EPOCH + duration, std::time::UNIX_EPOCH + StdDuration::from(duration));
}

#[test]
fn counters_take_numbers() {
    for (value, expected) in [
        (CounterValue::from(5u64), 5),
        (CounterValue::from(1.0), 1),
        (CounterValue::from(2.9), 2),
        (CounterValue::from(-1.0), 0),
        (CounterValue::from(-1), 0),
        (CounterValue::from(f64::NAN), 0),
    ] {
        assert_eq!(value, CounterValue::U64(expected));
    }
}

#[test]
fn what_is_logged_and_counted_is_kept_for_the_test() {
    logger::log(Level::Warn, "here", "careful");
    let labels = vec![Label::new("module", "here")];
    metrics::add_to_counter("requests", CounterValue::U64(2), Some(&labels)).unwrap();
    metrics::record_to_histogram("millis", 0.5, None).unwrap();
    assert_eq!(testing::logged(), [(Level::Warn, "here".to_string(), "careful".to_string())]);
    assert_eq!(testing::counted(), [("requests".to_string(), 2, labels)]);
    assert_eq!(testing::recorded(), [("millis".to_string(), 0.5, vec![])]);
    testing::reset();
    assert_eq!(testing::logged(), []);
}

#[test]
fn the_store_for_tests_holds_its_conditions_and_gives_versions() {
    let once = SetOptions { conditions: SetConditions::OnlyIfDoesNotExist, ..SetOptions::default() };
    let same = SetOptions { conditions: SetConditions::OnlyIfEqualOrDoesNotExist, ..SetOptions::default() };
    let set = |value: &[u8], options| state_store::set(b"key", value, None, None, options).unwrap();
    let first = set(b"1", once);
    assert!(first.response);
    assert_eq!(set(b"2", once).response, false);
    assert_eq!(set(b"2", same).response, false);
    assert!(set(b"1", same).version > first.version);
    assert!(set(b"3", SetOptions::default()).response);
    assert_eq!(state_store::get(b"key", None).unwrap().response.as_deref(), Some(&b"3"[..]));
    assert_eq!(state_store::vdel(b"key", b"1", None, None).unwrap().response, 0);
    assert_eq!(state_store::vdel(b"key", b"3", None, None).unwrap().response, 1);
    assert_eq!(state_store::del(b"key", None, None).unwrap().response, 0);
    testing::fail_state_store(Some(StateStoreError::Timeout));
    assert_eq!(state_store::get(b"key", None).unwrap_err(), StateStoreError::Timeout);
}

#[test]
fn an_error_comes_of_whatever_a_question_mark_meets() {
    fn all(step: usize) -> Result<(), Error> {
        match step {
            0 => Err("text")?,
            1 => Err(StateStoreError::RequestError("no".into()))?,
            2 => drop(String::from_utf8(vec![0xff])?),
            3 => drop("x".parse::<i32>()?),
            _ => drop("x".parse::<f64>()?),
        }
        Ok(())
    }
    assert_eq!(all(0).unwrap_err().message, "text");
    for step in 1..5 {
        assert!(!all(step).unwrap_err().message.is_empty());
    }
    let boxed: Box<dyn std::error::Error> = Box::new(Error { message: "why".into() });
    assert!(boxed.to_string().contains("why"));
}
