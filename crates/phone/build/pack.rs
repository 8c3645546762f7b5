//! The automaton as bytes: small before compression, smaller after it, and read where it lies.
//!
//! States that still tell digits apart ("inner") are numbered breadth first from their roots, so that the children that a
//! state is the first to mention follow one another and need no address. A state has
//! - a *shape*: ten nibbles, for each digit 0 (dead) or which of the state's targets; the one of most digits is the first;
//! - a *token* per target: [`NEW`] for the next child in line, else a leaf, else an inner state seen before.
//!
//! Where every 32nd state begins is noted; the few between are counted. `src/automaton.rs` reads this.

use std::collections::{HashMap, VecDeque};

use crate::automaton::{Automaton, State, StateId};

/// The next inner state that nothing has mentioned yet.
pub(crate) const NEW: u8 = 0;
/// First bytes of two-byte tokens: leaves with high numbers, then inner states by number.
pub(crate) const FAR_LEAF: u8 = 216;
pub(crate) const SEEN: u8 = 226;
pub(crate) const BLOCK: usize = 32;

/// A root or a target: an inner state, or with this bit a leaf.
pub(crate) const LEAF: u16 = 0x8000;

/// The streams of one packed automaton.
pub(crate) struct Packed {
    pub(crate) shapes: Vec<u8>,
    pub(crate) tokens: Vec<u8>,
    /// Per block: where its tokens begin, and how many children the states before it are the first to mention.
    pub(crate) blocks: Vec<(u16, u16)>,
    pub(crate) roots: Vec<u16>,
    /// Answers of inner states, for numbers that end there.
    pub(crate) ends: Vec<(u16, usize)>,
    /// What the leaves say, those that many mention before the others: an answer for each number of remaining digits.
    pub(crate) leaves: Vec<Vec<usize>>,
}

impl Packed {
    /// Packs what is reachable from `roots`.
    pub(crate) fn new(automaton: &Automaton, roots: &[StateId]) -> Self {
        let tails = tails(automaton);
        let order = breadth_first(automaton, roots, &tails);
        let leaf_order = by_mention(automaton, roots, &order, &tails);
        let number: HashMap<StateId, usize> = order.iter().enumerate().map(|(number, &id)| (id, number)).collect();
        let leaf: HashMap<StateId, usize> = leaf_order.iter().enumerate().map(|(number, &id)| (id, number)).collect();
        let root = |id: &StateId| match leaf.get(id) {
            Some(&leaf) => LEAF | u16::try_from(leaf).unwrap(),
            None => u16::try_from(number[id]).unwrap(),
        };
        let mut packed = Self {
            shapes: Vec::new(),
            tokens: Vec::new(),
            blocks: Vec::new(),
            roots: roots.iter().map(root).collect(),
            ends: Vec::new(),
            leaves: leaf_order.iter().map(|&id| tails[id].clone().unwrap()).collect(),
        };
        let mut mentioned = vec![false; automaton.states.len()];
        let mut next_new = 0;
        for (index, &id) in order.iter().enumerate() {
            let state = &automaton.states[id];
            // Roots are in line as well, so the reader can count on one rule.
            if index == next_new {
                mentioned[id] = true;
                next_new += 1;
            }
            if index % BLOCK == 0 {
                let tokens = u16::try_from(packed.tokens.len()).unwrap();
                packed.blocks.push((tokens, u16::try_from(next_new).unwrap()));
            }
            if state.answer != 0 {
                packed.ends.push((u16::try_from(index).unwrap(), state.answer));
            }
            let targets = targets(state);
            let mut shape = [0u8; 10];
            for (place, digit) in shape.iter_mut().zip(state.next) {
                let target = targets.iter().position(|&to| to == digit);
                *place = target.map_or(0, |target| u8::try_from(target + 1).unwrap());
            }
            packed.shapes.extend(shape.chunks(2).map(|pair| pair[0] | pair[1] << 4));
            for to in targets {
                if let Some(&leaf) = leaf.get(&to) {
                    packed.leaf_token(leaf);
                } else if number[&to] == next_new && !mentioned[to] {
                    mentioned[to] = true;
                    next_new += 1;
                    packed.tokens.push(NEW);
                } else {
                    let [high, low] = u16::try_from(number[&to]).unwrap().to_be_bytes();
                    packed.tokens.extend([SEEN.checked_add(high).expect("too many states"), low]);
                }
            }
        }
        packed
    }

