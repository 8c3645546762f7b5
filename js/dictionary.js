// A page's own texts: by our names, or in the shape of Lock's `languageDictionary` or of lock-passwordless v2's `dict`.

/**
 * The texts that a dictionary has, by our names, and the title that it has; `warn` hears of what is unknown in it. Texts
 * are text: tags in them are left out.
 */
export function readDictionary(dictionary, warn) {
  if (dictionary === null || typeof dictionary !== "object") throw new TypeError("passlock: a dictionary has to be an object");
  const refuse = (description) => warn({ code: "dictionary_key_unknown", description });
  const read = { texts: {}, title: undefined, refuse };
  for (const [name, value] of Object.entries(dictionary)) {
    // `welcome` is Lock's, too, and means the same; `code` is a group of v2's.
    if (name in TEXTS && !isGroup(value)) readOwnText(read, name, value);
    else readForeignTexts(read, name, value);
  }
  return read;
}

/** Whether this has texts of its own, rather than forms of one. */
function isGroup(value) {
  return typeof value === "object" && Object.keys(Object(value)).some((name) => !/^(zero|one|two|few|many|other)$/.test(name));
}

/** A text by our name: one form, or an object of forms by plural category. */
function readOwnText(read, name, value) {
  const text = (form) => withBlanksOf(name, plainText(form));
  const forms = Object.entries(Object(value));
  if (typeof value === "string") keepText(read, name, text(value));
  else if (forms.length > 0 && forms.every(([, form]) => typeof form === "string")) {
    read.texts[name] = Object.fromEntries(forms.map(([category, form]) => [category, text(form)]));
  } else read.refuse(`passlock: the text "${name}" is no text`);
}

/** Texts by the names of Lock or of v2, which are nested. */
function readForeignTexts(read, path, value) {
  if (value !== null && typeof value === "object") {
    for (const [name, inner] of Object.entries(value)) readForeignTexts(read, `${path}.${name}`, inner);
    return;
  }
  // v2 has its texts by the way of logging in, too.
  const name = path.replace(/^sms\./, "");
  const names = LOCK_TEXTS[name];
  if (names === undefined) read.refuse(unknownName("text", path, [...Object.keys(TEXTS), ...Object.keys(LOCK_TEXTS)]).message);
  else if (typeof value !== "string") read.refuse(`passlock: the text "${path}" is no text`);
  else if (name === "title") read.title = plainText(value) || undefined;
  else for (const ours of names.split(" ").filter(Boolean)) keepText(read, ours, withBlanksOf(ours, plainText(value)));
}

/** Lock hides what is empty; here, what is said by default is short and of use. */
function keepText(read, name, text) {
  if (text !== "") read.texts[name] = text;
}

/** The words of a text that was written as HTML. */
function plainText(html) {
  const signs = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", hellip: "…" };
  return html
    .replace(/<br\b[^>]*>/gi, " ")
    .replace(/<\/?[a-z!][^>]*>/gi, "")
    .replace(/&(?:#(\d+)|(\w+));/g, (entity, code, name) => (code ? String.fromCodePoint(code) : (signs[name] ?? entity)))
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Other libraries' blanks (`%s`, `{phoneNumber}`) become the one of our text; where it has none they go. */
function withBlanksOf(name, text) {
  const blanks = TEXTS[name];
  const words = { medium: "SMS", cred: "phone number" };
  return text
    .replace(/%[sd]|\{(\w+)\}/g, (sign, blank) => {
      if (blanks.includes(blank)) return sign;
      return words[blank] ?? (blanks.length === 1 ? `{${blanks[0]}}` : "");
    })
    .replace(/ +(?=[!?.,]|$)/g, "");
}
