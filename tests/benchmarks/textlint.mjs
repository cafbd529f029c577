// Reads a JSON list of texts, lints each with the terminology rule, prints how long that took. Run in textlint's own folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { createLinter } = require("textlint");
const { TextlintKernelDescriptor } = require("@textlint/kernel");
const { moduleInterop } = require("@textlint/module-interop");

const descriptor = new TextlintKernelDescriptor({
  rules: [{ ruleId: "terminology", rule: moduleInterop(require("textlint-rule-terminology")) }],
  filterRules: [],
  plugins: [{ pluginId: "markdown", plugin: moduleInterop(require("@textlint/textlint-plugin-markdown")) }],
});
const linter = createLinter({ descriptor });
const texts = JSON.parse(readFileSync(0, "utf8"));
await linter.lintText(texts[0], "draft.md");
let found = 0;
const started = performance.now();
for (const text of texts) {
  found += (await linter.lintText(text, "draft.md")).messages.length;
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, found }));
