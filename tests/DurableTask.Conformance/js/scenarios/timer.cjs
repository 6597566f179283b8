"use strict";
const assert = require("node:assert/strict");
const { whenAny } = require("@microsoft/durabletask-js");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      const begun = context.currentUtcDateTime;
      yield context.createTimer(1);
      const waited = context.currentUtcDateTime - begun;
      const event = context.waitForExternalEvent("never");
      const timeout = context.createTimer(0.5);
      const first = yield whenAny([event, timeout]);
      return { waited, timedOut: first === timeout };
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    const output = JSON.parse(state.serializedOutput);
    assert.ok(output.waited >= 1000, `waited ${output.waited} ms`);
    assert.equal(output.timedOut, true);
  },
};
