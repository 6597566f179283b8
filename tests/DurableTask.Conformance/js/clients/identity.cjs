"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

module.exports = {
  async run(client) {
    const { before, after } = await outputOf(client, "identity");
    assert.match(before, /^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    assert.notEqual(before, after);
  },
};
