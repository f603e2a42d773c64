//! Marks what is too hot or too wet, and remembers it in the state store.

wit_bindgen::generate!({
    path: "../wit",
    inline: "
        package leat:enrichment;

        world enrichment {
            export wasm-graph:processor/%map@1.1.0;
        }
    ",
    world: "leat:enrichment/enrichment",
    with: {
        "wasm-graph:processor/types@1.1.0": leat_guest::types,
        "wasm-graph:processor/hybrid-logical-clock@1.1.0": leat_guest::hybrid_logical_clock,
    },
});

mod counter;
mod host;
mod humidity;
mod temperature;

#[cfg(test)]
mod fake;

use host::{Host, LiveHost};
use leat_guest::types::{BufferOrBytes, DataModel, Error, Message, ModuleConfiguration};
use leat_guest::{bytes, error, message};
use leat_measurement::{Measurement, SensorData};

struct Component;
export!(Component);

impl exports::wasm_graph::processor::map::Guest for Component {
    fn init(_configuration: ModuleConfiguration) -> bool {
        host::OPERATOR.start();
        true
    }

    fn process(data: DataModel) -> Result<DataModel, Error> {
        host::OPERATOR.called();
        enriched(&LiveHost, data).map(DataModel::Message)
    }
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
