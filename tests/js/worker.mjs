// The worker of Python on the page, in Node: what a browser has and Node has not.
import { resolveObjectURL } from "node:buffer";
import { Worker as Thread } from "node:worker_threads";
import { machine } from "../../book/site/build_python.mjs";
import { runner } from "../../book/site/python/programs.mjs";

const PRELUDE = `
  const { parentPort } = require("node:worker_threads");
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  parentPort.on("message", (data) => globalThis.onmessage({ data }));
  globalThis.WorkerGlobalScope = class {};
  globalThis.process = undefined;
`;

globalThis.Worker = class {
  constructor(url) {
    this.thread = this.start(url);
  }
  async start(url) {
    const source = await resolveObjectURL(url).text();
    const thread = new Thread(PRELUDE + source, { eval: true });
    thread.on("message", (data) => this.onmessage?.({ data }));
    thread.on("error", (error) => this.onerror({ message: String(error) }));
    return thread;
  }
  postMessage(message) {
    this.thread.then((thread) => thread.postMessage(message));
  }
  terminate() {
    this.thread.then((thread) => thread.terminate());
  }
};

const parts = machine();
/** A runner that has no worker yet. `wait` may keep its machine back. */
export const begun = (wait = Promise.resolve()) => runner(() => wait.then(() => parts));
export const run = begun();
