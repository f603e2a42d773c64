//! From one JSON object to rows.

use serde_json::{Map, Value};

/// A row for each key whose value is `{"Value": …, "SourceTimestamp": …}`, in the order of the keys' bytes. `columns` go
/// into every row, over what is there.
pub fn rows(payload: Value, copy_all: bool, columns: &[(String, String)]) -> Vec<Value> {
    let Value::Object(members) = payload else { return Vec::new() };
    let mut rows = Vec::new();
    let mut shared = Vec::new();
    for (key, value) in in_order(members) {
        match row(&key, &value) {
            Some(row) => rows.push(row),
            None => shared.push((key, value)),
        }
    }
    for row in &mut rows {
        if copy_all {
            row.extend(shared.iter().cloned());
        }
        for (column, value) in columns {
            row.insert(column.clone(), Value::String(value.clone()));
        }
    }
    rows.into_iter().map(Value::Object).collect()
}

/// Sorted whether or not the JSON library keeps keys sorted.
fn in_order(members: Map<String, Value>) -> Vec<(String, Value)> {
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_by(|one, other| one.0.cmp(&other.0));
    members
}

fn row(tag: &str, value: &Value) -> Option<Map<String, Value>> {
    let timestamp = value.get("SourceTimestamp")?;
    let value = value.get("Value")?;
    let mut row = Map::new();
    row.insert("tag".into(), tag.into());
    row.insert("timestamp".into(), timestamp.clone());
    row.insert("value".into(), value.clone());
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(payload: Value, copy_all: bool, columns: &[(&str, &str)]) -> String {
        let columns: Vec<_> = columns.iter().map(|(column, value)| (column.to_string(), value.to_string())).collect();
        Value::Array(rows(payload, copy_all, &columns)).to_string()
    }

    fn tags() -> Value {
        json!({
            "Tag2": {"Value": 2, "SourceTimestamp": "t2"},
            "Tag1": {"Value": 1, "SourceTimestamp": "t1"},
            "NonTag1": {"Other": 1},
            "NonTag2": 123
        })
    }

    #[test]
    fn the_published_case_gives_the_published_answer() {
        let payload = json!({
            "Temperature": {"Value": 23.5, "SourceTimestamp": "2026-01-01T00:00:00Z"},
            "Pressure": {"Value": 101.3, "SourceTimestamp": "2026-01-01T00:00:00Z"}
        });
        let expected = concat!(
            r#"[{"tag":"Pressure","timestamp":"2026-01-01T00:00:00Z","value":101.3},"#,
            r#"{"tag":"Temperature","timestamp":"2026-01-01T00:00:00Z","value":23.5}]"#
        );
        assert_eq!(text(payload, false, &[]), expected);
    }

    #[test]
    fn what_is_no_tag_is_dropped_or_goes_into_every_row() {
        assert_eq!(
            text(tags(), false, &[]),
            r#"[{"tag":"Tag1","timestamp":"t1","value":1},{"tag":"Tag2","timestamp":"t2","value":2}]"#
        );
        assert_eq!(
            text(tags(), true, &[]),
            concat!(
                r#"[{"NonTag1":{"Other":1},"NonTag2":123,"tag":"Tag1","timestamp":"t1","value":1},"#,
                r#"{"NonTag1":{"Other":1},"NonTag2":123,"tag":"Tag2","timestamp":"t2","value":2}]"#
            )
        );
    }

    #[test]
    fn columns_come_last_and_win() {
        let payload = json!({"Tag": {"Value": 1, "SourceTimestamp": null}, "tag": "mine", "extra": 1});
        assert_eq!(
            text(payload, true, &[("foo", "a"), ("extra", "b"), ("value", "c")]),
            r#"[{"extra":"b","foo":"a","tag":"mine","timestamp":null,"value":"c"}]"#
        );
    }

    #[test]
    fn values_of_any_kind_are_copied_as_they_are() {
        let payload = json!({"A": {"Value": null, "SourceTimestamp": {"x": [1]}, "More": 1}});
        assert_eq!(text(payload, false, &[]), r#"[{"tag":"A","timestamp":{"x":[1]},"value":null}]"#);
    }

    #[test]
    fn case_matters_and_both_must_be_there() {
        let payload = json!({
            "A": {"value": 1, "SourceTimestamp": "t"}, "B": {"Value": 1}, "C": {"SourceTimestamp": "t"}, "D": "Value"
        });
        assert_eq!(text(payload, true, &[]), "[]");
    }

    #[test]
    fn what_is_no_object_has_no_rows() {
        for payload in [json!([1]), json!("text"), json!(5), json!(null), json!({})] {
            assert_eq!(text(payload, true, &[("a", "b")]), "[]");
        }
    }
}
