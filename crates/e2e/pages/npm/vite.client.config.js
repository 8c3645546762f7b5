// Alone: next to the other page it would share what that one needs.
export default { base: "./", build: { outDir: "out/vite-client", rollupOptions: { input: "src/client.js" } } };
