/* Keeps the answers of a form as they are given. <form data-autosave="words to say when keeping them failed">.
   Without this script the form's button keeps them. Nothing is said when all goes well: it would be noise. */
(() => {
  const status = document.getElementById("page-status");
  const say = (words) => {
    status.textContent = words && "\u00a0"; // shown first: words that come together with their region may stay unspoken
    if (words) setTimeout(() => { status.textContent = words; }, 100);
  };
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    let waiting = 0;
    const keep = async () => {
      waiting = 0;
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/plain" }, keepalive: true,
        });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        say("");
      } catch {
        say(form.dataset.autosave);
        waiting = setTimeout(keep, 5000);
      }
    };
    const soon = () => { clearTimeout(waiting); waiting = setTimeout(keep, 800); };
    form.addEventListener("input", soon);
    form.addEventListener("submit", () => clearTimeout(waiting));
    addEventListener("pagehide", () => { if (waiting) { clearTimeout(waiting); keep(); } });
  }
})();
