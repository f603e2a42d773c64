//! Too hot or not: from the maximum where it says so, from memory otherwise.

use crate::counter;
use crate::host::{reason, Host, Level, ALWAYS, OPERATOR};
use leat_measurement::Temperature;

const KEY: &str = "overtemp";
/// Degrees of the measurement's own unit.
const TOO_HOT: f64 = 100.0;
const COLD: f64 = 0.0;

pub fn enrich(host: &impl Host, temperature: &mut Temperature) {
    if temperature.max > TOO_HOT {
        temperature.overtemp = true;
        remember(host, "true");
        counter::increase(host);
    } else if temperature.min < COLD {
        temperature.overtemp = false;
        remember(host, "false");
    } else if is_remembered(host) {
        temperature.overtemp = true;
    }
    temperature.value = None;
}

fn remember(host: &impl Host, value: &str) {
    match host.set(KEY, value, None, ALWAYS) {
        Ok(answer) if answer.response => {}
        Ok(_) => host.log(&OPERATOR, Level::Warn, &format!("the state store did not take {KEY} = {value}")),
        Err(error) => host.log(&OPERATOR, Level::Error, &format!("could not set {KEY}: {}", reason(&error))),
    }
}

fn is_remembered(host: &impl Host) -> bool {
    match host.get(KEY).map(|answer| answer.response) {
        Ok(Some(value)) => match value.as_slice() {
            b"true" => true,
            b"false" => false,
            other => {
                let other = String::from_utf8_lossy(other);
                host.log(&OPERATOR, Level::Warn, &format!("{KEY} is neither true nor false: '{other}'"));
                false
            }
        },
        Ok(None) => false,
        Err(error) => {
            host.log(&OPERATOR, Level::Error, &format!("could not get {KEY}: {}", reason(&error)));
            false
        }
    }
}
