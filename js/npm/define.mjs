// `import "passlock/define"`: makes <pass-lock> an element of the page, and does nothing where there are no elements.
import { define } from "./passlock.mjs";

if (globalThis.customElements) define();
