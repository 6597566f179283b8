"use strict";
const assert = require("node:assert/strict");
const { whenAll } = require("@microsoft/durabletask-js");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedActivity("square", async (_, n) => n * n);
    worker.addNamedOrchestrator("main", async function* (context, count) {
      const squares = yield whenAll(Array.from({ length: count }, (_, n) => context.callActivity("square", n)));
      return squares.every((square, n) => square === n * n) && squares.length;
    });
  },
  async run(client) {
    assert.equal(await outputOf(client, "main", 1000), 1000);
  },
};
