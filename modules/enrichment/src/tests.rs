use super::*;
use fake::FakeHost;
use leat_guest::hybrid_logical_clock::Timespec;
use leat_guest::types::{BufferOrString, MessageProperties, MessageSchema, Timestamp};

fn input(payload: &str) -> DataModel {
    let property = (BufferOrString::String("line".into()), BufferOrString::String("7".into()));
    DataModel::Message(Message {
        timestamp: Timestamp {
            timestamp: Timespec { secs: 10, nanos: 5 },
            counter: 3,
            node_id: BufferOrString::String("node".into()),
        },
        topic: BufferOrBytes::Bytes(b"probe/1".to_vec()),
        content_type: Some(BufferOrString::String("application/json".into())),
        payload: BufferOrBytes::Bytes(payload.into()),
        properties: MessageProperties { user_properties: vec![property] },
        schema: Some(MessageSchema::RegistryReference(BufferOrString::String("sensor:1".into()))),
    })
}

fn payload(host: &FakeHost, data: &str) -> String {
    let message = enriched(host, input(&format!(r#"{{"sensor_data":{data}}}"#))).unwrap();
    String::from_utf8(bytes(&message.payload).into_owned()).unwrap()
}

/// What comes of one temperature.
fn overtemp(host: &FakeHost, max: f64, min: f64) -> bool {
    let output = payload(host, &format!(r#"{{"temperature":[{{"max":{max:?},"min":{min:?},"unit":"C"}}]}}"#));
    match output.contains(r#""overtemp":true"#) {
        true => true,
        false => {
            assert!(output.contains(r#""overtemp":false"#), "{output}");
            false
        }
    }
}

fn humidity(host: &FakeHost, max: f64, min: f64) {
    let item = format!(r#"{{"count":1,"max":{max:?},"min":{min:?},"average":0.0,"last":0.0}}"#);
    let output = payload(host, &format!(r#"{{"humidity":[{item}]}}"#));
    assert_eq!(output, format!(r#"{{"temperature":[],"humidity":[{item}],"object":[]}}"#));
}

#[test]
fn the_published_case_comes_out_without_its_wrapper() {
    let summary = r#""count":1,"max":653.8888888888889,"min":653.8888888888889,"average":653.8888888888889,"last":653.8888888888889,"unit":"C""#;
    assert_eq!(
        payload(&FakeHost::default(), &format!(r#"{{"temperature":[{{{summary}}}]}}"#)),
        format!(r#"{{"temperature":[{{{summary},"overtemp":true}}],"humidity":[],"object":[]}}"#)
    );
}

#[test]
fn values_go_and_all_else_stays() {
    let data = r#"{"temperature":[{"value":3,"max":50,"min":3,"unit":"F"}],"humidity":[{"value":4,"max":80,"min":80}],"object":[{"result":"cup"}]}"#;
    let expected = concat!(
        r#"{"temperature":[{"count":0,"max":50.0,"min":3.0,"average":0.0,"last":0.0,"unit":"F","overtemp":false}],"#,
        r#""humidity":[{"value":4.0,"count":0,"max":80.0,"min":80.0,"average":0.0,"last":0.0}],"#,
        r#""object":[{"result":"cup"}]}"#
    );
    assert_eq!(payload(&FakeHost::default(), data), expected);
}

#[test]
fn the_message_gets_its_topic_and_loses_content_type_and_schema() {
    let message = enriched(&FakeHost::default(), input(r#"{"sensor_data":{}}"#)).unwrap();
    assert_eq!(&*bytes(&message.topic), b"sensors");
    assert!(message.content_type.is_none() && message.schema.is_none());
    assert_eq!(
        (message.timestamp.timestamp.secs, message.timestamp.timestamp.nanos, message.timestamp.counter),
        (10, 5, 3)
    );
    assert_eq!(message.properties.user_properties.len(), 1);
}

#[test]
fn other_kinds_are_errors() {
    for other in [r#"{"object":{"result":"cup"}}"#, r#"{"humidity":{}}"#] {
        assert_eq!(enriched(&FakeHost::default(), input(other)).unwrap_err().message, "Unexpected type for result.");
    }
    let raw = DataModel::BufferOrBytes(BufferOrBytes::Bytes(vec![]));
    assert_eq!(enriched(&FakeHost::default(), raw).unwrap_err().message, "Unexpected input type");
}

#[test]
#[should_panic(expected = "must be a measurement")]
fn bad_json_traps() {
    let _ = enriched(&FakeHost::default(), input(r#"{"temperature":[]}"#));
}

#[test]
fn too_hot_is_remembered_and_counted_under_the_lock() {
    let host = FakeHost::with(&[("overtemp_count", "41")]);
    assert!(overtemp(&host, 100.1, 20.0));
    assert_eq!(
        host.calls(),
        [
            "SET overtemp=true",
            "SET lock=module2 NEX for 10 s",
            "GET overtemp_count",
            "SET overtemp_count=42 token 2",
            "VDEL lock=module2",
        ]
    );
    assert_eq!(host.values.borrow().get("overtemp_count").unwrap(), "42");
    assert!(!host.values.borrow().contains_key("lock"));
    assert_eq!(host.log(), Vec::<String>::new());
}

#[test]
fn the_first_count_is_one() {
    let host = FakeHost::default();
    assert!(overtemp(&host, 101.0, -5.0), "the maximum is looked at first");
    assert_eq!(host.values.borrow().get("overtemp_count").unwrap(), "1");
}

#[test]
fn cold_is_remembered() {
    let host = FakeHost::with(&[("overtemp", "true")]);
    assert!(!overtemp(&host, 100.0, -0.1));
    assert_eq!(host.calls(), ["SET overtemp=false"]);
    assert!(!overtemp(&host, 50.0, 0.0));
}

#[test]
fn between_the_bounds_memory_decides() {
    for (remembered, expected, warnings) in
        [(Some("true"), true, 0), (Some("false"), false, 0), (None, false, 0), (Some("True"), false, 1)]
    {
        let host = FakeHost::default();
        if let Some(value) = remembered {
            host.values.borrow_mut().insert("overtemp".into(), value.into());
        }
        assert_eq!(overtemp(&host, 100.0, 0.0), expected, "{remembered:?}");
        assert_eq!(host.calls(), ["GET overtemp"]);
        assert_eq!(host.log().len(), warnings, "{:?}", host.log());
        assert!(host.log().iter().all(|line| line.starts_with("Warn module-enrichment/map: ")));
    }
}

#[test]
fn what_memory_cannot_tell_leaves_the_mark_as_it_came() {
    let data = r#"{"temperature":[{"max":50,"min":3,"unit":"C","overtemp":true}]}"#;
    assert!(payload(&FakeHost::with(&[("overtemp", "false")]), data).contains(r#""overtemp":true"#));
    let host = FakeHost { unreadable: vec!["overtemp"], ..FakeHost::default() };
    assert!(payload(&host, data).contains(r#""overtemp":true"#));
    assert!(host.log()[0].starts_with("Error module-enrichment/map: could not get overtemp: "), "{:?}", host.log());
}

#[test]
fn the_wet_flag_holds_the_maximum_and_goes_when_it_is_dry() {
    let host = FakeHost::default();
    humidity(&host, 85.0, 20.0);
    assert_eq!(host.values.borrow().get("wet_flag").unwrap(), "85");
    humidity(&host, 80.5, 80.0);
    assert_eq!(host.values.borrow().get("wet_flag").unwrap(), "80.5");
    humidity(&host, 80.0, 80.0);
    assert_eq!(host.calls(), ["SET wet_flag=85", "SET wet_flag=80.5"], "80 is neither wet nor dry");
    humidity(&host, 80.0, 79.9);
    humidity(&host, 10.0, 10.0);
    assert_eq!(host.calls()[2..], ["DEL wet_flag", "DEL wet_flag"]);
    assert_eq!(host.log(), ["Info module2/map: wet_flag was deleted"], "only where there was a flag");
}

#[test]
fn a_count_that_is_refused_is_tried_three_times_without_giving_the_lock_back() {
    for (times, with_error, level) in [(2, false, "Warn"), (2, true, "Error"), (3, false, "Warn"), (3, true, "Error")] {
        let host = FakeHost::refusing("overtemp_count", times, with_error);
        assert!(overtemp(&host, 101.0, 0.0));
        let calls = host.calls();
        assert_eq!(calls.iter().filter(|call| call.starts_with("SET lock")).count(), 3);
        assert_eq!(calls.iter().filter(|call| call.starts_with("SET overtemp_count=1")).count(), 3);
        assert_eq!(calls.iter().filter(|call| call.starts_with("VDEL")).count(), usize::from(times == 2), "{calls:?}");
        assert_eq!(host.log().len(), times);
        assert!(host.log().iter().all(|line| line.starts_with(&format!("{level} module2/map: "))), "{:?}", host.log());
    }
}

#[test]
fn a_lock_that_another_holds_is_tried_three_times() {
    for with_error in [false, true] {
        let host = FakeHost::refusing("lock", 3, with_error);
        assert!(overtemp(&host, 101.0, 0.0));
        let lock = "SET lock=module2 NEX for 10 s";
        assert_eq!(host.calls(), ["SET overtemp=true", lock, lock, lock]);
        assert_eq!(host.log().len(), 3);
    }
    let host = FakeHost::refusing("lock", 2, false);
    assert!(overtemp(&host, 101.0, 0.0));
    assert_eq!(host.values.borrow().get("overtemp_count").unwrap(), "1");
}

#[test]
fn a_count_that_cannot_be_read_gives_the_lock_back_at_once() {
    let unreadable = FakeHost { unreadable: vec!["overtemp_count"], ..FakeHost::default() };
    for host in [unreadable, FakeHost::with(&[("overtemp_count", "many")])] {
        assert!(overtemp(&host, 101.0, 0.0));
        assert_eq!(host.calls()[1..], ["SET lock=module2 NEX for 10 s", "GET overtemp_count", "VDEL lock=module2"]);
        assert!(host.log()[0].starts_with("Error module2/map: "), "{:?}", host.log());
    }
}

#[test]
#[should_panic(expected = "must have a version")]
fn a_lock_without_a_version_traps() {
    overtemp(&FakeHost { without_versions: true, ..FakeHost::default() }, 101.0, 0.0);
}
