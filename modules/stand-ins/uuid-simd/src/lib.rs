//! Reads UUIDs one digit after the other. See `../README.md`.

const BYTES: usize = 16;
const LENGTH: usize = 36;

/// Where a UUID goes.
pub struct Out<'a, T>(&'a mut T);

impl<'a, T> Out<'a, T> {
    pub fn from_mut(place: &'a mut T) -> Self {
        Out(place)
    }
}

/// The text is no UUID.
#[derive(Debug)]
pub struct Error(());

/// Reads the form `8-4-4-4-12`, in digits of either case.
pub fn parse_hyphenated<'a>(text: &[u8], out: Out<'a, [u8; BYTES]>) -> Result<&'a mut [u8; BYTES], Error> {
    if text.len() != LENGTH {
        return Err(Error(()));
    }
    let mut digits = 0;
    for (place, &character) in text.iter().enumerate() {
        if matches!(place, 8 | 13 | 18 | 23) {
            if character != b'-' {
                return Err(Error(()));
            }
            continue;
        }
        let digit = (character as char).to_digit(16).ok_or(Error(()))? as u8;
        let byte = &mut out.0[digits / 2];
        *byte = if digits % 2 == 0 { digit << 4 } else { *byte | digit };
        digits += 1;
    }
    Ok(out.0)
}

#[cfg(test)]
mod tests {
    use super::{parse_hyphenated, Out};

    fn parsed(text: &str) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        parse_hyphenated(text.as_bytes(), Out::from_mut(&mut bytes)).is_ok().then_some(bytes)
    }

    #[test]
    fn uuids_are_read_and_nothing_else() {
        let bytes = parsed("00112233-4455-6677-8899-aAbBcCdDeEfF").unwrap();
        assert_eq!(bytes[..4], [0x00, 0x11, 0x22, 0x33]);
        assert_eq!(bytes[15], 0xFF);
        for wrong in [
            "",
            "00112233-4455-6677-8899-aabbccddeef",
            "00112233-4455-6677-8899-aabbccddeeff0",
            "00112233x4455-6677-8899-aabbccddeeff",
            "0011223g-4455-6677-8899-aabbccddeeff",
            "00112233-4455-6677-8899-aabbccddee-f",
        ] {
            assert!(parsed(wrong).is_none(), "{wrong}");
        }
    }
}
