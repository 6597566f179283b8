"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      return context.currentUtcDateTime.getTime();
    });
  },
  async run(client) {
    const later = await client.scheduleNewOrchestration("main", null, { startAt: new Date(Date.now() + 3_600_000) });
    const past = await client.scheduleNewOrchestration("main", null, { startAt: new Date(Date.now() - 3_600_000) });
    const startAt = new Date(Date.now() + 700);
    const soon = await client.scheduleNewOrchestration("main", null, { startAt });
    await client.waitForOrchestrationCompletion(past, true, 30);
    const state = await client.waitForOrchestrationCompletion(soon, true, 30);
    assert.ok(JSON.parse(state.serializedOutput) >= startAt.getTime(), `${state.serializedOutput} is before ${startAt.getTime()}`);
    assert.equal((await client.getOrchestrationState(later)).runtimeStatus, 6);
  },
};
