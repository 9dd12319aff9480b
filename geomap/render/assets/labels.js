// Labels are written where there is room: mentioned places first, then countries, seas and cities.

const LABEL_LIMIT = 90;

function makeLabels(app) {
  const {L, map, atlas, payload} = app;
  const pane = map.createPane('gm-labels');
  pane.style.zIndex = 610;
  pane.style.pointerEvents = 'none';
  pane.setAttribute('aria-hidden', 'true');
  const ruler = document.createElement('canvas').getContext('2d');
  const widths = new Map();
  const widthOf = (text, style) => {
    const key = `${style.font}|${text}`;
    if (!widths.has(key)) {
      ruler.font = style.font;
      widths.set(key, ruler.measureText(text).width + (style.spacing || 0) * text.length);
    }
    return widths.get(key);
  };
  const family = '"Noto Sans", "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif';
  const STYLES = {
    place: {font: `600 13px ${family}`, height: 16, css: 'gm-label-place'},
    area: {font: `600 13px ${family}`, height: 16, css: 'gm-label-area'},
    line: {font: `italic 600 12.5px ${family}`, height: 15, css: 'gm-label-line'},
    country: {font: `500 12px ${family}`, height: 15, spacing: 1.4, css: 'gm-label-country'},
    province: {font: `400 11px ${family}`, height: 14, spacing: 0.4, css: 'gm-label-province'},
    sea: {font: `italic 400 12px ${family}`, height: 15, spacing: 0.6, css: 'gm-label-sea'},
    city: {font: `400 11.5px ${family}`, height: 14, css: 'gm-label-city'},
  };

  const draw = () => {
    pane.textContent = '';
    const size = map.getSize();
    if (!size.x || !size.y) return;
    const taken = [...app.symbols.boxes(), ...controlBoxes(app)];
    const used = new Set();
    const shown = [];
    const free = (box) => box[0] >= 2 && box[1] >= 2 && box[2] <= size.x - 2 && box[3] <= size.y - 2
      && !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    const outlines = outlineBoxes(app, size);
    const clear = (box) => free(box) && !outlines.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    const put = (text, style, boxes, isFree = free) => {
      if (shown.length >= LABEL_LIMIT) return false;
      const width = widthOf(text, style);
      for (const [x, y] of boxes) {
        const box = [x, y, x + width, y + style.height];
        if (!isFree(box)) continue;
        taken.push([box[0] - 3, box[1] - 1, box[2] + 3, box[3] + 1]);
        shown.push({text, style, x, y});
        used.add(text);
        return true;
      }
      return false;
    };
    const beside = (point, radius, text, style) => {
      const width = widthOf(text, style);
      const half = style.height / 2;
      const gap = radius + 4;
      return [
        [point.x + gap, point.y - half], [point.x - gap - width, point.y - half],
        [point.x - width / 2, point.y + gap - 2], [point.x - width / 2, point.y - gap - style.height + 2],
        [point.x + gap * 0.7, point.y + gap * 0.5], [point.x + gap * 0.7, point.y - gap * 0.5 - style.height],
      ];
    };
    const centred = (point, text, style) => {
      const x = point.x - widthOf(text, style) / 2;
      const y = point.y - style.height / 2;
      return [[x, y], [x, y - 18], [x, y + 18], [x - 26, y], [x + 26, y], [x, y - 36], [x, y + 36]];
    };
    const inside = (point) => point.x > -20 && point.y > -20 && point.x < size.x + 20 && point.y < size.y + 20;

    const byRank = (a, b) => (b === app.selected) - (a === app.selected) || b.mentions.length - a.mentions.length || a.number - b.number;
    for (const place of app.symbols.visible().sort(byRank)) {
      const point = map.latLngToContainerPoint(app.spot(place));
      if (!inside(point)) continue;
      put(place.name, STYLES.place, beside(point, radiusOf(place.mentions.length, atlas.most), place.name, STYLES.place));
      if (shown.length > LABEL_LIMIT / 2) break;
    }
    for (const place of app.shown.filter((each) => each.draw !== 'point').sort(byRank)) {
      if (!['area', 'line', 'box', 'soft'].includes(place.draw)) continue;
      const style = place.draw === 'line' ? STYLES.line : STYLES.area;
      if (place !== app.selected && spanOf(app, place) < 16) continue;
      const spots = labelSpots(app, place, size);
      put(place.name, style, spots.flatMap((point) => centred(point, place.name, style)));
    }
    for (const {name, spots, mentioned, across} of visibleAreas(app, app.basemap.countries, size, true)) {
      if (used.has(name)) continue;
      const text = name.toUpperCase();
      if (widthOf(text, STYLES.country) > across * (mentioned ? 2.5 : 1.4)) continue;
      const style = mentioned ? {...STYLES.country, css: 'gm-label-country gm-label-named'} : STYLES.country;
      const boxes = spots.flatMap((point) => centred(point, text, style));
      if (put(text, style, boxes, clear) || put(text, style, boxes)) used.add(name);
    }
    for (const sea of payload.base.seas || []) {
      if (used.has(sea.n)) continue;
      const point = map.latLngToContainerPoint([sea.y, app.unrolled([sea.x, sea.y])[0]]);
      const reach = Math.sqrt(sea.a) * map.getZoomScale(map.getZoom(), 0) * (256 / 360);
      if (!inside(point) || reach < widthOf(sea.n, STYLES.sea) * 0.8 || reach > 12000) continue;
      put(sea.n, STYLES.sea, centred(point, sea.n, STYLES.sea));
    }
    const named = new Set(app.shown.filter((place) => place.draw === 'point').map((place) => place.name));
    const zoom = map.getZoom();
    let cities = 0;
    for (const city of payload.base.cities || []) {
      if (named.has(city.n) || cities > 28) continue;
      if (zoom < 5 && city.p < 1e6) continue;
      const point = map.latLngToContainerPoint([city.y, app.unrolled([city.x, city.y])[0]]);
      if (!inside(point)) continue;
      const dot = [point.x - 3, point.y - 3, point.x + 3, point.y + 3];
      if (!free(dot)) continue;
      if (put(city.n, STYLES.city, beside(point, 1, city.n, STYLES.city).slice(0, 2))) {
        taken.push(dot);
        cities += 1;
        shown.push({dot: true, x: point.x, y: point.y});
      }
    }
    if (app.basemap.detail && zoom >= 6) {
      for (const {name, spots, mentioned} of visibleAreas(app, app.basemap.detail.provinces, size, false)) {
        if (used.has(name) || mentioned) continue;
        put(name, STYLES.province, spots.flatMap((point) => centred(point, name, STYLES.province)), clear);
      }
      for (const river of app.basemap.detail.rivers) {
        if (!river.name || river.place >= 0 || used.has(river.name)) continue;
        const spots = lineSpots(app, river.rings, size);
        put(river.name, {...STYLES.line, font: `italic 400 11px ${family}`, css: 'gm-label-line gm-label-small'},
          spots.flatMap((point) => centred(point, river.name, STYLES.line).slice(0, 3)));
      }
    }
    const origin = map.containerPointToLayerPoint([0, 0]);
    for (const label of shown) {
      const node = label.dot ? el('span', {class: 'gm-citydot'}) : el('span', {class: `gm-label ${label.style.css}`, dir: 'auto', text: label.text});
      L.DomUtil.setPosition(node, L.point(label.x + origin.x, label.y + origin.y).round());
      pane.append(node);
    }
    app.labels.shown = shown.filter((label) => !label.dot).map((label) => label.text);
  };

  map.on('zoomstart', () => { pane.textContent = ''; });
  const soon = later(draw, 30);
  map.on('moveend zoomend resize', soon);
  return {draw, soon, shown: []};
}
