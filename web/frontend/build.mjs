// Builds the browser assets: src/ -> ../static/dist with hashed names, manifest.json and the third-party licences.
// `--watch` rebuilds on every change. SAMTRIN_ASSETS_OUT writes elsewhere.
import * as esbuild from 'esbuild';
import * as sass from 'sass';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, process.env.SAMTRIN_ASSETS_OUT || '../static/dist');

// A tool page (modeler, decision table, form editor) is one more name here.
const entries = ['src/theme.css', 'src/app.js', 'src/diagram.js', 'src/course.js', 'src/compare.js', 'src/modeler.js', 'src/table.js', 'src/form-editor.js'];

const text = (...path) => readFileSync(join(here, ...path), 'utf8');

/** Lets a stylesheet import SCSS. What Sass read is remembered for the licences. */
const sassFiles = new Set();
const scss = {
  name: 'scss',
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const { css, loadedUrls } = sass.compile(path, { loadPaths: [join(here, 'node_modules')], quietDeps: true });
      const files = loadedUrls.map((url) => fileURLToPath(url));
      files.forEach((file) => sassFiles.add(relative(here, file)));
      return { contents: css, loader: 'css', resolveDir: dirname(path), watchFiles: files };
    });
  },
};

/** The form editor and its viewer must share one Preact: theirs, which npm may keep below the editor. */
const onePreact = {
  name: 'one-preact',
  setup(build) {
    const resolveDir = join(here, 'node_modules/@bpmn-io/form-js-editor');
    build.onResolve({ filter: /^preact(\/|$)/ }, ({ path, kind, importer, pluginData }) => (
      pluginData !== onePreact && /form-js-|form-editor/.test(importer)
        ? build.resolve(path, { kind, resolveDir, pluginData: onePreact }) : undefined));
  },
};

/** Completion offers the functions that Samtrin has: Camunda's list, as it is cut down in src/modeler/builtins.js. */
const ourFunctions = {
  name: 'our-functions',
  setup(build) {
    build.onResolve({ filter: /^@camunda\/feel-builtins$/ }, ({ importer }) => (
      importer.includes('feel-editor') ? { path: join(here, 'src/modeler/builtins.js') } : undefined));
  },
};

/** Writes a file that esbuild does not make, under a name that carries its hash; returns that name. */
function emit(name, contents) {
  const ext = extname(name);
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8);
  const file = `${basename(name, ext)}-${hash}${ext}`;
  writeFileSync(join(out, file), contents);
  return file;
}

/** One sprite: the listed icons of the design system, and our own mark as #samtrin. */
function sprite() {
  const all = text('node_modules/dkfds/dist/img/all-svg-icons.svg');
  const wanted = text('src/icons.txt').split('\n').filter(Boolean);
  const symbols = wanted.map((name) => {
    const symbol = all.match(new RegExp(`<symbol id="${name}".*?</symbol>`, 's'));
    if (!symbol) throw new Error(`src/icons.txt: DKFDS has no icon "${name}"`);
    return symbol[0];
  });
  const mark = text('src/logo.svg').replace(/^.*?<svg[^>]*viewBox="([^"]+)"[^>]*>/s, '<symbol id="samtrin" viewBox="$1">')
    .replace('</svg>', '</symbol>').trim();
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}${mark}</svg>`;
}

/** The licence of every package that has a file in a bundle, with the texts it refers to. */
function licences(inputs) {
  const roots = new Set();
  for (const input of inputs) {
    const root = input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0];
    if (root && existsSync(join(here, root, 'package.json'))) roots.add(root);
  }
  const notices = [...roots].map((root) => {
    const { name, version, license, author } = JSON.parse(text(root, 'package.json'));
    const folders = [root, join(root, 'dist')].filter((folder) => existsSync(join(here, folder)));
    const file = folders.flatMap((folder) => readdirSync(join(here, folder)).map((f) => join(folder, f)))
      .find((f) => /^(licen[cs]e|copying)/i.test(basename(f)));
    // a package may name a licence and bring no text of it: then the text of ours must do
    if (!file && !existsSync(join(here, 'licences', `${license}.txt`))) throw new Error(`${name}: no licence file in the package`);
    const words = file ? text(file).trim() : `By ${author?.name ?? author}. The text of the licence stands at the end.`;
    return `${name} ${version} (${license?.type ?? license})\n\n${words}`;
  });
  const fullTexts = readdirSync(join(here, 'licences')).sort().map((file) => text('licences', file).trim());
  return [...notices.sort(), ...fullTexts].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}

/** manifest.json: the name a template asks for -> the hashed file. */
const finish = {
  name: 'finish',
  setup(build) {
    build.onEnd(({ metafile, errors }) => {
      if (errors.length) return;
      const manifest = {};
      for (const [path, output] of Object.entries(metafile.outputs)) {
        if (!output.entryPoint) continue;
        const name = basename(output.entryPoint);
        manifest[name] = basename(path);
        if (output.cssBundle) manifest[name.replace('.js', '.css')] = basename(output.cssBundle);
      }
      manifest['icons.svg'] = emit('icons.svg', sprite());
      manifest['favicon.svg'] = emit('favicon.svg', text('src/favicon.svg'));
      writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n');
      writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), licences([...Object.keys(metafile.inputs), ...sassFiles]));
      // what the last build left goes last, so that a site that is served meanwhile never lacks a file
      const made = new Set([...Object.keys(metafile.outputs).map((path) => basename(path)), ...Object.values(manifest),
        'manifest.json', 'THIRD-PARTY-LICENSES.txt']);
      for (const file of readdirSync(out)) if (!made.has(file)) rmSync(join(out, file));
    });
  },
};

mkdirSync(out, { recursive: true });
const options = {
  absWorkingDir: here,
  entryPoints: entries,
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  metafile: true,
  target: ['chrome109', 'firefox115', 'safari16'],
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff': 'file', '.woff2': 'file', '.ttf': 'file', '.eot': 'empty', '.svg': 'file', '.png': 'file' },
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [scss, onePreact, ourFunctions, finish],
};
if (process.argv.includes('--watch')) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  console.log(`${Object.keys(metafile.outputs).length} files in ${relative(process.cwd(), out) || '.'}`);
}
