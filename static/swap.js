/* What every htmx swap owes to people: focus goes where the page declared, or the status region says what happened.
   Written only by the macro swap() in templates/components/page.html.
   data-focus=ID on the link or form      that element gets focus after the swap
   data-say=WORDS on the link or form     the status region says them; on the replaced element: said when they changed
   Whatever goes wrong, the browser simply opens the address. */
(() => {
  const status = () => document.getElementById("page-status");
  let said = "";

  function say(words) {
    if (!words || words === said) return;
    said = words;
    status().textContent = "\u00a0";  // shown first: words that come with their region may stay unspoken
    setTimeout(() => { status().textContent = words; }, 100);
  }

  function openInstead(event, address) {
    event.preventDefault();
    location.assign(address);
  }

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    ctx.owed = { ...ctx.sourceElement.dataset };
    ctx.target.setAttribute("aria-busy", "true");
    if (ctx.owed.hxTrigger) return;
    said = "";
    status().textContent = "";
  });

  document.addEventListener("htmx:before:response", (event) => {
    const { response, request } = event.detail.ctx;
    if (response.raw.redirected) openInstead(event, response.raw.url);
    else if (response.status >= 400) openInstead(event, request.action);
  });

  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    ctx.target.removeAttribute("aria-busy");
    if (!ctx.owed?.hxTrigger) location.assign(ctx.request.action);
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const { owed } = event.detail.ctx;
    const replaced = document.querySelector(owed.hxTarget);
    if (owed.focus) (document.getElementById(owed.focus) ?? replaced?.querySelector("input[type=search], [tabindex]"))?.focus();
    say(owed.hxTrigger ? replaced?.dataset.say : owed.say);
  });
})();
