// Reads {url, atOnce, requests: [messages]}, has promptfoo ask for each, prints seconds of wall and of CPU. Run in promptfoo's own folder.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { url, atOnce, requests } = JSON.parse(readFileSync(0, "utf8"));
// By its path, for this file stands elsewhere; require.resolve would give the CommonJS build, which fails on its own logger.
const { default: promptfoo } = await import(pathToFileURL("node_modules/promptfoo/dist/src/index.js"));
const suite = (given) => ({
  prompts: [{ raw: "messages", label: "messages", function: async ({ vars }) => JSON.stringify(requests[vars.n]) }],
  providers: [{ id: "openai:chat:m", config: { apiBaseUrl: url, apiKey: "k", temperature: 0, max_tokens: 4000 } }],
  tests: given.map((n) => ({ vars: { n } })),
  writeLatestResults: false,
});
const options = { maxConcurrency: atOnce, cache: false, showProgressBar: false };
await promptfoo.evaluate(suite([0]), options);
const [started, used] = [performance.now(), process.cpuUsage()];
const evaluated = await promptfoo.evaluate(suite(requests.map((_, n) => n)), options);
const { user, system } = process.cpuUsage(used);
const summary = await evaluated.toEvaluateSummary();
console.log("\n" + JSON.stringify({ wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6, answered: summary.stats.successes }));
process.exit(0);
