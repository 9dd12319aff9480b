(function () {
  // Shadowed, so that the libraries below neither find a module loader of the page nor reach it.
  var exports, module, define;
  var figure = document.currentScript && document.currentScript.closest('figure');
  if (!figure) figure = document.querySelector('figure[data-geomap="<!--geomap:key-->"]:not([data-started])');
  if (!figure || figure.hasAttribute('data-started')) return;
  figure.setAttribute('data-started', '');
  var host = figure.querySelector('div');
  var root = host.shadowRoot;
  if (!root) {
    var template = host.querySelector('template');
    root = host.attachShadow({mode: 'open'});
    root.appendChild(template.content);
    template.remove();
  }
  <!--geomap:code-->
}).call({});
