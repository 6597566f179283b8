"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      context.setCustomStatus({ step: 1, done: ["ä"] });
      yield context.waitForExternalEvent("go");
      context.setCustomStatus(undefined);
      yield context.waitForExternalEvent("go");
      context.setCustomStatus("last");
      return "end";
    });
  },
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("main");
    await world.untilStatus(client, id, { step: 1, done: ["ä"] });
    assert.equal((await client.getOrchestrationState(id, false)).serializedCustomStatus, undefined);
    await client.raiseOrchestrationEvent(id, "go");
    await world.until(async () => (await client.getOrchestrationState(id)).serializedCustomStatus === undefined);
    await client.raiseOrchestrationEvent(id, "go");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual([state.serializedCustomStatus, state.serializedOutput], ['"last"', '"end"']);
  },
};
