//! What screen readers are told of a page: Chromium's accessibility tree, as text.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::wait;

/// The tree below the first dialog, a line for each element that is told: role, "name", its value, what is special.
///
/// Texts and wrappers are left out, as they are told as a part of something else.
pub async fn dialog(browser: &Browser) -> Result<String> {
    let answer = browser.devtools("Accessibility.getFullAXTree", json!({})).await?;
    let nodes = answer["nodes"].as_array().context("the browser tells of no accessibility tree")?;
    let dialog = nodes.iter().find(|node| node["role"]["value"] == "dialog").context("there is no dialog")?;
    let mut lines = Vec::new();
    tell(nodes, dialog, 0, &mut lines);
    Ok(lines.join("\n"))
}

/// Waits until that is told of the first dialog which is to be told.
pub async fn until_told(browser: &Browser, is_right: impl Fn(&str) -> bool) -> Result<()> {
    let mut told = String::new();
    wait::until("the right words for screen readers", async || {
        told = dialog(browser).await?;
        Ok(is_right(&told).then_some(()))
    })
    .await
    .with_context(|| format!("they are told\n{told}"))
}

fn tell(nodes: &[Value], node: &Value, depth: usize, lines: &mut Vec<String>) {
    let role = text(&node["role"]);
    let is_told = node["ignored"] != true && !UNTOLD.contains(&role);
    if is_told {
        lines.push(format!("{:indent$}{}", "", line(nodes, role, node), indent = depth * 2));
    }
    for id in list(&node["childIds"]) {
        if let Some(child) = nodes.iter().find(|node| node["nodeId"] == *id) {
            tell(nodes, child, depth + usize::from(is_told), lines);
        }
    }
}

fn line(nodes: &[Value], role: &str, node: &Value) -> String {
    let mut words = vec![role.to_owned()];
    let named = [("", &node["name"]), ("value=", &node["value"]), ("description=", &node["description"])];
    words.extend(named.iter().filter(|(_, of)| !text(of).is_empty()).map(|(mark, of)| format!("{mark}{:?}", text(of))));
    for property in list(&node["properties"]) {
        let name = property["name"].as_str().unwrap_or_default();
        let value = &property["value"];
        words.extend(match name {
            // That something could be opened is news, too.
            "expanded" if value["value"] == false => Some("collapsed".to_owned()),
            "expanded" | "selected" | "focused" | "disabled" | "modal" if value["value"] == true => {
                Some(name.to_owned())
            }
            "invalid" if text(value) != "false" => Some(name.to_owned()),
            "hasPopup" => Some(format!("opens={}", text(value))),
            "activedescendant" => related(nodes, value).map(|active| format!("active={:?}", text(&active["name"]))),
            _ => None,
        });
    }
    words.join(" ")
}

/// The element that a property refers to.
fn related<'a>(nodes: &'a [Value], property: &Value) -> Option<&'a Value> {
    let id = &list(&property["relatedNodes"]).next()?["backendDOMNodeId"];
    nodes.iter().find(|node| node["backendDOMNodeId"] == *id)
}

fn text(property: &Value) -> &str {
    property["value"].as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

const UNTOLD: &[&str] = &["InlineTextBox", "LabelText", "StaticText", "generic", "none"];
