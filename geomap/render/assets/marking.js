// Marking adds a place that was missed: select its name in the text, or type it, and say where it is.

const LONGEST_NAME = 120;

function makeMarking(app, fixing) {
  const {parts} = app;
  if (!app.reports.selection) return {show() {}};
  const float = el('button', {type: 'button', class: 'gm-act gm-main gm-float', hidden: true});
  parts.texts.append(float);
  let marked = null;

  const add = ({document, start, end}) => {
    const name = document.text.slice(start, end);
    const mentions = [{document, start, end}];
    for (const spot of occurrences(app.atlas, name)) {
      if (spot.document !== document || spot.start !== start) mentions.push(spot);
    }
    fixing.finder.ask({name, candidates: fixing.sameName(name), every: mentions.length, done: (answer, every) => {
      fixing.decide('add', (every ? mentions : mentions.slice(0, 1)).map((spot) => markedMention(spot.document, spot.start, spot.end)), answer,
        {onlyHere: !every && mentions.length > 1});
    }});
  };

  const look = later(() => {
    marked = fixing.isOn() ? app.reports.selection() : null;
    float.hidden = !marked;
    if (!marked) return;
    const name = marked.document.text.slice(marked.start, marked.end);
    float.textContent = say('mark_button', {name: name.length > 32 ? `${name.slice(0, 30)}…` : name});
    const [outer, inner] = [parts.texts.getBoundingClientRect(), marked.box];
    float.style.setProperty('top', `${Math.max(4, Math.min(outer.height - 44, inner.bottom - outer.top + 6))}px`);
    float.style.setProperty('left', `${Math.max(8, Math.min(outer.width - float.offsetWidth - 8, inner.left - outer.left))}px`);
  }, 120);
  document.addEventListener('selectionchange', look);
  // The press must not take the selection away before the click.
  float.addEventListener('mousedown', (event) => event.preventDefault());
  float.addEventListener('click', () => {
    if (marked) add(marked);
    float.hidden = true;
  });

  const input = el('input', {type: 'text', class: 'gm-field', 'aria-label': say('mark_label'), placeholder: say('mark_label'), maxlength: LONGEST_NAME});
  const message = el('span', {class: 'gm-meta', role: 'status'});
  const form = el('div', {class: 'gm-markform', hidden: true}, input, message);
  const button = el('button', {type: 'button', class: 'gm-act', hidden: true, 'aria-expanded': 'false', text: say('mark_any'), on: {click: () => {
    form.hidden = !form.hidden;
    button.setAttribute('aria-expanded', String(!form.hidden));
    message.textContent = '';
    if (!form.hidden) input.focus();
  }}});
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const name = input.value.trim();
    const [first] = name ? occurrences(app.atlas, name) : [];
    message.textContent = first || !name ? '' : say('mark_missing', {name});
    if (first) add(first);
    event.preventDefault();
  });
  parts.texts.querySelector('.gm-textbar').after(form);
  parts.texts.querySelector('.gm-textbar').insertBefore(button, parts.texts.querySelector('.gm-steps'));
  return {
    show(isOn) {
      button.hidden = !isOn;
      if (!isOn) {
        form.hidden = true;
        float.hidden = true;
      }
    },
  };
}

// Where a name stands as whole words in the reports without being marked.
function occurrences(atlas, name) {
  const found = [];
  const isWord = (letter) => letter !== undefined && /[\p{L}\p{N}_]/u.test(letter);
  for (const document of atlas.documents) {
    const {text} = document;
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
      const end = start + name.length;
      const isWhole = !(isWord(text[start - 1]) && isWord(name[0])) && !(isWord(text[end]) && isWord(name[name.length - 1]));
      const isFree = !document.mentions.some((mention) => mention.start < end && mention.end > start && (mention.place || mention.start < start || mention.end > end));
      if (isWhole && isFree) found.push({document, start, end});
    }
  }
  return found;
}

// What is selected in a report's text: the report and the offsets, without spaces around; null for anything else.
function selectionIn(root, panel, startOf) {
  const selection = root.getSelection ? root.getSelection() : document.getSelection();
  if (!selection || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const body = bodyOf(range.startContainer);
  if (!body || body !== bodyOf(range.endContainer) || !panel.contains(body)) return null;
  const report = body.gmDocument;
  let [start, end] = [positionOf(range.startContainer, range.startOffset, startOf), positionOf(range.endContainer, range.endOffset, startOf)];
  if (start === null || end === null) return null;
  while (start < end && /\s/.test(report.text[start])) start += 1;
  while (end > start && /\s/.test(report.text[end - 1])) end -= 1;
  if (start >= end || end - start > LONGEST_NAME) return null;
  return {document: report, start, end, box: range.getBoundingClientRect()};
}

function bodyOf(node) {
  const element = node.nodeType === 1 ? node : node.parentNode;
  return element && element.closest ? element.closest('.gm-body') : null;
}

function positionOf(node, offset, startOf) {
  if (node.nodeType !== 1) {
    const {gmMention} = node.parentNode;
    if (gmMention) return gmMention.start + offset;
    return startOf(node) === undefined ? null : startOf(node) + offset;
  }
  const child = node.childNodes[offset];
  if (child) return positionOf(child, 0, startOf);
  const last = node.childNodes[node.childNodes.length - 1];
  return last ? positionOf(last, last.nodeType === 1 ? last.childNodes.length : last.data.length, startOf) : null;
}
