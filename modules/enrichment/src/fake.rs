//! A state store in memory that writes down what it is asked, for tests.

use crate::host::{Host, Level};
use leat_guest::hybrid_logical_clock::{HybridLogicalClock, Timespec};
use leat_guest::state_store::{
    SetOptions, StateStoreDelResponse, StateStoreError, StateStoreGetResponse, StateStoreSetResponse,
};
use leat_guest::state_store_types::SetConditions;
use leat_guest::Operator;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

#[derive(Default)]
pub struct FakeHost {
    pub values: RefCell<BTreeMap<String, String>>,
    pub calls: RefCell<Vec<String>>,
    pub log: RefCell<Vec<String>>,
    /// Keys that cannot be read.
    pub unreadable: Vec<&'static str>,
    /// How often setting a key is still refused (true: with an error), from now on.
    pub refusals: RefCell<BTreeMap<&'static str, (usize, bool)>>,
    pub without_versions: bool,
    pub clock: Cell<u64>,
}

impl FakeHost {
    pub fn with(values: &[(&str, &str)]) -> Self {
        let host = FakeHost::default();
        for (key, value) in values {
            host.values.borrow_mut().insert(key.to_string(), value.to_string());
        }
        host
    }

    pub fn refusing(key: &'static str, times: usize, with_error: bool) -> Self {
        let host = FakeHost::default();
        host.refusals.borrow_mut().insert(key, (times, with_error));
        host
    }

    pub fn calls(&self) -> Vec<String> {
        self.calls.borrow().clone()
    }

    pub fn log(&self) -> Vec<String> {
        self.log.borrow().clone()
    }

    fn called(&self, call: String) {
        self.calls.borrow_mut().push(call);
    }

    fn version(&self) -> Option<HybridLogicalClock> {
        self.clock.set(self.clock.get() + 1);
        let timestamp = Timespec { secs: self.clock.get(), nanos: 0 };
        (!self.without_versions).then(|| HybridLogicalClock { timestamp, counter: 0, node_id: "store".into() })
    }

    fn deleted(&self, matches: impl Fn(&str) -> bool, key: &str) -> Result<StateStoreDelResponse, StateStoreError> {
        let mut values = self.values.borrow_mut();
        let found = values.get(key).is_some_and(|value| matches(value));
        if found {
            values.remove(key);
        }
        Ok(StateStoreDelResponse { response: found.into(), version: None })
    }
}

impl Host for FakeHost {
    fn log(&self, operator: &Operator, level: Level, message: &str) {
        let level = match level {
            Level::Info => "Info",
            Level::Warn => "Warn",
            Level::Error => "Error",
            Level::Trace | Level::Debug | Level::Critical => panic!("no line of this module has this level"),
        };
        self.log.borrow_mut().push(format!("{level} {}: {message}", operator.0));
    }

    fn get(&self, key: &str) -> Result<StateStoreGetResponse, StateStoreError> {
        self.called(format!("GET {key}"));
        if self.unreadable.contains(&key) {
            return Err(StateStoreError::Timeout);
        }
        let response = self.values.borrow().get(key).map(|value| value.clone().into_bytes());
        Ok(StateStoreGetResponse { response, version: None })
    }

    fn set(
        &self,
        key: &str,
        value: &str,
        fencing: Option<&HybridLogicalClock>,
        options: SetOptions,
    ) -> Result<StateStoreSetResponse, StateStoreError> {
        let condition = match options.conditions {
            SetConditions::Unconditional => "",
            SetConditions::OnlyIfDoesNotExist => " NX",
            SetConditions::OnlyIfEqualOrDoesNotExist => " NEX",
        };
        let expires = options.expires.map(|after| format!(" for {} s", after.seconds)).unwrap_or_default();
        let token = fencing.map(|token| format!(" token {}", token.timestamp.secs)).unwrap_or_default();
        self.called(format!("SET {key}={value}{condition}{expires}{token}"));
        if let Some((left, with_error)) = self.refusals.borrow_mut().get_mut(key) {
            if *left > 0 {
                *left -= 1;
                if *with_error {
                    return Err(StateStoreError::RequestError("no".into()));
                }
                return Ok(StateStoreSetResponse { response: false, version: None });
            }
        }
        self.values.borrow_mut().insert(key.into(), value.into());
        Ok(StateStoreSetResponse { response: true, version: self.version() })
    }

    fn delete(&self, key: &str) -> Result<StateStoreDelResponse, StateStoreError> {
        self.called(format!("DEL {key}"));
        self.deleted(|_| true, key)
    }

    fn delete_if(&self, key: &str, value: &str) -> Result<StateStoreDelResponse, StateStoreError> {
        self.called(format!("VDEL {key}={value}"));
        self.deleted(|stored| stored == value, key)
    }
}
