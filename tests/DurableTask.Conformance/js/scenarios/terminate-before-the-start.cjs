"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* () {
      return "ran";
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", null, { startAt: new Date(Date.now() + 3_600_000) });
    await client.terminateOrchestration(id, "never mind");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.runtimeStatus, 5);
    assert.equal(state.serializedOutput, '"never mind"');
  },
};
