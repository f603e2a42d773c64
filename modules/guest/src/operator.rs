//! An operator as its host sees it: log lines and counts under its name.

use crate::bindings::wasm_graph::processor::logger;
use crate::bindings::wasm_graph::processor::metrics::{self, CounterValue, Label};
use crate::types::ModuleConfiguration;
use std::sync::Once;

pub use crate::bindings::wasm_graph::processor::logger::Level;

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
        report_panics(self.0);
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
        report_panics(self.0);
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

fn report_panics(operator: &'static str) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(move |panic| {
            let payload = panic.payload();
            let reason = payload
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no reason given");
            let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
            logger::log(Level::Error, operator, &format!("panicked{place}: {reason}"));
        }));
    });
}
