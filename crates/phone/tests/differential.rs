//! The engine against an independent port of Google's library, on generated texts of every region.
//!
//! `PASSLOCK_DIFFERENTIAL=1000000 cargo test --release -p passlock-phone --test differential` runs the long form.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod google;
mod oracle;
mod texts;

use std::collections::BTreeMap;

use oracle::OTHER_READING;
use texts::Texts;

const DEFAULT_COUNT: usize = 60_000;

#[test]
fn every_answer_is_that_of_the_other_library() {
    let count = std::env::var("PASSLOCK_DIFFERENTIAL").ok().map_or(DEFAULT_COUNT, |count| count.parse().unwrap());
    let mut differences: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut read, mut left_out) = (0, 0);
    for (region, text) in Texts::new(20_260_801).take(count) {
        let (ours, theirs) = (oracle::ours(region, &text), oracle::theirs(region, &text));
        read += usize::from(theirs.is_ok());
        if ours == theirs {
            continue;
        }
        let place = oracle::place(&ours, &theirs, region);
        if oracle::explain(&ours, &theirs, region) || OTHER_READING.iter().any(|(is, _)| is(&text)) {
            left_out += 1;
            continue;
        }
        let line = format!("{region} {text:?}\n   ours   {ours:?}\n   theirs {theirs:?}");
        differences.entry(place).or_default().push(line);
    }
    println!("{count} texts, {read} of them numbers, {left_out} different for a known reason");
    for (place, lines) in &differences {
        println!("{place}: {} different, such as", lines.len());
        lines.iter().take(2).for_each(|line| println!("  {line}"));
    }
    assert!(differences.is_empty(), "{} places differ", differences.len());
    assert!(read > count / 2, "too few of the texts are numbers");
}
