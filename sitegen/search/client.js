// Searches the index: tokens.py says what terms are, segments.py where they are, writing.py how.
// `make search-script` makes static/search.js of this.
(() => {
  const find = (selector, node = document) => node.querySelector(selector);
  const form = find(".finder"), told = find(".found"), more = find(".more");
  let list = find(".hits"), files = {};

  const words = /((?![\0-\u2e7f])[\p{L}\p{N}])+|((?=[\0-\u2e7f])[\p{L}\p{N}])+/gu;
  // What follows a Korean word of two syllables or more, or a Latin word or a number.
  const particles = /(?<=[가-힣]{2}|[a-z\d][가-힣]?)들?(에서|에게|께서|한테|까지|부터|처럼|보다|으로|이라|하고|로|에|와|과|라)?[은는이가을를의도만고]?(?![가-힣])/g;
  const fold = (text) => text.replace(/…/g, " ").normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").normalize("NFC");
  const stem = (word) => /^\w{4,40}$/.test(word) ? word.replace(/(?<=[^ius])s$/, "")
    .replace(/(?<=\w{3})(ing|ed)$/, "").replace(/(?<=\w{3})e$/, "")
    .replace(/(?<=\w\w)([b-df-hj-np-tv-z])\1$/, "$1").replace(/y$/, "i") : word;
  const terms = (text) => (text.match(words) ?? []).flatMap((word) => {
    const all = [...word];
    return word < "\u2e80" ? stem(word) : all[1] ? all.slice(1).map((next, at) => all[at] + next) : word;
  });

  // Every file is read once.
  const read = (url) => files[url] ??= fetch(url).then(({ body }) =>
    new Response(/bin$/.test(url) ? body.pipeThrough(new DecompressionStream("deflate-raw")) : body).text());
  const numbers = async (url, term) => {
    const [, rest = ""] = `\n${await read(url)}`.split(`\n${term}\t`);
    let last = 0;
    return [...rest.split("\n")[0]].map((char) => last += char.codePointAt() - 33);
  };

  // A hit as it is shown; none when its text does not hold what its terms promised
  const drawn = async ({ folder, number }, parts) => {
    const [url, title, day, section, photo, body, foreign] = JSON.parse(await read(`${folder}t${number >> 2}.bin`))[number % 4];
    const text = `${title}\n${body}`, head = title.length, folded = fold(text), marks = [];
    for (const [part, stemmed] of parts) {
      const found = [...folded.matchAll(stemmed ? words : RegExp(part.replace(/[^\p{L}\p{N}]/gu, "\\$&"), "g"))]
        .filter(([word]) => !stemmed || stem(word) === part);
      if (!found[0]) return;
      marks.push(...found);
    }
    marks.sort((a, b) => a.index - b.index);
    const node = find("template").content.firstElementChild.cloneNode(true);
    const write = (selector, at, end) => {
      const place = find(selector, node);
      for (const { 0: word, index } of marks) if (index >= at && index + word.length <= end) {
        const mark = document.createElement("mark");
        place.append(text.slice(at, index), mark);
        mark.append(text.slice(index, at = index + word.length));
      }
      place.append(text.slice(at, end));
      return place;
    };
    const first = marks.find(({ index }) => index > head)?.index ?? 0;
    const from = Math.max(head, text.lastIndexOf(" ", first - 30), first - 60);
    node.lang = folder.split("/").at(-4);
    write("a", 0, head).href = url;
    write(".summary", from, from + 170);
    const kicker = find(".kicker", node);
    kicker.append(section);
    if (foreign) kicker.lang = foreign;
    find(".date", node).append(day);
    if (photo) find("img", node).src = photo;
    return node;
  };

  const run = () => {
    const parts = [], query = Object.fromEntries(new FormData(form));
    const rest = fold(query.q).replace(/["“「『]([^"”」』]+)["”」』]?/g, (_, phrase) => {
      parts.push([phrase.trim().replace(/\s+/g, " ")]);
      return " ";
    });
    for (const word of rest.replace(particles, "").match(words) ?? []) parts.push(word < "\u2e80" ? [stem(word), 1] : [word]);
    const sought = parts.flatMap(([part, stemmed]) => stemmed ? part : terms(part)), needed = [...sought];
    for (const { value, dataset: { mark } } of form) if (mark && value) needed.push(mark + value);

    // What an older search still finds goes into an older list.
    const own = list.cloneNode(), hits = [];
    let waiting, step = 2;
    list.replaceWith(own);
    list = own;
    told.textContent = "";

    const look = async ({ folder, shards, until }) => {
      // The articles of a segment that have all of these terms
      const having = async (wanted, mark = "") => (await Promise.all(wanted.map((term) => {
        let shard = 0;
        for (const char of term) shard = (shard * 2 ** 32 + char.codePointAt()) % shards;
        return numbers(`${folder}${shard}.bin`, mark + term);
      }))).reduce((one, other) => {
        const both = new Set(other);
        return one.filter((number) => both.has(number));
      });
      const found = await having(needed), ranks = {};
      if (!found.length) return;
      if (sought[0] && !query.order) for (const [wanted, mark] of [[sought, "^"], [sought, "^"], [terms(fold(query.q))]])
        for (const number of await having(wanted, mark)) ranks[number] = -~ranks[number];
      // Segments of one language are in order; those of several overlap.
      const days = query.in ? await numbers(`${folder}days.bin`, "") : [];
      for (const number of found) hits.push({ folder, number, rank: ranks[number] | 0, day: days[number] ?? until });
    };

    // Newer years are read first, older ones only when there is little to show.
    const show = async () => {
      try {
        waiting ??= (await Promise.all(list.dataset.in.split(" ").slice(0, query.in ? 99 : 1).map(async (index) =>
          JSON.parse(await read(`${index}index.json`)).map(([name, shards, until, newest, oldest]) =>
            ({ folder: `${index}${name}/`, shards, until, newest, oldest })))))
          .flat().filter(({ newest, oldest }) => !query.year || query.year >= oldest && query.year <= newest)
          .sort((a, b) => b.until - a.until);
        let room = 10;
        // Texts are large: of a rare phrase in common words, the reader decides how many are read.
        for (let tries = 20; room > 0 && tries > 0 && (hits[0] || waiting[0]);) {
          while (!hits[29] && waiting[0]) {
            await Promise.all(waiting.splice(0, step).map(look));
            step = 8;
          }
          hits.sort((a, b) => b.rank - a.rank || b.day - a.day || b.number - a.number);
          const some = hits.splice(0, Math.min(room, tries));
          const nodes = (await Promise.all(some.map((hit) => drawn(hit, parts)))).filter(Boolean);
          own.append(...nodes);
          room -= nodes.length;
          tries -= some.length;
        }
        if (own !== list) return;
        const unsure = room > 0 && hits[0], count = own.childElementCount + (unsure ? 0 : hits.length);
        more.hidden = !hits[0] && !waiting[0];
        told.textContent = count || unsure ? `${told.dataset.found} ${count}${unsure || waiting[0] ? "+" : ""}` : told.dataset.none;
      } catch {
        files = {};
        told.textContent = told.dataset.failed;
      }
    };
    more.hidden = true;
    more.onclick = show;
    if (needed[0]) show();
  };

  const restore = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of form) if (field.name) field.value = asked.get(field.name) ?? "";
    run();
  };

  const filters = find(".filters");
  form.onsubmit = filters.onchange = (event) => {
    event.preventDefault();
    history.pushState(0, "", `?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
    run();
  };
  onpopstate = restore;
  restore();
})();
