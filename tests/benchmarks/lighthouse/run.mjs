// Runs Lighthouse with its default (mobile) settings on pages, one after the other in one
// browser, and writes a line of JSON for each. Arguments: the browser, its flags as JSON,
// and the addresses.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, flags, ...addresses] = process.argv.slice(2);
const chrome = await launcher.launch({
  chromePath,
  chromeFlags: ["--headless=new", ...JSON.parse(flags)],
  logLevel: "error",
});
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", output: "json" });
    const score = (name) => Math.round(100 * lhr.categories[name].score);
    const value = (name) => lhr.audits[name].numericValue;
    const failed = Object.values(lhr.categories)
      .filter((category) => category.id !== "performance")
      .flatMap((category) => category.auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id))
      .filter((id) => lhr.audits[id].score !== null && lhr.audits[id].score < 1);
    console.log(
      JSON.stringify({
        address,
        lighthouse: lhr.lighthouseVersion,
        browser: lhr.environment.hostUserAgent.match(/Chrome\/[\d.]+/)[0],
        speed: lhr.environment.benchmarkIndex,
        performance: score("performance"),
        accessibility: score("accessibility"),
        practices: score("best-practices"),
        seo: score("seo"),
        shift: value("cumulative-layout-shift"),
        largest: value("largest-contentful-paint"),
        blocking: value("total-blocking-time"),
        bytes: value("total-byte-weight"),
        failed: [...new Set(failed)],
      }),
    );
  }
} finally {
  chrome.kill();
}
