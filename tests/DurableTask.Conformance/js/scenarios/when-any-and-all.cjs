"use strict";
const assert = require("node:assert/strict");
const { whenAll, whenAny } = require("@microsoft/durabletask-js");
const { outputOf } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedActivity("echo", (_, value) => value);
    worker.addNamedActivity("fail", (_, value) => {
      throw new Error(`failed ${value}`);
    });
    worker.addNamedOrchestrator("main", async function* (context) {
      const never = context.waitForExternalEvent("never");
      const quick = context.callActivity("echo", "quick");
      const first = yield whenAny([never, quick]);
      const nothing = yield whenAll([]);
      const good = context.callActivity("echo", "good");
      let failure;
      try {
        yield whenAll([good, context.callActivity("fail", "b")]);
      } catch (error) {
        failure = error.message;
      }
      return { winner: first.getResult(), nothing, failure, good: yield good };
    });
  },
  async run(client) {
    const output = await outputOf(client, "main");
    assert.deepEqual([output.winner, output.nothing, output.good], ["quick", [], "good"]);
    assert.match(output.failure, /failed b/);
  },
};
