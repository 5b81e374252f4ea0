// What every page gets. Each part improves a page that already works without it.
import './app/menus.js';
import './app/focus.js';
import './app/filters.js';
import './app/picks.js';
import './app/live.js';
import './app/submit.js';
import './app/drafts.js';
import './app/mentions.js';
import './app/copy.js';

document.documentElement.dataset.ready ??= 'app';
