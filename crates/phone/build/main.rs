//! Compiles Google's metadata to the tables in `src/tables.rs`: nothing is parsed, matched by regex or built at run time.

// A build that cannot go on has to stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod automaton;
mod characters;
mod draft;
mod formats;
mod leaves;
mod numbers;
mod pack;
mod pattern;
mod plan;
mod program;
mod rust;

use automaton::Automaton;
use formats::Formats;
use leaves::Leaves;
use numbers::{add_general, add_kinds};
use pack::Packed;
use plan::Plan;
use program::Programs;
use rust::{Row, Rust};

fn main() {
    println!("cargo:rerun-if-changed=build");
    let plans = plan::all();
    let mut rust = Rust::default();
    let (mut automaton, mut leaves) = (Automaton::new(), Leaves::default());
    let add = |plan| {
        let mut own = Automaton::new();
        let roots = [add_kinds(&mut own, plan), add_general(&mut own, plan)];
        leaves.add(&mut automaton, &own, roots)
    };
    let (mut roots, general): (Vec<_>, Vec<_>) = plans.iter().map(add).map(|[kinds, general]| (kinds, general)).unzip();
    roots.extend(general);
    let numbers = Packed::new(&automaton, &roots);
    rust.automaton("NUMBERS", &numbers);
    let leaves = leaves.write(&numbers.leaves.concat());
    rust.leaves("NUMBER_LEAVES", &leaves.leaves);
    rust.lists("MIXED_LEAVES", leaves.mixed.into_iter());
    rust.numbers("LENGTH_SETS", "u32", &leaves.sets);

    let mut formats = Formats::new();
    let starts: Vec<_> = plans
        .iter()
        .enumerate()
        .filter(|(index, plan)| is_main(&plans, *index, plan))
        .map(|(index, plan)| (index, formats.add(plan)))
        .collect();
    let format_roots: Vec<_> = starts.iter().map(|(_, start)| start.root).collect();
    let packed_formats = Packed::new(&formats.automaton, &format_roots);
    rust.automaton("FORMATS", &packed_formats);
    rust.ends("FORMAT_ENDS", &packed_formats.ends);
    assert!(packed_formats.leaves.iter().all(|leaf| leaf.len() <= 1), "a choice of format that depends on an end");
    let leaf_lists = packed_formats
        .leaves
        .iter()
        .map(|leaf| leaf.first().map_or_else(Vec::new, |&list| bytes(&formats.lists[list])));
    rust.lists("FORMAT_LEAVES", leaf_lists);
    formats.sort_groupings();
    rust.records("FORMAT_RECORDS", &formats.records);
    rust.planes("GROUPINGS", &formats.groupings);
    rust.strings("TEMPLATES", &formats.templates);

    let mut programs = Programs::new();
    let mut lengths = Vec::new();
    let mut transforms = vec![String::new()];
    let mut extension_prefixes = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        let format = starts.iter().position(|&(start, _)| start == index);
        let (format_root, first_format) = match format {
            Some(place) => (packed_formats.roots[place], starts[place].1.record),
            None => (0, 0),
        };
        rust.plan(&Row {
            plan,
            kinds: numbers.roots[index],
            general: numbers.roots[plans.len() + index],
            usual_lengths: leaves.usual[index],
            format_root,
            first_format,
            lengths: place(&mut lengths, (mask(&plan.lengths), mask(&plan.local_lengths))),
            international_prefix: programs.add(&plan.international_prefix),
            national_prefix: programs.add(&plan.national_prefix_for_parsing),
            transform: place(&mut transforms, plan.transform_rule.clone()),
            leading_digits: programs.add(&plan.leading_digits),
            extension_prefix: place(&mut extension_prefixes, plan.extension_prefix.clone()),
        });
    }
    rust.plans();
    rust.pairs("LENGTHS", &lengths);
    rust.strings("TRANSFORMS", &transforms);
    rust.strings("EXTENSION_PREFIXES", &extension_prefixes);
    rust.numbers("PROGRAMS", "u16", &programs.code);
    rust.numbers("DIGIT_ZEROS", "u32", &characters::zeros());
    rust.bytes("ALPHANUMERIC_RUNS", &characters::alphanumeric_runs());
    examples(&mut rust, &plans);
    rust.version(env!("CARGO_MANIFEST_DIR"));
    rust.write();
}

/// Only the main country of a calling code has formats that are used.
fn is_main(plans: &[Plan], index: usize, plan: &Plan) -> bool {
    index == 0 || plans[index - 1].calling_code != plan.calling_code
}

/// One string per type with a number for each plan, so that a type nobody asks for is not linked.
fn examples(rust: &mut Rust, plans: &[Plan]) {
    const NAMES: [&str; 10] = [
        "PREMIUM_RATE",
        "TOLL_FREE",
        "SHARED_COST",
        "VOIP",
        "PERSONAL_NUMBER",
        "PAGER",
        "UAN",
        "VOICEMAIL",
        "FIXED_LINE",
        "MOBILE",
    ];
    for (kind, name) in NAMES.iter().enumerate() {
        let examples = plans.iter().map(|plan| plan.kinds[kind].as_ref().map_or("", |kind| kind.example.as_str()));
        rust.string(&format!("{name}_EXAMPLES"), &examples.collect::<Vec<_>>().join(" "));
    }
}

fn bytes(list: &[usize]) -> Vec<u8> {
    list.iter().map(|&item| u8::try_from(item).unwrap()).collect()
}

/// Lengths as bits.
fn mask(lengths: &std::collections::BTreeSet<usize>) -> u32 {
    lengths.iter().fold(0, |mask, length| mask | 1 << length)
}

fn place<T: PartialEq>(all: &mut Vec<T>, item: T) -> usize {
    all.iter().position(|known| *known == item).unwrap_or_else(|| {
        all.push(item);
        all.len() - 1
    })
}
