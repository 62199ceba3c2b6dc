// Runs inside a page: opens a thread as a reader would, and hands the document back.
// Evaluated once per frame, with the lists of `vocabulary/controls.py`; then `step(plan,
// milliseconds, idle)` while there is something to press or scroll, and `serialise()` at the end.
// `plan` is a Widget (engines/base.py).
(sources) => {
  if (window.__newscrawl) return;
  const words = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, new RegExp(source, 'iu')]));
  const pressed = new WeakMap();   // element -> progress at its last press
  const texts = new Set();         // every piece of text ever seen in the thread
  const dropped = new Map();       // markup of what the page removed: virtual lists, replaced pages
  const observed = new WeakSet();
  const virtual = new WeakSet();   // scrolling boxes that forget rows out of sight
  let droppedSize = 0;
  let lastChange = performance.now();
  let version = 0;                 // grows with every change of the document
  let presses = 0;
  let lastPlaces = [];
  let isAllowed = () => true;

  const visible = (el) => {
    const box = el.getClientRects();
    if (!box.length) return false;
    const style = getComputedStyle(el);
    return style.visibility !== 'hidden' && style.display !== 'none' && style.pointerEvents !== 'none';
  };
  // A sign alone, such as an arrow, says less than what screen readers are told.
  const label = (el) => {
    const shown = el.innerText || el.value || '';
    const told = el.getAttribute('aria-label') || el.title || '';
    return (/[\p{L}\p{N}]/u.test(shown) || !told ? shown : told).replace(/\s+/g, ' ').trim();
  };

  // Every root of the document: itself and all open shadow roots.
  const roots = () => {
    const found = [document];
    for (let i = 0; i < found.length; i++) {
      for (const el of found[i].querySelectorAll('*')) if (el.shadowRoot) found.push(el.shadowRoot);
      watch(found[i]);
    }
    return found;
  };
  const all = (selector, within) => {
    if (!selector) return [];
    try {
      return (within || roots()).flatMap((root) => [...root.querySelectorAll(selector)]);
    } catch { return []; }   // a selector this browser does not know
  };

  const watch = (root) => {
    if (observed.has(root)) return;
    observed.add(root);
    version += 1;   // a shadow root may come without any other change
    new MutationObserver((records) => {
      version += 1;
      if (records.some((one) => one.type !== 'attributes')) lastChange = performance.now();
      for (const record of records) {
        if (!lastPlaces.some((place) => place.contains(record.target))) continue;
        for (const node of record.removedNodes) keep(node);
      }
    }).observe(root, {childList: true, subtree: true, characterData: true, attributes: true});
  };
  const keep = (node) => {
    if (node.nodeType !== 1 || droppedSize > 2e7) return;
    const size = node.textContent.length;
    if (size < 12 || size > 1e6) return;
    keepMarkup(node.outerHTML);
  };
  const keepMarkup = (html) => {
    if (dropped.has(html) || droppedSize > 2e7) return;
    dropped.set(html, true);
    droppedSize += html.length;
  };

  // Whether the page around this frame, if we may read it, names the frame's place as comments.
  const framedAsArea = () => {
    let el = null;
    try { el = window.frameElement; } catch { return false; }
    for (let i = 0; el && i < 5; i++, el = el.parentElement) {
      if (words.area.test(`${el.id} ${typeof el.className === 'string' ? el.className : ''} ${el.title}`)) return true;
    }
    return false;
  };

  // Where the thread is: the widget's own container, or elements named like one. The search is most
  // of the work, so what it found is kept while the document does not change.
  let foundAreas = [], foundAt = -1;
  const areas = (plan) => {
    roots();   // a new shadow root is a change
    if (foundAt !== version) [foundAt, foundAreas] = [version, areasOf(plan)];
    return foundAreas;
  };
  const areasOf = (plan) => {
    if (plan.root) {
      const own = all(plan.root);
      if (own.length) return own;
    }
    if (window !== window.top && (words.area.test(location.href) || framedAsArea())) return [document.body];
    const found = [];
    const add = (el) => {
      if (!el || el === document.body || el === document.documentElement || el === document.head) return;
      if (el.querySelector && el.querySelector('h1')) return;
      if (!found.some((one) => one.contains(el))) found.push(el);
    };
    for (const root of roots()) {
      if (root.host && found.some((one) => one.contains(root.host))) { found.push(root); continue; }
      for (const el of root.querySelectorAll('[id],[class],[aria-label]')) {
        const name = `${el.id} ${typeof el.className === 'string' ? el.className : ''} ${el.localName.includes('-') ? el.localName : ''}`;
        if (words.area.test(name) && !/^(a|button|input|script|style|link|meta|svg|path|use|img|label)$/.test(el.localName)) add(el);
      }
      for (const el of root.querySelectorAll('h2,h3,h4,h5,summary,[role=heading]')) {
        const text = el.textContent.trim();
        if (text.length < 60 && words.area.test(text)) add(el.parentNode);
      }
      add(repliesHome(root));
    }
    return found;
  };
  // For a thread without such a name: the smallest element that holds most of the reply buttons.
  const repliesHome = (root) => {
    const replies = [...root.querySelectorAll('a,button,[role=button],span')]
      .filter((el) => el.textContent.length < 24 && words.reply.test(el.textContent));
    if (replies.length < 3) return null;
    let home = replies[0].parentElement;
    while (home && replies.filter((el) => home.contains(el)).length < replies.length * 0.8) home = home.parentElement;
    // Its "more" button may stand beside the list.
    const wider = home && home.parentElement;
    return wider && wider !== document.body && !wider.querySelector('h1') ? wider : home;
  };
  // The areas and the shadow roots inside them, to be queried.
  const within = (places) => {
    const inside = [...places];
    for (let i = 0; i < inside.length; i++) {
      if (inside[i].shadowRoot && !inside.includes(inside[i].shadowRoot)) inside.push(inside[i].shadowRoot);
      for (const el of inside[i].querySelectorAll('*')) if (el.shadowRoot) inside.push(el.shadowRoot);
    }
    return (lastPlaces = [...new Set(inside)]);
  };

  // Progress is new text: rows, opened replies and "read more" count alike. Short texts lose their
  // digits, because clocks and counters tick without showing anything new.
  const look = (places) => {
    for (const place of places) {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.trim();
        if (text.length > 3) texts.add(text.length < 40 ? text.replace(/\d+/g, '#') : text);
      }
    }
  };
  const rowKeys = new Set();
  const lookRows = (plan) => {
    for (const row of all(plan.rows)) {
      const id = plan.row_id ? row.getAttribute(plan.row_id) : row.textContent.trim();
      if (id) rowKeys.add(id);
    }
  };
  const progress = () => texts.size + rowKeys.size;
  // How many elements of the commonest class hold text: as many as comments, if each has such a box.
  const alike = (places) => {
    const counts = new Map();
    for (const place of places) {
      for (const el of place.querySelectorAll('[class]')) {
        if (el.childElementCount && el.textContent.trim()) {
          const kind = `${el.localName} ${el.classList[0]}`;
          counts.set(kind, (counts.get(kind) || 0) + 1);
        }
      }
    }
    return Math.max(0, ...counts.values());
  };

  const writes = (el) => {
    const form = el.closest('form');
    const type = (el.getAttribute('type') || '').toLowerCase();
    if (form && (el.localName === 'button' || el.localName === 'input') && type !== 'button') {
      if (form.querySelector('textarea,[contenteditable],input[type=password],input[type=email]')) return true;
      if ((form.method || '').toLowerCase() === 'post') return true;
    }
    return false;
  };
  const buttons = (places) => {
    const found = new Set();
    for (const place of places) {
      for (const el of place.querySelectorAll('a,button,[role=button],summary,input[type=button],[onclick],[tabindex],span,div,p,li')) {
        const raw = el.textContent.length > 160 ? '' : label(el);
        const name = raw || (el.localName === 'button' ? String(el.className) : '');
        if (!name || name.length > 80 || words.never.test(name)) continue;
        if (!words.more.test(name) && !words.moreClass.test(String(el.className))) continue;
        const target = el.closest('a,button,[role=button],summary') || el;
        if (target === el && !/^(a|button|summary|input)$/.test(el.localName) && el.getAttribute('role') !== 'button') {
          if (getComputedStyle(el).cursor !== 'pointer' && !el.onclick) continue;
          if (el.querySelector('a,button,[role=button]')) continue;
        }
        if (!words.never.test(label(target))) found.add(target);
      }
    }
    return [...found];
  };
  // A link is pressed for its script, never followed.
  const stay = (event) => {
    const link = event.composedPath().find((el) => el.localName === 'a' && el.getAttribute && el.getAttribute('href'));
    if (link && !/^(#|javascript:)/i.test(link.getAttribute('href'))) event.preventDefault();
  };
  // A press may write the next page of a list into the rows of the one before.
  let kept = null;   // what stood there before the first press that has brought nothing yet
  const linesOf = (place) => (place.innerText || place.textContent).split('\n').filter((line) => line.length > 20);
  const keepBefore = () => {
    if (kept) return;
    const small = lastPlaces.filter((place) => place.textContent.length < 3e5);
    const pages = small.map((place) => ({place, lines: linesOf(place), markup: place.innerHTML}));
    kept = {progress: progress(), pages: pages.filter(({lines}) => lines.length > 1)};
  };
  const keepReplaced = () => {
    if (!kept) return;
    const gone = kept.pages.filter(({place, lines}) => {
      const now = place.innerText || place.textContent;
      return lines.filter((line) => !now.includes(line)).length >= lines.length * 0.8;
    });
    for (const {markup} of gone) keepMarkup(`<div>${markup}</div>`);
    if (gone.length || progress() !== kept.progress) kept = null;
  };
  // `insist` presses a button that did nothing once more: a busy page may have lost the press.
  const insisted = new WeakMap();  // element -> its state when that was done
  const press = (el, again, insist) => {
    if (!el.isConnected || el.disabled || el.getAttribute('aria-disabled') === 'true' || !visible(el) || writes(el)) return false;
    if (el.getAttribute('aria-expanded') === 'true' && el.getAttribute('aria-controls')) return false;
    const state = `${label(el)}|${again ? progress() : ''}`;
    if (pressed.get(el) === state) {
      if (!again || !insist || insisted.get(el) === state) return false;
      insisted.set(el, state);
    }
    pressed.set(el, state);
    presses += 1;
    keepBefore();
    el.click();
    return true;
  };
  window.addEventListener('click', stay);

  // Page numbers that are buttons. Beside texts a number may be a vote, so its place must be named.
  const PAGER = /pag(er|inat|ing|e?nav|e-?num|es\b)/i;
  const CURRENT = /(^|[\s_-])(is-?)?(active|current|selected)/i;
  const turns = [];    // for each area: {seen, tried: numbers of pages, marked: whether one was shown as such}
  let turning = null;  // {at, number, progress} of the last press
  const pagerOf = (el, place) => {
    for (let i = 0; i < 4 && el && el !== place; i++, el = el.parentElement) {
      const name = typeof el.className === 'string' ? el.className : '';
      if (el.localName === 'nav' || PAGER.test(`${el.id} ${name} ${el.getAttribute('aria-label') || ''}`)) return el;
    }
    return null;
  };
  const isShown = (el) => /^(page|true)$/.test(el.getAttribute('aria-current') || '') || el.disabled
    || [el, el.parentElement].some((one) => one && CURRENT.test(String(one.className)));
  const numbers = (place) => {
    const found = [];
    for (const el of place.querySelectorAll('a,button,[role=button],li,span')) {
      const text = el.childElementCount ? '' : el.textContent.trim();
      const pager = /^\d{1,3}$/.test(text) && !el.closest('form') && pagerOf(el, place);
      if (!pager) continue;
      const target = el.closest('a,button,[role=button]') || el;
      if (/^(?!#|javascript:)./i.test(target.getAttribute('href') || '')) continue;
      found.push({el: target, number: Number(text), pager, shown: isShown(target)});
    }
    return new Set(found.map((one) => one.number)).size > 1 ? found : [];
  };
  // Called where the page before has come, or will not.
  const turn = (places, allowed) => {
    for (const [at, place] of places.entries()) {
      const found = numbers(place);
      if (!found.length) continue;
      // Classes may say `active` of each button: for when it is pressed.
      const shown = [...new Set(found.filter((one) => one.shown).map((one) => one.number))];
      const first = shown.length === 1 ? shown : [];
      const {seen, tried} = (turns[at] = turns[at] || {seen: new Set(first), tried: new Set(), marked: first.length > 0});
      const next = found.filter((one) => !seen.has(one.number) && !tried.has(one.number) && allowed(one.el))
        .sort((a, b) => a.number - b.number)[0];
      if (!next) continue;
      tried.add(next.number);
      turning = {at, number: next.number, progress: progress()};
      press(next.el, false);
      return;
    }
  };
  const noteTurn = () => {
    keepReplaced();
    if (!turning || progress() === turning.progress) return;
    turns[turning.at].seen.add(turning.number);
    turning = null;
  };
  // The areas whose every page was seen. Where none was shown as such at first, the page that
  // brought nothing new was that one. Pagers that do not agree turn different lists.
  const turnedOver = () => new Set(lastPlaces.filter((place, at) => {
    const found = numbers(place), most = Math.max(0, ...found.map((one) => one.number));
    if (!found.length || !turns[at]) return false;
    const pagers = [...new Set(found.map((one) => one.pager))].map((pager) =>
      found.filter((one) => one.pager === pager).map((one) => `${one.number} ${one.shown}`).join());
    const missing = [...Array(most).keys()].map((n) => n + 1).filter((n) => !turns[at].seen.has(n));
    const known = turns[at].marked ? 0 : missing.filter((n) => turns[at].tried.has(n)).length === 1 ? 1 : 0;
    return new Set(pagers).size === 1 && missing.length <= known;
  }));
  // On a busy machine time passes while the page stands still: count ticks as well as milliseconds.
  const rest = (quiet, most) => new Promise((done) => {
    const start = performance.now();
    let ticks = 0, seen = lastChange;
    const tick = () => {
      const now = performance.now();
      ticks = seen === lastChange ? ticks + 1 : 0;
      seen = lastChange;
      const calm = now - Math.max(start, lastChange) >= quiet && ticks >= 4;
      if (calm || now - start >= most) done();
      else setTimeout(tick, quiet / 4);
    };
    tick();
  });
  // What watches for elements coming into view is told when a frame is drawn, which a busy machine
  // does late. A hidden frame draws none, so there is an end to the wait.
  const drawn = () => new Promise((done) => {
    setTimeout(done, 1000);
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));
  });
  const scrollers = (places) => {
    const found = new Set();
    const test = (el) => {
      if (el.scrollHeight > el.clientHeight + 8 && el.clientHeight > 40 && /(auto|scroll)/.test(getComputedStyle(el).overflowY)) found.add(el);
    };
    for (const place of places) {
      if (place.nodeType === 1) test(place);
      for (const el of place.querySelectorAll('div,ul,ol,section,main')) test(el);
    }
    return [...found];
  };
  // Virtual lists hold few rows: the observer keeps rows that a step removes, and rows that will be
  // rewritten in place are kept here before the step.
  const scroll = async (places, upwards, until) => {
    for (const place of places) {
      const el = place.nodeType === 1 ? place : place.host;
      if (el && el.scrollIntoView) el.scrollIntoView({block: upwards ? 'start' : 'end', behavior: 'instant'});
    }
    for (const box of scrollers(places)) {
      if (upwards) { box.scrollTop = 0; await rest(60, 300); look(places); continue; }
      if (!virtual.has(box)) {
        // A jump to the end shows whether the list drops rows; most do not, and need no small steps.
        const start = box.scrollTop, lines = linesOf(box), markup = box.innerHTML;
        box.scrollTop = box.scrollHeight;
        await rest(60, 400);
        look(places);
        const now = box.innerText;
        if (!lines.some((line) => !now.includes(line))) continue;
        virtual.add(box);
        keepMarkup(`<div>${markup}</div>`);
        box.scrollTop = start;
        await rest(60, 400);
      }
      for (let i = 0; i < 400 && box.isConnected && performance.now() < until; i++) {
        if (box.scrollTop + box.clientHeight >= box.scrollHeight - 2) break;
        const lines = linesOf(box), markup = box.innerHTML;
        box.scrollTop += Math.max(40, box.clientHeight * 0.7);
        box.dispatchEvent(new Event('scroll'));
        await rest(50, 400);
        look(places);
        const now = box.innerText;
        if (lines.some((line) => !now.includes(line))) keepMarkup(`<div>${markup}</div>`);
      }
    }
  };
  const dismiss = () => {
    for (const box of all('[role=dialog],[role=alertdialog],[aria-modal=true],dialog[open],[id*=consent i],[class*=consent i],[id*=cookie i],[class*=cookie i],[id^=sp_message],[id*=onetrust i],[id*=didomi i]')) {
      if (!visible(box) || !words.consent.test(`${box.id} ${box.className} ${box.textContent}`)) continue;
      for (const el of box.querySelectorAll('button,a,[role=button]')) {
        if (words.reject.test(label(el)) && press(el, false)) return true;
      }
    }
    return false;
  };

  window.__newscrawl = {
    words,
    // One pass; `idle` counts the passes before it that brought nothing new. A pass must finish
    // what it started before the next one presses, or many pages load one part twice and skip one.
    async step(plan, milliseconds, idle) {
      const until = performance.now() + milliseconds;
      const startProgress = progress(), startPresses = presses;
      dismiss();
      const places = within(areas(plan));
      look(places); lookRows(plan);
      const never = new Set(plan.never.flatMap((selector) => all(selector)));
      const allowed = (el) => ![...never].some((no) => no === el || no.contains(el));
      isAllowed = allowed;
      noteTurn();
      for (const selector of plan.open) for (const el of all(selector)) if (allowed(el)) press(el, false);
      for (const el of places) if (el.querySelectorAll) for (const box of el.querySelectorAll('details:not([open])')) box.open = true;
      for (const selector of plan.more) for (const el of all(selector)) if (allowed(el)) press(el, true, idle > 0);
      for (const el of buttons(places)) if (allowed(el)) press(el, !words.once.test(label(el)), idle > 0);
      if (presses === startPresses && (turning ? idle > 2 : idle)) turn(places, allowed);
      // If nothing more came below, older comments may stand above.
      await scroll(places, idle % 2 === 1, until);
      await drawn();
      await rest(80, 1500);
      look(within(areas(plan))); lookRows(plan);
      noteTurn();
      return {grown: progress() - startProgress, pressed: presses - startPresses, rows: rowKeys.size,
              areas: areas(plan).length, alike: plan.declared && idle ? alike(areas(plan)) : 0,
              turning: turning ? 1 : 0, wall: this.wall(plan)};
    },
    async order(plan, index) {
      for (const el of all(plan.orders[index])) if (press(el, true)) { await rest(80, 1500); return true; }
      return false;
    },
    wall(plan) {
      for (const place of within(areas(plan))) {
        for (const el of place.querySelectorAll('a,button,p,div,span,h2,h3,h4')) {
          const text = el.childElementCount > 4 ? '' : el.textContent.trim();
          if (text && text.length < 120 && words.wall.test(text) && visible(el)) return text;
        }
      }
      return '';
    },
    // The document with open shadow roots written out as ordinary children, then the parts the page
    // removed. Built in an inert document, so that nothing loads or runs again.
    serialise() {
      const fit = (text) => text.toWellFormed();  // lone surrogates cannot leave the browser
      const over = turnedOver();
      const inert = document.implementation.createHTMLDocument('');
      const left = new Set(buttons(lastPlaces).filter((el) =>
        !pressed.has(el) && visible(el) && isAllowed(el) && !el.disabled && el.getAttribute('aria-expanded') !== 'true'));
      const copy = (source) => {
        const target = inert.importNode(source, false);
        const stack = [[source, target]];
        while (stack.length) {
          const [from, to] = stack.pop();
          // Marks where the thread was found, for the code that reads the rows.
          if (to.setAttribute && lastPlaces.includes(from)) to.setAttribute('data-newscrawl-area', '');
          if (to.setAttribute && left.has(from)) to.setAttribute('data-newscrawl-left', '');
          if (to.setAttribute && over.has(from)) to.setAttribute('data-newscrawl-turned', '');
          if (from.shadowRoot) {
            const box = inert.createElement('div');
            box.setAttribute('data-newscrawl-shadow', '');
            if (over.has(from.shadowRoot)) box.setAttribute('data-newscrawl-turned', '');
            to.appendChild(box);
            stack.push([from.shadowRoot, box]);
          }
          for (const child of from.childNodes) {
            if (child.nodeType === 1 && /^(script|style|noscript|template)$/.test(child.localName) && child.type !== 'application/ld+json') continue;
            if (child.nodeType !== 1 && child.nodeType !== 3) continue;
            const twin = inert.importNode(child, false);
            to.appendChild(twin);
            if (child.nodeType === 1) stack.push([child, twin]);
          }
        }
        return target;
      };
      const html = fit(copy(document.documentElement).outerHTML);
      return {html, area: lastPlaces.includes(document.body), body: window === window.top ? '' : fit(copy(document.body).innerHTML), dropped: [...dropped.keys()].map(fit)};
    },
  };
}