    fn leaf_token(&mut self, leaf: usize) {
        let near = usize::from(FAR_LEAF) - 1;
        if leaf < near {
            self.tokens.push(u8::try_from(leaf + 1).unwrap());
        } else {
            let [high, low] = u16::try_from(leaf - near).unwrap().to_be_bytes();
            assert!(high < SEEN - FAR_LEAF, "too many leaves");
            self.tokens.extend([FAR_LEAF + high, low]);
        }
    }
}

/// Per state the answers for 0, 1, 2, … further digits, if no digit matters any more.
pub(crate) fn tails(automaton: &Automaton) -> Vec<Option<Vec<usize>>> {
    let mut tails: Vec<Option<Vec<usize>>> = Vec::new();
    // A state is only made after all that it leads to, so one pass is enough; the dead one leads to itself.
    for state in &automaton.states {
        let first = state.next[0];
        let tail = match tails.get(first) {
            None => Some(Vec::new()),
            Some(Some(rest)) if state.next == [first; 10] => {
                Some(std::iter::once(state.answer).chain(rest.iter().copied()).collect())
            }
            Some(_) => None,
        };
        tails.push(tail);
    }
    tails
}

/// Where a state leads, without the dead one: that of most digits first, then in the order of digits.
fn targets(state: &State) -> Vec<StateId> {
    let mut targets: Vec<StateId> = Vec::new();
    for &to in state.next.iter().filter(|&&to| to != 0) {
        if !targets.contains(&to) {
            targets.push(to);
        }
    }
    targets.sort_by_key(|target| std::cmp::Reverse(state.next.iter().filter(|to| *to == target).count()));
    targets
}

/// Inner states: each root, then what it leads to, level by level.
fn breadth_first(automaton: &Automaton, roots: &[StateId], tails: &[Option<Vec<usize>>]) -> Vec<StateId> {
    let mut order = Vec::new();
    let mut known = vec![false; automaton.states.len()];
    for &root in roots {
        let mut open = VecDeque::from([root]);
        while let Some(id) = open.pop_front() {
            if tails[id].is_some() || std::mem::replace(&mut known[id], true) {
                continue;
            }
            order.push(id);
            open.extend(targets(&automaton.states[id]));
        }
    }
    order
}

fn by_mention(
    automaton: &Automaton,
    roots: &[StateId],
    order: &[StateId],
    tails: &[Option<Vec<usize>>],
) -> Vec<StateId> {
    let mut mentions: HashMap<StateId, usize> = HashMap::new();
    for &root in roots.iter().filter(|&&root| tails[root].is_some()) {
        mentions.entry(root).or_default();
    }
    for &id in order {
        for to in targets(&automaton.states[id]).into_iter().filter(|&to| tails[to].is_some()) {
            *mentions.entry(to).or_default() += 1;
        }
    }
    let mut leaves: Vec<_> = mentions.into_iter().collect();
    leaves.sort_unstable_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    // Which of the near ones comes first makes no difference to tokens; lists that are alike compress better side by side.
    let mut leaves: Vec<_> = leaves.into_iter().map(|(id, _)| id).collect();
    let near = leaves.len().min(usize::from(FAR_LEAF) - 1);
    leaves[..near].sort_by_key(|&id| &tails[id]);
    leaves[near..].sort_by_key(|&id| &tails[id]);
    leaves
}
