import { log } from "wasm-graph:processor/logger@1.1.0";

const CONTEXT = "js-words";
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The bytes, whether the host or the message holds them. */
function bytes(data) {
  return data.tag === "buffer" ? data.val.read() : data.val;
}

export const map = {
  init(configuration) {
    log("info", CONTEXT, `init with ${configuration.properties.length} properties`);
    return true;
  },

  /** Counts the words of a text. */
  process(model) {
    if (model.tag !== "message") {
      throw "only messages are counted";
    }
    const text = decoder.decode(bytes(model.val.payload));
    const words = text.split(/\s+/u).filter((word) => word !== "").length;
    model.val.payload = { tag: "bytes", val: encoder.encode(JSON.stringify({ words })) };
    model.val.contentType = { tag: "string", val: "application/json" };
    return model;
  },
};
