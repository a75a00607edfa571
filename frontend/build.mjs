// Builds everything under static/ that comes from npm packages: the stylesheet, the fonts, the icons.
// One run of `npm ci && npm run build` here; the output is committed, so that nobody needs node to run Samråd.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "lightningcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const modules = join(here, "node_modules");

/** SHA-256 over every file the stylesheet is made of; tests/consistency/test_css_fresh.py computes the same. */
function sourcesHash() {
  const names = ["build.mjs", "package-lock.json", ...readdirSync(join(here, "scss")).map((n) => `scss/${n}`)];
  const hash = createHash("sha256");
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(join(here, name))).update("\0");
  return hash.digest("hex");
}

/** samrad.css is on every page; editor.css only where a plan is edited, year.css where a year is seen. */
function buildStyles(name) {
  const { css } = sass.compile(join(here, "scss", `${name}.scss`), {
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = transform({
    filename: `${name}.css`,
    code: Buffer.from(css),
    minify: true,
    targets: { chrome: 109 << 16, firefox: 115 << 16, safari: 16 << 16 },
  });
  const version = JSON.parse(readFileSync(join(modules, "bootstrap/package.json"))).version;
  const banner = `/*! Samråd. Built by frontend/build.mjs; sources sha256:${sourcesHash()}. Contains Bootstrap ${version} (MIT). */\n`;
  mkdirSync(join(root, "static/css"), { recursive: true });
  writeFileSync(join(root, `static/css/${name}.css`), `${banner}${code}\n`);
  copyFileSync(join(modules, "bootstrap/LICENSE"), join(root, "static/css/LICENSE-bootstrap.txt"));
}

function copyFonts() {
  const source = join(modules, "@fontsource/source-sans-3");
  const target = join(root, "static/fonts/source-sans-3");
  mkdirSync(target, { recursive: true });
  for (const cut of ["400-normal", "400-italic", "600-normal"]) {
    copyFileSync(join(source, `files/source-sans-3-latin-${cut}.woff2`), join(target, `source-sans-3-${cut}.woff2`));
  }
  // The package's licence file has lost the copyright line that the fonts themselves carry.
  const licence = readFileSync(join(source, "LICENSE"), "utf8").replace(/^Google Inc\.\s*/, "");
  const copyright = "© 2023 Adobe (http://www.adobe.com/), with Reserved Font Name ‘Source’\n\n";
  writeFileSync(join(target, "OFL.txt"), copyright + licence);
}

/** The bodies of the icons named in icons.txt, for the template tag in core/templatetags/icons.py. */
function packIcons() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
  const bodies = {};
  for (const name of names) {
    const svg = readFileSync(join(modules, `bootstrap-icons/icons/${name}.svg`), "utf8");
    bodies[name] = svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "");
  }
  const { version } = JSON.parse(readFileSync(join(modules, "bootstrap-icons/package.json")));
  const packed = { source: `Bootstrap Icons ${version}, MIT, static/css/LICENSE-bootstrap.txt`, icons: bodies };
  writeFileSync(join(root, "core/icons.json"), `${JSON.stringify(packed, null, 1)}\n`);
}

function copyAxe() {
  const target = join(root, "tests/browser/vendor");
  mkdirSync(target, { recursive: true });
  copyFileSync(join(modules, "axe-core/axe.min.js"), join(target, "axe.min.js"));
  copyFileSync(join(modules, "axe-core/LICENSE"), join(target, "LICENSE-axe-core.txt"));
}

buildStyles("samrad");
buildStyles("editor");
buildStyles("year");
buildStyles("activity"); // the pages of one activity
buildStyles("status"); // where agreements stand, on a screen and on paper
buildStyles("card"); // the media card alone
buildStyles("pack"); // the situational picture and the review pack
buildStyles("review"); // reviews, their meetings and minutes
buildStyles("projector"); // the screen on the wall alone
copyFonts();
packIcons();
copyAxe();
