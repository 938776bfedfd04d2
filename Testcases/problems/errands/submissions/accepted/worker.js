const { Worker, isMainThread, parentPort, workerData } = require("worker_threads");

if (isMainThread) {
    const lengths = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
    const worker = new Worker(__filename, { workerData: lengths.slice(1, lengths[0] + 1) });
    worker.on("message", (busy) => console.log(busy.join(" ")));
} else {
    const busy = [0, 0, 0, 0];
    workerData.forEach((length, i) => (busy[i % 4] += length));
    parentPort.postMessage(busy);
}
