/* Sends a form with a file and says how far it is, in quarters. Without this file the same form is sent as it is.
   form[data-upload]     the words come from the template, see upload_words() in templates/components/page.html:
   data-started          said at the beginning, and when the button is pressed again while it is being sent
   data-quarter, data-half, data-three-quarters, data-sent, data-failed
   The answer is a redirect, which is opened, or a page with errors, which replaces this one and whose summary gets
   focus. */
(() => {
  let words = "";

  function say(next) {
    const status = document.getElementById("page-status");
    words = next;
    // Shown first: words that come together with their region may stay unspoken.
    if (!status.textContent) status.textContent = "\u00a0";
    setTimeout(() => { status.textContent = words; }, 100);
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
    const place = document.getElementById("error-title") ?? document.querySelector("h1");
    place.tabIndex = -1;
    place.focus();
  }

  function send(form, body) {
    const { quarter, half, threeQuarters, sent, failed } = form.dataset;
    const request = new XMLHttpRequest();
    let said = 0;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const quarters = Math.floor((4 * loaded) / total);
      if (quarters > said) say([quarter, half, threeQuarters, sent][quarters - 1]);
      said = Math.max(said, quarters);
    });
    request.addEventListener("load", () => {
      const address = request.responseURL;
      if (request.status < 400) location.assign(address);
      else { delete form.dataset.sending; show(request.responseText); }
    });
    request.addEventListener("error", () => { delete form.dataset.sending; say(failed); });
    request.open("POST", form.action);
    request.send(body);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (!form.matches("[data-upload]") || !chosen) return;
    event.preventDefault();
    say(form.dataset.started);
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    send(form, body);
  });
})();
