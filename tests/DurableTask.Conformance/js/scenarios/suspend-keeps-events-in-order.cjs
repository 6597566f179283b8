"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedActivity("echo", (_, value) => value);
    worker.addNamedOrchestrator("main", async function* (context) {
      const slow = context.callActivity("echo", "activity");
      context.setCustomStatus("ready");
      const seen = [];
      for (let n = 0; n < 5; n++) {
        seen.push(yield context.waitForExternalEvent("item"));
      }
      return [...seen, yield slow];
    });
  },
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("main");
    await world.untilStatus(client, id, "ready");
    await client.raiseOrchestrationEvent(id, "item", 0);
    for (let round = 0; round < 2; round++) {
      await client.suspendOrchestration(id);
      await client.suspendOrchestration(id);
      await client.raiseOrchestrationEvent(id, "item", 2 * round + 1);
      await client.raiseOrchestrationEvent(id, "item", 2 * round + 2);
      assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 7);
      await client.resumeOrchestration(id);
      await client.resumeOrchestration(id);
    }
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), [0, 1, 2, 3, 4, "activity"]);
  },
};
