// The picture: what the map shows now, as one SVG drawing, and from it a PNG.

function pictureOf(app) {
  const {map} = app;
  const size = map.getSize();
  const ink = app.colours();
  const [head, foot] = [34, 20];
  const height = size.y + head + foot;
  const zoomed = 256 * 2 ** map.getZoom();
  const origin = map.containerPointToLayerPoint([0, 0]).add(map.getPixelOrigin());
  const frame = {size: zoomed, x: origin.x, y: origin.y, west: origin.x / zoomed, east: (origin.x + size.x) / zoomed,
    north: origin.y / zoomed, south: (origin.y + size.y) / zoomed};
  const styles = getComputedStyle(app.parts.gm);
  const paper = styles.getPropertyValue('--gm-paper').trim();
  const text = styles.getPropertyValue('--gm-ink').trim();
  const soft = styles.getPropertyValue('--gm-soft').trim();
  const family = '"Noto Sans", "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif';
  const clip = svg('clipPath', {id: 'frame'}, svg('rect', {width: size.x, height: size.y}));
  const body = svg('g', {transform: `translate(0 ${head})`, 'clip-path': 'url(#frame)'}, svg('rect', {width: size.x, height: size.y, fill: ink.sea}));
  const places = app.shown.map((place) => place.name);
  const drawing = svg('svg', {xmlns: SVG, viewBox: `0 0 ${size.x} ${height}`, width: size.x, height, role: 'img', 'font-family': family},
    svg('title', {}, app.payload.title),
    svg('desc', {}, say('described', {places: say('places', {n: places.length}), reports: say('reports', {n: app.atlas.documents.length}),
      names: places.slice(0, 40).join(', ') + (places.length > 40 ? ' …' : '')})),
    svg('defs', {}, clip), svg('rect', {width: size.x, height, fill: paper}),
    svg('text', {x: 12, y: 23, 'font-size': 17, 'font-weight': 700, fill: text}, app.payload.title), body,
    svg('text', {x: size.x - 8, y: height - 6, 'font-size': 11, 'text-anchor': 'end', fill: soft}, [say('credit_short'), app.payload.ownCredit].filter(Boolean).join(' · ')));

  const add = (paths, attributes, isClosed) => {
    const d = pathText(paths, frame, isClosed);
    if (d) body.append(svg('path', {d, fill: 'none', ...attributes}));
  };
  for (const part of app.basemap.parts) {
    if (part.box) {
      const [left, top, right, bottom] = part.box;
      body.append(svg('rect', {x: left * zoomed - frame.x, y: top * zoomed - frame.y, width: (right - left) * zoomed, height: (bottom - top) * zoomed, fill: ink.sea}));
    }
    const seen = (shapes) => shapes.filter((shape) => meets(shape, frame));
    for (const shape of seen(part.countries)) {
      const count = shape.place < 0 ? 0 : app.atlas.numbered[shape.place].mentions.length;
      add(shape.paths, {fill: count ? tint(ink.land, ink.tint, 0.55 * tintShare(count, app.atlas.mostArea)) : ink.land, 'fill-rule': 'evenodd'}, true);
    }
    for (const shape of seen(part.provinces)) add(shape.edges, {stroke: ink.province, 'stroke-width': 0.8, 'stroke-dasharray': '3 3'});
    for (const shape of seen(part.lakes)) add(shape.paths, {fill: ink.sea, stroke: ink.shore, 'stroke-width': 0.6, 'fill-rule': 'evenodd'}, true);
    for (const shape of seen(part.rivers)) add(shape.paths, {stroke: ink.river, 'stroke-width': 1.1});
    for (const shape of seen(part.countries)) add(shape.edges, {stroke: ink.border, 'stroke-width': part.box ? 1.1 : 0.7});
  }
  for (const place of app.shown) {
    const shape = ['area', 'line', 'box'].includes(place.draw) ? app.areas.shape(place) : null;
    if (!shape) continue;
    const style = app.areas.styleOf(place);
    add(shape.rings.map(projected), {stroke: style.color, 'stroke-width': style.weight, 'stroke-dasharray': style.dashArray || 'none',
      'fill-rule': 'evenodd', ...(place.draw === 'line' ? {} : {fill: style.fillColor, 'fill-opacity': style.fillOpacity})}, place.draw !== 'line');
  }
  const points = app.shown.filter((place) => place.draw === 'point').sort((a, b) => b.mentions.length - a.mentions.length);
  for (const place of points) {
    const at = map.latLngToContainerPoint(app.spot(place));
    const isHollow = place.state === 'ambiguous';
    body.append(svg('circle', {cx: at.x, cy: at.y, r: radiusOf(place.mentions.length, app.atlas.most), fill: ink[place.state],
      'fill-opacity': isHollow ? 0.14 : 0.93, stroke: isHollow ? ink[place.state] : paper, 'stroke-width': isHollow ? 2.5 : 1.5,
      'stroke-dasharray': isHollow ? '4 3' : 'none'}));
  }
  const outer = map.getContainer().getBoundingClientRect();
  for (const node of map.getPane('gm-labels').children) {
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left - outer.left, box.top - outer.top];
    if (!node.textContent) {
      body.append(svg('circle', {cx: x + 2, cy: y + 2, r: 2, fill: soft}));
      continue;
    }
    const look = getComputedStyle(node);
    const attributes = {x: x + box.width / 2, y: y + box.height * 0.77, 'text-anchor': 'middle', 'font-size': look.fontSize, 'font-weight': look.fontWeight,
      'font-style': look.fontStyle, 'letter-spacing': look.letterSpacing === 'normal' ? 0 : look.letterSpacing};
    // The halo is a text of its own below: not every reader of SVG knows paint-order.
    body.append(svg('text', {...attributes, fill: paper, stroke: paper, 'stroke-width': 3, 'stroke-linejoin': 'round'}, node.textContent),
      svg('text', {...attributes, fill: look.color}, node.textContent));
  }
  return {text: new XMLSerializer().serializeToString(drawing), width: size.x, height};
}

function pathText(paths, frame, isClosed) {
  let d = '';
  for (const path of paths) {
    let [lastX, lastY] = [NaN, NaN];
    let ring = '';
    for (let index = 0; index < path.length; index += 2) {
      const x = Math.round((path[index] * frame.size - frame.x) * 10) / 10;
      const y = Math.round((path[index + 1] * frame.size - frame.y) * 10) / 10;
      if (index && index < path.length - 2 && Math.abs(x - lastX) < 0.8 && Math.abs(y - lastY) < 0.8) continue;
      ring += `${index ? 'L' : 'M'}${x} ${y}`;
      [lastX, lastY] = [x, y];
    }
    d += ring + (isClosed ? 'Z' : '');
  }
  return d;
}

// Calls back with the PNG, twice as fine as the screen.
function pngOf(picture, done) {
  const image = new Image();
  image.onload = () => {
    const canvas = el('canvas', {width: picture.width * 2, height: picture.height * 2});
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(done, 'image/png');
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
}
