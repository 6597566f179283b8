"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, input) {
      return [input, yield context.waitForExternalEvent("early")];
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", "in", { startAt: new Date(Date.now() + 1000) });
    await client.raiseOrchestrationEvent(id, "early", "bird");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), ["in", "bird"]);
  },
};
