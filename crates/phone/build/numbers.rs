//! Which numbers a plan has and of which type, as answers of the automaton.

use std::collections::BTreeSet;

use crate::automaton::{Automaton, StateId};
use crate::pattern::parse;
use crate::plan::{Kind, Plan};

/// Answers: 0 for no number of the plan, then the types in the order of `plan::TYPES`, then the one of both, then the one
/// of the general pattern.
const FIXED_LINE: usize = 9;
const MOBILE: usize = 10;
const FIXED_LINE_OR_MOBILE: usize = 11;
const GENERAL: usize = 12;

/// Adds the types of a plan's numbers: what `getNumberTypeHelper` would say, decided here once and for all.
pub(crate) fn add_kinds(automaton: &mut Automaton, plan: &Plan) -> StateId {
    let kinds: Vec<(usize, &Kind)> =
        plan.kinds.iter().enumerate().filter_map(|(place, kind)| Some((place + 1, kind.as_ref()?))).collect();
    let mut patterns = vec![parse(&plan.general)];
    patterns.extend(kinds.iter().map(|(_, kind)| parse(&kind.pattern)));
    let same_pattern = match (&plan.kinds[FIXED_LINE - 1], &plan.kinds[MOBILE - 1]) {
        (Some(fixed_line), Some(mobile)) => fixed_line.pattern == mobile.pattern,
        _ => false,
    };
    automaton.add_whole(&patterns, &|matched, length| {
        if matched & 1 == 0 || !plan.lengths.contains(&length) {
            return 0;
        }
        let are = |(index, (answer, kind)): (usize, &(usize, &Kind))| {
            (matched & 2 << index != 0 && kind.lengths.contains(&length)).then_some(*answer)
        };
        let answers: BTreeSet<usize> = kinds.iter().enumerate().filter_map(are).collect();
        match answers.first() {
            None => 0,
            Some(&FIXED_LINE) if same_pattern || answers.contains(&MOBILE) => FIXED_LINE_OR_MOBILE,
            // A plan with one pattern for both never calls a number mobile only.
            Some(&MOBILE) if same_pattern => 0,
            Some(&first) => first,
        }
    })
}

/// Adds the general pattern, which prefix stripping asks for without regard to possible lengths.
pub(crate) fn add_general(automaton: &mut Automaton, plan: &Plan) -> StateId {
    automaton.add_whole(&[parse(&plan.general)], &|matched, _| if matched == 0 { 0 } else { GENERAL })
}
