// Run in the page by narrow.py.
window.narrow = (() => {
  const own = document.documentElement.dataset.text;
  const spacing = new CSSStyleSheet();  // WCAG 1.4.12
  spacing.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }");

  function prepare({ text = own }, spaced) {
    if (text) document.documentElement.dataset.text = text;
    else delete document.documentElement.dataset.text;
    document.adoptedStyleSheets = spaced ? [spacing] : [];
  }

  const name = (element) => `${element.localName}${element.id ? `#${element.id}` : ""}.${[...element.classList].join(".")} “${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".hidden-words, .skip");

  function look() {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const element of document.querySelectorAll("body *")) {
      if (!isSeen(element)) continue;
      const box = element.getBoundingClientRect();
      if (box.width && (box.right > width + 1 || box.left < -1)) found.push(`sticks out to ${Math.round(box.left)}…${Math.round(box.right)} px: ${name(element)}`);
      const style = getComputedStyle(element);
      const isInline = style.display === "inline" || !element.clientWidth;
      if (isInline || element.matches("video, audio, input, select, textarea, option")) continue;
      const cutsWidth = element.scrollWidth > element.clientWidth + 1;
      const cutsHeight = element.scrollHeight > element.clientHeight + 1;
      const hides = (overflow) => overflow !== "visible";
      if (cutsWidth && hides(style.overflowX) || cutsHeight && hides(style.overflowY)) found.push(`cuts its text off: ${name(element)}`);
      else if (cutsWidth && element.matches("button, .button, .tag, th, td, h1, h2, h3, h4")) found.push(`text runs out of its box: ${name(element)}`);
    }
    return found.slice(0, 20);
  }

  return { prepare, look };
})();
