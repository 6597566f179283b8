"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      context.setCustomStatus("waiting");
      return yield context.waitForExternalEvent("go");
    });
  },
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("main");
    await world.untilStatus(client, id, "waiting");
    await client.suspendOrchestration(id);
    await client.terminateOrchestration(id, "over");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.runtimeStatus, 5);
    assert.equal(state.serializedOutput, '"over"');
  },
};
