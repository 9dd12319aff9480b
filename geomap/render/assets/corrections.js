// Corrections are what a person decides on this page. They are a list of acts that is played over the atlas as it
// came: to undo is to play one act less. They stay in the page until they are downloaded.

function makeCorrections(app) {
  const {atlas, payload} = app;
  const given = payload.decisions || {decisions: [], seen: []};
  const origin = {places: [...atlas.places], mentions: [...atlas.mentions], documents: new Map()};
  for (const document of atlas.documents) origin.documents.set(document, [...document.mentions]);
  const before = new Map(atlas.mentions.map((mention) => [mention, {place: mention.place, state: mention.state,
    confidence: mention.confidence, ruled: mention.ruled}]));
  const states = new Map(atlas.places.map((place) => [place, {state: place.state, confidence: place.confidence}]));
  const made = new Map();
  const decided = new Set();
  let acts = [];
  let played = 0;
  let saved = 0;

  // A place that the page did not have: another candidate, a point, or a name that the gazetteer must look up.
  const placeOf = (answer, mention) => {
    const known = answer.id && origin.places.find((place) => place.id === answer.id);
    if (known) return known;
    const base = mention.origin;
    const there = answer.point && app.basemap.countryAt(answer.point[1], answer.point[0]);
    // Moved across a border it is not that place, but another of the name.
    const keeps = answer.point && base && base.draw === 'point' && (!there || !base.where || base.where.split(', ').pop() === there.name);
    const key = answer.point ? `point:${answer.point.join(',')}:${keeps ? base.id : mentionText(mention)}` : answer.id || `lookup:${answer.lookup}`;
    if (!made.has(key)) {
      const spot = answer.point || (answer.latitude === undefined ? null : [answer.latitude, answer.longitude]);
      const country = spot && app.basemap.countryAt(spot[1], spot[0]);
      made.set(key, {number: origin.places.length + made.size, id: key, name: keeps ? base.name : answer.name || mentionText(mention),
        official: '', kind: keeps ? base.kind : answer.kind || 'place', where: keeps ? base.where : answer.where || (country ? country.name : ''),
        country: keeps ? base.country : '', state: 'sure', draw: !spot ? 'none' : answer.isArea ? 'soft' : 'point', shape: '', box: null,
        radius: 30000, vague: false, latitude: spot ? spot[0] : null, longitude: spot ? spot[1] : null, labelAt: null, confidence: 100,
        salience: null, population: keeps ? base.population : null, uncertainty: 0, alternatives: [], choices: base ? [candidateOfPlace(base), ...base.alternatives, ...base.choices] : [],
        reasons: [], all: [], mentions: [], haystack: null, isMade: true, isPending: !spot});
    }
    return made.get(key);
  };

  const play = () => {
    for (const [document, mentions] of origin.documents) document.mentions = [...mentions];
    for (const mention of decided) Object.assign(mention, before.get(mention), {change: null, isRejected: false});
    decided.clear();
    for (const act of acts.slice(0, played)) for (const change of act.changes) apply(change);
    atlas.mentions = atlas.documents.flatMap((document) => document.mentions);
    for (const place of [...origin.places, ...made.values()]) Object.assign(place, {all: [], haystack: null, fixed: 0});
    for (const mention of atlas.mentions) {
      if (!mention.place) continue;
      mention.place.all.push(mention);
      if (mention.ruled === 'd') mention.place.fixed += 1;
    }
    atlas.places = [...origin.places, ...made.values()].filter((place) => place.all.length);
    for (const place of atlas.places) {
      place.mentions = place.all;
      if (!place.isMade) Object.assign(place, place.fixed && place.fixed === place.all.length ? {state: 'sure', confidence: 100} : states.get(place));
    }
    atlas.unresolved = atlas.mentions.filter((mention) => !mention.place && !mention.isRejected);
  };

  const apply = (change) => {
    const {mention} = change;
    const {document} = mention;
    if (!before.has(mention)) {
      // A name added by hand takes the place of what was seen inside it.
      document.mentions = document.mentions.filter((other) => other.end <= mention.start || other.start >= mention.end);
      document.mentions.push(mention);
      document.mentions.sort((a, b) => a.start - b.start);
    }
    const isPlace = change.act !== 'reject';
    decided.add(mention);
    Object.assign(mention, {change, ruled: 'd', isRejected: !isPlace, state: isPlace ? 'resolved' : 'not_found', confidence: isPlace ? 100 : null,
      place: isPlace ? placeOf(change.answer, mention) : null});
  };

  const changed = (touched, words) => {
    play();
    app.fixed(touched, words);
  };

  const decisionOf = (mention) => {
    const {change, document} = mention;
    const decision = {act: change.act, name: mentionText(mention)};
    if (change.act !== 'reject') {
      const {answer} = change;
      if (answer.point) decision.point = answer.point;
      else if (answer.id) decision.place = answer.id;
      else decision.lookup = answer.lookup;
      const label = [answer.name, answer.where].filter(Boolean).join(', ');
      if (label && !answer.lookup) decision.label = label;
    }
    if (change.onlyHere) decision.only_here = true;
    decision.document = document.id;
    decision.digest = document.digest;
    decision.spans = [mentionSpan(mention)];
    if (document.source) decision.source = document.source;
    decision.context = contextOf(mention);
    const near = nearOf(mention);
    if (near.length) decision.near = near;
    return decision;
  };

  // All decisions: those that the page was made with and those of opened files, where nothing newer stands, and its own.
  const everything = () => {
    const active = acts.slice(0, played);
    const own = atlas.mentions.filter((mention) => mention.change && !mention.change.isGiven).map(decisionOf);
    let older = given.decisions;
    for (const act of active) if (act.given) older = [...without(older, act.given), ...act.given];
    older = without(older, own);
    const seen = [...given.seen, ...active.flatMap((act) => act.seen || [])];
    // A page that was made with decisions has names that follow them: its other texts stay open to that.
    if (!payload.decisions && active.length) seen.push(...atlas.documents.map((document) => document.digest));
    return {decisions: [...older, ...own], seen};
  };

  const touchedBy = (act) => new Set(act.changes.map((change) => change.mention.document));

  return {
    get count() { return played; },
    get canRedo() { return played < acts.length; },
    get isSaved() { return saved === played; },
    markSaved() { saved = played; },
    text: () => decisionsText(everything()),
    decide(act) {
      for (const change of act.changes) if (!change.mention.origin) change.mention.origin = change.mention.place;
      acts = [...acts.slice(0, played), act];
      played += 1;
      if (saved >= played) saved = -1;
      changed(touchedBy(act), act.words);
    },
    undo() {
      if (!played) return;
      played -= 1;
      changed(touchedBy(acts[played]), say('fix_undone', {what: acts[played].words}));
    },
    redo() {
      if (played >= acts.length) return;
      played += 1;
      changed(touchedBy(acts[played - 1]), acts[played - 1].words);
    },
    discard() {
      const touched = new Set(acts.flatMap((act) => [...touchedBy(act)]));
      acts = [];
      played = 0;
      saved = 0;
      changed(touched, say('fix_discarded'));
    },
  };
}

