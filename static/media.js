/* Lesson media, a little nicer than the browser's own. Without this file everything still plays and reads.
   [data-media=KEY]      a group; [data-main] leads, [data-sign] is its signing twin, kept in time and muted
   [data-resumed]        a hidden sentence with {minutes} and {seconds}: shown when the device remembers a position
   [data-controls]       buttons[data-act], hidden until now; data-key is the letter that presses one inside the player
   [data-transcript]     a list of lines; a[data-seconds] plays the group's media from there, focus stays on it
   [data-failed]         what is said when nothing plays;  form[data-settings]  saved without leaving the page
   Words to say stand in data-said-… of the group. Sentences go to the page's one status region. */
(() => {
  const group = document.querySelector("[data-media]");
  const main = group?.querySelector("[data-main]");
  if (!main) return;
  const sign = group.querySelector("[data-sign]");
  const controls = document.querySelector("[data-controls]");
  const failed = document.querySelector("[data-failed]");
  const stored = {  // a browser may forbid storage
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* then nothing is remembered */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* nor forgotten */ } },
  };

  function say(words) {
    const status = document.getElementById("page-status");
    status.textContent = "\u00a0";  // shown first: words that come with their region may stay unspoken
    setTimeout(() => { status.textContent = words; }, 300);
    clearTimeout(say.empties);
    say.empties = setTimeout(() => { status.textContent = ""; }, 8000);
  }
  const inTime = (words, seconds) => words.replace("{minutes}", Math.floor(seconds / 60)).replace("{seconds}", Math.floor(seconds % 60));

  function keepInTime() {
    let stalled = false, late, ticking;
    const apart = () => main.currentTime - sign.currentTime;
    const match = () => {
      if (sign.seeking || main.seeking || sign.readyState === 0 || main.currentTime >= sign.duration) return;
      const far = Math.abs(apart());
      if (far > (main.paused ? 0.03 : 0.3)) sign.currentTime = main.currentTime + (main.paused ? 0 : 0.1 * main.playbackRate);
      // A small distance is closed by playing a little faster or slower: a jump would be seen.
      const nudge = main.paused || far < 0.03 ? 1 : 1 + Math.max(-0.25, Math.min(0.25, apart()));
      sign.playbackRate = main.playbackRate * nudge;
    };
    const goOn = () => { clearTimeout(late); late = 0; match(); main.play().catch(() => {}); };
    sign.muted = true;
    main.addEventListener("seeking", () => { sign.currentTime = main.currentTime; });
    main.addEventListener("playing", () => {
      stalled = false;
      match();
      sign.play().catch(() => {});
      clearInterval(ticking);
      ticking = setInterval(match, 100);
    });
    for (const name of ["pause", "waiting", "ended"]) {
      main.addEventListener(name, () => { stalled = name === "waiting"; clearInterval(ticking); sign.pause(); });
    }
    for (const name of ["seeked", "ratechange", "pause"]) main.addEventListener(name, match);
    // Whoever follows the signing misses what is said meanwhile: the film waits for it, but not for ever.
    sign.addEventListener("waiting", () => setTimeout(() => {
      if (late || main.paused || main.seeking || sign.readyState > 2 || !sign.getClientRects().length) return;
      late = setTimeout(() => { say(group.dataset.saidLate); goOn(); }, 10000);
      stalled = true;
      main.pause();
    }, 300));
    sign.addEventListener("canplay", () => { if (late) goOn(); });
    // Whoever starts or stops the signing video means both. A pause of ours while data is awaited means nothing.
    sign.addEventListener("play", () => { if (!late && main.paused) main.play().catch(() => {}); });
    sign.addEventListener("pause", () => { if (!stalled && !late && !sign.ended && !document.hidden) main.pause(); });
    sign.addEventListener("seeking", () => { if (main.paused && !main.seeking && Math.abs(apart()) > 0.5) main.currentTime = sign.currentTime; });
  }

  function remember() {
    const key = `position ${group.dataset.media}`, note = group.querySelector("[data-resumed]");
    const resume = () => {
      main.playbackRate = Number(stored.get("speed")) || 1;
      const seconds = Math.floor(stored.get(key) ?? 0);
      if (seconds < 5 || seconds > main.duration - 5) return;
      main.currentTime = seconds;
      note.textContent = inTime(note.dataset.resumed, seconds);
      note.hidden = false;
    };
    main.readyState ? resume() : main.addEventListener("loadedmetadata", resume, { once: true });
    for (const name of ["pause", "timeupdate"]) {
      main.addEventListener(name, () => { if (main.played.length) stored.set(key, main.currentTime); });
    }
    main.addEventListener("ended", () => stored.drop(key));
    return () => { main.pause(); main.currentTime = 0; stored.drop(key); note.hidden = true; say(group.dataset.saidForgotten); };
  }

  let current;  // the line that is being played
  function follow() {
    const lines = [...document.querySelectorAll("[data-transcript] a[data-seconds]")];
    const next = lines.filter((line) => line.dataset.seconds <= main.currentTime + 0.05).pop()?.closest("li");
    if (next === current) return;
    for (const one of document.querySelectorAll("[data-transcript] .now")) {
      one.classList.remove("now");
      one.removeAttribute("aria-current");
      one.querySelector("[data-is-now]")?.remove();
    }
    current = next;
    if (!next) return;
    next.classList.add("now");
    next.setAttribute("aria-current", "true");
    const words = Object.assign(document.createElement("span"), { className: "hidden-words", textContent: group.dataset.now });
    words.dataset.isNow = "";
    next.querySelector("p").prepend(words);
  }

  function seek(seconds) {
    main.currentTime = Math.max(0, Math.min(main.duration || 0, main.currentTime + seconds));
    say(inTime(group.dataset.saidTime, main.currentTime));
  }

  function speed(change) {
    main.playbackRate = Math.max(0.5, Math.min(2, main.playbackRate + change));
    stored.set("speed", main.playbackRate);
    say(group.dataset.saidSpeed.replace("{speed}", main.playbackRate));
  }

  function readLine() {
    if (!current?.isConnected) return say(group.dataset.saidNoLine);
    main.pause();  // so that nobody speaks over the reader
    const words = current.querySelector("p");
    words.tabIndex = -1;
    words.focus();
  }

  function toggleCaptions() {
    const all = [main, sign].flatMap((one) => (one ? [...one.textTracks] : [])).filter((track) => track.kind === "captions");
    const shown = all[0].mode === "showing";
    for (const track of all) track.mode = shown ? "hidden" : "showing";
    say(shown ? group.dataset.saidNoCaptions : group.dataset.saidCaptions);
  }

  function swapSizes() {
    const wanted = group.dataset.sign_place === "first" ? "" : "first";
    const choice = document.querySelector(`form[data-settings] [name=sign_place][value="${wanted}"]`);
    choice.checked = true;
    choice.form.requestSubmit();
  }

  function showFailure() {
    failed.hidden = false;
    say(group.dataset.saidFailed);
  }

  const forget = remember();
  const acts = {
    play: () => { main.paused ? main.play().catch(() => {}) : main.pause(); },
    back: () => seek(-10),
    forward: () => seek(10),
    slower: () => speed(-0.25),
    faster: () => speed(0.25),
    line: readLine,
    captions: toggleCaptions,
    swap: swapSizes,
    forget,
    retry: () => {
      const at = main.currentTime;
      failed.hidden = true;
      main.focus();  // the button that had it is gone
      main.load();
      main.currentTime = at;
      main.play().catch(() => {});
    },
  };
  // Listened to one by one: under a listener of the whole page a screen reader calls every word of it clickable.
  for (const button of document.querySelectorAll("[data-act]")) {
    if (acts[button.dataset.act]) button.addEventListener("click", acts[button.dataset.act]);
  }
  const playFrom = (event) => {
    event.preventDefault();
    main.currentTime = event.currentTarget.dataset.seconds;
    main.play().catch(() => {});
  };
  const wireLines = () => {
    for (const line of document.querySelectorAll("[data-transcript] a[data-seconds]")) line.addEventListener("click", playFrom);
  };
  wireLines();
  document.addEventListener("htmx:after:swap", () => { current = undefined; wireLines(); follow(); });
  document.addEventListener("keydown", (event) => {
    const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing);
    if (group.dataset.keys === "off" || !plain || !/^[a-z]$/.test(event.key)) return;
    if (!event.target.closest("[data-player], [data-transcript]") || event.target.matches("input, select, textarea")) return;
    const button = document.querySelector(`[data-player] [data-key="${event.key}"]`);
    if (!button || button.closest("[hidden]")) return;
    event.preventDefault();
    button.click();
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-settings]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw answer;
    } catch {
      form.submit();
      return;
    }
    const place = body.get("sign_place");
    if ((place === "off") !== !sign) return location.reload();  // a window comes or goes: that takes a new page
    for (const [name, value] of body) if (name !== "to") group.dataset[name] = value;
    say(group.dataset.saidSaved);
  });

  controls.hidden = false;
  main.addEventListener("timeupdate", follow);
  main.addEventListener("seeked", follow);
  for (const one of [main, main.querySelector("source")]) one.addEventListener("error", showFailure);
  // It may have failed before anybody listened. Until the page has loaded, a film that comes has no source yet either.
  addEventListener("load", () => { if (main.error || main.networkState === main.NETWORK_NO_SOURCE) showFailure(); });
  main.addEventListener("playing", () => { failed.hidden = true; });
  if (sign) keepInTime();
})();

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
    setTimeout(() => { status.textContent = panel.dataset.said; }, 300);
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
  panel.querySelector("[data-act=read]").addEventListener("click", () => words.parentElement.focus());
  panel.querySelector("[data-act=go-on]").addEventListener("click", goOn);
})();
