// What the page's own handler sees when its form is sent: every field by its name, and which of them told of an input.
globalThis.told = []
addEventListener('input', (event) => globalThis.told.push(event.composedPath()[0].name))
addEventListener('submit', (event) => {
  event.preventDefault()
  globalThis.seen = Object.fromEntries(
    [...event.target.elements].filter(({ name }) => name).map(({ name, value }) => [name, value]),
  )
})
