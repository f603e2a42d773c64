use super::*;
use wasm_graph_sdk::testing;

const SCHEMA: &str = r#"{
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {"humidity": {"type": "integer"}, "temperature": {"type": "number"}}
}"#;

fn message(payload: &str) -> DataModel {
    DataModel::Message(Message {
        timestamp: Timestamp {
            timestamp: Timespec { secs: 1, nanos: 0 },
            counter: 0,
            node_id: BufferOrString::String("node".into()),
        },
        topic: BufferOrBytes::Bytes(b"probe/1".to_vec()),
        content_type: None,
        payload: BufferOrBytes::Bytes(payload.into()),
        properties: MessageProperties { user_properties: vec![] },
        schema: None,
    })
}

fn verdict(payload: &str) -> bool {
    passes(&compile(SCHEMA), message(payload)).unwrap()
}

fn configuration(schemas: &[&str]) -> ModuleConfiguration {
    let schema = |content: &&str| ModuleSchema {
        name: "sensor".into(),
        content_type: "application/schema+json".into(),
        content: content.to_string(),
    };
    ModuleConfiguration {
        properties: vec![("line".into(), "7".into())],
        module_schemas: schemas.iter().map(schema).collect(),
    }
}

fn errors() -> Vec<String> {
    testing::logged()
        .into_iter()
        .filter(|(level, context, _)| *level == Level::Error && context == CONTEXT)
        .map(|(_, _, message)| message)
        .collect()
}

#[test]
fn the_published_case_is_dropped_with_a_line_for_its_violation() {
    assert!(!verdict(r#"{"humidity": 175.1, "temperature": 12}"#));
    assert_eq!(errors(), [r#"at /humidity: 175.1 is not of type "integer""#]);
}

#[test]
fn what_is_valid_passes_without_a_line() {
    for payload in [r#"{"humidity": 175, "temperature": 12.5}"#, "{}", r#"{"humidity": 1.0}"#, r#"{"other": []}"#] {
        assert!(verdict(payload), "{payload}");
    }
    assert_eq!(errors(), Vec::<String>::new());
}

#[test]
fn each_violation_has_a_line() {
    assert!(!verdict(r#"{"humidity": "wet", "temperature": null}"#));
    assert_eq!(errors().len(), 2);
}

#[test]
fn what_is_no_json_is_dropped() {
    assert!(!verdict("humidity: 5"));
    assert!(!verdict(""));
    assert_eq!(errors().len(), 2);
}

#[test]
fn what_is_no_message_is_an_error() {
    let raw = DataModel::BufferOrBytes(BufferOrBytes::Bytes(b"{}".to_vec()));
    assert_eq!(passes(&compile(SCHEMA), raw).unwrap_err().message, "Unexpected input type");
}

#[test]
fn without_a_schema_init_refuses() {
    assert!(!init(configuration(&[])));
    assert_eq!(errors(), ["no module schema is configured"]);
}

#[test]
fn of_several_schemas_the_first_is_used_with_a_warning() {
    assert!(init(configuration(&[SCHEMA, "true"])));
    let warnings = testing::logged().into_iter().filter(|(level, ..)| *level == Level::Warn).count();
    assert_eq!(warnings, 1);
    assert!(!VALIDATOR.get().unwrap().is_valid(&serde_json::json!({"humidity": 0.5})));
}

#[test]
#[should_panic(expected = "must be JSON")]
fn a_schema_that_is_no_json_traps() {
    init(configuration(&["type: object"]));
}

#[test]
#[should_panic(expected = "must be a JSON schema")]
fn a_schema_that_does_not_compile_traps() {
    init(configuration(&[r#"{"type": "whole"}"#]));
}

#[test]
fn draft_7_has_conditions_constants_and_references() {
    let schema = compile(
        r##"{"definitions": {"positive": {"exclusiveMinimum": 0}},
            "if": {"properties": {"kind": {"const": "count"}}},
            "then": {"properties": {"value": {"$ref": "#/definitions/positive"}}},
            "else": {"required": ["unit"]}}"##,
    );
    for (payload, expected) in [
        (r#"{"kind": "count", "value": 1}"#, true),
        (r#"{"kind": "count", "value": 0}"#, false),
        (r#"{"kind": "level", "value": 0}"#, false),
        (r#"{"kind": "level", "value": 0, "unit": "m"}"#, true),
    ] {
        assert_eq!(passes(&schema, message(payload)).unwrap(), expected, "{payload}");
    }
}
