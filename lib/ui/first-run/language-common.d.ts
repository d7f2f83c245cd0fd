// The package types only its index, which would bring every dictionary along.
declare module '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs' {
  // biome-ignore lint/style/noDefaultExport: the package's.
  export { adjacencyGraphs as default } from '@zxcvbn-ts/language-common'
}
