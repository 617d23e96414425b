// Drawings become interactive when a reader first points at one: until then no library runs.
(() => {
  const specifications = JSON.parse(document.getElementById("chart-data").textContent);
  const options = {
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  const library = () => {
    if (!window.vegaEmbed) {
      const script = document.createElement("script");
      script.textContent = document.getElementById("chart-library").textContent;
      document.head.append(script);
    }
    return window.vegaEmbed;
  };
  document.querySelectorAll("figure").forEach((figure) => {
    const specification = specifications[figure.id.slice("figure-".length)];
    const card = figure.querySelector(".card");
    const wake = async () => {
      events.forEach((name) => figure.removeEventListener(name, wake));
      const place = document.createElement("div");
      await library()(place, specification, options);
      // The drawing that stood there keeps its size, so that nothing below it moves.
      const still = card.querySelector("svg").getBoundingClientRect();
      const live = place.querySelector("svg");
      live.setAttribute("width", still.width);
      live.setAttribute("height", still.height);
      card.replaceChildren(place);
      card.classList.add("live");
    };
    const events = ["pointerenter", "focusin"];
    if (specification) { events.forEach((name) => figure.addEventListener(name, wake)); }
  });
})();
