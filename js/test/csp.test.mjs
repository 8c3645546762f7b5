// The policy that the lock needs: nothing more than it needs, and the same as the documentation and the strict test page say.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { csp } from "../csp.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const PROGRAM = fileURLToPath(new URL("../csp.mjs", import.meta.url));

test("a page gets the policy of the documentation", () => {
  assert.ok(read("README.md").includes(csp("login.example.com")));
});

test("the strict page of the tests has no more than that", () => {
  const [, policy] = /content="(default-src[^"]*)"/.exec(read("crates/e2e/pages/picker/index.html"));
  const allowed = new Map(csp("login.example.com").split("; ").map((line) => [line.split(" ")[0], line]));
  for (const directive of policy.split("; ")) {
    const [name, ...sources] = directive.split(" ");
    for (const source of sources) assert.ok(allowed.get(name)?.split(" ").includes(source), directive);
  }
});

test("files of another origin and images of the page's own are let in", () => {
  const policy = csp("https://login.example.com/", { folder: "https://cdn.example.com/passlock/", images: ["img.example.com"] });
  assert.match(policy, /script-src https:\/\/cdn\.example\.com 'wasm-unsafe-eval';/);
  assert.match(policy, /connect-src https:\/\/cdn\.example\.com https:\/\/login\.example\.com;/);
  assert.match(policy, /img-src .* https:\/\/img\.example\.com;/);
});

test("a page that asks for the session at the backend may frame it", () => {
  assert.match(csp("login.example.com", { checkSession: true }), /; frame-src https:\/\/login\.example\.com$/);
});

test("a page whose logins go through a frame may have it, and no other page", () => {
  const framed = (domain, flow) => csp(domain, { flow }).endsWith(`; frame-src https://${domain}`);
  assert.ok(framed("login.example.com", "cross-origin"));
  assert.ok(framed("shop.eu.auth0.com", undefined), "which is how auto goes there");
  const unframed = [
    ["login.example.com", "auto"],
    ["login.example.com", "token"],
    ["shop.eu.auth0.com", "token"],
    ["shop.eu.auth0.com", "hosted"],
  ];
  for (const [domain, flow] of unframed) {
    assert.ok(!csp(domain, { flow }).includes("frame-src"), `${domain} ${flow}`);
  }
});

test("what is no web address is refused", () => {
  assert.throws(() => csp("file:///etc"), /no web address/);
  assert.throws(() => csp("login example com"));
});

test("it is a program as well", () => {
  const out = execFileSync(process.execPath, [PROGRAM, "login.example.com", "--image", "img.example.com"], { encoding: "utf8" });
  assert.equal(out, `Content-Security-Policy: ${csp("login.example.com", { images: ["img.example.com"] })}\n`);
  const across = execFileSync(process.execPath, [PROGRAM, "login.example.com", "--flow", "cross-origin"], { encoding: "utf8" });
  assert.match(across, /frame-src https:\/\/login\.example\.com\n$/);
  assert.equal(spawnSync(process.execPath, [PROGRAM, "login.example.com", "--flow", "across"]).status, 2);
  assert.equal(spawnSync(process.execPath, [PROGRAM]).status, 2);
  assert.equal(spawnSync(process.execPath, [PROGRAM, "login.example.com", "--imgae", "x"]).status, 2);
});
