/* Where a film has something to see that nobody says, it waits: the words are shown, and read when they are asked for.
   [data-described]      the place for them, with [data-words] and the buttons read and go-on; data-said is said, no more
   data-description      of the group: "show", "speak" (with the device's own voice, only if it was chosen), "off"
   Never speaks by itself over a screen reader: the film stands still, and the words stay until they are dismissed. */
(() => {
  const group = document.querySelector("[data-media]");
  const main = group?.querySelector("video[data-main]");
  const panel = document.querySelector("[data-described]");
  const track = [...(main?.textTracks ?? [])].find((one) => one.kind === "descriptions");
  if (!track || !panel) return;
  const words = panel.querySelector("[data-words]");
  track.mode = "hidden";

  function goOn() {
    main.play().catch(() => {});
  }

  function close() {
    if (panel.contains(document.activeElement)) main.focus();  // what has focus must not vanish under it
    panel.hidden = true;
    globalThis.speechSynthesis?.cancel();
  }

  function say() {
    const status = document.getElementById("page-status");
    status.textContent = "\u00a0";
    setTimeout(() => { status.textContent = panel.dataset.said; }, 100);
  }

  function speak(text) {
    const language = track.language.slice(0, 2);
    const voice = globalThis.speechSynthesis?.getVoices().find((one) => one.lang.startsWith(language));
    if (!voice) return say();  // then it is as if “show” had been chosen
    const said = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
    said.addEventListener("end", () => { if (!panel.hidden) goOn(); });
    said.addEventListener("error", say);
    speechSynthesis.speak(said);
  }

  track.addEventListener("cuechange", () => {
    const cue = track.activeCues?.[0], how = group.dataset.description;
    if (!cue || main.paused || !["show", "speak"].includes(how)) return;
    main.pause();
    words.textContent = cue.text;
    panel.hidden = false;
    how === "speak" ? speak(cue.text) : say();
  });
  main.addEventListener("play", close);
  panel.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "read") words.focus();
    if (act === "go-on") goOn();
  });
})();
