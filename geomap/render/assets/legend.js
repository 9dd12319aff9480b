// The legend explains colours, sizes and tints; the foot says how the map was made and from what.

function makeLegend(app) {
  const {atlas} = app;
  const points = atlas.places.filter((place) => place.draw === 'point');
  const areas = atlas.places.filter((place) => place.draw !== 'point' && place.draw !== 'none');
  if (!points.length && !areas.length) return null;
  const box = el('div', {class: 'gm-legend-in'});
  for (const state of ['sure', 'likely', 'ambiguous']) {
    if (points.some((place) => place.state === state)) {
      box.append(el('div', {class: 'gm-key'}, el('span', {class: `gm-swatch gm-${state}`}), say(state)));
    }
  }
  if (points.length) {
    const examples = [...new Set([1, Math.round(Math.sqrt(atlas.most)), atlas.most])].slice(0, 3);
    box.append(el('div', {class: 'gm-sizes'}, examples.map((count) => {
      const size = `${2 * radiusOf(count, atlas.most)}px`;
      return [el('span', {class: 'gm-size', style: {width: size, height: size}}), el('span', {text: numberText(count)})];
    })), el('div', {class: 'gm-small', text: say('size_note')}));
  }
  const note = (classes, words) => box.append(el('div', {class: 'gm-key'}, el('span', {class: classes, 'aria-hidden': 'true'}), words));
  if (points.some(isFaint) && !points.every(isFaint)) note('gm-swatch gm-sure gm-pale', say('faint_note'));
  if (points.some((place) => place.uncertainty && place.state !== 'sure')) note('gm-doubt', say('uncertainty'));
  if (areas.some((place) => place.draw === 'country' || place.draw === 'area')) {
    box.append(el('div', {class: 'gm-key'}, el('span', {class: 'gm-ramp', 'aria-hidden': 'true'}), atlas.mostArea > 1 ? say('area_named_range', {n: atlas.mostArea}) : say('area_named')));
  }
  if (areas.some((place) => place.draw === 'line')) box.append(el('div', {class: 'gm-key'}, el('span', {class: 'gm-stroke'}), say('line_named')));
  if (areas.some((place) => place.vague || place.draw === 'soft' || place.draw === 'box') || atlas.documents.some((document) => document.footprints.length)) {
    box.append(el('div', {class: 'gm-key'}, el('span', {class: 'gm-vague'}), say('approximate')));
  }
  const details = el('details', {class: 'gm-legend'}, el('summary', {text: say('legend')}), box);
  const size = app.map.getSize();
  details.open = size.y > 420 && size.x > 460;
  app.L.DomEvent.disableClickPropagation(details);
  app.L.DomEvent.disableScrollPropagation(details);
  return details;
}

function headLines(app) {
  const {atlas, payload} = app;
  const count = atlas.documents.length;
  const what = [];
  if (count) what.push(say('reports', {n: count}));
  const days = atlas.documents.map((document) => document.published).filter((day) => /^\d{4}/.test(day || '')).sort();
  if (days.length) what.push(days[0] === days[days.length - 1] ? dateText(days[0]) : say('dates', {from: dateText(days[0]), to: dateText(days[days.length - 1])}));
  const sources = payload.sources ? [payload.sources] : [...new Set(atlas.documents.map((document) => document.source).filter(Boolean))];
  const line = el('p', {class: 'gm-sub'});
  if (payload.subtitle) append(line, [payload.subtitle, what.length ? ' · ' : '']);
  append(line, [what.join(' · ')]);
  sources.slice(0, 3).forEach((source, index) => append(line, [index ? ', ' : what.length ? ' · ' : '', sourceNode(source)]));
  if (sources.length > 3) append(line, [say('more_sources', {n: sources.length - 3})]);
  return line;
}

function footLines(app) {
  const {payload, atlas} = app;
  const {made} = payload;
  const names = new Set(atlas.unresolved.map((mention) => mentionText(mention))).size;
  const program = `geomap${made.version ? ` ${made.version}` : ''}`;
  const found = names ? say('found_by', {program, names: say('names', {n: names})}) : say('found_by_all', {program});
  return [
    el('p', {}, found, [payload.ownCredit, payload.credit].filter(Boolean).map((credit) => el('bdi', {text: ` ${credit}`}))),
    el('p', {}, sayParts('credit_places', {geonames: link('GeoNames', 'https://www.geonames.org/'),
      licence: link('CC BY 4.0', 'https://creativecommons.org/licenses/by/4.0/'), naturalearth: link('Natural Earth', 'https://www.naturalearthdata.com/')}),
    ' ', say('credit_borders')),
    el('p', {class: 'gm-made'}, ['gazetteer', 'recognizer', 'resolver', 'input', 'decisions'].filter((name) => made[name])
      .map((name) => say(`made_${name}`, {name: made[name]})).join(' · ')),
  ];
}
