(() => {
  "use strict";
  const form = document.getElementById("filters");
  const cards = [...document.querySelectorAll("li[data-kind]")];
  const shelves = [...document.querySelectorAll("section[data-shelf]")];
  const told = document.getElementById("told");
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
  /* Read when somebody first looks for a word. */
  const known = new Map();
  const words = (card) => {
    if (!known.has(card)) known.set(card, fold(card.textContent + " " + card.dataset.words));
    return known.get(card);
  };

  /* A card of a state, or of a region or a treaty that the state belongs to. */
  const ofState = (card, code) => {
    const regions = form.elements.state.selectedOptions[0].dataset.regions.split(" ").filter(Boolean);
    return card.dataset.state === code || regions.includes(card.dataset.region);
  };

  const apply = () => {
    const asked = Object.fromEntries(new FormData(form));
    const sought = fold(asked.text || "").split(/\s+/).filter(Boolean);
    let count = 0;
    cards.forEach((card) => {
      const own = card.dataset;
      const fits =
        ["kind", "region", "treaty", "day"].every((name) => !asked[name] || own[name] === asked[name]) &&
        (!asked.state || ofState(card, asked.state)) &&
        sought.every((word) => words(card).includes(word));
      card.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shelves.forEach((shelf) => {
      shelf.hidden = !shelf.querySelector("li[data-kind]:not([hidden])");
    });
    const asking = Object.values(asked).some(Boolean);
    told.textContent = asking ? `${count} of ${cards.length} briefings` : "";
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
})();
