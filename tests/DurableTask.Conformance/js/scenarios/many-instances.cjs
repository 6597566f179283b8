"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedActivity("increment", (_, n) => n + 1);
    worker.addNamedOrchestrator("main", async function* (context, n) {
      for (let step = 0; step < 3; step++) {
        n = yield context.callActivity("increment", n);
      }
      return n;
    });
  },
  async run(client) {
    const outputs = await Promise.all(Array.from({ length: 100 }, (_, n) => outputOf(client, "main", n)));
    assert.deepEqual(outputs, Array.from({ length: 100 }, (_, n) => n + 3));
  },
};
