"use strict";
const assert = require("node:assert/strict");
const { VersionFailureStrategy, VersionMatchStrategy } = require("@microsoft/durabletask-js");

function worker(version) {
  return [
    (worker) => {
      worker.addNamedOrchestrator("main", async function* () {
        return `worker ${version}`;
      });
    },
    { versioning: { version, matchStrategy: VersionMatchStrategy.Strict, failureStrategy: VersionFailureStrategy.Reject } },
  ];
}

// What one worker hands back goes out again, until one takes it.
module.exports = {
  async run(client, world) {
    await world.startWorker(...worker("1.0"));
    const id = await client.scheduleNewOrchestration("main", null, { version: "2.0" });
    const own = await client.scheduleNewOrchestration("main", null, { version: "1.0" });
    assert.equal((await client.waitForOrchestrationCompletion(own, true, 30)).serializedOutput, '"worker 1.0"');
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 6);
    await world.startWorker(...worker("2.0"));
    assert.equal((await client.waitForOrchestrationCompletion(id, true, 30)).serializedOutput, '"worker 2.0"');
  },
};
