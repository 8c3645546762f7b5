// What the classic script does when a page loads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { classicScript } from "../testing/joined.mjs";

test("the script defines its three globals and nothing else", () => {
  const document = { currentScript: { src: "https://cdn.example/passlock.js" }, readyState: "loading", addEventListener() {} };
  const page = vm.createContext({ document });
  vm.runInContext(classicScript(), page);
  assert.deepEqual(Object.keys(page).sort(), ["Auth0LockPasswordless", "Passlock", "PasslockClient", "document"]);
});

test("the script contains no line that only a module may have", () => {
  assert.doesNotMatch(classicScript(), /^\s*(export|import) /m);
});
