// Times the module that the address names (`?bench-passlock-phone`): its first call, then many; leaves `result`. With
// `&rehearsed` another number was read before, as the lock does while nobody types yet.

const [name, rehearsed] = location.search.slice(1).split("&");
const { default: start, international } = await import(`/${name}/${name}.js`);

const bytes = await (await fetch(`/${name}/${name}_bg.wasm`)).arrayBuffer();
await start({ module_or_path: await new Blob([bytes, salt()]).arrayBuffer() });

if (rehearsed) international("+447400123456", "GB");
const before = performance.now();
const first = international("07911 123456", "GB");
const firstMilliseconds = performance.now() - before;

// Many calls tell the same again.
if (rehearsed) globalThis.result = { isIsolated: crossOriginIsolated, first, firstMilliseconds };
else globalThis.result = await measured();

async function measured() {
  const rows = (await (await fetch("/numbers.tsv")).text()).trimEnd().split("\n").slice(1).map(read);
  return {
    isIsolated: crossOriginIsolated,
    first,
    firstMilliseconds,
    // What fits into the cache of regular expressions that one of the libraries keeps.
    fewRegions: perCall(textsOf(rows.filter(({ region }) => ["DE", "FR", "GB", "US"].includes(region)))),
    // That library would compile them anew in every call.
    allRegions: name === "bench-phonenumber" ? null : perCall(textsOf(rows)),
  };
}

/** Median of the microseconds per call of 40 rounds with 250 calls each, after one round to warm up. */
function perCall(texts) {
  let next = 0;
  const round = () => {
    const begin = performance.now();
    for (let call = 0; call < 250; call += 1) {
      const [region, text] = texts[next];
      international(text, region);
      next = (next + 1) % texts.length;
    }
    return ((performance.now() - begin) / 250) * 1000;
  };
  for (let warmed = 0; warmed < texts.length; warmed += 250) round();
  return Array.from({ length: 40 }, round).sort((a, b) => a - b)[20];
}

function textsOf(rows) {
  return rows.flatMap(({ region, national, international, invalid }) => [
    [region, national],
    [region, international],
    [region, invalid],
  ]);
}

function read(line) {
  const [region, , , national, international, , invalid] = line.split("\t");
  return { region, national, international, invalid };
}

/** A section that means nothing: the browser knows compiled modules by their bytes, and this one shall be new to it. */
function salt() {
  const label = crypto.getRandomValues(new Uint8Array(8)).map((byte) => 97 + (byte % 26));
  return new Uint8Array([0, label.length + 1, label.length, ...label]);
}
