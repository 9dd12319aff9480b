// The reports' texts with their places underlined: a click leads to the map, and back.

const REPORT_STEP = 60;

function makeReports(app) {
  const {atlas, parts} = app;
  const nodes = new Map();
  const starts = new WeakMap();
  const bodies = new Map();
  const documents = atlas.documents.filter((document) => document.text.trim());
  if (!documents.length) {
    parts.texts.hidden = true;
    parts.frame.classList.add('gm-textless');
    return {mark() {}, light() {}, goTo() {}, renew() {}, steps: null};
  }
  const panel = el('div', {class: 'gm-scroll', tabindex: '0', role: 'region', 'aria-label': say('report_text')});
  const steps = el('div', {class: 'gm-steps', hidden: true});
  append(parts.texts, [el('div', {class: 'gm-textbar'},
    el('h2', {text: documents.length === 1 ? say('report_one') : say('report_many', {n: documents.length})}), steps), panel]);
  const few = documents.length <= 3;

  const addReport = (document) => {
    if (bodies.has(document)) return;
    const heading = document.title || document.id;
    const meta = el('span', {class: 'gm-meta'});
    [document.source ? sourceNode(document.source) : null, document.published ? el('bdi', {text: dateText(document.published)}) : null]
      .filter(Boolean).forEach((part, index) => append(meta, [index ? ' · ' : '', part]));
    const body = el('div', {class: 'gm-body', dir: 'auto', lang: /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(document.language) ? document.language : null});
    body.gmDocument = document;
    const entry = {body, filled: false, details: null};
    bodies.set(document, entry);
    if (documents.length === 1) {
      if (document.title) panel.append(el('h3', {dir: 'auto', text: heading}));
      if (meta.childNodes.length) panel.append(el('p', {class: 'gm-meta'}, meta));
      panel.append(body);
      fill(document);
      return;
    }
    entry.details = el('details', {class: 'gm-report', open: few}, el('summary', {},
      el('span', {class: 'gm-name', dir: 'auto', text: heading}), ' ', meta, el('span', {class: 'gm-number', text: numberText(document.mentions.length)})), body);
    entry.details.addEventListener('toggle', () => entry.details.open && fill(document));
    panel.insertBefore(entry.details, more);
    if (few) fill(document);
  };

  // Thousands of reports are listed by and by.
  let listed = 0;
  const more = el('button', {type: 'button', class: 'gm-more', hidden: true, on: {click: () => list(REPORT_STEP)}});
  panel.append(more);
  const list = (count) => {
    for (const document of documents.slice(listed, listed + count)) addReport(document);
    listed = Math.min(documents.length, listed + count);
    more.hidden = listed >= documents.length;
    more.textContent = say('show_more', {n: documents.length - listed});
  };

  function fill(document) {
    const entry = bodies.get(document);
    if (entry.filled) return;
    entry.filled = true;
    let paragraph = el('p', {dir: 'auto'});
    const text = (from, to) => {
      let start = from;
      document.text.slice(from, to).split(/(\r?\n)/).forEach((line, index) => {
        if (index % 2) {
          if (paragraph.childNodes.length) entry.body.append(paragraph);
          paragraph = el('p', {dir: 'auto'});
        } else if (line) {
          paragraph.append(line);
          starts.set(paragraph.lastChild, start);
        }
        start += line.length;
      });
    };
    let position = 0;
    for (const mention of document.mentions) {
      if (mention.start < position) continue;
      text(position, mention.start);
      const {place} = mention;
      const isActive = place || (app.fix && app.fix.isOn());
      const fixed = mention.isRejected ? ' gm-rejected' : mention.ruled === 'd' ? ' gm-fixed' : '';
      const node = el('span', {class: `gm-m ${place ? `gm-${place.state}` : 'gm-unplaced'}${mention.kind === 'demonym' ? ' gm-demonym' : ''}${fixed}`,
        role: isActive ? 'button' : null, tabindex: isActive ? '0' : null,
        title: place ? null : say('not_placed'), text: mentionText(mention)});
      node.gmMention = mention;
      paragraph.append(node);
      nodes.set(mention, node);
      position = mention.end;
    }
    text(position, document.text.length);
    if (paragraph.childNodes.length) entry.body.append(paragraph);
    if (app.selected) for (const mention of app.selected.all) if (mention.document === document) highlight(mention, true);
  }

  const highlight = (mention, isOn) => {
    const node = nodes.get(mention);
    if (node) node.classList.toggle('gm-chosen', isOn);
  };
  list(REPORT_STEP);
  const activate = (event) => {
    const mention = event.target.gmMention;
    if (!mention || !(mention.place || app.fix.isOn())) return;
    event.preventDefault();
    if (mention.place) app.choose(mention.place, {fly: true, mention});
    else app.fix.open(mention);
  };
  panel.addEventListener('click', activate);
  panel.addEventListener('keydown', (event) => (event.key === 'Enter' || event.key === ' ') && activate(event));
  panel.addEventListener('mouseover', (event) => event.target.gmMention && event.target.gmMention.place && app.light(event.target.gmMention.place, true));
  panel.addEventListener('mouseout', (event) => event.target.gmMention && event.target.gmMention.place && app.light(event.target.gmMention.place, false));

  let marked = [];
  let position = 0;
  const goTo = (mention) => {
    if (!documents.includes(mention.document)) return;
    addReport(mention.document);
    const entry = bodies.get(mention.document);
    if (entry.details) entry.details.open = true;
    fill(mention.document);
    const node = nodes.get(mention);
    if (!node) return;
    for (const other of panel.querySelectorAll('.gm-here')) other.classList.remove('gm-here');
    node.classList.add('gm-here');
    scrollWithin(panel, node);
  };
  const step = (by) => {
    position = (position + by + marked.length) % marked.length;
    goTo(marked[position]);
    label.textContent = say('position', {n: position + 1, all: marked.length});
  };
  const label = el('span', {class: 'gm-meta', role: 'status'});
  append(steps, [
    el('button', {type: 'button', class: 'gm-tool', on: {click: () => step(-1)}}, icon('M5 13l5-6 5 6', say('previous'))),
    label,
    el('button', {type: 'button', class: 'gm-tool', on: {click: () => step(1)}}, icon('M5 7l5 6 5-6', say('next')))]);

  // Writes the texts anew: one report's, or those of all that were written.
  const renew = (document) => {
    for (const [each, entry] of bodies) {
      if (!entry.filled || (document && each !== document)) continue;
      for (const mention of each.mentions) nodes.delete(mention);
      entry.body.textContent = '';
      entry.filled = false;
      fill(each);
    }
  };

  return {
    goTo,
    renew,
    selection: () => selectionIn(app.root, panel, (node) => starts.get(node)),
    mark(place, mention) {
      for (const old of marked) highlight(old, false);
      for (const old of panel.querySelectorAll('.gm-here')) old.classList.remove('gm-here');
      marked = place ? place.mentions : [];
      steps.hidden = marked.length < 2;
      if (!place) return;
      for (const each of marked) highlight(each, true);
      position = Math.max(0, marked.indexOf(mention));
      if (marked.length) {
        label.textContent = say('position', {n: position + 1, all: marked.length});
        goTo(mention || marked[0]);
      }
    },
    light(place, isLit) {
      for (const mention of place.all.slice(0, 300)) {
        const node = nodes.get(mention);
        if (node) node.classList.toggle('gm-lit', isLit);
      }
    },
    openAll() {
      for (const [document, entry] of bodies) {
        if (entry.details) entry.details.open = true;
        fill(document);
      }
    },
  };
}
