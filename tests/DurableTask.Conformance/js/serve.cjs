// Runs a worker of the official SDK until its standard input ends: node serve.cjs FOLDER/TASKS ADDRESS.
"use strict";
const { World } = require("./world.cjs");

const [, , name, hostAddress] = process.argv;
const tasks = require(`./${name}.cjs`);

new World(hostAddress).startWorker(tasks.register, tasks.workerOptions).then(() => {
  process.stdin.on("end", () => process.exit(0));
  process.stdin.resume();
});
