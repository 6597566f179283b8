"use strict";
const assert = require("node:assert/strict");
const { whenAll, whenAny } = require("@microsoft/durabletask-js");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context) {
      const begun = context.currentUtcDateTime.getTime();
      const order = [];
      const timers = [400, 100, 250].map((wait) => ({ wait, task: context.createTimer(new Date(begun + wait)) }));
      const open = [...timers];
      while (open.length > 0) {
        const first = yield whenAny(open.map((timer) => timer.task));
        const index = open.findIndex((timer) => timer.task === first);
        const late = context.currentUtcDateTime.getTime() - begun - open[index].wait;
        order.push([open[index].wait, late >= 0]);
        open.splice(index, 1);
      }
      yield whenAll(timers.map((timer) => timer.task));
      yield context.createTimer(new Date(begun - 60_000));
      const cancelled = context.createTimer(3600);
      cancelled.cancel();
      return order;
    });
  },
  async run(client) {
    assert.deepEqual(await outputOf(client, "main"), [[100, true], [250, true], [400, true]]);
  },
};
