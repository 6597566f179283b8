"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      return context.currentUtcDateTime.getTime();
    });
  },
  async run(client) {
    const startAt = new Date(Date.now() + 1500);
    const id = await client.scheduleNewOrchestration("main", null, { startAt });
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 6);
    const past = await client.scheduleNewOrchestration("main", null, { startAt: new Date(Date.now() - 3_600_000) });
    await client.waitForOrchestrationCompletion(past, true, 30);
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 6);
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.ok(JSON.parse(state.serializedOutput) >= startAt.getTime(), `${state.serializedOutput} is before ${startAt.getTime()}`);
  },
};
