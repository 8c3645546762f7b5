//! The widget in a real browser: what a person sees, does and hears, with a backend that is scripted at `fetch`.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected has failed"
)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod asked;
mod backend;
mod club;
mod hands;
mod mint;
mod page;
mod patience;
mod screen;

mod app;
mod app_session;
mod clock;
mod code_step;
mod connections;
mod countries;
mod country_picker;
mod crossing;
mod dialog;
mod email;
mod embed;
mod failures;
mod flags;
mod happy_path;
mod headless;
mod host_page;
mod hydration;
mod keeping;
mod known_phone;
mod languages;
mod painted;
mod phone_field;
mod session;
mod tabs;
mod upkeep;
mod verification;
mod ways;
