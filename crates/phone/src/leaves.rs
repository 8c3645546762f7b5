//! What a leaf of the numbers means; `build/leaves.rs` describes and writes it.

use crate::tables;

/// The answer of a leaf for numbers of a length, 0 for none; `usual` are the usual lengths of the plan.
pub(crate) fn answer(leaf: usize, usual: u8, length: usize) -> u8 {
    let Some([kind, meaning]) = tables::NUMBER_LEAVES.get(leaf) else { return 0 };
    let meaning = usize::from(if *meaning == 0 { usual } else { *meaning }).saturating_sub(1);
    if let Some(lengths) = tables::LENGTH_SETS.get(meaning) {
        let is_length = length < LONGER && lengths >> length & 1 != 0;
        return if is_length { *kind } else { 0 };
    }
    let mixed = tables::MIXED_LEAVES.list(meaning - tables::LENGTH_SETS.len());
    let item = mixed.iter().find(|&&item| usize::from(item / ANSWERS) == length);
    item.map_or(0, |item| item % ANSWERS)
}

const ANSWERS: u8 = 13;
/// No number has so many digits.
const LONGER: usize = 18;
