// The element alone. Importing it defines nothing; `define()` and "passlock/define" do.
export { PasslockElement, define } from "./passlock.mjs";
