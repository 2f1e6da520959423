// Custom challenges in Node: amazon-cognito-identity-js and aws-amplify 6, without a password and
// with one first.

import { Amplify } from "aws-amplify";
import { confirmSignIn, getCurrentUser, signIn, signOut } from "aws-amplify/auth";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import { given, refusalOf, run } from "./scene.mjs";

const { url, poolId, clientId, name, password, right, wrong } = given;
const pool = new CognitoUserPool({
  UserPoolId: poolId,
  ClientId: clientId,
  endpoint: `${url}/`,
});

// Amplify says once on the console that the endpoint is not Amazon's; the results go there too.
console.warn = () => {};

Amplify.configure({
  Auth: {
    Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url },
  },
});

// The library keeps its Session in the user; each call of it ends in one of these.
function called(start) {
  return new Promise((resolve, onFailure) => {
    start({
      onSuccess: (session) => resolve({ username: session.getIdToken().payload["cognito:username"] }),
      onFailure,
      customChallenge: (parameters) => resolve(parameters),
    });
  });
}

async function identity(begin, answers) {
  const user = new CognitoUser({ Username: name, Pool: pool });
  user.setAuthenticationFlowType("CUSTOM_AUTH");
  const details = new AuthenticationDetails({ Username: name, Password: password });
  const seen = [await called((callbacks) => user[begin](details, callbacks))];
  for (const answer of answers) {
    seen.push(await called((callbacks) => user.sendCustomChallengeAnswer(answer, callbacks)));
  }
  return seen;
}

async function amplify(authFlowType, secret, answers) {
  const begun = await signIn({ username: name, password: secret, options: { authFlowType } });
  const seen = [begun.nextStep];
  for (const challengeResponse of answers) {
    seen.push((await confirmSignIn({ challengeResponse })).nextStep);
  }
  const { username } = await getCurrentUser();
  await signOut();
  return { seen, username };
}

await run(async () => ({
  identity: await identity("initiateAuth", [wrong, right, right]),
  identityAfterPassword: await identity("authenticateUser", [right, right]),
  identityGuessing: (await refusalOf(identity("initiateAuth", [wrong, wrong, wrong]))).message,
  amplify: await amplify("CUSTOM_WITHOUT_SRP", undefined, [wrong, right, right]),
  amplifyAfterPassword: await amplify("CUSTOM_WITH_SRP", password, [right, right]),
  amplifyWrongPassword: (
    await refusalOf(amplify("CUSTOM_WITH_SRP", "Wrong0ne!", []))
  ).name,
}));
