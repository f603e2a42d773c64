//! What the graph configures.

/// Paths are keys of JSON objects with dots between them.
#[derive(Debug, Default, PartialEq)]
pub struct Settings {
    pub name: Option<String>,
    pub name_path: Option<String>,
    pub value_path: Option<String>,
    pub metric_type: Option<String>,
    pub unit: Option<String>,
    pub timestamp_path: Option<String>,
}

impl Settings {
    pub fn from(properties: Vec<(String, String)>, mut unknown: impl FnMut(&str)) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in properties {
            let setting = match key.as_str() {
                "metricName" => &mut settings.name,
                "metricNamePath" => &mut settings.name_path,
                "metricValuePath" => &mut settings.value_path,
                "metricType" => &mut settings.metric_type,
                "metricUnits" => &mut settings.unit,
                "metricTimestampPath" => &mut settings.timestamp_path,
                _ => {
                    unknown(&key);
                    continue;
                }
            };
            *setting = Some(value);
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_property_has_its_place_and_unknown_ones_are_told() {
        let names = [
            "metricName",
            "metricNamePath",
            "metricValuePath",
            "metricType",
            "metricUnits",
            "metricTimestampPath",
            "x",
        ];
        let properties = names.iter().map(|name| (name.to_string(), format!("<{name}>"))).collect();
        let mut unknown = Vec::new();
        let settings = Settings::from(properties, |key| unknown.push(key.to_owned()));
        let some = |text: &str| Some(format!("<{text}>"));
        let expected = Settings {
            name: some("metricName"),
            name_path: some("metricNamePath"),
            value_path: some("metricValuePath"),
            metric_type: some("metricType"),
            unit: some("metricUnits"),
            timestamp_path: some("metricTimestampPath"),
        };
        assert_eq!(settings, expected);
        assert_eq!(unknown, ["x"]);
    }
}
