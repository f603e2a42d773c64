//! What all four operators need of the host: its log, its counters, and the bytes behind its handles.

use crate::wasm_graph::processor::logger;
use crate::wasm_graph::processor::metrics::{self, CounterValue, Label};
use crate::wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, Message, ModuleConfiguration,
};
use std::borrow::Cow;
use std::sync::Once;

pub use crate::wasm_graph::processor::logger::Level;

/// One operator of this module: the name under which it logs and counts.
pub struct Operator(pub &'static str);

impl Operator {
    pub fn log(&self, level: Level, message: &str) {
        logger::log(level, self.0, message);
    }

    pub fn info(&self, message: &str) {
        self.log(Level::Info, message);
    }

    /// To be called first by each `init`: a panic from then on tells the log why, for a trap alone tells nobody.
    pub fn start(&self, configuration: &ModuleConfiguration) {
        report_panics(self.0);
        for (key, value) in &configuration.properties {
            self.info(&format!("property {key} = {value}"));
        }
        for schema in &configuration.module_schemas {
            self.info(&format!("module schema {} ({}): {}", schema.name, schema.content_type, schema.content));
        }
    }

    /// To be called first by each `process`: a host need not call `init` to get a reason for a trap.
    pub fn called(&self) {
        report_panics(self.0);
        self.count("module", self.0);
    }

    /// One more of `requests`, under one label. Nothing depends on whether the host can count.
    pub fn count(&self, label: &str, value: &str) {
        let labels = [Label { key: label.into(), value: value.into() }];
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

/// The bytes, wherever they are. The value stays as it is, so a handle can still be passed on.
pub fn bytes(value: &BufferOrBytes) -> Cow<'_, [u8]> {
    match value {
        BufferOrBytes::Buffer(buffer) => Cow::Owned(buffer.read()),
        BufferOrBytes::Bytes(bytes) => Cow::Borrowed(bytes),
    }
}

/// The text, wherever it is; what is no UTF-8 becomes U+FFFD.
pub fn text(value: &BufferOrString) -> Cow<'_, str> {
    match value {
        BufferOrString::Buffer(buffer) => Cow::Owned(String::from_utf8_lossy(&buffer.read()).into_owned()),
        BufferOrString::String(string) => Cow::Borrowed(string),
    }
}

/// The message, or the error that all operators answer to anything else.
pub fn message(data: DataModel) -> Result<Message, Error> {
    match data {
        DataModel::Message(message) => Ok(message),
        DataModel::BufferOrBytes(_) | DataModel::Snapshot(_) => Err(error("Unexpected input type")),
    }
}

pub fn error(message: &str) -> Error {
    Error { message: message.into() }
}
