// Tells the page around it how tall it is, and nothing else: a number, when it changes.
(function () {
  'use strict';
  if (window.parent === window) return;
  const gm = document.querySelector('.gm');
  let told = 0;
  const tell = () => {
    const height = Math.ceil(gm.getBoundingClientRect().height);
    if (!height || height === told) return;
    told = height;
    window.parent.postMessage({geomapHeight: height}, '*');
  };
  new ResizeObserver(tell).observe(gm);
  tell();
})();
