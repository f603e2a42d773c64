//! Wet or not, for others to read: a flag in the state store that is there while it is wet.

use crate::host::{reason, Host, Level, ALWAYS, SECOND};
use leat_measurement::Humidity;

const KEY: &str = "wet_flag";
/// Percent. Neither above nor below it, the flag stays as it is.
const WET: f64 = 80.0;

pub fn remember(host: &impl Host, humidity: &Humidity) {
    if humidity.max > WET {
        let value = humidity.max.to_string();
        match host.set(KEY, &value, None, ALWAYS) {
            Ok(answer) if answer.response => {}
            Ok(_) => host.log(&SECOND, Level::Warn, &format!("the state store did not take {KEY} = {value}")),
            Err(error) => host.log(&SECOND, Level::Error, &format!("could not set {KEY}: {}", reason(&error))),
        }
    } else if humidity.min < WET {
        match host.delete(KEY) {
            Ok(answer) if answer.response > 0 => host.log(&SECOND, Level::Info, &format!("{KEY} was deleted")),
            Ok(_) => {}
            Err(error) => host.log(&SECOND, Level::Error, &format!("could not delete {KEY}: {}", reason(&error))),
        }
    }
}
