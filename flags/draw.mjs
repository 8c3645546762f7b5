// Draws flags.webp, the flags of every country in one picture: npm install flag-icons@7.5.0 sharp@0.35.5, then
// `node draw.mjs`. Systems whose letters have no flags show them from here.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

// Twice the size at which they are shown. `src/components/flag.rs` counts in the same cells.
const [WIDTH, HEIGHT, COLUMNS] = [40, 30, 16];
const CREDIT = "Drawings from flag-icons, (c) 2013 Panayiotis Lipiridis, MIT License";

const folder = new URL("./", import.meta.url);
const codes = readFileSync(new URL("regions.txt", folder), "utf8").trim().split(/\s+/);

/** Some islands with numbers of their own have their flag under the code of a larger group. */
function drawing(code) {
  const places = [code, `sh-${code}`].map((name) => `node_modules/flag-icons/flags/4x3/${name.toLowerCase()}.svg`);
  const found = places.map((place) => fileURLToPath(new URL(place, folder))).find(existsSync);
  if (!found) throw new Error(`flag-icons has no flag of ${code}`);
  return found;
}

async function cell(code, place) {
  // Drawn at four times the size and made smaller, which keeps more of coats of arms than drawing small does.
  const flag = sharp(drawing(code), { density: (72 * 4 * WIDTH) / 640 }).resize(WIDTH, HEIGHT, { fit: "fill" });
  // Nepal's is no rectangle.
  const input = await flag.flatten({ background: "#fff" }).png().toBuffer();
  return { input, left: (place % COLUMNS) * WIDTH, top: Math.floor(place / COLUMNS) * HEIGHT };
}

const sheet = sharp({
  create: {
    width: COLUMNS * WIDTH,
    height: Math.ceil(codes.length / COLUMNS) * HEIGHT,
    channels: 3,
    background: "#fff",
  },
}).composite(await Promise.all(codes.map(cell)));
// Flags are areas of one colour: few colours without loss are smaller than many with it, and have clean edges.
const fewColours = await sheet.png({ palette: true, quality: 100, dither: 0, effort: 10 }).toBuffer();
const picture = sharp(fewColours)
  .webp({ lossless: true, effort: 6 })
  // The picture says what it shows, so that a test can tell when it has to be drawn again.
  .withExif({ IFD0: { ImageDescription: codes.join(" "), Copyright: CREDIT } });
const { size } = await picture.toFile(fileURLToPath(new URL("flags.webp", folder)));
console.log(`flags.webp: ${codes.length} flags, ${size} bytes`);
