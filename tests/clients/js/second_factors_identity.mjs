// amazon-cognito-identity-js: a software token is set up on the way in, asked for, and chosen from.

import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import { given, latestCode, refusalOf, run } from "./scene.mjs";
import { totp } from "./totp.mjs";

const { url, poolId, clientId, name, other, password, number } = given;
const pool = new CognitoUserPool({
  UserPoolId: poolId,
  ClientId: clientId,
  endpoint: `${url}/`,
});

function called(start) {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

// Begins a sign-in; resolves with the user and what the library calls for first.
function begin(username) {
  const user = new CognitoUser({ Username: username, Pool: pool });
  const details = new AuthenticationDetails({ Username: username, Password: password });
  return new Promise((resolve, onFailure) => {
    const asks = (challenge, parameters) => resolve({ user, challenge, parameters });
    user.authenticateUser(details, {
      onSuccess: (session) => resolve({ user, session }),
      onFailure,
      mfaSetup: asks,
      totpRequired: asks,
      mfaRequired: asks,
      selectMFAType: asks,
    });
  });
}

function giveCode(user, code, challenge) {
  return new Promise((onSuccess, onFailure) => {
    user.sendMFACode(code, { onSuccess, onFailure }, challenge);
  });
}

function verify(user, code) {
  return new Promise((onSuccess, onFailure) => {
    user.verifySoftwareToken(code, "phone", { onSuccess, onFailure });
  });
}

await run(async () => {
  const results = {};

  const first = await begin(name);
  results.setup = first.challenge;
  const secret = await new Promise((associateSecretCode, onFailure) => {
    first.user.associateSoftwareToken({ associateSecretCode, onFailure });
  });
  results.wrong = (await refusalOf(verify(first.user, totp(secret, 500)))).code;
  results.verified = (await verify(first.user, totp(secret))).isValid();

  const second = await begin(name);
  results.asked = second.challenge;
  const session = await giveCode(second.user, totp(secret, 1), "SOFTWARE_TOKEN_MFA");
  results.signedIn = session.isValid();

  // Somebody with two factors and no preference is asked which.
  const third = await begin(other);
  results.choices = third.parameters.MFAS_CAN_CHOOSE;
  results.chosen = await new Promise((mfaRequired, onFailure) => {
    third.user.sendMFASelectionAnswer("SMS_MFA", { mfaRequired, onFailure });
  });
  results.chosenIn = (await giveCode(third.user, await latestCode(number), "SMS_MFA")).isValid();
  const preferred = { Enabled: true, PreferredMfa: true };
  const on = { Enabled: true, PreferredMfa: false };
  results.changed = await called((done) => third.user.setUserMfaPreference(on, preferred, done));
  const data = await called((done) => third.user.getUserData(done));
  results.preference = [data.PreferredMfaSetting, ...data.UserMFASettingList];
  return results;
});
