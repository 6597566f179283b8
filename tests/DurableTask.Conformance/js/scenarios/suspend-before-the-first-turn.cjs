"use strict";
const assert = require("node:assert/strict");

module.exports = {
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("main", 41);
    await client.suspendOrchestration(id);
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 7);
    await world.startWorker((worker) => {
      worker.addNamedActivity("increment", (_, n) => n + 1);
      worker.addNamedOrchestrator("main", async function* (context, n) {
        return yield context.callActivity("increment", n);
      });
    });
    await client.resumeOrchestration(id);
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.serializedOutput, "42");
  },
};
