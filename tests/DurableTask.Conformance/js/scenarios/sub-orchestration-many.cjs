"use strict";
const assert = require("node:assert/strict");
const { whenAll } = require("@microsoft/durabletask-js");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedActivity("increment", (_, n) => n + 1);
    worker.addNamedOrchestrator("child", async function* (context, n) {
      return yield context.callActivity("increment", n);
    });
    worker.addNamedOrchestrator("parent", async function* (context, count) {
      return yield whenAll(Array.from({ length: count }, (_, n) => context.callSubOrchestrator("child", n)));
    });
  },
  async run(client) {
    assert.deepEqual(await outputOf(client, "parent", 30), Array.from({ length: 30 }, (_, n) => n + 1));
  },
};
