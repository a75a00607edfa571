// Bundles the editor in editor/ and the vendored libraries into static/js/vendor/.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "../static/js/vendor");

/** SHA-256 over every file the bundles are made of; tests/consistency/test_scripts_fresh.py computes the same. */
function sourcesHash() {
  const sources = readdirSync(join(here, "editor"), { recursive: true }).filter((name) => name.endsWith(".mjs"));
  const names = ["bundle.mjs", "package-lock.json", ...sources.map((name) => `editor/${name.replaceAll("\\", "/")}`)];
  const hash = createHash("sha256");
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(join(here, name))).update("\0");
  return hash.digest("hex");
}

const shim = (name) => join(here, "editor/shims", name);

/** markdown-it names every rule it has; those that Markdown-lite switches off need not be sent to anybody. */
const OFF = new RegExp(
  "/(?:renderer|rules_block/(?:blockquote|code|fence|heading|hr|html_block|lheading|reference|table)" +
    "|rules_core/(?:linkify|replacements|smartquotes)" +
    "|rules_inline/(?:autolink|backticks|entity|html_inline|image|linkify|strikethrough))\\.mjs$",
);
const withoutUnusedRules = {
  name: "without-unused-rules",
  setup: (esbuild) => esbuild.onResolve({ filter: OFF }, () => ({ path: shim("unused.mjs") })),
};

/** In JavaScript four spaces of indentation end a list even where there are no code blocks; in Python they do not. */
const listsAsInPython = {
  name: "lists-as-in-python",
  setup: (esbuild) =>
    esbuild.onLoad({ filter: /rules_block\/list\.mjs$/ }, ({ path }) => {
      const parts = readFileSync(path, "utf8").split("state.sCount[nextLine] - state.blkIndent >= 4");
      if (parts.length !== 3) throw new Error("markdown-it's list rule has changed");
      return { contents: parts.join("false") };
    }),
};

async function bundle({ entry, name }) {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: join(target, name),
    bundle: true,
    format: "esm",
    minify: true,
    charset: "utf8",
    target: ["chrome109", "firefox115", "safari16"],
    loader: { ".svg": "text" },
    nodePaths: [modules],
    legalComments: "none",
    metafile: true,
    alias: {
      entities: shim("entities.mjs"),
      "linkify-it": shim("unused.mjs"),
      "punycode.js": shim("unused.mjs"),
      "uc.micro": shim("uc.micro.mjs"),
    },
    plugins: [withoutUnusedRules, listsAsInPython],
    banner: { js: `/*! Samråd. Built by frontend/bundle.mjs; sources sha256:${sourcesHash()}. Licences: LICENSES.txt. */` },
  });
  return Object.keys(metafile.inputs);
}

/** The licence of every package that has a file in a bundle. */
function licences(inputs) {
  const packages = new Set(inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean));
  const texts = [...packages].sort().map((name) => {
    const { version } = JSON.parse(readFileSync(join(modules, name, "package.json")));
    const file = readdirSync(join(modules, name)).find((one) => /^licen[cs]e/i.test(one));
    return `${name} ${version}\n${"=".repeat(72)}\n${readFileSync(join(modules, name, file), "utf8").trim()}\n`;
  });
  writeFileSync(join(target, "LICENSES.txt"), texts.join("\n\n"));
}

mkdirSync(target, { recursive: true });
const inputs = [
  ...(await bundle({ entry: join(here, "editor/index.mjs"), name: "richtext.js" })),
  ...(await bundle({ entry: join(modules, "sortablejs/modular/sortable.core.esm.js"), name: "sortable.js" })),
];
licences(inputs);
