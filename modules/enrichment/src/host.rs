//! What this module asks of its host, so that tests can stand in for it.

use leat_guest::hybrid_logical_clock::HybridLogicalClock;
use leat_guest::state_store::{
    self, SetOptions, StateStoreDelResponse, StateStoreError, StateStoreGetResponse, StateStoreSetResponse,
};
use leat_guest::state_store_types::{Duration, SetConditions};
use leat_guest::Operator;

pub use leat_guest::Level;

pub const OPERATOR: Operator = Operator("module-enrichment/map");
/// Logs what concerns the wet flag and the lock, and is the lock's value.
pub const SECOND: Operator = Operator("module2/map");

pub trait Host {
    fn log(&self, operator: &Operator, level: Level, message: &str);
    fn get(&self, key: &str) -> Result<StateStoreGetResponse, StateStoreError>;
    fn set(
        &self,
        key: &str,
        value: &str,
        fencing: Option<&HybridLogicalClock>,
        options: SetOptions,
    ) -> Result<StateStoreSetResponse, StateStoreError>;
    fn delete(&self, key: &str) -> Result<StateStoreDelResponse, StateStoreError>;
    fn delete_if(&self, key: &str, value: &str) -> Result<StateStoreDelResponse, StateStoreError>;
}

pub struct LiveHost;

impl Host for LiveHost {
    fn log(&self, operator: &Operator, level: Level, message: &str) {
        operator.log(level, message);
    }

    fn get(&self, key: &str) -> Result<StateStoreGetResponse, StateStoreError> {
        state_store::get(key.as_bytes(), None)
    }

    fn set(
        &self,
        key: &str,
        value: &str,
        fencing: Option<&HybridLogicalClock>,
        options: SetOptions,
    ) -> Result<StateStoreSetResponse, StateStoreError> {
        state_store::set(key.as_bytes(), value.as_bytes(), None, fencing, options)
    }

    fn delete(&self, key: &str) -> Result<StateStoreDelResponse, StateStoreError> {
        state_store::del(key.as_bytes(), None, None)
    }

    fn delete_if(&self, key: &str, value: &str) -> Result<StateStoreDelResponse, StateStoreError> {
        state_store::vdel(key.as_bytes(), value.as_bytes(), None, None)
    }
}

/// Why the state store did not answer, for the log.
pub fn reason(error: &StateStoreError) -> &str {
    match error {
        StateStoreError::RequestError(reason) => reason,
        StateStoreError::Timeout => "no answer in time",
        StateStoreError::Protocol => "an answer against the protocol",
        StateStoreError::Internal => "an internal error",
    }
}

pub const ALWAYS: SetOptions = SetOptions { conditions: SetConditions::Unconditional, expires: None };

/// For as long as its holder may take; set again by the same holder, it lasts anew.
pub const LOCK: SetOptions = SetOptions {
    conditions: SetConditions::OnlyIfEqualOrDoesNotExist,
    expires: Some(Duration { seconds: 10, nanos: 0 }),
};
