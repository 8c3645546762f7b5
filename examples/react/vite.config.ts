import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The package finds its WebAssembly beside itself, so it has to stay where it is.
  optimizeDeps: { exclude: ["passlock"] },
});
