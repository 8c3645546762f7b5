//! The pages that are compared.

/// One of the files of `crates/e2e/pages/load`.
pub(crate) struct Page {
    pub(crate) file: &'static str,
    /// Whether it will say back the number that is typed.
    pub(crate) has_engine: bool,
}

pub(crate) const PAGES: [Page; 5] = [
    Page { file: "bare.html", has_engine: false },
    Page { file: "script.html", has_engine: false },
    Page { file: "inline.html", has_engine: true },
    Page { file: "painted.html", has_engine: true },
    Page { file: "modal.html", has_engine: true },
];
