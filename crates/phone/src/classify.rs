//! What a number is: where it belongs, what it is for, whether its country knows it.

use crate::digits::National;
use crate::plan::{Fit, Plan};
use crate::{NumberKind, Region};

/// A number as the library holds it: taken apart, not yet judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) calling_code: u16,
    pub(crate) national: National,
}

impl Parsed {
    /// The plan that the number belongs to (`getRegionCodeForNumber`).
    pub(crate) fn plan(&self) -> Option<Plan> {
        let national = self.national.as_slice();
        let mut shared = Plan::sharing(self.calling_code);
        let first = shared.next()?;
        let Some(second) = shared.next() else { return Some(first) };
        [first, second].into_iter().chain(shared).find(|plan| {
            if plan.has_leading_digits() {
                plan.matches_leading_digits(national)
            } else {
                plan.kind(national).is_some()
            }
        })
    }

    pub(crate) fn region(&self) -> Option<Region> {
        self.plan()?.region()
    }

    /// `getNumberType`
    pub(crate) fn kind(&self) -> NumberKind {
        self.plan().and_then(|plan| plan.kind(self.national.as_slice())).unwrap_or(NumberKind::Unknown)
    }

    /// `isValidNumber`
    pub(crate) fn is_valid(&self) -> bool {
        self.kind() != NumberKind::Unknown
    }

    /// `isPossibleNumberWithReason`; `None` for a calling code that nobody has.
    pub(crate) fn fit(&self) -> Option<Fit> {
        Plan::main(self.calling_code).map(|plan| plan.fit(self.national.as_slice().len()))
    }
}
