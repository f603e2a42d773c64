//! Counts characters one byte after the other. See `../README.md`.

/// How many characters a text in UTF-8 has: each has one byte that does not continue another.
pub fn num_chars(utf8: &[u8]) -> usize {
    utf8.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    #[test]
    fn characters_are_counted_and_not_bytes() {
        for text in ["", "abc", "grün", "日本", "a🌡b"] {
            assert_eq!(super::num_chars(text.as_bytes()), text.chars().count());
        }
    }
}
