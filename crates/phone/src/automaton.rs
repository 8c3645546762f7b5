//! Walks the packed automaton; `build/pack.rs` describes and writes it.

/// States that tell digits apart, as streams of bytes.
#[derive(Debug)]
pub(crate) struct Automaton {
    pub(crate) shapes: &'static [u8],
    pub(crate) tokens: &'static [u8],
    /// Per larger block: where its tokens begin, and how many children were mentioned before.
    pub(crate) blocks: &'static [(u16, u16)],
    /// By how much the two grow from each smaller block to the next.
    pub(crate) growth: &'static [u8],
}

/// Short lists, one after the other, each with an end.
#[derive(Debug)]
pub(crate) struct Lists(pub(crate) &'static [u8]);

/// Where a walk came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// No number begins like this.
    Dead,
    /// The digits ended at a state that could still tell further ones apart.
    Inner(u16),
    /// No digit matters any more.
    Leaf(usize),
}

impl Automaton {
    /// Follows `digits` from a root.
    pub(crate) fn walk(&self, root: u16, digits: &[u8]) -> Stop {
        let mut at = root;
        for &digit in digits {
            if at & LEAF != 0 {
                break;
            }
            match self.step(usize::from(at), digit) {
                Some(next) => at = next,
                None => return Stop::Dead,
            }
        }
        if at & LEAF == 0 { Stop::Inner(at) } else { Stop::Leaf(usize::from(at & !LEAF)) }
    }

    fn step(&self, state: usize, digit: u8) -> Option<u16> {
        let target = self.target(state, digit);
        if target == 0 {
            return None;
        }
        let (mut at, mut new) = self.block(state / BLOCK)?;
        for between in state - state % BLOCK..state {
            new += usize::from(new == between);
            for _ in 0..self.targets(between) {
                let token = self.token(at);
                new += usize::from(token == NEW);
                at += width(token);
            }
        }
        new += usize::from(new == state);
        for _ in 1..target {
            let token = self.token(at);
            new += usize::from(token == NEW);
            at += width(token);
        }
        let token = self.token(at);
        let next = match token {
            NEW => new,
            SEEN.. => usize::from(token - SEEN) << 8 | usize::from(self.token(at + 1)),
            FAR_LEAF.. => {
                let far = usize::from(token - FAR_LEAF) << 8 | usize::from(self.token(at + 1));
                usize::from(LEAF) | (usize::from(FAR_LEAF) - 1 + far)
            }
            near => usize::from(LEAF) | usize::from(near - 1),
        };
        u16::try_from(next).ok()
    }

    /// Where the tokens of a block begin, and how many children the states before it mention.
    fn block(&self, block: usize) -> Option<(usize, usize)> {
        let larger = block / LARGER_BLOCK;
        let (tokens, new) = *self.blocks.get(larger)?;
        // The first block of each larger one has no growth of its own.
        let first = larger * (LARGER_BLOCK - 1);
        let growth = self.growth.get(first * 2..(first + block % LARGER_BLOCK) * 2)?.chunks_exact(2);
        let start = (usize::from(tokens), usize::from(new));
        Some(growth.fold(start, |(tokens, new), by| (tokens + usize::from(by[0]), new + usize::from(by[1]))))
    }

    /// Which of the state's targets a digit leads to, from 1; 0 for none.
    fn target(&self, state: usize, digit: u8) -> u8 {
        let pair = self.shapes.get(state * SHAPE + usize::from(digit / 2)).copied().unwrap_or_default();
        if digit.is_multiple_of(2) { pair & 0xf } else { pair >> 4 }
    }

    fn targets(&self, state: usize) -> u8 {
        let shape = self.shapes.get(state * SHAPE..(state + 1) * SHAPE).unwrap_or_default();
        shape.iter().fold(0, |most, pair| most.max(pair & 0xf).max(pair >> 4))
    }

    fn token(&self, at: usize) -> u8 {
        self.tokens.get(at).copied().unwrap_or_default()
    }
}

impl Lists {
    pub(crate) fn list(&self, index: usize) -> &'static [u8] {
        self.0.split(|&item| item == LIST_END).nth(index).unwrap_or_default()
    }
}

fn width(token: u8) -> usize {
    if token >= FAR_LEAF { 2 } else { 1 }
}

const LEAF: u16 = 0x8000;
const NEW: u8 = 0;
const FAR_LEAF: u8 = 216;
const SEEN: u8 = 226;
const BLOCK: usize = 32;
const LARGER_BLOCK: usize = 32;
const LIST_END: u8 = u8::MAX;
const SHAPE: usize = 5;
