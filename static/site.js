// Runs before the first paint; every page works without it.
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const storage = (action) => {
    try { return action(localStorage); } catch { /* storage is off: choices last for the page */ }
  };

  // The language that was chosen, on hosts that do not lead there by themselves.
  const lang = /(?:^|; )nf_lang=([\w-]+)/.exec(document.cookie)?.[1];
  if (root.dataset.languages?.split(" ").includes(lang)) location.replace(`${lang}/`);

  // --- text size and theme -----------------------------------------------------------------

  const PLAIN = { size: "3", theme: "system" };
  // The browser's own bars follow the reader's theme, too.
  const paint = () => {
    const bar = find("[name=theme-color]");
    if (bar) bar.media = { dark: "all", light: "not all" }[root.dataset.theme] ?? "(prefers-color-scheme:dark)";
  };
  const apply = () => {
    for (const name in PLAIN) {
      const value = storage((kept) => kept[`nf_${name}`]) ?? root.dataset[name] ?? PLAIN[name];
      root.dataset[name] = value;
      const radio = find(`[name=${name}][value="${value}"]`);
      if (radio) radio.checked = true;
    }
    paint();
  };
  apply();
  addEventListener("DOMContentLoaded", apply);
  addEventListener("pageshow", apply);
  addEventListener("storage", apply);
  addEventListener("change", ({ target: { name, value } }) => {
    if (!PLAIN[name]) return;
    root.dataset[name] = value;
    paint();
    storage((kept) => kept.setItem(`nf_${name}`, value));
  });

  // --- sharing -----------------------------------------------------------------------------

  const share = async (event, button) => {
    const url = find("link[rel=canonical]")?.href ?? location.href;
    const panel = find("#share");
    const said = find("[role=status]", panel);
    said.textContent = ""; // or the same words would not be said again
    try {
      if (button.dataset.done) {
        await navigator.clipboard.writeText(url);
        said.textContent = button.dataset.done;
      } else if (button.matches(".share") && navigator.share) {
        event.preventDefault();
        await navigator.share({ title: find("[property='og:title']").content, url });
      }
    } catch ({ name }) {
      // The browser said no; a reader who closed the system's sheet wants no other.
      if (!button.dataset.done && name !== "AbortError") panel.showPopover({ source: button });
    }
  };
  addEventListener("DOMContentLoaded", () => {
    const copy = find(".copy");
    if (copy && navigator.clipboard) copy.hidden = false;
  });

  // --- paper -------------------------------------------------------------------------------

  // Links become notes with numbers, once, below the text. An open panel would lie on the sheet.
  addEventListener("beforeprint", () => {
    for (const panel of all(":popover-open")) panel.hidePopover();
    const body = find(".body");
    if (!body || find(".addresses")) return;
    const list = document.createElement("ol");
    list.className = "addresses";
    for (const link of all('a:is([href^="http"], [href^="/"]):not(.zoom)', body)) {
      const number = document.createElement("sup");
      number.className = "address-number";
      number.textContent = list.children.length + 1;
      link.after(number);
      let address = link.href;
      try { address = decodeURI(address); } catch { /* not UTF-8: as it is written */ }
      list.append(Object.assign(document.createElement("li"), { textContent: address }));
    }
    if (list.firstChild) body.append(list);
  });

  // --- enlarging photos --------------------------------------------------------------------

  let viewer, photo, links, place, opener;
  let scale, x, y, wide, tapped, moved;
  const fingers = new Map();

  const draw = () => { photo.style.transform = `translate(${x}px,${y}px) scale(${scale})`; };
  const within = (value, reach) => Math.max(-reach, Math.min(reach, value));

  // The photo may be moved as far as it is larger than the screen.
  const settle = () => {
    x = within(x, Math.max(0, (photo.offsetWidth * scale - viewer.clientWidth) / 2));
    y = within(y, Math.max(0, (photo.offsetHeight * scale - viewer.clientHeight) / 2));
    draw();
  };

  // The next photo is on the right, or where one reads from there, on the left.
  const ahead = () => (root.dir === "rtl" ? -1 : 1);

  // Changes the scale so that the point under the fingers or the pointer stays.
  const zoom = (factor, left = innerWidth / 2, top = innerHeight / 2) => {
    const next = Math.max(1, Math.min(Math.max(3, wide / photo.offsetWidth), scale * factor));
    const grown = 1 - next / scale;
    x += (left - innerWidth / 2 - x) * grown;
    y += (top - innerHeight / 2 - y) * grown;
    scale = next;
    settle();
  };

  const fit = () => {
    if (!viewer?.open) return;
    const small = find("img", links[place]);
    const ratio = small.getAttribute("width") / small.getAttribute("height") || 1.5;
    photo.style.aspectRatio = ratio;
    photo.style.width = `${Math.min(viewer.clientWidth, viewer.clientHeight * ratio, wide)}px`;
    scale = 1;
    x = y = 0;
    draw();
  };

  const show = (step) => {
    place = (place + step + links.length) % links.length;
    const link = links[place];
    const small = find("img", link);
    const words = link.closest("figure")?.querySelector("figcaption");
    wide = +small.getAttribute("width") || small.naturalWidth || innerWidth;
    photo.src = small.currentSrc || link.href;
    photo.alt = small.alt;
    const full = new Image();
    full.onload = () => { if (links[place] === link) photo.src = full.src; };
    full.src = link.href;
    find(".words", viewer).replaceChildren(...(words ? words.cloneNode(true).childNodes : []));
    find(".place", viewer).textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
    fit();
  };

  const open = (link) => {
    viewer = find("#viewer");
    // Firefox would drag a copy of the photo away.
    photo ??= Object.assign(viewer.insertBefore(new Image(), viewer.firstChild), { draggable: false });
    links = all("main a.zoom");
    place = links.indexOf(link);
    opener = link;
    for (const button of all("[data-step]", viewer)) button.hidden = links.length < 2;
    if (!viewer.onclose) {
      viewer.onclose = () => {
        if (history.state?.viewer) history.back();
        opener.focus();
      };
      viewer.addEventListener("wheel", (event) => {
        event.preventDefault();
        zoom(Math.exp(event.deltaY / -300), event.clientX, event.clientY);
      }, { passive: false });
      viewer.onkeydown = ({ key }) => {
        if (key === "+" || key === "=") zoom(1.5);
        else if (key === "-") zoom(1 / 1.5);
        else if (key === "ArrowLeft" || key === "ArrowRight") move(key === "ArrowLeft" ? 1 : -1, 0);
        else if (key === "ArrowUp" || key === "ArrowDown") move(0, key === "ArrowUp" ? 1 : -1);
      };
      viewer.onpointerdown = press;
      viewer.onpointermove = drag;
      viewer.onpointerup = viewer.onpointercancel = lift;
      addEventListener("resize", fit);
    }
    viewer.showModal();
    history.pushState({ viewer: 1 }, "");
    show(0);
  };

  // Arrow keys: along an enlarged photo, else to the next one.
  const move = (right, down) => {
    if (scale > 1) {
      x += right * 80;
      y += down * 80;
      settle();
    } else if (right && links.length > 1) show(-right * ahead());
  };

  const press = (event) => {
    if (event.target.closest("button, a, .words")) return;
    viewer.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    moved = fingers.size > 1 ? 99 : 0;
    viewer.classList.add("held");
  };

  const drag = (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const right = event.clientX - before.clientX;
    const down = event.clientY - before.clientY;
    const [other] = [...fingers.values()].filter((finger) => finger !== before);
    moved += Math.hypot(right, down);
    if (other) {
      const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      zoom(apart(event) / (apart(before) || 1), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    } else if (scale > 1) {
      x += right;
      y += down;
      settle();
    } else {
      x += right;
      draw();
    }
    fingers.set(event.pointerId, event);
  };

  const lift = (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size) return;
    viewer.classList.remove("held");
    if (moved < 8 && event.type === "pointerup") {
      const twice = event.timeStamp - tapped < 350;
      tapped = twice ? 0 : event.timeStamp;
      if (twice) zoom(scale > 1 ? 1 / scale : 2.5, event.clientX, event.clientY);
    } else if (scale === 1 && Math.abs(x) > 50 && links.length > 1) show(x < 0 ? ahead() : -ahead());
    else settle();
  };

  addEventListener("popstate", () => viewer?.open && viewer.close());

  // --- keys and clicks ------------------------------------------------------------------------------

  addEventListener("keydown", (event) => {
    const box = find("[type=search]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    box.focus();
  });

  addEventListener("click", (event) => {
    const { target } = event;
    if (!target.closest || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const chosen = target.closest(".languages a")?.hreflang;
    if (chosen) document.cookie = `nf_lang=${chosen};path=/;max-age=31536000;samesite=lax`;
    const button = target.closest(".copy, .share, .code");
    if (button) share(event, button);
    const link = target.closest("a.zoom");
    if (link && find("#viewer")?.showModal) {
      event.preventDefault();
      open(link);
    }
    const step = target.closest("#viewer [data-step]");
    if (step) show(+step.dataset.step);
    if (target.closest("#viewer .leave")) viewer.close();
  });
})();
