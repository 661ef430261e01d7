// Keeps a page that `sitegen serve` shows as it would be now. Served with every page, built into none.
(() => {
  const shown = JSON.parse(document.currentScript.dataset.fresh);
  const LONGEST_SILENCE = 40_000; // more than two heartbeats of the server, in ms
  const PLACE = "sitegen place";
  let source, heard = 0, told = "";

  // --- the connection: none while nobody looks, for a browser has six for all tabs together ---

  const connect = () => {
    disconnect();
    if (document.hidden) return;
    heard = Date.now();
    source = new EventSource("/.sitegen/events?path=" + encodeURIComponent(location.pathname));
    source.addEventListener("alive", () => { heard = Date.now(); });
    source.onmessage = ({ data }) => { heard = Date.now(); act(JSON.parse(data)); };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    };
  };
  const disconnect = () => { source?.close(); source = undefined; };

  document.addEventListener("visibilitychange", connect);
  addEventListener("online", connect);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) connect(); });
  addEventListener("pagehide", disconnect);
  // After sleep, a connection can be dead without either end knowing.
  setInterval(() => { if (source && Date.now() - heard > LONGEST_SILENCE) connect(); }, 5000);

  // --- where the reader was ---

  // Browsers keep the place over a reload, but not when the page is slow to get as long as it was.
  const back = () => {
    const place = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    if (place !== null) scrollTo({ top: Number(place), behavior: "instant" });
  };
  if (document.readyState === "complete") back();
  else addEventListener("load", back, { once: true });

  // --- what to do ---

  const act = ({ page, styles, troubles }) => {
    const again = "sitegen " + location.pathname;
    if (page !== shown.page && sessionStorage.getItem(again) !== page) {
      // Once for each state, should a page ever differ from itself.
      sessionStorage.setItem(again, page);
      sessionStorage.setItem(PLACE, scrollY);
      disconnect();
      location.reload();
      return;
    }
    if (page === shown.page) sessionStorage.removeItem(again);
    if (JSON.stringify(styles) !== JSON.stringify(shown.styles)) swap(styles);
    if (JSON.stringify(troubles) !== told) {
      told = JSON.stringify(troubles);
      if (document.body) tell(troubles);
      else addEventListener("DOMContentLoaded", () => tell(troubles), { once: true });
    }
  };

  // The old style sheets stay until the new ones are there, so that nothing flashes.
  const swap = (styles) => {
    shown.styles = styles;
    const old = [...document.querySelectorAll("link[rel=stylesheet]")];
    const made = styles.map(({ href, integrity, digest }) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      if (integrity) link.integrity = integrity;
      link.href = `${href}?${digest}`;
      return link;
    });
    const loaded = made.map((link) => new Promise((done) => {
      link.onload = link.onerror = done;
    }));
    (old.at(-1) ?? document.head.lastChild).after(...made);
    Promise.all(loaded).then(() => old.forEach((link) => link.remove()));
  };

  // --- what is wrong ---

  const element = (name, text = "", kind = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  const tell = (troubles) => {
    document.querySelector("sitegen-troubles")?.remove();
    if (!troubles.length) return;
    const host = document.createElement("sitegen-troubles");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet()];
    const box = element("div", "", "box");
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-label", "What is wrong with the site");
    box.lang = "en";
    const close = element("button", "Close");
    close.addEventListener("click", () => host.remove());
    const count = troubles.length === 1 ? "1 error" : `${troubles.length} errors`;
    box.append(element("h1", `${count}: this page is as it was before`), close);
    box.append(...troubles.map(article));
    root.append(box);
    document.documentElement.append(host);
  };

  const article = ({ place, message, hint, lines }) => {
    const made = element("section");
    if (place) made.append(element("h2", place));
    made.append(element("p", message, "message"));
    if (lines.length) {
      const code = element("pre");
      for (const { number, text, wrong } of lines)
        code.append(element("code", `${String(number).padStart(4)}  ${text}\n`, wrong ? "wrong" : ""));
      made.append(code);
    }
    if (hint) made.append(element("p", hint, "hint"));
    return made;
  };

  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") document.querySelector("sitegen-troubles")?.remove();
  });

  // The pages' policy allows no style attributes and no <style>; it does not govern this.
  const sheet = () => {
    const made = new CSSStyleSheet();
    made.replaceSync(`
      .box { position: fixed; inset: auto 0 0; z-index: 2147483647; max-height: 70vh; overflow: auto;
        box-sizing: border-box; padding: 1rem 1.25rem; border-top: 4px solid #d33; background: #1b1b1f;
        color: #f4f4f5; font: 15px/1.5 system-ui, sans-serif; text-align: start; }
      h1 { margin: 0 6rem .75rem 0; font-size: 1.05rem; }
      h2 { margin: 0; font: 600 .9rem ui-monospace, monospace; color: #9cd1ff; overflow-wrap: anywhere; }
      button { position: absolute; inset: 1rem 1.25rem auto auto; font: inherit; padding: .15rem .8rem;
        color: inherit; background: #333; border: 1px solid #777; border-radius: 4px; }
      section { padding: .6rem 0; border-top: 1px solid #444; }
      p { margin: .25rem 0; overflow-wrap: anywhere; }
      .message { font-weight: 600; }
      .hint { color: #ffd479; }
      pre { margin: .4rem 0; padding: .4rem 0; overflow-x: auto; background: #000; }
      code { display: block; min-width: max-content; padding: 0 .6rem; white-space: pre;
        font: .85rem/1.5 ui-monospace, monospace; }
      code.wrong { background: #5c1a1a; }
    `);
    return made;
  };

  connect();
})();
