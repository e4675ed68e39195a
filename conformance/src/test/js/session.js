'use strict';
// What a program does with dockerode; DOCKER_HOST names the engine. Each step that went well is a line.
const assert = require('node:assert');
const { PassThrough } = require('node:stream');
const { once } = require('node:events');
const Docker = require('dockerode');

const IMAGE = 'localhost/busybox';
const docker = new Docker();

function collected(stream) {
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function split(stream) {
  const out = new PassThrough();
  const err = new PassThrough();
  const texts = { out: collected(out), err: collected(err) };
  docker.modem.demuxStream(stream, out, err);
  return texts;
}

async function started(...command) {
  const container = await docker.createContainer({ Image: IMAGE, Cmd: command });
  await container.start();
  return container;
}

const steps = {
  async engine() {
    assert.equal((await docker.ping()).toString(), 'OK');
    assert.equal((await docker.version()).Os, 'linux');
    assert.equal((await docker.info()).OSType, 'linux');
    assert.ok((await docker.listImages()).some((image) => image.RepoTags.includes(`${IMAGE}:latest`)));
  },

  async run() {
    const output = new PassThrough();
    const text = collected(output);
    const ended = once(output, 'end'); // the exit code comes by a connection of its own, and may be sooner
    const [result, container] = await docker.run(IMAGE, ['sh', '-c', 'echo ran; exit 3'], output, { Tty: true });
    assert.equal(result.StatusCode, 3);
    await ended;
    assert.equal(text(), 'ran\r\n');
    await container.remove();
  },

  async attach() {
    const container = await docker.createContainer({
      Image: IMAGE, Cmd: ['sh', '-c', 'cat; echo end >&2'], OpenStdin: true, StdinOnce: true,
      AttachStdin: true, AttachStdout: true, AttachStderr: true,
    });
    const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const texts = split(stream);
    await container.start();
    stream.end('typed\n');
    await once(stream, 'end');
    assert.equal(texts.out(), 'typed\n');
    assert.equal(texts.err(), 'end\n');
    await container.remove({ force: true });
  },

  async exec() {
    const container = await started('sleep', '600');
    const exec = await container.exec({
      Cmd: ['sh', '-c', 'cat; exit 4'], AttachStdin: true, AttachStdout: true, AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: true });
    const texts = split(stream);
    stream.end('inside\n');
    await once(stream, 'end');
    assert.equal(texts.out(), 'inside\n');
    assert.equal((await exec.inspect()).ExitCode, 4);
    await container.remove({ force: true });
  },

  async logs() {
    const container = await started('sh', '-c', 'echo one; echo two >&2');
    const stream = await container.logs({ follow: true, stdout: true, stderr: true });
    const texts = split(stream);
    await once(stream, 'end');
    assert.equal(texts.out(), 'one\n');
    assert.equal(texts.err(), 'two\n');
    assert.equal((await container.wait()).StatusCode, 0);
    await container.remove();
  },

  async life() {
    const container = await started('sleep', '600');
    await container.pause();
    assert.equal((await container.inspect()).State.Status, 'paused');
    await container.unpause();
    await container.rename({ name: 'renamed' });
    assert.equal((await container.top()).Processes.length, 1);
    assert.equal((await container.stats({ stream: false })).pids_stats.current, 1);
    await container.stop({ t: 0 });
    await assert.rejects(container.kill(), { statusCode: 409 });
    await container.remove();
    await assert.rejects(container.inspect(), { statusCode: 404 });
  },

  async files() {
    const container = await started('sleep', '600');
    const archive = await container.getArchive({ path: '/etc/passwd' });
    const chunks = [];
    for await (const chunk of archive) chunks.push(chunk);
    await container.putArchive(Buffer.concat(chunks), { path: '/tmp' });
    const changes = await container.changes();
    assert.ok(changes.some((change) => change.Path === '/tmp/passwd' && change.Kind === 1));
    const image = await container.commit({ repo: 'made', tag: 'js' });
    assert.match(image.Id, /^sha256:/);
    await docker.getImage('made:js').remove();
    await container.remove({ force: true });
  },

  async network() {
    const network = await docker.createNetwork({ Name: 'js-net', Labels: { a: 'b' } });
    const container = await started('sleep', '600');
    await network.connect({ Container: container.id, EndpointConfig: { Aliases: ['other'] } });
    assert.deepEqual(Object.keys((await network.inspect()).Containers), [container.id]);
    await network.disconnect({ Container: container.id });
    await container.remove({ force: true });
    await network.remove();
    const volume = await docker.createVolume({ Name: 'js-vol' });
    assert.equal((await volume.inspect()).Driver, 'local');
    await volume.remove();
  },

  async events() {
    const stream = await docker.getEvents({ filters: { event: ['start', 'die'] } });
    let text = '';
    stream.on('data', (chunk) => { text += chunk; });
    const container = await started('true');
    while (!text.includes('"die"')) await once(stream, 'data');
    stream.destroy();
    assert.ok(text.includes(container.id));
    await container.remove();
  },
};

(async () => {
  for (const [name, step] of Object.entries(steps)) {
    await step();
    console.log(name);
  }
})().catch((failure) => {
  console.error(failure);
  process.exitCode = 1;
});
