// Keeps what a build remembers, and what it made, from one deploy to the next on Netlify.
const folders = ['.sitegen', 'dist']

export const onPreBuild = async ({ utils }) => {
  await utils.cache.restore(folders)
}

// After a build that succeeded, and before anything else can change what it made.
export const onPostBuild = async ({ utils }) => {
  await utils.cache.save(folders)
}
