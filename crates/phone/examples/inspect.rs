//! Says what the engine makes of each line `REGION<TAB>TEXT`, with the names of Google's library, for comparisons.
//!
//! One line out per line in: `E164 valid possible-reason REGION TYPE NATIONAL INTERNATIONAL`, or `ERR kind`, by tabs.

use std::io::{self, BufRead, BufWriter, Write};

use passlock_phone::{Reading, Region, Vanity};

fn main() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        writeln!(output, "{}", inspect(text))?;
        line.clear();
    }
    output.flush()
}

fn inspect(line: &str) -> String {
    let (region, text) = line.split_once('\t').unwrap_or(("", line));
    match Reading::parse(text, Region::new(region), Vanity::Allow) {
        Ok(reading) => [
            reading.e164().as_str(),
            if reading.is_valid() { "true" } else { "false" },
            reading.length().google_name(),
            reading.region_code().unwrap_or("ZZ"),
            reading.kind().google_name(),
            &reading.national(),
            &reading.international(),
        ]
        .join("\t"),
        Err(error) => format!("ERR\t{}", error.google_name()),
    }
}
