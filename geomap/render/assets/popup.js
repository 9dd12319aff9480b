// A popup tells what a place is, how sure that is, what was said of it, and what else it may be.

const SNIPPETS_SHOWN = 4;

function popupContent(app, place) {
  const facts = [place.official, kindText(place.kind), ownText(place.id), place.where].filter(Boolean).map((fact, index) => [index ? ' · ' : '', el('bdi', {text: fact})]);
  const sure = place.confidence === null ? '' : ` (${percentText(place.confidence)})`;
  const doubt = place.uncertainty && place.draw === 'point' ? ` · ±${distanceText(place.uncertainty)}` : '';
  const content = el('div', {class: 'gm-popup'},
    el('h3', {dir: 'auto', text: place.name}),
    el('p', {class: 'gm-meta'}, facts,
      place.population ? ` · ${say('people', {n: place.population})}` : '',
      place.draw === 'point' ? [' · ', el('bdi', {dir: 'ltr', text: `${place.latitude.toFixed(3)}, ${place.longitude.toFixed(3)}`})] : ''),
    el('p', {class: 'gm-state'}, el('span', {class: `gm-swatch gm-${place.state}`}), `${say(place.state)}${sure}${doubt}`,
      ` · ${say('mentions', {n: place.mentions.length})}`));
  if (place.alternatives.length) content.append(alternativesList(app, place));
  if (app.fix) append(content, [app.fix.tools(place)]);
  const quotes = el('div', {class: 'gm-quotes'});
  const add = (mentions) => {
    for (const mention of mentions) quotes.append(quote(app, mention));
  };
  const several = distinct(place.mentions);
  add(several.slice(0, SNIPPETS_SHOWN));
  content.append(quotes);
  if (several.length > SNIPPETS_SHOWN) {
    let shown = SNIPPETS_SHOWN;
    const more = el('button', {type: 'button', class: 'gm-more', text: say('more_quotes', {n: several.length - shown}), on: {click: () => {
      add(several.slice(shown, shown + 20));
      shown += 20;
      if (shown >= several.length) more.remove();
      else more.textContent = say('more_quotes', {n: several.length - shown});
    }}});
    content.append(more);
  }
  if (place.reasons.length) {
    content.append(el('details', {class: 'gm-why'}, el('summary', {text: say('why')}),
      el('ul', {}, place.reasons.map((reason) => el('li', {dir: 'auto', lang: 'en', text: reason.charAt(0).toUpperCase() + reason.slice(1)})))));
  }
  return content;
}

// One mention for each sentence: a sentence that names the place twice is shown once.
function distinct(mentions) {
  const seen = new Set();
  return mentions.filter((mention) => {
    const key = `${mention.document.number}:${mention.from}`;
    return !seen.has(key) && seen.add(key);
  });
}

function quote(app, mention) {
  const {document} = mention;
  const meta = el('p', {class: 'gm-meta'});
  const parts = [];
  if (document.source) parts.push(sourceNode(document.source));
  else if (document.title && app.atlas.documents.length > 1) parts.push(el('bdi', {text: document.title}));
  if (document.published) parts.push(el('bdi', {text: dateText(document.published)}));
  if (mention.kind === 'demonym') parts.push(say('by_people', {name: mentionText(mention)}));
  parts.forEach((part, index) => append(meta, [index ? ' · ' : '', part]));
  return el('div', {}, el('p', {class: 'gm-quote', dir: 'auto'}, snippetNodes(mention)), parts.length ? meta : null);
}

function alternativesList(app, place) {
  return el('div', {class: 'gm-alternatives'}, el('span', {text: say('could_be')}), place.alternatives.map((other, index) => {
    const words = [other.n, other.where].filter(Boolean).join(', ');
    const label = `${words} (${words === `${place.name}, ${place.where}` ? `${kindText(other.kind)}, ` : ''}${percentText(other.pr)})`;
    return [index ? ', ' : '', other.x === undefined ? label : el('button', {type: 'button', class: 'gm-linklike', dir: 'auto', text: label, on: {click: () => {
      app.showOther(place, other);
    }}})];
  }));
}

function makePopup(app) {
  const {L, map} = app;
  let open = null;
  // It stays clear of the zoom buttons, on whichever side they stand.
  const [left, right] = app.isRightToLeft ? [12, 50] : [50, 12];
  const popup = L.popup({maxWidth: 340, minWidth: 220, autoPanPaddingTopLeft: [left, 12], autoPanPaddingBottomRight: [right, 34], className: 'gm-bubble', closeButton: true});
  // A click on a button that goes with its popup must not reach the map, which would take it for one of its own.
  const keep = (event) => event.stopPropagation();
  map.on('popupopen', (event) => event.popup.getElement().addEventListener('click', keep));
  map.on('popupclose', (event) => {
    if (event.popup !== popup) return;
    const place = open;
    open = null;
    app.areas.showAlternatives(null);
    if (place && app.selected === place) app.unchoose();
  });
  return {
    show(place, at, focus) {
      const size = map.getSize();
      popup.options.maxHeight = Math.max(140, Math.min(440, size.y - 120));
      popup.options.maxWidth = Math.max(200, Math.min(340, size.x - 110));
      popup.options.minWidth = Math.min(240, popup.options.maxWidth);
      popup.options.offset = place.draw === 'point' ? [0, -radiusOf(place.mentions.length || 1, app.atlas.most) + 2] : [0, 0];
      open = null;
      popup.setLatLng(at).setContent(popupContent(app, place));
      popup.openOn(map);
      open = place;
      const node = popup.getElement();
      node.setAttribute('role', 'dialog');
      node.setAttribute('aria-label', placeLabel(place));
      node.setAttribute('tabindex', '-1');
      const close = node.querySelector('.leaflet-popup-close-button');
      if (close) {
        close.setAttribute('aria-label', say('close'));
        close.removeAttribute('href');
        close.setAttribute('tabindex', '0');
      }
      if (focus) node.focus({preventScroll: true});
    },
    close: () => map.closePopup(popup),
    place: () => open,
    node: () => popup.getElement(),
  };
}
