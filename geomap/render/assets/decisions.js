// Decisions as the file has them: one order, one spelling, so that equal decisions are equal bytes.

const DECISIONS_FORMAT = 'geomap-decisions/1';
const DECISION_FIELDS = ['act', 'name', 'place', 'point', 'lookup', 'label', 'only_here', 'document', 'digest', 'spans', 'source',
  'context', 'near'];
const ACTS = ['accept', 'choose', 'move', 'reject', 'add'];
// Characters of the text that are kept on each side of a name, and how many other places of the report.
const CONTEXT_LENGTH = 60;
const NEAR_NAMES = 6;

// Offsets in the file count code points in the whole text; those of the page count UTF-16 units in what it has.
function codePoints(text) {
  let count = text.length;
  for (let index = 0; index + 1 < text.length; index += 1) {
    if (isHigh(text, index) && isLow(text, index + 1)) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}

function isHigh(text, index) {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(text, index) {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}

function textOffset(document, position) {
  let cut = [0, 0];
  for (const each of document.cuts) if (each[0] <= position) cut = each;
  return cut[1] + codePoints(document.text.slice(cut[0], position));
}

// Where the page has a code point of the whole text; beyond the sentences that it has, beyond its text.
function pageOffset(document, index) {
  let [position, count] = [0, 0];
  for (const each of document.cuts) if (each[1] <= index) [position, count] = each;
  for (; count < index && position < document.text.length; count += 1) {
    position += isHigh(document.text, position) && isLow(document.text, position + 1) ? 2 : 1;
  }
  return position;
}

function mentionSpan(mention) {
  return [textOffset(mention.document, mention.start), textOffset(mention.document, mention.end)];
}

// The words around a mention, on one line, without the halves of words at its ends.
function contextOf(mention) {
  const {text} = mention.document;
  let [from, to] = [Math.max(0, mention.start - CONTEXT_LENGTH), Math.min(text.length, mention.end + CONTEXT_LENGTH)];
  while (from > 0 && from < mention.start && /\S/.test(text[from - 1])) from += 1;
  while (to < text.length && to > mention.end && /\S/.test(text[to])) to -= 1;
  return text.slice(from, to).replace(/\s+/g, ' ').trim();
}

// The other places that the report names, most named first: they tell what it is about.
function nearOf(mention) {
  const counts = new Map();
  const own = mentionText(mention);
  for (const other of mention.document.mentions) {
    const name = mentionText(other);
    if (other.place && other.kind === 'toponym' && name !== own) counts.set(name, (counts.get(name) || 0) + 1);
  }
  return [...counts.entries()].sort((a, b) => b[1] - a[1]).slice(0, NEAR_NAMES).map(([name]) => name);
}

function decimals(value) {
  return Number(Number(value).toFixed(5)) + 0;
}

function answerOf(decision) {
  if (decision.point) return decision.point.map(decimals).join(', ');
  return decision.place || decision.lookup || 'no place';
}

function compareKeys(a, b) {
  for (let index = 0; index < a.length; index += 1) {
    if (a[index] < b[index]) return -1;
    if (a[index] > b[index]) return 1;
  }
  return 0;
}

function orderKey(decision) {
  const spans = decision.spans || [];
  return [decision.document || '', decision.digest || '', spans.length ? spans[0][0] : -1, decision.name, decision.act,
    answerOf(decision), decision.label || '', decision.source || '', decision.context || '', (decision.near || []).join('\n'),
    decision.only_here ? 1 : 0, ...spans.flat()];
}

// Sorted; those that differ only in their spans become one.
function canonical(decisions) {
  const order = (a, b) => compareKeys(orderKey(a), orderKey(b));
  const merged = new Map();
  for (const decision of [...decisions].sort(order)) {
    const what = [decision.document, decision.digest, decision.source, decision.name, decision.act, answerOf(decision), Boolean(decision.only_here)];
    if (!decision.spans) what.push(decision.label, decision.context, decision.near);
    const key = JSON.stringify(what.map((value) => (value === undefined ? null : value)));
    const first = merged.get(key);
    if (!first) merged.set(key, decision);
    else if (decision.spans) merged.set(key, {...first, spans: uniqueSpans([...first.spans, ...decision.spans])});
  }
  return [...merged.values()].sort(order);
}

function uniqueSpans(spans) {
  const sorted = [...spans].sort(compareKeys);
  return sorted.filter((span, index) => !index || compareKeys(span, sorted[index - 1]) !== 0);
}

function decisionsText({decisions, seen}) {
  const rows = canonical(decisions).map((decision) => {
    const lines = DECISION_FIELDS.filter((field) => decision[field] !== undefined && decision[field] !== false)
      .map((field) => `      "${field}": ${JSON.stringify(field === 'point' ? decision.point.map(decimals) : decision[field])}`);
    return `    {\n${lines.join(',\n')}\n    }`;
  });
  const digests = [...new Set(seen)].sort().map((digest) => `    ${JSON.stringify(digest)}`);
  const listed = (name, lines) => `  "${name}": [${lines.length ? `\n${lines.join(',\n')}\n  ` : ''}]`;
  return `{\n  "format": "${DECISIONS_FORMAT}",\n${listed('seen', digests)},\n${listed('decisions', rows)}\n}\n`;
}

// The decisions of a file that somebody opens; throws an Error with the words for what is wrong with it.
function readDecisions(text) {
  let record = null;
  try {
    record = JSON.parse(text);
  } catch {
    throw new Error(say('fix_bad_file'));
  }
  if (!record || record.format !== DECISIONS_FORMAT || !Array.isArray(record.decisions)) throw new Error(say('fix_bad_file'));
  const isText = (value) => value === undefined || typeof value === 'string';
  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
  const isSpan = (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isInteger) && value[0] >= 0 && value[0] < value[1];
  record.decisions.forEach((decision, index) => {
    const fits = decision && typeof decision === 'object' && ACTS.includes(decision.act) && typeof decision.name === 'string' && decision.name.trim()
      && ['place', 'lookup', 'label', 'document', 'digest', 'source', 'context'].every((field) => isText(decision[field]))
      && (decision.point === undefined || (Array.isArray(decision.point) && decision.point.length === 2 && decision.point.every(isNumber)
        && Math.abs(decision.point[0]) <= 90 && Math.abs(decision.point[1]) <= 180))
      && (decision.spans === undefined || (decision.digest && Array.isArray(decision.spans) && decision.spans.every(isSpan)))
      && (decision.near === undefined || (Array.isArray(decision.near) && decision.near.every((name) => typeof name === 'string')))
      && (decision.act === 'reject') === !(decision.place || decision.point || decision.lookup);
    if (!fits) throw new Error(say('fix_bad_row', {n: index + 1}));
  });
  const seen = Array.isArray(record.seen) ? record.seen.filter((digest) => /^[0-9a-f]{16}$/.test(digest)) : [];
  return {decisions: record.decisions.map((decision) => Object.fromEntries(DECISION_FIELDS.filter((field) => decision[field] !== undefined)
    .map((field) => [field, decision[field]]))), seen};
}
