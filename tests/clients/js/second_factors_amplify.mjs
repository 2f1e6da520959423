// aws-amplify 6 in Node: second factors set up on the way in, asked for, and chosen from.

import { Amplify } from "aws-amplify";
import {
  confirmSignIn,
  fetchMFAPreference,
  signIn,
  signOut,
  updateMFAPreference,
} from "aws-amplify/auth";
import { given, latestCode, refusalOf, run } from "./scene.mjs";
import { totp } from "./totp.mjs";

const { url, poolId, clientId, name, other, third, password, number } = given;

// Amplify says once on the console that the endpoint is not Amazon's; the results go there too.
console.warn = () => {};

Amplify.configure({
  Auth: {
    Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url },
  },
});

async function begin(username) {
  return (await signIn({ username, password })).nextStep;
}

async function answer(challengeResponse) {
  return (await confirmSignIn({ challengeResponse })).nextStep;
}

await run(async () => {
  const results = {};

  // A software token.
  const setup = await begin(name);
  results.setup = setup.signInStep;
  results.allowed = setup.allowedMFATypes;
  const token = await answer("TOTP");
  results.token = token.signInStep;
  const secret = token.totpSetupDetails.sharedSecret;
  results.wrong = (await refusalOf(answer(totp(secret, 500)))).name;
  results.afterSetup = (await answer(totp(secret))).signInStep;
  await signOut();
  results.asked = (await begin(name)).signInStep;
  results.afterCode = (await answer(totp(secret, 1))).signInStep;
  await signOut();

  // Somebody with two factors and no preference.
  const choice = await begin(other);
  results.choice = choice.signInStep;
  results.choices = choice.allowedMFATypes;
  results.chosen = (await answer("SMS")).signInStep;
  results.afterChoice = (await answer(await latestCode(number))).signInStep;
  results.before = await fetchMFAPreference();
  await updateMFAPreference({ sms: "PREFERRED", totp: "DISABLED" });
  results.after = await fetchMFAPreference();
  await signOut();

  // An address.
  await begin(third);
  results.email = (await answer("EMAIL")).signInStep;
  const address = `${third}@example.com`;
  results.emailSent = (await answer(address)).signInStep;
  results.afterEmail = (await answer(await latestCode(address))).signInStep;
  await signOut();
  return results;
});
