//! The files of `languages/`: which there are, and as pages load them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::workspace;

/// The folder of the project, and of what is published.
pub(crate) const FOLDER: &str = "languages";

/// The tags of the languages in the project (or distribution) at `root`, in alphabetical order.
pub(crate) fn tags(root: &Path) -> Result<Vec<String>> {
    let folder = root.join(FOLDER);
    let mut tags = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("could not read {}", folder.display()))? {
        let name = entry?.file_name();
        tags.extend(name.to_str().and_then(|name| name.strip_suffix(".json")).map(str::to_owned));
    }
    tags.sort();
    Ok(tags)
}

/// Writes each language but English, which the widget has in itself, without white space.
pub(crate) fn write(root: &Path, out: &Path) -> Result<()> {
    let target = out.join(FOLDER);
    if target.exists() {
        // One that is gone from the project must not stay behind.
        fs::remove_dir_all(&target).with_context(|| format!("could not empty {}", target.display()))?;
    }
    for tag in tags(root)?.iter().filter(|tag| *tag != "en") {
        let name = format!("{tag}.json");
        let text =
            fs::read_to_string(root.join(FOLDER).join(&name)).with_context(|| format!("could not read {name}"))?;
        let texts: Value = serde_json::from_str(&text).with_context(|| format!("{FOLDER}/{name} is no JSON"))?;
        workspace::write(&target.join(&name), texts.to_string().as_bytes())?;
    }
    Ok(())
}

/// The blanks of each English text, by its name: `{"signInTo": ["app"]}`.
pub(crate) fn blanks(english: &str) -> Result<Value> {
    let Value::Object(texts) = serde_json::from_str(english)? else { bail!("{FOLDER}/en.json is no object") };
    let blanks_of = |text: &Value| -> Value {
        let text = text["other"].as_str().or(text.as_str()).unwrap_or_default();
        text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
    };
    Ok(Value::Object(texts.iter().map(|(name, text)| (name.clone(), blanks_of(text))).collect::<Map<_, _>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_what_there_is_but_english() -> Result<()> {
        let [root, out] = [tempfile::tempdir()?, tempfile::tempdir()?];
        let given = root.path().join(FOLDER);
        fs::create_dir(&given)?;
        fs::create_dir(out.path().join(FOLDER))?;
        fs::write(out.path().join(FOLDER).join("gone.json"), "{}")?;
        for (name, text) in
            [("en.json", "{}"), ("pl.json", "{\n  \"close\": \"Zamknij\"\n}\n"), ("README.md", "# Languages")]
        {
            fs::write(given.join(name), text)?;
        }
        assert_eq!(tags(root.path())?, ["en", "pl"]);
        write(root.path(), out.path())?;
        assert_eq!(tags(out.path())?, ["pl"]);
        assert_eq!(fs::read_to_string(out.path().join(FOLDER).join("pl.json"))?, r#"{"close":"Zamknij"}"#);
        Ok(())
    }
}
