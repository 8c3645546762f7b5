//! Remembers what a slow stage was made from, so that a second run with the same inputs skips it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::workspace;

/// A fingerprint of everything that a stage depends on.
pub(crate) fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Whether `output` exists and was made from `fingerprint`.
pub(crate) fn is_fresh(output: &Path, fingerprint: &str) -> bool {
    output.exists() && fs::read_to_string(beside(output)).is_ok_and(|old| old == fingerprint)
}

/// Notes that `output` was made from `fingerprint`; called last, so that an interrupted stage runs again.
pub(crate) fn note(output: &Path, fingerprint: &str) -> Result<()> {
    workspace::write(&beside(output), fingerprint.as_bytes())
}

fn beside(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".made-from");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_inputs_have_another_fingerprint() {
        assert_ne!(fingerprint(&[b"a", b"b"]), fingerprint(&[b"a", b"c"]));
        assert_ne!(fingerprint(&[b"ab"]), fingerprint(&[b"a", b"b"]));
        assert_eq!(fingerprint(&[b"a", b"b"]), fingerprint(&[b"a", b"b"]));
    }

    #[test]
    fn an_output_is_fresh_only_for_the_inputs_that_were_noted() -> Result<()> {
        let output = std::env::temp_dir().join(format!("passlock-stamp-{}", std::process::id()));
        assert!(!is_fresh(&output, "1"));
        workspace::write(&output, b"made")?;
        assert!(!is_fresh(&output, "1"));
        note(&output, "1")?;
        assert!(is_fresh(&output, "1"));
        assert!(!is_fresh(&output, "2"));
        fs::remove_file(beside(&output))?;
        fs::remove_file(&output)?;
        Ok(())
    }
}
