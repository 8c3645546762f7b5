//! Google's own answers, as `answers.mjs` got them from the JavaScript library.
//!
//! Texts are left out where JavaScript is in the way: digits of scripts that only the Java library knows, letters beyond
//! ASCII at the end, numbers of more digits than a double holds.

use crate::oracle::{Answer, explain, ours};

#[test]
fn every_answer_is_googles() {
    let mut different = Vec::new();
    for line in include_str!("answers.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let (region, text) = (columns[0], columns[1]);
        let ours = ours(region, text);
        let rfc3966 = ours.as_ref().map_or_else(|_| String::new(), |answer| answer.rfc3966.clone());
        let google = answer(&columns[2..], rfc3966);
        if ours != google && !explain(&ours, &google, region) {
            different.push(format!("{region} {text:?}\n   ours   {ours:?}\n   google {google:?}"));
        }
    }
    assert!(different.is_empty(), "{} different:\n{}", different.len(), different.join("\n"));
}

fn answer(columns: &[&'static str], rfc3966: String) -> Result<Answer, &'static str> {
    let &[e164, valid, length, region, kind, national, international] = columns else { return Err(columns[1]) };
    Ok(Answer {
        e164: e164.to_owned(),
        valid: valid == "true",
        length,
        region: region.to_owned(),
        kind,
        national: national.to_owned(),
        international: international.to_owned(),
        rfc3966,
    })
}
