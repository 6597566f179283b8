"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

// Three workers, each with what it has registered alone.
module.exports = {
  async run(client, world) {
    const filters = { workItemFilters: "auto" };
    await world.startWorker((worker) => worker.addNamedActivity("left", () => "l"), filters);
    await world.startWorker((worker) => worker.addNamedActivity("right", () => "r"), filters);
    await world.startWorker(
      (worker) =>
        worker.addNamedOrchestrator("main", async function* (context) {
          return (yield context.callActivity("left")) + (yield context.callActivity("right"));
        }),
      filters,
    );
    const outputs = await Promise.all(Array.from({ length: 20 }, () => outputOf(client, "main")));
    assert.deepEqual(new Set(outputs), new Set(["lr"]));
  },
};
