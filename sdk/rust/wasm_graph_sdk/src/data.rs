//! Values that may lie with the host.

use crate::types::{Buffer, BufferOrBytes, BufferOrString, DataModel, Message, Snapshot};

impl BufferOrBytes {
    /// The bytes, wherever they are. The value stays as it is, so a handle can still be passed on.
    pub fn read(&self) -> Vec<u8> {
        match self {
            BufferOrBytes::Buffer(buffer) => buffer.read(),
            BufferOrBytes::Bytes(bytes) => bytes.clone(),
        }
    }
}

impl BufferOrString {
    /// The text, wherever it is; what is no UTF-8 becomes U+FFFD.
    pub fn read(&self) -> String {
        match self {
            BufferOrString::Buffer(buffer) => match String::from_utf8(buffer.read()) {
                Ok(text) => text,
                Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
            BufferOrString::String(text) => text.clone(),
        }
    }
}

impl From<Vec<u8>> for BufferOrBytes {
    fn from(bytes: Vec<u8>) -> BufferOrBytes {
        BufferOrBytes::Bytes(bytes)
    }
}

impl From<&[u8]> for BufferOrBytes {
    fn from(bytes: &[u8]) -> BufferOrBytes {
        BufferOrBytes::Bytes(bytes.to_vec())
    }
}

impl From<String> for BufferOrBytes {
    fn from(text: String) -> BufferOrBytes {
        BufferOrBytes::Bytes(text.into_bytes())
    }
}

impl From<&str> for BufferOrBytes {
    fn from(text: &str) -> BufferOrBytes {
        BufferOrBytes::Bytes(text.into())
    }
}

impl From<Buffer> for BufferOrBytes {
    fn from(buffer: Buffer) -> BufferOrBytes {
        BufferOrBytes::Buffer(buffer)
    }
}

impl From<String> for BufferOrString {
    fn from(text: String) -> BufferOrString {
        BufferOrString::String(text)
    }
}

impl From<&str> for BufferOrString {
    fn from(text: &str) -> BufferOrString {
        BufferOrString::String(text.into())
    }
}

impl From<Buffer> for BufferOrString {
    fn from(buffer: Buffer) -> BufferOrString {
        BufferOrString::Buffer(buffer)
    }
}

impl From<Message> for DataModel {
    fn from(message: Message) -> DataModel {
        DataModel::Message(message)
    }
}

impl From<Snapshot> for DataModel {
    fn from(snapshot: Snapshot) -> DataModel {
        DataModel::Snapshot(snapshot)
    }
}

impl From<BufferOrBytes> for DataModel {
    fn from(data: BufferOrBytes) -> DataModel {
        DataModel::BufferOrBytes(data)
    }
}
