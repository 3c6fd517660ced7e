// How the language server is started, and of which files it is told. Nothing here needs the editor, so that it can be tried without.
'use strict';

/** The program and its arguments. `get` reads a setting below `gongkai.`. */
function serverOptions(get) {
  const args = ['lsp'];
  const language = get('language');
  if (language) args.push('--lang', language);
  return {command: get('path') || 'gongkai', args, options: {}};
}

/** The files of a site: Markdown and YAML. The server itself knows which lie in one. */
const documents = [
  {scheme: 'file', language: 'markdown'},
  {scheme: 'file', language: 'yaml'},
  {scheme: 'file', pattern: '**/*.{md,yaml,yml}'},
];

module.exports = {serverOptions, documents};
