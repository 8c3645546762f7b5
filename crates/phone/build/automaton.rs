//! Patterns over digits become one minimal acyclic automaton that all of them share.

use std::collections::HashMap;

use crate::pattern::Node;

/// The longest national number that the library accepts (`MAX_LENGTH_FOR_NSN`).
pub(crate) const LONGEST: usize = 17;

/// A node of the shared automaton; 0 is the dead one.
pub(crate) type StateId = usize;

/// What a state says of a number that ends there, and where each further digit leads.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) answer: usize,
    pub(crate) next: [StateId; 10],
}

/// All states, each kind once.
pub(crate) struct Automaton {
    pub(crate) states: Vec<State>,
    known: HashMap<State, StateId>,
}

impl Automaton {
    pub(crate) fn new() -> Self {
        let dead = State { answer: 0, next: [0; 10] };
        Self { known: HashMap::from([(dead.clone(), 0)]), states: vec![dead] }
    }

    /// The state with this answer and these ways on.
    pub(crate) fn state(&mut self, state: State) -> StateId {
        if let Some(&id) = self.known.get(&state) {
            return id;
        }
        self.states.push(state.clone());
        self.known.insert(state, self.states.len() - 1);
        self.states.len() - 1
    }

    /// Adds whole patterns that are run side by side; `answer` turns the set of those that match a number (a bit each)
    /// and its length into what is stored.
    pub(crate) fn add_whole(&mut self, patterns: &[Node], answer: &dyn Fn(u32, usize) -> usize) -> StateId {
        let (machine, start) = Machine::new(patterns);
        self.whole(&machine, start, 0, answer, &mut HashMap::new())
    }

    /// Adds patterns of which a beginning of the number is enough (`lookingAt`). `leaf` turns the set that has matched
    /// into the answer for all longer numbers, `end` into that for a number of exactly this length.
    pub(crate) fn add_prefixes(
        &mut self,
        patterns: &[Node],
        leaf: &mut dyn FnMut(u32) -> usize,
        end: &dyn Fn(u32, usize) -> usize,
    ) -> StateId {
        let (machine, start) = Machine::new(patterns);
        let matched = machine.matched(&start);
        self.prefixes(&machine, &start, matched, 0, leaf, end)
    }

    fn whole(
        &mut self,
        machine: &Machine,
        set: Vec<usize>,
        length: usize,
        answer: &dyn Fn(u32, usize) -> usize,
        seen: &mut HashMap<(Vec<usize>, usize), StateId>,
    ) -> StateId {
        if set.is_empty() {
            return 0;
        }
        if let Some(&id) = seen.get(&(set.clone(), length)) {
            return id;
        }
        let mut next = [0; 10];
        for (digit, next) in next.iter_mut().enumerate() {
            let reached = machine.after(&set, digit, 0);
            assert!(length < LONGEST || reached.is_empty(), "a pattern longer than any number");
            *next = self.whole(machine, reached, length + 1, answer, seen);
        }
        let id = self.state(State { answer: answer(machine.matched(&set), length), next });
        seen.insert((set, length), id);
        id
    }

    fn prefixes(
        &mut self,
        machine: &Machine,
        set: &[usize],
        matched: u32,
        length: usize,
        leaf: &mut dyn FnMut(u32) -> usize,
        end: &dyn Fn(u32, usize) -> usize,
    ) -> StateId {
        let leaf_here = self.state(State { answer: leaf(matched), next: [0; 10] });
        let said = end(matched, length);
        let mut next = [leaf_here; 10];
        let mut ends_alike = true;
        for (digit, next) in next.iter_mut().enumerate() {
            let reached = machine.after(set, digit, matched);
            if !reached.is_empty() {
                let matched = matched | machine.matched(&reached);
                *next = self.prefixes(machine, &reached, matched, length + 1, leaf, end);
                ends_alike &= end(matched, length) == said;
            }
        }
        // No digit tells anything apart, nor does the lack of one.
        if ends_alike && next == [next[0]; 10] && self.states[next[0]].next == [0; 10] {
            return next[0];
        }
        self.state(State { answer: said, next })
    }
}

/// A non-deterministic automaton of several patterns.
struct Machine {
    steps: Vec<Step>,
}

enum Step {
    /// One of these digits, for this pattern, then on.
    Digit(u16, usize, usize),
    Split(Vec<usize>),
    Match(usize),
}

impl Machine {
    fn new(patterns: &[Node]) -> (Self, Vec<usize>) {
        let mut machine = Self { steps: Vec::new() };
        let mut starts = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let end = machine.push(Step::Match(index));
            starts.push(machine.compile(pattern, index, end));
        }
        let start = machine.closure(starts);
        (machine, start)
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// The step where `node` begins, given where it goes on.
    fn compile(&mut self, node: &Node, pattern: usize, then: usize) -> usize {
        match node {
            Node::Digit(digits) => self.push(Step::Digit(*digits, pattern, then)),
            Node::Sequence(parts) => parts.iter().rev().fold(then, |then, part| self.compile(part, pattern, then)),
            Node::Choice(branches) => {
                let branches = branches.iter().map(|branch| self.compile(branch, pattern, then)).collect();
                self.push(Step::Split(branches))
            }
            Node::Repeat(inner, least, most) => {
                let optional = (*least..*most).fold(then, |rest, _| {
                    let once = self.compile(inner, pattern, rest);
                    self.push(Step::Split(vec![once, then]))
                });
                (0..*least).fold(optional, |rest, _| self.compile(inner, pattern, rest))
            }
            Node::Group(_, inner) => self.compile(inner, pattern, then),
            Node::End => panic!("an end in the middle of a pattern"),
        }
    }

    /// The steps after one more digit, without those of the patterns in `done`.
    fn after(&self, set: &[usize], digit: usize, done: u32) -> Vec<usize> {
        let reached = set.iter().filter_map(|&step| match self.steps[step] {
            Step::Digit(digits, pattern, to) if digits & 1 << digit != 0 && done & 1 << pattern == 0 => Some(to),
            _ => None,
        });
        self.closure(reached.collect())
    }

    fn matched(&self, set: &[usize]) -> u32 {
        set.iter().fold(0, |matched, &step| match self.steps[step] {
            Step::Match(index) => matched | 1 << index,
            _ => matched,
        })
    }

    fn closure(&self, mut open: Vec<usize>) -> Vec<usize> {
        let mut set = Vec::new();
        while let Some(step) = open.pop() {
            match &self.steps[step] {
                Step::Split(ways) => open.extend(ways),
                _ => set.push(step),
            }
        }
        set.sort_unstable();
        set.dedup();
        set
    }
}
