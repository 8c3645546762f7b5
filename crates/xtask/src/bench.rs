//! `cargo xtask bench phone`: what the phone number engine costs, natively and in a browser, beside other libraries.
//! `cargo xtask bench page`: how soon a page takes a number.
//! `cargo xtask bench server`: how many people the backend logs in.

mod browser;
mod native;
mod page;
mod server;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::dist::{self, WasmOpt};
use crate::test::Tool;
use crate::workspace;
use table::{Block, Row, Target};

/// A missed target is told, and is no failure: how fast a machine is says nothing about the code.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let others = load();
    match args {
        [what, more @ ..] if what == "server" => server::measure(more)?,
        _ => print!("{}", figures(args)?),
    }
    let processors = std::thread::available_parallelism()?.get();
    if let Some(load) = others.filter(|load| *load > 0.5) {
        println!("other programs were at work (load {load:.1}, {processors} processors): times are longer than alone");
    }
    Ok(ExitCode::SUCCESS)
}

/// What is measured in a browser, as a table.
fn figures(args: &[String]) -> Result<String> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let measure: Box<dyn Fn() -> Result<Vec<Block>>> = match words[..] {
        ["phone"] => Box::new(phone),
        ["page"] => Box::new(|| page::measure(page::LOADS)),
        ["page", "--loads", loads] => match loads.parse() {
            Ok(loads @ 1..) => Box::new(move || page::measure(loads)),
            _ => bail!("--loads wants a number from 1"),
        },
        _ => bail!("bench takes 'phone', 'page' with --loads N, or 'server' with --short and --seconds N"),
    };
    Tool::Chrome.ensure()?;
    Ok(table::text(&measure()?) + "\n")
}

fn phone() -> Result<Vec<Block>> {
    dist::assemble(&workspace::root().join("dist"), WasmOpt::Run)?;
    let modules = Modules::build()?;
    let mut blocks = vec![native::measure()?];
    blocks.extend(browser::measure()?);
    blocks.push(modules.weigh()?);
    Ok(blocks)
}

/// How many programs wanted a processor in the last minute, where the system says it.
fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// Each library as a module of its own, in the folder that the browser's page loads them from.
struct Modules {
    folder: PathBuf,
}

impl Modules {
    fn build() -> Result<Self> {
        let folder = workspace::target().join("bench");
        for (_, module) in MODULES {
            dist::module("passlock-bench-module", module, &folder.join(module), WasmOpt::Run)?;
        }
        Ok(Self { folder })
    }

    fn weigh(&self) -> Result<Block> {
        let mut bytes = Vec::new();
        for (_, module) in MODULES {
            bytes.push(self.compressed(module)?);
        }
        let without = bytes.last().copied();
        let added = bytes.iter().map(|with| without.map(|without| with - without)).collect();
        Ok(Block {
            heading: "WebAssembly, bytes after brotli".into(),
            columns: MODULES.map(|(column, _)| column).to_vec(),
            rows: vec![
                Row { name: "the module".into(), figures: bytes.iter().copied().map(Some).collect(), target: None },
                Row { name: "what the library adds".into(), figures: added, target: Some(Target::AtMost(45_000.0)) },
            ],
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "modules are not that large")]
    fn compressed(&self, name: &str) -> Result<f64> {
        let [_, _, brotli] = dist::weigh(&self.folder.join(name).join(format!("{name}_bg.wasm")))?;
        Ok(brotli as f64)
    }
}

/// The columns, and the programs of `crates/bench-module` for them; ours first, the one to compare with last.
const MODULES: [(&str, &str); 4] = [
    ("passlock-phone", "bench-passlock-phone"),
    ("rlibphonenumber", "bench-rlibphonenumber"),
    ("phonenumber", "bench-phonenumber"),
    ("no library", "bench-nothing"),
];
