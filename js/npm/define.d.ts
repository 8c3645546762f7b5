// `import "passlock/define"` makes <pass-lock> an element of the page.
import "./passlock-element.js";

export {};
