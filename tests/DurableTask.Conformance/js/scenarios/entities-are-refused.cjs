"use strict";
const assert = require("node:assert/strict");
const { EntityInstanceId } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      return yield context.entities.callEntity(new EntityInstanceId("counter", "a"), "get");
    });
  },
  async run(client) {
    const id = new EntityInstanceId("counter", "a");
    const unimplemented = (error) => error.code === 12 && /Entities/.test(error.details);
    await assert.rejects(client.signalEntity(id, "add", 1), unimplemented);
    await assert.rejects(client.getEntity(id), unimplemented);
    await assert.rejects(client.cleanEntityStorage(), unimplemented);
    const state = await runToEnd(client, "main");
    assert.equal(state.runtimeStatus, 3);
    assert.match(state.failureDetails.message, /Entities/);
  },
};
