// Elements that are not there: a tree, attributes, listeners and the few selectors that the locks use.

class Node {
  parentNode = null;

  remove() {
    if (this.parentNode) this.parentNode.childNodes = this.parentNode.childNodes.filter((child) => child !== this);
    this.parentNode = null;
  }

  replaceWith(other) {
    this.parentNode.childNodes = this.parentNode.childNodes.map((child) => (child === this ? other : child));
    other.parentNode = this.parentNode;
    this.parentNode = null;
  }
}

class Text extends Node {
  constructor(data) {
    super();
    this.data = data;
  }

  get textContent() {
    return this.data;
  }
}

export class Element extends Node {
  childNodes = [];
  dataset = {};
  attributes = new Map();
  listeners = new Map();
  shadowRoot = null;
  adoptedStyleSheets = [];
  value = "";
  pressed = 0;

  constructor(tag) {
    super();
    this.tag = tag;
  }

  get children() {
    return this.childNodes.filter((child) => child instanceof Element);
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  get firstChild() {
    return this.childNodes[0] ?? null;
  }

  get className() {
    return this.attributes.get("class") ?? "";
  }

  set className(names) {
    this.attributes.set("class", names);
  }

  get classList() {
    const names = new Set(this.className.split(" ").filter(Boolean));
    const keep = () => (this.className = [...names].join(" "));
    const toggle = (name, isThere) => keep(isThere ? names.add(name) : names.delete(name));
    return { add: (name) => toggle(name, true), remove: (name) => toggle(name, false), toggle, contains: (name) => names.has(name) };
  }

  get textContent() {
    return this.childNodes.map((child) => child.textContent).join("");
  }

  set textContent(text) {
    this.replaceChildren(new Text(text));
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  append(...children) {
    for (const child of children) {
      child.remove();
      child.parentNode = this;
      this.childNodes.push(child);
    }
  }

  replaceChildren(...children) {
    for (const child of this.childNodes) child.parentNode = null;
    this.childNodes = [];
    this.append(...children);
  }

  attachShadow() {
    this.shadowRoot = new Element("#shadow");
    return this.shadowRoot;
  }

  /** Of a tag, a class and an attribute; with `:not([…])` for one that is missing. */
  matches(selector) {
    const [, tag, names, name, value, missing] = selector.match(/^(\w*)((?:\.[\w-]+)*)(?:\[([\w-]+)=(\w+)\])?(?::not\(\[data-(\w+)\]\))?$/);
    return (
      (!tag || tag === this.tag) &&
      names.split(".").slice(1).every((wanted) => this.classList.contains(wanted)) &&
      (!name || this.attributes.get(name) === value) &&
      (!missing || !(missing in this.dataset))
    );
  }

  querySelector(selector) {
    for (const child of this.children) {
      const found = child.matches(selector) ? child : child.querySelector(selector);
      if (found) return found;
    }
    return null;
  }

  addEventListener(name, listener, { once = false } = {}) {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), { listener, once }]);
  }

  /** Tells the listeners; whether the browser was kept from doing its own. */
  fire(name) {
    let isPrevented = false;
    const heard = this.listeners.get(name) ?? [];
    this.listeners.set(name, heard.filter(({ once }) => !once));
    for (const { listener } of heard) listener({ target: this, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  }

  focus() {
    document.activeElement = this;
  }

  click() {
    this.pressed += 1;
    this.fire("click");
  }

  requestSubmit() {
    this.pressed += 1;
    this.fire("submit");
  }

  close() {
    this.isOpen = false;
  }

  showModal() {
    this.isOpen = true;
  }
}

export const newElement = (tag) => new Element(tag);
export const newText = (data) => new Text(data);
