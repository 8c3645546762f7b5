//! Lengths of time, as people write them: `30s`, `3m`, `10h`, `30d`.

use std::time::Duration;

use jiff::SpanRelativeTo;

/// Reads a length of time in jiff's friendly format, of which a day is 24 hours. `None` for what is none, is negative, or
/// has months or years, which are not always as long.
pub(crate) fn read(text: &str) -> Option<Duration> {
    let span: jiff::Span = text.parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.try_into().ok()
}

/// As [`read`] reads it: in the largest unit of which it is a whole number. Less than a second is not told.
pub(crate) fn write(span: Duration) -> String {
    let seconds = span.as_secs();
    let units = [("d", 86_400), ("h", 3600), ("m", 60)];
    let unit = units.into_iter().find(|(_, length)| seconds > 0 && seconds.is_multiple_of(*length));
    unit.map_or_else(|| format!("{seconds}s"), |(name, length)| format!("{}{name}", seconds / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written() {
        for (text, seconds, written) in [
            ("30s", 30, "30s"),
            ("90s", 90, "90s"),
            ("3m", 180, "3m"),
            ("1h 30m", 5400, "90m"),
            ("10h", 36_000, "10h"),
            ("30d", 2_592_000, "30d"),
            ("2 weeks", 1_209_600, "14d"),
            ("0s", 0, "0s"),
        ] {
            assert_eq!(read(text), Some(Duration::from_secs(seconds)), "{text}");
            assert_eq!(write(Duration::from_secs(seconds)), written);
        }
        for text in ["", "3", "soon", "-3m", "1 month", "1y", "3 parsecs", "99999999999999999999s"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
