//! Matches prefix patterns, with groups, the way regular expressions do: the first way that works, in order.

use crate::tables;

/// A pattern that matched the beginning of a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prefix {
    /// How many digits it took.
    pub(crate) length: usize,
    /// How many groups the pattern has.
    groups: usize,
    bounds: [Option<usize>; SLOTS],
}

impl Prefix {
    /// `lookingAt`: matches the pattern at this address with the beginning of `digits`.
    pub(crate) fn of(address: u16, digits: &[u8]) -> Option<Self> {
        let address = usize::from(address);
        if address == 0 {
            return None;
        }
        let mut bounds = [None; SLOTS];
        let length = run(address + 1, digits, 0, &mut bounds)?;
        Some(Self { length, groups: usize::from(instruction(address)), bounds })
    }

    /// Where group `number` lies, if it took part.
    pub(crate) fn group(&self, number: usize) -> Option<(usize, usize)> {
        let bound = |slot: usize| self.bounds.get(slot).copied().flatten();
        bound(number * 2).zip(bound(number * 2 + 1))
    }

    /// Whether the last group took part; `false` without groups.
    pub(crate) fn last_group_took_part(&self) -> bool {
        self.groups > 0 && self.group(self.groups).is_some()
    }
}

fn run(mut address: usize, digits: &[u8], mut at: usize, bounds: &mut [Option<usize>; SLOTS]) -> Option<usize> {
    loop {
        let instruction = instruction(address);
        let operand = instruction & OPERAND;
        match instruction & !OPERAND {
            SPLIT => {
                let before = *bounds;
                if let Some(end) = run(address + 1, digits, at, bounds) {
                    return Some(end);
                }
                *bounds = before;
                address += usize::from(operand);
            }
            JUMP => address += usize::from(operand),
            OTHER => {
                match operand {
                    MATCH => return Some(at),
                    END if at < digits.len() => return None,
                    END => {}
                    slot => *bounds.get_mut(usize::from(slot))? = Some(at),
                }
                address += 1;
            }
            _ => {
                let digit = digits.get(at)?;
                if operand & 1 << digit == 0 {
                    return None;
                }
                at += 1;
                address += 1;
            }
        }
    }
}

/// Past the end there is a digit that nothing matches.
fn instruction(address: usize) -> u16 {
    tables::PROGRAMS.get(address).copied().unwrap_or_default()
}

const SLOTS: usize = 6;
const OPERAND: u16 = 0x3fff;
const SPLIT: u16 = 1 << 14;
const JUMP: u16 = 2 << 14;
const OTHER: u16 = 3 << 14;
const MATCH: u16 = 0x1000;
const END: u16 = 0x2000;
