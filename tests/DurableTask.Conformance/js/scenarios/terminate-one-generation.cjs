"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("child", async function* (context) {
      return yield context.waitForExternalEvent("go");
    });
    worker.addNamedOrchestrator("parent", async function* (context) {
      return yield context.callSubOrchestrator("child", null, { instanceId: "child" });
    });
  },
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("parent");
    await world.until(() => client.getOrchestrationState("child"));
    await client.terminateOrchestration(id, { why: "enough" });
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.runtimeStatus, 5);
    assert.deepEqual(JSON.parse(state.serializedOutput), { why: "enough" });
    await client.raiseOrchestrationEvent("child", "go", "on");
    const child = await client.waitForOrchestrationCompletion("child", true, 30);
    assert.equal(child.runtimeStatus, 1);
    assert.equal(child.serializedOutput, '"on"');
    await assert.rejects(client.terminateOrchestration(id), /can no longer be terminated/);
  },
};
