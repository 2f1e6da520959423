// A trigger of Cognate in JavaScript: a signed webhook that vets who signs up. No packages.
//
//     WEBHOOK_SECRETS="whsec_..." node handler.mjs 8080
//
// With two secrets, separated by a space, either may have signed: that is how one is replaced by
// another without a gap.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const WINDOW_S = 5 * 60;
const LONGEST_EVENT = 1024 * 1024;

// What the user is told when a trigger says no.
class Denied extends Error {}

const triggers = {
  // Let in whoever has an address of ours, without a code.
  PreSignUp(event) {
    const email = event.request.userAttributes.email ?? "";
    if (!email.endsWith("@example.com")) throw new Denied("Email domain not allowed");
    event.response.autoConfirmUser = true;
    event.response.autoVerifyEmail = true;
  },
};

// A delivery that is not to be believed.
export class Refused extends Error {}

// Verifies Standard Webhooks signatures, and takes each delivery once.
export class Verifier {
  #keys;
  #seen = new Map();

  constructor(secrets) {
    this.#keys = secrets.map((each) => Buffer.from(each.replace(/^whsec_/, ""), "base64"));
  }

  // Returns the id of a delivery, `body` being the bytes as received. Throws Refused.
  verify(headers, body, nowS) {
    const id = headers["webhook-id"];
    const stamp = headers["webhook-timestamp"];
    const given = headers["webhook-signature"];
    if (!id || !given || !/^\d+$/.test(stamp ?? "")) {
      throw new Refused("the headers of a signature are missing");
    }
    // Whoever caught a delivery may not send it again later.
    if (Math.abs(nowS - Number(stamp)) > WINDOW_S) {
      throw new Refused("the timestamp is too far from now");
    }
    const signed = Buffer.concat([Buffer.from(`${id}.${stamp}.`), body]);
    if (!this.#keys.some((key) => isRight(key, signed, given))) {
      throw new Refused("no signature is right");
    }
    // Nothing older passes the window, so that nothing older need be remembered.
    for (const [name, at] of this.#seen) if (nowS - at > 2 * WINDOW_S) this.#seen.delete(name);
    // Nor may he send it again at once.
    if (this.#seen.has(id)) throw new Refused("this delivery was taken already");
    this.#seen.set(id, nowS);
    return id;
  }

  // Lets a delivery come again, because it could not be handled: a retry has the same id.
  forget(id) {
    this.#seen.delete(id);
  }
}

const isRight = (key, signed, given) => {
  const wanted = Buffer.from(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  return given.split(" ").some((each) => {
    const offered = Buffer.from(each);
    // In constant time: how long it takes must not tell how much of a guess was right.
    return offered.length === wanted.length && timingSafeEqual(offered, wanted);
  });
};

// Returns status and JSON with which a delivery is answered.
const answer = async (verifier, headers, body) => {
  let id;
  try {
    id = verifier.verify(headers, body, Date.now() / 1000);
  } catch (refusal) {
    if (refusal instanceof Refused) return [401, { message: refusal.message }];
    throw refusal;
  }
  try {
    const event = JSON.parse(body);
    await triggers[event.triggerSource.split("_")[0]]?.(event);
    return [200, event];
  } catch (fault) {
    // Cognate tells the user: "PreSignUp failed with error Email domain not allowed."
    if (fault instanceof Denied) {
      return [400, { errorMessage: fault.message, errorType: "Denied" }];
    }
    verifier.forget(id);
    throw fault;
  }
};

const receive = async (verifier, request) => {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LONGEST_EVENT) return [413, { message: "the event is too long" }];
    chunks.push(chunk);
  }
  return answer(verifier, request.headers, Buffer.concat(chunks));
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const verifier = new Verifier(process.env.WEBHOOK_SECRETS.trim().split(/\s+/));
  const server = createServer(async (request, response) => {
    let status, said;
    try {
      [status, said] = await receive(verifier, request);
    } catch (fault) {
      // Cognate tries again after a 500.
      console.error("trigger failed:", fault.name);
      [status, said] = [500, { message: "the trigger failed" }];
    }
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(said));
  });
  server.listen(Number(process.argv[2]), "127.0.0.1", () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}`);
  });
}
