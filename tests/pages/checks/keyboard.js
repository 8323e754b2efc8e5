// Run in the page by keyboard.py. Says where Tab has come to, and what is wrong there.
window.keyboardWalk = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls]";
  const TARGET = 44;  // CSS pixels, WCAG 2.5.5
  let controls = [];

  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  function name(element) {
    const words = element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent || element.name || "";
    return `${element.localName} “${words.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  }

  // Of a group of radio buttons Tab reaches the chosen one, or else the first.
  function isEntry(element) {
    if (element.type !== "radio") return true;
    const group = controls.filter((one) => one.type === "radio" && one.name === element.name && one.form === element.form);
    return element === (group.find((one) => one.checked) ?? group[0]);
  }

  function begin() {
    controls = [...document.querySelectorAll(CONTROLS)];
    const skip = document.querySelector(".skip");
    controls = controls.filter((one) => !one.disabled && one.tabIndex >= 0 && (seen(one) || one === skip));
    controls = controls.filter(isEntry);
    return controls.map(name);
  }

  function ring(element) {
    const around = [element, element.closest("figure"), element.closest(".choice")].filter(Boolean);
    return around.some((one) => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "rgba(0, 0, 0, 0)";
    });
  }

  function isCovered(element) {
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const inset = Math.min(4, box.width / 4, box.height / 4);
    const points = [[box.left + box.width / 2, box.top + box.height / 2], [box.left + inset, box.top + inset], [box.right - inset, box.bottom - inset]];
    const inSight = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth - 1 && y < innerHeight - 1);
    return !inSight.length || inSight.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      if (!top) return true;
      const isAround = top.contains(element) && top !== document.body && top !== document.documentElement;
      return !(element.contains(top) || isAround || top.control === element);
    });
  }

  function look() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return { place: "outside" };
    const place = controls.indexOf(element);
    if (place < 0) return { place: null, name: name(element) };
    const problems = [];
    if (element.tabIndex > 0) problems.push(`a tabindex above 0: ${name(element)}`);
    if (!ring(element)) problems.push(`no focus ring: ${name(element)}`);
    if (isCovered(element)) problems.push(`focus is covered or out of sight: ${name(element)}`);
    return { place, problems };
  }

  // A link in a sentence may be as high as its line; everything else is a target.
  function isInSentence(element) {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, dt, td, th, caption, figcaption, h1, h2, h3, h4");
    return Boolean(block) && block.textContent.trim().length > element.textContent.trim().length + 1;
  }

  function tooSmall() {
    return controls.filter((one) => !isInSentence(one) && !one.matches(".skip")).flatMap((element) => {
      const boxes = [element, ...(element.matches("[type=radio], [type=checkbox]") ? element.labels : [])].map((one) => one.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
      const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
      const isSmall = width < TARGET - 0.5 || height < TARGET - 0.5;
      return isSmall ? [`a target of ${Math.round(width)} × ${Math.round(height)} px: ${name(element)}`] : [];
    });
  }

  return { begin, look, tooSmall };
})();
