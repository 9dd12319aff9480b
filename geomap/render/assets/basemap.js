// The basemap lies under everything: the coarse world, then a detailed box around the first view.
// It is painted on one canvas: shapes are projected once and drawn again whenever the map has moved.

function makeBasemap(app) {
  const {L, map, payload} = app;
  const {world, detail} = payload.base;
  const pane = map.createPane('gm-base');
  pane.style.zIndex = 150;
  pane.style.pointerEvents = 'none';
  const parts = [];
  if (world) {
    parts.push(readPart(world, null, 0));
    const [west, , east] = payload.view.bounds;
    if (east > 180) parts.push(readPart(world, null, 360));
    else if (west < -180) parts.push(readPart(world, null, -360));
  }
  const detailed = detail ? readPart(detail, detail.box, 0) : null;
  if (detailed) parts.push(detailed);
  const countries = [...parts].reverse().flatMap((part) => part.countries);

  const BaseCanvas = L.Canvas.extend({
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Canvas.prototype._update.call(this);
      this.paint();
    },
    paint() {
      const size = 256 * 2 ** this._map.getZoom();
      const origin = this._map.getPixelOrigin();
      const {min, max} = this._bounds;
      const frame = {size, x: origin.x, y: origin.y, west: (min.x + origin.x) / size, east: (max.x + origin.x) / size,
        north: (min.y + origin.y) / size, south: (max.y + origin.y) / size};
      this._ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
      paintBasemap(app, this._ctx, frame, parts);
    },
    // Leaflet would clear what is painted: this canvas has no paths of its own.
    _updatePaths() {},
    _redraw() {},
    _onMouseMove() {},
    _onClick() {},
    _handleMouseOut() {},
  });
  const canvas = new BaseCanvas({pane: 'gm-base', padding: 0.4});
  canvas.addTo(map);

  return {
    parts,
    countries,
    detail: detailed,
    restyle: () => canvas._ctx && canvas.paint(),
    countryAt: (x, y) => countries.find((shape) => contains(shape, x, y)) || null,
  };
}

function readPart(part, box, shift) {
  const read = (layer) => (part[layer] || []).map((entry) => {
    const shape = decoded(entry, part.scale);
    if (shift) {
      for (const ring of shape.rings) for (let index = 0; index < ring.length; index += 2) ring[index] += shift;
      shape.bounds = boundsOf(shape.rings);
    }
    shape.paths = shape.rings.map(projected);
    return shape;
  });
  const sides = box || [-180 + shift, -89.9, 180 + shift, 90];
  const withEdges = (shapes) => {
    for (const shape of shapes) shape.edges = edges(shape.rings, shape.bounds, sides, part.scale).map(projected);
    return shapes;
  };
  return {
    box: box && projected([box[0], box[3], box[2], box[1]]),
    countries: withEdges(read('country').map((shape) => ({...shape, name: countryText(shape.name)}))),
    provinces: withEdges(read('admin1')),
    lakes: read('lake'),
    rivers: read('river'),
  };
}

// Web Mercator, the whole world being 1 by 1 with north at 0.
function projected(ring) {
  const path = new Float64Array(ring.length);
  for (let index = 0; index < ring.length; index += 2) {
    const latitude = Math.max(-85.0511, Math.min(85.0511, ring[index + 1]));
    path[index] = ring[index] / 360 + 0.5;
    path[index + 1] = 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI);
  }
  return path;
}

function paintBasemap(app, context, frame, parts) {
  const ink = app.colours();
  context.lineJoin = 'round';
  const dashes = (pattern) => context.setLineDash(pattern);
  for (const part of parts) {
    if (part.box) {
      const [left, top, right, bottom] = part.box;
      context.fillStyle = ink.sea;
      context.fillRect(left * frame.size - frame.x, top * frame.size - frame.y, (right - left) * frame.size, (bottom - top) * frame.size);
    }
    for (const shape of part.countries) {
      if (!meets(shape, frame)) continue;
      const count = shape.place < 0 ? 0 : app.atlas.numbered[shape.place].mentions.length;
      context.fillStyle = count ? tint(ink.land, ink.tint, 0.55 * tintShare(count, app.atlas.mostArea)) : ink.land;
      trace(context, shape.paths, frame);
      context.fill('evenodd');
    }
    const stroke = (shapes, key, colour, width) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      for (const shape of shapes) {
        if (!meets(shape, frame)) continue;
        trace(context, shape[key], frame);
        context.stroke();
      }
    };
    dashes([3, 3]);
    stroke(part.provinces, 'edges', ink.province, 0.8);
    dashes([]);
    context.fillStyle = ink.sea;
    for (const shape of part.lakes) {
      if (!meets(shape, frame)) continue;
      trace(context, shape.paths, frame);
      context.fill('evenodd');
    }
    stroke(part.lakes, 'paths', ink.shore, 0.6);
    stroke(part.rivers, 'paths', ink.river, 1.1);
    stroke(part.countries, 'edges', ink.border, part.box ? 1.1 : 0.7);
  }
}

function meets(shape, frame) {
  const [west, south, east, north] = shape.bounds;
  if (!shape.corners) shape.corners = projected([west, north, east, south]);
  const [left, top, right, bottom] = shape.corners;
  return left < frame.east && right > frame.west && top < frame.south && bottom > frame.north;
}

// Points that fall on the pixel of the one before are left out.
function trace(context, paths, frame) {
  const {size, x: left, y: top} = frame;
  context.beginPath();
  for (const path of paths) {
    let [x, y] = [path[0] * size - left, path[1] * size - top];
    context.moveTo(x, y);
    const end = path.length - 2;
    for (let index = 2; index <= end; index += 2) {
      const nextX = path[index] * size - left;
      const nextY = path[index + 1] * size - top;
      if (index < end && Math.abs(nextX - x) < 0.8 && Math.abs(nextY - y) < 0.8) continue;
      x = nextX;
      y = nextY;
      context.lineTo(x, y);
    }
  }
}

// A shape's rings as lines, without the sides where the detailed box cut it or the globe was cut open.
function edges(rings, bounds, sides, scale) {
  const near = 0.6 / scale;
  const [west, south, east, north] = sides;
  if (bounds[0] > west + near && bounds[2] < east - near && bounds[1] > south + near && bounds[3] < north - near) return rings;
  const found = [];
  for (const ring of rings) {
    let line = [];
    for (let index = 0; index + 3 < ring.length; index += 2) {
      const x1 = ring[index];
      const y1 = ring[index + 1];
      const x2 = ring[index + 2];
      const y2 = ring[index + 3];
      const isCut = (Math.abs(x1 - x2) < near && (Math.abs(x1 - west) < near || Math.abs(x1 - east) < near))
        || (Math.abs(y1 - y2) < near && (Math.abs(y1 - south) < near || Math.abs(y1 - north) < near));
      if (isCut) {
        if (line.length > 2) found.push(line);
        line = [];
      } else {
        if (!line.length) line.push(x1, y1);
        line.push(x2, y2);
      }
    }
    if (line.length > 2) found.push(line);
  }
  return found;
}

// How strongly an area is tinted, 0 to 1: by the square root, so that few mentions still show.
function tintShare(count, most) {
  return 0.3 + 0.7 * Math.sqrt(count / Math.max(most, 4));
}

function tint(from, to, share) {
  const parts = (colour) => [1, 3, 5].map((index) => parseInt(colour.slice(index, index + 2), 16));
  const [a, b] = [parts(from), parts(to)];
  return `#${a.map((value, index) => Math.round(value + (b[index] - value) * Math.min(1, share)).toString(16).padStart(2, '0')).join('')}`;
}
