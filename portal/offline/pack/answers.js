/* Checks the answers of a pack and writes them down as a receipt. For old browsers: no modules, no fetch, no promises.
   The signature shows that the receipt was made with this pack and not changed afterwards; the portal marks again. */
(function () {
  "use strict";
  var told = JSON.parse(document.getElementById("pack").textContent);
  var words = told.words;
  var place = "pack-" + told.pack;

  function say(text) { document.getElementById("status").textContent = text; }
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  }

  /* SHA-256 and HMAC over bytes, FIPS 180-4 and RFC 2104. */
  var K = [], FIRST = [];
  (function () {
    var found = 0, number = 2, divisor;
    function part(root) { return Math.floor((root - Math.floor(root)) * 4294967296) | 0; }
    for (; found < 64; number++) {
      for (divisor = 2; divisor * divisor <= number && number % divisor; divisor++) { /* looks for a divisor */ }
      if (divisor * divisor > number) {
        if (found < 8) FIRST[found] = part(Math.sqrt(number));
        K[found++] = part(Math.pow(number, 1 / 3));
      }
    }
  })();
  function turn(word, by) { return (word >>> by) | (word << (32 - by)); }
  function sha256(bytes) {
    var data = bytes.slice(), state = FIRST.slice(), bits = bytes.length * 8, start, i;
    data.push(128);
    while (data.length % 64 !== 56) data.push(0);
    data.push(0, 0, 0, Math.floor(bits / 4294967296), bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
    for (start = 0; start < data.length; start += 64) {
      var w = [], s = state.slice(), one, two;
      for (i = 0; i < 64; i++) {
        if (i < 16) {
          one = start + i * 4;
          w[i] = (data[one] << 24) | (data[one + 1] << 16) | (data[one + 2] << 8) | data[one + 3];
        } else {
          one = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
          two = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
          w[i] = (w[i - 16] + one + w[i - 7] + two) | 0;
        }
        one = (s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[i] + w[i]) | 0;
        two = ((turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      for (i = 0; i < 8; i++) state[i] = (state[i] + s[i]) | 0;
    }
    var digest = [];
    for (i = 0; i < 32; i++) digest.push((state[i >> 2] >>> (24 - (i % 4) * 8)) & 255);
    return digest;
  }
  function bytesOf(text) {
    var raw = unescape(encodeURIComponent(text)), bytes = [];
    for (var i = 0; i < raw.length; i++) bytes.push(raw.charCodeAt(i));
    return bytes;
  }
  function sign(text) {
    var key = bytesOf(told.key), inner = [], outer = [], hex = "";
    for (var i = 0; i < 64; i++) { inner.push((key[i] || 0) ^ 54); outer.push((key[i] || 0) ^ 92); }
    var digest = sha256(outer.concat(sha256(inner.concat(bytesOf(text)))));
    for (i = 0; i < 32; i++) hex += (digest[i] < 16 ? "0" : "") + digest[i].toString(16);
    return hex;
  }

  /* A lesson's code: its number, six digits of a signature, and a check digit (Damm). */
  var DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
  function codeOf(number) {
    var hex = sign("lesson " + number + " done"), left = 0, check = 0, i;
    for (i = 0; i < hex.length; i++) left = (left * 16 + parseInt(hex.charAt(i), 16)) % 1000000;
    var digits = ("0" + number).slice(-2) + ("00000" + left).slice(-6);
    for (i = 0; i < digits.length; i++) check = +DAMM[check].charAt(+digits.charAt(i));
    digits += check;
    return digits.slice(0, 4) + " " + digits.slice(4, 8) + " " + digits.slice(8);
  }

  function controls(slug, name) { return document.getElementsByName(slug + "/" + name); }
  function given(slug, name) {
    var found = [], fields = controls(slug, name);
    for (var i = 0; i < fields.length; i++) {
      var is_choice = fields[i].type === "radio" || fields[i].type === "checkbox";
      var value = fields[i].value.replace(/[\u0000-\u001f\u007f-\u00a0\u2028\u2029]+/g, " ").replace(/^ +| +$/g, "");
      if (value && (!is_choice || fields[i].checked)) found.push(value);
    }
    return found;
  }
  function plain(text) {
    var ends = "，。；：！？、,.;:!?“”‘’\"'《》（）()…";
    text = (text.normalize ? text.normalize("NFKC") : text).toLowerCase().replace(/\s+/g, "");
    while (text && ends.indexOf(text.charAt(0)) >= 0) text = text.slice(1);
    while (text && ends.indexOf(text.charAt(text.length - 1)) >= 0) text = text.slice(0, -1);
    return text;
  }
  function allOf(slug, question) {
    var all = [];
    for (var i = 0; i < question.names.length; i++) all = all.concat(given(slug, question.names[i]));
    return all;
  }
  function isRight(slug, question) {
    var all = allOf(slug, question), right = question.right;
    if (question.kind === "fill") return right.indexOf(plain(all[0])) >= 0;
    if (question.kind === "order") return all.join() === right.join();
    if (question.kind === "single" || question.kind === "multiple") return all.slice().sort().join() === right.slice().sort().join();
    return true;
  }
  function check(lesson) {
    var problems = [];
    for (var i = 0; i < lesson.questions.length; i++) {
      var question = lesson.questions[i], values = { number: question.number };
      var count = allOf(lesson.slug, question).length;
      if (!count || (question.kind === "order" && count < question.names.length)) problems.push(fill(words.missing, values));
      else if (!isRight(lesson.slug, question)) problems.push(fill(words.wrong, values));
    }
    return problems.length ? problems.join("") : fill(words.right, { lesson: lesson.number, code: codeOf(lesson.number) });
  }

  function collect() {
    var answers = [], lessons = 0;
    for (var i = 0; i < told.lessons.length; i++) {
      var lesson = told.lessons[i], before = answers.length;
      for (var j = 0; j < lesson.questions.length; j++) {
        var names = lesson.questions[j].names;
        for (var k = 0; k < names.length; k++) {
          var values = given(lesson.slug, names[k]);
          for (var m = 0; m < values.length; m++) answers.push([lesson.slug, names[k], values[m]]);
        }
      }
      if (answers.length > before) lessons++;
    }
    return { answers: answers, lessons: lessons };
  }
  function save() {
    var found = collect(), lines = ["receipt 1\t" + told.pack + "\t" + told.mark];
    if (!found.lessons) { say(words.empty); return; }
    for (var i = 0; i < found.answers.length; i++) lines.push(found.answers[i].join("\t"));
    var receipt = JSON.stringify({ receipt: 1, pack: told.pack, version: told.mark, answers: found.answers, signature: sign(lines.join("\n")) });
    document.getElementById("copy").hidden = false;
    document.getElementById("receipt").value = receipt;
    var link = document.createElement("a");
    link.href = "data:application/json;charset=utf-8," + encodeURIComponent(receipt);
    link.download = "receipt-" + told.pack + ".json";
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    say(fill(words.saved, { count: found.lessons }));
  }

  /* What was typed is there again when the page is opened again, where the browser keeps anything for files. */
  function remember() {
    try { localStorage.setItem(place, JSON.stringify(collect().answers)); } catch (nothing) { /* it does not */ }
  }
  function restore() {
    var kept;
    try { kept = JSON.parse(localStorage.getItem(place) || "[]"); } catch (nothing) { return; }
    for (var i = 0; i < kept.length; i++) {
      var fields = controls(kept[i][0], kept[i][1]);
      for (var j = 0; j < fields.length; j++) {
        if (fields[j].type === "radio" || fields[j].type === "checkbox") fields[j].checked = fields[j].checked || fields[j].value === kept[i][2];
        else fields[j].value = kept[i][2];
      }
    }
  }

  restore();
  document.addEventListener("change", remember);
  var buttons = document.getElementsByTagName("button");
  for (var i = 0; i < buttons.length; i++) {
    buttons[i].hidden = false;
    buttons[i].onclick = function () {
      if (this.id === "save") { save(); return; }
      for (var j = 0; j < told.lessons.length; j++) {
        if (told.lessons[j].slug !== this.getAttribute("data-check")) continue;
        var text = check(told.lessons[j]);
        document.getElementById(told.lessons[j].slug + "-state").textContent = text;
        say(text);
      }
    };
  }
})();
