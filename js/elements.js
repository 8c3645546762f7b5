// Elements out of what crates/painter writes: `[tag, attributes, …children]`, a text as `{key, text}`, 0 for the card.

/**
 * Makes a node, or takes the one that is there already. Each text is noted in `sayings`, with a function that shows other
 * words in its place; what `isLeftOut` says is left out.
 */
function elementOf(node, paint, found) {
  if (node === 0) return elementOf(FORM.card, paint, found);
  if (!Array.isArray(node)) {
    const text = found ?? document.createTextNode("");
    paint.sayings.push({ ...node, show: (words) => (text.data = words) });
    return text;
  }
  const [tag, attributes, ...children] = node;
  const isDrawn = ["svg", "path", "rect"].includes(tag);
  const element =
    found ?? (isDrawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (value.key) paint.sayings.push({ ...value, show: (words) => element.setAttribute(name, words) });
    else if (!found) element.setAttribute(name, value);
  }
  const kept = children.filter((child) => !paint.isLeftOut(child[1]?.class));
  const made = kept.map((child, place) => elementOf(child, paint, found?.childNodes[place]));
  if (!found) element.append(...made);
  return element;
}
