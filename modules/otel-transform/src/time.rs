//! Times as RFC 3339 writes them.

/// Nanoseconds since 1970; none where the text is no time, or one before 1970 or after 2554.
pub fn epoch_nanos(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let punctuated = bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && matches!(bytes.get(10), Some(b'T' | b't' | b' '))
        && bytes.get(13) == Some(&b':')
        && bytes.get(16) == Some(&b':');
    if !punctuated {
        return None;
    }
    let field = |from: usize, to: usize| digits(text.get(from..to)?);
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let valid = (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 60; // a leap second
    if !valid {
        return None;
    }
    let (nanos, zone) = fraction(text.get(19..)?)?;
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?;
    u64::try_from(i128::from(seconds) * 1_000_000_000 + i128::from(nanos)).ok()
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The nanoseconds behind a point, if there is one, and the rest. More than nine digits are cut off.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return None;
    }
    let (figures, zone) = rest.split_at(length);
    let padded = format!("{:0<9}", &figures[..length.min(9)]);
    Some((digits(&padded)?, zone))
}

/// Seconds that the local time is ahead.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first()? {
        b'Z' | b'z' if zone.len() == 1 => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if zone.len() != 6 || zone.as_bytes()[3] != b':' {
        return None;
    }
    let (hours, minutes) = (digits(zone.get(1..3)?)?, digits(zone.get(4..6)?)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let months: i64 = (1..month).map(|month| days_of(year, month)).sum();
    const DAYS_BEFORE_1970: i64 = 1969 * 365 + 1969 / 4 - 1969 / 100 + 1969 / 400;
    before * 365 + leap_days - DAYS_BEFORE_1970 + months + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_fractions_and_zones() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T01:00:00.000000001+01:00", 1),
            ("2000-02-29T12:30:45.5Z", 951_827_445_500_000_000),
            ("2025-09-19T04:19:13.528-00:30", 1_758_257_353_528_000_000),
            ("2026-01-01 00:00:00z", 1_767_225_600_000_000_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000),
            ("2026-01-01T00:00:00.1234567899Z", 1_767_225_600_123_456_789),
        ] {
            assert_eq!(epoch_nanos(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "now",
            "2026-01-01",
            "2026-01-01T00:00:00",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:61Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+0100",
            "2026-01-01T00:00:00Zx",
            "1969-12-31T23:59:59Z",
            "9999-01-01T00:00:00Z",
            "2026-01-01T00:00:0ü",
            "+026-01-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
        ] {
            assert_eq!(epoch_nanos(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_follows_each_day() {
        let mut last = -1;
        for year in 1970..2110 {
            for month in 1..=12 {
                for day in 1..=days_of(year, month) {
                    assert_eq!(days_since_1970(year, month, day), last + 1, "{year}-{month}-{day}");
                    last += 1;
                }
            }
        }
    }
}
