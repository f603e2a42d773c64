//! The state store of [`super`]: values have versions, conditions hold, nothing expires, fencing tokens are not looked at.

use super::{with, Host};
use crate::state_store::{
    Duration, SetConditions, SetOptions, StateStoreDelResponse, StateStoreError, StateStoreGetResponse,
    StateStoreSetResponse,
};
use crate::types::{HybridLogicalClock, Timespec};

pub fn get(key: &[u8], _timeout: Option<Duration>) -> Result<StateStoreGetResponse, StateStoreError> {
    call(|host| {
        let found = host.values.get(key).cloned();
        let (response, version) = found.unzip();
        StateStoreGetResponse { response, version }
    })
}

pub fn set(
    key: &[u8],
    value: &[u8],
    _timeout: Option<Duration>,
    _fencing: Option<&HybridLogicalClock>,
    options: SetOptions,
) -> Result<StateStoreSetResponse, StateStoreError> {
    call(|host| {
        let stored = host.values.get(key).map(|(stored, _)| stored.as_slice());
        let allowed = match options.conditions {
            SetConditions::Unconditional => true,
            SetConditions::OnlyIfDoesNotExist => stored.is_none(),
            SetConditions::OnlyIfEqualOrDoesNotExist => stored.is_none_or(|stored| stored == value),
        };
        let version = allowed.then(|| host.set(key.to_vec(), value.to_vec()));
        StateStoreSetResponse { response: allowed, version }
    })
}

pub fn del(
    key: &[u8],
    _fencing: Option<&HybridLogicalClock>,
    _timeout: Option<Duration>,
) -> Result<StateStoreDelResponse, StateStoreError> {
    call(|host| host.delete(key, |_| true))
}

pub fn vdel(
    key: &[u8],
    value: &[u8],
    _fencing: Option<&HybridLogicalClock>,
    _timeout: Option<Duration>,
) -> Result<StateStoreDelResponse, StateStoreError> {
    call(|host| host.delete(key, |stored| stored == value))
}

pub fn put(key: Vec<u8>, value: Vec<u8>) {
    with(|host| host.set(key, value));
}

fn call<T>(answer: impl FnOnce(&mut Host) -> T) -> Result<T, StateStoreError> {
    with(|host| match &host.failure {
        Some(error) => Err(error.clone()),
        None => Ok(answer(host)),
    })
}

impl Host {
    fn set(&mut self, key: Vec<u8>, value: Vec<u8>) -> HybridLogicalClock {
        self.clock += 1;
        let timestamp = Timespec { secs: self.clock, nanos: 0 };
        let version = HybridLogicalClock { timestamp, counter: 0, node_id: "testing".into() };
        self.values.insert(key, (value, version.clone()));
        version
    }

    fn delete(&mut self, key: &[u8], wanted: impl FnOnce(&[u8]) -> bool) -> StateStoreDelResponse {
        let found = self.values.get(key).is_some_and(|(stored, _)| wanted(stored));
        if found {
            self.values.remove(key);
        }
        StateStoreDelResponse { response: found.into(), version: None }
    }
}
