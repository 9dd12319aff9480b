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

// How many pixels a shape is wide or high.
function spanOf(app, place) {
  const shape = app.areas.shape(place);
  if (!shape) return 0;
  const [west, south, east, north] = shape.bounds;
  const a = app.map.latLngToContainerPoint([south, west]);
  const b = app.map.latLngToContainerPoint([north, east]);
  return Math.max(b.x - a.x, a.y - b.y);
}

// Points in the window where an area's name may stand, best first.
function labelSpots(app, place, size) {
  const {map} = app;
  const shape = app.areas.shape(place);
  if (!shape) return [];
  if (place.draw === 'line') return lineSpots(app, shape.rings, size);
  const found = place.draw === 'area' && shape.rings.length ? visibleAreas(app, [{...shape, name: place.name, place: -1}], size, false) : [];
  if (found.length) return found[0].spots;
  const at = place.labelAt || (place.latitude !== null ? app.spot(place) : null);
  return at ? [map.latLngToContainerPoint(at)] : [];
}

function lineSpots(app, rings, size) {
  const spots = [];
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 2) {
      const point = app.map.latLngToContainerPoint([ring[index + 1], ring[index]]);
      if (point.x > 50 && point.y > 24 && point.x < size.x - 50 && point.y < size.y - 24) spots.push(point);
    }
  }
  if (!spots.length) return [];
  const wanted = [0.5, 0.3, 0.7, 0.15, 0.85].map((share) => spots[Math.floor((spots.length - 1) * share)]);
  return wanted.map((point) => ({x: point.x, y: point.y - 11}));
}

// Which shapes cover the window, found on a grid of points; each with the spots deepest inside it.
function visibleAreas(app, shapes, size, exclusive) {
  const {map} = app;
  const [columns, rows] = [22, 15];
  const bounds = map.getBounds();
  const near = shapes.filter((shape) => shape.bounds[0] < bounds.getEast() && shape.bounds[2] > bounds.getWest()
    && shape.bounds[1] < bounds.getNorth() && shape.bounds[3] > bounds.getSouth());
  const grid = [];
  const at = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const point = {x: ((column + 0.5) * size.x) / columns, y: ((row + 0.5) * size.y) / rows};
      const place = map.containerPointToLatLng([point.x, point.y]);
      at.push(point);
      grid.push(near.findIndex((shape) => contains(shape, place.lng, place.lat)));
    }
  }
  const depth = grid.map((owner, index) => {
    if (owner < 0) return 0;
    const [column, row] = [index % columns, Math.floor(index / columns)];
    for (let reach = 1; reach < 8; reach += 1) {
      for (let step = -reach; step <= reach; step += 1) {
        for (const [x, y] of [[column + step, row - reach], [column + step, row + reach], [column - reach, row + step], [column + reach, row + step]]) {
          if (x < 0 || y < 0 || x >= columns || y >= rows || grid[y * columns + x] !== owner) return reach;
        }
      }
    }
    return 8;
  });
  const found = new Map();
  grid.forEach((owner, index) => {
    if (owner < 0) return;
    const key = exclusive ? near[owner].name : owner;
    if (!found.has(key)) found.set(key, {name: near[owner].name, place: near[owner].place, cells: []});
    found.get(key).cells.push(index);
  });
  return [...found.values()].filter((area) => area.name).sort((a, b) => b.cells.length - a.cells.length).map((area) => {
    const best = [...area.cells].sort((a, b) => depth[b] - depth[a]);
    const middle = area.cells.reduce((sum, cell) => [sum[0] + at[cell].x / area.cells.length, sum[1] + at[cell].y / area.cells.length], [0, 0]);
    const deepest = best.filter((cell) => depth[cell] === depth[best[0]])
      .sort((a, b) => Math.hypot(at[a].x - middle[0], at[a].y - middle[1]) - Math.hypot(at[b].x - middle[0], at[b].y - middle[1]));
    const rest = best.filter((cell) => depth[cell] < depth[best[0]]);
    const across = new Set(area.cells.map((cell) => cell % columns)).size * (size.x / columns);
    return {name: area.name, mentioned: area.place >= 0, across, spots: apart([...deepest, ...rest].map((cell) => at[cell]))};
  });
}

// The first points that stand well apart from those before them.
function apart(points) {
  const chosen = [];
  for (const point of points) {
    if (chosen.every((other) => Math.abs(other.x - point.x) > 110 || Math.abs(other.y - point.y) > 60)) chosen.push(point);
    if (chosen.length >= 8) break;
  }
  return chosen;
}

// Where the controls stand: nothing is written under them.
function controlBoxes(app) {
  const outer = app.map.getContainer().getBoundingClientRect();
  return [...app.map.getContainer().querySelectorAll('.leaflet-control')].map((node) => {
    const box = node.getBoundingClientRect();
    return [box.left - outer.left - 4, box.top - outer.top - 4, box.right - outer.left + 4, box.bottom - outer.top + 4];
  });
}

// Small boxes along the outlines of mentioned areas and lines in the window, for names to stay off.
function outlineBoxes(app, size) {
  const boxes = [];
  for (const place of app.shown) {
    const shape = place.draw === 'area' || place.draw === 'line' ? app.areas.shape(place) : null;
    if (!shape) continue;
    for (const ring of shape.rings) {
      let [lastX, lastY] = [-999, -999];
      for (let index = 0; index < ring.length; index += 2) {
        const {x, y} = app.map.latLngToContainerPoint([ring[index + 1], ring[index]]);
        const steps = Math.min(60, Math.ceil(Math.hypot(x - lastX, y - lastY) / 12));
        if (index && steps < 1) continue;
        for (let step = 1; step <= (index ? steps : 1); step += 1) {
          const [px, py] = index ? [lastX + ((x - lastX) * step) / steps, lastY + ((y - lastY) * step) / steps] : [x, y];
          if (px > 0 && py > 0 && px < size.x && py < size.y) boxes.push([px - 3, py - 3, px + 3, py + 3]);
        }
        [lastX, lastY] = [x, y];
      }
    }
    if (boxes.length > 3000) break;
  }
  return boxes;
}
