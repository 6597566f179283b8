"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

class OutOfPaper extends Error {
  constructor(message) {
    super(message);
    this.name = "OutOfPaper";
  }
}

module.exports = {
  register(worker) {
    worker.addNamedActivity("print", () => {
      throw new OutOfPaper('tray 2 is empty, "A4" – nachfüllen');
    });
    worker.addNamedOrchestrator("child", async function* (context) {
      yield context.callActivity("print");
    });
    worker.addNamedOrchestrator("parent", async function* (context) {
      yield context.callSubOrchestrator("child");
    });
    worker.addNamedOrchestrator("own", async function* () {
      throw new OutOfPaper("own");
    });
    worker.addNamedOrchestrator("missing", async function* (context) {
      yield context.callActivity("not registered");
    });
  },
  async run(client) {
    const failed = await runToEnd(client, "parent");
    assert.equal(failed.runtimeStatus, 3);
    assert.match(failed.failureDetails.message, /tray 2 is empty, "A4" – nachfüllen/);
    assert.throws(() => failed.raiseIfFailed(), /tray 2 is empty/);
    const own = await runToEnd(client, "own");
    assert.deepEqual([own.failureDetails.message, own.failureDetails.errorType], ["own", "OutOfPaper"]);
    assert.match(own.failureDetails.stackTrace, /failure-details/);
    assert.match((await runToEnd(client, "missing")).failureDetails.message, /'not registered' is not registered/);
    assert.match((await runToEnd(client, "nobody has it")).failureDetails.message, /'nobody has it' does not exist/);
  },
};
