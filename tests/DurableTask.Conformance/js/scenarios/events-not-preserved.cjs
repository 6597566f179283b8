"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, begun) {
      if (!begun) {
        yield context.waitForExternalEvent("begin");
        context.continueAsNew(true, false);
        return;
      }
      context.setCustomStatus("second");
      return yield context.waitForExternalEvent("item");
    });
  },
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("main", false);
    await client.raiseOrchestrationEvent(id, "item", "old");
    await client.raiseOrchestrationEvent(id, "begin");
    await world.untilStatus(client, id, "second");
    await client.raiseOrchestrationEvent(id, "item", "new");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(state.serializedOutput, '"new"');
  },
};
