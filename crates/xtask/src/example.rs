//! `cargo xtask example`: the app of `examples/yew` as files to serve, for those who have no Trunk.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::workspace;

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let Options { out, domain } = Options::parse(args)?;
    workspace::ensure_wasm_target()?;
    let folder = workspace::root().join("examples/yew");
    bind(&build(&folder, domain.as_deref())?, &out)?;
    workspace::copy(&workspace::root().join("app.css"), &out.join("app.css"))?;
    let page = page(&workspace::read_text(&folder.join("index.html"))?)?;
    workspace::write(&out.join("index.html"), page.as_bytes())?;
    println!("{}", out.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds the app in its own folder, as its readers would, but among the artefacts of this workspace.
fn build(folder: &Path, domain: Option<&str>) -> Result<PathBuf> {
    let target = workspace::target();
    let mut cargo = workspace::cargo();
    cargo.current_dir(folder).args(["build", "--target", workspace::WASM_TARGET, "--target-dir"]).arg(&target);
    if let Some(domain) = domain {
        cargo.env("PASSLOCK_DOMAIN", domain);
    }
    workspace::run(&mut cargo)?;
    Ok(target.join(workspace::WASM_TARGET).join("debug").join(PACKAGE).with_extension("wasm"))
}

fn bind(built: &Path, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(built)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        .encode_into(EncodeInto::Always)
        .remove_name_section(true)
        .generate(out)
        .context("wasm-bindgen refused the app; its lock file must name the version that Cargo.toml pins")
}

/// The page with what Trunk would put into it.
fn page(source: &str) -> Result<String> {
    let start = format!("import init from \"./{NAME}.js\"; init({{ module_or_path: \"./{NAME}_bg.wasm\" }});");
    let script = format!("<script type=\"module\">{start}</script>");
    let mut page = source.to_owned();
    for (asked, given) in [(STYLES, r#"<link rel="stylesheet" href="app.css">"#), (RUST, &*script)] {
        ensure!(page.matches(asked).count() == 1, "the page of the example has no {asked}");
        page = page.replace(asked, given);
    }
    Ok(page)
}

struct Options {
    out: PathBuf,
    domain: Option<String>,
}

impl Options {
    fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self { out: workspace::target().join("example"), domain: None };
        let mut words = args.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--out" => options.out = words.next().context("--out wants a folder after it")?.into(),
                "--domain" => options.domain = Some(words.next().context("--domain wants one after it")?.clone()),
                other => bail!("example does not know '{other}'; it takes --out DIR and --domain DOMAIN"),
            }
        }
        Ok(options)
    }
}

const PACKAGE: &str = "passlock-example-yew";
const NAME: &str = "example";
const STYLES: &str = r#"<link data-trunk rel="css" href="../../app.css">"#;
const RUST: &str = r#"<link data-trunk rel="rust">"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_example_gets_what_it_asks_for() -> Result<()> {
        let source = workspace::read_text(&workspace::root().join("examples/yew/index.html"))?;
        let page = page(&source)?;
        assert!(page.contains("import init from \"./example.js\"") && page.contains("href=\"app.css\""), "{page}");
        assert!(!page.contains("data-trunk"), "{page}");
        Ok(())
    }

    #[test]
    fn a_page_that_asks_for_nothing_is_refused() {
        assert!(page("<!doctype html>").is_err());
    }
}
