// Starts `gongkai lsp` and hands it what is open. All that is known of reports is in that program.
'use strict';

const vscode = require('vscode');
const {LanguageClient, TransportKind} = require('vscode-languageclient/node');
const {serverOptions, documents} = require('./server');

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration('gongkai');
  const run = {...serverOptions(name => settings.get(name)), transport: TransportKind.stdio};
  const changed = vscode.workspace.createFileSystemWatcher('**/*.{md,yaml,yml}');
  client = new LanguageClient('gongkai', 'gongkai', run, {documentSelector: documents, synchronize: {fileEvents: changed}});
  try {
    await client.start();
  } catch (error) {
    const message = vscode.env.language.startsWith('zh')
      ? `无法启动 ${run.command}：请安装 gongkai，或在设置 gongkai.path 里写上它的位置`
      : `${run.command} cannot be started: install gongkai, or name its path in the setting gongkai.path`;
    vscode.window.showErrorMessage(`${message} (${error.message})`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('gongkai.restart', async () => { await stop(); await start(); }),
    vscode.workspace.onDidChangeConfiguration(async event => {
      if (event.affectsConfiguration('gongkai')) { await stop(); await start(); }
    }),
  );
  await start();
}

module.exports = {activate, deactivate: stop};
