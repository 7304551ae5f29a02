// node judge.cjs NODE_MODULES LOCALES: {items, styles: {NAME: CSL}} in, {NAME: [[ID, HTML], …] | ERROR} out.
const fs = require('fs')
const [modules, locales] = process.argv.slice(2)
const CSL = require('module').createRequire(modules + '/')('citeproc')
const { items, styles } = JSON.parse(fs.readFileSync(0, 'utf8'))
const known = new Map(items.map(item => [item.id, item]))
const system = {
  retrieveLocale: language => {
    const file = `${locales}/locales-${language}.xml`
    return fs.existsSync(file) && fs.readFileSync(file, 'utf8')
  },
  retrieveItem: id => ({ ...structuredClone(known.get(id)), system_id: id }),
  // says whose an entry is, since some items have none; it wants a system_id
  embedBibliographyEntry: id => `<hr id="${id}">`
}
const formatted = style => {
  const engine = new CSL.Engine(system, style, 'en-US')
  engine.updateItems([...known.keys()])
  return engine.makeBibliography()[1].map(entry => {
    const [, html, id] = /^(.*)<hr id="(.*)">\s*$/s.exec(entry)
    return [id, html]
  })
}
const made = {}
for (const [name, style] of Object.entries(styles)) {
  try {
    made[name] = formatted(style)
  } catch (error) {
    made[name] = String(error)
  }
}
process.stdout.write(JSON.stringify(made))
