// Comforts of the table of rosters: totals as one types, arrows up and down, a column pasted from a spreadsheet.
(() => {
  "use strict";
  const form = document.querySelector("form.rosters");
  if (!form) return;
  const fields = [...form.querySelectorAll("input.people")];
  const column = (place) => fields.filter((field) => field.dataset.column === place);
  const people = (text) => (/^\d{1,3}([, ]?\d{3})*$/.test(text.trim()) ? Number(text.replace(/[, ]/g, "")) : 0);

  const tell = () => {
    for (const total of form.querySelectorAll("td.total")) {
      const typed = column(total.dataset.column).map((field) => {
        if (field.value.trim() || total.dataset.column !== "0") return people(field.value);
        const roles = field.closest("tr").querySelectorAll("input.people:not([data-column='0'])");
        return [...roles].reduce((sum, role) => sum + people(role.value), 0); // added up when it is kept
      });
      const sum = typed.reduce((all, one) => all + one, Number(total.dataset.elsewhere));
      total.firstElementChild.textContent = sum.toLocaleString("en-US");
    }
  };
  form.addEventListener("input", tell);

  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches("input.people")) return;
    const mine = column(event.target.dataset.column);
    const next = mine[mine.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });

  // Cells copied from a spreadsheet fill the table from the field they are pasted into.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r?\n$/, "");
    if (!event.target.matches("input.people") || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const from = column("0").indexOf(event.target.closest("tr").querySelector("input.people"));
    const left = Number(event.target.dataset.column);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, right) => {
      const field = column(String(left + right))[from + down];
      if (field) field.value = cell.trim();
    }));
    tell();
  });

  addEventListener("pageshow", tell);
})();
