// Judges pages with Lighthouse: FORM '[{"url", "path", "hidden"}…]' gives one line of JSON a page.
import lighthouse, { defaultConfig, desktopConfig } from "lighthouse";
import { launch } from "chrome-launcher";

const [form, pages] = process.argv.slice(2);

// Points come of the audits that have a weight; the others, a picture of the whole page, and a
// second of rest after each step of the loading would double the time.
const weighty = Object.values(defaultConfig.categories).flatMap(({ auditRefs }) => auditRefs)
  .filter(({ weight }) => weight).map(({ id }) => id);
const settings = {
  output: "json", logLevel: "error", disableFullPageScreenshot: true,
  pauseAfterFcpMs: 100, pauseAfterLoadMs: 100, networkQuietThresholdMs: 300, cpuQuietThresholdMs: 300,
};
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  ],
});
try {
  for (const { url, path, hidden } of JSON.parse(pages)) {
    const onlyAudits = weighty.filter((id) => !hidden || id !== "is-crawlable");
    const options = { ...settings, onlyAudits, port: chrome.port };
    const { lhr } = await lighthouse(url, options, form === "desktop" ? desktopConfig : undefined);
    const scores = Object.fromEntries(
      Object.entries(lhr.categories).map(([name, { score }]) => [name, score]));
    const failed = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight && (lhr.audits[id].score ?? 1) < 1)
      .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);
    console.log(JSON.stringify({ path, scores, failed, error: lhr.runtimeError?.message ?? "" }));
  }
} finally {
  await chrome.kill();
}
