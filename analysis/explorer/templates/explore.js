"use strict";
// Answers a question by looking it up: what holds on a day was computed when the page was made.
(() => {
  const record = JSON.parse(document.getElementById("record").textContent);
  const find = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const DAY = 86400000;
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const NAMED = 8;
  // Fills under which a name is dark.
  const LIGHT = ["none", "signatory", "withdrawing", "suspended", "undated"];
  const asked = { reading: "depositary", ...record.start };

  // Days are counted from 1 January 1970.
  const date = (day) => new Date(day * DAY);
  const iso = (day) => date(day).toISOString().slice(0, 10);
  const long = (day) => {
    const own = date(day);
    return `${own.getUTCDate()} ${MONTHS[own.getUTCMonth()]} ${own.getUTCFullYear()}`;
  };
  const short = (day) => long(day).replace(/ (\w{3})\w* /, " $1 ");
  const dayOf = (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) / DAY : NaN);
  const list = (names) =>
    names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const few = (names) =>
    names.length > NAMED ? `${list([...names.slice(0, NAMED), `${count(names.length - NAMED)} more`])}` : list(names);
  const count = (number) => record.counts[number] || `${number}`;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const element = (name, looks = {}, parent = null) => {
    const made = document.createElementNS(SVG, name);
    for (const key of Object.keys(looks)) made.setAttribute(key, looks[key]);
    if (parent) parent.append(made);
    return made;
  };

  // --- Answers -------------------------------------------------------------------------------
  /** The answers on each state, in order of the days from which they hold. */
  function answersOf(treaty, reading) {
    const own = record.treaties[treaty];
    const byState = new Map();
    const other = own.readings[reading] || [];
    const replaced = new Set(other.map((row) => row[0]));
    for (const row of [...own.answers.filter((one) => !replaced.has(one[0])), ...other]) {
      if (!byState.has(row[0])) byState.set(row[0], []);
      byState.get(row[0]).push(row);
    }
    return byState;
  }

  /** The place of the last row that holds by a day, -1 before the first. */
  function lastBy(rows, day, column) {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle][column] <= day) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Where a state stands on a day: status, since, until, stage, as the register answers. */
  function answer(rows, day) {
    const at = rows ? lastBy(rows, day, 1) : -1;
    if (at < 0) return { status: 0, since: null, until: null, stage: 0, before: null };
    const [, from, status, since, until, stage] = rows[at];
    const past = rows[at - 1];
    return {
      status,
      stage,
      since: since === null ? null : from - since,
      until: until === null ? null : from + until,
      before: past ? { status: past[2], until: past[4] === null ? null : past[1] + past[4] } : null,
    };
  }

  const within = (spell, day) => spell[1] <= day && (spell[2] === null || day < spell[2]);
  const membersOn = (region, day) =>
    new Set(record.regions[region].members.filter((one) => within(one, day)).map((one) => one[0]));

  /** Whom the treaty was made for by a day: everybody, or those it names. */
  function couldOn(treaty, day) {
    const own = record.treaties[treaty].could;
    if (own === null) return () => true;
    const known = new Set(own.filter((one) => one[1] === null || one[1] <= day).map((one) => one[0]));
    return (state) => known.has(state);
  }

  /** Of whom nothing is known under a treaty on a day, not even that they are outside. */
  const unknownOn = (treaty, day) =>
    new Set(record.treaties[treaty].unknown.filter((one) => within(one, day)).map((one) => one[0]));

  /** What a state is called on a day, in a table and in a sentence. */
  function namesOn(state, day) {
    const older = record.older.find((one) => one[0] === state && day < one[1]);
    const [name, said] = (older ? older.slice(2) : record.states[state].slice(1));
    return { name, said: said || name };
  }

  function rowsOn(day) {
    const own = record.treaties[asked.treaty];
    const could = couldOn(asked.treaty, day);
    const ended = own.ended !== null && own.ended <= day;
    const undated = new Set(own.undated.filter((one) => within(one, day)).map((one) => one[0]));
    const disputed = new Map(own.disputes.filter((one) => within(one, day)).map((one) => [one[0], one[3]]));
    const unknown = unknownOn(asked.treaty, day);
    const rows = [];
    for (const state of membersOn(asked.region, day)) {
      const found = answer(chosen.answers.get(state), day);
      const silent = !found.status && !found.stage && !disputed.has(state);
      if (silent && (!could(state) || unknown.has(state))) continue;
      const status = record.statuses[found.status];
      const until = ended && found.before && record.statuses[found.before.status].force && found.before.until === own.ended;
      rows.push({
        ...found,
        state,
        ...namesOn(state, day),
        code: record.states[state][0],
        word: !found.status && until ? "bound until the treaty ended" : status.word,
        ended: Boolean(!found.status && until),
        look: status.code === "party" && undated.has(state) ? "undated" : status.code,
        note: undated.has(state) && status.code === "party" ? record.undated : "",
        dispute: disputed.get(state) || "",
        order: status.order,
        force: status.force,
      });
    }
    return rows.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name, "en"));
  }

  // --- The question --------------------------------------------------------------------------
  let chosen = null;

  /** Keep what depends on treaty, region and reading: answers, days of change, the count. */
  function choose() {
    const answers = answersOf(asked.treaty, asked.reading);
    const members = record.regions[asked.region].members;
    const days = new Set();
    for (const spell of members)
      for (const row of answers.get(spell[0]) || []) if (within(spell, row[1])) days.add(row[1]);
    const changes = [...days].sort((a, b) => a - b);
    for (const spell of members) for (const day of [spell[1], spell[2]]) if (day !== null) days.add(day);
    chosen = { answers, changes };
    chosen.counts = [...days].sort((a, b) => a - b).map((day) => {
      let bound = 0;
      for (const state of membersOn(asked.region, day))
        if (record.statuses[answer(answers.get(state), day).status].force) bound += 1;
      return [Math.max(day, record.first), bound];
    });
  }

  function options(select, entries, kindOf) {
    const groups = new Map();
    for (const [code, own] of entries) {
      const kind = kindOf(own);
      if (kind && !groups.has(kind)) {
        const group = document.createElement("optgroup");
        group.label = kind;
        groups.set(kind, group);
        select.append(group);
      }
      const option = new Option(own.name, code);
      (groups.get(kind) || select).append(option);
    }
  }

  // --- Words ---------------------------------------------------------------------------------
  function finding(rows, day) {
    const own = record.treaties[asked.treaty];
    const region = record.regions[asked.region];
    if (day < own.opened) return `On ${long(day)} there was no ${own.noun} yet`;
    if (own.ended !== null && own.ended <= day) return `The ${own.noun} ended on ${long(own.ended)}`;
    if (!rows.length) return `The ${own.noun} was not made for any of the ${region.many}`;
    const bound = rows.filter((row) => row.force).length;
    const unknown = unknownOn(asked.treaty, day);
    const there = [...membersOn(asked.region, day)].filter((state) => !unknown.has(state));
    const those = there.length > rows.length ? " that it was made for" : "";
    const whole = rows.length === 1 ? `the one ${region.one}` : `the ${count(rows.length)} ${region.many}`;
    const all = rows.length === 1 ? whole : `all ${count(rows.length)} ${region.many}`;
    const who = bound === rows.length ? `${all}${those}` : `${bound ? count(bound) : "none"} of ${whole}${those}`;
    return `${capital(who)} ${bound < 2 ? "is" : "are"} bound by the ${own.noun}`;
  }

  function sentences(rows, day) {
    const own = record.treaties[asked.treaty];
    const told = [];
    const having = (code) => rows.filter((row) => record.statuses[row.status].code === code);
    const each = (own) => few(own.map((row) => (row.until === null ? row.said : `${row.said} (until ${long(row.until)})`)));
    const say = (code, one, many, names = each) => {
      const found = having(code);
      if (found.length) told.push(`${capital(names(found))} ${found.length > 1 ? many : one}.`);
    };
    say("withdrawn", "has withdrawn", "have withdrawn", (found) => few(found.map((row) => row.said)));
    say("withdrawing", "has given notice and is still bound", "have given notice and are still bound");
    say("suspended", "has suspended its operation", "have suspended its operation");
    say("contracting", "has consented and is not bound yet", "have consented and are not bound yet", (found) =>
      few(found.map((row) => (row.until === null ? row.said : `${row.said} (bound from ${long(row.until)})`))));
    const steps = rows.filter((row) => row.stage && record.statuses[row.status].code === "party" && row.stage <= record.political);
    if (steps.length) told.push(`Short of a notice: ${few(steps.map((row) => `${row.said} (${record.stages[row.stage]})`))}.`);
    const undated = rows.filter((row) => row.note);
    if (undated.length) told.push(`A suspension by ${few(undated.map((row) => row.said))} is documented; its day is not on record.`);
    const bound = rows.filter((row) => row.ended);
    if (bound.length) told.push(`Until then it bound ${few(bound.map((row) => row.said))}.`);
    for (const row of rows) if (row.dispute && !row.ended) told.push(`Contested: ${row.said} ${row.dispute}.`);
    if (own.entered !== null && day < own.entered && day >= own.opened) told.push(`The ${own.noun} was not in force yet on ${long(day)}.`);
    if (own.entered === null && day >= own.opened && !(own.ended !== null && own.ended <= day)) told.push(`The ${own.noun} has not entered into force.`);
    if (day > own.covered && !(own.ended !== null && own.ended <= day))
      told.push(`Acts under it are on record up to ${long(own.covered)}; for a later day only what had been scheduled by then is shown.`);
    return told;
  }

  // --- The table -----------------------------------------------------------------------------
  function cell(text) {
    const made = document.createElement("td");
    made.textContent = text;
    return made;
  }

  function tableRow(row) {
    const made = document.createElement("tr");
    const status = record.statuses[row.status].code;
    Object.assign(made.dataset, {
      state: row.code,
      status,
      since: row.since === null ? "" : iso(row.since),
      until: row.until === null ? "" : iso(row.until),
      stage: record.codes[row.stage],
    });
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = row.name;
    const where = document.createElement("td");
    const sign = element("svg", { class: `mark mark-${status}`, viewBox: "0 0 12 12", "aria-hidden": "true" }, where);
    element("use", { href: `#sign-${status}` }, sign);
    where.append(` ${row.word}`);
    // A notice that runs, or has run out, is the status itself.
    const own = { withdrawing: "notified", withdrawn: "effective" }[status];
    const step = record.codes[row.stage] === own ? "" : record.stages[row.stage];
    const notes = [step, row.note, row.dispute && !row.ended ? "contested" : ""].filter(Boolean);
    if (notes.length) {
      const step = document.createElement("span");
      step.className = "step";
      step.textContent = notes.join("; ");
      where.append(step);
    }
    const days = [row.since, row.until].map((day) => cell(day === null ? "" : short(day)));
    made.append(name, where, ...days);
    if (row.code === picked) made.className = "chosen";
    return made;
  }

  // --- The map -------------------------------------------------------------------------------
  const map = { paths: new Map(), dots: new Map(), labels: null, region: "", width: 0 };
  let picked = "";

  /** Equal Earth for the world, Lambert azimuthal equal-area around a middle; in kilometres. */
  function projection(middle) {
    const R = 6371.007;
    const rad = Math.PI / 180;
    if (middle === null) {
      const [a, b, c, d] = [1.340264, -0.081106, 0.000893, 0.003796];
      const half = Math.sqrt(3) / 2;
      return (x, y) => {
        const t = Math.asin(half * Math.sin(y * rad));
        const t2 = t * t;
        const t6 = t2 * t2 * t2;
        const wide = (x * rad * Math.cos(t)) / (half * (a + 3 * b * t2 + t6 * (7 * c + 9 * d * t2)));
        return [R * wide, R * t * (a + b * t2 + t6 * (c + d * t2)), 0];
      };
    }
    const [sin0, cos0] = [Math.sin(middle[1] * rad), Math.cos(middle[1] * rad)];
    return (x, y) => {
      const turn = (x - middle[0]) * rad;
      const [sin, cos] = [Math.sin(y * rad), Math.cos(y * rad)];
      const near = sin0 * sin + cos0 * cos * Math.cos(turn);
      const k = Math.sqrt(2 / Math.max(1 + near, 1e-9));
      return [R * k * cos * Math.sin(turn), R * k * (cos0 * sin - sin0 * cos * Math.cos(turn)), Math.acos(Math.max(-1, Math.min(1, near)))];
    };
  }

  function frame(view, width) {
    const [left, bottom, right, top] = view.bounds;
    const tall = Math.min(Math.max((top - bottom) / (right - left), record.frame[0]), width < 500 ? 1.25 : record.frame[1]);
    const height = Math.round(width * tall);
    const scale = Math.max((right - left) / width, (top - bottom) / height);
    const [x0, y0] = [(left + right) / 2 - (scale * width) / 2, (top + bottom) / 2 + (scale * height) / 2];
    const project = projection(view.middle);
    const reach = view.middle === null ? Infinity : 2 * Math.asin(Math.min(1, (scale * Math.hypot(width, height)) / 2 / (2 * 6371)));
    const place = (x, y) => {
      const [east, north, far] = project(x, y);
      return [(east - x0) / scale, (y0 - north) / scale, far];
    };
    return { width, height, reach, place };
  }

  /** One ring as a path and its area in square pixels; nothing where it lies beyond the frame. */
  function ringPath(ring, sheet) {
    let [x, y] = [ring[0], ring[1]];
    let path = "";
    let area = 0;
    let nearest = Infinity;
    const edge = [];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < ring.length; at += 2) {
      if (at) {
        x += ring[at];
        y += ring[at + 1];
      }
      const [left, top, far] = sheet.place(x * record.unit, y * record.unit);
      nearest = Math.min(nearest, far);
      box[0] = Math.min(box[0], left);
      box[1] = Math.min(box[1], top);
      box[2] = Math.max(box[2], left);
      box[3] = Math.max(box[3], top);
      path += `${at ? "L" : "M"}${left.toFixed(1)} ${top.toFixed(1)}`;
      edge.push([left, top]);
    }
    edge.forEach(([left, top], at) => {
      const [next, below] = edge[(at + 1) % edge.length];
      area += left * below - next * top;
    });
    const seen = nearest <= sheet.reach && box[2] > 0 && box[0] < sheet.width && box[3] > 0 && box[1] < sheet.height;
    return seen ? { path: `${path}Z`, area: Math.abs(area) / 2, box, edge } : null;
  }

  function layMap(width) {
    const svg = find("map");
    const sheet = frame(record.regions[asked.region].view, width);
    svg.setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`);
    svg.querySelectorAll(":scope > g").forEach((old) => old.remove());
    const land = element("g", { class: "shapes" }, svg);
    const dots = element("g", { class: "shapes" }, svg);
    Object.assign(map, { region: asked.region, width, paths: new Map(), dots: new Map(), sheet });
    for (const code of Object.keys(record.shapes)) {
      const shape = record.shapes[code];
      const rings = shape.rings.map((ring) => ringPath(ring, sheet)).filter(Boolean);
      const [x, y] = sheet.place(shape.at[0] * record.unit, shape.at[1] * record.unit);
      const largest = rings.reduce((best, one) => (best && best.area > one.area ? best : one), null);
      const path = element("path", { d: rings.map((one) => one.path).join(""), "fill-rule": "evenodd", class: "land" }, land);
      path.dataset.state = code;
      const area = rings.reduce((sum, one) => sum + one.area, 0);
      map.paths.set(code, { path, x, y, area, box: largest && largest.box, edge: largest && largest.edge });
      if (area < 14 && x > 0 && x < sheet.width && y > 0 && y < sheet.height) {
        const dot = element("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 4, class: "land", visibility: "hidden" }, dots);
        dot.dataset.state = code;
        map.dots.set(code, dot);
      }
    }
    map.labels = element("g", { "aria-hidden": "true" }, svg);
    find("boundaries").textContent = record.regions[asked.region].foot;
  }

  function paint(rows) {
    const looks = new Map(rows.map((row) => [row.code, row]));
    for (const [code, own] of map.paths) {
      const row = looks.get(code);
      const name = row ? `own look-${row.look}${code === picked ? " chosen" : ""}` : "land";
      if (own.path.getAttribute("class") !== name) own.path.setAttribute("class", name);
      const dot = map.dots.get(code);
      if (dot) {
        dot.setAttribute("class", name);
        dot.setAttribute("visibility", row ? "visible" : "hidden");
      }
    }
    label(rows);
  }

  /** Write the names that fit into their state and into no other name. */
  function label(rows) {
    map.labels.replaceChildren();
    const taken = [];
    const own = rows.map((row) => [row, map.paths.get(row.code)]).filter(([, at]) => at && at.box);
    for (const [row, at] of own.sort((a, b) => b[1].area - a[1].area)) {
      const wide = row.name.length * 6.4 + 4;
      const box = [at.x - wide / 2, at.y - 8, at.x + wide / 2, at.y + 8];
      const dark = LIGHT.includes(row.look);
      const room = at.box[2] - at.box[0] > wide && at.box[3] - at.box[1] > 18 && !at.edge.some(([x, y]) => Math.abs(x - at.x) < wide * 0.4 && Math.abs(y - at.y) < 6);
      const inside = box[0] > 0 && box[2] < map.sheet.width && box[1] > 0 && box[3] < map.sheet.height;
      const free = taken.every((one) => box[2] < one[0] || box[0] > one[2] || box[3] < one[1] || box[1] > one[3]);
      if (!room || !inside || !free) continue;
      taken.push(box);
      const text = element("text", { x: at.x.toFixed(1), y: (at.y + 4).toFixed(1) }, map.labels);
      if (!dark) {
        text.setAttribute("class", "light");
        text.style.setProperty("--under", record.areas[row.look]);
      }
      text.textContent = row.name;
    }
  }

  function key(rows) {
    const counts = new Map();
    for (const row of rows) {
      const word = row.look === "undated" ? record.undated : row.word;
      const [, , count] = counts.get(word) || ["", "", 0];
      counts.set(word, [row.look, word, count + 1]);
    }
    find("key").replaceChildren(...[...counts.values()].map(([look, word, count]) => {
      const item = document.createElement("li");
      const swatch = element("svg", { viewBox: "0 0 28 18", "aria-hidden": "true" }, item);
      element("rect", { width: 28, height: 18, class: `look-${look}` }, swatch);
      item.append(`${word} (${count})`);
      return item;
    }));
  }

  // --- The count over time -------------------------------------------------------------------
  const clock = { left: 12, height: 104, top: 16, foot: 18 };
  const across = (day) => clock.left + ((day - record.first) / (record.last - record.first)) * (clock.width - 2 * clock.left);

  function drawCount(width) {
    const svg = find("count");
    clock.width = width;
    svg.setAttribute("viewBox", `0 0 ${width} ${clock.height}`);
    svg.replaceChildren();
    const most = Math.max(1, ...chosen.counts.map((one) => one[1]));
    const up = (count) => clock.height - clock.foot - (count / most) * (clock.height - clock.foot - clock.top);
    const steps = [[record.first, 0], ...chosen.counts];
    const line = (from, to) => {
      let path = "";
      let held = 0;
      for (const [day, count] of steps) {
        if (day > to) break;
        if (day >= from) path += `${path ? `H${across(day).toFixed(1)}` : `M${across(from).toFixed(1)} ${up(held).toFixed(1)}H${across(day).toFixed(1)}`}V${up(count).toFixed(1)}`;
        held = count;
      }
      return `${path || `M${across(from).toFixed(1)} ${up(held).toFixed(1)}`}H${across(to).toFixed(1)}`;
    };
    const known = Math.min(record.vintage, record.last);
    element("path", { d: `${line(record.first, known)}V${up(0)}H${across(record.first)}Z`, fill: record.party.tint }, svg);
    element("path", { d: line(record.first, known), fill: "none", stroke: record.party.area, "stroke-width": 1.6 }, svg);
    if (record.last > known)
      element("path", { d: line(known, record.last), fill: "none", stroke: record.party.area, "stroke-width": 1.6, "stroke-dasharray": "3 3" }, svg);
    element("path", { d: `M${clock.left} ${up(0)}H${width - clock.left}`, class: "axis-line" }, svg);
    const every = width < 500 ? 25 : 10;
    for (let year = 1930; year <= date(record.last).getUTCFullYear(); year += every) {
      const text = element("text", { x: across(Date.UTC(year, 0, 1) / DAY), y: clock.height - 3, class: "axis", "text-anchor": "middle" }, svg);
      text.textContent = year;
    }
    const most_ = element("text", { x: clock.left, y: 11 }, svg);
    most_.textContent = `States bound, at most ${most}`;
    clock.hand = element("path", { class: "hand" }, svg);
    const region = record.regions[asked.region];
    svg.setAttribute("aria-label", `States bound by the ${record.treaties[asked.treaty].noun} among the ${region.many} over time: at most ${most}.`);
  }

  // --- Showing -------------------------------------------------------------------------------
  let rows = [];
  let waiting = 0;
  let speaking = 0;

  function show() {
    const day = asked.day;
    rows = rowsOn(day);
    const own = record.treaties[asked.treaty];
    const title = finding(rows, day);
    find("told-day").textContent = long(day);
    find("slider").setAttribute("aria-valuetext", long(day));
    find("slider").value = day;
    find("exact").value = iso(day);
    find("earlier").disabled = !(chosen.changes[0] < day);
    find("later").disabled = !(chosen.changes.at(-1) > day);
    find("finding").textContent = title;
    find("caption").textContent = `Status under the ${own.noun} on ${long(day)}: ${record.regions[asked.region].name}`;
    find("atlas-title").textContent = `Where they stand under the ${own.noun} on ${long(day)}`;
    find("rows").replaceChildren(...rows.map(tableRow));
    clock.hand.setAttribute("d", `M${across(day).toFixed(1)} 14V${clock.height - clock.foot}`);
    paint(rows);
    key(rows);
    const counts = [...find("key").children].map((one) => one.textContent).join(", ");
    find("map").setAttribute("aria-label", `Map of the status under the ${own.noun} on ${long(day)}: ${counts || "nobody"}. The table below lists each state.`);
    // What is read aloud waits until the slider rests.
    clearTimeout(speaking);
    const told = sentences(rows, day);
    speaking = setTimeout(() => {
      find("sentences").replaceChildren(...told.map((words) => {
        const made = document.createElement("p");
        made.textContent = words;
        return made;
      }));
      document.documentElement.dataset.ready = `${asked.treaty} ${asked.region} ${asked.reading} ${iso(day)}`;
    }, 120);
    const place = `#treaty=${asked.treaty}&region=${asked.region}&day=${iso(day)}${asked.reading === "depositary" ? "" : `&reading=${asked.reading}`}`;
    if (location.hash !== place) try { history.replaceState(null, "", place); } catch { /* a frame may forbid it */ }
    pick(picked);
  }

  function move(day) {
    asked.day = Math.min(Math.max(Math.round(day), record.first), record.last);
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; show(); });
  }

  function renew() {
    const own = record.treaties[asked.treaty];
    const several = Object.keys(own.readings).length > 0;
    if (!several) asked.reading = "depositary";
    find("contested").hidden = !several;
    for (const name of ["treaty", "region", "reading"]) find(name).value = asked[name];
    choose();
    fit();
  }

  function fit() {
    const width = Math.max(280, Math.floor(find("atlas").clientWidth || 700) - (matchMedia("(prefers-color-scheme:dark)").matches ? 24 : 0));
    if (map.region !== asked.region || map.width !== width) layMap(width);
    drawCount(Math.max(280, Math.floor(find("slider").clientWidth)));
    show();
  }

  function pick(code) {
    picked = code;
    const row = rows.find((one) => one.code === code);
    for (const [name, own] of map.paths) own.path.classList.toggle("chosen", name === code && Boolean(row));
    for (const made of find("rows").children) made.classList.toggle("chosen", made.dataset.state === code);
    if (!row) return;
    const spell = [row.since === null ? "" : ` since ${long(row.since)}`, row.until === null ? "" : `, until ${long(row.until)}`].join("");
    const step = row.stage ? `; step towards leaving: ${record.stages[row.stage]}` : "";
    find("picked").textContent = `${row.name}: ${row.word}${spell}${step}.`;
  }

  /** Take the question from the address, so that an answer can be sent as a link. */
  function fromAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    if (record.treaties[given.get("treaty")]) asked.treaty = given.get("treaty");
    if (record.regions[given.get("region")]) asked.region = given.get("region");
    if (record.readings[given.get("reading")]) asked.reading = given.get("reading");
    const day = dayOf(given.get("day") || "");
    if (!Number.isNaN(day)) asked.day = Math.min(Math.max(day, record.first), record.last);
  }

  function begin() {
    options(find("treaty"), Object.entries(record.treaties), (own) => own.family);
    options(find("region"), Object.entries(record.regions), (own) => own.kind);
    options(find("reading"), Object.entries(record.readings).map(([code, name]) => [code, { name }]), () => "");
    Object.assign(find("slider"), { min: record.first, max: record.last });
    Object.assign(find("exact"), { min: iso(record.first), max: iso(record.last) });
    find("question").hidden = false;
    find("atlas").hidden = false;
    for (const name of ["treaty", "region", "reading"])
      find(name).addEventListener("change", (event) => { asked[name] = event.target.value; renew(); });
    find("question").addEventListener("submit", (event) => event.preventDefault());
    find("slider").addEventListener("input", (event) => move(Number(event.target.value)));
    find("slider").addEventListener("keydown", (event) => {
      const year = { PageUp: 365, PageDown: -365 }[event.key];
      if (!year) return;
      event.preventDefault();
      move(asked.day + year);
    });
    find("exact").addEventListener("change", (event) => {
      const day = dayOf(event.target.value);
      if (!Number.isNaN(day)) move(day);
    });
    find("earlier").addEventListener("click", () => move(chosen.changes.filter((day) => day < asked.day).at(-1)));
    find("later").addEventListener("click", () => move(chosen.changes.find((day) => day > asked.day)));
    for (const kind of ["click", "pointerover"])
      find("map").addEventListener(kind, (event) => { if (event.target.dataset && event.target.dataset.state) pick(event.target.dataset.state); });
    window.addEventListener("hashchange", () => { fromAddress(); renew(); });
    new ResizeObserver(() => { if (Math.abs((clock.width || 0) - find("slider").clientWidth) > 2) fit(); }).observe(find("slider"));
    fromAddress();
    renew();
  }

  begin();
})();
