// What Netlify makes of a site, by Netlify's own packages; one JSON value in, one out.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

import { bindOpts } from '@netlify/cache-utils'
import { resolveConfig } from '@netlify/config'
import { parseAllHeaders } from '@netlify/headers-parser'
import { parseAllRedirects } from '@netlify/redirect-parser'
import redirector from 'netlify-redirector'

const asked = JSON.parse(readFileSync(0, 'utf8'))

const messages = (errors) => errors.map((error) => error.message)

const actions = {
  async headers({ file }) {
    const { headers, errors } = await parseAllHeaders({
      headersFiles: [file],
      configHeaders: [],
      minimal: true,
    })
    return { headers, errors: messages(errors) }
  },

  // The rules, and what the engine that production runs answers to requests.
  async redirects({ file, requests }) {
    const { redirects, errors } = await parseAllRedirects({
      redirectsFiles: [file],
      configRedirects: [],
      minimal: true,
    })
    const rules = redirects.map((rule) => ({
      ...rule,
      path: rule.from,
      origin: rule.from,
      params: rule.query,
    }))
    const engine = await redirector.parseJSON(JSON.stringify(rules), { jwtSecret: '-', jwtRoleClaim: '' })
    const answers = requests.map(({ path, language = '' }) => {
      const headers = { 'x-language': language }
      const match = engine.match({
        scheme: 'https',
        method: 'GET',
        host: 'news.example',
        path,
        query: '',
        headers,
        cookieValues: {},
        getHeader: (name) => headers[name.toLowerCase()] ?? '',
        getCookie: () => '',
      })
      return match && { status: match.status, to: match.to, force: match.force }
    })
    return { rules: redirects.length, errors: messages(errors), answers }
  },

  async config({ folder, context }) {
    const { config } = await resolveConfig({
      cwd: folder,
      repositoryRoot: folder,
      context,
      branch: 'main',
      offline: true,
      mode: 'cli',
    })
    return config
  },

  // One function of a plugin, with the cache of a build.
  async plugin({ folder, plugin, event, cache }) {
    process.chdir(folder)
    const functions = await import(pathToFileURL(plugin))
    await functions[event]({ utils: { cache: bindOpts({ cacheDir: cache, mode: 'buildbot' }) } })
    return null
  },
}

const result = await actions[asked.action](asked)
process.stdout.write(JSON.stringify(result))
