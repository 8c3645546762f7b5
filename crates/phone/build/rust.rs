//! Writes the tables as Rust statics.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::path::Path;

use crate::pack::Packed;
use crate::plan::Plan;

/// The source of `tables.rs` so far.
#[derive(Default)]
pub(crate) struct Rust {
    source: String,
    columns: BTreeMap<&'static str, (&'static str, Vec<usize>)>,
    codes: Vec<[u8; 2]>,
}

/// What `src/plan.rs` keeps of a plan.
pub(crate) struct Row<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) kinds: u16,
    pub(crate) general: u16,
    pub(crate) usual_lengths: usize,
    pub(crate) format_root: u16,
    pub(crate) first_format: usize,
    pub(crate) lengths: usize,
    pub(crate) international_prefix: usize,
    pub(crate) national_prefix: usize,
    pub(crate) transform: usize,
    pub(crate) leading_digits: usize,
    pub(crate) extension_prefix: usize,
}

impl Rust {
    pub(crate) fn automaton(&mut self, name: &str, packed: &Packed) {
        let Packed { shapes, tokens, blocks, .. } = packed;
        // Positions as growth within a larger block: a byte each.
        let mut larger = Vec::new();
        let mut growth = Vec::new();
        let mut before = (0, 0);
        for (index, &block) in blocks.iter().enumerate() {
            if index % LARGER_BLOCK == 0 {
                larger.push(format!("({},{})", block.0, block.1));
            } else {
                growth.push(u8::try_from(block.0 - before.0).unwrap());
                growth.push(u8::try_from(block.1 - before.1).unwrap());
            }
            before = block;
        }
        self.item(
            name,
            "Automaton",
            &format!(
                "Automaton {{ shapes: {}, tokens: {}, blocks: &[{}], growth: {} }}",
                literal(shapes),
                literal(tokens),
                join(larger),
                literal(&growth),
            ),
        );
    }

    /// Short lists one after the other, each with an end.
    pub(crate) fn lists(&mut self, name: &str, lists: impl Iterator<Item = Vec<u8>>) {
        let mut items = Vec::new();
        for list in lists {
            assert!(!list.contains(&LIST_END), "an item that means the end");
            items.extend(list);
            items.push(LIST_END);
        }
        self.item(name, "Lists", &format!("Lists({})", literal(&items)));
    }

    pub(crate) fn leaves(&mut self, name: &str, leaves: &[[u8; 2]]) {
        let leaves = join(leaves.iter().map(|leaf| format!("{leaf:?}")));
        self.item(name, "&[[u8; 2]]", &format!("&[{leaves}]"));
    }

    pub(crate) fn ends(&mut self, name: &str, ends: &[(u16, usize)]) {
        let ends = join(ends.iter().map(|(state, answer)| format!("({state},{answer})")));
        self.item(name, "&[(u16, u8)]", &format!("&[{ends}]"));
    }

    pub(crate) fn records(&mut self, name: &str, records: &[[u8; 3]]) {
        let records = join(records.iter().map(|record| format!("{record:?}")));
        self.item(name, "&[[u8; 3]]", &format!("&[{records}]"));
    }

    pub(crate) fn pairs(&mut self, name: &str, pairs: &[(u32, u32)]) {
        let pairs = join(pairs.iter().map(|pair| format!("{pair:?}")));
        self.item(name, "&[(u32, u32)]", &format!("&[{pairs}]"));
    }

    pub(crate) fn numbers(&mut self, name: &str, kind: &str, numbers: &[impl Display]) {
        self.item(name, &format!("&[{kind}]"), &format!("&[{}]", join(numbers)));
    }

    /// The lowest bytes of all numbers, then the next ones, and so on.
    pub(crate) fn planes(&mut self, name: &str, numbers: &[u32]) {
        let plane =
            |byte: usize| format!("{:?}", numbers.iter().map(|number| number.to_le_bytes()[byte]).collect::<Vec<_>>());
        self.item(name, &format!("[[u8; {}]; 4]", numbers.len()), &format!("[{}]", join((0..4).map(plane))));
    }

    pub(crate) fn strings(&mut self, name: &str, strings: &[String]) {
        self.item(name, "&[&str]", &format!("&[{}]", join(strings.iter().map(|string| format!("{string:?}")))));
    }

    pub(crate) fn string(&mut self, name: &str, string: &str) {
        self.item(name, "&str", &format!("{string:?}"));
    }

