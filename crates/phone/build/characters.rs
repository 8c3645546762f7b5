//! Unicode: every decimal digit, and what counts as letter or number at the end of a text.

use regex_syntax::Parser;
use regex_syntax::hir::{Class, HirKind};

/// The zeros of all sets of decimal digits (`\p{Nd}`); the other nine follow each.
pub(crate) fn zeros() -> Vec<u32> {
    let runs = ranges(r"\p{Nd}");
    runs.iter().flat_map(|&(first, last)| (first..=last).step_by(10)).collect()
}

/// Letters and numbers (`\p{L}`, `\p{N}`), as the lengths of gaps and runs in turn, seven bits a byte, highest first.
///
/// Code points that are not assigned may belong to either side, whichever is shorter to write.
pub(crate) fn alphanumeric_runs() -> Vec<u8> {
    let others = ranges(r"[^\p{L}\p{N}\p{Cn}]");
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (first, last) in ranges(r"[\p{L}\p{N}]") {
        match runs.last_mut() {
            Some(run) if !others.iter().any(|&(other, _)| run.1 < other && other < first) => run.1 = last,
            _ => runs.push((first, last)),
        }
    }
    let mut bytes = Vec::new();
    let mut at = 0;
    for (first, last) in runs {
        write(&mut bytes, first - at);
        write(&mut bytes, last + 1 - first);
        at = last + 1;
    }
    bytes
}

fn ranges(class: &str) -> Vec<(u32, u32)> {
    match Parser::new().parse(class).unwrap().into_kind() {
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
        other => panic!("not a class: {other:?}"),
    }
}

fn write(bytes: &mut Vec<u8>, value: u32) {
    for shift in [14, 7] {
        if value >> shift != 0 {
            bytes.push(u8::try_from(value >> shift & 0x7f).unwrap() | 0x80);
        }
    }
    bytes.push(u8::try_from(value & 0x7f).unwrap());
}
