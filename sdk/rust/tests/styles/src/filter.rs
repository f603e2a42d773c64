//! Two modules deep, names through `use super::*`, no `init`, a function that is not public and borrows its input.

use wasm_graph_sdk::macros::*;

const LIMIT: usize = 3;

mod inner {
    use super::*;

    #[filter_operator]
    fn is_long(input: &DataModel) -> Result<bool, Error> {
        if let DataModel::Message(message) = input {
            helper::length(message).map(|length| length > LIMIT)
        } else {
            Err("Unexpected input type")?
        }
    }

    mod helper {
        use super::*;

        pub fn length(message: &Message) -> Result<usize, Error> {
            Ok(std::str::from_utf8(&message.payload.read())?.len())
        }
    }
}
