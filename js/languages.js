// The language of a lock: which one it is, and its texts, out of a file beside the widget.

/** Files that have been asked for, for all locks of the page. */
const languageFiles = new Map();

/** How long a file may take, in milliseconds. */
const LANGUAGE_PATIENCE = 10_000;

/**
 * The options as the widget takes them: with the language that was found, its texts, and what the page says in their place.
 * Never fails: what does not load is told to `warn`, and English takes its place.
 */
async function inLanguage({ language: given, languageDictionary, ...options }, warn) {
  // Who has just made the lock is about to listen for what it warns of.
  await null;
  const { language, file } = findLanguage(given ?? "auto", options.container, warn);
  const failed = (code) => (cause) => warn({ code, language, description: `${code}: ${cause.message}` });
  const [texts, own = {}] = await Promise.all([
    file === "en" ? {} : languageFile(file).catch(failed("language_missing")),
    // What reads the page's own texts is loaded by the pages that have some.
    languageDictionary
      ? fetchDictionary()
          .then(({ readDictionary }) => readDictionary(languageDictionary, warn))
          .catch(failed("dictionary_missing"))
      : {},
  ]);
  // An option of that name comes first.
  return { ...options, language: texts ? language : "en", texts: { ...texts, ...own.texts }, title: options.title ?? own.title };
}

/** The language to speak, as a BCP 47 tag, and the file with its texts. */
function findLanguage(wanted, container, warn) {
  const tags = wanted === "auto" ? languagesAround(container) : [wanted];
  for (const tag of tags) {
    const found = nearestLanguage(tag);
    if (found) return found;
  }
  if (wanted !== "auto") warn({ code: "language_missing", language: wanted, description: `There are no texts for "${wanted}".` });
  return { language: "en", file: "en" };
}

/** What the page says to be written in around the lock, then what its person reads. */
function languagesAround(container) {
  let around = null;
  for (let node = placeOf(container) ?? document.body; node && !around; node = node.parentNode ?? node.host) around = node.lang;
  return [around, ...(globalThis.navigator?.languages ?? [])].filter(Boolean);
}

/** The file for a tag: of the same language and script, and of the same region or a near one; null when there is none. */
function nearestLanguage(tag) {
  try {
    // Also makes today's tags of old ones: `iw` is `he`, `tl` is `fil`.
    const locale = new Intl.Locale(tag.replaceAll("_", "-"));
    const { language, script, region } = locale.maximize();
    const near = { pt: ["pt-PT", "pt-BR"], nn: ["nb"], no: ["nb"] }[language] ?? [];
    const inOrder = [locale.baseName, `${language}-${script}`, `${language}-${region}`, ...near, language];
    const file = inOrder.find((name) => LANGUAGES.includes(name) && new Intl.Locale(name).maximize().script === script);
    if (!file) return null;
    // How to count and to sort differs between regions, too.
    return { file, language: file.split("-")[0] === language ? locale.toString() : file };
  } catch {
    return null;
  }
}

function languageFile(tag) {
  const asked = languageFiles.get(tag) ?? fetchLanguage(tag);
  languageFiles.set(tag, asked);
  // The next lock may have more luck.
  asked.catch(() => languageFiles.delete(tag));
  return asked;
}

async function fetchLanguage(tag) {
  return (await fetchFrom(languageAddress(tag), { signal: AbortSignal.timeout(LANGUAGE_PATIENCE) })).json();
}
