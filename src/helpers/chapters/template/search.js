// Search and sort for tables marked searchable. Without this script the table is all there, but for rows that it writes itself.
(() => {
  // Rows that are too many to stand in the page: a figure of a place, its voucher's number with ~ for year and place, a value a year.
  const written = (table, { years, places, rows }) => {
    const cell = (row, name, words, to) => {
      const made = row.appendChild(document.createElement(name));
      const inside = to ? made.appendChild(Object.assign(document.createElement("a"), { href: to })) : made;
      inside.textContent = words;
      return made;
    };
    for (const [place, figure, number, ...values] of rows) {
      const row = table.tBodies[0].insertRow();
      const [id, name, binder] = places[place];
      const head = cell(row, "th", "");
      head.scope = "row";
      head.append(Object.assign(document.createElement("span"), { className: "state", textContent: name }));
      cell(row, "td", figure);
      years.forEach((year, i) => {
        const [words, other] = [values[i] || ""].flat();
        const to = words && `${year}/${binder}#${(other || number).replace("~", `-${year}-${id}`)}`;
        cell(row, "td", words, to).className = "n";
      });
    }
  };
  for (const box of document.querySelectorAll(".searchable")) {
    const table = box.querySelector("table");
    const data = box.querySelector("script");
    if (data) written(table, JSON.parse(data.textContent));
    const rows = [...table.tBodies[0].rows];
    const words = rows.map((row) => row.textContent.toLowerCase());
    const states = rows.map((row) => row.querySelector(".state").textContent);
    const label = document.createElement("label");
    const search = Object.assign(document.createElement("input"), { type: "search" });
    label.append(box.dataset.search + " ", search);
    const choice = document.createElement("select");
    choice.setAttribute("aria-label", box.dataset.all);
    choice.add(new Option(box.dataset.all, ""));
    for (const state of [...new Set(states)]) choice.add(new Option(state, state));
    const count = Object.assign(document.createElement("output"), { ariaLive: "polite" });
    const bar = document.createElement("p");
    bar.className = "controls";
    bar.append(label, " ", choice, " ", count);
    box.prepend(bar);
    const show = () => {
      const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        const hit = wanted.every((word) => words[i].includes(word)) && (!choice.value || states[i] === choice.value);
        row.hidden = !hit;
        shown += hit;
      });
      count.textContent = shown + " " + box.dataset.rows;
    };
    search.addEventListener("input", show);
    choice.addEventListener("change", show);
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: head.textContent });
      button.title = box.dataset.sort + " " + head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.ariaSort === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.ariaSort = down ? "descending" : "ascending";
        const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
        const sorted = [...rows].sort((a, b) => order.compare(a.cells[column].textContent, b.cells[column].textContent));
        table.tBodies[0].append(...(down ? sorted.reverse() : sorted));
      });
    });
    show();
  }
})();
