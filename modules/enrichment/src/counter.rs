//! How often it was too hot, counted under a lock that other modules take as well.

use crate::host::{reason, Host, Level, ALWAYS, LOCK, SECOND};
use leat_guest::hybrid_logical_clock::HybridLogicalClock;

const KEY: &str = "overtemp_count";
const LOCK_KEY: &str = "lock";
const LOCK_HOLDER: &str = "module2";
const TRIES: usize = 3;

/// One more. What the state store does not take or cannot tell is logged.
pub fn increase(host: &impl Host) {
    for _ in 0..TRIES {
        let Some(token) = lock(host) else { continue };
        let Some(count) = read(host) else { return release(host) };
        if write(host, count.saturating_add(1), &token) {
            return release(host);
        }
        // The lock is kept: the next try takes it again, with a newer token.
    }
}

/// The fencing token, if the lock could be had.
fn lock(host: &impl Host) -> Option<HybridLogicalClock> {
    match host.set(LOCK_KEY, LOCK_HOLDER, None, LOCK) {
        Ok(answer) if answer.response => Some(answer.version.expect("a value that was set must have a version")),
        Ok(_) => {
            host.log(&SECOND, Level::Warn, "the lock is held by another");
            None
        }
        Err(error) => {
            host.log(&SECOND, Level::Error, &format!("could not set {LOCK_KEY}: {}", reason(&error)));
            None
        }
    }
}

fn read(host: &impl Host) -> Option<u64> {
    match host.get(KEY) {
        Ok(answer) => {
            let text = answer.response.unwrap_or_else(|| b"0".to_vec());
            let count = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
            if count.is_none() {
                let text = String::from_utf8_lossy(&text);
                host.log(&SECOND, Level::Error, &format!("{KEY} is no number: '{text}'"));
            }
            count
        }
        Err(error) => {
            host.log(&SECOND, Level::Error, &format!("could not get {KEY}: {}", reason(&error)));
            None
        }
    }
}

fn write(host: &impl Host, count: u64, token: &HybridLogicalClock) -> bool {
    match host.set(KEY, &count.to_string(), Some(token), ALWAYS) {
        Ok(answer) if answer.response => true,
        Ok(_) => {
            host.log(&SECOND, Level::Warn, &format!("the state store did not take {KEY} = {count}"));
            false
        }
        Err(error) => {
            host.log(&SECOND, Level::Error, &format!("could not set {KEY}: {}", reason(&error)));
            false
        }
    }
}

fn release(host: &impl Host) {
    if let Err(error) = host.delete_if(LOCK_KEY, LOCK_HOLDER) {
        host.log(&SECOND, Level::Error, &format!("could not delete {LOCK_KEY}: {}", reason(&error)));
    }
}
