// Looks at HTML reports in a real browser: JavaScript off and on, a phone and a desktop, dark and
// light, on paper. Ends with 1 if a page breaks a rule of rules.mjs, with 2 if it was used wrongly.
//
//   node look.mjs [--shots FOLDER] PAGE.html... [--large PAGE.html...]
//       Each page must keep every rule. A large one takes too long to be looked at in every view:
//       it is in those that between them have everything, and made of the parts of the others.
//   node look.mjs --prove FOLDER
//       Each page must break just the rules that it says in its first line,
//       <!-- breaks: RULE... -->, in order, or "nothing". One that breaks "parts" is a large one.
//
// CHROMIUM names the browser, if it is not `chromium` on the PATH.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from './rules.mjs';

// From where npm put them, which need not be beside this file.
const modules = process.env.GRADGATE_NODE_MODULES ?? join(process.cwd(), 'node_modules');
const load = createRequire(join(modules, 'anchor.js'));
const { chromium } = load('playwright-core');
const axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

// Every way of looking at a page.
const views = [];
for (const script of [false, true])
    for (const size of Object.keys(sizes))
        for (const scheme of ['light', 'dark']) views.push({ script, size, scheme });

// Of a large page: without scripts, and with them both sizes and both schemes.
const large_views = views
    .filter((view) => (view.size === 'phone') === (view.scheme === 'dark'))
    .filter((view) => view.script || view.size === 'desktop')
    .map((view) => ({ ...view, large: true }));

const name_of = (view) =>
    `${view.size}-${view.scheme}-${view.script ? 'scripts' : 'no-scripts'}`;

// One page in one view; `parts` are those of all pages that are not large.
// Returns: complaints, {rule, text}.
async function look(browser, file, view, memory, parts, shots) {
    const context = await browser.newContext({
        javaScriptEnabled: view.script,
        viewport: sizes[view.size],
        colorScheme: view.scheme,
    });
    context.setDefaultTimeout(300_000); // a page of megabytes on a machine with other work
    const complaints = [];
    const address = pathToFileURL(file).href;
    const page = await context.newPage();
    const seen = { address, outside: [], console: [] };
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) seen.console.push(message.text());
    });
    page.on('pageerror', (error) => seen.console.push(String(error)));
    // The browser's own picture of the page's tab is asked for by the browser, never by the page.
    await context.route('**', (route) => {
        const url = route.request().url();
        if (url.split('#')[0] === address) return route.continue();
        seen.outside.push(url);
        return route.abort();
    });
    await page.goto(address, { waitUntil: 'load' });
    for (const rule of rules) {
        if (rule.only && !rule.only(view)) continue;
        for (const text of await rule.broken({ page, view, seen, memory, parts, axe }))
            complaints.push({ rule: rule.name, text });
    }
    if (shots)
        await page.screenshot({
            path: join(shots, `${basename(file, '.html')}-${name_of(view)}.png`),
            fullPage: true,
        });
    await context.close();
    return complaints;
}

// One page in some views. Returns: complaints by rule, each sentence once, with where it was seen.
async function look_through(browser, file, through, parts, shots) {
    const found = new Map();
    const memory = {}; // what one view leaves for another to compare with
    for (const view of through)
        for (const { rule, text } of await look(browser, file, view, memory, parts, shots)) {
            const key = `${rule}: ${text}`;
            found.set(key, { rule, where: [...(found.get(key)?.where ?? []), name_of(view)] });
        }
    return found;
}

// The large ones last, when the parts of the others are known.
async function check(browser, files, large, shots) {
    const parts = new Set();
    let broken = 0;
    for (const file of [...files, ...large]) {
        const start = Date.now();
        const through = large.includes(file) ? large_views : views;
        const found = await look_through(browser, file, through, parts, shots);
        for (const [text, { where }] of found)
            console.log(`${file}: ${text.slice(0, 500)} (${where.join(', ')})`);
        broken += found.size > 0;
        console.log(
            `${found.size ? 'BROKEN' : 'ok    '} ${file}, ${through.length} views, ` +
                `${rules.length} rules, ${((Date.now() - start) / 1000).toFixed(1)} s`,
        );
    }
    return broken;
}

// A rule that no page breaks may be no rule: each must have its page. Two views show all of them.
async function prove(browser, folder) {
    const proven = new Set();
    const two = views.filter((one) => one.size === 'phone' && one.scheme === 'dark');
    const parts = new Set();
    const said_by = (entry) =>
        /^<!-- breaks: ([\w ]+) -->/.exec(readFileSync(join(folder, entry), 'utf8'))?.[1];
    const is_large = (entry) => said_by(entry)?.split(' ').includes('parts');
    const entries = readdirSync(folder).filter((one) => one.endsWith('.html')).sort();
    let wrong = 0;
    for (const entry of [...entries.filter((one) => !is_large(one)), ...entries.filter(is_large)]) {
        const file = resolve(join(folder, entry));
        const said = said_by(entry);
        const through = is_large(entry) ? large_views : two;
        const complaints = [...(await look_through(browser, file, through, parts)).values()];
        const found = [...new Set(complaints.map((one) => one.rule))].sort().join(' ') || 'nothing';
        said?.split(' ').forEach((rule) => proven.add(rule));
        wrong += found !== said;
        console.log(
            `${found === said ? 'ok    ' : 'WRONG '} ${entry}: should break ${said}, breaks ${found}`,
        );
    }
    for (const rule of ['nothing', ...rules.map((one) => one.name)])
        if (!proven.has(rule)) {
            wrong++;
            console.log(`WRONG  no page in ${folder} breaks ${rule}`);
        }
    return wrong;
}

function find_chromium() {
    if (process.env.CHROMIUM) return process.env.CHROMIUM;
    return execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
}

async function main(words) {
    const proving = words[0] === '--prove';
    const shots = words[0] === '--shots' ? words[1] : null;
    const named = proving || shots ? words.slice(proving ? 1 : 2) : words;
    const end = named.includes('--large') ? named.indexOf('--large') : named.length;
    const files = named.slice(0, end);
    const large = named.slice(end + 1);
    if (files.length === 0 || (proving && named.length !== 1)) {
        console.error(
            'use: node look.mjs [--shots FOLDER] PAGE.html... [--large PAGE.html...]' +
                ' | --prove FOLDER',
        );
        return 2;
    }
    if (shots) mkdirSync(shots, { recursive: true });
    const profile = mkdtempSync(join(tmpdir(), 'gradgate-browser-'));
    const browser = await chromium.launch({
        executablePath: find_chromium(),
        // Nothing but the page may ask for anything; the sandbox does not work as root.
        args: [
            ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
            ...['--disable-gpu', '--disable-quic', '--no-first-run'],
            ...['--disable-background-networking', '--disable-component-update'],
            '--disable-sync',
        ],
        env: { ...process.env, HOME: profile },
    });
    try {
        const wrong = proving
            ? await prove(browser, files[0])
            : await check(
                  browser,
                  files.map((file) => resolve(file)),
                  large.map((file) => resolve(file)),
                  shots,
              );
        return wrong ? 1 : 0;
    } finally {
        await browser.close();
        rmSync(profile, { recursive: true, force: true });
    }
}

process.exitCode = await main(process.argv.slice(2));
