//! Gets a key for every eight bytes of the payload, unless the topic says `skip`.

use wasm_graph_sdk::macros::map_operator;
use wasm_graph_sdk::state_store;

fn init(_configuration: ModuleConfiguration) -> bool {
    true
}

#[map_operator(init = "init")]
fn process(data: DataModel) -> Result<DataModel, Error> {
    let DataModel::Message(mut message) = data else {
        return Err(Error { message: "not a message".into() });
    };
    let keys = message.payload.read();
    let skip = message.topic.read().starts_with(b"skip");
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
