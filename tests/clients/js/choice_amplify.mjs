// aws-amplify 6 in Node: USER_AUTH by preference and by choice, and autoSignIn after a sign-up.

import { Amplify } from "aws-amplify";
import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchUserAttributes,
  signIn,
  signOut,
  signUp,
} from "aws-amplify/auth";
import { given, latestCode, refusalOf, run } from "./scene.mjs";

const { url, poolId, clientId, name, email, number, password, visitor } = given;

// Amplify says once on the console that the endpoint is not Amazon's; the results go there too.
console.warn = () => {};

Amplify.configure({
  Auth: {
    Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url },
  },
});

async function begin(preferredChallenge, withPassword) {
  const options = { authFlowType: "USER_AUTH", preferredChallenge };
  return (await signIn({ username: name, password: withPassword, options })).nextStep;
}

async function answer(challengeResponse) {
  return (await confirmSignIn({ challengeResponse })).nextStep;
}

async function messagesTo(address) {
  const response = await fetch(`${url}/_dev/outbox?${new URLSearchParams({ to: address })}`);
  return (await response.json()).messages.length;
}

await run(async () => {
  const results = {};

  // A preference.
  results.preferred = (await begin("EMAIL_OTP")).signInStep;
  results.wrong = (await refusalOf(answer("00000000"))).name;
  results.afterCode = (await answer(await latestCode(email))).signInStep;
  await signOut();

  // A choice.
  const choice = await begin();
  results.list = choice.availableChallenges;
  results.chosen = (await answer("SMS_OTP")).signInStep;
  results.afterText = (await answer(await latestCode(number))).signInStep;
  await signOut();

  // Passwords.
  results.byPassword = (await begin("PASSWORD", password)).signInStep;
  await signOut();
  results.bySrp = (await begin("PASSWORD_SRP", password)).signInStep;
  await signOut();
  await begin();
  results.askedForPassword = (await answer("PASSWORD")).signInStep;
  results.afterPassword = (await answer(password)).signInStep;
  await signOut();
  await begin();
  await answer("PASSWORD_SRP");
  results.afterSrp = (await answer(password)).signInStep;
  await signOut();
  results.wrongPassword = (await refusalOf(begin("PASSWORD", "Wrong0ne!"))).name;

  // A visitor without a password, who is signed in by the code that confirmed him.
  const address = `${visitor}@example.com`;
  const signedUp = await signUp({
    username: visitor,
    options: { userAttributes: { email: address }, autoSignIn: { authFlowType: "USER_AUTH" } },
  });
  results.afterSignUp = signedUp.nextStep.signUpStep;
  const confirmationCode = await latestCode(address);
  const confirmed = await confirmSignUp({ username: visitor, confirmationCode });
  results.afterConfirmation = confirmed.nextStep.signUpStep;
  results.afterAutoSignIn = (await autoSignIn()).nextStep.signInStep;
  results.messages = await messagesTo(address);
  results.isVisitor = (await fetchUserAttributes()).email === address;
  await signOut();
  return results;
});

// A timer of autoSignIn would keep Node for three minutes.
process.exit();
