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
    const name = button.dataset.figure;
    // Kept from the start: an interactive drawing may take its place in the page.
    const drawing = document.getElementById("figure-" + name).querySelector("svg");
    button.addEventListener("click", () => {
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
    const target = document.querySelector(":target");
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
})();