// The decisions without the mentions that newer ones are about.
function without(decisions, newer) {
  const taken = new Map();
  for (const decision of newer) {
    if (decision.spans) taken.set(decision.digest, [...(taken.get(decision.digest) || []), ...decision.spans]);
  }
  return decisions.map((decision) => {
    const spans = decision.spans && taken.get(decision.digest);
    if (!spans) return decision;
    const left = decision.spans.filter(([start, end]) => !spans.some((span) => start < span[1] && span[0] < end));
    return left.length ? {...decision, spans: left} : null;
  }).filter(Boolean);
}

// A place as the payload has other candidates.
function candidateOfPlace(place) {
  return {id: place.id, n: place.name, where: place.where, kind: place.kind, x: place.longitude === null ? undefined : place.longitude,
    y: place.latitude === null ? undefined : place.latitude, area: place.draw === 'point' ? 0 : 1};
}

// A place as an answer to choose.
function answerOfPlace(place) {
  const spot = place.id.startsWith('point:') && place.latitude !== null ? {point: [decimals(place.latitude), decimals(place.longitude)]} : {id: place.id};
  return {...spot, name: place.name, where: place.where, kind: place.kind, latitude: place.latitude === null ? undefined : place.latitude,
    longitude: place.longitude === null ? undefined : place.longitude, isArea: place.draw !== 'point'};
}

// Another candidate, as the payload has it, as an answer.
function answerOfCandidate(other) {
  return {id: other.id, name: other.n, where: other.where, kind: other.kind, latitude: other.y, longitude: other.x,
    isArea: Boolean(other.area), chance: other.pr};
}

// A mention that the reader marks: from one position of the page's text to another, with its sentence.
function markedMention(document, start, end) {
  const {text} = document;
  const ends = [...text.slice(0, start).matchAll(/[.!?…。！？؟۔।\n]\s*/g)].pop();
  const rest = /[.!?…。！？؟۔।\n]/.exec(text.slice(end));
  return {number: -1, document, start, end, from: ends ? ends.index + ends[0].length : 0, to: rest ? end + rest.index + 1 : text.length,
    kind: 'toponym', role: '', state: 'resolved', confidence: 100, place: null, ruled: 'd', origin: null};
}
