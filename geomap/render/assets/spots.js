// Spots are where a name may stand: deep inside an area, along a line, off outlines and controls.

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
