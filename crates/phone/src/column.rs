//! A number for each plan, written as the steps between them.

use std::ops::Range;

/// Numbers of which most are a little more than the one before. The sign of a step is its lowest bit; it has seven bits in
/// each byte, the highest first. `build/rust.rs` writes them.
#[derive(Debug)]
pub(crate) struct Column(pub(crate) &'static [u8]);

impl Column {
    /// The number of a row, 0 for a row that is not there.
    pub(crate) fn at(&self, row: usize) -> u16 {
        let mut rows = self.rows();
        for _ in 0..row {
            rows.next();
        }
        rows.next().unwrap_or_default()
    }

    /// The rows with a number; they stand together.
    pub(crate) fn rows_of(&self, number: u16) -> Range<usize> {
        let mut found = 0..0;
        for (row, at) in self.rows().enumerate() {
            if at == number {
                found = if found.is_empty() { row..row + 1 } else { found.start..row + 1 };
            }
        }
        found
    }

    fn rows(&self) -> Rows {
        Rows { bytes: self.0.iter(), number: 0 }
    }
}

struct Rows {
    bytes: std::slice::Iter<'static, u8>,
    number: u32,
}

impl Iterator for Rows {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        let mut step = 0;
        loop {
            let byte = u32::from(*self.bytes.next()?);
            step = step << 7 | byte & 0x7f;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let by = step >> 1;
        self.number = if step & 1 == 0 { self.number.wrapping_add(by) } else { self.number.wrapping_sub(by) };
        u16::try_from(self.number).ok()
    }
}
