// Fixing is the page's second use: a switch, the tools in a place's popup, and a bar with what was corrected.

const THOUSANDS = 2000;

function makeFixing(app) {
  const {atlas, parts} = app;
  const {gm} = parts;
  if (!atlas.documents.some((document) => document.digest)) return {isOn: () => false, tools: () => null, open() {}};
  let isOn = false;
  let corrections = null;
  const finder = makeFinder(app);

  const status = el('span', {class: 'gm-fixstatus', role: 'status', 'aria-live': 'polite'});
  const act = (key, handler, css = '') => el('button', {type: 'button', class: `gm-act${css}`, text: say(key),
    on: {click: (event) => event.currentTarget.getAttribute('aria-disabled') !== 'true' && handler()}});
  const undo = act('fix_undo', () => step('undo'));
  const redo = act('fix_redo', () => step('redo'));
  const download = act('fix_download', () => {
    offer('decisions.json', 'application/json', corrections.text());
    corrections.markSaved();
  }, ' gm-main');
  const discard = act('fix_discard', () => corrections.discard());
  const file = el('input', {type: 'file', accept: '.json,application/json', class: 'gm-hidden', tabindex: '-1', 'aria-label': say('fix_open_label'),
    on: {change: () => {
      const [chosen] = file.files;
      if (chosen) chosen.text().then(openText);
      file.value = '';
    }}});
  const bar = el('div', {class: 'gm-fixbar', role: 'region', 'aria-label': say('fix_bar'), hidden: true}, status, undo, redo, download,
    act('fix_open', () => file.click()), file, discard);
  gm.insertBefore(bar, parts.frame.nextSibling);
  const toggle = el('button', {type: 'button', class: 'gm-tool', title: say('fix_toggle'), 'aria-pressed': 'false', on: {click: () => turn(!isOn)}},
    icon('M4 16l1-4 8-8 3 3-8 8zM11 6l3 3', say('fix_toggle')));
  app.controls.tools.prepend(toggle);

  const turn = (on) => {
    isOn = on;
    if (isOn && !corrections) corrections = makeCorrections(app);
    toggle.setAttribute('aria-pressed', String(isOn));
    bar.hidden = !isOn;
    gm.classList.toggle('gm-fixing', isOn);
    finder.close();
    marking.show(isOn);
    app.reports.renew();
    if (app.selected) app.choose(app.selected);
    tell('');
  };
  const tell = (words) => {
    const {count} = corrections;
    status.textContent = [count || !words ? say('fix_count', {n: count}) : '', words || (count ? '' : say('fix_none'))].filter(Boolean).join(' · ');
    // Not `disabled`: that would take the focus away from who has just undone the last one.
    undo.setAttribute('aria-disabled', String(!count));
    redo.setAttribute('aria-disabled', String(!corrections.canRedo));
    discard.setAttribute('aria-disabled', String(!count && !corrections.canRedo));
    download.setAttribute('aria-disabled', String(!count && !app.payload.decisions));
  };
  const step = (way) => {
    const place = app.selected;
    corrections[way]();
    if (place && app.shown.includes(place)) app.choose(place);
  };
  app.fixed = (documents, words) => {
    for (const document of documents) app.reports.renew(document);
    app.list.unresolved();
    app.refresh();
    tell(words);
    legendKey();
  };
  const legendKey = () => {
    const legend = parts.mapbox.querySelector('.gm-legend-in');
    const key = legend && legend.querySelector('.gm-fixedkey');
    const isNeeded = app.atlas.places.some((place) => place.fixed);
    if (key) key.hidden = !isNeeded;
    else if (legend && isNeeded) legend.append(el('div', {class: 'gm-key gm-fixedkey'}, el('span', {class: 'gm-swatch gm-fixed'}), say('fix_by_hand')));
  };
  legendKey();

  const decide = (what, mentions, answer, {onlyHere = false} = {}) => {
    const name = mentionText(mentions[0]);
    const place = answer && (answer.title || [answer.name, answer.where].filter(Boolean).join(', ') || (answer.point || []).join(', '));
    const words = say({accept: 'fix_accepted', choose: 'fix_chosen', move: 'fix_moved', reject: 'fix_rejected', add: 'fix_added'}[what],
      {name, place: answer && answer.point ? answer.point.join(', ') : place});
    corrections.decide({words, changes: mentions.map((mention) => ({act: what, mention, answer, onlyHere}))});
    const follow = () => {
      const now = mentions[0].place;
      if (now && app.shown.includes(now)) app.choose(now, {fly: true, mention: mentions[0]});
      if (!gm.contains(app.root.activeElement)) undo.focus({preventScroll: true});
    };
    // Among thousands of places the page draws itself first, so that no single task keeps the reader waiting.
    if (app.atlas.places.length > THOUSANDS) setTimeout(follow);
    else follow();
  };
  const found = (mentions, onlyHere) => (answer) => decide(answer.point ? 'move' : 'choose', mentions, answer, {onlyHere});

  // All that the page knows of the name: the places it was taken for, and their other candidates.
  const sameName = (name) => {
    const answers = new Map();
    for (const place of app.atlas.places) {
      if (!place.all.some((mention) => mentionText(mention) === name) && place.name !== name) continue;
      for (const answer of [answerOfPlace(place), ...[...place.alternatives, ...place.choices].map(answerOfCandidate)]) if (answer.id) answers.set(answer.id, answer);
    }
    return [...answers.values()];
  };

  const openText = (text) => {
    try {
      const {decisions, seen} = readDecisions(text);
      corrections.decide({words: say('fix_opened', {n: decisions.length}), changes: changesOf(app.atlas, decisions), given: decisions, seen});
    } catch (error) {
      tell(error.message);
    }
  };

  gm.addEventListener('keydown', (event) => {
    if (!isOn) return;
    if (event.key === 'Escape' && finder.isOpen()) {
      finder.close();
      event.stopPropagation();
    }
    if (!(event.ctrlKey || event.metaKey) || event.target.matches('input, select, textarea')) return;
    const key = event.key.toLowerCase();
    const way = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : '';
    if (!way) return;
    step(way);
    event.preventDefault();
  });
  window.addEventListener('beforeunload', (event) => {
    if (corrections && corrections.count && !corrections.isSaved) event.preventDefault();
  });

  const tools = (place) => {
    const byHand = place.fixed ? say(place.isPending ? 'fix_pending' : 'fix_by_hand') : '';
    const note = byHand || (place.all.some((mention) => mention.ruled === 'f') ? say('fix_follows') : '');
    const line = note ? el('p', {class: 'gm-meta gm-fixednote', text: `✓ ${note}`}) : null;
    if (!isOn) return line;
    const scope = el('select', {'aria-label': say('fix_scope')}, el('option', {value: '', text: say('fix_scope_all', {n: place.all.length})}),
      place.all.slice(0, 50).map((mention, index) => el('option', {value: index,
        text: say('fix_scope_one', {n: index + 1, text: mention.document.text.slice(Math.max(0, mention.start - 24), mention.end + 24).replace(/\s+/g, ' ')})})));
    const chosen = () => (scope.value === '' ? [...place.all] : [place.all[Number(scope.value)]]);
    const onlyHere = () => scope.value !== '';
    const ask = (start) => () => {
      const mentions = chosen();
      const others = [...place.alternatives, ...place.choices].map(answerOfCandidate);
      finder.ask({name: mentionText(mentions[0]), candidates: others, start, done: found(mentions, onlyHere())});
    };
    const isOwn = /^(point|lookup):/.test(place.id);
    return [line, el('div', {class: 'gm-fix', role: 'group', 'aria-label': say('fix_toggle')},
      el('div', {class: 'gm-acts'},
        isOwn || place.fixed === place.all.length ? null
          : act('fix_accept', () => decide('accept', chosen(), answerOfPlace(place), {onlyHere: onlyHere()}), ' gm-main'),
        act('fix_choose', ask(null)),
        place.latitude === null ? null : act('fix_move', ask(app.spot(place))),
        act('fix_reject', () => decide('reject', chosen(), null, {onlyHere: onlyHere()}))),
      place.all.length > 1 ? el('label', {class: 'gm-scope'}, `${say('fix_scope')} `, scope) : null)];
  };
  const fixing = {
    isOn: () => isOn,
    tools,
    decide,
    finder,
    sameName,
    chooseOther: (place, other) => decide('choose', [...place.all], answerOfCandidate(other)),
    // A name without a place, or one that was rejected: where is it?
    open(mention) {
      const name = mentionText(mention);
      const same = app.atlas.mentions.filter((other) => !other.place && other.isRejected === mention.isRejected && mentionText(other) === name);
      finder.ask({name, candidates: sameName(name), every: same.length,
        done: (answer, every) => found(every ? same : [mention], !every && same.length > 1)(answer)});
    },
  };
  const marking = makeMarking(app, fixing);
  return fixing;
}

// The mentions of this page that the decisions of a file are about, each with what it becomes.
function changesOf(atlas, decisions) {
  const changes = [];
  for (const decision of decisions) {
    for (const document of atlas.documents.filter((each) => each.digest === decision.digest)) {
      for (const span of decision.spans || []) {
        const [start, end] = span.map((index) => pageOffset(document, index));
        if (document.text.slice(start, end) !== decision.name) continue;
        const mention = document.mentions.find((each) => each.start === start && each.end === end) || markedMention(document, start, end);
        changes.push({act: decision.act, mention, isGiven: true, answer: decision.act === 'reject' ? null
          : {id: decision.place, point: decision.point, lookup: decision.lookup, name: (decision.label || '').split(', ')[0] || decision.lookup || decision.place || decision.name,
            where: (decision.label || '').split(', ').slice(1).join(', ')}});
      }
    }
  }
  return changes;
}
