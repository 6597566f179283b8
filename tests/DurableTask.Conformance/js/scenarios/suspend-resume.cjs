"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      return yield context.waitForExternalEvent("go");
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main");
    await client.waitForOrchestrationStart(id, false, 30);
    await client.suspendOrchestration(id);
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 7);
    await client.raiseOrchestrationEvent(id, "go", "went");
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 7);
    await client.resumeOrchestration(id);
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(JSON.parse(state.serializedOutput), "went");
  },
};
