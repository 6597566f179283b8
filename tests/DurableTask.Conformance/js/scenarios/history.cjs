"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedActivity("echo", (_, value) => value);
    worker.addNamedActivity("fail", () => {
      throw new Error("as asked");
    });
    worker.addNamedOrchestrator("child", async function* () {
      return "grown";
    });
    worker.addNamedOrchestrator("main", async function* (context) {
      yield context.callActivity("echo", "in", { tags: { color: "blue" } });
      yield context.createTimer(0.01);
      yield context.callSubOrchestrator("child", 7, { instanceId: "child" });
      context.sendEvent("nobody", "hello", 1);
      try {
        yield context.callActivity("fail");
      } catch {
        // It is in the history all the same.
      }
      return yield context.waitForExternalEvent("go");
    });
  },
  async run(client) {
    const id = await client.scheduleNewOrchestration("main", { n: 1 }, { instanceId: "main", tags: { a: "b" }, version: "1" });
    await client.raiseOrchestrationEvent(id, "go", "went");
    await client.waitForOrchestrationCompletion(id, true, 30);
    const history = await client.getOrchestrationHistory(id);
    const one = (type) => {
      const found = history.filter((entry) => entry.type === type);
      assert.equal(found.length, 1, `${found.length} of ${type}`);
      return found[0];
    };
    assert.equal(history[0].type, "OrchestratorStarted");
    assert.equal(history.at(-1).type, "OrchestratorCompleted");
    const start = one("ExecutionStarted");
    assert.deepEqual([start.name, start.version, start.input, start.tags], ["main", "1", '{"n":1}', { a: "b" }]);
    const scheduled = history.filter((entry) => entry.type === "TaskScheduled");
    assert.deepEqual(scheduled.map((entry) => [entry.name, entry.eventId]), [["echo", 1], ["fail", 5]]);
    assert.deepEqual([scheduled[0].input, scheduled[0].tags], ['"in"', { color: "blue" }]);
    assert.deepEqual([one("TaskCompleted").taskScheduledId, one("TaskCompleted").result], [1, '"in"']);
    assert.equal(one("TaskFailed").taskScheduledId, 5);
    assert.match(one("TaskFailed").failureDetails.message, /as asked/);
    assert.equal(one("TimerCreated").eventId, 2);
    assert.equal(one("TimerFired").timerId, 2);
    assert.equal(one("TimerFired").fireAt.getTime(), one("TimerCreated").fireAt.getTime());
    assert.deepEqual([one("SubOrchestrationInstanceCreated").name, one("SubOrchestrationInstanceCreated").instanceId], ["child", "child"]);
    assert.equal(one("SubOrchestrationInstanceCompleted").result, '"grown"');
    assert.equal(one("EventSent").name, "hello");
    assert.deepEqual([one("EventRaised").name, one("EventRaised").input], ["go", '"went"']);
    assert.equal(one("ExecutionCompleted").result, '"went"');
    assert.deepEqual(history.map((entry) => entry.timestamp.getTime()).every((time) => time > 0), true);
  },
};
