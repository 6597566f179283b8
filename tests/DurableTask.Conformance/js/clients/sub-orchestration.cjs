"use strict";
const assert = require("node:assert/strict");
const { terminateOptions } = require("@microsoft/durabletask-js");

module.exports = {
  async run(client, world) {
    const order = { Customer: "c", Items: [] };
    await client.scheduleNewOrchestration("group", order, "g");
    await world.until(() => client.getOrchestrationState("g-child"));
    await client.raiseOrchestrationEvent("g-child", "approve", "x");
    const state = await client.waitForOrchestrationCompletion("g", true, 30);
    state.raiseIfFailed();
    assert.deepEqual([JSON.parse(state.serializedOutput).Parent, JSON.parse(state.serializedOutput).Version], ["g", "4.2"]);
    assert.deepEqual((await client.getOrchestrationState("g-child")).tags, { of: "group" });
    assert.equal((await client.purgeOrchestration("g", { recursive: true })).deletedInstanceCount, 2);
    await client.scheduleNewOrchestration("group", order, "h");
    await world.until(() => client.getOrchestrationState("h-child"));
    await client.terminateOrchestration("h", terminateOptions({ output: "no", recursive: true }));
    for (const id of ["h", "h-child"]) {
      assert.equal((await client.waitForOrchestrationCompletion(id, true, 30)).runtimeStatus, 5);
    }
  },
};
