//! Writes the form that `passlock.js` shows before the WebAssembly is there: JSON on the standard output.
//!
//! The form is the components' own, rendered as on a server. `js/paint.js` makes elements of it; its shape is
//! `{"card", "inline", "dialog"}`, each a node: `[tag, attributes, …children]` for an element, a string for a text, 0 where
//! the card belongs. A text that a language says in its own way is `{"key", "text"}`, also as the value of an attribute.

mod tree;

use anyhow::{Context, Result, ensure};
use passlock::{Config, Lock, LockProps};
use serde_json::{Value, json};
use yew::LocalServerRenderer;

use tree::Tree;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    println!("{}", form().await?);
    Ok(())
}

async fn form() -> Result<Value> {
    // Whether a lock is a part of its page, and where its backend is, does not matter to the card.
    let config = Config::new("painted", "localhost")?;
    let mut inline = config.clone().inline();
    // The loader leaves out what a lock has not.
    inline.closable = true;
    let (inline, dialog) = (render(inline).await?, render(config).await?);
    let (mut card, inline) = inline.split("pl-card").context("an inline lock has no card")?;
    let (mut other, dialog) = dialog.split("pl-card").context("a dialog has no card")?;
    // A dialog has the name and the focus that a part of the page has not.
    for card in [&mut card, &mut other] {
        card.forget("aria-labelledby");
        card.forget("autofocus");
    }
    ensure!(card == other, "the card of a dialog is another one than that of an inline lock");
    Ok(json!({ "card": card.json()?, "inline": inline.json()?, "dialog": dialog.json()? }))
}

async fn render(config: Config) -> Result<Tree> {
    let props = yew::props!(LockProps { config });
    Tree::parse(&LocalServerRenderer::<Lock>::with_props(props).hydratable(false).render().await)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every node of a tree.
    fn nodes(node: &Value) -> Vec<&Value> {
        let children = node.as_array().into_iter().flatten().skip(2);
        std::iter::once(node).chain(children.flat_map(nodes)).collect()
    }

    #[tokio::test]
    async fn the_form_has_one_field_for_a_number_and_one_button_to_send_it() -> Result<()> {
        let form = form().await?;
        let nodes = nodes(&form["card"]);
        let with = |name: &str, value: &str| nodes.iter().filter(|node| node[1][name] == value).count();
        assert_eq!([with("name", "phone"), with("type", "submit"), with("class", "pl-quiet pl-close")], [1, 1, 1]);
        assert!(nodes.contains(&&json!({ "key": "signIn", "text": "Sign in" })), "{form}");
        Ok(())
    }

    #[tokio::test]
    async fn every_word_can_be_said_in_another_language() -> Result<()> {
        let form = form().await?;
        let texts: Vec<_> = nodes(&form["card"]).into_iter().filter_map(Value::as_str).collect();
        assert_eq!(texts, [""; 0]);
        Ok(())
    }

    #[tokio::test]
    async fn both_frames_have_a_place_for_the_card() -> Result<()> {
        let form = form().await?;
        for frame in ["inline", "dialog"] {
            assert!(nodes(&form[frame]).contains(&&json!(0)), "{form}");
        }
        assert_eq!(form["dialog"][2][0], "dialog");
        Ok(())
    }
}
