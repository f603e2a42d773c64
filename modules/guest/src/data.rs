//! Values that may lie with the host, and the answers to values of the wrong kind.

use crate::types::{BufferOrBytes, BufferOrString, DataModel, Error, Message};
use std::borrow::Cow;

/// The bytes, wherever they are. The value stays as it is, so a handle can still be passed on.
pub fn bytes(value: &BufferOrBytes) -> Cow<'_, [u8]> {
    match value {
        BufferOrBytes::Buffer(buffer) => Cow::Owned(buffer.read()),
        BufferOrBytes::Bytes(bytes) => Cow::Borrowed(bytes),
    }
}

/// The text, wherever it is; what is no UTF-8 becomes U+FFFD.
pub fn text(value: &BufferOrString) -> Cow<'_, str> {
    match value {
        BufferOrString::Buffer(buffer) => Cow::Owned(String::from_utf8_lossy(&buffer.read()).into_owned()),
        BufferOrString::String(string) => Cow::Borrowed(string),
    }
}

/// The message, or the error that operators of messages answer to anything else.
pub fn message(data: DataModel) -> Result<Message, Error> {
    match data {
        DataModel::Message(message) => Ok(message),
        DataModel::BufferOrBytes(_) | DataModel::Snapshot(_) => Err(error("Unexpected input type")),
    }
}

pub fn error(message: &str) -> Error {
    Error { message: message.into() }
}
