// Comforts of sliders and of points that make up a sum: the field that is sent is the one that works without them.
(() => {
  "use strict";

  // A line beside the number. Untouched it shows no handle, and the number stays empty: that is no answer.
  for (const slider of document.querySelectorAll(".slider")) {
    const field = slider.querySelector("input");
    const line = document.createElement("input");
    const { low, high, step } = slider.dataset;
    Object.assign(line, { type: "range", min: low, max: high, step });
    line.setAttribute("aria-labelledby", `label-${field.id}`);
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    label.id = `label-${field.id}`;
    line.defaultValue = (Number(low) + Number(high)) / 2;
    const follow = () => {
      const number = field.value.trim().replace(",", ".");
      const there = number !== "" && Number.isFinite(Number(number));
      line.classList.toggle("untouched", !there);
      if (there) line.value = number;
      else line.value = line.defaultValue;
    };
    const take = () => {
      if (field.value === line.value) return;
      field.value = line.value;
      line.classList.remove("untouched");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    line.addEventListener("input", take);
    line.addEventListener("click", take); // on the middle, where the line waits, nothing moves
    line.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        take();
      }
    });
    field.addEventListener("input", follow);
    field.addEventListener("change", follow);
    slider.prepend(line);
    follow();
    addEventListener("pageshow", follow); // what a browser put back by itself
    setTimeout(follow);
  }

  // The total as one types.
  for (const sum of document.querySelectorAll(".sum")) {
    const told = sum.querySelector(".given");
    const tell = () => {
      const fields = [...sum.querySelectorAll("input")].map((field) => field.value.trim().replace("%", ""));
      const numbers = fields.filter((text) => text !== "").map(Number);
      const given = numbers.reduce((all, one) => all + one, 0);
      told.hidden = !numbers.length || !Number.isFinite(given);
      const words = told.dataset.words.replace("{given}", given).replace("{total}", sum.dataset.total);
      if (!told.hidden && told.textContent !== words) told.textContent = words;
      told.classList.toggle("whole", given === Number(sum.dataset.total));
    };
    sum.addEventListener("input", tell);
    tell();
  }
})();
