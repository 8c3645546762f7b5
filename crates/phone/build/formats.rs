//! How numbers are grouped: which format is chosen, its group lengths, the signs in between.

use std::collections::{BTreeSet, HashMap};

use crate::automaton::{Automaton, LONGEST, StateId};
use crate::draft;
use crate::pattern::{group_lengths, parse};
use crate::plan::{Format, Plan};

/// The formats of all plans.
pub(crate) struct Formats {
    pub(crate) automaton: Automaton,
    /// Candidate lists by number; 0 is the empty one.
    pub(crate) lists: Vec<Vec<usize>>,
    /// Per format: grouping, national template with the bits of `draft.rs`, international template.
    pub(crate) records: Vec<[u8; 3]>,
    pub(crate) groupings: Vec<u32>,
    pub(crate) templates: Vec<String>,
    known_lists: HashMap<Vec<usize>, usize>,
}

/// Where a plan's formats begin, in the automaton and in the records.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    pub(crate) root: StateId,
    pub(crate) record: usize,
}

impl Formats {
    pub(crate) fn new() -> Self {
        Self {
            automaton: Automaton::new(),
            lists: vec![Vec::new()],
            records: Vec::new(),
            groupings: Vec::new(),
            templates: Vec::new(),
            known_lists: HashMap::from([(Vec::new(), 0)]),
        }
    }

    /// Adds the formats of a plan.
    ///
    /// The library keeps the formats for abroad in a second list: the same, with another template for some, and without
    /// those that are for numbers that cannot be called from abroad. Here these have an empty template.
    pub(crate) fn add(&mut self, plan: &Plan) -> Start {
        let record = self.records.len();
        let mut lengths = Vec::new();
        let mut abroad = plan.international_formats.iter().peekable();
        for format in &plan.formats {
            let groups = group_lengths(&parse(&format.pattern));
            lengths.push((groups.iter().map(|group| group.0).sum(), groups.iter().map(|group| group.1).sum()));
            let same =
                |other: &&Format| other.pattern == format.pattern && other.leading_digits == format.leading_digits;
            let international = match abroad.next_if(same) {
                Some(other) => other.template.clone(),
                // formatNsn: a plan without formats for abroad uses its own.
                None if plan.international_formats.is_empty() => format.template.clone(),
                None => String::new(),
            };
            let flags = draft::flags(format, &international);
            let grouping = place(&mut self.groupings, packed(&groups));
            let national = place(&mut self.templates, format.national_template.clone());
            assert!(national < draft::PREFIX_OPTIONAL, "more templates than leave room for flags");
            self.records.push([grouping, national | flags, place(&mut self.templates, international)]);
        }
        assert!(abroad.next().is_none(), "a format for abroad that is not in the list");
        let records = &self.records[record..];
        let templates = &self.templates;
        let is_for_abroad = |format: usize| !templates[usize::from(records[format][2])].is_empty();
        let formats = &plan.formats;
        let patterns: Vec<_> = formats.iter().map(|format| parse(last(format))).collect();
        // The first that fits, at home and abroad.
        let chosen = |matched: u32, length: usize| {
            let mut fitting =
                (0..formats.len()).filter(|&format| matched & 1 << format != 0 && within(lengths[format], length));
            let first = fitting.next();
            let abroad = first.into_iter().chain(fitting).find(|&format| is_for_abroad(format));
            (first, abroad)
        };
        let mut leaf = |matched| {
            let all = (0..formats.len()).filter(|&format| matched & 1 << format != 0);
            let typed =
                draft::worth_keeping(all.map(|format| (format, &formats[format], lengths[format])), is_for_abroad);
            let each = (2..=LONGEST).map(|length| chosen(matched, length));
            let whole = each.flat_map(|(first, abroad)| first.into_iter().chain(abroad));
            let list: Vec<_> = whole.chain(typed).collect::<BTreeSet<_>>().into_iter().collect();
            let next = self.lists.len();
            *self.known_lists.entry(list.clone()).or_insert_with(|| {
                self.lists.push(list);
                next
            })
        };
        let end = |matched, length| match chosen(matched, length) {
            (None, _) => 0,
            (Some(first), abroad) if abroad.is_none_or(|abroad| abroad == first) => first + 1,
            other => panic!("two formats for a number as short as its prefix: {other:?}"),
        };
        Start { root: self.automaton.add_prefixes(&patterns, &mut leaf, &end), record }
    }

    /// Numbers the groupings anew, in order: so they compress better.
    pub(crate) fn sort_groupings(&mut self) {
        let mut sorted = self.groupings.clone();
        sorted.sort_unstable();
        for [grouping, ..] in &mut self.records {
            let place = sorted.binary_search(&self.groupings[usize::from(*grouping)]).unwrap();
            *grouping = u8::try_from(place).unwrap();
        }
        self.groupings = sorted;
    }
}

/// chooseFormattingPatternForNumber looks at the last, most detailed pattern only.
fn last(format: &Format) -> &str {
    format.leading_digits.last().map_or("", String::as_str)
}

fn within((least, most): (usize, usize), length: usize) -> bool {
    (least..=most).contains(&length)
}

/// Five nibbles of least lengths, then which group may be longer, then by how much. No pattern has two such groups, so
/// the length of the number settles everything.
fn packed(groups: &[(usize, usize)]) -> u32 {
    let longer: Vec<_> = groups.iter().enumerate().filter(|(_, group)| group.0 < group.1).collect();
    assert!(groups.len() <= 5 && longer.len() <= 1, "an unknown kind of grouping");
    let (place, more) = longer.first().map_or((0, 0), |(place, group)| (*place, group.1 - group.0));
    let lengths = groups.iter().rev().fold(0, |all, group| all << 4 | u32::try_from(group.0).unwrap());
    lengths | u32::try_from(place).unwrap() << 20 | u32::try_from(more).unwrap() << 24
}

fn place<T: PartialEq>(all: &mut Vec<T>, item: T) -> u8 {
    let place = all.iter().position(|known| *known == item).unwrap_or_else(|| {
        all.push(item);
        all.len() - 1
    });
    u8::try_from(place).unwrap()
}
