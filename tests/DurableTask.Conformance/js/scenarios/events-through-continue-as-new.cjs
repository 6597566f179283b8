"use strict";
const assert = require("node:assert/strict");

// Events of two names, most of which wait while the executions go by.
module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, { left, seen }) {
      if (left === 0) {
        seen.push(yield context.waitForExternalEvent("last"));
        return seen;
      }
      seen.push(yield context.waitForExternalEvent("item"));
      context.continueAsNew({ left: left - 1, seen }, true);
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", { left: 20, seen: [] });
    await client.raiseOrchestrationEvent(id, "last", "end");
    for (let n = 0; n < 20; n++) {
      await client.raiseOrchestrationEvent(id, "item", n);
    }
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), [...Array(20).keys(), "end"]);
  },
};
