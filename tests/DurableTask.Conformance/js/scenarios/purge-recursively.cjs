"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("leaf", async function* () {});
    worker.addNamedOrchestrator("middle", async function* (context, name) {
      yield context.callSubOrchestrator("leaf", null, { instanceId: `${name}-leaf` });
    });
    worker.addNamedOrchestrator("top", async function* (context, name) {
      yield context.callSubOrchestrator("middle", name, { instanceId: `${name}-middle` });
    });
  },
  async run(client) {
    await runToEnd(client, "top", "a", "a");
    await runToEnd(client, "top", "b", "b");
    assert.equal((await client.purgeOrchestration("a", { recursive: true })).deletedInstanceCount, 3);
    assert.equal(await client.getOrchestrationState("a-leaf"), undefined);
    assert.equal((await client.purgeOrchestration("b")).deletedInstanceCount, 1);
    assert.ok(await client.getOrchestrationState("b-middle"));
    assert.ok(await client.getOrchestrationState("b-leaf"));
    assert.equal((await client.purgeOrchestration("nobody")).deletedInstanceCount, 0);
    assert.deepEqual(await client.getOrchestrationHistory("a"), []);
  },
};
