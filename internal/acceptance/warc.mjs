// Writes a web archive of a folder with warcio, one response a file:
//   node warc.mjs FOLDER FILE.warc.gz BASE
import {createWriteStream} from "node:fs";
import {readFile, readdir} from "node:fs/promises";
import {extname, join} from "node:path";
import {WARCRecord, WARCSerializer} from "warcio";

const [folder, file, base] = process.argv.slice(2);
const types = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".csv": "text/csv"};
const out = createWriteStream(file);
const write = async (record) => out.write(await WARCSerializer.serialize(record, {gzip: true, digest: {algo: "sha-256"}}));

await write(await WARCRecord.createWARCInfo({filename: file, warcVersion: "WARC/1.1"}, {software: "warcio"}));
const entries = await readdir(folder, {recursive: true, withFileTypes: true});
const names = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name).slice(folder.length + 1)).sort();
for (const name of names) {
  const body = await readFile(join(folder, name));
  await write(await WARCRecord.create({
    url: base + encodeURI(name), date: "2024-01-31T08:00:00Z", type: "response", warcVersion: "WARC/1.1",
    httpHeaders: {"Content-Type": types[extname(name)] ?? "application/octet-stream"}, statusline: "HTTP/1.1 200 OK",
  }, (async function* () { yield body; })()));
}
await new Promise((done) => out.end(done));
