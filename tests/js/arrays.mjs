// Evaluates expressions in MicroPython with the small part of NumPy. Reads from the standard input
// what to run, as programs.mjs takes it, and writes the outcomes.
import { readFileSync } from "node:fs";
import { fitted } from "../../book/site/python/source.mjs";
import { run } from "./worker.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const cases = asked.cases.map((text) => fitted(text).text);
const done = await run({ ...asked, cases, seconds: 600 });
const text = JSON.stringify(done, (_key, value) =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
);
process.stdout.write(text, () => process.exit()); // there is a worker in waiting
