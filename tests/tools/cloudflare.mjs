// What Cloudflare Pages answers, by its own code; one JSON value in, one out.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { build } from 'esbuild'

const { dist, requests } = JSON.parse(readFileSync(0, 'utf8'))

// The package is published as TypeScript.
const bundle = await build({
  stdin: {
    contents: `
      export { parseRedirects } from '@cloudflare/pages-shared/metadata-generator/parseRedirects'
      export { parseHeaders } from '@cloudflare/pages-shared/metadata-generator/parseHeaders'
      export { createMetadataObject } from '@cloudflare/pages-shared/metadata-generator/createMetadataObject'
      export { generateHandler } from '@cloudflare/pages-shared/asset-server/handler'
    `,
    resolveDir: import.meta.dirname,
    loader: 'ts',
  },
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
})
const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64')
const { parseRedirects, parseHeaders, createMetadataObject, generateHandler } = await import(
  `data:text/javascript;base64,${code}`
)

const redirects = parseRedirects(readFileSync(join(dist, '_redirects'), 'utf8'))
const headers = parseHeaders(readFileSync(join(dist, '_headers'), 'utf8'))
const metadata = createMetadataObject({ redirects, headers, deploymentId: '-' })

const find = async (path) => {
  const file = join(dist, decodeURIComponent(path))
  return existsSync(file) && statSync(file).isFile() ? path : null
}

const answers = []
for (const path of requests) {
  const response = await generateHandler({
    request: new Request(`https://news.example${path}`),
    metadata,
    logError: (error) => { throw error },
    findAssetEntryForPath: find,
    // Cloudflare's keys are digests; they go into headers.
    getAssetKey: (entry) => encodeURIComponent(entry),
    negotiateContent: () => ({ encoding: null }),
    fetchAsset: async (key) => ({
      body: new Blob([readFileSync(join(dist, decodeURIComponent(key)))]).stream(),
      contentType: 'application/octet-stream',
    }),
  })
  answers.push({
    status: response.status,
    location: response.headers.get('location') ?? '',
    headers: Object.fromEntries(response.headers),
  })
}
const wrong = [...redirects.invalid, ...headers.invalid]
process.stdout.write(JSON.stringify({ rules: redirects.rules.length, wrong, answers }))
