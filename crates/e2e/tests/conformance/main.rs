//! The page of the documentation that says how WCAG 2.2 is met, held against the tests that prove it.

mod criteria;

use std::collections::HashSet;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use passlock_e2e::built;

use criteria::{CRITERIA, Means};

const PAGE: &str = "docs/accessibility.md";

#[test]
fn the_page_says_what_the_tests_prove() -> Result<()> {
    let page = page();
    let path = built::root().join(PAGE);
    if std::env::var_os("PASSLOCK_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page)?;
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    ensure!(written == page, "{PAGE} is not what the tests say; PASSLOCK_WRITE_DOCS=1 writes it anew");
    Ok(())
}

#[test]
fn every_proof_is_a_test() -> Result<()> {
    for criterion in CRITERIA {
        let Means::Met(_, proofs) = criterion.means else { continue };
        ensure!(!proofs.is_empty(), "{} has no proof", criterion.number);
        for proof in proofs {
            let (file, test) = proof.split_once("::").with_context(|| format!("'{proof}' names no test"))?;
            let source = std::fs::read_to_string(built::root().join(file)).context(*proof)?;
            let (before, _) = source
                .split_once(&format!("fn {test}("))
                .with_context(|| format!("{}: there is no test '{test}' in {file}", criterion.number))?;
            let attribute = before.trim_end().trim_end_matches("async").trim_end();
            ensure!(attribute.ends_with("test]"), "{}: {test} is no test", criterion.number);
        }
    }
    Ok(())
}

/// WCAG 2.2 has 31 criteria on level A and 24 on level AA.
#[test]
fn no_criterion_is_left_out() {
    let numbers: HashSet<_> = CRITERIA.iter().map(|criterion| criterion.number).collect();
    assert_eq!(numbers.len(), CRITERIA.len());
    let on = |level| CRITERIA.iter().filter(|criterion| criterion.level == level).count();
    assert_eq!((on("A"), on("AA")), (31, 24));
    let key = |number: &str| number.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u8>>();
    assert!(CRITERIA.is_sorted_by_key(|criterion| key(criterion.number)));
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let met = |criterion: &&criteria::Criterion| matches!(criterion.means, Means::Met(..));
    let _ = writeln!(
        page,
        "\n{} of the {} criteria are met by what the tests named here prove.",
        CRITERIA.iter().filter(met).count(),
        CRITERIA.len()
    );
    page += "The others are about things that the lock does not have, or are the page's.\n";
    page += "\n| Criterion | Level | | How | Proof |\n|---|---|---|---|---|\n";
    for criteria::Criterion { number, name, level, means } in CRITERIA {
        let (word, how, proofs) = match means {
            Means::Met(how, proofs) => ("met", how, *proofs),
            Means::Absent(what) => ("not applicable", what, &[] as &[_]),
            Means::OfThePage(what) => ("the page's", what, &[] as &[_]),
        };
        let proofs: Vec<_> = proofs.iter().map(|proof| link(proof)).collect();
        let _ = writeln!(page, "| {number} {name} | {level} | {word} | {how} | {} |", proofs.join(", "));
    }
    page
}

/// The test's name, with its file behind it.
fn link(proof: &str) -> String {
    let (file, test) = proof.split_once("::").unwrap_or_default();
    format!("[{}](../{file})", test.replace('_', " "))
}

const HEAD: &str = "# Accessibility

How the lock meets the [Web Content Accessibility Guidelines 2.2](https://www.w3.org/TR/WCAG22/) on the levels A and AA. A
test writes this page and fails when a proof it names is not there; `cargo xtask test --ring 4` runs the proofs.

Every view is looked at in every state: the [gallery](../demo/gallery.html) has a real lock in each, `cargo xtask demo` shows
it under `/demo/gallery.html`. Each cell is held against all rules of axe-core that bear a tag of WCAG 2.0 to 2.2, level A or
AA, or are best practice, in light and dark, from left to right and from right to left, as a dialog and as a part of the page
on a screen of 320 pixels. None is left out, and none finds anything. What no program can judge, such as how a sentence
sounds, people have to look at. Colours that a page sets by itself are its own affair: see [theming](theming.md).
";
