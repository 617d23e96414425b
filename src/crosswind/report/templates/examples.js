// Examples are drawn from data, one page of them at a time; text is only ever put in as text.
(() => {
  const section = document.getElementById("examples");
  if (!section) { return; }
  const data = JSON.parse(document.getElementById("example-data").textContent);
  const form = section.querySelector("form");
  const list = document.getElementById("example-list");
  const [TASK, LANGUAGE, PERTURBATION, SEVERITY, ID, GOLD, LINES, WORDS, SAID] = Array(9).keys();
  const EDIT = 1, ANSWER = 2, CLEAN_RIGHT = 1, NOISY_RIGHT = 2, FLIPPED = 4;
  const step = 10;

  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== "") { made.setAttribute(name, value); }
    }
    made.append(...children);
    return made;
  };
  const isolated = (text) => element("bdi", {}, text);
  const segments = (pieces, tag) => pieces.map((piece) => {
    if (typeof piece === "string") { return piece; }
    const [text, mark] = piece;
    const inner = mark & EDIT ? element(tag, {}, text) : text;
    return mark & ANSWER ? element("mark", {}, inner) : inner;
  });

  const line = ([number, clean, noisy], isAlone) => {
    const [field, lang, dir] = data.fields[number];
    const pair = element("div", { class: "pair" });
    if (!isAlone) { pair.append(element("span", { class: "field" }, field)); }
    pair.append(element("p", { lang, dir }, ...segments(clean, "del")));
    if (noisy) { pair.append(element("p", { class: "noisy", lang, dir }, ...segments(noisy, "ins"))); }
    return pair;
  };
  const row = (name, cells, isNoisy) => element("tr", { class: isNoisy ? "noisy" : "" },
    element("th", { scope: "row" }, isolated(name)), ...cells);
  const words = (card, shown) => {
    const [lang, dir] = data.languages[card[LANGUAGE]];
    const body = element("tbody", {});
    const text = (pieces, tag) => element("td", { lang }, ...segments(pieces, tag));
    body.append(
      row("clean", card[WORDS].map(([clean]) => text(clean, "del"))),
      row("noisy", card[WORDS].map(([clean, noisy]) => text(noisy || clean, "ins")), true),
      row("gold", card[WORDS].map(([, , gold]) => element("td", {}, isolated(gold)))),
    );
    card[SAID].forEach(([arm], at) => {
      if (!shown.includes(arm)) { return; }
      body.append(row(data.arms[arm], card[WORDS].map(([, , gold, tags, flips]) => {
        const names = [tags[at] === gold ? "" : "wrong", flips >> at & 1 ? "flip" : ""];
        return element("td", { class: names.filter(Boolean).join(" ") }, isolated(tags[at]));
      })));
    });
    return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "words and tags" },
      element("table", { class: "words", dir }, body));
  };
  const said = (text, isRight) => element("span", { class: isRight ? "right" : "wrong" },
    element("span", { "aria-hidden": "true" }, isRight ? "✓" : "✗"),
    element("span", { class: "unseen" }, isRight ? "right:" : "wrong:"), " ", isolated(text));
  const verdict = ([arm, clean, noisy, mark]) => {
    const item = element("li", {}, element("b", {}, isolated(data.arms[arm])), " ");
    if (clean !== null) {
      item.append(said(clean, mark & CLEAN_RIGHT), " ", element("span", { "aria-hidden": "true" }, "→"),
        element("span", { class: "unseen" }, "under noise"), " ");
    }
    item.append(said(noisy, mark & NOISY_RIGHT));
    return item;
  };
  const article = (card, arm) => {
    const verdicts = card[SAID].filter(([number]) => arm < 0 || number === arm);
    const head = element("h4", {}, isolated(data.tasks[card[TASK]]), " · ",
      element("b", {}, data.languages[card[LANGUAGE]][0]), " · ",
      isolated(data.perturbations[card[PERTURBATION]]), " " + card[SEVERITY]);
    if (verdicts.some(([, , , mark]) => mark & FLIPPED)) {
      head.append(" ", element("span", { class: "badge flip" }, "flipped"));
    }
    head.append(element("code", {}, isolated(card[ID])));
    const made = element("article", { class: "ex" }, head);
    made.append(...card[LINES].map((item) => line(item, card[LINES].length === 1)));
    if (card[WORDS].length) { made.append(words(card, verdicts.map(([number]) => number))); }
    if (card[GOLD]) {
      made.append(element("p", { class: "gold" }, element("span", { class: "field" }, "gold"), " ",
        isolated(card[GOLD])));
    }
    if (verdicts.length) {
      made.append(element("ul", { class: "verdicts" }, ...verdicts.map(verdict)));
    }
    return made;
  };

  // Whether what an arm said fits the chosen change; a card fits if any of its arms does.
  const changes = {
    flipped: (mark) => mark & FLIPPED,
    broken: (mark) => mark & FLIPPED && mark & CLEAN_RIGHT && !(mark & NOISY_RIGHT),
    repaired: (mark) => mark & FLIPPED && !(mark & CLEAN_RIGHT) && mark & NOISY_RIGHT,
    steady: (mark) => !(mark & FLIPPED),
  };
  const names = ["task", "language", "perturbation", "severity", "arm", "change"];
  const value = (name) => form.elements[name].value;
  const place = (items, text) => text === "" ? -1 : items.indexOf(text);
  let found = [], page = 0;

  const filter = () => {
    const task = place(data.tasks, value("task"));
    const perturbation = place(data.perturbations, value("perturbation"));
    const language = place(data.languages.map(([name]) => name), value("language"));
    const severity = value("severity") === "" ? -1 : Number(value("severity"));
    const arm = place(data.arms, value("arm"));
    const change = changes[value("change")];
    found = data.cards.filter((card) => (task < 0 || card[TASK] === task)
      && (language < 0 || card[LANGUAGE] === language)
      && (perturbation < 0 || card[PERTURBATION] === perturbation)
      && (severity < 0 || card[SEVERITY] === severity)
      && (arm < 0 && !change || card[SAID].some(([number, , , mark]) =>
        (arm < 0 || number === arm) && (!change || change(mark)))));
  };
  const draw = () => {
    const last = Math.max(0, Math.ceil(found.length / step) - 1);
    page = Math.max(0, Math.min(page, last));
    const arm = place(data.arms, value("arm"));
    const shown = found.slice(page * step, (page + 1) * step);
    list.replaceChildren(...shown.map((card) => article(card, arm)));
    const first = page * step + 1;
    form.querySelector("output").textContent = shown.length
      ? `${first}–${first + shown.length - 1} of ${found.length.toLocaleString("en")}`
      : "no example fits";
    section.querySelectorAll("[data-page]").forEach((button) => {
      const next = page + Number(button.dataset.page);
      button.disabled = next < 0 || next > last;
    });
  };

  // The address names the filter, so that a link shows what its sender saw.
  const keep = () => {
    const chosen = new URLSearchParams(names.map((name) => [name, value(name)]));
    if (page) { chosen.set("page", page + 1); }
    history.replaceState(null, "", "#examples?" + chosen);
  };
  const recall = () => {
    const start = "#examples?";
    if (!location.hash.startsWith(start)) { return false; }
    const chosen = new URLSearchParams(location.hash.slice(start.length));
    for (const name of names) {
      const wanted = chosen.get(name) ?? "";
      const options = [...form.elements[name].options].map((option) => option.value);
      form.elements[name].value = options.includes(wanted) ? wanted : "";
    }
    page = (parseInt(chosen.get("page"), 10) || 1) - 1;
    filter();
    draw();
    section.scrollIntoView();
    return true;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { page = 0; filter(); draw(); keep(); });
  form.addEventListener("reset", () => setTimeout(() => { page = 0; filter(); draw(); keep(); }));
  section.querySelectorAll("[data-page]").forEach((button) => button.addEventListener("click", () => {
    page += Number(button.dataset.page);
    draw();
    keep();
    list.scrollIntoView();
    list.focus({ preventScroll: true });
  }));
  addEventListener("hashchange", recall);
  if (!recall()) {
    const isFlipped = data.cards.some((card) => card[SAID].some(([, , , mark]) => mark & FLIPPED));
    form.elements.change.value = isFlipped ? "flipped" : "";
    filter();
    draw();
  }
})();
