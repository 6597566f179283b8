"use strict";
const assert = require("node:assert/strict");

module.exports = {
  async run(client, world) {
    const order = { Customer: "Zoë", Items: ["a", "bb", "[]"] };
    const id = await client.scheduleNewOrchestration("order", order, { version: "2.0", tags: { shop: "one" } });
    await world.untilStatus(client, id, { step: "pricing" });
    await client.raiseOrchestrationEvent(id, "APPROVE", "the boss");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    state.raiseIfFailed();
    assert.deepEqual(JSON.parse(state.serializedOutput), { Customer: "Zoë", Sum: 5, ApprovedBy: "the boss", Version: "2.0", Parent: null });
    assert.deepEqual([state.name, state.tags, state.serializedCustomStatus], ["order", { shop: "one" }, undefined]);
    const scheduled = (await client.getOrchestrationHistory(id)).filter((entry) => entry.type === "TaskScheduled");
    assert.deepEqual(scheduled.map((entry) => [entry.name, entry.version, entry.input]), ["a", "bb", "[]"].map((item) => ["price", "2.0", JSON.stringify([item])]));
  },
};
