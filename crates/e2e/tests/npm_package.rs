//! The npm package, as other people have it: packed, installed, imported by Node.js and built by Vite and webpack.

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use anyhow::{Context, Result, ensure};
use passlock_e2e::project::Project;
use passlock_e2e::{Backend, Browser, Site, Visit, built};

/// One test at a time has the project.
static TURN: Mutex<()> = Mutex::new(());

/// The project, for as long as the turn is held; `None` where npm can't be had.
fn project() -> Result<Option<(Project, MutexGuard<'static, ()>)>> {
    let turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(Project::install("bundlers", &built::page("npm"))?.map(|project| (project, turn)))
}

#[test]
fn node_imports_it_without_effect_and_without_a_browser() -> Result<()> {
    let Some((project, _turn)) = project()? else { return Ok(()) };
    let said = project.node(
        "const before = Object.keys(globalThis).length;
         const names = ['passlock', 'passlock/define', 'passlock/element', 'passlock/react', 'passlock/csp'];
         const modules = await Promise.all(names.map((name) => import(name)));
         const { Passlock, PasslockElement, define } = modules[0];
         new Passlock('demo', 'login.example.com');
         console.log(Object.keys(globalThis).length - before, modules.map((module) => Object.keys(module).join()).join(' '));
         console.log(modules[2].define === define, typeof PasslockElement);",
    )?;
    let expected = "0 Auth0LockPasswordless,Passlock,PasslockClient,PasslockElement,define  PasslockElement,define  csp\n\
                    true function";
    assert_eq!(said, expected);
    Ok(())
}

#[test]
fn it_contains_what_its_manifest_says_and_no_more() -> Result<()> {
    let Some((project, _turn)) = project()? else { return Ok(()) };
    let said = project.node(
        "import { readFileSync, readdirSync } from 'node:fs';
         const manifest = JSON.parse(readFileSync('node_modules/passlock/package.json', 'utf8'));
         const found = readdirSync('node_modules/passlock');
         const wanted = [...manifest.files, 'package.json'];
         const targets = Object.values(manifest.exports).flatMap((one) => typeof one === 'string' ? [one] : Object.values(one));
         const isThere = (target) => found.includes(target.split('/')[1]);
         const missing = targets.filter((target) => !isThere(target));
         console.log(JSON.stringify(found.sort()) === JSON.stringify(wanted.sort()), missing.length, manifest.dependencies, manifest.scripts);",
    )?;
    assert_eq!(said, "true 0 undefined undefined");
    Ok(())
}

#[tokio::test]
async fn what_vite_builds_logs_a_person_in() -> Result<()> {
    let Some((project, turn)) = project()? else { return Ok(()) };
    project.run("vite", &["build"])?;
    let out = project.path("out/vite");
    let assets = names(&out.join("assets"), "wasm")?;
    let wasm = assets.first().context("Vite made no asset of the WebAssembly")?;
    project.run("vite", &["build", "--config", "vite.client.config.js"])?;
    has_no_lock(&project.path("out/vite-client/assets"))?;
    drop(turn);
    logs_in(&out, &format!("/assets/{wasm}")).await
}

#[tokio::test]
async fn what_webpack_builds_logs_a_person_in() -> Result<()> {
    let Some((project, turn)) = project()? else { return Ok(()) };
    project.run("webpack", &[])?;
    let out = project.path("out/webpack");
    let page = std::fs::read_to_string(project.path("index.html"))?.replace("/src/main.js", "main.js");
    std::fs::write(out.join("index.html"), page)?;
    let assets = names(&out, "wasm")?;
    let wasm = assets.first().context("webpack made no asset of the WebAssembly")?;
    has_no_lock(&project.path("out/webpack-client"))?;
    drop(turn);
    logs_in(&out, &format!("/{wasm}")).await
}

/// A person logs in at a page that has nothing but what a bundler wrote, and finds the element there, too.
async fn logs_in(page: &Path, wasm: &str) -> Result<()> {
    let backend = Backend::start().await?;
    let site = Site::start_compressed(&[page], &backend.domain()).await?;
    let place = format!("?clientId=demo&domain={}", backend.domain());
    let page = Visit::begin(backend, site, Browser::start().await?, &place).await?;
    let (browser, lock) = (&page.browser, page.open_lock().await?);
    page.log_in().await?.until_logged_in().await?;
    browser.until("document.title.startsWith('Welcome sms|')").await?;
    let fetched = format!("performance.getEntriesByType('resource').some(({{ name }}) => name.endsWith('{wasm}'))");
    browser.until(&fetched).await?;
    browser.strike("\u{e00c}").await?;
    lock.until_closed().await?;
    browser.evaluate("void addElement()").await?;
    lock.until_phone_entry().await
}

/// A page that takes the client alone has neither the lock nor its element, beside what comes with the WebAssembly.
fn has_no_lock(folder: &Path) -> Result<()> {
    let scripts = names(folder, "js")?;
    ensure!(!scripts.is_empty(), "{} has no scripts", folder.display());
    for name in scripts {
        let script = std::fs::read_to_string(folder.join(&name))?;
        if script.contains("WebAssembly.instantiateStreaming") {
            continue;
        }
        for part in [".pl-card", "attachShadow", "light-dom"] {
            ensure!(!script.contains(part), "{name} has {part}");
        }
    }
    Ok(())
}

/// The files of a folder that end like this.
fn names(folder: &Path, extension: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))? {
        let file = entry?.path();
        if file.extension().is_some_and(|end| end == extension) {
            names.extend(file.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    Ok(names)
}
