import { fileURLToPath } from "node:url";

const page = (name, folder) => ({
  mode: "production",
  entry: { [name]: `./src/${name}.js` },
  output: { path: fileURLToPath(new URL(`out/${folder}`, import.meta.url)), clean: true },
  performance: false,
});

// The client alone: next to the other page it would share what that one needs.
export default [page("main", "webpack"), page("client", "webpack-client")];
