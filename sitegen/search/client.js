// Searches the index: tokens.py says what terms are, segments.py where they are, writing.py how.
// `make search-script` makes static/search.js of this.
(() => {
  const find = (selector, node = document) => node.querySelector(selector);
  const form = find(".finder"), told = find(".found"), more = find(".more");
  let list = find(".hits"), files = {}, shown;

  const words = /[[\p{L}\p{N}]--[\0-\u2e7f]]+|[[\p{L}\p{N}]&&[\0-\u2e7f]]+/gv;
  // What follows a Korean word of two syllables or more, or a Latin word or a number.
  const particles = /(?<=[가-힣]{2}|[a-z\d][가-힣]?)들?((에게|한테|께|에|으?로)[서써]?|하고|[와과뿐]|이?[라나며란]|처럼|보다|만큼|마다|조차|마저|밖에)?(부터|까지)?((?<!\d)만)?[은는이가을를의도고며]?(?![\p{L}\p{N}])/gu;
  const fold = (text) => text.replace(/[…'‘’]/g, " ").normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\xad\u200b-\u200d\u2060]/g, "").replace(/đ/g, "d").normalize("NFC");
  const stem = (word) => /^\w{4,}$/.test(word) ? word.replace(/(?<=[^ius])s$/, "")
    .replace(/(?<=\w{3})(e?(ing|ed)|e)$/, "")
    .replace(/(?<=\w\w)([^aeiou\d])\1$/, "$1").replace(/y$/, "i") : word;
  const terms = (text) => (text.match(words) ?? []).flatMap((word) => {
    const all = [...word];
    return word < "\u2e80" ? stem(word) : all[1] ? all.slice(1).map((next, at) => all[at] + next) : word;
  });

  // Every file is read once, and as it is now: what is read must fit together.
  const read = (url) => files[url] ??= fetch(url, { cache: "no-cache" }).then(({ body }) =>
    new Response(/bin$/.test(url) ? body.pipeThrough(new DecompressionStream("deflate-raw")) : body).text());
  const numbers = async (url, term) => {
    const [, rest = ""] = `\n${await read(url)}`.split(`\n${term}\t`);
    let last = 0;
    return [...rest.split("\n")[0]].map((char) => last += char.codePointAt() - 33);
  };

  const run = () => {
    // A jump within the page is no other search.
    if (shown === location.search) return;
    shown = location.search;
    const query = Object.fromEntries(new URLSearchParams(shown)), text = fold(query.q ?? ""), parts = [], needed = [];
    for (const field of form) {
      const { name, dataset: { mark } } = field;
      field.value = query[name] ?? "";
      if (mark && field.value) needed.push(mark + field.value);
    }
    const rest = text.replace(/["“「『]([^"”」』]+)["”」』]?/g, (_, phrase) => {
      if (terms(phrase)[0]) parts.push([phrase.trim()]);
      return " ";
    });
    for (const word of rest.replace(particles, "").match(words) ?? []) parts.push(word < "\u2e80" ? [stem(word), 1] : [word]);
    const sought = parts.flatMap(([part, stemmed]) => stemmed ? part : terms(part));
    needed.push(...sought);

    // What an older search still finds goes into an older list.
    const own = list.cloneNode(), hits = [], { found, none, failed } = told.dataset;
    const indexes = own.dataset.in.split(" ").slice(0, query.in ? 99 : 1);
    let waiting, again, step = indexes.length + 1;
    list.replaceWith(own);
    list = own;

    // The hits of a segment: folder, number, rank and day
    const look = async ([folder, shards, until]) => {
      // The articles that have all of these terms
      const having = async (wanted, mark = "") => (await Promise.all(wanted.map((term) => {
        let shard = 0;
        for (const char of term) shard = (shard * 2 ** 32 + char.codePointAt()) % shards;
        return numbers(`${folder}${shard}.bin`, mark + term);
      }))).reduce((one, other) => {
        const both = new Set(other);
        return one.filter((number) => both.has(number));
      });
      const found = await having(needed), ranks = {};
      if (!found.length) return found;
      if (sought[0] && !query.order) for (const [rank, wanted, mark] of [[2, sought, "^"], [1, terms(text)]])
        for (const number of await having(wanted, mark)) ranks[number] |= rank;
      // Segments of one language are in order; those of several overlap.
      const days = query.in ? await numbers(`${folder}days.bin`, "") : [];
      return found.map((number) => [folder, number, ranks[number] | 0, days[number] ?? until]);
    };

    // A hit as it is shown; none when its text does not hold what its terms promised
    const drawn = async ([folder, number]) => {
      const [url, title, day, section, photo, body, foreign] = JSON.parse(await read(`${folder}t${number >> 2}.bin`))[number % 4];
      const text = `${title}\n${body}`, head = title.length, folded = fold(text), marks = [];
      for (const [part, stemmed] of parts) {
        const found = [...folded.matchAll(stemmed ? words : RegExp(part.replace(/\W/g, "\\$&").replace(/(\\\s)+/g, " +").replace(/^\b|\b$/g, "\\b"), "g"))]
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
      const first = marks.find(({ index }) => index > head)?.index | 0;
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

    // Newer years are read first, older ones only when there is little to show. What cannot be read is not lost.
    const show = async (event) => {
      const before = own.children.length;
      more.onclick = 0;
      told.textContent = "";
      try {
        waiting ??= (await Promise.all(indexes.map(async (index) => JSON.parse(await read(index)))))
          .flat().filter(([, , , newest, oldest]) => !(query.year > newest || query.year && query.year < oldest))
          .sort((a, b) => b[2] - a[2]);
        // Texts are large: of a rare phrase in common words, the reader decides how many are read.
        for (let tries = 2; tries-- && own.children.length < before + 10;) {
          while (waiting[0] && !hits.filter((hit) => hit[3] >= waiting[0][2])[29]) {
            hits.push(...(await Promise.all(waiting.slice(0, step).map(look))).flat());
            waiting.splice(0, step);
            step = 8;
          }
          hits.sort((a, b) => b[2] - a[2] || b[3] - a[3] || b[1] - a[1]);
          const some = hits.slice(0, before + 10 - own.children.length);
          own.append(...(await Promise.all(some.map(drawn))).filter(Boolean));
          hits.splice(0, some.length);
        }
        if (own !== list) return;
        // Hits may have all pairs of a word and not the word; of those that are shown it is known.
        const unsure = hits[0] && (sought[parts.length] || rest !== text), count = own.children.length + (unsure ? 0 : hits.length);
        more.hidden = !(hits[0] || waiting[0]);
        told.textContent = count || unsure ? `${found} ${count}${unsure || waiting[0] ? "+" : ""}` : none;
        if (event) own.children[before]?.querySelector("a").focus();
        more.onclick = show;
      } catch {
        if (own !== list) return;
        // The archive may have been published anew meanwhile: who fails twice begins anew.
        files = {};
        shown = more.hidden = false;
        told.textContent = failed;
        more.onclick = again ?? show;
        again = run;
      }
    };
    more.hidden = true;
    if (needed[0]) show();
    else told.textContent = text && none;
  };

  form.onsubmit = find(".filters").onchange = (event) => {
    event.preventDefault();
    history.pushState(0, "", `?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
    run();
  };
  onpopstate = run;
  run();
})();
