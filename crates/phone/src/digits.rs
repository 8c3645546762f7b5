//! The digits of one number, on the stack.

use std::fmt;

/// Decimal digits as values 0 to 9.
#[derive(Clone)]
pub(crate) struct Digits {
    values: [u8; CAPACITY],
    length: usize,
}

impl Digits {
    pub(crate) fn new() -> Self {
        Self { values: [0; CAPACITY], length: 0 }
    }

    /// Adds a digit. No text that parsing accepts has more than fit.
    pub(crate) fn push(&mut self, digit: u8) {
        if let Some(place) = self.values.get_mut(self.length) {
            *place = digit;
            self.length += 1;
        }
    }

    pub(crate) fn extend(&mut self, digits: &[u8]) {
        for &digit in digits {
            self.push(digit);
        }
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.values.get(..self.length).unwrap_or_default()
    }
}

/// A national (significant) number: at most 17 digits, leading zeros included.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct National {
    values: [u8; LONGEST],
    length: u8,
}

/// The most digits of a national number that the library accepts (`MAX_LENGTH_FOR_NSN`).
pub(crate) const LONGEST: usize = 17;

impl National {
    /// The digits, unless there are too many.
    pub(crate) fn new(digits: &[u8]) -> Option<Self> {
        let mut values = [0; LONGEST];
        values.get_mut(..digits.len())?.copy_from_slice(digits);
        Some(Self { values, length: u8::try_from(digits.len()).ok()? })
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.values.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// Hides the digits: `Debug` ends up in logs.
impl fmt::Debug for National {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "National({} digits)", self.length)
    }
}

/// Writes digits as text.
pub(crate) fn push_digits(text: &mut String, digits: &[u8]) {
    text.extend(digits.iter().map(|&digit| char::from(b'0' + digit)));
}

/// The digits of a number without leading zeros.
pub(crate) fn of_number(mut number: u64) -> Digits {
    let mut reversed = Digits::new();
    while number > 0 {
        // A remainder of 10 always fits.
        reversed.push(u8::try_from(number % 10).unwrap_or_default());
        number /= 10;
    }
    let mut digits = Digits::new();
    reversed.as_slice().iter().rev().for_each(|&digit| digits.push(digit));
    digits
}

/// A text of 250 signs holds no more digits than this.
const CAPACITY: usize = 256;
