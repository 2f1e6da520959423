// A custom sender as the documents of the real service write one: the code opened by the keyring of
// its KMS key. Prints the code that it would send.

import { buildClient, CommitmentPolicy, KmsKeyringNode } from "@aws-crypto/client-node";
import { given, run } from "./scene.mjs";

const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
const keyring = new KmsKeyringNode({ generatorKeyId: given.keyAlias, keyIds: [given.keyArn] });

async function handler(event) {
  const { plaintext, messageHeader } = await decrypt(
    keyring,
    Buffer.from(event.request.code, "base64"),
  );
  if (messageHeader.encryptionContext["userpool-id"] !== event.userPoolId) {
    throw new Error("the code is another pool's");
  }
  return plaintext.toString();
}

await run(async () => ({ code: await handler(given.event) }));
