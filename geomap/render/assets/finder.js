// The finder asks where a name is: one of the places that the page knows, a point on the map, or words for the gazetteer.

const FINDER_RESULTS = 12;
const NUDGE_PX = 8;

// Latitude and longitude as somebody types them, or null.
function typedPoint(text) {
  const match = /^\s*([+-]?\d{1,2}(?:\.\d+)?)\s*°?\s*([NS])?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([EW])?\s*$/i.exec(text.replace(/−/g, '-'));
  if (!match) return null;
  const latitude = Number(match[1]) * (/s/i.test(match[2] || '') ? -1 : 1);
  const longitude = Number(match[3]) * (/w/i.test(match[4] || '') ? -1 : 1);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [decimals(latitude), decimals(longitude)] : null;
}

function makeFinder(app) {
  const {L, map, parts, payload} = app;
  let open = null;
  let known = null;

  const knownPlaces = () => {
    if (known) return known;
    const found = new Map();
    const add = (answer) => answer.id && !found.has(answer.id) && found.set(answer.id, {...answer, chance: undefined});
    for (const place of app.atlas.places) if (!place.isMade) add(answerOfPlace(place));
    for (const place of app.atlas.places) for (const other of [...place.alternatives, ...place.choices]) add(answerOfCandidate(other));
    for (const city of payload.base.cities || []) {
      const country = app.basemap.countryAt(city.x, city.y);
      add({id: city.id, name: city.n, where: country ? country.name : '', kind: '', latitude: city.y, longitude: city.x});
    }
    known = [...found.values()];
    return known;
  };

  const close = () => {
    if (!open) return;
    const {node, marker, restore, from} = open;
    open = null;
    if (marker.item) marker.item.remove();
    node.remove();
    parts.mapbox.classList.remove('gm-picking');
    map.getContainer().removeEventListener('click', restore, true);
    if (from && from.isConnected) from.focus({preventScroll: true});
  };

  // Asks; `done` gets the answer, and whether it holds for every mention of the name.
  const ask = ({name, candidates, start, every, done}) => {
    close();
    map.closePopup();
    const marker = {item: null};
    const from = app.root.activeElement;
    const everyBox = every > 1 ? el('input', {type: 'checkbox', checked: true}) : null;
    const finish = (answer) => {
      const all = Boolean(everyBox && everyBox.checked);
      close();
      done(answer, all);
    };
    const use = () => marker.item && finish({point: pointOf(marker.item.getLatLng())});
    const spot = el('output', {class: 'gm-meta'});
    const useButton = el('button', {type: 'button', class: 'gm-act gm-main', hidden: true, text: say('finder_use'), on: {click: use}});
    const tell = () => {
      const [latitude, longitude] = pointOf(marker.item.getLatLng());
      spot.textContent = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
      useButton.hidden = false;
    };
    const mark = (at, focus) => {
      if (!marker.item) {
        const cross = svg('svg', {viewBox: '0 0 40 40', width: 40, height: 40, 'aria-hidden': 'true'},
          svg('circle', {cx: 20, cy: 20, r: 11, class: 'gm-target-ring'}), svg('path', {d: 'M20 2v12M20 26v12M2 20h12M26 20h12', class: 'gm-target-cross'}));
        marker.item = L.marker(at, {draggable: true, autoPan: true, keyboard: true, pane: 'gm-symbols', zIndexOffset: 5000,
          icon: L.divIcon({html: cross, className: 'gm-target', iconSize: [40, 40]})}).addTo(map);
        marker.item.on('drag dragend', tell);
        const icon = marker.item.getElement();
        icon.setAttribute('aria-label', say('finder_mark'));
        icon.addEventListener('keydown', (event) => {
          const step = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]}[event.key];
          if (step) {
            const point = map.latLngToContainerPoint(marker.item.getLatLng()).add(L.point(step).multiplyBy(event.shiftKey ? 1 : NUDGE_PX));
            marker.item.setLatLng(map.containerPointToLatLng(point));
            tell();
          } else if (event.key === 'Enter') use();
          else return;
          event.preventDefault();
          event.stopPropagation();
        });
      } else marker.item.setLatLng(at);
      tell();
      if (focus) marker.item.getElement().focus({preventScroll: true});
    };

    // Brings the mark out from under the finder, which is a sheet at the foot of a narrow map.
    const reveal = () => {
      const isSheet = node.offsetWidth > map.getSize().x * 0.8;
      map.panInside(marker.item.getLatLng(), {paddingTopLeft: [60, 40], animate: !calm(),
        paddingBottomRight: isSheet ? [60, node.offsetHeight + 40] : [60, 40]});
    };
    const results = el('ul', {class: 'gm-results', 'aria-label': say('finder_results')});
    const entry = (answer) => {
      const facts = [answer.where, answer.kind && kindText(answer.kind)].filter(Boolean).join(' · ');
      return el('li', {}, el('button', {type: 'button', class: 'gm-result', on: {click: () => finish(answer)}},
        el('span', {class: 'gm-name', dir: 'auto', text: answer.title || answer.name}),
        el('span', {class: 'gm-meta', dir: 'auto', text: [facts, answer.chance ? percentText(answer.chance) : ''].filter(Boolean).join(' · ')})));
    };
    const list = () => {
      const words = input.value.trim();
      const key = words.toLowerCase();
      const point = typedPoint(words);
      const has = (answer) => `${answer.name}, ${answer.where || ''}`.toLowerCase().includes(key);
      const mine = candidates.filter(has);
      const ids = new Set(mine.map((answer) => answer.id));
      // Names that begin so come first, then those that hold it, then places inside an area of that name.
      const rank = ({name: own}) => (own.toLowerCase().startsWith(key) ? 0 : own.toLowerCase().includes(key) ? 1 : 2);
      const others = !key ? [] : knownPlaces().filter((answer) => has(answer) && !ids.has(answer.id)).sort((a, b) => rank(a) - rank(b));
      results.textContent = '';
      const found = [...mine, ...others].slice(0, FINDER_RESULTS);
      if (point) {
        found.unshift({point, name: '', title: point.join(', '), where: ''});
        mark(L.latLng(app.spot({latitude: point[0], longitude: point[1]})));
      } else if (/^[a-z][a-z0-9_-]*:\S+$/.test(words) && !ids.has(words)) found.unshift({id: words, name: words, where: ''});
      else if (words) found.push({lookup: words, name: words, title: say('finder_lookup', {name: words}), where: ''});
      append(results, found.map(entry));
      if (point) reveal();
    };
    const input = el('input', {type: 'search', placeholder: say('finder_input'), 'aria-label': say('finder_input'), autocomplete: 'off',
      spellcheck: 'false', on: {input: list}});
    const node = el('div', {class: 'gm-finder', role: 'dialog', 'aria-label': say('finder_title', {name}), tabindex: '-1'},
      el('div', {class: 'gm-findertop'}, el('h3', {dir: 'auto', text: say('finder_title', {name})}),
        el('button', {type: 'button', class: 'gm-tool', on: {click: close}}, icon('M5 5l10 10M15 5L5 15', say('finder_cancel')))),
      input, results, everyBox ? el('label', {class: 'gm-every'}, everyBox, el('span', {dir: 'auto', text: say('finder_every', {name, n: every})})) : null,
      el('p', {class: 'gm-meta', text: say('finder_hint')}),
      el('div', {class: 'gm-acts'}, el('button', {type: 'button', class: 'gm-act', text: say('finder_middle'), on: {click: () => mark(map.getCenter(), true)}}),
        useButton, spot));
    node.addEventListener('keydown', (event) => {
      const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
      const stops = [input, ...results.querySelectorAll('button')];
      const here = stops.indexOf(app.root.activeElement);
      if (step && here >= 0) {
        stops[Math.max(0, Math.min(stops.length - 1, here + step))].focus();
        event.preventDefault();
      } else if (event.key === 'Enter' && here === 0 && stops[1]) stops[1].click();
    });
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    // While it asks, a click anywhere on the map is an answer, whatever lies there.
    const pick = (event) => {
      if (event.target.closest('.leaflet-control, .gm-target') || (map.dragging && map.dragging.moved())) return;
      event.stopPropagation();
      mark(map.mouseEventToLatLng(event), true);
    };
    map.getContainer().addEventListener('click', pick, true);
    parts.mapbox.classList.add('gm-picking');
    parts.mapbox.append(node);
    open = {node, marker, restore: pick, from};
    list();
    if (start) {
      mark(L.latLng(start), true);
      reveal();
    } else if (window.matchMedia('(pointer: coarse)').matches) node.focus({preventScroll: true});
    else input.focus({preventScroll: true});
    scrollWithin(parts.frame, parts.mapbox);
  };

  const pointOf = (at) => {
    const wrapped = at.wrap();
    return [decimals(Math.max(-90, Math.min(90, wrapped.lat))), decimals(wrapped.lng)];
  };
  return {ask, close, isOpen: () => Boolean(open)};
}