    pub(crate) fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.item(name, "&[u8]", &literal(bytes));
    }

    /// Adds a plan: a row of the columns, which compress better than rows do, and best as steps where they mostly grow.
    pub(crate) fn plan(&mut self, row: &Row<'_>) {
        let code = row.plan.id.as_bytes();
        self.codes.push([code[0], code[1]]);
        let mut column = |name, kind, value| self.columns.entry(name).or_insert((kind, Vec::new())).1.push(value);
        column("CALLING_CODES", "u16", row.plan.calling_code.into());
        column("KIND_ROOTS", "Column", row.kinds.into());
        column("GENERAL_ROOTS", "Column", row.general.into());
        column("USUAL_LENGTHS", "u8", row.usual_lengths);
        column("FORMAT_ROOTS", "Column", row.format_root.into());
        column("FIRST_FORMATS", "Column", row.first_format);
        column("PLAN_LENGTHS", "u8", row.lengths);
        column("INTERNATIONAL_PREFIXES", "u16", row.international_prefix);
        column("NATIONAL_PREFIXES", "u16", row.national_prefix);
        column("PLAN_TRANSFORMS", "u8", row.transform);
        column("LEADING_DIGITS", "u16", row.leading_digits);
        column("PLAN_EXTENSION_PREFIXES", "u8", row.extension_prefix);
    }

    pub(crate) fn plans(&mut self) {
        for (name, (kind, values)) in std::mem::take(&mut self.columns) {
            if kind == "Column" {
                let (blocks, steps) = steps(&values);
                let blocks = join(blocks.iter().map(|block| format!("{block:?}")));
                self.item(name, kind, &format!("Column {{ blocks: &[{blocks}], steps: {} }}", literal(&steps)));
            } else {
                self.numbers(name, kind, &values);
            }
        }
        let mut codes = std::mem::take(&mut self.codes);
        assert!(codes.len() <= 256, "more plans than a byte can number");
        let list = |codes: &[[u8; 2]]| {
            let regions = codes.iter().map(|code| format!("Region(*b\"{}\")", code.escape_ascii()));
            format!("&[{}]", join(regions))
        };
        self.item("PLAN_REGIONS", "&[Region]", &list(&codes));
        codes.retain(|code| code[0].is_ascii_uppercase());
        codes.sort_unstable();
        self.item("REGIONS", "&[Region]", &list(&codes));
    }

    /// The version of the metadata is the build part of the version of the crate that carries it.
    pub(crate) fn version(&mut self, manifest: &str) {
        let lock = Path::new(manifest).ancestors().map(|folder| folder.join("Cargo.lock")).find(|lock| lock.exists());
        let lock = lock.expect("no Cargo.lock above the crate");
        println!("cargo:rerun-if-changed={}", lock.display());
        let lock = std::fs::read_to_string(lock).unwrap();
        let version = lock.split("name = \"phonenumber\"\nversion = \"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.and_then(|version| version.split('+').nth(1)).expect("no metadata version in Cargo.lock");
        self.string("METADATA_VERSION", version);
    }

    pub(crate) fn write(&self) {
        let folder = std::env::var("OUT_DIR").unwrap();
        std::fs::write(Path::new(&folder).join("tables.rs"), &self.source).unwrap();
    }

    fn item(&mut self, name: &str, kind: &str, value: &str) {
        writeln!(self.source, "pub(crate) static {name}: {kind} = {value};").unwrap();
    }
}

/// How much each value is above or below the one before it: the sign is the lowest bit, seven bits a byte, highest first.
/// Before them, for each block, the value before it and where it begins.
fn steps(values: &[usize]) -> (Vec<(usize, usize)>, Vec<u8>) {
    let (mut blocks, mut bytes) = (Vec::new(), Vec::new());
    let mut before = 0;
    for (row, &value) in values.iter().enumerate() {
        if row % COLUMN_BLOCK == 0 {
            blocks.push((before, bytes.len()));
        }
        let step = if value < before { (before - value) << 1 | 1 } else { (value - before) << 1 };
        for shift in [14, 7] {
            if step >> shift != 0 {
                bytes.push(u8::try_from(step >> shift & 0x7f).unwrap() | 0x80);
            }
        }
        bytes.push(u8::try_from(step & 0x7f).unwrap());
        before = value;
    }
    (blocks, bytes)
}

fn join(items: impl IntoIterator<Item = impl Display>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}

fn literal(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}

/// How many blocks of `pack::BLOCK` states share a full position.
const LARGER_BLOCK: usize = 32;
/// How many rows of a column share a full value.
const COLUMN_BLOCK: usize = 64;
const LIST_END: u8 = u8::MAX;
