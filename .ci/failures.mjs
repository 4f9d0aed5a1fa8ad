// Prints the name, message and first lines of the trace of every failed test of the given result files.
import { readFileSync } from 'node:fs';

const plain = text => text.replace(/&#x([0-9A-F]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
const part = (result, tag) => plain(result.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))?.[1] ?? '').trim();
const indented = (text, lines) => text.split('\n').slice(0, lines).map(line => '    ' + line.trimEnd().slice(0, 500)).join('\n');

for (const file of process.argv.slice(2))
  for (const [result, head] of readFileSync(file, 'utf8').matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>[^]*?<\/UnitTestResult>)/g)) {
    if (/outcome="(Passed|NotExecuted)"/.test(head)) continue;
    console.log(`FAILED ${plain(head.match(/testName="([^"]*)"/)?.[1] ?? '?')}\n${indented(part(result, 'Message'), 30)}\n${indented(part(result, 'StackTrace'), 12)}`);
  }
