// The extension against the real server: the command is named by the variable GONGKAI.
'use strict';

const assert = require('node:assert/strict');
const {spawn, execFileSync} = require('node:child_process');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const {pathToFileURL} = require('node:url');
const rpc = require('vscode-languageserver-protocol/node');
const {serverOptions, documents} = require('./server');

const gongkai = process.env.GONGKAI;
assert.ok(gongkai, 'GONGKAI must name the command');

/** A new site in a folder that the test removes. */
function newSite(t) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-vscode-'));
  t.after(() => fs.rmSync(dir, {recursive: true}));
  execFileSync(gongkai, ['init', path.join(dir, '站点')]);
  return path.join(dir, '站点');
}

test('the server finds a wrong total in what is open', async t => {
  const site = newSite(t);
  const {command, args} = serverOptions(name => ({path: gongkai, language: 'en'})[name]);
  const server = spawn(command, args, {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => server.kill());
  const connection = rpc.createProtocolConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
  const found = new Promise(resolve => connection.onNotification(rpc.PublishDiagnosticsNotification.type, sent => {
    if (sent.diagnostics.length > 0) resolve(sent);
  }));
  connection.onRequest(rpc.RegistrationRequest.type, () => null);
  connection.listen();
  const root = pathToFileURL(site).href;
  const {capabilities} = await connection.sendRequest(rpc.InitializeRequest.type, {
    processId: process.pid, rootUri: root, workspaceFolders: [{uri: root, name: 'site'}], capabilities: {},
  });
  assert.ok(capabilities.textDocumentSync);
  connection.sendNotification(rpc.InitializedNotification.type, {});
  const file = path.join(site, 'content/shilishi-xxgkj/reports/2024.md');
  const sound = fs.readFileSync(file, 'utf8');
  const text = sound.replace(/0, 8\]/, '0, 9]');
  assert.notEqual(text, sound);
  const uri = pathToFileURL(file).href;
  connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, {textDocument: {uri, languageId: documents[0].language, version: 1, text}});
  const sent = await found;
  assert.equal(decodeURI(sent.uri), decodeURI(uri));
  const [first] = sent.diagnostics;
  assert.equal(first.source, 'gongkai');
  assert.match(first.message, /is 9\b.*\b8\b/);
  await connection.sendRequest(rpc.ShutdownRequest.type);
  const ended = new Promise(resolve => server.on('exit', resolve));
  connection.sendNotification(rpc.ExitNotification.type);
  assert.equal(await ended, 0);
});

/** Loads the extension with an editor that notes what is asked of it. */
function editor(t, settings, failure) {
  const noted = {started: [], stopped: 0, errors: [], commands: {}, changed: undefined};
  const vscode = {
    workspace: {
      getConfiguration: section => ({get: name => settings[`${section}.${name}`]}),
      createFileSystemWatcher: pattern => ({pattern}),
      onDidChangeConfiguration: listener => { noted.changed = listener; },
    },
    commands: {registerCommand: (name, run) => { noted.commands[name] = run; }},
    window: {showErrorMessage: message => noted.errors.push(message)},
    env: {language: 'zh-cn'},
  };
  class LanguageClient {
    constructor(id, name, run, options) { Object.assign(this, {run, options}); }
    async start() {
      if (failure) throw failure;
      noted.started.push(this);
    }
    async stop() { noted.stopped++; }
  }
  const load = Module._load;
  Module._load = (request, ...rest) => ({vscode, 'vscode-languageclient/node': {LanguageClient, TransportKind: {stdio: 0}}})[request] ?? load(request, ...rest);
  t.after(() => {
    Module._load = load;
    delete require.cache[require.resolve('./extension')];
  });
  return {noted, extension: require('./extension')};
}

test('it starts the server that the settings name, and anew when they change', async t => {
  const settings = {'gongkai.path': '/opt/gongkai', 'gongkai.language': 'zh'};
  const {noted, extension} = editor(t, settings);
  await extension.activate({subscriptions: []});
  assert.deepEqual([noted.started[0].run.command, noted.started[0].run.args], ['/opt/gongkai', ['lsp', '--lang', 'zh']]);
  assert.deepEqual(noted.started[0].options.documentSelector, documents);
  settings['gongkai.path'] = '';
  await noted.changed({affectsConfiguration: section => section === 'gongkai'});
  assert.deepEqual([noted.started.length, noted.stopped, noted.started[1].run.command], [2, 1, 'gongkai']);
  await noted.commands['gongkai.restart']();
  assert.deepEqual([noted.started.length, noted.stopped], [3, 2]);
  await extension.deactivate();
  assert.equal(noted.stopped, 3);
});

test('a command that is missing is said, with what to do', async t => {
  const {noted, extension} = editor(t, {}, new Error('ENOENT'));
  await extension.activate({subscriptions: []});
  assert.match(noted.errors[0], /无法启动 gongkai：.*gongkai\.path.*ENOENT/);
});

test('what the description names is there', () => {
  const description = JSON.parse(fs.readFileSync(path.join(__dirname, 'package.json'), 'utf8'));
  for (const texts of ['package.nls.json', 'package.nls.zh-cn.json']) {
    const words = JSON.parse(fs.readFileSync(path.join(__dirname, texts), 'utf8'));
    for (const [, key] of JSON.stringify(description).matchAll(/"%([a-z]+)%"/g)) assert.ok(words[key], `${texts} has no ${key}`);
  }
});
