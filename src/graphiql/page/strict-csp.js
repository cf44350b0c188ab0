// What Monaco and Radix do that the page's Content-Security-Policy forbids, done in ways that it allows. Imported first.

const nonce = document.querySelector('meta[name="csp-nonce"]').nonce;

// A style element that a script makes needs the nonce of the page.
const createElement = document.createElement;
document.createElement = function (...name) {
  const element = createElement.apply(document, name);
  if (element instanceof HTMLStyleElement) {
    element.nonce = nonce;
  }
  return element;
};

// Monaco draws its lines as HTML with attributes `style`, which the policy ignores: they come under another name, and are
// set as properties, which it allows, before anything is painted.
const STYLE = 'data-style';

export function createTrustedTypesPolicy(name, { createHTML, ...others }) {
  const renamed = (html) => html.replaceAll(/(<[a-z]+(?: [a-z-]+="[^"<>]*")*) style="/g, `$1 ${STYLE}="`);
  const options = { ...others, createHTML: createHTML && ((...given) => renamed(createHTML(...given))) };
  return globalThis.trustedTypes?.createPolicy(name, options) ?? options;
}

function applyStyles(element) {
  const style = element.getAttribute(STYLE);
  if (style !== null) {
    element.removeAttribute(STYLE);
    element.style.cssText = style;
  }
}

new MutationObserver((changes) => {
  for (const added of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (added instanceof Element) {
      applyStyles(added);
      added.querySelectorAll(`[${STYLE}]`).forEach(applyStyles);
    }
  }
}).observe(document, { childList: true, subtree: true });
