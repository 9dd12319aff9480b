// Shapes come as strings: base-64 digits of five bits, differences of integers, rings parted by full stops.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGIT_VALUES = new Uint8Array(128);
for (let index = 0; index < DIGITS.length; index += 1) DIGIT_VALUES[DIGITS.charCodeAt(index)] = index;

// Rings (or lines) of [longitude, latitude, longitude, latitude, …] in degrees.
function decodeShape(text, scale) {
  const rings = [];
  let ring = [];
  let x = 0;
  let y = 0;
  let value = 0;
  let shift = 0;
  let isLatitude = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      rings.push(ring);
      ring = [];
      continue;
    }
    const digit = DIGIT_VALUES[code];
    value += (digit & 31) * 2 ** shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }
    const delta = value % 2 ? -(value + 1) / 2 : value / 2;
    if (isLatitude) {
      y += delta;
      ring.push(x / scale, y / scale);
    } else {
      x += delta;
    }
    isLatitude = !isLatitude;
    value = 0;
    shift = 0;
  }
  if (ring.length) rings.push(ring);
  return rings;
}

function boundsOf(rings) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 2) {
      if (ring[index] < west) west = ring[index];
      if (ring[index] > east) east = ring[index];
      if (ring[index + 1] < south) south = ring[index + 1];
      if (ring[index + 1] > north) north = ring[index + 1];
    }
  }
  return [west, south, east, north];
}

// Even-odd over all rings, so that holes and parts need no telling apart.
function contains(shape, x, y) {
  const [west, south, east, north] = shape.bounds;
  if (x < west || x > east || y < south || y > north) return false;
  let inside = false;
  for (const ring of shape.rings) {
    for (let here = 0, before = ring.length - 2; here < ring.length; before = here, here += 2) {
      const y1 = ring[here + 1];
      const y2 = ring[before + 1];
      if (y1 > y !== y2 > y && x < ((ring[before] - ring[here]) * (y - y1)) / (y2 - y1) + ring[here]) inside = !inside;
    }
  }
  return inside;
}

function decoded(entry, scale) {
  const rings = decodeShape(entry.g, scale);
  return {name: entry.n || '', place: entry.p === undefined ? -1 : entry.p, rings, bounds: boundsOf(rings)};
}

function toLatLngs(rings) {
  return rings.map((ring) => {
    const points = [];
    for (let index = 0; index < ring.length; index += 2) points.push([ring[index + 1], ring[index]]);
    return points;
  });
}
