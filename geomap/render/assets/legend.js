// The legend explains colours, sizes and tints; the foot says how the map was made and from what.

function makeLegend(app) {
  const {atlas} = app;
  const points = atlas.places.filter((place) => place.draw === 'point');
  const areas = atlas.places.filter((place) => place.draw !== 'point' && place.draw !== 'none');
  if (!points.length && !areas.length) return null;
  const box = el('div', {class: 'gm-legend-in'});
  for (const state of ['sure', 'likely', 'ambiguous']) {
    if (points.some((place) => place.state === state)) {
      const words = {sure: 'Resolved', likely: 'Likely', ambiguous: 'Ambiguous'}[state];
      box.append(el('div', {class: 'gm-key'}, el('span', {class: `gm-swatch gm-${state}`}), words));
    }
  }
  if (points.length) {
    const examples = [...new Set([1, Math.round(Math.sqrt(atlas.most)), atlas.most])].slice(0, 3);
    box.append(el('div', {class: 'gm-sizes'}, examples.map((count) => {
      const size = `${2 * radiusOf(count, atlas.most)}px`;
      return [el('span', {class: 'gm-size', style: {width: size, height: size}}), el('span', {text: count})];
    })), el('div', {class: 'gm-small', text: 'circle area = mentions'}));
  }
  if (areas.some((place) => place.draw === 'country' || place.draw === 'area')) {
    box.append(el('div', {class: 'gm-key'}, el('span', {class: 'gm-ramp', 'aria-hidden': 'true'}), atlas.mostArea > 1 ? `area named, 1–${atlas.mostArea}` : 'area named'));
  }
  if (areas.some((place) => place.draw === 'line')) box.append(el('div', {class: 'gm-key'}, el('span', {class: 'gm-stroke'}), 'river or line named'));
  if (areas.some((place) => place.vague || place.draw === 'soft' || place.draw === 'box') || atlas.documents.some((document) => document.footprints.length)) {
    box.append(el('div', {class: 'gm-key'}, el('span', {class: 'gm-vague'}), 'approximate area'));
  }
  const details = el('details', {class: 'gm-legend'}, el('summary', {text: 'Legend'}), box);
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
  if (count) what.push(`${count.toLocaleString('en')} ${count === 1 ? 'report' : 'reports'}`);
  const days = atlas.documents.map((document) => document.published).filter(Boolean).sort();
  if (days.length) what.push(days[0] === days[days.length - 1] ? dateText(days[0]) : `${dateText(days[0])} – ${dateText(days[days.length - 1])}`);
  const sources = payload.sources ? [payload.sources] : [...new Set(atlas.documents.map((document) => document.source).filter(Boolean))];
  const line = el('p', {class: 'gm-sub'});
  if (payload.subtitle) append(line, [payload.subtitle, what.length ? ' · ' : '']);
  append(line, [what.join(' · ')]);
  sources.slice(0, 3).forEach((source, index) => append(line, [index ? ', ' : what.length ? ' · ' : '', sourceNode(source)]));
  if (sources.length > 3) append(line, [` and ${sources.length - 3} more sources`]);
  return line;
}

function footLines(app) {
  const {payload, atlas} = app;
  const made = payload.made;
  const names = new Set(atlas.unresolved.map((mention) => mentionText(mention))).size;
  return [
    el('p', {}, `Places found and located automatically by geomap${made.version ? ` ${made.version}` : ''} from ${atlas.documents.length === 1 ? 'the text of the report' : 'the texts of the reports'}`,
      names ? `; ${names} ${names === 1 ? 'name' : 'names'} not placed` : '', '. Check before you rely on a place.',
      payload.credit ? ` ${payload.credit}` : ''),
    el('p', {}, 'Places: ', link('GeoNames', 'https://www.geonames.org/'), ', ', link('CC BY 4.0', 'https://creativecommons.org/licenses/by/4.0/'),
      ', changed. Basemap: made with ', link('Natural Earth', 'https://www.naturalearthdata.com/'),
      '. Borders are drawn as they are in practice and imply no opinion on their status.'),
    el('p', {class: 'gm-made'}, [made.gazetteer ? `Gazetteer ${made.gazetteer}` : '', made.recognizer ? `recognizer ${made.recognizer}` : '',
      made.resolver ? `resolver ${made.resolver}` : '', made.input ? `input ${made.input}` : ''].filter(Boolean).join(' · ')),
  ];
}
