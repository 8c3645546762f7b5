//! What a page downloads: raw, gzip and brotli bytes of each file, as a table.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{bindings, languages, stamp, work_folder};
use crate::workspace;

/// The code that a page loads, in one way or another.
pub(super) const FILES: &[&str] = &[
    "passlock.js",
    "passlock.mjs",
    "passlock-dictionary.mjs",
    "passlock-lock.js",
    "passlock-element.js",
    bindings::SCRIPT,
    bindings::WASM,
];

/// Compressed already, and loaded only where letters have no flags.
pub(super) const PICTURES: &[&str] = &["flags.webp"];

pub(crate) struct Row {
    name: String,
    /// Raw, gzip, brotli.
    bytes: [usize; 3],
}

/// Weighs the files of `folder`.
pub(crate) fn measure(folder: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for name in FILES.iter().chain(PICTURES) {
        rows.push(Row { name: (*name).to_owned(), bytes: weigh(&folder.join(name))? });
    }
    rows.extend(largest_language(folder)?);
    Ok(rows)
}

/// The language that weighs most stands for all: a page loads one at most.
fn largest_language(folder: &Path) -> Result<Option<Row>> {
    let mut rows = Vec::new();
    for name in language_files(folder)? {
        rows.push(Row { bytes: weigh(&folder.join(&name))?, name });
    }
    Ok(rows.into_iter().max_by_key(|row| row.bytes[2]))
}

/// The files of the languages, from `folder` on.
fn language_files(folder: &Path) -> Result<Vec<String>> {
    let tags = languages::tags(folder)?;
    Ok(tags.iter().map(|tag| format!("{}/{tag}.json", languages::FOLDER)).collect())
}

/// Raw, gzip and brotli bytes of a file. Brotli at its best setting is slow, so figures are kept by content.
pub(crate) fn weigh(file: &Path) -> Result<[usize; 3]> {
    let contents = workspace::read(file)?;
    let noted = work_folder().join("sizes").join(stamp::fingerprint(&[&contents]));
    if let Some(bytes) = fs::read_to_string(&noted).ok().and_then(|text| parse(&text)) {
        return Ok(bytes);
    }
    let bytes = [contents.len(), gzip(&contents)?.len(), brotli(&contents)?.len()];
    workspace::write(&noted, format!("{} {} {}", bytes[0], bytes[1], bytes[2]).as_bytes())?;
    Ok(bytes)
}

/// The rows with a heading and the total of what a page with a script tag loads.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = format!("{:<24}{:>10}{:>10}{:>10}\n", "file", "raw", "gzip", "brotli");
    let mut total = [0; 3];
    for row in rows {
        let [raw, gzip, brotli] = row.bytes;
        let _ = writeln!(text, "{:<24}{raw:>10}{gzip:>10}{brotli:>10}", row.name);
        if LOADED.contains(&row.name.as_str()) {
            for (sum, bytes) in total.iter_mut().zip(row.bytes) {
                *sum += bytes;
            }
        }
    }
    let [raw, gzip, brotli] = total;
    let _ = writeln!(text, "{:<24}{raw:>10}{gzip:>10}{brotli:>10}", "a page loads");
    text
}

/// Refuses a script that has become too heavy to come first.
///
/// # Errors
/// When it weighs more than [`BUDGET`].
pub(crate) fn check(rows: &[Row]) -> Result<()> {
    for Row { name, bytes: [_, _, brotli] } in rows {
        let (script, most) = BUDGET;
        ensure!(name != script || *brotli <= most, "{script} weighs {brotli} bytes as brotli, and may weigh {most}");
    }
    Ok(())
}

/// Puts `.gz` and `.br` beside each file, for servers that send them as they are.
pub(crate) fn write_compressed(folder: &Path) -> Result<()> {
    for name in compressible(folder)? {
        let contents = workspace::read(&folder.join(&name))?;
        workspace::write(&compressed(folder, &name, "gz"), &gzip(&contents)?)?;
        workspace::write(&compressed(folder, &name, "br"), &brotli(&contents)?)?;
    }
    Ok(())
}

/// Takes away what an earlier `--compress` left: a stale file beside a new one would be served in its place.
pub(crate) fn remove_compressed(folder: &Path) -> Result<()> {
    for name in compressible(folder)? {
        for extension in ["gz", "br"] {
            let path = compressed(folder, &name, extension);
            if path.exists() {
                fs::remove_file(&path).with_context(|| format!("could not remove {}", path.display()))?;
            }
        }
    }
    Ok(())
}

fn compressible(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
    names.extend(language_files(folder)?);
    Ok(names)
}

fn compressed(folder: &Path, name: &str, extension: &str) -> PathBuf {
    folder.join(format!("{name}.{extension}"))
}

fn parse(noted: &str) -> Option<[usize; 3]> {
    let figures: Vec<usize> = noted.split(' ').filter_map(|figure| figure.parse().ok()).collect();
    figures.try_into().ok()
}

fn gzip(contents: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(contents)?;
    Ok(encoder.finish()?)
}

fn brotli(contents: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*contents, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// A page loads one of the two scripts; the classic one stands for both.
const LOADED: &[&str] = &["passlock.js", bindings::SCRIPT, bindings::WASM];

/// What a page waits for before it shows a form, and how many bytes that may be as brotli: 8000, and what one build's integrity
/// hash may weigh more than another's.
const BUDGET: (&str, usize) = ("passlock.js", 8000 + 40);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_over_its_budget_is_refused() {
        let of = |name: &str, brotli| [Row { name: name.to_owned(), bytes: [0, 0, brotli] }];
        assert!(check(&of("passlock.js", BUDGET.1)).is_ok());
        assert!(check(&of("passlock.js", BUDGET.1 + 1)).is_err());
        assert!(check(&of("passlock.mjs", 8001)).is_ok());
    }

    #[test]
    fn the_total_counts_one_of_the_two_scripts() {
        let row = |name: &str, raw| Row { name: name.to_owned(), bytes: [raw, 2, 1] };
        let rows = [row("passlock.js", 10), row("passlock.mjs", 100), row(bindings::WASM, 1000)];
        let text = table(&rows);
        let last: Vec<&str> = text.lines().last().unwrap_or_default().split_whitespace().collect();
        assert_eq!(last, ["a", "page", "loads", "1010", "4", "2"]);
    }

    #[test]
    fn figures_that_were_noted_are_read_back() {
        assert_eq!(parse("3 2 1"), Some([3, 2, 1]));
        assert_eq!(parse("3 2"), None);
    }

    #[test]
    fn repetition_compresses() -> Result<()> {
        let contents = [b'a'; 10_000];
        assert!(gzip(&contents)?.len() < 100);
        assert!(brotli(&contents)?.len() < 100);
        Ok(())
    }
}
