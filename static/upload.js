/* Sends a form with a file and says how far it is, in quarters. Without this file the same form is sent as it is.
   form[data-upload]     the words come from the template, see upload_words() in templates/components/page.html
   form[data-pieces=URL] the file goes there in pieces (tus 1.0), so that a cut, a pause or a closed page loses at most one;
                         see templates/uploads/_parts.html. The form follows when all of it is there.
   The answer is a redirect, which is opened, or a page with errors, which replaces this one and whose summary gets
   focus. */
(() => {
  const STALLED = 60000, WAITS = [1, 2, 4, 8, 15, 30, 30];  // milliseconds without a byte; seconds between tries
  let words = "";
  let current;  // what is being sent in pieces

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

  /* The answer, whatever its status; fails when the line breaks, or nothing moves for a minute. */
  function ask(method, address, { headers = {}, body = null, moved = () => {}, started = () => {} } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let stalled;
      const alive = () => { clearTimeout(stalled); stalled = setTimeout(() => request.abort(), STALLED); };
      request.upload.addEventListener("progress", (event) => { alive(); moved(event); });
      request.upload.addEventListener("load", () => clearTimeout(stalled));
      request.addEventListener("loadend", () => clearTimeout(stalled));
      request.addEventListener("load", () => resolve(request));
      for (const name of ["error", "abort"]) request.addEventListener(name, () => reject(new Error(name)));
      request.open(method, address);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      started(request);
      if (body) alive();
      request.send(body);
    });
  }

  function sayQuarters(form, quarters) {
    const { quarter, half, threeQuarters, sent } = form.dataset;
    if (quarters > (form.said ?? 0)) say([quarter, half, threeQuarters, sent][quarters - 1]);
    form.said = Math.max(form.said ?? 0, quarters);
  }

  async function sendForm(form, body, moved) {
    const answer = await ask("POST", form.action, { body, moved });
    if (answer.status < 400) location.assign(answer.responseURL);
    else { delete form.dataset.sending; show(answer.responseText); }
  }

  function sendWhole(form, body) {
    form.said = 0;
    sendForm(form, body, ({ loaded, total }) => sayQuarters(form, Math.floor((4 * loaded) / total)))
      .catch(() => { delete form.dataset.sending; say(form.dataset.failed); });
  }

  /* One file on its way. Its address is kept on this device, so that the same file goes on where it was. */
  class Pieces {
    constructor(form, input) {
      Object.assign(this, { form, field: input.name, file: input.files[0], address: "", offset: 0, isPaused: false });
      const { name, size, lastModified } = this.file;
      this.key = `upload ${form.dataset.kind} ${name} ${size} ${lastModified}`;
      this.controls = form.querySelector("[data-controls]");
    }

    async run() {
      this.controls.hidden = false;
      try {
        await this.find() || await this.begin();
        while (this.offset < this.file.size && !this.isOver) await this.sendPiece();
        if (!this.isOver) await this.finish();
      } catch (error) {
        if (!this.isOver) this.stop(error.told ?? this.form.dataset.failed);
      }
    }

    stop(told) {
      this.isOver = true;
      this.controls.hidden = true;
      this.showAsking(false);
      delete this.form.dataset.sending;
      say(told);
    }

    refuse(answer) {
      const isText = (answer.getResponseHeader("content-type") ?? "").startsWith("text/plain");
      const { signedOut, failed } = this.form.dataset;
      throw Object.assign(new Error(), { told: answer.responseURL.includes("/sign-in") ? signedOut : isText ? answer.responseText : failed });
    }

    tus(method, address, more = {}) {
      const headers = { "Tus-Resumable": "1.0.0", ...more.headers };
      return this.again(() => ask(method, address, { ...more, headers, started: (request) => { this.request = request; } }));
    }

    /* Tries until it works; a pause is no failure, and neither is a night without a line: then a person goes on by a button. */
    async again(deed) {
      for (let tries = 0; ; tries += 1) {
        if (this.isPaused && !this.isOver) await new Promise((goOn) => { this.goOn = goOn; });
        if (this.isOver) throw new Error();
        try {
          return await deed();
        } catch {
          if (this.isOver) throw new Error();
          if (tries === WAITS.length) { this.pause(this.form.dataset.cut); tries = 0; }
          if (tries === 1 && !this.isPaused) say(this.form.dataset.waiting);
          if (!this.isPaused) await new Promise((next) => { setTimeout(next, WAITS[tries] * 1000); });
          if (this.address) deed = await this.afterBreak(deed);
        }
      }
    }

    /* After a break a piece is never sent again blindly: the other side says how much it has. */
    async afterBreak(deed) {
      if (!this.isSendingPiece) return deed;
      return () => ask("HEAD", this.address, { headers: { "Tus-Resumable": "1.0.0" } });
    }

    async find() {
      this.address = localStorage.getItem(this.key) ?? "";
      if (!this.address) return false;
      const answer = await this.tus("HEAD", this.address);
      if (answer.status !== 200 || !answer.getResponseHeader("Upload-Offset")) { this.address = ""; return false; }
      this.arrived(answer);
      say(this.form.dataset.resumed.replace("{percent}", Math.floor((100 * this.offset) / this.file.size)));
      return true;
    }

    async begin() {
      const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
      const { pieces, kind } = this.form.dataset;
      const metadata = `filename ${encode(this.file.name)},kind ${encode(kind)}`;
      const answer = await this.tus("POST", pieces, { headers: { "Upload-Length": this.file.size, "Upload-Metadata": metadata } });
      if (answer.status !== 201) this.refuse(answer);
      this.address = answer.getResponseHeader("Location");
      localStorage.setItem(this.key, this.address);
    }

    async sendPiece() {
      const start = this.offset;
      const body = this.file.slice(start, start + Number(this.form.dataset.pieceBytes));
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": start };
      this.isSendingPiece = true;
      const answer = await this.tus("PATCH", this.address, { headers, body, moved: ({ loaded }) => this.say(start + loaded) });
      this.isSendingPiece = false;
      if (answer.status === 423 || answer.status === 409) {
        await new Promise((next) => { setTimeout(next, 2000); });
        const found = await this.tus("HEAD", this.address);
        if (found.status === 200) this.arrived(found); else this.refuse(found);
      } else if (answer.status === 204 || (answer.status === 200 && answer.getResponseHeader("Upload-Offset"))) this.arrived(answer);
      else { if ([404, 410].includes(answer.status)) localStorage.removeItem(this.key); this.refuse(answer); }
    }

    arrived(answer) {
      this.offset = Number(answer.getResponseHeader("Upload-Offset"));
      this.say(this.offset);
    }

    say(bytes) {
      const megabytes = (count) => (count / 1e6).toFixed(1);
      this.controls.querySelector("[data-so-far]").textContent = this.form.dataset.soFar
        .replace("{sent}", megabytes(bytes)).replace("{all}", megabytes(this.file.size));
      sayQuarters(this.form, Math.min(Math.floor((4 * this.offset) / this.file.size), 4));
    }

    pause(told) {
      this.isPaused = true;
      this.request?.abort();
      this.label();
      say(told);
    }

    label() {
      const { pause, goOn } = this.form.dataset;
      this.controls.querySelector("[name=pause]").textContent = this.isPaused ? goOn : pause;
    }

    toggle() {
      if (!this.isPaused) return this.pause(this.form.dataset.paused);
      this.isPaused = false;
      this.label();
      say(this.form.dataset.goesOn);
      return this.goOn?.();
    }

    /* What was sent is lost with it, so nothing more is sent until a person has decided. */
    ask() {
      this.isPaused = true;
      this.request?.abort();
      this.showAsking(true);
      this.controls.querySelector("[data-asking] h2").focus();
    }

    keep() {
      this.showAsking(false);
      this.toggle();
      this.controls.querySelector("[name=ask]").focus();
    }

    showAsking(isAsking) {
      this.controls.querySelector("[data-running]").hidden = isAsking;
      this.controls.querySelector("[data-asking]").hidden = !isAsking;
    }

    giveUp() {
      this.stop(this.form.dataset.givenUp);
      this.request?.abort();
      this.goOn?.();
      localStorage.removeItem(this.key);
      if (this.address) ask("DELETE", this.address, { headers: { "Tus-Resumable": "1.0.0" } }).catch(() => {});
      this.form.querySelector("input[type=file]").focus();
    }

    async finish() {
      const body = new FormData(this.form);
      body.delete(this.field);
      body.append("upload", this.address.split("/").pop());
      this.isSendingPiece = false;
      const answer = await this.again(() => ask("POST", this.form.action, { body }));
      if (answer.status < 400) { localStorage.removeItem(this.key); location.assign(answer.responseURL); }
      else { delete this.form.dataset.sending; show(answer.responseText); }
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const deed = event.submitter?.dataset.deed;
    const input = [...form.querySelectorAll("input[type=file]")].find((one) => one.files.length);
    if (deed) {
      event.preventDefault();
      current?.[deed]();
      return;
    }
    if (!form.matches("[data-upload]") || !input) return;
    event.preventDefault();
    if (!form.dataset.sending || !form.dataset.pieces) say(form.dataset.started);
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    if (form.dataset.pieces) {
      form.said = 0;
      current = new Pieces(form, input);
      current.run();
      return;
    }
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    sendWhole(form, body);
  });
})();
