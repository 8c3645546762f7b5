//! What the leaves of the numbers mean: which type, at which lengths.
//!
//! Nearly all types of a plan have the same lengths, and nearly all leaves name one type. So a leaf is a type with the
//! *usual* lengths of the plan, which says the same in all plans, where that is what it means; else a type with lengths of
//! its own, else an answer for each length. `src/leaves.rs` reads it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::automaton::{Automaton, LONGEST, State, StateId};
use crate::pack::tails;

/// How many answers there are: the types, the one of both, and the general pattern.
pub(crate) const ANSWERS: usize = 12;

/// The leaves of all plans.
#[derive(Default)]
pub(crate) struct Leaves {
    /// Each once, with its type.
    meanings: Vec<(usize, Meaning)>,
    /// The usual lengths of each plan.
    usual: Vec<u32>,
}

/// Leaves as bytes.
pub(crate) struct Written {
    /// Lengths as bits.
    pub(crate) sets: Vec<u32>,
    /// Leaves whose type depends on the length: length and answer in a byte each.
    pub(crate) mixed: Vec<Vec<u8>>,
    /// Per leaf a type, and 0 for the usual lengths, else which set from 1, else which mixture behind the sets.
    pub(crate) leaves: Vec<[u8; 2]>,
    /// Which set the usual lengths of each plan are.
    pub(crate) usual: Vec<usize>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Usual,
    Lengths(u32),
    Mixed(Vec<u8>),
}

/// Leaves that mean the same as far as the digits before them leave a choice.
struct Slot {
    /// An answer for each length.
    answers: Answers,
    /// How many digits there are at least.
    depth: usize,
    mentions: usize,
}

type Answers = [usize; LONGEST + 1];
/// A leaf of one plan: how many digits lead there, and the answers for 0, 1, 2, … further ones.
type Leaf = (usize, Vec<usize>);

impl Leaves {
    /// Adds the states of a plan to those of all, with leaves that have a number each, from 1; gives the new roots.
    pub(crate) fn add<const N: usize>(
        &mut self,
        all: &mut Automaton,
        own: &Automaton,
        roots: [StateId; N],
    ) -> [StateId; N] {
        let tails = tails(own);
        let mut leaves = BTreeMap::new();
        let mut seen = HashSet::new();
        for root in roots {
            mentions(own, &tails, (root, 0), &mut seen, &mut leaves);
        }
        let (slots, of_leaves) = slots(leaves);
        let usual = usual(&slots);
        self.usual.push(usual);
        let numbers: Vec<_> = slots.iter().map(|slot| self.number(slot, usual)).collect();
        let number = |leaf: &Leaf| numbers[of_leaves[leaf]];
        let mut known = HashMap::new();
        roots.map(|root| copy(all, own, &tails, (root, 0), &number, &mut known))
    }

    /// All leaves in the order of these numbers.
    pub(crate) fn write(&self, order: &[usize]) -> Written {
        let meanings = self.meanings.iter().map(|(_, meaning)| meaning.clone());
        let usual = self.usual.iter().map(|&lengths| Meaning::Lengths(lengths));
        let all: BTreeSet<_> = meanings.chain(usual).chain([Meaning::Usual]).collect();
        let all: Vec<_> = all.into_iter().collect();
        let place = |meaning: &Meaning| all.binary_search(meaning).unwrap();
        let leaves = order.iter().map(|number| {
            let (kind, meaning) = &self.meanings[number - 1];
            [*kind, place(meaning)].map(|byte| u8::try_from(byte).unwrap())
        });
        let (leaves, usual) = (leaves.collect(), self.usual.iter().map(|&set| place(&Meaning::Lengths(set))).collect());
        let (mut sets, mut mixed) = (Vec::new(), Vec::new());
        for meaning in all {
            match meaning {
                Meaning::Usual => {}
                Meaning::Lengths(lengths) => sets.push(lengths),
                Meaning::Mixed(answers) => mixed.push(answers),
            }
        }
        Written { sets, mixed, leaves, usual }
    }

