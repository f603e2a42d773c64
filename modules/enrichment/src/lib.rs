//! Marks what is too hot or too wet, and remembers it in the state store.

mod counter;
mod host;
mod humidity;
mod temperature;

#[cfg(test)]
mod fake;

use host::{Host, LiveHost};
use leat_guest::{bytes, error, message};
use leat_measurement::{Measurement, SensorData};
use wasm_graph_sdk::macros::map_operator;

fn init(_configuration: ModuleConfiguration) -> bool {
    host::OPERATOR.start();
    true
}

#[map_operator(init = "init")]
fn process(data: DataModel) -> Result<DataModel, Error> {
    host::OPERATOR.called();
    enriched(&LiveHost, data).map(DataModel::Message)
}

fn enriched(host: &impl Host, data: DataModel) -> Result<Message, Error> {
    let mut message = message(data)?;
    let measurement = Measurement::parse(&bytes(&message.payload)).expect("the payload must be a measurement");
    let Measurement::SensorData(mut data) = measurement else { return Err(error("Unexpected type for result.")) };
    enrich(host, &mut data);
    message.payload = BufferOrBytes::Bytes(data.to_json());
    message.topic = BufferOrBytes::Bytes(b"sensors".to_vec());
    message.content_type = None;
    message.schema = None;
    Ok(message)
}

fn enrich(host: &impl Host, data: &mut SensorData) {
    for temperature in &mut data.temperature {
        temperature::enrich(host, temperature);
    }
    for humidity in &data.humidity {
        humidity::remember(host, humidity);
    }
}

#[cfg(test)]
mod tests;
