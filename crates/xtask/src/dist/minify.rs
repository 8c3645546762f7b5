//! Makes JavaScript small with oxc: what nobody reads goes, what nobody outside names gets a short name.

use anyhow::{Result, bail};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_minifier::{
    CompressOptions, CompressOptionsKeepNames, MangleOptions, MangleOptionsKeepNames, Minifier, MinifierOptions,
};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// How a browser reads a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Classic,
    Module,
}

/// The script with a line about its licence and nothing else that could be shorter. What a page gets from it by name keeps
/// its name: globals, exports, classes, properties.
pub(crate) fn minify(script: &str, kind: Kind) -> Result<String> {
    let allocator = Allocator::default();
    let source_type = match kind {
        Kind::Classic => SourceType::script(),
        Kind::Module => SourceType::mjs(),
    };
    let parsed = Parser::new(&allocator, script, source_type).parse();
    if let Some(fault) = parsed.diagnostics.first() {
        bail!("a script of the bundle is no JavaScript: {fault}");
    }
    let mut program = parsed.program;
    let minified = Minifier::new(options()).minify(&allocator, &mut program);
    let printed = Codegen::new()
        .with_options(CodegenOptions { comments: for_bundlers(kind), ..CodegenOptions::minify() })
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    Ok(format!("{LICENCE}\n{}\n", with_quoted_addresses(printed.code.trim_end())))
}

/// oxc writes texts as templates, because that compresses well. Tools that look for the files a module needs expect
/// quotes around their addresses.
fn with_quoted_addresses(script: &str) -> String {
    let mut quoted = String::with_capacity(script.len());
    let mut rest = script;
    let begins = ["import(`", "new URL(`", "from`"];
    while let Some((at, begin)) = begins.iter().filter_map(|begin| Some((rest.find(begin)?, begin))).min() {
        let (before, after) = rest.split_at(at + begin.len());
        quoted.push_str(before);
        rest = after;
        if let Some((address, after)) = after.split_once('`').filter(|(address, _)| !address.contains(['$', '"', '\\']))
        {
            quoted.pop();
            quoted.extend(["\"", address, "\""]);
            rest = after;
        }
    }
    quoted.push_str(rest);
    quoted
}

const LICENCE: &str = concat!("/*! passlock ", env!("CARGO_PKG_VERSION"), " | MIT OR Apache-2.0 */");

/// Classes keep their names, which people meet in consoles.
fn options() -> MinifierOptions {
    MinifierOptions {
        mangle: Some(MangleOptions {
            keep_names: MangleOptionsKeepNames { class: true, function: false },
            ..MangleOptions::default()
        }),
        compress: Some(CompressOptions {
            keep_names: CompressOptionsKeepNames::class_only(),
            ..CompressOptions::smallest()
        }),
        mangle_properties: None,
    }
}

/// `/* @__PURE__ */` and its like are for whoever bundles the file again.
fn for_bundlers(kind: Kind) -> CommentOptions {
    CommentOptions { annotation: kind == Kind::Module, ..CommentOptions::disabled() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, kind: Kind, expected: &str) -> Result<()> {
        assert_eq!(minify(script, kind)?, format!("{LICENCE}\n{expected}\n"));
        Ok(())
    }

    #[test]
    fn comments_and_local_names_are_shortened() -> Result<()> {
        let script =
            "// What it is.\nglobalThis.double = (() => {\n  /** For people. */\n  return (given) => 2 * given;\n})();";
        check(script, Kind::Classic, "globalThis.double=e=>2*e;")
    }

    #[test]
    fn names_that_pages_use_stay() -> Result<()> {
        let lock = "export class Passlock { #clientId = 1; get clientId() { return this.#clientId; } }";
        check(lock, Kind::Module, "export class Passlock{#e=1;get clientId(){return this.#e}}")?;
        check("const used = 1; window.used = () => used;", Kind::Classic, "const used=1;window.used=()=>1;")?;
        check("export { f as csp }; function f() {}", Kind::Module, "export{e as csp};function e(){}")
    }

    #[test]
    fn addresses_have_quotes_for_bundlers() -> Result<()> {
        let script = "export const a = () => [import('./a.js'), new URL('b', import.meta.url), import(`./${c}.js`)];";
        let expected = "export const a=()=>[import(\"./a.js\"),new URL(\"b\",import.meta.url),import(`./${c}.js`)];";
        check(script, Kind::Module, expected)
    }

    #[test]
    fn what_nobody_calls_goes() -> Result<()> {
        check("function idle() {} export const a = 1;", Kind::Module, "export const a=1;")
    }

    #[test]
    fn what_is_no_javascript_is_refused() {
        assert!(minify("const a = ;", Kind::Module).is_err());
    }
}
