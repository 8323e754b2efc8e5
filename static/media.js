/* Lesson media, a little nicer than the browser's own. Without this file everything still plays and reads.
   [data-media=KEY]      a group; [data-main] leads, [data-sign] is its signing twin, kept within 0.2 s and muted
   [data-resumed]        a hidden sentence with {minutes} and {seconds}: shown when the device remembers a position
   [data-transcript]     a list of lines; a[data-seconds] plays the group's media from there, and puts focus on it
   a[data-back]          leads to the line that is being played */
(() => {
  const main = document.querySelector("[data-media] [data-main]");

  function keepInTime(sign) {
    let waits = false;
    const match = () => {
      sign.playbackRate = main.playbackRate;
      if (Math.abs(sign.currentTime - main.currentTime) > 0.2) sign.currentTime = main.currentTime;
    };
    sign.muted = true;
    main.addEventListener("playing", () => { waits = false; match(); sign.play().catch(() => {}); });
    for (const name of ["pause", "waiting", "ended"]) {
      main.addEventListener(name, () => { waits = name === "waiting"; sign.pause(); });
    }
    for (const name of ["seeked", "ratechange", "timeupdate"]) main.addEventListener(name, match);
    // Whoever starts or stops the signing video means both. A pause of ours while data is awaited means nothing.
    sign.addEventListener("play", () => main.play());
    sign.addEventListener("pause", () => { if (!waits && !sign.ended && !document.hidden) main.pause(); });
    sign.addEventListener("seeking", () => { if (main.paused) main.currentTime = sign.currentTime; });
  }

  function remember(group, note) {
    const key = `position ${group.dataset.media}`;
    const resume = () => {
      const seconds = Math.floor(localStorage.getItem(key) ?? 0);
      if (seconds < 5 || seconds > main.duration - 5) return;
      main.currentTime = seconds;
      note.textContent = note.dataset.resumed.replace("{minutes}", Math.floor(seconds / 60)).replace("{seconds}", seconds % 60);
      note.hidden = false;
    };
    main.readyState ? resume() : main.addEventListener("loadedmetadata", resume, { once: true });
    for (const name of ["pause", "timeupdate"]) {
      main.addEventListener(name, () => { if (main.played.length) localStorage.setItem(key, main.currentTime); });
    }
    main.addEventListener("ended", () => localStorage.removeItem(key));
  }

  function followTranscript(lines, back) {
    let current;
    main.addEventListener("timeupdate", () => {
      const next = lines.filter((line) => line.dataset.seconds <= main.currentTime + 0.05).pop()?.closest("li");
      if (next === current) return;
      current?.classList.remove("now");
      next?.classList.add("now");
      if (next && back) back.href = `#${next.id}`;
      current = next;
    });
    for (const line of lines) line.addEventListener("click", (event) => {
      event.preventDefault();
      main.currentTime = line.dataset.seconds;
      main.focus();
      main.play();
    });
  }

  if (main) {
    const group = main.closest("[data-media]");
    const sign = group.querySelector("[data-sign]");
    if (sign) keepInTime(sign);
    followTranscript([...document.querySelectorAll("[data-transcript] a[data-seconds]")], document.querySelector("a[data-back]"));
    remember(group, group.querySelector("[data-resumed]"));  // last: a browser may forbid storage
  }
})();
