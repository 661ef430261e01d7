// Judges pages with Lighthouse: ORIGIN FORM PATH… gives one line of JSON a page.
import lighthouse, { desktopConfig } from "lighthouse";
import { launch } from "chrome-launcher";

const [origin, form, ...paths] = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  ],
});
try {
  for (const path of paths) {
    const options = { port: chrome.port, output: "json", logLevel: "error" };
    const { lhr } = await lighthouse(origin + path, options, form === "desktop" ? desktopConfig : undefined);
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
