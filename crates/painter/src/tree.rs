//! What a server would send, as a tree that a script can make elements of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use scraper::{ElementRef, Html, Node};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Element {
        tag: String,
        attributes: BTreeMap<String, String>,
        children: Vec<Self>,
    },
    Text(String),
    /// Where a part was taken out.
    Hole,
}

impl Tree {
    /// Reads HTML that has one element at its top.
    pub(crate) fn parse(html: &str) -> Result<Self> {
        let fragment = Html::parse_fragment(html);
        let top = fragment.root_element().child_elements().next().context("there is no element")?;
        Ok(Self::read(top))
    }

    fn read(element: ElementRef<'_>) -> Self {
        let attributes = element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let children = element.children().filter_map(|child| match child.value() {
            Node::Text(text) => Some(Self::Text(text.to_string())),
            Node::Element(_) => ElementRef::wrap(child).map(Self::read),
            _ => None,
        });
        Self::Element { tag: element.value().name().to_owned(), attributes, children: children.collect() }
    }

    /// The element of a class, and all around it; `None` where there is no such element.
    pub(crate) fn split(mut self, class: &str) -> Option<(Self, Self)> {
        self.take(class).map(|part| (part, self))
    }

    /// Takes an attribute off all elements.
    pub(crate) fn forget(&mut self, name: &str) {
        if let Self::Element { attributes, children, .. } = self {
            attributes.remove(name);
            for child in children {
                child.forget(name);
            }
        }
    }

    /// The tree in the shape that `main` describes.
    ///
    /// # Errors
    /// When a label is not among the texts of English.
    pub(crate) fn json(&self) -> Result<Value> {
        Ok(match self {
            Self::Element { tag, attributes, children } => {
                let mut values = serde_json::Map::new();
                for (name, value) in attributes {
                    let is_read = name == "aria-label" || name == "title";
                    values.insert(name.clone(), if is_read { keyed(value)? } else { json!(value) });
                }
                let mut node = vec![json!(tag), json!(values)];
                for child in children {
                    node.push(child.json()?);
                }
                json!(node)
            }
            Self::Text(text) => keyed(text)?,
            Self::Hole => json!(0),
        })
    }

    fn take(&mut self, class: &str) -> Option<Self> {
        let Self::Element { attributes, children, .. } = self else { return None };
        if attributes.get("class").is_some_and(|classes| classes.split(' ').any(|other| other == class)) {
            return Some(std::mem::replace(self, Self::Hole));
        }
        children.iter_mut().find_map(|child| child.take(class))
    }
}

fn keyed(text: &str) -> Result<Value> {
    let mut keys = ENGLISH.iter().filter(|(_, english)| *english == text).map(|(key, _)| key);
    let key = keys.next().with_context(|| format!("languages/en.json has no text \"{text}\""))?;
    ensure!(keys.next().is_none(), "several texts of languages/en.json are \"{text}\"");
    Ok(json!({ "key": key, "text": text }))
}

static ENGLISH: LazyLock<serde_json::Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../languages/en.json")).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_says_what_the_markup_says() -> Result<()> {
        let tree = Tree::parse(r#"<div class="a"><p class="b c" aria-label="Close"><b>Sign in</b></p></div>"#)?;
        let (part, rest) = tree.split("c").context("there is one")?;
        assert_eq!(rest.json()?, json!(["div", { "class": "a" }, 0]));
        let close = json!({ "key": "close", "text": "Close" });
        let bold = json!(["b", {}, { "key": "signIn", "text": "Sign in" }]);
        assert_eq!(part.json()?, json!(["p", { "aria-label": close, "class": "b c" }, bold]));
        Ok(())
    }

    #[test]
    fn a_text_that_no_language_knows_is_refused() -> Result<()> {
        assert!(Tree::parse("<p>Sign inn</p>")?.json().is_err());
        Ok(())
    }
}
