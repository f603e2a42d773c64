//! Stands in for the crate `uuid-simd`, which compiles SIMD instructions into every component, used or not: Endive refuses
//! them. `jsonschema` calls one function, to see whether a text is a UUID.

/// Where a UUID's bytes go.
pub struct Out<'a>(&'a mut [u8; 16]);

impl<'a> Out<'a> {
    pub fn from_mut(bytes: &'a mut [u8; 16]) -> Self {
        Out(bytes)
    }
}

/// The text is no UUID.
#[derive(Debug)]
pub struct Error;

/// Reads the form with hyphens, such as `67e55044-10b1-426f-9247-bb680e5fe0c8`, in digits of either case.
pub fn parse_hyphenated<'a>(text: &[u8], out: Out<'a>) -> Result<&'a mut [u8; 16], Error> {
    if text.len() != 36 {
        return Err(Error);
    }
    let mut digits = 0;
    for (place, byte) in text.iter().enumerate() {
        if matches!(place, 8 | 13 | 18 | 23) {
            if *byte != b'-' {
                return Err(Error);
            }
            continue;
        }
        let value = (*byte as char).to_digit(16).ok_or(Error)? as u8;
        out.0[digits / 2] = out.0[digits / 2] << 4 | value;
        digits += 1;
    }
    Ok(out.0)
}
