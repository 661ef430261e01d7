// Searches the index of sitegen/search: tokens.py says what terms are, writing.py what files hold.
(() => {
  const find = (selector, node = document) => node.querySelector(selector);
  const form = find(".finder"), list = find(".hits"), told = find(".found"), more = find(".more");
  const encoder = new TextEncoder(), decoder = new TextDecoder();

  // Words

  const east = "[\u1100-\u11ff\u3005-\u3007\u3040-\u30fa\u30fc-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]";
  const words = RegExp(`${east}+|((?!${east})[\\p{L}\\p{N}])+`, "gu"), eastern = RegExp(east, "u");
  const particles = /(?<=[가-힣]{2})들?(에서|에게|께서|한테|까지|부터|처럼|보다|마다|으로|이나|이라|하고|로|에|와|과|라)?[은는이가을를의도만고]?$/;

  const fold = (text) => text.replaceAll("…", " ").normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d").normalize("NFC");
  const stem = (word) => word.length < 4 || /\W/.test(word) ? word.slice(0, 40) : word.slice(0, 40)
    .replace(/(?<=[^ius])s$/, "").replace(/(?<=\w{3})(ing|ed)$/, "").replace(/(?<=\w{3})e$/, "")
    .replace(/(?<=\w\w)([b-df-hj-np-tv-z])\1$/, "$1").replace(/y$/, "i");
  const terms = (text) => (text.match(words) ?? []).flatMap((word) => {
    const all = [...word];
    return !eastern.test(word) ? stem(word) : all[1] ? all.slice(1).map((next, place) => all[place] + next) : word;
  });

  // Files, each read once

  let files = {};
  const once = (url, read) => files[url] ??= fetch(url).then((answer) => {
    if (!answer.ok) throw url;
    return read(answer);
  });
  const unpacked = (answer) => new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw")));
  const rows = (url) => once(url, (answer) => unpacked(answer).json());
  const lists = (url) => once(url, async (answer) => {
    const data = new Uint8Array(await unpacked(answer).arrayBuffer()), found = {};
    let at = 0;
    const number = () => {
      let value = 0, shift = 1, byte;
      do {
        byte = data[at++];
        value += byte % 128 * shift;
        shift *= 128;
      } while (byte > 127);
      return value;
    };
    while (at < data.length) {
      const term = decoder.decode(data.subarray(at + 1, at += data[at] + 1)), end = number() + at;
      for (let last = 0, all = found[term] = []; at < end;) all.push(last += number());
    }
    return found;
  });

  // The articles of a segment that have all of these terms
  const having = async ({ folder, shards }, wanted, mark = "") => (await Promise.all(wanted.map(async (term) => {
    let sum = -1;
    for (const byte of encoder.encode(term)) {
      sum ^= byte;
      for (let bit = 8; bit--;) sum = sum >>> 1 ^ (sum & 1 && 0xedb88320);
    }
    return (await lists(`${folder}${~sum & shards - 1}.bin`))[mark + term] ?? [];
  }))).reduce((one, other) => {
    const both = new Set(other);
    return one.filter((item) => both.has(item));
  });

  // A search

  let turn = 0, query, waiting, hits, shown;

  const look = async (segment) => {
    const found = await having(segment, query.terms), rank = {};
    if (found[0] >= 0 && query.words[0] && !query.order) {
      for (const number of await having(segment, query.words, "^")) rank[number] = 2;
      for (const number of await having(segment, query.full)) rank[number] = (rank[number] ?? 0) + 1;
    }
    const days = query.in && found[0] >= 0 && (await lists(`${segment.folder}days.bin`))[""];
    return found.map((number) => ({ segment, number, rank: rank[number] ?? 0, day: days && days[number] }));
  };

  // A hit as it is shown; none when its text does not hold what its terms promised
  const drawn = async ({ segment: { folder, lang }, number }) => {
    const [url, title, iso, day, section, photo, body] = (await rows(`${folder}t${number >> 2}.bin`))[number % 4];
    const text = `${title}\n${body}`, folded = fold(text), head = title.length;
    const spots = query.parts.map(([part, stemmed]) => {
      const found = [];
      if (stemmed) {
        for (const { 0: word, index } of folded.matchAll(words)) if (stem(word) === part) found.push([index, index + word.length]);
      } else for (let at = -1; (at = folded.indexOf(part, at + 1)) >= 0;) found.push([at, at + part.length]);
      return found;
    });
    if (!spots.every((found) => found[0])) return;
    const marks = spots.flat().sort(([a], [b]) => a - b), node = find("template").content.firstElementChild.cloneNode(true);
    const write = (selector, at, end) => {
      const place = find(selector, node);
      for (const [from, to] of marks) if (from >= at && to <= end) {
        const mark = document.createElement("mark");
        mark.append(text.slice(from, to));
        place.append(text.slice(at, from), mark);
        at = to;
      }
      place.append(text.slice(at, end));
    };
    const first = marks.find(([from]) => from > head)?.[0] ?? 0, from = first < head + 60 ? head : text.lastIndexOf(" ", first - 30);
    node.lang = lang;
    write("a", 0, head);
    write(".summary", Math.max(from, first - 60), from + 170);
    find("a", node).href = url;
    find(".kicker", node).append(section);
    find("time", node).append(day);
    find("time", node).dateTime = iso;
    if (photo) find("img", node).src = photo;
    return node;
  };

  // Newer years are read first, older ones only when there is little to show.
  const show = async (mine) => {
    for (let room = 10; room > 0 && (hits[0] || waiting[0]);) {
      while (!hits[29] && waiting[0]) hits.push(...(await Promise.all(waiting.splice(0, 4).map(look))).flat());
      hits.sort((a, b) => b.rank - a.rank || b.day - a.day || b.segment.until - a.segment.until || b.number - a.number);
      const nodes = (await Promise.all(hits.splice(0, room).map(drawn))).filter(Boolean);
      if (mine < turn) return;
      list.append(...nodes);
      shown += nodes.length;
      room -= nodes.length;
    }
    const count = shown + hits.length;
    more.hidden = !hits[0] && !waiting[0];
    told.textContent = count ? `${told.dataset.found} ${count}${waiting[0] ? "+" : ""}` : told.dataset.none;
  };

  const run = async (ask) => {
    const mine = ask ? turn : ++turn;
    try {
      if (!ask) {
        const parts = [], full = [];
        query = Object.fromEntries(new FormData(form));
        const rest = fold(query.q).replace(/["“「『]([^"”」』]+)["”」』]?/g, (_, phrase) => {
          parts.push([phrase.trim().replace(/\s+/g, " ")]);
          full.push(...terms(phrase));
          return " ";
        });
        for (const word of rest.match(words) ?? []) {
          parts.push(eastern.test(word) ? [word.replace(particles, "")] : [stem(word), 1]);
          full.push(...terms(word));
        }
        query.parts = parts;
        query.full = full;
        query.words = parts.flatMap(([part, stemmed]) => stemmed ? part : terms(part));
        query.terms = [...query.words];
        for (const { value, dataset: { mark } } of form) if (mark && value) query.terms.push(mark + value);
        list.replaceChildren();
        told.textContent = "";
        more.hidden = true;
        waiting = [];
        hits = [];
        shown = 0;
        if (!query.terms[0]) return;
        const folders = list.dataset.in.split(" ");
        const found = await Promise.all((query.in ? folders : folders.slice(0, 1)).map(async (folder) =>
          (await once(`${folder}index.json`, (answer) => answer.json())).map(([name, shards, until, newest, oldest]) =>
            ({ folder: `${folder}${name}/`, lang: folder.split("/").at(-3), shards, until, newest, oldest }))));
        if (mine < turn) return;
        waiting = found.flat().filter(({ newest, oldest }) => !query.year || query.year >= oldest && query.year <= newest)
          .sort((a, b) => b.until - a.until);
      }
      await show(mine);
    } catch {
      files = {};
      told.textContent = told.dataset.failed;
    }
  };

  const restore = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of form) if (field.name) field.value = asked.get(field.name) ?? "";
    run();
  };

  find(".filters").hidden = false;
  form.onsubmit = form.onchange = (event) => {
    event.preventDefault();
    history.pushState(0, "", `?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
    run();
  };
  more.onclick = () => run(1);
  onpopstate = restore;
  restore();
})();
