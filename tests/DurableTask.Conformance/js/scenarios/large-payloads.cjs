"use strict";
const assert = require("node:assert/strict");
const { whenAll } = require("@microsoft/durabletask-js");

// Values of several MB each. What would not fit into the 4 MB that a channel receives by default is refused with a sentence; an answer as a whole may be larger.
module.exports = {
  register(worker) {
    worker.addNamedActivity("grow", (_, text) => text + text);
    worker.addNamedOrchestrator("child", async function* (context, text) {
      return text.length;
    });
    worker.addNamedOrchestrator("main", async function* (context, text) {
      const child = yield context.callSubOrchestrator("child", text);
      return { input: text.length, child };
    });
    worker.addNamedActivity("length", (_, text) => text.length);
    worker.addNamedActivity("make", (_, length) => "y".repeat(length));
    worker.addNamedOrchestrator("wide", async function* (context, text) {
      const lengths = yield whenAll(Array.from({ length: 6 }, () => context.callActivity("length", text)));
      return lengths.reduce((sum, length) => sum + length, 0);
    });
    worker.addNamedOrchestrator("too large", async function* (context, what) {
      return what === "output" ? "z".repeat(8_000_000) : yield context.callActivity("make", 8_000_000);
    });
    worker.addNamedOrchestrator("grow", async function* (context, text) {
      return yield context.callActivity("grow", text);
    });
    worker.addNamedOrchestrator("listen", async function* (context) {
      return (yield context.waitForExternalEvent("large")).length;
    });
  },
  async run(client) {
    const mega = "x".repeat(1_000_000);
    const main = await client.scheduleNewOrchestration("main", mega);
    assert.deepEqual(JSON.parse((await client.waitForOrchestrationCompletion(main, true, 30)).serializedOutput), { input: 1_000_000, child: 1_000_000 });
    const grow = await client.scheduleNewOrchestration("grow", "é".repeat(400_000));
    assert.equal(JSON.parse((await client.waitForOrchestrationCompletion(grow, true, 30)).serializedOutput).length, 800_000);
    const listen = await client.scheduleNewOrchestration("listen");
    await client.raiseOrchestrationEvent(listen, "large", mega + mega + mega);
    assert.equal((await client.waitForOrchestrationCompletion(listen, true, 30)).serializedOutput, "3000000");
    const wide = await client.scheduleNewOrchestration("wide", mega);
    assert.equal((await client.waitForOrchestrationCompletion(wide, true, 30)).serializedOutput, "6000000");
    await assert.rejects(client.scheduleNewOrchestration("echo", "z".repeat(8_000_000), "too large"), (error) => error.code === 8 && /'too large' is 8,000,\d+ bytes long/.test(error.details));
    for (const [name, told] of [["output", /decision #1 \(CompleteOrchestration\) is/], ["activity", /activity's outcome is/]]) {
      const id = await client.scheduleNewOrchestration("too large", name);
      const failed = await client.waitForOrchestrationCompletion(id, true, 30);
      assert.equal(failed.runtimeStatus, 3);
      assert.match(failed.failureDetails.message, told);
    }
    const states = [];
    for await (const state of client.getAllInstances()) {
      states.push(state);
    }
    assert.equal(states.length, 7);
  },
};