    fn number(&mut self, slot: &Slot, usual: u32) -> usize {
        let meaning = slot.meaning();
        let is_usual = matches!(meaning, Meaning::Lengths(lengths) if (lengths ^ usual) >> slot.depth == 0);
        let leaf = (slot.kind(), if is_usual { Meaning::Usual } else { meaning });
        let place = self.meanings.iter().position(|known| *known == leaf).unwrap_or_else(|| {
            self.meanings.push(leaf);
            self.meanings.len() - 1
        });
        place + 1
    }
}

/// The lengths that most leaves have.
fn usual(slots: &[Slot]) -> u32 {
    let mut counts = BTreeMap::new();
    for slot in slots {
        if let Meaning::Lengths(lengths) = slot.meaning() {
            *counts.entry(lengths).or_insert(0) += 1;
        }
    }
    let usual = counts.into_iter().max_by_key(|&(lengths, count)| (count, std::cmp::Reverse(lengths)));
    usual.map_or(0, |(lengths, _)| lengths)
}

impl Slot {
    /// The most frequent answer.
    fn kind(&self) -> usize {
        let count = |kind: &usize| self.answers.iter().filter(|answer| *answer == kind).count();
        (1..=ANSWERS).rev().max_by_key(count).unwrap()
    }

    fn meaning(&self) -> Meaning {
        let kind = self.kind();
        let answers = || self.answers.iter().enumerate().filter(|&(_, &answer)| answer != 0);
        if answers().all(|(_, &answer)| answer == kind) {
            return Meaning::Lengths(answers().map(|(length, _)| 1 << length).sum());
        }
        let byte = |(length, answer)| u8::try_from(length * (ANSWERS + 1) + answer).unwrap();
        Meaning::Mixed(answers().map(|(length, &answer)| byte((length, answer))).collect())
    }
}

/// Counts how many states mention each leaf.
fn mentions(
    own: &Automaton,
    tails: &[Option<Vec<usize>>],
    (id, depth): (StateId, usize),
    seen: &mut HashSet<(StateId, usize)>,
    leaves: &mut BTreeMap<Leaf, usize>,
) {
    if id == 0 {
        return;
    }
    if let Some(tail) = &tails[id] {
        *leaves.entry((depth, tail.clone())).or_default() += 1;
    } else if seen.insert((id, depth)) {
        for to in BTreeSet::from(own.states[id].next) {
            mentions(own, tails, (to, depth + 1), seen, leaves);
        }
    }
}

/// As few slots as there can be, and which one each leaf has.
fn slots(leaves: BTreeMap<Leaf, usize>) -> (Vec<Slot>, HashMap<Leaf, usize>) {
    let mut leaves: Vec<_> = leaves.into_iter().collect();
    // Those with fewer digits before them say more.
    leaves.sort_by_key(|((depth, _), mentions)| (*depth, std::cmp::Reverse(*mentions)));
    let mut slots: Vec<Slot> = Vec::new();
    let mut of_leaves = HashMap::new();
    for ((depth, tail), mentions) in leaves {
        let mut answers = [0; LONGEST + 1];
        answers[depth..depth + tail.len()].copy_from_slice(&tail);
        let place = slots.iter().position(|slot| slot.answers[depth..] == answers[depth..]).unwrap_or_else(|| {
            slots.push(Slot { answers, depth, mentions: 0 });
            slots.len() - 1
        });
        slots[place].mentions += mentions;
        of_leaves.insert((depth, tail), place);
    }
    (slots, of_leaves)
}

/// The state of all that a plan's own one becomes.
fn copy(
    all: &mut Automaton,
    own: &Automaton,
    tails: &[Option<Vec<usize>>],
    (id, depth): (StateId, usize),
    number: &dyn Fn(&Leaf) -> usize,
    known: &mut HashMap<(StateId, usize), StateId>,
) -> StateId {
    if id == 0 {
        return 0;
    }
    if let Some(&state) = known.get(&(id, depth)) {
        return state;
    }
    let state = if let Some(tail) = &tails[id] {
        State { answer: number(&(depth, tail.clone())), next: [0; 10] }
    } else {
        assert_eq!(own.states[id].answer, 0, "a type is known before the digits end to matter");
        let next = own.states[id].next.map(|to| copy(all, own, tails, (to, depth + 1), number, known));
        State { answer: 0, next }
    };
    let state = all.state(state);
    known.insert((id, depth), state);
    state
}
