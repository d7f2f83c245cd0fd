import preact from '@preact/preset-vite'
import { defineConfig } from 'wxt'
import { buildClient } from './tools/client.mjs'
import { leftOut } from './tools/left-out.mjs'
import { licences } from './tools/licences.mjs'

/** The public half of a throw-away key: it only gives the unpacked extension the same id on every machine. */
const CHROMIUM_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsdGmcqSp0+FeKkY9jeGmL/bXJdcC+URQ9j8s1xUfEwNS0hA6i/Crcjs3OyijI3DrpVe4X/FgZ+aRCONT8/I78xfmpwSTy0auaiDYR28GsTqkaKgbNK50APCMjm9H2TeMSaBXlMiPLT1AVcRRlAsH6HiD4e6WXZdQx54mDwaaeeiXXue0ClUznbHAmnXQX1OoId9389MxKJeZYt/GZkbWu9dG5q93lOmRPZYoB1X4oUxJNb4++2Oeo4VF6J8RLBhUhtUVkje3F0p9rtKhuVZq3F1yxtfRGq9iEYROgA1LXeGECn5BVeut2PCc95qidmhRkuq7CI5mvXrs4Njzl2NVlwIDAQAB'

/** Nothing remote is ever loaded, no text ever becomes markup or code. The one wasm module is Argon2id. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // Which relays is the person's choice: no list of addresses could be given here.
  "connect-src 'self' wss: ws:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The one policy gives the one address of a worker that there is: lib/formats/connect-worker.ts.
  'trusted-types formats',
].join('; ')

/** A script in a page's own world is in the stacks that the page sees: there Firefox would name the address of this very profile. */
const NAMELESS = {
  name: 'nameless-in-pages',
  generateBundle: (_: unknown, bundle: Record<string, { type: string; code?: string }>) => {
    const script = bundle['page-provider.js']
    if (script) script.code += '//# sourceURL=hearth\n'
  },
}

/** Sites that the person may let talk to Hearth, one by one: asked for in the click, never at installation. */
const SITES = ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*']

export default defineConfig({
  srcDir: '.',
  entrypointsDir: 'entrypoints',
  publicDir: 'assets/public',
  imports: false,
  modules: ['@wxt-dev/i18n/module'],
  i18n: { localesDir: 'assets/locales' },
  hooks: {
    'build:publicAssets': (_, files) => {
      // Nobody reads them there.
      for (const file of files)
        if ('contents' in file && file.relativeDest.endsWith('messages.json'))
          file.contents = JSON.stringify(JSON.parse(file.contents))
      files.push({ relativeDest: 'third-party.txt', contents: licences() })
    },
    'build:done': () => buildClient(CHROMIUM_KEY),
  },
  // Firefox keeps manifest 2: its background page may stay, and it has RTCPeerConnection itself.
  targetBrowsers: ['chrome', 'firefox'],
  vite: ({ browser }) => ({
    plugins: [preact(), leftOut(browser), NAMELESS],
    build: { sourcemap: false },
  }),
  zip: {
    artifactTemplate: '{{name}}-{{browser}}.zip',
    sourcesTemplate: '{{name}}-sources.zip',
    excludeSources: ['shots/**', 'tools/node/**'],
  },
  manifest: ({ browser }) => ({
    name: '__MSG_manifest_name__',
    description: '__MSG_manifest_description__',
    default_locale: 'en',
    // unlimitedStorage: a browser may otherwise evict a vault when the disk runs short. activeTab, scripting: the page that the
    // person opened the popup on. None shows a warning.
    permissions: [
      'storage',
      'unlimitedStorage',
      'activeTab',
      'scripting',
      ...(browser === 'firefox' ? [] : ['offscreen']),
    ],
    // Asked for only in the click that brings them in, and given back when the person says so.
    optional_permissions: ['bookmarks', 'history', ...(browser === 'firefox' ? SITES : [])],
    content_security_policy: { extension_pages: POLICY },
    // A private window promises to leave no trace; a vault that kept what happens there would break that promise.
    incognito: 'not_allowed',
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'hearth@hearth.invalid',
              strict_min_version: '140.0',
              // What the person writes, and the name they chose, leave for the people they chose: nobody else can read it.
              data_collection_permissions: { required: ['personalCommunications', 'personallyIdentifyingInfo'] },
            },
          },
        }
      : {
          key: CHROMIUM_KEY,
          minimum_chrome_version: '123',
          optional_host_permissions: SITES,
          // Without `ids` no other extension may connect. Pages see only what the page API answers.
          externally_connectable: { matches: SITES },
        }),
  }),
})
