//! An operator as its host sees it: log lines and counts under its name.

use crate::types::ModuleConfiguration;
use wasm_graph_sdk::logger;
use wasm_graph_sdk::metrics::{self, CounterValue, Label};

pub use wasm_graph_sdk::logger::Level;

/// One operator of a module: the name under which it logs and counts.
pub struct Operator(pub &'static str);

impl Operator {
    pub fn log(&self, level: Level, message: &str) {
        logger::log(level, self.0, message);
    }

    pub fn info(&self, message: &str) {
        self.log(Level::Info, message);
    }

    /// To be called first by each `init`: a panic from then on tells the log why, for a trap alone tells nobody.
    pub fn start(&self) {
        logger::report_panics(self.0);
    }

    pub fn log_properties(&self, configuration: &ModuleConfiguration) {
        for (key, value) in &configuration.properties {
            self.info(&format!("property {key} = {value}"));
        }
    }

    pub fn log_schemas(&self, configuration: &ModuleConfiguration) {
        for schema in &configuration.module_schemas {
            self.info(&format!("module schema {} ({}): {}", schema.name, schema.content_type, schema.content));
        }
    }

    /// To be called first by each `process`: a host need not call `init` to get a reason for a trap.
    pub fn called(&self) {
        logger::report_panics(self.0);
        self.count(&[]);
    }

    /// One more of `requests`, under the operator's name and these labels. Nothing depends on whether the host can
    /// count.
    pub fn count(&self, labels: &[(&str, &str)]) {
        let labels: Vec<_> = std::iter::once(&("module", self.0))
            .chain(labels)
            .map(|(key, value)| Label { key: (*key).into(), value: (*value).into() })
            .collect();
        let _ = metrics::add_to_counter("requests", CounterValue::U64(1), Some(&labels));
    }
}
