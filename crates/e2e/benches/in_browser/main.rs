//! Figures from a real browser for `cargo xtask bench phone`, which builds what is measured and reads the one line of JSON.

mod engine;
mod typing;

use anyhow::Result;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let engines = engine::measure().await?;
    let lock = typing::measure("", typing::Field::Lock).await?;
    let bare = typing::measure("bare.html", typing::Field::Bare).await?;
    println!("{}", json!({ "engines": engines, "typing": { "lock": lock, "bare": bare } }));
    Ok(())
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}
