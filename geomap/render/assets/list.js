// The list beside the map: every place with its number of mentions, searchable over names and sentences.

const LIST_STEP = 150;

const ORDERS = {
  mentions: (a, b) => b.mentions.length - a.mentions.length || compareNames(a, b),
  salience: (a, b) => (b.salience || 0) - (a.salience || 0) || b.mentions.length - a.mentions.length || compareNames(a, b),
  name: (a, b) => compareNames(a, b),
};

function compareNames(a, b) {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.number - b.number;
}

function makeList(app) {
  const {atlas, filter, parts} = app;
  const search = el('input', {type: 'search', placeholder: say('search'), 'aria-label': say('search_label'),
    autocomplete: 'off', spellcheck: 'false', on: {input: later(() => {
      filter.text = search.value;
      app.refresh();
    }, 60)}});
  const states = el('div', {class: 'gm-states', role: 'group', 'aria-label': say('by_certainty')});
  const present = ['sure', 'likely', 'ambiguous'].filter((state) => atlas.places.some((place) => place.state === state));
  if (present.length > 1) {
    for (const state of present) {
      const box = el('input', {type: 'checkbox', checked: true, on: {change: () => {
        if (box.checked) filter.states.add(state);
        else filter.states.delete(state);
        app.refresh();
      }}});
      states.append(el('label', {}, box, el('span', {class: `gm-swatch gm-${state}`}), say(state)));
    }
  }
  const order = el('select', {'aria-label': say('order'), on: {change: () => app.refresh()}},
    el('option', {value: 'mentions', text: say('order_mentions')}),
    atlas.places.some((place) => place.salience !== null) ? el('option', {value: 'salience', text: say('order_salience')}) : null,
    el('option', {value: 'name', text: say('order_name')}));
  order.value = [...order.options].some((option) => option.value === app.payload.options.sort) ? app.payload.options.sort : 'mentions';
  const count = el('p', {class: 'gm-count', role: 'status', 'aria-live': 'polite'});
  const entries = el('ul', {class: 'gm-list', 'aria-label': say('list')});
  const more = el('button', {type: 'button', class: 'gm-more', hidden: true});
  const notes = el('div', {class: 'gm-notes'});
  append(parts.side, [el('div', {class: 'gm-find'}, search, states, filterPanel(app)),
    el('div', {class: 'gm-countline'}, count, atlas.places.length > 1 ? order : null),
    el('div', {class: 'gm-scroll', tabindex: '-1'}, entries, more, notes)]);

  const nodes = new Map();
  let ordered = [];
  let shown = 0;

  const entry = (place) => {
    const text = filter.text.trim().toLowerCase();
    const hit = text && !place.name.toLowerCase().includes(text) && !place.where.toLowerCase().includes(text)
      ? place.mentions.find((mention) => mention.document.text.slice(mention.from, mention.to).toLowerCase().includes(text)) : null;
    const button = el('button', {type: 'button', class: `gm-entry${app.selected === place ? ' gm-chosen' : ''}`,
      'aria-label': placeLabel(place), on: {
        click: () => app.choose(place, {fly: true, focus: true}),
        mouseenter: () => app.light(place, true),
        mouseleave: () => app.light(place, false),
      }},
    el('span', {class: `gm-swatch gm-${place.state} gm-swatch-${place.draw}`}),
    el('span', {class: 'gm-name', dir: 'auto'}, place.name, place.fixed ? el('span', {class: 'gm-tick', 'aria-hidden': 'true', text: '✓'}) : null),
    el('span', {class: 'gm-where', dir: 'auto', text: place.where ? place.where.split(', ').pop() : kindText(place.kind)}),
    el('span', {class: 'gm-number', text: numberText(place.mentions.length)}),
    hit ? el('span', {class: 'gm-hit', dir: 'auto'}, snippetNodes(hit)) : null);
    const node = el('li', {}, button);
    nodes.set(place, button);
    return node;
  };

  const extend = () => {
    for (const place of ordered.slice(shown, shown + LIST_STEP)) entries.append(entry(place));
    shown = Math.min(ordered.length, shown + LIST_STEP);
    more.hidden = shown >= ordered.length;
    more.textContent = say('show_more', {n: ordered.length - shown});
  };
  more.addEventListener('click', extend);
  entries.addEventListener('keydown', (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    const item = event.target.closest('li');
    if (!step || !item) return;
    const next = step > 0 ? item.nextElementSibling : item.previousElementSibling;
    if (next) next.firstElementChild.focus();
    event.preventDefault();
  });

  const outside = el('p', {class: 'gm-elsewhere', hidden: true});
  const missing = el('div', {});
  notes.append(outside, missing);
  const unresolved = () => {
    const names = new Map();
    for (const mention of atlas.unresolved) {
      const name = mentionText(mention);
      if (!names.has(name)) names.set(name, []);
      names.get(name).push(mention);
    }
    const wasOpen = missing.firstChild && missing.firstChild.open;
    missing.textContent = '';
    if (!names.size) return;
    missing.append(el('details', {class: 'gm-unresolved', open: wasOpen},
      el('summary', {text: say('not_placed_names', {n: names.size})}),
      el('ul', {}, [...names.entries()].map(([name, mentions]) => el('li', {},
        el('button', {type: 'button', class: 'gm-linklike', dir: 'auto', text: name, on: {click: () => {
          app.reports.goTo(mentions[0]);
          if (app.fix.isOn()) app.fix.open(mentions[0]);
        }}}),
        mentions.length > 1 ? ` ${mentions.length}×` : '')))));
  };
  unresolved();

  return {
    search,
    unresolved,
    show(places) {
      ordered = [...places].sort(ORDERS[order.value] || ORDERS.mentions);
      entries.textContent = '';
      nodes.clear();
      shown = 0;
      extend();
      const mentions = places.reduce((sum, place) => sum + place.mentions.length, 0);
      const all = places.length === atlas.places.length;
      const total = say('places', {n: atlas.places.length});
      const found = all ? total : say('shown_of', {n: places.length, places: total});
      count.textContent = !atlas.places.length ? say('none_found')
        : places.length ? `${found} · ${say('mentions', {n: mentions})}` : say('none_match');
    },
    mark(place, isChosen) {
      const node = nodes.get(place);
      if (!node) return;
      node.classList.toggle('gm-chosen', isChosen);
      if (isChosen) {
        node.setAttribute('aria-current', 'true');
        scrollWithin(parts.side.querySelector('.gm-scroll'), node);
      } else node.removeAttribute('aria-current');
    },
    light(place, isLit) {
      const node = nodes.get(place);
      if (node) node.classList.toggle('gm-lit', isLit);
    },
    elsewhere(places) {
      outside.hidden = !places.length;
      outside.textContent = '';
      if (!places.length) return;
      append(outside, [say('elsewhere', {n: places.length}), places.slice(0, 6).map((place, index) => [index ? ', ' : '',
        el('button', {type: 'button', class: 'gm-linklike', dir: 'auto', text: place.name, on: {click: () => app.choose(place, {fly: true})}})]),
      places.length > 6 ? ' …' : '', ' ',
      el('button', {type: 'button', class: 'gm-linklike', text: say('show_all'), on: {click: () => app.showAll()}})]);
    },
  };
}

// Scrolls a panel, never the page around it.
function scrollWithin(panel, node) {
  if (!panel || panel.scrollHeight <= panel.clientHeight) return;
  const [outer, inner] = [panel.getBoundingClientRect(), node.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    panel.scrollBy({top: inner.top - outer.top - outer.height / 3, behavior: calm() ? 'auto' : 'smooth'});
  }
}
