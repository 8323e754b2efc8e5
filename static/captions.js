/* Plays the film beside the lines from where a line begins. Without this file the link opens the film itself there.
   a[data-play=SECONDS]   focus stays on the link, so that the next line is one key away */
(() => {
  const film = document.querySelector("video, audio");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-play]");
    if (!link || !film) return;
    event.preventDefault();
    film.currentTime = Number(link.dataset.play);
    film.play();
  });
})();
