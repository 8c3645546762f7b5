//! A number for each plan, written as the steps between them.

/// Numbers of which most are a little more than the one before. `build/rust.rs` writes them.
#[derive(Debug)]
pub(crate) struct Column {
    /// For every 64th row: what comes before it, and where its step is.
    pub(crate) blocks: &'static [(u16, u16)],
    /// The sign of a step is its lowest bit; it has seven bits in each byte, the highest first.
    pub(crate) steps: &'static [u8],
}

impl Column {
    /// The number of a row, 0 for a row that is not there.
    pub(crate) fn at(&self, row: usize) -> u16 {
        let Some(&(before, start)) = self.blocks.get(row / BLOCK) else { return 0 };
        let (mut left, mut step, mut number) = (row % BLOCK, 0, u32::from(before));
        for &byte in self.steps.get(usize::from(start)..).unwrap_or_default() {
            step = step << 7 | u32::from(byte & 0x7f);
            if byte & 0x80 != 0 {
                continue;
            }
            number = if step & 1 == 0 { number.wrapping_add(step >> 1) } else { number.wrapping_sub(step >> 1) };
            if left == 0 {
                return u16::try_from(number).unwrap_or_default();
            }
            (left, step) = (left - 1, 0);
        }
        0
    }
}

const BLOCK: usize = 64;
