"use strict";
(() => {
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  each(".script-only", (element) => { element.hidden = false; });

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const savePicture = (text, size, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * size.width;
      canvas.height = 2 * size.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, name), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  };
  each("button[data-figure]", (button) => {
    button.addEventListener("click", () => {
      const name = button.dataset.figure;
      const drawing = document.getElementById("figure-" + name).querySelector("svg");
      const text = new XMLSerializer().serializeToString(drawing);
      if (button.dataset.form === "png") {
        savePicture(text, drawing.viewBox.baseVal, name + ".png");
      } else {
        save(new Blob([text], { type: "image/svg+xml" }), name + ".svg");
      }
    });
  });

  // A link to the numbers of a figure opens their table.
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) { target.open = true; }
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details:not([open])")];
    shut.forEach((element) => { element.open = true; });
  });
  addEventListener("afterprint", () => { shut.forEach((element) => { element.open = false; }); });

  const form = document.querySelector("#examples form");
  if (!form) { return; }
  const cards = [...document.querySelectorAll(".ex")];
  const more = document.getElementById("more");
  const step = 8;
  let limit = step;
  const show = () => {
    const wanted = ["task", "language", "perturbation", "severity"]
      .map((name) => [name, form.elements[name].value]).filter((pair) => pair[1]);
    const flipped = form.elements.flipped.checked;
    let found = 0;
    for (const card of cards) {
      const fits = (!flipped || card.dataset.flipped)
        && wanted.every(([name, value]) => card.dataset[name] === value);
      found += fits ? 1 : 0;
      card.hidden = !fits || found > limit;
    }
    form.querySelector("output").textContent = Math.min(found, limit) + " of " + found + " shown";
    more.hidden = found <= limit;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { limit = step; show(); });
  more.addEventListener("click", () => { limit += 3 * step; show(); });
  form.elements.flipped.checked = cards.some((card) => card.dataset.flipped);
  show();
})();
