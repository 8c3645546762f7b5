//! Which way imports run: the rules of `ARCHITECTURE.md`, as tables.

use super::Violation;
use super::source::{Source, names};

pub(crate) fn check(source: &Source) -> Vec<Violation> {
    if source.extension() != "rs" {
        return Vec::new();
    }
    let mut violations = Vec::new();
    for (at, code) in source.code.iter().enumerate() {
        let mut forbid = |word: &str, reason: &str| {
            if names(code, word) {
                violations.push(Violation::new(at + 1, format!("names '{word}': {reason}")));
            }
        };
        for rule in ONLY_IN {
            if source.path.starts_with("src/") && !source.is_in(rule.modules) {
                forbid(rule.word, rule.reason);
            }
        }
        for rule in NEVER_IN {
            if source.is_in(rule.modules) && !source.is_in(rule.except) {
                for word in rule.words {
                    forbid(word, rule.reason);
                }
            }
        }
    }
    violations
}

/// A word that the widget may say in these modules and nowhere else.
struct OnlyIn {
    word: &'static str,
    modules: &'static [&'static str],
    reason: &'static str,
}

/// Words that these modules may never say.
struct NeverIn {
    modules: &'static [&'static str],
    except: &'static [&'static str],
    words: &'static [&'static str],
    reason: &'static str,
}

const ONLY_IN: &[OnlyIn] = &[
    OnlyIn { word: "gloo_net", modules: &["src/api"], reason: "only api talks to the network" },
    OnlyIn { word: "SubtleCrypto", modules: &["src/crypto"], reason: "only crypto asks the browser for cryptography" },
    OnlyIn { word: "local_storage", modules: &["src/store"], reason: "only store touches the browser's storage" },
    OnlyIn { word: "session_storage", modules: &["src/store"], reason: "only store touches the browser's storage" },
    OnlyIn {
        word: "JsValue",
        modules: &["src/embed", "src/driver", "src/api", "src/crypto", "src/store", "src/locale"],
        reason: "untyped values stay in embed, driver, api, crypto, locale and store",
    },
];

const NEVER_IN: &[NeverIn] = &[
    NeverIn {
        modules: &["src/components"],
        except: &["src/components/lock"],
        words: &["driver", "api", "store", "Driver"],
        reason: "a component other than lock draws a state and names what the person did, no more",
    },
    NeverIn {
        modules: &["src/app"],
        except: &[],
        words: &["driver", "api", "store", "Driver", "wasm_bindgen", "embed"],
        reason: "what Yew apps are made of puts locks and sessions together, and decides nothing",
    },
    NeverIn {
        modules: &["src/driver", "src/client", "src/keyring", "src/api", "src/crypto", "src/store", "src/i18n"],
        except: &[],
        words: &["components", "app", "embed"],
        reason: "what carries out knows nothing of what draws",
    },
    NeverIn {
        modules: &["src/keyring", "src/api", "src/crypto", "src/store"],
        except: &[],
        words: &["yew"],
        reason: "api, crypto, keyring and store draw nothing",
    },
    NeverIn {
        modules: &["crates/core", "crates/phone"],
        except: &[],
        words: &[
            "yew",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "gloo",
            "gloo_net",
            "gloo_storage",
            "gloo_timers",
            "tokio",
            "SystemTime",
            "Instant",
        ],
        reason: "the core is pure; what it needs of the world is an argument",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_lines(path: &str, text: &str, expected: &[usize]) {
        let found = check(&Source::new(path, text));
        let lines: Vec<usize> = found.iter().map(|violation| violation.line).collect();
        assert_eq!(lines, expected, "{path}: {found:?}");
    }

    #[test]
    fn the_driver_knows_no_views() {
        check_lines("src/driver/places.rs", "//! A.\nuse crate::components::Country;\n", &[2]);
        check_lines("src/components/lock.rs", "//! A.\nuse crate::driver::Driver;\n", &[]);
    }

    #[test]
    fn browser_doors_have_one_user_each() {
        check_lines("src/api.rs", "use gloo_net::http::Request;\nuse yew::Callback;\n", &[2]);
        check_lines("src/api/reply.rs", "use gloo_net::http::Response;\n", &[]);
        check_lines("src/driver.rs", "use gloo_net::http::Request;\nwindow.local_storage();\n", &[1, 2]);
        check_lines("src/store.rs", "window.session_storage();\nuse wasm_bindgen::JsValue;\n", &[]);
        check_lines("src/i18n/mod.rs", "use wasm_bindgen::JsValue;\n", &[1]);
        check_lines("src/crypto.rs", "use wasm_bindgen::JsValue;\nuse web_sys::SubtleCrypto;\n", &[]);
        check_lines("src/client.rs", "use wasm_bindgen::JsValue;\nuse web_sys::SubtleCrypto;\n", &[1, 2]);
        check_lines("src/keyring.rs", "use gloo_net::http::Request;\nuse yew::Callback;\n", &[1, 2]);
        check_lines("crates/server/src/app.rs", "use tokio::net;\n", &[]);
    }

    #[test]
    fn components_other_than_lock_only_draw() {
        check_lines("src/components/lock.rs", "use crate::driver::Driver;\n", &[]);
        check_lines("src/components/lock/frame.rs", "use crate::driver::Driver;\n", &[]);
        check_lines("src/components/phone_entry.rs", "use crate::{api, store};\nlet stored = 1;\n", &[1, 1]);
    }

    #[test]
    fn an_app_is_put_together_from_components() {
        check_lines("src/app/provider.rs", "use crate::components::Seat;\nuse crate::driver::Driver;\n", &[2, 2]);
        check_lines("src/client.rs", "use crate::app::Lock;\n", &[1]);
    }

    #[test]
    fn the_core_knows_no_world() {
        check_lines("crates/core/src/flow/step.rs", "use std::time::Instant;\n// Instant\n", &[1]);
        check_lines("crates/phone/src/number.rs", "use web_sys::Window;\n", &[1]);
        check_lines("crates/core/src/time.rs", "pub struct Timestamp(i64);\n", &[]);
    }
}
