"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, seen) {
      const event = yield context.waitForExternalEvent("item");
      seen.push(event);
      if (seen.length < 5) {
        context.continueAsNew(seen, true);
        return undefined;
      }
      return seen;
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", []);
    for (let n = 0; n < 5; n++) {
      await client.raiseOrchestrationEvent(id, "item", n);
    }
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), [0, 1, 2, 3, 4]);
  },
};
