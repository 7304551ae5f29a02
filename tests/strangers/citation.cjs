// node citation.cjs NODE_MODULES INPUT_TYPE csl|bibtex|biblatex|ris: standard input, as citation-js writes it.
const [folder, type, to] = process.argv.slice(2)
const load = require('module').createRequire(folder + '/')
const { Cite } = load('@citation-js/core')
for (const name of ['bibtex', 'ris', 'csl']) load('@citation-js/plugin-' + name)
const text = require('fs').readFileSync(0, 'utf8')
const input = type.startsWith('@csl') ? JSON.parse(text) : text
const cite = new Cite(input, { forceType: type, generateGraph: false })
process.stdout.write(to === 'csl' ? JSON.stringify(cite.data) : cite.format(to))
