// The Invoke API over one handler: `node lambda_server.js <handler file>` prints its port.
//
// Below /emulator it behaves as the Lambda Runtime Interface Emulator does: the only function is
// called "function", and a function's error comes without the header that marks it.

const http = require("node:http");
const path = require("node:path");

const { handler } = require(path.resolve(process.argv[2]));

const CALL = /^(\/emulator)?\/2015-03-31\/functions\/([^/]+)\/invocations$/;

const invoke = async (event) => {
  try {
    return { payload: await handler(event, { functionName: "handler" }) };
  } catch (error) {
    const trace = String(error.stack).split("\n");
    return { failed: true, payload: { errorType: error.name, errorMessage: error.message, trace } };
  }
};

const answer = async (request, response) => {
  const [, emulates, name] = CALL.exec(request.url.split("?")[0]) ?? [];
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method !== "POST" || !name || (emulates && name !== "function")) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("404 page not found");
    return;
  }
  const { failed, payload } = await invoke(JSON.parse(Buffer.concat(chunks)));
  const marked = failed && !emulates ? { "X-Amz-Function-Error": "Unhandled" } : {};
  const type = { "Content-Type": emulates ? "text/plain; charset=utf-8" : "application/json" };
  response.writeHead(200, { ...type, ...marked }).end(JSON.stringify(payload ?? null));
};

const server = http.createServer(answer).listen(0, "127.0.0.1", () => {
  console.log(server.address().port);
});
