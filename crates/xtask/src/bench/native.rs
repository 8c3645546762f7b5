//! The engine as native code: Criterion measures, and its files are read.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::{Block, Row, Target};
use crate::workspace;

pub(crate) fn measure() -> Result<Block> {
    let mut cargo = workspace::cargo();
    workspace::run(cargo.args(["bench", "--package", "passlock-phone", "--bench", "engine"]))?;
    let folder = workspace::target().join("criterion");
    let mut rows = Vec::new();
    for (group, name) in GROUPS {
        let figures: Vec<_> = BENCHES.iter().map(|(_, bench)| median(&folder.join(group).join(bench))).collect();
        ensure!(figures[0].is_some(), "Criterion left no figures for {group}");
        let target = figures[1].map(Target::AtMost);
        rows.push(Row { name: name.into(), figures, target });
    }
    let columns = BENCHES.map(|(library, _)| library).to_vec();
    Ok(Block { heading: "native, microseconds for each text".into(), columns, rows })
}

/// Microseconds for one element; `None` for what was not measured.
fn median(folder: &Path) -> Option<f64> {
    let read = |name: &str| -> Result<Value> {
        Ok(serde_json::from_slice(&workspace::read(&folder.join("new").join(name))?)?)
    };
    per_element(&read("estimates.json").ok()?, &read("benchmark.json").ok()?)
}

fn per_element(estimates: &Value, benchmark: &Value) -> Option<f64> {
    let nanoseconds = estimates["median"]["point_estimate"].as_f64()?;
    Some(nanoseconds / benchmark["throughput"]["Elements"].as_f64()? / 1000.0)
}

/// The groups of `crates/phone/benches/engine`.
const GROUPS: [(&str, &str); 9] = [
    ("read_national", "read and check: national form"),
    ("read_international", "international form"),
    ("read_in_other_region", "in another region"),
    ("read_invalid", "invalid"),
    ("read_few_regions", "four regions only"),
    ("write_international", "write for eyes anywhere"),
    ("as_you_type", "format while typing, each key"),
    ("region_named_in", "country that a text names"),
    ("search_all_regions", "search all countries, each key"),
];
/// The columns, and what the benchmark calls them.
const BENCHES: [(&str, &str); 3] =
    [("passlock-phone", "passlock_phone"), ("rlibphonenumber", "rlibphonenumber"), ("phonenumber", "phonenumber")];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_figure_is_the_median_of_one_element() {
        let estimates = json!({ "mean": { "point_estimate": 9.0 }, "median": { "point_estimate": 490_000.0 } });
        let benchmark = json!({ "throughput": { "Elements": 245 } });
        assert_eq!(per_element(&estimates, &benchmark), Some(2.0));
        assert_eq!(per_element(&estimates, &json!({ "throughput": null })), None);
    }
}
