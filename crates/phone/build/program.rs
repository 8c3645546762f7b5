//! Prefix patterns with groups, as a few instructions for the small backtracking matcher.

use std::collections::HashMap;

use crate::pattern::{Node, group_count, parse};

/// Instructions of all patterns, one after the other; the matcher is `src/prefix.rs`.
pub(crate) struct Programs {
    pub(crate) code: Vec<u16>,
    known: HashMap<String, usize>,
}

/// The two highest bits of an instruction say what it does, the others with what.
pub(crate) const DIGIT: u16 = 0;
pub(crate) const SPLIT: u16 = 1 << 14;
pub(crate) const JUMP: u16 = 2 << 14;
pub(crate) const OTHER: u16 = 3 << 14;
/// `OTHER` with these: the pattern has matched; the number must end here; else a group number, begun or ended.
pub(crate) const MATCH: u16 = OTHER | 0x1000;
pub(crate) const END: u16 = OTHER | 0x2000;

impl Programs {
    /// Address 0 is a pattern that never matches, for what has no prefix.
    pub(crate) fn new() -> Self {
        Self { code: vec![DIGIT], known: HashMap::new() }
    }

    /// The address of the program for a pattern, 0 for none.
    pub(crate) fn add(&mut self, pattern: &str) -> usize {
        if pattern.is_empty() {
            return 0;
        }
        if let Some(&address) = self.known.get(pattern) {
            return address;
        }
        let address = self.code.len();
        let node = parse(pattern);
        // The library asks whether the last group took part.
        self.code.push(u16::try_from(group_count(&node)).unwrap());
        self.emit(&node);
        self.code.push(MATCH);
        self.known.insert(pattern.to_owned(), address);
        address
    }

    fn emit(&mut self, node: &Node) {
        match node {
            Node::Digit(digits) => self.code.push(DIGIT | digits),
            Node::Sequence(parts) => parts.iter().for_each(|part| self.emit(part)),
            Node::Choice(branches) => {
                let (last, others) = branches.split_last().unwrap();
                let mut jumps = Vec::new();
                for branch in others {
                    let split = self.hole();
                    self.emit(branch);
                    jumps.push(self.hole());
                    self.fill(split, SPLIT);
                }
                self.emit(last);
                for jump in jumps {
                    self.fill(jump, JUMP);
                }
            }
            Node::Repeat(inner, least, most) => {
                (0..*least).for_each(|_| self.emit(inner));
                let splits: Vec<_> = (*least..*most)
                    .map(|_| {
                        let split = self.hole();
                        self.emit(inner);
                        split
                    })
                    .collect();
                for split in splits {
                    self.fill(split, SPLIT);
                }
            }
            Node::Group(number, inner) => {
                let slot = u16::try_from(number * 2).unwrap();
                self.code.push(OTHER | slot);
                self.emit(inner);
                self.code.push(OTHER | (slot + 1));
            }
            Node::End => self.code.push(END),
        }
    }

    fn hole(&mut self) -> usize {
        self.code.push(0);
        self.code.len() - 1
    }

    /// Writes the distance from a hole to here.
    fn fill(&mut self, hole: usize, operation: u16) {
        let distance = u16::try_from(self.code.len() - hole).unwrap();
        assert!(distance < 1 << 14, "a pattern too long for its jumps");
        self.code[hole] = operation | distance;
    }
}
