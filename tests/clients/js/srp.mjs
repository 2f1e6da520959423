// Cognito's SRP for the SDK, which brings none: written from the protocol (RFC 5054 with padding by
// sign bit, HKDF as clients do it), with Node's own prime of 3072 bits (RFC 3526 group 15).

import { createHash, createHmac, getDiffieHellman, randomBytes } from "node:crypto";

const N = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
const G = 2n;
const K = numberOf(sha256(padded(N), padded(G)));

export class Srp {
  constructor(poolId) {
    this.poolName = poolId.split("_")[1];
    this.a = numberOf(randomBytes(32));
    this.A = power(G, this.a);
  }

  get srpA() {
    return this.A.toString(16);
  }

  // The answers to PASSWORD_VERIFIER.
  answers(challenge, password, now = new Date()) {
    const B = BigInt(`0x${challenge.SRP_B}`);
    const user = challenge.USER_ID_FOR_SRP;
    const inner = sha256(Buffer.from(`${this.poolName}${user}:${password}`));
    const x = numberOf(sha256(padded(BigInt(`0x${challenge.SALT}`)), inner));
    const u = numberOf(sha256(padded(this.A), padded(B)));
    const base = (((B - K * power(G, x)) % N) + N) % N;
    const S = power(base, this.a + u * x);
    const extracted = hmac(padded(u), padded(S));
    const key = hmac(extracted, Buffer.from("Caldera Derived Key\x01")).subarray(0, 16);
    const timestamp = timestampOf(now);
    const block = Buffer.from(challenge.SECRET_BLOCK, "base64");
    const message = [Buffer.from(this.poolName + user), block, Buffer.from(timestamp)];
    return {
      USERNAME: challenge.USERNAME,
      PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: hmac(key, ...message).toString("base64"),
      TIMESTAMP: timestamp,
    };
  }
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function padded(number) {
  let hex = number.toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  else if ("89abcdef".includes(hex[0])) hex = `00${hex}`;
  return Buffer.from(hex, "hex");
}

function numberOf(bytes) {
  return BigInt(`0x${bytes.toString("hex")}`);
}

function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function hmac(key, ...parts) {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

// "Sat Nov 21 02:31:40 UTC 2026", no zero before the day.
function timestampOf(now) {
  const [day, date, month, year, time] = now.toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
}
