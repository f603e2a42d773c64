// node build.mjs SOURCE WIT OUT: the operator in SOURCE as a component of the world map-impl.
import { readFile, writeFile } from "node:fs/promises";
import { componentize } from "@bytecodealliance/componentize-js";

const [source, witPath, out] = process.argv.slice(2);
const { component } = await componentize(await readFile(source, "utf8"), {
  witPath,
  worldName: "map-impl",
  // What an operator asks of the outside goes through wasm-graph's interfaces; without these it imports nothing else.
  disableFeatures: ["random", "stdio", "clocks", "http", "fetch-event"],
});
await writeFile(out, component);
