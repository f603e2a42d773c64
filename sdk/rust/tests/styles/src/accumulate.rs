//! A list by reference, a message as the answer.

use wasm_graph_sdk::macros::accumulate_operator;

#[accumulate_operator]
fn joined(staged: DataModel, inputs: &[DataModel]) -> Result<Message, Error> {
    let DataModel::Message(mut staged) = staged else {
        return Err(Error::new("Unexpected input type"));
    };
    let mut text = staged.payload.read();
    for input in inputs {
        let DataModel::Message(Message { payload, .. }) = input else {
            return Err(Error::new("Unexpected input type"));
        };
        if !text.is_empty() {
            text.push(b'+');
        }
        text.append(&mut payload.read());
    }
    staged.payload = text.into();
    Ok(staged)
}
