// What a page is asked in the browser. Each function gives a list of faults in words; none means well.
"use strict";
const probe = (() => {
  const say = e => `<${e.localName}${e.id ? ` id="${e.id}"` : ""}${e.getAttribute("class") ? ` class="${e.getAttribute("class")}"` : ""}> "${e.textContent.trim().slice(0, 40)}"`;
  const all = selector => [...document.querySelectorAll(selector)];
  const some = (faults, most = 5) => faults.length > most ? [...faults.slice(0, most), `… and ${faults.length - most} more`] : faults;
  const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflowX);
  // What is positioned against something outside a scroll box is not in the box.
  const around = e => /absolute|fixed/.test(getComputedStyle(e).position) ? e.offsetParent : e.parentElement;
  const inScroller = e => { for (let up = around(e); up && up !== document.body; up = around(up)) if (scrolls(up)) return true; return false; };
  const unseen = e => e.offsetWidth <= 1 || e.offsetHeight <= 1;

  // Nothing is wider than the window but in a scroll box of its own, and nothing is cut off.
  function fits() {
    const width = document.documentElement.clientWidth, faults = [];
    if (document.documentElement.scrollWidth > width) {
      const beyond = e => { const box = e.getBoundingClientRect(); return Math.max(box.right, e.clientWidth ? box.left + e.scrollWidth : 0) > width + 0.5; };
      const wide = all("body *").filter(e => beyond(e) && !scrolls(e) && !inScroller(e));
      const inner = wide.filter(e => !wide.some(other => other !== e && e.contains(other)));
      faults.push(`${document.documentElement.scrollWidth} px in a window of ${width} px: ${some(inner.map(say), 3).join(", ")}`);
    }
    for (const e of all("body, body *")) {
      const style = getComputedStyle(e);
      const cutsX = /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
      const cutsY = /hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
      if ((cutsX || cutsY) && e.offsetParent && !unseen(e) && !e.closest("svg")) faults.push(`cut off: ${say(e)}`);
    }
    return some(faults);
  }

  // WCAG 1.4.12: a reader's own spacing.
  function fitsSpaced() {
    const style = document.head.appendChild(document.createElement("style"));
    style.textContent = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
    const faults = fits();
    style.remove();
    return faults;
  }

  // A box that scrolls can be focused, says what it is, and holds what needs two dimensions, not prose.
  function scrollBoxes() {
    const faults = [];
    for (const e of all("body *").filter(e => scrolls(e) && e.scrollWidth > e.clientWidth)) {
      if (e.getAttribute("tabindex") !== "0") faults.push(`a scroll box that a keyboard cannot reach: ${say(e)}`);
      if (!e.getAttribute("role") || !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby"))) faults.push(`a scroll box without role and name: ${say(e)}`);
      if (e.localName !== "pre" && !e.querySelector("table, svg, img, pre")) faults.push(`prose in a scroll box: ${say(e)}`);
    }
    return some(faults);
  }

  // The focused element shows it. Asked right after a key was pressed.
  function shown(e) {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    return ring && box.width > 0 && box.height > 0;
  }

  // One of each kind of thing that can be focused shows its focus.
  function focus() {
    const kinds = new Map(), faults = [];
    for (const e of all("a[href], button, input, select, summary, [tabindex='0']")) {
      if (e.checkVisibility()) kinds.set([e.localName, e.className, e.closest("nav, header, footer, th")?.localName].join(), e);
    }
    for (const e of kinds.values()) {
      e.focus({focusVisible: true});
      if (document.activeElement !== e || !shown(e)) faults.push(`no visible focus: ${say(e)}`);
    }
    document.activeElement.blur();
    return some(faults);
  }

  // The first stop of the Tab key: a link past the header, in view.
  function skipLink() {
    const e = document.activeElement, box = e.getBoundingClientRect();
    if (!e.matches("a[href^='#']")) return [`the first Tab stop is no skip link: ${say(e)}`];
    if (!document.querySelector(e.hash)) return [`the skip link leads nowhere: ${e.hash}`];
    return box.left >= 0 && box.top >= 0 && box.width > 1 && shown(e) ? [] : ["the skip link is not seen when it has focus"];
  }

  // After the skip link the next Tab stop is in the main content or, when that has none, after it.
  function skipped() {
    const main = document.querySelector("main"), e = document.activeElement;
    const after = all("a[href], button, input, select, summary, [tabindex='0']").filter(one => one.checkVisibility() && main.compareDocumentPosition(one) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
    const past = !after.length || main.compareDocumentPosition(e) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY);
    return past ? [] : [`the skip link does not skip: next is ${say(e)}`];
  }

  // On paper a closed part is open, unless the style leaves it out altogether.
  const printed = () => some(all("details:not([open])").filter(e => e.checkVisibility() && [...e.children].some(c => c.localName !== "summary" && !c.checkVisibility({contentVisibilityAuto: true})))
    .map(e => `not printed: ${say(e)}`));

  // Where a reader's own colours rule, no meaning rests on a background or a mark alone.
  function words() {
    const silent = all(".signal, .mark, .tag, .state, .badge").filter(e => !e.textContent.trim()).map(e => `a signal without words: ${say(e)}`);
    const bare = all("main *").filter(e => !e.closest("svg, [aria-hidden=true]") && !e.textContent.trim() && !e.querySelector("svg, img, input") && !e.matches("img, input, select, hr, br, td, th, tr, col")
      && e.offsetWidth > 1 && !/rgba\(\d+, \d+, \d+, 0\)/.test(getComputedStyle(e).backgroundColor)).map(e => `a coloured area without words: ${say(e)}`);
    return some([...silent, ...bare]);
  }

  // Words in a drawn chart against what lies behind them: axe-core does not look into drawings.
  function chartWords() {
    const brush = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {willReadFrequently: true});
    const rgba = colour => { brush.clearRect(0, 0, 1, 1); brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); return [...brush.getImageData(0, 0, 1, 1).data]; };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const opaque = colour => colour && colour !== "none" && rgba(colour)[3] === 255;
    const behind = (e, x, y) => {
      for (const one of document.elementsFromPoint(x, y)) {
        const style = getComputedStyle(one);
        if (one === e || one.contains(e) && one.closest("svg") && one.localName !== "svg" || one.closest("text")) continue;
        const colour = one instanceof SVGGeometryElement ? style.fill : style.backgroundColor;
        if (opaque(colour)) return colour;
      }
      return matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "#121212" : "#ffffff";
    };
    const faults = [];
    for (const e of all("svg text").filter(e => e.checkVisibility() && e.textContent.trim())) {
      e.scrollIntoView({block: "center", inline: "center"});
      const box = e.getBoundingClientRect(), style = getComputedStyle(e), back = behind(e, box.x + box.width / 2, box.y + box.height / 2);
      const [one, other] = [light(rgba(style.fill)), light(rgba(back))].sort((a, b) => b - a), contrast = (one + 0.05) / (other + 0.05);
      if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(2)} in a chart: ${say(e)}, ${style.fill} on ${back}`);
    }
    return some(faults);
  }

  // Long pages repeat a few patterns: keep three of each (rows, sections, list items of the same tags and classes).
  function thin() {
    const pattern = e => [e, ...e.querySelectorAll("*")].map(n => `${n.localName}.${n.getAttribute("class") ?? ""}.${n.getAttribute("role") ?? ""}.${n.getAttribute("style") ?? ""}`).join();
    for (const parent of all("main, section, tbody, ul, ol, dl, details, div").filter(e => e.children.length > 20)) {
      const seen = {};
      for (const e of [...parent.children]) if (e.matches("section, article, tr, li, details, div, p") && (seen[pattern(e)] = (seen[pattern(e)] ?? 0) + 1) > 3) e.remove();
    }
  }

  async function rules(tags) {
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"], elementRef: true});
    // A single character has the colours of the longer words of its class, which are measured; words in a chart are measured above.
    // So has a cell that stands half outside its scroll box: it is measured in the rows and columns beside it.
    // And a sign that is no letter, in a cell whose figure has its colour: the figure is measured.
    const colour = e => e && getComputedStyle(e).color;
    const sign = node => node.any.some(check => check.data?.messageKey === "nonBmp") && colour(node.element) === colour(node.element?.parentElement);
    const outside = node => node.element?.closest(".scroll") && node.any.some(check => check.data?.messageKey?.startsWith("elmPartiallyObscur"));
    const decided = node => sign(node) || node.any.some(check => check.data?.messageKey === "shortTextContent") || node.element?.matches("svg text, svg text *") || outside(node);
    const told = list => list.flatMap(rule => some(rule.nodes.filter(node => !decided(node)).map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`), 3));
    return {violations: told(found.violations), incomplete: told(found.incomplete)};
  }

  return {fits, fitsSpaced, scrollBoxes, focus, skipLink, skipped, printed, words, chartWords, thin, rules};
})();
