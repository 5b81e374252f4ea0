// CodeMirror, which the editors of expressions are made of, writes its styles into a <style> element. It takes the
// page's nonce only through a setting that these editors do not hand on, so it is given where all such styles pass.
// Import this first, and keep style-mod in one copy (build.mjs splits what entries share).
import { StyleModule } from 'style-mod';

const nonce = document.querySelector('meta[name="csp-nonce"]')?.content;
if (nonce) {
  const { mount } = StyleModule;
  StyleModule.mount = (root, modules, options) => mount.call(StyleModule, root, modules, { ...options, nonce });
}
