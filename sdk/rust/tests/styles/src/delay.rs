//! The duration that is in scope, through all its conversions; `mut` arguments.

use wasm_graph_sdk::macros::delay_operator;

#[delay_operator(init = "self::ready")]
fn tomorrow(input: DataModel, mut timestamp: HybridLogicalClock) -> Result<HybridLogicalClock, Error> {
    let clock: HybridLogicalClock = match input {
        DataModel::Message(message) => message.timestamp.into(),
        DataModel::Snapshot(Snapshot { timestamp, .. }) => HybridLogicalClock::from(timestamp),
        DataModel::BufferOrBytes(_) => timestamp.clone(),
    };
    let time = Duration::from(clock.timestamp);
    let time = Duration::from_millis(time.as_millis() as u64) + std::time::Duration::from_secs(86_400);
    timestamp.timestamp = time.into();
    timestamp.counter = 0;
    let standard: std::time::Duration = timestamp.timestamp.into();
    timestamp.timestamp = Timespec::from(standard);
    Ok(timestamp)
}

fn ready(_: ModuleConfiguration) -> bool {
    true
}
