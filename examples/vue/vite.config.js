import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  // Vue need not look for a component of this name.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "pass-lock" } } })],
  // The package finds its WebAssembly beside itself, so it has to stay where it is.
  optimizeDeps: { exclude: ["passlock"] },
});
