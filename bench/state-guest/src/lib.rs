//! Gets a key for every eight bytes of the payload, unless the topic says `skip`.

wit_bindgen::generate!({
    path: "../../modules/wit",
    inline: "
        package leat:state-guest;

        world state-guest {
            export wasm-graph:processor/%map@1.1.0;
        }
    ",
    world: "leat:state-guest/state-guest",
    with: {
        "wasm-graph:processor/types@1.1.0": leat_guest::types,
        "wasm-graph:processor/hybrid-logical-clock@1.1.0": leat_guest::hybrid_logical_clock,
    },
});

use leat_guest::types::{BufferOrBytes, DataModel, Error, ModuleConfiguration};
use leat_guest::{bytes, message, state_store};

struct Component;
export!(Component);

impl exports::wasm_graph::processor::map::Guest for Component {
    fn init(_configuration: ModuleConfiguration) -> bool {
        true
    }

    fn process(data: DataModel) -> Result<DataModel, Error> {
        let mut message = message(data)?;
        let keys = bytes(&message.payload).to_vec();
        let skip = bytes(&message.topic).starts_with(b"skip");
        let mut found = 0u64;
        for key in keys.chunks(8) {
            if skip {
                found += u64::from(key[7]);
            } else {
                let answer = state_store::get(key, None).expect("the store must answer");
                found += answer.response.expect("the key must be there").len() as u64;
            }
        }
        message.payload = BufferOrBytes::Bytes(found.to_be_bytes().to_vec());
        Ok(DataModel::Message(message))
    }
}
