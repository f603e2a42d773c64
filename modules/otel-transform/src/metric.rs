//! The metric of one payload.

use crate::settings::Settings;
use crate::time::epoch_nanos;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub struct Metrics {
    metrics: [Metric; 1],
}

#[derive(Serialize)]
struct Metric {
    name: String,
    value: f64,
    metric_type: String,
    unit: Option<String>,
    timestamp: Option<u64>,
    attributes: Option<Vec<Attribute>>,
}

#[derive(Serialize)]
pub struct Attribute {
    pub key: String,
    pub value: String,
}

impl Metrics {
    /// `now` is asked where no path to a time is set, in nanoseconds since 1970; `log` hears of a time that cannot be
    /// read.
    pub fn of(
        payload: &Value,
        settings: &Settings,
        attributes: Vec<Attribute>,
        now: impl FnOnce() -> u64,
        log: impl FnOnce(&str),
    ) -> Metrics {
        let value_path = settings.value_path.as_ref().expect("metricValuePath must be set");
        let name = match &settings.name_path {
            Some(path) => at(payload, path).and_then(Value::as_str).unwrap_or("wasm-placeholder"),
            None => settings.name.as_ref().expect("metricName or metricNamePath must be set"),
        };
        let timestamp = match &settings.timestamp_path {
            None => Some(now()),
            Some(path) => at(payload, path).and_then(Value::as_str).map(|text| {
                epoch_nanos(text).unwrap_or_else(|| {
                    log(&format!("no time at {path}: '{text}'"));
                    0
                })
            }),
        };
        let metric = Metric {
            name: name.to_owned(),
            value: at(payload, value_path).and_then(Value::as_f64).unwrap_or(0.0),
            metric_type: settings.metric_type.clone().unwrap_or_else(|| "type-placeholder".into()),
            unit: settings.unit.clone(),
            timestamp,
            attributes: (!attributes.is_empty()).then_some(attributes),
        };
        Metrics { metrics: [metric] }
    }

    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers have a form in JSON")
    }
}

/// What lies at a path of keys; arrays have none.
fn at<'a>(payload: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(payload, |value, key| value.as_object()?.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(properties: &[(&str, &str)]) -> Settings {
        let owned = properties.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        Settings::from(owned, |key| panic!("unknown: {key}"))
    }

    fn metric(payload: Value, properties: &[(&str, &str)]) -> (Value, Vec<String>) {
        let mut lines = Vec::new();
        let metrics = Metrics::of(&payload, &settings(properties), vec![], || 42, |line| lines.push(line.to_owned()));
        let mut all: Value = serde_json::from_slice(&metrics.to_json()).unwrap();
        (all["metrics"][0].take(), lines)
    }

    #[test]
    fn a_metric_has_all_its_fields() {
        let attributes = vec![Attribute { key: "otel/factoryId".into(), value: "A".into() }];
        let settings = settings(&[
            ("metricName", "temperature"),
            ("metricValuePath", "temperature.value"),
            ("metricType", "gauge"),
            ("metricUnits", "C"),
            ("metricTimestampPath", "time"),
        ]);
        let payload = json!({"temperature": {"value": 21.5}, "time": "1970-01-01T00:00:01Z"});
        let metrics = Metrics::of(&payload, &settings, attributes, || 42, |line| panic!("{line}"));
        assert_eq!(
            String::from_utf8(metrics.to_json()).unwrap(),
            concat!(
                r#"{"metrics":[{"name":"temperature","value":21.5,"metric_type":"gauge","unit":"C","#,
                r#""timestamp":1000000000,"attributes":[{"key":"otel/factoryId","value":"A"}]}]}"#
            )
        );
    }

    #[test]
    fn what_is_not_set_has_its_default() {
        let (metric, _) = metric(json!({"v": 7}), &[("metricName", "n"), ("metricValuePath", "v")]);
        let expected = json!({
            "name": "n", "value": 7.0, "metric_type": "type-placeholder", "unit": null, "timestamp": 42,
            "attributes": null
        });
        assert_eq!(metric, expected);
    }

    #[test]
    fn a_value_that_is_no_number_is_zero() {
        for payload in [json!({"v": "7"}), json!({}), json!([7]), json!({"v": [7]}), json!(7)] {
            assert_eq!(metric(payload, &[("metricName", "n"), ("metricValuePath", "v")]).0["value"], json!(0.0));
        }
        let (metric, _) = metric(json!({"v": [7]}), &[("metricName", "n"), ("metricValuePath", "v.0")]);
        assert_eq!(metric["value"], json!(0.0));
    }

    #[test]
    fn the_path_of_a_name_goes_before_the_name() {
        let properties = [("metricName", "n"), ("metricNamePath", "a.b"), ("metricValuePath", "v")];
        assert_eq!(metric(json!({"a": {"b": "found"}}), &properties).0["name"], json!("found"));
        for payload in [json!({"a": {"b": 5}}), json!({"a": 5}), json!({"a.b": "no"})] {
            assert_eq!(metric(payload, &properties).0["name"], json!("wasm-placeholder"));
        }
    }

    #[test]
    fn a_time_that_cannot_be_read_is_zero_and_one_that_is_not_there_is_null() {
        let properties = [("metricName", "n"), ("metricValuePath", "v"), ("metricTimestampPath", "t")];
        let (unreadable, lines) = metric(json!({"t": "today"}), &properties);
        assert_eq!((&unreadable["timestamp"], lines), (&json!(0), vec!["no time at t: 'today'".to_string()]));
        for payload in [json!({}), json!({"t": 5})] {
            assert_eq!(metric(payload, &properties), metric(json!({"t": null}), &properties));
            assert_eq!(metric(json!({}), &properties).0["timestamp"], Value::Null);
        }
    }

    #[test]
    #[should_panic(expected = "metricValuePath must be set")]
    fn without_a_path_to_the_value_it_traps() {
        metric(json!({}), &[("metricName", "n")]);
    }

    #[test]
    #[should_panic(expected = "metricName or metricNamePath must be set")]
    fn without_a_name_it_traps() {
        metric(json!({}), &[("metricValuePath", "v")]);
    }
}
