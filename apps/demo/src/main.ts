// Starts the example apps, plays a whole call and a text message with genuine requests, then one
// forgery of each kind, and shows what every app did. Exit status 1 if any outcome was not as expected.
import { behindTlsProxy, forgeries, genuineTraffic } from '@sig/conformance';
import colors from 'picocolors';
import { showExplanation } from './explanation.js';
import { frameworks } from './frameworks.js';
import { loginScenes } from './login.js';
import { onceScenes } from './once.js';
import { rotationScenes, sharedKeys } from './rotation.js';
import { type Scene, sceneOf } from './scene.js';
import { type RunningServer, startServer } from './server.js';
import { type Act, type Row, renderAct, renderSummary, terminalWidth, wrap } from './table.js';

const authToken = 'the auth token of the demo';
const origin = 'http://phone.example';
const plays: readonly [title: string, scenes: readonly Scene[]][] = [
  ['genuine', genuineTraffic({ authToken, origin }, behindTlsProxy(authToken)).map(sceneOf)],
  ['forged', forgeries({ authToken, origin }).map(sceneOf)],
  ['password-protected', loginScenes(authToken)],
  ['keys in rotation', rotationScenes(authToken)],
  ['once, and not again', onceScenes(authToken, origin)],
];

const names = frameworks.map(({ name }) => name);
const width = terminalWidth();
const intro = `A phone line on ${names.join(', ')}: every request uses a real socket.`;
console.log(`\n${wrap(intro, width, '')}\n`);
const servers = await Promise.all(
  frameworks.map((framework) =>
    startServer(framework, {
      TWILIO_AUTH_TOKEN: authToken,
      SHARED_KEYS: JSON.stringify(sharedKeys),
    }),
  ),
);
try {
  const counts = { passed: 0, failed: 0 };
  const acts: Act[] = [];
  for (const [title, scenes] of plays) {
    const rows = await playAll(scenes, servers);
    acts.push({ title, rows });
    console.log(`${renderAct({ title, rows }, names, width)}\n`);
    for (const outcome of rows.flatMap(({ outcomes }) => outcomes)) {
      if (outcome !== undefined) counts[outcome.good ? 'passed' : 'failed'] += 1;
    }
  }
  const explained = await showExplanation({ authToken, origin: 'https://phone.example' }, width);
  counts[explained ? 'passed' : 'failed'] += 1;
  console.log(`${renderSummary(acts, names)}\n`);
  for (const { name } of frameworks.filter(({ upgrades }) => upgrades === false)) {
    console.log(colors.dim(`– ${name} has no WebSocket servers.`));
  }
  for (const { name } of frameworks.filter(({ once }) => once === true)) {
    console.log(colors.dim(`– What counts once is shown on ${name}; every adapter has it.`));
  }
  for (const { name, without = {} } of frameworks) {
    for (const reason of new Set(Object.values(without))) {
      console.log(colors.dim(`– ${name}: ${reason}.`));
    }
  }
  console.log(
    counts.failed === 0
      ? colors.green('Every genuine request was accepted, every forgery refused as expected.')
      : colors.red('Some outcomes were not as expected: see the rows with ✗.'),
  );
  console.log(`demo: ${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}

/** One request at a time, so that the times mean something. */
async function playAll(
  scenes: readonly Scene[],
  servers: readonly RunningServer[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const scene of scenes) {
    const outcomes = [];
    for (const server of servers) outcomes.push(await scene.perform(server));
    rows.push({ scene, outcomes });
  }
  return rows;
}
