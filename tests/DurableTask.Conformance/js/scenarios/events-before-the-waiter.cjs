"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      const seen = [];
      for (let n = 0; n < 10; n++) {
        seen.push(yield context.waitForExternalEvent("Item"));
      }
      return [seen, yield context.waitForExternalEvent("OTHER")];
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main");
    await client.raiseOrchestrationEvent(id, "other", null);
    for (let n = 0; n < 10; n++) {
      await client.raiseOrchestrationEvent(id, n % 2 ? "ITEM" : "item", n);
    }
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], null]);
  },
};
