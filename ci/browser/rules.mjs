// What a report must keep, whoever looks at it and how. One list; each rule is proven by a page
// of pages/ that breaks it. A rule answers with the sentences of what is broken, [] for nothing.

// Runs in the page: pictures without words for those who do not see them.
function silent_pictures() {
    const name_of = (one) => {
        const by = (one.getAttribute('aria-labelledby') ?? '')
            .split(/\s+/)
            .map((id) => (id && document.getElementById(id)?.textContent) || '')
            .join(' ');
        const title = [...one.children].find((child) => child.localName === 'title');
        return (
            one.getAttribute('aria-label') || by.trim() || one.getAttribute('alt') ||
            title?.textContent || ''
        ).trim();
    };
    const told = (one) =>
        one.closest('[aria-hidden="true"]') !== null ||
        (one.localName === 'img' && one.getAttribute('alt') === '') ||
        name_of(one) !== '' ||
        one.parentElement?.closest('[role="img"]') !== null;
    return [...document.querySelectorAll('img, svg, canvas, object, embed, video, [role="img"]')]
        .filter((one) => !(one.parentElement?.closest('svg') ?? null))
        .filter((one) => !told(one))
        .map((one) => `<${one.localName}> has no text alternative: ${one.outerHTML.slice(0, 120)}`);
}

// Runs in the page: parts that reach beyond what is visible without scrolling sideways.
function sideways() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const widest = [...document.body.querySelectorAll('*')].reduce((a, b) =>
        a.getBoundingClientRect().right < b.getBoundingClientRect().right ? b : a,
    );
    return [
        `the page is ${root.scrollWidth} wide where ${root.clientWidth} are visible, ` +
            `by ${widest.outerHTML.slice(0, 100)}`,
    ];
}

// Runs in the page: the text that it holds, whether shown or folded away.
function words() {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll('script, style, noscript').forEach((one) => one.remove());
    return copy.textContent.split(/\s+/).filter(Boolean).join(' ');
}

// Runs in the page: what it is made of, each kind of element once.
function kinds() {
    const kind_of = (one) => [one.localName, ...[...one.classList].sort()].join('.');
    return [...new Set([...document.body.querySelectorAll('*')].map(kind_of))];
}

// Runs in the page: how bright the ground is, from 0 to 1; what is transparent shows white.
function ground() {
    for (const one of [document.body, document.documentElement]) {
        const [r, g, b, a = 1] = getComputedStyle(one).backgroundColor.match(/[\d.]+/g).map(Number);
        if (a > 0) return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    }
    return 1;
}

// Runs in the page: whether what has the focus shows it.
function focus() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return { shown: ring || style.boxShadow !== 'none', what: one.outerHTML.slice(0, 80) };
}

// What takes long is done in two views that between them have both sizes and both schemes; what
// takes longest in one of a large page, whose parts are looked at in both elsewhere.
const is_one_of_two = (view) =>
    view.script && (view.size === 'phone') === (view.scheme === 'dark');
const is_one_or_two = (view) => is_one_of_two(view) && !(view.large && view.size === 'phone');

const millimetre = 96 / 25.4;
const paper = { width: Math.floor((210 - 2 * 10) * millimetre), height: 1000 }; // A4, margins 10

export const rules = [
    {
        name: 'picture',
        broken: ({ page }) => page.evaluate(silent_pictures),
    },
    {
        name: 'console',
        // What is refused outside shows up here as well: that has its own rule.
        broken: async ({ seen }) =>
            seen.console.filter((text) => !/net::ERR_/.test(text)).map((text) => `says ${text}`),
    },
    {
        name: 'request',
        broken: async ({ seen }) => seen.outside.map((url) => `asks for ${url}`),
    },
    {
        name: 'sideways',
        broken: ({ page }) => page.evaluate(sideways),
    },
    {
        name: 'parts',
        // A large page has none but those that were looked at in every view.
        broken: async ({ page, view, parts }) => {
            const found = await page.evaluate(kinds);
            if (view.large)
                return found
                    .filter((kind) => !parts.has(kind))
                    .map((kind) => `no page that is looked at in every view has <${kind}>`);
            found.forEach((kind) => parts.add(kind));
            return [];
        },
    },
    {
        name: 'scripts',
        // The views without scripts come first.
        broken: async ({ page, view, memory }) => {
            const text = await page.evaluate(words);
            if (!view.script) memory.without ??= text;
            if (!view.script || memory.without === text) return [];
            return [`${memory.without.length} letters without scripts, ${text.length} with`];
        },
    },
    {
        name: 'scheme',
        broken: async ({ page, view }) => {
            const light = (await page.evaluate(ground)) > 0.5;
            return light === (view.scheme === 'light') ? [] : [`the ground is not ${view.scheme}`];
        },
    },
    {
        name: 'focus',
        only: (view) => view.script,
        broken: async ({ page }) => {
            const hidden = new Set();
            for (let i = 0; i < 20; i++) {
                await page.keyboard.press('Tab');
                const now = await page.evaluate(focus);
                if (!now) break;
                if (!now.shown) hidden.add(`the focus does not show on ${now.what}`);
            }
            return [...hidden];
        },
    },
    {
        name: 'axe',
        only: is_one_or_two,
        broken: async ({ page, axe }) => {
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() =>
                globalThis.axe.run(document, { resultTypes: ['violations'] }),
            );
            return violations
                .filter((one) => ['serious', 'critical'].includes(one.impact))
                .map(
                    (one) =>
                        `${one.impact}, ${one.id}: ${one.help}; ${one.nodes.length} times, ` +
                        `first at ${one.nodes[0].html.slice(0, 160)}`,
                );
        },
    },
    {
        name: 'paper',
        // Whatever the screen is, paper is white, and nothing is cut off at its edge.
        broken: async ({ page, view }) => {
            const broken = [];
            await page.emulateMedia({ media: 'print', colorScheme: view.scheme });
            await page.setViewportSize(paper);
            if ((await page.evaluate(ground)) < 0.99) broken.push('the ground is not white');
            broken.push(...(await page.evaluate(sideways)));
            if (is_one_of_two(view)) {
                const pdf = await page.pdf({ format: 'A4', printBackground: true });
                if (pdf.length < 1000 || pdf.subarray(0, 5).toString() !== '%PDF-')
                    broken.push('it does not print');
            }
            await page.emulateMedia({ media: 'screen', colorScheme: view.scheme });
            return broken;
        },
    },
];
