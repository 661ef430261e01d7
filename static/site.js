// Runs before the first paint; every page works without it.
(() => {
  const root = document.documentElement;
  const find = (selector) => document.querySelector(selector);

  try {
    root.dataset.size = localStorage.getItem("nf_size") ?? 3;
  } catch { /* storage is off: sizes last for the page */ }

  addEventListener("DOMContentLoaded", () => {
    const radio = find(`[name=text-size][value="${root.dataset.size}"]`);
    if (radio) radio.checked = true;
    for (const [name, able] of [["copy", navigator.clipboard], ["sheet", navigator.share]])
      if (able && find(`.share-${name}`)) find(`.share-${name}`).hidden = false;
  });

  addEventListener("change", ({ target }) => {
    if (target.name !== "text-size") return;
    root.dataset.size = target.value;
    try {
      localStorage.setItem("nf_size", target.value);
    } catch { /* as above */ }
  });

  addEventListener("keydown", (event) => {
    const box = find("[type=search]");
    if (event.key !== "/" || !box || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    box.focus();
  });

  addEventListener("click", async ({ target }) => {
    const lang = target.closest?.(".languages a")?.hreflang;
    if (lang) document.cookie = `nf_lang=${lang};path=/;max-age=31536000;samesite=lax`;
    const button = target.closest?.(".share button");
    if (!button) return;
    const url = find("link[rel=canonical]")?.href ?? location.href;
    try {
      if (!button.dataset.done) return await navigator.share({ title: document.title, url });
      await navigator.clipboard.writeText(url);
      find(".share [role=status]").textContent = button.dataset.done;
    } catch { /* the reader closed the sheet, or the browser said no */ }
  });
})();
