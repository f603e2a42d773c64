//! What the graph configures.

/// All are optional.
#[derive(Debug, Default, PartialEq)]
pub struct Settings {
    /// What a message's user property of this name becomes.
    pub dataschema: Option<String>,
    /// A user property, and the column that it becomes.
    pub headers: Vec<(String, String)>,
    /// Whether what is no value of OPC UA goes into every row.
    pub copy_all: bool,
}

impl Settings {
    pub fn from(properties: &[(String, String)]) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in properties {
            match key.as_str() {
                "dataschema" => settings.dataschema = Some(value.clone()),
                "headers" => settings.headers = pairs(value),
                "copy_all" => match value.as_str() {
                    "true" => settings.copy_all = true,
                    "false" => settings.copy_all = false,
                    _ => {}
                },
                _ => {}
            }
        }
        settings
    }

    /// The column of a user property.
    pub fn column(&self, property: &str) -> Option<&str> {
        self.headers.iter().rev().find(|(name, _)| name == property).map(|(_, column)| column.as_str())
    }
}

/// Of `property=column;property2=column2`, whatever has two sides.
fn pairs(text: &str) -> Vec<(String, String)> {
    text.split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(property, column)| (property.trim().to_owned(), column.trim().to_owned()))
        .filter(|(property, column)| !property.is_empty() && !column.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(properties: &[(&str, &str)]) -> Settings {
        let owned: Vec<_> = properties.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        Settings::from(&owned)
    }

    #[test]
    fn nothing_is_needed() {
        assert_eq!(settings(&[]), Settings::default());
    }

    #[test]
    fn headers_are_pairs_with_two_sides() {
        let headers = settings(&[("headers", " meta1 = foo ;meta2=a=b;;=x;y=;alone; ")]).headers;
        assert_eq!(headers, [("meta1".into(), "foo".into()), ("meta2".into(), "a=b".into())]);
    }

    #[test]
    fn copy_all_is_true_or_false_and_nothing_else() {
        assert!(settings(&[("copy_all", "true")]).copy_all);
        for other in ["false", "True", " true", "1", ""] {
            assert!(!settings(&[("copy_all", other)]).copy_all, "{other}");
        }
    }
}
